"""Set up the course and open it.

    python3 start.py            set up what is missing, open the course in JupyterLab
    python3 start.py test       set up what is missing, run all tests (further words go to pytest)

On Windows: py start.py. Everything goes into the folder .venv beside this file; to undo it, delete
that folder. The set-up takes one to two minutes, once, and again when the course's requirements
have changed. It needs nothing but Python 3.11 or newer, and the internet.
"""

import shutil
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this file may have any Python
    newer = [name for name in ("python3.13", "python3.12", "python3.11") if shutil.which(name)]
    sys.exit(
        "The course needs Python 3.11 or newer, and this is Python {}.{}.\n".format(
            *sys.version_info
        )
        + ("You have a newer one" if newer else "Get it from https://www.python.org/downloads/")
        + ", so start with: {} start.py".format(newer[0] if newer else "python3.13")
    )

import argparse
import hashlib
import os
import re
import signal
import socket
import subprocess
from contextlib import suppress
from pathlib import Path

WINDOWS = os.name == "nt"
ME = "py start.py" if WINDOWS else "python3 start.py"
ROOT = Path(__file__).resolve().parent
ENV = ROOT / ".venv"
OLD = ROOT / ".venv.old"  # the environment from before, while a new one is made
TRASH = ROOT / ".venv.trash"  # renamed in one step, then deleted: never half a .venv
STAMP = ENV / "course-stamp.txt"  # what .venv was made from; empty while it is being made
PYTHON = ENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
FILES = ("requirements.txt", "requirements.lock", "pyproject.toml")

# All tests on all cores, a file at a time in the order of the folders: the long ones come early.
ALL_AT_ONCE = ("-n", "auto", "--maxprocesses=4", "--dist=loadfile", "--no-loadscope-reorder")
# A process that dies ends the run: a new one would be given the same test, and die of it too.
ALL_AT_ONCE += ("--max-worker-restart=0",)

DISK_FULL = f"The disk is full. The course needs about 1.5 GB: free some space, then again: {ME}"
OFFLINE = f"""The packages could not be fetched. Is this computer on the internet? Then again: {ME}
In a network with a proxy, ask for its address and certificate, and set HTTPS_PROXY and PIP_CERT
(with uv: SSL_CERT_FILE) to them first."""
IN_USE = f"Close JupyterLab, see that the course's folder may be written to, then again: {ME}"
UNKNOWN = f"The set-up did not succeed. Try once more: {ME}\nIf it fails again, report these lines."
TROUBLE = {  # what pip, uv and the system say, and what to do about it
    r"(Errno|os error) (28|112|122)\b|WinError 112\b|No space left": DISK_FULL,
    r"NewConnectionError|name resolution|getaddrinfo|dns error|onnection refused|timed out|Timeout|"
    r"ProxyError|unreachable|offline|sending request|(?i:certificate)|versions: none": OFFLINE,
    r"Errno (1|13|30)\b|os error (5|13|30|32)\b|WinError (5|32)\b": IN_USE,
    "": UNKNOWN,
}


def main(words):
    """Do what the command line asks for, and return the exit code."""
    if not all((ROOT / name).exists() for name in (*FILES, "lessons_lib")):
        sys.exit(
            "start.py works only in the course's folder, beside requirements.txt and lessons_lib.\n"
            "Get the whole course (git clone, or its ZIP, unpacked), and use the start.py in there."
        )
    if words[:1] == ["test"]:
        set_up(tests=True)
        return hand_over("-m", "pytest", *(words[1:] or ALL_AT_ONCE))

    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog=ME, description=__doc__, formatter_class=layout)
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument("--port", type=int, metavar="N", help="the port to listen on")
    options = parser.parse_args(words)
    jupyter = ["-m", "jupyterlab", "--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb"]
    jupyter += ["--ServerApp.log_level=WARN", "--LabApp.log_level=WARN"]
    jupyter += [f"--ServerApp.root_dir={ROOT}", "--ServerApp.ip=127.0.0.1"]
    if options.port is not None:
        check_port(options.port)
        jupyter += [f"--ServerApp.port={options.port}", "--ServerApp.port_retries=0"]
    if options.no_browser:
        jupyter.append("--no-browser")
    if not WINDOWS and os.geteuid() == 0:
        jupyter.append("--allow-root")  # a container; the address and the token keep others out
    set_up(tests=False)
    print("Opening the course in JupyterLab. To stop it: press Ctrl-C here, twice.")
    return hand_over(*jupyter)


