"""Answers to lesson 4.4 by students who had seen the lesson only."""

import itertools
import math

import numpy as np
import pandas as pd
import torch

from tests.exercises.answers import right, wrong

# ---- resume_order ----

right("resume_order", "C D B A E F I")
right("resume_order", "CDABEFI")
right("resume_order", "c, d, b, e, a, f, i")
right("resume_order", list("CDFBAEI"))
right("resume_order", ("C", "D", "A", "F", "B", "E", "I"))
right("resume_order", "C D B F E A I")

wrong("resume_order", "C D B A E G I", "seeds anew", says="line G")
wrong("resume_order", "C D B A H F I", "weights for the optimizer", says="line H")
wrong("resume_order", "C B D A E F I", "optimizer first", says="line B hands")
wrong("resume_order", "C A D B E F I", "loads before it makes", says="line A loads")
wrong("resume_order", "C D E B A F I", "loads the optimizer early", says="line E loads")
wrong("resume_order", "C F D B A E I", "generator first", says="line D draws")
wrong(
    "resume_order", "D C B A E F I", "makes the model first", says="the first line is C"
)
wrong(
    "resume_order", "C D B A E I F", "trains, then the generator", says="line I trains"
)
wrong("resume_order", "C D B A F I", "no optimizer state", says="a letter is missing")
wrong("resume_order", "C D B A E F I I", "a line twice", says="a letter stands twice")

wrong("resume_order", "C D B A E F G I", "the seed, too", says="line G")
wrong("resume_order", "C G D B A E I", "a new program seeds first", says="line G")


# ---- sick_curves ----

right("sick_curves", "B J E I C G F A H D")
right("sick_curves", "BJEICGFAHD")
right("sick_curves", "b, j, e, i, c, g, f, a, h, d")
right("sick_curves", list("BJEICGFAHD"))
right("sick_curves", tuple("bjeicgfahd"))
right("sick_curves", np.array(list("BJEICGFAHD")))
right("sick_curves", "1B 2J 3E 4I 5C 6G 7F 8A 9H 10D")

wrong(
    "sick_curves", "C J E I B G F A H D", "flat and slow mixed", says="panels 1 and 5"
)
wrong(
    "sick_curves", "B J D I C G F A H E", "peak and wave mixed", says="panels 3 and 10"
)
wrong(
    "sick_curves", "B J E F C G I A H D", "two level ones mixed", says="panels 4 and 7"
)
wrong("sick_curves", "B J E I C H F A G D", "two gaps mixed", says="panels 6 and 9")
wrong("sick_curves", "B A E I C G F J H D", "jump and blow-up", says="panel 8")
wrong("sick_curves", "B F E I C G J A H D", "jump by the schedule", says="panel 2")
wrong("sick_curves", "A B C D E F G H I J", "in order", says="panel")
wrong("sick_curves", "B J E I C G F A H", "nine letters", says="ten letters")
wrong("sick_curves", "B J E I C G F A H H", "H twice", says="stands twice")
wrong("sick_curves", "B J E I F G C A H D", "7 never moved", says="panel 7")
wrong("sick_curves", "B J E G C I F A H D", "the wrong columns train", says="panel 6")

right("sick_curves", dict(enumerate("BJEICGFAHD", 1)))

wrong("sick_curves", "F J E I C G B A H D", "slow and frozen mixed", says="panel 7")
wrong("sick_curves", "8 1 5 10 3 7 6 9 4 2", "the panels", says="ten letters")


# ---- trapezoid ----


@right("trapezoid")
def _(step, n_steps, n_warm, n_down):
    if step < n_warm:
        return (step + 1) / n_warm
    elif step >= n_steps - n_down:
        return (n_steps - step) / (n_down + 1)
    else:
        return 1


@right("trapezoid")
def _(step, n_steps, n_warm, n_down):
    factors = [(k + 1) / n_warm for k in range(n_warm)]
    factors += [1] * (n_steps - n_warm - n_down)
    factors += [1 - (k + 1) / (n_down + 1) for k in range(n_down)]
    return factors[step]


@right("trapezoid")
def _(step, n_steps, n_warm, n_down):
    up = np.inf if n_warm == 0 else (step + 1) / n_warm
    down = (n_steps - step) / (n_down + 1)
    return float(np.clip(min(up, down), 0, 1))


@right("trapezoid")
def _(step, n_steps, n_warm, n_down):
    warm = np.linspace(0, 1, n_warm + 1)[1:]
    fall = np.linspace(1, 0, n_down + 2)[1:-1]
    level = np.ones(n_steps - n_warm - n_down)
    return np.concatenate([warm, level, fall])[step]


@right("trapezoid")
def _(step, n_steps, n_warm, n_down):
    factor = torch.tensor(1.0, dtype=torch.float64)
    if step < n_warm:
        factor = factor * (step + 1) / n_warm
    begin = n_steps - n_down
    if step >= begin:
        factor = factor - (step - begin + 1) / (n_down + 1)
    return factor


@wrong("trapezoid", "starts at 0", says="one step late")
def _(step, n_steps, n_warm, n_down):
    if step < n_warm:
        return step / n_warm
    if step >= n_steps - n_down:
        return (n_steps - step) / (n_down + 1)
    return 1


