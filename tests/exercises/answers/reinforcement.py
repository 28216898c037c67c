"""Answers to lesson 2.4 by students who had seen the lesson only."""

import itertools
import math

import numpy as np
import pandas as pd
import torch

from tests.exercises.answers import right, wrong

# 1 · The bonus by hand

n = np.array([100, 9, 41])
on_time = np.array([60, 4, 28])
scores = on_time / n + np.sqrt(2 * np.log(n.sum()) / n)

right("ucb_score", scores[1])
right("ucb_score", 1.5)
right("ucb_score", 4 / 9 + math.sqrt(2 * math.log(150) / 9))
right("ucb_score", round(4 / 9 + (2 * math.log(150) / 9) ** 0.5, 4))
right("ucb_score", torch.tensor(scores)[1].item())
right("ucb_score", pd.Series(scores, index=["A", "B", "C"])["B"])

wrong(
    "ucb_score",
    4 / 9,
    "only the record, no bonus",
    says="this is the record. The bonus",
)
wrong(
    "ucb_score",
    math.sqrt(2 * math.log(150) / 9),
    "only the bonus, no record",
    says="this is the bonus. It is",
)
wrong(
    "ucb_score",
    4 / 9 + 2 * math.log(150) / 9,
    "forgot the root",
    says="the bonus has a square root.",
)
wrong(
    "ucb_score",
    4 / 9 + math.sqrt(math.log(150) / 9),
    "the 2 is missing",
    says="the bonus of UCB1 has a factor",
)
wrong(
    "ucb_score",
    4 / 9 + math.sqrt(math.log(150) / 18),
    "2n below instead of 2 above",
    says="the 2 of UCB1 stands above",
)
wrong(
    "ucb_score",
    4 / 9 + 2 * math.sqrt(math.log(150) / 9),
    "the 2 before the root",
    says="the 2 stands under the root.",
)
wrong(
    "ucb_score",
    4 / 9 + math.sqrt(2 * math.log(9) / 9),
    "t is this courier's 9 parcels",
    says="t counts all parcels of all",
)
wrong(
    "ucb_score",
    4 / 9 + math.sqrt(2 * math.log10(150) / 9),
    "log10 instead of ln",
    says="ln is the natural logarithm",
)
wrong(
    "ucb_score",
    4 / 9 - math.sqrt(2 * math.log(150) / 9),
    "bonus subtracted",
    says="the bonus is added: whoever",
)
wrong(
    "ucb_score",
    4 / 9 + math.sqrt(2 * math.log(150)) / 9,
    "root of 2 ln t only",
    says="the root goes over the whole",
)
wrong(
    "ucb_score",
    4 / 9 + math.sqrt(2 * math.log(92) / 9),
    "t counts on-time parcels",
    says="t counts all parcels of all",
)
wrong(
    "ucb_score",
    4 / 9 + math.sqrt(2 * math.log(3) / 9),
    "t is the number of couriers",
    says="t counts all parcels of all",
)
wrong(
    "ucb_score",
    scores[0],
    "the score of the first courier",
    says="this is the first courier",
)
wrong(
    "ucb_score",
    scores[2],
    "the score of the third courier (index 2)",
    says="this is the third courier",
)
wrong(
    "ucb_score",
    scores,
    "the scores of all three couriers, not the second's",
    says="3 values where one is due",
)
wrong(
    "ucb_score",
    int(np.argmax(scores)),
    "the index of the best, not its score",
    says="this is the courier's place",
)
wrong(
    "ucb_score",
    100 * scores[1],
    "in percent",
    says="the value is 100 times too",
)
wrong(
    "ucb_score",
    4 / 9 + math.sqrt(2 * math.log2(150) / 9),
    "log2 instead of ln",
    says="ln is the natural logarithm",
)
wrong(
    "ucb_score",
    4 / 9 + math.sqrt(2 * math.log(150) / 4),
    "n is 4, the on-time parcels",
    says="n counts all parcels that the",
)
wrong(
    "ucb_score",
    "1.4997",
    "a text instead of a number",
    says="Expected a number, got a text.",
)

# 2 · Order the lines

right("evaluation_loop", "C A E B F H")
right("evaluation_loop", "C A E B H F")
right("evaluation_loop", "CAEBFH")
right("evaluation_loop", "C, A, E, B, F, H")
right("evaluation_loop", "c a e b f h")
right("evaluation_loop", ["C", "A", "E", "B", "F", "H"])
right("evaluation_loop", ("C", "A", "E", "B", "H", "F"))

wrong(
    "evaluation_loop",
    "C A G B F H",
    "draws random actions: exploration on",
    says="line G acts by chance: that",
)
wrong(
    "evaluation_loop",
    "A C E B F H",
    "resets in every step",
    says="line C stands in the loop, or",
)
wrong(
    "evaluation_loop",
    "C E A B F H",
    "chooses the action once, before the loop",
    says="line E chooses once an",
)
wrong(
    "evaluation_loop",
    "C A B E F H",
    "steps before it has chosen",
    says="line B takes an action that",
)
wrong(
    "evaluation_loop",
    "C A E F B H",
    "adds the reward before there is one",
    says="line F adds a reward, or line",
)
wrong(
    "evaluation_loop",
    "C A E B D H",
    "goes on learning and adds up no reward",
    says="line D learns. Judging",
)
wrong(
    "evaluation_loop",
    "C A E B D F H",
    "goes on learning, seven lines",
    says="line D learns. Judging",
)
wrong(
    "evaluation_loop",
    "C A E H B F",
    "done is set before the step",
    says="line F adds a reward, or line",
)
wrong(
    "evaluation_loop",
    "A E B F H C",
    "resets at the end only",
    says="line C stands in the loop, or",
)
wrong(
    "evaluation_loop",
    "C A E B F",
    "never done: the loop does not end",
    says="a letter is missing: 6 of the",
)
wrong(
    "evaluation_loop",
    "C A G B D H",
    "still training, at random",
    says="line G acts by chance: that",
)
wrong(
    "evaluation_loop",
    "C A E G B F",
    "both ways to choose, no end",
    says="line G acts by chance: that",
)
wrong(
    "evaluation_loop",
    "C A E B D F",
    "learns, and never sets done",
    says="line D learns. Judging",
)
wrong(
    "evaluation_loop",
    "C A E G B F H",
    "random action overwrites the best, 7 lines",
    says="line G acts by chance: that",
)
wrong(
    "evaluation_loop",
    "A B C D E F",
    "copied the example of the text",
    says="line D learns. Judging",
)
wrong(
    "evaluation_loop", "H F B E A C", "in reverse", says="line C stands in the loop, or"
)

