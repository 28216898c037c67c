"""Compare what a student returned with what was expected, however it is written."""

import numbers
from collections import deque
from collections.abc import KeysView, Mapping, ValuesView
from decimal import Decimal
from typing import Any

import numpy as np

MISSING = {"NAType", "NaTType"}  # pandas' own words for a value that is not there
ROWS, COLUMNS = 8, 12  # of what a card shows in full


def plain(value: Any) -> Any:
    """Return `value` in plain containers, copied: arrays of numbers, lists, dicts.

    Tensors, frames, sparse and masked arrays (a masked entry is NaN), named tuples and
    numbers of other kinds become what a student means by them. Copied, because an
    answer may return the same buffer at each call.
    """
    if value is None or isinstance(value, str | bytes | bool | int | float):
        return value
    if isinstance(value, Decimal) or type(value).__name__ == "Fraction":
        return float(value)
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, tuple):  # also named ones, and torch.return_types
        return tuple(map(plain, value))
    if isinstance(value, list | range | deque | KeysView | ValuesView):
        return list(map(plain, value))
    if hasattr(value, "detach"):  # torch
        value = value.detach().cpu()
        value = value.to_dense() if value.is_sparse else value
        value = value.resolve_conj().resolve_neg()
        odd = value.is_floating_point() and value.element_size() < 4
        value = value.float().numpy() if odd else value.numpy()
    elif hasattr(value, "to_numpy"):  # pandas
        value = value.to_numpy()
    elif hasattr(value, "toarray"):  # scipy's sparse arrays
        value = value.toarray()
    if isinstance(value, np.ma.MaskedArray) and np.ma.is_masked(value):
        value = value.astype(float).filled(np.nan)
    if isinstance(value, np.ndarray):
        return plain_array(np.array(value, copy=True))
    return value


def plain_array(array: np.ndarray) -> Any:
    """Return an array of numbers; what holds anything else becomes nested lists."""
    if array.dtype.kind in "biufc":
        return array
    if array.dtype.kind == "O":
        items = [as_number(item) for item in array.ravel()]
        if items and not any(item is None for item in items):
            return np.array(items).reshape(array.shape)
        return [plain(item) for item in array] if array.ndim else plain(array.item())
    return array.tolist()


def as_number(item: Any) -> Any:
    """Return an object's number, NaN where it says that it is missing, else None."""
    if item is None or type(item).__name__ in MISSING:
        return np.nan
    if isinstance(item, bool | np.bool_):
        return bool(item)
    if isinstance(item, numbers.Number | Decimal) and not isinstance(item, complex):
        return int(item) if isinstance(item, int | np.integer) else float(item)
    return None


def difference(expected: Any, got: Any, rtol: float) -> tuple[str, str] | None:
    """Return None if `got` equals `expected`, else (state, what is wrong with it).

    Both are plain. Numbers in any container (list, tuple, array) are equal within
    `rtol`; state is "type", "nonfinite" or "wrong".
    """
    if expected is None:
        return None if got is None else ("type", f"Expected `None`, got {kind(got)}.")
    if got is None or got is Ellipsis:
        why = "Is a `return` missing? Or does it return what was never filled?"
        return "type", f"It gives `{got}`. {why}"
    if callable(expected):  # a function is its own copy, an object with a call is not
        alike = type(got) is type(expected) and not hasattr(expected, "__code__")
        return None if got is expected or alike else ("wrong", "")
    if isinstance(expected, str):
        if not isinstance(got, str):
            return "type", f"Expected a text, got {kind(got)}."
        return None if got == expected else ("wrong", "")
    if (
        isinstance(expected, int) and abs(expected) >= 2**63
    ):  # as in a generator's state
        return None if isinstance(got, int) and got == expected else ("wrong", "")
    if isinstance(expected, dict):
        if not isinstance(got, dict):
            return "type", f"Expected a dict, got {kind(got)}."
        if set(got) != set(expected):
            return "type", keys_apart(expected, got)
        return inside([(f"`{k}`", v, got[k]) for k, v in expected.items()], rtol)
    if isinstance(expected, set | frozenset):
        if not isinstance(got, set | frozenset):
            return "type", f"Expected a set, got {kind(got)}."
        return None if got == expected else ("wrong", "")
    if isinstance(expected, tuple | list) and not is_numeric(expected):
        if not isinstance(got, tuple | list) and not getattr(got, "ndim", 0):
            n = len(expected)
            due = kind(expected) if isinstance(expected, list) else counted(n)
            return "type", f"Expected {due}, got {kind(got)}."
        if len(got) != len(expected):
            return "wrong", lengths_apart(len(expected), len(got))
        pairs = zip(expected, got, strict=True)
        return inside([(f"value {n}", e, g) for n, (e, g) in enumerate(pairs, 1)], rtol)
    return number_difference(np.asarray(expected), got, rtol)


