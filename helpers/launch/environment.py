"""The environment in .venv: probed at every start, made or mended where it must be."""

import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from subprocess import DEVNULL, STDOUT
from typing import NoReturn

from helpers.places import ROOT, OneLineError

HERE = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOG = VENV / "install.log"
BIN = "Scripts" if os.name == "nt" else "bin"
PYTHON = VENV / BIN / ("python.exe" if os.name == "nt" else "python")

OLDEST, TOO_NEW = (3, 11, 5), (3, 14)  # as course.py and pyproject.toml say
DISK_NEEDED = 2_500_000_000  # bytes, with PyTorch's CPU build
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


def child_env(**extra: str) -> dict[str, str]:
    """Return the environment for children: this .venv's packages and no others."""
    dropped = "PYTHONPATH PYTHONHOME __PYVENV_LAUNCHER__ JUPYTERLAB_DIR COURSE_OFFLINE"
    env = {k: v for k, v in os.environ.items() if k.upper() not in dropped.split()}
    env.update(PYTHONUTF8="1", PYTHONNOUSERSITE="1", **extra)
    # Small models: threads that wait for each other cost up to three times the time.
    env.setdefault("OMP_NUM_THREADS", "1")
    return env


def requirement_files(kind: str) -> list[str]:
    """Return what is installed for "lab" or "test", as paths from the root."""
    files = ["requirements.txt", "constraints.txt", "pyproject.toml"]
    files += ["tests/requirements.txt"] if kind == "test" else []
    missing = [name for name in files if not (ROOT / name).is_file()]
    if missing:
        raise OneLineError(
            f"{ROOT / missing[0]} is missing: restore it from the course."
        )
    return files


def probe(files: list[str]) -> tuple[list[int], bool, list[str]] | None:
    """Return (Python's version, has pip, what is wrong) of .venv; None: broken."""
    lists = [ROOT / name for name in files if name.endswith("requirements.txt")]
    pins = re.findall(
        r"(?m)^([\w.-]+==[\w.]+) *(?:#.*)?$",
        "\n".join(path.read_text("utf-8") for path in lists),
    )
    command = [str(PYTHON), "-I", str(HERE / "probe.py"), str(ROOT), *pins]
    try:
        result = subprocess.run(command, capture_output=True, env=child_env())
        version, pip, wrong = json.loads(result.stdout.decode("utf-8"))
    except (OSError, ValueError):
        return None
    fits = OLDEST <= tuple(version) < TOO_NEW
    return (version, pip, wrong) if fits else None


def stamp(files: list[str], version: list[int]) -> str:
    """Return what the set-up rests on as a hash."""
    parts = [(ROOT / name).read_bytes() for name in files]
    parts += [os.fsencode(ROOT), repr((version, SETTINGS)).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def ensure_ready(kind: str) -> None:
    """Make or mend .venv for "lab" or "test"; quick when nothing is to be done."""
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
        raise OneLineError(f"The set-up did not take ({wrong}): see {LOG}.")
    settings = VENV / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(json.dumps(SETTINGS, indent=2), "utf-8")
    for path in stamps if kind == "test" else stamps[:1]:  # last: all of it is there
        part = files[:3] if path.name == "course-lab.stamp" else files
        fresh = path.with_suffix(".new")
        fresh.write_text(stamp(part, state[0]), "utf-8")
        fresh.replace(path)
    print(f"Ready after {time.monotonic() - started:.0f} s.", flush=True)


def clear_venv() -> None:
    """Empty .venv for a new one, if it is ours; install.log marks it while it lasts."""
    if VENV.is_symlink() or (VENV.exists() and not VENV.is_dir()):
        raise OneLineError(f"{VENV} is not a folder of the course's own: move it away.")
    if VENV.exists():
        known = (VENV / "pyvenv.cfg").is_file() or LOG.is_file()
        if any(VENV.iterdir()) and not known:
            raise OneLineError(f"{VENV} is not a Python environment: move it away.")
    VENV.mkdir(exist_ok=True)
    LOG.touch()
    for path in VENV.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path != LOG:
            path.unlink()


def install(files: list[str], first: bool) -> None:
    """Fill .venv with what the requirement files say."""
    small = {"PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS"} & set(os.environ)
    if first and platform.system() == "Linux" and not small:
        print(TORCH_NOTICE, flush=True)
    free = shutil.disk_usage(VENV).free
    if first and free < DISK_NEEDED:
        raise OneLineError(
            f"The disk is too full: 2.5 GB needed, {free / 1e9:.1f} GB free."
        )
    LOG.write_bytes(b"")
    if not (VENV / "pyvenv.cfg").is_file():
        make_venv()
    pip = ["-m", "pip", "install", "--no-input", "--progress-bar", "off"]
    for name in files:
        if name.endswith("requirements.txt"):
            pip += ["-r", name]
    log_child([str(PYTHON), "-I", str(HERE / "heal.py")])
    log_child([str(PYTHON), *pip, "-c", "constraints.txt", "-e", "."])
    # Otherwise the first figure of the first lesson waits for this.
    log_child([str(PYTHON), "-c", "import matplotlib.font_manager"], optional=True)


def make_venv() -> None:
    """Make .venv with the Python that runs this, not with another .venv's."""
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
    base = getattr(sys, "_base_executable", None) or sys.executable
    log_child([base, "-m", "venv", str(VENV)])


def log_child(command: list[str], optional: bool = False) -> None:
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


def explain(log: str, status: int) -> NoReturn:
    """Stop with the line that suits a failed step's log."""
    for pattern, advice in FAILURES:
        if re.search(pattern, log, re.IGNORECASE):
            raise OneLineError(f"{advice} (pip's own words: {LOG})")
    absent = re.findall(r"No matching distribution found for (\S+)", log)
    if absent:
        raise OneLineError(
            f"The package index has no {absent[0]} for this system and Python "
            f"{platform.python_version()}: try another one (3.11 to 3.13); see {LOG}."
        )
    words = [line.strip() for line in log.splitlines() if line.strip()] or ["nothing"]
    errors = [line for line in words if line.startswith("ERROR")] or words[-1:]
    raise OneLineError(f"The set-up stopped ({status}): {errors[0][:160]} (see {LOG}).")
