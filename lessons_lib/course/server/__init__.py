"""A Jupyter server extension: what the course asks of the server that opens its lessons.

- `line`: the line between page and kernel, without a wait in it;
- `contents`: what a notebook goes through on its way from the file to the page and back;
- `reading`: what a page is given to read a lesson with;
- `widgets`: what of widgets in a notebook's file must not reach the page.

``etc/jupyter/jupyter_server_config.d/lessons_lib.json`` switches it on; a server where it fails to
load works as ever.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: "ServerApp") -> None:
    from lessons_lib.course.server import contents, line, reading

    line.install(server)
    contents.install(server)
    reading.install(server)
