"""Writing reference notebooks so that only what changed is seen to change."""

import copy
import itertools
import os
import re
import tempfile
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from helpers.course_map import hours, read_rows
from helpers.lessons import (
    Lesson,
    drawing_cells,
    form_faults,
    question_key,
    tags,
)
from helpers.places import ROOT
from tests.harness.compare import as_seen, compare
from tests.harness.runner import Run, execute

KERNEL = {
    "display_name": "Python 3 (ipykernel)",
    "language": "python",
    "name": "python3",
}
FOLDED = "hide-input"  # what exporters go by; JupyterLab goes by source_hidden
MAP = re.compile(r"(<!-- course map -->\n).*?(<!-- /course map -->)", re.DOTALL)
RUNNING = re.compile(r"(\*\*Time\*\*[^\n]*?\brunning: )([^\n·]*[^\n·\s])")


def run_and_write(lesson: Lesson, fresh: bool = False) -> tuple[Run, int]:
    """Run a lesson, normalise it and write it, only if every cell ran.

    Returns the run and how many code cells got other outputs. Where new outputs agree
    with the stored ones these are kept (unless `fresh`): a second run changes no byte.
    """
    run = execute(with_questions(lesson), lesson.path.parent)
    nb = normalised(run.nb, lesson.place)
    kept = 0 if fresh else keep_what_agrees(lesson.nb, nb)
    if faults := form_faults(nb):
        raise ValueError("; ".join(faults))
    write_notebook(nb, lesson.path)
    return run, len([c for c in nb.cells if c.cell_type == "code"]) - kept


def with_questions(lesson: Lesson) -> NotebookNode:
    """Return a copy whose question cells hold the text of the lesson's questions."""
    nb = copy.deepcopy(lesson.nb)
    for cell in nb.cells:
        if key := question_key(cell):
            if not hasattr(lesson.exercises.get(key), "markdown"):
                raise ValueError(f"question:{key}: no such question in {lesson.module}")
            cell.source = lesson.exercises[key].markdown
    return nb


def normalised(nb: NotebookNode, place: tuple[int, int]) -> NotebookNode:
    """Return a copy in the one form that committed notebooks have."""
    nb = copy.deepcopy(nb)
    nb.nbformat, nb.nbformat_minor = 4, 5
    nb.metadata = nbformat.from_dict(
        {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    )
    count = 0
    folded = [id(cell) for cell in drawing_cells(nb)]
    for position, cell in enumerate(nb.cells, 1):
        cell.id = f"{place[0]:02}-{place[1]:02}-{position:03}"
        keep = {"tags": [tag for tag in tags(cell) if tag != FOLDED]}
        keep["covers"] = cell.metadata.get("covers")
        if id(cell) in folded:
            keep["tags"].append(FOLDED)
            keep["jupyter"] = {"source_hidden": True}
        cell.metadata = nbformat.from_dict({k: v for k, v in keep.items() if v})
        cell.source = cell.source.rstrip()
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            cell.outputs = [normalised_output(o, count) for o in joined(cell.outputs)]
    return nb


def normalised_output(output: NotebookNode, count: int) -> NotebookNode:
    """Return an output without what belongs to this run alone."""
    if output.output_type == "execute_result":
        output.execution_count = count
    if output.output_type == "stream":
        output.text = as_seen(output.text)
    if "data" in output:
        output.metadata = NotebookNode()
    return output


def joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Return outputs with neighbouring pieces of one stream joined."""
    result: list[NotebookNode] = []
    for output in outputs:
        last = result[-1] if result else NotebookNode(output_type="")
        if (
            output.output_type == last.output_type == "stream"
            and output.name == last.name
        ):
            last.text += output.text
        else:
            result.append(copy.deepcopy(output))
    return result


def keep_what_agrees(stored: NotebookNode, new: NotebookNode) -> int:
    """Put stored outputs back where new ones agree; return for how many code cells."""
    before: dict[str, list[NotebookNode]] = {}
    for cell in stored.cells:
        if cell.cell_type == "code" and cell.execution_count is not None:
            before.setdefault(cell.source.rstrip(), []).append(cell)
    kept = 0
    for cell in new.cells:
        if cell.cell_type == "code" and before.get(cell.source):
            old = joined(before[cell.source].pop(0).outputs)
            if not compare(old, cell.outputs):
                cell.outputs = [normalised_output(o, cell.execution_count) for o in old]
                kept += 1
    return kept


def write_notebook(nb: NotebookNode, path: Path) -> None:
    """Write a notebook in nbformat's own form."""
    nbformat.validate(nb)
    write_text(path, nbformat.writes(nb) + "\n")


def write_text(path: Path, text: str) -> None:
    """Write all of a file or nothing, and nothing where that would change nothing."""
    data = text.encode("utf-8")
    if path.exists() and path.read_bytes() == data:
        return
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(aside).chmod(path.stat().st_mode if path.exists() else 0o644)
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


def rounded_time(seconds: float) -> str:
    """Return a running time so coarse that it rarely changes."""
    steps = (10, 15, 20, 30, 45, 60, 90)
    if seconds < 5:
        return "under 5 s"
    step = next((s for s in steps if seconds <= s), None)
    return f"{step} s" if step else f"{-(-seconds // 60):.0f} min"


def write_running_time(lesson: Lesson, seconds: float) -> None:
    """Put the running time into the lesson's header, if it has a place for it."""
    nb = copy.deepcopy(lesson.nb)
    nb.cells[0].source = RUNNING.sub(
        lambda match: match[1] + rounded_time(seconds), lesson.header
    )
    write_notebook(nb, lesson.path)


def write_course_map(readme: Path = ROOT / "README.md") -> None:
    """Bring the README's table of lessons up to date, if it has a place for one."""
    text = readme.read_text(encoding="utf-8") if readme.exists() else ""
    if MAP.search(text):
        write_text(readme, MAP.sub(lambda m: m[1] + course_map() + m[2], text))


def course_map() -> str:
    """Return the outline as a Markdown table; lessons to come in one line a part."""
    table = ["| Lesson | Its question | Running |", "|---|---|---|"]
    for part, rows in itertools.groupby(read_rows(), key=lambda row: row.lesson.part):
        table.append(f"| **{part}** | | |")
        to_come = []
        for row in rows:
            lesson = row.lesson
            name = f"{lesson.number} {row.title}" if "/" in lesson.name else row.title
            name += " ★" if lesson.essential else ""
            if lesson.exists:
                link = f"[{name}](notebooks/{lesson.name}.ipynb)"
                table.append(f"| {link} | {row.question} | {row.running} |")
            else:
                to_come.append(name)
        if to_come:
            table.append(f"| *To come: {', '.join(to_come)}* | | |")
    rows = [row for row in read_rows() if row.lesson.part != "Start"]
    essential = hours([row for row in rows if row.lesson.essential])
    table += [
        "",
        f"The essentials ask for about {essential} hours, all lessons for about "
        f"{hours(rows)}, exercises included.",
    ]
    return "\n".join(table) + "\n"
