"""Exercises of lesson 3.4, Align a language model."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np

from helpers.judging import exercise, lesson, ordering

# --- Exercise 1: the DPO loss

dpo_loss = exercise(
    hints=[
        "First the two gains: how much has the model moved each answer, compared with"
        " the reference?",
        "The loss of a pair is −ln σ(β · (gain of the chosen − gain of the rejected)).",
        "−ln σ(x) = ln(1 + e⁻ˣ). `np.logaddexp(0, -x)` computes it also where e⁻ˣ is"
        " too large for the computer.",
    ],
    after="At the start model and reference agree, and the loss is ln 2 = 0.69.",
    example=True,
)


@dpo_loss.solution
def preference_loss(chosen, rejected, reference_chosen, reference_rejected, beta):
    """Return the mean DPO loss of a batch, a number."""
    gain_chosen = np.asarray(chosen) - reference_chosen
    gain_rejected = np.asarray(rejected) - reference_rejected
    return np.logaddexp(0, -beta * (gain_chosen - gain_rejected)).mean()


@dpo_loss.also
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    losses = []
    for c, r, qc, qr in zip(
        chosen, rejected, reference_chosen, reference_rejected, strict=True
    ):
        x = beta * ((c - r) - (qc - qr))
        losses.append(-x if x < -500 else np.log1p(np.exp(-x)))
    return sum(losses) / len(losses)


def loss_of(margin, reduce=np.mean):
    """Return an answer whose loss is that of a margin of the five arguments."""

    def answer(c, r, qc, qr, beta):
        c, r, qc, qr = (np.asarray(one, float) for one in (c, r, qc, qr))
        return reduce(np.logaddexp(0, -margin(c, r, qc, qr, beta)))

    return answer


def due(c, r, qc, qr, beta):
    """Return the margin of each pair."""
    return beta * ((c - qc) - (r - qr))


dpo_loss.mistake(
    "the sign of the difference is turned: a gain is model minus reference, and the"
    " chosen answer's comes first."
)(loss_of(lambda *given: -due(*given)))
dpo_loss.mistake("the reference is missing: how likely did *it* find the two answers?")(
    loss_of(lambda c, r, qc, qr, beta: beta * (c - r))
)
dpo_loss.mistake("`beta` is missing: it stands before the difference.")(
    loss_of(lambda c, r, qc, qr, beta: (c - qc) - (r - qr))
)
dpo_loss.mistake(
    "the gains are added. The loss asks how much *more* the chosen answer has gained."
)(loss_of(lambda c, r, qc, qr, beta: beta * ((c - qc) + (r - qr))))
dpo_loss.mistake("this is the sum over the pairs. The loss is their mean.")(
    loss_of(due, np.sum)
)
dpo_loss.mistake(
    "`beta` multiplies the chosen answer's gain only. It stands before the whole"
    " difference."
)(loss_of(lambda c, r, qc, qr, beta: beta * (c - qc) - (r - qr)))
dpo_loss.mistake(
    "the model's difference is multiplied by `beta`, the reference's is not."
)(loss_of(lambda c, r, qc, qr, beta: beta * (c - r) - (qc - qr)))
dpo_loss.mistake("you divided by `beta`. Multiply by it.")(
    loss_of(lambda c, r, qc, qr, beta: ((c - qc) - (r - qr)) / beta)
)


@dpo_loss.mistake("the mean is taken before the sigmoid. Each pair has its own loss.")
def _(*given):
    c, r, qc, qr = (np.asarray(one, float) for one in given[:4])
    return np.logaddexp(0, -due(c, r, qc, qr, given[4]).mean())


@dpo_loss.mistake(
    "the mean of the sigmoids comes before the logarithm. Take the logarithm of each"
    " pair first."
)
def _(*given):
    c, r, qc, qr = (np.asarray(one, float) for one in given[:4])
    losses = np.logaddexp(0, -due(c, r, qc, qr, given[4]))
    return -np.log(np.exp(-losses).mean())


@dpo_loss.mistake("this is σ itself, a probability. The loss is minus its logarithm.")
def _(*given):
    c, r, qc, qr = (np.asarray(one, float) for one in given[:4])
    return np.exp(-np.logaddexp(0, -due(c, r, qc, qr, given[4]))).mean()


@dpo_loss.mistake(
    "the sign is turned: −ln of a probability is never below 0. A minus sign is"
    " missing, or is one too many."
)
def _(*given):
    return -preference_loss(*given)


@dpo_loss.mistake("these are the differences, without σ and without the logarithm.")
def _(*given):
    c, r, qc, qr = (np.asarray(one, float) for one in given[:4])
    return due(c, r, qc, qr, given[4]).mean()


dpo_loss.mistake(
    "the reference's two answers are exchanged: each gain compares an answer with"
    " itself."
)(loss_of(lambda c, r, qc, qr, beta: beta * ((c - qr) - (r - qc))))
dpo_loss.mistake(
    "the four are ln p already: a gain is their plain difference, without `exp`."
)(
    loss_of(
        lambda c, r, qc, qr, beta: (
            beta * (np.exp(c) - np.exp(qc) - np.exp(r) + np.exp(qr))
        )
    )
)
dpo_loss.mistake(
    "the ln p are divided by each other. A gain is their difference: that is what"
    " dividing p by q becomes with logarithms."
)(loss_of(lambda c, r, qc, qr, beta: beta * (c / qc - r / qr)))
dpo_loss.mistake("this is the median of the pairs. The loss is their mean.")(
    loss_of(due, np.median)
)
for base in (2, 10):
    dpo_loss.mistake(
        f"this is the logarithm to the base {base}. `np.log` is ln, to the base e."
    )(lambda *given, base=base: preference_loss(*given) / np.log(base))


@dpo_loss.mistake("this is −σ. The logarithm is missing: the loss is −ln σ.")
def _(*given):
    c, r, qc, qr = (np.asarray(one, float) for one in given[:4])
    return -np.exp(-np.logaddexp(0, -due(c, r, qc, qr, given[4]))).mean()


@dpo_loss.mistake("this is 1 − σ. The loss is −ln σ: take the logarithm of σ itself.")
def _(*given):
    c, r, qc, qr = (np.asarray(one, float) for one in given[:4])
    return np.exp(-np.logaddexp(0, due(c, r, qc, qr, given[4]))).mean()


for which, place in (("first", 0), ("last", -1)):
    dpo_loss.mistake(
        f"this is the loss of the {which} pair only. Return the mean over all pairs."
    )(
        lambda *given, place=place: preference_loss(
            *([arg[place]] for arg in given[:4]), given[4]
        )
    )


@dpo_loss.symptom(
    "the loss of the pair with the difference of −2,000 is cut off: what you clip, or"
    " add inside the logarithm, keeps it finite but too small. `np.logaddexp` needs"
    " neither."
)
def _(args, expected, got):
    return np.abs(args[0]).max() > 500 and 0 < got < 0.9 * expected


@dpo_loss.symptom(
    "these are the losses of the single pairs. Return their mean, one number."
)
def _(args, expected, got):
    return np.shape(got) == np.shape(args[0]) and np.isclose(np.mean(got), expected)


@dpo_loss.symptom(
    "the loss is not finite for a large difference: e to the power of 1,000 is too"
    " large for the computer, and the logarithm of 0 is −∞."
)
def _(args, expected, got):
    return not np.isfinite(got).all() and np.abs(args[0]).max() > 500


@dpo_loss.cases
def pair_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, several pairs, and one with a huge difference."""
    yield (*(np.array([x]) for x in (-4.0, -6.0, -5.0, -5.5)), 0.5)
    for n, beta in ((3, 0.3), (4, 1.5)):
        draws = rng.uniform(-8, -2, size=(4, n)).round(2)  # no chance is below 1e-8
        yield (*draws, beta)
    yield (
        np.array([-2010.0, -3.0]),
        np.array([-4.0, -9.0]),
        np.array([-6.0, -4.0]),
        np.array([-5.0, -4.5]),
        0.8,
    )