@wrong("trapezoid", "never quite 1 in the warm-up", says="arrives one step late")
def _(step, n_steps, n_warm, n_down):
    if step < n_warm:
        return (step + 1) / (n_warm + 1)
    if step >= n_steps - n_down:
        return (n_steps - step) / (n_down + 1)
    return 1


@wrong("trapezoid", "down by n_down", says="still the factor 1")
def _(step, n_steps, n_warm, n_down):
    if step < n_warm:
        return (step + 1) / n_warm
    if step >= n_steps - n_down:
        return (n_steps - step) / n_down
    return 1


@wrong("trapezoid", "0 in the last step", says="last step has the factor 0")
def _(step, n_steps, n_warm, n_down):
    if step < n_warm:
        return (step + 1) / n_warm
    left = n_steps - 1 - step
    if left < n_down:
        return left / n_down
    return 1


@wrong("trapezoid", "the lesson's cosine", says="cosine")
def _(step, n_steps, n_warm, n_down):
    if step < n_warm:
        return (step + 1) / n_warm
    return (1 + math.cos(math.pi * (step - n_warm) / (n_steps - n_warm))) / 2


@wrong("trapezoid", "a triangle", says="no level stretch")
def _(step, n_steps, n_warm, n_down):
    if step < n_warm:
        return (step + 1) / n_warm
    return 1 - (step - n_warm) / (n_steps - n_warm)


@wrong("trapezoid", "no way down", says="way down is missing")
def _(step, n_steps, n_warm, n_down):
    return min(1, (step + 1) / n_warm) if n_warm else 1


@wrong("trapezoid", "no warm-up", says="warm-up is missing")
def _(step, n_steps, n_warm, n_down):
    if step >= n_steps - n_down:
        return (n_steps - step) / (n_down + 1)
    return 1


@wrong("trapezoid", "counts from the wrong side", says="rises where it should fall")
def _(step, n_steps, n_warm, n_down):
    if step < n_warm:
        return (step + 1) / n_warm
    if step >= n_steps - n_down:
        return (step - (n_steps - n_down) + 1) / (n_down + 1)
    return 1


@wrong("trapezoid", "0 in the level stretch", says="level stretch")
def _(step, n_steps, n_warm, n_down):
    if step < n_warm:
        return (step + 1) / n_warm
    if step >= n_steps - n_down:
        return (n_steps - step) / (n_down + 1)
    return 0


def trapezoid_of(step, n_steps, n_warm, n_down):
    up = (step + 1) / n_warm if n_warm else 1
    return min(1, up, (n_steps - step) / (n_down + 1))


right("trapezoid", trapezoid_of)


@right("trapezoid")
def _(step, n_steps, n_warm, n_down):
    xs = [-1, n_warm - 1, n_steps - n_down - 1, n_steps]
    if n_warm == 0:
        return float(np.interp(step, xs[2:], [1, 0]))
    return float(np.interp(step, xs, [0, 1, 1, 0]))


@right("trapezoid")
def _(step, n_steps, n_warm, n_down):
    f = 0 if n_warm else 1
    for s in range(step + 1):
        if s < n_warm:
            f += 1 / n_warm
        elif s >= n_steps - n_down:
            f -= 1 / (n_down + 1)
    return f


@wrong("trapezoid", "way down begins one step late", says="begins one step late")
def _(step, n_steps, n_warm, n_down):
    if step < n_warm:
        return (step + 1) / n_warm
    if step > n_steps - n_down:
        return (n_steps - step) / (n_down + 1)
    return 1


@wrong(
    "trapezoid",
    "n_down counted from the end of the warm-up",
    says="the way down has begun",
)
def _(step, n_steps, n_warm, n_down):
    if step < n_warm:
        return (step + 1) / n_warm
    if step >= n_warm + n_down:
        return (n_steps - step) / (n_down + 1)
    return 1


@wrong("trapezoid", "cosine on the way down", says="half a cosine wave")
def _(step, n_steps, n_warm, n_down):
    if step < n_warm:
        return (step + 1) / n_warm
    if step >= n_steps - n_down:
        return (
            1 + math.cos(math.pi * (step - n_steps + n_down + 1) / (n_down + 1))
        ) / 2
    return 1


@wrong("trapezoid", "returns all the factors", says="`step` is never used")
def _(step, n_steps, n_warm, n_down):
    return [trapezoid_of(s, n_steps, n_warm, n_down) for s in range(n_steps)]


@wrong("trapezoid", "the example's numbers only", says="`n_steps` is never used")
def _(step, n_steps, n_warm, n_down):
    return [0.5, 1, 1, 1, 1, 1, 0.8, 0.6, 0.4, 0.2][step]


@wrong("trapezoid", "swapped n_warm and n_down", says="changed places")
def _(step, n_steps, n_warm, n_down):
    return trapezoid_of(step, n_steps, n_down, n_warm)


@wrong(
    "trapezoid",
    "way down of 1 / (n_down + 1) but one step early: first factor of it is 1 - 2/(n+1)",
    says="the way down is one step ahead",
)
def _(step, n_steps, n_warm, n_down):
    if step < n_warm:
        return (step + 1) / n_warm
    if step >= n_steps - n_down:
        return (n_steps - 1 - step) / (n_down + 1)
    return 1


