"""Questions in Markdown: text, options and replies of one lesson in one file.

    ## warmup_baseline (1.1)
    **1.** A model is right for 94 of 100 mails, and 93 of 100 are spam. Is that good?

    - [ ] Yes, 94 is nearly 100 — What would it score if it called every mail spam?
    - [x] The number alone cannot tell — Calling all mails spam gives 93.

The heading holds the key and, for a warm-up, the lesson that it asks about. Letters
come from the order. A text with **Predict:** makes a Prediction.
"""

import re
from pathlib import Path
from string import ascii_uppercase as ALPHABET

from helpers.judging.kinds import Prediction, Quiz

HEADING = re.compile(r"(?m)^## (\w+)(?: \((\d+(?:\.\d+)?)\))?[ \t]*$")
OPTION = re.compile(r"(?m)^- \[([ x])\] ")


def read_questions(path: Path) -> dict[str, Quiz]:
    """Return the questions of a file by their keys.

    Raises ValueError, naming the key, for a question that is not well formed.
    """
    _, *parts = HEADING.split(path.read_text(encoding="utf-8"))
    found: dict[str, Quiz] = {}
    for key, about, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        if key in found:
            raise ValueError(f"{path.name}: {key} stands twice")
        try:
            found[key] = question(body, about or "")
        except ValueError as error:
            raise ValueError(f"{path.name}: {key}: {error}") from None
    return found


def question(body: str, about: str) -> Quiz:
    """Return the question that the text under a heading describes."""
    text, *parts = OPTION.split(body)
    options, replies, right = {}, {}, []
    for letter, mark, words in zip(ALPHABET, parts[::2], parts[1::2], strict=False):
        option, dash, reply = " ".join(words.split()).partition(" — ")
        if not dash or not option or not reply:
            raise ValueError(f"{letter} needs an option, ' — ' and a reply")
        options[letter], replies[letter] = option, reply
        right += [letter] if mark == "x" else []
    if len(right) != 1 or not text.strip():
        raise ValueError(f"a text and one right option are needed, found {right}")
    kind = Prediction if "**Predict:**" in text else Quiz
    return kind(text.strip(), options, replies, right[0], about)
