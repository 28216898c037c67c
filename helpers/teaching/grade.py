"""A class's notebooks, judged by the engine that judged them while they were written.

`course.py grade FOLDER` finds the notebooks, has each lesson's judged in a room of its
own (`grade_isolation`, `grade_judge`), and writes `grades.csv` and a page of feedback
for each. Nothing of a student's is run, or read further than its JSON, outside.
"""

import contextlib
import hashlib
import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from helpers import outline, places
from helpers.course_map import Row, read_row
from helpers.places import OneLineError
from helpers.teaching import grade_isolation, grade_reports, writing

LARGEST = 50 << 20  # bytes of a notebook
# Seconds: a cell, any step of judging, a fork, and all forks of one notebook.
LIMITS = {"cell": 10.0, "step": 30.0, "notebook": 240.0}
MOODLE = re.compile(r"(.+?)_(\d+)_assignsubmission_")
CANVAS = re.compile(r"(.+?)(_LATE)?_(\d+)_(\d+)_(.+)", re.IGNORECASE)
CALLED = re.compile(r"\bexercises\.(\w+)\.(?:check|predict)\(")
STATES = (
    *("missing", "untouched", "correct", "noted", "mistake", "wrong", "type"),
    *("nonfinite", "error", "timeout", "flood"),
)
WORDS = ("headline", "detail", "expected", "got", "printed", "later")
NO_ROOM = (
    "Students' code must run where it can do no harm, and this system has no way to do "
    "that: install bubblewrap (Linux). --trust runs it all the same, as you."
)


@dataclass
class Submission:
    """One file of FOLDER, and in the end what is said of it."""

    path: Path
    file: str  # as the teacher sees it, from FOLDER
    student: str
    id: str = ""
    late: bool = False
    lesson: outline.Lesson | None = None
    cells: list[dict[str, Any]] = field(default_factory=list)
    digest: str = ""
    fault: str = ""  # why it cannot be judged
    remarks: list[str] = field(default_factory=list)
    verdicts: dict[str, dict[str, str]] = field(default_factory=dict)
    counts: bool = False  # not where the student has a better one of this lesson

    @property
    def whose(self) -> tuple[str, str]:
        return self.student, self.id

    @property
    def points(self) -> int:
        states = [said["state"] for said in self.verdicts.values()]
        return sum(state in ("correct", "noted") for state in states)


# ---------------------------------------------------------------- finding, reading


def find(
    folder: Path, due: datetime | None, to: Path | None = None
) -> list[Submission]:
    """Return what a folder holds of each student, read; what is wrong stands in it.

    A file that is no notebook is told where its student has none, too; what grading
    has written (to) is left out. Where all notebooks lie in folders, a folder is a
    student, also one with nothing in it.
    """
    if not folder.is_dir():
        raise OneLineError(
            f"{folder} is no folder: name the one with the notebooks. A download that "
            "is a zip has to be unpacked first."
        )
    rows = [read_row(lesson) for lesson in outline.existing()]
    found, others, students = [], [], []
    for place, folders, files in os.walk(folder, onerror=say_unread):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith((".", "__MACOSX")) and Path(place) / name != to
        )
        if Path(place) == folder:
            students = [*folders]
        for name in sorted(name for name in files if not name.startswith(".")):
            path = Path(place) / name
            submission = named(path, path.relative_to(folder))
            if not is_notebook(path):
                submission.fault = "it is no notebook (.ipynb)"
                submission.fault += ": unpack it" * name.lower().endswith(".zip")
                others.append(submission)
                continue
            read(submission, rows, due)
            name_by_lesson(submission, path.relative_to(folder))
            found.append(submission)
    some = {submission.whose for submission in found}
    found += [other for other in others if other.whose not in some]
    if found and all(x.path.parent != folder for x in found if is_notebook(x.path)):
        some = {submission.whose for submission in found}
        for name in students:
            nothing = named(folder / name, Path(name, "nothing"))
            nothing.file, nothing.fault = clean(f"{name}/"), "no notebook found"
            found += [nothing] * (nothing.whose not in some)
    return found


def is_notebook(path: Path) -> bool:
    return path.suffix.lower() == ".ipynb"


def say_unread(error: OSError) -> None:
    print(f"Not read: {clean(str(error))}.")


