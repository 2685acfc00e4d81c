"""How a write goes: once, whole, and read back.

A request that was done before is not done again. What it writes and its line in the log of changes
are one transaction. After that a second connection reads the fact from the file; only what it finds
there is given back as saved.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

from lessons_lib.tracker import diary
from lessons_lib.tracker.disk import files
from lessons_lib.tracker.disk.lease import Lease
from lessons_lib.tracker.errors import (
    NotReadError,
    NotSavedError,
    deleted,
    not_read_back,
    there,
)
from lessons_lib.tracker.facts import Change, Request

from . import changes, database, rows, troubles

F = TypeVar("F")
Connection = sqlite3.Connection


class DiaryFile:
    """An open file, checked by `opening.opened`.

    Attributes:
        path: where it is.
        connection: for reading and writing.
        witness: a second connection, to look whether it is really there.
        notice: a sentence that the learner should see; mostly empty.
        saved_ms: when the last save was made that was read back; None before the first.
    """

    def __init__(
        self, path: Path, connection: Connection, lease: Lease | None, notice: str, busy_s: float
    ) -> None:
        self.path = path
        self.connection = connection
        self.witness = database.connect(path, read_only=True, busy_s=busy_s)
        self.notice = notice
        self.saved_ms: int | None = None
        self._folder = path.resolve().parent  # where the journal is, also of a file behind a link
        self._lease = lease
        self._turn = threading.RLock()
        self._together: list[Callable[[], object]] | None = None
        try:
            self._seen = self._data_version()
        except Exception:
            self.witness.close()
            raise

    @property
    def read_only(self) -> str:
        """Why it can only be read: newer or read_only; empty if it can be written."""
        if self._lease is not None:
            return ""
        version: int = self.connection.execute("PRAGMA user_version").fetchone()[0]
        return "newer" if version > database.SCHEMA_VERSION else "read_only"

    def close(self) -> None:
        """Let go of it."""
        with self._turn:
            self.witness.close()
            self.connection.close()
            if self._lease is not None:
                self._lease.release()

    def changed_elsewhere(self) -> bool:
        """Whether somebody else wrote into it since this was last asked."""
        with self.looking():
            seen, self._seen = self._seen, self._data_version()
        return seen != self._seen

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """The connection, to read from; one thread at a time.

        Raises:
            NotReadError: if the disk, a lock or a damaged page is in the way, or it was deleted.
        """
        with self._turn:
            try:
                with troubles.reading_in_words():
                    yield self.connection
            except NotReadError as error:
                if error.code == "damaged" and not self.path.exists():  # overwritten and removed
                    raise deleted() from None
                raise

    @contextmanager
    def saving(self) -> Iterator[Connection]:
        """A transaction: all of the block is saved, or nothing.

        What ends it is that SQLite's journal goes. Only when the folder is on the disk too has it
        gone for good; after a power cut before that it would be played back.

        Raises:
            NotSavedError: if the disk, a lock or a permission is in the way.
            ConflictError: if the diary lies in a network folder and is open elsewhere by now.
            InvalidError: if a value is not taken.
        """
        if self._lease is None:
            raise NotSavedError(f"Nothing was saved. {self.notice}", self.read_only)
        with self._turn:
            if self._together is not None:
                with troubles.saving_in_words(self.path):
                    yield self.connection
                return
            with troubles.saving_in_words(self.path), database.writing(self.connection) as db:
                self._lease.hold()
                yield db
            try:
                files.sync_folder(self._folder)
            except OSError:
                raise not_read_back() from None

    def write(
        self,
        request: Request,
        kind: type[F],
        key: str,
        op: str,
        work: Callable[[Connection], str | None],
        *,
        undoes: int | None = None,
    ) -> F:
        """Do `work` once for this request, and return the fact as the file holds it afterwards.

        Args:
            request: counted by its id, unless `op` is empty.
            kind: of the fact.
            key: of the fact.
            op: for the log; empty for what is in no log.
            work: writes, and returns what undoing needs.
            undoes: the change that this takes back.
        """

        def once(db: Connection) -> None:
            entity = rows.TABLE[kind]
            if not (op and changes.done(db, request, entity, key, op)):
                before = work(db)
                if op:
                    change = Change(0, request.now_ms, entity, key, op)
                    changes.log(db, request, change, before, undoes)

        return there(self._write(request, kind, key, once))

    def delete(
        self, request: Request, kind: type[F], key: str, work: Callable[[Connection], None]
    ) -> None:
        """Do `work`, after which there is no fact of this key."""
        if self._write(request, kind, key, work) is not None:
            raise not_read_back()

    def _write(
        self, request: Request, kind: type[F], key: str, work: Callable[[Connection], None]
    ) -> F | None:
        diary.check_clock(request.now_ms)
        with self._turn:
            with self.saving() as db:
                work(db)
                fact = rows.one(db, kind, key)
            if self._together is None:
                return self._proved(request, kind, key, fact)
            self._together.append(partial(self._proved, request, kind, key, fact))
            return fact

    @contextmanager
    def together(self) -> Iterator[None]:
        """All writes of the block are saved, or none of them; at its end they are read back.

        Raises:
            StoreError: as `write`; nothing of the block was saved then, unless it was saved and
                could not be read back.
        """
        with self._turn:
            with self.saving():
                self._together = []
                try:
                    yield
                    proofs = self._together
                finally:
                    self._together = None
            for prove in proofs:
                prove()

    def _proved(self, request: Request, kind: type[F], key: str, fact: F | None) -> F | None:
        """What was written, as the second connection finds it.

        Raises:
            NotSavedError: if it finds something else, or cannot look.
        """
        found = self.read_back(kind, key)
        if (found is None) != (fact is None) or (found != fact and _rev(found) <= _rev(fact)):
            raise not_read_back()
        self.saved_ms = request.now_ms
        return found

    def read_back(self, kind: type[F], key: str) -> F | None:
        """The fact as the second connection finds it.

        Raises:
            NotSavedError: if it cannot look.
        """
        try:
            with self._turn, troubles.reading_in_words():
                return rows.one(self.witness, kind, key)
        except NotReadError:
            raise not_read_back() from None

    def _data_version(self) -> int:
        version: int = self.connection.execute("PRAGMA data_version").fetchone()[0]
        return version


def _rev(fact: object) -> int:
    return getattr(fact, "rev", 0)
