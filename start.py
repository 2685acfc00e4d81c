"""Set up the course and open it.

    python3 start.py               set up what is missing, open your own copy of the course
    python3 start.py today         open your diary of the two weeks alone, without the lessons
    python3 start.py did           write down that you did all of today's movements
    python3 start.py did yesterday the same for yesterday; did --undo takes the last one back
    python3 start.py update        bring a newer course into your copy (in a clone: git pull first)
    python3 start.py update DIR    the same, from a newer course, downloaded and unpacked there
    python3 start.py update --undo take the last update or reset back
    python3 start.py reset 04      make lesson 4 fresh; yours stays beside it
    python3 start.py site          build the web edition into the folder site, for any browser
    python3 start.py site --single 04   lesson 4 as one file, for a stick or a mail (or: all)
    python3 start.py teach         build the teacher's book with worksheets into the folder teach
    python3 start.py class FOLDER  see what a class did not understand, from what it handed in
    python3 start.py export moodle all questions for a learning platform, with their feedback;
                                   or: canvas, gift; with a number behind it, one lesson's
    python3 start.py test          set up what is missing, run all tests (pytest gets more words)

On Windows: py start.py. Your copy is the folder my_course beside this file, or where you say. All
else goes into the folder .venv here; to undo it, delete that folder. The set-up takes one to two
minutes, once, and again when the course's requirements have changed. It needs nothing but Python
3.11 or newer, and the internet.
"""

import os
import sys

if __name__ == "__main__":  # a stranger's file called like a part of Python is not taken for it
    strange = [*os.environ.get("PYTHONPATH", "").split(os.pathsep), os.path.dirname(__file__)]  # noqa: PTH120
    sys.path[:] = [place for place in sys.path if place not in strange]

import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent

if sys.argv[1:] == ["--version"]:  # for any Python
    about = (ROOT / "pyproject.toml").read_text("utf-8")
    print(re.search(r'^version = "(.+)"$', about, re.M)[1])
    sys.exit()

if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this file may have any Python
    names = ("python3.14", "python3.13", "python3.12", "python3.11")
    there = [name for name in names if shutil.which(name)]
    quiet = {"stderr": subprocess.DEVNULL}  # pyenv has names on the way that lead to nothing
    newer = [name for name in there if subprocess.call([name, "-c", ""], **quiet) == 0]
    sys.exit(
        "The course needs Python 3.11 or newer, and this is Python {}.{}.\n".format(
            *sys.version_info
        )
        + ("You have a newer one" if newer else "Get it from https://www.python.org/downloads/")
        + ", so start with: {} start.py".format(newer[0] if newer else "python3.14")
    )

import argparse
import ast
import glob
import hashlib
import json
import signal
import socket
import tempfile
import tomllib
from contextlib import suppress

WINDOWS = os.name == "nt"
ME = "py start.py" if WINDOWS else "python3 start.py"
ENV = ROOT / ".venv"
OLD = ROOT / ".venv.old"  # the environment from before, while a new one is made
TRASH = ROOT / ".venv.trash"  # renamed in one step, then deleted: never half a .venv
STAMP = ENV / "course-stamp.txt"  # what .venv was made from; empty while it is being made
PYTHON = ENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
COURSE = ("-I", "-X", "utf8", "-m")  # nothing of the user's gets in, in no language
COPY = ROOT / "my_course"
POINTER = ROOT / ".my_course"  # where the learner's copy is, if it is elsewhere
FILES = ("requirements.txt", "requirements.lock", "pyproject.toml")

# All tests on all cores, a file at a time in the order of the folders: the long ones come early.
# One process more than cores: some of them always wait for a browser or a kernel.
ALL_AT_ONCE = ("-n", str(min((os.cpu_count() or 1) + 1, 4)), "--dist=loadfile")
ALL_AT_ONCE += ("--no-loadscope-reorder",)
# A process that dies ends the run: a new one would be given the same test, and die of it too.
ALL_AT_ONCE += ("--max-worker-restart=0", "--durations=20")

