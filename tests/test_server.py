import importlib
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from jupyter_server.gateway.connections import GatewayWebSocketConnection
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

from lessons_lib.course.server import PromptConnection

CONFIG = Path(__file__).parents[1] / "etc/jupyter/jupyter_server_config.d/lessons_lib.json"


@pytest.mark.parametrize(
    ("usual", "loaded"),
    [
        (ZMQChannelsWebsocketConnection, PromptConnection),
        (GatewayWebSocketConnection, GatewayWebSocketConnection),
    ],
)
def test_the_extension_that_is_switched_on_changes_the_usual_connection_only(usual, loaded):
    switched_on = json.loads(CONFIG.read_text())["ServerApp"]["jpserver_extensions"]
    (name,) = switched_on
    module = importlib.import_module(name)
    (point,) = module._jupyter_server_extension_points()
    settings = {"kernel_websocket_connection_class": usual}
    server = SimpleNamespace(web_app=SimpleNamespace(settings=settings))
    importlib.import_module(point["module"])._load_jupyter_server_extension(server)
    assert settings["kernel_websocket_connection_class"] is loaded


def test_the_line_is_told_not_to_wait_before_it_is_used(monkeypatch):
    calls = []

    class Handler:
        def set_nodelay(self, value):
            calls.append(("no delay", value))

    monkeypatch.setattr(PromptConnection, "websocket_handler", Handler())
    monkeypatch.setattr(
        ZMQChannelsWebsocketConnection, "connect", lambda _: calls.append("connect")
    )
    PromptConnection.__new__(PromptConnection).connect()
    assert calls == [("no delay", True), "connect"]
