"""The environment in .venv: probed at every start, made or mended where it must be."""

import ast
import contextlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import DEVNULL, STDOUT
from typing import NoReturn

from helpers import places
from helpers.places import ROOT, OneLineError

HERE = Path(__file__).resolve().parent
VENV = places.VENV
LOG = VENV / "install.log"
LOCK = VENV / "course.lock"
PYTHON = places.PYTHON

OLDEST, TOO_NEW = (3, 11, 5), (3, 14)  # as course.py and pyproject.toml say
DISK_NEEDED = 2_500_000_000  # bytes, with PyTorch's CPU build
# Makes `helpers` importable. It finds the course from .venv's place, so that a moved
# course needs no set-up, and has no path in it that an encoding could spoil.
LINK = "import os, sys; sys.path.append(os.path.dirname(sys.prefix))\n"
NO_HELPERS = "helpers is missing"  # as probe.py says it
TORCH_NOTICE = """\
On Linux, PyTorch's default build brings about 2.7 GB of CUDA packages for NVIDIA cards.
The course needs only the CPU build (192 MB). To have that one, press Ctrl-C now and set
PIP_EXTRA_INDEX_URL to the CPU index named on PyTorch's "Get Started" page, or
PIP_FIND_LINKS to a folder with the CPU wheel. Then start again."""
SECONDS_FOR_CTRL_C = 10
# What the user's settings of Python, pip, Jupyter and matplotlib say is for other
# projects. All of it is dropped, and what the course needs is set.
DROPPED = re.compile(
    r"(PYTHON|PIP_|JUPYTER|IPYTHON|MPL|MATPLOTLIB|__PYVENV_LAUNCHER__|COURSE_OFFLINE)"
)
# Of pip's settings, those that say where packages come from are taken over.
PIP_SETTINGS = {
    *("index-url", "extra-index-url", "find-links", "no-index", "constraint"),
    *("trusted-host", "cert", "client-cert", "proxy", "keyring-provider"),
    *("timeout", "default-timeout", "retries", "cache-dir", "no-cache-dir"),
}
# What a verb needs beside requirements.txt.
OWN = {"test": "tests/requirements.txt", "teach": "helpers/teaching/requirements.txt"}
FULL = "The disk is full: free about 2.5 GB (the temporary folder counts too)."
FAILURES = [  # what pip's log says, and what the user can do
    (r"No space left|Errno 28|not enough space|quota exceeded", FULL),
    (
        r"MemoryError|Cannot allocate memory",
        "There is too little memory: close other programs and start again.",
    ),
    (
        r"Long Path support|name too long|WinError 206\b",
        "The course's path is too long: move its folder to a shorter one (C:\\course).",
    ),
    (
        r"WinError (?:5|32)\b|being used by another process",
        f"Set-up stopped: {places.IN_USE}.",
    ),
    (
        r"certificate is not yet valid|certificate has expired",
        "The package index's certificate is not valid at the time that this computer "
        "has: set its clock and date right, then start again.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|SSLError",
        "The package index's certificate is not trusted here: set PIP_CERT (see pip).",
    ),
    (
        r"dependencies for SOCKS",
        "pip cannot use a SOCKS proxy: name an http one in HTTPS_PROXY, or unset it.",
    ),
    (
        r"NewConnectionError|NameResolutionError|name resolution|Failed to establish|"
        r"getaddrinfo failed|ConnectTimeout|ReadTimeout|ConnectionReset|ProxyError|"
        r"Max retries exceeded|unreachable|IncompleteRead|ProtocolError",
        "The package index cannot be reached: check the network (set-up needs it).",
    ),
    (
        r"Permission denied|Read-only file system|Errno 13",
        f"{VENV} cannot be written to: check the folder's permissions.",
    ),
]


class PipCrashed(OneLineError):
    """pip ended in a traceback that nothing known explains: it may be damaged."""


