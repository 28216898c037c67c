"""Exercises of lesson 5.1, Train within your means."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from helpers.judging import exercise, lesson, ordering, value

# --- Exercise 1: memory of a training of seven billion weights

seven_billion = value(
    hints=[
        "List what each weight needs: bfloat16 takes 2 bytes a number, `float32` 4.",
        "Weight and gradient: 2 + 2. Copy, and Adam's two numbers: 4 + 4 + 4.",
        "16 bytes, seven billion times. A GB is a billion bytes.",
    ],
    after="112 GB: more than one GPU of 80 GB holds, before a single activation. Plain"
    " `float32` needs as much: weight, gradient and Adam's two numbers, 4 bytes each.",
    source="seven_billion = 7 * (2 + 2 + 4 + 4 + 4)",
    also=[112.0],
)


@seven_billion.solution
def sixteen_bytes() -> int:
    """Return the GB."""
    return 112


seven_billion.mistake(
    "that is the weights in bfloat16 alone. What else does each weight need while it"
    " is trained?",
    14,
)
seven_billion.mistake(
    "that is weights and gradients. Adam's numbers and the copy of the weights are"
    " missing.",
    28,
)
seven_billion.mistake(
    "that is 12 bytes a weight, and 4 are missing. Go through the list: weight,"
    " gradient, copy, and *two* numbers of Adam's.",
    84,
)
seven_billion.mistake(
    "in bfloat16 a number takes 2 bytes: count 2, not 4, for weights and gradients.",
    140,
)
seven_billion.mistake(
    "Adam's two numbers and the copy are in `float32`: 4 bytes each, not 2.",
    70,
)
seven_billion.mistake(
    "these are the bytes a weight. There are seven billion weights.",
    16,
)
seven_billion.mistake(
    "that is in bytes or in MB. Asked are GB, billions of bytes.",
    112e9,
    when=lambda given: given in (112e9, 112e6, 112e3),
)
seven_billion.mistake(
    "that divides by 1,024³. Here a GB is a billion bytes.",
    104.3,
    when=lambda given: 104 < given < 105,
)
seven_billion.mistake(
    "that is Adam's two numbers alone, or all the rest without them: 8 bytes a weight"
    " each. Add the two.",
    56,
)
seven_billion.mistake(
    "that is 14 bytes a weight: 2 are missing. In bfloat16 there are a weight *and* its"
    " gradient.",
    98,
)
seven_billion.mistake(
    "that is 18 bytes a weight. In `float32` are the copy and Adam's two numbers only:"
    " the gradients are in bfloat16.",
    126,
)

# --- Exercise 2: order the lines of an accumulated step

accumulation_loop = ordering(
    "DBECGA",
    n_lines=8,
    never={
        "F": "line F divides the mean by the rows of its micro-batch once more. Weigh"
        " it by its share of all rows.",
        "H": "line H computes all rows at once: then all activations are in memory.",
    },
    early={
        "BD": "line D clears the gradients, and stands before the loop. In it, D would"
        " throw away what was added up; after it, the old gradient is in the sum.",
        "EB": "line E computes a micro-batch: it stands inside the loop that line B"
        " begins.",
        "CE": "line C goes back through a loss that line E has not computed yet.",
        "GE": "line G ends the loop before line E has done its work in it.",
        "GC": "line G ends the loop before line C has added the gradient.",
        "AG": "line A takes the step: once, after the last micro-batch, not in the"
        " loop.",
    },
    hints=[
        "Which lines happen once in a step, and which for each micro-batch?",
        "Two of the eight lines are wrong wherever they stand.",
    ],
    after="One clearing, many additions, one step. The optimizer never learns that the"
    " batch came in pieces.",
)

# --- Exercise 3: choose the micro-batch

micro_batch = exercise(
    hints=[
        "How many bytes does the budget leave for rows? And how many rows is that?",
        "`(budget - fixed) // per_row`, but at most `batch_size`.",
        "The number of micro-batches is rounded up: `math.ceil(batch_size / rows)`.",
    ],
    after="Each micro-batch has a fixed cost, so take the largest that fits.",
    example=True,
)


@micro_batch.solution
def largest_that_fits(fixed, per_row, budget, batch_size):
    """Return (rows in a micro-batch, number of micro-batches), two integers."""
    rows = min((budget - fixed) // per_row, batch_size)
    if rows < 1:
        return 0, 0
    return rows, -(-batch_size // rows)


@micro_batch.also
def largest_by_trying(fixed, per_row, budget, batch_size):
    for rows in range(batch_size, 0, -1):
        if fixed + rows * per_row <= budget:
            return [rows, math.ceil(batch_size / rows)]
    return [0, 0]


@micro_batch.also
def largest_by_numpy(fixed, per_row, budget, batch_size):
    fits = fixed + per_row * np.arange(batch_size + 1) <= budget
    rows = max(0, int(fits.sum()) - 1)
    return np.array([rows, np.ceil(batch_size / rows) if rows else 0])


@micro_batch.mistake("what needs exactly the budget fits, too: use ≤.")
def _(fixed, per_row, budget, batch_size):
    return largest_that_fits(fixed, per_row, budget - 1, batch_size)


@micro_batch.mistake("a micro-batch is never larger than the batch.")
def _(fixed, per_row, budget, batch_size):
    rows = (budget - fixed) // per_row
    return (rows, math.ceil(batch_size / rows)) if rows > 0 else (0, 0)


@micro_batch.mistake(
    "the number of micro-batches is rounded down: the rest of the rows is forgotten."
)
def _(fixed, per_row, budget, batch_size):
    rows, _ = largest_that_fits(fixed, per_row, budget, batch_size)
    return rows, batch_size // rows if rows else 0


@micro_batch.mistake(
    "the fixed bytes are left out. They are needed beside every micro-batch."
)
def _(fixed, per_row, budget, batch_size):
    return largest_that_fits(0, per_row, budget, batch_size)


@micro_batch.mistake(
    "one micro-batch more than needed where the rows divide the batch evenly: round up"
    " instead of adding 1."
)
def _(fixed, per_row, budget, batch_size):
    rows, _ = largest_that_fits(fixed, per_row, budget, batch_size)
    return rows, batch_size // rows + 1 if rows else 0


@micro_batch.mistake(
    "the number of rows is rounded up, so the last row does not fit: round down."
)
def _(fixed, per_row, budget, batch_size):
    rows = min(math.ceil((budget - fixed) / per_row), batch_size)
    return (rows, math.ceil(batch_size / rows)) if rows > 0 else (0, 0)


@micro_batch.mistake(
    "the number of rows is rounded to the nearest, so up as well: then the last row"
    " does not fit. Round down."
)
def _(fixed, per_row, budget, batch_size):
    rows = min(round((budget - fixed) / per_row), batch_size)
    return (rows, math.ceil(batch_size / rows)) if rows > 0 else (0, 0)


@micro_batch.mistake(
    "only micro-batches that divide the batch are tried. The last one may be smaller."
)
def _(fixed, per_row, budget, batch_size):
    rows, _ = largest_that_fits(fixed, per_row, budget, batch_size)
    while rows and batch_size % rows:
        rows -= 1
    return rows, batch_size // rows if rows else 0


@micro_batch.mistake(
    "only powers of two are tried. Asked is the largest number of rows that fits."
)
def _(fixed, per_row, budget, batch_size):
    rows, _ = largest_that_fits(fixed, per_row, budget, batch_size)
    rows = 2 ** int(math.log2(rows)) if rows else 0
    return rows, math.ceil(batch_size / rows) if rows else 0


@micro_batch.mistake(
    "the batch is split evenly. Asked is the largest micro-batch that fits: only the"
    " last one is smaller."
)
def _(fixed, per_row, budget, batch_size):
    _, n_parts = largest_that_fits(fixed, per_row, budget, batch_size)
    return math.ceil(batch_size / n_parts) if n_parts else 0, n_parts


@micro_batch.mistake(
    "the batch is halved until it fits. A size between two halves may fit, too."
)
def _(fixed, per_row, budget, batch_size):
    rows = batch_size
    while rows and fixed + rows * per_row > budget:
        rows //= 2
    return rows, math.ceil(batch_size / rows) if rows else 0


@micro_batch.mistake("a part of a row cannot be read: round the rows down.")
def _(fixed, per_row, budget, batch_size):
    rows = min((budget - fixed) / per_row, batch_size)
    return (rows, math.ceil(batch_size / rows)) if rows >= 1 else (0, 0)


@micro_batch.mistake("the two numbers are exchanged: first the rows, then how many.")
def _(fixed, per_row, budget, batch_size):
    return largest_that_fits(fixed, per_row, budget, batch_size)[::-1]


@micro_batch.mistake(
    "this shares the budget among all rows of the batch. Only one micro-batch is in"
    " memory at a time."
)
def _(fixed, per_row, budget, batch_size):
    n_parts = max(1, math.ceil((fixed + per_row * batch_size) / budget))
    return math.ceil(batch_size / n_parts), n_parts


@micro_batch.symptom("if not even one row fits, return (0, 0).")
def _(args, expected, got):
    return tuple(expected) == (0, 0)


@micro_batch.cases
def micro_batch_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then edges: exact, none, all, an even division."""
    yield 100, 10, 375, 64
    per_row, fixed = int(rng.integers(5, 40)), int(rng.integers(50, 500))
    yield fixed, per_row, fixed + 24 * per_row, 96  # exactly, and it divides
    yield fixed, per_row, fixed + 13 * per_row + 3, 100  # not a divisor
    yield fixed, per_row, fixed + per_row - 1, 32  # not even one row
    yield fixed, per_row, fixed - 7, 32  # not even what is fixed
    yield fixed, per_row, fixed + 500 * per_row, 48  # everything
    yield fixed, per_row, fixed + per_row, 7  # one row at a time
    yield 500, 10, 375, 32  # what is fixed is too much by 12.5 rows
    yield 100, 10, 333, 64  # 23.3 rows: to the nearest is not up