# 3 · Discounted returns


@right("discounted_returns")
def _(rewards, gamma):
    result = np.zeros(len(rewards))
    total = 0.0
    for t in range(len(rewards) - 1, -1, -1):
        total = rewards[t] + gamma * total
        result[t] = total
    return result


@right("discounted_returns")
def _(rewards, gamma):
    def from_here(t):
        if t == len(rewards):
            return []
        later = from_here(t + 1)
        return [rewards[t] + gamma * (later[0] if later else 0)] + later

    return from_here(0)


@right("discounted_returns")
def _(rewards, gamma):
    t = np.arange(len(rewards))
    ahead = t[None, :] - t[:, None]  # how much later
    weights = np.where(ahead >= 0, float(gamma) ** np.maximum(ahead, 0), 0)
    return weights @ np.asarray(rewards)


@right("discounted_returns")
def _(rewards, gamma):
    length = len(rewards)
    return tuple(
        sum(gamma ** (k - t) * rewards[k] for k in range(t, length))
        for t in range(length)
    )


@right("discounted_returns")
def _(rewards, gamma):
    backwards = list(rewards)[::-1]
    sums = itertools.accumulate(backwards, lambda later, r: r + gamma * later)
    return np.array(list(sums), dtype=float)[::-1]


@right("discounted_returns")
def _(rewards, gamma):
    from scipy.signal import lfilter

    return lfilter([1], [1, -gamma], np.asarray(rewards, dtype=float)[::-1])[::-1]


@right("discounted_returns")
def _(rewards, gamma):
    rewards = torch.as_tensor(np.array(rewards), dtype=torch.float64)
    buffer = torch.empty_like(rewards)
    following = torch.zeros((), dtype=torch.float64)
    for t in reversed(range(len(rewards))):
        following = rewards[t] + gamma * following
        buffer[t] = following
    return buffer


@right("discounted_returns")
def _(rewards, gamma):
    rewards = pd.Series(rewards, dtype=float)
    result = rewards.copy()
    for shift in range(1, len(rewards)):
        result += gamma**shift * rewards.shift(-shift, fill_value=0)
    return result


@right("discounted_returns")
def _(rewards, gamma):
    powers = float(gamma) ** np.arange(len(rewards))
    return [np.dot(rewards[t:], powers[: len(rewards) - t]) for t in range(len(powers))]


@wrong(
    "discounted_returns",
    "adds up forwards: the past instead of the future",
    says="you add up the past. A return",
)
def _(rewards, gamma):
    total, result = 0, []
    for reward in rewards:
        total = reward + gamma * total
        result.append(total)
    return result


@wrong(
    "discounted_returns",
    "the result is left in reverse order",
    says="the right values, in reversed",
)
def _(rewards, gamma):
    total, result = 0, []
    for reward in reversed(list(rewards)):
        total = reward + gamma * total
        result.append(total)
    return np.array(result)


@wrong(
    "discounted_returns",
    "no discount: gamma is ignored",
    says="the sums are right, but the",
)
def _(rewards, gamma):
    return np.cumsum(np.asarray(rewards)[::-1])[::-1]


@wrong(
    "discounted_returns",
    "only the return of the first step",
    says="one number where 3 are due",
)
def _(rewards, gamma):
    return sum(gamma**k * reward for k, reward in enumerate(rewards))


@wrong(
    "discounted_returns",
    "discounts from the first step, not from each step on",
    says="you discount from the first",
)
def _(rewards, gamma):
    discounted = np.asarray(rewards) * gamma ** np.arange(len(rewards))
    return discounted[::-1].cumsum()[::-1]


@wrong(
    "discounted_returns",
    "each reward discounted, nothing added up",
    says="each reward is discounted",
)
def _(rewards, gamma):
    return np.array([gamma**t * reward for t, reward in enumerate(rewards)])


@wrong(
    "discounted_returns",
    "the formula for rewards of 1, as in CartPole",
    says="this takes every reward for",
)
def _(rewards, gamma):
    left = np.arange(len(rewards), 0, -1)
    return left * 1.0 if gamma == 1 else (1 - gamma**left) / (1 - gamma)


@wrong(
    "discounted_returns",
    "the formula for rewards of 1, times the reward",
    says="every later reward is taken",
)
def _(rewards, gamma):
    result = []
    for t, reward in enumerate(rewards):
        result.append(reward * sum(gamma**k for k in range(len(rewards) - t)))
    return result


@wrong(
    "discounted_returns",
    "leaves the step's own reward out",
    says="each step's own reward is",
)
def _(rewards, gamma):
    result = np.zeros(len(rewards))
    for t in range(len(rewards) - 2, -1, -1):
        result[t] = gamma * (rewards[t + 1] + result[t + 1])
    return result


@wrong(
    "discounted_returns",
    "the step's own reward is discounted once too often",
    says="the step's own reward is not",
)
def _(rewards, gamma):
    total, result = 0, np.zeros(len(rewards))
    for t in reversed(range(len(rewards))):
        total = gamma * (rewards[t] + total)
        result[t] = total
    return result


@wrong(
    "discounted_returns",
    "only the next reward, not all later ones",
    says="this looks one step ahead",
)
def _(rewards, gamma):
    rewards = np.asarray(rewards, dtype=float)
    return rewards + gamma * np.append(rewards[1:], 0)


