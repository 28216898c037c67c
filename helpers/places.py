"""The ground floor of the course: its folders, and the error that is one line.

Standard library only: `course.py` stands on it before there is an environment.
"""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"  # the reference editions, with outputs
DATASETS = ROOT / "datasets"


class OneLineError(Exception):
    """Something its reader can put right; the message is one line and says how.

    A notebook shows that line without a traceback, `course.py` prints it and ends.
    """

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {self}"]


def work() -> Path:
    """Return the folder of the student's copies (the variable COURSE_WORK moves it)."""
    return Path(os.environ.get("COURSE_WORK") or ROOT / "work").expanduser().absolute()


def shown(path: Path) -> str:
    """Return a path as a message names it: from the course's folder where it can."""
    inside = path.is_relative_to(ROOT)
    return path.relative_to(ROOT).as_posix() if inside else str(path)
