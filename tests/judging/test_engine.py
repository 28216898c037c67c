"""The engine: whatever an answer does, it gets a verdict that says what is wrong."""

import builtins
import contextlib
import functools
import logging
import sys
import threading
import time
import warnings
from collections import namedtuple
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
import torch
from scipy import sparse

from helpers.judging import limits
from helpers.judging.card import Verdict, as_html, as_text
from helpers.judging.kinds import Function, Ordering, Value, letters
from helpers.judging.values import brief


def double(x):
    """Return twice x."""
    return 2 * np.asarray(x)


def triple(x):
    """Return three times x."""
    return 3 * np.asarray(x)


def an_exercise() -> Function:
    """A small exercise to misuse."""
    exercise = Function(hints=["Add it to itself."], example=True)
    exercise.key = "double"
    exercise.solution(double)
    exercise.cases(lambda rng: [(np.arange(3.0),), (rng.normal(size=4),)])
    exercise.mistake("this is three times x.")(triple)
    return exercise


def test_verdict_comes_within_five_seconds_for_anything() -> None:
    def endless(x):
        while True:
            pass

    over = threading.Event()  # else its thread would slow all tests after this one

    def swallows_everything(x):
        while not over.is_set():
            try:
                while not over.is_set():
                    pass
            except BaseException:
                continue

    def asleep(x):
        time.sleep(8)

    for answer in (endless, swallows_everything, asleep):
        start = time.perf_counter()
        assert an_exercise().judge(answer).state == "timeout"
        assert time.perf_counter() - start < 5
    over.set()


def test_code_that_cannot_be_stopped_is_said_to_run_on(monkeypatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 0.2)

    def asleep(x):
        time.sleep(3)

    assert "restart the kernel" in an_exercise().judge(asleep).detail


def test_prints_are_shown_and_limited(capsys, monkeypatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 1.0)

    def talkative(x):
        print("x is", x)
        return [2 * v for v in x]

    verdict = an_exercise().judge(talkative)
    assert verdict.state == "correct" and "x is [0. 1. 2.]" in verdict.printed

    def flood(x):
        while True:
            with contextlib.suppress(Exception):
                print("more")

    verdict = an_exercise().judge(flood)
    assert verdict.state == "flood" and len(verdict.printed) <= 300
    assert capsys.readouterr().out == ""


def test_error_shows_the_students_own_line() -> None:
    def wrong_line(x):
        y = x + 1
        return y.missing_thing

    verdict = an_exercise().judge(wrong_line)
    assert verdict.state == "error"
    assert "line 3 of your function: `return y.missing_thing`" in verdict.detail
    assert "AttributeError" in verdict.got


@pytest.mark.parametrize("error", [SystemExit, KeyboardInterrupt, RecursionError])
def test_no_exception_gets_out(error: type[BaseException]) -> None:
    def leaves(x):
        raise error("out")

    assert an_exercise().judge(leaves).state == "error"


def test_input_does_not_wait_for_a_keyboard() -> None:
    verdict = an_exercise().judge(lambda x: input("your answer? "))
    assert verdict.state == "error" and "input()" in verdict.got
    assert input.__name__ != "no_input", "the real input is back"


def test_answers_may_not_change_the_inputs_of_others() -> None:
    def in_place(x):
        x *= 2
        return x

    exercise = an_exercise()
    assert exercise.judge(in_place).state == "correct"
    assert exercise.judge(in_place).state == "correct"


def test_blank_left_in_a_line_is_not_attempted() -> None:
    def one_blank(x):
        factor = ...
        return factor * x

    assert an_exercise().judge(one_blank).state == "untouched"


def test_ellipsis_index_is_a_correct_writing() -> None:
    def with_dots(x):
        return np.asarray(x)[...] * 2

    assert an_exercise().judge(with_dots).state == "correct"


def test_forgotten_return_is_told_from_an_untouched_stub() -> None:
    def no_return(x):
        y = 2 * x  # noqa: F841

    verdict = an_exercise().judge(no_return)
    assert verdict.state == "type" and "return" in verdict.headline


def test_every_check_tries_new_inputs() -> None:
    seen = []

    def spy(x):
        seen.append(tuple(x))
        return 2 * x

    exercise = an_exercise()
    exercise.judge(spy)
    exercise.judge(spy)
    assert seen[0] == seen[2] and seen[1] != seen[3]


