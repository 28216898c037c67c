"""Answers to lesson 3.4 by students who had seen the lesson only."""

import statistics
import math
from collections import Counter
from decimal import Decimal

import numpy as np
import pandas as pd
import torch
from torch.nn import functional as F

from tests.exercises.answers import right, wrong

# 1 · dpo_loss


@right("dpo_loss")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    margin = (chosen - reference_chosen) - (rejected - reference_rejected)
    return np.mean(np.logaddexp(0, -beta * margin))


@right("dpo_loss")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    c, r, qc, qr = (
        torch.tensor(one)
        for one in (chosen, rejected, reference_chosen, reference_rejected)
    )
    return -F.logsigmoid(beta * ((c - qc) - (r - qr))).mean()


@right("dpo_loss")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    total = 0
    for i in range(len(chosen)):
        x = beta * (
            chosen[i] - rejected[i] - reference_chosen[i] + reference_rejected[i]
        )
        total += max(-x, 0) + math.log1p(math.exp(-abs(x)))
    return total / len(chosen)


@right("dpo_loss")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    pairs = pd.DataFrame(
        {
            "c": chosen,
            "r": rejected,
            "qc": reference_chosen,
            "qr": reference_rejected,
        }
    )
    x = beta * (pairs.c - pairs.qc - pairs.r + pairs.qr)
    return F.softplus(torch.tensor(-x.to_numpy())).mean().item()


@right("dpo_loss")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    x = beta * (chosen - reference_chosen - rejected + reference_rejected)
    safe = np.maximum(x, -500)
    return float(np.where(x < -500, -x, np.log(1 + np.exp(-safe))).mean())


@wrong("dpo_loss", "no reference", says="reference is missing")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    return np.logaddexp(0, -beta * (chosen - rejected)).mean()


@wrong("dpo_loss", "chosen and rejected exchanged", says="sign of the difference")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    margin = (rejected - reference_rejected) - (chosen - reference_chosen)
    return np.logaddexp(0, -beta * margin).mean()


@wrong("dpo_loss", "beta forgotten", says="beta")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    margin = (chosen - reference_chosen) - (rejected - reference_rejected)
    return np.logaddexp(0, -margin).mean()


@wrong("dpo_loss", "sum instead of mean", says="mean")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    margin = (chosen - reference_chosen) - (rejected - reference_rejected)
    return np.logaddexp(0, -beta * margin).sum()


@wrong("dpo_loss", "overflows", says="not finite")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    margin = (chosen - reference_chosen) - (rejected - reference_rejected)
    with np.errstate(all="ignore"):
        return (-np.log(1 / (1 + np.exp(-beta * margin)))).mean()


@wrong("dpo_loss", "one loss a pair", says="mean, one number")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    margin = (chosen - reference_chosen) - (rejected - reference_rejected)
    return np.logaddexp(0, -beta * margin)


@wrong("dpo_loss", "the sigmoid without its logarithm", says="minus its logarithm")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    margin = (chosen - reference_chosen) - (rejected - reference_rejected)
    return np.exp(-np.logaddexp(0, -beta * margin)).mean()


@wrong("dpo_loss", "gains added", says="how much *more*")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    both = (chosen - reference_chosen) + (rejected - reference_rejected)
    return np.logaddexp(0, -beta * both).mean()


@wrong("dpo_loss", "a plus for a minus: ln σ", says="minus sign")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    margin = (chosen - reference_chosen) - (rejected - reference_rejected)
    return -np.logaddexp(0, -beta * margin).mean()


@wrong("dpo_loss", "averages the margins first", says="its own loss")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    margin = (chosen - reference_chosen) - (rejected - reference_rejected)
    return np.logaddexp(0, -beta * np.mean(margin))


# 2 · alignment_order

right("alignment_order", "C D F A G")
right("alignment_order", "CDFAG")
right("alignment_order", "c, d, f, a, g")
right("alignment_order", list("CDFAG"))
right("alignment_order", np.array(list("CDFAG")))

wrong("alignment_order", "C D F B G", "trains on what it judges", says="line B trains")
wrong("alignment_order", "C D F A E", "reports at home", says="line E reports")
wrong("alignment_order", "C F D A G", "freezes too early", says="line F freezes")
wrong("alignment_order", "C D A F G", "freezes too late", says="line A changes")
wrong("alignment_order", "D C F A G", "tunes before it sets aside", says="line D needs")
wrong("alignment_order", "C H F A G", "from random weights", says="line H starts")
wrong("alignment_order", "C D F G A", "judges too early", says="line G judges")
wrong("alignment_order", "C D F A", "one is missing", says="missing")

# 3 · group_advantages


@right("group_advantages")
def _(rewards):
    rewards = np.asarray(rewards, dtype=float)
    better = rewards - rewards.mean(axis=1, keepdims=True)
    spread = rewards.std(axis=1, keepdims=True)
    spread[rewards.max(axis=1) == rewards.min(axis=1)] = np.inf
    return better / spread


@right("group_advantages")
def _(rewards):
    result = np.zeros(np.shape(rewards))
    for row, group in enumerate(rewards):
        if len(set(group)) > 1:
            result[row] = (group - np.mean(group)) / np.std(group)
    return result


@right("group_advantages")
def _(rewards):
    table = torch.tensor(np.asarray(rewards, dtype=float))
    spread = table.std(dim=1, keepdim=True, correction=0)
    spread = torch.where(spread < 1e-9, torch.inf, spread)
    return (table - table.mean(dim=1, keepdim=True)) / spread


@right("group_advantages")
def _(rewards):
    table = pd.DataFrame(rewards, dtype=float)
    better = table.sub(table.mean(axis=1), axis=0)
    spread = table.std(axis=1, ddof=0)
    return better.div(spread.where(spread > 1e-9), axis=0).fillna(0)


@right("group_advantages")
def _(rewards):
    advantages = []
    for group in rewards:
        values = [Decimal(str(x)) for x in group]
        mean = sum(values) / len(values)
        spread = (sum((v - mean) ** 2 for v in values) / len(values)).sqrt()
        advantages.append([float((v - mean) / spread) if spread else 0 for v in values])
    return advantages


