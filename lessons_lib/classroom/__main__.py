"""``python -m lessons_lib.classroom`` does what ``python3 start.py class`` does."""

import sys

from lessons_lib.classroom.looking import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