@wrong(
    "discounted_returns", "return inside the loop", says="the `return` stands inside"
)
def _(rewards, gamma):
    result, total = np.zeros(len(rewards)), 0
    for t in reversed(range(len(rewards))):
        total = rewards[t] + gamma * total
        result[t] = total
        return result


@wrong(
    "discounted_returns",
    "whole-number buffer for whole rewards: cut off",
    says="the results lose their",
)
def _(rewards, gamma):
    result, total = np.zeros_like(rewards), 0
    for t in reversed(range(len(rewards))):
        total = rewards[t] + gamma * total
        result[t] = total
    return result


@wrong(
    "discounted_returns",
    "writes into rewards: whole numbers are cut off",
    says="the results lose their",
)
def _(rewards, gamma):
    rewards = np.asarray(rewards)
    for t in range(len(rewards) - 2, -1, -1):
        rewards[t] = rewards[t] + gamma * rewards[t + 1]
    return rewards


@wrong(
    "discounted_returns", "the last step is forgotten", says="the last step is left out"
)
def _(rewards, gamma):
    result = np.zeros(len(rewards))
    for t in range(len(rewards) - 2, -1, -1):
        result[t] = rewards[t] + gamma * result[t + 1]
    return result


@wrong(
    "discounted_returns",
    "the first step is forgotten: range stops at 1",
    says="it is right but for the first",
)
def _(rewards, gamma):
    result, total = np.zeros(len(rewards)), 0
    for t in range(len(rewards) - 1, 0, -1):
        total = rewards[t] + gamma * total
        result[t] = total
    return result


@wrong("discounted_returns", "index past the end: an error", says="IndexError")
def _(rewards, gamma):
    result = np.zeros(len(rewards))
    for t in range(len(rewards) - 1, -1, -1):
        result[t] = rewards[t] + gamma * result[t + 1]
    return result


@wrong("discounted_returns", "goes forwards: what comes later is added too late")
def _(rewards, gamma):
    result = np.array(rewards, dtype=float)
    for t in range(len(result)):
        result[t - 1] += gamma * result[t]
    return result


@wrong(
    "discounted_returns",
    "gamma to the position, not to the distance",
    says="you discount from the first",
)
def _(rewards, gamma):
    length = len(rewards)
    return [sum(gamma**k * rewards[k] for k in range(t, length)) for t in range(length)]


@wrong(
    "discounted_returns",
    "gamma times the distance instead of to the power",
    says="γ is multiplied by the number",
)
def _(rewards, gamma):
    length = len(rewards)
    return [
        rewards[t] + sum(gamma * (k - t) * rewards[k] for k in range(t + 1, length))
        for t in range(length)
    ]


@wrong("discounted_returns", "starts again after a reward of zero")
def _(rewards, gamma):
    result, total = [], 0
    for reward in list(rewards)[::-1]:
        total = reward + gamma * total if reward else 0
        result.append(total)
    return result[::-1]


@wrong(
    "discounted_returns",
    "divides by gamma to the t: NaN for gamma = 0",
    says="for γ = 0 your code divides",
)
def _(rewards, gamma):
    powers = float(gamma) ** np.arange(len(rewards))
    with np.errstate(invalid="ignore"):
        return (rewards * powers)[::-1].cumsum()[::-1] / powers


@wrong("discounted_returns", "mean instead of sum", says="these are means. A return is")
def _(rewards, gamma):
    length = len(rewards)
    return [
        np.mean([gamma ** (k - t) * rewards[k] for k in range(t, length)])
        for t in range(length)
    ]


@wrong(
    "discounted_returns",
    "returns minus the mean: the advantage",
    says="the mean is subtracted, as",
)
def _(rewards, gamma):
    result, total = np.zeros(len(rewards)), 0
    for t in reversed(range(len(rewards))):
        total = rewards[t] + gamma * total
        result[t] = total
    return result - result.mean()


@wrong("discounted_returns", "a column, shape (n, 1)", says="the right numbers, in the")
def _(rewards, gamma):
    result, total = np.zeros((len(rewards), 1)), 0
    for t in reversed(range(len(rewards))):
        total = rewards[t] + gamma * total
        result[t, 0] = total
    return result


@wrong(
    "discounted_returns",
    "negative rewards are taken as positive",
    says="negative rewards have lost",
)
def _(rewards, gamma):
    result, total = [], 0.0
    for reward in list(rewards)[::-1]:
        total = abs(reward) + gamma * total
        result.insert(0, total)
    return result


@wrong("discounted_returns", "stops the sum after ten steps")
def _(rewards, gamma):
    length = len(rewards)
    return [
        sum(gamma ** (k - t) * rewards[k] for k in range(t, min(t + 10, length)))
        for t in range(length)
    ]


# 4 · Learn from what you do


@right("sarsa")
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    follows = 0 if terminated else gamma * q[next_state, next_action]
    return q[state, action] + learning_rate * (reward + follows - q[state, action])


@right("sarsa")
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    target = reward + gamma * (1 - terminated) * q[next_state][next_action]
    return (1 - learning_rate) * q[state][action] + learning_rate * target


@right("sarsa")
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    table = np.array(q, dtype=float)  # a copy: the student keeps q as it is
    target = reward
    if not terminated:
        target += gamma * table[next_state, next_action]
    table[state, action] += learning_rate * (target - table[state, action])
    return table[state, action]


@right("sarsa")
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    table = torch.tensor(np.asarray(q), dtype=torch.float64)
    later = torch.where(
        torch.tensor(bool(terminated)),
        torch.zeros((), dtype=torch.float64),
        table[next_state, next_action],
    )
    return torch.lerp(
        table[state, action], reward + gamma * later, float(learning_rate)
    ).item()


@right("sarsa")
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    table = pd.DataFrame(q)
    old, following = table.iat[state, action], table.iat[next_state, next_action]

    def target():
        return reward if terminated else reward + gamma * following

    error = target() - old
    return float(old + learning_rate * error)


@right("sarsa")
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    later = np.where(terminated, 0, q[next_state, next_action])
    parts = [q[state, action], reward, gamma * later]
    return np.dot(parts, [1 - learning_rate, learning_rate, learning_rate])


