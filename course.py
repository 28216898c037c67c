#!/usr/bin/env python3
"""Open the course, prove it, or get a fresh copy of a lesson.

  python3 course.py lab [--no-browser] [--port N]   open it in JupyterLab
  python3 course.py test [LESSON ...] [--deep]      run its tests
  python3 course.py bench [LESSON ...]              time the lessons
  python3 course.py run [LESSON ...]                run them, write outputs
  python3 course.py reset LESSON                    a fresh copy; yours is kept

LESSON is a number (1.1), a name (what_is_training) or a path. The first start makes
.venv beside this file. Anything else after `test` goes to pytest (-k gradient, -x).
It needs Python 3.11.5 to 3.13 in 64 bits; on Windows write `py course.py`.
"""
# Standard library only. An old Python must be able to read this file far enough to
# say that it is too old: no syntax newer than 3.6.

import argparse
import contextlib
import difflib
import errno
import hashlib
import itertools
import json
import os
import platform
import re
import secrets
import shutil
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path
from subprocess import DEVNULL, STDOUT

ROOT = Path(__file__).resolve().parent
NOTEBOOKS = ROOT / "notebooks"  # the reference editions, with outputs
WORK = ROOT / "work"  # the student's copies
VENV = ROOT / ".venv"
LOG = VENV / "install.log"
BIN = "Scripts" if os.name == "nt" else "bin"
PYTHON = VENV / BIN / ("python.exe" if os.name == "nt" else "python")

OLDEST, TOO_NEW = (3, 11, 5), (3, 14)
DISK_NEEDED = 2_500_000_000  # bytes, with PyTorch's CPU build
PORTS = range(8888, 8900)
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    # Every cell in the page: links into a lesson, unfolding and printing need it.
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}
TORCH_NOTICE = """\
On Linux, PyTorch's default build brings about 2.7 GB of CUDA packages for NVIDIA cards.
The course needs only the CPU build (192 MB). To have that one, press Ctrl-C now and set
PIP_EXTRA_INDEX_URL to the CPU index named on PyTorch's "Get Started" page, or
PIP_FIND_LINKS to a folder with the CPU wheel. Then start again."""


class Stop(Exception):
    """Something the user can put right; the message is one line and says how."""


# ---------------------------------------------------------------- lessons


def lessons():
    """Return the lessons in order: "00_start_here", "01_part/01_lesson", …"""
    found = (path.relative_to(NOTEBOOKS) for path in NOTEBOOKS.glob("**/*.ipynb"))
    visible = (p for p in found if not any(part[0] == "." for part in p.parts))
    return sorted(path.with_suffix("").as_posix() for path in visible)


def lesson_number(lesson):
    """Return "1.2" for "01_part/02_lesson" ("" where the names have no numbers)."""
    numbers = [re.match(r"\d+", part) for part in lesson.split("/")]
    return ".".join(str(int(n.group())) for n in numbers) if all(numbers) else ""


def find_lesson(name):
    """Return the lesson that a number, name or path means; raise Stop if none does."""
    known = {}
    for lesson in lessons():
        stem = lesson.rsplit("/", 1)[-1]
        slug = re.sub(r"^\d+_", "", stem)
        for alias in {lesson_number(lesson), stem, slug, lesson} - {""}:
            known.setdefault(alias.lower(), []).append(lesson)
    wanted = re.sub(r"\.ipynb$", "", name.replace("\\", "/").lower())
    wanted = re.sub(r"^(\./)?(notebooks/|work/)?", "", wanted)
    if re.match(r"\d+(\.\d+)?$", wanted):
        wanted = ".".join(str(int(number)) for number in wanted.split("."))
    matches = known.get(wanted, [])
    for folder in (NOTEBOOKS, WORK):  # a path, from wherever this was started
        if not matches and folder in Path(os.path.abspath(name)).parents:  # noqa: PTH100
            inside = Path(os.path.abspath(name)).relative_to(folder)  # noqa: PTH100
            matches = known.get(inside.with_suffix("").as_posix().lower(), [])
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise Stop(f'"{name}" could be {" or ".join(matches)}: write which.')
    close = difflib.get_close_matches(wanted, known, 3, 0.6)
    names = list(dict.fromkeys(lesson for alias in close for lesson in known[alias]))
    hint = f"did you mean {' or '.join(names)}?" if names else "the README lists them."
    raise Stop(f'There is no lesson "{name}": {hint}')