# --- Exercise 2: order the lines

alignment_order = ordering(
    "CDFAG",
    n_lines=8,
    never={
        "B": "line B trains on the held-out prompts. Then nobody is left to judge.",
        "E": "line E reports a success that learning by heart would bring as well.",
        "H": "line H starts where no answer is ever right: all rewards are 0, and so"
        " are all advantages.",
    },
    early={
        "DC": "line D needs the training prompts before line C has set others aside.",
        "FD": "line F freezes a model that has not learned the form yet. The reference"
        " is the imitator.",
        "AF": "line A changes the model. Which one would line F keep after that?",
        "GA": "line G judges before line A has trained by the reward.",
    },
    hints=[
        "What must be decided before anything is trained?",
        "The reference is the model that the training by reward starts from.",
        "Three lines are wrong wherever they stand: about which prompts, and from where"
        " to start.",
    ],
    after="Set aside, imitate, freeze, train by reward, judge once on what was set"
    " aside, by more than the reward.",
)

# --- Exercise 3: the advantage of a group

group_advantages = exercise(
    hints=[
        "`rewards.mean(axis=1, keepdims=True)` is one mean for each row, as a column.",
        "Subtract it, then divide by `rewards.std(axis=1, keepdims=True)`.",
        "A row of equal rewards has a standard deviation of 0. Divide only where the"
        " largest and the smallest reward differ, and leave zeros elsewhere.",
    ],
    after="Dividing by the spread makes prompts count more that are rarely solved, or"
    " nearly always. Some therefore leave it out, as this lesson does.",
    example=True,
)