# --- Exercise 4: repair an accumulated gradient

mean_gradient = exercise(
    hints=[
        "Let it run for three rows in micro-batches of two. Which rows does it read?",
        "The number of parts must be rounded up, or the last rows are left out.",
        "A micro-batch of one row must not count as much as one of two. Add up sums,"
        " and divide once, by `len(x)`.",
    ],
    after="Sums may be added in any pieces. Means may not.",
    example=True,
)


@mean_gradient.solution
def gradient_by_shares(x, y, weight, size):
    """Return the gradient of mean((weight * x - y) ** 2) for the weight."""
    total = 0.0
    for start in range(0, len(x), size):
        rows = slice(start, start + size)
        errors = weight * x[rows] - y[rows]
        total += np.mean(2 * errors * x[rows]) * len(errors) / len(x)
    return total


@mean_gradient.start
def gradient_by_means(x, y, weight, size):
    """Return the gradient of mean((weight * x - y) ** 2) for the weight.

    x and y: arrays of shape (n_rows,), at least one row. size: rows in a micro-batch,
    from 1 on; it may be larger than n_rows, and need not divide it.
    """
    total = 0.0
    n_parts = len(x) // size
    for part in range(n_parts):
        rows = slice(part * size, (part + 1) * size)
        errors = weight * x[rows] - y[rows]
        total += np.mean(2 * errors * x[rows])
    return total / n_parts


