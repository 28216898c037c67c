"""Answers to lesson 3.2 by students who had seen the lesson only."""

import math
from collections import Counter

import numpy as np
import pandas as pd
import torch
from scipy.spatial import KDTree
from scipy.spatial.distance import cdist
from sklearn.neighbors import NearestNeighbors
from torch import nn

from tests.exercises.answers import right, wrong

# ---- missing_classes ----


@right("missing_classes")
def _(fake_labels, real_labels, n_classes):
    missing = []
    for k in range(n_classes):
        f = sum(1 for x in fake_labels if x == k) / len(fake_labels)
        r = sum(1 for x in real_labels if x == k) / len(real_labels)
        if f < 0.5 * r:
            missing.append(k)
    return missing


@right("missing_classes")
def _(fake_labels, real_labels, n_classes):
    f, r = Counter(fake_labels), Counter(real_labels)
    return [
        k
        for k in range(n_classes)
        if f[k] / len(fake_labels) < r[k] / len(real_labels) / 2
    ]


@right("missing_classes")
def _(fake_labels, real_labels, n_classes):
    f = np.bincount(np.array(fake_labels), minlength=n_classes) / len(fake_labels)
    r = np.bincount(np.array(real_labels), minlength=n_classes) / len(real_labels)
    return np.where(f < r / 2)[0]


@right("missing_classes")
def _(fake_labels, real_labels, n_classes):
    f = pd.Series(fake_labels).value_counts(normalize=True)
    r = pd.Series(real_labels).value_counts(normalize=True)
    f = f.reindex(range(n_classes), fill_value=0)
    r = r.reindex(range(n_classes), fill_value=0)
    return f.index[f < r / 2].tolist()


@right("missing_classes")
def _(fake_labels, real_labels, n_classes):
    f = torch.bincount(torch.tensor(fake_labels), minlength=n_classes)
    r = torch.bincount(torch.tensor(real_labels), minlength=n_classes)
    few = 2 * f * len(real_labels) < r * len(fake_labels)
    return torch.nonzero(few).flatten()


@right("missing_classes")
def _(fake_labels, real_labels, n_classes):
    return tuple(
        k
        for k in range(n_classes)
        if list(real_labels).count(k) > 0
        and (list(fake_labels).count(k) / len(fake_labels))
        / (list(real_labels).count(k) / len(real_labels))
        < 0.5
    )


@wrong("missing_classes", "half counts as missing", says="exactly half")
def _(fake_labels, real_labels, n_classes):
    f = np.bincount(fake_labels, minlength=n_classes) / len(fake_labels)
    r = np.bincount(real_labels, minlength=n_classes) / len(real_labels)
    return [k for k in range(n_classes) if r[k] > 0 and f[k] <= r[k] / 2]


@wrong("missing_classes", "half, and classes without reals", says="without real")
def _(fake_labels, real_labels, n_classes):
    f = np.bincount(fake_labels, minlength=n_classes) / len(fake_labels)
    r = np.bincount(real_labels, minlength=n_classes) / len(real_labels)
    return [k for k in range(n_classes) if f[k] <= r[k] / 2]


@wrong("missing_classes", "counts", says="compare counts")
def _(fake_labels, real_labels, n_classes):
    f, r = list(fake_labels), list(real_labels)
    return [k for k in range(n_classes) if f.count(k) < r.count(k) / 2]


@wrong("missing_classes", "only those that never occur", says="do not occur at all")
def _(fake_labels, real_labels, n_classes):
    return sorted(set(real_labels) - set(fake_labels))


@wrong("missing_classes", "all that do not occur", says="real ones or not")
def _(fake_labels, real_labels, n_classes):
    return [k for k in range(n_classes) if k not in fake_labels]


@wrong("missing_classes", "n_classes not used", says="largest among the fakes")
def _(fake_labels, real_labels, n_classes):
    missing = []
    for k in range(max(fake_labels) + 1):
        f = fake_labels.count(k) / len(fake_labels)
        r = real_labels.count(k) / len(real_labels)
        if f < r / 2:
            missing.append(k)
    return missing


@wrong("missing_classes", "goes through the fakes", says="occur among the fakes are")
def _(fake_labels, real_labels, n_classes):
    missing = []
    for k in sorted(set(fake_labels)):
        f = fake_labels.count(k) / len(fake_labels)
        r = real_labels.count(k) / len(real_labels)
        if f < r / 2:
            missing.append(k)
    return missing


@wrong("missing_classes", "a mask", says="numbers of the classes")
def _(fake_labels, real_labels, n_classes):
    f = np.bincount(fake_labels, minlength=n_classes) / len(fake_labels)
    r = np.bincount(real_labels, minlength=n_classes) / len(real_labels)
    return f < r / 2


@wrong("missing_classes", "how many", says="how many are missing")
def _(fake_labels, real_labels, n_classes):
    f = np.bincount(fake_labels, minlength=n_classes) / len(fake_labels)
    r = np.bincount(real_labels, minlength=n_classes) / len(real_labels)
    return int((f < r / 2).sum())


@wrong("missing_classes", "less than the real share", says="*half*")
def _(fake_labels, real_labels, n_classes):
    f = np.bincount(fake_labels, minlength=n_classes) / len(fake_labels)
    r = np.bincount(real_labels, minlength=n_classes) / len(real_labels)
    return np.flatnonzero(f < r)


@wrong("missing_classes", "a list of one inside the loop", says="return")
def _(fake_labels, real_labels, n_classes):
    missing = []
    for k in range(n_classes):
        f = fake_labels.count(k) / len(fake_labels)
        r = real_labels.count(k) / len(real_labels)
        if f < r / 2:
            missing.append(k)
        return missing


# ---- round_lines ----

right("round_lines", "A F E C H B D")
right("round_lines", "AHFECBD")
right("round_lines", "a, f, h, e, c, b, d")
right("round_lines", list("AFEHCBD"))
right("round_lines", tuple("AFECHBD"))

wrong("round_lines", "A F I C H B D", "no detach", says="line I")
wrong("round_lines", "A F E C H G D", "detach in both turns", says="line G")
wrong("round_lines", "A F I C H G D", "detach in the wrong turn", says="line G")
wrong("round_lines", "A E F C H B D", "clears too late", says="line F clears")
wrong("round_lines", "A F C E H B D", "steps too early", says="line C steps")
wrong("round_lines", "A F E C B H D", "clears the generator's", says="line H clears")
wrong("round_lines", "A F E H B D C", "generator steps first", says="turn comes first")
wrong("round_lines", "A F E C B D", "never clears", says="a letter is missing")
wrong("round_lines", "A F E C H D B", "steps before backward", says="line D steps")
wrong("round_lines", "F E C A H B D", "fakes made later", says="line A makes")
wrong("round_lines", "A F E C H B B D", "a line twice", says="a letter stands twice")

# ---- game_losses ----


@right("game_losses")
def _(real_chances, fake_chances):
    real = np.array(real_chances)
    fake = np.array(fake_chances)
    d_loss = np.mean(-np.log(real)) + np.mean(-np.log(1 - fake))
    return d_loss, np.mean(np.log(1 - fake)), np.mean(-np.log(fake))


@right("game_losses")
def _(real_chances, fake_chances):
    a = -sum(math.log(p) for p in real_chances) / len(real_chances)
    b = -sum(math.log(1 - p) for p in fake_chances) / len(fake_chances)
    c = -sum(math.log(p) for p in fake_chances) / len(fake_chances)
    return [a + b, -b, c]


@right("game_losses")
def _(real_chances, fake_chances):
    bce = nn.BCELoss()
    r = torch.tensor(real_chances, dtype=torch.float64)
    f = torch.tensor(fake_chances, dtype=torch.float64)
    caught = bce(f, torch.zeros_like(f))
    return bce(r, torch.ones_like(r)) + caught, -caught, bce(f, torch.ones_like(f))


@right("game_losses")
def _(real_chances, fake_chances):
    softplus = nn.functional.softplus
    r = torch.logit(torch.tensor(real_chances, dtype=torch.float64))
    f = torch.logit(torch.tensor(fake_chances, dtype=torch.float64))
    d_loss = softplus(-r).mean() + softplus(f).mean()
    return d_loss.item(), -softplus(f).mean().item(), softplus(-f).mean().item()


