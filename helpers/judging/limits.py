"""Run a student's code so that nothing it does can hang, flood or end the notebook."""

import builtins
import contextlib
import ctypes
import io
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

SECONDS = 3.0  # for all calls of one check
IMPORT_SECONDS = 60.0  # more, for what an answer imports first: that is not its fault
CHARACTERS = 20_000  # of output in one check
DISPLAYS = 20  # of pictures, tables and the like in one check


class Stopped(BaseException):
    """Raised inside the student's code to end it; `except Exception` lets it pass."""


class Quota(io.StringIO):
    """Standard output up to a number of characters, and for the time of a check only.

    Afterwards it hands on to `after`: a log handler made during the check keeps it.
    """

    def __init__(self, after: Any) -> None:
        super().__init__()
        self.after = after
        self.flooded = self.over = False
        self.shown = 0

    def write(self, text: str) -> int:
        """Write `text`; past the quota, end the code that prints."""
        if self.over:
            return self.after.write(text)
        if self.flooded or self.tell() + len(text) > CHARACTERS:
            self.flooded = True
            raise Stopped
        return super().write(text)

    def flush(self) -> None:
        """Flush what this stands for."""
        if self.over:
            self.after.flush()

    def show(self, *args: Any, **kwargs: Any) -> None:
        """Count a display, in place of showing it under the verdict."""
        self.shown += 1
        if self.shown > DISPLAYS:
            self.flooded = True
            raise Stopped


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


class Imports:
    """Stands in for `__import__` and measures first imports of the student's thread."""

    def __init__(self) -> None:
        self.original = builtins.__import__
        self.thread: threading.Thread | None = None
        self.depth = 0
        self.spent = 0.0
        self.since = 0.0

    def __call__(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if threading.current_thread() is not self.thread or name in sys.modules:
            return self.original(name, *args, **kwargs)
        self.depth += 1
        if self.depth == 1:
            self.since = time.monotonic()
        try:
            return self.original(name, *args, **kwargs)
        finally:
            self.depth -= 1
            if self.depth == 0:
                self.spent += time.monotonic() - self.since

    def seconds(self) -> float:
        """Return the time that went into imports so far."""
        running = time.monotonic() - self.since if self.depth else 0.0
        return min(IMPORT_SECONDS, self.spent + running)


def no_input(prompt: str = "") -> str:
    """Stand in for input(), which would wait for a keyboard."""
    raise RuntimeError("input() is not available while an answer is checked")


def no_exit(*args: Any, **kwargs: Any) -> None:
    """Stand in for exit() and quit(), which would end the student's kernel."""
    raise SystemExit("exit() and quit() would end your notebook")


@contextlib.contextmanager
def guarded(quota: Quota, imports: Imports) -> Iterator[None]:
    """Put stand-ins where a student's code could reach out of a check."""
    imports.original = builtins.__import__
    with contextlib.ExitStack() as stack:
        for name, stand_in in (
            ("input", no_input),
            ("exit", no_exit),
            ("quit", no_exit),
            ("__import__", imports),
        ):
            stack.enter_context(
                mock.patch.object(builtins, name, stand_in, create=True)
            )
        stack.enter_context(mock.patch.object(os, "_exit", no_exit))
        shell = running_shell()
        if shell is not None:  # its exit and quit are no built-ins; display goes there
            stack.enter_context(mock.patch.object(shell, "ask_exit", no_exit))
            publisher = shell.display_pub
            stack.enter_context(mock.patch.object(publisher, "publish", quota.show))
        stack.enter_context(contextlib.redirect_stdout(quota))
        stack.enter_context(contextlib.redirect_stderr(quota))
        yield


def running_shell() -> Any:
    """Return IPython's shell if this runs in one."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


def run_limited(calls: list[Callable[[], Any]]) -> Outcome:
    """Call each of `calls` in a thread, within SECONDS and CHARACTERS for all of them.

    A thread, because a notebook's functions cannot be sent to another process and
    SIGALRM does not exist on Windows. Python code is ended by an asynchronous
    exception; a thread blocked inside C code is left behind as a daemon.
    """
    outcome, quota, imports = Outcome(), Quota(sys.stdout), Imports()

    def work() -> None:
        for call in calls:
            try:
                outcome.results.append(call())
            except Stopped:
                return
            except BaseException as error:  # SystemExit too: it must not end the kernel
                outcome.results.append(error)
            outcome.ends.append(quota.tell())

    thread = imports.thread = threading.Thread(target=work, daemon=True)
    try:
        with guarded(quota, imports):
            started = time.monotonic()
            thread.start()
            try:
                while thread.is_alive():
                    left = started + SECONDS + imports.seconds() - time.monotonic()
                    if left <= 0:
                        outcome.ending = "timeout"
                        break
                    thread.join(min(left, 0.5))
            finally:  # also when the student interrupts the kernel
                stop(thread)
    finally:
        outcome.printed = quota.getvalue()
        quota.over = True
    if thread.is_alive():
        outcome.ending = "runaway"
    if quota.flooded:
        outcome.ending = "flood"
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
