"""Verdicts on answers that could not be compared with anything."""

import sysconfig
from pathlib import Path
from types import FrameType
from typing import Any

from helpers.judging.card import Verdict
from helpers.judging.limits import SECONDS, Outcome
from helpers.judging.reading import loops, loops_by_condition
from helpers.judging.values import kind

GENERAL = {
    "type": "the result has the wrong type or shape.",
    "nonfinite": "the result is not finite.",
    "wrong": "the value is wrong.",
}
HELPERS = str(Path(__file__).parent.parent)  # the engine, and models made for a check
LIBRARIES = {sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")}


def seen_or_said(seen: str, what: str, state: str) -> str:
    """Return the most telling words on a wrong result, to stand after "Not yet:"."""
    return seen or what[:1].lower() + what[1:] or GENERAL[state]


def untouched(what: str = "") -> Verdict:
    """Return the verdict on a stub that still has its blank."""
    what = what or "Write your answer in the cell above and run both cells."
    return Verdict("untouched", "Not attempted yet.", what)


def unfinished(outcome: Outcome, answer: Any) -> Verdict:
    """Return the verdict on code that had to be stopped."""
    if outcome.ending == "flood":
        headline = "Not yet: your code printed or showed too much and was stopped."
        detail = "Take it out of the loop, or print every 100th time only."
        return Verdict("flood", headline, detail, printed=outcome.printed[:300])
    if callable(answer) and loops_by_condition(answer):
        detail = (
            "Which condition ends the loop, and does every round come closer to it?"
        )
    elif callable(answer) and loops(answer):
        detail = "How many rounds do its loops make in all? Could they be fewer?"
    else:
        detail = "Does it wait for something, or call itself without an end?"
    if outcome.ending == "runaway":
        detail += " It could not be stopped: restart the kernel (menu Kernel, Restart)."
    headline = f"Not yet: your code had not finished after {SECONDS:.0f} seconds."
    return Verdict("timeout", headline, detail, printed=outcome.printed[:300])


def incomparable(error: Exception, results: list[Any]) -> Verdict:
    """Return the verdict on results so odd that comparing them raised."""
    kinds = " and ".join(dict.fromkeys(map(kind_or_name, results)))
    says = f"{type(error).__name__}: {error}"[:200]
    headline = "Not yet: the result could not be compared with the right one."
    return Verdict("type", headline, f"It is {kinds}.", got=says)


def kind_or_name(value: Any) -> str:
    """Return in words what a value is, whatever it does when it is looked at."""
    try:
        return kind(value)
    except Exception:
        return f"a {type(value).__name__}"


def raised(error: BaseException, call: str, printed: str) -> Verdict:
    """Return the verdict on code that raised, with the student's own line."""
    says = f"{type(error).__name__}: {error}".rstrip(": ")
    why = ""
    if "main thread" in says or "signal" in says:
        why = (
            " (Answers are checked in a thread of their own, where this is forbidden.)"
        )
    found = students_line(error)
    if not found:
        headline = "Not yet: your function could not be called this way."
        return Verdict("type", headline, f"Tried: `{call}`{why}", "", says, printed)
    detail = f"{found}{why} Tried: `{call}`"
    return Verdict(
        "error", "Not yet: your code raised an error.", detail, "", says, printed
    )


def students_line(error: BaseException) -> str:
    """Return where the student's code raised, "" if the call did not get that far.

    That is the innermost line outside the course's engine and the libraries: however
    the function is wrapped, its own line is among the traceback's.
    """
    frames: list[tuple[FrameType, int]] = []
    trace = error.__traceback__
    while trace:
        frames.append((trace.tb_frame, trace.tb_lineno))
        trace = trace.tb_next
    own = [(f, line) for f, line in frames if is_students(f.f_code.co_filename)]
    if not own:
        return ""
    frame, line = own[-1]
    code = frame.f_code
    text = source_line(code.co_filename, line)
    name = code.co_name
    inside = "your function" if name.startswith("<") or len(own) == 1 else f"`{name}`"
    words = f": `{text}`" if text else "."
    return f"In line {line - code.co_firstlineno + 1} of {inside}{words}"


def is_students(file: str) -> bool:
    """Return whether code of this file is neither the engine's nor a library's."""
    inside = (HELPERS, *filter(None, LIBRARIES), "<frozen", "<__array_function__")
    return not file.startswith(inside)


def source_line(file: str, number: int) -> str:
    """Return a line of code, "" where the source is not kept (as under %%time)."""
    import linecache

    return linecache.getline(file, number).strip()