@wrong(
    "sarsa", "the best next action: Q-learning", says="this is Q-learning: it counts"
)
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    follows = 0 if terminated else gamma * q[next_state].max()
    return q[state, action] + learning_rate * (reward + follows - q[state, action])


@wrong("sarsa", "ignores terminated", says="right as long as the episode")
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    target = reward + gamma * q[next_state, next_action]
    return q[state, action] + learning_rate * (target - q[state, action])


@wrong("sarsa", "the present action in the next state", says="the future belongs to")
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    target = reward + gamma * q[next_state, action] * (not terminated)
    return q[state, action] + learning_rate * (target - q[state, action])


@wrong(
    "sarsa", "the next action in the present state", says="`next_state` is never used."
)
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    target = reward + gamma * q[state, next_action] * (not terminated)
    return q[state, action] + learning_rate * (target - q[state, action])


@wrong(
    "sarsa",
    "at the end the reward is dropped as well",
    says="right as long as the episode",
)
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    target = 0 if terminated else reward + gamma * q[next_state, next_action]
    return q[state, action] + learning_rate * (target - q[state, action])


@wrong("sarsa", "at the end nothing is learned", says="right as long as the episode")
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    if terminated:
        return q[state, action]
    target = reward + gamma * q[next_state, next_action]
    return q[state, action] + learning_rate * (target - q[state, action])


@wrong(
    "sarsa",
    "at the end the entry becomes the reward, without learning rate",
    says="right as long as the episode",
)
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    if terminated:
        return reward
    target = reward + gamma * q[next_state, next_action]
    return q[state, action] + learning_rate * (target - q[state, action])


@wrong(
    "sarsa",
    "returns the target: learning rate ignored",
    says="this is the target. The entry",
)
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    return reward + (0 if terminated else gamma * q[next_state, next_action])


@wrong(
    "sarsa", "returns the change, not the new value", says="this is the change. Return"
)
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    target = reward + (0 if terminated else gamma * q[next_state, next_action])
    return learning_rate * (target - q[state, action])


@wrong("sarsa", "the old value is not subtracted", says="the step is as long as the")
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    target = reward + (0 if terminated else gamma * q[next_state, next_action])
    return q[state, action] + learning_rate * target


@wrong(
    "sarsa",
    "moves away from the target: wrong sign",
    says="the entry moves away from the",
)
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    target = reward + (0 if terminated else gamma * q[next_state, next_action])
    return q[state, action] - learning_rate * (target - q[state, action])


@wrong("sarsa", "the reward is discounted too", says="the reward is discounted too.")
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    following = 0 if terminated else q[next_state, next_action]
    target = gamma * (reward + following)
    return q[state, action] + learning_rate * (target - q[state, action])


@wrong("sarsa", "no discount", says="the future counts in full")
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    following = 0 if terminated else q[next_state, next_action]
    return q[state, action] + learning_rate * (reward + following - q[state, action])


@wrong("sarsa", "~ on a plain bool gives -1 or -2", says="`~` turns arrays of flags")
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    target = reward + gamma * ~int(terminated) * q[next_state, next_action]
    return q[state, action] + learning_rate * (target - q[state, action])


@wrong("sarsa", "terminated the wrong way round", says="the future counts only after")
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    target = reward + gamma * terminated * q[next_state, next_action]
    return q[state, action] + learning_rate * (target - q[state, action])


@wrong(
    "sarsa",
    "brackets missing: learning rate on the reward only",
    says="`learning_rate` does not",
)
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    old = q[state, action]
    later = 0 if terminated else gamma * q[next_state, next_action]
    return (1 - learning_rate) * old + learning_rate * reward + later


@wrong(
    "sarsa",
    "the mean over the next actions: expected SARSA",
    says="`next_action` is never used.",
)
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    target = reward + (0 if terminated else gamma * q[next_state].mean())
    return q[state, action] + learning_rate * (target - q[state, action])


@wrong("sarsa", "returns the whole table", says="4 values where one is due.")
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    q = q.copy()
    target = reward + (0 if terminated else gamma * q[next_state, next_action])
    q[state, action] += learning_rate * (target - q[state, action])
    return q


@wrong(
    "sarsa", "state 0 is taken for no next state", says="state 0 is a state like any"
)
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    follows = next_state and not terminated
    target = reward + (gamma * q[next_state, next_action] if follows else 0)
    return q[state, action] + learning_rate * (target - q[state, action])


@wrong("sarsa", "learning rate and gamma swapped", says="`learning_rate` and `gamma")
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    later = 0 if terminated else learning_rate * q[next_state, next_action]
    return q[state, action] + gamma * (reward + later - q[state, action])


@wrong(
    "sarsa",
    "the weights of old and new are swapped",
    says="the weights of the old value",
)
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    target = reward + (0 if terminated else gamma * q[next_state, next_action])
    return learning_rate * q[state, action] + (1 - learning_rate) * target


@wrong("sarsa", "a name that does not exist: truncated", says="NameError")
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    done = terminated or truncated  # noqa: F821
    target = reward + gamma * q[next_state, next_action] * (not done)
    return q[state, action] + learning_rate * (target - q[state, action])


@wrong(
    "sarsa",
    "the number of the next action instead of its value",
    says="`next_state` is never used.",
)
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    target = reward + (0 if terminated else gamma * next_action)
    return q[state, action] + learning_rate * (target - q[state, action])


@wrong(
    "sarsa",
    "a value below zero is never carried back",
    says="a value below zero counts as",
)
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    later = 0 if terminated else max(gamma * q[next_state, next_action], 0)
    return q[state, action] + learning_rate * (reward + later - q[state, action])


@wrong(
    "sarsa",
    "the constants of the lesson instead of the arguments",
    says="`learning_rate` is never used.",
)
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    target = reward + (0 if terminated else 0.95 * q[next_state, next_action])
    return q[state, action] + 0.1 * (target - q[state, action])


