"""Judge an answer: eight kinds of outcome, each with a verdict, within a deadline.

A lesson's exercises stand in one module named like the lesson. It builds Function,
Value, Quiz and Prediction objects from ordinary Python functions and ends with
`ALL = collect(globals())`, which names each by its variable.
"""

import ast
import copy
import dis
import inspect
import itertools
import re
import textwrap
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from string import ascii_uppercase as ALPHABET
from types import CodeType
from typing import Any

import numpy as np

from helpers.exercises.card import Verdict, as_html, as_text
from helpers.exercises.limits import SECONDS, Outcome, run_limited
from helpers.exercises.values import brief, difference, kind, plain
from helpers.progress import record

ENGINE = str(__file__)
TRIES = itertools.count()  # each check draws new inputs: those on a card are of no use


@dataclass(frozen=True)
class Mistake:
    """A likely wrong answer and what to say to it.

    wrong: a function that makes the mistake (Function), or the wrong value itself
    (Value). when: recognises more values that show the same misconception.
    """

    wrong: Any
    message: str
    when: Callable[[Any], bool] | None = None

    @property
    def name(self) -> str:
        """The mistake's name in tests and reports."""
        return getattr(self.wrong, "__name__", repr(self.wrong))


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


@dataclass
class Function(Exercise):
    """An exercise whose answer is a function.

    solution: the reference. cases(rng): yields argument tuples; the first is the
    example that the lesson shows, the others are new at every check. mistakes:
    functions of the same signature. also: other correct ways of writing it (for the
    tests). start: the faulty code that a repair exercise hands out.
    """

    solution: Callable
    cases: Callable[[np.random.Generator], Iterable[tuple]]
    mistakes: Sequence[Mistake]
    hints: Sequence[str]
    after: str = ""
    also: Sequence[Callable] = ()
    rtol: float = 1e-5
    start: Callable | None = None
    kind = "function"

    @property
    def solution_source(self) -> str:
        """The reference's source under the student's name for it."""
        return source_as(self.solution, self.key)

    def is_untouched(self, answer: Callable) -> bool:
        """Return whether the stub, or the faulty code to repair, is still as given."""
        return has_blank(answer) or (
            self.start is not None and twins(answer, self.start)
        )

    def judge(self, answer: Any) -> Verdict:
        """Return the verdict on a function; see Exercise."""
        if not callable(answer):
            if answer is Ellipsis:
                return untouched()
            text = f"Expected a function, got {kind(answer)}."
            return Verdict("type", "Not yet: this is not a function.", text)
        cases = list(self.cases(np.random.default_rng(next(TRIES))))
        expected = [plain(self.solution(*copy.deepcopy(args))) for args in cases]
        outcome = run_on(answer, cases)
        if outcome.ending != "done":
            return untouched() if self.is_untouched(answer) else unfinished(outcome)
        faults = [
            fault_of(e, g, self.rtol)
            for e, g in zip(expected, outcome.results, strict=True)
        ]
        if not any(faults):
            return Verdict(
                "correct", "Correct.", self.after, printed=outcome.printed_by(0)
            )
        if self.is_untouched(answer):
            return untouched()
        where = next(n for n, fault in enumerate(faults) if fault)
        call = shown_call(self.key, self.solution, cases[where])
        printed = outcome.printed_by(where)
        for mistake in self.mistakes:
            if same_outcomes(outcome, run_on(mistake.wrong, cases), self.rtol):
                got = outcome.results[where]
                return Verdict(
                    "mistake",
                    f"Not yet: {mistake.message}",
                    f"Tried: `{call}`",
                    brief(expected[where]),
                    "" if isinstance(got, BaseException) else brief(got),
                    printed,
                    mistake.name,
                )
        got = outcome.results[where]
        if isinstance(got, BaseException):
            return raised(got, answer, call, printed)
        state, what = faults[where]
        if where > 0 and state == "wrong":
            what = (
                f"It is right for the example shown, but not for other inputs. {what}"
            )
        headline = {
            "type": "Not yet: the result has the wrong type or shape.",
            "nonfinite": "Not yet: the result is not finite.",
            "wrong": "Not yet: the value is wrong.",
        }[state]
        detail = f"{what} Tried: `{call}`".strip()
        return Verdict(
            state, headline, detail, brief(expected[where]), brief(got), printed
        )


