"""Exercises of lesson 4.4, Train the model."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch

from helpers.judging import exercise, lesson, letters, ordering, value

# --- Exercise 1: order the lines that go on from a checkpoint

MIDDLE = [
    "".join(order)
    for order in itertools.permutations("BAEF")
    if order.index("B") < order.index("E")
]

resume_order = ordering(
    "CDBAEFI",
    n_lines=9,
    never={
        "G": "line G sets the generator to its first state of all. Before line F that"
        " is of no use; after it the training would draw the numbers of its beginning"
        " again.",
        "H": "line H hands the optimizer the weights of the model. It has a state of"
        " its own.",
    },
    early={
        "BD": "line B hands the optimizer the parameters of a model that line D has not"
        " made yet.",
        "AD": "line A loads weights into a model that line D has not made yet.",
        "EB": "line E loads a state into an optimizer that line B has not made yet.",
        "FD": "line D draws random numbers for the new weights. After line F that"
        " would move the generator on.",
        "DC": "the first line is C.",
        "IF": "line I trains. The generator must be back before.",
        "IA": "line I trains. The weights must be back before.",
        "IE": "line I trains. The optimizer's memory must be back before.",
    },
    hints=[
        "Read the file; make model and optimizer new; load each state; train.",
        "Two lines are wrong or of no use. And which line draws random numbers?",
    ],
    after="Between the first two lines and the last, the order is free as long as a"
    " thing is made before its state is loaded.",
    also=[f"CD{order}I" for order in MIDDLE if order != "BAEF"],
)

# --- Exercise 2: ten curves, ten faults


PANEL_ORDER = "BJEICGFAHD"  # by panel

sick_curves = value(
    hints=[
        "Begin with the loudest ones: which panel blows up, which one jumps, which one"
        " splits into two curves?",
        "Two panels stay near 2. In one of them the loss does fall, very slowly.",
        "Two panels repeat something each epoch: one a single peak, the other a wave."
        " How many batches does one wrong price spoil, and how many a sorted table?",
        "Two panels become level early. One of them lies exactly on the line of the"
        " constant: what does a network learn that is compared with all targets?",
    ],
    after="You have read ten curves. In your own work you see one at a time, so keep"
    " the five questions.",
    source='sick_curves = "B J E I C G F A H D"',
    clean=letters,
    also=[list(PANEL_ORDER), ", ".join(PANEL_ORDER.lower())],
)


@sick_curves.solution
def ten_faults() -> str:
    """Return the fault of each panel."""
    return PANEL_ORDER


def exchanged(*pairs: str) -> str:
    """Return the right answer with pairs of letters exchanged."""
    return PANEL_ORDER.translate(
        str.maketrans("".join(pairs), "".join(p[::-1] for p in pairs))
    )


def stands(letter: str, panel: int) -> Callable[[str], bool]:
    """Return whether an answer names this fault for this panel."""
    return lambda given: given[panel - 1] == letter


sick_curves.mistake(
    "answer with ten letters from A to J, one for each panel.",
    PANEL_ORDER[:-1],
    when=lambda given: len(given) != 10 or not set(given) <= set("ABCDEFGHIJ"),
)
sick_curves.mistake(
    "each fault was made in one panel only: a letter stands twice.",
    "B" * 10,
    when=lambda given: len(set(given)) < 10,
)
sick_curves.mistake(
    "look at panels 1 and 5 again. In one of them the loss falls, though hardly. A rate"
    " that is too low still steps; the optimizer of an old model steps elsewhere.",
    exchanged("BC"),
    when=lambda given: given[0] == "C" or given[4] == "B",
)
sick_curves.mistake(
    "look at panels 3 and 10 again. One wrong price spoils one batch an epoch; in a"
    " sorted table each batch differs from the next.",
    exchanged("DE"),
    when=lambda given: given[2] == "D" or given[9] == "E",
)
sick_curves.mistake(
    "look at panels 4 and 7 again. One ends exactly on the line of the constant: each"
    " answer was compared with all targets. The other froze above it.",
    exchanged("FI"),
    when=lambda given: given[3] == "F" or given[6] == "I",
)
sick_curves.mistake(
    "look at panels 6 and 9 again. In one the training loss is healthy, so the training"
    " is. In the other it falls far below the healthy one.",
    exchanged("GH"),
    when=lambda given: given[5] == "H" or given[8] == "G",
)
sick_curves.mistake(
    "panel 8 blows up in the first steps. Which fault makes steps too long?",
    exchanged("AJ"),
    when=lambda given: given[7] != "A",
)
sick_curves.mistake(
    "panel 2 jumps back to the start, once. What was lost at that moment?",
    exchanged("JF"),
    when=lambda given: given[1] != "J",
)
sick_curves.mistake(
    "in panel 7 both curves fall for a few steps, and then nothing moves any more."
    " Which fault makes the rate vanish early?",
    exchanged("FC"),
    when=lambda given: given[6] != "F",
)
sick_curves.mistake(
    "in panel 6 the training loss is like the healthy one. So the fault is not in the"
    " training.",
    exchanged("GI"),
    when=lambda given: given[5] != "G",
)
sick_curves.mistake(
    "panel 1: both curves sink all the time, but hardly. Which fault makes steps too"
    " short?",
    exchanged("BH"),
    when=lambda given: given[0] != "B",
)
sick_curves.mistake(
    "panel 3 has one high peak in each epoch. How many batches are spoiled?",
    exchanged("EC"),
    when=lambda given: given[2] != "E",
)
sick_curves.mistake(
    "in panel 4 both curves come to rest exactly on the line of the constant. What"
    " makes all homes alike to a network?",
    exchanged("IC"),
    when=lambda given: given[3] != "I",
)
sick_curves.mistake(
    "in panel 5 nothing moves at all. Whose weights does the optimizer move?",
    exchanged("CH"),
    when=lambda given: given[4] != "C",
)
sick_curves.mistake(
    "panel 10 shows a wave that repeats in each epoch. What is the same in all epochs?",
    exchanged("HD"),
    when=lambda given: given[9] != "D",
)

# --- Exercise 3: another schedule

trapezoid = exercise(
    hints=[
        "Three cases: `step < n_warm`, the last `n_down` steps, and the rest.",
        "`left = n_steps - step` is how many steps are left, this one included. In the"
        " last step it is 1.",
        "On the way down the factor is `left / (n_down + 1)`.",
    ],
    after="Such a schedule can be prolonged: as long as it is level, the end is open.",
    example=True,
)


@trapezoid.solution
def trapezoid_by_cases(step, n_steps, n_warm, n_down):
    """Return what the rate is multiplied by at a step, from 0 to n_steps - 1."""
    left = n_steps - step
    if step < n_warm:
        return (step + 1) / n_warm
    if left <= n_down:
        return left / (n_down + 1)
    return 1.0


@trapezoid.also
def trapezoid_by_min(step, n_steps, n_warm, n_down):
    up = (step + 1) / n_warm if n_warm else 1
    return min(1, up, (n_steps - step) / (n_down + 1))


@trapezoid.also
def trapezoid_by_interp(step, n_steps, n_warm, n_down):
    places = [-1, n_warm - 1, n_steps - n_down - 1, n_steps]
    if n_warm == 0:
        places, heights = places[2:], [1, 0]
    else:
        heights = [0, 1, 1, 0]
    return np.interp(step, places, heights)


@trapezoid.mistake(
    "the way up begins one step late: at step 0 the factor is 1 / n_warm, not 0."
)
def _(step, n_steps, n_warm, n_down):
    if step < n_warm:
        return step / n_warm
    return trapezoid_by_cases(step, n_steps, n_warm, n_down)


@trapezoid.mistake(
    "the way up arrives one step late: the last of the n_warm steps has the factor 1."
)
def _(step, n_steps, n_warm, n_down):
    if step < n_warm:
        return (step + 1) / (n_warm + 1)
    return trapezoid_by_cases(step, n_steps, n_warm, n_down)


@trapezoid.mistake(
    "the first of the last n_down steps has still the factor 1. It should be one part"
    " of n_down + 1 lower."
)
def _(step, n_steps, n_warm, n_down):
    left = n_steps - step
    if step >= n_warm and left <= n_down:
        return left / n_down
    return trapezoid_by_cases(step, n_steps, n_warm, n_down)


@trapezoid.mistake(
    "the last step has the factor 0. It would be 0 one step later, at step n_steps."
)
def _(step, n_steps, n_warm, n_down):
    left = n_steps - step
    if step >= n_warm and left <= n_down:
        return (left - 1) / n_down
    return trapezoid_by_cases(step, n_steps, n_warm, n_down)


@trapezoid.mistake(
    "the way down is that of the cosine. Here it is straight, and begins later."
)
def _(step, n_steps, n_warm, n_down):
    if step < n_warm:
        return (step + 1) / n_warm
    return (1 + np.cos(np.pi * (step - n_warm) / (n_steps - n_warm))) / 2


@trapezoid.mistake(
    "there is no level stretch: yours falls from the end of the warm-up on."
)
def _(step, n_steps, n_warm, n_down):
    if step < n_warm:
        return (step + 1) / n_warm
    return (n_steps - step) / (n_steps - n_warm)


@trapezoid.mistake("the way down is missing: the last n_down steps fall.")
def _(step, n_steps, n_warm, n_down):
    return (step + 1) / n_warm if step < n_warm else 1.0


@trapezoid.mistake("the warm-up is missing: the first n_warm steps rise.")
def _(step, n_steps, n_warm, n_down):
    return min(1.0, (n_steps - step) / (n_down + 1))


@trapezoid.mistake(
    "yours rises where it should fall: count the steps that are *left*, not those since"
    " the way down began."
)
def _(step, n_steps, n_warm, n_down):
    left = n_steps - step
    if step >= n_warm and left <= n_down:
        return (n_down - left + 1) / (n_down + 1)
    return trapezoid_by_cases(step, n_steps, n_warm, n_down)


@trapezoid.mistake(
    "the way down is straight: each step falls by the same 1 / (n_down + 1). Yours is"
    " half a cosine wave."
)
def _(step, n_steps, n_warm, n_down):
    left = n_steps - step
    if step >= n_warm and left <= n_down:
        return (1 - np.cos(np.pi * left / (n_down + 1))) / 2
    return trapezoid_by_cases(step, n_steps, n_warm, n_down)


@trapezoid.mistake(
    "the way down is straight: each step falls by the same 1 / (n_down + 1). Yours"
    " multiplies, so the steps become smaller and smaller."
)
def _(step, n_steps, n_warm, n_down):
    left = n_steps - step
    if step >= n_warm and left <= n_down:
        return (n_down / (n_down + 1)) ** (n_down - left + 1)
    return trapezoid_by_cases(step, n_steps, n_warm, n_down)


@trapezoid.mistake("n_warm and n_down have changed places.")
def _(step, n_steps, n_warm, n_down):
    return trapezoid_by_min(step, n_steps, n_down, n_warm)


@trapezoid.mistake(
    "the way down begins one step late: the last n_down steps begin at step"
    " n_steps - n_down, and there the factor is already below 1."
)
def _(step, n_steps, n_warm, n_down):
    left = n_steps - step
    if step >= n_warm and left < n_down:
        return left / (n_down + 1)
    return (step + 1) / n_warm if step < n_warm else 1.0


@trapezoid.symptom(
    "still 1, but the way down has begun: it begins at step n_steps - n_down, counted"
    " from the end, and there the factor is already below 1."
)
def _(args, expected, got):
    step, n_steps, _, n_down = args
    return got == 1 and step >= n_steps - n_down


@trapezoid.symptom(
    "the way down is one step ahead: the last step, n_steps - 1, has the factor 0. It"
    " would be 0 at step n_steps only."
)
def _(args, expected, got):
    step, n_steps, n_warm, n_down = args
    left = n_steps - step
    down = n_warm <= step and 1 < left <= n_down
    return down and np.isclose(got, (left - 1) / (n_down + 1))


@trapezoid.symptom("in the level stretch the factor is 1.")
def _(args, expected, got):
    return expected == 1 and got != 1


@trapezoid.cases
def trapezoid_cases(rng: np.random.Generator) -> Iterator[tuple[int, ...]]:
    """Yield the lesson's example, each edge, and trapezoids without an end."""
    yield 6, 10, 2, 4
    for step in (0, 1, 2, 5, 7, 9):
        yield step, 10, 2, 4
    for step in (0, 3, 4, 5, 11):  # no level stretch
        yield step, 12, 5, 7
    yield 0, 8, 0, 3  # no warm-up
    yield 5, 8, 0, 3
    yield 7, 8, 3, 0  # no way down
    yield 1, 8, 3, 0
    yield 0, 4, 1, 1
    n_warm, n_level, n_down = (int(n) for n in rng.integers(2, 9, size=3))
    n_steps = n_warm + n_level + n_down
    for step in (
        n_warm - 2,
        n_warm,
        n_warm + n_level - 1,
        n_steps - n_down,
        n_steps - 2,
    ):
        yield step, n_steps, n_warm, n_down