@wrong(
    "sarsa",
    "shrinks the old entry first: wrong if the same entry follows",
    says="the old entry is changed",
)
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    q = q.copy()
    q[state, action] *= 1 - learning_rate
    later = 0 if terminated else gamma * q[next_state, next_action]
    return q[state, action] + learning_rate * (reward + later)


# 5 · Find the bug


@right("q_targets")
def _(rewards, next_q, terminated, truncated, gamma):
    return rewards + gamma * ~terminated * next_q.max(axis=1)


@right("q_targets")
def _(rewards, next_q, terminated, truncated, gamma):
    return np.where(terminated, rewards, rewards + gamma * np.max(next_q, axis=1))


@right("q_targets")
def _(rewards, next_q, terminated, truncated, gamma):
    targets = []
    for reward, values, ended in zip(rewards, next_q, terminated, strict=True):
        targets.append(reward if ended else reward + gamma * max(values))
    return targets


@right("q_targets")
def _(rewards, next_q, terminated, truncated, gamma):
    later = gamma * np.asarray(next_q, dtype=float).max(axis=1)
    later[terminated] = 0
    return later + rewards


@right("q_targets")
def _(rewards, next_q, terminated, truncated, gamma):
    best = pd.DataFrame(next_q).max(axis="columns")
    return pd.Series(rewards) + gamma * best.mask(pd.Series(terminated), 0)


@right("q_targets")
def _(rewards, next_q, terminated, truncated, gamma):
    best = torch.as_tensor(next_q).amax(dim=1)
    running = 1 - torch.as_tensor(terminated).int()
    return torch.as_tensor(rewards) + gamma * best * running


@right("q_targets")
def _(rewards, next_q, terminated, truncated, gamma):
    running = ~terminated | (truncated & ~terminated)
    targets = np.array(rewards, dtype=float)
    np.add(targets, gamma * next_q.max(axis=1), out=targets, where=running)
    return targets


@right("q_targets")
def _(rewards, next_q, terminated, truncated, gamma):
    order = np.argsort(next_q, axis=1)[:, -1:]
    best = np.take_along_axis(next_q, order, axis=1)[:, 0]
    return tuple(
        float(r + (gamma * b if not end else 0))
        for r, b, end in zip(rewards, best, terminated, strict=True)
    )


@wrong(
    "q_targets", "the bug left in, in other words", says="at the time limit the future"
)
def _(rewards, next_q, terminated, truncated, gamma):
    done = np.logical_or(terminated, truncated)
    return np.where(done, rewards, rewards + gamma * next_q.max(axis=1))


@wrong("q_targets", "the bug left in, as a loop", says="at the time limit the future")
def _(rewards, next_q, terminated, truncated, gamma):
    targets = np.array(rewards, dtype=float)
    for i in range(len(rewards)):
        if not terminated[i] and not truncated[i]:
            targets[i] += gamma * next_q[i].max()
    return targets


@wrong(
    "q_targets",
    "no end at all: values are carried back from after the end",
    says="now nothing ends the future",
)
def _(rewards, next_q, terminated, truncated, gamma):
    return rewards + gamma * next_q.max(axis=1)


@wrong(
    "q_targets",
    "the other flag: stops at the cut, goes on after the end",
    says="now the future goes on after",
)
def _(rewards, next_q, terminated, truncated, gamma):
    return rewards + gamma * ~truncated * next_q.max(axis=1)


@wrong(
    "q_targets",
    "end and cut at once is taken for a cut",
    says="where both flags are set, the",
)
def _(rewards, next_q, terminated, truncated, gamma):
    running = ~terminated | truncated
    return rewards + gamma * running * next_q.max(axis=1)


@wrong(
    "q_targets",
    "& for |: only both flags together count as the end",
    says="an end counts as an end even",
)
def _(rewards, next_q, terminated, truncated, gamma):
    running = ~(terminated & truncated)
    return rewards + gamma * running * next_q.max(axis=1)


@wrong(
    "q_targets",
    "brackets only: ~terminated & ~truncated is the same bug",
    says="at the time limit the future",
)
def _(rewards, next_q, terminated, truncated, gamma):
    running = ~terminated & ~truncated
    return rewards + gamma * running * next_q.max(axis=1)


@wrong("q_targets", "wrong axis", says="this looks along the wrong")
def _(rewards, next_q, terminated, truncated, gamma):
    best = np.resize(next_q.max(axis=0), len(rewards))
    return rewards + gamma * ~terminated * best


@wrong(
    "q_targets",
    "the largest entry of the whole batch",
    says="one maximum for the whole",
)
def _(rewards, next_q, terminated, truncated, gamma):
    return rewards + gamma * ~terminated * next_q.max()


@wrong("q_targets", "mean instead of best action", says="the flags are right, but this")
def _(rewards, next_q, terminated, truncated, gamma):
    return rewards + gamma * ~terminated * next_q.mean(axis=1)


@wrong(
    "q_targets",
    "the number of the best action instead of its value",
    says="`argmax` gives the number of",
)
def _(rewards, next_q, terminated, truncated, gamma):
    return rewards + gamma * ~terminated * next_q.argmax(axis=1)


@wrong(
    "q_targets",
    "the reward of the last step is lost",
    says="an end takes away the future",
)
def _(rewards, next_q, terminated, truncated, gamma):
    return ~terminated * (rewards + gamma * next_q.max(axis=1))


@wrong("q_targets", "no discount", says="the flags are right, but γ")
def _(rewards, next_q, terminated, truncated, gamma):
    return rewards + ~terminated * next_q.max(axis=1)


@wrong("q_targets", "the flag the wrong way round", says="the future counts only after")
def _(rewards, next_q, terminated, truncated, gamma):
    return rewards + gamma * terminated * next_q.max(axis=1)


@wrong(
    "q_targets", "keepdims: the result is (n, n)", says="Expected an array of numbers"
)
def _(rewards, next_q, terminated, truncated, gamma):
    return rewards + gamma * ~terminated * next_q.max(axis=1, keepdims=True)


