"""The line between page and kernel, without a wait in it.

A kernel answers a slider in three small messages: busy, the answer, idle. Left to itself, TCP holds
the second back until the page's machine has acknowledged the first, which takes its time with that
(Nagle's algorithm meets delayed acknowledgement): 10 to 40 ms a move, and a round trip when the
server is far away.
"""

from typing import Any

from jupyter_server.serverapp import ServerApp
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

_SETTING = "kernel_websocket_connection_class"


class PromptConnection(ZMQChannelsWebsocketConnection):
    """Jupyter's own connection, on a line that sends every message at once."""

    def connect(self) -> Any:
        """Connect as usual."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()


def install(server: ServerApp) -> None:
    """Connect in this way, unless the server connects in a way of its own."""
    settings = server.web_app.settings
    # A server that has its kernels elsewhere connects in its own way.
    if settings[_SETTING] is ZMQChannelsWebsocketConnection:
        settings[_SETTING] = PromptConnection
