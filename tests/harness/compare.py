"""The one comparison of a notebook's stored outputs with those of a new run.

Text is compared exactly, but for what another machine may change: floats (0.2 %),
numbers announced by ≈ and their ± (5 % or 0.02), what ⏱ announces (not at all),
pictures (loosely). Integers are exact: what a lesson says must be so everywhere.
"""

import base64
import html
import io
import json
import re
from collections.abc import Iterable
from itertools import zip_longest
from math import isclose

import numpy as np
from PIL import Image, ImageFilter

FLOAT_RELATIVE = 0.002
FLOAT_ABSOLUTE = 1e-12  # what is zero here may be 1e-17 elsewhere
NUDGED_RELATIVE = 0.05
NUDGED_ABSOLUTE = 0.02

# Pictures: each pixel (of 160 across) should lie between the darkest and the lightest
# of the nine around it in the other picture; this bounds the mean distance from there,
# in grey levels of 255. Measured on lines, points, bars and heat maps: other hinting or
# smoothing of letters at most 0.16, everything two pixels off 0.29; a legend missing
# 0.54, a curve slightly different 0.68, a curve missing 1.4, empty axes 1.4 to 3.3.
PICTURE_BOUND = 0.4
PICTURE_WIDTH = 160
PICTURE_SIZE = 12  # pixels by which width or height may differ

NUMBER = re.compile(
    r"""(?P<nudged>≈\s*)?
        (?<![\w.])                              # not inside a name, not a version
        (?P<sign>(?<![)\]])[-+−])?
        (?P<digits>[0-9]{1,3}(?:[,_\u2009\u202f][0-9]{3})+(?:\.[0-9]+)?(?![0-9])
                  |[0-9]+\.?[0-9]*|\.[0-9]+)
        (?P<exponent>[eE][-+−]?[0-9]+)?""",
    re.VERBOSE,
)
AMOUNT = r"[0-9][0-9.,_]*(?:e[-+]?[0-9]+)?"
UNIT = r"(?:ns|[µμ]s|ms|s|min|h|d|[kKMGT]?i?B|bytes|seconds?|minutes?|hours?)\b"
CLOCK = re.compile(rf"⏱[ \t]*{AMOUNT}(?:[ \t]*{UNIT})?(?:[ \t]+{AMOUNT}[ \t]*{UNIT})*")
PROGRESS_BAR = re.compile(r"^⏱(?:(?![ \t]*[0-9]).*|.*[■□].*)(?:\n|$)", re.MULTILINE)
WRITTEN = re.compile(r"(?:^≈│.*(?:\n|$))+", re.MULTILINE)  # by a network: any text
OVERWRITTEN = re.compile(r"^.*\r(?=[^\n])", re.MULTILINE)
PICTURE = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=\s]+)")
MODEL_ID = "application/vnd.jupyter.widget-view+json"  # random in every run


def compare(stored: Iterable[dict], new: Iterable[dict]) -> list[str]:
    """Return in words how two lists of outputs differ; empty where they agree.

    Text of one stream is joined first: where the kernel cuts a stream is no content.
    """
    stored_streams, stored_rich = separate(stored)
    new_streams, new_rich = separate(new)
    differences = []
    for name in sorted({*stored_streams, *new_streams}):
        one, other = stored_streams.get(name, ""), new_streams.get(name, "")
        differences += [f"{name}: {d}" for d in compare_text(one, other)]
    if len(stored_rich) != len(new_rich):
        kinds = [[describe(o) for o in side] for side in (stored_rich, new_rich)]
        differences.append(
            f"outputs: stored {len(stored_rich)} ({', '.join(kinds[0]) or 'none'}), "
            f"new {len(new_rich)} ({', '.join(kinds[1]) or 'none'})"
        )
        return differences
    for one, other in zip(stored_rich, new_rich, strict=True):
        differences += compare_rich(one, other)
    return differences