def test_value_recognises_a_family_of_mistakes() -> None:
    exercise = Value(hints=[], rtol=0.02)
    exercise.solution(lambda: 10.0)
    exercise.mistake("negative.", -1, when=lambda v: v < 0)
    assert exercise.judge(10.1).state == "correct"
    assert exercise.judge(-77).mistake == "negative."
    assert exercise.judge(11).state == "wrong"


def test_none_is_named_whatever_form_an_answer_is_brought_into() -> None:
    for clean in (np.atleast_1d, np.ravel, lambda x: np.asarray(x, float), letters):
        exercise = Value(hints=[], clean=clean)
        exercise.solution(lambda: np.arange(3.0))
        verdict = exercise.judge(None)
        assert verdict == Verdict("type", "Not yet: the value is None.")


# --- What a blank is


def test_an_ellipsis_that_indexes_is_no_blank() -> None:
    def columns(x):
        return [np.sum(3 * x[..., j]) for j in range(len(x))]

    def shifted(x):
        moved = np.zeros_like(x)
        moved[..., 1:] = x[..., :-1]
        return moved

    def filled(x):
        buffer = np.empty(len(x))
        buffer[...] = 3
        return buffer

    def failing(x):
        return x[...].no_such_thing

    states = [an_exercise().judge(f).state for f in (columns, shifted, filled, failing)]
    assert states == ["mistake", "wrong", "wrong", "error"] or "untouched" not in states


def test_a_blank_is_seen_where_no_source_is_kept() -> None:
    namespace: dict = {}
    exec("def stub(x):\n    return ...", namespace)
    exec("def answer(x):\n    return x[..., ::-1]", namespace)
    assert an_exercise().judge(namespace["stub"]).state == "untouched"
    assert an_exercise().judge(namespace["answer"]).state == "wrong"


# --- What an answer may do without harm


def test_exit_and_quit_do_not_end_the_kernel() -> None:
    for leave in (lambda x: exit(), lambda x: quit(), lambda x: sys.exit(1)):
        verdict = an_exercise().judge(leave)
        assert verdict.state == "error" and "SystemExit" in verdict.got
    assert "no_exit" not in repr(getattr(builtins, "exit", ""))


def test_a_log_handler_made_in_a_check_goes_on_writing(capsys) -> None:
    logger = logging.getLogger("made in a check")

    def logs(x):
        logger.addHandler(logging.StreamHandler())
        logger.warning("inside")
        return 2 * x

    assert "inside" in an_exercise().judge(logs).printed
    for handler in logger.handlers:
        handler.stream.write("x" * 30_000)
    logger.warning("outside")
    assert "outside" in capsys.readouterr().out
    logger.handlers.clear()


def test_warnings_of_our_own_code_do_not_reach_the_page() -> None:
    def means_of_nothing(rng):
        return [(np.array([np.nanmean([np.nan]), 1.0]),)]

    exercise = an_exercise()
    exercise.cases(means_of_nothing)
    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("always")
        assert exercise.judge(double).state == "correct"
    assert not shown


def test_displays_are_counted_too(monkeypatch) -> None:
    class Publisher:
        shown = 0

        def publish(self, *args, **kwargs):
            self.shown += 1

    class Shell:
        display_pub = Publisher()

        def ask_exit(self):
            raise AssertionError("the kernel would end")

    shell = Shell()
    monkeypatch.setattr(limits, "running_shell", lambda: shell)

    def floods(x):
        while True:
            shell.display_pub.publish("a picture")

    assert an_exercise().judge(floods).state == "flood"
    assert an_exercise().judge(lambda x: shell.ask_exit()).state == "error"
    assert Shell.display_pub.shown == 0