@wrong("group_advantages", "NaN where all are equal", says="0 / 0")
def _(rewards):
    rewards = np.asarray(rewards, dtype=float)
    with np.errstate(all="ignore"):
        better = rewards - rewards.mean(axis=1, keepdims=True)
        return better / rewards.std(axis=1, keepdims=True)


@wrong("group_advantages", "mean and spread of all", says="mean of *all* rewards")
def _(rewards):
    rewards = np.asarray(rewards, dtype=float)
    equal = (rewards == rewards[:, :1]).all(axis=1, keepdims=True)
    return np.where(equal, 0, (rewards - rewards.mean()) / rewards.std())


@wrong("group_advantages", "not divided", says="nothing is divided")
def _(rewards):
    rewards = np.asarray(rewards, dtype=float)
    return rewards - rewards.mean(axis=1, keepdims=True)


@wrong("group_advantages", "ddof=1", says="ddof=1")
def _(rewards):
    result = []
    for group in np.asarray(rewards, dtype=float):
        spread = group.std(ddof=1)
        result.append((group - group.mean()) / spread if np.ptp(group) else 0 * group)
    return np.array(result)


@wrong("group_advantages", "over the columns", says="axis=1")
def _(rewards):
    rewards = np.asarray(rewards, dtype=float)
    with np.errstate(all="ignore"):
        result = (rewards - rewards.mean(axis=0)) / rewards.std(axis=0)
    equal = (rewards == rewards[:, :1]).all(axis=1, keepdims=True)
    return np.where(equal, 0, result)


@wrong("group_advantages", "a constant added to the spread", says="added to the")
def _(rewards):
    rewards = np.asarray(rewards, dtype=float)
    better = rewards - rewards.mean(axis=1, keepdims=True)
    return better / (rewards.std(axis=1, keepdims=True) + 0.01)


@wrong("group_advantages", "variance", says="variance")
def _(rewards):
    rewards = np.asarray(rewards, dtype=float)
    spread = rewards.var(axis=1, keepdims=True)
    equal = (rewards == rewards[:, :1]).all(axis=1, keepdims=True)
    better = rewards - rewards.mean(axis=1, keepdims=True)
    return np.where(equal, 0, better / np.where(equal, 1, spread))


@wrong("group_advantages", "mean minus reward", says="minus")
def _(rewards):
    rewards = np.asarray(rewards, dtype=float)
    equal = (rewards == rewards[:, :1]).all(axis=1, keepdims=True)
    spread = np.where(equal, 1, rewards.std(axis=1, keepdims=True))
    return np.where(equal, 0, (rewards.mean(axis=1, keepdims=True) - rewards) / spread)


# 4 · answer_log_chance


@right("answer_log_chance")
def _(log_chances, tokens, end):
    total = 0.0
    for log_chance, token in zip(log_chances, tokens):
        total += log_chance
        if token == end:
            return total
    return total


@right("answer_log_chance")
def _(log_chances, tokens, end):
    ended = False
    total = 0.0
    for log_chance, token in zip(log_chances, tokens):
        if not ended:
            total += log_chance
        ended = ended or token == end
    return total


@right("answer_log_chance")
def _(log_chances, tokens, end):
    ends = np.flatnonzero(np.asarray(tokens) == end)
    stop = ends[0] + 1 if len(ends) else len(tokens)
    return np.sum(log_chances[:stop])


@right("answer_log_chance")
def _(log_chances, tokens, end):
    ends = torch.tensor(np.asarray(tokens)) == end
    keep = ends.cumsum(0) - ends.long() == 0
    return torch.tensor(np.asarray(log_chances))[keep].sum()


@right("answer_log_chance")
def _(log_chances, tokens, end):
    place, total = 0, 0.0
    while place < len(tokens):
        total += float(log_chances[place])
        if tokens[place] == end:
            place = len(tokens)
        place += 1
    return total


@wrong("answer_log_chance", "all places", says="fillers")
def _(log_chances, tokens, end):
    return sum(log_chances)


@wrong("answer_log_chance", "breaks before adding", says="left out")
def _(log_chances, tokens, end):
    total = 0.0
    for log_chance, token in zip(log_chances, tokens):
        if token == end:
            break
        total += log_chance
    return total


@wrong("answer_log_chance", "divides by the length", says="mean")
def _(log_chances, tokens, end):
    total, n = 0.0, 0
    for log_chance, token in zip(log_chances, tokens):
        total += log_chance
        n += 1
        if token == end:
            break
    return total / n


@wrong("answer_log_chance", "2 written in", says="not always 2")
def _(log_chances, tokens, end):
    total = 0.0
    for log_chance, token in zip(log_chances, tokens):
        total += log_chance
        if token == 2:
            break
    return total


@wrong("answer_log_chance", "needs an end token", says="is not in list")
def _(log_chances, tokens, end):
    return sum(log_chances[: list(tokens).index(end) + 1])


@wrong("answer_log_chance", "returns in the first round", says="return")
def _(log_chances, tokens, end):
    total = 0.0
    for log_chance, token in zip(log_chances, tokens):
        total += log_chance
        if token == end:
            break
        return total


@wrong("answer_log_chance", "one place too many", says="one place too many")
def _(log_chances, tokens, end):
    tokens = list(tokens)
    stop = tokens.index(end) + 2 if end in tokens else len(tokens)
    return sum(log_chances[:stop])


@wrong("answer_log_chance", "the probability", says="ln p")
def _(log_chances, tokens, end):
    total = 0.0
    for log_chance, token in zip(log_chances, tokens):
        total += log_chance
        if token == end:
            break
    return math.exp(total)


# 5 · keyword_reward


@right("keyword_reward")
def _(keywords, line, limit):
    words = line.lower().split()
    if len(words) > limit:
        return 0
    if any(words.count(word) > 2 for word in words):
        return 0
    different = set(keywords)
    return sum(keyword in words for keyword in different) / len(different)


@right("keyword_reward")
def _(keywords, line, limit):
    counts = Counter(line.casefold().split())
    if counts.total() > limit or any(n >= 3 for n in counts.values()):
        return 0.0
    wanted = frozenset(keywords)
    return len(wanted & counts.keys()) / len(wanted)


