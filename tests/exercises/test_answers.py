"""What students answered: all right ones accepted, wrong ones refused and named."""

import importlib
import pkgutil

import pytest

from helpers.lessons import read_all
from tests.exercises import answers
from tests.exercises.answers import Answer, collect

TAKES_S = 50
NAMED = 0.75  # of the wrong answers must get a reply that fits


def read_answers(slug: str) -> list[Answer]:
    """Return the answers to one lesson's exercises."""
    collect()
    module = importlib.import_module(f"{answers.__name__}.{slug}")
    if not hasattr(module, "ALL"):  # a module is run once only
        module.ALL = collect()
    return module.ALL


SLUGS = sorted(m.name for m in pkgutil.iter_modules(answers.__path__))
EXERCISES = {lesson.slug: lesson.exercises for lesson in read_all()}


def test_every_lesson_has_answers() -> None:
    assert sorted(EXERCISES) == SLUGS


@pytest.mark.parametrize("slug", SLUGS)
def test_right_answers_are_accepted(slug: str) -> None:
    refused = []
    for number, answer in enumerate(read_answers(slug)):
        if not answer.wrong:
            verdict = EXERCISES[slug][answer.key].judge(answer.given)
            if verdict.state != "correct":
                refused.append((number, answer.key, answer.given, verdict))
    assert refused == []


@pytest.mark.parametrize("slug", SLUGS)
def test_wrong_answers_are_refused_and_named(
    slug: str, record_property: pytest.FixtureRequest
) -> None:
    accepted, other, named, total = [], [], 0, 0
    for answer in read_answers(slug):
        if not answer.wrong:
            continue
        total += 1
        verdict = EXERCISES[slug][answer.key].judge(answer.given)
        said = f"{verdict.headline} {verdict.detail} {verdict.got}"
        if verdict.state in ("correct", "untouched", "noted"):
            accepted.append((answer.key, answer.wrong, verdict))
        elif answer.says is not None:
            named += 1
            if answer.says.casefold() not in said.casefold():
                other.append((answer.key, answer.wrong, answer.says, said))
    assert accepted == []
    assert other == []
    text = f"wrong answers to {slug}: {named} of {total} get a reply that fits"
    record_property("summary", text)
    assert named >= NAMED * total


@pytest.mark.parametrize("slug", SLUGS)
def test_each_exercise_has_enough_answers(slug: str) -> None:
    given = read_answers(slug)
    for key, exercise in EXERCISES[slug].items():
        if exercise.kind in ("function", "value"):
            n_right = sum(a.key == key and not a.wrong for a in given)
            n_wrong = sum(a.key == key and bool(a.wrong) for a in given)
            assert n_right >= 5 and n_wrong >= 6, (key, n_right, n_wrong)
