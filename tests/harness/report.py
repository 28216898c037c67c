"""Sizes of lessons to think about: never a reason to cut a sentence short."""

import re
import statistics
from collections.abc import Iterator

from helpers.lessons import Lesson, stub_key, study_minutes

ASIDE = ("Warm-up", "Exercises")  # sections that are not counted as body


def remarks(lesson: Lesson) -> Iterator[str]:
    """Yield what departs from the guide's sizes, one line each."""
    words = body_words(lesson)
    if not 1800 <= words <= 2800:
        yield f"body of {words} words (1,800 to 2,800)"
    sizes = [len([x for x in c.source.splitlines() if x.strip()]) for c in lesson.code]
    short = sum(size <= 15 for size in sizes) / len(sizes)
    if statistics.median(sizes) > 6 or short < 0.9 or max(sizes) > 30:
        yield (
            f"lines a cell: median {statistics.median(sizes):.0f} (at most 6), "
            f"{short:.0%} up to 15 (90 %), longest {max(sizes)} (30)"
        )
    asking = {id(cell) for cell, _, _ in lesson.calls()}
    content = [c for c in lesson.code if not stub_key(c) and id(c) not in asking]
    if len(content) > 35:
        yield f"{len(content)} code cells of content (at most 35)"
    n_lines = sum(len(c.source.splitlines()) for c in content)
    if n_lines > 350:
        yield f"{n_lines} lines of code (about 300)"
    told, asked = minutes_told(lesson), study_minutes(lesson.nb.cells)
    if abs(told - asked) > 15:
        yield f"the header says {told} minutes, the lesson asks for about {asked:.0f}"
    if asked > 125:
        yield f"asks for about {asked:.0f} minutes (at most 120)"
    for key, exercise in lesson.exercises.items():
        options = getattr(exercise, "options", None)
        if options and is_longest(options, exercise.right):
            yield f"{key}: the right option is by far the longest"


def is_longest(options: dict[str, str], right: str) -> bool:
    """Return whether one option is half as long again as any other."""
    others = [len(text) for letter, text in options.items() if letter != right]
    return len(options[right]) > 1.5 * max(others)


def body_words(lesson: Lesson) -> int:
    """Return the number of words outside warm-up, exercises and questions."""
    section, total = "", 0
    for cell in lesson.prose:
        asks = any(t.startswith("question:") for t in cell.metadata.get("tags", []))
        for part in re.split(r"(?m)^(?=## )", cell.source):
            heading = re.match(r"## (.+)", part)
            section = heading[1].strip() if heading else section
            text = re.sub(r"```.*?```", "", part, flags=re.DOTALL)
            total += 0 if asks or section in ASIDE else len(text.split())
    return total


def minutes_told(lesson: Lesson) -> int:
    """Return the minutes that the header gives a student, 0 where it gives none."""
    told = re.search(r"\*\*Time\*\* (\d+) minutes", lesson.header)
    return int(told[1]) if told else 0