def clean(text: str, length: int = 120) -> str:
    """Return text that can be written anywhere: in one line, and not too long."""
    text = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[
        :length
    ]


def named(path: Path, below: Path) -> Submission:
    """Return a submission with what its folder and file names say of its student."""
    first, *rest = below.parts
    moodle, canvas = MOODLE.match(first), CANVAS.match(below.stem)
    late = False
    if moodle:
        student, number = moodle[1], moodle[2]
    elif rest:
        student, number = first, ""
    elif canvas:
        student, number, late = canvas[1], canvas[3], bool(canvas[2])
    else:
        student, number = below.stem.split("_")[0], ""
    student = clean(student.strip(" _"), 60) or "unnamed"
    return Submission(path, clean(str(below)), student, number, late)


def name_by_lesson(submission: Submission, below: Path) -> None:
    """Take the whole of ANNA_LEE_01_what_is_training's name, its lesson being known."""
    if submission.lesson and len(below.parts) == 1 and not submission.id:
        slug = re.escape(submission.lesson.slug)
        before = re.match(rf"(.+?)_(?:[\d._-]+)?{slug}", below.stem)
        if before:
            submission.student = clean(before[1], 60)


def read(submission: Submission, rows: list[Row], due: datetime | None) -> None:
    """Read a notebook's JSON into a submission, or why it cannot be read."""
    try:
        data, changed = contents(submission.path)
        submission.digest = hashlib.sha256(data).hexdigest()
        submission.late |= due is not None and changed > due.timestamp()
        notebook = json.loads(data.decode("utf-8-sig"))
        cells = [cell for cell in notebook["cells"] if isinstance(cell, dict)]
        cells = [
            {
                "type": str(cell.get("cell_type")),
                "id": str(cell.get("id")),
                "source": text(cell.get("source")),
                "tags": tags(cell),
            }
            for cell in cells
        ]
    except OSError as error:
        submission.fault = f"it cannot be read: {error.strerror or error}"
        return
    except (ValueError, RecursionError, MemoryError):
        submission.fault = "it is no notebook, or was cut off (not valid JSON)"
        return
    except (KeyError, TypeError, AttributeError):
        submission.fault = "it is JSON, but no notebook"
        return
    submission.cells = [cell for cell in cells if cell["type"] == "code"]
    submission.lesson = lesson_of(cells, rows)
    if submission.lesson is None:
        submission.fault = "it has the title and the exercises of no lesson"


def lesson_of(cells: list[dict[str, Any]], rows: list[Row]) -> outline.Lesson | None:
    """Return the lesson whose exercises a notebook asks for, else by its title."""
    called = {key for cell in cells for key in CALLED.findall(cell["source"])}
    prose = "\n".join(c["source"] for c in cells if c["type"] == "markdown")
    headings = re.findall(r"(?m)^# (?:[\d.]+ · )?(.+)$", prose)
    titles = [heading.strip() for heading in headings]
    best = max(rows, key=lambda row: (len(called & {*row.keys}), row.title in titles))
    return best.lesson if called & {*best.keys} or best.title in titles else None


def contents(path: Path) -> tuple[bytes, float]:
    """Return a file's bytes and its time; OSError for what is no plain file."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    if path.is_symlink():
        raise OSError(0, "it is a link")
    with open(os.open(path, flags), "rb") as file:  # noqa: PTH123
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, "it is not a file")
        if status.st_size > LARGEST:
            raise OSError(0, f"it is larger than {LARGEST >> 20} MB")
        return file.read(LARGEST), status.st_mtime


def text(source: Any) -> str:
    """Return a cell's source, which is a text or a list of lines."""
    lines = source if isinstance(source, list) else [source]
    joined = "".join(line for line in lines if isinstance(line, str))
    joined = joined.replace("\r\n", "\n")
    return joined.encode("utf-8", "replace").decode()


def told(words: Any) -> str:
    """Return what a fork says, fit for a file and for a terminal that shows it."""
    shown = [c for c in text(words)[:2000] if c.isprintable() or c in "\n\t"]
    return "".join(shown)


def tags(cell: dict[str, Any]) -> list[str]:
    metadata = cell.get("metadata")
    found = metadata.get("tags") if isinstance(metadata, dict) else None
    found = found if isinstance(found, list) else []
    return [tag for tag in found if isinstance(tag, str)]


