"""What a notebook goes through on its way from the file to the page and back.

On the way to the page `widgets` are seen to, and the short description of the language, with which
the lessons are stored, is written out as the kernel will write it: else every lesson would count as
changed, and be saved, as soon as it is opened. On the way back it is made short again where the
file has it short, so that a lesson that was opened and not run stays what it was, byte for byte.

Only what passes is changed, never a file by itself; and where something is not as expected, a
notebook is opened and saved as it is.
"""

import functools
import inspect
import json
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from lessons_lib.course.server import widgets

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

SHORT = {"name": "python"}
"""How a stored lesson describes its language."""

WRITTEN_OUT = {
    "codemirror_mode": {"name": "ipython", "version": sys.version_info.major},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": f"ipython{sys.version_info.major}",
    "version": "{}.{}.{}".format(*sys.version_info),
}
"""How the kernel of this environment describes it."""


def install(server: "ServerApp") -> None:
    """See to every notebook that the server reads or saves from now on."""
    contents: Any = server.contents_manager
    read, save = contents.get, contents.save

    @functools.wraps(read)
    def get_at_once(*args: Any, **kwargs: Any) -> Any:
        model = read(*args, **kwargs)
        if notebook := _notebook(model):
            widgets.forget_state(notebook)
        return model

    @functools.wraps(read)
    async def get(*args: Any, **kwargs: Any) -> Any:
        model = await read(*args, **kwargs)
        if notebook := _notebook(model):
            widgets.forget_state(notebook)
            try:
                write_out(notebook)
                await widgets.forget_the_dead(notebook, server, model["path"])
            except Exception:
                server.log.warning("%s is opened as it is.", model.get("path"), exc_info=True)
        return model

    @functools.wraps(save)
    async def put(model: Any, path: str = "", **kwargs: Any) -> Any:
        if notebook := _notebook(model):
            # Where there is no file yet, or none that is a notebook, there is nothing to keep to.
            with suppress(Exception):
                before = await read(path, type="file", format="text")
                keep_short(notebook, json.loads(before["content"]))
        return await save(model, path, **kwargs)

    if inspect.iscoroutinefunction(read) and inspect.iscoroutinefunction(save):
        contents.get, contents.save = get, put
    else:
        # Who reads without waiting cannot wait for a kernel's answer either.
        contents.get = get_at_once


def write_out(notebook: dict[str, Any]) -> None:
    """Write the short description of the language out in a notebook."""
    if notebook["metadata"].get("language_info") == SHORT:
        notebook["metadata"]["language_info"] = WRITTEN_OUT


def keep_short(notebook: dict[str, Any], before: dict[str, Any]) -> None:
    """Describe the language shortly in a notebook where it was so before."""
    about = notebook["metadata"]
    if before["metadata"]["language_info"] == SHORT and about["language_info"]["name"] == "python":
        about["language_info"] = SHORT


def _notebook(model: Any) -> dict[str, Any] | None:
    if isinstance(model, dict) and model.get("type") == "notebook":
        notebook = model.get("content")
        return notebook if isinstance(notebook, dict) else None
    return None
