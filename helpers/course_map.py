"""The map of the course: drawn from the notebooks, with the student's own progress."""

import html
import json
import re
import tomllib
from dataclasses import dataclass

from helpers.data import ROOT
from helpers.progress import read_progress

LEFT = ' style="text-align: left"'


@dataclass(frozen=True)
class Lesson:
    """One lesson of the outline; `keys` are its exercises, empty if it is to come."""

    path: str  # "01_foundations/01_what_is_training"
    part: str
    number: str  # "1.1"
    title: str
    essential: bool
    exists: bool
    question: str = ""
    running: str = ""  # "10 s", as the lesson's header says
    keys: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """The lesson's name without its number: also its exercise file's."""
        return re.sub(r"^\d+_", "", self.path.rsplit("/", 1)[-1])


def read_outline() -> list[Lesson]:
    """Return all lessons in order: existing ones described by their own notebook."""
    text = (ROOT / "notebooks" / "outline.toml").read_text(encoding="utf-8")
    return [
        read_lesson(path, part["title"], title)
        for part in tomllib.loads(text)["part"]
        for path, title in part["lessons"]
    ]


def read_lesson(path: str, part: str, title: str) -> Lesson:
    """Return one lesson, described by its notebook where there is one."""
    number = ".".join(str(int(n)) for n in re.findall(r"(?:^|/)(\d+)_", path))
    plain, essential = title.removeprefix("★ "), title.startswith("★ ")
    notebook = ROOT / "notebooks" / f"{path}.ipynb"
    if not notebook.is_file():
        return Lesson(path, part, number, plain, essential, exists=False)
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    header = "".join(cells[0]["source"])
    code = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    keys = re.findall(r"\bexercises\.(\w+)\.(?:check|predict)\(", code)
    heading = re.search(r"^# (?:[\d.]+ · )?(.+)$", header, flags=re.M)
    question = re.search(r"^([^#*\n].*\?)\s*$", header, flags=re.M)
    running = re.search(r"running: ([^\n·]+)", header)
    return Lesson(
        path,
        part,
        number,
        heading[1].strip() if heading else plain,
        essential,
        exists=True,
        question=question[1].strip() if question else "",
        running=running[1].strip() if running else "",
        keys=tuple(dict.fromkeys(keys)),
    )


def show_map() -> None:
    """Display every lesson with its question and the student's progress."""
    from IPython.display import display

    progress = read_progress()
    rows, lines, part = [], [], ""
    for lesson in read_outline():
        done = sum(
            progress.get((lesson.slug, key)) in ("correct", "noted")
            for key in lesson.keys
        )
        status = f"{done} of {len(lesson.keys)} done" if lesson.exists else "to come"
        star = "★ " if lesson.essential else ""
        name = f"{star}{lesson.number} {lesson.title}"
        if lesson.part != part:
            part = lesson.part
            lines.append(part)
            rows.append(f'<tr><th colspan="4"{LEFT}>{html.escape(part)}</th></tr>')
        lines.append(f"  {name}: {status}")
        cell = html.escape(name)
        if lesson.exists:
            cell = f'<a href="{lesson.path}.ipynb">{cell}</a>'
        running = f"⏱ {html.escape(lesson.running)}" if lesson.running else ""
        cells = (cell, html.escape(lesson.question), running, status)
        rows.append("<tr>" + "".join(f"<td{LEFT}>{c}</td>" for c in cells) + "</tr>")
    titles = "Lesson", "Its question", "Runs in", "Your exercises"
    head = "<tr>" + "".join(f"<th{LEFT}>{title}</th>" for title in titles) + "</tr>"
    page = f"<table><thead>{head}</thead><tbody>{''.join(rows)}</tbody></table>"
    display({"text/html": page, "text/plain": "\n".join(lines)}, raw=True)
