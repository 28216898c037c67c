"""Every exercise of every lesson, proved: right answers pass, wrong ones are named."""

import importlib
import json
import re
import time

import numpy as np
import pytest
import torch

from helpers.exercises import limits
from helpers.exercises.card import as_html, as_text
from helpers.exercises.engine import Exercise, Ordering, source_as
from helpers.places import ROOT
from tests.mutants import mutants

# Mutants that cannot be told from the solution, each with the reason.
EXPLAINED: dict[tuple[str, str, str], str] = {}

LESSONS = {
    path.stem.partition("_")[2]: path
    for path in sorted((ROOT / "notebooks").rglob("*.ipynb"))
    if ".ipynb_checkpoints" not in path.parts
}
MODULES = {
    slug: importlib.import_module(f"helpers.exercises.{slug}") for slug in LESSONS
}


def of_kind(*kinds: str) -> list:
    """Return the exercises of these kinds as pytest parameters."""
    return [
        pytest.param(exercise, id=f"{slug}.{key}")
        for slug, module in MODULES.items()
        for key, exercise in module.ALL.items()
        if exercise.kind in kinds
    ]


@pytest.fixture
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """End endless loops sooner where there are many; test_helpers keeps the limit."""
    monkeypatch.setattr(limits, "SECONDS", 1.0)


def stub_of(exercise: Exercise) -> str:
    """Return the source of the exercise's stub cell in its lesson."""
    cells = json.loads(LESSONS[exercise.lesson].read_text(encoding="utf-8"))["cells"]
    tag = f"exercise:{exercise.key}"
    found = [c for c in cells if tag in c["metadata"].get("tags", [])]
    assert len(found) == 1, f"{tag}: {len(found)} stub cells in the lesson"
    return "".join(found[0]["source"])


def mistaken(exercise: Exercise, mistake: object) -> object:
    """Return the wrong answer of a named mistake."""
    wrong = mistake.wrong
    return wrong() if exercise.kind == "value" and callable(wrong) else wrong


# --- The eight states, for every exercise


@pytest.mark.parametrize("exercise", of_kind("function"))
def test_untouched_stub_is_not_attempted(exercise: Exercise) -> None:
    namespace = {"np": np, "__name__": "stub"}
    source = stub_of(exercise)
    exec(compile(source, "<stub>", "exec"), namespace)
    if exercise.start is None:
        assert exercise.judge(namespace[exercise.key]).state == "untouched"
    else:  # compared by its source, which exec'd code does not have
        assert source_as(exercise.start, exercise.key) == source
        assert exercise.judge(exercise.start).state == "untouched"


@pytest.mark.parametrize("exercise", of_kind("value", "quiz", "prediction"))
def test_dots_are_not_attempted(exercise: Exercise) -> None:
    assert exercise.judge(...).state == "untouched"


@pytest.mark.parametrize("exercise", of_kind("function"))
def test_solution_and_other_writings_are_correct(exercise: Exercise) -> None:
    assert exercise.also, "one differently written correct solution is needed"
    for answer in (exercise.solution, *exercise.also):
        verdict = exercise.judge(answer)
        assert verdict.state == "correct", (answer.__name__, verdict)


@pytest.mark.parametrize("exercise", of_kind("value"))
def test_value_and_other_writings_are_correct(exercise: Exercise) -> None:
    assert exercise.also, "one differently written correct answer is needed"
    for answer in (exercise.solution(), *exercise.also):
        assert exercise.judge(answer).state == "correct", answer


@pytest.mark.parametrize("exercise", of_kind("function", "value"))
def test_each_named_mistake_gets_its_own_message(exercise: Exercise) -> None:
    assert len(exercise.mistakes) >= 3
    assert len({mistake.message for mistake in exercise.mistakes}) == len(
        exercise.mistakes
    )
    for mistake in exercise.mistakes:
        for _ in range(5):  # new inputs each time
            verdict = exercise.judge(mistaken(exercise, mistake))
            assert (verdict.state, verdict.mistake) == ("mistake", mistake.name)
            assert mistake.message in verdict.headline


def spoiled(value: object) -> object:
    """Return a result of the same form, all NaN; None if it has no numbers."""
    if isinstance(value, str) or not np.size(value):
        return None
    try:
        return np.full_like(np.asarray(value, dtype=float), np.nan)
    except (TypeError, ValueError):
        return None


def hostile(exercise: Exercise) -> dict[str, object]:
    """Return, for each state that bad code leads to, a function that behaves so."""
    first = next(iter(exercise.cases(np.random.default_rng(0))))
    nan = spoiled(exercise.solution(*first))

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
            lambda *args: spoiled(exercise.solution(*args)) if len(args) else nan
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
    nan = spoiled(exercise.solution())
    if nan is not None:
        assert exercise.judge(nan).state == "nonfinite"
        assert exercise.judge(np.inf).state in ("nonfinite", "mistake")


