"""Answers to lesson 1.2 by students who had seen the lesson only."""

import math

import numpy as np
import pandas as pd
import torch

from tests.exercises.answers import right, wrong

# ---- fit_exponent ----


@right("fit_exponent")
def fit_exponent(rows, times):
    exponent, height = np.polyfit(np.log(rows), np.log(times), 1)
    return exponent


@right("fit_exponent")
def fit_exponent(rows, times):
    return float(np.polyfit(np.log10(rows), np.log10(times), deg=1)[0])


@right("fit_exponent")
def fit_exponent(rows, times):
    A = np.column_stack([np.ones(len(rows)), np.log(rows)])
    return np.linalg.lstsq(A, np.log(times), rcond=None)[0][1]


@right("fit_exponent")
def fit_exponent(rows, times):
    from sklearn.linear_model import LinearRegression

    line = LinearRegression().fit(np.log(rows)[:, None], np.log(times))
    return line.coef_


@right("fit_exponent")
def fit_exponent(rows, times):
    from scipy.stats import linregress

    return linregress(np.log(rows), np.log(times)).slope


@right("fit_exponent")
def fit_exponent(rows, times):
    x = [math.log(r) for r in rows]
    y = [math.log(t) for t in times]
    mx, my = sum(x) / len(x), sum(y) / len(y)
    above = sum((a - mx) * (b - my) for a, b in zip(x, y))
    return above / sum((a - mx) ** 2 for a in x)


@wrong("fit_exponent", "no logarithms", says="a slope without logarithms")
def fit_exponent(rows, times):
    return np.polyfit(rows, times, 1)[0]


@wrong("fit_exponent", "x and y exchanged", says="changed places")
def fit_exponent(rows, times):
    return np.polyfit(np.log(times), np.log(rows), 1)[0]


@wrong("fit_exponent", "the height", says="its slope")
def fit_exponent(rows, times):
    slope, height = np.polyfit(np.log(rows), np.log(times), 1)
    return height


@wrong("fit_exponent", "both numbers", says="the slope only")
def fit_exponent(rows, times):
    return np.polyfit(np.log(rows), np.log(times), 1)


@wrong("fit_exponent", "first and last only", says="A line by least squares uses all")
def fit_exponent(rows, times):
    return np.log(times[-1] / times[0]) / np.log(rows[-1] / rows[0])


@wrong("fit_exponent", "the factor for twice the rows", says="its log₂")
def fit_exponent(rows, times):
    return 2 ** np.polyfit(np.log(rows), np.log(times), 1)[0]


@wrong("fit_exponent", "logarithm of the times only", says="only the times are in")
def fit_exponent(rows, times):
    return np.polyfit(rows, np.log(times), 1)[0]


@wrong("fit_exponent", "times over rows", says="without the constant c")
def fit_exponent(rows, times):
    return (np.log(times) / np.log(rows)).mean()


# ---- timing_loop ----

right("timing_loop", "H A D G F B C")
right("timing_loop", "A H D G F B C")
right("timing_loop", "hadgfbc")
right("timing_loop", ["A", "H", "D", "G", "F", "B", "C"])
right("timing_loop", "H, A, D, G, F, B, C")

wrong("timing_loop", "H A D I F B C", "wall clock", says="reads the wall clock")
wrong("timing_loop", "H A D G F B E", "the mean", says="line E takes the mean")
wrong("timing_loop", "H A G D F B C", "clock before the loop", says="the times add up")
wrong("timing_loop", "A D H G F B C", "warm-up in the loop", says="line H warms up")
wrong("timing_loop", "H D A G F B C", "list in the loop", says="empties the list")
wrong("timing_loop", "H A D F G B C", "job before clock", says="line F does the job")
wrong("timing_loop", "A D G F B C", "no warm-up", says="a letter is missing")
wrong("timing_loop", "H A D G B F C", "clock before job", says="before line F has done")

