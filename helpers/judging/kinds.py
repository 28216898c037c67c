"""The kinds of exercise, declared where they are made, and how each is judged.

An answer's way: its cell, `exercises.<key>.check(answer)`, `judge`, the verdict, the
card and the progress file. `exercise`, `value` and `ordering` declare; what belongs to
an exercise is then handed to it by decorators, such as `@gradient.mistake("…")`.
"""

import copy
import inspect
import itertools
import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from string import ascii_uppercase as ALPHABET
from typing import Any

import numpy as np

from helpers.judging import verdicts
from helpers.judging.card import Verdict, as_html, as_text
from helpers.judging.limits import Outcome, run_limited
from helpers.judging.observations import Case, observe
from helpers.judging.reading import has_blank, slip_in, source_as, twins, unused
from helpers.judging.values import both, brief, difference, kind, plain, same
from helpers.progress import record

TRIES = itertools.count()  # each check draws new inputs: those on a card are of no use
Cases = Callable[[np.random.Generator], Iterable[tuple]]


@dataclass(frozen=True)
class Mistake:
    """A likely wrong answer and what to say to it.

    wrong: a function that makes the mistake, or an example of the wrong value. when:
    recognises more values that show the same misconception.
    """

    message: str
    wrong: Any
    when: Callable[[Any], bool] | None = None


@dataclass(frozen=True)
class Symptom:
    """What shows in a result: `shows(args, expected, got)` on the first wrong case."""

    message: str
    shows: Callable[[tuple, Any, Any], bool]


class Exercise:
    """What all kinds share: a key, a lesson, and `check`."""

    kind = ""
    key = lesson = ""
    hints: Sequence[str] = ()
    after = ""

    def judge(self, answer: Any) -> Verdict:
        """Return the verdict on `answer`; never raises, never prints."""
        raise NotImplementedError

    @property
    def solution_source(self) -> str:
        """What replaces the stub cell, or the `...` of a quiz."""
        raise NotImplementedError

    def faults(self) -> list[str]:
        """Return what its author has forgotten."""
        return []

    def check(self, answer: Any = ...) -> None:
        """Display the verdict on `answer` as a card and keep it as progress."""
        from IPython.display import display

        verdict = self.judge(answer)
        if verdict.state != "untouched":
            record(self.lesson, self.key, verdict.state)
        folded = []
        if verdict.later:
            folded.append(("After you have seen it: open this", verdict.later, False))
        if verdict.state not in ("correct", "noted"):
            total = len(self.hints)
            folded += [
                (f"Hint {n} of {total}", h, False) for n, h in enumerate(self.hints, 1)
            ]
            if verdict.state != "untouched" and self.hints:
                folded.append(("Solution", self.solution_source, True))
        page, text = as_html(verdict, folded), as_text(verdict, folded)
        display({"text/html": page, "text/plain": text}, raw=True)


# ---------------------------------------------------------------- functions


