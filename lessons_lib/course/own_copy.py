"""The learner's own copy of the lessons: made, updated and reset, and each of these taken back.

The lessons in the course's folder stay as they were shipped. The learner works in a copy, which
remembers in its folder ``.course`` what was shipped when it was made, so that `merging` can tell
the learner's words from the course's. ``.course/done`` keeps what each change replaced.

A change is prepared aside, written to the disk as a whole, and begins by getting a name; from then
on whoever comes next can finish it, wherever it was broken off. No file of the learner's is
overwritten that has not been kept before, byte by byte.

Needs nothing but Python's own library; where nbformat is there, it looks at each merged notebook.
"""

import argparse
import datetime
import hashlib
import json
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lessons_lib.course import merging, outline, shipped
from lessons_lib.course.naming import source
from lessons_lib.tracker.disk import files

HIDDEN = ".course"
"""The folder in the copy that is the course's and not the learner's."""

PAGES = ("glossary.md", "sources.md", "your_own_notebook.md")
"""What is shipped beside the lessons."""

KEPT_CHANGES = 4
"""How many changes can be taken back."""

COURSE = Path(__file__).parents[2]
"""The course's folder, for a package that is installed from there."""

LESSONS, COPY = "notebooks", "my_course"
"""The folders in it for the lessons as they are shipped, and for the learner's copy."""

ME = "py start.py" if sys.platform == "win32" else "python3 start.py"

NOT_WRITTEN = (
    "Nothing is lost. See that the disk is not full and that {} may be written to, then again."
)

_REMEMBER, _UPDATE, _RESET, _UNDO = "remember", "update", "reset", "undo"
_CAN_BE_UNDONE = (_UPDATE, _RESET)


class CopyError(Exception):
    """Something that cannot be done with a copy; the message is a sentence for the learner."""