# ---- slow_step ----


@right("slow_step")
def slow_step(seconds, n_runs, speedups):
    cost = seconds * n_runs
    saved = cost * (1 - 1 / speedups)
    return saved.argmax(), cost.sum() - saved.max()


@right("slow_step")
def slow_step(seconds, n_runs, speedups):
    totals = []
    for k in range(len(seconds)):
        faster = seconds.copy()
        faster[k] = faster[k] / speedups[k]
        totals.append((faster * n_runs).sum())
    rounded = np.round(totals, 9)
    return int(np.argmin(rounded)), min(totals)


@right("slow_step")
def slow_step(seconds, n_runs, speedups):
    t = pd.DataFrame({"s": seconds, "n": n_runs, "u": speedups})
    t["saved"] = t.s * t.n - t.s * t.n / t.u
    best = t["saved"].idxmax()
    return [best, (t.s * t.n).sum() - t["saved"][best]]


@right("slow_step")
def slow_step(seconds, n_runs, speedups):
    s, n, u = (torch.tensor(np.asarray(a, float)) for a in (seconds, n_runs, speedups))
    saved = s * n - s * n / u
    k = int(saved.argmax())
    return k, (s * n).sum() - saved[k]


@right("slow_step")
def slow_step(seconds, n_runs, speedups):
    best, most, total = 0, -1, 0
    for k in range(len(seconds)):
        cost = seconds[k] * n_runs[k]
        total += cost
        saved = cost - cost / speedups[k]
        if saved > most:
            best, most = k, saved
    return np.array([best, total - most])


@wrong("slow_step", "the longest run", says="the longest single run")
def slow_step(seconds, n_runs, speedups):
    k = int(np.argmax(seconds))
    cost = seconds * n_runs
    return k, cost.sum() - cost[k] * (1 - 1 / speedups[k])


@wrong("slow_step", "the most seconds in all", says="the most seconds in all")
def slow_step(seconds, n_runs, speedups):
    cost = seconds * n_runs
    k = int(np.argmax(cost))
    return k, cost.sum() - cost[k] + cost[k] / speedups[k]


@wrong("slow_step", "the largest speed-up", says="the largest speed-up")
def slow_step(seconds, n_runs, speedups):
    cost = seconds * n_runs
    k = int(np.argmax(speedups))
    return k, cost.sum() - cost[k] + cost[k] / speedups[k]


@wrong("slow_step", "returns what is saved", says="the second number is what is saved")
def slow_step(seconds, n_runs, speedups):
    saved = seconds * n_runs * (1 - 1 / speedups)
    return saved.argmax(), saved.max()


@wrong("slow_step", "all steps made faster", says="only one step is made faster")
def slow_step(seconds, n_runs, speedups):
    saved = seconds * n_runs * (1 - 1 / speedups)
    return saved.argmax(), (seconds * n_runs / speedups).sum()


@wrong("slow_step", "counts from 1", says="counted from 0")
def slow_step(seconds, n_runs, speedups):
    cost = seconds * n_runs
    saved = cost - cost / speedups
    return saved.argmax() + 1, cost.sum() - saved.max()


@wrong("slow_step", "forgot the runs", says="the numbers of runs are missing")
def slow_step(seconds, n_runs, speedups):
    saved = seconds - seconds / speedups
    return saved.argmax(), seconds.sum() - saved.max()


@wrong("slow_step", "the step only", says="where are the project's seconds")
def slow_step(seconds, n_runs, speedups):
    return (seconds * n_runs * (1 - 1 / speedups)).argmax()


# ---- gpt_days ----

right("gpt_days", 6 * 124e6 * 300e9 / (8 * 0.4 * 312e12) / 86400)
right("gpt_days", 2.5875)
right("gpt_days", 2.6)
right("gpt_days", np.float64(2.59))
right("gpt_days", torch.tensor(2.5875))
right("gpt_days", np.array(2.588))

