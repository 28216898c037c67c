"""What can be seen of wrong values, whoever made them and why.

An observation is true of every case that went wrong, not only of the first. It says
what is there ("all values are twice too large"); it names a cause only where no other
would lead there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.judging.values import (
    close,
    counted,
    is_numeric,
    lengths_apart,
    plain,
    same,
)

RTOL = 1e-5
FACTORS = {
    2.0: "twice what they should be",
    0.5: "half of what they should be",
    -1.0: "of the opposite sign",
    100.0: "100 times too large (percent where shares are due?)",
    0.01: "100 times too small (shares where percent are due?)",
    1000.0: "1,000 times too large",
    0.001: "1,000 times too small",
}


@dataclass(frozen=True)
class Case:
    """One call that went wrong: its arguments by name, what was due, what came."""

    args: dict[str, Any]
    expected: Any
    got: Any

    @property
    def pair(self) -> tuple[np.ndarray, np.ndarray] | None:
        """Both results as arrays of numbers, None where one is no such thing."""
        if not is_numeric(self.expected) or not is_numeric(self.got):
            return None
        return np.asarray(self.expected), np.asarray(self.got)


def observe(cases: list[Case]) -> str:
    """Return what all of these wrong cases have in common, "" if nothing is seen."""
    if not cases:
        return ""
    for look in (as_it_came, over_parts, over_keys, over_pairs):
        try:
            with np.errstate(
                all="ignore"
            ):  # of odd values; the looks ask for finite ones
                if words := look(cases):
                    return words
        except (TypeError, ValueError, IndexError, ArithmeticError):
            continue  # a result so odd that this cannot be asked of it
    return ""


def as_it_came(cases: list[Case]) -> str:
    """See whether an argument comes back as it is, or the same for every input."""
    for name in cases[0].args:
        if len(cases) > 1 and all(handed_back(case, name) for case in cases):
            return f"`{name}` comes back as it was given."
    return ""


def handed_back(case: Case, name: str) -> bool:
    """Return whether the result is the argument of this name, not a mere number."""
    given = plain(case.args.get(name))
    several = isinstance(given, np.ndarray | list | tuple) and len(given) > 1
    return several and np.shape(case.got) == np.shape(given) and same(given, case.got)


def over_parts(cases: list[Case]) -> str:
    """See what is wrong with results of several parts, such as (mean, spread)."""
    sizes = {len(c.expected) if in_parts(c.expected) else 0 for c in cases}
    n = sizes.pop()
    if sizes or not n or n > 12:
        return ""
    for case in cases:
        got = case.got
        if not isinstance(got, tuple | list | np.ndarray) or np.shape(got)[:1] != (n,):
            return ""
    if words := swapped(cases, n):
        return words
    wrong = {k for c in cases for k in range(n) if not same(c.expected[k], c.got[k])}
    if len(wrong) != 1:
        return ""
    k = wrong.pop()
    parts = [Case(c.args, c.expected[k], c.got[k]) for c in cases]
    words = observe([p for p in parts if not same(p.expected, p.got)])
    return (
        f"value {k + 1} of {n}: {words}" if words else f"only value {k + 1} is wrong."
    )


def over_keys(cases: list[Case]) -> str:
    """See what is wrong with dicts of numbers: in one key, or in all of them alike."""
    if any(not isinstance(x, dict) for c in cases for x in (c.expected, c.got)):
        return ""
    if any(c.expected.keys() != c.got.keys() for c in cases):
        return ""
    wrong = {k for c in cases for k in c.got if not same(c.expected[k], c.got[k])}
    if len(wrong) == 1 and all(len(c.got) > 1 for c in cases):
        return f"it is right but for the key `{wrong.pop()!r}`."
    if all(
        sorted(map(repr, c.expected.values())) == sorted(map(repr, c.got.values()))
        for c in cases
    ):
        return "the right values stand under the wrong keys."
    flat = [
        Case(c.args, *(np.array([x[k] for k in c.got]) for x in (c.expected, c.got)))
        for c in cases
    ]
    pairs = [case.pair for case in flat]
    if any(pair is None or pair[0].shape != pair[1].shape for pair in pairs):
        return ""
    found = (look(flat, pairs) for look in RELATIONS)
    return next(filter(None, found), "")


def in_parts(value: Any) -> bool:
    """Return whether a result is several things, not one array of numbers."""
    return isinstance(value, tuple) or (
        isinstance(value, list) and not is_numeric(value)
    )


def swapped(cases: list[Case], n: int) -> str:
    """See two parts of a result in each other's place."""
    for i in range(n):
        for j in range(i + 1, n):
            order = list(range(n))
            order[i], order[j] = j, i
            if all(
                all(same(c.expected[order[k]], c.got[k]) for k in range(n))
                for c in cases
            ):
                return f"values {i + 1} and {j + 1} have changed places."
    return ""