@dataclass
class Step:
    """One step in the life of a copy: what is to become of its files.

    Attributes:
        what: which of the four changes this is.
        puts: what each file is to hold, by its path in the copy; None where it is to go.
        says: what has changed, for the learner, a line each.
    """

    what: str
    puts: dict[str, bytes | None] = field(default_factory=dict)
    says: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class OwnCopy:
    """A learner's copy of the lessons.

    Attributes:
        folder: where it lies.
        originals: the lessons as they are shipped now.
    """

    folder: Path
    originals: Path = COURSE / LESSONS

    @property
    def hidden(self) -> Path:
        """The course's own folder in it."""
        return self.folder / HIDDEN

    @property
    def is_made(self) -> bool:
        """Whether there is a copy."""
        return (self.hidden / "shipped.json").is_file()

    @property
    def was_broken_off(self) -> bool:
        """Whether a change has begun and not ended."""
        return (self.hidden / "change").is_dir()

    @property
    def last_update_was_undone(self) -> bool:
        """Whether the learner took the latest update back."""
        updates = [one for one in self._done() if _plan(one)["what"] == _UPDATE]
        return bool(updates) and (self.hidden / "undone" / updates[-1].name).exists()

    # What a learner asks for ------------------------------------------------------------------

    def make(self) -> list[str]:
        """Make the copy, from the lessons as they are and with whatever was done in them.

        Returns:
            What was done, for the learner; nothing where the copy was there.

        Raises:
            CopyError: if the folder holds other things.
        """
        there = {one.name for one in self.folder.glob("*") if not one.name.startswith(".")}
        if there and not self.hidden.is_dir() and not there & self._names_shipped():
            raise CopyError(
                f"There are other things in {self.folder}. Name a folder that is empty or not "
                f"there yet, for instance {self.folder / 'my_course'}"
            )
        with self._alone():
            if self.is_made:
                return []
            change = Step(_REMEMBER)
            base: dict[str, bytes] = {}
            worked_in = []
            for name, data in self._everything_there().items():
                if not (self.folder / name).exists():
                    change.puts[name] = data
                if name in self._names_shipped():
                    mine = _read(self.folder / name) or data
                    base[name] = _base(name, mine)
                    if base[name] not in (mine, b""):
                        worked_in.append(name)
            change.puts |= self._remember(base)
            change.says = [f"Your own copy of the lessons is {self.folder}"]
            if worked_in:
                change.says.append(f"With all that you had done in: {', '.join(worked_in)}")
            self._do(change)
            return change.says

    def is_behind(self) -> bool:
        """Whether the course has lessons that are newer than this copy."""
        now = self._shipped_now()
        return any(
            now.get(name, data) != data and _is_shipped(name, now[name])
            for name, data in self._base().items()
        )

    def update(self) -> list[str]:
        """Bring the lessons as they are now into the copy; what has changed, in words."""
        with self._alone():
            self._must_be_made()
            change = Step(_UPDATE)
            base, now = self._base(), self._shipped_now()
            after = dict(base)
            for name in sorted({*base, *now}):
                new = now.get(name)
                if new is not None and not _is_shipped(name, new):
                    self._rescue(name, new, change)
                    continue
                if base.get(name) == new:
                    continue
                self._bring(name, base.get(name), new, change)
                after.pop(name, None)
                if new is not None:
                    after[name] = new
            head = "Your copy has the new lessons, and all that is yours."
            if not change.puts:
                change.what = _REMEMBER
                head = "There is nothing new: your copy has the lessons as they are here."
            change.puts |= self._remember(after)
            self._do(change)
            return [head, *change.says]

    def reset(self, which: str) -> list[str]:
        """A lesson as it was shipped; the one from before stays beside it, with the date."""
        with self._alone():
            self._must_be_made()
            base = self._base()
            name = _lesson(which, {*base, *self._shipped_now()})
            original = _read(self.originals / name)
            if original is not None and _is_shipped(name, original):
                fresh = original
            elif name in base and _is_shipped(name, base[name]) and _runs(base[name]):
                fresh = base[name]
            else:
                raise CopyError(
                    f"There is no {name} here as it was shipped. Get the course anew, then: update"
                )
            mine = _read(self.folder / name)
            if mine == fresh:
                return [f"{name} is as it was shipped; there is nothing to reset."]
            change = Step(_RESET, {name: fresh}, [f"{name} is fresh."])
            if mine is not None:
                kept = self._dated(name, change)
                change.puts[kept] = mine
                change.says.append(f"Yours is kept as {kept}")
            change.puts |= self._remember({**base, name: fresh})
            self._do(change)
            return change.says

    def undo(self) -> list[str]:
        """Take the last update or reset back; what was written since then stays."""
        with self._alone():
            self._must_be_made()
            done = self._to_undo()
            if done is None:
                return ["There is no update and no reset that could be taken back."]
            plan = _plan(done)
            change = Step(_UNDO, says=[f"Taken back: the {plan['what']} of {plan['at'][:10]}."])
            for name in plan["files"]:
                before, after = _read(done / "before" / name), _read(done / "after" / name)
                current = _read(self.folder / name)
                if current == before:
                    continue
                if current in (after, None) or name.startswith(f"{HIDDEN}/"):
                    change.puts[name] = before
                elif before is not None and after is not None:
                    self._merge(name, after, current or b"", before, change)
            change.puts[f"{HIDDEN}/undone/{done.name}"] = b""
            self._do(change)
            return change.says

    # One file of an update --------------------------------------------------------------------

    def _bring(self, name: str, base: bytes | None, new: bytes | None, change: Step) -> None:
        mine = _read(self.folder / name)
        if mine is None:
            if base is None:
                change.puts[name] = new
                change.says.append(f"{name}: new.")
            elif new is not None:
                change.says.append(
                    f"{name}: not in your copy any more, and so it stays. To get it: reset {name}"
                )
        elif mine == new:
            return
        elif new is None:
            if mine == base:
                change.puts[name] = None
                change.says.append(f"{name}: the course no longer has it.")
            else:
                change.says.append(f"{name}: the course no longer has it; yours stays.")
        elif mine == base:
            change.puts[name] = new
            change.says.append(f"{name}: the new one; you had changed nothing in it.")
        elif base is None:
            kept = self._dated(name, change)
            change.puts |= {name: new, kept: mine}
            change.says.append(f"{name}: new; your own file of that name is now {kept}")
        else:
            self._merge(name, base, mine, new, change)

    def _merge(self, name: str, base: bytes, mine: bytes, new: bytes, change: Step) -> None:
        if not name.endswith(".ipynb"):
            text = merging.join(_text(base), _text(mine), _text(new))
            if text is None:
                change.says.append(f"{name}: you and the course changed the same; yours stays.")
            else:
                change.puts[name] = text.encode()
                change.says.append(f"{name}: renewed, with what you changed.")
            return
        was, own, now = _notebook(base), _notebook(mine), _notebook(new)
        if own is None or was is None or now is None:
            change.says.append(
                f"{name}: cannot be read as a notebook, and stays as it is. A fresh one, which "
                f"keeps it: reset {name}"
            )
            return
        result = merging.merge(was, own, now)
        data = _bytes(result.notebook)
        if merging.lost(was, own, result.notebook) or not _is_valid(data):
            change.says.append(
                f"{name}: could not be brought together safely, so yours stays. The new one is "
                f"{self.originals / name}"
            )
            return
        change.puts[name] = data
        change.says.append(f"{name}: {_in_words(result)}")
        change.says += [f"    both changed, both kept: {place}" for place in result.joined]
        change.says += [f"    both changed, yours stays: {place}" for place in result.clashes]

    def _rescue(self, name: str, original: bytes, change: Step) -> None:
        """Keep what was written into a lesson of the course's folder, and is nowhere else."""
        change.says.append(
            f"{name}: the one in {self.originals} is not as it was shipped, so nothing comes from "
            "it. Get that file anew (in a clone: git checkout notebooks), then update again."
        )
        book = _notebook(original)
        if book is None:
            return
        known = {"cells": list(shipped.nearest(name, book)["cells"])}
        for path in self.folder.glob(f"{Path(name).stem}*.ipynb"):
            known["cells"] += (_notebook(_read(path) or b"") or merging.EMPTY)["cells"]
        if merging.lost(known, book, merging.EMPTY):
            kept = self._dated(name, change)
            change.puts[kept] = original
            change.says.append(f"    What was written in it is now in your copy, as {kept}")

    # What is there ----------------------------------------------------------------------------

    def _names_shipped(self) -> set[str]:
        return {*(entry.file for entry in outline.lessons()), *PAGES}

    def _shipped_now(self) -> dict[str, bytes]:
        found = {name: _read(self.originals / name) for name in self._names_shipped()}
        return {name: data for name, data in found.items() if data is not None}

    def _everything_there(self) -> dict[str, bytes]:
        """All files beside the lessons, also those that a learner has put there."""
        return {
            path.relative_to(self.originals).as_posix(): path.read_bytes()
            for path in sorted(self.originals.rglob("*"))
            if path.is_file()
            and not any(
                part.startswith(".") or part == "__pycache__"
                for part in path.relative_to(self.originals).parts
            )
        }

    def _base(self) -> dict[str, bytes]:
        """The lessons as they were shipped when the copy was made or updated."""
        held = json.loads((self.hidden / "shipped.json").read_text("utf-8"))["files"]
        found = {name: _read(self.hidden / "shipped" / name) for name in held}
        for name, data in found.items():
            if data is None or _digest(data) != held[name]:  # damaged: what the learner's tells
                mine = _read(self.folder / name)
                found[name] = None if mine is None else _base(name, mine)
        return {name: data for name, data in found.items() if data}

    def _remember(self, base: Mapping[str, bytes]) -> dict[str, bytes | None]:
        """The files that hold what was shipped, as far as they are not there yet."""
        place = f"{HIDDEN}/shipped"
        puts: dict[str, bytes | None] = {f"{place}/{name}": data for name, data in base.items()}
        for path in (self.hidden / "shipped").glob("*"):
            puts.setdefault(f"{place}/{path.name}", None)
        about = {"files": {name: _digest(data) for name, data in sorted(base.items())}}
        puts[f"{HIDDEN}/shipped.json"] = (json.dumps(about, indent=1) + "\n").encode()
        return {name: data for name, data in puts.items() if _read(self.folder / name) != data}

    def _must_be_made(self) -> None:
        if not self.is_made:
            raise CopyError(f"There is no copy of the course in {self.folder} yet.")

    def _dated(self, name: str, change: Step) -> str:
        """A name beside `name` that has the date of today and is still free."""
        path = Path(name)
        stem = f"{path.stem}_{datetime.date.today()}"
        for number in range(1, 10_000):
            free = str(path.with_name(stem + (f"_{number}" if number > 1 else "") + path.suffix))
            if free not in change.puts and not (self.folder / free).exists():
                return free
        raise CopyError(f"There are too many files that begin with {stem}. Move some away.")

    # How it is written ------------------------------------------------------------------------

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else changes the copy meanwhile; what was broken off is finished first."""
        self.hidden.mkdir(parents=True, exist_ok=True)
        with locked(self.hidden / "lock", alone=True):
            self._finish()
            yield

    def _do(self, change: Step) -> None:
        half = self.hidden / "change.half"
        shutil.rmtree(half, ignore_errors=True)
        about: dict[str, Any] = {"what": change.what, "says": change.says, "files": {}}
        about["at"] = datetime.datetime.now().isoformat(timespec="seconds")
        for name, data in change.puts.items():
            before = _read(self.folder / name)
            about["files"][name] = {"before": _digest(before), "after": _digest(data)}
            for place, content in (("before", before), ("after", data)):
                if content is not None:
                    _write(half / place / name, content)
        _write(half / "plan.json", json.dumps(about, ensure_ascii=False, indent=1).encode())
        half.rename(self.hidden / "change")
        files.sync_folder(self.hidden)
        self._finish()

    def _finish(self) -> None:
        """Do what is left of a change that has begun, and look whether all of it is there."""
        doing = self.hidden / "change"
        if not doing.is_dir():
            return
        plan = _plan(doing)
        for name, digests in plan["files"].items():
            path = self.folder / name
            current = _read(path)
            if _digest(current) == digests["after"]:
                continue
            if current is not None and _digest(current) != digests["before"]:
                # Written by somebody since the change was prepared.
                _write(self.folder / self._dated(name, Step(plan["what"])), current)
            data = _read(doing / "after" / name)
            if data is not None:
                _write(path, data)
            elif path.exists():
                path.unlink()
                files.sync_folder(path.parent)
        wrong = [
            name
            for name, digests in plan["files"].items()
            if _digest(_read(self.folder / name)) != digests["after"]
        ]
        if wrong:
            raise CopyError(
                f"These files could not be written: {', '.join(wrong)}. "
                + NOT_WRITTEN.format(self.folder)
            )
        for name in plan["files"]:
            _clear_drafts(self.folder / name)
        if plan["what"] not in _CAN_BE_UNDONE:
            doing.rename(self.hidden / "change.half")
            shutil.rmtree(self.hidden / "change.half", ignore_errors=True)
            return
        (self.hidden / "done").mkdir(exist_ok=True)
        numbers = [int(one.name) for one in self.hidden.glob("*done/*") if one.name.isdigit()]
        doing.rename(self.hidden / "done" / f"{max(numbers, default=0) + 1:04d}")
        for old in self._done()[:-KEPT_CHANGES]:
            shutil.rmtree(old, ignore_errors=True)

    def _done(self) -> list[Path]:
        return sorted(one for one in (self.hidden / "done").glob("*") if one.name.isdigit())

    def _to_undo(self) -> Path | None:
        undone = {one.name for one in (self.hidden / "undone").glob("*")}
        for one in reversed(self._done()):
            if one.name not in undone:
                return one
        return None


@contextmanager
def locked(path: Path, *, alone: bool) -> Iterator[None]:
    """Hold a lock: alone, or beside others who are not alone.

    Raises:
        CopyError: if somebody holds it in a way that does not go with this one.
    """
    with path.open("ab") as file:
        with suppress(ImportError):  # on Windows, an open file guards itself
            import fcntl

            try:
                fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CopyError(
                    "The course is open, or another update is running. Save your work, close "
                    "JupyterLab (press Ctrl-C twice where it was started), then again."
                    if alone
                    else "An update is running. Wait until it has ended, then again."
                ) from None
            except OSError:  # a drive that knows no locks
                pass
        yield


def main(argv: Sequence[str]) -> int:
    """Do with a copy what the command line asks for.

    Args:
        argv: ``make``, ``update``, ``undo`` or ``reset 04``; ``--copy`` with the folder of the
            copy, which else is the working folder, if that is one, or in the course. The course is
            the one in the working folder, or else the package's own.

    Returns:
        0 when it is done, 1 when it cannot be done.
    """
    parser = argparse.ArgumentParser(
        prog="python -m lessons_lib.course",
        description="Look after the learner's own copy of the lessons.",
    )
    parser.add_argument("what", choices=["make", _UPDATE, _RESET, _UNDO])
    parser.add_argument("lesson", nargs="?", help="which one to reset, for instance 04")
    parser.add_argument("--copy", type=Path, help="the folder of the copy")
    options = parser.parse_args(argv)
    here = Path.cwd()
    course = here if (here / LESSONS / outline.lessons()[0].file).exists() else COURSE
    copy = options.copy or (here if OwnCopy(here).is_made else course / COPY)
    own = OwnCopy(copy.absolute(), course / LESSONS)
    try:
        said = [] if own.is_made else own.make()
        if options.what == _UPDATE:
            said += own.update()
        elif options.what == _UNDO:
            said += own.undo()
        elif options.what == _RESET:
            said += own.reset(options.lesson or "")
    except CopyError as problem:
        print(problem, file=sys.stderr)
        return 1
    except OSError as problem:
        print(problem, NOT_WRITTEN.format(own.folder), sep="\n", file=sys.stderr)
        return 1
    print(*said, sep="\n")
    return 0


# Files and what they hold --------------------------------------------------------------------


def _read(path: Path) -> bytes | None:
    with suppress(FileNotFoundError, NotADirectoryError):
        return path.read_bytes()
    return None


def _write(path: Path, data: bytes) -> None:
    """Write a file whole, and return when it is on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with files.taking_the_place_of(path) as draft:
        draft.write_bytes(data)


