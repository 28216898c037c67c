"""The order of the course, and the one reader of lesson names.

A lesson is named by its path below notebooks/ without its ending, such as
"04_pipeline/01_split_the_dataset". Its number (4.1), its slug (split_the_dataset) and
the module of its exercises follow from that name; its part, title and budget stand in
notebooks/outline.toml. Standard library only: `course.py` needs it for its set-up.
"""

import difflib
import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from helpers import places
from helpers.places import OneLineError

SECONDS = 20  # a lesson's running time, where the outline allows no more


@dataclass(frozen=True)
class Lesson:
    """One lesson of the outline, written or still to come."""

    name: str  # "04_pipeline/01_split_the_dataset"
    part: str  # "The pipeline"
    title: str  # as the outline has it; a written lesson gives its own
    essential: bool
    seconds: int  # what it may take to run

    @property
    def number(self) -> str:
        return number_of(self.name)

    @property
    def slug(self) -> str:
        return slug_of(self.name)

    @property
    def notebook(self) -> Path:
        """Where the reference edition stands, or will."""
        return places.NOTEBOOKS / f"{self.name}.ipynb"

    @property
    def exists(self) -> bool:
        return self.notebook.is_file()


# ---------------------------------------------------------------- names


def numbers_of(name: str) -> tuple[int, ...]:
    """Return (4, 1) for "04_pipeline/01_split_the_dataset"; empty without numbers."""
    numbers = [re.match(r"\d+(?=_)", part) for part in name.split("/")]
    return tuple(int(number[0]) for number in numbers) if all(numbers) else ()


def number_of(name: str) -> str:
    """Return "4.1" for "04_pipeline/01_split_the_dataset", "0" for the start page."""
    return ".".join(map(str, numbers_of(name)))


def slug_of(name: str) -> str:
    """Return "split_the_dataset": what progress and the lesson's exercises go by."""
    return without_number(name.rsplit("/", 1)[-1])


def exercise_module_name(name: str) -> str:
    """Return "helpers.exercises.pipeline.split_the_dataset"."""
    return ".".join(["helpers.exercises", *map(without_number, name.split("/"))])


def without_number(word: str) -> str:
    return re.sub(r"^\d+_", "", word)


def name_at(path: Path) -> str:
    """Return the name of the lesson whose notebook or copy lies at this full path.

    Empty for a path that is neither in notebooks/ nor among the student's copies.
    """
    path = path.with_suffix("") if path.suffix == ".ipynb" else path
    folders = [places.NOTEBOOKS, places.work()]
    # Then as it is without links: a path may lead through some.
    for way in (lambda path: path, Path.resolve):
        for folder in map(way, folders):
            if way(path).is_relative_to(folder):
                return way(path).relative_to(folder).as_posix()
    return ""


# ---------------------------------------------------------------- the outline


def read_outline() -> list[Lesson]:
    """Return all lessons in order, also those to come."""
    path = places.NOTEBOOKS / "outline.toml"
    try:
        outline = tomllib.loads(path.read_text(encoding="utf-8"))
        seconds = outline.get("seconds", {})
        return [
            Lesson(
                name,
                part["title"],
                title.removeprefix("★ "),
                title.startswith("★ "),
                seconds.get(name, SECONDS),
            )
            for part in outline["part"]
            for name, title in part["lessons"]
        ]
    except FileNotFoundError:
        state = "missing"
    except (ValueError, KeyError, TypeError, AttributeError):
        state = "damaged"
    raise OneLineError(f"{path} is {state}: restore it from the course.")


def existing() -> list[Lesson]:
    """Return the lessons that are written, in order."""
    return [lesson for lesson in read_outline() if lesson.exists]


def find_lesson(wanted: str) -> Lesson:
    """Return the written lesson that a number, name or path means.

    Raises OneLineError, with what may have been meant, where there is not just one.
    """
    known: dict[str, list[Lesson]] = {}
    for lesson in read_outline():
        stem = lesson.name.rsplit("/", 1)[-1]
        for alias in {lesson.number, stem, lesson.slug, lesson.name} - {""}:
            known.setdefault(alias.lower(), []).append(lesson)
    alias = re.sub(r"\.ipynb$", "", wanted.replace("\\", "/").lower())
    alias = re.sub(r"^(\./)?(notebooks/|work/)?", "", alias)
    if re.match(r"\d+(\.\d+)?$", alias):
        alias = ".".join(str(int(number)) for number in alias.split("."))
    # Else it may be a path, from wherever this was started.
    path = Path(os.path.abspath(wanted))  # noqa: PTH100
    matches = known.get(alias) or known.get(name_at(path).lower(), [])
    written = [lesson for lesson in matches if lesson.exists]
    if len(written) == 1:
        return written[0]
    if matches and not written:
        raise OneLineError(
            f'"{wanted}" is still to come: {matches[0].number} {matches[0].title}.'
        )
    if written:
        names = " or ".join(lesson.name for lesson in written)
        raise OneLineError(f'"{wanted}" could be {names}: write which.')
    close = difflib.get_close_matches(alias, known, 3, 0.6)
    near = [lesson for alias in close for lesson in known[alias] if lesson.exists]
    names = dict.fromkeys(lesson.name for lesson in near)
    hint = f"did you mean {' or '.join(names)}?" if names else "the README lists them."
    raise OneLineError(f'There is no lesson "{wanted}": {hint}')
