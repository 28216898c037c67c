"""Exercises of lesson 3.2, Generate images with two networks."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from torch import nn

from helpers.judging import exercise, lesson, ordering

# --- Exercise 1: which classes are missing?

missing_classes = exercise(
    hints=[
        "`np.bincount(labels, minlength=n_classes)` counts each class, also those that"
        " do not occur.",
        "Divide the counts by the number of labels, then compare: shares, not counts.",
        "`np.flatnonzero(condition)` gives the places where a condition holds.",
    ],
    after="In the lesson the plain games all but lose some digits.",
    example=True,
)


@missing_classes.solution
def find_missing(fake_labels, real_labels, n_classes):
    """Return the list of missing classes, in rising order."""
    fakes = np.bincount(fake_labels, minlength=n_classes) / len(fake_labels)
    real = np.bincount(real_labels, minlength=n_classes) / len(real_labels)
    return [k for k in range(n_classes) if fakes[k] < real[k] / 2]


@missing_classes.also
def missing_by_loop(fake_labels, real_labels, n_classes):
    fakes, real = list(fake_labels), list(real_labels)
    found = []
    for k in range(n_classes):
        if 2 * fakes.count(k) * len(real) < real.count(k) * len(fakes):
            found.append(k)
    return found


@missing_classes.also
def missing_by_array(fake_labels, real_labels, n_classes):
    numbers = np.arange(n_classes)
    fakes = (np.array(fake_labels)[:, None] == numbers).mean(axis=0)
    real = (np.array(real_labels)[:, None] == numbers).mean(axis=0)
    return np.flatnonzero(2 * fakes < real)


def missing_slip(message: str, rule: Callable[..., Any]) -> None:
    """Name a mistake: what `rule(fake counts, real counts)` finds, as a mask."""

    @missing_classes.mistake(message)
    def _(fake_labels, real_labels, n_classes):
        fakes = np.bincount(fake_labels, minlength=n_classes)
        real = np.bincount(real_labels, minlength=n_classes)
        return [int(k) for k in np.flatnonzero(rule(fakes, real))]


missing_slip(
    "exactly half is not less than half: such a class is not missing.",
    lambda f, r: (f / f.sum() <= r / r.sum() / 2) & (r > 0),
)
missing_slip(
    "`<=` flags a class with exactly half, and one without real images, too. Missing"
    " means *less* than half.",
    lambda f, r: f / f.sum() <= r / r.sum() / 2,
)
missing_slip(
    "these compare counts. There may be more fakes than real images, or fewer: compare"
    " shares.",
    lambda f, r: f < r / 2,
)
missing_slip(
    "only classes that do not occur at all are found. A class with a few fakes can be"
    " missing, too.",
    lambda f, r: (f == 0) & (r > 0),
)
missing_slip(
    "classes that do not occur among the fakes are found, whether there are real ones"
    " or not.",
    lambda f, r: f == 0,
)
missing_slip(
    "each class with a smaller share than among the real ones is flagged. Missing means"
    " less than *half*.",
    lambda f, r: f / f.sum() < r / r.sum(),
)
missing_slip(
    "the fakes are compared with equal shares. Compare with the shares of the real"
    " images.",
    lambda f, r: f / f.sum() < 1 / len(f) / 2,
)
missing_slip(
    "these are the classes with too many fakes: fakes and real ones have changed"
    " places.",
    lambda f, r: r / r.sum() < f / f.sum() / 2,
)
missing_slip(
    "these are the classes that are *not* missing.",
    lambda f, r: f / f.sum() >= r / r.sum() / 2,
)
missing_slip(
    "a class is missing below half of its real share, not below a quarter or less.",
    lambda f, r: f / f.sum() < r / r.sum() / 4,
)
missing_slip(
    "these are the classes with *more* than half of their real share: the comparison is"
    " turned around.",
    lambda f, r: f / f.sum() > r / r.sum() / 2,
)
missing_slip(
    "a class that has neither fakes nor real images is flagged. Nothing of it can be"
    " missing.",
    lambda f, r: (f == 0) | (f / f.sum() < r / r.sum() / 2),
)
missing_slip(
    "classes without real images are flagged, too. Such a class is never missing.",
    lambda f, r: (r == 0) | (f / f.sum() < r / r.sum() / 2),
)
missing_slip(
    "the fakes' share is compared with the sum of both shares. Missing means less than"
    " half of the *real* share.",
    lambda f, r: f / f.sum() / (f / f.sum() + r / r.sum() + 1e-12) < 0.5,
)
missing_slip(
    "half of a share is meant, not 50 points less: compare with the real share divided"
    " by 2.",
    lambda f, r: r / r.sum() - f / f.sum() > 0.5,
)
missing_slip(
    "no class is ever found. Are shares cut to whole numbers (`//`)? Is any kept?",
    lambda f, r: f < 0,
)


@missing_classes.mistake(
    "classes beyond the largest among the fakes are never looked at. Go up to"
    " `n_classes`."
)
def _(fake_labels, real_labels, n_classes):
    found = find_missing(fake_labels, real_labels, n_classes)
    return [k for k in found if k <= max(fake_labels)]


@missing_classes.mistake("the last class is never looked at: it is `n_classes - 1`.")
def _(fake_labels, real_labels, n_classes):
    found = find_missing(fake_labels, real_labels, n_classes)
    return [k for k in found if k < n_classes - 1]


@missing_classes.mistake("class 0 is never looked at. The classes begin at 0.")
def _(fake_labels, real_labels, n_classes):
    found = find_missing(fake_labels, real_labels, n_classes)
    return [k for k in found if k > 0]


@missing_classes.mistake(
    "the counts end at the largest class that occurs. `np.bincount` takes a"
    " `minlength`."
)
def _(fake_labels, real_labels, n_classes):
    fakes = np.bincount(fake_labels) / len(fake_labels)
    real = np.bincount(real_labels) / len(real_labels)
    return [k for k in range(n_classes) if fakes[k] < real[k] / 2]


@missing_classes.mistake(
    "only classes that occur among the fakes are looked at. One that never occurs is"
    " missing most of all."
)
def _(fake_labels, real_labels, n_classes):
    found = find_missing(fake_labels, real_labels, n_classes)
    return [k for k in found if k in fake_labels]


@missing_classes.symptom("these are True and False. Return the numbers of the classes.")
def _(args, expected, got):
    return len(got) == args[2] and all(type(g) in (bool, np.bool_) for g in got)


@missing_classes.symptom(
    "this is how many are missing. Return which ones, as a list, even if it is empty."
)
def _(args, expected, got):
    return np.ndim(got) == 0 and got == len(expected)


@missing_classes.symptom("right classes, but not in rising order.")
def _(args, expected, got):
    return list(got) != list(expected) and sorted(got) == list(expected)


@missing_classes.cases
def missing_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, other sizes, the last class, none, a class without reals."""
    yield [0, 0, 0, 1], [0, 0, 1, 1, 1, 2], 3
    # More fakes than real ones: counts mislead. Class 2 has a little less than its
    # share, 3 has few, 4 (the last) none.
    yield [0] * 14 + [1] * 12 + [2] * 6 + [3] * 2, [0, 1, 2, 3, 4] * 2, 5
    # Fewer fakes: exactly half for class 1; class 2 has no real images.
    yield [0, 0, 0, 0, 0, 0, 2, 1], [0, 0, 0, 1] * 10, 4
    yield [0, 1, 2], [2, 1, 0, 0, 1, 2], 3  # none is missing
    yield [1] * 9 + [0], [0] * 9 + [1], 2  # a class with too many, one with too few
    yield [2, 2, 2], [1, 0, 2], 3  # two never occur; the real ones are not in order
    # Not missing, although far from an even share; the last class has a few fakes and
    # is missing, and the most frequent one is the last.
    yield [0] * 7 + [1], [0] * 9 + [1], 2
    yield [0] * 9 + [2], [0, 1, 1, 2, 2, 2], 3
    real = rng.permutation(np.arange(40) % 8).tolist()
    # A third of the real share for classes 0 and 1: neither half nor a quarter.
    yield [0, 1] + [2, 3, 4, 5, 6, 7] * 3 + [2, 3, 4, 5], real, 8