@mean_gradient.also
def gradient_by_sums(x, y, weight, size):
    total = 0.0
    for part in range(math.ceil(len(x) / size)):
        some = x[part * size : (part + 1) * size]
        errors = weight * some - y[part * size : (part + 1) * size]
        total += np.sum(2 * errors * some)
    return total / len(x)


def in_parts(x, y, weight, size):
    """Yield the rows' gradients, a micro-batch at a time."""
    for start in range(0, len(x), size):
        some = x[start : start + size]
        yield 2 * (weight * some - y[start : start + size]) * some


@mean_gradient.mistake(
    "the last rows are read now, but a short micro-batch still counts as much as a full"
    " one."
)
def _(x, y, weight, size):
    return np.mean([part.mean() for part in in_parts(x, y, weight, size)])


@mean_gradient.mistake(
    "the last rows are still left out: the number of micro-batches is rounded down."
)
def _(x, y, weight, size):
    n_rows = len(x) // size * size
    return gradient_by_sums(x[:n_rows], y[:n_rows], weight, size)


@mean_gradient.mistake(
    "only full micro-batches are read, and where there is none, no row at all."
)
def _(x, y, weight, size):
    n_rows = len(x) // size * size
    return gradient_by_sums(x[:n_rows], y[:n_rows], weight, size) if n_rows else np.nan