# --- Exercise 4: momentum from nothing

momentum_path = exercise(
    hints=[
        "Two lines in a loop: the velocity, then the weights.",
        "`velocity = beta * velocity + gradient_of(weights)` comes first, and"
        " `weights = weights - rate * velocity` uses the new velocity.",
        "Begin with `path = [weights]` and append after each step; `np.array(path)` at"
        " the end. `weights -= …` would change what is already in the path.",
    ],
    after="With β = 0 this is the `descend` of lesson 1.1.",
    example=True,
    keeps_arguments=True,
)


class Gradient:
    """The gradient of a bowl, or of a slope that is the same everywhere."""

    def __init__(self, curvatures: Any, bottom: Any, slope: float = 0.0) -> None:
        self.curvatures = np.asarray(curvatures, float)
        self.bottom, self.slope = np.asarray(bottom, float), slope

    def __call__(self, weights: Any) -> np.ndarray:
        return self.curvatures * (np.asarray(weights, float) - self.bottom) + self.slope

    def __repr__(self) -> str:
        if not self.curvatures.any():
            return f"gradient {self.slope:g} everywhere"
        return f"gradient {self.curvatures.tolist()} * (w - {self.bottom.tolist()})"


@momentum_path.solution
def momentum_by_loop(gradient_of, weights, rate, beta, n_steps):
    """Return the weights before and after each step, shape (n_steps + 1, n_weights)."""
    path, velocity = [weights], 0
    for _ in range(n_steps):
        velocity = beta * velocity + gradient_of(weights)
        weights = weights - rate * velocity
        path.append(weights)
    return np.array(path)