def inside(parts: list[tuple[str, Any, Any]], rtol: float) -> tuple[str, str] | None:
    """Return the first difference of several named parts."""
    for name, expected, got in parts:
        if found := difference(expected, got, rtol):
            where = name[0].upper() + name[1:]
            return found[0], f"In {name}: {found[1]}" if found[1] else (
                f"{where} is wrong."
            )
    return None


def number_difference(
    expected: np.ndarray, got: Any, rtol: float
) -> tuple[str, str] | None:
    """Return the difference of two arrays of numbers; a size of 1 has no shape."""
    try:
        array = np.asarray(got)
    except ValueError:  # rows of unequal length
        return "type", f"Expected {kind(expected)}, got rows of unequal length."
    if array.dtype.kind not in "biufc":
        return "type", f"Expected {kind(expected)}, got {kind(got)}."
    if array.shape != expected.shape:
        if array.ndim == expected.ndim == 1:
            return "wrong", lengths_apart(len(expected), len(array))
        if array.size != 1 or expected.size != 1:
            return "type", f"Expected {kind(expected)}, got {kind(array)}."
        array = array.reshape(expected.shape)
    if np.any(~np.isfinite(array) & np.isfinite(expected)):
        count = int((~np.isfinite(array)).sum())
        if array.size == 1:
            return "nonfinite", "It is NaN or infinite."
        return "nonfinite", f"{count} of {array.size} numbers are NaN or infinite."
    return None if close(expected, array, rtol).all() else ("wrong", "")


def close(expected: np.ndarray, got: np.ndarray, rtol: float) -> np.ndarray:
    """Return where two arrays of one shape agree within `rtol`."""
    scale = float(np.max(np.abs(expected), initial=0.0, where=np.isfinite(expected)))
    atol = 1e-9 + 0.1 * rtol * scale
    return np.isclose(got, expected, rtol=rtol, atol=atol, equal_nan=True)


def same(one: Any, other: Any) -> bool:
    """Return whether two plain values are equal, within rounding."""
    if one is None or other is None:
        return one is other
    return difference(one, other, 1e-6) is None


def counted(n: int) -> str:
    """Return a number of values in words."""
    return "one value" if n == 1 else f"{n} values"


def lengths_apart(expected: int, got: int) -> str:
    """Return what is wrong where the length is."""
    due = "is due" if expected == 1 else "are due"
    return f"{counted(got).capitalize()} where {expected or 'none'} {due}."


def keys_apart(expected: dict, got: dict) -> str:
    """Return which keys of a dict are missing or too many."""
    missing = [f"`{key!r}`" for key in expected if key not in got]
    extra = [f"`{key!r}`" for key in got if key not in expected]
    words = [
        f"the {'key' if len(keys) == 1 else 'keys'} {', '.join(keys)} "
        f"{'is' if len(keys) == 1 else 'are'} {what}"
        for keys, what in ((missing, "missing"), (extra, "too many"))
        if keys
    ]
    return f"In the dict {' and '.join(words)}."


def is_numeric(value: Any) -> bool:
    """Return whether `value` is an array of numbers, or nested lists that make one."""
    try:
        return np.asarray(value).dtype.kind in "biufc"
    except (ValueError, TypeError):
        return False


def kind(value: Any) -> str:
    """Return in words what sort of thing `value` is."""
    if isinstance(value, bool | np.bool_):
        return "a truth value"
    if isinstance(value, int | float | complex | np.number):
        return "a number"
    if isinstance(value, np.ndarray | list | tuple) and is_numeric(value):
        array = np.asarray(value)
        if not array.ndim:
            return "a number"
        what = "truth values" if array.dtype.kind == "b" else "numbers"
        if array.ndim == 1 and array.size > 1 and isinstance(value, list | tuple):
            return f"a {type(value).__name__} of {array.size} {what}"
        if array.size == 0:
            return f"an empty {type(value).__name__.replace('nd', '')}"
        return f"an array of {what} of shape {array.shape}"
    if isinstance(value, list | tuple):
        sorts = {kind(item) for item in value}
        each = f", each {sorts.pop()}" if len(sorts) == 1 else ""
        return f"a {type(value).__name__} of {counted(len(value))}{each}"
    if isinstance(value, str):
        return "a text"
    if isinstance(value, dict):
        return "a dict"
    if callable(value):
        return "a function (call it with parentheses?)"
    name = type(value).__name__
    if hasattr(value, "__next__"):
        return f"an iterator (`{name}`: put it into `list(…)`)"
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"


