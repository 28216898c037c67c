"""Each lesson as students meet it: untouched, and with every exercise solved."""

from nbformat import NotebookNode

from helpers.lessons import Lesson, stub_key, verdicts
from tests.harness.runner import (
    execute,
    only_section,
    section_starts,
    with_solutions,
)

TAKES_S = 200  # a kernel for each lesson
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


def test_solved_after_the_setup_every_check_says_correct(lesson: Lesson) -> None:
    """As students who come back: setup and exercises run without what lies between.

    That the lesson's own cells run, nbval proves; that every question has a right
    answer, tests/exercises.
    """
    nb = with_solutions(lesson.nb, lesson.exercises)
    start = next(p for p in section_starts(nb) if is_exercises(nb.cells[p]))
    run = execute(only_section(nb, start), lesson.path.parent)
    expected = {**dict.fromkeys(KINDS, "Correct"), "prediction": "Noted"}
    solved = Lesson(lesson.path, run.nb)
    asked = [key for _, key, _ in solved.calls()]
    stubs = [stub_key(cell) for cell in lesson.code if stub_key(cell)]
    assert set(stubs) <= set(asked), "every exercise stands in the section Exercises"
    assert wrong_verdicts(solved, expected, {}) == []


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