@right("game_losses")
def _(real_chances, fake_chances):
    r, f = pd.Series(real_chances), pd.Series(fake_chances)
    minimax = np.log(1 - f).mean()
    return pd.Series([-np.log(r).mean() - minimax, minimax, -np.log(f).mean()])


@wrong("game_losses", "sums", says="these are sums")
def _(real_chances, fake_chances):
    r, f = np.array(real_chances), np.array(fake_chances)
    d_loss = -np.log(r).sum() - np.log(1 - f).sum()
    return d_loss, np.log(1 - f).sum(), -np.log(f).sum()


@wrong("game_losses", "one mean over all", says="one mean over all images")
def _(real_chances, fake_chances):
    r, f = np.array(real_chances), np.array(fake_chances)
    d_loss = -(np.log(r).sum() + np.log(1 - f).sum()) / (len(r) + len(f))
    return d_loss, np.log(1 - f).mean(), -np.log(f).mean()


@wrong("game_losses", "fakes as if real", says="calling fakes real")
def _(real_chances, fake_chances):
    r, f = np.array(real_chances), np.array(fake_chances)
    d_loss = -np.log(r).mean() - np.log(f).mean()
    return d_loss, np.log(1 - f).mean(), -np.log(f).mean()


@wrong("game_losses", "minimax with a minus", says="minimax loss has the wrong sign")
def _(real_chances, fake_chances):
    r, f = np.array(real_chances), np.array(fake_chances)
    fakes = -np.log(1 - f).mean()
    return -np.log(r).mean() + fakes, fakes, -np.log(f).mean()


@wrong("game_losses", "non-saturating without minus", says="should fall as p rises")
def _(real_chances, fake_chances):
    r, f = np.array(real_chances), np.array(fake_chances)
    minimax = np.log(1 - f).mean()
    return -np.log(r).mean() - minimax, minimax, np.log(f).mean()


@wrong("game_losses", "last two exchanged", says="changed places")
def _(real_chances, fake_chances):
    r, f = np.array(real_chances), np.array(fake_chances)
    minimax = np.log(1 - f).mean()
    return -np.log(r).mean() - minimax, -np.log(f).mean(), minimax


@wrong("game_losses", "log2", says="natural")
def _(real_chances, fake_chances):
    r, f = np.array(real_chances), np.array(fake_chances)
    minimax = np.log2(1 - f).mean()
    return -np.log2(r).mean() - minimax, minimax, -np.log2(f).mean()


@wrong("game_losses", "the log of the mean", says="logarithm of a mean")
def _(real_chances, fake_chances):
    r, f = np.mean(real_chances), np.mean(fake_chances)
    return -np.log(r) - np.log(1 - f), np.log(1 - f), -np.log(f)


@wrong("game_losses", "half of the discriminator's", says="half")
def _(real_chances, fake_chances):
    r, f = np.array(real_chances), np.array(fake_chances)
    minimax = np.log(1 - f).mean()
    return 0.5 * (-np.log(r).mean() - minimax), minimax, -np.log(f).mean()


@wrong("game_losses", "two numbers only", says="three numbers")
def _(real_chances, fake_chances):
    r, f = np.array(real_chances), np.array(fake_chances)
    return -np.log(r).mean() - np.log(1 - f).mean(), -np.log(f).mean()


@wrong("game_losses", "only the real ones' part", says="the generator's are right")
def _(real_chances, fake_chances):
    r, f = np.array(real_chances), np.array(fake_chances)
    return -np.log(r).mean(), np.log(1 - f).mean(), -np.log(f).mean()


# ---- one_round ----


@right("one_round")
def _(w, a, real, noise, learning_rate):
    w = torch.tensor(float(w), dtype=torch.float64, requires_grad=True)
    a = torch.tensor(float(a), dtype=torch.float64, requires_grad=True)
    real = torch.tensor(real, dtype=torch.float64)
    noise = torch.tensor(noise, dtype=torch.float64)
    softplus = nn.functional.softplus

    fakes = w * noise
    loss = softplus(-a * real).mean() + softplus(a * fakes.detach()).mean()
    loss.backward()
    with torch.no_grad():
        a -= learning_rate * a.grad

    softplus(-a * fakes).mean().backward()
    with torch.no_grad():
        w -= learning_rate * w.grad
    return w.item(), a.item()


@right("one_round")
def _(w, a, real, noise, learning_rate):
    w = torch.tensor(float(w), dtype=torch.float64, requires_grad=True)
    a = torch.tensor(float(a), dtype=torch.float64, requires_grad=True)
    real = torch.tensor(real, dtype=torch.float64)
    noise = torch.tensor(noise, dtype=torch.float64)
    softplus = nn.functional.softplus
    with torch.no_grad():
        fakes = w * noise
    (softplus(-a * real).mean() + softplus(a * fakes).mean()).backward()
    with torch.no_grad():
        a -= learning_rate * a.grad
    fakes = w * noise
    softplus(-a * fakes).mean().backward()
    with torch.no_grad():
        w -= learning_rate * w.grad
    return w.item(), a.item()


@right("one_round")
def _(w, a, real, noise, learning_rate):
    # clears the gradient instead of cutting it off
    w = torch.tensor(float(w), dtype=torch.float64, requires_grad=True)
    a = torch.tensor(float(a), dtype=torch.float64, requires_grad=True)
    real = torch.tensor(real, dtype=torch.float64)
    noise = torch.tensor(noise, dtype=torch.float64)
    softplus = nn.functional.softplus
    fakes = w * noise
    (softplus(-a * real).mean() + softplus(a * fakes).mean()).backward()
    with torch.no_grad():
        a -= learning_rate * a.grad
    w.grad = None
    fakes = w * noise
    softplus(-a * fakes).mean().backward()
    with torch.no_grad():
        w -= learning_rate * w.grad
    return [w.item(), a.item()]


@right("one_round")
def _(w, a, real, noise, learning_rate):
    real, noise = np.array(real), np.array(noise)

    def sigmoid(x):
        return 1 / (1 + np.exp(-x))

    fakes = w * noise
    da = -(real * sigmoid(-a * real)).mean() + (fakes * sigmoid(a * fakes)).mean()
    a = a - learning_rate * da
    dw = -(a * noise * sigmoid(-a * fakes)).mean()
    return np.array([w - learning_rate * dw, a])


@right("one_round")
def _(w, a, real, noise, learning_rate):
    w = torch.tensor([float(w)], dtype=torch.float64, requires_grad=True)
    a = torch.tensor([float(a)], dtype=torch.float64, requires_grad=True)
    to_fool = torch.optim.SGD([w], lr=learning_rate)
    to_catch = torch.optim.SGD([a], lr=learning_rate)
    real = torch.tensor(real, dtype=torch.float64)
    noise = torch.tensor(noise, dtype=torch.float64)
    softplus = nn.functional.softplus
    fakes = w * noise
    (softplus(-a * real).mean() + softplus(a * fakes.detach()).mean()).backward()
    to_catch.step()
    to_fool.zero_grad()
    softplus(-a * fakes).mean().backward()
    to_fool.step()
    return w.item(), a.item()


@wrong("one_round", "no detach at all", says="holds both losses")
def _(w, a, real, noise, learning_rate):
    w = torch.tensor(float(w), dtype=torch.float64, requires_grad=True)
    a = torch.tensor(float(a), dtype=torch.float64, requires_grad=True)
    real = torch.tensor(real, dtype=torch.float64)
    noise = torch.tensor(noise, dtype=torch.float64)
    softplus = nn.functional.softplus
    fakes = w * noise
    (softplus(-a * real).mean() + softplus(a * fakes).mean()).backward()
    with torch.no_grad():
        a -= learning_rate * a.grad
    fakes = w * noise
    softplus(-a * fakes).mean().backward()
    with torch.no_grad():
        w -= learning_rate * w.grad
    return w.item(), a.item()


@wrong("one_round", "detach in both")
def _(w, a, real, noise, learning_rate):
    w = torch.tensor(float(w), dtype=torch.float64, requires_grad=True)
    a = torch.tensor(float(a), dtype=torch.float64, requires_grad=True)
    real = torch.tensor(real, dtype=torch.float64)
    noise = torch.tensor(noise, dtype=torch.float64)
    softplus = nn.functional.softplus
    fakes = (w * noise).detach()
    (softplus(-a * real).mean() + softplus(a * fakes).mean()).backward()
    with torch.no_grad():
        a -= learning_rate * a.grad
    fakes = (w * noise).detach()
    softplus(-a * fakes).mean().backward()
    with torch.no_grad():
        w -= learning_rate * w.grad
    return w.item(), a.item()