@pytest.mark.parametrize("exercise", of_kind("function"))
def test_memorised_example_is_rejected(exercise: Exercise) -> None:
    first = next(iter(exercise.cases(np.random.default_rng(0))))
    result = exercise.solution(*first)
    verdict = exercise.judge(lambda *args: result)
    assert verdict.state not in ("correct", "untouched"), verdict


@pytest.mark.parametrize("exercise", of_kind("function"))
def test_result_may_be_list_array_or_tensor(exercise: Exercise) -> None:
    first = next(iter(exercise.cases(np.random.default_rng(0))))
    if spoiled(exercise.solution(*first)) is None:
        pytest.skip("the result is not an array of numbers")
    for form in (np.asarray, lambda v: np.asarray(v).tolist(), torch.as_tensor):

        def answer(*args: object, form: object = form) -> object:
            return form(exercise.solution(*args))

        assert exercise.judge(answer).state == "correct"


# --- Mutation: small changes to the solution must be noticed


@pytest.mark.usefixtures("short_patience")
@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # mutants divide by zero
@pytest.mark.parametrize("slug", MODULES)
def test_mutants_are_rejected(
    slug: str, record_property: pytest.FixtureRequest
) -> None:
    survivors, total = [], 0
    for key, exercise in MODULES[slug].ALL.items():
        if exercise.kind != "function":
            continue
        for what, source in mutants(exercise.solution_source):
            namespace = dict(exercise.solution.__globals__)
            exec(compile(source, "<mutant>", "exec"), namespace)
            total += 1
            if exercise.judge(namespace[key]).state == "correct":
                survivors.append((slug, key, what))
    if total:
        score = 1 - len(survivors) / total
        text = f"mutants of {slug}: {total - len(survivors)} of {total} rejected"
        record_property("summary", text)
        assert score >= 0.95, survivors
    assert set(survivors) <= set(EXPLAINED), survivors


def test_mutation_notices_a_lazy_check() -> None:
    """A check that tries one easy input lets mutants live: the score must show it."""
    module = next(iter(MODULES.values()))
    exercise = next(e for e in module.ALL.values() if e.kind == "function")
    lazy = type(exercise)(
        solution=exercise.solution,
        cases=lambda rng: [(np.zeros(2), np.zeros(2))],
        mistakes=[],
        hints=[],
    )
    lazy.key = exercise.key
    states = set()
    for _, source in mutants(exercise.solution_source):
        namespace = dict(exercise.solution.__globals__)
        exec(compile(source, "<mutant>", "exec"), namespace)
        states.add(lazy.judge(namespace[exercise.key]).state)
    assert "correct" in states


# --- Orderings


@pytest.mark.parametrize("exercise", of_kind("value"))
def test_an_ordering_judges_the_lines_that_the_lesson_offers(
    exercise: Exercise,
) -> None:
    if isinstance(exercise, Ordering):
        text = LESSONS[exercise.lesson].read_text(encoding="utf-8")
        cells = json.loads(text)["cells"]
        stub = next(
            n
            for n, c in enumerate(cells)
            if "tags" in c["metadata"]
            and (f"exercise:{exercise.key}" in c["metadata"]["tags"])
        )
        above = "".join(cells[stub - 1]["source"])
        assert "".join(re.findall("^([A-Z])   ", above, re.M)) == exercise.offered


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("b d h", "Correct."),
        ("A B D", "Not yet: never A."),
        ("D B H", "Not yet: B comes first."),
        ("B H D", "Not yet: H after D."),
        ("H D B", "Not yet: B comes first."),
        ("B D", "Not yet: a letter is missing: 3 of the 8 are needed."),
        ("B B D H", "Not yet: a letter stands twice: each is needed once at most."),
        ("B D H C", "Not yet: the value is wrong."),
        ("B D K", "Not yet: the lines are A to H. Write their letters only."),
    ],
)
def test_an_ordering_says_what_comes_too_early(answer: str, message: str) -> None:
    never, early = {"A": "never A."}, {"DHB": "B comes first.", "HD": "H after D."}
    ordering = Ordering("BDH", 8, never, early, hints=[], after="")
    assert ordering.judge(answer).headline == message


# --- Quizzes and predictions


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
        assert text.splitlines()[0] in page.replace("&#x27;", "'").replace(
            "&quot;", '"'
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


def test_card_escapes_what_the_student_wrote() -> None:
    from helpers.exercises.card import Verdict

    verdict = Verdict("wrong", "Not yet: <b>", "`<i>`", "<u>", "<script>", "<img>")
    page = as_html(verdict, [("Hint 1 of 1", "<a>", False), ("Solution", "<pre", True)])
    for tag in ("<b>", "<i>", "<u>", "<script>", "<img>", "<a>", "<pre<"):
        assert tag not in page
    assert "Hint 1 of 1" in as_text(verdict, [("Hint 1 of 1", "secret", False)])
    assert "secret" not in as_text(verdict, [("Hint 1 of 1", "secret", False)])