@mean_gradient.mistake(
    "the last rows are still left out, though the sum is divided by all rows."
)
def _(x, y, weight, size):
    full = (part.sum() for part in in_parts(x, y, weight, size) if len(part) == size)
    return sum(full) / len(x)


@mean_gradient.mistake(
    "the number of micro-batches is rounded to the nearest, so down as well: then the"
    " last rows are left out."
)
def _(x, y, weight, size):
    n_rows = min(round(len(x) / size) * size, len(x))
    return sum(part.sum() for part in in_parts(x[:n_rows], y, weight, size)) / len(x)


@mean_gradient.mistake("the sign is turned: the error is `weight * x - y`.")
def _(x, y, weight, size):
    return -gradient_by_shares(x, y, weight, size)


@mean_gradient.mistake("this is the loss, not its gradient for the weight.")
def _(x, y, weight, size):
    return np.mean((weight * np.asarray(x) - y) ** 2)


@mean_gradient.mistake("the factor `x` is missing: the chain rule brings it in.")
def _(x, y, weight, size):
    return np.mean(2 * (weight * np.asarray(x) - y))


@mean_gradient.mistake("this is the sum over the rows. Divide it by their number.")
def _(x, y, weight, size):
    return gradient_by_sums(x, y, weight, size) * len(x)


@mean_gradient.mistake(
    "the total of the rows is divided by the number of micro-batches. Divide it by the"
    " number of rows, `len(x)`."
)
def _(x, y, weight, size):
    parts = list(in_parts(x, y, weight, size))
    return sum(part.sum() for part in parts) / len(parts)


@mean_gradient.mistake(
    "the last, short micro-batch is divided by `size`, as if it were full."
)
def _(x, y, weight, size):
    parts = list(in_parts(x, y, weight, size))
    return sum(part.sum() / size for part in parts) / len(parts)


@mean_gradient.mistake(
    "each mean is weighed by `size`, but the last micro-batch may have fewer rows. Take"
    " its own number."
)
def _(x, y, weight, size):
    return sum(part.mean() * size for part in in_parts(x, y, weight, size)) / len(x)


@mean_gradient.mistake(
    "the sum is divided twice: by the number of rows, and by that of micro-batches."
)
def _(x, y, weight, size):
    n_parts = math.ceil(len(x) / size)
    return gradient_by_sums(x, y, weight, size) / n_parts


@mean_gradient.mistake(
    "the last rows are still left out, unless one micro-batch holds all rows."
)
def _(x, y, weight, size):
    n_rows = len(x) // size * size or len(x)
    return gradient_by_sums(x[:n_rows], y[:n_rows], weight, size)


@mean_gradient.mistake(
    "the factor 2 of the square's derivative has gone: it was right before."
)
def _(x, y, weight, size):
    return gradient_by_sums(x, y, weight, size) / 2


@mean_gradient.mistake(
    "means are added and divided by the rows. Add sums, or weigh each mean by its rows."
)
def _(x, y, weight, size):
    return sum(part.mean() for part in in_parts(x, y, weight, size)) / len(x)


@mean_gradient.mistake(
    "means are added and divided by the rows, and the last rows are still left out."
)
def _(x, y, weight, size):
    full = [part for part in in_parts(x, y, weight, size) if len(part) == size]
    return sum(part.mean() for part in full) / len(x)


@mean_gradient.mistake("this is the gradient of the first micro-batch alone.")
def _(x, y, weight, size):
    return next(in_parts(x, y, weight, size)).mean()


