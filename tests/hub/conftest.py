"""JupyterHub does not run on Windows; there, nothing here is collected."""

import sys

collect_ignore = ["hub.py", "test_class.py"] if sys.platform == "win32" else []