@wrong("q_targets", "a column, shape (n, 1)", says="the right numbers, in the")
def _(rewards, next_q, terminated, truncated, gamma):
    targets = rewards + gamma * ~terminated * next_q.max(axis=1)
    return targets[:, None]


@wrong("q_targets", "return inside the loop", says="the `return` stands inside")
def _(rewards, next_q, terminated, truncated, gamma):
    targets = np.array(rewards, dtype=float)
    for i in range(len(rewards)):
        if not terminated[i]:
            targets[i] += gamma * next_q[i].max()
        return targets


@wrong(
    "q_targets",
    "the best starts at 0: negative values are lost",
    says="the best value may lie below",
)
def _(rewards, next_q, terminated, truncated, gamma):
    targets = []
    for i, reward in enumerate(rewards):
        best = 0
        for value in next_q[i]:
            best = max(best, value)
        targets.append(reward + gamma * best * (not terminated[i]))
    return np.array(targets)


@wrong(
    "q_targets",
    "stops at the first end in the batch",
    says="it stops at the first end.",
)
def _(rewards, next_q, terminated, truncated, gamma):
    targets = np.array(rewards, dtype=float)
    for i in range(len(rewards)):
        if terminated[i]:
            break
        targets[i] += gamma * next_q[i].max()
    return targets


@wrong("q_targets", "an array in `not`: an error", says="is an array of flags")
def _(rewards, next_q, terminated, truncated, gamma):
    running = not terminated
    return rewards + gamma * running * next_q.max(axis=1)


@wrong(
    "q_targets",
    "flags subtracted: end and cut at once goes on",
    says="where both flags are set, the",
)
def _(rewards, next_q, terminated, truncated, gamma):
    running = 1 - (terminated * 1 - truncated * 1).clip(0)
    return rewards + gamma * running * next_q.max(axis=1)


@wrong(
    "q_targets",
    "after a cut the value that follows is not discounted",
    says="after a cut γ is missing",
)
def _(rewards, next_q, terminated, truncated, gamma):
    discount = np.where(truncated, 1, gamma)
    return rewards + discount * ~terminated * next_q.max(axis=1)


@wrong(
    "q_targets",
    "after a cut the value replaces the reward",
    says="at a cut the reward of the",
)
def _(rewards, next_q, terminated, truncated, gamma):
    value = gamma * next_q.max(axis=1)
    running = ~(terminated | truncated)
    cut = truncated & ~terminated
    return np.where(cut, value, rewards + running * value)


@wrong("q_targets", "the rows that ended are left out", says="the steps that ended are")
def _(rewards, next_q, terminated, truncated, gamma):
    going = ~terminated
    return rewards[going] + gamma * next_q[going].max(axis=1)


@wrong(
    "q_targets",
    "the best by size, sign forgotten",
    says="the best is the largest value",
)
def _(rewards, next_q, terminated, truncated, gamma):
    return rewards + gamma * ~terminated * np.abs(next_q).max(axis=1)


@wrong(
    "q_targets",
    "the next row's values: wrong neighbour in time",
    says="a row of `next_q` belongs to",
)
def _(rewards, next_q, terminated, truncated, gamma):
    best = np.roll(next_q.max(axis=1), -1)
    return rewards + gamma * ~terminated * best


@wrong("q_targets", "a bonus of gamma after a cut instead of the value")
def _(rewards, next_q, terminated, truncated, gamma):
    running = ~(terminated | truncated)
    return rewards + gamma * running * next_q.max(axis=1) + gamma * truncated


# 6 · From ratio to PPO


@right("clipped_loss")
def _(log_chances, old_log_chances, advantages, clip):
    ratios = np.exp(log_chances - old_log_chances)
    clipped = np.clip(ratios, 1 - clip, 1 + clip)
    return -np.minimum(ratios * advantages, clipped * advantages).mean()


@right("clipped_loss")
def _(log_chances, old_log_chances, advantages, clip):
    total = 0.0
    for new, old, advantage in zip(
        log_chances, old_log_chances, advantages, strict=True
    ):
        ratio = math.exp(new - old)
        limited = min(max(ratio, 1 - clip), 1 + clip)
        total += min(ratio * advantage, limited * advantage)
    return -total / len(advantages)


@right("clipped_loss")
def _(log_chances, old_log_chances, advantages, clip):
    ratio = torch.exp(torch.tensor(log_chances) - torch.tensor(old_log_chances))
    gain = torch.tensor(advantages)
    limited = ratio.clamp(1 - clip, 1 + clip)
    return -torch.min(ratio * gain, limited * gain).mean().item()


@right("clipped_loss")
def _(log_chances, old_log_chances, advantages, clip):
    table = pd.DataFrame({"ratio": np.exp(log_chances) / np.exp(old_log_chances)})
    table["plain"] = table["ratio"] * advantages
    table["limited"] = table["ratio"].clip(1 - clip, 1 + clip) * advantages
    return -table[["plain", "limited"]].min(axis=1).mean()


@right("clipped_loss")
def _(log_chances, old_log_chances, advantages, clip):
    ratios = np.exp(log_chances - old_log_chances)
    # only one bound matters for each sign of the advantage
    bounded = np.where(
        advantages > 0, np.minimum(ratios, 1 + clip), np.maximum(ratios, 1 - clip)
    )
    return float(np.mean(-bounded * advantages))


@right("clipped_loss")
def _(log_chances, old_log_chances, advantages, clip):
    r = np.exp(np.subtract(log_chances, old_log_chances))
    limited = np.select([r < 1 - clip, r > 1 + clip], [1 - clip, 1 + clip], r)
    products = np.stack([r * advantages, limited * advantages])
    return np.maximum(*-products).sum() / products.shape[1]


@right("clipped_loss")
def _(log_chances, old_log_chances, advantages, clip):
    def smaller(ratio, advantage):
        options = ratio, sorted([1 - clip, ratio, 1 + clip])[1]  # the median
        return min(option * advantage for option in options)

    ratios = np.e ** (log_chances - old_log_chances)
    return -sum(map(smaller, ratios, advantages)) / len(ratios)