# ---------------------------------------------------------------- the student's copies
#
# A copy carries an edition mark: the sha256 of its own bytes, read with the mark as
# zeros. While the mark fits, the student has not touched the copy and it may follow the
# course; once it does not, the copy is theirs. No other record is kept that could be
# lost. JupyterLab writes the Python version into a lesson that is only opened: that
# line is left out of the sum.

ZEROS = b"0" * 64
MARK = re.compile(rb'(?m)^(?:  "edition": "|<!-- edition: )([0-9a-f]{64})\b')
VERSION = re.compile(rb'(?m)^   "version": "\d[^"\n]*"$')


def edition_sum(blank):
    """Return the mark of a copy's bytes whose mark is blank (zeros)."""
    return hashlib.sha256(VERSION.sub(b"", blank)).hexdigest().encode()


def untouched(data):
    """Say whether a copy's bytes are just as the course laid them."""
    mark = MARK.search(data)
    blank = data[: mark.start(1)] + ZEROS + data[mark.end(1) :] if mark else b""
    return bool(mark) and mark.group(1) == edition_sum(blank)


def fresh_copy(source):
    """Return a student's copy of a reference file, and its mark.

    A notebook comes without outputs, written as nbformat writes it: a copy that
    JupyterLab saves again unedited keeps its bytes.
    """
    data = source.read_bytes()
    if source.suffix == ".md":
        text = data.replace(b"\r\n", b"\n").rstrip()
        blank = text + b"\n\n<!-- edition: " + ZEROS + b" -->\n"
    else:
        try:
            notebook = json.loads(data.decode("utf-8"))
            for cell in notebook["cells"]:
                cell["source"] = "".join(cell["source"]).splitlines(True)
                if cell["cell_type"] == "code":
                    cell["execution_count"], cell["outputs"] = None, []
                    cell["metadata"].pop("execution", None)
            notebook["metadata"]["edition"] = ZEROS.decode()
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Stop(f"{source} is damaged: restore it from the course.") from None
        text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)
        blank = text.encode("utf-8") + b"\n"
    place, mark = MARK.search(blank), edition_sum(blank)
    return blank[: place.start(1)] + mark + blank[place.end(1) :], mark


def read_copy(path):
    """Return a copy's bytes, or None where nothing is."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(mode):
        kind = "link" if stat.S_ISLNK(mode) else "folder" if stat.S_ISDIR(mode) else ""
        raise Stop(f"{path} is a {kind or 'special file'}, not a file: move it away.")
    return path.read_bytes()


def carries(path, mark):
    """Say whether a copy descends from the edition with this mark, touched or not."""
    try:
        data = path.read_bytes()
        if path.suffix == ".md":
            return mark in data
        return json.loads(data.decode("utf-8"))["metadata"]["edition"] == mark.decode()
    except (OSError, ValueError, KeyError, TypeError):
        return False


def move(old, new):
    """Rename a file; FileExistsError where new is taken (os.rename would replace)."""
    if os.name != "nt":
        try:
            os.link(str(old), str(new))
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            if os.path.lexists(str(new)):
                raise FileExistsError(errno.EEXIST, "exists", str(new)) from None
        else:
            old.unlink()
            return
    old.rename(new)


def write_aside(target, data):
    """Write data, safely on the disk, into a new hidden file in target's folder."""
    target.parent.mkdir(parents=True, exist_ok=True)
    path = target.with_name(f".course-{secrets.token_hex(8)}.tmp")
    try:
        with path.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        discard(path)
        raise
    return path


