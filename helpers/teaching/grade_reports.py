"""What grading leaves behind: a table, a page for each notebook, a filled gradebook."""

import csv
import json
import re
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from textwrap import shorten
from typing import Any

from helpers import places
from helpers.course_map import read_row
from helpers.judging.card import Verdict, as_text
from helpers.judging.kinds import Prediction, Quiz
from helpers.lessons import Lesson, asked
from helpers.places import OneLineError

NO_EXAM = (
    "Points measure completion: solutions unfold in the lessons' own cards, so this is "
    "no exam."
)
DONE = {
    "correct": "✔ done",
    "noted": "✔ noted",
    "untouched": "not attempted",
    "missing": "not in this notebook",
}
OTHERS = "said most often to the others; of a Predict, what was chosen"
IDENTITIES = {"ID", "SIS User ID", "SIS Login ID"}  # as Canvas calls them
COLUMNS = (
    *("student", "id", "lesson", "points", "of", "percent", "late", "counts"),
    *("file", "remarks"),
)


def show_progress(number: int, total: int, submission: Any, again: bool) -> None:
    """Print a line of progress; on a screen it takes the place of the one before."""
    of = f"{submission.points}/{len(submission.verdicts)}"
    text = (
        f"{number} of {total}: {submission.student}, {submission.lesson.number}: {of}"
    )
    text += ", as before" * again
    if sys.stdout.isatty():
        print(f"\r\x1b[K{text[:78]}", end="\n" * (number == total), flush=True)
    else:
        print(text, flush=True)


class Kept:
    """What has been judged already, a line each, so that a stopped run goes on."""

    def __init__(self, path: Path) -> None:
        self.path, self.known = path, {}
        data = path.read_text("utf-8", "replace") if path.is_file() else ""
        for line in data.split("\n"):
            try:
                entry = json.loads(line)
                self.known[entry["mark"]] = entry["verdicts"], entry["remarks"]
            except (ValueError, KeyError, TypeError):
                continue  # cut off
        path.open("a").close()  # where that fails, nothing is judged in vain

    def recall(self, mark: str, submission: Any) -> bool:
        """Fill in what is known of a notebook; return whether anything is."""
        if mark in self.known:
            submission.verdicts, submission.remarks = self.known[mark]
        return mark in self.known

    def keep(self, mark: str, submission: Any) -> None:
        """Write down what has been judged."""
        self.known[mark] = submission.verdicts, list(submission.remarks)
        entry = {
            "mark": mark,
            "verdicts": submission.verdicts,
            "remarks": submission.remarks,
        }
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"\n{json.dumps(entry)}\n")


def write(found: list[Any], to: Path) -> None:
    """Write the table and the pages of feedback, and say what came of it."""
    choose(found)
    (to / "feedback").mkdir(exist_ok=True)
    rows, taken, alike = [], set(), {}
    for submission in found:
        alike.setdefault(submission.digest, []).append(submission)
    for submission in sorted(found, key=lambda s: (s.student.casefold(), s.id)):
        rows.append(row(submission, alike[submission.digest]))
        unread = submission.fault and submission.path.suffix.lower() == ".ipynb"
        if unread or (submission.lesson and submission.counts):
            name = file_name(submission)
            while name.casefold() in taken:
                name += "-2"
            taken.add(name.casefold())
            path = to / "feedback" / f"{name}.md"
            path.write_text(feedback(submission), encoding="utf-8")
    with (to / "grades.csv").open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        table.writerows([[harmless(cell) for cell in row] for row in rows])
    (to / "class.md").write_text(overview(found), encoding="utf-8")
    for submission in found:
        if submission.fault:
            print(f"Not judged: {submission.file}: {submission.fault}.")
    print(f"grades.csv, class.md and feedback/ are in {places.shown(to)}.")


def choose(found: list[Any]) -> None:
    """Mark which notebook counts where a student handed in several of a lesson."""
    best: dict[tuple, Any] = {}
    for submission in found:
        submission.counts = False
        whose = submission.student, submission.id, submission.lesson
        worth = submission.points, not submission.late
        if submission.lesson and (
            whose not in best or worth > (best[whose].points, not best[whose].late)
        ):
            best[whose] = submission
    for submission in best.values():
        submission.counts = True