AGAIN = f"then again: {ME}"
ELSEWHERE = f"""Move the course's folder to a plain place of your own on this computer's disk, such
as {Path.home() / "course"}, {AGAIN}"""
DISK_FULL = f"The disk is full. The course needs about 1.5 GB: free some space, {AGAIN}"
TOO_LONG = f"The way to the course's folder is too long for this computer. {ELSEWHERE}"
NO_LINKS = f"""The course's drive cannot hold links, which Python needs; so it is with many USB
sticks and network drives. {ELSEWHERE}"""
FORBIDDEN = f"""The rules of this computer let no program run from the course's folder. Ask who
looks after it to allow Python there, {AGAIN}"""
SCANNER = f"""A virus scanner has stopped the set-up. Let it leave the course's folder alone, or ask
who looks after this computer, {AGAIN}"""
CLOUD = f"The course's folder is kept in a cloud (OneDrive or the like). {ELSEWHERE}"
PROXY = f"""The network's proxy refuses. Ask whoever runs the network for its address, with name and
password if it wants them, and set HTTPS_PROXY to them, {AGAIN}"""
OFFLINE = f"""The packages could not be fetched. Is this computer on the internet? Then again: {ME}
In a network with a proxy, ask for its address and certificate, and set HTTPS_PROXY and PIP_CERT
(with uv: SSL_CERT_FILE) to them first."""
READ_ONLY = f"The course's folder may not be written to. {ELSEWHERE}"
IN_USE = f"""Something in the course's folder may not be written to. Close JupyterLab if it is open,
{AGAIN}
If that does not help: {ELSEWHERE}"""
UNKNOWN = f"The set-up did not succeed. Try once more: {ME}\nIf it fails again, report these lines."
TROUBLE = {  # what pip, uv and the system say, and what to do about it
    r"(Errno|os error) (28|112|122)\b|WinError 112\b|No space left": DISK_FULL,
    r"(WinError|os error|Errno) (206|36|63)\b|(?i:name (or extension )?(is )?too long)": TOO_LONG,
    r"(WinError|os error) 1314\b|(?i:symlink|symbolic link)|Errno 1\b.*->": NO_LINKS,
    r"(WinError|os error) (1260|4551)\b": FORBIDDEN,
    r"(WinError|os error) (225|226)\b": SCANNER,
    r"(WinError|os error) (362|389)\b": CLOUD,
    r"\b407\b|(?i:tunnel[a-z ]*|proxy[a-z ]*): ?(403|407)|403 Forbidden": PROXY,
    r"NewConnectionError|name resolution|getaddrinfo|dns error|onnection refused|timed out|Timeout|"
    r"Max retries exceeded|ProxyError|unreachable|offline|sending request|(?i:certificate)|"
    r"versions: none": OFFLINE,
    r"(Errno|os error) 30\b|(?i:read-only file system)|WinError 19\b": READ_ONLY,
    r"Errno (1|13)\b|os error (5|13|32)\b|WinError (5|32)\b": IN_USE,
    "": UNKNOWN,
}

# What a user has set for other programs, and what would turn this one: nearly all variables of
# Python, Jupyter and the installers. What a network asks for stays.
FOREIGN = re.compile(
    r"(PYTHON|JUPYTER|IPYTHON|PIP_|UV_|MPL|MATPLOTLIB|VIRTUAL_ENV|CONDA_|__PYVENV)"
)
NEEDED = re.compile(
    r"(PIP|UV)_.*(INDEX|CERT|PROXY|HOST|FIND_LINKS|TIMEOUT|RETRIES|CACHE|KEYRING|TLS|OFFLINE|"
    r"USERNAME|PASSWORD|CONCURRENT)|JUPYTER_ALLOW_INSECURE_WRITES|PYTHONIOENCODING|MPLCONFIGDIR"
)


def main(words):
    """Do what the command line asks for, and return the exit code."""
    if not all((ROOT / name).exists() for name in (*FILES, "lessons_lib")):
        sys.exit(
            "start.py works only in the course's folder, beside requirements.txt and lessons_lib.\n"
            "Get the whole course (git clone, or its ZIP, unpacked), and use the start.py in there."
        )
    check_place()
    if words[:1] == ["test"]:
        set_up(tests=True)
        if words[1:] in ([], ["--quick"]):
            check_browser_code()
            words += ALL_AT_ONCE
        return hand_over("-m", "pytest", *words[1:])

    options = understand(words)
    if options.what in ("today", "did", "site", "teach", "class", "export"):
        set_up(tests=False)
        return hand_over(*COURSE, *without_copy(options, words))
    if options.what is None and options.port is not None:
        check_port(options.port)
    if options.what == "update" and options.folder is not None:
        return update_from(options.folder, own_copy(options.copy))
    set_up(tests=False)
    place = own_copy(options.copy)
    copy = ["--copy", place]
    if options.what == "reset":
        return hand_over(*COURSE, "lessons_lib.course", "reset", options.lesson, *copy)
    if options.what == "update":
        do = "undo" if options.undo else "update"
        return hand_over(*COURSE, "lessons_lib.course", do, *copy)
    print(f"Opening your copy of the course in JupyterLab: {place}")
    print("To stop it: press Ctrl-C here, twice.")
    jupyter = ["--ServerApp.log_level=WARN", "--LabApp.log_level=WARN", "--ServerApp.ip=127.0.0.1"]
    if options.port is not None:
        jupyter += [f"--ServerApp.port={options.port}", "--ServerApp.port_retries=0"]
    if options.no_browser:
        jupyter.append("--no-browser")
    if not WINDOWS and os.geteuid() == 0:
        jupyter.append("--allow-root")  # a container; the address and the token keep others out
    return hand_over(*COURSE, "lessons_lib.course.lab", *copy, *jupyter)