@right("keyword_reward")
def _(keywords, line, limit):
    words = pd.Series(line.lower().split(), dtype=object)
    if len(words) > limit or (words.value_counts() > 2).any():
        return 0.0
    return pd.Series(keywords).drop_duplicates().isin(words).mean()


@right("keyword_reward")
def _(keywords, line, limit):
    seen = {}
    for n, word in enumerate(line.split(), 1):
        word = word.lower()
        seen[word] = seen.get(word, 0) + 1
        if n > limit or seen[word] == 3:
            return 0
    return np.mean([keyword in seen for keyword in np.unique(keywords)])


@right("keyword_reward")
def _(keywords, line, limit):
    words = [word for word in line.lower().split(" ") if word]
    fine = len(words) <= limit and all(words.count(w) <= 2 for w in set(words))
    return fine * len(set(words) & set(keywords)) / len(set(keywords))


@wrong("keyword_reward", "finds table in tablet", says="whole words")
def _(keywords, line, limit):
    words = line.lower().split()
    if len(words) > limit or any(words.count(w) > 2 for w in words):
        return 0.0
    wanted = set(keywords)
    return sum(keyword in line.lower() for keyword in wanted) / len(wanted)


@wrong("keyword_reward", "capital letters", says="capital letters")
def _(keywords, line, limit):
    words = line.split()
    if len(words) > limit or any(words.count(w) > 2 for w in words):
        return 0.0
    return len(set(keywords) & set(words)) / len(set(keywords))


@wrong("keyword_reward", "counts a doubled keyword twice", says="*different* keywords")
def _(keywords, line, limit):
    words = line.lower().split()
    if len(words) > limit or any(words.count(w) > 2 for w in words):
        return 0.0
    return sum(keyword in words for keyword in keywords) / len(keywords)


@wrong("keyword_reward", "no limit", says="limit is not checked")
def _(keywords, line, limit):
    words = line.lower().split()
    if any(words.count(w) > 2 for w in words):
        return 0.0
    return len(set(keywords) & set(words)) / len(set(keywords))


@wrong("keyword_reward", "only keywords may not repeat", says="only keywords")
def _(keywords, line, limit):
    words = line.lower().split()
    if len(words) > limit or any(words.count(k) > 2 for k in keywords):
        return 0.0
    return len(set(keywords) & set(words)) / len(set(keywords))


@wrong("keyword_reward", "twice is too often", says="may come twice")
def _(keywords, line, limit):
    words = line.lower().split()
    if len(words) > limit or len(set(words)) < len(words):
        return 0.0
    return len(set(keywords) & set(words)) / len(set(keywords))


@wrong("keyword_reward", "exactly the limit is refused", says="exactly `limit`")
def _(keywords, line, limit):
    words = line.lower().split()
    if len(words) >= limit or any(words.count(w) > 2 for w in words):
        return 0.0
    return len(set(keywords) & set(words)) / len(set(keywords))


@wrong("keyword_reward", "divides by the words of the line", says="number of keywords")
def _(keywords, line, limit):
    words = line.lower().split()
    if len(words) > limit or any(words.count(w) > 2 for w in words):
        return 0.0
    return len(set(keywords) & set(words)) / len(words) if words else 0.0


@wrong("keyword_reward", "all or nothing", says="all or nothing")
def _(keywords, line, limit):
    words = line.lower().split()
    if len(words) > limit or any(words.count(w) > 2 for w in words):
        return 0.0
    return float(set(keywords) <= set(words))


# ---- a second student ----

# 1 dpo_loss


@right("dpo_loss")
def softplus_list(chosen, rejected, reference_chosen, reference_rejected, beta):
    losses = []
    for c, r, qc, qr in zip(chosen, rejected, reference_chosen, reference_rejected):
        x = -beta * ((c - qc) - (r - qr))
        losses.append(
            x + math.log1p(math.exp(-x)) if x > 0 else math.log1p(math.exp(x))
        )
    return statistics.fmean(losses)


@right("dpo_loss")
def scipy_like(chosen, rejected, reference_chosen, reference_rejected, beta):
    from scipy.special import log_expit

    logits = beta * (chosen - rejected - (reference_chosen - reference_rejected))
    return -log_expit(logits).mean()


@right("dpo_loss")
def cross_entropy(chosen, rejected, reference_chosen, reference_rejected, beta):
    gains = np.stack([chosen - reference_chosen, rejected - reference_rejected], axis=1)
    target = torch.zeros(len(gains), dtype=torch.long)
    return F.cross_entropy(torch.tensor(beta * gains), target)


@right("dpo_loss")
def two_branches(chosen, rejected, reference_chosen, reference_rejected, beta):
    x = beta * ((chosen - reference_chosen) - (rejected - reference_rejected))
    loss = np.empty(len(x))
    low = x < -30
    loss[low] = -x[low]
    loss[~low] = -np.log(1 / (1 + np.exp(-x[~low])))
    return [loss.mean()][0]


@right("dpo_loss")
def series(chosen, rejected, reference_chosen, reference_rejected, beta):
    gain = pd.Series(chosen).sub(reference_chosen)
    gain = gain.sub(pd.Series(rejected).sub(reference_rejected)).mul(beta)
    return gain.apply(lambda x: np.logaddexp(0.0, -x)).mean()


@right("dpo_loss")
def array_of_one(chosen, rejected, reference_chosen, reference_rejected, beta):
    x = beta * ((chosen - reference_chosen) - (rejected - reference_rejected))
    return np.array(np.mean(np.maximum(-x, 0) + np.log1p(np.exp(-np.abs(x)))))


@wrong("dpo_loss", "the reference's two answers exchanged", says="exchanged")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    margin = (chosen - reference_rejected) - (rejected - reference_chosen)
    return np.logaddexp(0, -beta * margin).mean()


@wrong("dpo_loss", "rejected answer forgotten", says="rejected")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    return np.logaddexp(0, -beta * (chosen - reference_chosen)).mean()


@wrong("dpo_loss", "exp of the ln p: shares instead of logarithms", says="ln p")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    c, r, qc, qr = map(np.exp, (chosen, rejected, reference_chosen, reference_rejected))
    return np.logaddexp(0, -beta * ((c - qc) - (r - qr))).mean()