def child_env(**extra: str) -> dict[str, str]:
    """Return the environment for children: this .venv's packages and no others.

    Of the user's own settings nothing comes along that could change what a lesson
    does; what Jupyter and matplotlib write goes to a folder that can be written to.
    """
    own = places.work() / ".course"
    env = {k: v for k, v in os.environ.items() if not DROPPED.match(k.upper())}
    for name in [name for name in env if name.upper().endswith("_PROXY")]:
        if env[name].lower().startswith("socks"):  # JupyterLab would not start
            del env[name]
    env.update(
        PYTHONUTF8="1",
        PYTHONNOUSERSITE="1",
        JUPYTER_CONFIG_PATH=str(HERE / "jupyter"),
        JUPYTER_CONFIG_DIR=str(own / "jupyter"),
        JUPYTER_DATA_DIR=str(own / "jupyter" / "data"),
        JUPYTER_RUNTIME_DIR=str(own / "jupyter" / "runtime"),
        IPYTHONDIR=str(own / "ipython"),
        MPLCONFIGDIR=str(own / "matplotlib"),
        MATPLOTLIBRC=str(HERE / "matplotlibrc"),
        HYPOTHESIS_STORAGE_DIRECTORY=str(own / "hypothesis"),
        **extra,
    )
    if os.path.expanduser("~") == "~":  # noqa: PTH111 (JupyterLab wants a home)
        env["HOME"] = str(own)
    # Small models: threads that wait for each other cost up to three times the time.
    env.setdefault("OMP_NUM_THREADS", "1")
    return env


def pip_env() -> dict[str, str]:
    """Return the environment for pip: the user's settings of where packages are.

    Raises OneLineError where pip cannot read its own settings.
    """
    user = {k: v for k, v in os.environ.items() if k.upper().startswith("PIP_")}
    proxies = {k: v for k, v in os.environ.items() if k.upper().endswith("_PROXY")}
    env = child_env(**proxies)
    command = [str(PYTHON), "-I", "-X", "utf8", "-m", "pip", "config", "list"]
    result = subprocess.run(
        command, capture_output=True, encoding="utf-8", env={**env, **user}
    )
    if result.returncode:
        words = (result.stderr.strip() or "no reason given").splitlines()[-1]
        raise OneLineError(f"pip cannot read its own settings: {words}")
    for scope in ("global", "install", ":env:"):  # the later ones count, as in pip
        found = re.findall(rf"(?m)^{scope}\.([\w-]+)=(.+)$", result.stdout)
        for name, value in found:
            if name in PIP_SETTINGS:
                env["PIP_" + name.upper().replace("-", "_")] = ast.literal_eval(value)
    return {**env, "PIP_CONFIG_FILE": os.devnull}


def requirement_files(kind: str) -> list[str]:
    """Return what is installed for "lab", "test" or "teach", as paths from the root."""
    files = ["requirements.txt", "constraints.txt"]
    files += [OWN[kind]] if kind in OWN else []
    missing = [name for name in files if not (ROOT / name).is_file()]
    if missing:
        raise OneLineError(
            f"{ROOT / missing[0]} is missing: restore it from the course."
        )
    return files


def probe(files: list[str]) -> tuple[Path, list[str]] | None:
    """Return (site-packages, what is wrong) of .venv; None where it does not run."""
    command = [str(PYTHON), "-I", str(HERE / "probe.py"), str(ROOT), *files]
    try:
        result = subprocess.run(command, capture_output=True, env=child_env(), cwd=ROOT)
        version, site, wrong = json.loads(result.stdout.decode("utf-8"))
    except (OSError, ValueError):
        return None
    return (Path(site), wrong) if OLDEST <= tuple(version) < TOO_NEW else None


def stamp(kind: str) -> Path:
    """Return the file that says that an installation came to its end."""
    return VENV / f"course-{kind}.stamp"


def faults(kind: str, files: list[str]) -> list[str]:
    """Return what is wrong with .venv; nothing where it is ready."""
    state = probe(files)
    if not state:
        return ["it does not run"]
    unfinished = [] if stamp(kind).is_file() else ["a set-up did not come to its end"]
    return state[1] + unfinished


def ensure_ready(kind: str) -> None:
    """Make or mend .venv for one of these; quick when nothing is to be done."""
    files = requirement_files(kind)
    wrong = ["its Python is closed to you" if VENV.exists() else "it is not made yet"]
    if os.access(PYTHON, os.X_OK):
        wrong = faults(kind, files)
    if not wrong:
        return
    if not places.writable(VENV):
        raise OneLineError(
            f"{VENV} cannot be written to and is not ready ({wrong[0]}): copy the "
            "course to a folder of your own and start it there."
        )
    claim_venv()
    with only_one():
        set_up(kind, files)