def over_pairs(cases: list[Case]) -> str:
    """See how the numbers of all cases are related."""
    pairs = [case.pair for case in cases]
    if any(pair is None for pair in pairs):
        return texts(cases)
    if words := mask_or_rows(pairs) or not_finite(cases, pairs):
        return words
    if all(e.shape == g.shape for e, g in pairs):
        for look in (*RELATIONS, *PLACES):
            if words := look(cases, pairs):
                return words
        return ""
    if all(e.shape != g.shape for e, g in pairs):
        for look in SHAPES:
            if words := look(cases, pairs):
                return words
    return ""


Pairs = list[tuple[np.ndarray, np.ndarray]]
Look = Callable[[list[Case], Pairs], str]


def every(pairs: Pairs, change: Callable[[np.ndarray], Any]) -> bool:
    """Return whether `change` of what was due is what came, in all pairs."""
    with np.errstate(all="ignore"):
        for e, g in pairs:
            try:
                changed = np.asarray(change(e))
            except (TypeError, ValueError, IndexError):
                return False
            if changed.shape != g.shape or changed.dtype.kind not in "biufc":
                return False
            if not np.isfinite(np.asarray(g, complex)).all():
                return False
            if not close(changed, g, RTOL).all():
                return False
    return True


def entries(pairs: Pairs) -> int:
    """Return how many numbers that are not zero were due in all."""
    return int(sum(np.count_nonzero(e) for e, _ in pairs))


# ---------------------------------------------------------------- one relation for all


def complement(cases: list[Case], pairs: Pairs) -> str:
    """See True and False, or p and 1 − p, exchanged."""
    if all(e.size == 1 and e.dtype.kind in "iu" for e, _ in pairs):
        return ""  # a count or a number of a row: 0 for 1 says nothing
    truths = all(e.dtype.kind == "b" for e, _ in pairs)
    zeros = all(np.isin(g, (0, 1)).all() for _, g in pairs)
    if (truths and zeros and every(pairs, lambda e: ~e)) or (
        not truths and every(pairs, lambda e: 1 - e)
    ):
        return (
            "True and False are exchanged."
            if truths
            else "each value is 1 minus the right one."
        )
    if not truths and every(pairs, lambda e: 100 - e):
        return "each value is 100 minus the right one."
    return ""


def proportional(cases: list[Case], pairs: Pairs) -> str:
    """See one factor between what came and what was due."""
    if any(e.dtype.kind == "b" for e, _ in pairs) or not entries(pairs):
        return ""
    ratios = []
    for e, g in pairs:
        known = np.isfinite(e) & (np.abs(e) > 1e-12)
        if not known.any():
            continue
        ratio = float(np.median((g[known] / e[known]).real))
        if not np.isfinite(ratio) or ratio == 0 or not every([(e, g)], times(ratio)):
            return ""
        ratios.append(ratio)
    if np.allclose(ratios, ratios[0], rtol=1e-4):
        return fixed_factor(ratios[0], entries(pairs))
    if words := sized_factor(cases, ratios):
        return words
    if all(e.size > 1 for e, _ in pairs):
        return "the values are in the right proportion, but all too large or too small."
    return ""


def times(ratio: float) -> Callable[[np.ndarray], np.ndarray]:
    """Return the change that multiplies."""
    return lambda e: e * ratio