# --- Exercise 2: order the lines of one round

round_lines = ordering(
    "AFECHBD",
    n_lines=9,
    never={
        "G": "with line G the generator learns nothing: `detach` cuts the fakes off"
        " from it.",
        "I": "line I sends the discriminator's loss back through the generator, too."
        " Cut the fakes off there.",
    },
    early={
        "BDFECHA": "line A makes the fakes: it comes first.",
        "CE": "line C steps before line E has computed a gradient.",
        "CF": "line F clears too late: line E has added its gradients to what the"
        " generator's turn had left there.",
        "EF": "line F clears the gradients that line E has computed.",
        "DB": "line D steps before line B has computed the generator's gradient.",
        "BC": "the discriminator's turn comes first, with its step.",
        "DH": "line H clears after the step. Each turn clears first, then it computes"
        " its gradients, then it steps.",
        "BH": "line H clears the gradients that line B has computed.",
    },
    hints=[
        "Each turn is clear, backward, step.",
        "In whose turn may the gradient reach the generator?",
    ],
    after="Clearing the generator's gradients may also come earlier, at any place"
    " before its backward.",
    also=["AHFECBD", "AFHECBD", "AFEHCBD"],
)

# --- Exercise 3: three losses

game_losses = exercise(
    hints=[
        "The discriminator pays -ln p for a real image and -ln(1 - p) for a fake.",
        "Take each mean over its own images, then add the two.",
        "The minimax loss is the mean of ln(1 - p) over the fakes, the non-saturating"
        " one the mean of -ln p.",
    ],
    after="The minimax loss is minus the fakes' part of the discriminator's loss: what"
    " one loses there, the other wins.",
    example=True,
)


@game_losses.solution
def three_losses(real_chances, fake_chances):
    """Return the discriminator's loss, the minimax and the non-saturating loss."""
    real, fake = np.array(real_chances), np.array(fake_chances)
    minimax = np.log(1 - fake).mean()
    return -np.log(real).mean() - minimax, minimax, -np.log(fake).mean()


