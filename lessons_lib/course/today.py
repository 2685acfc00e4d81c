"""The tracker alone, without notebook and kernel: a page of the course's own small server.

The page is the one that the notebook shows, and the same desk answers it. Only this computer
reaches the server, and on it only who was let in: each question bears a token that is made anew
with each start, and names no other host and no other page than the server's own. The address that
is opened holds a word that lets in once, since other users of a computer may see it; what it lets
in gets the token.

The server ends when its last page has been closed. A second start finds the first one and opens a
page of that.
"""

import argparse
import asyncio
import hashlib
import hmac
import json
import os
import secrets
import signal
import socket
import sys
import threading
import time
import urllib.request
import webbrowser
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import platformdirs
from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler

from lessons_lib.course import shortcut
from lessons_lib.course.own_copy import ME
from lessons_lib.tracker import place
from lessons_lib.tracker.disk import files

HERE = "127.0.0.1"
PAGE = "alone"

FIRST_PAGE_S = 600.0
"""How long the server waits for a first page."""

LAST_PAGE_S = 20.0
"""How long it waits after the last one has been closed: it may only be loaded anew."""

LONGEST_CALM_S = 48 * 3600.0
"""When nothing was asked for so long, the page has gone without saying so."""

_MOST_BYTES = 20_000_000
_SECURE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Door:
    """Who is let in, and how long the server stays.

    Attributes:
        token: what each question has to bear.
        port: on which the server listens.
        closed: set when it is to end.
    """

    def __init__(self, port: int) -> None:
        self.token = secrets.token_urlsafe(32)
        self.port = port
        self.closed = asyncio.Event()
        self._spent: set[str] = set()
        self._pages: set[str] = set()
        self._asked_s = time.monotonic()
        self._ends_s = self._asked_s + FIRST_PAGE_S

    @property
    def hosts(self) -> set[str]:
        """What a request may call this server."""
        return {f"{HERE}:{self.port}", f"localhost:{self.port}"}

    def knows(self, word: str) -> bool:
        """Whether a word is the token."""
        return hmac.compare_digest(word.encode(), self.token.encode())

    def lets_in(self, word: str) -> bool:
        """Whether a word is the token, or one of those that let in once and did not yet."""
        if self.knows(word):
            return True
        nonce, _, proof = word.partition(".")
        right = hmac.compare_digest(proof.encode(), proven(self.token, "once", nonce).encode())
        if not right or nonce in self._spent:
            return False
        self._spent.add(nonce)
        return True

    def arrive(self, page: str) -> None:
        """A page is there."""
        self._pages.add(page)

    def leave(self, page: str) -> None:
        """A page has been closed, or is loaded anew."""
        self._pages.discard(page)
        self._ends_s = time.monotonic() + LAST_PAGE_S

    def heard(self) -> None:
        """Somebody who was let in has asked for something."""
        self._asked_s = time.monotonic()

    def look(self) -> None:
        """End when nobody is there any more."""
        now_s = time.monotonic()
        nobody = not self._pages and now_s > self._ends_s
        if nobody or now_s - self._asked_s > LONGEST_CALM_S:
            self.closed.set()


def proven(token: str, what: str, nonce: str) -> str:
    """Shows that somebody knows the token, for one purpose and one time, without telling it."""
    return hmac.new(token.encode(), f"{what} {nonce}".encode(), hashlib.sha256).hexdigest()


def address(token: str, port: int) -> str:
    """An address that lets a page in once."""
    nonce = secrets.token_hex(8)
    return f"http://{HERE}:{port}/#{nonce}.{proven(token, 'once', nonce)}"


# What is asked over HTTP


class _Handler(RequestHandler):
    def initialize(self, door: Door) -> None:
        self.door = door

    def set_default_headers(self) -> None:
        for name, value in _SECURE.items():
            self.set_header(name, value)
        self.clear_header("Server")

    def prepare(self) -> None:
        """Take no request that was meant for another host: a name may be made to lead here."""
        if self.request.headers.get("Host", "").lower() not in self.door.hosts:
            raise HTTPError(403)

    def write_error(self, status_code: int, **_: Any) -> None:
        self.finish(f"{status_code}")


class _File(_Handler):
    async def get(self, path: str) -> None:
        """A file of the page; nobody's data are in it."""
        found = await asyncio.to_thread(_document)
        if path not in found:
            raise HTTPError(404)
        mime, text = found[path]
        self.set_header("Content-Type", f"{mime}; charset=utf-8")
        self.finish(text)


class _Proof(_Handler):
    def get(self) -> None:
        """Show another start that this is the course's server."""
        nonce = self.get_query_argument("nonce", "")
        self.finish(proven(self.door.token, "here", nonce))


class _Question(_Handler):
    """A question of the page: it comes from the page itself, as JSON, with the token."""

    def prepare(self) -> None:
        super().prepare()
        headers = self.request.headers
        own = {f"http://{host}" for host in self.door.hosts}
        if headers.get("Origin", "").lower() not in own:
            raise HTTPError(403)
        if headers.get("Content-Type", "").partition(";")[0] != "application/json":
            raise HTTPError(415)
        if not self._admits(headers.get("Authorization", "").removeprefix("token ")):
            raise HTTPError(403)
        self.door.heard()

    def _admits(self, word: str) -> bool:
        return self.door.knows(word)

    def body(self) -> Any:
        """What the page sends."""
        try:
            return json.loads(self.request.body)
        except (ValueError, RecursionError):
            raise HTTPError(400) from None