def brief(value: Any, digits: int = 4) -> str:
    """Return `value` short enough for one line of a card."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return f"{value + 0.0:.{digits + 2}g}"  # + 0.0: no −0
    if isinstance(value, np.ndarray | list | tuple) and is_numeric(value):
        array = np.asarray(value)
        if array.size > COLUMNS:
            return f"<{kind(value)}>"
        with np.printoptions(precision=digits, suppress=not vanishes(array, digits)):
            return " ".join(np.array2string(no_minus(array), separator=", ").split())
    if isinstance(value, tuple | list):
        parts = ", ".join(brief(item, digits) for item in value[:6])
        parts += ", …" if len(value) > 6 else ""
        return f"[{parts}]" if isinstance(value, list) else f"({parts})"
    if isinstance(value, dict):
        pairs = [f"{k!r}: {brief(item, digits)}" for k, item in [*value.items()][:6]]
        return f"{{{', '.join(pairs)}{', …' if len(value) > 6 else ''}}}"
    if hasattr(value, "columns"):
        columns = ", ".join(map(str, value.columns[:5]))
        more = ", …" if len(value.columns) > 5 else ""
        return f"<a table of {len(value)} rows: {columns}{more}>"
    if hasattr(value, "to_numpy") or hasattr(value, "detach"):
        return brief(plain(value), digits)
    if isinstance(value, np.ndarray):
        return brief(value.tolist(), digits)
    if callable(value) and hasattr(value, "__name__"):
        return f"<{value.__name__}>"
    text = repr(value)
    if text.startswith("<") and " object at 0x" in text:
        return f"<{type(value).__name__}>"
    return text if len(text) <= 80 else text[:77] + "…"


def both(expected: Any, got: Any, rtol: float) -> tuple[str, str, str]:
    """Return `expected` and `got` as a card shows them, and where they differ first.

    What fits is shown in full; of larger arrays, the entries around the first that
    differs. The two texts are never the same.
    """
    where = ""
    if is_numeric(expected) and is_numeric(got):
        one, other = np.asarray(expected), np.asarray(got)
        if one.shape == other.shape and one.ndim:
            return arrays_apart(one, other, rtol)
    elif isinstance(expected, list | tuple) and isinstance(got, list | tuple):
        if len(expected) == len(got) > 6:
            pairs = enumerate(zip(expected, got, strict=True))
            apart = [n for n, (e, g) in pairs if difference(e, g, rtol)]
            first = apart[0] if apart else 0
            where = f"They differ first at [{first}]" + of_all(len(apart), len(got))
            expected, got = expected[first], got[first]
    elif isinstance(expected, str) and isinstance(got, str) and len(expected) > 60:
        pairs = enumerate(zip(expected, got, strict=False))
        first = next((n for n, (e, g) in pairs if e != g), len(got))
        where = f"They differ first at character {first}."
        start = max(0, first - 20)
        expected, got = expected[start : start + 60], got[start : start + 60]
    for digits in (4, 8, 16):
        shown = brief(expected, digits), brief(got, digits)
        if shown[0] != shown[1]:
            return *shown, where
    sorts = kind(expected), kind(got)
    if sorts[0] == sorts[1]:
        sorts = type(expected).__name__, type(got).__name__
    return f"{shown[0]} ({sorts[0]})", f"{shown[1]} ({sorts[1]})", where


def arrays_apart(
    expected: np.ndarray, got: np.ndarray, rtol: float
) -> tuple[str, str, str]:
    """Return two arrays of one shape as `both` does."""
    apart = np.argwhere(~close(expected, got, rtol))
    first = tuple(int(n) for n in apart[0]) if len(apart) else (0,) * got.ndim
    place = ", ".join(map(str, first))
    where = f"They differ first at [{place}]" + of_all(len(apart), got.size)
    small = got.ndim == 1 and got.size <= COLUMNS
    small |= got.ndim == 2 and got.shape[0] <= ROWS and got.shape[1] <= COLUMNS
    if not small:
        row = first[:-1]
        start = max(0, first[-1] - 2)
        part = slice(start, start + 6)
        expected, got = expected[row][part], got[row][part]
        where += f" Shown: [{', '.join([*map(str, row), f'{start}:{start + 6}'])}]."
    for digits in (4, 8, 16):
        pair = no_minus(expected), no_minus(got)
        fixed = digits == 4 and not any(vanishes(array, digits) for array in pair)
        with np.printoptions(precision=digits, suppress=fixed, linewidth=200):
            shown = [np.array2string(a, separator=", ") for a in pair]
        if shown[0] != shown[1]:
            break
    return shown[0], shown[1], where if got.size > 1 else ""


def no_minus(array: np.ndarray) -> np.ndarray:
    """Return an array without the minus sign of a zero."""
    return array + 0.0 if array.dtype.kind in "fc" else array


def vanishes(array: np.ndarray, digits: int) -> bool:
    """Return whether a number above rounding noise would be printed as 0."""
    sizes = np.abs(array[np.isfinite(array)]).astype(float)
    return bool(((sizes > 1e-12) & (sizes < 0.5 * 10.0**-digits)).any())


def of_all(n: int, size: int) -> str:
    """Return how many of all entries differ."""
    return f" ({n} of {size} do)." if size > 1 else "."
