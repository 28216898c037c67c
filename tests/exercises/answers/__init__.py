"""Answers by students who had seen the lessons only: what the engine is measured by.

One module a lesson, named like it. `@right("key")` and `@wrong("key", "what is wrong")`
mark functions; `right("key", value)` and `wrong("key", "…", value)` take values.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MISSING = object()


@dataclass(frozen=True)
class Answer:
    """An answer to one exercise, and what a reader finds wrong with it ("": right).

    says: words of the reply that fits; None where no reply names the cause yet.
    """

    key: str
    given: Any
    wrong: str = ""
    says: str | None = None


FOUND: list[Answer] = []  # filled while a module of answers is imported


def right(key: str, value: Any = MISSING) -> Callable:
    """Take a right answer to an exercise."""
    return take(key, value, "", None)


def wrong(key: str, *rest: Any, says: str | None = None) -> Callable:
    """Take a wrong answer: wrong(key, [value,] what is wrong with it, says=…)."""
    *value, what = rest
    return take(key, value[0] if value else MISSING, what, says)


def take(key: str, value: Any, what: str, says: str | None) -> Callable:
    """Keep a value, or return a decorator that keeps a function."""

    def keep(given: Any) -> Any:
        FOUND.append(Answer(key, given, what, says))
        return given

    return keep if value is MISSING else keep(value)


def collect() -> list[Answer]:
    """Return the answers found since the last call."""
    found = FOUND[:]
    FOUND.clear()
    return found
