"""The student's progress: one line of JSON for each answer, only ever appended.

Appending needs no lock between two open notebooks and survives being cut off: a line
that did not arrive whole, or that something else has damaged, is passed over, and
nothing is ever rewritten.
"""

import contextlib
import json
import os
from pathlib import Path

from helpers import places
from helpers.places import OneLineError


def progress_file() -> Path:
    """Return where progress is kept: with the copies, or where COURSE_PROGRESS says."""
    return Path(os.environ.get("COURSE_PROGRESS") or places.work() / "progress.jsonl")


def regular(path: Path) -> Path:
    """Return a path that may be opened; OSError where that would wait for a writer."""
    if path.exists() and not path.is_file():
        raise OSError(0, "it is not a file")
    return path


def record(lesson: str, key: str, state: str) -> None:
    """Append an answer's state; where that is impossible, say so in one line."""
    line = json.dumps({"lesson": lesson, "key": key, "state": state})
    try:
        progress_file().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # The first newline ends a line that an interrupted write may have left open.
        with regular(progress_file()).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    except (OSError, OneLineError) as error:
        why = getattr(error, "strerror", error)
        print(f"Your progress could not be saved ({why}); the verdict stands.")


def read_progress() -> dict[tuple[str, str], str]:
    """Return {(lesson, key): state}, where "correct" and "noted" stay once reached.

    Lines that cannot be read are passed over; a file that cannot, with one line.
    """
    try:
        data = regular(progress_file()).read_bytes()
    except FileNotFoundError:
        return {}
    except (OSError, OneLineError) as error:
        print(f"Your progress could not be read ({getattr(error, 'strerror', error)}).")
        return {}
    best: dict[tuple[str, str], str] = {}
    # Some editors begin a file with a byte-order mark.
    for line in data.decode("utf-8-sig", errors="replace").split("\n"):
        with contextlib.suppress(ValueError, TypeError, KeyError, RecursionError):
            entry = json.loads(line)
            place, state = (entry["lesson"], entry["key"]), str(entry["state"])
            if best.get(place) not in ("correct", "noted"):
                best[place] = state
    return best
