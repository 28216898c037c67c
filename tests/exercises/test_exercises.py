"""Every exercise of every lesson, proved: right answers pass, wrong ones are named."""

import copy
import time
from dataclasses import replace

import numpy as np
import pytest
import torch

from helpers.judging import Exercise, limits
from helpers.judging.kinds import Ordering, fault_of, matches, run_on
from helpers.judging.reading import source_as
from helpers.judging.values import plain
from helpers.lessons import Lesson, read_all, stub_key
from tests.exercises.mutants import mutants

TAKES_S = 90
# Mutants that cannot be told from the solution, each with the reason.
EXPLAINED: dict[tuple[str, str, str], str] = {}
DRAWS = 5  # of new inputs for each named mistake

LESSONS = {lesson.slug: lesson for lesson in read_all()}


def of_kind(*kinds: str) -> list:
    """Return the exercises of these kinds as pytest parameters."""
    return [
        pytest.param(exercise, id=f"{slug}.{key}")
        for slug, lesson in LESSONS.items()
        for key, exercise in lesson.exercises.items()
        if exercise.kind in kinds
    ]


@pytest.fixture
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """End endless loops sooner where there are many; tests/judging keeps the limit."""
    monkeypatch.setattr(limits, "SECONDS", 0.25)


def stub_of(exercise: Exercise) -> str:
    """Return the source of the exercise's stub cell in its lesson."""
    lesson = LESSONS[exercise.lesson]
    found = [cell for cell in lesson.code if stub_key(cell) == exercise.key]
    assert len(found) == 1, f"{exercise.key}: {len(found)} stub cells in the lesson"
    return found[0].source


# --- The eight states, for every exercise


@pytest.mark.parametrize("exercise", of_kind("function"))
def test_untouched_stub_is_not_attempted(exercise: Exercise) -> None:
    namespace = {"np": np, "torch": torch, "__name__": "stub"}
    source = stub_of(exercise)
    exec(compile(source, "<stub>", "exec"), namespace)
    if exercise.faulty is None:
        assert exercise.judge(namespace[exercise.key]).state == "untouched"
    else:  # compared by its source, which exec'd code does not have
        assert source_as(exercise.faulty, exercise.key) == source
        assert exercise.judge(exercise.faulty).state == "untouched"


@pytest.mark.parametrize("exercise", of_kind("value", "quiz", "prediction"))
def test_dots_are_not_attempted(exercise: Exercise) -> None:
    assert exercise.judge(...).state == "untouched"


@pytest.mark.parametrize("exercise", of_kind("function"))
def test_solution_and_other_writings_are_correct(exercise: Exercise) -> None:
    assert exercise.others, "one differently written correct solution is needed"
    for answer in (exercise.reference, *exercise.others):
        verdict = exercise.judge(answer)
        assert verdict.state == "correct", (source_as(answer, "answer"), verdict)


@pytest.mark.parametrize("exercise", of_kind("value"))
def test_value_and_other_writings_are_correct(exercise: Exercise) -> None:
    assert exercise.also, "one differently written correct answer is needed"
    for answer in (exercise.reference(), *exercise.also):
        assert exercise.judge(answer).state == "correct", answer


@pytest.mark.parametrize("exercise", of_kind("function"))
def test_each_named_mistake_gets_its_own_message(exercise: Exercise) -> None:
    """On every draw each is refused, and none does what one listed above it does."""
    messages = [m.message for m in (*exercise.mistakes, *exercise.symptoms)]
    assert len(messages) >= 3
    assert len(set(messages)) == len(messages)
    for draw in range(DRAWS):
        cases = list(exercise.make_cases(np.random.default_rng(1000 + draw)))
        expected = [plain(exercise.reference(*copy.deepcopy(args))) for args in cases]
        outcomes = [run_on(m.wrong, copy.deepcopy(cases)) for m in exercise.mistakes]
        for n, (mistake, outcome) in enumerate(
            zip(exercise.mistakes, outcomes, strict=True)
        ):
            results = zip(expected, outcome.results, strict=True)
            assert any(fault_of(e, g, exercise.rtol) for e, g in results), mistake
            for other, above in zip(exercise.mistakes, outcomes[:n], strict=False):
                alike = matches(outcome, above, exercise.rtol)
                assert len(alike) < len(cases), (mistake.message, other.message)
    for mistake in exercise.mistakes:
        verdict = exercise.judge(mistake.wrong)
        assert verdict.state == "mistake", (mistake.message, verdict)
        slip = verdict.mistake.startswith(("the `return` stands inside", "`"))
        assert verdict.mistake == mistake.message or slip, verdict