wrong("gpt_days", 223557.7, "in seconds", says="these are seconds")
wrong("gpt_days", 62.1, "in hours", says="these are hours")
wrong("gpt_days", 20.7, "one GPU", says="with a single GPU")
wrong("gpt_days", 1.035, "100 % of the data sheet", says="all that the data sheet")
wrong("gpt_days", 0.8625, "2ND", says="forward only")
wrong("gpt_days", 0.4313, "ND", says="the 6 is missing")
wrong("gpt_days", 0.0025875, "a billion is 10⁶", says="factor of a thousand")
wrong("gpt_days", 0.414, "40 % on the wrong side", says="wrong side")
wrong("gpt_days", 8.28, "one GPU at 100 %", says="one GPU at its data sheet's")

# ---- tuning_seconds ----


@right("tuning_seconds")
def tuning_seconds(fit_seconds, exponent, n_settings, n_folds):
    share = (n_folds - 1) / n_folds
    each = fit_seconds * share**exponent
    return n_settings * n_folds * each + fit_seconds


@right("tuning_seconds")
def tuning_seconds(fit_seconds, exponent, n_settings, n_folds):
    share = 1 - 1 / n_folds
    return fit_seconds * (1 + n_settings * n_folds * share**exponent)


@right("tuning_seconds")
def tuning_seconds(fit_seconds, exponent, n_settings, n_folds):
    each = fit_seconds * pow((n_folds - 1) / n_folds, exponent)
    return sum([each] * (n_settings * n_folds), fit_seconds)


@right("tuning_seconds")
def tuning_seconds(fit_seconds, exponent, n_settings, n_folds):
    each = np.full((n_settings, n_folds), fit_seconds)
    each = each * ((n_folds - 1) / n_folds) ** exponent
    return each.sum() + fit_seconds


@right("tuning_seconds")
def tuning_seconds(fit_seconds, exponent, n_settings, n_folds):
    log_each = math.log(fit_seconds) + exponent * math.log(1 - 1 / n_folds)
    return torch.tensor(math.exp(log_each) * n_settings * n_folds + fit_seconds)


@wrong("tuning_seconds", "untouched in meaning", says="trains on a single fold")
def tuning_seconds(fit_seconds, exponent, n_settings, n_folds):
    each = fit_seconds * (1 / n_folds) ** exponent
    return n_folds * n_settings * each + fit_seconds


@wrong("tuning_seconds", "all rows in each fit", says="each fit trains on all rows")
def tuning_seconds(fit_seconds, exponent, n_settings, n_folds):
    share = 1
    each = fit_seconds * share**exponent
    return n_settings * n_folds * each + fit_seconds


@wrong("tuning_seconds", "no final fit", says="the final fit is missing")
def tuning_seconds(fit_seconds, exponent, n_settings, n_folds):
    share = (n_folds - 1) / n_folds
    return n_settings * n_folds * fit_seconds * share**exponent


@wrong("tuning_seconds", "one fit a setting", says="fitted once for each fold")
def tuning_seconds(fit_seconds, exponent, n_settings, n_folds):
    share = (n_folds - 1) / n_folds
    return n_settings * fit_seconds * share**exponent + fit_seconds


@wrong("tuning_seconds", "no exponent", says="the exponent is missing")
def tuning_seconds(fit_seconds, exponent, n_settings, n_folds):
    share = (n_folds - 1) / n_folds
    return n_settings * n_folds * fit_seconds * share + fit_seconds


@wrong("tuning_seconds", "final fit a setting", says="done once")
def tuning_seconds(fit_seconds, exponent, n_settings, n_folds):
    share = (n_folds - 1) / n_folds
    each = fit_seconds * share**exponent
    return n_settings * (n_folds * each + fit_seconds)