@wrong("dpo_loss", "ratio of the ln p instead of a difference", says="difference")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    margin = chosen / reference_chosen - rejected / reference_rejected
    return np.logaddexp(0, -beta * margin).mean()


@wrong("dpo_loss", "logarithm to the base 10", says="base 10")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    margin = (chosen - reference_chosen) - (rejected - reference_rejected)
    return np.logaddexp(0, -beta * margin).mean() / np.log(10)


@wrong("dpo_loss", "clipped so that it stays finite", says="finite but too small")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    margin = (chosen - reference_chosen) - (rejected - reference_rejected)
    return -np.log(1 / (1 + np.exp(np.clip(-beta * margin, -100, 100)))).mean()


@wrong("dpo_loss", "a small number inside the logarithm", says="finite but too small")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    margin = (chosen - reference_chosen) - (rejected - reference_rejected)
    with np.errstate(all="ignore"):
        sigma = 1 / (1 + np.exp(-beta * margin))
    return -np.log(sigma + 1e-12).mean()


@wrong("dpo_loss", "math.exp overflows", says="OverflowError")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    total = 0
    for c, r, qc, qr in zip(chosen, rejected, reference_chosen, reference_rejected):
        x = beta * ((c - qc) - (r - qr))
        total -= math.log(1 / (1 + math.exp(-x)))
    return total / len(chosen)


@wrong("dpo_loss", "returns in the loop", says="inside the loop")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    total = 0
    for c, r, qc, qr in zip(chosen, rejected, reference_chosen, reference_rejected):
        x = beta * ((c - qc) - (r - qr))
        total += np.logaddexp(0, -x)
        return total


@wrong("dpo_loss", "the total starts anew in the loop", says="inside the loop")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    for c, r, qc, qr in zip(chosen, rejected, reference_chosen, reference_rejected):
        total = 0
        x = beta * ((c - qc) - (r - qr))
        total += np.logaddexp(0, -x)
    return total / len(chosen)


@wrong("dpo_loss", "the sum of the sigmoid's argument taken first", says=None)
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    margin = (chosen - reference_chosen).sum() - (rejected - reference_rejected).sum()
    return np.logaddexp(0, -beta * margin)


@wrong("dpo_loss", "minus σ instead of minus ln σ", says="logarithm")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    margin = (chosen - reference_chosen) - (rejected - reference_rejected)
    with np.errstate(all="ignore"):
        return -(1 / (1 + np.exp(-beta * margin))).mean()


@wrong("dpo_loss", "reads the parameters in another order", says="exchanged")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    margin = (chosen - rejected) - (reference_rejected - reference_chosen)
    return np.logaddexp(0, -beta * margin).mean()


@wrong("dpo_loss", "median", says="median")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    margin = (chosen - reference_chosen) - (rejected - reference_rejected)
    return np.median(np.logaddexp(0, -beta * margin))


@wrong("dpo_loss", "divided by both answers", says="half of")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    margin = (chosen - reference_chosen) - (rejected - reference_rejected)
    return np.logaddexp(0, -beta * margin).sum() / (len(chosen) + len(rejected))


@wrong("dpo_loss", "the printed text", says="`return` missing")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    margin = (chosen - reference_chosen) - (rejected - reference_rejected)
    print(np.logaddexp(0, -beta * margin).mean())


@wrong("dpo_loss", "rounded as in the text", says="round")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    margin = (chosen - reference_chosen) - (rejected - reference_rejected)
    return round(np.logaddexp(0, -beta * margin).mean(), 3)


@wrong("dpo_loss", "1 − σ", says="logarithm")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    margin = (chosen - reference_chosen) - (rejected - reference_rejected)
    return np.exp(-np.logaddexp(0, beta * margin)).mean()


# 2 alignment_order

right("alignment_order", "C-D-F-A-G")
right("alignment_order", "C, D, F, A and G")
right("alignment_order", ("C", "D", "F", "A", "G"))
right("alignment_order", "cdfag")

wrong("alignment_order", "A B C D E", "the example", says="line")
wrong("alignment_order", "C D A G", "no reference", says="missing")
wrong("alignment_order", "C D F A G E", "reports twice", says="line E reports")
wrong("alignment_order", "D F A C G", "sets aside at the end", says="line C")
wrong(
    "alignment_order",
    "F C D A G",
    "freezes the pretrained model",
    says="line F freezes",
)
wrong("alignment_order", "G A F D C", "backwards", says="line")
wrong("alignment_order", "C A D F G", "reward before the demonstrations", says="line A")
wrong("alignment_order", "C D F A A", "a line twice", says="twice")
wrong("alignment_order", "C D F A B", "B in place of the report", says="line B trains")

# 3 group_advantages


@right("group_advantages")
def zscore(rewards):
    result = []
    for group in rewards:
        group = [float(one) for one in group]
        if min(group) == max(group):
            result.append([0] * len(group))
            continue
        mean, spread = statistics.fmean(group), statistics.pstdev(group)
        result.append([(one - mean) / spread for one in group])
    return result


@right("group_advantages")
def transposed(rewards):
    columns = np.array(rewards, dtype=float).T
    varied = columns.max(axis=0) > columns.min(axis=0)
    spread = np.where(varied, columns.std(axis=0), 1)
    better = np.where(varied, columns - columns.mean(axis=0), 0)
    return (better / spread).T


@right("group_advantages")
def nan_to_num(rewards):
    rewards = np.asarray(rewards, dtype=float)
    with np.errstate(invalid="ignore"):
        spread = rewards.std(axis=1, keepdims=True).round(12)
        return np.nan_to_num(
            (rewards - rewards.mean(axis=1, keepdims=True)).round(12) / spread
        )


@right("group_advantages")
def frame_apply(rewards):
    def one(group):
        if group.nunique() == 1:
            return group * 0.0
        return (group - group.mean()) / group.std(ddof=0)

    return pd.DataFrame(rewards).astype(float).apply(one, axis=1)


@right("group_advantages")
def sklearn_scale(rewards):
    from sklearn.preprocessing import StandardScaler

    return StandardScaler().fit_transform(np.asarray(rewards, float).T).T