@group_advantages.solution
def advantages_of_groups(rewards):
    """Return the advantages, an array of the shape of the rewards."""
    rewards = np.asarray(rewards, dtype=float)
    better = rewards - rewards.mean(axis=1, keepdims=True)
    low, high = (edge(axis=1, keepdims=True) for edge in (rewards.min, rewards.max))
    spread = rewards.std(axis=1, keepdims=True)
    return np.divide(better, spread, out=np.zeros(rewards.shape), where=high > low)


@group_advantages.also
def _(rewards):
    rows = []
    for group in rewards:
        group = [float(reward) for reward in group]
        mean = sum(group) / len(group)
        spread = (sum((x - mean) ** 2 for x in group) / len(group)) ** 0.5
        if max(group) == min(group):
            rows.append([0.0] * len(group))
        else:
            rows.append([(x - mean) / spread for x in group])
    return rows


def standardised(mean, spread):
    """Return an answer that uses these two functions of the rewards."""

    def answer(rewards):
        rewards = np.asarray(rewards, float)
        equal = (rewards == rewards[:, :1]).all(axis=1, keepdims=True)
        with np.errstate(all="ignore"):
            result = (rewards - mean(rewards)) / spread(rewards)
        return np.where(equal, 0, result)

    return answer


def row_mean(rewards):
    """Return each group's mean, as a column."""
    return rewards.mean(axis=1, keepdims=True)


def row_spread(rewards):
    """Return each group's standard deviation, as a column."""
    return rewards.std(axis=1, keepdims=True)


group_advantages.mistake(
    "this compares with the mean of *all* rewards. Each group has its own mean, so that"
    " a hard prompt is compared with itself."
)(lambda rewards: standardised(np.mean, np.std)(rewards))
group_advantages.mistake(
    "the means are the groups' own, but the spread is that of all rewards together."
)(standardised(row_mean, np.std))
group_advantages.mistake(
    "the spread is each group's own, but the mean is that of all rewards together."
)(standardised(np.mean, row_spread))
group_advantages.mistake(
    "`axis=0` compares the first answers of all prompts. A group is a row: `axis=1`."
)(
    lambda rewards: standardised(
        lambda r: r.mean(axis=0, keepdims=True), lambda r: r.std(axis=0, keepdims=True)
    )(rewards)
)


def raw(axis, mend=lambda result, spread: result):
    """Return an answer that takes means and spreads along an axis, None for all."""

    def answer(rewards):
        rewards = np.asarray(rewards, float)
        keep = axis is not None
        mean = rewards.mean(axis=axis, keepdims=keep)
        spread = rewards.std(axis=axis, keepdims=keep)
        with np.errstate(all="ignore"):
            return mend((rewards - mean) / spread, spread)

    return answer