def test_a_first_import_takes_none_of_the_students_time(monkeypatch, tmp_path) -> None:
    (tmp_path / "slow_to_import.py").write_text("import time\ntime.sleep(1.2)\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(limits, "SECONDS", 0.5)

    def imports(x):
        import slow_to_import  # noqa: F401

        return 2 * x

    assert an_exercise().judge(imports).state == "correct"


def test_only_code_that_loops_is_asked_about_its_loop(monkeypatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 0.2)

    def waits(x):
        time.sleep(0.5)

    def loops(x):
        return [time.sleep(0.01) for _ in range(100)]

    def circles(x):
        while True:
            pass

    details = [an_exercise().judge(f).detail for f in (waits, loops, circles)]
    assert "condition" not in details[0] and "rounds" not in details[0]
    assert "rounds" in details[1] and "condition" in details[2]


# --- Containers


Pair = namedtuple("Pair", "left right")


def pair_exercise() -> Function:
    """An exercise whose result is two arrays by name."""
    exercise = Function(hints=[])
    exercise.key = "split"
    exercise.solution(lambda x: {"low": x - 1, "high": (x + 1, x + 2)})
    exercise.cases(lambda rng: [(rng.normal(size=3),) for _ in range(3)])
    return exercise


@pytest.mark.parametrize(
    "form",
    [
        lambda v: v.astype(object),
        lambda v: pd.Series(v, dtype=object),
        lambda v: pd.Series(v, dtype="Float64"),
        lambda v: pd.Series(v).to_frame()[0],
        lambda v: [Decimal(repr(float(x))) for x in v],
        lambda v: [Fraction(float(x)) for x in v],
        lambda v: np.ma.masked_array(v, mask=False),
        lambda v: torch.tensor(v, requires_grad=True) * 1,
        lambda v: dict(enumerate(v)).values(),
    ],
)
def test_right_numbers_are_right_in_any_container(form: object) -> None:
    assert an_exercise().judge(lambda x: form(2 * x)).state == "correct"


def test_tensors_deep_inside_are_converted() -> None:
    def tensors(x):
        grad = torch.tensor(x, requires_grad=True)
        return {"low": grad - 1, "high": Pair(grad + 1, (grad + 2).tolist())}

    assert pair_exercise().judge(tensors).state == "correct"
    top = Function(hints=[])
    top.solution(lambda x: (np.sort(x)[::-1], np.argsort(-x)))
    top.cases(lambda rng: [(rng.normal(size=4),) for _ in range(3)])
    assert top.judge(lambda x: torch.tensor(x).topk(4)).state == "correct"
    half = pair_exercise().judge(
        lambda x: {"low": torch.tensor(x).bfloat16(), "high": 1}
    )
    assert half.state in ("wrong", "type")


def test_sparse_arrays_count_as_arrays() -> None:
    table = Function(hints=[])
    table.solution(lambda x: np.diag(x))
    table.cases(lambda rng: [(rng.normal(size=3),)])
    assert table.judge(lambda x: sparse.csr_array(np.diag(x))).state == "correct"
    assert table.judge(lambda x: sparse.csr_array(np.diag(x + 1))).state == "wrong"


def test_what_is_masked_is_missing() -> None:
    masked = an_exercise().judge(lambda x: np.ma.masked_all(len(x)))
    assert masked.state == "nonfinite"


def test_a_buffer_that_is_used_again_is_copied() -> None:
    buffer = np.zeros(10)

    def into_buffer(x):
        np.multiply(x, 2, out=buffer[: len(x)])
        return buffer[: len(x)]

    assert an_exercise().judge(into_buffer).state == "correct"


class Odd:
    """A result that raises whatever is asked of it."""

    def __getattr__(self, name: str) -> object:
        raise RuntimeError("do not look at me")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("do not compare me")

    __hash__ = None


def test_whatever_goes_wrong_while_comparing_becomes_a_card() -> None:
    inside = np.empty(1, object)
    inside[0] = Odd()
    for odd in (Odd(), [Odd()], {"low": Odd(), "high": Odd()}, inside):
        for exercise in (an_exercise(), pair_exercise()):
            assert exercise.judge(lambda x, odd=odd: odd).state in ("type", "error")


@pytest.mark.parametrize(
    "result",
    [
        lambda x: np.array(["a", "b", "c"]),
        lambda x: np.array([None, {}, 1]),
        lambda x: pd.DataFrame({"a": 2 * x}),
        lambda x: (2 * x).reshape(-1, 1),
        lambda x: map(float, x),
        lambda x: 1.0,
        lambda x: Decimal(1),
        lambda x: 2 * x + 1e-4,
    ],
)
def test_a_card_never_says_the_same_on_both_sides(result: object) -> None:
    verdict = an_exercise().judge(result)
    assert verdict.state != "correct"
    assert verdict.expected != verdict.got
    told = verdict.detail.partition("Expected ")[2].partition(", got ")
    assert not told[0] or told[0] != told[2].split(". Tried")[0].rstrip(".")


# --- Errors


def deco(function):
    @functools.wraps(function)
    def wrapper(*args):
        return function(*args)

    return wrapper


class Callable:
    def __call__(self, x):
        return x.no_such_thing


def misses(x, y=1):
    return x.no_such_thing


@deco
def decorated(x):
    return x.no_such_thing


@pytest.mark.parametrize(
    "answer",
    [
        functools.partial(misses, y=2),
        Callable(),
        decorated,
        np.vectorize(lambda x: x.no_such_thing),
    ],
)
def test_an_error_shows_the_students_line_however_it_is_wrapped(answer) -> None:
    verdict = an_exercise().judge(answer)
    assert verdict.state == "error"
    assert "x.no_such_thing" in verdict.detail


def test_an_error_without_source_still_names_its_line() -> None:
    namespace: dict = {}
    exec("def answer(x):\n    y = x\n    return y.nothing", namespace)
    assert "In line 3" in an_exercise().judge(namespace["answer"]).detail


def test_a_wrong_signature_is_no_error_inside() -> None:
    assert "called this way" in an_exercise().judge(lambda: 1).headline


def test_a_message_about_threads_is_explained() -> None:
    import signal

    def alarm(x):
        signal.signal(signal.SIGTERM, signal.SIG_DFL)

    assert "thread of their own" in an_exercise().judge(alarm).detail


# --- Overwritten arguments


def test_an_overwritten_argument_is_remarked_or_refused() -> None:
    def in_place(x):
        x *= 2
        return x

    exercise = an_exercise()
    verdict = exercise.judge(in_place)
    assert verdict.state == "correct" and "argument `x`" in verdict.detail
    exercise.keeps_arguments = True
    verdict = exercise.judge(in_place)
    assert verdict.state == "mistake" and "argument `x`" in verdict.headline
    assert exercise.judge(double).state == "correct"


# --- Where they differ


def test_a_card_shows_where_large_results_differ() -> None:
    large = Function(hints=[])
    large.solution(lambda x: np.outer(x, x))
    large.cases(lambda rng: [(rng.normal(size=30),) for _ in range(2)])

    def off(x):
        result = np.outer(x, x)
        result[2, 3] += 1
        result[4, 5] -= 1
        return result

    verdict = large.judge(off)
    assert "differ first at [2, 3] (2 of 900 do)" in verdict.detail
    assert verdict.expected != verdict.got and "<" not in verdict.expected


def test_small_matrices_are_shown_in_full() -> None:
    small = Function(hints=[])
    small.solution(lambda x: np.outer(x, x))
    small.cases(lambda rng: [(np.arange(4.0) + rng.integers(5),) for _ in range(2)])
    verdict = small.judge(lambda x: np.outer(x, x) + np.eye(4))
    assert verdict.expected.count("\n") == verdict.got.count("\n") == 3


def test_a_frame_in_a_call_is_told_in_words() -> None:
    table = Function(hints=[])
    table.key = "count"
    table.solution(lambda frame: frame["a"].sum())
    table.cases(lambda rng: [(pd.DataFrame({"a": rng.integers(9, size=4)}),)] * 2)
    call = table.judge(lambda frame: -1.5).detail
    assert "count(frame=<a table of 4 rows: a>)" in call


# --- The example, and what is seen of wrong values


def test_the_example_is_named_only_where_the_lesson_shows_one() -> None:
    exercise = an_exercise()
    exercise.cases(lambda rng: [(np.zeros(3),), (rng.normal(size=4),)])
    assert "example shown" in exercise.judge(lambda x: x + 0).detail
    exercise.example = False
    assert "example shown" not in exercise.judge(lambda x: x + 0).detail


# What an answer does instead of doubling five numbers, and the words it must get.
SEEN = {
    "twice": (lambda x: 4 * x, "all values are twice what they should be"),
    "opposite": (lambda x: -2 * x, "of the opposite sign"),
    "percent": (lambda x: 200 * x, "100 times too large"),
    "n times": (lambda x: 2 * x * len(x), "`len(x)` times too large"),
    "n times too small": (lambda x: 2 * x / len(x), "`len(x)` times too small"),
    "one more": (lambda x: 2 * x + 1, "all values are 1 too large"),
    "reversed": (lambda x: 2 * x[::-1], "in reversed order"),
    "sorted": (lambda x: np.sort(2 * x), "the right values, sorted"),
    "rounded": (lambda x: np.round(2 * x), "rounded to whole numbers"),
    "squared": (lambda x: 4 * x**2, "the squares of the right values"),
    "absolute": (lambda x: abs(2 * x), "the absolute values"),
    "running": (lambda x: np.cumsum(2 * x), "running totals"),
    "late": (lambda x: np.roll(2 * x, 1), "one place too late"),
    "all the same": (lambda x: np.full(len(x), 7.0), "every value is 7"),
    "last wrong": (lambda x: np.r_[2 * x[:-1], 0], "right but for the last value"),
    "from there on": (
        lambda x: np.r_[2 * x[:2], np.sin(x[2:])],
        "right up to entry 1 and wrong from there on",
    ),
    "last missing": (lambda x: 2 * x[:-1], "the last is missing"),
    "sum": (lambda x: np.sum(2 * x), "it is the sum of them"),
    "column": (lambda x: (2 * x)[:, None], "in the shape (5, 1)"),
    "nothing done": (lambda x: x, "`x` comes back as it was given"),
    "never used": (lambda x: np.arange(5.0), "`x` is never used"),
    "at random": (
        lambda x: 2 * x + np.random.default_rng().normal(size=5),
        "other values for the same arguments",
    ),
    "all NaN": (lambda x: (x - x) / (x - x), "every value is NaN: is 0 divided by 0"),
    "infinite": (lambda x: 2 * x / (x - x), "is something divided by 0"),
}


@pytest.mark.parametrize("name", SEEN)
def test_what_no_author_foresaw_is_still_seen(name: str) -> None:
    answer, words = SEEN[name]
    exercise = Function(hints=[])
    exercise.key = "double"
    exercise.solution(double)
    sizes = (5, 5, 5) if "n times" not in name else (5, 6, 7)
    exercise.cases(lambda rng: [(rng.normal(size=n) * 3,) for n in sizes])
    verdict = exercise.judge(answer)
    assert verdict.state in ("wrong", "type", "nonfinite")
    assert words in f"{verdict.headline} {verdict.detail}"


def test_true_and_false_exchanged_parts_and_masks_are_seen() -> None:
    mask = Function(hints=[])
    mask.solution(lambda x: x > 0)
    mask.cases(lambda rng: [(rng.permutation([-1, 2, -3, 4, 5]),) for _ in range(3)])
    assert "exchanged" in mask.judge(lambda x: x <= 0).headline
    assert "row numbers" in mask.judge(lambda x: np.flatnonzero(x > 0)).headline
    assert "too many are True" in mask.judge(lambda x: x > -2).headline
    rows = Function(hints=[])
    rows.solution(lambda x: np.flatnonzero(x > 0)[::-1])
    rows.cases(lambda rng: [(np.array([1, -2, 3]),), (np.array([1, 2, 3]),)])
    assert "a mask (True, False)" in rows.judge(lambda x: x > 0).headline
    two = Function(hints=[])
    two.solution(lambda x: (x.mean(), x.std()))
    two.cases(lambda rng: [(rng.normal(size=6),) for _ in range(3)])
    assert "changed places" in two.judge(lambda x: (x.std(), x.mean())).headline
    assert "value 2 of 2" in two.judge(lambda x: (x.mean(), 2 * x.std())).headline


DICTS = {
    "percent": (lambda x: {k: 100 * v for k, v in x.items()}, "100 times too large"),
    "one key": (lambda x: {**x, "b": x["b"] + 0.3}, "right but for the key `'b'`"),
    "keys": (lambda x: dict(zip(x, [*x.values()][::-1], strict=True)), "wrong keys"),
    "missing": (lambda x: {"a": x["a"]}, "in the dict the key `'b'` is missing"),
    "not one": (lambda x: [*x.values()], "expected a dict, got"),
}


@pytest.mark.parametrize("name", DICTS)
def test_dicts_of_numbers_are_looked_at_too(name: str) -> None:
    answer, words = DICTS[name]
    rates = Function(hints=[])
    rates.solution(lambda x: x)
    rates.cases(lambda rng: [(dict(zip("ab", rng.random(2), strict=True)),)] * 3)
    assert words in rates.judge(answer).headline


def test_a_count_of_0_for_1_is_not_called_the_complement() -> None:
    place = Function(hints=[])
    place.solution(lambda x: int(np.argmax(x)))
    place.cases(lambda rng: [(np.array([1, 2]),), (np.array([2, 1]),)])
    assert "1 minus" not in place.judge(lambda x: int(np.argmin(x))).headline
    shares = Function(hints=[])
    shares.solution(lambda x: x)
    shares.cases(lambda rng: [(np.array([0.2, 0.5, 1.0]),)])
    assert "1 minus" in shares.judge(lambda x: 1 - x).headline
    yes_or_no = shares.judge(lambda x: np.where(x == 1, 1.0, 0.0)).headline
    assert "or each is a yes or no" in yes_or_no


def test_values_wrong_only_where_a_number_is_missing_are_seen() -> None:
    flag = Function(hints=[])
    flag.solution(lambda x: ~(x < 0))
    flag.cases(lambda rng: [(rng.permutation([-1, np.nan, 2, 3]),) for _ in range(3)])
    assert "only where `x` is NaN" in flag.judge(lambda x: x >= 0).headline
    share = Function(hints=[])
    share.solution(lambda x: np.nanmean(x))
    share.cases(lambda rng: [(rng.permutation([-1, np.nan, 2, 3]),) for _ in range(3)])
    assert "one NaN in `x`" in share.judge(lambda x: np.mean(x)).headline


def test_an_argument_never_used_is_said_beside_the_symptom() -> None:
    powers = Function(hints=[])
    powers.key = "power"
    powers.solution(lambda x, k: x**k)
    powers.cases(lambda rng: [(rng.random(3) + 2, k) for k in (3, 4, 5)])
    powers.symptom("these are too small.")(lambda args, e, got: (got < e).all())
    headline = powers.judge(lambda x, k: x**2).headline
    assert headline == "Not yet: `k` is never used: these are too small."


def test_a_symptom_that_few_cases_show_is_not_said_of_a_constant() -> None:
    powers = Function(hints=[])
    powers.key = "power"
    powers.solution(lambda x, k: x**k)
    powers.cases(lambda rng: [(3.0, 1), (4.0, 2), (2.0, 1), (2.5, 3), (2.2, 2)])
    powers.symptom("a third of the power.")(lambda args, e, got: e / got == 3)
    assert powers.judge(lambda x, k: 1.0).headline == "Not yet: `x` is never used."


def test_an_argument_that_decides_nothing_is_no_cause() -> None:
    total = Function(hints=[])
    total.key = "total"
    total.solution(lambda x, size: sum(sum(x[n : n + size]) for n in range(0, 9, size)))
    total.cases(lambda rng: [([1, 2, 3], 2), ([4, 5], 1)])
    assert "size" not in total.judge(lambda x, size: -sum(x)).headline


# --- What the code itself shows


def sums() -> Function:
    """An exercise that asks for a loop."""
    exercise = Function(hints=[])
    exercise.key = "total"
    exercise.solution(lambda x: np.sum(x))
    exercise.cases(lambda rng: [(rng.normal(size=4),) for _ in range(3)])
    return exercise


def test_a_return_inside_the_loop_is_seen() -> None:
    def early(x):
        total = 0
        for value in x:
            total += value
            return total
        return None

    def right_way(x):
        total = 0
        for value in x:
            total += value
        return total

    assert "`return` stands inside the loop" in sums().judge(early).headline
    assert sums().judge(right_way).state == "correct"


def test_a_total_that_starts_anew_in_each_round_is_seen() -> None:
    def resets(x):
        for value in x:
            total = 0
            total += value
        return total

    def forgets(x):
        for value in x:
            found = {}
            found[value] = value
        return found

    assert "`found = {}` stands inside" in sums().judge(forgets).headline

    def rows(x):
        found = []
        for value in x:
            total = 0
            total += value
            found.append(total)
        return found

    def steps(x):
        for value in x:
            slope = 0.0
            slope = slope - 0.1 * value
        return slope

    assert "`slope = 0.0` stands inside the loop" in sums().judge(steps).headline
    assert "`total = 0` stands inside the loop" in sums().judge(resets).headline
    assert "stands inside" not in sums().judge(rows).headline


# --- One wrong value, several causes


def test_a_mistake_is_known_by_its_symptom() -> None:
    exercise = sums()
    exercise.symptom("the sum must not be negative.")(lambda args, e, got: got < 0)
    assert exercise.judge(lambda x: -1 - abs(x.sum())).mistake.startswith("the sum")
    assert exercise.judge(lambda x: "a text").state == "type"


def test_a_variant_of_a_mistake_is_known_where_it_is_the_only_one() -> None:
    exercise = an_exercise()
    exercise.cases(lambda rng: [(rng.normal(size=4),) for _ in range(5)])
    odd = iter(range(1000))

    def mostly_triple(x):
        return 3 * x if next(odd) % 5 else 5 * x + 1

    next(odd)
    assert exercise.judge(mostly_triple).mistake == "this is three times x."


# --- Orderings


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
        ("B D H C", "Not yet: 4 lines where 3 are needed."),
        ("B D C", "Not yet: it is right as far as `B D`. What must come next?"),
        ("C D H", "Not yet: `C` does not come first."),
        ("B D K", "Not yet: the lines are A to H. Write their letters only."),
    ],
)
def test_an_ordering_says_what_comes_too_early(answer: str, message: str) -> None:
    never, early = {"A": "never A."}, {"DHB": "B comes first.", "HD": "H after D."}
    ordering = Ordering("BDH", 8, never, early, hints=[], after="")
    assert ordering.judge(answer).headline == message


