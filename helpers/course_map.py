"""The map of the course: drawn from the notebooks, with the student's own progress."""

import html
import json
import re
from dataclasses import dataclass

from helpers import outline
from helpers.progress import read_progress

LEFT = ' style="text-align: left"'


@dataclass(frozen=True)
class Row:
    """What the map says of a lesson; only its title where it is still to come."""

    lesson: outline.Lesson
    title: str
    question: str = ""
    running: str = ""  # "10 s", as the lesson's header says
    minutes: int = 0  # what it asks of a student, as the header says
    keys: tuple[str, ...] = ()  # its exercises


def read_rows() -> list[Row]:
    """Return all lessons in order: existing ones described by their own notebook."""
    return [read_row(lesson) for lesson in outline.read_outline()]


def read_row(lesson: outline.Lesson) -> Row:
    """Return what the map says of one lesson."""
    if not lesson.exists:
        return Row(lesson, lesson.title)
    cells = json.loads(lesson.notebook.read_text(encoding="utf-8"))["cells"]
    header = "".join(cells[0]["source"])
    code = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    keys = re.findall(r"\bexercises\.(\w+)\.(?:check|predict)\(", code)
    heading = re.search(r"^# (?:[\d.]+ · )?(.+)$", header, flags=re.M)
    question = re.search(r"^([^#*\n].*\?)\s*$", header, flags=re.M)
    running = re.search(r"running: ([^\n·]+)", header)
    minutes = re.search(r"\*\*Time\*\* (\d+) minutes", header)
    return Row(
        lesson,
        heading[1].strip() if heading else lesson.title,
        question=question[1].strip() if question else "",
        running=running[1].strip() if running else "",
        minutes=int(minutes[1]) if minutes else 0,
        keys=tuple(dict.fromkeys(keys)),
    )


def show_map() -> None:
    """Display every lesson with its question and the student's progress."""
    from IPython.display import display

    progress = read_progress()
    rows, lines, part = [], [], ""
    all_rows = read_rows()
    for row in all_rows:
        lesson = row.lesson
        status = done([row], progress) if lesson.exists else "to come"
        name = f"{'★ ' if lesson.essential else ''}{lesson.number} {row.title}"
        if lesson.part != part:
            part = lesson.part
            lines.append(part)
            rows.append(f'<tr><th colspan="4"{LEFT}>{html.escape(part)}</th></tr>')
        lines.append(f"  {name}: {status}")
        cell = html.escape(name)
        if lesson.exists:
            cell = f'<a href="{lesson.name}.ipynb">{cell}</a>'
        running = f"⏱ {html.escape(row.running)}" if row.running else ""
        cells = (cell, html.escape(row.question), running, status)
        rows.append("<tr>" + "".join(f"<td{LEFT}>{c}</td>" for c in cells) + "</tr>")
    titles = "Lesson", "Its question", "Runs in", "Your exercises"
    head = "<tr>" + "".join(f"<th{LEFT}>{title}</th>" for title in titles) + "</tr>"
    page = f"<table><thead>{head}</thead><tbody>{''.join(rows)}</tbody></table>"
    for route in routes(all_rows, progress):
        page += f"<p>{html.escape(route)}</p>"
        lines.append(route)
    display({"text/html": page, "text/plain": "\n".join(lines)}, raw=True)


def done(rows: list[Row], progress: dict[tuple[str, str], str], what: str = "") -> str:
    """Return how much of these lessons is done, such as "3 of 16 done"."""
    keys = [(row.lesson.slug, key) for row in rows for key in row.keys]
    n_done = sum(progress.get(key) in ("correct", "noted") for key in keys)
    return f"{n_done} of {len(keys)} {what}done"


def routes(rows: list[Row], progress: dict[tuple[str, str], str]) -> list[str]:
    """Return one line a route: its lessons, its hours and what is done of it."""
    lessons = [row for row in rows if row.lesson.exists and row.lesson.part != "Start"]
    essentials = [row for row in lessons if row.lesson.essential]
    return [
        f"{name}: {len(some)} lessons, about {hours(some)} hours, "
        f"{done(some, progress, 'questions and exercises ')}"
        for name, some in (("★ The essentials", essentials), ("Everything", lessons))
    ]


def hours(rows: list[Row]) -> int:
    """Return the hours that these lessons ask of a student."""
    return round(sum(row.minutes for row in rows) / 60)