@wrong("one_round", "detached the discriminator", says="learns to be caught")
def _(w, a, real, noise, learning_rate):
    w = torch.tensor(float(w), dtype=torch.float64, requires_grad=True)
    a = torch.tensor(float(a), dtype=torch.float64, requires_grad=True)
    real = torch.tensor(real, dtype=torch.float64)
    noise = torch.tensor(noise, dtype=torch.float64)
    softplus = nn.functional.softplus
    fakes = w * noise
    (softplus(-a * real).mean() + softplus(a * fakes).mean()).backward()
    with torch.no_grad():
        a -= learning_rate * a.grad
    softplus(-a * fakes.detach()).mean().backward()
    with torch.no_grad():
        w -= learning_rate * w.grad
    return w.item(), a.item()


@wrong("one_round", "sign of the generator's step", says="uphill")
def _(w, a, real, noise, learning_rate):
    real, noise = np.array(real), np.array(noise)
    s = lambda x: 1 / (1 + np.exp(-x))
    da = -(real * s(-a * real)).mean() + (w * noise * s(a * w * noise)).mean()
    a = a - learning_rate * da
    dw = -(a * noise * s(-a * w * noise)).mean()
    return w + learning_rate * dw, a


@wrong("one_round", "the old a", says="old `a`")
def _(w, a, real, noise, learning_rate):
    real, noise = np.array(real), np.array(noise)
    s = lambda x: 1 / (1 + np.exp(-x))
    da = -(real * s(-a * real)).mean() + (w * noise * s(a * w * noise)).mean()
    dw = -(a * noise * s(-a * w * noise)).mean()
    return w - learning_rate * dw, a - learning_rate * da


@wrong("one_round", "minimax", says="minimax")
def _(w, a, real, noise, learning_rate):
    w = torch.tensor(float(w), dtype=torch.float64, requires_grad=True)
    a = torch.tensor(float(a), dtype=torch.float64, requires_grad=True)
    real = torch.tensor(real, dtype=torch.float64)
    noise = torch.tensor(noise, dtype=torch.float64)
    softplus = nn.functional.softplus
    fakes = w * noise
    (softplus(-a * real).mean() + softplus(a * fakes.detach()).mean()).backward()
    with torch.no_grad():
        a -= learning_rate * a.grad
    (-softplus(a * fakes).mean()).backward()
    with torch.no_grad():
        w -= learning_rate * w.grad
    return w.item(), a.item()


@wrong("one_round", "a and w exchanged", says="changed places")
def _(w, a, real, noise, learning_rate):
    real, noise = np.array(real), np.array(noise)
    s = lambda x: 1 / (1 + np.exp(-x))
    da = -(real * s(-a * real)).mean() + (w * noise * s(a * w * noise)).mean()
    a = a - learning_rate * da
    dw = -(a * noise * s(-a * w * noise)).mean()
    return a, w - learning_rate * dw


@wrong("one_round", "w never steps", says="not moved")
def _(w, a, real, noise, learning_rate):
    real, noise = np.array(real), np.array(noise)
    s = lambda x: 1 / (1 + np.exp(-x))
    da = -(real * s(-a * real)).mean() + (w * noise * s(a * w * noise)).mean()
    return w, a - learning_rate * da


# ---- share_of_copies ----


@right("share_of_copies")
def _(fakes, train, held_out):
    mark = np.quantile(cdist(held_out, train).min(axis=1), 0.05)
    return np.mean(cdist(fakes, train).min(axis=1) < mark)


@right("share_of_copies")
def _(fakes, train, held_out):
    def nearest(row):
        return min(math.dist(row, t) for t in train)

    mark = np.percentile([nearest(h) for h in held_out], 5)
    return sum(nearest(f) < mark for f in fakes) / len(fakes)


@right("share_of_copies")
def _(fakes, train, held_out):
    from sklearn.neighbors import NearestNeighbors

    model = NearestNeighbors(n_neighbors=1, algorithm="brute").fit(train)
    mark = np.quantile(model.kneighbors(held_out)[0][:, 0], 0.05)
    return (model.kneighbors(fakes)[0][:, 0] < mark).mean()


@right("share_of_copies")
def _(fakes, train, held_out):
    distances = []
    for f in fakes:
        distances.append(np.linalg.norm(train - f, axis=1).min())
    others = []
    for h in held_out:
        others.append(np.linalg.norm(train - h, axis=1).min())
    mark = pd.Series(others).quantile(0.05)
    return pd.Series(distances).lt(mark).mean()


@right("share_of_copies")
def _(fakes, train, held_out):
    f, t, h = (torch.tensor(x, dtype=torch.float64) for x in (fakes, train, held_out))
    near = ((f[:, None] - t) ** 2).sum(-1).sqrt().amin(1)
    mark = ((h[:, None] - t) ** 2).sum(-1).sqrt().amin(1).quantile(0.05)
    return (near < mark).double().mean().item()


@wrong("share_of_copies", "at the mark counts", says="exactly at the mark")
def _(fakes, train, held_out):
    mark = np.quantile(cdist(held_out, train).min(axis=1), 0.05)
    return np.mean(cdist(fakes, train).min(axis=1) <= mark)


@wrong("share_of_copies", "95 %", says="95 %")
def _(fakes, train, held_out):
    mark = np.quantile(cdist(held_out, train).min(axis=1), 0.95)
    return np.mean(cdist(fakes, train).min(axis=1) < mark)


@wrong("share_of_copies", "the smallest one", says="smallest distance")
def _(fakes, train, held_out):
    mark = min(cdist(held_out, train).min(axis=1))
    return np.mean(cdist(fakes, train).min(axis=1) < mark)


@wrong("share_of_copies", "fakes to held-out", says="*held-out*")
def _(fakes, train, held_out):
    mark = np.quantile(cdist(held_out, train).min(axis=1), 0.05)
    return np.mean(cdist(fakes, held_out).min(axis=1) < mark)


@wrong("share_of_copies", "no root", says="squares are compared")
def _(fakes, train, held_out):
    def near(rows):
        return ((rows[:, None] - train[None]) ** 2).sum(axis=2).min(axis=1)

    return (near(fakes) < np.quantile(near(held_out), 0.05)).mean()


@wrong("share_of_copies", "absolute differences", says="absolute differences")
def _(fakes, train, held_out):
    mark = np.quantile(cdist(held_out, train, "cityblock").min(axis=1), 0.05)
    return np.mean(cdist(fakes, train, "cityblock").min(axis=1) < mark)


@wrong("share_of_copies", "mean distance", says="mean distances")
def _(fakes, train, held_out):
    mark = np.quantile(cdist(held_out, train).mean(axis=1), 0.05)
    return np.mean(cdist(fakes, train).mean(axis=1) < mark)


@wrong("share_of_copies", "a count", says="how many fakes")
def _(fakes, train, held_out):
    mark = np.quantile(cdist(held_out, train).min(axis=1), 0.05)
    return np.sum(cdist(fakes, train).min(axis=1) < mark)


@wrong("share_of_copies", "wrong axis", says="by training row")
def _(fakes, train, held_out):
    mark = np.quantile(cdist(held_out, train).min(axis=0), 0.05)
    return np.mean(cdist(fakes, train).min(axis=0) < mark)


@wrong("share_of_copies", "the others' share", says="*not* nearer")
def _(fakes, train, held_out):
    mark = np.quantile(cdist(held_out, train).min(axis=1), 0.05)
    return np.mean(cdist(fakes, train).min(axis=1) >= mark)


@wrong("share_of_copies", "exact copies only", says="exact copies")
def _(fakes, train, held_out):
    return np.mean([any((f == t).all() for t in train) for f in fakes])


# ---- by a student who read the lesson only, without these answers ----

# -- missing_classes --


@right("missing_classes")
def missing_by_dictionaries(fake_labels, real_labels, n_classes):
    fakes, reals = {}, {}
    for label in fake_labels:
        fakes[label] = fakes.get(label, 0) + 1
    for label in real_labels:
        reals[label] = reals.get(label, 0) + 1
    missing = []
    for label in sorted(reals):
        share = fakes.get(label, 0) / len(fake_labels)
        if share < reals[label] / len(real_labels) / 2:
            missing.append(label)
    return missing


