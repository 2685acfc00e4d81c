"""Keep the texts of the lessons as they are today, for those who will work in them.

``python -m authoring remember``, before a version goes out: each version of each lesson that the
history of the project holds, and the lessons as they are now, go into `lessons_lib.course.shipped`.
"""

import argparse
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from lessons_lib.course import shipped

PROJECT = Path(__file__).parents[1]
LESSONS = "notebooks"


def history(project: Path = PROJECT) -> Iterator[tuple[str, str]]:
    """Name and text of each version of each lesson and page in git's history, the oldest first.

    Without a history (a downloaded folder, a shallow clone) there are few, or none.
    """
    shown = _git(project, "log", "--reverse", "--format=", "--raw", "--no-abbrev", "--", LESSONS)
    for line in shown.splitlines():
        about, _, path = line.partition("\t")
        blob = about.split()[3]
        if path.endswith((".ipynb", ".md")) and blob.strip("0"):
            yield Path(path).name, _git(project, "cat-file", "blob", blob)


def remembered(project: Path = PROJECT) -> dict[str, list[shipped.Content]]:
    """All versions there are: those remembered, those of the history, and those of today."""
    found = {name: list(held) for name, held in shipped.versions().items()}
    paths = sorted([*(project / LESSONS).glob("*.ipynb"), *(project / LESSONS).glob("*.md")])
    now = ((path.name, path.read_text("utf-8")) for path in paths)
    for name, text in [*history(project), *now]:
        whole = name.endswith(".ipynb")
        version = shipped.content(json.loads(text)) if whole else shipped.page(text)
        held = found.setdefault(name, [])
        if version not in held:
            held.append(version)
    return found


def main(argv: list[str]) -> int:
    """Renew the file with all versions; 0 when that is done."""
    argparse.ArgumentParser(
        prog="python -m authoring remember",
        description="Keep the texts of the lessons, for learners who will work in them.",
    ).parse_args(argv)
    found = remembered()
    shipped.FILE.write_bytes(shipped.pack(found))
    print(f"{sum(map(len, found.values()))} versions of {len(found)} lessons and pages are kept.")
    return 0


def _git(project: Path, *words: str) -> str:
    git = shutil.which("git")
    if not git:
        return ""
    command = [git, "-C", str(project), *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stdout