ALL_REWARDS = (
    "this compares with the mean of *all* rewards. Each group has its own mean"
)
COLUMNS = "`axis=0` compares the first answers of all prompts. A group is a row"
group_advantages.mistake(f"{ALL_REWARDS}, and its own spread.")(raw(None))
group_advantages.mistake(f"{COLUMNS}, `axis=1`; and where all are equal you get NaN.")(
    raw(0)
)
group_advantages.mistake(f"{COLUMNS}, so mean and spread go along `axis=1`.")(
    raw(0, lambda result, spread: np.nan_to_num(result))
)
group_advantages.mistake(
    "the mean is subtracted, but nothing is divided by the standard deviation."
)(lambda rewards: np.asarray(rewards, float) - row_mean(np.asarray(rewards, float)))
group_advantages.mistake(
    "`ddof=1` divides by one answer less. Take the plain standard deviation."
)(standardised(row_mean, lambda r: r.std(axis=1, ddof=1, keepdims=True)))
group_advantages.mistake(
    "this divides by the variance. Take its root, the standard deviation."
)(standardised(row_mean, lambda r: r.var(axis=1, keepdims=True)))
group_advantages.mistake("the rewards are divided, but no mean is subtracted.")(
    standardised(lambda r: 0 * row_mean(r), row_spread)
)
group_advantages.mistake("this is mean minus reward: the better answers get a minus.")(
    lambda rewards: -advantages_of_groups(rewards)
)
group_advantages.mistake(
    "the median is subtracted. An advantage compares with the mean."
)(standardised(lambda r: np.median(r, axis=1, keepdims=True), row_spread))

group_advantages.mistake(
    "this divides by the range, largest minus smallest. Divide by the standard"
    " deviation."
)(standardised(row_mean, lambda r: np.ptp(r, axis=1, keepdims=True)))
group_advantages.mistake(
    "this divides by the mean. Subtract the mean, divide by the standard deviation."
)(standardised(row_mean, row_mean))
group_advantages.mistake(
    "only the mean is divided: `/` comes before `-`. Put the difference in brackets."
)(
    lambda rewards: standardised(lambda r: row_mean(r) / row_spread(r), np.ones_like)(
        rewards
    )
)


@group_advantages.symptom(
    "a group of equal rewards gets NaN: 0 / 0. It shall get zeros."
)
def _(args, expected, got):
    equal = (args[0] == args[0][:, :1]).all(axis=1)
    return equal.any() and np.array_equal(
        np.isnan(np.asarray(got, float)).all(axis=1), equal
    )


@group_advantages.symptom(
    "all groups get zeros where one holds equal rewards. Only that group gets zeros: is"
    " it asked about the whole table, or does a `return` inside a loop end all?"
)
def _(args, expected, got):
    equal = (args[0] == args[0][:, :1]).all(axis=1)
    return equal.any() and not equal.all() and not np.asarray(got, float).any()


@group_advantages.symptom(
    "equal rewards of 0.1 get advantages that are almost zeros, not zeros: rounding"
    " leaves a difference of about 1e-17, and something tiny is added to the standard"
    " deviation. Ask whether the largest and the smallest reward differ."
)
def _(args, expected, got):
    equal = (args[0] == 0.1).all(axis=1)
    tiny = np.abs(np.asarray(got, float)[equal])
    others = np.allclose(np.asarray(got)[~equal], np.asarray(expected)[~equal])
    return equal.any() and others and 0 < tiny.max() < 0.01


@group_advantages.symptom(
    "equal rewards of 0.1 do not get zeros. By rounding, their standard deviation is"
    " not 0 but about 1e-17: ask whether the largest and the smallest reward differ."
)
def _(args, expected, got):
    equal = (args[0] == 0.1).all(axis=1)
    return np.allclose(np.abs(np.asarray(got, float)[equal]), 1) and equal.any()


@group_advantages.symptom(
    "a group of equal rewards shall get zeros, whatever its reward is."
)
def _(args, expected, got):
    equal = (args[0] == args[0][:, :1]).all(axis=1)
    return (np.abs(np.asarray(got, float)[equal]) > 1e-3).any()


@group_advantages.symptom(
    "a group whose rewards differ little gets zeros, too. Only equal rewards do."
)
def _(args, expected, got):
    differ = (args[0] != args[0][:, :1]).any(axis=1)
    return not np.asarray(got, float)[differ].any()