def separate(outputs: Iterable[dict]) -> tuple[dict[str, str], list[dict]]:
    """Return the streams by name, each joined and as it would be seen, and the rest."""
    streams: dict[str, str] = {}
    rich = []
    for output in outputs:
        if output["output_type"] == "stream":
            streams[output["name"]] = streams.get(output["name"], "") + output["text"]
        else:
            rich.append(output)
    return {name: as_seen(text) for name, text in streams.items()}, rich


def as_seen(text: str) -> str:
    """Return what stays on the screen where carriage returns overwrite a line."""
    return OVERWRITTEN.sub("", text.replace("\r\n", "\n"))


def describe(output: dict) -> str:
    if output["output_type"] == "error":
        return f"error {output['ename']}"
    return f"{output['output_type']} {'+'.join(sorted(output['data']))}"


def compare_rich(one: dict, other: dict) -> list[str]:
    """Compare two displays, results or errors."""
    if describe(one) != describe(other):
        return [f"stored {describe(one)}, new {describe(other)}"]
    if one["output_type"] == "error":
        return [f"error: {d}" for d in compare_text(one["evalue"], other["evalue"])]
    differences = []
    for mime in sorted(one["data"]):
        values = [side["data"][mime] for side in (one, other)]
        if mime == MODEL_ID:
            continue
        if mime.startswith("image/") and mime != "image/svg+xml":
            found = compare_pictures(*values)
        elif all(isinstance(value, str) for value in values):
            found = compare_text(*values, is_html=mime == "text/html")
        else:
            found = compare_text(*(json.dumps(v, sort_keys=True) for v in values))
        differences += [f"{mime}: {d}" for d in found]
    return differences


def compare_text(one: str, other: str, is_html: bool = False) -> list[str]:
    """Compare words exactly, numbers by their kind, pictures inside loosely."""
    pictures = [PICTURE.findall(text) for text in (one, other)]
    differences = []
    if len(pictures[0]) == len(pictures[1]):
        for pair in zip(*pictures, strict=True):
            differences += compare_pictures(*pair)
    one, other = (
        WRITTEN.sub("≈│\n", PROGRESS_BAR.sub("", PICTURE.sub("(picture)", t)))
        for t in (one, other)
    )
    if is_html:  # a number written as an entity or a − must be read like any other
        one, other = html.unescape(one), html.unescape(other)
    if one == other:
        return differences
    # %%writefile says whether a file of that name was there already.
    one, other = (text.replace("Overwriting ", "Writing ") for text in (one, other))
    masked = [CLOCK.sub("⏱", text) for text in (one, other)]
    words, numbers = zip(*(split_numbers(text) for text in masked), strict=True)
    # Where a figure has another width, the table around it has another width too.
    if "⏱" in one or [n[0] for n in numbers[0]] != [n[0] for n in numbers[1]]:
        words = tuple(squeezed_words(text) for text in masked)
    if words[0] != words[1]:
        return [*differences, first_difference(*masked)]
    for a, b in zip(*numbers, strict=True):
        if apart := too_far_apart(a, b):
            line = next((x for x in other.splitlines() if b[0] in x), "").strip()
            differences.append(f"stored {a[0]}, new {b[0]} ({apart}) in {line[:160]!r}")
    return differences


def split_numbers(text: str) -> tuple[list[str], list[tuple[str, float, str]]]:
    """Return the text between the numbers, and (as written, value, kind) of each."""
    words, numbers, end = [], [], 0
    for match in NUMBER.finditer(text):
        words.append(text[end : match.start()])
        end = match.end()
        half_width = words[-1].strip() == "±" and numbers and numbers[-1][2] == "nudged"
        digits = re.sub(r"[,_\u2009\u202f]", "", match["digits"])
        is_float = "." in digits[:-1] or match["exponent"]  # `569.` may end a sentence
        kind = "float" if is_float else "integer"
        if match["nudged"] or half_width:  # ≈0.12 ± 0.03: both may move
            kind = "nudged"
        written = f"{match['sign'] or ''}{digits}{match['exponent'] or ''}"
        numbers.append((match[0], float(written.replace("−", "-")), kind))
    return [*words, text[end:]], numbers