# ---------------------------------------------------------------- the room


class Room:
    """Where a lesson's notebooks are judged: a process, and a socket to it."""

    def __init__(self, lesson: outline.Lesson, trust: bool, limits: dict) -> None:
        self.folder = tempfile.TemporaryDirectory(
            prefix="course-grade-", ignore_cleanup_errors=True
        )
        mine, its = socket.socketpair()
        python = [sys.executable, "-P", "-m", "helpers.teaching.grade_judge"]
        python += [str(its.fileno()), lesson.name, json.dumps(limits)]
        if trust:
            command, scratch = python, self.folder.name
        else:
            command = grade_isolation.command(self.folder.name, python)
            scratch = grade_isolation.SCRATCH
        if command is None:
            raise OneLineError(NO_ROOM)
        self.control = mine
        self.process = subprocess.Popen(
            command,
            env=grade_isolation.environment(scratch),
            pass_fds=[its.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for this process alone
        )
        its.close()
        with contextlib.suppress(OSError):  # where memory is short, it goes first
            Path(f"/proc/{self.process.pid}/oom_score_adj").write_text("1000")
        try:
            failed = self.hear()
        except BaseException:  # it was stopped while the reference ran
            self.close()
            raise
        if failed is None:
            self.close()
            raise OneLineError(f"Lesson {lesson.number} could not be run here.")
        if failed != "0":
            print(f"{failed} cells of lesson {lesson.number} failed here.")

    def hear(self) -> str | None:
        """Return what the room says, None when it has ended."""
        try:
            return self.control.recv(4096).decode() or None
        except OSError:
            return None

    def judge(self, job: dict[str, Any]) -> tuple[list[dict], str | None]:
        """Return the lines that came of a notebook and how its judging ended."""
        with (
            tempfile.TemporaryFile("w+", encoding="utf-8") as what,
            tempfile.TemporaryFile() as out,
        ):
            json.dump(job, what)
            what.seek(0)
            try:
                socket.send_fds(self.control, [b"!"], [what.fileno(), out.fileno()])
            except OSError:
                return [], None
            ending = self.hear()
            out.seek(0)
            return list(lines(out.read(4 << 20))), ending

    def close(self) -> None:
        """End the room and all that is in it."""
        self.control.close()
        self.process.kill()
        self.process.wait()
        self.folder.cleanup()


def lines(data: bytes) -> Iterator[dict[str, Any]]:
    """Yield what a fork has written; a student's code may have written there, too."""
    for line in data.split(b"\n"):
        with contextlib.suppress(ValueError, RecursionError):
            entry = json.loads(line)
            if isinstance(entry, dict):
                yield entry


class Judge:
    """Judges the notebooks of one lesson after the other, in one room a lesson."""

    def __init__(self, trust: bool, limits: dict[str, float] | None = None) -> None:
        self.trust, self.limits = trust, limits or LIMITS
        self.lesson: outline.Lesson | None = None
        self.room: Room | None = None
        self.failed: dict[outline.Lesson, OneLineError] = {}

    def open(self, lesson: outline.Lesson) -> Room:
        """Return the lesson's room; it is made where there is none."""
        if self.room is None or self.lesson != lesson:
            self.close()
            if lesson in self.failed:
                raise self.failed[lesson]
            try:
                self.room, self.lesson = Room(lesson, self.trust, self.limits), lesson
            except OneLineError as error:
                self.failed[lesson] = error
                raise
        return self.room

    def close(self) -> None:
        if self.room:
            self.room.close()
        self.room = None

    def judge(self, submission: Submission) -> None:
        """Fill in a submission's verdicts.

        A step that ends its fork is left out in the next one: what comes after it is
        judged all the same.
        """
        keys = read_row(submission.lesson).keys
        job = {"cells": submission.cells, "skip": {}, "slow": [], "done": []}
        found, started, step, deaths = submission.verdicts, time.monotonic(), "", 0
        while len(found) < len(keys):
            said, ending = self.open(submission.lesson).judge(job)
            before = len(found)
            for line in said:
                if isinstance(line.get("start"), str):
                    step = line["start"]
                elif isinstance(line.get("slow"), str):
                    job["slow"].append(line["slow"])
                elif line.get("key") in keys and line.get("state") in STATES:
                    words = {word: told(line.get(word)) for word in WORDS}
                    found.setdefault(line["key"], {"state": line["state"], **words})
            if ending is None:
                self.close()  # the room is lost, or could not be tidied
            if len(found) < len(keys) and (ending != "done" or len(found) == before):
                deaths += 1
                why = {"done": "it ended the process", None: "it ended everything"}
                job["skip"][step] = why.get(ending, ending)
            job["done"] = list(found)
            late = time.monotonic() - started > self.limits["notebook"]
            if late or deaths > 2 * len(keys):
                submission.remarks.append("not all of it could be judged in time")
                break
        for key in keys:
            lost = {"state": "error", "headline": "Not yet: it could not be judged."}
            found.setdefault(key, dict.fromkeys(WORDS, "") | lost)
        submission.verdicts = {key: found[key] for key in keys}
        asked = {k for cell in submission.cells for k in CALLED.findall(cell["source"])}
        if others := sorted(asked - set(keys))[:5]:
            submission.remarks.append(
                f"it is of another edition, which asked for {clean(', '.join(others))}"
            )


# ---------------------------------------------------------------- all of them


def edition(lesson: outline.Lesson) -> str:
    """Return a mark of all that a verdict depends on, beside the notebook."""
    mark = hashlib.sha256(lesson.notebook.read_bytes())
    for path in sorted((places.ROOT / "helpers").rglob("*.[pm][yd]")):
        mark.update(path.read_bytes())
    return mark.hexdigest()


def grade(
    folder: Path,
    to: Path,
    due: datetime | None = None,
    gradebook: Path | None = None,
    trust: bool = False,
    limits: dict[str, float] | None = None,
) -> list[Submission]:
    """Judge all notebooks of a folder and write what came of it; return it, too."""
    if not hasattr(os, "fork"):
        raise OneLineError("Grading needs Linux or macOS; on Windows, use WSL.")
    found = find(folder, due, to)
    if not any(is_notebook(x.path) for x in found):
        raise OneLineError(
            f"There is no notebook (.ipynb) in {folder}: is something to be unpacked?"
        )
    if not trust:
        for place in (folder, to):
            if grade_isolation.shows(place):
                raise OneLineError(
                    f"{place} lies in a folder that students' code can read: move it."
                )
        with tempfile.TemporaryDirectory() as empty:
            if grade_isolation.command(empty, []) is None:
                raise OneLineError(NO_ROOM)
    book = grade_reports.Gradebook.read(gradebook, found) if gradebook else None
    with writing(to, mode=0o700):  # names and points are nobody else's business
        kept = grade_reports.Kept(to / "judged.jsonl")
    judge = Judge(trust, limits)
    good = [submission for submission in found if submission.lesson]
    good.sort(key=lambda submission: submission.lesson.name)  # stable: one room each
    print(f"{len(good)} notebooks. {grade_reports.NO_EXAM}")
    if len({x.whose for x in found}) == 1 and len(good) > len({x.lesson for x in good}):
        print(
            f"All of them are taken for those of one student, {found[0].student}: if "
            "that folder holds a class, name it instead."
        )
    try:
        marks = {lesson: edition(lesson) for lesson in {x.lesson for x in good}}
        for number, submission in enumerate(good, 1):
            mark = f"{marks[submission.lesson]} {submission.digest}"
            again = kept.recall(mark, submission)
            if not again:
                try:
                    judge.judge(submission)
                except OneLineError as error:  # the lesson itself does not run here
                    submission.fault = str(error).rstrip(".")
                    continue
                kept.keep(mark, submission)
            grade_reports.show_progress(number, len(good), submission, again)
    finally:
        judge.close()
    with writing(to):
        grade_reports.write(found, to)
        if book:
            book.write(to / "gradebook.csv")
    return found


def main(folder: str, to: str, due: str, gradebook: str, trust: str) -> None:
    """Do what `course.py grade` has been told; all arguments may be empty."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the room ends, too
    grade(
        Path(folder),
        Path(to),
        datetime.fromisoformat(due) if due else None,
        Path(gradebook) if gradebook else None,
        bool(trust),
    )


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit("\nStopped. The same command goes on from here.")
    except OneLineError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"That did not work: {places.reason(error)}.")