def discard(path):
    """Remove a file of write_aside if it is still there."""
    with contextlib.suppress(FileNotFoundError):
        path.unlink()


def lay(data, names):
    """Put data under the first free of these names and return it."""
    names = iter(names)
    target = next(names)
    aside = write_aside(target, data)
    try:
        while True:
            try:
                move(aside, target)
                return target
            except FileExistsError:
                target = next(names)
    finally:
        discard(aside)


def replace_untouched(target, seen, data):
    """Let target, whose bytes were seen to be untouched, follow the course."""
    aside = write_aside(target, data)
    try:
        if read_copy(target) == seen:  # not saved in the meantime
            aside.replace(target)
    finally:
        discard(aside)


def numbered(target, words):
    """Yield "lesson (words).ipynb", "lesson (words 2).ipynb", …"""
    for n in itertools.count(1):
        number = f" {n}" if n > 1 else ""
        yield target.with_name(f"{target.stem} ({words}{number}){target.suffix}")


def refresh(target, source):
    """Bring one copy up to date; return a line for the student, mostly None."""
    data, mark = fresh_copy(source)
    current = read_copy(target)
    if current is None:
        lay(data, itertools.chain([target], numbered(target, "new edition")))
    elif untouched(current):
        if MARK.search(current).group(1) != mark:
            replace_untouched(target, current, data)
    elif not any(carries(p, mark) for p in target.parent.glob("*" + target.suffix)):
        for beside in numbered(target, "new edition"):
            seen = read_copy(beside)
            if seen is None:
                beside = lay(data, numbered(target, "new edition"))
                break
            if untouched(seen):
                replace_untouched(beside, seen, data)
                break
        return f'{target.relative_to(WORK)} is yours; the new edition: "{beside.name}".'
    return None


def refresh_work():
    """Bring work/ up to date. What a student has touched is never written to."""
    try:
        WORK.mkdir(exist_ok=True)
    except FileExistsError:
        raise Stop(f"{WORK} is a file or a dead link: move it away.") from None
    names = [f"{lesson}.ipynb" for lesson in lessons()] + ["glossary.md"]
    for name in names:
        if (NOTEBOOKS / name).is_file():
            try:
                note = refresh(WORK / name, NOTEBOOKS / name)
            except Stop as stop:  # one odd file is no reason to keep the rest back
                print(stop, file=sys.stderr)
            else:
                print(note or "", end="\n" if note else "")


def reset(name):
    """Give a fresh copy of a lesson, and keep the student's under a clear name."""
    check_python()
    lesson = find_lesson(name)
    target, source = WORK / f"{lesson}.ipynb", NOTEBOOKS / f"{lesson}.ipynb"
    current, (data, _) = read_copy(target), fresh_copy(source)
    if current is None or untouched(current):
        refresh(target, source)
        print(f"work/{lesson}.ipynb is fresh; there was nothing of yours in it.")
        return
    aside = write_aside(target, data)
    try:
        for kept in numbered(target, time.strftime("yours %Y-%m-%d %H%M")):
            try:
                move(target, kept)
                break
            except FileExistsError:
                continue
        move(aside, target)
    finally:
        discard(aside)
    print(f'work/{lesson}.ipynb is fresh; yours is kept as "{kept.name}".')
    print("If it is open in JupyterLab: File > Reload Notebook from Disk.")


# ---------------------------------------------------------------- set-up