def too_far_apart(one: tuple[str, float, str], other: tuple[str, float, str]) -> str:
    """Return why two numbers do not agree, or nothing."""
    (text, a, kind), (other_text, b, other_kind) = one, other
    if kind != other_kind and (text.endswith(".") or other_text.endswith(".")):
        kind = other_kind = "float"  # NumPy's `1.` and, on another machine, `0.9999999`
    if kind != other_kind:
        return f"{kind} against {other_kind}"
    if kind == "integer":
        return "" if text == other_text else "integers are exact"
    if kind == "float":
        agree = isclose(a, b, rel_tol=FLOAT_RELATIVE, abs_tol=FLOAT_ABSOLUTE)
        allowed = f"{FLOAT_RELATIVE:.1%} allowed"
    else:
        agree = isclose(a, b, rel_tol=NUDGED_RELATIVE, abs_tol=NUDGED_ABSOLUTE + 1e-12)
        allowed = f"{NUDGED_RELATIVE:.0%} or {NUDGED_ABSOLUTE} allowed for ≈"
    return "" if agree else f"{abs(a - b) / max(abs(a), abs(b)):.1%} apart, {allowed}"


def first_difference(one: str, other: str) -> str:
    """Return the first pair of lines whose words differ."""
    pairs = list(
        zip_longest(one.splitlines(), other.splitlines(), fillvalue="(nothing)")
    )
    differing = [(a, b) for a, b in pairs if a != b]
    in_words = [p for p in differing if len({squeezed_words(line) for line in p}) > 1]
    for a, b in (in_words or differing)[:1]:
        same = next(
            (i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), 0
        )
        start = max(0, same - 60)
        return f"stored {a[start : start + 160]!r}, new {b[start : start + 160]!r}"
    return "the ends of lines differ"


def squeezed_words(text: str) -> tuple[str, ...]:
    """Return the text between the numbers without any white space."""
    return tuple(re.sub(r"\s+", "", word) for word in split_numbers(text)[0])


def compare_pictures(one: str, other: str) -> list[str]:
    """Compare two PNGs in base64: first their sizes, then what is to be seen."""
    if one == other:
        return []
    try:
        pictures = [
            Image.open(io.BytesIO(base64.b64decode(code))).convert("RGB")
            for code in (one, other)
        ]
    except Exception as error:
        return [f"a picture cannot be read: {error}"]
    sizes = [picture.size for picture in pictures]
    if max(abs(a - b) for a, b in zip(*sizes, strict=True)) > PICTURE_SIZE:
        return [f"picture: stored {sizes[0]} pixels, new {sizes[1]}"]
    distance = picture_distance(*pictures)
    if distance > PICTURE_BOUND:
        return [f"the picture differs by {distance:.2f}, {PICTURE_BOUND} allowed"]
    return []


def picture_distance(one: Image.Image, other: Image.Image) -> float:
    """Return how far two pictures are apart, in grey levels (see PICTURE_BOUND)."""
    size = (PICTURE_WIDTH, max(1, round(PICTURE_WIDTH * one.height / one.width)))
    small = [picture.resize(size, Image.Resampling.BOX) for picture in (one, other)]
    means = []
    for picture, reference in (small, small[::-1]):
        pixels = np.asarray(picture, float)
        darkest = np.asarray(reference.filter(ImageFilter.MinFilter(3)), float)
        lightest = np.asarray(reference.filter(ImageFilter.MaxFilter(3)), float)
        outside = np.maximum(0, np.maximum(pixels - lightest, darkest - pixels))
        means.append(outside.max(axis=2).mean())  # the channel that differs most
    return max(means)