@game_losses.also
def losses_by_sums(real_chances, fake_chances):
    caught = sum(-np.log(p) for p in real_chances) / len(real_chances)
    missed = sum(-np.log1p(-p) for p in fake_chances) / len(fake_chances)
    fooled = sum(-np.log(p) for p in fake_chances) / len(fake_chances)
    return [caught + missed, -missed, fooled]


def loss_slip(message: str, wrong: Callable[..., Any]) -> None:
    """Name a mistake: what `wrong(real, fake)` returns."""

    @game_losses.mistake(message)
    def _(real_chances, fake_chances):
        return wrong(np.array(real_chances), np.array(fake_chances))


ln = np.log

loss_slip(
    "these are sums. Each term is a mean over its own images.",
    lambda r, f: (-ln(r).sum() - ln(1 - f).sum(), ln(1 - f).sum(), -ln(f).sum()),
)
loss_slip(
    "the discriminator's loss is one mean over all images. Take the mean over the real"
    " ones and that over the fakes, and add them.",
    lambda r, f: (
        -np.concatenate([ln(r), ln(1 - f)]).mean(),
        ln(1 - f).mean(),
        -ln(f).mean(),
    ),
)
loss_slip(
    "the discriminator's loss is half of what it should be: add the two means.",
    lambda r, f: (
        (-ln(r).mean() - ln(1 - f).mean()) / 2,
        ln(1 - f).mean(),
        -ln(f).mean(),
    ),
)
loss_slip(
    "the discriminator pays -ln(1 - p) for a fake. With -ln p it would be paid for"
    " calling fakes real.",
    lambda r, f: (-ln(r).mean() - ln(f).mean(), ln(1 - f).mean(), -ln(f).mean()),
)
loss_slip(
    "the discriminator's loss has the wrong sign: it should fall as it does better.",
    lambda r, f: (ln(r).mean() + ln(1 - f).mean(), ln(1 - f).mean(), -ln(f).mean()),
)
loss_slip(
    "the minimax loss has the wrong sign. The generator wants what the discriminator"
    " does not want.",
    lambda r, f: (-ln(r).mean() - ln(1 - f).mean(), -ln(1 - f).mean(), -ln(f).mean()),
)
loss_slip(
    "the non-saturating loss has the wrong sign: it should fall as p rises.",
    lambda r, f: (-ln(r).mean() - ln(1 - f).mean(), ln(1 - f).mean(), ln(f).mean()),
)
loss_slip(
    "the minimax and the non-saturating loss have changed places.",
    lambda r, f: (-ln(r).mean() - ln(1 - f).mean(), -ln(f).mean(), ln(1 - f).mean()),
)
loss_slip(
    "minimax is minus the *fakes'* part of the discriminator's loss. The real images do"
    " not depend on the generator.",
    lambda r, f: (
        -ln(r).mean() - ln(1 - f).mean(),
        ln(r).mean() + ln(1 - f).mean(),
        -ln(f).mean(),
    ),
)
loss_slip(
    "this is the logarithm of a mean. Take the mean of the logarithms.",
    lambda r, f: (-ln(r.mean()) - ln(1 - f.mean()), ln(1 - f.mean()), -ln(f.mean())),
)
loss_slip(
    "the logarithm is the natural one, `np.log`.",
    lambda r, f: tuple(v / ln(2) for v in three_losses(r, f)),
)
loss_slip(
    "the logarithm is the natural one, `np.log`, not that to base 10.",
    lambda r, f: tuple(v / ln(10) for v in three_losses(r, f)),
)
loss_slip(
    "real images and fakes have changed places.",
    lambda r, f: three_losses(f, r),
)
loss_slip(
    "the generator's are right, but the discriminator's loss lacks the fakes' part.",
    lambda r, f: (-ln(r).mean(), ln(1 - f).mean(), -ln(f).mean()),
)
loss_slip(
    "the generator's are right, but the discriminator's loss lacks the real images'"
    " part.",
    lambda r, f: (-ln(1 - f).mean(), ln(1 - f).mean(), -ln(f).mean()),
)
loss_slip(
    "the generator's are right, but this discriminator pays for calling real images"
    " real, and fakes fake: p and 1 - p have changed places.",
    lambda r, f: (-ln(1 - r).mean() - ln(f).mean(), ln(1 - f).mean(), -ln(f).mean()),
)
loss_slip(
    "the generator's are right. In the discriminator's loss the fakes' sum is divided"
    " by the number of real images.",
    lambda r, f: (
        -ln(r).mean() - ln(1 - f).sum() / len(r),
        ln(1 - f).mean(),
        -ln(f).mean(),
    ),
)
loss_slip(
    "the generator's are right. In the discriminator's loss real images and fakes are"
    " taken in pairs, so some are left out.",
    lambda r, f: (
        -np.mean([ln(p) + ln(1 - q) for p, q in zip(r, f, strict=False)]),
        ln(1 - f).mean(),
        -ln(f).mean(),
    ),
)
loss_slip(
    "softplus takes a score. Here probabilities are given: take their logarithms.",
    lambda r, f: (
        ln(1 + np.exp(-r)).mean() + ln(1 + np.exp(f)).mean(),
        -ln(1 + np.exp(f)).mean(),
        ln(1 + np.exp(-f)).mean(),
    ),
)
loss_slip(
    "real images and fakes are taken in pairs, so some are left out: there may be more"
    " of one kind.",
    lambda r, f: three_losses(*zip(*zip(r, f, strict=False), strict=True)),
)
loss_slip(
    "the fakes' sums are divided by the number of real images. Each mean is over its"
    " own images.",
    lambda r, f: (
        -ln(r).mean() - ln(1 - f).sum() / len(r),
        ln(1 - f).sum() / len(r),
        -ln(f).sum() / len(r),
    ),
)