@group_advantages.symptom(
    "something is added to the standard deviation. That shrinks the advantages of a"
    " group whose rewards differ little: divide by it as it is."
)
def _(args, expected, got):
    got, expected = np.asarray(got, float), np.asarray(expected, float)
    large = np.abs(expected) > 0.1
    spread = np.broadcast_to(row_spread(args[0]), got.shape)[large]
    added = spread * (expected[large] / got[large] - 1)
    power = np.log10(added)  # people add 0.01, 1e-6 or 1
    return np.ptp(power) < 0.01 and abs(power[0] - round(power[0])) < 0.01


@group_advantages.cases
def reward_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, groups of unequal height, tiny rewards, and a single group."""
    yield (np.array([[1, 0, 0, 1], [1, 1, 1, 1]]),)
    easy, hard = rng.integers(6, 10, size=5), rng.integers(0, 3, size=5)
    easy[:2], hard[:2] = (6, 9), (0, 2)
    yield (np.array([easy, hard, np.zeros(5, int)]),)
    yield (np.array([[0.0, 0.0, 0.0, 1.0], [2.5, -1.0, 0.5, 4.0], [0.1] * 4]),)
    yield (np.array([[0.001, 0.002, 0.004]]),)
    yield (np.array([[0.0001, 0.0002, 0.0004]]),)
    yield (np.array([[0.1] * 3, [0.1, 0.4, 0.7]]),)  # the spread of 0.1 is not quite 0
    yield (np.array([[3.0, 7.0], [0.3, 0.3], [7.0, 3.0], [-2.0, -1.0]]),)


# --- Exercise 4: repair the sum over an answer

answer_log_chance = exercise(
    hints=[
        "Which tokens does the `if` leave out?",
        "All end tokens. The first one counts, what comes after it does not.",
        "Add first. Then leave the loop if the token was `end`: `break`.",
    ],
    after="If the end token is left out, no loss ever asks the model to stop.",
    example=True,
)


@answer_log_chance.solution
def whole_answer(log_chances, tokens, end):
    """Return ln p of an answer: the sum up to its first end token, which counts."""
    total = 0.0
    for log_chance, token in zip(log_chances, tokens, strict=True):
        total += log_chance
        if token == end:
            break
    return total


@answer_log_chance.start
def answer_without_end(log_chances, tokens, end):
    """Return ln p of an answer: the sum up to its first end token, which counts.

    log_chances and tokens: of one answer, both of shape (n_places,). Fillers, which are
    end tokens, too, come after the first one. An answer that was cut off has none.
    """
    total = 0.0
    for log_chance, token in zip(log_chances, tokens, strict=True):
        if token != end:
            total += log_chance
    return total


@answer_log_chance.also
def _(log_chances, tokens, end):
    is_end = np.asarray(tokens) == end
    return np.asarray(log_chances)[is_end.cumsum() - is_end == 0].sum()


@answer_log_chance.also
def _(log_chances, tokens, end):
    tokens = list(tokens)
    stop = tokens.index(end) + 1 if end in tokens else len(tokens)
    return sum(log_chances[:stop])


answer_log_chance.mistake("the first end token is still left out.")(
    lambda logs, tokens, end: (
        sum(x for place, x in enumerate(logs) if end not in list(tokens)[: place + 1])
        + 0.0
    )
)
answer_log_chance.mistake(
    "the fillers after the first end token are added, too. The answer ends there."
)(lambda logs, tokens, end: float(np.sum(logs)))
answer_log_chance.mistake(
    "the last end token counts, and not the first: fillers look like it, but come"
    " later."
)(
    lambda logs, tokens, end: (
        sum(x for x, t in zip(logs, tokens, strict=True) if t != end)
        + sum([x for x, t in zip(logs, tokens, strict=True) if t == end][-1:])
    )
)
answer_log_chance.mistake("only the end token is counted. The words count as well.")(
    lambda logs, tokens, end: (
        sum([x for x, t in zip(logs, tokens, strict=True) if t == end][:1]) + 0.0
    )
)
answer_log_chance.mistake("this is the mean over the tokens. Return their sum.")(
    lambda logs, tokens, end: (
        whole_answer(logs, tokens, end)
        / (list(tokens).index(end) + 1 if end in list(tokens) else len(tokens))
    )
)
answer_log_chance.mistake("the end token is not always 2: it is the number in `end`.")(
    lambda logs, tokens, end: whole_answer(logs, tokens, 2)
)
answer_log_chance.mistake("the sign is turned. The sum of ln p is negative.")(
    lambda logs, tokens, end: -whole_answer(logs, tokens, end)
)
answer_log_chance.mistake("this is the probability p. Return ln p, the sum.")(
    lambda logs, tokens, end: np.exp(whole_answer(logs, tokens, end))
)
answer_log_chance.mistake(
    "an end token at place 0 is an end, too: the answer is empty, and only this token"
    " counts. A place of 0 is not the same as no end."
)(
    lambda logs, tokens, end: (
        float(np.sum(logs)) if tokens[0] == end else whole_answer(logs, tokens, end)
    )
)
answer_log_chance.mistake(
    "one place too many is added: the sum goes on to the token after the end."
)(
    lambda logs, tokens, end: float(
        np.sum(
            logs[: list(tokens).index(end) + 2 if end in list(tokens) else len(tokens)]
        )
    )
)


answer_log_chance.mistake(
    "these are multiplied. p is a product, so ln p is a sum: add them up."
)(
    lambda logs, tokens, end: np.prod(
        logs[: list(tokens).index(end) + 1 if end in list(tokens) else len(tokens)]
    )
)
answer_log_chance.mistake("the end token is added twice: once is enough.")(
    lambda logs, tokens, end: (
        whole_answer(logs, tokens, end)
        + (logs[list(tokens).index(end)] if end in list(tokens) else 0.0)
    )
)


@answer_log_chance.symptom(
    "an answer without an end token was cut off. All its tokens count."
)
def _(args, expected, got):
    return args[2] not in list(args[1])


@answer_log_chance.cases
def answer_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, other ends, none, one at the very start, one at the end."""
    yield np.array([-1.0, -2.0, -0.5, -3.0]), np.array([5, 8, 2, 2]), 2
    logs = -rng.uniform(0.1, 4, size=7).round(2)
    yield logs, np.array([4, 2, 6, 9, 9, 9, 9]), 9
    yield logs[:5], np.array([3, 6, 4, 8, 7]), 0  # cut off
    yield logs[:4], np.array([0, 0, 0, 0]), 0  # an empty answer
    yield logs[2:6], np.array([5, 2, 3, 1]), 1  # no filler