@dataclass
class Value(Exercise):
    """An exercise whose answer is a value: a number, a text, a list.

    solution(): returns the expected value. source: the cell that computes it in the
    lesson. clean: brings an answer into one form before it is compared. also: other
    values that are as right.
    """

    solution: Callable[[], Any]
    source: str
    mistakes: Sequence[Mistake]
    hints: Sequence[str]
    after: str = ""
    also: Sequence[Any] = ()
    rtol: float = 1e-5
    clean: Callable[[Any], Any] = plain
    kind = "value"

    @property
    def solution_source(self) -> str:
        """The cell that computes the value in the lesson."""
        return self.source

    def judge(self, answer: Any) -> Verdict:
        """Return the verdict on a value; see Exercise."""
        if answer is Ellipsis:
            return untouched()
        outcome = run_limited([lambda: self.clean(plain(answer))])
        if outcome.ending != "done":
            return unfinished(outcome)
        got, expected = outcome.results[0], plain(self.solution())
        if isinstance(got, BaseException):
            text = f"Expected {kind(expected)}, got {kind(answer)}."
            return Verdict("type", "Not yet: this is not the type asked for.", text)
        if got is None:
            return Verdict("type", "Not yet: the value is None.")
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
                headline = f"Not yet: {mistake.message}"
                return Verdict(
                    "mistake", headline, got=brief(got), mistake=mistake.name
                )
        headline = {
            "type": "Not yet: this is not the type or shape asked for.",
            "nonfinite": "Not yet: the value is not finite.",
            "wrong": "Not yet: the value is wrong.",
        }[fault[0]]
        return Verdict(fault[0], headline, fault[1], got=brief(got))


class Ordering(Value):
    """A Value whose answer is the letters of lines in their order, such as "B A D".

    right: the order, as "BAD". n_lines: how many are offered, from A on. never: what to
    say to a line that is wrong wherever it stands. early: what to say when a line comes
    too early; the key "DHB" means D or H before B. also: other right orders.
    """

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
        self.offered = ALPHABET[:n_lines]
        mistakes = [
            Mistake(
                right[:-1] + ALPHABET[n_lines],
                f"the lines are A to {self.offered[-1]}. Write their letters only.",
                when=lambda order: not set(order) <= set(self.offered),
            )
        ]
        for line, message in never.items():
            mistakes.append(
                Mistake(right[:-1] + line, message, when=lambda o, x=line: x in o)
            )
        mistakes.append(
            Mistake(
                right + right[-1],
                "a letter stands twice: each is needed once at most.",
                when=lambda order: len(set(order)) < len(order),
            )
        )
        others = [*itertools.permutations(right)]
        for lines, message in early.items():

            def comes_early(order: Sequence[str], lines: str = lines) -> bool:
                *firsts, then = lines
                return then in order and any(
                    first in order and order.index(first) < order.index(then)
                    for first in firsts
                )

            # The example for the tests shows this mistake and none of those above it.
            example = next(filter(comes_early, others))
            others = [order for order in others if not comes_early(order)]
            mistakes.append(Mistake("".join(example), message, when=comes_early))
        mistakes.append(
            Mistake(
                right[:-1],
                f"a letter is missing: {len(right)} of the {n_lines} are needed.",
                when=lambda order: len(order) < len(right),
            )
        )
        super().__init__(
            solution=lambda: right,
            source="",
            mistakes=mistakes,
            hints=hints,
            after=after,
            also=[*also, ", ".join(right.lower()), list(right)],
            clean=letters,
        )

    @property
    def solution_source(self) -> str:
        """The cell with the right order under the student's name for it."""
        return f'{self.key} = "{" ".join(self.solution())}"'


@dataclass
class Quiz(Exercise):
    """A question with lettered options, of which each has its own reply."""

    right: str
    replies: dict[str, str]
    kind = "quiz"

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
            return untouched(f"Put {options} in place of the dots and run the cell.")
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


def letters(answer: Any) -> str:
    """Return the letters of an ordering: "b, a c" and ["B", "A", "C"] are "BAC"."""
    text = answer if isinstance(answer, str) else "".join(answer)
    return re.sub(r"[^A-Z]", "", text.upper())


def collect(module: dict[str, Any]) -> dict[str, Exercise]:
    """Return a module's exercises by key (the variable's name), told their lesson."""
    found = {name: e for name, e in module.items() if isinstance(e, Exercise)}
    for name, exercise in found.items():
        exercise.key, exercise.lesson = name, module["__name__"].rsplit(".", 1)[-1]
    return found


def run_on(function: Callable, cases: list[tuple]) -> Outcome:
    """Return what `function` gives for each case, on copies of the arguments."""
    copies = [copy.deepcopy(args) for args in cases]
    return run_limited([lambda a=args: plain(function(*a)) for args in copies])