@game_losses.symptom("each of the three is one number: take the means.")
def _(args, expected, got):
    return len(got) == 3 and any(np.ndim(part) for part in got)


@game_losses.symptom(
    "somewhere the logarithm of a mean is taken. It is not the mean of the logarithms."
)
def _(args, expected, got):
    real, fake = (np.array(part) for part in args)
    caught, missed, fooled = (
        (ln(p.mean()), ln(p).mean()) for p in (real, 1 - fake, fake)
    )
    sums = [-a - b for a in caught for b in missed]
    return (
        np.isclose(got[0], sums).any()
        and np.isclose(got[1], missed).any()
        and np.isclose(-got[2], fooled).any()
    )


@game_losses.symptom("three numbers are due: the discriminator's loss and two others.")
def _(args, expected, got):
    return np.ndim(got) == 1 and np.size(got) in (1, 2, 4)


@game_losses.symptom("the discriminator's loss is wrong, the generator's are right.")
def _(args, expected, got):
    return np.allclose(got[1:], expected[1:])


@game_losses.cases
def loss_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, unequal numbers, sure answers, one of each."""
    yield [0.9], [0.2, 0.5]
    yield [0.6, 0.7, 0.95, 0.3], [0.1]
    yield [0.999, 0.99], [1e-4, 0.3, 0.02]
    yield rng.uniform(0.1, 0.9, 5).tolist(), rng.uniform(0.1, 0.9, 3).tolist()
    yield [0.3], [0.8]


# --- Exercise 4: the misplaced word

one_round = exercise(
    hints=[
        "Which of the two losses should give `w` a gradient?",
        "`backward` adds to `w.grad`. What is in it after the first call?",
        "Cut the fakes off where the discriminator learns, and nowhere else.",
    ],
    after="Without an error message the generator had followed the discriminator's"
    " gradient: it learned to be caught.",
    example=True,
)


@one_round.solution
def round_by_round(w, a, real, noise, learning_rate):
    """Return w and a after the discriminator's step and then the generator's."""
    w = torch.tensor(float(w), dtype=torch.float64, requires_grad=True)
    a = torch.tensor(float(a), dtype=torch.float64, requires_grad=True)
    real = torch.tensor(real, dtype=torch.float64)
    noise = torch.tensor(noise, dtype=torch.float64)
    softplus = nn.functional.softplus

    fakes = (w * noise).detach()
    loss = softplus(-a * real).mean() + softplus(a * fakes).mean()
    loss.backward()
    with torch.no_grad():
        a -= learning_rate * a.grad

    fakes = w * noise
    softplus(-a * fakes).mean().backward()
    with torch.no_grad():
        w -= learning_rate * w.grad
    return w.item(), a.item()


@one_round.start
def round_with_a_bug(w, a, real, noise, learning_rate):
    """Return w and a after the discriminator's step and then the generator's.

    w and a are numbers, real and noise lists of numbers of equal length. Both steps
    are plain gradient descent; the losses are those of the plain game. The generator
    steps against the discriminator's new a, from the same noise.
    """
    w = torch.tensor(float(w), dtype=torch.float64, requires_grad=True)
    a = torch.tensor(float(a), dtype=torch.float64, requires_grad=True)
    real = torch.tensor(real, dtype=torch.float64)
    noise = torch.tensor(noise, dtype=torch.float64)
    softplus = nn.functional.softplus

    fakes = w * noise
    loss = softplus(-a * real).mean() + softplus(a * fakes).mean()
    loss.backward()
    with torch.no_grad():
        a -= learning_rate * a.grad

    fakes = (w * noise).detach()
    softplus(-a * fakes).mean().backward()
    with torch.no_grad():
        w -= learning_rate * w.grad
    return w.item(), a.item()


def sigmoid(x):
    """Return 1 / (1 + e^-x)."""
    return 1 / (1 + np.exp(-np.array(x)))


def catching(w, a, real, noise):
    """Return the discriminator's loss's gradients for w and a."""
    real, noise = np.array(real), np.array(noise)
    fooled = sigmoid(a * w * noise)
    to_a = (-real * sigmoid(-a * real)).mean() + (w * noise * fooled).mean()
    return (a * noise * fooled).mean(), to_a


def fooling(w, a, noise):
    """Return the non-saturating loss's gradients for w and a."""
    noise = np.array(noise)
    doubt = sigmoid(-a * w * noise)
    return (-a * noise * doubt).mean(), (-w * noise * doubt).mean()


