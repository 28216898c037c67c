"""The engine that judges answers; nothing of a lesson's subject is in it.

A lesson's exercises stand in `helpers/exercises/<part>/<lesson>.py`, its questions in
the `.md` beside it. The module ends with `ALL = lesson(__name__)`.
"""

import sys
from pathlib import Path
from typing import Any

from helpers.judging.kinds import (
    Exercise,
    exercise,
    letter_set,
    letters,
    ordering,
    value,
)
from helpers.judging.questions import read_questions
from helpers.places import OneLineError

__all__ = [
    "Exercise",
    "exercise",
    "lesson",
    "letter_set",
    "letters",
    "ordering",
    "value",
]


class UnknownExercise(OneLineError, AttributeError):
    """A copy of another edition asks for an exercise that this one does not have."""


def lesson(module_name: str) -> dict[str, Exercise]:
    """Return a module's exercises and questions by key, each told its key and lesson.

    The questions become names of the module, as its exercises are. Raises ValueError
    for what an author has forgotten.
    """
    module = sys.modules[module_name]
    questions = read_questions(Path(str(module.__file__)).with_suffix(".md"))
    if twice := questions.keys() & vars(module).keys():
        raise ValueError(f"{module_name}: both a question and a name: {sorted(twice)}")
    vars(module).update(questions)
    found = {k: e for k, e in vars(module).items() if isinstance(e, Exercise)}
    faults = []
    for key, one in found.items():
        one.key, one.lesson = key, module_name.rsplit(".", 1)[-1]
        faults += one.faults()
    if faults:
        raise ValueError(f"{module_name}: {'; '.join(faults)}")

    def unknown(name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        raise UnknownExercise(
            f'this edition of the course has no exercise "{name}". Your copy of the '
            "lesson is of another edition: start the course again (course.py lab) and "
            "go on in the new one beside it; what is yours stays."
        )

    vars(module)["__getattr__"] = unknown
    return found