# --- Exercise 5: a reward that is harder to game

keyword_reward = exercise(
    hints=[
        "`line.lower().split()` is the list of words.",
        "First the two reasons for 0: too many words, or a word that comes three times."
        " `Counter(words).values()` holds how often each word comes.",
        "Then `len({*keywords} & {*words})`, divided by the number of *different*"
        " keywords.",
    ],
    after="It still praises `oak table` and word salad: no reward of this kind knows"
    " good style. A second judge has to.",
    example=True,
)


@keyword_reward.solution
def reward_of_line(keywords, line, limit):
    """Return the reward of a line, from 0 to 1."""
    words = line.lower().split()
    if len(words) > limit or any(n > 2 for n in Counter(words).values()):
        return 0.0
    return len({*keywords} & {*words}) / len({*keywords})


@keyword_reward.also
def _(keywords, line, limit):
    words = [word.lower() for word in line.split()]
    if len(words) > limit:
        return 0
    for word in words:
        if words.count(word) >= 3:
            return 0
    different = list(dict.fromkeys(keywords))
    return sum(keyword in words for keyword in different) / len(different)


def variant(
    words=lambda line: line.lower().split(),
    too_long=lambda words, limit: len(words) > limit,
    repeated=lambda words, keywords: max(Counter(words).values(), default=0) > 2,
    share=lambda keywords, words: len({*keywords} & {*words}) / len({*keywords}),
):
    """Return an answer that differs from the solution in one part."""

    def answer(keywords, line, limit):
        found = words(line)
        if too_long(found, limit) or repeated(found, keywords):
            return 0.0
        return share(keywords, found)

    return answer