@wrong("trapezoid", "warm-up with <=: rises above 1", says="level stretch")
def _(step, n_steps, n_warm, n_down):
    if step <= n_warm and n_warm:
        return (step + 1) / n_warm
    if step >= n_steps - n_down:
        return (n_steps - step) / (n_down + 1)
    return 1


@wrong("trapezoid", "rounded to one digit", says="rounded to one digit")
def _(step, n_steps, n_warm, n_down):
    return round(trapezoid_of(step, n_steps, n_warm, n_down), 1)


@wrong(
    "trapezoid", "falls to a share of what it was: multiplies", says="Yours multiplies"
)
def _(step, n_steps, n_warm, n_down):
    f = 1
    for s in range(step + 1):
        if s >= n_steps - n_down:
            f *= 1 - 1 / (n_down + 1)
    return f if step >= n_warm else (step + 1) / n_warm


# ---- momentum_path ----


@right("momentum_path")
def _(gradient_of, weights, rate, beta, n_steps):
    path = [weights]
    v = np.zeros_like(weights, dtype=float)
    for _ in range(n_steps):
        g = gradient_of(weights)
        v = beta * v + g
        weights = weights - rate * v
        path.append(weights)
    return np.array(path)


@right("momentum_path")
def _(gradient_of, weights, rate, beta, n_steps):
    w = weights.copy()
    v = 0
    path = [w.copy()]
    for _ in range(n_steps):
        v = beta * v + gradient_of(w)
        w -= rate * v
        path.append(w.copy())
    return np.stack(path)


@right("momentum_path")
def _(gradient_of, weights, rate, beta, n_steps):
    gradients, path = [], [np.array(weights)]
    for _ in range(n_steps):
        gradients.append(gradient_of(path[-1]))
        n = len(gradients)
        velocity = sum(g * beta ** (n - 1 - k) for k, g in enumerate(gradients))
        path.append(path[-1] - rate * velocity)
    return path


@right("momentum_path")
def _(gradient_of, weights, rate, beta, n_steps):
    w = torch.tensor(weights)
    v = torch.zeros_like(w)
    rows = [w]
    for _ in range(n_steps):
        v = beta * v + torch.tensor(gradient_of(w.numpy()))
        w = w - rate * v
        rows.append(w)
    return torch.stack(rows)


@right("momentum_path")
def _(gradient_of, weights, rate, beta, n_steps):
    def go(w, v, n):
        if n == 0:
            return [w]
        v = beta * v + gradient_of(w)
        return [w, *go(w - rate * v, v, n - 1)]

    return pd.DataFrame(go(weights, 0, n_steps))


@wrong("momentum_path", "as in Adam", says="(1 - β)")
def _(gradient_of, weights, rate, beta, n_steps):
    path, v = [weights], 0
    for _ in range(n_steps):
        v = beta * v + (1 - beta) * gradient_of(weights)
        weights = weights - rate * v
        path.append(weights)
    return np.array(path)


@wrong("momentum_path", "moves before the velocity is new", says="before the velocity")
def _(gradient_of, weights, rate, beta, n_steps):
    path, v = [weights], np.zeros(len(weights))
    for _ in range(n_steps):
        g = gradient_of(weights)
        weights = weights - rate * v
        v = beta * v + g
        path.append(weights)
    return np.array(path)


@wrong("momentum_path", "uphill", says="uphill")
def _(gradient_of, weights, rate, beta, n_steps):
    path, v = [weights], 0
    for _ in range(n_steps):
        v = beta * v + gradient_of(weights)
        weights = weights + rate * v
        path.append(weights)
    return np.array(path)


@wrong("momentum_path", "velocity reset in each round", says="forgotten")
def _(gradient_of, weights, rate, beta, n_steps):
    path = [weights]
    for _ in range(n_steps):
        velocity = np.zeros(len(weights))
        velocity = beta * velocity + gradient_of(weights)
        weights = weights - rate * velocity
        path.append(weights)
    return np.array(path)


@wrong("momentum_path", "plain descent", says="forgotten")
def _(gradient_of, weights, rate, beta, n_steps):
    path = [weights]
    for _ in range(n_steps):
        weights = weights - rate * gradient_of(weights)
        path.append(weights)
    return np.array(path)


@wrong("momentum_path", "the same array again and again", says="all rows are the same")
def _(gradient_of, weights, rate, beta, n_steps):
    w = weights.copy()
    v = np.zeros(len(w))
    path = [w]
    for _ in range(n_steps):
        v = beta * v + gradient_of(w)
        w -= rate * v
        path.append(w)
    return np.array(path)


@wrong("momentum_path", "without the start", says="start is missing")
def _(gradient_of, weights, rate, beta, n_steps):
    path, v = [], 0
    for _ in range(n_steps):
        v = beta * v + gradient_of(weights)
        weights = weights - rate * v
        path.append(weights)
    return np.array(path)


@wrong("momentum_path", "only the last weights", says="last weights")
def _(gradient_of, weights, rate, beta, n_steps):
    v = 0
    for _ in range(n_steps):
        v = beta * v + gradient_of(weights)
        weights = weights - rate * v
    return weights


@wrong("momentum_path", "gradient of the start", says="always taken at the start")
def _(gradient_of, weights, rate, beta, n_steps):
    path, v, g = [weights], 0, gradient_of(weights)
    for _ in range(n_steps):
        v = beta * v + g
        weights = weights - rate * v
        path.append(weights)
    return np.array(path)