@momentum_path.also
def momentum_by_table(gradient_of, weights, rate, beta, n_steps):
    path = np.zeros((n_steps + 1, len(weights)))
    path[0] = weights
    for step in range(n_steps):
        before = path[step] - path[step - 1] if step else 0
        path[step + 1] = path[step] + beta * before - rate * gradient_of(path[step])
    return path


@momentum_path.also
def momentum_in_place(gradient_of, weights, rate, beta, n_steps):
    w, v = np.array(weights, float), np.zeros(len(weights))
    path = [w.copy()]
    for _ in range(n_steps):
        v = beta * v - rate * gradient_of(w)
        w += v
        path.append(w.copy())
    return path


def momentum_variant(
    gradient_of: Any,
    weights: Any,
    rate: float,
    n_steps: int,
    step_of: Callable[[Any, Any, Any], tuple[Any, Any]],
) -> np.ndarray:
    """Return the path of a rule: (weights, velocity, gradient) to new ones."""
    path, velocity = [weights], 0 * weights
    for _ in range(n_steps):
        weights, velocity = step_of(weights, velocity, gradient_of(weights))
        path.append(weights)
    return np.array(path)


@momentum_path.mistake(
    "the gradient enters the velocity times (1 - β), as in Adam. Here it enters whole."
)
def _(gradient_of, weights, rate, beta, n_steps):
    def step(w, v, g):
        v = beta * v + (1 - beta) * g
        return w - rate * v, v

    return momentum_variant(gradient_of, weights, rate, n_steps, step)