@mean_gradient.cases
def mean_gradient_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then a rest, no rest, one row, too large a size."""
    yield np.array([1.0, 2.0, 3.0]), np.zeros(3), 1.0, 2
    for n_rows, size in ((7, 3), (10, 4), (6, 3), (5, 5), (4, 1), (5, 8), (1, 2)):
        x = 1 + rng.random(n_rows) + 3 * (np.arange(n_rows) >= n_rows // size * size)
        yield x, -1 - rng.random(n_rows), 0.5 + rng.random(), size


# --- Exercise 5: when is renting cheaper

break_even = exercise(
    hints=[
        "What is lost for good by buying? What does each hour save after that?",
        "Lost is `price - resale`. An hour of your own costs `power * electricity`.",
        "Divide the one by the other. First treat the hour that saves nothing.",
    ],
    after="Below this number of hours renting is cheaper. How many hours a week does"
    " yours work?",
    example=True,
)


@break_even.solution
def hours_by_formula(price, resale, rent, power, electricity):
    """Return the hours of work at which buying has cost as much as renting."""
    saved = rent - power * electricity
    if saved <= 0:
        return math.inf
    return max(0.0, price - resale) / saved


@break_even.also
def hours_by_cases(price, resale, rent, power, electricity):
    if rent <= power * electricity:
        return float("inf")
    if resale >= price:
        return 0
    return (price - resale) / (rent - power * electricity)


@break_even.mistake(
    "the resale is left out. What is got back at the end has not been spent."
)
def _(price, resale, rent, power, electricity):
    return hours_by_formula(price, 0, rent, power, electricity)


@break_even.mistake("electricity is left out. An hour of your own is not free.")
def _(price, resale, rent, power, electricity):
    return hours_by_formula(price, resale, rent, 0, electricity)


@break_even.mistake(
    "electricity comes on top of the rent here. It is your own GPU that needs it: it"
    " makes the saving of an hour smaller."
)
def _(price, resale, rent, power, electricity):
    return max(0.0, price - resale) / (rent + power * electricity)


@break_even.mistake("the resale is added to the price. It is got back: subtract it.")
def _(price, resale, rent, power, electricity):
    return hours_by_formula(price + resale, 0, rent, power, electricity)


@break_even.mistake(
    "the power is left out: a kWh is one kW for an hour, so multiply the two."
)
def _(price, resale, rent, power, electricity):
    return hours_by_formula(price, resale, rent, 1, electricity)


@break_even.mistake(
    "a number of hours is never negative. Where an hour saves nothing, buying never"
    " pays: infinity."
)
def _(price, resale, rent, power, electricity):
    saved = rent - power * electricity
    return max(0.0, price - resale) / saved if saved else math.inf


@break_even.mistake(
    "where an hour saves nothing, buying does not pay at once but never: infinity,"
    " not 0."
)
def _(price, resale, rent, power, electricity):
    saved = rent - power * electricity
    return max(0.0, price - resale) / saved if saved > 0 else 0.0


@break_even.mistake(
    "where the resale is the price or more, the result is 0, not negative."
)
def _(price, resale, rent, power, electricity):
    saved = rent - power * electricity
    return (price - resale) / saved if saved > 0 else math.inf


@break_even.mistake(
    "a resale above the price gives 0 hours, not the distance of the two."
)
def _(price, resale, rent, power, electricity):
    saved = rent - power * electricity
    return abs(price - resale) / saved if saved > 0 else math.inf


@break_even.mistake(
    "the case where an hour saves nothing comes first, whatever the resale is: return"
    " infinity there."
)
def _(price, resale, rent, power, electricity):
    if resale >= price:
        return 0.0
    return hours_by_formula(price, resale, rent, power, electricity)


@break_even.mistake(
    "who sells for the price or more has lost nothing, and each hour saves: 0 hours,"
    " not infinity."
)
def _(price, resale, rent, power, electricity):
    if resale >= price:
        return math.inf
    return hours_by_formula(price, resale, rent, power, electricity)


@break_even.mistake("that is the number of days. Asked are hours.")
def _(price, resale, rent, power, electricity):
    return hours_by_formula(price, resale, rent, power, electricity) / 24


@break_even.mistake("the hours are rounded. Return them as they are.")
def _(price, resale, rent, power, electricity):
    hours = hours_by_formula(price, resale, rent, power, electricity)
    return hours if math.isinf(hours) else math.ceil(hours)


@break_even.mistake("the hours are cut to whole ones. Return them as they are.")
def _(price, resale, rent, power, electricity):
    hours = hours_by_formula(price, resale, rent, power, electricity)
    return hours if math.isinf(hours) else math.floor(hours)


@break_even.symptom(
    "where an hour of renting costs no more than the electricity, return infinity:"
    " `math.inf`."
)
def _(args, expected, got):
    return math.isinf(expected)


@break_even.cases
def break_even_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then cheap rent, equal costs, no loss."""
    yield 30_000.0, 9_000.0, 3.0, 1.0, 0.2
    price = float(np.round(rng.uniform(2_000, 40_000), 1))
    yield price, 0.3 * price, 1.12, 0.8, 0.35
    yield price, 0.0, 11.9, 1.3, 0.1
    yield price, 0.5 * price, 0.25, 1.5, 0.4  # rent below electricity
    yield price, 0.25 * price, 0.5, 2.0, 0.25  # exactly equal
    yield price, price, 4.0, 0.7, 0.3  # nothing is lost
    yield price, 1.2 * price, 4.0, 0.7, 0.3
    yield price, price + 100, 0.25, 2.0, 0.25