keyword_reward.mistake("capital letters matter still: `Table` is the keyword table.")(
    variant(words=str.split)
)
keyword_reward.mistake(
    "a line of exactly `limit` words is not too long. Only more words are."
)(variant(too_long=lambda words, limit: len(words) >= limit))
keyword_reward.mistake("the comparison with the limit is turned round.")(
    variant(too_long=lambda words, limit: len(words) < limit)
)
keyword_reward.mistake("the limit is not checked: lines can get as long as they like.")(
    variant(too_long=lambda words, limit: False)
)
keyword_reward.mistake(
    "no keyword is ever found. Look for each keyword in the list of words: `word in"
    " words`."
)(lambda keywords, line, limit: 0.0)
keyword_reward.mistake(
    "the limit counts words, not letters. `len(line.split())` counts words."
)(
    lambda keywords, line, limit: (
        0.0 if len(line) > limit else reward_of_line(keywords, line, limit)
    )
)
keyword_reward.mistake("a word may come twice. Only from the third time on it is 0.")(
    variant(
        repeated=lambda words, keywords: max(Counter(words).values(), default=0) > 1
    )
)
keyword_reward.mistake("three times is more than twice: such a line gets 0, too.")(
    variant(
        repeated=lambda words, keywords: max(Counter(words).values(), default=0) > 3
    )
)
keyword_reward.mistake("repeated words are not punished yet.")(
    variant(repeated=lambda words, keywords: False)
)
keyword_reward.mistake(
    "only keywords are checked for repetition. Any word that comes three times makes 0."
)(variant(repeated=lambda words, keywords: any(words.count(k) > 2 for k in keywords)))
for which, place in (("first", 0), ("last", -1)):
    keyword_reward.mistake(
        f"only the {which} word of the line is asked whether it comes three times. Any"
        " word that does makes 0: look at what the loop does in its other rounds."
    )(
        variant(
            repeated=lambda words, keywords, place=place: (
                bool(words) and words.count(words[place]) > 2
            )
        )
    )
keyword_reward.mistake(
    "two words that come twice each are allowed: neither comes three times. Count each"
    " word for itself."
)(variant(repeated=lambda words, keywords: len(words) - len({*words}) > 1))
keyword_reward.mistake(
    "only neighbours are compared. A word that comes three times makes 0, also with"
    " other words between."
)(
    variant(
        repeated=lambda words, keywords: any(
            words[i] == words[i + 1] for i in range(len(words) - 1)
        )
    )
)
keyword_reward.mistake(
    "a keyword that is named twice counts twice. Count the *different* keywords."
)(
    variant(
        share=lambda keywords, words: sum(k in words for k in keywords) / len(keywords)
    )
)
keyword_reward.mistake(
    "different keywords are found, but their number is divided by all keywords, the"
    " ones named twice included."
)(variant(share=lambda keywords, words: len({*keywords} & {*words}) / len(keywords)))
keyword_reward.mistake(
    "each occurrence counts. A keyword that comes twice in the line is one keyword."
)(
    variant(
        share=lambda keywords, words: (
            sum(w in keywords for w in words) / len({*keywords})
        )
    )
)
keyword_reward.mistake(
    "this is the share of the line's words. Divide by the number of keywords."
)(
    variant(
        share=lambda keywords, words: len({*keywords} & {*words}) / max(len(words), 1)
    )
)
keyword_reward.mistake(
    "this is a number of keywords. Divide by how many different ones there are."
)(variant(share=lambda keywords, words: float(len({*keywords} & {*words}))))
keyword_reward.mistake(
    "any keyword at all earns 1 here. One of two different keywords earns 0.5."
)(variant(share=lambda keywords, words: float(bool({*keywords} & {*words}))))
keyword_reward.mistake(
    "all or nothing: a line with half of the keywords gets 0.5, not 0."
)(variant(share=lambda keywords, words: float({*keywords} <= {*words})))