@right("missing_classes")
def missing_by_torch(fake_labels, real_labels, n_classes):
    fakes = torch.bincount(torch.tensor(fake_labels), minlength=n_classes)
    reals = torch.bincount(torch.tensor(real_labels), minlength=n_classes)
    too_few = 2 * fakes * len(real_labels) < reals * len(fake_labels)
    return torch.nonzero(too_few).flatten().tolist()


@right("missing_classes")
def missing_by_one_hot(fake_labels, real_labels, n_classes):
    fakes = np.eye(n_classes)[list(fake_labels)].mean(axis=0)
    reals = np.eye(n_classes)[list(real_labels)].mean(axis=0)
    return np.flatnonzero(fakes < 0.5 * reals)


@right("missing_classes")
def missing_by_reindex(fake_labels, real_labels, n_classes):
    index = range(n_classes)
    fakes = pd.Series(fake_labels).value_counts(normalize=True)
    reals = pd.Series(real_labels).value_counts(normalize=True)
    fakes, reals = (s.reindex(index, fill_value=0) for s in (fakes, reals))
    return list(reals.index[fakes < reals / 2])


@right("missing_classes")
def missing_by_ratio(fake_labels, real_labels, n_classes):
    result = set()
    for c in range(n_classes):
        real = sum(1 for r in real_labels if r == c) / len(real_labels)
        if real == 0:
            continue
        fake = sum(1 for f in fake_labels if f == c) / len(fake_labels)
        if fake / real < 0.5:
            result.add(c)
    return sorted(result)


@right("missing_classes")
def missing_by_removal(fake_labels, real_labels, n_classes):
    missing = list(range(n_classes))
    for c in range(n_classes):
        fake = list(fake_labels).count(c) / len(fake_labels)
        real = list(real_labels).count(c) / len(real_labels)
        if not fake < real / 2:
            missing.remove(c)
    return tuple(missing)


@wrong(
    "missing_classes",
    "half of an even share of 1 / n_classes, not of the real",
    says="compared with equal shares",
)
def missing_of_an_even_share(fake_labels, real_labels, n_classes):
    even = 1 / n_classes
    return [
        c
        for c in range(n_classes)
        if fake_labels.count(c) / len(fake_labels) < even / 2
    ]


@wrong(
    "missing_classes",
    "the condition turned around: classes that are too frequent",
    says="the comparison is",
)
def missing_turned(fake_labels, real_labels, n_classes):
    return [
        c
        for c in range(n_classes)
        if fake_labels.count(c) / len(fake_labels)
        > real_labels.count(c) / len(real_labels) / 2
    ]


@wrong(
    "missing_classes",
    "both shares divided by the number of fakes",
    says="compare shares",
)
def missing_one_length(fake_labels, real_labels, n_classes):
    n = len(fake_labels)
    fakes = np.bincount(fake_labels, minlength=n_classes) / n
    reals = np.bincount(real_labels, minlength=n_classes) / n
    return np.flatnonzero(fakes < reals / 2).tolist()


@wrong(
    "missing_classes",
    "return in the loop: stops after the first",
    says="one number where 2 are due",
)
def missing_first_only(fake_labels, real_labels, n_classes):
    for c in range(n_classes):
        fake = fake_labels.count(c) / len(fake_labels)
        real = real_labels.count(c) / len(real_labels)
        if fake < real / 2:
            return [c]
    return []


@wrong("missing_classes", "starts at class 1", says="class 0 is never looked at")
def missing_from_one(fake_labels, real_labels, n_classes):
    missing = []
    for c in range(1, n_classes):
        fake = fake_labels.count(c) / len(fake_labels)
        real = real_labels.count(c) / len(real_labels)
        if fake < real / 2:
            missing.append(c)
    return missing


@wrong(
    "missing_classes",
    "the loop ends at n_classes - 2",
    says="the last class is never looked at",
)
def missing_not_the_last(fake_labels, real_labels, n_classes):
    missing = []
    for c in range(n_classes - 1):
        fake = fake_labels.count(c) / len(fake_labels)
        real = real_labels.count(c) / len(real_labels)
        if fake < real / 2:
            missing.append(c)
    return missing


@wrong(
    "missing_classes",
    "less than the real share, not less than half of it",
    says="*half*",
)
def missing_without_half(fake_labels, real_labels, n_classes):
    fakes = np.bincount(fake_labels, minlength=n_classes) / len(fake_labels)
    reals = np.bincount(real_labels, minlength=n_classes) / len(real_labels)
    return [c for c in range(n_classes) if fakes[c] < reals[c]]


@wrong("missing_classes", "a class with exactly half counts", says="exactly half")
def missing_half_counts(fake_labels, real_labels, n_classes):
    fakes = np.bincount(fake_labels, minlength=n_classes) / len(fake_labels)
    reals = np.bincount(real_labels, minlength=n_classes) / len(real_labels)
    return [c for c in range(n_classes) if fakes[c] <= reals[c] / 2 and reals[c] > 0]


@wrong(
    "missing_classes",
    "a class without real images counts (at most half of 0)",
    says="neither fakes nor real images",
)
def missing_zero_of_zero(fake_labels, real_labels, n_classes):
    missing = []
    for c in range(n_classes):
        fake = fake_labels.count(c) / len(fake_labels)
        real = real_labels.count(c) / len(real_labels)
        if fake == 0 or fake < real / 2:
            missing.append(c)
    return missing


@wrong("missing_classes", "fakes and real ones swapped", says="changed places")
def missing_the_other_way(fake_labels, real_labels, n_classes):
    fakes = np.bincount(fake_labels, minlength=n_classes) / len(fake_labels)
    reals = np.bincount(real_labels, minlength=n_classes) / len(real_labels)
    return np.flatnonzero(reals < fakes / 2).tolist()


@wrong("missing_classes", "counts compared, not shares", says="compare counts")
def missing_by_counts(fake_labels, real_labels, n_classes):
    return [
        c
        for c in range(n_classes)
        if list(fake_labels).count(c) < list(real_labels).count(c) / 2
    ]


@wrong("missing_classes", "half as a difference of 50 points", says="not 50 points")
def missing_by_points(fake_labels, real_labels, n_classes):
    fakes = np.bincount(fake_labels, minlength=n_classes) / len(fake_labels)
    reals = np.bincount(real_labels, minlength=n_classes) / len(real_labels)
    return np.flatnonzero(reals - fakes > 0.5).tolist()


@wrong(
    "missing_classes",
    "bincount without minlength: fails where classes lack",
    says="minlength",
)
def missing_no_minlength(fake_labels, real_labels, n_classes):
    fakes = np.bincount(fake_labels) / len(fake_labels)
    reals = np.bincount(real_labels) / len(real_labels)
    return [c for c in range(n_classes) if fakes[c] < reals[c] / 2]


@wrong(
    "missing_classes", "integer division makes each share 0 or 1", says="whole numbers"
)
def missing_by_whole_shares(fake_labels, real_labels, n_classes):
    return [
        c
        for c in range(n_classes)
        if fake_labels.count(c) // len(fake_labels)
        < real_labels.count(c) // len(real_labels) / 2
    ]


@wrong(
    "missing_classes",
    "the classes by falling share of the real ones",
    says="rising order",
)
def missing_by_frequency(fake_labels, real_labels, n_classes):
    reals = Counter(real_labels).most_common()
    return [
        c
        for c, n in reals
        if fake_labels.count(c) / len(fake_labels) < n / len(real_labels) / 2
    ]


# -- round_lines --

right("round_lines", "A F E C H B D")
right("round_lines", ["A", "H", "F", "E", "C", "B", "D"])
right("round_lines", "A, F, H, E, C, B, D")
right("round_lines", "afehcbd")
right("round_lines", tuple("AFECHBD"))