@wrong("momentum_path", "returns inside the loop", says="`return`")
def _(gradient_of, weights, rate, beta, n_steps):
    path, v = [weights], 0
    for _ in range(n_steps):
        v = beta * v + gradient_of(weights)
        weights = weights - rate * v
        path.append(weights)
        return np.array(path)


@wrong("momentum_path", "β at the gradient", says="β stands at the gradient")
def _(gradient_of, weights, rate, beta, n_steps):
    path, v = [weights], 0
    for _ in range(n_steps):
        v = v + beta * gradient_of(weights)
        weights = weights - rate * v
        path.append(weights)
    return np.array(path)


def path_of(gradient_of, weights, rate, beta, n_steps):
    path = np.empty((n_steps + 1, len(weights)))
    path[0] = weights
    v = np.zeros(len(weights))
    for t in range(n_steps):
        v *= beta
        v += gradient_of(path[t])
        path[t + 1] = path[t] - rate * v
    return path


right("momentum_path", path_of)


@right("momentum_path")
def _(gradient_of, weights, rate, beta, n_steps):
    path = [weights]
    before = weights
    for _ in range(n_steps):
        now = path[-1]
        path.append(now - rate * gradient_of(now) + beta * (now - before))
        before = now
    return np.stack(path)


@right("momentum_path")
def _(gradient_of, weights, rate, beta, n_steps):
    def one(state, _):
        w, v = state
        v = beta * v + gradient_of(w)
        return w - rate * v, v

    states = itertools.accumulate(range(n_steps), one, initial=(weights, 0))
    return [w for w, _ in states]


@right("momentum_path")
def _(gradient_of, weights, rate, beta, n_steps):
    v, rows = 0, {0: weights}
    for t in range(1, n_steps + 1):
        v = beta * v + gradient_of(rows[t - 1])
        rows[t] = rows[t - 1] - rate * v
    return pd.DataFrame(rows).T


@right("momentum_path")
def _(gradient_of, weights, rate, beta, n_steps):
    w = torch.tensor(weights, dtype=torch.float64, requires_grad=True)
    opt = torch.optim.SGD([w], lr=rate, momentum=beta)
    path = [w.detach().clone()]
    for _ in range(n_steps):
        w.grad = torch.as_tensor(
            np.asarray(gradient_of(w.detach().numpy().copy()), float)
        )
        opt.step()
        path.append(w.detach().clone())
    return torch.stack(path)


@wrong(
    "momentum_path", "copies rows, but changes the start", says="changes its argument"
)
def _(gradient_of, weights, rate, beta, n_steps):
    path, velocity = [weights.copy()], 0
    for _ in range(n_steps):
        velocity = beta * velocity + gradient_of(weights)
        weights -= rate * velocity
        path.append(weights.copy())
    return np.array(path)


@wrong("momentum_path", "Nesterov: gradient at the point ahead", says="Nesterov")
def _(gradient_of, weights, rate, beta, n_steps):
    path, velocity = [weights], 0 * weights
    for _ in range(n_steps):
        velocity = beta * velocity + gradient_of(weights - rate * beta * velocity)
        weights = weights - rate * velocity
        path.append(weights)
    return np.array(path)


@wrong("momentum_path", "one step too few: n_steps rows", says="a step is missing")
def _(gradient_of, weights, rate, beta, n_steps):
    return path_of(gradient_of, weights, rate, beta, n_steps - 1)


@wrong("momentum_path", "beta and rate swapped", says="rate and β have changed")
def _(gradient_of, weights, rate, beta, n_steps):
    return path_of(gradient_of, weights, beta, rate, n_steps)


@wrong(
    "momentum_path",
    "velocity starts at the first gradient and takes it twice",
    says="begins with the first gradient",
)
def _(gradient_of, weights, rate, beta, n_steps):
    path, velocity = [weights], gradient_of(weights)
    for _ in range(n_steps):
        velocity = beta * velocity + gradient_of(weights)
        weights = weights - rate * velocity
        path.append(weights)
    return np.array(path)


@wrong("momentum_path", "path transposed", says="shape (1, 4)")
def _(gradient_of, weights, rate, beta, n_steps):
    return path_of(gradient_of, weights, rate, beta, n_steps).T


@wrong("momentum_path", "beta never fades: v + g", says="never fades")
def _(gradient_of, weights, rate, beta, n_steps):
    path, velocity = [weights], 0
    for _ in range(n_steps):
        velocity = velocity + gradient_of(weights)
        weights = weights - rate * velocity
        path.append(weights)
    return np.array(path)


@wrong(
    "momentum_path", "whole numbers: an int array holds the path", says="whole numbers"
)
def _(gradient_of, weights, rate, beta, n_steps):
    path = np.zeros((n_steps + 1, len(weights)), dtype=int)
    path[0] = weights
    v = np.zeros(len(weights))
    for t in range(n_steps):
        v = beta * v + gradient_of(path[t])
        path[t + 1] = path[t] - rate * v
    return path


@wrong(
    "momentum_path",
    "one velocity for all weights: mean of the gradient",
    says="a velocity of its own",
)
def _(gradient_of, weights, rate, beta, n_steps):
    path, velocity = [weights], 0
    for _ in range(n_steps):
        velocity = beta * velocity + np.mean(gradient_of(weights))
        weights = weights - rate * velocity
        path.append(weights)
    return np.array(path)


