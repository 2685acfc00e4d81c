"""How thoroughly the tests look: at everything, or with ``--quick`` at a sample of each kind.

The quick lane asserts the same things on fewer examples; what it leaves out whole is the browser,
the running of notebooks and the hub. ``.ci/run`` always looks at everything.
"""

import os

VARIABLE = "COURSE_TESTS_QUICK"
"""Set to 1 by ``--quick``, in the conftest.py of the whole project."""

SHARE = 5
LEAST = 5


def some(count: int) -> int:
    """How many of `count` examples to look at."""
    return max(min(count, LEAST), count // SHARE) if os.environ.get(VARIABLE) == "1" else count