def fixed_factor(ratio: float, n: int) -> str:
    """Say a factor that is the same in all cases."""
    named = next((f for f in FACTORS if abs(ratio / f - 1) < 1e-4), None)
    if named:
        every_one = "all values are" if n > 1 else "the value is"
        words = FACTORS[named] if n > 1 else FACTORS[named].replace("they", "it")
        return f"{every_one} {words}."
    if n < 4:
        return ""
    return f"all values are {ratio:.4g} times what they should be."


def sized_factor(cases: list[Case], ratios: list[float]) -> str:
    """See a factor that is the length of an argument: a sum for a mean, and back."""
    if len(ratios) != len(cases) or len(cases) < 2:
        return ""
    for name, axis, sizes in lengths(cases):
        what = f"len({name})" if axis == 0 else f"{name}.shape[{axis}]"
        if np.allclose(ratios, sizes, rtol=1e-4):
            return f"each value is `{what}` times too large: a sum for a mean?"
        if np.allclose(ratios, 1 / sizes, rtol=1e-4):
            return f"each value is `{what}` times too small: a mean for a sum?"
        if np.allclose(ratios, sizes / (sizes - 1 + (sizes == 1)), rtol=1e-4):
            return f"it was divided by `{what} - 1` where `{what}` is due."
        if np.allclose(ratios, (sizes - 1) / sizes, rtol=1e-4):
            return f"it was divided by `{what}` where `{what} - 1` is due."
    return ""


def lengths(cases: list[Case]) -> Iterator[tuple[str, int, np.ndarray]]:
    """Yield (argument, axis, its length in each case)."""
    for name in cases[0].args:
        shapes = [np.shape(plain_or_none(case.args[name])) for case in cases]
        for axis in range(min(map(len, shapes))):
            sizes = np.array([shape[axis] for shape in shapes], float)
            if (sizes > 1).any():
                yield name, axis, sizes


def plain_or_none(value: Any) -> Any:
    """Return what has a shape, None for anything else."""
    return (
        value
        if isinstance(value, np.ndarray | list | tuple)
        else getattr(value, "shape", None) and np.empty(value.shape)
    )


def shifted(cases: list[Case], pairs: Pairs) -> str:
    """See one constant between what came and what was due."""
    if any("b" in e.dtype.kind + g.dtype.kind for e, g in pairs):
        return ""
    gaps = [float(np.median(g - e)) for e, g in pairs if g.size]
    if not gaps or not np.allclose(gaps, gaps[0], rtol=1e-4) or gaps[0] == 0:
        return ""
    gap = gaps[0]
    if not every(pairs, lambda e: e + gap):
        return ""
    whole = abs(gap) == 1
    if not whole and sum(e.size for e, _ in pairs) < 4:
        return ""
    way = "too large" if gap > 0 else "too small"
    each = "all values are" if any(e.size > 1 for e, _ in pairs) else "the value is"
    return f"{each} {abs(gap):.4g} {way}."


CHANGES: list[tuple[str, Callable[[np.ndarray], Any]]] = [
    ("these are the squares of the right values.", np.square),
    ("these are the square roots of the right values.", np.sqrt),
    ("a sign is lost: these are the absolute values.", np.abs),
    ("these are the logarithms of the right values.", np.log),
    ("these are the right values, raised to e (`exp`).", np.exp),
    ("these are the reciprocals (1/x) of the right values.", lambda e: 1 / e),
    ("the values are cut to whole numbers.", np.trunc),
    ("the values are rounded to whole numbers.", np.round),
    ("the values are rounded to one digit.", lambda e: np.round(e, 1)),
    ("the values are rounded to two digits.", lambda e: np.round(e, 2)),
    ("the values are rounded to three digits.", lambda e: np.round(e, 3)),
    ("negative values have become 0.", lambda e: np.maximum(e, 0)),
]
ORDERS: list[tuple[str, Callable[[np.ndarray], Any]]] = [
    ("the right values, in reversed order.", lambda e: e[::-1]),
    ("rows and columns are exchanged (transposed).", lambda e: square(e).T),
    ("the right values, each row reversed.", lambda e: square(e)[:, ::-1]),
    ("the right values, sorted.", lambda e: np.sort(line(e))),
    ("the right values, sorted downwards.", lambda e: np.sort(line(e))[::-1]),
    ("these are running totals of the right values.", lambda e: np.cumsum(line(e))),
    ("each value stands one place too late.", lambda e: np.roll(long(e), 1)),
    ("each value stands one place too early.", lambda e: np.roll(long(e), -1)),
]


