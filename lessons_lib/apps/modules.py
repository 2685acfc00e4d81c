"""The course's browser code as the browser gets it: a page's module with all that it imports.

Under ``apps/web`` each page has a folder, with a module and a style sheet of the folder's name:
``explorer/explorer.js``, ``explorer/explorer.css``. They say what they need, as
``import { make } from "../shared/dom.js";`` and ``@import "../shared/common.css";`` do. A widget's
module comes to the browser as one text without an address, from which no relative import leads
anywhere; so `script` and `style` follow the imports here. Each module keeps a scope of its own.

The files are read anew each time, so a cell that is run again shows what was edited meanwhile.
"""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_NAME = r"[A-Za-z_$][\w$]*"
_IMPORT = re.compile(r'^import \{([^}]*)\} from "([^"\n]*)";$', re.MULTILINE)
_DEFAULT = re.compile(r"^export default (?!function\b|class\b|async\b)", re.MULTILINE)
_EXPORT = re.compile(
    rf"^export ((?:async )?function\*? |class |const )({_NAME})(?=[\s(=])", re.MULTILINE
)
_ONE = re.compile(rf"({_NAME})(?: as ({_NAME}))?")
_OTHER = re.compile(
    r"^(?![ \t]*(?:\*|//|/\*))(?:[ \t]*(?:import|export)\b(?!:)|.*\bimport *[(.]).*", re.MULTILINE
)
_SHEET = re.compile(r'^@import "([^"\n]*)";\n*', re.MULTILINE)
_OTHER_SHEET = re.compile(r"^.*@import\b.*", re.MULTILINE)


class ModuleError(ValueError):
    """A script or style sheet of the course that cannot be put together, and why."""


@dataclass(frozen=True)
class _Part:
    """A file: what it imports, what it exports, and its text without those statements.

    Attributes:
        imports: (address, names), the names as (there, here).
    """

    imports: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    exports: tuple[str, ...]
    text: str


def script(entry: str, root: Traversable | None = None) -> str:
    """A module of ``apps/web`` and all that it imports, as one module with the same exports.

    Args:
        entry: the path under ``apps/web``, such as ``explorer/explorer.js``.
        root: another folder in place of ``apps/web``.

    Raises:
        ModuleError: an import leads nowhere or in a circle, or a statement is not understood.
    """
    text, given = _joined(entry, root)
    exports = "".join(
        f"export default {value};\n" if one == "default" else f"export const {one} = {value};\n"
        for one, value in given.items()
    )
    return text + exports


def classic(entry: str, receiver: str = "", root: Traversable | None = None) -> str:
    """The same for a page that cannot load modules, such as one that is opened from a folder.

    Args:
        entry: the path under ``apps/web``.
        receiver: a function of the page by name, which is called with the name of the entry's
            folder and with its exports; without it they go nowhere.
        root: another folder in place of ``apps/web``.

    Raises:
        ModuleError: as of `script`.
    """
    text, given = _joined(entry, root)
    exports = ", ".join(f"{one}: {value}" for one, value in given.items())
    call = f"{receiver}({posixpath.dirname(entry)!r}, {{ {exports} }});\n" if receiver else ""
    return f'(() => {{\n"use strict";\n{text}{call}}})();\n'


def styles(entries: Iterable[str], root: Traversable | None = None) -> str:
    """Style sheets of ``apps/web`` in one, after all that they import, each once.

    Raises:
        ModuleError: as of `style`.
    """
    sheets: dict[str, _Part] = {}
    for entry in entries:
        sheets |= _follow(entry, _sheet, root)
    return "".join(part.text for part in sheets.values())


def style(entry: str, root: Traversable | None = None) -> str:
    """A style sheet of ``apps/web``, after all that it imports, each once.

    Args:
        entry: the path under ``apps/web``, such as ``explorer/explorer.css``.
        root: another folder in place of ``apps/web``.

    Raises:
        ModuleError: an import leads nowhere or in a circle, or is written in another way.
    """
    return styles([entry], root)