# Run by .venv's Python: what is installed, as one line of JSON.
PROBE = """
import importlib.metadata as metadata, importlib.util as util, json, os, sys
root, pins, wrong = sys.argv[1], sys.argv[2:], []
for name, pin in (text.split("==") for text in pins):
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        version = "missing"
    if version.split("+")[0] != pin:
        wrong.append(name + " is " + version + ", not " + pin)
helpers = util.find_spec("helpers")
home = os.path.dirname(helpers.origin or "") if helpers else ""
if not home or not os.path.samefile(home, os.path.join(root, "helpers")):
    wrong.append("helpers is missing")
print(json.dumps([sys.version_info[:3], bool(util.find_spec("pip")), wrong]))
"""
# Forget packages that an interrupted pip left without a list of their files.
HEAL = """
import importlib.metadata as metadata, shutil
for package in list(metadata.distributions()):
    if package.files is None:
        shutil.rmtree(package._path, ignore_errors=True)
"""
FAILURES = [  # what pip's log says, and what the user can do
    (
        r"No space left|Errno 28|not enough space|quota exceeded",
        "The disk is full: free about 2.5 GB (the temporary folder counts too).",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|SSLError",
        "The package index's certificate is not trusted here: set PIP_CERT (see pip).",
    ),
    (
        r"NewConnectionError|NameResolutionError|name resolution|Failed to establish|"
        r"getaddrinfo failed|ConnectTimeout|ReadTimeout|ConnectionReset|ProxyError|"
        r"Max retries exceeded|unreachable|IncompleteRead|ProtocolError",
        "The package index cannot be reached: check the network (set-up needs it).",
    ),
    (
        r"Permission denied|Read-only file system|Errno 13|WinError 5\b",
        f"{VENV} cannot be written to: check the folder's permissions.",
    ),
]


def check_python():
    """Stop unless this Python can make the course's environment."""
    version = sys.version_info[:3]
    if not OLDEST <= version < TOO_NEW:
        raise Stop(
            "The course needs Python 3.11.5 to 3.13 and this is {}.{}.{}: "
            "get one from python.org and start with it.".format(*version)
        )
    if sys.maxsize < 2**32:
        raise Stop("The course needs a 64-bit Python and this is 32-bit: python.org.")


def child_env(**extra):
    """Return the environment for children: this .venv's packages and no others."""
    dropped = "PYTHONPATH PYTHONHOME __PYVENV_LAUNCHER__ JUPYTERLAB_DIR COURSE_OFFLINE"
    env = {k: v for k, v in os.environ.items() if k.upper() not in dropped.split()}
    env.update(PYTHONUTF8="1", PYTHONNOUSERSITE="1", **extra)
    # Small models: threads that wait for each other cost up to three times the time.
    env.setdefault("OMP_NUM_THREADS", "1")
    return env


def requirement_files(kind):
    """Return what is installed for "lab" or "test", as paths from the root."""
    files = ["requirements.txt", "constraints.txt", "pyproject.toml"]
    files += ["tests/requirements.txt"] if kind == "test" else []
    missing = [name for name in files if not (ROOT / name).is_file()]
    if missing:
        raise Stop(f"{ROOT / missing[0]} is missing: restore it from the course.")
    return files


def probe(files):
    """Return (Python's version, has pip, what is wrong) of .venv; None: broken."""
    lists = [ROOT / name for name in files if name.endswith("requirements.txt")]
    pins = re.findall(
        r"(?m)^([\w.-]+==[\w.]+) *(?:#.*)?$",
        "\n".join(path.read_text("utf-8") for path in lists),
    )
    command = [str(PYTHON), "-I", "-c", PROBE, str(ROOT), *pins]
    try:
        result = subprocess.run(command, capture_output=True, env=child_env())
        version, pip, wrong = json.loads(result.stdout.decode("utf-8"))
    except (OSError, ValueError):
        return None
    fits = OLDEST <= tuple(version) < TOO_NEW
    return (version, pip, wrong) if fits else None