def line(e: np.ndarray) -> np.ndarray:
    """Return what has one axis and two entries or more; anything else: ValueError."""
    if e.ndim != 1 or e.size < 2:
        raise ValueError
    return e


def long(e: np.ndarray) -> np.ndarray:
    """Return what has one axis and four entries or more; anything else: ValueError."""
    if e.ndim != 1 or e.size < 4:
        raise ValueError
    return e


def square(e: np.ndarray) -> np.ndarray:
    """Return what has two axes; anything else: ValueError."""
    if e.ndim != 2:
        raise ValueError
    return e


def changed(cases: list[Case], pairs: Pairs) -> str:
    """See a function of the right values, or the right values in another order."""
    if all(e.dtype.kind != "b" for e, _ in pairs) and entries(pairs) > 1:
        for words, change in CHANGES:
            if every(pairs, change):
                return yes_or_no(pairs, words) if change is np.trunc else words
    for words, change in ORDERS:
        if every(pairs, change):
            return words
    if all(e.ndim == 1 and e.size > 2 for e, _ in pairs) and all(
        close(np.sort(e), np.sort(g), RTOL).all() for e, g in pairs
    ):
        return (
            ""
            if all(few_values(e) for e, _ in pairs)
            else ("the right values, in another order.")
        )
    return ""


def yes_or_no(pairs: Pairs, words: str) -> str:
    """Return `words`, or that all is 0 or 1: it may be a yes or no for a share."""
    found = {float(x) for _, g in pairs for x in np.unique(g)}
    both = "the values are cut to whole numbers, or each is a yes or no (0 or 1)."
    return both if found == {0.0, 1.0} else words


def few_values(e: np.ndarray) -> bool:
    """Return whether an array holds so few different values that order says little."""
    return len(np.unique(e)) < 3


def all_alike(cases: list[Case], pairs: Pairs) -> str:
    """See one constant in every place."""
    values = {float(x) for _, g in pairs for x in np.unique(g)} if pairs else set()
    if len(values) != 1 or all(len(np.unique(e)) <= 1 for e, _ in pairs):
        if len(values) == 1 and len(pairs) > 2 and all(g.size == 1 for _, g in pairs):
            return f"it is {values.pop():.4g} for every input."
        return ""
    value = values.pop()
    if all(g.dtype.kind == "b" for _, g in pairs):
        return f"every value is {bool(value)}."
    return f"every value is {value:.4g}."


def proportions(cases: list[Case], pairs: Pairs) -> str:
    """See rows, or columns, that are each off by a factor of their own."""
    if any(e.ndim != 2 or e.dtype.kind == "b" for e, _ in pairs):
        return ""
    for axis, name in ((1, "row"), (0, "column")):
        if all(e.shape[axis] > 1 and one_direction(e, g, axis) for e, g in pairs):
            return (
                f"each {name} is in the right proportion, but too large or too small."
            )
    return ""


def one_direction(e: np.ndarray, g: np.ndarray, axis: int) -> bool:
    """Return whether each line along an axis is a multiple of what was due."""
    with np.errstate(all="ignore"):
        sizes = [
            np.sqrt((x.astype(float) ** 2).sum(axis, keepdims=True)) for x in (e, g)
        ]
        if not all(s.all() and np.isfinite(s).all() for s in sizes):
            return False
        return bool(close(e / sizes[0], g / sizes[1], RTOL).all())


RELATIONS: tuple[Look, ...] = (
    complement,
    proportional,
    shifted,
    changed,
    all_alike,
    proportions,
)

# ---------------------------------------------------------------- where it is wrong


def missing_rows(cases: list[Case], pairs: Pairs) -> str:
    """See values that are wrong where an argument is NaN, and only there."""
    both = list(zip(cases, pairs, strict=True))
    for name in cases[0].args:
        if all(only_at_nan(c.args[name], e, g) for c, (e, g) in both):
            return f"it is wrong only where `{name}` is NaN (a missing value)."
    return ""


