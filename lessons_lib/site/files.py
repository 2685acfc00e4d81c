"""The files of the web edition: named by what is in them, so that none is ever half of another.

A page may be opened from a folder, where a browser loads scripts and pictures and nothing else. So
data are scripts, too: each gives a value under a key, which is also its file's name.
"""

import base64
import hashlib
import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from lessons_lib.apps import modules

_LESSON = re.compile(r"\b(\d\d_\w+)\.ipynb\b")
_ADDRESS = re.compile(r'(?<!\\)"(\d\d_\w+)\.html(#[^"\\]*)?"')


class Shelf(Protocol):
    """Where a page puts what it needs, and by which address it has it then."""

    def value(self, value: Any) -> str:
        """Keep a value that is plain JSON; returns its key."""
        ...

    def later(self, value: Any) -> str:
        """Keep a value that is loaded only if the reader wants it; returns its key."""
        ...

    def page(self, name: str) -> str:
        """Keep the script of a widget's page, a folder of ``apps/web``; returns its address."""
        ...

    def picture(self, svg: str) -> str:
        """Keep a picture; returns its address."""
        ...


@dataclass
class Folder:
    """A shelf of files, shared by all pages of an edition.

    Attributes:
        files: each by its address.
        wanted: addresses of those that are loaded only if the reader wants them.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    wanted: set[str] = field(default_factory=set)

    def add(self, stem: str, ending: str, content: bytes) -> str:
        """Keep a file under a name that its content gives it; returns its address."""
        address = f"files/{stem}-{key_of(content)}.{ending}"
        self.files[address] = content
        return address

    def value(self, value: Any) -> str:
        """A script that gives the value."""
        text = as_json(value)
        key = key_of(text.encode())
        self.files[_address(key)] = f'course.give("{key}", {text});\n'.encode()
        return key

    def later(self, value: Any) -> str:
        """A script, too."""
        key = self.value(value)
        self.wanted.add(_address(key))
        return key

    def page(self, name: str) -> str:
        """A script that gives the page."""
        return self.add(name, "js", page_script(name).encode())

    def picture(self, svg: str) -> str:
        """A file of its own."""
        return self.add("picture", "svg", svg.encode())


@dataclass
class OneFile:
    """A shelf in the page itself.

    Attributes:
        there: names of the lessons that lie beside it; an address of another becomes empty.
    """

    there: Collection[str]
    values: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)

    def value(self, value: Any) -> str:
        """A block of data in the page."""
        text = _ADDRESS.sub(lambda to: to[0] if to[1] in self.there else '""', as_json(value))
        key = key_of(text.encode())
        self.values[key] = text
        return key

    def later(self, value: Any) -> str:
        """The page has all at once."""
        return self.value(value)

    def page(self, name: str) -> str:
        """A part of the page's one script."""
        self.pages[name] = page_script(name)
        return ""

    def picture(self, svg: str) -> str:
        """The address holds the picture."""
        return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode('ascii')}"

    def blocks(self) -> str:
        """The data as they stand in the page; they are never run."""
        return "".join(
            f'<script type="application/json" data-key="{key}">{text}</script>\n'
            for key, text in self.values.items()
        )


def _address(key: str) -> str:
    return f"files/{key}.js"


def page_script(name: str) -> str:
    """The script of a widget's page, which gives itself to the course under its name."""
    return modules.classic(f"{name}/{name}.js", "globalThis.course.take")


def as_json(value: Any) -> str:
    """A value as JSON that may stand in a script and in a page; its lessons are pages."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # What would end the script that it stands in, or hide the rest of it.
    return _LESSON.sub(r"\1.html", text).replace("</", "<\\/").replace("<!--", "<\\u0021--")


def key_of(content: bytes) -> str:
    """What names a content: the same one has the same key, and no other has it."""
    return hashlib.sha256(content).hexdigest()[:16]


def digest(content: bytes) -> str:
    """A content's SHA-256, as hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def source_hash(script: str) -> str:
    """A script in a page, as a content security policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode('ascii')}'"


def policy(scripts: Iterable[str], *, folder: bool) -> str:
    """The content security policy of a page: what it needs and nothing else.

    Pictures and cards bear styles of their own, so styles may stand in the page.

    Args:
        scripts: what may be run.
        folder: whether files beside the page belong to it.
    """
    own = {"worker-src": "'self'", "manifest-src": "'self'"} if folder else {}
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(scripts),
        "style-src": "'self' 'unsafe-inline'" if folder else "'unsafe-inline'",
        "img-src": "'self' data:" if folder else "data:",
        **own,
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())