class Function(Exercise):
    """An exercise whose answer is a function; `exercise(…)` declares one."""

    kind = "function"

    def __init__(
        self,
        hints: Sequence[str],
        after: str = "",
        rtol: float = 1e-5,
        example: bool = False,
        keeps_arguments: bool = False,
    ) -> None:
        """Declare an exercise.

        hints: from a nudge to nearly the answer. after: what to say to a right answer.
        example: the lesson shows the first case with its result. keeps_arguments: its
        docstring forbids changing what was handed in.
        """
        self.hints, self.after, self.rtol = hints, after, rtol
        self.example, self.keeps_arguments = example, keeps_arguments
        self.reference: Callable[..., Any] | None = None
        self.others: list[Callable] = []
        self.faulty: Callable | None = None
        self.make_cases: Cases | None = None
        self.mistakes: list[Mistake] = []
        self.symptoms: list[Symptom] = []

    def solution(self, function: Callable) -> Callable:
        """Take the reference: shown when asked for, and what answers are judged by."""
        self.reference = function
        return function

    def also(self, function: Callable) -> Callable:
        """Take another correct way of writing it, for the tests."""
        self.others.append(function)
        return function

    def start(self, function: Callable) -> Callable:
        """Take the faulty code that a repair exercise hands out."""
        self.faulty = function
        return function

    def cases(self, function: Cases) -> Cases:
        """Take what yields arguments, drawn anew at every check from `rng`."""
        self.make_cases = function
        return function

    def mistake(self, message: str) -> Callable[[Callable], Callable]:
        """Take a function that makes a mistake, under what to say to it."""

        def take(function: Callable) -> Callable:
            self.mistakes.append(Mistake(message, function))
            return function

        return take

    def symptom(self, message: str) -> Callable[[Callable], Callable]:
        """Take a predicate of (args, expected, got), under what to say where it holds.

        It is asked of the first case that went wrong: whatever else an answer does,
        this shows.
        """

        def take(function: Callable) -> Callable:
            self.symptoms.append(Symptom(message, function))
            return function

        return take

    def faults(self) -> list[str]:
        """Return what its author has forgotten."""
        needed = {"solution": self.reference, "cases": self.make_cases}
        return [
            f"{self.key} has no {name}" for name, part in needed.items() if not part
        ]

    @property
    def solution_source(self) -> str:
        """The reference's source under the student's name for it."""
        return source_as(self.reference, self.key)

    def is_untouched(self, answer: Callable) -> bool:
        """Return whether the stub, or the faulty code to repair, is still as given."""
        return has_blank(answer) or (
            self.faulty is not None and twins(answer, self.faulty)
        )

    def judge(self, answer: Any) -> Verdict:
        """Return the verdict on a function; see Exercise."""
        if not callable(answer):
            if answer is Ellipsis:
                return verdicts.untouched()
            text = f"Expected a function, got {kind(answer)}."
            return Verdict("type", "Not yet: this is not a function.", text)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of our own code; the answer's are shown
            cases = list(self.make_cases(np.random.default_rng(next(TRIES))))
            expected = [plain(self.reference(*copy.deepcopy(args))) for args in cases]
        used = [copy.deepcopy(args) for args in cases]
        outcome = run_on(answer, used)
        if outcome.ending != "done":
            if self.is_untouched(answer):
                return verdicts.untouched()
            return verdicts.unfinished(outcome, answer)
        try:
            return self.judge_results(answer, cases, used, expected, outcome)
        except Exception as error:  # a result so odd that comparing it raises
            return verdicts.incomparable(error, outcome.results)

    def judge_results(
        self,
        answer: Callable,
        cases: list[tuple],
        used: list[tuple],
        expected: list[Any],
        outcome: Outcome,
    ) -> Verdict:
        """Return the verdict on what the calls gave."""
        got = outcome.results
        faults = [fault_of(e, g, self.rtol) for e, g in zip(expected, got, strict=True)]
        overwritten = self.overwritten(cases, used)
        if not any(faults):
            printed = outcome.printed_by(0)
            if overwritten and self.keeps_arguments:
                headline = f"Not yet: the result is right, but {overwritten}"
                return Verdict("mistake", headline, printed=printed, mistake="changes")
            after = [self.after, f"One remark: {overwritten}" * bool(overwritten)]
            return Verdict(
                "correct", "Correct.", " ".join(after).strip(), "", "", printed
            )
        if self.is_untouched(answer):
            return verdicts.untouched()
        where = next(n for n, fault in enumerate(faults) if fault)
        call = self.shown_call(cases[where])
        printed = outcome.printed_by(where)
        cause = self.cause(answer, cases, expected, outcome, faults)
        if isinstance(got[where], BaseException):
            if cause:
                text = f"Tried: `{call}`"
                return Verdict(
                    "mistake", f"Not yet: {cause}", text, "", "", printed, cause
                )
            return verdicts.raised(got[where], call, printed)
        state, what = faults[where]
        *shown, place = both(expected[where], got[where], self.rtol)
        if cause:
            return Verdict(
                "mistake",
                f"Not yet: {cause}",
                f"{place} Tried: `{call}`".strip(),
                *shown,
                printed,
                cause,
            )
        wrong = [n for n, fault in enumerate(faults) if fault]
        seen = observe([self.case(cases[n], expected[n], got[n]) for n in wrong])
        if state == "wrong" and self.draws_anew(answer, cases[where], got[where]):
            seen = "it gives other values for the same arguments: it draws at random."
        idle = self.idle(answer, cases, expected)
        notes = [
            "It is right for the example shown, but not for other inputs."
            if where > 0 and self.example and state == "wrong"
            else "",
            seen[:1].upper() + seen[1:] if idle else "",
            what if seen and state == "nonfinite" else "",
            place,
            f"Besides, {overwritten}" if overwritten else "",
            f"Tried: `{call}`",
        ]
        if idle:
            seen = f"`{idle}` is never used."
        return Verdict(
            state,
            f"Not yet: {verdicts.seen_or_said(seen, what, state)}",
            " ".join(filter(None, notes)),
            *shown,
            printed,
            observed=seen,
        )

    def idle(self, answer: Callable, cases: list[tuple], expected: list[Any]) -> str:
        """Return an argument that the answer never uses though it decides, or ""."""
        return next(
            (
                name
                for place, name in unused(answer, self.reference)
                if self.decides(place, cases, expected)
            ),
            "",
        )

    def decides(self, place: int, cases: list[tuple], expected: list[Any]) -> bool:
        """Return whether another case's value of an argument changes a result."""
        pairs = zip(cases, expected, strict=True)
        for (args, result), other in itertools.product(pairs, cases):
            given = [*args[:place], *other[place : place + 1], *args[place + 1 :]]
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # it need not fit the others
                    changed = plain(self.reference(*copy.deepcopy(given)))
            except Exception:
                return True  # it does not fit the other arguments: it matters
            if difference(result, changed, self.rtol):
                return True
        return False

    def cause(
        self,
        answer: Callable,
        cases: list[tuple],
        expected: list[Any],
        outcome: Outcome,
        faults: list[tuple[str, str] | None],
    ) -> str:
        """Return the message of what makes the answer wrong, where that is certain.

        In order of evidence: what its code shows; a named mistake that does the same
        on all cases; a symptom of the first wrong case; the only mistake that does the
        same on most of the wrong cases.
        """
        if slip := slip_in(answer):
            return slip
        wrong = [n for n, fault in enumerate(faults) if fault]
        outcomes = [run_on(m.wrong, copy.deepcopy(cases)) for m in self.mistakes]
        alike = [
            matches(outcome, other, self.rtol) if other.ending == "done" else set()
            for other in outcomes
        ]
        for mistake, same_cases in zip(self.mistakes, alike, strict=True):
            if len(same_cases) == len(cases):
                return mistake.message
        first, got = wrong[0], outcome.results[wrong[0]]
        if not isinstance(got, BaseException):
            for symptom in self.symptoms:
                if holds(symptom.shows, cases[first], expected[first], got):
                    idle = self.idle(answer, cases, expected)
                    if not idle:
                        return symptom.message
                    # What is never used is certain, the rest if most cases show it.
                    n_shown = sum(
                        holds(symptom.shows, cases[n], expected[n], outcome.results[n])
                        for n in wrong
                    )
                    sure = n_shown >= max(2, 0.6 * len(wrong))
                    return f"`{idle}` is never used" + (
                        f": {symptom.message}" if sure else "."
                    )
        near = {
            mistake.message: len(same_cases & {*wrong})
            for mistake, same_cases in zip(self.mistakes, alike, strict=True)
            if first in same_cases
        }
        enough = [m for m, n in near.items() if n >= max(2, 0.6 * len(wrong))]
        return enough[0] if len(enough) == 1 and len(near) == 1 else ""

    def draws_anew(self, answer: Callable, args: tuple, got: Any) -> bool:
        """Return whether a second call gives another value than the first."""
        again = run_on(answer, [copy.deepcopy(args)])
        return again.ending == "done" and bool(difference(got, again.results[0], 1e-9))

    def overwritten(self, before: list[tuple], after: list[tuple]) -> str:
        """Say which argument the calls have changed, "" if none."""
        names = inspect.signature(self.reference).parameters
        for old, new in zip(before, after, strict=True):
            for name, one, other in zip(names, old, new, strict=False):
                if can_change(one) and not same(plain(one), plain(other)):
                    return f"your code changes its argument `{name}`: work on a copy."
        return ""

    def case(self, args: tuple, expected: Any, got: Any) -> Case:
        """Return one call as observations look at it."""
        names = inspect.signature(self.reference).parameters
        return Case(dict(zip(names, args, strict=False)), expected, got)

    def shown_call(self, args: tuple) -> str:
        """Return a call as text, each argument with its parameter's name."""
        names = inspect.signature(self.reference).parameters
        given = [f"{n}={brief(a)}" for n, a in zip(names, args, strict=False)]
        return f"{self.key}({', '.join(given)})"


