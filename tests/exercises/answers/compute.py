"""Answers to lesson 5.1 by students who had seen the lesson only."""

import math

import numpy as np
import pandas as pd
import torch

from tests.exercises.answers import right, wrong

# ---- seven_billion ----

right("seven_billion", 112)
right("seven_billion", 112.0)
right("seven_billion", 7e9 * 16 / 1e9)
right("seven_billion", np.float32(112))
right("seven_billion", torch.tensor(7 * (2 + 2 + 3 * 4)))
right("seven_billion", np.array([2, 2, 4, 4, 4]).sum() * 7)

wrong("seven_billion", 14, "the weights alone", says="weights in bfloat16 alone")
wrong("seven_billion", 28, "no optimizer", says="weights and gradients")
wrong("seven_billion", 84, "one number of Adam's", says="4 are missing")
wrong("seven_billion", 140, "all in float32", says="takes 2 bytes")
wrong("seven_billion", 70, "all in bfloat16", says="in `float32`")
wrong("seven_billion", 16, "bytes a weight", says="seven billion weights")
wrong("seven_billion", 112e9, "in bytes", says="Asked are GB")
wrong("seven_billion", 7e9 * 16 / 1024**3, "by 1024³", says="1,024³")
wrong("seven_billion", 56, "Adam alone", says="Adam's two numbers alone")
wrong("seven_billion", 56.0, "no optimizer", says="all the rest without them")
wrong("seven_billion", 98, "no gradients", says="2 are missing")
wrong("seven_billion", 126, "gradients in float32", says="gradients are in bfloat16")
wrong("seven_billion", 112e3, "in MB", says="in MB")
wrong("seven_billion", "112 GB", "a text", says="got a text")

# ---- accumulation_loop ----

right("accumulation_loop", "D B E C G A")
right("accumulation_loop", "DBECGA")
right("accumulation_loop", "d, b, e, c, g, a")
right("accumulation_loop", list("DBECGA"))
right("accumulation_loop", np.array(list("DBECGA")))

wrong("accumulation_loop", "B D E C G A", "clears in the loop", says="line D")
wrong("accumulation_loop", "D B E C A G", "steps in the loop", says="line A")
wrong("accumulation_loop", "D B E F G A", "divides by the rows", says="line F")
wrong("accumulation_loop", "D B H C G A", "all rows at once", says="line H")
wrong("accumulation_loop", "D B C E G A", "back before forward", says="line C")
wrong("accumulation_loop", "D E B C G A", "forward before the loop", says="line E")
wrong("accumulation_loop", "D B E G C A", "back after the loop", says="line G")
wrong("accumulation_loop", "D B E C G", "no step", says="a letter is missing")
wrong("accumulation_loop", "B E C G A D", "clears at the end", says="the old gradient")
wrong("accumulation_loop", "A D B E C G", "steps first", says="line A")
wrong("accumulation_loop", "D B E C G A F", "seven letters", says="line F")

# ---- micro_batch ----


