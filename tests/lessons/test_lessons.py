"""Each lesson as students meet it: untouched, and with every exercise solved."""

import contextlib
import itertools

import nbformat
import pytest
from nbformat import NotebookNode

from helpers.lessons import Lesson, read_all, stub_key, verdicts
from helpers.places import NOTEBOOKS
from tests.harness.runner import (
    RunFailed,
    execute,
    only_section,
    section_starts,
    with_solutions,
)

TAKES_S = 30
KINDS = ("function", "value", "quiz", "prediction")


def test_untouched_every_check_says_not_attempted_yet(lesson: Lesson) -> None:
    """Read from the stored outputs, which nbval proves to be what a run gives.

    A stub without `...` is code to repair: its check may also say what is wrong.
    """
    expected = dict.fromkeys(KINDS, "Not attempted yet")
    to_repair = [
        stub_key(c) for c in lesson.code if stub_key(c) and "..." not in c.source
    ]
    assert wrong_verdicts(lesson, expected, dict.fromkeys(to_repair, "Not ")) == []


@pytest.fixture(scope="module")
def solved(request: pytest.FixtureRequest) -> dict[str, Lesson]:
    """The setups and exercises of all lessons asked for, solved, by the lesson's name.

    One kernel runs them, emptied in between: of a kernel for each, most would be
    imports. If a cell raises, each gets its own, and the test of its lesson says so.
    """
    chosen = request.config.getoption("--lesson")
    parts = {x.name: x for x in read_all() if not chosen or x.name in chosen}
    whole = nbformat.v4.new_notebook()
    for lesson in parts.values():
        nb = with_solutions(lesson.nb, lesson.exercises)
        start = next(p for p in section_starts(nb) if is_exercises(nb.cells[p]))
        nb = only_section(nb, start)
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.outputs = []  # those of the reference
        parts[lesson.name] = Lesson(lesson.path, nb)
        emptied = nbformat.v4.new_code_cell("%reset -f")
        whole.cells += [*parts[lesson.name].nb.cells, emptied]
    with contextlib.suppress(RunFailed):
        cells = iter(execute(whole, NOTEBOOKS).nb.cells)
        for part in parts.values():
            part.nb.cells = list(itertools.islice(cells, len(part.nb.cells)))
            next(cells)
    return parts


def test_solved_after_the_setup_every_check_says_correct(
    lesson: Lesson, solved: dict[str, Lesson]
) -> None:
    """As students who come back: setup and exercises run without what lies between.

    That the lesson's own cells run, nbval proves; that every question has a right
    answer, tests/exercises.
    """
    part = solved[lesson.name]
    if not any(cell.get("outputs") for cell in part.nb.cells):
        part = Lesson(part.path, execute(part.nb, part.path.parent).nb)
    expected = {**dict.fromkeys(KINDS, "Correct"), "prediction": "Noted"}
    asked = [key for _, key, _ in part.calls()]
    stubs = [stub_key(cell) for cell in lesson.code if stub_key(cell)]
    assert set(stubs) <= set(asked), "every exercise stands in the section Exercises"
    assert wrong_verdicts(part, expected, {}) == []


def is_exercises(cell: NotebookNode) -> bool:
    """Return whether a cell opens the exercises."""
    return cell.source.startswith("## Exercises")


def wrong_verdicts(
    lesson: Lesson, by_kind: dict[str, str], by_key: dict[str, str]
) -> list[str]:
    """Return the checks whose cards do not say what their key or kind should."""
    wrong = []
    for cell in lesson.code:
        keys = [key for asked, key, _ in lesson.calls() if asked is cell]
        kinds = [lesson.exercises[key].kind for key in keys]
        wanted = [
            by_key.get(k, by_kind[kind]) for k, kind in zip(keys, kinds, strict=True)
        ]
        shown = verdicts(cell)
        if len(shown) != len(wanted) or not all(map(str.startswith, shown, wanted)):
            wrong.append(f"{', '.join(keys)}: expected {wanted}, shown {shown}")
    return wrong