def run_on(function: Callable, cases: list[tuple]) -> Outcome:
    """Return what `function` gives for each case; it may change the arguments."""
    return run_limited([lambda a=args: plain(function(*a)) for args in cases])


def fault_of(expected: Any, got: Any, rtol: float) -> tuple[str, str] | None:
    """Return the difference of a result, which may be an exception."""
    if isinstance(got, BaseException):
        return "error", ""
    return difference(expected, got, rtol)


def matches(one: Outcome, other: Outcome, rtol: float) -> set[int]:
    """Return in which cases two functions did the same: equal values or exceptions."""
    found = set()
    for n, (a, b) in enumerate(zip(one.results, other.results, strict=True)):
        if isinstance(a, BaseException) or isinstance(b, BaseException):
            alike = type(a) is type(b) and str(a) == str(b)
        elif a is None or b is None:
            alike = a is b
        else:
            alike = not difference(b, a, rtol)
        found |= {n} if alike else set()
    return found


def holds(shows: Callable, args: tuple, expected: Any, got: Any) -> bool:
    """Return whether a symptom shows; a result too odd to ask shows none."""
    try:
        with np.errstate(all="ignore"):
            return bool(shows(args, expected, got))
    except Exception:
        return False


def can_change(value: Any) -> bool:
    """Return whether a value is of a kind that an answer could overwrite."""
    return isinstance(value, np.ndarray | list | dict) or hasattr(value, "to_numpy")