@right("group_advantages")
def isclose(rewards):
    rewards = torch.as_tensor(np.asarray(rewards, float))
    mean = rewards.mean(1, keepdim=True)
    spread = ((rewards - mean) ** 2).mean(1, keepdim=True).sqrt()
    out = torch.zeros_like(rewards)
    rows = spread[:, 0] > 1e-8
    out[rows] = ((rewards - mean) / spread.clamp(min=1e-8))[rows]
    return out.tolist()


@right("group_advantages")
def nested(rewards):
    rows, width = len(rewards), len(rewards[0])
    out = np.zeros((rows, width))
    for i in range(rows):
        total = squares = 0.0
        for j in range(width):
            total += rewards[i][j]
        mean = total / width
        for j in range(width):
            squares += (rewards[i][j] - mean) ** 2
        if max(rewards[i]) - min(rewards[i]) > 0:
            for j in range(width):
                out[i][j] = (rewards[i][j] - mean) / (squares / width) ** 0.5
    return out


@wrong("group_advantages", "groups of equal rewards keep their rewards", says="equal")
def _(rewards):
    result = np.array(rewards, dtype=float)
    for row, group in enumerate(result):
        if group.std() > 1e-9:
            result[row] = (group - group.mean()) / group.std()
    return result


@wrong("group_advantages", "groups of equal rewards are left out", says="shape")
def _(rewards):
    rewards = np.asarray(rewards, dtype=float)
    rewards = rewards[np.ptp(rewards, axis=1) > 0]
    return (rewards - rewards.mean(axis=1, keepdims=True)) / rewards.std(
        axis=1, keepdims=True
    )


@wrong("group_advantages", "flat", says="shape")
def _(rewards):
    result = []
    for group in np.asarray(rewards, dtype=float):
        spread = group.std() or 1
        result.extend((group - group.mean()) / spread if np.ptp(group) else 0 * group)
    return np.array(result)


@wrong("group_advantages", "divided by the mean", says="standard deviation")
def _(rewards):
    rewards = np.asarray(rewards, dtype=float)
    mean = rewards.mean(axis=1, keepdims=True)
    with np.errstate(all="ignore"):
        result = (rewards - mean) / mean
    return np.where(np.ptp(rewards, axis=1, keepdims=True) == 0, 0, result)


@wrong("group_advantages", "divided by the range", says="range")
def _(rewards):
    rewards = np.asarray(rewards, dtype=float)
    extent = np.ptp(rewards, axis=1, keepdims=True)
    return (
        (rewards - rewards.mean(axis=1, keepdims=True))
        / np.where(extent, extent, 1)
        * (extent > 0)
    )


@wrong("group_advantages", "only divided, mean not subtracted", says="mean")
def _(rewards):
    rewards = np.asarray(rewards, dtype=float)
    equal = np.ptp(rewards, axis=1, keepdims=True) == 0
    return np.where(
        equal, 0, rewards / np.where(equal, 1, rewards.std(axis=1, keepdims=True))
    )


@wrong("group_advantages", "precedence: divides only the mean", says="bracket")
def _(rewards):
    rewards = np.asarray(rewards, dtype=float)
    equal = np.ptp(rewards, axis=1, keepdims=True) == 0
    spread = np.where(equal, 1, rewards.std(axis=1, keepdims=True))
    return np.where(equal, 0, rewards - rewards.mean(axis=1, keepdims=True) / spread)


@wrong("group_advantages", "if all rewards are zero only", says="equal")
def _(rewards):
    out = []
    with np.errstate(all="ignore"):
        for group in np.asarray(rewards, dtype=float):
            if group.sum() == 0:
                out.append(0 * group)
            else:
                out.append((group - group.mean()) / group.std())
    return np.array(out)


@wrong(
    "group_advantages", "a single NaN group makes all zero", says="Only that group gets"
)
def _(rewards):
    rewards = np.asarray(rewards, dtype=float)
    if (rewards.std(axis=1) == 0).any():
        return np.zeros(rewards.shape)
    return (rewards - rewards.mean(axis=1, keepdims=True)) / rewards.std(
        axis=1, keepdims=True
    )


@wrong("group_advantages", "tests the spread with == 0", says="rounding")
def _(rewards):
    rewards = np.asarray(rewards, dtype=float)
    better = rewards - rewards.mean(axis=1, keepdims=True)
    spread = rewards.std(axis=1, keepdims=True)
    with np.errstate(all="ignore"):
        return np.where(spread == 0, 0, better / spread)


@wrong(
    "group_advantages",
    "integers kept: result array has the ints of the rewards",
    says="cut to whole numbers",
)
def _(rewards):
    result = np.zeros_like(np.asarray(rewards), dtype=int)
    for row, group in enumerate(np.asarray(rewards, float)):
        if np.ptp(group):
            result[row] = (group - group.mean()) / group.std()
    return result


@wrong("group_advantages", "each reward compared with the others only", says=None)
def _(rewards):
    rewards = np.asarray(rewards, dtype=float)
    n = rewards.shape[1]
    others = (rewards.sum(axis=1, keepdims=True) - rewards) / (n - 1)
    equal = np.ptp(rewards, axis=1, keepdims=True) == 0
    return np.where(
        equal,
        0,
        (rewards - others) / np.where(equal, 1, rewards.std(axis=1, keepdims=True)),
    )


@wrong("group_advantages", "sign only", says=None)
def _(rewards):
    rewards = np.asarray(rewards, dtype=float)
    return np.sign(rewards - rewards.mean(axis=1, keepdims=True))


@wrong("group_advantages", "median", says="mean")
def _(rewards):
    rewards = np.asarray(rewards, dtype=float)
    equal = np.ptp(rewards, axis=1, keepdims=True) == 0
    spread = np.where(equal, 1, rewards.std(axis=1, keepdims=True))
    return np.where(
        equal, 0, (rewards - np.median(rewards, axis=1, keepdims=True)) / spread
    )


@wrong("group_advantages", "keepdims forgotten", says="broadcast")
def _(rewards):
    rewards = np.asarray(rewards, dtype=float)
    return (rewards - rewards.mean(axis=1)) / rewards.std(axis=1)


# 4 answer_log_chance


@right("answer_log_chance")
def itertools_takewhile(log_chances, tokens, end):
    from itertools import takewhile

    n = sum(1 for _ in takewhile(lambda token: token != end, tokens))
    return sum(log_chances[: n + 1])


