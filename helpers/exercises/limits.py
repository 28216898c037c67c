"""Run a student's code so that nothing it does can hang, flood or end the notebook."""

import builtins
import contextlib
import ctypes
import io
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

SECONDS = 3.0  # for all calls of one check
CHARACTERS = 20_000  # of output in one check


class Stopped(BaseException):
    """Raised inside the student's code to end it; `except Exception` lets it pass."""


class Quota(io.StringIO):
    """Standard output up to a number of characters."""

    flooded = False

    def write(self, text: str) -> int:
        """Write `text`; past the quota, end the code that prints."""
        if self.flooded or self.tell() + len(text) > CHARACTERS:
            self.flooded = True
            raise Stopped
        return super().write(text)


@dataclass
class Outcome:
    """What came of the calls: for each, its value or the exception it raised."""

    results: list[Any] = field(default_factory=list)
    ending: str = "done"  # or "flood", "timeout", "runaway" (could not even be stopped)
    printed: str = ""
    ends: list[int] = field(default_factory=list)  # where each call's output ends

    def printed_by(self, call: int) -> str:
        """Return the beginning of what one of the calls printed."""
        start = self.ends[call - 1] if call else 0
        return self.printed[start : self.ends[call]][:300]


def no_input(prompt: str = "") -> str:
    """Stand in for input(), which would wait for a keyboard."""
    raise RuntimeError("input() is not available while an answer is checked")


def run_limited(calls: list[Callable[[], Any]]) -> Outcome:
    """Call each of `calls` in a thread, within SECONDS and CHARACTERS for all of them.

    A thread, because a notebook's functions cannot be sent to another process and
    SIGALRM does not exist on Windows. Python code is ended by an asynchronous
    exception; a thread blocked inside C code is left behind as a daemon.
    """
    outcome, quota = Outcome(), Quota()

    def work() -> None:
        for call in calls:
            try:
                outcome.results.append(call())
            except Stopped:
                return
            except BaseException as error:  # SystemExit too: it must not end the kernel
                outcome.results.append(error)
            outcome.ends.append(quota.tell())

    thread = threading.Thread(target=work, daemon=True)
    keyboard, builtins.input = builtins.input, no_input
    try:
        with contextlib.redirect_stdout(quota), contextlib.redirect_stderr(quota):
            thread.start()
            try:
                thread.join(SECONDS)
                if thread.is_alive():
                    outcome.ending = "timeout"
            finally:  # also when the student interrupts the kernel
                stop(thread)
    finally:
        builtins.input = keyboard
    if thread.is_alive():
        outcome.ending = "runaway"
    if quota.flooded:
        outcome.ending = "flood"
    outcome.printed = quota.getvalue()
    outcome.results = list(outcome.results)
    return outcome


def stop(thread: threading.Thread, patience: float = 1.0) -> None:
    """Raise Stopped in `thread` until it ends or `patience` seconds are over."""
    end = time.monotonic() + patience
    while thread.is_alive() and time.monotonic() < end:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(thread.ident or 0), ctypes.py_object(Stopped)
        )
        thread.join(0.02)