@one_round.also
def round_by_formula(w, a, real, noise, learning_rate):
    a = a - learning_rate * catching(w, a, real, noise)[1]
    return w - learning_rate * fooling(w, a, noise)[0], a


@one_round.mistake(
    "`w` still follows the discriminator's loss, so the generator learns to be caught."
    " Where should its gradient be cut off, and where not?"
)
def _(w, a, real, noise, learning_rate):
    to_w, to_a = catching(w, a, real, noise)
    return w - learning_rate * to_w, a - learning_rate * to_a


@one_round.mistake(
    "`w.grad` holds both losses: without `detach` in the first turn the"
    " discriminator's gradient is in it, and `backward` adds."
)
def _(w, a, real, noise, learning_rate):
    to_w, to_a = catching(w, a, real, noise)
    a = a - learning_rate * to_a
    return w - learning_rate * (to_w + fooling(w, a, noise)[0]), a


@one_round.mistake(
    "the generator steps against the old `a`. The discriminator has moved by then."
)
def _(w, a, real, noise, learning_rate):
    to_a = catching(w, a, real, noise)[1]
    return w - learning_rate * fooling(w, a, noise)[0], a - learning_rate * to_a


@one_round.mistake(
    "this is the minimax loss. The plain game of the lesson uses the non-saturating"
    " one; the losses of the code were right."
)
def _(w, a, real, noise, learning_rate):
    a = a - learning_rate * catching(w, a, real, noise)[1]
    noise = np.array(noise)
    return w + learning_rate * (a * noise * sigmoid(a * w * noise)).mean(), a


@one_round.mistake("the generator walks uphill: the sign of its step is wrong.")
def _(w, a, real, noise, learning_rate):
    a = a - learning_rate * catching(w, a, real, noise)[1]
    return w + learning_rate * fooling(w, a, noise)[0], a


@one_round.mistake(
    "the discriminator steps after the generator, against fakes of the new `w`. Its"
    " turn comes first."
)
def _(w, a, real, noise, learning_rate):
    w = w - learning_rate * fooling(w, a, noise)[0]
    return w, a - learning_rate * catching(w, a, real, noise)[1]


@one_round.mistake("`w` and `a` have changed places: return `w` first.")
def _(w, a, real, noise, learning_rate):
    return round_by_formula(w, a, real, noise, learning_rate)[::-1]


@one_round.mistake(
    "the generator's loss moves `a`, too. In its turn only the generator steps."
)
def _(w, a, real, noise, learning_rate):
    a = a - learning_rate * catching(w, a, real, noise)[1]
    to_w, to_a = fooling(w, a, noise)
    return w - learning_rate * to_w, a - learning_rate * to_a


@one_round.mistake(
    "`a` steps in the generator's turn, too. In that turn only the generator steps."
)
def _(w, a, real, noise, learning_rate):
    to_catch = catching(w, a, real, noise)[1]
    a = a - learning_rate * to_catch
    to_w, to_fool = fooling(w, a, noise)
    w, a = w - learning_rate * to_w, a - learning_rate * (to_catch + to_fool)
    return w, a


@one_round.mistake(
    "both losses go back at once, so `a` follows the generator's loss, too. There are"
    " two turns: backward and step, backward and step."
)
def _(w, a, real, noise, learning_rate):
    to_w, to_a = fooling(w, a, noise)
    to_a = to_a + catching(w, a, real, noise)[1]
    return w - learning_rate * to_w, a - learning_rate * to_a


@one_round.mistake("the discriminator walks uphill: the sign of its step is wrong.")
def _(w, a, real, noise, learning_rate):
    a = a + learning_rate * catching(w, a, real, noise)[1]
    return w - learning_rate * fooling(w, a, noise)[0], a


@one_round.mistake(
    "the discriminator learns to call fakes real and real ones fake. The losses of the"
    " code were right."
)
def _(w, a, real, noise, learning_rate):
    a = a + learning_rate * catching(w, -a, real, noise)[1]
    return w - learning_rate * fooling(w, a, noise)[0], a


@one_round.mistake(
    "the generator's loss calls its fakes *fake*, so it learns to be caught. That loss"
    " was right as it stood."
)
def _(w, a, real, noise, learning_rate):
    a = a - learning_rate * catching(w, a, real, noise)[1]
    return w - learning_rate * catching(w, a, real, noise)[0], a


@one_round.mistake(
    "these are the relativistic losses. This game is the plain one; the losses of the"
    " code were right."
)
def _(w, a, real, noise, learning_rate):
    real, noise = np.array(real), np.array(noise)
    lead = real - w * noise
    a = a + learning_rate * (lead * sigmoid(-a * lead)).mean()
    return w + learning_rate * (a * noise * sigmoid(a * lead)).mean(), a


@one_round.mistake(
    "no gradient reaches `w`: `w.grad` is None. With `detach` in both turns the fakes"
    " are cut off in the generator's own, too."
)
def _(w, a, real, noise, learning_rate):
    return w - learning_rate * None, a


@one_round.symptom(
    "`a` is right, but `w` has not moved at all: its gradient is cut off in its own"
    " turn."
)
def _(args, expected, got):
    return np.isclose(got[0], args[0]) and np.isclose(got[1], expected[1])