# ---------------------------------------------------------------- values


class Value(Exercise):
    """An exercise whose answer is a value; `value(…)` declares one."""

    kind = "value"

    def __init__(
        self,
        hints: Sequence[str],
        after: str = "",
        source: str = "",
        also: Sequence[Any] = (),
        rtol: float = 1e-5,
        clean: Callable[[Any], Any] = plain,
    ) -> None:
        """Declare an exercise.

        source: the cell that computes the value in the lesson. also: other values that
        are as right. clean: brings an answer into one form before it is compared.
        """
        self.hints, self.after, self.source = hints, after, source
        self.also, self.rtol, self.clean = also, rtol, clean
        self.reference: Callable[[], Any] | None = None
        self.mistakes: list[Mistake] = []

    def solution(self, function: Callable[[], Any]) -> Callable[[], Any]:
        """Take the function that returns the right value."""
        self.reference = function
        return function

    def mistake(
        self,
        message: str,
        like: Any = ...,
        when: Callable[[Any], bool] | None = None,
    ) -> Any:
        """Take a wrong value and what to say to it; without `like`, decorate one.

        when: recognises more values that show the same misconception.
        """
        if like is not ...:
            self.mistakes.append(Mistake(message, like, when))
            return None

        def take(function: Callable[[], Any]) -> Callable[[], Any]:
            self.mistakes.append(Mistake(message, function, when))
            return function

        return take

    def faults(self) -> list[str]:
        """Return what its author has forgotten."""
        return [] if self.reference else [f"{self.key} has no solution"]

    @property
    def solution_source(self) -> str:
        """The cell that computes the value in the lesson."""
        return self.source

    def judge(self, answer: Any) -> Verdict:
        """Return the verdict on a value; see Exercise."""
        if answer is Ellipsis:
            return verdicts.untouched()
        # `clean` would make NaN of None, or fail: the card is to say None.
        outcome = run_limited(
            [lambda: None if answer is None else self.clean(plain(answer))]
        )
        if outcome.ending != "done":
            return verdicts.unfinished(outcome, answer)
        got, expected = outcome.results[0], plain(self.reference())
        if isinstance(got, BaseException):
            text = f"Expected {kind(expected)}, got {kind(answer)}."
            return Verdict("type", "Not yet: this is not the type asked for.", text)
        if got is None:
            return Verdict("type", "Not yet: the value is None.")
        try:
            return self.judge_value(expected, got)
        except Exception as error:
            return verdicts.incomparable(error, [got])

    def judge_value(self, expected: Any, got: Any) -> Verdict:
        """Return the verdict on a value in its plain form."""
        fault = difference(expected, got, self.rtol)
        others = (self.clean(plain(other)) for other in self.also)
        if not fault or any(not difference(other, got, self.rtol) for other in others):
            return Verdict("correct", "Correct.", self.after)
        for mistake in self.mistakes:
            wrong = mistake.wrong() if callable(mistake.wrong) else mistake.wrong
            seen = (
                mistake.when is not None and fault[0] == "wrong" and mistake.when(got)
            )
            if seen or not difference(self.clean(wrong), got, self.rtol):
                return Verdict(
                    "mistake",
                    f"Not yet: {mistake.message}",
                    got=brief(got),
                    mistake=mistake.message,
                )
        seen = self.observed(expected, got)
        state, what = fault
        headline = f"Not yet: {verdicts.seen_or_said(seen, what, state)}"
        what = what if seen else ""
        return Verdict(state, headline, what, got=brief(got), observed=seen)

    def observed(self, expected: Any, got: Any) -> str:
        """Return what can be seen of a wrong value."""
        return observe([Case({}, expected, got)])