wrong("round_lines", "A F E C H G D", "detach in the generator's turn", says="line G")
wrong(
    "round_lines",
    "A F I C H B D",
    "no detach in the discriminator's turn",
    says="line I",
)
wrong(
    "round_lines",
    "A H B D F E C",
    "the generator's turn first",
    says="turn comes first",
)
wrong(
    "round_lines",
    "A F E C H D B",
    "steps before backward, generator",
    says="line D steps",
)
wrong(
    "round_lines",
    "A F C E H B D",
    "steps before backward, discriminator",
    says="line C steps",
)
wrong(
    "round_lines",
    "A E F C H B D",
    "clears what backward has just computed",
    says="line F clears the",
)
wrong(
    "round_lines",
    "A F E C B H D",
    "clears the generator's gradient before its step",
    says="line H clears the",
)
wrong(
    "round_lines",
    "A F H E B C D",
    "both backward, then both steps",
    says="with its step",
)
wrong(
    "round_lines",
    "A E C F H B D",
    "clears the discriminator after its step",
    says="line F clears too late",
)
wrong(
    "round_lines",
    "A F E C B D",
    "to_fool.zero_grad is left out",
    says="a letter is missing",
)
wrong(
    "round_lines",
    "A E C H B D",
    "to_catch.zero_grad is left out",
    says="a letter is missing",
)
wrong("round_lines", "A F I C H G D", "detach in the wrong turn", says="line G")
wrong("round_lines", "A F E C H B D G I", "all nine lines")
wrong("round_lines", "F A E C H B D", "does not begin with A", says="it comes first")
wrong(
    "round_lines", "A F E D H B C", "each step in the other's turn", says="line D steps"
)
wrong(
    "round_lines",
    "A H E C F B D",
    "each zero_grad in the other's turn",
    says="line F clears too late",
)
wrong(
    "round_lines",
    "A F E C B D H",
    "clears after the step",
    says="line H clears after the step",
)
wrong(
    "round_lines",
    "A F E C H B C",
    "to_catch steps twice, to_fool never",
    says="stands twice",
)

# -- game_losses --


@right("game_losses")
def losses_by_softplus(real_chances, fake_chances):
    real, fake = torch.logit(torch.tensor([real_chances], dtype=torch.float64)), None
    fake = torch.logit(torch.tensor([fake_chances], dtype=torch.float64))
    softplus = nn.functional.softplus
    catch = softplus(-real).mean() + softplus(fake).mean()
    return catch, -softplus(fake).mean(), softplus(-fake).mean()


@right("game_losses")
def losses_by_products(real_chances, fake_chances):
    real = math.log(math.prod(real_chances)) / len(real_chances)
    caught = math.log(math.prod(1 - p for p in fake_chances)) / len(fake_chances)
    passed = math.log(math.prod(fake_chances)) / len(fake_chances)
    return -real - caught, caught, -passed


@right("game_losses")
def losses_by_binary_cross_entropy(real_chances, fake_chances):
    real = torch.tensor(real_chances, dtype=torch.float64)
    fake = torch.tensor(fake_chances, dtype=torch.float64)
    cost = nn.functional.binary_cross_entropy
    zeros, ones = torch.zeros_like(fake), torch.ones_like(fake)
    caught = cost(fake, zeros)
    return (
        (cost(real, torch.ones_like(real)) + caught).item(),
        -caught.item(),
        cost(fake, ones).item(),
    )


@right("game_losses")
def losses_by_running_sums(real_chances, fake_chances):
    first = second = third = 0.0
    for p in real_chances:
        first -= math.log(p) / len(real_chances)
    for p in fake_chances:
        second += math.log(1 - p) / len(fake_chances)
        third -= math.log(p) / len(fake_chances)
    return [first - second, second, third]


@right("game_losses")
def losses_as_an_array(real_chances, fake_chances):
    real, fake = np.asarray(real_chances), np.asarray(fake_chances)
    minimax = np.log1p(-fake).mean()
    return np.array([-np.log(real).mean() - minimax, minimax, -np.log(fake).mean()])


@right("game_losses")
def losses_by_pandas(real_chances, fake_chances):
    real, fake = pd.Series(list(real_chances)), pd.Series(list(fake_chances))
    minimax = (1 - fake).apply(math.log).mean()
    caught = real.apply(math.log).mul(-1).mean() - minimax
    return caught, minimax, -fake.apply(math.log).mean()


@wrong("game_losses", "sums instead of means", says="these are sums")
def losses_summed(real_chances, fake_chances):
    minimax = sum(math.log(1 - p) for p in fake_chances)
    real = sum(-math.log(p) for p in real_chances)
    return real - minimax, minimax, sum(-math.log(p) for p in fake_chances)


@wrong(
    "game_losses", "one mean over real and fake ones together", says="one mean over all"
)
def losses_pooled(real_chances, fake_chances):
    terms = [-math.log(p) for p in real_chances] + [
        -math.log(1 - p) for p in fake_chances
    ]
    fake = np.array(fake_chances)
    return np.mean(terms), np.log(1 - fake).mean(), -np.log(fake).mean()


@wrong("game_losses", "log with base 10", says="base 10")
def losses_base_ten(real_chances, fake_chances):
    real, fake = np.array(real_chances), np.array(fake_chances)
    minimax = np.log10(1 - fake).mean()
    return -np.log10(real).mean() - minimax, minimax, -np.log10(fake).mean()


@wrong(
    "game_losses",
    "the discriminator takes fakes for real: -ln p for both",
    says="calling fakes real",
)
def losses_all_real(real_chances, fake_chances):
    real, fake = np.array(real_chances), np.array(fake_chances)
    return (
        -np.log(real).mean() - np.log(fake).mean(),
        np.log(1 - fake).mean(),
        -np.log(fake).mean(),
    )


@wrong(
    "game_losses",
    "softplus of a probability, as if it were a score",
    says="softplus takes a score",
)
def losses_softplus_of_chances(real_chances, fake_chances):
    softplus = nn.functional.softplus
    real = torch.tensor(real_chances, dtype=torch.float64)
    fake = torch.tensor(fake_chances, dtype=torch.float64)
    caught = softplus(fake).mean()
    return (softplus(-real).mean() + caught, -caught, softplus(-fake).mean())


@wrong(
    "game_losses",
    "real ones and fakes swapped in the discriminator's loss",
    says="p and 1 - p",
)
def losses_players_swapped(real_chances, fake_chances):
    real, fake = np.array(real_chances), np.array(fake_chances)
    return (
        -np.log(1 - real).mean() - np.log(fake).mean(),
        np.log(1 - fake).mean(),
        -np.log(fake).mean(),
    )


@wrong(
    "game_losses",
    "minimax as the opposite of the whole loss of the other",
    says="*fakes'* part",
)
def losses_zero_sum(real_chances, fake_chances):
    real, fake = np.array(real_chances), np.array(fake_chances)
    caught = -np.log(real).mean() - np.log(1 - fake).mean()
    return caught, -caught, -np.log(fake).mean()


@wrong(
    "game_losses", "half of the discriminator's loss: a mean of two means", says="half"
)
def losses_halved(real_chances, fake_chances):
    real, fake = np.array(real_chances), np.array(fake_chances)
    minimax = np.log(1 - fake).mean()
    return (-np.log(real).mean() - minimax) / 2, minimax, -np.log(fake).mean()


@wrong("game_losses", "zip cuts the longer list", says="in pairs")
def losses_zipped(real_chances, fake_chances):
    pairs = list(zip(real_chances, fake_chances, strict=False))
    catch = np.mean([-math.log(r) - math.log(1 - f) for r, f in pairs])
    return (
        catch,
        np.mean([math.log(1 - f) for _, f in pairs]),
        np.mean([-math.log(f) for _, f in pairs]),
    )


@wrong("game_losses", "lists of terms, no mean", says="take the means")
def losses_by_image(real_chances, fake_chances):
    real = [-math.log(p) for p in real_chances]
    caught = [math.log(1 - p) for p in fake_chances]
    return real + caught, caught, [-math.log(p) for p in fake_chances]


@wrong(
    "game_losses",
    "both terms divided by the number of real ones",
    says="divided by the number of real",
)
def losses_one_length(real_chances, fake_chances):
    n = len(real_chances)
    minimax = sum(math.log(1 - p) for p in fake_chances) / n
    real = -sum(math.log(p) for p in real_chances) / n
    return real - minimax, minimax, -sum(math.log(p) for p in fake_chances) / n