@one_round.symptom(
    "`w` has not moved, and `a` is not right either. Only one word stands in the wrong"
    " place."
)
def _(args, expected, got):
    return np.isfinite(got[1]) and np.isclose(got[0], args[0])


@one_round.symptom("`a` is not right. Its turn, the first, had been right but for `w`.")
def _(args, expected, got):
    rounded = [np.isclose(got[1], round(expected[1], n), 0, 1e-9) for n in (0, 1, 2, 3)]
    close = np.isclose(got[1], expected[1])
    return np.isfinite(got[1]) and not close and not any(rounded)


@one_round.cases
def round_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, negative numbers, several rows, a small rate."""
    yield 1.0, 0.5, [2.0], [1.0], 1.0
    yield -0.7, 0.8, [1.5, 2.5], [0.5, -1.2], 0.5
    yield 0.4, -1.1, [1.0, 3.0, 2.0], [1.3, 0.2, -0.4], 0.3
    w, a = rng.uniform(0.5, 1.5, 2)
    yield w, a, rng.normal(2, 0.5, 4).tolist(), rng.normal(size=4).tolist(), 0.7


# --- Exercise 5: a test against copying

share_of_copies = exercise(
    hints=[
        "One function for both: the distance of each row to its nearest training row.",
        "`scipy.spatial.distance.cdist(rows, train)` gives all distances, a row for"
        " each of `rows`; take the smallest of each row.",
        "The mark is `np.quantile(held_out_distances, 0.05)`; then the mean of"
        " `fake_distances < mark`.",
    ],
    after="If fakes were as new as held-out rows, about 5 % would be below the mark."
    " Copies with noise pass this test.",
    example=True,
)


def to_nearest(rows: Any, others: Any, power: float = 2) -> np.ndarray:
    """Return each row's distance to the nearest of the others."""
    rows, others = np.asarray(rows, float), np.asarray(others, float)
    gaps = np.abs(rows[:, None] - others[None])
    return (gaps**power).sum(axis=2).min(axis=1) ** (1 / power)


def to_other(rows: Any) -> np.ndarray:
    """Return each row's distance to the nearest other row."""
    rows = np.asarray(rows, float)
    gaps = np.linalg.norm(rows[:, None] - rows[None], axis=2)
    return (gaps + np.diag(np.full(len(rows), np.inf))).min(axis=1)


@share_of_copies.solution
def copied_share(fakes, train, held_out):
    """Return the share of fakes that are nearer to a training row than the mark."""

    def nearest(rows):
        gaps = np.array(rows)[:, None] - np.array(train)[None]
        return np.linalg.norm(gaps, axis=2).min(axis=1)

    mark = np.quantile(nearest(held_out), 0.05)
    return (nearest(fakes) < mark).mean()


@share_of_copies.also
def copied_by_torch(fakes, train, held_out):
    fakes, train, held_out = (
        torch.tensor(np.array(rows), dtype=torch.float64)
        for rows in (fakes, train, held_out)
    )
    mark = torch.quantile(torch.cdist(held_out, train).min(dim=1).values, 0.05)
    return (torch.cdist(fakes, train).min(dim=1).values < mark).double().mean()


@share_of_copies.also
def copied_by_percentile(fakes, train, held_out):
    near = to_nearest(fakes, train)
    mark = np.percentile(to_nearest(held_out, train), 5)
    return sum(near < mark) / len(near)


def all_distances(rows: Any, others: Any) -> np.ndarray:
    """Return the distances of all pairs, one after the other."""
    rows, others = np.asarray(rows, float), np.asarray(others, float)
    return np.linalg.norm(rows[:, None] - others[None], axis=2).ravel()


def copy_slip(message: str, wrong: Callable[..., Any]) -> None:
    """Name a mistake: what `wrong(fakes, train, held_out)` returns."""
    share_of_copies.mistake(message)(
        lambda fakes, train, held_out: wrong(fakes, train, held_out)
    )


def below(distances: np.ndarray, marks: np.ndarray, q: float = 0.05) -> float:
    """Return the share of distances below the quantile of the marks."""
    return float((distances < np.quantile(marks, q)).mean())


