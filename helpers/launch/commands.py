"""What course.py can be told to do, a function a verb."""

import argparse
import difflib
import itertools
import os
import platform
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from subprocess import DEVNULL
from typing import NoReturn

from helpers import outline, places
from helpers.launch import copies, environment
from helpers.launch.environment import child_env, ensure_ready
from helpers.places import PYTHON, ROOT, VENV, OneLineError

PORTS = range(8888, 9088)  # many students may share one machine
VERBS = ("lab", "copy", "test", "bench", "run", "reset")
VERBS += ("site", "key", "slides", "grade")  # for those who teach


def hand_over(command: list[str], env: dict[str, str]) -> int:
    """Become this command: Ctrl-C and the exit status are its own from now on."""
    sys.stdout.flush()
    os.chdir(ROOT)
    if os.name == "posix":
        os.execve(command[0], command, env)
    child = subprocess.Popen(command, env=env)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue  # it reached the child too; wait for its own end


def usable(port: int) -> bool:
    """Say whether a server could listen on this port of this machine."""
    with socket.socket() as server:
        if os.name == "posix":  # as the server itself does
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def choose_port(wanted: int | None) -> int:
    """Return the port for JupyterLab: the wanted one, or the first that is free."""
    if wanted is not None and not 0 < wanted < 65536:
        raise OneLineError(f"--port {wanted}: a port is a number from 1 to 65535.")
    # Two users of one machine who start at the same moment do not take the same one.
    first = getattr(os, "getuid", int)() % len(PORTS)
    port = wanted or next(filter(usable, [*PORTS[first:], *PORTS[:first]]), None)
    if not port:
        raise OneLineError("Ports 8888 to 9087 are taken: name another with --port.")
    if not usable(port):
        other = next((n for n in PORTS if n != port and usable(n)), 9500)
        raise OneLineError(f"Port {port} is taken or not allowed: try --port {other}.")
    return port


