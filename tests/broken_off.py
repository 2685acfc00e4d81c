"""Kill whoever changes a copy of the lessons, before each single thing done to a file.

A process of its own, because it forks: ``python tests/broken_off.py COURSE what`` prints how often
it has killed. After each kill every word of the learner's must be there, and whoever comes next
must end where an undisturbed change ends.
"""

import json
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from lessons_lib.course.own_copy import OwnCopy

TOUCHING = ("replace", "rename", "unlink", "mkdir")
os.fsync = lambda _: None  # a process is killed here, not the machine


def killed(own, what, step):
    """Whether a process that does `what` is killed before its file operation number `step`."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    left = step

    def watch(name):
        do = getattr(os, name)

        def watched(*arguments, **more):
            nonlocal left
            left -= 1
            if left < 0:
                os._exit(9)
            return do(*arguments, **more)

        setattr(os, name, watched)

    try:
        for name in TOUCHING:
            watch(name)
        do_it(own, what)
        os._exit(0)
    finally:
        os._exit(1)


def do_it(own, what):
    """One of the four changes."""
    own.reset("04") if what == "reset" else getattr(own, what)()


def words(folder):
    """What a learner has written that must not be lost, wherever it is."""
    texts = [path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()]
    return {word for text in texts for word in re.findall(r"precious \d", text)}


def state(folder):
    """What the learner sees of the copy."""
    return {path.name: path.read_text("utf-8") for path in folder.glob("[!.]*")}


def main(course, what):
    """Kill at every step, and print how many there were."""
    own = OwnCopy(course / "my_course", course / "notebooks")
    with tempfile.TemporaryDirectory() as place:
        before = Path(place) / "before"
        shutil.copytree(course, before)
        wanted = words(own.folder)
        do_it(own, what)
        end = state(own.folder)
        step, again = 0, True
        while again:
            shutil.rmtree(course)
            shutil.copytree(before, course)
            again = killed(own, what, step)
            assert wanted <= words(own.folder), (what, step)
            if what == "reset" and not any("_20" in path.name for path in own.folder.glob("*")):
                own.make()  # finishes what has begun
            if state(own.folder) != end:
                do_it(own, what)
            assert state(own.folder) == end, (what, step, json.dumps(state(own.folder)))
            assert not list(own.folder.glob(".*.draft")), (what, step)
            step += again
        print(step)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