class Ordering(Value):
    """A Value whose answer is the letters of lines in their order, such as "B A D"."""

    def __init__(
        self,
        right: str,
        n_lines: int,
        never: dict[str, str],
        early: dict[str, str],
        hints: Sequence[str],
        after: str,
        also: Sequence[str] = (),
    ) -> None:
        """Declare an ordering.

        right: the order, as "BAD". n_lines: how many are offered, from A on. never:
        what to say to a line that is wrong wherever it stands. early: what to say when
        a line comes too early; the key "DHB" means D or H before B. also: other right
        orders.
        """
        super().__init__(
            hints,
            after,
            also=[*also, ", ".join(right.lower()), list(right)],
            clean=letters,
        )
        self.right, self.reference = right, lambda: right
        self.offered = ALPHABET[:n_lines]
        self.mistake(
            f"the lines are A to {self.offered[-1]}. Write their letters only.",
            right[:-1] + ALPHABET[n_lines],
            lambda order: not set(order) <= set(self.offered),
        )
        for line, message in never.items():
            self.mistake(message, right[:-1] + line, lambda o, x=line: x in o)
        self.mistake(
            "a letter stands twice: each is needed once at most.",
            right + right[-1],
            lambda order: len(set(order)) < len(order),
        )
        orders = [*itertools.permutations(right)]
        for lines, message in early.items():

            def comes_early(order: Sequence[str], lines: str = lines) -> bool:
                *firsts, then = lines
                return then in order and any(
                    first in order and order.index(first) < order.index(then)
                    for first in firsts
                )

            # The example for the tests shows this mistake and none of those above it.
            example = next(filter(comes_early, orders))
            orders = [order for order in orders if not comes_early(order)]
            self.mistake(message, "".join(example), comes_early)
        self.mistake(
            f"a letter is missing: {len(right)} of the {n_lines} are needed.",
            right[:-1],
            lambda order: len(order) < len(right),
        )

    @property
    def solution_source(self) -> str:
        """The cell with the right order under the student's name for it."""
        return f'{self.key} = "{" ".join(self.right)}"'

    def observed(self, expected: Any, got: Any) -> str:
        """Return up to where an order is right."""
        if len(got) > len(self.right):
            return f"{len(got)} lines where {len(self.right)} are needed."
        right = itertools.takewhile(lambda n: got[n] == expected[n], range(len(got)))
        start = " ".join(got[: len(list(right))])
        if not start:
            return f"`{got[0]}` does not come first."
        return f"it is right as far as `{start}`. What must come next?"