def set_up(kind: str, files: list[str]) -> None:
    """Bring .venv to where nothing is wrong with it, by the shortest way."""
    started = time.monotonic()
    state = probe(files) if PYTHON.exists() else None  # perhaps made in the meantime
    if state:
        link(state[0])
        wrong = faults(kind, files)
        if not wrong:
            return
        print(f"Updating .venv ({', '.join(wrong[:3])}).", flush=True)
    if not state or not (state[0] / "torch").is_dir():
        announce_download()
    complete = {stamp(kind), stamp("lab"), *VENV.glob("course-*.stamp")}
    for old in complete:
        old.unlink(missing_ok=True)
    whole = bool(state) and pip_runs()
    try:
        if not whole:
            make_venv()
        install(files)
    except PipCrashed:
        if not whole:
            raise
        make_venv()
        install(files)
    state = probe(files)
    if not state or state[1]:
        wrong = state[1][0] if state else "its Python does not run"
        raise OneLineError(f"The set-up did not take ({wrong}): see {LOG}.")
    for done in complete:  # last: all of it is there
        done.touch()
    print(f"Ready after {time.monotonic() - started:.0f} s.", flush=True)


def announce_download() -> None:
    """Say how to have a smaller PyTorch, and leave time for it before it begins."""
    told = {"PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS"} & set(os.environ)
    if platform.system() == "Linux" and not told:
        print(TORCH_NOTICE, flush=True)
        if sys.stdin and sys.stdin.isatty() and sys.stdout.isatty():
            print(f"It goes on by itself after {SECONDS_FOR_CTRL_C} s.", flush=True)
            time.sleep(SECONDS_FOR_CTRL_C)


def claim_venv() -> None:
    """See to it that .venv is a folder of the course; install.log marks it as such."""
    if VENV.is_symlink() or (VENV.exists() and not VENV.is_dir()):
        raise OneLineError(f"{VENV} is not a folder of the course's own: move it away.")
    VENV.mkdir(exist_ok=True)
    known = (VENV / "pyvenv.cfg").is_file() or LOG.is_file()
    if any(VENV.iterdir()) and not known:
        raise OneLineError(f"{VENV} is not a Python environment: move it away.")
    LOG.touch()


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Hold the lock of the set-up, or stop where another start holds it.

    SQLite's is the standard library's one lock that works on every system and ends
    with the process that holds it.
    """
    try:
        import sqlite3
    except ImportError:
        raise OneLineError(
            "This Python was built without SQLite, which JupyterLab needs: use another."
        ) from None
    with contextlib.closing(sqlite3.connect(LOCK, timeout=0)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise OneLineError(
                    "Another start is setting the course up: wait until it is ready, "
                    "then start again."
                ) from None
        yield  # also where a file system knows no locks


def link(site: Path) -> None:
    """Make `helpers` importable in .venv; pip and its index are not needed for that."""
    for old in site.glob("__editable__*course_helpers*"):  # as pip linked it
        old.unlink()
    path = site / "course.pth"
    if not path.is_file() or path.read_bytes() != LINK.encode():
        path.write_bytes(LINK.encode())


def pip_runs() -> bool:
    """Say whether .venv's pip is whole enough to start."""
    command = [str(PYTHON), "-I", "-m", "pip", "--version"]
    env = child_env(PIP_CONFIG_FILE=os.devnull)
    return subprocess.call(command, stdout=DEVNULL, stderr=DEVNULL, env=env) == 0


def make_venv() -> None:
    """Make .venv anew, with the Python that runs this and not with another .venv's."""
    again = (VENV / "pyvenv.cfg").is_file()
    print(f"{'Mending' if again else 'Making'} {VENV}: some minutes, once.", flush=True)
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise OneLineError(
            "This Python cannot make environments: install its venv module "
            f"(Debian, Ubuntu: apt install python{version}-venv) and start again."
        ) from None
    if os.pathsep in str(ROOT):
        raise OneLineError(f'{ROOT} has a "{os.pathsep}" in its path: move the course.')
    for path in VENV.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path not in (LOG, LOCK):
            path.unlink()
    free = shutil.disk_usage(VENV).free
    if free < DISK_NEEDED:
        raise OneLineError(
            f"The disk is too full: 2.5 GB needed, {free / 1e9:.1f} GB free."
        )
    base = getattr(sys, "_base_executable", None) or sys.executable
    LOG.write_bytes(b"")
    log_child([base, "-m", "venv", str(VENV)], child_env())