def _clear_drafts(path: Path) -> None:
    """Remove what a writer who was killed has left beside a file."""
    for draft in path.parent.glob("*.draft") if path.parent.is_dir() else ():
        if draft.name.startswith(f".{path.name}."):
            draft.unlink(missing_ok=True)


def _digest(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()


def _plan(folder: Path) -> dict[str, Any]:
    plan: dict[str, Any] = json.loads((folder / "plan.json").read_text("utf-8"))
    return plan


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="surrogateescape")


def _notebook(data: bytes) -> dict[str, Any] | None:
    """The notebook in a file; None where there is none that could be merged."""
    try:
        book: dict[str, Any] = json.loads(data.decode("utf-8"))
        cells = [(cell["cell_type"] + source(cell), {**cell["metadata"]}) for cell in book["cells"]]
        whole = book["nbformat"] == merging.FORMAT[0] and {**book["metadata"], "": cells}
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
    return book if whole else None


def _bytes(book: Mapping[str, Any]) -> bytes:
    """A notebook as Jupyter writes it."""
    cells = [{**cell, "source": _split(cell["source"])} for cell in book["cells"]]
    text = json.dumps({**book, "cells": cells}, indent=1, ensure_ascii=False, sort_keys=True)
    return f"{text}\n".encode()


def _split(source: str | list[str]) -> list[str]:
    return source.splitlines(keepends=True) if isinstance(source, str) else source