def letters(answer: Any) -> str:
    """Return an answer's letters as given: "b, a and c", ["B", "A", "C"] are "BAC"."""
    answer = list(answer.values()) if isinstance(answer, dict) else answer
    text = answer if isinstance(answer, str) else " ".join(map(str, answer))
    return re.sub(r"\bAND\b|[^A-Z]", "", text.upper())


def letter_set(answer: Any) -> str:
    """Return an answer's letters in alphabetical order, each once: "c a, a" is "AC"."""
    return "".join(sorted(set(letters(answer))))


# ---------------------------------------------------------------- questions


@dataclass
class Quiz(Exercise):
    """A question with lettered options, of which each has its own reply."""

    text: str
    options: dict[str, str]  # by letter, from A on
    replies: dict[str, str]
    right: str
    about: str = ""  # the earlier lesson that a warm-up asks about, such as "1.1"
    kind = "quiz"

    @property
    def markdown(self) -> str:
        """The question as its cell in the notebook shows it."""
        lines = [f"- {letter}) {option}" for letter, option in self.options.items()]
        return "\n".join([self.text, "", *lines])

    @property
    def solution_source(self) -> str:
        """The right letter as a Python literal."""
        return f'"{self.right}"'

    def letter(self, answer: Any) -> str | None:
        """Return the option that `answer` names, None if it names none."""
        form = r"\W*([A-Za-z])\s*(?:[).:].*)?\W*"  # "b", " B ", "B) as it is written"
        found = re.fullmatch(form, answer) if isinstance(answer, str) else None
        return found[1].upper() if found and found[1].upper() in self.replies else None

    def judge(self, answer: Any) -> Verdict:
        """Return the verdict on a letter; see Exercise."""
        *others, last = (f'"{letter}"' for letter in self.replies)
        options = f"{', '.join(others)} or {last}"
        if answer is Ellipsis:
            what = f"Put {options} in place of the dots and run the cell."
            return verdicts.untouched(what)
        letter = self.letter(answer)
        if letter is None:
            return Verdict(
                "type", f"Not yet: answer with {options}.", got=brief(answer)
            )
        return self.reply(letter)

    def reply(self, letter: str) -> Verdict:
        """Return the verdict on one of the options."""
        if letter == self.right:
            return Verdict("correct", "Correct.", self.replies[letter])
        return Verdict(
            "mistake",
            f"Not yet: {letter} is not it.",
            self.replies[letter],
            mistake=letter,
        )


class Prediction(Quiz):
    """A quiz whose reply stays folded until the student has seen what happens."""

    kind = "prediction"

    def reply(self, letter: str) -> Verdict:
        """Return the prediction noted, with its reply folded."""
        return Verdict(
            "noted",
            f"Noted: {letter}. Run on and see what happens.",
            later=self.replies[letter],
            mistake="" if letter == self.right else letter,
        )

    def predict(self, answer: Any = ...) -> None:
        """Display the prediction as noted; the same as `check`."""
        self.check(answer)


exercise, value, ordering = Function, Value, Ordering