def install(files: list[str]) -> None:
    """Fill .venv with what the requirement files say."""
    pip = [str(PYTHON), "-I", "-m", "pip", "install", "--no-input"]
    pip += ["--progress-bar", "off", "-c", "constraints.txt"]
    for name in files:
        if name.endswith("requirements.txt"):
            pip += ["-r", name]
    LOG.write_bytes(b"")
    env = pip_env()
    log_child([str(PYTHON), "-I", str(HERE / "heal.py")], env)
    log_child(pip, env)
    link(probe(files)[0])
    # Otherwise the first figure of the first lesson waits for this.
    fonts = [str(PYTHON), "-c", "import matplotlib.font_manager"]
    log_child(fonts, child_env(), optional=True)


def log_child(command: list[str], env: dict[str, str], optional: bool = False) -> None:
    """Run a step of the set-up into the log, and show what it is at."""
    before, started, told = LOG.stat().st_size, time.monotonic(), 0.0
    screen = sys.stdout.isatty()
    with LOG.open("ab") as log:
        child = subprocess.Popen(
            command,
            stdin=DEVNULL,
            stdout=log,
            stderr=STDOUT,
            cwd=ROOT,
            env=env,
        )
        try:
            while running(child):
                seconds = time.monotonic() - started
                if seconds - told >= (0.5 if screen else 20):
                    told = seconds
                    step = f"  {seconds:4.0f} s  {last_step(before)}"[:78]
                    print("\r" + step.ljust(78) if screen else step, end="")
                    print("", end="" if screen else "\n", flush=True)
        except BaseException:  # Ctrl-C and SIGTERM too: it must not go on alone
            child.terminate()
            child.wait()
            raise
        finally:
            print("\r" + " " * 78 + "\r" if screen and told else "", end="", flush=True)
    if child.returncode and not optional:
        explain(log_text(before), child.returncode, env)


def running(child: subprocess.Popen) -> bool:
    """Wait a moment; say whether the child still runs."""
    try:
        return child.wait(0.1) is None
    except subprocess.TimeoutExpired:
        return True


def log_text(start: int) -> str:
    """Return what was written to the log since it had this many bytes."""
    return LOG.read_bytes()[start:].decode("utf-8", "replace")


def last_step(start: int) -> str:
    """Return the last thing that the log says was begun."""
    words = r"(?m)^ *((?:Collecting|Downloading|Building|Installing|Preparing) .*)"
    steps = re.findall(words, log_text(start))
    return steps[-1].strip() if steps else "preparing"


def explain(log: str, status: int, env: dict[str, str]) -> NoReturn:
    """Stop with the line that suits a failed step's log.

    Raises PipCrashed where pip itself has failed, and not at its work.
    """
    if shutil.disk_usage(VENV).free < 1_000_000:  # the log may have had no room either
        raise OneLineError(FULL)
    if status in (-9, 137):
        raise OneLineError(
            "The system ended the set-up, as it does when memory is short: close other "
            "programs and start again."
        )
    for pattern, advice in FAILURES:
        if re.search(pattern, log, re.IGNORECASE):
            raise OneLineError(f"{advice} (pip's own words: {LOG})")
    if env.get("PIP_CONSTRAINT") and "constraint" in log:
        raise OneLineError(
            "pip's setting PIP_CONSTRAINT contradicts the course's versions: unset it "
            f"({env['PIP_CONSTRAINT']}; see {LOG})."
        )
    absent = re.findall(r"No matching distribution found for (\S+)", log)
    if absent and env.get("PIP_NO_INDEX", "0").lower() not in ("0", "false", "no"):
        raise OneLineError(
            f"pip is set to use no index (PIP_NO_INDEX) and does not find {absent[0]}: "
            f"unset that, or add the wheel to PIP_FIND_LINKS; see {LOG}."
        )
    if absent:
        raise OneLineError(
            f"The package index has no {absent[0]} for this system and Python "
            f"{platform.python_version()}: try another one (3.11 to 3.13); see {LOG}."
        )
    words = [line.strip() for line in log.splitlines() if line.strip()] or ["nothing"]
    errors = [line for line in words if line.startswith("ERROR")] or words[-1:]
    error = PipCrashed if "Traceback (most recent call" in log else OneLineError
    raise error(f"The set-up stopped ({status}): {errors[0][:160]} (see {LOG}).")