def row(submission: Any, alike: list[Any]) -> list[Any]:
    """Return a submission's row of the table; `alike` have the same bytes."""
    lesson, total = submission.lesson, len(submission.verdicts)
    notes = [*submission.remarks, submission.fault]
    if lesson and not submission.counts:
        notes.append("another notebook of this lesson counts")
    others = {x.student for x in alike if x.whose != submission.whose}
    if others and submission.points:  # what is untouched is the same for all
        notes.append(f"byte for byte the file of {', '.join(sorted(others)[:5])}")
    return [
        submission.student,
        submission.id,
        # The title keeps a spreadsheet from reading 1.1 as the first of January.
        f"{lesson.number} {read_row(lesson).title}" if lesson else "",
        submission.points if total else "",
        total or "",
        round(100 * submission.points / total) if total else "",
        "late" * submission.late,
        "yes" * submission.counts,
        submission.file,
        "; ".join(filter(None, notes)),
    ]


def harmless(cell: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula."""
    formula = isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t"))
    return f"'{cell}" if formula else cell


def file_name(submission: Any) -> str:
    """Return the name of a page of feedback, which any system can write."""
    student = f"{submission.student} {submission.id}".strip()
    student = re.sub(r"[^\w .-]", "_", student).lstrip(".")
    return f"{student}-{submission.lesson.number}" if submission.lesson else student


def feedback(submission: Any) -> str:
    """Return what the cards say to a notebook, as Markdown."""
    if submission.fault:
        said = f"{submission.file} was not judged: {submission.fault}."
        return f"# {plain(submission.student)}\n\n{plain(said)}\n"
    lesson, total = submission.lesson, len(submission.verdicts)
    title_of = titles(lesson)
    parts = [
        f"# {lesson.number} · {read_row(lesson).title}: {plain(submission.student)}",
        f"**{submission.points} of {total} points**"
        + ", handed in late" * submission.late
        + ".",
        NO_EXAM,
        *(f"A remark on this notebook: {plain(note)}." for note in submission.remarks),
    ]
    for key, said in submission.verdicts.items():
        title = title_of.get(key, key)
        parts.append(f"## {title}\n\n{DONE.get(said['state'], 'not yet')}")
        card = as_text(handed_back(Verdict(**said)), [])
        card += f"\n{said['later']}" * bool(said["later"])
        longest = max(map(len, re.findall("~+", card)), default=0)
        fence = "~" * max(3, longest + 1)  # nothing in it ends it
        parts.append(f"{fence}text\n{card}\n{fence}")
    return "\n\n".join(parts) + "\n"


def handed_back(said: Verdict) -> Verdict:
    """Return a verdict without what it tells one who is running the notebook."""
    if said.state == "untouched":
        return replace(said, detail="")
    if said.state == "noted":  # "Noted: C. Run on and see what happens."
        return replace(said, headline=said.headline.split(". ")[0].rstrip(".") + ".")
    return said


def titles(lesson: Any, length: int = 90) -> dict[str, str]:
    """Return what a lesson's questions and exercises are called, by key."""
    read, found = Lesson.read(lesson.notebook), {}
    for key, exercise in read.exercises.items():
        if isinstance(exercise, Quiz):
            found[key] = shorten(
                exercise.text.replace("*", ""), length, placeholder=" …"
            )
    for key, cell in asked(read):
        title = re.search(r"\*\*(\d+ · .+?)\*\*", cell.source)
        found[key] = f"Exercise {title[1]}"
    return found


def overview(found: list[Any]) -> str:
    """Return what a class has done, and what it was told most often, as Markdown."""
    parts = ["# What the class has done"]
    counting = [x for x in found if x.lesson and x.counts and x.verdicts]
    lessons = {x.lesson for x in counting}
    for lesson in sorted(lessons, key=lambda lesson: lesson.name):
        title_of = titles(lesson, 240)
        exercises = Lesson.read(lesson.notebook).exercises
        some = [x.verdicts for x in counting if x.lesson == lesson]
        lines = [f"| of {len(some)} | done | tried | {OTHERS} |", "|---|---|---|---|"]
        for key in some[0]:
            said = [verdicts[key] for verdicts in some]
            tried = [x for x in said if x["state"] not in ("untouched", "missing")]
            failed = [x for x in tried if x["state"] not in DONE]
            exercise = exercises.get(key)
            told = Counter(in_words(x["headline"], exercise) for x in failed)
            counts = told.most_common(2)
            if isinstance(exercise, Prediction):
                heads = Counter(x["headline"][:8] for x in tried)  # "Noted: C"
                chosen = {x: heads[f"Noted: {x}"] for x in exercise.options}
                named = [(option(exercise, x), n) for x, n in chosen.items()]
                counts = [*named, *counts]
            words = "; ".join(f"{plain(text)} ({n})" for text, n in counts)
            title = plain(title_of.get(key, key))
            done = len(tried) - len(failed)
            lines.append(f"| {title} | {done} | {len(tried)} | {words} |")
        title = f"{lesson.number} · {read_row(lesson).title}"
        parts += [f"## {title}", "\n".join(lines)]
    return "\n\n".join(parts) + "\n"


def in_words(headline: str, exercise: Any) -> str:
    """Return a headline, or the wrong option that it names only by its letter."""
    wrong = re.fullmatch(r"Not yet: ([A-Z]) is not it\.", headline)
    if wrong and isinstance(exercise, Quiz) and wrong[1] in exercise.options:
        return option(exercise, wrong[1])
    return " ".join(headline.split())[:200]


def option(quiz: Quiz, letter: str) -> str:
    words = quiz.options[letter].replace("*", "")
    return f"{letter}) {shorten(words, 70, placeholder=' …')}"


def plain(text: str) -> str:
    """Return text that means nothing in Markdown or HTML."""
    return re.sub(r"([\\`*_\[\]<>&#|])", r"\\\1", text)


# ---------------------------------------------------------------- Canvas


class Gradebook:
    """A gradebook that Canvas has exported, to be filled in and imported again."""

    def __init__(self, rows: list[list[str]], delimiter: str, found: list[Any]) -> None:
        self.rows, self.delimiter, self.found = rows, delimiter, found
        self.header = rows[0]
        if "ID" not in self.header:
            raise OneLineError("The gradebook has no column ID: export it from Canvas.")
        lessons = {x.lesson for x in found if x.lesson}
        ordered = sorted(lessons, key=lambda lesson: lesson.name)
        self.columns = {lesson: self.column(lesson) for lesson in ordered}
        if ordered and all(n is None for n in self.columns.values()):
            raise OneLineError(
                f"The gradebook needs one column for lesson {ordered[0].number}, named "
                "by the lesson's title or number: make that assignment in Canvas first."
            )

    @classmethod
    def read(cls, path: Path, found: list[Any]) -> "Gradebook":
        """Return a gradebook's file, read; raises OneLineError for any other file."""
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                first = file.readline()
                delimiter = max(",;\t", key=first.count)
                file.seek(0)
                rows = list(csv.reader(file, delimiter=delimiter))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            why = getattr(error, "strerror", None) or error
            raise OneLineError(f"{path} cannot be read: {why}.") from None
        if not rows:
            raise OneLineError(f"{path} is empty: export it from Canvas.")
        return cls(rows, delimiter, found)

    def column(self, lesson: Any) -> int | None:
        """Return the one column whose name has the lesson's title or number."""
        title = read_row(lesson).title.casefold()
        number = re.compile(rf"(?<![\d.]){re.escape(lesson.number)}(?![\d.]*\d)")
        names = [re.sub(r"\(\d+\)\s*$", "", name).casefold() for name in self.header]
        for fits in (lambda name: title in name, number.search):
            places = [n for n, name in enumerate(names) if fits(name)]
            if len(places) == 1:
                return places[0]
        return None

    def lines_of(self, submission: Any) -> list[list[str]]:
        """Return the lines of a student: by ID, where the file's name has one.

        A folder may be named by one of the other identities.
        """
        columns = {"ID"} if submission.id else IDENTITIES
        places = [n for n, name in enumerate(self.header) if name in columns]
        wanted = submission.id or submission.student
        return [
            line
            for line in self.rows[1:]
            if any(n < len(line) and line[n].strip() == wanted for n in places)
        ]

    def write(self, path: Path) -> None:
        """Write the gradebook with the points of those it lists; name the others."""
        possible = next(
            (x for x in self.rows[1:4] if x and x[0].strip() == "Points Possible"), []
        )
        unknown, left = [], {}
        for submission in (x for x in self.found if x.counts and x.verdicts):
            n = self.columns[submission.lesson]
            if n is None:
                left.setdefault(submission.lesson.number, submission.file)
                continue
            lines = self.lines_of(submission)
            if len(lines) != 1:
                unknown.append(submission.student)
                continue
            try:
                full = float(possible[n])
            except (IndexError, ValueError):
                full = len(submission.verdicts)
            lines[0] += [""] * (n + 1 - len(lines[0]))
            lines[0][n] = f"{full * submission.points / len(submission.verdicts):.2f}"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=self.delimiter).writerows(self.rows)
        print("gradebook.csv is there, too: import it in Canvas.")
        if left:
            files = ", ".join(f"{number} ({left[number]})" for number in sorted(left))
            print(f"The gradebook has no column of its own for lesson {files}.")
        if unknown:
            print(f"Not in the gradebook: {', '.join(sorted(set(unknown)))}.")