@wrong(
    "clipped_loss",
    "no clipping",
    says="this is the loss without a",
)
def _(log_chances, old_log_chances, advantages, clip):
    ratios = np.exp(log_chances - old_log_chances)
    return -(ratios * advantages).mean()


@wrong(
    "clipped_loss", "the larger of the two products", says="you take the larger product"
)
def _(log_chances, old_log_chances, advantages, clip):
    ratios = np.exp(log_chances - old_log_chances)
    clipped = np.clip(ratios, 1 - clip, 1 + clip)
    return -np.maximum(ratios * advantages, clipped * advantages).mean()


@wrong("clipped_loss", "the minus is missing", says="all values are of the")
def _(log_chances, old_log_chances, advantages, clip):
    ratios = np.exp(log_chances - old_log_chances)
    clipped = np.clip(ratios, 1 - clip, 1 + clip)
    return np.minimum(ratios * advantages, clipped * advantages).mean()


@wrong(
    "clipped_loss",
    "minus taken before the minimum: the larger is chosen",
    says="you take the larger product",
)
def _(log_chances, old_log_chances, advantages, clip):
    ratios = np.exp(log_chances - old_log_chances)
    clipped = np.clip(ratios, 1 - clip, 1 + clip)
    return np.minimum(-ratios * advantages, -clipped * advantages).mean()


@wrong("clipped_loss", "sum instead of mean", says="each value is")
def _(log_chances, old_log_chances, advantages, clip):
    ratios = np.exp(log_chances - old_log_chances)
    clipped = np.clip(ratios, 1 - clip, 1 + clip)
    return -np.minimum(ratios * advantages, clipped * advantages).sum()


@wrong(
    "clipped_loss",
    "the product is clipped, not the ratio",
    says="clip the ratio, and only then",
)
def _(log_chances, old_log_chances, advantages, clip):
    products = np.exp(log_chances - old_log_chances) * advantages
    return -np.minimum(products, np.clip(products, 1 - clip, 1 + clip)).mean()


@wrong(
    "clipped_loss",
    "the smaller ratio instead of the smaller product",
    says="compare the products, not the",
)
def _(log_chances, old_log_chances, advantages, clip):
    ratios = np.exp(log_chances - old_log_chances)
    smaller = np.minimum(ratios, np.clip(ratios, 1 - clip, 1 + clip))
    return -(smaller * advantages).mean()


@wrong(
    "clipped_loss",
    "only the clipped product, no minimum",
    says="you use the clipped ratio",
)
def _(log_chances, old_log_chances, advantages, clip):
    ratios = np.exp(log_chances - old_log_chances)
    return -np.mean(np.clip(ratios, 1 - clip, 1 + clip) * advantages)


@wrong(
    "clipped_loss",
    "exp forgotten: a difference of logarithms as ratio",
    says="the difference of two",
)
def _(log_chances, old_log_chances, advantages, clip):
    ratios = log_chances - old_log_chances
    clipped = np.clip(ratios, 1 - clip, 1 + clip)
    return -np.minimum(ratios * advantages, clipped * advantages).mean()


@wrong(
    "clipped_loss",
    "old to new: the ratio upside down",
    says="the ratio is upside down: new",
)
def _(log_chances, old_log_chances, advantages, clip):
    ratios = np.exp(old_log_chances - log_chances)
    clipped = np.clip(ratios, 1 - clip, 1 + clip)
    return -np.minimum(ratios * advantages, clipped * advantages).mean()


@wrong(
    "clipped_loss", "the quotient of the logarithms", says="you divide logarithms. The"
)
def _(log_chances, old_log_chances, advantages, clip):
    ratios = log_chances / old_log_chances
    clipped = np.clip(ratios, 1 - clip, 1 + clip)
    return -np.minimum(ratios * advantages, clipped * advantages).mean()


@wrong("clipped_loss", "clips to -clip and clip", says="the limits lie around 1, not")
def _(log_chances, old_log_chances, advantages, clip):
    ratios = np.exp(log_chances - old_log_chances)
    clipped = np.clip(ratios, -clip, clip)
    return -np.minimum(ratios * advantages, clipped * advantages).mean()


@wrong(
    "clipped_loss",
    "the smaller of the two means, not action by action",
    says="you compare the two means.",
)
def _(log_chances, old_log_chances, advantages, clip):
    ratios = np.exp(log_chances - old_log_chances)
    clipped = np.clip(ratios, 1 - clip, 1 + clip)
    return -min((ratios * advantages).mean(), (clipped * advantages).mean())


@wrong("clipped_loss", "clipped from above only", says="the ratio is limited from")
def _(log_chances, old_log_chances, advantages, clip):
    ratios = np.exp(log_chances - old_log_chances)
    clipped = np.minimum(ratios, 1 + clip)
    return -np.minimum(ratios * advantages, clipped * advantages).mean()


@wrong(
    "clipped_loss",
    "clips the logarithm, not the ratio",
    says="the logarithm is clipped.",
)
def _(log_chances, old_log_chances, advantages, clip):
    change = log_chances - old_log_chances
    ratios, clipped = np.exp(change), np.exp(np.clip(change, -clip, clip))
    return -np.minimum(ratios * advantages, clipped * advantages).mean()


@wrong(
    "clipped_loss", "lower bound 1 / (1 + clip)", says="the lower limit is 1 − `clip`."
)
def _(log_chances, old_log_chances, advantages, clip):
    ratios = np.exp(log_chances - old_log_chances)
    clipped = np.clip(ratios, 1 / (1 + clip), 1 + clip)
    return -np.minimum(ratios * advantages, clipped * advantages).mean()


@wrong(
    "clipped_loss", "one number an action, no mean", says="2 values where one is due"
)
def _(log_chances, old_log_chances, advantages, clip):
    ratios = np.exp(log_chances - old_log_chances)
    clipped = np.clip(ratios, 1 - clip, 1 + clip)
    return -np.minimum(ratios * advantages, clipped * advantages)