@wrong("game_losses", "rounded to one digit", says="rounded to one digit")
def losses_rounded_to_one(real_chances, fake_chances):
    real, fake = np.array(real_chances), np.array(fake_chances)
    minimax = np.log(1 - fake).mean()
    caught = -np.log(real).mean() - minimax
    return round(caught, 1), round(minimax, 1), round(-np.log(fake).mean(), 1)


# -- one_round --


@right("one_round")
def round_as_planned(w, a, real, noise, learning_rate):
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


@right("one_round")
def round_cleared(w, a, real, noise, learning_rate):
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
    w.grad = None
    softplus(-a * (w * noise)).mean().backward()
    with torch.no_grad():
        w -= learning_rate * w.grad
    return w.item(), a.item()


@right("one_round")
def round_by_hand(w, a, real, noise, learning_rate):
    def chance(score):
        return 1 / (1 + math.exp(-score))

    n = len(real)
    slope = sum(-x * (1 - chance(a * x)) for x in real) / n
    slope += sum(w * z * chance(a * w * z) for z in noise) / n
    a = a - learning_rate * slope
    slope = sum(-a * z * (1 - chance(a * w * z)) for z in noise) / n
    return w - learning_rate * slope, a


@right("one_round")
def round_by_autograd_grad(w, a, real, noise, learning_rate):
    w = torch.tensor(float(w), dtype=torch.float64, requires_grad=True)
    a = torch.tensor(float(a), dtype=torch.float64, requires_grad=True)
    real, noise = (torch.tensor(x, dtype=torch.float64) for x in (real, noise))
    softplus = nn.functional.softplus
    loss = softplus(-a * real).mean() + softplus(a * w * noise).mean()
    (slope,) = torch.autograd.grad(loss, a)
    a = a.detach() - learning_rate * slope
    (slope,) = torch.autograd.grad(softplus(-a * w * noise).mean(), w)
    return (w - learning_rate * slope).item(), a.item()


@right("one_round")
def round_by_optimizers(w, a, real, noise, learning_rate):
    w = torch.nn.Parameter(torch.tensor(float(w), dtype=torch.float64))
    a = torch.nn.Parameter(torch.tensor(float(a), dtype=torch.float64))
    real = torch.tensor(real, dtype=torch.float64)
    noise = torch.tensor(noise, dtype=torch.float64)
    to_fool = torch.optim.SGD([w], lr=learning_rate)
    to_catch = torch.optim.SGD([a], lr=learning_rate)
    fakes = w * noise
    softplus = nn.functional.softplus
    (softplus(-a * real) + softplus(a * fakes.detach())).mean().backward()
    to_catch.step()
    softplus(-a * (w * noise)).mean().backward()
    to_fool.step()
    return [w.item(), a.item()]


@right("one_round")
def round_by_numpy(w, a, real, noise, learning_rate):
    real, noise = np.array(real, dtype=float), np.array(noise, dtype=float)
    fakes = w * noise
    a = a - learning_rate * (
        np.mean(-real / (1 + np.exp(a * real)))
        + np.mean(fakes / (1 + np.exp(-a * fakes)))
    )
    w = w - learning_rate * np.mean(-a * noise / (1 + np.exp(a * w * noise)))
    return np.array([w, a])


def one_round_with(fault):
    """Return a round with one fault."""

    def one_round(w, a, real, noise, learning_rate):
        w = torch.tensor(float(w), dtype=torch.float64, requires_grad=True)
        a = torch.tensor(float(a), dtype=torch.float64, requires_grad=True)
        real = torch.tensor(real, dtype=torch.float64)
        noise = torch.tensor(noise, dtype=torch.float64)
        softplus = nn.functional.softplus

        fakes = (w * noise).detach()
        caught, passed = softplus(a * fakes).mean(), softplus(-a * real).mean()
        if fault == "real and fake":
            caught, passed = softplus(-a * fakes).mean(), softplus(a * real).mean()
        if fault == "fakes only":
            passed = 0 * a
        if fault == "real only":
            caught = 0 * a
        if fault == "relativistic":
            caught, passed = 0 * a, softplus(a * fakes - a * real).mean()
        if fault == "halved":
            caught, passed = caught / 2, passed / 2
        if fault == "sums":
            caught, passed = caught * len(real), passed * len(real)
        (caught + passed).backward()
        with torch.no_grad():
            a -= learning_rate * a.grad * (-1 if fault == "a uphill" else 1)

        fakes = w * noise
        if fault == "detached w":
            fakes = w.detach() * noise
        if fault == "both steps from one gradient":
            a.grad = None
        loss = softplus(-a * fakes).mean()
        if fault == "fakes called fake":
            loss = softplus(a * fakes).mean()
        if fault == "sums":
            loss = loss * len(real)
        if fault == "relativistic":
            loss = softplus(a * real - a * fakes).mean()
        loss.backward()
        with torch.no_grad():
            w -= learning_rate * (0 if w.grad is None else w.grad)
            if fault == "a steps twice":
                a -= learning_rate * a.grad
        if fault == "rounded":
            return round(w.item(), 1), round(a.item(), 1)
        if fault == "w only":
            return w.item()
        return w.item(), a.item()

    return one_round


wrong(
    "one_round",
    one_round_with("fakes called fake"),
    "fool_loss: fakes are called fake",
    says="calls its fakes *fake*",
)
wrong(
    "one_round",
    one_round_with("real and fake"),
    "real ones and fakes swapped",
    says="call fakes real",
)
wrong(
    "one_round",
    one_round_with("fakes only"),
    "the discriminator sees fakes only",
    says="`a` is not right. Its turn",
)
wrong(
    "one_round",
    one_round_with("real only"),
    "the discriminator sees real ones only",
    says="`a` is not right. Its turn",
)
wrong(
    "one_round",
    one_round_with("relativistic"),
    "the relativistic game",
    says="relativistic",
)
wrong(
    "one_round",
    one_round_with("a uphill"),
    "the discriminator goes uphill",
    says="uphill",
)
wrong(
    "one_round",
    one_round_with("a steps twice"),
    "a steps in the generator's turn too",
    says="`a` steps in",
)
wrong("one_round", one_round_with("w only"), "w alone is returned", says="2 are due")
wrong(
    "one_round",
    one_round_with("detached w"),
    "w detached instead of its product",
    says="cut off in its own",
)
wrong(
    "one_round",
    one_round_with("halved"),
    "the discriminator's loss is halved",
    says="`a` is not right. Its turn",
)
wrong(
    "one_round",
    one_round_with("sums"),
    "sums instead of means",
    says="`a` is not right. Its turn",
)
wrong(
    "one_round",
    one_round_with("rounded"),
    "rounded to one digit",
    says="rounded to one digit",
)


@wrong("one_round", "the generator's turn first", says="turn comes first")
def round_turned(w, a, real, noise, learning_rate):
    w = torch.tensor(float(w), dtype=torch.float64, requires_grad=True)
    a = torch.tensor(float(a), dtype=torch.float64, requires_grad=True)
    real = torch.tensor(real, dtype=torch.float64)
    noise = torch.tensor(noise, dtype=torch.float64)
    softplus = nn.functional.softplus
    softplus(-a * (w * noise)).mean().backward()
    with torch.no_grad():
        w -= learning_rate * w.grad
    a.grad = None
    fakes = (w * noise).detach()
    loss = softplus(-a * real).mean() + softplus(a * fakes).mean()
    loss.backward()
    with torch.no_grad():
        a -= learning_rate * a.grad
    return w.item(), a.item()


@wrong("one_round", "both losses in one backward", says="both losses go back at once")
def round_without_clearing(w, a, real, noise, learning_rate):
    w = torch.tensor(float(w), dtype=torch.float64, requires_grad=True)
    a = torch.tensor(float(a), dtype=torch.float64, requires_grad=True)
    real = torch.tensor(real, dtype=torch.float64)
    noise = torch.tensor(noise, dtype=torch.float64)
    softplus = nn.functional.softplus
    fakes = (w * noise).detach()
    loss = softplus(-a * real).mean() + softplus(a * fakes).mean()
    loss = loss + softplus(-a * (w * noise)).mean()
    loss.backward()
    with torch.no_grad():
        a -= learning_rate * a.grad
        w -= learning_rate * w.grad
    return w.item(), a.item()


@wrong("one_round", "detach in both turns", says="no gradient reaches `w`")
def round_of_numbers(w, a, real, noise, learning_rate):
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
    softplus(-a * fakes).mean().backward()
    with torch.no_grad():
        w -= learning_rate * w.grad
    return w.item(), a.item()


