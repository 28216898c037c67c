"""A verdict as a card in the cell's output, and the same in plain text.

The card brings no background: a coloured edge and a word say the verdict in the light
and in the dark theme. What unfolds is a <details>, which works by keyboard, in an
untrusted notebook and in exported HTML.
"""

import html
import re
from dataclasses import dataclass

EDGES = {"correct": "#009E73", "noted": "#0072B2", "untouched": "#767676"}
ATTENTION = "#D55E00"


@dataclass(frozen=True)
class Verdict:
    """What the engine says of an answer.

    state: untouched, correct, noted, mistake, wrong, type, nonfinite, error, timeout or
    flood. `mistake` is the misconception where one was recognised, `observed` what the
    engine saw of wrong values by itself. `later` stays folded until the student has
    seen what happens.
    """

    state: str
    headline: str
    detail: str = ""
    expected: str = ""
    got: str = ""
    printed: str = ""
    mistake: str = ""
    later: str = ""
    observed: str = ""


def as_html(verdict: Verdict, folded: list[tuple[str, str, bool]]) -> str:
    """Return the card; `folded` holds (summary, text, is it code) to unfold."""
    edge = EDGES.get(verdict.state, ATTENTION)
    parts = [f"<p><strong>{rich(verdict.headline)}</strong></p>"]
    if verdict.detail:
        parts.append(f"<p>{rich(verdict.detail)}</p>")
    for name, text in (("Expected", verdict.expected), ("Got", verdict.got)):
        if "\n" in text:  # a matrix
            parts.append(f"<p>{name}:</p><pre>{html.escape(text)}</pre>")
        elif text:
            parts.append(f"<p>{name}: <code>{html.escape(text)}</code></p>")
    if verdict.printed:
        parts.append(
            f"<p>Your code printed:</p><pre>{html.escape(verdict.printed)}</pre>"
        )
    for summary, text, is_code in folded:
        body = f"<pre>{html.escape(text)}</pre>" if is_code else f"<p>{rich(text)}</p>"
        parts.append(f"<details><summary>{summary}</summary>{body}</details>")
    style = f"border-left: 5px solid {edge}; padding-left: 12px"
    return f'<div style="{style}">{"".join(parts)}</div>'


def as_text(verdict: Verdict, folded: list[tuple[str, str, bool]]) -> str:
    """Return the same as text; what is folded is named, not told."""
    lines = [verdict.headline, verdict.detail]
    for name, shown in (("Expected", verdict.expected), ("Got", verdict.got)):
        lines += [f"{name}:\n{shown}" if "\n" in shown else f"{name}: {shown}"] * bool(
            shown
        )
    lines += [f"Your code printed:\n{verdict.printed}"] if verdict.printed else []
    lines += [f"Folded: {', '.join(name for name, _, _ in folded)}"] if folded else []
    return "\n".join(line for line in lines if line)


def rich(text: str) -> str:
    """Return text as HTML: `code` in backticks, a *stressed* word between stars."""
    parts = re.split(r"`([^`]+)`", html.escape(text))  # every second one is code
    stressed = r"(?<![\w*])\*([^\s*](?:[^*]*[^\s*])?)\*(?![\w*])"
    parts[::2] = [re.sub(stressed, r"<em>\1</em>", part) for part in parts[::2]]
    parts[1::2] = [f"<code>{part}</code>" for part in parts[1::2]]
    return "".join(parts)