@wrong("tuning_seconds", "power of everything", says="Only the share is")
def tuning_seconds(fit_seconds, exponent, n_settings, n_folds):
    share = (n_folds - 1) / n_folds
    each = (fit_seconds * share) ** exponent
    return n_settings * n_folds * each + fit_seconds


# ---- step_flops ----


@right("step_flops")
def step_flops(widths, batch_size):
    total = 0
    for k in range(1, len(widths)):
        times = 4 if k == 1 else 6
        total += times * batch_size * widths[k - 1] * widths[k]
    return total


@right("step_flops")
def step_flops(widths, batch_size):
    w = np.array(widths)
    weights = w[:-1] * w[1:]
    factors = np.full(len(weights), 6)
    factors[0] = 4
    return batch_size * (factors * weights).sum()


@right("step_flops")
def step_flops(widths, batch_size):
    layers = list(zip(widths, widths[1:]))
    forward = sum(2 * batch_size * n * m for n, m in layers)
    for_weights = sum(2 * batch_size * n * m for n, m in layers)
    for_inputs = sum(2 * batch_size * n * m for n, m in layers[1:])
    return forward + for_weights + for_inputs


@right("step_flops")
def step_flops(widths, batch_size):
    weights = torch.tensor([n * m for n, m in zip(widths[:-1], widths[1:])])
    return (6 * weights.sum() - 2 * weights[0]) * batch_size


@right("step_flops")
def step_flops(widths, batch_size):
    first, *rest = [a * b for a, b in zip(widths, widths[1:])]
    return float(4 * batch_size * first + 6 * batch_size * sum(rest))


@wrong("step_flops", "the first layer in full", says="counted in full")
def step_flops(widths, batch_size):
    return sum(6 * batch_size * n * m for n, m in zip(widths, widths[1:]))


@wrong("step_flops", "forward only", says="the way forward only")
def step_flops(widths, batch_size):
    return sum(2 * batch_size * n * m for n, m in zip(widths, widths[1:]))


@wrong("step_flops", "4 for every layer", says="missing in all layers")
def step_flops(widths, batch_size):
    return sum(4 * batch_size * n * m for n, m in zip(widths, widths[1:]))


@wrong("step_flops", "without the batch", says="the batch is missing")
def step_flops(widths, batch_size):
    first, *rest = [n * m for n, m in zip(widths, widths[1:])]
    return 4 * first + 6 * sum(rest)


@wrong("step_flops", "multiplications only", says="two operations")
def step_flops(widths, batch_size):
    first, *rest = [n * m for n, m in zip(widths, widths[1:])]
    return batch_size * (2 * first + 3 * sum(rest))


@wrong("step_flops", "the last layer spared", says="the last layer is spared")
def step_flops(widths, batch_size):
    *rest, last = [n * m for n, m in zip(widths, widths[1:])]
    return batch_size * (6 * sum(rest) + 4 * last)


@wrong("step_flops", "biases counted", says="biases are left out")
def step_flops(widths, batch_size):
    first, *rest = [(n + 1) * m for n, m in zip(widths, widths[1:])]
    return batch_size * (4 * first + 6 * sum(rest))


@wrong("step_flops", "return inside the loop", says="`return`")
def step_flops(widths, batch_size):
    total = 0
    for k in range(len(widths) - 1):
        total += (4 if k == 0 else 6) * batch_size * widths[k] * widths[k + 1]
        return total


# ---- choose_model ----


@right("choose_model")
def choose_model(models, n_rows, budget):
    best, name = (float("inf"), float("inf")), ""
    for m in models:
        t = m["seconds"] * (n_rows / m["rows"]) ** m["exponent"]
        if t <= budget and (m["error"], t) < best:
            best, name = (m["error"], t), m["name"]
    return name


@right("choose_model")
def choose_model(models, n_rows, budget):
    timed = [
        (m["error"], m["seconds"] * (n_rows / m["rows"]) ** m["exponent"], m["name"])
        for m in models
    ]
    timed = sorted(t for t in timed if t[1] <= budget)
    if len(timed) == 0:
        return ""
    return timed[0][2]