@momentum_path.mistake(
    "the weights move before the velocity is new: take the gradient into the velocity"
    " first."
)
def _(gradient_of, weights, rate, beta, n_steps):
    def step(w, v, g):
        return w - rate * v, beta * v + g

    return momentum_variant(gradient_of, weights, rate, n_steps, step)


@momentum_path.mistake("this walks uphill: the weights go *against* the velocity.")
def _(gradient_of, weights, rate, beta, n_steps):
    def step(w, v, g):
        v = beta * v + g
        return w + rate * v, v

    return momentum_variant(gradient_of, weights, rate, n_steps, step)


@momentum_path.mistake(
    "this is plain descent: the velocity of the step before is forgotten."
)
def _(gradient_of, weights, rate, beta, n_steps):
    return momentum_by_loop(gradient_of, weights, rate, 0, n_steps)


@momentum_path.mistake(
    "β stands at the gradient. It belongs to the old velocity, which it shortens."
)
def _(gradient_of, weights, rate, beta, n_steps):
    def step(w, v, g):
        v = v + beta * g
        return w - rate * v, v

    return momentum_variant(gradient_of, weights, rate, n_steps, step)


@momentum_path.mistake(
    "the old velocity enters whole, so it never fades. Multiply it by β."
)
def _(gradient_of, weights, rate, beta, n_steps):
    def step(w, v, g):
        v = v + g
        return w - rate * v, v

    return momentum_variant(gradient_of, weights, rate, n_steps, step)