copy_slip(
    "a fake exactly at the mark does not count: nearer means less.",
    lambda f, t, h: float(
        (to_nearest(f, t) <= np.quantile(to_nearest(h, t), 0.05)).mean()
    ),
)
copy_slip(
    "the mark is the 5 % quantile, near the smallest. This is the 95 % quantile.",
    lambda f, t, h: below(to_nearest(f, t), to_nearest(h, t), 0.95),
)
copy_slip(
    "the mark is the smallest distance of a held-out row. Asked is the 5 % quantile.",
    lambda f, t, h: below(to_nearest(f, t), to_nearest(h, t), 0),
)
copy_slip(
    "the mark is the largest distance of a held-out row. Asked is the 5 % quantile.",
    lambda f, t, h: below(to_nearest(f, t), to_nearest(h, t), 1),
)
copy_slip(
    "the mark comes from the training rows, each with its nearest *other* one. It comes"
    " from the held-out rows.",
    lambda f, t, h: below(to_nearest(f, t), to_other(t)),
)
copy_slip(
    "the mark is the mean distance of the held-out rows. Asked is the 5 % quantile.",
    lambda f, t, h: float((to_nearest(f, t) < to_nearest(h, t).mean()).mean()),
)
copy_slip(
    "no fake is ever below this mark. If it comes from the training rows: each is at"
    " distance 0 from itself. It comes from the held-out rows.",
    lambda f, t, h: below(to_nearest(f, t), to_nearest(t, t)),
)
copy_slip(
    "the mark is the median of the held-out rows. Asked is the 5 % quantile.",
    lambda f, t, h: below(to_nearest(f, t), to_nearest(h, t), 0.5),
)
copy_slip(
    "the fakes' distances are those to the *held-out* rows. Both are measured to the"
    " training rows.",
    lambda f, t, h: below(to_nearest(f, h), to_nearest(h, t)),
)
copy_slip(
    "the mark comes from the fakes themselves. It comes from the held-out rows.",
    lambda f, t, h: below(to_nearest(f, t), to_nearest(f, t)),
)
copy_slip(
    "fakes and held-out rows have changed places.",
    lambda f, t, h: below(to_nearest(h, t), to_nearest(f, t)),
)
copy_slip(
    "the fakes' distances are those to the *held-out* rows, and the mark is that of the"
    " training rows: these two have changed places.",
    lambda f, t, h: below(to_nearest(f, h), to_nearest(t, h)),
)
copy_slip(
    "the squares are compared. A quantile lies between two values, so the root must be"
    " taken before it.",
    lambda f, t, h: below(to_nearest(f, t) ** 2, to_nearest(h, t) ** 2),
)
copy_slip(
    "this adds up absolute differences. The Euclidean distance is the root of the sum"
    " of squares.",
    lambda f, t, h: below(to_nearest(f, t, 1), to_nearest(h, t, 1)),
)
copy_slip(
    "these are mean distances to all training rows. Take the smallest for each row.",
    lambda f, t, h: below(
        *(
            np.sqrt(((np.asarray(x)[:, None] - np.asarray(t)) ** 2).sum(2)).mean(1)
            for x in (f, h)
        )
    ),
)
copy_slip(
    "these are the distances to the *farthest* training row.",
    lambda f, t, h: below(
        *(
            np.sqrt(((np.asarray(x)[:, None] - np.asarray(t)) ** 2).sum(2)).max(1)
            for x in (f, h)
        )
    ),
)
copy_slip(
    "this is the share of fakes that are *not* nearer than the mark.",
    lambda f, t, h: 1 - below(to_nearest(f, t), to_nearest(h, t)),
)
copy_slip(
    "this is how many fakes are nearer. Divide by the number of fakes.",
    lambda f, t, h: below(to_nearest(f, t), to_nearest(h, t)) * len(f),
)
copy_slip(
    "this is in percent. Return a share between 0 and 1.",
    lambda f, t, h: below(to_nearest(f, t), to_nearest(h, t)) * 100,
)
copy_slip(
    "the number of nearer fakes is divided by the number of training rows. Divide by"
    " the number of fakes.",
    lambda f, t, h: below(to_nearest(f, t), to_nearest(h, t)) * len(f) / len(t),
)
copy_slip(
    "only exact copies count. Count all that are nearer than the mark.",
    lambda f, t, h: float((to_nearest(f, t) == 0).mean()),
)
copy_slip(
    "the distances are looked at by training row: the smallest of each column. Take"
    " the smallest for each fake and each held-out row.",
    lambda f, t, h: below(to_nearest(t, f), to_nearest(t, h)),
)


copy_slip(
    "the mark is a quantile of *all* distances. Take each held-out row's smallest one"
    " first.",
    lambda f, t, h: below(to_nearest(f, t), all_distances(h, t)),
)
copy_slip(
    "all pairs of a fake and a training row are counted. Each fake counts once, by its"
    " nearest row.",
    lambda f, t, h: below(all_distances(f, t), to_nearest(h, t)),
)
copy_slip(
    "a fake that is near two training rows is counted twice. Each fake counts once, by"
    " its nearest row.",
    lambda f, t, h: below(all_distances(f, t), to_nearest(h, t)) * len(t),
)
copy_slip(
    "`np.linalg.norm` without an `axis` is one length of all differences together. Each"
    " training row has its own distance.",
    lambda f, t, h: below(
        *([np.linalg.norm(np.asarray(t) - row) for row in x] for x in (f, h))
    ),
)


def in_place(rows: Any, others: Any) -> np.ndarray:
    """Return the distances of rows in the same place, up to the shorter end."""
    n = min(len(rows), len(others))
    return np.linalg.norm(np.asarray(rows)[:n] - np.asarray(others)[:n], axis=1)