@right("choose_model")
def choose_model(models, n_rows, budget):
    t = pd.DataFrame(models)
    t["time"] = t.seconds * (n_rows / t.rows) ** t.exponent
    t = t[t.time <= budget].sort_values(by=["error", "time"])
    return "" if t.empty else t.iloc[0]["name"]


@right("choose_model")
def choose_model(models, n_rows, budget):
    def time(m):
        return m["seconds"] * (n_rows / m["rows"]) ** m["exponent"]

    fit = filter(lambda m: time(m) <= budget, models)
    best = min(fit, key=lambda m: (m["error"], time(m)), default={"name": ""})
    return best["name"]


@right("choose_model")
def choose_model(models, n_rows, budget):
    times = {}
    for m in models:
        times[m["name"]] = m["seconds"] * pow(n_rows / m["rows"], m["exponent"])
    allowed = [m for m in models if times[m["name"]] <= budget]
    if not allowed:
        return ""
    least = min(m["error"] for m in allowed)
    names = [m["name"] for m in allowed if m["error"] == least]
    return sorted(names, key=times.get)[0]


@wrong("choose_model", "no budget", says="it is not in time")
def choose_model(models, n_rows, budget):
    def key(m):
        return m["error"], m["seconds"] * (n_rows / m["rows"]) ** m["exponent"]

    return min(models, key=key)["name"]


@wrong("choose_model", "the quickest", says="this is the quickest")
def choose_model(models, n_rows, budget):
    times = [
        (m["seconds"] * (n_rows / m["rows"]) ** m["exponent"], m["name"])
        for m in models
    ]
    return min(times)[1] if min(times)[0] <= budget else ""


@wrong("choose_model", "no exponent", says="the exponent is missing")
def choose_model(models, n_rows, budget):
    ok = [m for m in models if m["seconds"] * n_rows / m["rows"] <= budget]
    ok.sort(
        key=lambda m: (m["error"], m["seconds"] * (n_rows / m["rows"]) ** m["exponent"])
    )
    return ok[0]["name"] if ok else ""


@wrong("choose_model", "less than the budget", says="equal to the budget is in time")
def choose_model(models, n_rows, budget):
    ok = []
    for m in models:
        t = m["seconds"] * (n_rows / m["rows"]) ** m["exponent"]
        if t < budget:
            ok.append((m["error"], t, m["name"]))
    return min(ok)[2] if ok else ""


@wrong("choose_model", "first of equal errors", says="the quicker model counts")
def choose_model(models, n_rows, budget):
    ok = [
        m
        for m in models
        if m["seconds"] * (n_rows / m["rows"]) ** m["exponent"] <= budget
    ]
    return min(ok, key=lambda m: m["error"])["name"] if ok else ""


@wrong("choose_model", "measured seconds", says="Predict those for")
def choose_model(models, n_rows, budget):
    ok = [m for m in models if m["seconds"] <= budget]
    if not ok:
        return ""
    return min(
        ok,
        key=lambda m: (
            m["error"],
            m["seconds"] * (n_rows / m["rows"]) ** m["exponent"],
        ),
    )["name"]


@wrong("choose_model", "the dictionary", says="name only")
def choose_model(models, n_rows, budget):
    ok = []
    for m in models:
        t = m["seconds"] * (n_rows / m["rows"]) ** m["exponent"]
        if t <= budget:
            ok.append((m["error"], t, m["name"], m))
    return min(ok)[3] if ok else ""


@wrong("choose_model", "crashes when none is in time")
def choose_model(models, n_rows, budget):
    ok = []
    for m in models:
        t = m["seconds"] * (n_rows / m["rows"]) ** m["exponent"]
        if t <= budget:
            ok.append((m["error"], t, m["name"]))
    return min(ok)[2]