# --- Exercise 6: the fewest processes, from nothing

fewest_processes = exercise(
    hints=[
        "Try 1, 2, 3, … and return the first number that is in time.",
        "A step takes `shared / n + alone`, and from two processes on `exchange` more.",
        "Compare `n_steps` times the step with the deadline, by ≤. After the loop: 0.",
    ],
    after="More processes than that cost more, and exchange is a larger part of their"
    " time. And no number of them is quicker than what cannot be shared.",
    example=True,
)


@fewest_processes.solution
def fewest_by_trying(shared, alone, exchange, n_steps, deadline, n_max):
    """Return the fewest processes with which n_steps end by the deadline."""
    for n in range(1, n_max + 1):
        step = shared / n + alone + (exchange if n > 1 else 0)
        if n_steps * step <= deadline:
            return n
    return 0


@fewest_processes.also
def fewest_by_numpy(shared, alone, exchange, n_steps, deadline, n_max):
    n = np.arange(1, n_max + 1)
    times = n_steps * (shared / n + alone + exchange * (n > 1))
    in_time = n[times <= deadline]
    return in_time[0] if len(in_time) else 0


@fewest_processes.also
def fewest_by_next(shared, alone, exchange, n_steps, deadline, n_max):
    def total(n):
        return n_steps * (shared / n + alone + exchange * (n > 1))

    return next((n for n in range(1, n_max + 1) if total(n) <= deadline), 0)


def first_in_time(total: Any, deadline: float, n_max: int) -> int:
    """Return the first n of 1 … n_max with total(n) <= deadline, else 0."""
    return next((n for n in range(1, n_max + 1) if total(n) <= deadline), 0)


@fewest_processes.mistake(
    "linear speed-up: everything is divided by n. `alone` and `exchange` stay."
)
def _(shared, alone, exchange, n_steps, deadline, n_max):
    return first_in_time(lambda n: n_steps * (shared + alone) / n, deadline, n_max)


@fewest_processes.mistake("`exchange` is left out: from two processes on it is paid.")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    return first_in_time(lambda n: n_steps * (shared / n + alone), deadline, n_max)


@fewest_processes.mistake("a single process exchanges nothing.")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    return first_in_time(
        lambda n: n_steps * (shared / n + alone + exchange), deadline, n_max
    )


@fewest_processes.mistake("`alone` is divided, too. It is what cannot be shared.")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    return first_in_time(
        lambda n: n_steps * ((shared + alone) / n + exchange * (n > 1)), deadline, n_max
    )


@fewest_processes.mistake("`exchange` is divided, too. It is paid in full.")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    return first_in_time(
        lambda n: n_steps * (alone + (shared + exchange * (n > 1)) / n), deadline, n_max
    )


@fewest_processes.mistake("exactly at the deadline is in time: use ≤.")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    return fewest_by_trying(shared, alone, exchange, n_steps, deadline - 1e-9, n_max)


@fewest_processes.mistake(
    "if no number of processes is in time, return 0, not the largest number."
)
def _(shared, alone, exchange, n_steps, deadline, n_max):
    settings = shared, alone, exchange, n_steps, deadline, n_max
    return fewest_by_trying(*settings) or n_max


@fewest_processes.mistake(
    "n_max processes can be had, too: `range` stops before its end."
)
def _(shared, alone, exchange, n_steps, deadline, n_max):
    return fewest_by_trying(shared, alone, exchange, n_steps, deadline, n_max - 1)


@fewest_processes.mistake("n_max is left out: only so many can be had.")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    return fewest_by_trying(shared, alone, exchange, n_steps, deadline, 1000)


@fewest_processes.mistake(
    "this is the largest number of processes. Asked is the fewest that are in time."
)
def _(shared, alone, exchange, n_steps, deadline, n_max):
    found = fewest_by_trying(shared, alone, exchange, n_steps, deadline, n_max)
    return n_max if found else 0