@momentum_path.mistake(
    "the rate comes in twice: once in the velocity and once in the step."
)
def _(gradient_of, weights, rate, beta, n_steps):
    def step(w, v, g):
        v = beta * v + rate * g
        return w - rate * v, v

    return momentum_variant(gradient_of, weights, rate, n_steps, step)


@momentum_path.mistake("the rate is missing: the step is the rate times the velocity.")
def _(gradient_of, weights, rate, beta, n_steps):
    return momentum_by_loop(gradient_of, weights, 1, beta, n_steps)


@momentum_path.mistake(
    "the gradient is always taken at the start. Take it where the weights are now."
)
def _(gradient_of, weights, rate, beta, n_steps):
    start = gradient_of(weights)
    return momentum_by_loop(lambda w: start, weights, rate, beta, n_steps)


@momentum_path.mistake(
    "the gradient is taken a step ahead (that is Nesterov's way). Take it at the"
    " weights."
)
def _(gradient_of, weights, rate, beta, n_steps):
    path, velocity = [weights], 0 * weights
    for _ in range(n_steps):
        ahead = weights - rate * beta * velocity
        velocity = beta * velocity + gradient_of(ahead)
        weights = weights - rate * velocity
        path.append(weights)
    return np.array(path)


@momentum_path.mistake("the start is missing: the path begins with `weights`.")
def _(gradient_of, weights, rate, beta, n_steps):
    return momentum_by_loop(gradient_of, weights, rate, beta, n_steps)[1:]


@momentum_path.mistake("these are the last weights. Return all, the start included.")
def _(gradient_of, weights, rate, beta, n_steps):
    return momentum_by_loop(gradient_of, weights, rate, beta, n_steps)[-1]


@momentum_path.mistake("a step is missing: the start and n_steps more rows are due.")
def _(gradient_of, weights, rate, beta, n_steps):
    return momentum_by_loop(gradient_of, weights, rate, beta, max(n_steps - 1, 0))


@momentum_path.mistake(
    "the velocity begins at 0. Yours begins with the first gradient, which then comes"
    " in twice."
)
def _(gradient_of, weights, rate, beta, n_steps):
    path, velocity = [weights], gradient_of(weights)
    for _ in range(n_steps):
        velocity = beta * velocity + gradient_of(weights)
        weights = weights - rate * velocity
        path.append(weights)
    return np.array(path)


@momentum_path.mistake("rate and β have changed places.")
def _(gradient_of, weights, rate, beta, n_steps):
    return momentum_by_loop(gradient_of, weights, beta, rate, n_steps)