def only_at_nan(given: Any, e: np.ndarray, g: np.ndarray) -> bool:
    """Return whether all that differs belongs to rows of `given` that hold NaN."""
    try:
        given = np.asarray(given, float)
    except (TypeError, ValueError):
        return False
    if not given.ndim or not e.ndim or len(given) != len(e):
        return False
    empty = np.isnan(given.reshape(len(given), -1)).any(axis=1)
    wrong = ~close(e, g, RTOL).reshape(len(e), -1).all(axis=1)
    return bool(wrong.any() and not wrong[~empty].any())


def one_entry(cases: list[Case], pairs: Pairs) -> str:
    """See that only the first, the last, or what lies along one end is off."""
    if any(e.ndim != 1 or e.size < 3 for e, _ in pairs):
        return ""
    wrong = [np.flatnonzero(~close(e, g, RTOL)) for e, g in pairs]
    ends = [len(e) - 1 for e, _ in pairs]
    if all(list(w) == [0] for w in wrong):
        return "it is right but for the first value."
    if all(list(w) == [end] for w, end in zip(wrong, ends, strict=True)):
        return "it is right but for the last value."
    if all(
        len(w) > 1 and w[0] > 0 and len(w) == end + 1 - w[0]
        for w, end in zip(wrong, ends, strict=True)
    ):
        return f"it is right up to entry {wrong[0][0] - 1} and wrong from there on."
    if len({tuple(w) for w in wrong}) == 1 and len(wrong[0]) == 1:
        return f"it is right but for entry {wrong[0][0]}."
    return ""


def one_side(cases: list[Case], pairs: Pairs) -> str:
    """See that whatever is wrong is too large, or too small, or flagged too often."""
    signs = set()
    for e, g in pairs:
        off = ~close(e, g, RTOL)
        if g.dtype.kind == "c" or e.dtype.kind == "c":
            return ""
        signs |= set(np.sign(g[off].astype(float) - e[off].astype(float)))
    if len(signs) != 1 or not np.isfinite([*signs]).all():
        return ""
    up = signs.pop() > 0
    if all(e.dtype.kind == "b" for e, _ in pairs):
        if all(e.ndim == 0 for e, _ in pairs):
            return ""
        return (
            "too many are True: no True one is missing."
            if up
            else "too few are True: none is True that should not be."
        )
    return ""


PLACES: tuple[Look, ...] = (missing_rows, one_side, one_entry)

# ---------------------------------------------------------------- other shapes

ENDS = [
    ("the first", lambda a: a.ravel()[0]),
    ("the last", lambda a: a.ravel()[-1]),
]
SUMMARIES = [
    ("the sum", np.sum),
    ("the mean", np.mean),
    ("the largest", np.max),
    ("the smallest", np.min),
]


def one_for_many(cases: list[Case], pairs: Pairs) -> str:
    """See one number where several are due."""
    if any(g.size != 1 or e.size < 2 for e, g in pairs):
        return ""
    for words, summary in (*ENDS, *SUMMARIES):  # a `return` in the loop gives an end
        if all(close(np.asarray(summary(e)), g.reshape(()), RTOL) for e, g in pairs):
            return (
                f"one number where {pairs[0][0].size} are due; it is {words} of them."
            )
    return f"one number where {pairs[0][0].size} are due."


def many_for_one(cases: list[Case], pairs: Pairs) -> str:
    """See several numbers where one is due."""
    if any(e.size != 1 or g.size < 2 for e, g in pairs):
        return ""
    for words, summary in (*SUMMARIES, *ENDS):
        if all(close(e.reshape(()), np.asarray(summary(g)), RTOL) for e, g in pairs):
            return f"{counted(pairs[0][1].size)} where one is due: {words} of them."
    return f"{counted(pairs[0][1].size)} where one is due."


def other_form(cases: list[Case], pairs: Pairs) -> str:
    """See the right numbers in another shape."""
    if all(
        e.size == g.size and close(e.ravel(), g.ravel(), RTOL).all() for e, g in pairs
    ):
        e, g = pairs[0]
        return f"the right numbers, in the shape {g.shape} where {e.shape} is due."
    if all(e.ndim == 2 and e.shape == g.T.shape for e, g in pairs) and all(
        close(e, g.T, RTOL).all() for e, g in pairs
    ):
        return "rows and columns are exchanged (transposed)."
    return ""


