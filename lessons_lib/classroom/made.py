"""Files that are written for a lecturer: one is renewed only where an earlier one of ours lies."""

from pathlib import Path

from lessons_lib.tracker.disk import files


class NotOursError(Exception):
    """Why a file was not written, as a sentence for the lecturer."""


def write(path: Path, content: bytes, mark: bytes) -> None:
    """Write a file, and its folder where there is none.

    Args:
        path: where.
        content: what; `mark` is in it.
        mark: by which a file of this kind is known as the course's own.

    Raises:
        NotOursError: something else lies there, or the disk does not take it.
    """
    try:
        if path.exists() and mark not in path.read_bytes():
            raise NotOursError(
                f"{path}\nholds something that was not written by this command. Move it away, or "
                "give another place with --to."
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        files.write_whole(path, content)
    except OSError as error:
        raise NotOursError(f"{path}\ncannot be written: {error.strerror or error}.") from None