@momentum_path.mistake(
    "each weight has a velocity of its own. Yours share one: the mean of the gradient."
)
def _(gradient_of, weights, rate, beta, n_steps):
    def step(w, v, g):
        v = beta * v + np.mean(g)
        return w - rate * v, v

    return momentum_variant(gradient_of, weights, rate, n_steps, step)


@momentum_path.mistake("these are velocities. Return the weights.")
def _(gradient_of, weights, rate, beta, n_steps):
    path = momentum_by_loop(gradient_of, weights, rate, beta, n_steps)
    return np.vstack([0 * path[:1], (path[:-1] - path[1:]) / rate])


@momentum_path.symptom(
    "all rows are the same: `weights -= …` changes the array that is already in the"
    " path. Write `weights = weights - …`, or append a copy."
)
def _(args, expected, got):
    return (
        len(got) > 2 and np.allclose(got, got[-1]) and not np.allclose(got[0], args[1])
    )


@momentum_path.symptom(
    "the weights are cut to whole numbers: an array of type `int` holds them. Make it"
    " with `dtype=float`."
)
def _(args, expected, got):
    return np.asarray(got).dtype.kind == "i" and not np.allclose(expected % 1, 0)


@momentum_path.cases
def momentum_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, bowls in one to three weights, no step and no momentum."""
    yield Gradient([0.0], [0.0], 1.0), np.array([0.0]), 1.0, 0.5, 3
    yield Gradient([2.0], [3.0]), np.array([1.0]), 0.1, 0.8, 5
    n_weights = int(rng.integers(2, 4))
    curvatures = rng.uniform(0.5, 4, n_weights).round(1)
    bottom, start = rng.normal(size=(2, n_weights)).round(1)
    yield Gradient(curvatures, bottom), start + 2, 0.15, 0.9, 6
    yield Gradient([1.0, 4.0], [0.0, 0.0]), np.array([2.0, -1.0]), 0.2, 0.0, 4
    yield Gradient([1.0, 4.0], [0.0, 0.0]), np.array([2.0, -1.0]), 0.3, 0.6, 1
    yield Gradient([1.0, 4.0], [0.0, 1.0]), np.array([2.0, -1.0]), 0.3, 0.6, 0


# --- Exercise 5: repair a resume

resume_weights = exercise(
    hints=[
        "Two keys of the checkpoint are never read. A third is read, and used wrongly.",
        "The velocity starts at 0, and the generator at a state of its own.",
        "`place` says which batch of the epoch comes next. After 5 steps with 3 batches"
        " an epoch, that is batch 2 (counted from 0): `step % n_batches`.",
        '`rng.set_state(checkpoint["generator"])` sets a generator back.',
    ],
    after="Weight, memory, generator and place: nothing else changes in this training.",
    example=True,
    keeps_arguments=True,
)


@resume_weights.solution
def resume_all(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
    """Return the weight after step n_steps, trained on from a checkpoint."""
    n_batches = len(x) // batch_size
    rng = torch.Generator()
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


@resume_weights.start
def resume_some(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
    """Return the weight after step n_steps, trained on from a checkpoint.

    x and y: shape (n_rows,); n_rows is a multiple of batch_size. checkpoint holds
    "weight", "velocity", "step" (how many steps were done before), "order" (the row
    numbers of the epoch in which it stopped, as they were shuffled) and "generator"
    (the state of its torch.Generator). Each new epoch is shuffled by torch.randperm
    with this generator; after a complete epoch the next step begins a new one. At step
    0 no epoch has begun: the first one is shuffled, too. The loss is the mean squared
    error of the batch.
    """
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


@resume_weights.also
def resume_by_list(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
    rng = torch.Generator()
    rng.set_state(checkpoint["generator"])
    w, v = checkpoint["weight"], checkpoint["velocity"]
    done = checkpoint["step"] * batch_size % len(x)
    left = list(checkpoint["order"])[done:] if done else []
    for _ in range(n_steps - checkpoint["step"]):
        if not left:
            left = torch.randperm(len(x), generator=rng).tolist()
        rows, left = left[:batch_size], left[batch_size:]
        v = beta * v + sum(2 * (w * x[r] - y[r]) * x[r] for r in rows) / len(rows)
        w -= rate * v
    return w


def shuffled(n_rows: int, rng: torch.Generator) -> np.ndarray:
    """Return the row numbers in the next order of a generator."""
    return torch.randperm(n_rows, generator=rng).numpy()


def resume_variant(
    x: Any,
    y: Any,
    checkpoint: dict,
    n_steps: int,
    rate: float,
    beta: float,
    batch_size: int,
    lost: str = "",
) -> float:
    """Return the weight of a resume that loses something; lost: its letters."""
    n_batches, first = len(x) // batch_size, checkpoint["step"]
    rng = torch.Generator().manual_seed(0)
    if "g" not in lost:
        rng.set_state(checkpoint["generator"])
    weight = 0.0 if "w" in lost else checkpoint["weight"]
    velocity = 0.0 if "v" in lost else checkpoint["velocity"]
    order = shuffled(len(x), rng) if "o" in lost else checkpoint["order"]
    order = np.arange(len(x)) if "t" in lost else order
    for step in range(first, n_steps + (first if "n" in lost else 0)):
        place = (step - first if "p" in lost else step) % n_batches
        stays = step == first and ("p" in lost or "e" in lost)
        stays |= step == 0 and "z" in lost
        begins = place == 0 and not stays and not {"f", "t"} & {*lost}
        if begins or "a" in lost:
            order = shuffled(len(x), rng)
        rows = order[place * batch_size : (place + 1) * batch_size]
        gradient = 2 * np.mean((weight * x[rows] - y[rows]) * x[rows])
        if "h" in lost:
            gradient = gradient / 2
        if "r" in lost and place == 0:
            velocity = 0.0
        before, velocity = velocity, beta * velocity + gradient
        weight = weight - rate * (before if "b" in lost else velocity)
    return weight


LOSSES = {
    "v": "the velocity begins at 0 again. The checkpoint holds it.",
    "g": "a new epoch is shuffled by a fresh generator. Set it to its saved state.",
    "p": "the epoch begins anew: the rows that it had read already are read again."
    " Which batch comes next is `step % n_batches`.",
    "vg": "the place in the epoch is right now. Two things of the checkpoint are still"
    " not used.",
    "vp": "the generator is right now. Look at the velocity, and which batch is next.",
    "gp": "the velocity is right now. Look at the generator, and which batch is next.",
    "o": "the rest of the epoch is shuffled anew. The checkpoint holds its order.",
    "f": "each new epoch must be shuffled anew. Yours keeps the old order.",
    "e": "the checkpoint may stand at the end of an epoch. Then the next step shuffles"
    " anew.",
    "z": "step 0 begins an epoch, too: it is shuffled like each other.",
    "a": "yours shuffles at each step. A new order is due only when an epoch begins.",
    "t": "the rows are read as they stand in the table. The checkpoint holds the order"
    " of its epoch, and each new epoch gets a new one.",
    "w": "the weight begins at 0. The checkpoint holds it.",
    "n": "n_steps counts from the very beginning. Yours goes on for n_steps more.",
    "r": "the velocity goes on from epoch to epoch. Yours begins at 0 in each new one.",
    "b": "the weight moves before the velocity is new. First comes the velocity, then"
    " the weight.",
    "h": "the gradient lacks its factor 2: a squared error rises twice as fast as the"
    " error, times x.",
    "vgp": "nothing is repaired yet. Which three things of the checkpoint are not used"
    " as they were saved?",
    "ge": "the generator has not its saved state, and a checkpoint at the end of an"
    " epoch needs a new order.",
}


def losing(lost: str) -> Callable[..., float]:
    """Return a resume that loses something."""

    def wrong(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
        args = (x, y, checkpoint, n_steps, rate, beta, batch_size)
        return resume_variant(*args, lost=lost)

    return wrong


for some, words in LOSSES.items():
    resume_weights.mistake(words)(losing(some))


def resume_by(
    place_of: Callable[[int, int, int, int], int], again: bool = False
) -> Callable[..., float]:
    """Return a resume with a rule of its own for the batch that comes next.

    place_of: of (step, first step, batches, rows). again: the generator is set back in
    each epoch.
    """

    def wrong(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
        n_batches, first = len(x) // batch_size, checkpoint["step"]
        rng = torch.Generator()
        rng.set_state(checkpoint["generator"])
        weight, velocity = checkpoint["weight"], checkpoint["velocity"]
        order = checkpoint["order"]
        for step in range(first, n_steps):
            place = place_of(step, first, n_batches, len(x))
            if again:
                rng.set_state(checkpoint["generator"])
            if place == 0:
                order = shuffled(len(x), rng)
            rows = order[place * batch_size : (place + 1) * batch_size]
            if len(rows) == 0:
                return np.nan
            gradient = 2 * np.mean((weight * x[rows] - y[rows]) * x[rows])
            velocity = beta * velocity + gradient
            weight = weight - rate * velocity
        return weight

    return wrong


resume_weights.mistake(
    "the rest of the epoch is left out: yours begins a new one, with a new order. Which"
    " batch comes next is `step % n_batches`."
)(resume_by(lambda step, first, n, n_rows: (step - first) % n))
resume_weights.mistake(
    "the generator is set back again and again, so each epoch gets the same order. Set"
    " it once, before the loop."
)(resume_by(lambda step, first, n, n_rows: step % n, again=True))
resume_weights.mistake(
    "yours is a batch ahead. `step` counts the steps that were done before, so the next"
    " batch is `step % n_batches`, counted from 0."
)(resume_by(lambda step, first, n, n_rows: (step + 1) % n))
resume_weights.mistake(
    "yours is a batch behind. `step` counts the steps that were done before, so the"
    " next batch is `step % n_batches`, counted from 0."
)(resume_by(lambda step, first, n, n_rows: (step - 1) % n))
resume_weights.mistake(
    "an epoch has `n_batches` steps, not as many as rows: the place is"
    " `step % n_batches`."
)(resume_by(lambda step, first, n, n_rows: step % n_rows))


@resume_weights.mistake("with no step to go, the weight is that of the checkpoint.")
def _(x, y, checkpoint, n_steps, rate=0.1, beta=0.5, batch_size=1):
    more = max(n_steps, checkpoint["step"] + 1)
    return resume_variant(x, y, checkpoint, more, rate, beta, batch_size)


def checkpoint_at(
    x: np.ndarray, y: np.ndarray, step: int, batch_size: int, rng: np.random.Generator
) -> dict[str, Any]:
    """Return a checkpoint of a training that was stopped after so many steps."""
    own = torch.Generator().manual_seed(int(rng.integers(10**6)))
    n_batches = len(x) // batch_size
    order, weight, velocity = np.arange(len(x)), 0.5, 0.0
    for done in range(step):
        place = done % n_batches
        if place == 0:
            order = shuffled(len(x), own)
        rows = order[place * batch_size : (place + 1) * batch_size]
        velocity = 0.5 * velocity + 2 * np.mean((weight * x[rows] - y[rows]) * x[rows])
        weight -= 0.02 * velocity
    return {
        "weight": float(weight),
        "velocity": float(velocity) - 1,
        "step": step,
        "order": order,
        "generator": own.get_state(),
    }


@resume_weights.cases
def resume_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, stops inside and between epochs, and no step to go."""
    state = torch.Generator().manual_seed(7).get_state()
    small = {"weight": 0.0, "velocity": -1.0, "step": 1, "order": np.array([1, 0])}
    x, y = np.array([1.0, 2.0]), np.array([1.0, 2.0])
    yield x, y, small | {"generator": state}, 2
    # (rows, batch, steps done, steps in all): inside an epoch, at its end, over two.
    for n_rows, batch_size, step, n_steps in (
        (8, 1, 3, 6),
        (6, 2, 3, 6),
        (6, 2, 4, 11),
        (8, 2, 0, 5),
        (6, 1, 4, 4),
        (9, 3, 7, 16),
    ):
        x = np.linspace(0.5, 2.5, n_rows).round(2)
        y = (rng.permutation(np.linspace(-2, 4, n_rows)) + x).round(2)
        saved = checkpoint_at(x, y, step, batch_size, rng)
        yield x, y, saved, n_steps, 0.07, 0.6, batch_size


ALL = lesson(__name__)
