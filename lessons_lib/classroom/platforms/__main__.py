"""``python -m lessons_lib.classroom.platforms`` does what ``python3 start.py export`` does."""

import sys

from lessons_lib.classroom.platforms.writing import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