def _joined(entry: str, root: Traversable | None) -> tuple[str, dict[str, str]]:
    """All that an entry needs, a scope each, and by which expression each of its exports is had."""
    parts = _follow(entry, _module, root)
    names = {path: f"$module{number}" for number, path in enumerate(parts)}
    scopes = []
    for path, part in parts.items():
        lines = [f"// {path}", f"const {names[path]} = (() => {{"]
        for address, wanted in part.imports:
            there = _resolve(path, address)
            for name, _ in wanted:
                if name not in parts[there].exports:
                    raise ModuleError(f"{path} imports {name}, which {there} does not export.")
            taken = ", ".join(name if name == here else f"{name}: {here}" for name, here in wanted)
            lines.append(f"const {{ {taken} }} = {names[there]};")
        given = ", ".join("default: $default" if one == "default" else one for one in part.exports)
        scopes.append("\n".join([*lines, part.text, f"return {{ {given} }};", "})();\n"]))
    exports = {one: f"{names[entry]}.{one}" for one in parts[entry].exports}
    return "".join(scopes), exports


def _follow(
    entry: str, parse: Callable[[str], _Part], root: Traversable | None
) -> dict[str, _Part]:
    """The parts that an entry needs by path, each after those that it imports."""
    parts: dict[str, _Part] = {}
    folder = root or files("lessons_lib.apps") / "web"

    def visit(path: str, way: tuple[str, ...]) -> None:
        if path in way:
            circle = " -> ".join([*way[way.index(path) :], path])
            raise ModuleError(f"Imports lead in a circle: {circle}.")
        if path in parts:
            return
        try:
            text = folder.joinpath(path).read_text(encoding="utf-8")
        except OSError:
            asked = f"{way[-1]} imports" if way else "Asked for was"
            raise ModuleError(f"{asked} {path}, and there is no such file.") from None
        try:
            part = parse(text)
        except ModuleError as error:
            raise ModuleError(f"{path}, {error}") from None
        for address, _ in part.imports:
            visit(_resolve(path, address), (*way, path))
        parts[path] = part

    visit(entry, ())
    return parts


def _resolve(path: str, address: str) -> str:
    found = posixpath.normpath(posixpath.join(posixpath.dirname(path), address))
    if not address.startswith(("./", "../")) or found.startswith("../"):
        raise ModuleError(
            f"{path} imports {address}. Only files of the same folder tree can be imported, by "
            "an address that begins with ./ or ../."
        )
    return found


@lru_cache(maxsize=256)
def _module(text: str) -> _Part:
    imports = tuple((match[2], tuple(_names(match))) for match in _IMPORT.finditer(text))
    exports = [match[2] for match in _EXPORT.finditer(text)]
    if _DEFAULT.search(text):
        exports.append("default")
    rest = _EXPORT.sub(r"\1\2", _IMPORT.sub(_its_lines, text))
    rest = _DEFAULT.sub("const $default = ", rest)
    _refuse(
        _OTHER.search(rest),
        'Understood are import { a, b as c } from "./file.js"; and export in front of a function, '
        "a class or a const with one name, or export default with an object.",
    )
    return _Part(imports, tuple(exports), rest.strip("\n"))


def _names(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    for one in filter(None, (part.strip() for part in match[1].split(","))):
        known = _ONE.fullmatch(one)
        _refuse(None if known else match, f"{one} is no name.")
        if known:
            yield known[1], known[2] or known[1]


@lru_cache(maxsize=64)
def _sheet(text: str) -> _Part:
    imports = tuple((match[1], ()) for match in _SHEET.finditer(text))
    rest = _SHEET.sub(_its_lines, text)
    _refuse(_OTHER_SHEET.search(rest), 'Understood is @import "./file.css"; on its own line.')
    return _Part(imports, (), rest.lstrip("\n"))


def _its_lines(match: re.Match[str]) -> str:
    """Nothing, on as many lines as before: what follows keeps its line's number."""
    return "\n" * match[0].count("\n")


def _refuse(match: re.Match[str] | None, advice: str) -> None:
    if match:
        line = match.string[: match.start()].count("\n") + 1
        raise ModuleError(f"line {line}: {match[0].strip().splitlines()[0]}\n{advice}")