@right("answer_log_chance")
def series(log_chances, tokens, end):
    before = pd.Series(tokens).eq(end).cumsum().shift(fill_value=0)
    return pd.Series(log_chances)[before == 0].sum()


@right("answer_log_chance")
def argmax(log_chances, tokens, end):
    is_end = np.array(tokens) == end
    n = is_end.argmax() + 1 if is_end.any() else len(is_end)
    return float(np.array(log_chances)[:n].sum())


@right("answer_log_chance")
def mask_minus(log_chances, tokens, end):
    ends = np.cumsum(np.asarray(tokens) == end)
    before = np.concatenate([[0], ends[:-1]])
    return np.dot(np.asarray(log_chances), before == 0)


@right("answer_log_chance")
def fixed(log_chances, tokens, end):
    total = 0.0
    for log_chance, token in zip(log_chances, tokens, strict=True):
        total += log_chance
        if token == end:
            break
    return total


@right("answer_log_chance")
def by_try(log_chances, tokens, end):
    tokens = list(tokens)
    try:
        stop = tokens.index(end)
    except ValueError:
        stop = len(tokens)
    return math.fsum(log_chances[: stop + 1])


@wrong("answer_log_chance", "unchanged", says="left out")
def _(log_chances, tokens, end):
    total = 0.0
    for log_chance, token in zip(log_chances, tokens, strict=True):
        if token != end:
            total += log_chance
    return total


@wrong("answer_log_chance", "adds end tokens only", says=None)
def _(log_chances, tokens, end):
    total = 0.0
    for log_chance, token in zip(log_chances, tokens, strict=True):
        if token == end:
            total += log_chance
    return total


@wrong("answer_log_chance", "last end instead of the first", says="fillers")
def _(log_chances, tokens, end):
    ends = [i for i, token in enumerate(tokens) if token == end]
    stop = ends[-1] + 1 if ends else len(tokens)
    return sum(log_chances[:stop])


@wrong("answer_log_chance", "argmax without an end token", says="cut off")
def _(log_chances, tokens, end):
    stop = np.argmax(np.asarray(tokens) == end)
    return np.sum(log_chances[: stop + 1])


@wrong("answer_log_chance", "0 where there is no end token", says="cut off")
def _(log_chances, tokens, end):
    total = 0.0
    for log_chance, token in zip(log_chances, tokens, strict=True):
        total += log_chance
        if token == end:
            return total
    return 0.0


@wrong("answer_log_chance", "None where there is no end token", says="cut off")
def _(log_chances, tokens, end):
    total = 0.0
    for log_chance, token in zip(log_chances, tokens, strict=True):
        total += log_chance
        if token == end:
            return total


@wrong("answer_log_chance", "product", says="sum")
def _(log_chances, tokens, end):
    total = 1.0
    for log_chance, token in zip(log_chances, tokens, strict=True):
        total *= log_chance
        if token == end:
            break
    return total


@wrong("answer_log_chance", "minus: a loss", says="sign is turned")
def _(log_chances, tokens, end):
    total = 0.0
    for log_chance, token in zip(log_chances, tokens, strict=True):
        total -= log_chance
        if token == end:
            break
    return total


@wrong("answer_log_chance", "continue instead of break", says="fillers")
def _(log_chances, tokens, end):
    total = 0.0
    for log_chance, token in zip(log_chances, tokens, strict=True):
        total += log_chance
        if token == end:
            continue
    return total


@wrong("answer_log_chance", "end added again at the stop", says="twice")
def _(log_chances, tokens, end):
    total = 0.0
    for log_chance, token in zip(log_chances, tokens, strict=True):
        total += log_chance
        if token == end:
            total += log_chance
            break
    return total


@wrong("answer_log_chance", "the total starts anew", says="inside the loop")
def _(log_chances, tokens, end):
    for log_chance, token in zip(log_chances, tokens, strict=True):
        total = 0.0
        total += log_chance
        if token == end:
            break
    return total


@wrong("answer_log_chance", "list of the running sums", says=None)
def _(log_chances, tokens, end):
    out = []
    total = 0.0
    for log_chance, token in zip(log_chances, tokens, strict=True):
        total += log_chance
        out.append(total)
        if token == end:
            break
    return out


@wrong(
    "answer_log_chance", "last place is always left out without an end", says="cut off"
)
def _(log_chances, tokens, end):
    place = 0
    while place < len(tokens) - 1 and tokens[place] != end:
        place += 1
    return sum(log_chances[:place]) + (
        log_chances[place] if tokens[place] == end else 0
    )


@wrong("answer_log_chance", "ends at the largest token", says=None)
def _(log_chances, tokens, end):
    total = 0.0
    for log_chance, token in zip(log_chances, tokens, strict=True):
        total += log_chance
        if token >= end:
            break
    return total


@wrong("answer_log_chance", "logarithm once more", says=None)
def _(log_chances, tokens, end):
    total = 0.0
    for log_chance, token in zip(log_chances, tokens, strict=True):
        total += math.log(-log_chance)
        if token == end:
            break
    return total


# 5 keyword_reward


@right("keyword_reward")
def loops(keywords, line, limit):
    words = []
    for word in line.split():
        words.append(word.lower())
    if len(words) > limit:
        return 0
    for word in words:
        n = 0
        for other in words:
            if other == word:
                n += 1
        if n > 2:
            return 0
    wanted = []
    for keyword in keywords:
        if keyword not in wanted:
            wanted.append(keyword)
    hits = 0
    for keyword in wanted:
        if keyword in words:
            hits += 1
    return hits / len(wanted)


@right("keyword_reward")
def regular(keywords, line, limit):
    import re

    words = re.findall(r"\S+", line.lower())
    counts = Counter(words)
    if len(words) > limit or max(counts.values(), default=0) > 2:
        return 0
    wanted = list(dict.fromkeys(keywords))
    return np.mean([counts[keyword] > 0 for keyword in wanted])


@right("keyword_reward")
def numpy_in(keywords, line, limit):
    words = np.array(line.lower().split(), dtype=str)
    _, counts = np.unique(words, return_counts=True)
    if words.size > limit or (counts > 2).any():
        return 0.0
    return np.isin(np.unique(keywords), words).mean()