def stamp(files, version):
    """Return what the set-up rests on as a hash."""
    parts = [(ROOT / name).read_bytes() for name in files]
    parts += [os.fsencode(str(ROOT)), repr((version, SETTINGS)).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def ensure_ready(kind):
    """Make or mend .venv for "lab" or "test"; quick when nothing is to be done."""
    check_python()
    files = requirement_files(kind)
    stamps = [VENV / f"course-{kind}.stamp", VENV / "course-lab.stamp"]
    state = probe(files) if PYTHON.exists() else None
    try:
        current = stamps[0].read_text("utf-8")
    except (OSError, ValueError):
        current = ""
    if state and not state[2] and current == stamp(files, state[0]):
        return
    started = time.monotonic()
    for old in VENV.glob("course-*.stamp"):
        old.unlink()
    if not state or not state[1]:
        again = VENV.is_dir() and any(VENV.iterdir())
        print(f"{'Mending' if again else 'Making'} {VENV}: some minutes, once.")
        clear_venv()
    else:
        print(f"Updating .venv ({', '.join(state[2][:3]) or 'the course changed'}).")
    install(files, first=not any(VENV.glob("[Ll]ib/**/site-packages/torch")))
    state = probe(files)
    if not state or state[2]:
        wrong = state[2][0] if state else "its Python does not run"
        raise Stop(f"The set-up did not take ({wrong}): see {LOG}.")
    settings = VENV / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(json.dumps(SETTINGS, indent=2), "utf-8")
    for path in stamps if kind == "test" else stamps[:1]:  # last: all of it is there
        part = files[:3] if path.name == "course-lab.stamp" else files
        fresh = path.with_suffix(".new")
        fresh.write_text(stamp(part, state[0]), "utf-8")
        fresh.replace(path)
    print(f"Ready after {time.monotonic() - started:.0f} s.", flush=True)


def clear_venv():
    """Empty .venv for a new one, if it is ours; install.log marks it while it lasts."""
    if VENV.is_symlink() or (VENV.exists() and not VENV.is_dir()):
        raise Stop(f"{VENV} is not a folder of the course's own: move it away.")
    if VENV.exists():
        known = (VENV / "pyvenv.cfg").is_file() or LOG.is_file()
        if any(VENV.iterdir()) and not known:
            raise Stop(f"{VENV} is not a Python environment: move it away.")
    VENV.mkdir(exist_ok=True)
    LOG.touch()
    for path in VENV.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(str(path))
        elif path != LOG:
            path.unlink()


def install(files, first):
    """Fill .venv with what the requirement files say."""
    small = {"PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS"} & set(os.environ)
    if first and platform.system() == "Linux" and not small:
        print(TORCH_NOTICE, flush=True)
    free = shutil.disk_usage(str(VENV)).free
    if first and free < DISK_NEEDED:
        raise Stop(f"The disk is too full: 2.5 GB needed, {free / 1e9:.1f} GB free.")
    LOG.write_bytes(b"")
    if not (VENV / "pyvenv.cfg").is_file():
        make_venv()
    pip = ["-m", "pip", "install", "--no-input", "--progress-bar", "off"]
    for name in files:
        if name.endswith("requirements.txt"):
            pip += ["-r", name]
    log_child([str(PYTHON), "-I", "-c", HEAL])
    log_child([str(PYTHON), *pip, "-c", "constraints.txt", "-e", "."])
    # Otherwise the first figure of the first lesson waits for this.
    log_child([str(PYTHON), "-c", "import matplotlib.font_manager"], optional=True)


def make_venv():
    """Make .venv with the Python that runs this, not with another .venv's."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        version = "{}.{}".format(*sys.version_info)
        raise Stop(
            "This Python cannot make environments: install its venv module "
            f"(Debian, Ubuntu: apt install python{version}-venv) and start again."
        ) from None
    if os.pathsep in str(ROOT):
        raise Stop(f'{ROOT} has a "{os.pathsep}" in its path: move the course.')
    base = getattr(sys, "_base_executable", None) or sys.executable
    log_child([base, "-m", "venv", str(VENV)])


def log_child(command, optional=False):
    """Run a step of the set-up into the log, and show what it is at."""
    before, started, told = LOG.stat().st_size, time.monotonic(), 0.0
    screen = sys.stdout.isatty()
    with LOG.open("ab") as log:
        child = subprocess.Popen(
            command,
            stdin=DEVNULL,
            stdout=log,
            stderr=STDOUT,
            cwd=str(ROOT),
            env=child_env(),
        )
        try:
            while running(child):
                seconds = time.monotonic() - started
                if seconds - told >= (0.5 if screen else 20):
                    told = seconds
                    step = f"  {seconds:4.0f} s  {last_step(before)}"[:78]
                    print("\r" + step.ljust(78) if screen else step, end="")
                    print("", end="" if screen else "\n", flush=True)
        except BaseException:
            child.terminate()
            child.wait()
            raise
        finally:
            print("\r" + " " * 78 + "\r" if screen and told else "", end="", flush=True)
    if child.returncode and not optional:
        explain(log_text(before), child.returncode)


def running(child):
    """Wait a moment; say whether the child still runs."""
    try:
        return child.wait(0.1) is None
    except subprocess.TimeoutExpired:
        return True


def log_text(start):
    """Return what was written to the log since it had this many bytes."""
    return LOG.read_bytes()[start:].decode("utf-8", "replace")


def last_step(start):
    """Return the last thing that the log says was begun."""
    words = r"(?m)^ *((?:Collecting|Downloading|Building|Installing|Preparing) .*)"
    steps = re.findall(words, log_text(start))
    return steps[-1].strip() if steps else "preparing"


def explain(log, status):
    """Stop with the line that suits a failed step's log."""
    for pattern, advice in FAILURES:
        if re.search(pattern, log, re.IGNORECASE):
            raise Stop(f"{advice} (pip's own words: {LOG})")
    absent = re.findall(r"No matching distribution found for (\S+)", log)
    if absent:
        raise Stop(
            f"The package index has no {absent[0]} for this system and Python "
            f"{platform.python_version()}: try another one (3.11 to 3.13); see {LOG}."
        )
    words = [line.strip() for line in log.splitlines() if line.strip()] or ["nothing"]
    errors = [line for line in words if line.startswith("ERROR")] or words[-1:]
    raise Stop(f"The set-up stopped ({status}): {errors[0][:160]} (see {LOG}).")


# ---------------------------------------------------------------- commands


def hand_over(command, env):
    """Become this command: Ctrl-C and the exit status are its own from now on."""
    sys.stdout.flush()
    os.chdir(str(ROOT))
    if os.name == "posix":
        os.execve(command[0], command, env)
    child = subprocess.Popen(command, env=env)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue  # it reached the child too; wait for its own end


def usable(port):
    """Say whether a server could listen on this port of this machine."""
    with socket.socket() as server:
        if os.name == "posix":  # as the server itself does
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def lab(arguments):
    """Open JupyterLab on the student's copies."""
    parser = argparse.ArgumentParser(prog="course.py lab", add_help=False)
    parser.error = complain
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--port", type=int)
    options = parser.parse_args(arguments)
    if options.port is not None and not 0 < options.port < 65536:
        raise Stop(f"--port {options.port}: a port is a number from 1 to 65535.")
    port = options.port or next(filter(usable, PORTS), None)
    if not port:
        raise Stop("Ports 8888 to 8899 are taken: name another with --port.")
    if not usable(port):
        other = next((n for n in PORTS if n != port and usable(n)), 9000)
        raise Stop(f"Port {port} is taken or not allowed: try --port {other}.")
    ensure_ready("lab")
    refresh_work()
    start = WORK / "00_start_here.ipynb"
    page = f"/lab/tree/{start.name}" if start.is_file() else "/lab"
    token = secrets.token_hex(24)  # not on the command line, which others can read
    config = VENV / "course_jupyter_config.py"
    config.write_text(
        "# Instead of ~/.jupyter's server settings, written by course.py.\n"
        "import os\n\n"
        'get_config().IdentityProvider.token = os.environ["JUPYTER_TOKEN"]\n',
        "utf-8",
    )
    command = [
        *(str(PYTHON), "-m", "jupyterlab", "-y", "--Application.log_level=WARN"),
        f"--config={config}",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--ServerApp.base_url=/",
        f"--ServerApp.root_dir={WORK}",
        f"--LabApp.default_url={page}",
        f"--ServerApp.open_browser={not options.no_browser}",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    print(f"JupyterLab: http://127.0.0.1:{port}{page}?token={token}")
    print("It stops with Ctrl-C in this window.")
    env = child_env(
        JUPYTER_TOKEN=token,
        JUPYTER_PREFER_ENV_PATH="1",
        # Which files were open: the course's own, not those of other projects.
        JUPYTERLAB_WORKSPACES_DIR=str(VENV / "workspaces"),
    )
    return hand_over(command, env)


def complain(message):
    """Turn argparse's complaint into one line."""
    raise Stop(f"{message[:1].upper()}{message[1:]} (course.py --help shows how).")


def split(arguments):
    """Return the lessons that come first, found, and the rest as it is."""
    rest = list(itertools.dropwhile(lambda word: not word.startswith("-"), arguments))
    return [find_lesson(a) for a in arguments[: len(arguments) - len(rest)]], rest


def test(arguments):
    """Run the standard suite, or what proves the named lessons."""
    deep = ["--deep"] if "--deep" in arguments else []
    chosen, rest = split([word for word in arguments if word != "--deep"])
    ensure_ready("test")
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        cores = os.cpu_count() or 1
    command = [str(PYTHON), "-m", "pytest", "-q", "-n", str(cores), "--dist=loadfile"]
    command += [f"notebooks/{lesson}.ipynb" for lesson in chosen]
    command += ["tests/test_lessons.py"] if chosen else ["tests", "notebooks"]
    command += [f"--lesson={lesson}" for lesson in chosen] + deep + rest
    unshare = shutil.which("unshare") if platform.system() == "Linux" else None
    if unshare and subprocess.call([unshare, "-rn", "true"], stderr=DEVNULL) == 0:
        return hand_over([unshare, "-rn", *command], child_env(COURSE_OFFLINE="1"))
    print("The network cannot be switched off for tests here: they run with it.")
    return hand_over(command, child_env())


def harness(verb, arguments):
    """Bench or run the lessons."""
    chosen, rest = split(arguments)
    ensure_ready("lab")
    command = [str(PYTHON), "-m", "tests.harness", verb]
    return hand_over(command + chosen + rest, child_env())


def main(arguments):
    """Do what the command line says and return the exit status."""
    verb = arguments[0] if arguments else "--help"
    if {"-h", "--help", "help"} & {verb, *arguments[1:2]}:
        print(__doc__.strip())
        return 0
    if verb == "lab":
        return lab(arguments[1:])
    if verb == "test":
        return test(arguments[1:])
    if verb in ("bench", "run"):
        return harness(verb, arguments[1:])
    if verb == "reset" and len(arguments) == 2:
        return reset(arguments[1])
    if verb == "reset":
        raise Stop("Name one lesson to reset, such as: course.py reset 1.1")
    close = difflib.get_close_matches(verb, ["lab", "test", "bench", "run", "reset"], 1)
    hint = f"did you mean {close[0]}?" if close else "course.py --help lists them."
    raise Stop(f'There is no command "{verb}": {hint}')


def guarded_main():
    """Run main; whatever goes wrong becomes one line and a non-zero status."""
    for stream in (sys.stdout, sys.stderr):  # a console may lack some letters
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        return main(sys.argv[1:])
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        reason = error.strerror or str(error) or type(error).__name__
        full = "; free some space" if error.errno == errno.ENOSPC else ""
        print(f"That did not work: {reason}{where}{full}.", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(guarded_main())