@wrong("clipped_loss", "Python's min on arrays: an error", says="ValueError")
def _(log_chances, old_log_chances, advantages, clip):
    ratios = np.exp(log_chances - old_log_chances)
    clipped = np.clip(ratios, 1 - clip, 1 + clip)
    return -np.mean(min(ratios * advantages, clipped * advantages))


@wrong(
    "clipped_loss", "methods of torch on NumPy arrays: an error", says="AttributeError"
)
def _(log_chances, old_log_chances, advantages, clip):
    ratios = (log_chances - old_log_chances).exp()
    clipped = ratios.clamp(1 - clip, 1 + clip)
    return -torch.min(ratios * advantages, clipped * advantages).mean()


@wrong(
    "clipped_loss",
    "always 0.2, the argument is ignored",
    says="0.2 is one value of `clip",
)
def _(log_chances, old_log_chances, advantages, clip):
    ratios = np.exp(log_chances - old_log_chances)
    clipped = np.clip(ratios, 0.8, 1.2)
    return -np.minimum(ratios * advantages, clipped * advantages).mean()


@wrong(
    "clipped_loss", "advantages are scaled once more", says="the advantages are used as"
)
def _(log_chances, old_log_chances, advantages, clip):
    advantages = (advantages - advantages.mean()) / (advantages.std() + 1e-8)
    ratios = np.exp(log_chances - old_log_chances)
    clipped = np.clip(ratios, 1 - clip, 1 + clip)
    return -np.minimum(ratios * advantages, clipped * advantages).mean()


@wrong(
    "clipped_loss",
    "the smaller by size, sign forgotten",
    says="compare the products, not the",
)
def _(log_chances, old_log_chances, advantages, clip):
    ratios = np.exp(log_chances - old_log_chances)
    one, two = ratios * advantages, np.clip(ratios, 1 - clip, 1 + clip) * advantages
    return -np.where(np.abs(one) < np.abs(two), one, two).mean()


@wrong("clipped_loss", "return inside the loop", says="the `return` stands inside")
def _(log_chances, old_log_chances, advantages, clip):
    total = 0
    for new, old, gain in zip(log_chances, old_log_chances, advantages, strict=True):
        ratio = np.exp(new - old)
        total += min(ratio * gain, np.clip(ratio, 1 - clip, 1 + clip) * gain)
        return -total / len(advantages)


@wrong(
    "clipped_loss",
    "the clipped actions are left out of the mean",
    says="actions beyond the limits are",
)
def _(log_chances, old_log_chances, advantages, clip):
    ratios = np.exp(log_chances - old_log_chances)
    inside = np.abs(ratios - 1) <= clip
    return -(ratios * advantages)[inside].sum() / max(inside.sum(), 1)


@wrong(
    "clipped_loss",
    "the advantage multiplies the unclipped product only",
    says="both products need the",
)
def _(log_chances, old_log_chances, advantages, clip):
    ratios = np.exp(log_chances - old_log_chances)
    clipped = np.clip(ratios, 1 - clip, 1 + clip)
    return -np.minimum(ratios * advantages, clipped).mean()


@wrong(
    "clipped_loss",
    "bounds for the signs of the advantage swapped",
    says="you take the larger product",
)
def _(log_chances, old_log_chances, advantages, clip):
    ratios = np.exp(log_chances - old_log_chances)
    bounded = np.where(
        advantages > 0, np.maximum(ratios, 1 - clip), np.minimum(ratios, 1 + clip)
    )
    return -(bounded * advantages).mean()


# ---- a third student ----


@wrong("q_targets", "`~` of whole numbers", says="turns 0 into −1 and 1 into −2")
def _(rewards, next_q, terminated, truncated, gamma):
    return rewards + gamma * ~terminated.astype(int) * next_q.max(axis=1)


@wrong("q_targets", "`if` asks a whole array", says="is an array of flags")
def _(rewards, next_q, terminated, truncated, gamma):
    future = 0 if terminated else next_q.max(axis=1)
    return rewards + gamma * future


@wrong("q_targets", "the poorest next action", says=None)
def _(rewards, next_q, terminated, truncated, gamma):
    return rewards + gamma * ~terminated * next_q.min(axis=1)


@wrong(
    "clipped_loss",
    "from clip up to 1 + clip",
    says="the lower limit is 1 − `clip`, not `clip`.",
)
def _(log_chances, old_log_chances, advantages, clip):
    ratio = np.exp(log_chances - old_log_chances)
    limited = np.clip(ratio, clip, 1 + clip)
    return -np.minimum(ratio * advantages, limited * advantages).mean()


@wrong("clipped_loss", "no upper limit", says="limited from below only")
def _(log_chances, old_log_chances, advantages, clip):
    ratio = np.exp(log_chances - old_log_chances)
    limited = np.maximum(ratio, 1 - clip)
    return -np.minimum(ratio * advantages, limited * advantages).mean()


# ---- a fourth student ----


@wrong(
    "discounted_returns",
    "summed from the first step on",
    says="you add up from the first step on",
)
def _(rewards, gamma):
    return np.cumsum(rewards * gamma ** np.arange(len(rewards)))


@wrong(
    "discounted_returns",
    "gamma on the reward of now, from the end",
    says="γ multiplies the step's own reward",
)
def _(rewards, gamma):
    return list(
        itertools.accumulate(list(rewards)[::-1], lambda total, r: total + gamma * r)
    )[::-1]


@wrong("sarsa", "the worst next action", says="this counts on the worst next action")
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    follows = 0 if terminated else gamma * q[next_state].min()
    return q[state, action] + learning_rate * (reward + follows - q[state, action])


@wrong("q_targets", "the first action's column", says="one and the same action")
def _(rewards, next_q, terminated, truncated, gamma):
    return rewards + gamma * ~terminated * next_q[:, 0]


@wrong("q_targets", "gamma on the reward, too", says="γ stands at the reward")
def _(rewards, next_q, terminated, truncated, gamma):
    return gamma * (rewards + ~terminated * next_q.max(axis=1))