def _is_valid(data: bytes) -> bool:
    try:
        import nbformat
    except ImportError:
        return True
    try:
        nbformat.validate(nbformat.reads(data.decode(), as_version=merging.FORMAT[0]))
    except (ValueError, nbformat.ValidationError):
        return False
    return True


def _is_shipped(name: str, data: bytes) -> bool:
    """Whether a file is one that the course has shipped, and that nobody has written in."""
    if not name.endswith(".ipynb"):
        return True
    book = _notebook(data)
    return book is not None and shipped.is_shipped(name, book)


def _base(name: str, mine: bytes) -> bytes:
    """What a learner's file once was, as far as that can be told; nothing where it cannot."""
    if not name.endswith(".ipynb"):
        return mine if shipped.is_known(name, shipped.page(_text(mine))) else b""
    book = _notebook(mine)
    if book is None or shipped.is_shipped(name, book):
        return mine
    return _bytes({**merging.EMPTY, "cells": shipped.nearest(name, book)["cells"]})


def _runs(data: bytes) -> bool:
    """Whether a remembered lesson is a whole one, with what its cells show."""
    book = _notebook(data)
    return book is not None and any(cell.get("outputs") for cell in book["cells"])


def _lesson(which: str, names: set[str]) -> str:
    """The file that a learner means by 04, 4, or a part of its name."""
    lessons = sorted(name for name in names if name.endswith(".ipynb"))
    wanted = which.strip().removesuffix(".ipynb")
    number = [name for name in lessons if wanted.isdigit() and int(name[:2]) == int(wanted)]
    found = number or [name for name in lessons if wanted and wanted.lower() in name.lower()]
    if len(found) != 1:
        raise CopyError(f"Say which lesson, by its number: {', '.join(n[:2] for n in lessons)}")
    return found[0]


def _in_words(result: merging.Merged) -> str:
    counts = {
        "renewed": result.renewed,
        "new": result.added,
        "taken out": result.gone,
        "kept of yours": result.kept,
    }
    said = [
        f"{number} {'cell' if number == 1 else 'cells'} {what}"
        for what, number in counts.items()
        if number
    ]
    return (", ".join(said) or "only what its cells show is new") + "."
