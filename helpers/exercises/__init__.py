"""What each lesson asks and how it judges: `<part>/<lesson>.py`, `.md` beside it.

Content only; the engine is helpers/judging.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any


def __getattr__(name: str) -> Any:
    """Return a lesson's exercises by its name alone, as copies of old editions ask."""
    from helpers import outline

    if not name.startswith("_") and not find_spec(f"{__name__}.{name}"):
        for lesson in outline.existing():
            if lesson.slug == name:
                return import_module(outline.exercise_module_name(lesson.name))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
