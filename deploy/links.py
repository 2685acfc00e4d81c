"""Print a link to each lesson on a hub, for a learning platform or a mail.

    python deploy/links.py https://hub.example.org/class
    python deploy/links.py https://hub.example.org --repository https://git.example.org/course

Without a repository, for a hub with this folder's recipes: the link logs a learner in, starts their
server and opens the lesson in their own copy. With a repository, for a hub of somebody else that
has nbgitpuller: the link fetches the course into the learner's home first, or brings it up to date.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

sys.path.insert(0, str(Path(__file__).parents[1]))

from lessons_lib.course import outline, own_copy


def link(hub: str, file: str, repository: str = "", branch: str = "main") -> str:
    """The link to one lesson.

    Args:
        hub: the hub's address, with its path if it has one.
        file: the lesson's.
        repository: where nbgitpuller has the course from, if it has to.
        branch: which of its branches.
    """
    here = f"{hub.rstrip('/')}/hub/user-redirect/"
    if not repository:
        return f"{here}lab/tree/{quote(file)}"
    folder = urlsplit(repository).path.rstrip("/").rpartition("/")[2].removesuffix(".git")
    about = {"repo": repository, "branch": branch, "targetPath": folder}
    lesson = f"lab/tree/{folder}/{own_copy.LESSONS}/{file}"
    return f"{here}git-pull?{urlencode(about | {'urlpath': lesson})}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the links, a lesson a line."""
    parser = argparse.ArgumentParser(description="Print a link to each lesson on a hub.")
    parser.add_argument("hub", help="its address, such as https://hub.example.org/class")
    parser.add_argument("--repository", default="", help="for nbgitpuller: the course's address")
    parser.add_argument("--branch", default="main", help="for nbgitpuller (default: main)")
    given = parser.parse_args(arguments)
    for lesson in outline.lessons():
        address = link(given.hub, lesson.file, given.repository, given.branch)
        print(f"{lesson.title}: {address}")


if __name__ == "__main__":
    main()