@fewest_processes.mistake(
    "this is the quickest number of processes. Asked is the fewest that are in time."
)
def _(shared, alone, exchange, n_steps, deadline, n_max):
    def total(n):
        return n_steps * (shared / n + alone + exchange * (n > 1))

    best = min(range(1, n_max + 1), key=total)
    return best if total(best) <= deadline else 0


@fewest_processes.mistake(
    "the number of steps is left out: the deadline is for all of them."
)
def _(shared, alone, exchange, n_steps, deadline, n_max):
    return fewest_by_trying(shared, alone, exchange, 1, deadline, n_max)


@fewest_processes.mistake(
    "`exchange` is paid n − 1 times here. It is the time of the whole exchange."
)
def _(shared, alone, exchange, n_steps, deadline, n_max):
    return first_in_time(
        lambda n: n_steps * (shared / n + alone + exchange * (n - 1)), deadline, n_max
    )


@fewest_processes.mistake("the search begins with two processes. One may be enough.")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    def total(n):
        return n_steps * (shared / n + alone + exchange) if n > 1 else math.inf

    return first_in_time(total, deadline, n_max)


@fewest_processes.mistake(
    "only one process is tried. Does a `return 0` stand inside the loop?"
)
def _(shared, alone, exchange, n_steps, deadline, n_max):
    return fewest_by_trying(shared, alone, exchange, n_steps, deadline, 1)


@fewest_processes.mistake(
    "`exchange` is paid once for the whole run. Each step pays it."
)
def _(shared, alone, exchange, n_steps, deadline, n_max):
    return first_in_time(
        lambda n: n_steps * (shared / n + alone) + exchange * (n > 1), deadline, n_max
    )


@fewest_processes.mistake("`//` cuts the shared seconds to a whole number: use `/`.")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    return first_in_time(
        lambda n: n_steps * (shared // n + alone + exchange * (n > 1)), deadline, n_max
    )


@fewest_processes.mistake("if no number of processes is in time, return 0, not 1.")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    settings = shared, alone, exchange, n_steps, deadline, n_max
    return fewest_by_trying(*settings) or 1


@fewest_processes.mistake("that is the time. Asked is the number of processes.")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    n = fewest_by_trying(shared, alone, exchange, n_steps, deadline, n_max)
    return n_steps * (shared / n + alone + exchange * (n > 1)) if n else 0


@fewest_processes.mistake("only 1, 2, 4, 8 … are tried. Three may be enough.")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    def total(n):
        step = shared / n + alone + exchange * (n > 1)
        return math.inf if n & (n - 1) else n_steps * step

    return first_in_time(total, deadline, n_max)


@fewest_processes.symptom(
    "yours is negative: where `alone + exchange` alone take too long, no number of"
    " processes is in time: 0."
)
def _(args, expected, got):
    _, alone, exchange, n_steps, deadline, _ = args
    return got < 0 and n_steps * (alone + exchange) > deadline


@fewest_processes.cases
def fewest_processes_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then edges: exact, one, none, only n_max."""
    yield 8.0, 1.0, 0.5, 100, 450.0, 16
    yield 12.0, 1.0, 1.0, 10, 50.0, 8  # exactly at 4
    yield 4.0, 1.0, 2.0, 10, 50.0, 8  # exactly at 1: nothing to exchange
    yield 4.0, 1.0, 2.0, 10, 42.0, 8  # two are no quicker: 50 s, then 43.3, then 40
    yield 6.0, 3.0, 1.0, 10, 41.0, 12  # never: 40 s are left alone, 45 s with 12
    yield 16.0, 1.0, 0.0, 10, 30.0, 8  # only the last number is in time
    yield 20.0, 2.0, 1.0, 10, 52.5, 8  # 9 would be needed, 8 can be had
    yield 8.0, 6.0, 1.0, 10, 60.0, 8  # alone and exchange take longer than there is
    yield 8.0, 5.0, 1.0, 10, 60.0, 8  # they take all there is: nothing is left to share
    yield 4.0, 1.0, 5.0, 10, 50.0, 8  # one is in time, more never are
    n_steps = int(rng.integers(50, 200))
    yield 9.0, 2.0, 0.75, n_steps, 4.6 * n_steps, 20
    yield 0.5, 0.2, 0.1, n_steps, 0.9 * n_steps, 1  # one can be had, and is in time


ALL = lesson(__name__)