def check_port(port):
    """Stop with a sentence, before anything else, when `port` is not to be had."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except (OSError, OverflowError):
        sys.exit(
            f"Port {port} is not free: another program has it, perhaps this course in another\n"
            "window (or it is not from 1024 to 65535). Choose another one, or leave --port out."
        )


def set_up(tests):
    """Make .venv what the course needs; with nothing to do, this takes a blink."""
    with alone():
        recover()
        if ENV.exists() and not STAMP.exists():
            sys.exit(
                f"There is a folder {ENV}\nthat start.py did not make. Rename or delete it, then "
                f"again: {ME}\n(Or, if you filled it yourself: jupyter lab notebooks)"
            )
        held = STAMP.read_text("utf-8").split() if STAMP.exists() else []
        tests = tests or "tests" in held  # who has run the tests will run them again
        wanted = [digest(), "tests"] if tests else [digest()]
        if held == wanted and works():
            return
        uv = shutil.which("uv")
        if not uv:
            check_venv()
        what = "Bringing .venv up to date" if held else "Setting up the course in .venv"
        time = "less than a minute" if uv else "one to two minutes"
        print(f"{what}. This takes {time} ...", flush=True)
        try:
            make(uv, tests)
            STAMP.write_text("\n".join(wanted), "utf-8")
        except BaseException:
            on_signal(signal.SIG_IGN)
            recover()
            if held:
                print("\nThe .venv from before is kept as it was.", file=sys.stderr)
            raise
        recover()
        print("\nThe set-up is done.", flush=True)


def make(uv, tests):
    """Fill a new .venv, with uv when there is one, else with venv and pip."""
    base = getattr(sys, "_base_executable", None) or sys.executable  # .venv's own is moved away
    if ENV.exists():
        ENV.rename(OLD)
    ENV.mkdir()
    STAMP.touch()
    packages = ["-r", "requirements.txt", "-c", "requirements.lock"]
    packages += ["-e", ".[test]"] if tests else []
    if uv:
        run(
            uv, "venv", "--allow-existing", "--seed", "--no-python-downloads", "--python", base, ENV
        )
        run(uv, "pip", "install", "--python", PYTHON, *packages)
    else:
        run(base, "-m", "venv", ENV)
        run(PYTHON, "-m", "pip", "install", "--no-input", "--disable-pip-version-check", *packages)


def recover():
    """Bring order into what an earlier start may have left, even one that was killed."""
    if ENV.is_dir() and not (STAMP.read_bytes() if STAMP.exists() else any(ENV.iterdir())):
        discard(ENV)
    if OLD.exists():
        discard(OLD) if ENV.exists() else OLD.rename(ENV)
    shutil.rmtree(TRASH, ignore_errors=True)


def discard(folder):
    """Delete a folder so that it is there whole or not at all."""
    shutil.rmtree(TRASH, ignore_errors=True)
    folder.rename(TRASH)
    shutil.rmtree(TRASH, ignore_errors=True)


def digest():
    """What .venv depends on, in one word: the Python, the place it stands in, and some files."""
    total = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    copied = (path for name in ("etc", "share") for path in (ROOT / name).rglob("*.*"))
    for path in [*(ROOT / name for name in FILES), *sorted(copied)]:
        total.update(path.read_bytes() if path.is_file() else b"")
    return total.hexdigest()


def works():
    """Whether the Python in .venv still starts: not when the one it was made from is gone."""
    with suppress(OSError):
        return subprocess.call([PYTHON, "-c", ""], stderr=subprocess.DEVNULL) == 0
    return False


def check_venv():
    """Stop with a sentence where a part of Python is a package of its own, as on Debian."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        sys.exit(
            "This Python has no venv module, which the set-up needs. On Debian and Ubuntu:\n"
            "    sudo apt install python{}.{}-venv\n".format(*sys.version_info)
            + f"Elsewhere: take the Python from https://www.python.org/downloads/. Then again: {ME}"
        )


def run(*command):
    """Run one step of the set-up; stop with a sentence when it fails."""
    unwanted = {"PYTHONHOME", "PYTHONPATH", "PIP_USER"}  # would let packages land elsewhere
    process = subprocess.Popen(
        [str(word) for word in command],
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if k not in unwanted} | {"PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,  # so that what it starts in turn can be stopped with it
    )
    said = []
    try:
        for line in process.stdout:
            said.append(line.rstrip())
            if sys.stdout.isatty():
                print("\r  " + said[-1].strip()[:70].ljust(70), end="", flush=True)
        failed = process.wait()
    except BaseException:
        on_signal(signal.SIG_IGN)
        stop(process)
        raise
    if failed:
        sys.exit("\n".join(["", *(line[:200] for line in said[-12:]), "", advice("\n".join(said))]))


def advice(text):
    """What to do next, by the signs in what was said."""
    return next(what for signs, what in TROUBLE.items() if re.search(signs, text))


def stop(process):
    """End a step and all it started: first politely, so that pip clears its temporary files."""
    for name in ("SIGINT", "SIGKILL"):
        with suppress(ProcessLookupError, PermissionError, subprocess.TimeoutExpired):
            process.kill() if WINDOWS else os.killpg(process.pid, getattr(signal, name))
            process.wait(5)


def hand_over(*words):
    """Let .venv's Python take over, in the course's folder; its exit code is ours."""
    sys.stdout.flush()
    if not WINDOWS:
        os.chdir(ROOT)
        os.execv(PYTHON, [str(PYTHON), *words])
    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C reaches JupyterLab too, which asks
    return subprocess.call([PYTHON, *words], cwd=ROOT)


def alone():
    """Hold a lock until the result is closed; a second start waits for the first one's set-up."""
    own = Path(__file__).open("rb")  # noqa: SIM115 - closing it is what ends the lock
    with suppress(ImportError, OSError):  # Windows guards open files itself; some drives cannot
        import fcntl

        try:
            fcntl.flock(own, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another start.py is setting up; waiting for it ...", flush=True)
            fcntl.flock(own, fcntl.LOCK_EX)
    return own


def on_signal(action):
    """Set what happens at Ctrl-C, a polite kill, and when the terminal's window is closed."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) != signal.SIG_IGN:  # as nohup wants it
            signal.signal(number, action)


def leave(number, _frame):
    """Leave through the same door as every error, which tidies up."""
    print(f"\nStopped; nothing half-made is left. To go on: {ME}", file=sys.stderr)
    sys.exit(128 + number)


if __name__ == "__main__":
    on_signal(leave)
    try:
        sys.exit(main(sys.argv[1:]))
    except OSError as problem:
        sys.exit(f"{problem}\n\n{advice(str(problem))}")
