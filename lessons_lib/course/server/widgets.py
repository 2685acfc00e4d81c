"""Widgets in a notebook's file: what must not reach the page when it is opened.

The state of widgets. JupyterLab makes widgets anew from ``metadata.widgets``, also in a notebook
that nobody trusts and nobody has run, and a widget made with anywidget brings its own script: so
a stranger's notebook could run code in the page by being opened. Live widgets come from the kernel,
so nothing that works is lost. Being signed changes nothing, because a server signs more than its
user has read: every notebook without rich outputs, and whatever has the content of a signed one.

Pointers to widgets that are gone. An output points to its widget, and the widget ends with its
kernel. JupyterLab would show "model not found" in place of the picture or the words that stand in
the same output, so each pointer that no kernel of this notebook knows is left out, in the outputs
of every library, where another form stands beside it. A widget that lives keeps its pointer, and so
stays alive when the page is loaded again.
"""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
"""The form of an output that points to a widget."""

ANSWER_TIMEOUT_S = 2
"""How long a kernel may take to say which widgets it has; it answers between two cells."""


def forget_state(notebook: dict[str, Any]) -> None:
    """Take the state of widgets out of a notebook."""
    metadata = notebook.get("metadata")
    if isinstance(metadata, dict):
        metadata.pop("widgets", None)


def pointers(notebook: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The forms, by MIME type, of each output that points to a widget and has other forms too."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if WIDGET_VIEW in data and len(data) > 1:
                yield data


def forget_pointers(notebook: dict[str, Any], living: Collection[str]) -> None:
    """Take the pointers to widgets out of a notebook that are not among the living (their ids)."""
    for data in pointers(notebook):
        if data[WIDGET_VIEW]["model_id"] not in living:
            del data[WIDGET_VIEW]


async def forget_the_dead(notebook: dict[str, Any], server: "ServerApp", path: str) -> None:
    """Take the pointers to widgets out of a notebook that no kernel of it has.

    Args:
        notebook: the notebook; a kernel is asked only where it points to a widget.
        server: the server that has the kernels.
        path: the notebook's path as the server knows it.
    """
    if any(pointers(notebook)):
        living = await living_widgets(server, path)
        if living is not None:
            forget_pointers(notebook, living)


async def living_widgets(server: "ServerApp", path: str) -> set[str] | None:
    """The ids of all widgets that the kernels of a notebook have.

    Args:
        server: the server.
        path: the notebook's path as the server knows it.

    Returns:
        None where a kernel does not say it in time: it may have any.
    """
    from jupyter_server.utils import ensure_async

    living: set[str] = set()
    for session in await ensure_async(server.session_manager.list_sessions()):
        kernel = session["kernel"]
        # One that is only starting has none; the question would wait until it has started.
        if session["path"].strip("/") != path.strip("/") or kernel["execution_state"] == "starting":
            continue
        client: Any = server.kernel_manager.get_kernel(kernel["id"]).client()
        await ensure_async(client.start_channels(iopub=False, stdin=False, hb=False, control=False))
        try:
            reply = await ensure_async(client.comm_info(reply=True, timeout=ANSWER_TIMEOUT_S))
        except TimeoutError:
            return None
        finally:
            client.stop_channels()
        living |= reply["content"]["comms"].keys()
    return living