# --- The card


def test_card_escapes_what_the_student_wrote() -> None:
    verdict = Verdict("wrong", "Not yet: <b>", "`<i>`", "<u>", "<script>", "<img>")
    page = as_html(verdict, [("Hint 1 of 1", "<a>", False), ("Solution", "<pre", True)])
    for tag in ("<b>", "<i>", "<u>", "<script>", "<img>", "<a>", "<pre<"):
        assert tag not in page
    assert "Hint 1 of 1" in as_text(verdict, [("Hint 1 of 1", "secret", False)])
    assert "secret" not in as_text(verdict, [("Hint 1 of 1", "secret", False)])


def test_a_matrix_keeps_its_rows_on_the_card() -> None:
    verdict = Verdict("wrong", "Not yet.", "", "[[1, 2]\n [3, 4]]", "[[1, 2]\n [3, 5]]")
    assert "<pre>[[1, 2]\n [3, 4]]</pre>" in as_html(verdict, [])
    assert "Expected:\n[[1, 2]\n [3, 4]]" in as_text(verdict, [])


def test_stressed_words_are_stressed_and_products_are_not() -> None:
    detail = "the *test* error, `2*x*y`, 2 * 3 * 4 and a*b*c; not *that* one"
    page = as_html(Verdict("wrong", "Not yet.", detail), [])
    assert "the <em>test</em> error, <code>2*x*y</code>, 2 * 3 * 4 and a*b*c" in page
    assert "not <em>that</em> one" in page


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (np.int64(10), "10"),
        (np.bool_(True), "True"),
        (np.float64(-0.0), "0"),
        (np.array([-0.0, 4.0]), "[0., 4.]"),
        ([True] * 15, "<a list of 15 truth values>"),
        (np.ones(15, bool), "<an array of truth values of shape (15,)>"),
    ],
)
def test_a_card_shows_values_as_a_student_writes_them(
    value: object, shown: str
) -> None:
    assert brief(value) == shown


def test_a_result_of_another_sort_is_told_what_is_due() -> None:
    names = Function(hints=[])
    names.solution(lambda x: ["a"])
    names.cases(lambda rng: [(1,)])
    assert "expected a list of one value, each a text, got a number" in (
        names.judge(lambda x: 7).headline
    )