@pytest.mark.parametrize("exercise", of_kind("value"))
def test_each_named_wrong_value_gets_its_own_message(exercise: Exercise) -> None:
    assert len(exercise.mistakes) >= 3
    assert len({m.message for m in exercise.mistakes}) == len(exercise.mistakes)
    for mistake in exercise.mistakes:
        wrong = mistake.wrong() if callable(mistake.wrong) else mistake.wrong
        verdict = exercise.judge(wrong)
        assert (verdict.state, verdict.mistake) == ("mistake", mistake.message)
        assert mistake.message in verdict.headline


def spoiled(value: object) -> object:
    """Return a result of the same form, all NaN; None if it has no numbers."""
    if isinstance(value, tuple | list) and any(np.ndim(part) for part in value):
        parts = [spoiled(part) for part in value]  # arrays of unequal shape, perhaps
        return None if any(part is None for part in parts) else type(value)(parts)
    if isinstance(value, str) or not np.size(value):
        return None
    try:
        return np.full_like(np.asarray(value, dtype=float), np.nan)
    except (TypeError, ValueError):
        return None


def hostile(exercise: Exercise) -> dict[str, object]:
    """Return, for each state that bad code leads to, functions that behave so."""
    first = next(iter(exercise.make_cases(np.random.default_rng(0))))
    nan = spoiled(exercise.reference(*first))

    def endless(*args: object) -> None:
        while True:
            pass

    def endless_and_deaf(*args: object) -> None:
        while True:
            try:
                time.sleep(0.001)
            except Exception:
                continue

    def flood(*args: object) -> None:
        while True:
            print("again and again")

    def failing(*args: object) -> None:
        return args[0].no_such_attribute

    def no_return(*args: object) -> None:
        args[0]

    found = {
        "timeout": [endless, endless_and_deaf],
        "flood": [flood],
        "error": [failing],
        "type": [
            "text",
            3,
            None,
            lambda *args: object(),
            lambda: 1,
            no_return,
        ],
    }
    if nan is not None:
        found["nonfinite"] = [
            lambda *args: spoiled(exercise.reference(*args)) if len(args) else nan
        ]
    return found


@pytest.mark.usefixtures("short_patience")
@pytest.mark.parametrize("exercise", of_kind("function"))
def test_bad_code_gets_a_verdict(exercise: Exercise) -> None:
    for state, answers in hostile(exercise).items():
        for answer in answers:
            verdict = exercise.judge(answer)
            assert verdict.state == state, (state, answer, verdict)
            assert verdict.headline.startswith("Not yet: ")


class Hostile:
    """An answer that misbehaves when it is looked at."""

    def __init__(self, deed: str) -> None:
        self.deed = deed

    @property
    def detach(self) -> object:
        while self.deed == "timeout":
            pass
        while self.deed == "flood":
            print("again and again")
        raise ValueError("do not look at me")


@pytest.mark.usefixtures("short_patience")
@pytest.mark.parametrize("exercise", of_kind("value"))
def test_bad_values_get_a_verdict(exercise: Exercise) -> None:
    for state in ("timeout", "flood", "type"):
        assert exercise.judge(Hostile(state)).state == state
    assert exercise.judge(object()).state == "type"
    nan = spoiled(exercise.reference())
    if nan is not None:
        assert exercise.judge(nan).state == "nonfinite"
        assert exercise.judge(np.inf).state in ("nonfinite", "mistake")


@pytest.mark.parametrize("exercise", of_kind("function"))
def test_memorised_example_is_rejected(exercise: Exercise) -> None:
    first = next(iter(exercise.make_cases(np.random.default_rng(0))))
    result = exercise.reference(*first)
    verdict = exercise.judge(lambda *args: result)
    assert verdict.state not in ("correct", "untouched"), verdict


@pytest.mark.parametrize("exercise", of_kind("function"))
def test_result_may_be_list_array_or_tensor(exercise: Exercise) -> None:
    first = next(iter(exercise.make_cases(np.random.default_rng(0))))
    if spoiled(exercise.reference(*first)) is None:
        pytest.skip("the result is not an array of numbers")
    forms = (
        np.asarray,
        lambda v: np.asarray(v).tolist(),
        lambda v: np.asarray(v).astype(object),
        torch.as_tensor,
    )
    for form in forms:

        def answer(*args: object, form: object = form) -> object:
            return form(exercise.reference(*args))

        assert exercise.judge(answer).state == "correct", form


# --- Mutation: small changes to the solution must be noticed


@pytest.mark.usefixtures("short_patience")
@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # mutants divide by zero
@pytest.mark.parametrize("slug", LESSONS)
def test_mutants_are_rejected(
    slug: str, record_property: pytest.FixtureRequest
) -> None:
    survivors, total = [], 0
    for key, exercise in LESSONS[slug].exercises.items():
        if exercise.kind != "function":
            continue
        for what, source in mutants(exercise.solution_source):
            namespace = dict(exercise.reference.__globals__)
            exec(compile(source, "<mutant>", "exec"), namespace)
            total += 1
            if accepts(exercise, namespace[key]):
                survivors.append((slug, key, what))
    if total:
        score = 1 - len(survivors) / total
        text = f"mutants of {slug}: {total - len(survivors)} of {total} rejected"
        record_property("summary", text)
        assert score >= 0.95, survivors
    assert set(survivors) <= set(EXPLAINED), survivors


