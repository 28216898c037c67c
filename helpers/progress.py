"""The student's progress: one line of JSON for each answer, only ever appended.

Appending needs no lock between two open notebooks and survives being cut off: a line
that did not arrive whole is set aside with the file it stood in, the others stay.
"""

import json
import os
import shutil
from pathlib import Path

from helpers import places


def progress_file() -> Path:
    """Return where progress is kept: with the copies, or where COURSE_PROGRESS says."""
    return Path(os.environ.get("COURSE_PROGRESS") or places.work() / "progress.jsonl")


def record(lesson: str, key: str, state: str) -> None:
    """Append an answer's state; where that is impossible, say so in one line."""
    line = json.dumps({"lesson": lesson, "key": key, "state": state})
    try:
        progress_file().parent.mkdir(parents=True, exist_ok=True)
        # The first newline ends a line that an interrupted write may have left open.
        with progress_file().open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    except OSError as error:
        print(
            f"Your progress could not be saved ({error.strerror}); the verdict stands."
        )


def read_progress() -> dict[tuple[str, str], str]:
    """Return {(lesson, key): state}, where "correct" and "noted" stay once reached.

    A damaged file is copied aside and what can be read of it is kept, with one line.
    """
    try:
        text = progress_file().read_bytes().decode("utf-8", errors="replace")
    except OSError:
        return {}
    best: dict[tuple[str, str], str] = {}
    good: list[str] = []
    lines = [line for line in text.splitlines() if line.strip()]
    for line in lines:
        try:
            entry = json.loads(line)
            place, state = (entry["lesson"], entry["key"]), str(entry["state"])
            if best.get(place) not in ("correct", "noted"):
                best[place] = state
            good.append(line)
        except (ValueError, TypeError, KeyError):
            continue
    if len(good) < len(lines):
        set_aside(good)
    return best


def set_aside(good_lines: list[str]) -> None:
    """Keep a damaged progress file under another name and go on with its good lines."""
    path, n = progress_file(), 1
    while (spare := path.with_name(f"{path.stem}.damaged-{n}{path.suffix}")).exists():
        n += 1
    fresh = path.with_name(f"{path.name}.new")
    try:
        shutil.copyfile(path, spare)
        fresh.write_text("".join(f"{line}\n" for line in good_lines), encoding="utf-8")
        fresh.replace(path)
    except OSError:
        return  # a folder that cannot be written to: what was read still counts
    print(
        f"Your progress file was damaged. It is kept as {spare.name}; the rest counts."
    )
