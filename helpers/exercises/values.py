"""Compare what a student returned with what was expected, however it is written."""

from typing import Any

import numpy as np


def plain(value: Any) -> Any:
    """Return tensors, frames and series as NumPy arrays, all else as it is."""
    if hasattr(value, "detach"):  # torch
        return value.detach().cpu().numpy()
    if hasattr(value, "to_numpy"):  # pandas
        return value.to_numpy()
    if isinstance(value, list | tuple):
        return type(value)(map(plain, value)) if type(value) in (list, tuple) else value
    return value


def difference(expected: Any, got: Any, rtol: float) -> tuple[str, str] | None:
    """Return None if `got` equals `expected`, else (state, what is wrong with it).

    Numbers in any container (list, tuple, array) are equal within `rtol`; state is
    "type", "nonfinite" or "wrong".
    """
    if got is None or got is Ellipsis:
        return "type", f"It gives `{got}`. Is a `return` missing?"
    if isinstance(expected, str):
        if not isinstance(got, str):
            return "type", f"Expected a text, got {kind(got)}."
        return None if got == expected else ("wrong", "")
    if isinstance(expected, dict):
        if not isinstance(got, dict) or set(got) != set(expected):
            return (
                "type",
                f"Expected a dict with the keys {', '.join(map(str, expected))}.",
            )
        return inside([(f"`{k}`", v, got[k]) for k, v in expected.items()], rtol)
    if isinstance(expected, tuple | list) and not is_numeric(expected):
        if (
            not hasattr(got, "__len__")
            or len(got) != len(expected)
            or isinstance(got, str)
        ):
            return "type", f"Expected {len(expected)} values, got {kind(got)}."
        pairs = zip(expected, got, strict=True)
        return inside([(f"value {n}", e, g) for n, (e, g) in enumerate(pairs, 1)], rtol)
    return number_difference(np.asarray(expected), got, rtol)


def inside(parts: list[tuple[str, Any, Any]], rtol: float) -> tuple[str, str] | None:
    """Return the first difference of several named parts."""
    for name, expected, got in parts:
        if found := difference(expected, got, rtol):
            return found[0], f"In {name}: {found[1]}" if found[1] else f"See {name}."
    return None


def number_difference(
    expected: np.ndarray, got: Any, rtol: float
) -> tuple[str, str] | None:
    """Return the difference of two arrays of numbers; a size of 1 has no shape."""
    try:
        array = np.asarray(got)
    except ValueError:  # rows of unequal length
        return "type", f"Expected shape {expected.shape}, got rows of unequal length."
    if array.dtype.kind not in "biufc":
        return "type", f"Expected {kind(expected)}, got {kind(got)}."
    if array.shape != expected.shape:
        if array.size != 1 or expected.size != 1:
            return "type", f"Expected {kind(expected)}, got {kind(array)}."
        array = array.reshape(expected.shape)
    if np.any(~np.isfinite(array) & np.isfinite(expected)):
        count = int((~np.isfinite(array)).sum())
        return "nonfinite", f"{count} of {array.size} numbers are NaN or infinite."
    scale = float(np.max(np.abs(expected), initial=0.0, where=np.isfinite(expected)))
    close = np.isclose(
        array, expected, rtol=rtol, atol=1e-9 + 0.1 * rtol * scale, equal_nan=True
    )
    return None if close.all() else ("wrong", "")


def is_numeric(value: Any) -> bool:
    """Return whether `value` is an array of numbers, or nested lists that make one."""
    try:
        return np.asarray(value).dtype.kind in "biufc"
    except ValueError:
        return False


def kind(value: Any) -> str:
    """Return in words what sort of thing `value` is."""
    if isinstance(value, np.ndarray) and value.dtype.kind in "biufc":
        return f"an array of shape {value.shape}" if value.ndim else "a number"
    if isinstance(value, bool | int | float | np.number):
        return "a number"
    if callable(value):
        return "a function (call it with parentheses?)"
    if isinstance(value, str):
        return "a text"
    name = type(value).__name__
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"


def brief(value: Any) -> str:
    """Return `value` short enough to read: four digits, a dozen numbers."""
    if isinstance(value, np.ndarray | list | tuple) and is_numeric(value):
        array = np.asarray(value)
        if array.size > 12:
            return f"<{kind(array)}>"
        with np.printoptions(precision=4, suppress=True):
            return " ".join(np.array2string(array, separator=", ").split())
    if isinstance(value, float | np.floating):
        return f"{value:.6g}"
    if isinstance(value, tuple | list):
        parts = ", ".join(brief(item) for item in value[:6])
        return f"[{parts}]" if isinstance(value, list) else f"({parts})"
    if isinstance(value, dict):
        pairs = [f"{key}: {brief(item)}" for key, item in list(value.items())[:6]]
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, np.ndarray) and value.dtype.kind == "U" and value.size <= 6:
        return brief(value.tolist())
    if isinstance(value, np.ndarray):
        return f"<an array of {value.dtype.name}, shape {value.shape}>"
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "…"
