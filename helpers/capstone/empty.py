"""The empty project: its files as they are handed out, and its notebook."""

import json
from pathlib import Path

from helpers.capstone.briefs import Brief
from helpers.places import OneLineError, shown

TEMPLATES = {
    "framing.md": """# Framing

## Question
What is to be predicted, for which row of the table?

## User
Who uses the answer, and what do they decide by it?

## Moment
When is the question asked? What is known then, and what is not yet?

## Error
In which unit do you count a miss?

## Cost
What does a miss cost, and which misses cost more than others?

## Columns left out
""",
    "split.csv": "row,part\n",
    "trials.csv": "name,error,low,high,chosen\n",
    "model.py": '''"""The model that was chosen."""


def make_model():
    """Return an unfitted model: fit(table, target) and predict(table).

    table: the columns that exist when the question is asked; gaps and new words in it
    must not stop the model. predict returns one answer a row: a number, the chance of
    class 1, or a name, as the brief says.
    """
    return ...
''',
    "model_card.md": """# Model card

## Use
For whom, for what, and for what not?

## Data
Which rows, from when, with which gaps and copies?

## Split
Which part was used for what, and what is new in the test set?

## Result
The error of the test set with its 95 % interval, beside the baseline's, and how much
more the baseline errs on the same rows, in pairs, with its interval.

## Groups
Where does the model err more? Two groups or more, with their errors.

## Limits
What can the result not tell?

## Contact
Who keeps this model, and who is told of its mistakes?
""",
    "test_model.py": '''"""Behavioural tests: python -m pytest test_model.py"""

import pytest

from helpers.capstone import Project
from model import make_model


@pytest.fixture(scope="module")
def fitted():
    """Return (the model fitted to train, the columns of choose, their target)."""
    project = Project(".")
    table, target = project.rows("train")
    model = make_model()
    model.fit(table, target)
    return model, *project.rows("choose")
''',
    "monitor.py": '''"""What is watched when the model is in use."""


def alarms(reference, batch):
    """Return the names of the alarms that a batch raises, a list; empty when quiet.

    reference, batch: tables of the columns that the model gets, with its answers in
    the column `answer`; about 150 rows a batch. No target: it is not known yet.
    """
    return ...
''',
    "monitoring.md": """# Monitoring plan

## Signals
Which columns, answers and errors are watched?

## How often
After how many rows or days? When are the true answers known?

## Alarm
Above or below which value, and how often would it ring by chance?

## Action
What is done at an alarm?

## Who
Who is told, and who decides?
""",
}

STEPS = (
    (
        "Frame the question",
        "framing",
        "Look at the table first. Then write `framing.md`: open it from the list of "
        "files, or begin a cell with `%%writefile framing.md`.",
    ),
    (
        "Split",
        "split",
        "Look for copies, groups and time. Then write `split.csv`, with the columns "
        "`row` and `part` (train, choose or test). A row may be left out: where groups "
        "and time both count, leave out what fits no part, such as the early rows of a "
        "group of test. Of two copies in choose or test leave out one, as both would "
        "count. What is left out must not depend on the target.",
    ),
    (
        "Compare candidates",
        "candidates",
        "Fit to train, judge by choose. Write `trials.csv`, one line a candidate. The "
        "line `baseline` looks at train's target only: it answers everywhere with its "
        "median (its mean for a chance, the commonest name for names). "
        '`project.interval(losses, "choose")` gives an interval: it counts what errs '
        "together (all rows of a machine, a building, a file), or rows, whichever "
        "interval is wider.",
    ),
    (
        "Choose",
        "choice",
        "Mark one line of `trials.csv` as chosen: `yes` under `chosen`, `no` in the "
        "others. Write that model into `model.py`. It answers each row as it would on "
        "that day: rows to come are not there yet, and the targets are hidden. In it, "
        "`project.table` shows only the rows that it is fitted to.",
    ),
    (
        "Test the model's behaviour",
        "tests",
        "Write tests into `test_model.py`. The check breaks your model in four "
        "ways, which lesson 7.2 names. Each broken model must fail one of your tests. "
        "Do it now: once the test set is open, a model that a test finds broken cannot "
        "be mended unseen.",
    ),
    (
        "Open the test set, once",
        "test once",
        "When all above is reached, and not before. Take away the `#` to open; running "
        "the cell again is no second opening. If you do open it twice, report the "
        "first result and say so in the card.",
    ),
    ("Write the model card", "model card", "Write `model_card.md`."),
    (
        "Plan the monitoring",
        "monitoring",
        "Write `monitoring.md` and the function in `monitor.py`. The check sends it "
        "quiet batches and changed ones, in no order.",
    ),
)


def notebook(brief: Brief) -> str:
    """Return the empty notebook of a brief, as JSON."""
    cells: list[tuple[str, str]] = [
        ("markdown", f"# {brief.title}\n\n{brief.story}"),
        (
            "code",
            "from helpers.capstone import Project\n\n"
            'project = Project(".")\ntable = project.table\ntable.head()',
        ),
        (
            "markdown",
            f"{brief.columns}\n\nWhat is asked for is the column `{brief.target}`; an "
            f"error is counted in **{brief.unit}**, by "
            "`project.brief.losses(truth, answers)`.",
        ),
    ]
    for number, (title, milestone, task) in enumerate(STEPS, 1):
        cells.append(("markdown", f"## {number} · {title}\n\n{task}"))
        cells.append(("code", ""))
        if milestone == "test once":
            cells.append(("code", "# project.open_test()"))
        cells.append(("code", f'project.check("{milestone}")'))
    cells += [("markdown", "## All together"), ("code", "project.check()")]
    made = []
    for number, (kind, text) in enumerate(cells):
        lines = text.splitlines(keepends=True)
        cell = {"cell_type": kind, "id": f"project-{number:02}", "metadata": {}}
        cell |= {"source": lines}
        if kind == "code":
            cell |= {"execution_count": None, "outputs": []}
        made.append(cell)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    whole = {"cells": made, "metadata": {"kernelspec": kernel}}
    whole |= {"nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def fill(folder: Path, brief: Brief) -> list[str]:
    """Write the files that are missing in a project's folder; return their names.

    Raises OneLineError where the folder holds a project for another brief.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sign = folder / "brief.txt"
    other = sign.read_text(encoding="utf-8").strip() if sign.is_file() else ""
    if other not in ("", brief.key):
        raise OneLineError(
            f"{shown(folder)} holds the project {other!r}: name another folder"
        )
    if not other:
        sign.unlink(missing_ok=True)
    files = {
        "brief.txt": f"{brief.key}\n",
        "project.ipynb": notebook(brief),
        **TEMPLATES,
    }
    made = []
    for name, text in files.items():
        path = folder / name
        if not path.exists():
            path.write_text(text, encoding="utf-8", newline="\n")
            made.append(name)
    return made
