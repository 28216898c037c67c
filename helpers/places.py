"""The ground floor of the course: its folders, and the error that is one line.

Standard library only: `course.py` stands on it before there is an environment.
"""

import errno
import os
from pathlib import Path

# On Windows a mapped drive keeps its letter: many programs cannot start in the
# \\server\share that realpath makes of it.
real = os.path.realpath if os.name == "posix" else os.path.abspath
ROOT = Path(real(__file__)).parent.parent
NOTEBOOKS = ROOT / "notebooks"  # the reference editions, with outputs
DATASETS = ROOT / "datasets"
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

# Bytes of a path: macOS ends them at 1,024, and a file of the work folder needs some.
LONGEST = 800
CANNOT_WRITE = "copy the course to your own folder, or name one in COURSE_WORK"
IN_USE = (
    "another program has this file: close JupyterLab (Ctrl-C in its window) and "
    "editors, wait for the virus scanner, and start again"
)


class OneLineError(Exception):
    """Something its reader can put right; the message is one line and says how.

    A notebook shows that line without a traceback, `course.py` prints it and ends.
    """

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {self}"]


def work() -> Path:
    """Return the folder of the student's copies, and of all else that a start writes.

    COURSE_WORK names it; else it is work/, or a folder at home where the course's own
    cannot be written to (a room or a hub that shares one course).
    """
    if named := os.environ.get("COURSE_WORK"):
        return named_work(named)
    beside = ROOT / "work"
    if writable(beside):
        return beside
    try:
        return Path.home() / "training-models-work"
    except RuntimeError:
        raise OneLineError(
            "You have no home folder here: name one for your copies in COURSE_WORK."
        ) from None


def named_work(named: str) -> Path:
    """Return the folder that COURSE_WORK names; OneLineError where it cannot serve.

    A relative path would mean another folder to each kernel, and copies among the
    course's own files would be taken for them.
    """
    try:
        size, folder = len(named.encode("utf-8")), Path(named).expanduser()
    except UnicodeError:
        raise OneLineError("COURSE_WORK is not UTF-8: rename that folder.") from None
    except RuntimeError:
        raise OneLineError(f"COURSE_WORK is {named}: no such home folder.") from None
    if size > LONGEST:
        raise OneLineError(f"COURSE_WORK is {size} bytes long: {LONGEST} at most.")
    if not folder.is_absolute():
        raise OneLineError(
            f"COURSE_WORK is {named}: write the whole path, from / or ~."
        )
    if folder == Path(os.path.expanduser("~")):  # noqa: PTH111 (it never raises)
        raise OneLineError(f"COURSE_WORK is {named}, your home itself: name one in it.")
    place = Path(real(folder))
    if place.is_relative_to(ROOT) and not place.is_relative_to(ROOT / "work"):
        raise OneLineError(
            f"COURSE_WORK is {named}, among the course's own files: name a folder "
            "outside the course, or its work/."
        )
    return folder


def writable(path: Path) -> bool:
    """Say whether a file or folder may be written to, or made where it is not yet."""
    while not path.exists() and path != path.parent:
        path = path.parent
    return os.access(path, os.W_OK)


def reason(error: OSError) -> str:
    """Return in a line why the system refused, and what can be done about it."""
    advice = {
        errno.ENOSPC: "free some space",
        errno.EDQUOT: "free some space",
        errno.EACCES: CANNOT_WRITE,
        errno.EPERM: CANNOT_WRITE,
        errno.EROFS: CANNOT_WRITE,
    }.get(error.errno or 0, "")
    if getattr(error, "winerror", None) in (5, 32):
        advice = IN_USE
    where = f" ({error.filename})" if error.filename else ""
    words = error.strerror or str(error) or type(error).__name__
    return f"{words}{where}{'; ' if advice else ''}{advice}"


def shown(path: Path) -> str:
    """Return a path as a message names it: from the course's folder where it can."""
    inside = path.is_relative_to(ROOT)
    return path.relative_to(ROOT).as_posix() if inside else str(path)