def without_copy(options, words):
    """The module that does a command for which nobody's copy is needed, and its words."""
    if options.what == "site":
        single = ["--single", options.single] if options.single else []
        return "lessons_lib.site", options.folder.absolute(), *single
    if options.what == "teach":
        return "lessons_lib.teach", options.folder.absolute()
    if options.what == "class":
        place = ["--to", options.to.absolute()] if options.to else []
        shown = [f"--at-least={options.at_least}"] if options.at_least is not None else []
        lesson = ["--lesson", options.lesson]
        return "lessons_lib.classroom", options.folder.absolute(), *lesson, *shown, *place
    if options.what == "export":
        drawn = ["--others", options.others, "--seed", options.seed]
        place = ["--to", options.to.absolute()]
        return "lessons_lib.classroom.platforms", options.format, options.lesson, *drawn, *place
    return f"lessons_lib.course.{options.what}", *[word for word in words if word != options.what]


def understand(words):
    """The words of the command line, as argparse has them."""
    parser = argparse.ArgumentParser(
        prog=ME,
        usage=f"{ME} [today | did | update | reset | site | teach | class | export | test] "
        "[options]",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(what=None, copy=None, port=None, no_browser=False)
    parser.add_argument("--version", action="store_true", help="say which version this is")
    opening = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    for each in (parser, opening):
        each.add_argument("--no-browser", action="store_true", help="only print the address")
        each.add_argument("--port", type=int, metavar="N", help="the port to listen on")
    where = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    for each in (parser, where):
        each.add_argument(
            "--copy", type=Path, metavar="DIR", help="where your copy is, or shall be (remembered)"
        )
    commands = parser.add_subparsers(
        dest="what", metavar="command", prog=ME, help=argparse.SUPPRESS
    )
    today = commands.add_parser("today", parents=[opening])
    today.add_argument("--shortcut", action="store_true", help="put a shortcut on the desktop")
    did = commands.add_parser("did")
    did.add_argument(
        "day", nargs="?", default="today", help="today, yesterday or such as 2026-11-30"
    )
    did.add_argument("--undo", action="store_true", help="take what was written last back")
    update = commands.add_parser("update", parents=[where])
    update.add_argument("folder", nargs="?", type=Path, help="the newer course, unpacked")
    update.add_argument("--undo", action="store_true", help="take the last update or reset back")
    reset = commands.add_parser("reset", parents=[where])
    reset.add_argument("lesson", help="its number, for instance 04")
    site = commands.add_parser("site")
    site.add_argument("folder", nargs="?", type=Path, default=ROOT / "site", help="where to")
    site.add_argument("--single", metavar="LESSON", help="one file: a lesson's number, or all")
    teach = commands.add_parser("teach")
    teach.add_argument("folder", nargs="?", type=Path, default=ROOT / "teach", help="where to")
    seen = commands.add_parser("class")
    seen.add_argument("folder", type=Path, help="with what was handed in")
    seen.add_argument("--lesson", default="", help="one lesson's number (all)")
    seen.add_argument("--at-least", type=int, metavar="N", help="show what N people answered")
    seen.add_argument("--to", type=Path, metavar="FILE", help="where the page goes")
    export = commands.add_parser("export")
    export.add_argument("format", choices=("moodle", "canvas", "gift"), help="what it reads")
    export.add_argument("lesson", nargs="?", default="", help="a lesson's number (all)")
    export.add_argument("--others", type=int, default=0, metavar="N", help="with other numbers too")
    export.add_argument("--seed", type=int, default=1, help="of the lot that draws them")
    export.add_argument("--to", type=Path, default=ROOT / "export", metavar="DIR", help="where to")
    return parser.parse_args(words)


def own_copy(chosen):
    """Where the learner's copy is, or shall be."""
    if chosen is not None:
        copy = chosen.expanduser().absolute()
        if copy == COPY:
            POINTER.unlink(missing_ok=True)
        else:
            POINTER.write_bytes(os.fsencode(copy))
        return copy
    if not POINTER.exists():
        return COPY
    copy = Path(os.fsdecode(POINTER.read_bytes().strip()))
    if not copy.is_dir() and COPY.is_dir():  # it was brought here
        POINTER.unlink()
        return COPY
    if not copy.is_dir():
        sys.exit(
            f"Your copy of the course was in {copy}\nand is not there now. If it is on a stick or "
            f"a network drive, connect it, {AGAIN}\nIf you have moved it: {ME} --copy ITS_FOLDER"
        )
    return copy


def update_from(folder, copy):
    """Let a newer course, unpacked elsewhere, take the learner's copy over."""
    folder = folder.expanduser().absolute()
    found = [
        one.parent for one in (folder / "start.py", *folder.glob("*/start.py")) if one.exists()
    ]
    whole = [one for one in found if all((one / name).exists() for name in (*FILES, "lessons_lib"))]
    if not whole:
        sys.exit(f"There is no course in {folder}\nGive the folder that has start.py in it.")
    newer = whole[0].resolve()
    if newer == ROOT:
        sys.exit(f"{newer}\nis this course itself. Give the folder of the newer one.")
    # First of all, what was done in the lessons here; that takes nothing but Python.
    make = [sys.executable, "-m", "lessons_lib.course", "make", "--copy", copy]
    bring = [sys.executable, newer / "start.py", "update", "--copy", copy]
    code = subprocess.call(make, cwd=ROOT, env=clean()) or subprocess.call(bring)
    if code:
        return code
    home = newer / COPY.name
    if copy == COPY and not home.exists():
        with suppress(OSError):  # another drive: then it stays where it is
            copy.rename(home)
            (newer / POINTER.name).unlink()
            POINTER.write_bytes(os.fsencode(home))
            copy = home
    print(f"\nYour copy is {copy}\nFrom now on, start the course in {newer}")
    return 0


def check_place():
    """Stop with a sentence, before anything else, where the course's folder cannot be used."""
    if glob.has_magic(str(ROOT)):
        sys.exit(
            f"The course is in {ROOT}\nIn the name of a folder there, JupyterLab takes the "
            f"characters [ * ? for something else.\nRename that folder, {AGAIN}"
        )
    try:
        tempfile.TemporaryFile(dir=ROOT).close()
    except OSError as problem:
        sys.exit(f"{problem}\n\n{advice(f'{problem} Errno 30')}")


def check_browser_code():
    """Run the checks of what runs in the browser, which need Node; CI has a step of its own."""
    if not (ROOT / "package.json").exists() or os.environ.get("CI", "false") != "false":
        return
    npm = shutil.which("npm")
    if not (npm and shutil.which("node")):
        print(
            "Node.js is not installed here, so the checks of the browser code are skipped "
            "(CONTRIBUTING.md says how to get it).",
            flush=True,
        )
        return
    wanted, there = ROOT / "package-lock.json", ROOT / "node_modules" / ".package-lock.json"
    steps = [["run", "check"]]
    if not there.exists() or there.stat().st_mtime < wanted.stat().st_mtime:
        steps.insert(0, ["ci", "--no-audit", "--no-fund"])
    for step in steps:
        code = subprocess.call([npm, *step], cwd=ROOT)
        if code:
            sys.exit(code)


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
    """Fill a new .venv, with uv when there is one, else with venv and pip, and prove it."""
    base = getattr(sys, "_base_executable", None) or sys.executable  # .venv's own is moved away
    if ENV.exists():
        ENV.rename(OLD)
    ENV.mkdir()
    STAMP.touch()
    packages = ["-r", "requirements.txt", "-c", "requirements.lock"]
    packages += ["-e", ".[test]"] if tests else []
    if uv:
        network = uv_network()
        run(
            *(uv, "venv", "--no-config", "--allow-existing", "--seed", "--no-python-downloads"),
            *("--python", base, ENV),
        )
        run(uv, "pip", "install", "--no-config", "--python", PYTHON, *packages, more=network)
    else:
        run(base, "-I", "-m", "venv", ENV)
        pip = [PYTHON, "-I", "-m", "pip", "--disable-pip-version-check"]
        network = pip_network(run(*pip, "config", "list"))
        run(*pip, "install", "--no-input", *packages, more=network)
    mend_path()
    (ENV / "package.json").write_text("{}\n", "utf-8")  # JupyterLab's scripts are not the course's
    prove(tests)


def uv_network():
    """What uv's own configuration says about the network, as variables; the rest is foreign."""
    homes = [os.environ.get(name) for name in ("PROGRAMDATA", "APPDATA")] if WINDOWS else ["/etc"]
    homes += [] if WINDOWS else [os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"]
    given = {}
    for home in filter(None, homes):
        with suppress(OSError, ValueError):
            said = tomllib.loads((Path(home) / "uv" / "uv.toml").read_text("utf-8"))
            for index in said.pop("index", []):
                name = "default-index" if index.get("default") else "index"
                address = index["url"]
                if index.get("name"):
                    address = f"{index['name']}={address}"
                said[name] = f"{said.get(name, '')} {address}".strip()
            given |= {f"UV_{key.upper().replace('-', '_')}": said[key] for key in said}
    return {name: one_line(value) for name, value in given.items() if NEEDED.match(name)}


def pip_network(said):
    """What pip's own configuration says about the network, as variables; the rest is foreign."""
    given = {"PIP_CONFIG_FILE": os.devnull}
    for line in said:
        key, _, value = line.partition("=")
        name = "PIP_" + key.rpartition(".")[2].upper().replace("-", "_")
        if NEEDED.match(name) and name not in os.environ:
            with suppress(ValueError, SyntaxError):
                given[name] = one_line(ast.literal_eval(value))
    return given


def one_line(value):
    """A setting as a variable holds it."""
    if isinstance(value, bool):
        return str(value).lower()
    return " ".join(map(str, value)) if isinstance(value, list) else " ".join(str(value).split())


def mend_path():
    """Name the course's folder in .venv in a way that reads the same in every language.

    Python reads the names in such files in the computer's own encoding, and installers write UTF-8.
    """
    for path in ENV.glob("**/site-packages/*lessons_lib*.pth"):
        if path.read_bytes().strip() == os.fsencode(ROOT):
            path.write_text(os.path.relpath(ROOT, path.parent) + "\n", "ascii")


def prove(tests):
    """Let .venv's own Python say, from another folder, where the parts of the course come from."""
    names = ["lessons_lib", "jupyterlab", "ipykernel", "ipywidgets", "anywidget", "numpy"]
    names += ["pytest"] if tests else []
    code = f"import json, os, {', '.join(names)}\nfor one in {', '.join(names)}:"
    code += " print('\\n' + json.dumps([one.__name__, list(os.fsencode(one.__file__))]))"
    said = run(PYTHON, "-I", "-c", code, cwd=ROOT.anchor)
    found = dict(json.loads(line) for line in said if line.startswith("["))
    found = {name: Path(os.fsdecode(bytes(place))) for name, place in found.items()}
    for name in names:
        home = ROOT if name == "lessons_lib" else ENV
        if not found[name].is_relative_to(home):
            sys.exit(
                f"The set-up is not right: {name} comes from\n{found[name]}\nand not from {home}."
                f"\n{UNKNOWN}"
            )


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
    total = hashlib.sha256(f"{sys.version_info[:2]} ".encode() + os.fsencode(ROOT))
    copied = (path for name in ("etc", "share") for path in (ROOT / name).rglob("*.*"))
    for path in [*(ROOT / name for name in FILES), *sorted(copied)]:
        total.update(path.read_bytes() if path.is_file() else b"")
    return total.hexdigest()


def works():
    """Whether .venv's Python still starts and finds the course: not when its own is gone."""
    with suppress(OSError):
        command = [PYTHON, "-I", "-c", "import lessons_lib"]
        return subprocess.call(command, stderr=subprocess.DEVNULL, cwd=ROOT.anchor) == 0
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


def clean():
    """The user's variables without those that are meant for other programs than this one."""
    own = {k: v for k, v in os.environ.items() if NEEDED.match(k) or not FOREIGN.match(k)}
    return own | {"PYTHONUTF8": "1", "PYTHONNOUSERSITE": "1"}


def run(*command, cwd=ROOT, more=()):
    """Run one step of the set-up and return what it says; stop with a sentence when it fails."""
    process = subprocess.Popen(
        [str(word) for word in command],
        cwd=cwd,
        env=clean() | dict(more),
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
    return said


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
    command = [str(word) for word in (PYTHON, *words)]
    sys.stdout.flush()
    if not WINDOWS:
        os.chdir(ROOT)
        os.execve(PYTHON, command, clean())
    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C reaches JupyterLab too, which asks
    return subprocess.call(command, cwd=ROOT, env=clean())


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
    if sys.stdout.errors == "strict":  # a folder's name that this terminal cannot show
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        sys.exit(main(sys.argv[1:]))
    except OSError as problem:
        sys.exit(f"{problem}\n\n{advice(str(problem))}")