class _Begin(_Question):
    def _admits(self, word: str) -> bool:
        return self.door.lets_in(word)

    async def post(self) -> None:
        """Let a page in: the token, and all that the tracker's page says to everybody."""
        state = {"content": await asyncio.to_thread(_content), "_anywidget_id": "tracker"}
        self.finish({"token": self.door.token, "state": state})


class _Ask(_Question):
    async def post(self) -> None:
        """Answer the tracker's page as a kernel would."""
        self.finish(await asyncio.to_thread(_answer, self.body()))


class _Page(_Question):
    def post(self, does: str) -> None:
        """A page has come, or goes."""
        page = str(self.body().get("page", ""))
        if does == "arrive":
            self.door.arrive(page)
        else:
            self.door.leave(page)
        self.finish({})


# What takes a moment to import is imported by a thread while the browser starts.


def _document() -> dict[str, tuple[str, str]]:
    from lessons_lib.apps.document import document

    return document(PAGE, "Your two weeks, today", "Opening your diary …")


def _content() -> dict[str, Any]:
    from lessons_lib.apps import tracker

    return tracker.content()


def _answer(message: Any) -> dict[str, Any]:
    from lessons_lib.apps import tracker
    from lessons_lib.apps.tracker import desk, drawing

    answers: list[dict[str, Any]] = []
    desk.hear(answers.append, message, tracker.answer)
    drawing.fetch()
    return answers[0]


def _let_go() -> None:
    """Let go of the diaries, so that whoever opens them next is alone."""
    from lessons_lib.apps.tracker import desk

    desk.close()


# One server for each diary


def _note() -> Path:
    """The file in which a server says where it is, for its owner's eyes only."""
    folder = platformdirs.user_state_path("lessons_lib", appauthor=False)
    named = hashlib.sha256(os.fsencode(place.data_folder())).hexdigest()[:12]
    return folder / f"today-{named}.json"


def _noted() -> tuple[int, str]:
    """Port and token of the last server; 0 and nothing where there was none."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        found = json.loads(_note().read_bytes())
        return int(found["port"]), str(found["token"])
    return 0, ""


def _is_there(port: int, token: str) -> bool:
    """Whether the server that was noted still answers, and is the one."""
    if not (port and token):
        return False
    nonce = secrets.token_hex(8)
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with suppress(OSError, ValueError):
        with direct.open(f"http://{HERE}:{port}/proof?nonce={nonce}", timeout=2) as answer:
            said = answer.read(200).decode("ascii", "replace")
        return hmac.compare_digest(said.encode(), proven(token, "here", nonce).encode())
    return False


def _listen(port: int | None, last: int) -> socket.socket:
    """A socket on the port that is asked for; else on the last one, or on any that is free.

    On the last one a page that is still open, and waits, finds the server again.
    """
    for each in [port] if port is not None else [last, 0]:
        with suppress(OSError, OverflowError):
            return socket.create_server((HERE, each), reuse_port=False)
    sys.exit(f"Port {port} is not free. Choose another one, or leave --port out.")


async def _serve(listening: socket.socket, *, browser: bool) -> None:
    port = listening.getsockname()[1]
    door = Door(port)
    shared = {"door": door}
    application = Application(
        [
            (r"/proof", _Proof, shared),
            (r"/begin", _Begin, shared),
            (r"/ask", _Ask, shared),
            (r"/(arrive|leave)", _Page, shared),
            (r"/(.*)", _File, shared),
        ],
        log_function=lambda _: None,
    )
    listening.setblocking(False)
    server = HTTPServer(application, max_body_size=_MOST_BYTES, idle_connection_timeout=3600)
    server.add_socket(listening)
    note = _note()
    if not note.exists():  # once
        print(f"A shortcut on your desktop: {ME} today --shortcut", flush=True)
    with suppress(OSError):
        files.private_folder(note.parent)
        files.write_whole(note, json.dumps({"port": port, "token": door.token}).encode())
    _show(address(door.token, port), browser=browser)
    threading.Thread(target=_content).start()  # it imports, too: see `drawing.fetch`
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        with suppress(NotImplementedError, AttributeError):
            loop.add_signal_handler(getattr(signal, name), door.closed.set)
    try:
        while not door.closed.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(door.closed.wait(), 1)
            door.look()
    finally:
        server.stop()
        await server.close_all_connections()
        await asyncio.to_thread(_let_go)
        with suppress(OSError):
            if _noted() == (port, door.token):
                note.write_text(json.dumps({"port": port, "token": ""}), "utf-8")


def _show(where: str, *, browser: bool) -> None:
    """Say where the page is, and open it where there is a screen."""
    end = "It ends when its page is closed, or with Ctrl-C here."
    print(f"Your tracker: {where}\n{end}", flush=True)
    screen = sys.platform in ("win32", "darwin") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    )
    if browser and screen:  # on a text terminal a text browser would take it over
        threading.Thread(target=webbrowser.open, args=(where,), daemon=True).start()


def main(argv: Sequence[str]) -> int:
    """Open the tracker alone.

    Args:
        argv: ``--port N``, ``--no-browser``, ``--shortcut``.

    Returns:
        0 when its page was closed.
    """
    parser = argparse.ArgumentParser(prog=f"{ME} today", description="Open the tracker alone.")
    parser.add_argument("--port", type=int, help="the port to listen on")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument("--shortcut", action="store_true", help="put a shortcut on the desktop")
    options = parser.parse_args(argv)
    if options.shortcut:
        print(shortcut.make(platformdirs.user_desktop_path()))
        return 0
    port, token = _noted()
    if options.port in (None, port) and _is_there(port, token):
        _show(address(token, port), browser=not options.no_browser)
        return 0
    listening = _listen(options.port, port)
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(listening, browser=not options.no_browser))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