copy_slip(
    "a fake is compared with the training row in the same place. Which row is nearest"
    " to it?",
    lambda f, t, h: below(in_place(f, t), to_nearest(h, t)) * min(len(t) / len(f), 1),
)
copy_slip(
    "a fake is compared with the training row in the same place, and fakes beyond the"
    " last one are left out. Which row is nearest?",
    lambda f, t, h: below(in_place(f, t), to_nearest(h, t)),
)
copy_slip(
    "fakes and held-out rows are compared with the training row in the same place."
    " Which row is nearest?",
    lambda f, t, h: below(in_place(f, t), in_place(h, t)) * min(len(t) / len(f), 1),
)
copy_slip(
    "fakes and held-out rows are compared with the training row in the same place, and"
    " those beyond the last one are left out. Which row is nearest?",
    lambda f, t, h: below(in_place(f, t), in_place(h, t)),
)


def five_percent_slip(words: str, measure: Callable[..., Any]) -> None:
    """Name 5 % of a measure of the held-out rows' distances, taken as the mark."""
    copy_slip(
        f"5 % of the {words} distance is no quantile: that is a value below which 5 %"
        " of them lie.",
        lambda f, t, h: float(
            (to_nearest(f, t) < 0.05 * measure(to_nearest(h, t))).mean()
        ),
    )


five_percent_slip("mean", np.mean)
five_percent_slip("largest", np.max)
five_percent_slip("median", np.median)
copy_slip(
    "the mark is a quantile of squares, the fakes' distances are roots. Take the root"
    " in both.",
    lambda f, t, h: below(to_nearest(f, t), to_nearest(h, t) ** 2),
)
copy_slip(
    "the number of nearer fakes is divided by the number of held-out rows. Divide by"
    " the number of fakes.",
    lambda f, t, h: below(to_nearest(f, t), to_nearest(h, t)) * len(f) / len(h),
)
copy_slip(
    "this takes the largest difference of a column. The Euclidean distance is the root"
    " of the sum of squares.",
    lambda f, t, h: below(
        *(np.abs(x[:, None] - t).max(axis=2).min(axis=1) for x in (f, h))
    ),
)
copy_slip(
    "only the first column is looked at. Add up the squares of all columns.",
    lambda f, t, h: below(
        to_nearest(f[:, :1], t[:, :1]), to_nearest(h[:, :1], t[:, :1])
    ),
)


@share_of_copies.cases
def copy_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, copies, one row of each, a mark between two distances."""
    train = np.array([[0.0, 0.0], [10.0, 0.0]])
    yield (
        np.array([[0.0, 1.0], [10.0, 5.0], [5.0, 12.0]]),
        train,
        np.array([[3.0, 4.0]]),
    )
    # Distances 1 and 9 put the mark at 1.4; with squares it would be 5, that is 2.24.
    held_out = np.array([[0.0, 1.0], [10.0, 9.0]])
    # One fake lies between the median (5) and the 95 % quantile (8.6), one beyond both.
    near = [[0.0, 0.0], [10.0, 1.2], [0.0, 2.0], [0.0, 1.39], [4.0, 0.0]]
    fakes = np.array([*near, [5.0, 5.0], [5.0, 20.0]])
    yield fakes, train, held_out
    # Along the diagonal absolute differences are 1.41 times the distance.
    held_out = np.array([[0.0, 2.0], [10.0, 2.0]])
    yield np.array([[1.2, 1.2], [3.0, 0.0], [0.0, 1.5]]), train, held_out
    # Here the largest difference of a column is 1.4, below the mark of 1.5, but the
    # distance is 1.98.
    held_out = np.array([[0.0, 1.5], [10.0, 1.5]])
    yield np.array([[1.4, 1.4], [9.0, 0.5], [5.0, 5.0]]), train, held_out
    yield np.array([[1.0, 1.0]]), np.array([[1.0, 1.0]]), np.array([[1.0, 1.0]])
    # A fake near two training rows counts once.
    train = np.array([[0.0, 0.0], [0.0, 1.0], [20.0, 0.0]])
    held_out = np.array([[0.0, 4.0], [20.0, 4.0]])
    yield np.array([[0.0, 0.0], [10.0, 10.0]]), train, held_out
    yield np.array([[0.0, 0.5], [19.0, 0.0]]), train, held_out  # all are nearer
    yield np.array([[10.0, 10.0], [12.0, 9.0]]), train, held_out  # all are farther
    # Many fakes at all distances: each other mark, here it is 2.9, gives another share.
    train = np.array([[0.0, 0.0], [100.0, 0.0], [200.0, 0.0], [300.0, 0.0]])
    far = np.array([5.0, 29.0, 2.0, 12.0, 4.0, 20.0, 6.0, 16.0, 7.0, 9.0])
    held_out = train[[1, 0, 3, 2, 1, 3, 2, 0, 1, 2]] + far[:, None] * [0.6, -0.8]
    far = np.concatenate([np.linspace(30.3, 6.3, 25), np.linspace(5.77, 0.07, 39)])
    angle = np.arange(len(far)) * 2.4
    around = far[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    yield train[np.arange(len(far)) % 3] + around, train, held_out
    fakes = np.concatenate([rng.normal(size=(12, 3)), rng.normal(size=(4, 3)) * 3])
    train = rng.normal(size=(9, 3))
    fakes[:5] = train[:5] + 0.01 * rng.normal(size=(5, 3))
    yield fakes, train, train[rng.permutation(9)[:6]] + rng.normal(size=(6, 3))


ALL = lesson(__name__)
