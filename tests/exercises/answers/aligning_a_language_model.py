"""Answers to lesson 3.4 by students who had seen the lesson only."""

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
