"""Histories of a diary in the world: saves among sync services, losses, links, clocks and crashes.

Each history is drawn from a number. What the diary should hold is a set of notes and nothing more;
whatever was called saved has to be found again, in the diary or in a backup, and what others put
beside it has to be there byte for byte. A share of them runs with the tests; more run by hand:

    python tests/histories.py 5000
"""

import itertools
import random
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from unittest import mock

from lived import DAY_MS, NOW_MS, ZONE, new_id, quick_folder, request

from lessons_lib.apps.tracker import files as my_data
from lessons_lib.tracker import archive
from lessons_lib.tracker.archive import exchange, restoring
from lessons_lib.tracker.disk import backups
from lessons_lib.tracker.disk.backups import OTHERS, Kind
from lessons_lib.tracker.errors import CannotOpenError, StoreError
from lessons_lib.tracker.facts import Note
from lessons_lib.tracker.store import Store, open_store, rows, start_fresh

STEPS = 18
LINKED = 0.3
"""In how many histories the backups lie behind a link, with a sync service."""


class Killed(BaseException):
    """The process ends here."""


class History:
    """One diary, what it should hold, and what may happen to it.

    Attributes:
        notes: what the diary should hold, by id.
        gone: what the learner deleted, and is nowhere any more.
        deleted: the notes that were deleted once. One that an older diary brings again goes with it
            when the one in which it was deleted is back.
        held: states that only backups hold, the newest last: as many as are promised to stay.
        copied: whether the copies are those of the last save.
        lived: that it began and what was done to it since, by number; what goes on from it begins
            alike.
    """

    def __init__(self, number: int, folder: Path) -> None:
        self.dice = random.Random(number)
        self.folder = folder
        self.path = folder / "data" / "diary.db"
        self.path.parent.mkdir()
        self.kept = backups.folder(self.path)
        if self.dice.random() < LINKED:
            (folder / "synced").mkdir()
            self.kept.symlink_to(folder / "synced")
        else:
            self.kept.mkdir()
        self.now_ms = NOW_MS
        self.notes: dict[str, str] = {}
        self.gone: set[str] = set()
        self.deleted: set[str] = set()
        self.held: list[dict[str, str]] = []
        self.copied = False
        self.writes = itertools.count()
        self.lived: tuple[int, ...] = (next(self.writes),)
        self.older: list[tuple[bytes, dict[str, str], tuple[int, ...]]] = []
        self.files: list[tuple[bytes, dict[str, str]]] = []
        self.said: list[str] = []
        self.foreign = self.put_foreign_files()
        self.store: Store = open_store(self.now_ms, ZONE, path=self.path)

    def put_foreign_files(self) -> dict[Path, bytes]:
        found = {
            self.kept / "photo.jpg": b"\xff\xd8",
            self.kept / "daily-2026-11-01-0123456789ab.db": b"a name like ours",
            self.kept / "diary-2026-11-01.db": b"SQLite format 3\0 of somebody",
            self.path.with_name("diary (1).db"): b"another program's",
            self.path.with_name("letter.txt"): b"Dear",
        }
        for path, content in found.items():
            path.write_bytes(content)
        return found

    # What happens

    def live(self) -> None:
        """Some steps, each followed by a look at what was promised."""
        acts: list[tuple[Callable[[], None], int]] = [
            (self.save, 8), (self.change, 2), (self.delete, 2), (self.tap_other, 2),
            (self.jump, 2), (self.open_again, 2), (self.copy_file, 2), (self.sync_older, 2),
            (self.sync_while_open, 2), (self.export, 1), (self.restore_file, 1), (self.add_file, 1),
            (self.restore_backup, 2), (self.lose, 2), (self.move_house, 1), (self.crash, 3),
            (self.begin_anew, 1),
        ]  # fmt: skip
        does, weights = zip(*acts, strict=True)
        for act in self.dice.choices(does, weights, k=STEPS):
            self.said.append(act.__name__)
            act()
            self.look()

    def saved(self) -> None:
        """What the desk does after a save: the copies."""
        day = self.store.today(self.now_ms)
        if archive.hold_what_was_newer(self.store, day):
            raise AssertionError("an older diary was seen where there is none")
        settle = self.dice.random() < 0.3
        told = my_data.keep_copies(self.store, day, settle=settle)
        assert told == "" or "put aside" in told, told
        # Of a diary in which nothing is said there need be no copy.
        self.copied = not settle or any(self.store.counts())

    def wrote(self) -> None:
        self.lived += (next(self.writes),)
        self.copied = False

    def save(self) -> None:
        note, body = new_id(), f"words {self.dice.random()}"
        day = self.store.today(self.now_ms)
        self.store.write_note(request(self.now_ms), note, day, "note", body)
        self.notes[note] = body
        self.wrote()
        self.saved()

    def change(self) -> None:
        found = {one.id: one for one in self.all_notes()}
        if found:
            one = found[self.dice.choice(sorted(found))]
            body = f"other {self.dice.random()}"
            about = request(self.now_ms), one.id, one.local_date, one.kind, body
            self.store.write_note(*about, rev=one.rev)
            self.notes[one.id] = body
            self.wrote()
            self.saved()

    def delete(self) -> None:
        if self.notes:
            note = self.dice.choice(sorted(self.notes))
            self.store.delete_note(request(self.now_ms), note)
            self.gone.add(self.notes.pop(note))
            self.deleted.add(note)
            self.wrote()
            self.saved()

    def tap_other(self) -> None:
        """A save that is no note."""
        day = self.store.today(self.now_ms)
        rev = next((one.rev for one in self.store.diary(self.now_ms).days
                    if one.local_date == day), 0)  # fmt: skip
        self.store.write_day(request(self.now_ms), day, rev, walk_min=self.dice.randrange(90))
        self.wrote()
        self.saved()

    def jump(self) -> None:
        days = self.dice.choice([1, 1, 1, 3, 9, -2, 400, -400])
        self.now_ms = max(DAY_MS, self.now_ms + days * DAY_MS)

    def open_again(self) -> None:
        self.store.close()
        self.open(self.notes)

    def open(self, expected: dict[str, str]) -> str:
        """Open it, and say what is told of something newer."""
        self.store = open_store(self.now_ms, ZONE, path=self.path)
        assert {one.id: one.body for one in self.all_notes()} == expected
        return archive.hold_what_was_newer(self.store, self.store.today(self.now_ms))

    def copy_file(self) -> None:
        """A sync service, or a snapshot of the system, takes the file as it is now."""
        self.older.append((self.path.read_bytes(), dict(self.notes), self.lived))

    def sync_older(self) -> None:
        """An older file takes the diary's place while it is closed."""
        if not (self.older and self.copied):
            return
        content, notes, lived = self.dice.choice(self.older)
        self.store.close()
        newest, self.notes = self.notes, dict(notes)
        self.path.write_bytes(content)
        self.lost(newest, lived, self.open(self.notes))
        self.saved()

    def sync_while_open(self) -> None:
        """The same in one step or into the same file, while it is open; then something is saved."""
        if not (self.older and self.copied):
            return
        content, notes, lived = self.dice.choice(self.older)
        newest = self.notes
        if self.dice.random() < 0.5:
            other = self.path.with_name("incoming")
            other.write_bytes(content)
            other.replace(self.path)
        else:
            with self.path.open("r+b") as file:
                file.write(content)
                file.truncate()
        told = archive.hold_what_was_newer(self.store, self.store.today(self.now_ms))
        self.store.close()
        self.notes = dict(notes)
        told += self.open(self.notes)
        self.lost(newest, lived, told)
        self.save()

    def lost(self, newest: dict[str, str], lived: tuple[int, ...], told: str) -> None:
        """What only the newer diary had is held in a backup, and the learner is told.

        Of one that went on from where the newest was, nothing is said.
        """
        if lived[: len(self.lived)] == self.lived:
            assert not told, "a newer diary was taken for an older one"
        elif not newest.items() <= self.notes.items():
            assert told, "an older diary was taken silently"
        self.lived = lived
        if told:
            self.held.append(dict(newest))
        self.gone -= set(self.notes.values())  # a note that was deleted since is there again

    def export(self) -> None:
        diary = exchange.diary(self.path)
        data = exchange.as_json(diary, notes=True)
        self.files.append((data, dict(self.notes)))

    def restore_file(self) -> None:
        if self.files:
            data, notes = self.dice.choice(self.files)
            self.restore(exchange.accepted(data), notes)

    def restore_backup(self) -> None:
        found = backups.existing(self.path)
        if found:
            data = backups.content(self.dice.choice(found))
            self.restore(exchange.accepted(data), notes_in(data))

    def restore(self, file, notes: dict[str, str]) -> None:
        restoring.restore(self.store, file, self.store.today(self.now_ms))
        self.held.append(self.notes)
        self.notes = dict(notes)
        self.wrote()
        self.gone -= set(notes.values())
        self.saved()

    def add_file(self) -> None:
        if self.files:
            data, notes = self.dice.choice(self.files)
            restoring.add(self.store, exchange.accepted(data), self.store.today(self.now_ms))
            self.held.append(dict(self.notes))
            self.notes = {**notes, **self.notes}
            self.wrote()
            self.gone -= set(self.notes.values())
            self.saved()

    def lose(self) -> None:
        """The file is damaged, cut short or gone; the first backup that is offered is taken."""
        if not self.copied:
            return
        self.store.close()
        how = self.dice.randrange(3)
        if how == 0:
            self.path.write_bytes(b"x" * 5000)
        elif how == 1:
            self.path.write_bytes(b"")
        else:
            self.path.unlink()
        self.bring_back()

    def bring_back(self) -> None:
        try:
            open_store(self.now_ms, ZONE, path=self.path).close()
            raise AssertionError("a lost diary was begun anew")
        except CannotOpenError as error:
            first, *_ = my_data.offers(error, self.path)
        assert first["ask"] == "bring_back"
        name = first["fields"]["name"]
        self.store = my_data.bring_back(self.path, name, self.now_ms, ZONE, synthetic=False)
        assert {one.id: one.body for one in self.all_notes()} == self.notes
        self.saved()

    def move_house(self) -> None:
        """On a new computer there are the backups and nothing else, perhaps without their notes."""
        if not self.copied:
            return
        self.store.close()
        for path in (self.path, self.path.with_name("diary.db.began")):
            path.unlink()
        if self.dice.random() < 0.5:
            for note in self.kept.glob("*.db.json"):
                note.unlink()
            self.held.clear()  # in which order those from before a restore came is not known
        newest = backups.existing(self.path)
        assert newest
        latest = next(one for one in newest if one.kind is Kind.LATEST)
        archive.bring_back(self.path, latest, self.now_ms)
        self.open(self.notes)
        self.saved()

    def begin_anew(self) -> None:
        if not self.copied:
            return
        self.store.close()
        self.path.unlink()
        archive.hold_last_save(self.path)
        self.store = start_fresh(self.now_ms, ZONE, path=self.path)
        self.held.append(self.notes)
        self.notes, self.lived = {}, ()
        self.wrote()
        self.saved()

    def crash(self) -> None:
        """The process is killed while a save is copied, at any place; the save itself stands."""
        left = self.dice.randrange(6)
        real = {name: getattr(Path, name) for name in ("replace", "unlink")}

        def killing(name: str):
            def does(path: Path, *rest: object, **options: object) -> object:
                nonlocal left
                left -= 1
                if left < 0 and path.is_relative_to(self.folder):
                    raise Killed
                return real[name](path, *rest, **options)

            return does

        note, body = new_id(), f"words {self.dice.random()}"
        day = self.store.today(self.now_ms)
        self.store.write_note(request(self.now_ms), note, day, "note", body)
        self.notes[note] = body
        self.wrote()
        killed = mock.patch.multiple(Path, replace=killing("replace"), unlink=killing("unlink"))
        with killed, suppress(Killed):
            my_data.keep_copies(self.store, day, settle=self.dice.random() < 0.5)
        self.store.close()
        self.open(self.notes)
        self.saved()

    # What was promised

    def look(self) -> None:
        there = {one.id: one.body for one in self.all_notes()}
        assert there == self.notes, "the diary holds something else than was saved"
        assert {path: path.read_bytes() for path in self.foreign if path.exists()} == self.foreign
        self.held = self.held[-(OTHERS - 1) :]
        for state in self.held:
            for note in self.deleted - self.notes.keys():
                state.pop(note, None)
        if self.held:
            kept = [set(state.items()) for state in self.in_backups()]
            for state in self.held:
                wanted = set(state.items())
                assert any(wanted <= one for one in kept), "what was saved is in no backup"
        if self.copied and self.gone:
            data = b"".join(
                one.read_bytes()
                for one in (*self.path.parent.iterdir(), *self.kept.iterdir())
                if one.is_file() and ".corrupt" not in one.name
            )
            assert not [body for body in self.gone if body.encode() in data], (
                "words that were deleted"
            )

    def in_backups(self) -> list[dict[str, str]]:
        found = []
        for one in backups.existing(self.path):
            with suppress(StoreError):
                found.append(notes_in(backups.content(one)))
        return found

    def all_notes(self) -> list:
        with exchange.looking(self.path) as connection:
            return rows.select(connection, Note)

    def end(self) -> None:
        """Everything is deleted: what is not ours stays."""
        archive.delete_everything(self.store)
        assert {path: path.read_bytes() for path in self.foreign} == self.foreign
        left = set(self.path.parent.iterdir()) - {self.kept}
        assert left <= set(self.foreign), left


@lru_cache(maxsize=16)
def notes_in(data: bytes) -> dict[str, str]:
    """What a file holds, when it would be accepted; most backups are looked at after each step."""
    return {str(row["id"]): str(row["body"]) for row in exchange.accepted(data).dicts("note")}


def run(number: int) -> None:
    """One history; AssertionError says which promise was broken, and what had happened."""
    with quick_folder() as folder:
        history = History(number, Path(folder))
        try:
            history.live()
            history.end()
        except BaseException as error:
            raise AssertionError(
                f"history {number}: {', '.join(history.said)}: {error!r}"
            ) from error
        finally:
            history.store.close()


def main() -> None:
    """Run as many as are asked for, from the number that is given second, and say how it went."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    begun, broken = time.perf_counter(), []
    for number in range(first, first + count):
        try:
            run(number)
        except AssertionError as error:
            broken.append(str(error))
            print(error, flush=True)
    print(f"{count} histories, {len(broken)} broken, {time.perf_counter() - begun:.0f} s")
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
