"""The answer key and the timing plans, made from the lessons and their exercises.

`course.py key` writes one page a lesson and one page of plans, as Markdown and as HTML.
Nothing is kept here twice: solutions, named mistakes and replies come from the exercise
objects, minutes from what stands in the notebooks.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode
from pygments.formatters import HtmlFormatter

from helpers import outline, places
from helpers.course_map import read_row
from helpers.judging.kinds import Exercise, Ordering, Prediction, Quiz
from helpers.judging.reading import source_as
from helpers.judging.values import brief
from helpers.lessons import BESIDE, Lesson, asked, question_key, study_minutes
from helpers.places import OneLineError
from helpers.teaching import writing
from helpers.teaching.text import as_html

CLASS, WARM_UP, CLOSE = 90, 8, 6  # minutes: a class, its begin, its end
SHARE = 0.6  # of the rest, for the sections; exercises have what is left
STYLE = """body{max-width:48rem;margin:2rem auto;padding:0 1rem;line-height:1.5;
font-family:system-ui,sans-serif}pre{background:#f4f4f4;padding:.6rem;overflow-x:auto}
table{border-collapse:collapse}td,th{border:1px solid #aaa;padding:.2rem .6rem;
text-align:left}
@media print{pre{white-space:pre-wrap}h2,h3{break-after:avoid}}"""


def write_key(to: Path, names: list[str]) -> None:
    """Write the pages of the named lessons into a folder, or of all and the plans."""
    chosen = [outline.find_lesson(name) for name in names] or outline.existing()
    pages = {f"{lesson.number}-{lesson.slug}": key_page(lesson) for lesson in chosen}
    if not names:
        pages["plans"] = plans_page()
    with writing(to):
        for name, page in pages.items():
            (to / f"{name}.md").write_text(page, encoding="utf-8")
            (to / f"{name}.html").write_text(whole_page(page), encoding="utf-8")
    n_pages = f"{len(pages)} page{'s' * (len(pages) != 1)}"
    print(f"{n_pages} in {places.shown(to)}, as .md and as .html.")


def whole_page(page: str) -> str:
    """Return a page of Markdown as one HTML file that asks nothing of the network."""
    title = re.search(r"^# (.+)$", page, re.MULTILINE)
    style = HtmlFormatter().get_style_defs("pre") + STYLE
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title[1] if title else 'Key'}</title><style>{style}</style></head>"
        f"<body>\n{as_html(page)}\n</body></html>\n"
    )


# ---------------------------------------------------------------- a lesson's page


def key_page(of: outline.Lesson) -> str:
    """Return the answer key of a lesson as Markdown."""
    lesson, row = Lesson.read(of.notebook), read_row(of)
    parts = [f"# Key to {of.number} · {row.title}", row.question]
    parts.append(objectives(lesson))
    if of.part != "Start":
        parts.append(one_class(of))
    parts.append("## Questions")
    for title, cells in sections(lesson).items():
        inside = {id(cell) for cell in cells}
        keys = [key for cell, key, _ in lesson.calls() if id(cell) in inside]
        quizzes = [lesson.exercises[key] for key in dict.fromkeys(keys)]
        quizzes = [quiz for quiz in quizzes if isinstance(quiz, Quiz)]
        if quizzes and title != "Exercises":
            parts += [f"### {title}", *map(question_part, quizzes)]
    parts.append("## Exercises")
    for key, cell in asked(lesson):
        parts.append(exercise_part(lesson.exercises[key], cell))
    return "\n\n".join(parts) + "\n"


def objectives(lesson: Lesson) -> str:
    """Return what students will be able to do, with what covers it."""
    found = re.search(r"\*\*You will\*\*\n((?:- .*\n?)+)", lesson.header)
    aims = re.findall(r"^- (.*)$", found[1], re.MULTILINE) if found else []
    covers = lesson.nb.cells[0].metadata.get("covers") or [[]] * len(aims)
    names = {key: f"“{BESIDE.search(cell.source)[2]}”" for key, cell in asked(lesson)}
    lines = []
    for aim, keys in zip(aims, covers, strict=False):
        named = [names[key] for key in keys if key in names]
        n_questions = len(keys) - len(named)
        if n_questions:
            named.append(f"{n_questions} question{'s'[: n_questions > 1]}")
        lines.append(f"- {aim}" + (f" — {', '.join(named)}" if named else ""))
    return "\n".join(["## Students will", "", *lines])


def question_part(quiz: Quiz) -> str:
    """Return a question with the reply to each option; the right one is marked."""
    on = "Start here" if quiz.about == "0" else f"lesson {quiz.about}"
    warm_up = f" (warm-up, on {on})" if quiz.about else ""
    lines = [
        f"- {'✔ ' if letter == quiz.right else ''}**{letter}) {option}** — "
        f"{quiz.replies[letter]}"
        for letter, option in quiz.options.items()
    ]
    what = "A prediction: it is noted, not marked. " * isinstance(quiz, Prediction)
    text = BESIDE.sub("", quiz.text).lstrip(". ")  # an exercise's title is above
    return "\n".join([f"{text}{warm_up}", "", *lines, "", f"*{what}{quiz.key}*"])


def exercise_part(exercise: Exercise, cell: NotebookNode) -> str:
    """Return an exercise: its text, the solution, the mistakes that its check names."""
    found = BESIDE.search(cell.source)
    number, title, dots, minutes = found.groups()
    parts = [f"### {number} · {title} ({dots}, {minutes} minutes)"]
    parts.append(cell.source[found.end() :].lstrip(". "))
    if isinstance(exercise, Quiz):
        return "\n\n".join([parts[0], question_part(exercise)])
    if faulty := getattr(exercise, "faulty", None):
        source = source_as(faulty, exercise.key)
        parts.append(f"**As it is handed out**\n\n```python\n{source}\n```")
    parts.append(f"**Solution**\n\n```python\n{exercise.solution_source.strip()}\n```")
    if exercise.after:
        parts.append(f"Said to a right answer: {exercise.after}")
    hints = [f"{n}. {hint}" for n, hint in enumerate(exercise.hints, 1)]
    if hints:
        parts.append("\n".join(["**Hints**", "", *hints]))
    named = list(mistakes(exercise))
    if named:
        parts.append("\n".join(["**Mistakes, in the words of the check**", "", *named]))
    return "\n\n".join(parts)


def mistakes(exercise: Exercise) -> Iterator[str]:
    """Yield a line for each mistake or symptom that the check can name."""
    for mistake in getattr(exercise, "mistakes", []):
        example = mistake.wrong
        if callable(example) or isinstance(exercise, Ordering):
            yield f"- {mistake.message}"
        else:
            yield f"- {mistake.message} Said to `{brief(example)}`."
    for symptom in getattr(exercise, "symptoms", []):
        yield f"- {symptom.message}"


# ---------------------------------------------------------------- plans


def sections(lesson: Lesson) -> dict[str, list[NotebookNode]]:
    """Return the cells below each `##` heading; what stands above is under ""."""
    parts: dict[str, list[NotebookNode]] = {"": []}
    title = ""
    for cell in lesson.nb.cells:
        found = []
        if cell.cell_type == "markdown":
            found = re.findall(r"^## (.+?)\s*$", cell.source, re.MULTILINE)
        if cell.source.startswith("## "):  # else it begins inside the last section
            title = found[0]
        parts.setdefault(title, []).append(cell)
        for title in found:
            parts.setdefault(title, [])
    return parts


def class_plan(lesson: Lesson) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Return the rows of a class of ninety minutes, and the exercises left for home.

    Each comes after its minutes.
    """
    parts = sections(lesson)
    aside = ("", "Warm-up", "Exercises", "In practice", "Summary")
    asks = {t: study_minutes(cells) for t, cells in parts.items() if t not in aside}
    free = CLASS - WARM_UP - CLOSE
    rows = [(WARM_UP, "Warm-up: three questions, by show of hands")]
    for title, minutes in asks.items():
        n_asked = sum(question_key(cell) is not None for cell in parts[title])
        what = f"“{title}”" + f", with {n_asked} questions" * (n_asked > 1)
        what += ", with its question" * (n_asked == 1)
        rows.append((round(minutes / sum(asks.values()) * SHARE * free), what))
    left = free - sum(minutes for minutes, _ in rows[1:])
    in_class, home = [], []
    for _, cell in asked(lesson):
        number, title, _, minutes = BESIDE.search(cell.source).groups()
        fits = not home and int(minutes) <= left - sum(m for m, _ in in_class)
        (in_class if fits else home).append((int(minutes), f"{number} · {title}"))
    spare = left - sum(minutes for minutes, _ in in_class)
    begun = ", then the next one begun" * (spare > 2 and bool(home))
    rows.append((left, f"Exercises {listed(in_class)}{begun}"))
    rows.append((CLOSE, "Summary: each student says which prediction was wrong"))
    return rows, home


def one_class(of: outline.Lesson) -> str:
    """Return a table: how a class of ninety minutes can use its time."""
    lesson = Lesson.read(of.notebook)
    rows, home = class_plan(lesson)
    alone, reading = minutes_of(of), reading_minutes(of)
    at_home = [listed(home)] * bool(home) + ["“In practice”"]
    if hours := project_hours(lesson):
        at_home.append(f"the project ({hours})")
    return "\n".join(
        [
            f"## A class of {CLASS} minutes",
            "",
            "| minutes | what |",
            "|---|---|",
            *(f"| {minutes} | {what} |" for minutes, what in rows),
            "",
            f"At home: {'; '.join(at_home)}. Alone, a student needs {alone} minutes: "
            f"{reading} to read, {alone - reading} for questions and exercises.",
        ]
    )


def project_hours(lesson: Lesson) -> str:
    """Return what a lesson's project takes, such as "six to ten hours"; else ""."""
    found = re.search(
        r"Plan (\w+ to \w+ hours)", "\n".join(c.source for c in lesson.prose)
    )
    return found[1] if found else ""


def listed(some: list[tuple[int, str]]) -> str:
    """Return exercises with their minutes in all, such as "1 · A, 2 · B (12 min)"."""
    names = ", ".join(name for _, name in some)
    return f"{names} ({sum(minutes for minutes, _ in some)} min)" if some else "none"


def plans_page() -> str:
    """Return the plans for eight weeks and for fifteen weeks, and all minutes."""
    lessons = [lesson for lesson in outline.existing() if lesson.part != "Start"]
    essentials = [lesson for lesson in lessons if lesson.essential]
    pairs = [lessons[k : k + 2] for k in range(0, len(lessons), 2)]
    table = [
        "| lesson | minutes | of these, exercises |",
        "|---|---|---|",
        *(
            f"| {titled(x)} | {minutes_of(x)} | {exercise_minutes(x)} |"
            for x in lessons
        ),
    ]
    return "\n\n".join(
        [
            "# Plans",
            f"Minutes are those of a student who works alone. In class, {CLASS} "
            "minutes are one lesson's sections and its first exercises; each lesson's "
            "page says how. The exercises that are left are homework.",
            "## Eight weeks: the essentials",
            weeks([[lesson] for lesson in essentials]),
            "## Fifteen weeks: all lessons, two classes a week",
            weeks(pairs),
            "## All lessons",
            "\n".join(table),
        ]
    )


def weeks(plan: list[list[outline.Lesson]]) -> str:
    """Return the table of a plan, a row a week."""
    lines = ["| week | lessons | in class | at home, minutes |", "|---|---|---|---|"]
    for number, some in enumerate(plan, 1):
        names = "; ".join(map(titled, some))
        read = [Lesson.read(x.notebook) for x in some]
        at_home = sum(m for lesson in read for m, _ in class_plan(lesson)[1])
        in_class = f"{len(some)} × {CLASS}"
        project = "".join(map(project_hours, read))
        more = f", and the project: {project}" * bool(project)
        lines.append(f"| {number} | {names} | {in_class} | {at_home}{more} |")
    return "\n".join(lines)


def titled(lesson: outline.Lesson) -> str:
    return f"{lesson.number} {read_row(lesson).title}"


def minutes_of(lesson: outline.Lesson) -> int:
    return read_row(lesson).minutes


def reading_minutes(lesson: outline.Lesson) -> int:
    """Return the header's minutes without those of its questions and exercises."""
    cells = Lesson.read(lesson.notebook).nb.cells
    n_questions = sum(question_key(cell) is not None for cell in cells)  # a minute each
    return minutes_of(lesson) - n_questions - exercise_minutes(lesson)


def exercise_minutes(lesson: outline.Lesson) -> int:
    """Return the minutes written beside a lesson's exercises."""
    cells = [cell for _, cell in asked(Lesson.read(lesson.notebook))]
    return sum(int(BESIDE.search(cell.source)[4]) for cell in cells)


if __name__ == "__main__":
    try:
        write_key(Path(sys.argv[1]), sys.argv[2:])
    except OneLineError as error:
        sys.exit(str(error))
