"""Comparing: what counts as equal, and how a difference is shown."""

from functools import partial

import numpy as np
import pytest

from helpers.judging.values import brief, difference


@pytest.mark.parametrize(
    ("expected", "got", "state"),
    [
        (np.array([1.0, 2.0]), [1, 2], None),
        (np.array([1.0, 2.0]), (1.0, np.float32(2)), None),
        (3.0, np.array([[3.0]]), None),
        (np.array([1.0, 2.0]), [[1.0, 2.0]], "type"),
        (np.array([1.0, 2.0]), [[1.0], [2.0, 3.0]], "type"),
        (np.array([1.0, 2.0]), "text", "type"),
        (np.array([1.0, 2.0]), iter([1, 2]), "type"),
        (np.array([1.0, 2.0]), [1.0, np.inf], "nonfinite"),
        (np.array([1.0, np.nan]), [1.0, np.nan], None),
        (np.array([1.0, 2.0]), [1.0, 2.1], "wrong"),
        ("abc", "abc", None),
        ("abc", 1, "type"),
        ({"a": 1.0}, {"a": 1}, None),
        ({"a": 1.0}, {"b": 1.0}, "type"),
        ({"a": 1.0}, {"a": 2.0}, "wrong"),
        ((np.zeros(2), 1.0), [[0, 0], 1], None),
        ((np.zeros(2), 1.0), [[0, 0]], "wrong"),
        (np.array([1.0, 2.0]), [1.0, 2.0, 3.0], "wrong"),
        (np.array([1.0, 2.0]), [], "wrong"),
        (["a", "b"], ["a", "c"], "wrong"),
        ([np.sin, len], [np.sin, len], None),
        ([np.sin, len], [len, np.sin], "wrong"),
        ([partial(max, 1)], [partial(max, 1)], None),
        ({"state": 2**70, "uinteger": 0}, {"state": 2**70, "uinteger": 0}, None),
        (2**70, 2**70 + 1, "wrong"),
        (2**63, 2.0**63, "wrong"),
        (["a", None], ["a", None], None),
        (["a", None], ["a", "b"], "type"),
        (["a", "b"], ["a", None], "type"),
    ],
)
def test_difference(expected: object, got: object, state: str | None) -> None:
    found = difference(expected, got, rtol=1e-5)
    assert (found[0] if found else None) == state


def test_brief_is_short() -> None:
    assert brief(np.arange(1000.0)) == "<an array of numbers of shape (1000,)>"
    assert brief(["B"]) == "['B']"
    assert brief(np.array(["B", "AB"])) == "['B', 'AB']"
    assert brief({"a": np.float64(0.4)}) == "{'a': 0.4}"
    assert brief(1 / 3) == "0.333333"
    assert brief([1e-5, 2.0]) == "[1.e-05, 2.e+00]"  # a rate is not shown as 0
    assert brief([1e-17, 2.0]) == "[0., 2.]"  # but rounding noise is
    assert len(brief("x" * 1000)) <= 80