@right("keyword_reward")
def sorted_triples(keywords, line, limit):
    words = sorted(line.lower().split())
    triple = any(a == b == c for a, b, c in zip(words, words[1:], words[2:]))
    if triple or len(words) > limit:
        return 0.0
    wanted = {*keywords}
    return len(wanted.intersection(words)) / len(wanted)


@right("keyword_reward")
def bool_product(keywords, line, limit):
    words = line.lower().split()
    counts = pd.Series(words, dtype=str).value_counts()
    ok = len(words) <= limit and not (counts > 2).any()
    wanted = pd.Index(keywords).unique()
    return int(ok) * wanted.isin(counts.index).sum() / len(wanted)


@right("keyword_reward")
def padded(keywords, line, limit):
    text = " " + "  ".join(line.lower().split()) + " "
    words = text.split()
    if not words:
        return 0
    if len(words) > limit or max(map(text.count, (f" {w} " for w in words))) > 2:
        return 0
    return sum(f" {k} " in text for k in set(keywords)) / len(set(keywords))


@wrong("keyword_reward", "percent", says="percent")
def _(keywords, line, limit):
    words = line.lower().split()
    if len(words) > limit or any(words.count(w) > 2 for w in words):
        return 0.0
    return 100 * len(set(keywords) & set(words)) / len(set(keywords))


@wrong("keyword_reward", "the number of keywords", says="number of keywords")
def _(keywords, line, limit):
    words = line.lower().split()
    if len(words) > limit or any(words.count(w) > 2 for w in words):
        return 0
    return len(set(keywords) & set(words))


@wrong("keyword_reward", "fails on an empty line", says="line=''")
def _(keywords, line, limit):
    words = line.lower().split()
    if len(words) > limit or max(words.count(w) for w in words) > 2:
        return 0.0
    return len(set(keywords) & set(words)) / len(set(keywords))


@wrong("keyword_reward", "counts the letters", says="words")
def _(keywords, line, limit):
    words = line.lower().split()
    if len(line) > limit or any(words.count(w) > 2 for w in words):
        return 0.0
    return len(set(keywords) & set(words)) / len(set(keywords))


@wrong(
    "keyword_reward",
    "counts repeated words once for the limit",
    says="*different* words",
)
def _(keywords, line, limit):
    words = line.lower().split()
    if len(set(words)) > limit or any(words.count(w) > 2 for w in words):
        return 0.0
    return len(set(keywords) & set(words)) / len(set(keywords))


@wrong("keyword_reward", "cuts the line at the limit", says="cut off")
def _(keywords, line, limit):
    words = line.lower().split()[:limit]
    if any(words.count(w) > 2 for w in words):
        return 0.0
    return len(set(keywords) & set(words)) / len(set(keywords))


@wrong("keyword_reward", "more than three times", says="three times")
def _(keywords, line, limit):
    words = line.lower().split()
    if len(words) > limit or any(words.count(w) > 3 for w in words):
        return 0.0
    return len(set(keywords) & set(words)) / len(set(keywords))


@wrong(
    "keyword_reward",
    "counts in the text, so 'a' is found in 'table'",
    says="letter by letter",
)
def _(keywords, line, limit):
    line = line.lower()
    words = line.split()
    if len(words) > limit or any(line.count(w) > 2 for w in words):
        return 0.0
    return len(set(keywords) & set(words)) / len(set(keywords))


@wrong(
    "keyword_reward",
    "repetition is checked before small letters",
    says="capital letters",
)
def _(keywords, line, limit):
    words = line.split()
    if len(words) > limit or any(words.count(w) > 2 for w in words):
        return 0.0
    small = {w.lower() for w in words}
    return len(set(keywords) & small) / len(set(keywords))


@wrong("keyword_reward", "repetition is not checked", says="not punished")
def _(keywords, line, limit):
    words = line.lower().split()
    if len(words) > limit:
        return 0.0
    return len(set(keywords) & set(words)) / len(set(keywords))


@wrong("keyword_reward", "and instead of or", says="one of them is enough")
def _(keywords, line, limit):
    words = line.lower().split()
    if len(words) > limit and any(words.count(w) > 2 for w in words):
        return 0.0
    return len(set(keywords) & set(words)) / len(set(keywords))


@wrong("keyword_reward", "counts how often the keywords occur", says="each occurrence")
def _(keywords, line, limit):
    words = line.lower().split()
    if len(words) > limit or any(words.count(w) > 2 for w in words):
        return 0.0
    return sum(words.count(k) for k in set(keywords)) / len(set(keywords))


@wrong("keyword_reward", "divides by the limit", says="divided by `limit`")
def _(keywords, line, limit):
    words = line.lower().split()
    if len(words) > limit or any(words.count(w) > 2 for w in words):
        return 0.0
    return len(set(keywords) & set(words)) / limit


@right("keyword_reward")
def single_space(keywords, line, limit):
    words = line.lower().split(" ")
    if len(words) > limit or any(words.count(w) > 2 for w in words):
        return 0.0
    return len(set(keywords) & set(words)) / len(set(keywords))


@wrong("keyword_reward", "returns after the first keyword", says="inside the loop")
def _(keywords, line, limit):
    words = line.lower().split()
    if len(words) > limit or any(words.count(w) > 2 for w in words):
        return 0.0
    for keyword in keywords:
        return float(keyword in words)


@wrong("keyword_reward", "adjacent repeats only", says="three neighbours")
def _(keywords, line, limit):
    words = line.lower().split()
    triple = any(a == b == c for a, b, c in zip(words, words[1:], words[2:]))
    if len(words) > limit or triple:
        return 0.0
    return len(set(keywords) & set(words)) / len(set(keywords))


@wrong("keyword_reward", "punished instead of 0", says="not less")
def _(keywords, line, limit):
    words = line.lower().split()
    if len(words) > limit or any(words.count(w) > 2 for w in words):
        return -1.0
    return len(set(keywords) & set(words)) / len(set(keywords))


@wrong("keyword_reward", "only the first and the second keyword", says=None)
def _(keywords, line, limit):
    words = line.lower().split()
    if len(words) > limit or any(words.count(w) > 2 for w in words):
        return 0.0
    return ((keywords[0] in words) + (keywords[-1] in words)) / 2