@wrong(
    "one_round",
    "the noise is detached, not the fakes",
    says="without `detach` in the first turn",
)
def round_detached_noise(w, a, real, noise, learning_rate):
    w = torch.tensor(float(w), dtype=torch.float64, requires_grad=True)
    a = torch.tensor(float(a), dtype=torch.float64, requires_grad=True)
    real = torch.tensor(real, dtype=torch.float64)
    noise = torch.tensor(noise, dtype=torch.float64)
    softplus = nn.functional.softplus
    fakes = w * noise.detach()
    loss = softplus(-a * real).mean() + softplus(a * fakes).mean()
    loss.backward()
    with torch.no_grad():
        a -= learning_rate * a.grad
    fakes = w * noise
    softplus(-a * fakes).mean().backward()
    with torch.no_grad():
        w -= learning_rate * w.grad
    return w.item(), a.item()


@wrong(
    "one_round",
    "detach in the generator's turn, w.grad cleared before",
    says="cut off in its own",
)
def round_as_it_stands_but_w_cleared(w, a, real, noise, learning_rate):
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
    w.grad.zero_()
    fakes = (w * noise).detach()
    softplus(-a * fakes).mean().backward()
    with torch.no_grad():
        w -= learning_rate * w.grad
    return w.item(), a.item()


@wrong("one_round", "the code as it stands", says="to be caught")
def round_unchanged(w, a, real, noise, learning_rate):
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


# -- share_of_copies --


def nearest_by_broadcast(rows, train):
    rows, train = np.asarray(rows, float), np.asarray(train, float)
    return np.linalg.norm(rows[:, None] - train[None], axis=2).min(axis=1)


@right("share_of_copies")
def copies_by_norm(fakes, train, held_out):
    mark = np.quantile(nearest_by_broadcast(held_out, train), 0.05)
    return np.mean(nearest_by_broadcast(fakes, train) < mark)


@right("share_of_copies")
def copies_by_math_dist(fakes, train, held_out):
    near = [min(math.dist(h, t) for t in train) for h in held_out]
    mark = np.percentile(near, 5)
    n = 0
    for fake in fakes:
        if min(math.dist(fake, t) for t in train) < mark:
            n += 1
    return n / len(fakes)


@right("share_of_copies")
def copies_by_a_tree(fakes, train, held_out):
    tree = KDTree(train)
    mark = np.quantile(tree.query(held_out)[0], 0.05)
    return float((tree.query(fakes)[0] < mark).mean())


@right("share_of_copies")
def copies_by_sklearn(fakes, train, held_out):
    finder = NearestNeighbors(n_neighbors=1).fit(train)
    mark = np.quantile(finder.kneighbors(held_out)[0], 0.05)
    return (finder.kneighbors(fakes)[0][:, 0] < mark).mean()


@right("share_of_copies")
def copies_by_torch_quantile(fakes, train, held_out):
    fakes, train, held_out = (
        torch.as_tensor(np.array(x, dtype=float)) for x in (fakes, train, held_out)
    )

    def near(x):
        return (x[:, None] - train).square().sum(dim=2).sqrt().amin(dim=1)

    return (near(fakes) < torch.quantile(near(held_out), 0.05)).double().mean()


@right("share_of_copies")
def copies_by_pandas(fakes, train, held_out):
    fakes, train, held_out = map(pd.DataFrame, (fakes, train, held_out))

    def near(row):
        return train.sub(row, axis=1).pow(2).sum(axis=1).pow(0.5).min()

    mark = held_out.apply(near, axis=1).quantile(0.05)
    return fakes.apply(near, axis=1).lt(mark).mean()


@right("share_of_copies")
def copies_by_two_loops(fakes, train, held_out):
    def nearest(row):
        best = float("inf")
        for other in train:
            total = 0.0
            for x, y in zip(row, other, strict=True):
                total += (x - y) ** 2
            if total**0.5 < best:
                best = total**0.5
        return best

    mark = np.quantile([nearest(h) for h in held_out], 0.05)
    return sum(nearest(f) < mark for f in fakes) / len(fakes)


@wrong("share_of_copies", "a fake at the mark counts too", says="exactly at the mark")
def copies_at_the_mark(fakes, train, held_out):
    mark = np.quantile(nearest_by_broadcast(held_out, train), 0.05)
    return np.mean(nearest_by_broadcast(fakes, train) <= mark)


@wrong("share_of_copies", "the number, not the share", says="how many fakes")
def copies_number(fakes, train, held_out):
    mark = np.quantile(nearest_by_broadcast(held_out, train), 0.05)
    return int(np.sum(nearest_by_broadcast(fakes, train) < mark))


@wrong("share_of_copies", "in percent", says="in percent")
def copies_in_percent(fakes, train, held_out):
    mark = np.quantile(nearest_by_broadcast(held_out, train), 0.05)
    return 100 * np.mean(nearest_by_broadcast(fakes, train) < mark)


@wrong(
    "share_of_copies",
    "the quantile of the fakes' distances",
    says="the fakes themselves",
)
def copies_own_mark(fakes, train, held_out):
    near = nearest_by_broadcast(fakes, train)
    return np.mean(near < np.quantile(near, 0.05))


@wrong(
    "share_of_copies",
    "quantile 5 % of all distances, not of the nearest ones",
    says="*all* distances",
)
def copies_of_all_distances(fakes, train, held_out):
    mark = np.quantile(cdist(held_out, train), 0.05)
    return np.mean(nearest_by_broadcast(fakes, train) < mark)


@wrong("share_of_copies", "all pairs counted, not each fake once", says="all pairs")
def copies_of_all_pairs(fakes, train, held_out):
    mark = np.quantile(nearest_by_broadcast(held_out, train), 0.05)
    return np.mean(cdist(fakes, train) < mark)


@wrong("share_of_copies", "any other mark: the median", says="the median")
def copies_median(fakes, train, held_out):
    mark = np.median(nearest_by_broadcast(held_out, train))
    return np.mean(nearest_by_broadcast(fakes, train) < mark)


@wrong(
    "share_of_copies",
    "quantile 0.5 instead of 0.05 by a slip of the zero",
    says="the median",
)
def copies_half(fakes, train, held_out):
    mark = np.quantile(nearest_by_broadcast(held_out, train), 0.5)
    return float(np.mean(nearest_by_broadcast(fakes, train) < mark))


@wrong("share_of_copies", "quantile 0.005")
def copies_half_percent(fakes, train, held_out):
    mark = np.quantile(nearest_by_broadcast(held_out, train), 0.005)
    return np.mean(nearest_by_broadcast(fakes, train) < mark)


@wrong("share_of_copies", "np.quantile with 5 in place of 0.05", says="range [0, 1]")
def copies_quantile_five(fakes, train, held_out):
    mark = np.quantile(nearest_by_broadcast(held_out, train), 5)
    return np.mean(nearest_by_broadcast(fakes, train) < mark)


@wrong("share_of_copies", "the mark is 5 % of the mean distance", says="no quantile")
def copies_five_percent_of_mean(fakes, train, held_out):
    mark = 0.05 * np.mean(nearest_by_broadcast(held_out, train))
    return np.mean(nearest_by_broadcast(fakes, train) < mark)


@wrong("share_of_copies", "train and held_out swapped", says="*held-out*")
def copies_swapped(fakes, train, held_out):
    mark = np.quantile(nearest_by_broadcast(train, held_out), 0.05)
    return np.mean(nearest_by_broadcast(fakes, held_out) < mark)


@wrong("share_of_copies", "farthest training row, not the nearest", says="*farthest*")
def copies_farthest(fakes, train, held_out):
    mark = np.quantile(cdist(held_out, train).max(axis=1), 0.05)
    return np.mean(cdist(fakes, train).max(axis=1) < mark)


@wrong(
    "share_of_copies",
    "largest difference of a column as the distance",
    says="largest difference",
)
def copies_chebyshev(fakes, train, held_out):
    mark = np.quantile(cdist(held_out, train, "chebyshev").min(axis=1), 0.05)
    return np.mean(cdist(fakes, train, "chebyshev").min(axis=1) < mark)


