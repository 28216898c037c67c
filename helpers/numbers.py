"""How numbers are printed so that a notebook's output can be compared elsewhere.

`≈` marks what the processor may nudge, `⏱` what a clock or a memory meter said, `≈│` a
text that a network wrote.
"""

import textwrap
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


def approx(value: float, spec: str = ".2f") -> str:
    """Return `value` as text with a leading ≈: it may differ a little elsewhere.

    So may an interval's half width, which is announced by its ±.
    """
    return f"≈{value:{spec}}"


def seconds(duration: float) -> str:
    """Return a duration in seconds as text with a leading ⏱."""
    return f"⏱ {duration:.2f} s" if duration < 10 else f"⏱ {duration:.0f} s"


def megabytes(n_bytes: float) -> str:
    """Return a number of bytes as text in MB (10⁶ bytes) with a leading ⏱."""
    return f"⏱ {n_bytes / 1e6:.0f} MB"


def quote(text: str, width: int = 76) -> str:
    """Return a text that a network wrote, each line with a leading ≈│.

    Such lines are not compared: one other draw, and all that follows is different.
    """
    lines = textwrap.wrap(text.replace("\n", " ⏎ "), width)
    return "\n".join(f"≈│ {line}" for line in lines)


def track(items: Iterable[Item], label: str) -> Iterator[Item]:
    """Yield `items` (anything with a length) while one line shows how far it is."""
    items = list(items)
    start = last = time.perf_counter()
    for done, item in enumerate(items):
        yield item
        now = time.perf_counter()
        if (
            now - last > 0.2
        ):  # a bar that redraws at every step costs more than it tells
            bar = "■" * (10 * (done + 1) // len(items))
            print(f"\r⏱ {label} {bar:□<10}", end="", flush=True)
            last = now
    print(f"\r⏱ {label} {'■' * 10} {time.perf_counter() - start:.1f} s")
