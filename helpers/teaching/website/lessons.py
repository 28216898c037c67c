"""A lesson as a page: what a kernel would answer is there already, folded.

A question's options open to their replies, an exercise to its hints and its solution.
All of it comes from the exercise objects that judge answers in the notebooks.
"""

import html
import re
from importlib import import_module

import nbformat
from nbformat import NotebookNode

from helpers import outline
from helpers.judging.card import rich
from helpers.judging.kinds import Exercise, Prediction, Quiz
from helpers.teaching.key import reading_minutes
from helpers.teaching.text import coloured, inline

CHECK = re.compile(r"^exercises\.(\w+)\.(?:check|predict)\(.*\)$")
WIDGET = "application/vnd.jupyter.widget-view+json"
HOW_TO_READ = """\
:::{note}
This page shows the lesson as it ran; you need no Python to read it. Where it says "run
the cell", read on. To answer a question, open an option.
:::"""
NO_WIDGET = "<p><em>Here the notebook has controls to move.</em></p>"
TO_ANSWER = re.compile(
    r' ?Put (?:a letter|`"A"`[^.]+) in place of the dots, quotes included'
    r"(?:, and run the cell)?\."
)
COLUMNS = re.compile(r"\S {2,}\S")  # a table in plain text: on a phone it must not wrap
# A page cannot know how far its reader is.
PROGRESS = re.compile(r"<(t[hd])[^>]*>(?:Your exercises|\d+ of \d+ done|to come)</\1>")


def page(lesson: outline.Lesson) -> NotebookNode:
    """Return a lesson's notebook as the site shows it.

    Raises ValueError where a cell asks for an exercise that there is not.
    """
    nb = nbformat.read(lesson.notebook, as_version=4)
    exercises = import_module(outline.exercise_module_name(lesson.name)).ALL
    for cell in nb.cells:
        tags = cell.metadata.setdefault("tags", [])
        key = next((t[9:] for t in tags if t.startswith("question:")), "")
        if key:  # its options follow, as what its check shows
            cell.source = exercises[key].text
        if cell.cell_type == "markdown":
            cell.source = TO_ANSWER.sub("", cell.source)
        elif cell.cell_type == "code":
            check = CHECK.match(cell.source)
            if check and check[1] not in exercises:
                raise ValueError(f"{lesson.name} has no exercise {check[1]}")
            if check:
                cell.outputs = [shown(answers(exercises[check[1]]))]
                tags.append("remove-input")
            else:
                if any(COLUMNS.search(text_of(output)) for output in cell.outputs):
                    tags.append("columns")
                cell.outputs = [readable(output) for output in cell.outputs]
    header = nb.cells[0]
    header.source = re.sub(
        r"(?m)^\*\*Time\*\* (\d+) minutes",
        rf"**Time** reading {reading_minutes(lesson)} minutes, with all exercises \1",
        header.source,
    )
    header.source += f"\n\n{HOW_TO_READ}"
    return nb


def text_of(output: NotebookNode) -> str:
    """Return what an output says in plain text, "" where it says it in HTML."""
    data = output.get("data", {})
    return "" if "text/html" in data else output.get("text", data.get("text/plain", ""))


def shown(page: str) -> NotebookNode:
    """Return HTML as a cell's output."""
    return nbformat.v4.new_output("display_data", {"text/html": page})


def readable(output: NotebookNode) -> NotebookNode:
    """Return an output that needs no kernel, with links that lead to pages."""
    data = output.get("data", {})
    if WIDGET in data:
        return shown(NO_WIDGET)
    if "text/html" in data:
        page = PROGRESS.sub("", data["text/html"]).replace('.ipynb"', '.html"')
        page = page.replace('<th colspan="4"', '<th colspan="3"')
        if "<table" in page:
            page = f'<div class="table-wrapper">{page}</div>'
        data["text/html"] = page
    return output


# ---------------------------------------------------------------- answers


def answers(exercise: Exercise) -> str:
    """Return all that an exercise has to say, folded, as HTML."""
    if isinstance(exercise, Quiz):
        folded = "".join(option(exercise, letter) for letter in exercise.options)
    else:
        total = len(exercise.hints)
        hints = [
            details(f"Hint {n} of {total}", f"<p>{rich(hint)}</p>")
            for n, hint in enumerate(exercise.hints, 1)
        ]
        code = coloured(exercise.solution_source)
        after = f"<p>{rich(exercise.after)}</p>" if exercise.after else ""
        folded = "".join([*hints, details("Solution", code + after)])
    return f'<div class="answers {exercise.kind}">{folded}</div>'


def option(quiz: Quiz, letter: str) -> str:
    """Return an option that opens to its reply; a prediction's opens in two steps."""
    summary = f"{letter}) {inline(quiz.options[letter])}"
    reply = f"<p>{inline(quiz.replies[letter])}</p>"
    if isinstance(quiz, Prediction):
        noted = "<p><strong>Noted.</strong> Read on and see what happens.</p>"
        return details(summary, noted + details("After you have read on", reply))
    right = letter == quiz.right
    verdict = "Correct." if right else f"Not yet: {letter} is not it."
    body = f"<p><strong>{verdict}</strong></p>{reply}"
    return details(summary, body, "right" if right else "wrong")


def details(summary: str, body: str, kind: str = "") -> str:
    """Return what unfolds by a click, by touch or by Enter; no script is needed."""
    of_kind = f' class="{html.escape(kind)}"' if kind else ""
    return f"<details{of_kind}><summary>{summary}</summary>{body}</details>"