@right("micro_batch")
def _(fixed, per_row, budget, batch_size):
    n = min(batch_size, (budget - fixed) // per_row)
    if n <= 0:
        return (0, 0)
    return (n, math.ceil(batch_size / n))


@right("micro_batch")
def _(fixed, per_row, budget, batch_size):
    best = 0
    for rows in range(1, batch_size + 1):
        if fixed + per_row * rows <= budget:
            best = rows
    if best == 0:
        return [0, 0]
    parts = batch_size // best
    if batch_size % best:
        parts += 1
    return [best, parts]


@right("micro_batch")
def _(fixed, per_row, budget, batch_size):
    n = max(0, min(int((budget - fixed) / per_row), batch_size))
    return np.array([n, np.ceil(batch_size / n) if n else 0])


@right("micro_batch")
def _(fixed, per_row, budget, batch_size):
    rows = batch_size
    while rows > 0 and fixed + rows * per_row > budget:
        rows -= 1
    return (rows, len(torch.arange(batch_size).split(rows))) if rows else (0, 0)


@right("micro_batch")
def _(fixed, per_row, budget, batch_size):
    n = np.clip((budget - fixed) // per_row, 0, batch_size)
    return int(n), len(range(0, batch_size, n)) if n else 0


@wrong("micro_batch", "less than the budget", says="use ≤")
def _(fixed, per_row, budget, batch_size):
    rows = 0
    while rows < batch_size and fixed + per_row * (rows + 1) < budget:
        rows += 1
    return (rows, math.ceil(batch_size / rows)) if rows else (0, 0)


@wrong("micro_batch", "larger than the batch", says="never larger than the batch")
def _(fixed, per_row, budget, batch_size):
    rows = max(0, (budget - fixed) // per_row)
    return (rows, math.ceil(batch_size / rows)) if rows else (0, 0)


@wrong("micro_batch", "rounds the number down", says="rounded down")
def _(fixed, per_row, budget, batch_size):
    rows = min(batch_size, (budget - fixed) // per_row)
    return (rows, batch_size // rows) if rows > 0 else (0, 0)


@wrong("micro_batch", "forgets what is fixed", says="fixed bytes are left out")
def _(fixed, per_row, budget, batch_size):
    rows = min(batch_size, budget // per_row)
    return (rows, math.ceil(batch_size / rows)) if rows > 0 else (0, 0)


@wrong("micro_batch", "always one more", says="one micro-batch more")
def _(fixed, per_row, budget, batch_size):
    rows = min(batch_size, (budget - fixed) // per_row)
    return (rows, batch_size // rows + 1) if rows > 0 else (0, 0)


@wrong("micro_batch", "only divisors", says="divide the batch")
def _(fixed, per_row, budget, batch_size):
    for rows in range(batch_size, 0, -1):
        if batch_size % rows == 0 and fixed + per_row * rows <= budget:
            return rows, batch_size // rows
    return 0, 0


@wrong("micro_batch", "powers of two", says="powers of two")
def _(fixed, per_row, budget, batch_size):
    rows = 1
    while 2 * rows <= batch_size and fixed + 2 * rows * per_row <= budget:
        rows *= 2
    if fixed + rows * per_row > budget:
        return 0, 0
    return rows, math.ceil(batch_size / rows)


@wrong("micro_batch", "exchanged", says="exchanged")
def _(fixed, per_row, budget, batch_size):
    rows = min(batch_size, (budget - fixed) // per_row)
    return (math.ceil(batch_size / rows), rows) if rows > 0 else (0, 0)


@wrong("micro_batch", "one row although none fits", says="not even one row")
def _(fixed, per_row, budget, batch_size):
    rows = max(1, min(batch_size, (budget - fixed) // per_row))
    return rows, math.ceil(batch_size / rows)


@wrong("micro_batch", "no case for none", says=None)
def _(fixed, per_row, budget, batch_size):
    rows = min(batch_size, (budget - fixed) // per_row)
    return rows, math.ceil(batch_size / rows)


@right("micro_batch")
def _(fixed, per_row, budget, batch_size):
    sizes = pd.Series(range(1, batch_size + 1))
    fits = sizes[fixed + per_row * sizes <= budget]
    if fits.empty:
        return 0, 0
    return fits.max(), np.ceil(batch_size / fits.max())


@wrong("micro_batch", "splits evenly", says="split evenly")
def _(fixed, per_row, budget, batch_size):
    rows = min((budget - fixed) // per_row, batch_size)
    if rows < 1:
        return 0, 0
    parts = math.ceil(batch_size / rows)
    return math.ceil(batch_size / parts), parts


@wrong("micro_batch", "halves the batch", says="halved until it fits")
def _(fixed, per_row, budget, batch_size):
    rows = batch_size
    while rows and fixed + rows * per_row > budget:
        rows //= 2
    return (rows, math.ceil(batch_size / rows)) if rows else (0, 0)


@wrong("micro_batch", "parts of rows", says="a part of a row")
def _(fixed, per_row, budget, batch_size):
    rows = min((budget - fixed) / per_row, batch_size)
    return (rows, math.ceil(batch_size / rows)) if rows >= 1 else (0, 0)


@wrong("micro_batch", "rounds to the nearest", says="rounded to the nearest")
def _(fixed, per_row, budget, batch_size):
    rows = min(round((budget - fixed) / per_row), batch_size)
    return (rows, math.ceil(batch_size / rows)) if rows > 0 else (0, 0)


@wrong("micro_batch", "the first number only", says="one number where 2 are due")
def _(fixed, per_row, budget, batch_size):
    return max(0, min((budget - fixed) // per_row, batch_size))


@wrong("micro_batch", "nothing where none fits", says="return (0, 0)")
def _(fixed, per_row, budget, batch_size):
    rows = min((budget - fixed) // per_row, batch_size)
    if rows >= 1:
        return rows, math.ceil(batch_size / rows)


# ---- mean_gradient ----


@right("mean_gradient")
def _(x, y, weight, size):
    total = 0.0
    for start in range(0, len(x), size):
        rows = slice(start, start + size)
        errors = weight * x[rows] - y[rows]
        total += np.sum(2 * errors * x[rows])
    return total / len(x)


@right("mean_gradient")
def _(x, y, weight, size):
    total = 0.0
    n_parts = math.ceil(len(x) / size)
    for part in range(n_parts):
        rows = slice(part * size, (part + 1) * size)
        errors = weight * x[rows] - y[rows]
        total += np.mean(2 * errors * x[rows]) * len(x[rows]) / len(x)
    return total


@right("mean_gradient")
def _(x, y, weight, size):
    return 2 * np.mean((weight * x - y) * x)


@right("mean_gradient")
def _(x, y, weight, size):
    w = torch.tensor(weight, dtype=torch.float64, requires_grad=True)
    x, y = torch.tensor(x), torch.tensor(y)
    for a, b in zip(x.split(size), y.split(size)):
        (((w * a - b) ** 2).sum() / len(x)).backward()
    return w.grad


@right("mean_gradient")
def _(x, y, weight, size):
    total, n = 0, 0
    while n < len(x):
        a, b = x[n : n + size], y[n : n + size]
        total += ((weight * a - b) * a).sum()
        n += len(a)
    return 2 * total / n


@wrong(
    "mean_gradient", "the number is rounded up, no weights", says="short micro-batch"
)
def _(x, y, weight, size):
    total = 0.0
    n_parts = math.ceil(len(x) / size)
    for part in range(n_parts):
        rows = slice(part * size, (part + 1) * size)
        errors = weight * x[rows] - y[rows]
        total += np.mean(2 * errors * x[rows])
    return total / n_parts


@wrong("mean_gradient", "sums, but the rest is left out", says="left out, though")
def _(x, y, weight, size):
    total = 0.0
    for part in range(len(x) // size):
        rows = slice(part * size, (part + 1) * size)
        total += np.sum(2 * (weight * x[rows] - y[rows]) * x[rows])
    return total / len(x)


@wrong("mean_gradient", "the mean of the full ones", says="only full micro-batches")
def _(x, y, weight, size):
    n = len(x) // size * size
    if n == 0:
        return float("nan")
    return np.mean(2 * (weight * x[:n] - y[:n]) * x[:n])


@wrong("mean_gradient", "the sign turned", says="the sign is turned")
def _(x, y, weight, size):
    return np.mean(2 * (y - weight * x) * x)


@wrong("mean_gradient", "the loss", says="this is the loss")
def _(x, y, weight, size):
    return np.mean((weight * x - y) ** 2)


@wrong("mean_gradient", "no factor x", says="the factor `x` is missing")
def _(x, y, weight, size):
    return np.mean(2 * (weight * x - y))


@wrong("mean_gradient", "a sum", says="This is the sum over the rows")
def _(x, y, weight, size):
    return np.sum(2 * (weight * x - y) * x)


@wrong("mean_gradient", "divided by the parts", says="number of micro-batches")
def _(x, y, weight, size):
    total, n_parts = 0.0, 0
    for start in range(0, len(x), size):
        rows = slice(start, start + size)
        total += np.sum(2 * (weight * x[rows] - y[rows]) * x[rows])
        n_parts += 1
    return total / n_parts


@wrong("mean_gradient", "divided by size", says="as if it were full")
def _(x, y, weight, size):
    total, n_parts = 0.0, math.ceil(len(x) / size)
    for start in range(0, len(x), size):
        rows = slice(start, start + size)
        total += np.sum(2 * (weight * x[rows] - y[rows]) * x[rows]) / size
    return total / n_parts


@wrong("mean_gradient", "no factor 2", says="factor 2")
def _(x, y, weight, size):
    return np.mean((weight * x - y) * x)


@wrong("mean_gradient", "returns inside the loop", says="`return`")
def _(x, y, weight, size):
    total = 0.0
    for start in range(0, len(x), size):
        rows = slice(start, start + size)
        total += np.sum(2 * (weight * x[rows] - y[rows]) * x[rows])
        return total / len(x)


@wrong("mean_gradient", "resets the total", says="stands inside the loop")
def _(x, y, weight, size):
    for start in range(0, len(x), size):
        total = 0.0
        rows = slice(start, start + size)
        total += np.sum(2 * (weight * x[rows] - y[rows]) * x[rows])
    return total / len(x)


@right("mean_gradient")
def _(x, y, weight, size):
    rows = pd.Series(2 * (weight * x - y) * x).groupby(np.arange(len(x)) // size)
    return (rows.mean() * rows.size()).sum() / len(x)


@right("mean_gradient")
def _(x, y, weight, size):
    gradient = 0.0
    for part in np.array_split(np.arange(len(x)), max(1, len(x) // size)):
        errors = weight * x[part] - y[part]
        gradient += len(part) / len(x) * np.mean(2 * errors * x[part])
    return gradient


@wrong("mean_gradient", "weighs by size", says="fewer rows")
def _(x, y, weight, size):
    total = 0.0
    for part in range(math.ceil(len(x) / size)):
        rows = slice(part * size, (part + 1) * size)
        total += size * np.mean(2 * (weight * x[rows] - y[rows]) * x[rows])
    return total / len(x)


@wrong("mean_gradient", "divides twice", says="divided twice")
def _(x, y, weight, size):
    total, n_parts = 0.0, math.ceil(len(x) / size)
    for part in range(n_parts):
        rows = slice(part * size, (part + 1) * size)
        share = len(x[rows]) / len(x)
        total += share * np.mean(2 * (weight * x[rows] - y[rows]) * x[rows])
    return total / n_parts


@wrong("mean_gradient", "cuts the size only", says="unless one micro-batch")
def _(x, y, weight, size):
    size, total = min(size, len(x)), 0.0
    n_parts = len(x) // size
    for part in range(n_parts):
        rows = slice(part * size, (part + 1) * size)
        total += np.mean(2 * (weight * x[rows] - y[rows]) * x[rows])
    return total / n_parts


@wrong("mean_gradient", "one part too many", says="the mean of nothing")
def _(x, y, weight, size):
    total = 0.0
    for part in range(len(x) // size + 1):
        rows = slice(part * size, (part + 1) * size)
        errors = weight * x[rows] - y[rows]
        total += np.mean(2 * errors * x[rows]) * len(x[rows])
    return total / len(x)


@wrong("mean_gradient", "the sign", says="the sign is turned")
def _(x, y, weight, size):
    return np.mean(2 * (y - weight * x) * x)


@wrong("mean_gradient", "rounds the number of parts", says="left out")
def _(x, y, weight, size):
    total = 0.0
    for part in range(round(len(x) / size)):
        rows = slice(part * size, (part + 1) * size)
        total += np.sum(2 * (weight * x[rows] - y[rows]) * x[rows])
    return total / len(x)


# ---- break_even ----


@right("break_even")
def _(price, resale, rent, power, electricity):
    hour = power * electricity
    if rent <= hour:
        return math.inf
    return max(price - resale, 0) / (rent - hour)


@right("break_even")
def _(price, resale, rent, power, electricity):
    saved = rent - power * electricity
    return np.inf if saved <= 0 else max(0, (price - resale) / saved)


@right("break_even")
def _(price, resale, rent, power, electricity):
    own = electricity * power
    lost = price - resale
    if rent > own:
        if lost > 0:
            return lost / (rent - own)
        return 0
    return float("inf")


@right("break_even")
def _(price, resale, rent, power, electricity):
    saved = torch.tensor(rent - power * electricity)
    if saved <= 0:
        return torch.tensor(torch.inf)
    return torch.tensor(price - resale).clamp(min=0) / saved


@right("break_even")
def _(price, resale, rent, power, electricity):
    if power * electricity >= rent:
        return float("inf")
    hours = (price - resale) / (rent - power * electricity)
    return np.maximum(hours, 0)


@wrong("break_even", "no resale", says="resale is left out")
def _(price, resale, rent, power, electricity):
    saved = rent - power * electricity
    return math.inf if saved <= 0 else price / saved


@wrong("break_even", "no electricity", says="electricity is left out")
def _(price, resale, rent, power, electricity):
    return max(0, price - resale) / rent


@wrong("break_even", "electricity added to rent", says="on top of the rent")
def _(price, resale, rent, power, electricity):
    return max(0, price - resale) / (rent + power * electricity)


@wrong("break_even", "power forgotten", says="power is left out")
def _(price, resale, rent, power, electricity):
    saved = rent - electricity
    return math.inf if saved <= 0 else max(0, price - resale) / saved


@wrong("break_even", "negative hours", says="never negative")
def _(price, resale, rent, power, electricity):
    if rent == power * electricity:
        return math.inf
    return max(0, price - resale) / (rent - power * electricity)


@wrong("break_even", "negative for a dear resale", says="0, not negative")
def _(price, resale, rent, power, electricity):
    saved = rent - power * electricity
    return math.inf if saved <= 0 else (price - resale) / saved


@wrong("break_even", "0 where it never pays", says="not 0")
def _(price, resale, rent, power, electricity):
    saved = rent - power * electricity
    return 0 if saved <= 0 else max(0, price - resale) / saved


@wrong("break_even", "resale before rent", says="comes first")
def _(price, resale, rent, power, electricity):
    if price <= resale:
        return 0
    if rent <= power * electricity:
        return math.inf
    return (price - resale) / (rent - power * electricity)


@wrong("break_even", "resale added", says="got back: subtract")
def _(price, resale, rent, power, electricity):
    saved = rent - power * electricity
    return math.inf if saved <= 0 else (price + resale) / saved


@wrong("break_even", "divides by zero", says=None)
def _(price, resale, rent, power, electricity):
    return max(0, price - resale) / max(0, rent - power * electricity)


@right("break_even")
def _(price, resale, rent, power, electricity):
    try:
        hours = (price - resale) / (rent - power * electricity)
    except ZeroDivisionError:
        return np.inf
    if rent < power * electricity:
        return np.inf
    return hours if hours > 0 else 0.0


@wrong("break_even", "infinity where nothing is lost", says="0 hours")
def _(price, resale, rent, power, electricity):
    saved = rent - power * electricity
    return math.inf if saved <= 0 or resale >= price else (price - resale) / saved


@wrong("break_even", "rounds up", says="rounded")
def _(price, resale, rent, power, electricity):
    saved = rent - power * electricity
    return math.inf if saved <= 0 else max(0, math.ceil((price - resale) / saved))


@wrong("break_even", "whole hours", says="cut to whole")
def _(price, resale, rent, power, electricity):
    saved = rent - power * electricity
    return math.inf if saved <= 0 else max(0, (price - resale) // saved)


@wrong("break_even", "the absolute value", says="return infinity")
def _(price, resale, rent, power, electricity):
    saved = rent - power * electricity
    return math.inf if saved == 0 else abs((price - resale) / saved)


@wrong("break_even", "None for never", says="return infinity")
def _(price, resale, rent, power, electricity):
    saved = rent - power * electricity
    if saved > 0:
        return max(0, (price - resale) / saved)


@wrong("break_even", "equal costs divide by zero", says="raised an error")
def _(price, resale, rent, power, electricity):
    saved = rent - power * electricity
    return math.inf if saved < 0 else max(0, (price - resale) / saved)


# ---- fewest_processes ----


@right("fewest_processes")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    for n in range(1, n_max + 1):
        seconds = shared / n + alone
        if n > 1:
            seconds += exchange
        if seconds * n_steps <= deadline:
            return n
    return 0


@right("fewest_processes")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    n = 1
    while n <= n_max:
        step = shared / n + alone + exchange * bool(n - 1)
        if step * n_steps <= deadline:
            return n
        n += 1
    return 0


@right("fewest_processes")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    n = np.arange(1, n_max + 1)
    fits = n_steps * (shared / n + alone + np.where(n == 1, 0, exchange)) <= deadline
    return int(n[fits].min()) if fits.any() else 0


@right("fewest_processes")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    answers = [
        n
        for n in range(1, n_max + 1)
        if n_steps * (shared / n + alone + (n > 1) * exchange) <= deadline
    ]
    return min(answers, default=0)


@right("fewest_processes")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    best = 0
    for n in range(n_max, 0, -1):
        step = shared / n + alone + (0 if n == 1 else exchange)
        if n_steps * step <= deadline:
            best = n
    return best


@wrong("fewest_processes", "linear speed-up", says="linear speed-up")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    for n in range(1, n_max + 1):
        if n_steps * (shared + alone) / n <= deadline:
            return n
    return 0


@wrong("fewest_processes", "sending for nothing", says="`exchange`")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    for n in range(1, n_max + 1):
        if n_steps * (shared / n + alone) <= deadline:
            return n
    return 0


@wrong("fewest_processes", "one process sends, too", says="exchanges nothing")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    for n in range(1, n_max + 1):
        if n_steps * (shared / n + alone + exchange) <= deadline:
            return n
    return 0


@wrong("fewest_processes", "before the deadline", says="use ≤")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    for n in range(1, n_max + 1):
        step = shared / n + alone + (exchange if n > 1 else 0)
        if n_steps * step < deadline:
            return n
    return 0


@wrong("fewest_processes", "n_max where none is in time", says="return 0")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    for n in range(1, n_max + 1):
        step = shared / n + alone + (exchange if n > 1 else 0)
        if n_steps * step <= deadline:
            return n
    return n_max


@wrong("fewest_processes", "range ends too early", says="`range` stops")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    for n in range(1, n_max):
        step = shared / n + alone + (exchange if n > 1 else 0)
        if n_steps * step <= deadline:
            return n
    return 0


@wrong("fewest_processes", "returns inside the loop", says="`return`")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    for n in range(1, n_max + 1):
        step = shared / n + alone + (exchange if n > 1 else 0)
        if n_steps * step <= deadline:
            return n
        return 0


@wrong("fewest_processes", "alone divided", says="`alone` is divided")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    for n in range(1, n_max + 1):
        step = (shared + alone) / n + (exchange if n > 1 else 0)
        if n_steps * step <= deadline:
            return n
    return 0


@wrong("fewest_processes", "no limit", says="n_max")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    for n in range(1, 100):
        step = shared / n + alone + (exchange if n > 1 else 0)
        if n_steps * step <= deadline:
            return n
    return 0


@wrong("fewest_processes", "none where none is in time", says=None)
def _(shared, alone, exchange, n_steps, deadline, n_max):
    for n in range(1, n_max + 1):
        step = shared / n + alone + (exchange if n > 1 else 0)
        if n_steps * step <= deadline:
            return n


@right("fewest_processes")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    if n_steps * (shared + alone) <= deadline:
        return 1
    left = deadline / n_steps - alone - exchange
    if left <= 0:
        return 0
    n = max(2, math.ceil(shared / left - 1e-12))
    return n if n <= n_max else 0


@right("fewest_processes")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    n = torch.arange(1, n_max + 1, dtype=torch.float64)
    times = (shared / n + alone + torch.where(n > 1, exchange, 0.0)) * n_steps
    hits = n[times <= deadline]
    return hits[0].item() if len(hits) else 0


@wrong("fewest_processes", "closed form without the one", says="exchanges nothing")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    left = deadline / n_steps - alone - exchange
    if left <= 0:
        return 0
    n = math.ceil(shared / left)
    return n if n <= n_max else 0


@wrong("fewest_processes", "begins with two", says="begins with two")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    for n in range(2, n_max + 1):
        if n_steps * (shared / n + alone + exchange) <= deadline:
            return n
    return 0


@wrong("fewest_processes", "otherwise 0, in the loop", says="only one process")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    for n in range(1, n_max + 1):
        step = shared / n + alone + (exchange if n > 1 else 0)
        if n_steps * step <= deadline:
            return n
        else:
            return 0


@wrong("fewest_processes", "one exchange a run", says="Each step pays it")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    for n in range(1, n_max + 1):
        if n_steps * (shared / n + alone) + exchange * (n > 1) <= deadline:
            return n
    return 0


@wrong("fewest_processes", "whole seconds", says="use `/`")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    for n in range(1, n_max + 1):
        if n_steps * (shared // n + alone + exchange * (n > 1)) <= deadline:
            return n
    return 0


@wrong("fewest_processes", "argmax of nothing", says="return 0, not 1")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    n = np.arange(1, n_max + 1)
    return int(
        np.argmax(n_steps * (shared / n + alone + exchange * (n > 1)) <= deadline) + 1
    )


@wrong("fewest_processes", "an index", says="1 too small")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    n = np.arange(1, n_max + 1)
    times = n_steps * (shared / n + alone + exchange * (n > 1))
    return int(np.argmax(times <= deadline))


@wrong("fewest_processes", "the time", says="that is the time")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    for n in range(1, n_max + 1):
        seconds = n_steps * (shared / n + alone + exchange * (n > 1))
        if seconds <= deadline:
            return seconds
    return 0


@wrong("fewest_processes", "doubles", says="only 1, 2, 4, 8")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    n = 1
    while n <= n_max:
        if n_steps * (shared / n + alone + exchange * (n > 1)) <= deadline:
            return n
        n *= 2
    return 0


@wrong("fewest_processes", "the quickest", says="the fewest that are in time")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    def step(n):
        return shared / n + alone + exchange * (n > 1)

    best = min(range(1, n_max + 1), key=step)
    return best if n_steps * step(best) <= deadline else 0


@wrong("fewest_processes", "one step only", says="number of steps is left out")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    for n in range(1, n_max + 1):
        if shared / n + alone + exchange * (n > 1) <= deadline:
            return n
    return 0


@wrong("fewest_processes", "an exchange a process", says="paid n − 1 times")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    for n in range(1, n_max + 1):
        if n_steps * (shared / n + alone + exchange * (n - 1)) <= deadline:
            return n
    return 0


# ---- A third student


@wrong("micro_batch", "cut towards 0, asked for 0", says="not even one row fits")
def _(fixed, per_row, budget, batch_size):
    rows = min(int((budget - fixed) / per_row), batch_size)
    if rows == 0:
        return 0, 0
    return rows, math.ceil(batch_size / rows)


@right("micro_batch")
def _(fixed, per_row, budget, batch_size):
    rows = max(0, min(int((budget - fixed) / per_row), batch_size))
    return (rows, math.ceil(batch_size / rows)) if rows else (0, 0)


@wrong("mean_gradient", "means, divided by the rows", says="means are added and")
def _(x, y, weight, size):
    total = 0.0
    for start in range(0, len(x), size):
        rows = slice(start, start + size)
        total += np.mean(2 * (weight * x[rows] - y[rows]) * x[rows])
    return total / len(x)


@wrong("mean_gradient", "full parts' means, divided by the rows", says="still left out")
def _(x, y, weight, size):
    total = 0.0
    for part in range(len(x) // size):
        rows = slice(part * size, (part + 1) * size)
        total += np.mean(2 * (weight * x[rows] - y[rows]) * x[rows])
    return total / len(x)


@wrong("mean_gradient", "return in the loop", says="stands inside the loop")
def _(x, y, weight, size):
    total = 0.0
    for start in range(0, len(x), size):
        rows = slice(start, start + size)
        total += np.sum(2 * (weight * x[rows] - y[rows]) * x[rows])
        return total / len(x)


@wrong("break_even", "the distance of price and resale", says="not the distance")
def _(price, resale, rent, power, electricity):
    saved = rent - power * electricity
    if saved <= 0:
        return math.inf
    return abs(price - resale) / saved


def third_formula(shared, alone, exchange, n_steps, deadline, n_max):
    if n_steps * (shared + alone) <= deadline:
        return 1
    n = math.ceil(shared / (deadline / n_steps - alone - exchange))
    return n if n <= n_max else 0


wrong("fewest_processes", third_formula, "solved for n", says="yours is negative")


@wrong("fewest_processes", "solved for n, guarded by half", says="division by zero")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    n = third_formula(shared, alone, exchange, n_steps, deadline, n_max)
    return max(n, 0)


@right("fewest_processes")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    if n_steps * (shared + alone) <= deadline:
        return 1
    left = deadline / n_steps - alone - exchange
    n = math.ceil(shared / left - 1e-9) if left > 0 else math.inf
    return n if n <= n_max else 0


@wrong("fewest_processes", "a binary search")
def _(shared, alone, exchange, n_steps, deadline, n_max):
    def late(n):
        return n_steps * (shared / n + alone + exchange * (n > 1)) > deadline

    low, high = 1, n_max + 1
    while low < high:
        middle = (low + high) // 2
        if late(middle):
            low = middle + 1
        else:
            high = middle
    return low if low <= n_max else 0
