"""``python -m lessons_lib.site`` builds the web edition, as ``python3 start.py site`` does."""

import sys

from lessons_lib.site.building import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