@wrong("share_of_copies", "sum of the squares over rows, axis 0")
def copies_axis(fakes, train, held_out):
    def near(rows):
        rows = np.asarray(rows, float)
        return np.array(
            [np.sqrt(((np.asarray(train) - r) ** 2).sum(axis=0)).min() for r in rows]
        )

    return np.mean(near(fakes) < np.quantile(near(held_out), 0.05))


@wrong("share_of_copies", "first column only", says="first column")
def copies_first_column(fakes, train, held_out):
    def near(rows):
        return np.array([min(abs(r[0] - t[0]) for t in train) for r in rows])

    return np.mean(near(fakes) < np.quantile(near(held_out), 0.05))


@wrong("share_of_copies", "returns in the loop after the first fake", says="`return`")
def copies_first_fake(fakes, train, held_out):
    mark = np.quantile(nearest_by_broadcast(held_out, train), 0.05)
    n = 0
    for near in nearest_by_broadcast(fakes, train):
        if near < mark:
            n += 1
        return n / len(fakes)


@wrong(
    "share_of_copies",
    "the fakes row by row with the training rows: zip",
    says="in the same place",
)
def copies_zipped(fakes, train, held_out):
    mark = np.quantile(nearest_by_broadcast(held_out, train), 0.05)
    pairs = list(zip(fakes, train, strict=False))
    return sum(math.dist(f, t) < mark for f, t in pairs) / len(fakes)


@wrong(
    "share_of_copies",
    "the mark is squared, the fakes' distances are not",
    says="quantile of squares",
)
def copies_mark_squared(fakes, train, held_out):
    mark = np.quantile(nearest_by_broadcast(held_out, train) ** 2, 0.05)
    return np.mean(nearest_by_broadcast(fakes, train) < mark)


@wrong(
    "share_of_copies",
    "divided by the number of held-out rows",
    says="number of held-out rows",
)
def copies_by_held_out(fakes, train, held_out):
    mark = np.quantile(nearest_by_broadcast(held_out, train), 0.05)
    return np.sum(nearest_by_broadcast(fakes, train) < mark) / len(held_out)


@wrong(
    "share_of_copies",
    "nearest rank: a held-out value, never between",
    says="smallest distance",
)
def copies_lower(fakes, train, held_out):
    near = np.sort(nearest_by_broadcast(held_out, train))
    mark = near[int(0.05 * len(near))]
    return np.mean(nearest_by_broadcast(fakes, train) < mark)


@wrong("share_of_copies", "further than the mark", says="1 minus")
def copies_further(fakes, train, held_out):
    mark = np.quantile(nearest_by_broadcast(held_out, train), 0.05)
    return np.mean(nearest_by_broadcast(fakes, train) > mark)


# ---- found by a student of a later edition ----


@wrong("share_of_copies", "a fake near two rows counts twice", says="counted twice")
def copies_twice(fakes, train, held_out):
    mark = np.quantile(cdist(held_out, train).min(axis=1), 0.05)
    n = 0
    for fake in fakes:
        for row in train:
            if math.dist(fake, row) < mark:
                n += 1
    return n / len(fakes)


@wrong("share_of_copies", "the mark is a mean", says="mean distance of the held-out")
def copies_below_mean(fakes, train, held_out):
    mark = cdist(held_out, train).min(axis=1).mean()
    return np.mean(cdist(fakes, train).min(axis=1) < mark)


@wrong(
    "share_of_copies", "the mark of training rows", says="the training rows: each is"
)
def copies_training_mark(fakes, train, held_out):
    mark = np.quantile(cdist(train, train).min(axis=1), 0.05)
    return np.mean(cdist(fakes, train).min(axis=1) < mark)


@wrong("share_of_copies", "no axis: one norm", says="without an `axis`")
def copies_one_norm(fakes, train, held_out):
    marks = [np.linalg.norm(train - h).min() for h in held_out]
    near = [np.linalg.norm(train - f).min() for f in fakes]
    return np.mean(np.array(near) < np.quantile(marks, 0.05))


def zipped(rows, train):
    """Return distances of rows in the same place."""
    return np.array([math.dist(a, b) for a, b in zip(rows, train, strict=False)])


@wrong(
    "share_of_copies", "both zipped", says="fakes and held-out rows are compared with"
)
def copies_both_zipped(fakes, train, held_out):
    mark = np.quantile(zipped(held_out, train), 0.05)
    return np.mean(zipped(fakes, train) < mark)


@wrong(
    "share_of_copies", "both zipped", says="fakes and held-out rows are compared with"
)
def copies_both_zipped_of_all(fakes, train, held_out):
    mark = np.quantile(zipped(held_out, train), 0.05)
    return sum(zipped(fakes, train) < mark) / len(fakes)


@wrong("share_of_copies", "5 % of the largest", says="5 % of the largest distance")
def copies_below_part(fakes, train, held_out):
    mark = 0.05 * cdist(held_out, train).min(axis=1).max()
    return np.mean(cdist(fakes, train).min(axis=1) < mark)


@wrong(
    "missing_classes", "<= in shares", says="flags a class with exactly half, and one"
)
def missing_at_half(fake_labels, real_labels, n_classes):
    fakes, real = Counter(fake_labels), Counter(real_labels)
    n_fakes, n_real = len(fake_labels), len(real_labels)
    return [k for k in range(n_classes) if fakes[k] / n_fakes <= real[k] / n_real / 2]


@wrong("game_losses", "ln of a mean, real part only", says="somewhere the logarithm of")
def losses_of_real_mean(real_chances, fake_chances):
    real, fake = np.array(real_chances), np.array(fake_chances)
    minimax = np.log(1 - fake).mean()
    return -np.log(real.mean()) - minimax, minimax, -np.log(fake).mean()


@wrong("game_losses", "ln of a mean, last part only", says="somewhere the logarithm of")
def losses_of_fake_mean(real_chances, fake_chances):
    real, fake = np.array(real_chances), np.array(fake_chances)
    minimax = np.log(1 - fake).mean()
    return -np.log(real).mean() - minimax, minimax, -np.log(fake.mean())


# ---- a fourth student ----


def part(labels, k):
    """Return the share of a class."""
    return list(labels).count(k) / len(labels)


@wrong("missing_classes", "order of first appearance", says="never used")
def missing_as_met(fake_labels, real_labels, n_classes):
    met = dict.fromkeys(real_labels)
    return [k for k in met if part(fake_labels, k) < 0.5 * part(real_labels, k)]


@wrong("missing_classes", "or without real images", says="classes without real images")
def missing_or_unreal(fake_labels, real_labels, n_classes):
    return [
        k
        for k in range(n_classes)
        if part(fake_labels, k) < 0.5 * part(real_labels, k) or k not in real_labels
    ]


@wrong("missing_classes", "share of the sum of both", says="sum of both shares")
def missing_of_sum(fake_labels, real_labels, n_classes):
    found = []
    for k in range(n_classes):
        fake, real = part(fake_labels, k), part(real_labels, k)
        if fake / (fake + real + 1e-12) < 0.5:
            found.append(k)
    return found


@wrong("game_losses", "fakes' sum by the real number", says="divided by the number of")
def losses_by_real_number(real_chances, fake_chances):
    real, fake = np.array(real_chances), np.array(fake_chances)
    caught = -np.log(real).mean() - np.log(1 - fake).sum() / len(real)
    return caught, np.log(1 - fake).mean(), -np.log(fake).mean()


@wrong("game_losses", "zip of real and fake", says="taken in pairs")
def losses_in_pairs(real_chances, fake_chances):
    pairs = zip(real_chances, fake_chances, strict=False)
    caught = np.mean([-np.log(p) - np.log(1 - q) for p, q in pairs])
    fake = np.array(fake_chances)
    return caught, np.log(1 - fake).mean(), -np.log(fake).mean()


@wrong("share_of_copies", "mark from other training rows", says="nearest *other* one")
def copies_by_training_gaps(fakes, train, held_out):
    gaps = cdist(train, train)
    np.fill_diagonal(gaps, np.inf)
    mark = np.quantile(gaps.min(axis=1), 0.05)
    return np.mean(nearest_by_broadcast(fakes, train) < mark)


@wrong(
    "share_of_copies", "the largest distance as mark", says="the largest distance of"
)
def copies_below_largest(fakes, train, held_out):
    mark = nearest_by_broadcast(held_out, train).max()
    return np.mean(nearest_by_broadcast(fakes, train) < mark)