def fault_of(expected: Any, got: Any, rtol: float) -> tuple[str, str] | None:
    """Return the difference of a result, which may be an exception."""
    if isinstance(got, BaseException):
        return "error", ""
    return difference(expected, got, rtol)


def same_outcomes(one: Outcome, other: Outcome, rtol: float) -> bool:
    """Return whether two functions did the same: equal values or equal exceptions."""
    if other.ending != "done":
        return False
    for a, b in zip(one.results, other.results, strict=True):
        if isinstance(a, BaseException) or isinstance(b, BaseException):
            if type(a) is not type(b) or str(a) != str(b):
                return False
        elif a is None or b is None:
            if a is not b:
                return False
        elif difference(b, a, rtol):
            return False
    return True


def untouched(what: str = "") -> Verdict:
    """Return the verdict on a stub that still has its blank."""
    what = what or "Write your answer in the cell above and run both cells."
    return Verdict("untouched", "Not attempted yet.", what)


def unfinished(outcome: Outcome) -> Verdict:
    """Return the verdict on code that had to be stopped."""
    if outcome.ending == "flood":
        headline = "Not yet: your code printed too much and was stopped."
        detail = "Take the `print` out of the loop, or print every 100th time only."
        return Verdict("flood", headline, detail, printed=outcome.printed[:300])
    detail = "Which condition ends the loop, and does every round come closer to it?"
    if outcome.ending == "runaway":
        detail += " It could not be stopped: restart the kernel (menu Kernel, Restart)."
    headline = f"Not yet: your code had not finished after {SECONDS:.0f} seconds."
    return Verdict("timeout", headline, detail, printed=outcome.printed[:300])


def raised(error: BaseException, answer: Callable, call: str, printed: str) -> Verdict:
    """Return the verdict on code that raised, with the student's own line."""
    code = getattr(inspect.unwrap(answer), "__code__", None)
    file = code.co_filename if code else ENGINE
    frames = [
        f for f in traceback.extract_tb(error.__traceback__) if f.filename == file
    ]
    says = f"{type(error).__name__}: {error}".rstrip(": ")
    if not frames or file == ENGINE:
        headline = "Not yet: your function could not be called this way."
        return Verdict("type", headline, f"Tried: `{call}`", got=says, printed=printed)
    first = code.co_firstlineno if code else 1
    line = f"line {(frames[-1].lineno or first) - first + 1} of your function"
    detail = f"In {line}: `{frames[-1].line}` Tried: `{call}`"
    return Verdict(
        "error", "Not yet: your code raised an error.", detail, "", says, printed
    )


def has_blank(function: Callable) -> bool:
    """Return whether a `...` is left in the code, or nothing but a docstring."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    return code is not None and (holds_ellipsis(code) or is_empty(code))


def holds_ellipsis(code: CodeType) -> bool:
    """Return whether `...` stands as a value in the code or in a function inside it."""
    inner = [c for c in code.co_consts if isinstance(c, CodeType)]
    return any(c is Ellipsis for c in code.co_consts) or any(map(holds_ellipsis, inner))


def is_empty(code: CodeType) -> bool:
    """Return whether the code does nothing but return None."""
    steps = [i for i in dis.get_instructions(code) if i.opname not in ("RESUME", "NOP")]
    constants = [i.argval for i in steps if i.opname in ("LOAD_CONST", "RETURN_CONST")]
    others = {i.opname for i in steps} - {"LOAD_CONST", "RETURN_CONST", "RETURN_VALUE"}
    return not others and constants == [None]


def twins(one: Callable, other: Callable) -> bool:
    """Return whether two functions are written alike, but for their names."""
    try:
        trees = [ast.parse(source_as(f, "function")) for f in (one, other)]
    except (OSError, TypeError, SyntaxError):  # no source: a built-in, a lambda
        return False
    return ast.dump(trees[0]) == ast.dump(trees[1])


def shown_call(name: str, function: Callable, args: tuple) -> str:
    """Return a call as text, each argument with its parameter's name."""
    names = inspect.signature(function).parameters
    given = [f"{n}={brief(a)}" for n, a in zip(names, args, strict=False)]
    return f"{name}({', '.join(given)})"


def source_as(function: Callable, name: str) -> str:
    """Return a function's source under another name."""
    source = textwrap.dedent(inspect.getsource(function)).rstrip()
    return re.sub(r"\bdef \w+", f"def {name}", source, count=1)
