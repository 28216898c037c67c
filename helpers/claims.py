"""A sentence of a lesson and the condition that makes it true, kept together."""

from helpers.places import OneLineError


class ClaimFailed(OneLineError, AssertionError):
    """What the lesson says is not what this run has shown."""


def claim(statement: str, condition: bool) -> None:
    """Print `statement` as a proved finding, or stop the notebook.

    Raises ClaimFailed if `condition` is false, TypeError if it is not one truth value
    (an array of several, a number, a text: a claim must be decided by the author).
    """
    if type(condition).__name__ not in ("bool", "bool_"):
        kind = type(condition).__name__
        raise TypeError(f"claim() needs True or False, got {kind}: {condition!r:.80}")
    if not condition:
        raise ClaimFailed(f"this run does not show that {statement}")
    print(f"✔ {statement}")