def other_length(cases: list[Case], pairs: Pairs) -> str:
    """See a row of numbers that starts or ends elsewhere."""
    if any(e.ndim != 1 or g.ndim != 1 for e, g in pairs):
        return ""
    first = lengths_apart(len(pairs[0][0]), len(pairs[0][1])).rstrip(".").lower()
    for words, fits in (
        ("the last is missing", lambda e, g: equal(e[:-1], g)),
        ("the first is missing", lambda e, g: equal(e[1:], g)),
        ("one too many at the end", lambda e, g: equal(e, g[:-1])),
        ("one too many at the start", lambda e, g: equal(e, g[1:])),
        ("it stops too early", lambda e, g: equal(e[: len(g)], g)),
        ("it goes on too long", lambda e, g: equal(e, g[: len(e)])),
    ):
        if all(fits(e, g) for e, g in pairs):
            return f"{first}: {words}."
    return ""


def mask_or_rows(pairs: Pairs) -> str:
    """See a mask where row numbers are due, in any order, and the other way round."""
    if any(e.ndim != 1 or g.ndim != 1 for e, g in pairs):
        return ""
    due = "".join(e.dtype.kind for e, _ in pairs)
    came = "".join(g.dtype.kind for _, g in pairs)
    if not due.strip("iu") and not came.strip("b"):
        right = all(equal(np.sort(e), np.flatnonzero(g)) for e, g in pairs)
        return "a mask (True, False) where row numbers are due." if right else ""
    if not due.strip("b") and not came.strip("iu"):
        right = all(equal(np.flatnonzero(e), np.sort(g)) for e, g in pairs)
        words = "row numbers where a mask is due: True or False for each row."
        return words if right else ""
    return ""


def not_finite(cases: list[Case], pairs: Pairs) -> str:
    """See NaN or infinity in every place where a number is due, and say whence."""
    if any(e.shape != g.shape or g.dtype.kind not in "fc" for e, g in pairs):
        return ""
    due = [(np.isfinite(e), g) for e, g in pairs]
    if not all(known.any() and not np.isfinite(g[known]).any() for known, g in due):
        return ""
    for name in cases[0].args:
        if all(holds_nan(case.args[name]) for case in cases):
            return f"one NaN in `{name}` makes the whole result NaN."
    every_one = "every value is" if any(g.size > 1 for _, g in pairs) else "it is"
    if all(np.isnan(g[known]).all() for known, g in due):
        why = "is 0 divided by 0 or multiplied by −∞, or the mean of nothing taken?"
        return f"{every_one} NaN: {why}"
    return f"{every_one} infinite or NaN: is something divided by 0, or a log of 0?"


def holds_nan(given: Any) -> bool:
    """Return whether an argument has a NaN in it."""
    try:
        return bool(np.isnan(np.asarray(given, float)).any())
    except (TypeError, ValueError):
        return False


def equal(one: np.ndarray, other: np.ndarray) -> bool:
    """Return whether two rows of numbers are alike, in length too."""
    return one.shape == other.shape and bool(close(one, other, RTOL).all())


SHAPES: tuple[Look, ...] = (other_form, one_for_many, many_for_one, other_length)


def texts(cases: list[Case]) -> str:
    """See what is wrong with results that are no numbers."""
    pairs = [(c.expected, c.got) for c in cases]
    if all(isinstance(e, str) and isinstance(g, str) for e, g in pairs):
        if all(e.casefold() == g.casefold() for e, g in pairs):
            return "capital and small letters differ."
        if all(e.split() == g.split() for e, g in pairs):
            return "the spaces differ."
        if all(e == g[::-1] for e, g in pairs):
            return "the right text, reversed."
        return ""
    lists = all(isinstance(x, list | tuple) for pair in pairs for x in pair)
    if lists and all(len(e) == len(g) > 1 for e, g in pairs):
        if all(same(list(e)[::-1], list(g)) for e, g in pairs):
            return "the right values, in reversed order."
        if all(sorted(map(repr, e)) == sorted(map(repr, g)) for e, g in pairs):
            return "the right values, in another order."
    return ""