def lab(arguments: list[str]) -> int:
    """Open JupyterLab on the student's copies."""
    parser = argparse.ArgumentParser(prog="course.py lab", add_help=False)
    parser.error = complain
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--port", type=int)
    options = parser.parse_args(arguments)
    port = choose_port(options.port)
    ensure_ready("lab")
    copies.refresh_work()
    work = places.work()
    start = work / "00_start_here.ipynb"
    page = f"/lab/tree/{start.name}" if start.is_file() else "/lab"
    token = secrets.token_hex(24)  # not on the command line, which others can read
    config = environment.HERE / "jupyter" / "server_config.py"
    command = [
        *(str(PYTHON), "-m", "jupyterlab", "-y", "--Application.log_level=WARN"),
        f"--config={config}",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--ServerApp.base_url=/",
        f"--ServerApp.root_dir={work}",
        f"--LabApp.default_url={page}",
        f"--ServerApp.open_browser={not options.no_browser}",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    print(f"JupyterLab: http://127.0.0.1:{port}{page}?token={token}")
    print("It stops with Ctrl-C in this window.")
    for path in in_the_way(work):
        print(f"{places.shown(path)} hides what lessons import: rename that file.")
    if work.is_relative_to(ROOT) and (ROOT / ".git").exists():
        print(
            "Your answers are in work/, which git does not know: `git clean -x` would"
        )
        print("delete them (with -e work it does not).")
    # In full: kernels run in other folders.
    env = child_env(COURSE_WORK=str(work), JUPYTER_TOKEN=token)
    if full(work):  # JupyterLab does not start without a few files of its own
        env["JUPYTER_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="course-")
        if full(Path(env["JUPYTER_RUNTIME_DIR"])):
            raise OneLineError("The disk is full: free some space and start again.")
        print("The disk is full: nothing can be saved until you free some space.")
    return hand_over(command, env)


def copy(arguments: list[str]) -> int:
    """Lay or refresh the student's copies and set nothing up: a hub's own start."""
    if arguments:
        raise OneLineError(f"copy takes no {arguments[0]}: COURSE_WORK says where to.")
    all_well = copies.refresh_work()
    print(f"Your copies: {places.shown(places.work())}")
    return 0 if all_well else 1


def full(folder: Path) -> bool:
    """Say whether a disk has no room for even a small file."""
    return shutil.disk_usage(folder).free < 1_000_000


def in_the_way(work: Path) -> list[Path]:
    """Return what in work/ is imported by lessons instead of the package they mean."""
    sites = [*VENV.glob("lib/python*/site-packages"), VENV / "Lib" / "site-packages"]
    found = []
    for path in [*work.glob("*.py"), *work.glob("*/*.py")]:
        if path.name == "__init__.py":
            path = path.parent
        name = path.stem
        known = [site / end for site in sites for end in (name, f"{name}.py")]
        if name in {*sys.stdlib_module_names, "helpers"} or any(
            place.exists() for place in known
        ):
            found.append(path)
    return sorted(found)


def complain(message: str) -> NoReturn:
    """Turn argparse's complaint into one line."""
    message = message[:1].upper() + message[1:]
    raise OneLineError(f"{message} (course.py --help shows how).")


def split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Return the names of the lessons that come first, and the rest as it is."""
    rest = list(itertools.dropwhile(lambda word: not word.startswith("-"), arguments))
    words = arguments[: len(arguments) - len(rest)]
    return [outline.find_lesson(word).name for word in words], rest


def test(arguments: list[str]) -> int:
    """Run the standard suite, or what proves the named lessons."""
    deep = ["--deep"] if "--deep" in arguments else []
    chosen, rest = split([word for word in arguments if word != "--deep"])
    ensure_ready("test")
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        cores = os.cpu_count() or 1
    workers = str(cores + 1)  # they wait a third of the time: for pip, pages, deadlines
    command = [str(PYTHON), "-m", "pytest", "-q", "-n", workers, "--dist=loadfile"]
    # What pytest remembers lies with all else that a start writes.
    command += ["-o", f"cache_dir={places.work() / '.course' / 'pytest'}"]
    command += [f"notebooks/{name}.ipynb" for name in chosen]
    proofs = ["tests/lessons", "tests/exercises"]
    command += proofs if chosen else ["tests", "notebooks"]
    command += [f"--lesson={name}" for name in chosen] + deep + rest
    unshare = shutil.which("unshare") if platform.system() == "Linux" else None
    for words in ("-n", "-rn") if unshare else ():  # as root, or as one for it
        if subprocess.call([unshare, words, "true"], stderr=DEVNULL) == 0:
            command = [unshare, words, *command]
            return hand_over(command, child_env(COURSE_OFFLINE="1"))
    print("The network cannot be switched off for tests here: they run with it.")
    return hand_over(command, child_env())


def harness(verb: str, arguments: list[str]) -> int:
    """Bench or run the lessons."""
    chosen, rest = split(arguments)
    if not places.writable(places.NOTEBOOKS):
        raise OneLineError(f"{verb} writes to notebooks/: copy the course to do that.")
    ensure_ready("lab")
    command = [str(PYTHON), "-m", "tests.harness", verb]
    return hand_over(command + chosen + rest, child_env())


def reset(arguments: list[str]) -> int:
    """Give a fresh copy of one lesson; the student's is kept."""
    if len(arguments) != 1:
        raise OneLineError("Name one lesson to reset, such as: course.py reset 1.1")
    copies.reset(arguments[0])
    return 0


def teach(verb: str, arguments: list[str]) -> int:
    """Make web pages, the answer key or slides, for those who teach."""
    parser = argparse.ArgumentParser(prog=f"course.py {verb}", add_help=False)
    parser.error = complain
    if verb != "site":
        parser.add_argument("lessons", nargs="*", default=[])
    parser.add_argument("--to", default=ROOT / verb)
    options = parser.parse_args(arguments)
    chosen = getattr(options, "lessons", [])
    names = [outline.find_lesson(word).name for word in chosen]
    to = str(Path(options.to).expanduser().absolute())  # hand_over changes folders
    ensure_ready("teach")
    module = "website" if verb == "site" else verb  # site is Python's own
    command = [str(PYTHON), "-m", f"helpers.teaching.{module}", to, *names]
    return hand_over(command, child_env())


def grade(arguments: list[str]) -> int:
    """Judge the notebooks of a class."""
    parser = argparse.ArgumentParser(prog="course.py grade", add_help=False)
    parser.error = complain
    parser.add_argument("folder", type=os.path.abspath)
    parser.add_argument("--to", type=os.path.abspath)
    parser.add_argument("--due", type=moment)
    parser.add_argument("--gradebook", type=os.path.abspath)
    parser.add_argument("--trust", action="store_const", const="trust", default="")
    options = parser.parse_args(arguments)
    ensure_ready("lab")
    to = options.to or str(ROOT / "grades" / Path(options.folder).name)
    command = [str(PYTHON), "-m", "helpers.teaching.grade", options.folder, to]
    command += [options.due or "", options.gradebook or "", options.trust]
    return hand_over(command, child_env())


def moment(text: str) -> str:
    """Return a date, which lasts until its end, or a date and time, in ISO's form."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        form = "write it as 2027-01-31 or 2027-01-31T18:00"
        raise argparse.ArgumentTypeError(f'"{text}" is no date: {form}') from None
    if len(text) <= len("2027-01-31"):
        time = time.replace(hour=23, minute=59, second=59)
    return time.astimezone().isoformat()  # without an offset it is this machine's time


def main(arguments: list[str]) -> int:
    """Do what the command line says and return the exit status."""
    verb, *rest = arguments
    if verb == "lab":
        return lab(rest)
    if verb == "copy":
        return copy(rest)
    if verb == "test":
        return test(rest)
    if verb in ("bench", "run"):
        return harness(verb, rest)
    if verb == "reset":
        return reset(rest)
    if verb == "grade":
        return grade(rest)
    if verb in ("site", "key", "slides"):
        return teach(verb, rest)
    close = difflib.get_close_matches(verb, VERBS, 1)
    hint = f"did you mean {close[0]}?" if close else "course.py --help lists them."
    raise OneLineError(f'There is no command "{verb}": {hint}')


def guarded_main(arguments: list[str]) -> int:
    """Run main; whatever goes wrong becomes one line and a non-zero status."""
    prepare_streams()
    for name in ("SIGTERM", "SIGHUP"):  # an end like Ctrl-C's, so that pip ends too
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) != signal.SIG_IGN:  # as nohup sets it
            signal.signal(number, stop)
    try:
        return main(arguments)
    except OneLineError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # `course.py … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        print(f"That did not work: {places.reason(error)}.", file=sys.stderr)
        return 1


def prepare_streams() -> None:
    """Let printing succeed on a closed stream, and on a console that lacks letters."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115, PTH123
        if hasattr(stream := getattr(sys, name), "reconfigure"):
            stream.reconfigure(errors="replace")


def stop(number: int, frame: object) -> NoReturn:
    """End with the status that a shell gives to this signal."""
    raise SystemExit(128 + number)
