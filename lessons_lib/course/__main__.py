"""``python -m lessons_lib.course update`` looks after the learner's copy, also without start.py."""

import sys

from lessons_lib.course.own_copy import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