# ---- resume_weights ----


@right("resume_weights")
def _(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
    n_batches = len(x) // batch_size
    rng = torch.Generator().manual_seed(0)
    rng.set_state(checkpoint["generator"])
    weight, velocity = checkpoint["weight"], checkpoint["velocity"]
    order = checkpoint["order"]
    for step in range(checkpoint["step"], n_steps):
        place = step % n_batches
        if place == 0:
            order = torch.randperm(len(x), generator=rng).numpy()
        rows = order[place * batch_size : (place + 1) * batch_size]
        gradient = 2 * np.mean((weight * x[rows] - y[rows]) * x[rows])
        velocity = beta * velocity + gradient
        weight = weight - rate * velocity
    return weight


@right("resume_weights")
def _(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
    rng = torch.Generator()
    rng.set_state(checkpoint["generator"])
    w, v = checkpoint["weight"], checkpoint["velocity"]
    order, step = checkpoint["order"].copy(), checkpoint["step"]
    while step < n_steps:
        start = step * batch_size % len(x)
        if start == 0:
            order = torch.randperm(len(x), generator=rng).numpy()
        b = order[start : start + batch_size]
        v = beta * v + 2 * ((w * x[b] - y[b]) * x[b]).mean()
        w = w - rate * v
        step += 1
    return float(w)


@right("resume_weights")
def _(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
    rng = torch.Generator()
    rng.set_state(checkpoint["generator"].clone())
    n_batches = len(x) // batch_size
    batches = np.reshape(checkpoint["order"], (n_batches, batch_size))
    w, v = checkpoint["weight"], checkpoint["velocity"]
    for step in range(checkpoint["step"], n_steps):
        epoch, place = divmod(step, n_batches)
        if not place:
            batches = (
                torch.randperm(len(x), generator=rng)
                .numpy()
                .reshape(n_batches, batch_size)
            )
        b = batches[place]
        v = beta * v + np.mean(2 * x[b] * (x[b] * w - y[b]))
        w -= rate * v
    return np.float64(w)


@right("resume_weights")
def _(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
    rng = torch.Generator().manual_seed(0)
    rng.set_state(checkpoint["generator"])
    weight, velocity = checkpoint["weight"], checkpoint["velocity"]
    done = checkpoint["step"] % (len(x) // batch_size)
    queue = [] if done == 0 else list(checkpoint["order"][done * batch_size :])
    for _ in range(checkpoint["step"], n_steps):
        if not queue:
            queue = torch.randperm(len(x), generator=rng).tolist()
        rows = [queue.pop(0) for _ in range(batch_size)]
        gradient = 2 * np.mean((weight * x[rows] - y[rows]) * x[rows])
        velocity = beta * velocity + gradient
        weight = weight - rate * velocity
    return torch.tensor(weight)


@right("resume_weights")
def _(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
    state = dict(checkpoint)
    rng = torch.Generator()
    rng.set_state(state["generator"])
    n_batches = len(x) // batch_size
    while state["step"] < n_steps:
        place = state["step"] % n_batches
        if place == 0:
            state["order"] = torch.randperm(len(x), generator=rng).numpy()
        rows = state["order"][place * batch_size : (place + 1) * batch_size]
        error = state["weight"] * x[rows] - y[rows]
        state["velocity"] = beta * state["velocity"] + 2 * np.mean(error * x[rows])
        state["weight"] = state["weight"] - rate * state["velocity"]
        state["step"] += 1
    return state["weight"]


@wrong("resume_weights", "only the velocity repaired", says="the velocity is right now")
def _(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
    n_batches = len(x) // batch_size
    rng = torch.Generator().manual_seed(0)
    weight, velocity = checkpoint["weight"], checkpoint["velocity"]
    order = checkpoint["order"]
    for step in range(checkpoint["step"], n_steps):
        place = (step - checkpoint["step"]) % n_batches
        if place == 0 and step > checkpoint["step"]:
            order = torch.randperm(len(x), generator=rng).numpy()
        rows = order[place * batch_size : (place + 1) * batch_size]
        gradient = 2 * np.mean((weight * x[rows] - y[rows]) * x[rows])
        velocity = beta * velocity + gradient
        weight = weight - rate * velocity
    return weight


@wrong("resume_weights", "velocity still 0", says="velocity begins at 0")
def _(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
    n_batches = len(x) // batch_size
    rng = torch.Generator().manual_seed(0)
    rng.set_state(checkpoint["generator"])
    weight, velocity, order = checkpoint["weight"], 0, checkpoint["order"]
    for step in range(checkpoint["step"], n_steps):
        place = step % n_batches
        if place == 0:
            order = torch.randperm(len(x), generator=rng).numpy()
        rows = order[place * batch_size : (place + 1) * batch_size]
        gradient = 2 * np.mean((weight * x[rows] - y[rows]) * x[rows])
        velocity = beta * velocity + gradient
        weight = weight - rate * velocity
    return weight


@wrong("resume_weights", "generator still fresh", says="fresh generator")
def _(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
    n_batches = len(x) // batch_size
    rng = torch.Generator().manual_seed(0)
    weight, velocity = checkpoint["weight"], checkpoint["velocity"]
    order = checkpoint["order"]
    for step in range(checkpoint["step"], n_steps):
        place = step % n_batches
        if place == 0:
            order = torch.randperm(len(x), generator=rng).numpy()
        rows = order[place * batch_size : (place + 1) * batch_size]
        gradient = 2 * np.mean((weight * x[rows] - y[rows]) * x[rows])
        velocity = beta * velocity + gradient
        weight = weight - rate * velocity
    return weight


@wrong("resume_weights", "place still from 0", says="epoch begins anew")
def _(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
    n_batches = len(x) // batch_size
    rng = torch.Generator().manual_seed(0)
    rng.set_state(checkpoint["generator"])
    weight, velocity = checkpoint["weight"], checkpoint["velocity"]
    order = checkpoint["order"]
    for step in range(checkpoint["step"], n_steps):
        place = (step - checkpoint["step"]) % n_batches
        if place == 0 and step > checkpoint["step"]:
            order = torch.randperm(len(x), generator=rng).numpy()
        rows = order[place * batch_size : (place + 1) * batch_size]
        gradient = 2 * np.mean((weight * x[rows] - y[rows]) * x[rows])
        velocity = beta * velocity + gradient
        weight = weight - rate * velocity
    return weight


@wrong("resume_weights", "keeps the second half of the test", says="end of an epoch")
def _(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
    n_batches = len(x) // batch_size
    rng = torch.Generator().manual_seed(0)
    rng.set_state(checkpoint["generator"])
    weight, velocity = checkpoint["weight"], checkpoint["velocity"]
    order = checkpoint["order"]
    for step in range(checkpoint["step"], n_steps):
        place = step % n_batches
        if place == 0 and step > checkpoint["step"]:
            order = torch.randperm(len(x), generator=rng).numpy()
        rows = order[place * batch_size : (place + 1) * batch_size]
        gradient = 2 * np.mean((weight * x[rows] - y[rows]) * x[rows])
        velocity = beta * velocity + gradient
        weight = weight - rate * velocity
    return weight


@wrong("resume_weights", "a new order at once", says="shuffled anew")
def _(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
    n_batches = len(x) // batch_size
    rng = torch.Generator().manual_seed(0)
    rng.set_state(checkpoint["generator"])
    weight, velocity = checkpoint["weight"], checkpoint["velocity"]
    order = torch.randperm(len(x), generator=rng).numpy()
    for step in range(checkpoint["step"], n_steps):
        place = step % n_batches
        if place == 0:
            order = torch.randperm(len(x), generator=rng).numpy()
        rows = order[place * batch_size : (place + 1) * batch_size]
        gradient = 2 * np.mean((weight * x[rows] - y[rows]) * x[rows])
        velocity = beta * velocity + gradient
        weight = weight - rate * velocity
    return weight


@wrong("resume_weights", "n_steps more", says="n_steps more")
def _(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
    n_batches = len(x) // batch_size
    rng = torch.Generator().manual_seed(0)
    rng.set_state(checkpoint["generator"])
    weight, velocity = checkpoint["weight"], checkpoint["velocity"]
    order = checkpoint["order"]
    for step in range(checkpoint["step"], checkpoint["step"] + n_steps):
        place = step % n_batches
        if place == 0:
            order = torch.randperm(len(x), generator=rng).numpy()
        rows = order[place * batch_size : (place + 1) * batch_size]
        gradient = 2 * np.mean((weight * x[rows] - y[rows]) * x[rows])
        velocity = beta * velocity + gradient
        weight = weight - rate * velocity
    return weight


@wrong("resume_weights", "never shuffles again", says="keeps the old order")
def _(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
    n_batches = len(x) // batch_size
    weight, velocity = checkpoint["weight"], checkpoint["velocity"]
    order = checkpoint["order"]
    for step in range(checkpoint["step"], n_steps):
        place = step % n_batches
        rows = order[place * batch_size : (place + 1) * batch_size]
        gradient = 2 * np.mean((weight * x[rows] - y[rows]) * x[rows])
        velocity = beta * velocity + gradient
        weight = weight - rate * velocity
    return weight


@wrong(
    "resume_weights",
    "the generator set back in each epoch",
    says="again and again",
)
def _(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
    n_batches = len(x) // batch_size
    weight, velocity = checkpoint["weight"], checkpoint["velocity"]
    order = checkpoint["order"]
    for step in range(checkpoint["step"], n_steps):
        place = step % n_batches
        if place == 0:
            rng = torch.Generator().manual_seed(0)
            rng.set_state(checkpoint["generator"])
            order = torch.randperm(len(x), generator=rng).numpy()
        rows = order[place * batch_size : (place + 1) * batch_size]
        gradient = 2 * np.mean((weight * x[rows] - y[rows]) * x[rows])
        velocity = beta * velocity + gradient
        weight = weight - rate * velocity
    return weight


@wrong("resume_weights", "the cell as it was given", says="nothing is repaired yet")
def _(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
    n_batches = len(x) // batch_size
    rng = torch.Generator().manual_seed(0)
    weight, velocity, order = checkpoint["weight"], 0, checkpoint["order"]
    for step in range(checkpoint["step"], n_steps):
        place = (step - checkpoint["step"]) % n_batches
        if place == 0 and step > checkpoint["step"]:
            order = torch.randperm(len(x), generator=rng).numpy()
        rows = order[place * batch_size : (place + 1) * batch_size]
        gradient = 2 * np.mean((weight * x[rows] - y[rows]) * x[rows])
        velocity = beta * velocity + gradient
        weight = weight - rate * velocity
    return weight


@wrong(
    "resume_weights", "a new epoch at the resume", says="rest of the epoch is left out"
)
def _(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
    n_batches = len(x) // batch_size
    rng = torch.Generator()
    rng.set_state(checkpoint["generator"])
    weight, velocity = checkpoint["weight"], checkpoint["velocity"]
    for step in range(checkpoint["step"], n_steps):
        place = (step - checkpoint["step"]) % n_batches
        if place == 0:
            order = torch.randperm(len(x), generator=rng).numpy()
        rows = order[place * batch_size : (place + 1) * batch_size]
        gradient = 2 * np.mean((weight * x[rows] - y[rows]) * x[rows])
        velocity = beta * velocity + gradient
        weight = weight - rate * velocity
    return weight


@right("resume_weights")
def _(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
    g = torch.Generator()
    g.set_state(checkpoint["generator"])
    X, Y = torch.as_tensor(np.asarray(x, float)), torch.as_tensor(np.asarray(y, float))
    w = torch.tensor(float(checkpoint["weight"]), dtype=torch.float64)
    v = torch.tensor(float(checkpoint["velocity"]), dtype=torch.float64)
    order = torch.as_tensor(np.asarray(checkpoint["order"]).astype(int))
    n = len(x) // batch_size
    for step in range(checkpoint["step"], n_steps):
        if step % n == 0:
            order = torch.randperm(len(x), generator=g)
        rows = order[(step % n) * batch_size :][:batch_size]
        grad = 2 * ((w * X[rows] - Y[rows]) * X[rows]).mean()
        v = beta * v + grad
        w = w - rate * v
    return w


@right("resume_weights")
def _(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
    rng = torch.Generator().manual_seed(0)
    rng.set_state(checkpoint["generator"])
    n_batches = len(x) // batch_size
    w, v = checkpoint["weight"], checkpoint["velocity"]
    batches = np.array_split(np.asarray(checkpoint["order"]), n_batches)
    for step in range(checkpoint["step"], n_steps):
        epoch, place = divmod(step, n_batches)
        if not place:
            batches = np.array_split(
                torch.randperm(len(x), generator=rng).numpy(), n_batches
            )
        r = batches[place]
        g = np.mean(2 * x[r] * (w * x[r] - y[r]))
        v = v * beta + g
        w = w - v * rate
    return float(w)


@wrong("resume_weights", "uses np.random for the shuffle")
def _(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
    n_batches = len(x) // batch_size
    rng = np.random.default_rng(0)
    weight, velocity, order = (
        checkpoint["weight"],
        checkpoint["velocity"],
        checkpoint["order"],
    )
    for step in range(checkpoint["step"], n_steps):
        place = step % n_batches
        if place == 0:
            order = rng.permutation(len(x))
        rows = order[place * batch_size : (place + 1) * batch_size]
        gradient = 2 * np.mean((weight * x[rows] - y[rows]) * x[rows])
        velocity = beta * velocity + gradient
        weight = weight - rate * velocity
    return weight


@wrong("resume_weights", "off by one: the next batch is step + 1", says="a batch ahead")
def _(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
    n_batches = len(x) // batch_size
    rng = torch.Generator()
    rng.set_state(checkpoint["generator"])
    weight, velocity, order = (
        checkpoint["weight"],
        checkpoint["velocity"],
        checkpoint["order"],
    )
    for step in range(checkpoint["step"], n_steps):
        place = (step + 1) % n_batches
        if place == 0:
            order = torch.randperm(len(x), generator=rng).numpy()
        rows = order[place * batch_size : (place + 1) * batch_size]
        gradient = 2 * np.mean((weight * x[rows] - y[rows]) * x[rows])
        velocity = beta * velocity + gradient
        weight = weight - rate * velocity
    return weight


@wrong("resume_weights", "takes the saved state for the generator itself")
def _(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
    n_batches = len(x) // batch_size
    rng = checkpoint["generator"]
    weight, velocity, order = (
        checkpoint["weight"],
        checkpoint["velocity"],
        checkpoint["order"],
    )
    for step in range(checkpoint["step"], n_steps):
        place = step % n_batches
        if place == 0:
            order = torch.randperm(len(x), generator=rng).numpy()
        rows = order[place * batch_size : (place + 1) * batch_size]
        gradient = 2 * np.mean((weight * x[rows] - y[rows]) * x[rows])
        velocity = beta * velocity + gradient
        weight = weight - rate * velocity
    return weight


@wrong("resume_weights", "return inside the loop", says="`return`")
def _(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
    n_batches = len(x) // batch_size
    rng = torch.Generator()
    rng.set_state(checkpoint["generator"])
    weight, velocity, order = (
        checkpoint["weight"],
        checkpoint["velocity"],
        checkpoint["order"],
    )
    for step in range(checkpoint["step"], n_steps):
        place = step % n_batches
        if place == 0:
            order = torch.randperm(len(x), generator=rng).numpy()
        rows = order[place * batch_size : (place + 1) * batch_size]
        gradient = 2 * np.mean((weight * x[rows] - y[rows]) * x[rows])
        velocity = beta * velocity + gradient
        weight = weight - rate * velocity
        return weight


@wrong(
    "resume_weights",
    "rows in the order of the table, order forgotten",
    says="in the table",
)
def _(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
    n_batches = len(x) // batch_size
    weight, velocity = checkpoint["weight"], checkpoint["velocity"]
    for step in range(checkpoint["step"], n_steps):
        place = step % n_batches
        rows = np.arange(place * batch_size, (place + 1) * batch_size)
        gradient = 2 * np.mean((weight * x[rows] - y[rows]) * x[rows])
        velocity = beta * velocity + gradient
        weight = weight - rate * velocity
    return weight


# ---- A third student


def swapped(*pairs):
    return "BJEICGFAHD".translate(
        str.maketrans("".join(pairs), "".join(p[::-1] for p in pairs))
    )


wrong("sick_curves", swapped("BH"), "panel 1 is another one", says="panel 1:")
wrong("sick_curves", swapped("BD"), "panel 1 is the wave", says="panel 1:")
wrong("sick_curves", swapped("EC"), "panel 3 is another one", says="panel 3 has one")
wrong("sick_curves", swapped("EI"), "panel 3 is another one", says="panel 3 has one")
wrong("sick_curves", swapped("IC"), "panel 4 is another one", says="in panel 4 both")
wrong("sick_curves", swapped("ID"), "panel 4 is another one", says="in panel 4 both")
wrong("sick_curves", swapped("CH"), "panel 5 is another one", says="in panel 5 nothing")
wrong("sick_curves", swapped("CD"), "panel 5 is another one", says="in panel 5 nothing")
wrong("sick_curves", swapped("HD"), "panels 9 and 10", says="panel 10 shows a wave")


@wrong("trapezoid", "one step ahead, by min", says="the way down is one step ahead")
def _(step, n_steps, n_warm, n_down):
    up = (step + 1) / n_warm if n_warm else 1
    return min(1, up, (n_steps - step - 1) / (n_down + 1))


@right("momentum_path")
def _(gradient_of, weights, rate, beta, n_steps):
    path = np.empty((n_steps + 1, len(weights)))
    path[0], velocity = weights, np.zeros(len(weights))
    for step in range(n_steps):
        velocity = beta * velocity + gradient_of(path[step])
        path[step + 1] = path[step] - rate * velocity
    return path


@right("momentum_path")
def _(gradient_of, weights, rate, beta, n_steps):
    path = np.empty((n_steps + 1, len(weights)), dtype=weights.dtype)
    velocity, path[0] = 0, weights
    for step in range(n_steps):
        velocity = beta * velocity + gradient_of(weights)
        weights = weights - rate * velocity
        path[step + 1] = weights
    return path


@wrong("momentum_path", "return in the loop", says="stands inside the loop")
def _(gradient_of, weights, rate, beta, n_steps):
    path, velocity = [weights], 0
    for _ in range(n_steps):
        velocity = beta * velocity + gradient_of(weights)
        weights = weights - rate * velocity
        path.append(weights)
        return np.array(path)


def third_resume(shuffles):
    def answer(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
        n_batches = len(x) // batch_size
        rng = torch.Generator()
        rng.set_state(checkpoint["generator"])
        weight, velocity = checkpoint["weight"], checkpoint["velocity"]
        order = checkpoint["order"]
        for step in range(checkpoint["step"], n_steps):
            place = step % n_batches
            if shuffles(place, step):
                order = torch.randperm(len(x), generator=rng).numpy()
            rows = order[place * batch_size : (place + 1) * batch_size]
            gradient = 2 * np.mean((weight * x[rows] - y[rows]) * x[rows])
            velocity = beta * velocity + gradient
            weight = weight - rate * velocity
        return weight

    return answer


right("resume_weights", third_resume(lambda place, step: place == 0))
wrong(
    "resume_weights",
    third_resume(lambda place, step: place == 0 and step > 0),
    "the first epoch is not shuffled",
    says="step 0 begins an epoch, too",
)
wrong(
    "resume_weights",
    third_resume(lambda place, step: True),
    "a new order for each step",
    says="yours shuffles at each step",
)


# ---- A fourth student


def fourth_resume(reset=False, early=False, factor=2):
    def answer(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
        n_batches = len(x) // batch_size
        rng = torch.Generator()
        rng.set_state(checkpoint["generator"])
        weight, velocity = checkpoint["weight"], checkpoint["velocity"]
        order = checkpoint["order"]
        for step in range(checkpoint["step"], n_steps):
            place = step % n_batches
            if place == 0:
                order = torch.randperm(len(x), generator=rng).numpy()
                velocity = 0 if reset else velocity
            rows = order[place * batch_size : (place + 1) * batch_size]
            gradient = factor * np.mean((weight * x[rows] - y[rows]) * x[rows])
            if early:
                weight = weight - rate * velocity
            velocity = beta * velocity + gradient
            if not early:
                weight = weight - rate * velocity
        return weight

    return answer


right("resume_weights", fourth_resume())
wrong(
    "resume_weights",
    fourth_resume(reset=True),
    "the velocity at 0 in each epoch",
    says="from epoch to epoch",
)
wrong(
    "resume_weights",
    fourth_resume(early=True),
    "moves, then takes the gradient in",
    says="moves before the velocity is new",
)
wrong(
    "resume_weights",
    fourth_resume(factor=1),
    "a gradient without its 2",
    says="lacks its factor 2",
)