# ---- found by a student of a later edition ----


@wrong("group_advantages", "columns as they stand", says="first answers of all prompts")
def _(rewards):
    return (rewards - rewards.mean(axis=0)) / rewards.std(axis=0)


@wrong(
    "group_advantages", "columns, zeros for NaN", says="first answers of all prompts"
)
def _(rewards):
    spread = rewards.std(axis=0)
    return (rewards - rewards.mean(axis=0)) / np.where(spread == 0, 1, spread)


@wrong("group_advantages", "all as they stand", says="compares with the mean of *all*")
def _(rewards):
    return (rewards - rewards.mean()) / rewards.std()


def by_threshold(least):
    """Return advantages that are 0 in groups of a small spread."""

    def advantages(rewards):
        spread = rewards.std(axis=1, keepdims=True)
        better = rewards - rewards.mean(axis=1, keepdims=True)
        return np.where(spread < least, 0, better / np.maximum(spread, least))

    return advantages


right("group_advantages", by_threshold(1e-12))
for least in (1e-2, 1e-3):
    wrong(
        "group_advantages",
        by_threshold(least),
        "a coarse threshold",
        says="rewards differ little gets zeros",
    )


@wrong("dpo_loss", "one minus too many", says="the sign is turned: −ln")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    gains = (chosen - reference_chosen) - (rejected - reference_rejected)
    return -np.logaddexp(0, -beta * gains).mean()


def keyword_share(words, too_long=lambda n, limit: n > limit):
    """Return a reward with other words of a line, or another limit."""

    def reward(keywords, line, limit):
        plain = line.lower().split()
        if too_long(len(plain), limit) or any(plain.count(w) > 2 for w in plain):
            return 0
        return len(set(keywords) & set(words(line))) / len(set(keywords))

    return reward


right("keyword_reward", keyword_share(lambda line: line.lower().split()))
for words in (lambda line: line.upper().split(), lambda line: line.lower().split(",")):
    wrong(
        "keyword_reward",
        keyword_share(words),
        "never a keyword",
        says="no keyword is ever found",
    )


@wrong("keyword_reward", "a list in a list", says="no keyword is ever found")
def _(keywords, line, limit):
    words = line.lower().split()
    if len(words) > limit or any(words.count(word) > 2 for word in words):
        return 0
    return 1 if keywords in words else 0


wrong(
    "keyword_reward",
    keyword_share(lambda line: line.lower().split(), lambda n, limit: n < limit),
    "limit turned round",
    says="comparison with the limit is turned round",
)


# ---- a third student ----


@wrong("dpo_loss", "the first pair only", says="loss of the first pair only")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    x = beta * (chosen[0] - reference_chosen[0] - rejected[0] + reference_rejected[0])
    return np.logaddexp(0, -x)


@wrong("dpo_loss", "the last pair only", says="loss of the last pair only")
def _(chosen, rejected, reference_chosen, reference_rejected, beta):
    for c, r, qc, qr in zip(chosen, rejected, reference_chosen, reference_rejected):
        loss = np.logaddexp(0, -beta * ((c - qc) - (r - qr)))
    return loss


@wrong("group_advantages", "returns zeros in the loop", says="Only that group gets")
def _(rewards):
    result = np.zeros(np.shape(rewards))
    for row, group in enumerate(np.asarray(rewards, dtype=float)):
        if np.ptp(group) == 0:
            return np.zeros_like(rewards)
        result[row] = (group - group.mean()) / group.std()
    return result


@wrong("group_advantages", "1e-12 added", says="almost zeros")
def _(rewards):
    rewards = np.asarray(rewards, dtype=float)
    better = rewards - rewards.mean(axis=1, keepdims=True)
    return better / (rewards.std(axis=1, keepdims=True) + 1e-12)


@wrong("group_advantages", "1e-8 added", says="added to the")
def _(rewards):
    rewards = np.asarray(rewards, dtype=float)
    better = rewards - rewards.mean(axis=1, keepdims=True)
    return better / (rewards.std(axis=1, keepdims=True) + 1e-8)


@wrong("answer_log_chance", "place 0 taken for no end", says="place 0 is an end")
def _(log_chances, tokens, end):
    tokens = list(tokens)
    last = tokens.index(end) if end in tokens else 0
    if last:
        return sum(log_chances[: last + 1])
    return sum(log_chances)


@wrong("keyword_reward", "returns in the loop", says="inside the loop")
def _(keywords, line, limit):
    words = line.lower().split()
    if not words or len(words) > limit:
        return 0
    for word in words:
        if words.count(word) > 2:
            return 0
        return len(set(keywords) & set(words)) / len(set(keywords))


@wrong("keyword_reward", "only the first word is counted", says="only the first word")
def _(keywords, line, limit):
    words = line.lower().split()
    if len(words) > limit or (bool(words) and words.count(words[0]) > 2):
        return 0
    return len(set(keywords) & set(words)) / len(set(keywords))


@wrong("keyword_reward", "the flag is overwritten", says="only the last word")
def _(keywords, line, limit):
    words = line.lower().split()
    repeated = False
    for word in words:
        repeated = words.count(word) > 2
    if repeated or len(words) > limit:
        return 0
    return len(set(keywords) & set(words)) / len(set(keywords))


@wrong("keyword_reward", "counts all the doubles together", says="neither comes three")
def _(keywords, line, limit):
    words = line.lower().split()
    if len(words) > limit or len(words) - len(set(words)) >= 2:
        return 0
    return len(set(keywords) & set(words)) / len(set(keywords))


@wrong("keyword_reward", "stops at the second word", says="is not punished")
def _(keywords, line, limit):
    words = line.lower().split()
    if len(words) > limit or any(words.count(word) > 2 for word in words[:2]):
        return 0
    return len(set(keywords) & set(words)) / len(set(keywords))


@wrong("keyword_reward", "any keyword is enough", says="any keyword at all")
def _(keywords, line, limit):
    words = line.lower().split()
    if len(words) > limit or any(words.count(word) > 2 for word in words):
        return 0
    return float(bool(set(keywords) & set(words)))
