"""``python -m lessons_lib.teach`` builds what ``python3 start.py teach`` builds."""

import sys

from lessons_lib.teach.building import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