keyword_reward.mistake(
    "the limit is asked of the *different* words. A word that comes twice takes two"
    " places."
)(variant(too_long=lambda words, limit: len({*words}) > limit))
keyword_reward.mistake(
    "words beyond the limit are cut off. A line that is too long gets 0."
)(
    lambda keywords, line, limit: reward_of_line(
        keywords, " ".join(line.split()[:limit]), limit
    )
)
keyword_reward.mistake(
    "three neighbours are compared. The three may also have other words between them:"
    " count each word in the whole line."
)(
    variant(
        repeated=lambda words, keywords: any(
            words[i] == words[i + 1] == words[i + 2] for i in range(len(words) - 2)
        )
    )
)
keyword_reward.mistake(
    "0 is due for a line that is too long *or* repeats a word: one of them is enough."
)(
    lambda keywords, line, limit: (
        0.0
        if len(line.split()) > limit and not reward_of_line(["x"], line + " x", 99)
        else variant(
            too_long=lambda words, limit: False, repeated=lambda words, keywords: False
        )(keywords, line, limit)
    )
)
keyword_reward.mistake(
    "repetition is counted with capital letters: `Oak`, `oak` and `OAK` are one word."
)(
    lambda keywords, line, limit: (
        0.0
        if max(Counter(line.split()).values(), default=0) > 2
        else variant(repeated=lambda words, keywords: False)(keywords, line, limit)
    )
)
keyword_reward.mistake(
    "repetition is counted in the text, letter by letter: `a` is also found in `table`."
    " Count in the list of words."
)(
    lambda keywords, line, limit: (
        0.0
        if any(line.lower().count(word) > 2 for word in line.lower().split())
        else reward_of_line(keywords, line, limit)
    )
)
keyword_reward.mistake(
    "this is divided by `limit`. Divide by the number of different keywords."
)(
    lambda keywords, line, limit: (
        reward_of_line(keywords, line, limit) * len({*keywords}) / limit
    )
)
keyword_reward.mistake("this is in percent. A reward is a share, from 0 to 1.")(
    lambda keywords, line, limit: 100 * reward_of_line(keywords, line, limit)
)


@keyword_reward.mistake(
    "a keyword is also found inside other words: `tablet` is no table. Compare whole"
    " words."
)
def _(keywords, line, limit):
    if reward_of_line(["x"], line + " x", limit + 1) == 0:
        return 0.0
    return sum(k in line.lower() for k in {*keywords}) / len({*keywords})


@keyword_reward.symptom("a reward lies between 0 and 1: such a line gets 0, not less.")
def _(args, expected, got):
    return got < 0


@keyword_reward.symptom("a reward lies between 0 and 1. This one is larger.")
def _(args, expected, got):
    return got > 1


@keyword_reward.symptom(
    "in this line a word comes three times, and it is not punished. Each word has to be"
    " counted in the whole line."
)
def _(args, expected, got):
    words = args[1].lower().split()
    repeated = max(Counter(words).values(), default=0) > 2
    return repeated and len(words) <= args[2] and got > 0


@keyword_reward.symptom("an empty line holds no keyword: its reward is 0.")
def _(args, expected, got):
    return not args[1].split()


@keyword_reward.cases
def line_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the example, and a line for each way to be wrong."""
    oak = ["oak", "table"]
    yield oak, "A table of oak", 6
    yield oak, "An oak", 6  # no more letters than the limit
    yield oak, "a big table", 6
    yield oak, "oak oak oak table", 6
    yield oak, "Oak TABLE", 3
    yield oak, "the oak table", 3  # exactly at the limit
    yield oak, "a tablet of oak", 9  # a keyword inside a word
    yield oak, "the table the lamp the oak", 9  # another word comes three times
    yield oak, "oak and oak on a table", 9  # twice is allowed
    yield oak, "oak oak table", 9
    yield oak, "Oak oak OAK table", 9  # one word, three times
    yield oak, "oak oak oak oak", 9
    yield oak, "oak and oak and oak", 9  # three times, never side by side
    yield oak, "a big oak and oak by oak", 9  # neither of the first two
    yield oak, "an oak and oak by oak", 9  # three times, the first word once
    yield oak, "oak and table and oak", 9  # two words twice
    yield oak, "a table and a chair and an oak bench", 7  # too long
    yield oak, "one old table of dark oak", 5  # too long, all words different
    yield [*oak, "oak"], "an oak chair", 9  # a keyword named twice
    yield oak, "", 3
    wood, place = rng.choice(["ash", "elm", "fir"]), rng.choice(["hall", "barn"])
    yield [wood, place, "lamp"], f"{wood} for the {place}", 8


ALL = lesson(__name__)