def accepts(exercise: Exercise, answer: object) -> bool:
    """Return whether an answer is accepted, without asking what is wrong with it."""
    cases = list(exercise.make_cases(np.random.default_rng(0)))
    expected = [plain(exercise.reference(*copy.deepcopy(args))) for args in cases]
    outcome = run_on(answer, cases)
    return outcome.ending == "done" and not any(
        fault_of(e, g, exercise.rtol)
        for e, g in zip(expected, outcome.results, strict=True)
    )


def test_mutation_notices_a_lazy_check() -> None:
    """A check that tries one easy input lets mutants live: the score must show it."""
    exercise = next(
        e for e in LESSONS["start_here"].exercises.values() if e.kind == "function"
    )
    lazy = copy.copy(exercise)
    lazy.make_cases = lambda rng: [(np.zeros(2), np.zeros(2))]
    states = set()
    for _, source in mutants(exercise.solution_source):
        namespace = dict(exercise.reference.__globals__)
        exec(compile(source, "<mutant>", "exec"), namespace)
        states.add(accepts(lazy, namespace[exercise.key]))
    assert True in states


# --- Orderings and questions


@pytest.mark.parametrize("exercise", of_kind("value"))
def test_an_ordering_judges_the_lines_that_the_lesson_offers(
    exercise: Exercise,
) -> None:
    if isinstance(exercise, Ordering):
        cells = LESSONS[exercise.lesson].nb.cells
        stub = next(n for n, c in enumerate(cells) if stub_key(c) == exercise.key)
        above = cells[stub - 1].source
        offered = [line[0] for line in above.splitlines() if line[1:4] == "   "]
        assert "".join(offered) == exercise.offered


@pytest.mark.parametrize("exercise", of_kind("quiz", "prediction"))
def test_each_option_has_its_own_reply(exercise: Exercise) -> None:
    assert len(exercise.replies) >= 3
    assert len(set(exercise.replies.values())) == len(exercise.replies)
    for letter, reply in exercise.replies.items():
        for writing in (letter, letter.lower(), f" {letter}) "):
            verdict = exercise.judge(writing)
            assert reply in verdict.detail + verdict.later
            if exercise.kind == "prediction":
                assert verdict.state == "noted"
                assert reply not in verdict.detail, "a prediction does not tell at once"
            else:
                right = letter == exercise.right
                assert verdict.state == ("correct" if right else "mistake")
    for nonsense in ("Z", "", "AB", 1, None, ["A"], str):
        assert exercise.judge(nonsense).state == "type"


def letters_out_of_balance(lesson: Lesson) -> list[str]:
    """Return the letters that are right too often, or never, over a lesson."""
    asked = [e for e in lesson.exercises.values() if e.kind in ("quiz", "prediction")]
    right = [exercise.right for exercise in asked]
    offered = {letter for exercise in asked for letter in exercise.options}
    common = [x for x in offered if right.count(x) > len(right) / 2]
    return common + [x for x in offered if len(right) > 3 and x not in right]


@pytest.mark.parametrize("slug", LESSONS)
def test_no_letter_is_the_one_to_guess(slug: str) -> None:
    assert letters_out_of_balance(LESSONS[slug]) == []


def test_an_unbalanced_lesson_is_noticed() -> None:
    lesson = copy.copy(LESSONS["what_is_training"])
    asked = {k: e for k, e in lesson.exercises.items() if e.kind == "quiz"}
    lesson.__dict__["exercises"] = {k: replace(e, right="B") for k, e in asked.items()}
    assert letters_out_of_balance(lesson)[0] == "B"


# --- The card


@pytest.mark.parametrize("exercise", of_kind("function", "value", "quiz", "prediction"))
def test_card_says_the_same_in_html_and_text(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.jsonl"))
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda d, raw: shown.append(d))
    exercise.check(...)
    exercise.check("no such answer")
    for card in shown:
        page, text = card["text/html"], card["text/plain"]
        plain_page = page.replace("&#x27;", "'").replace("&quot;", '"')
        first = text.splitlines()[0]
        assert first.replace("`", "") in plain_page.replace("<code>", "").replace(
            "</code>", ""
        )
        assert "background" not in page and "onclick" not in page
        assert (
            page.count("<details>")
            == page.count("</details>")
            == text.count("Hint ") + ("Solution" in text)
        )
    assert "Not attempted yet" in shown[0]["text/plain"]
    assert "Solution" not in shown[0]["text/plain"], "the solution waits for a try"
    if exercise.hints:
        assert "Solution" in shown[1]["text/plain"]
