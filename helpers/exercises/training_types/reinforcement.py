"""Exercises of lesson 2.4, Learn by trial and error."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from helpers.judging import exercise, lesson, ordering, value

# --- Exercise 1: the score of UCB1


def score(record=4 / 9, t=150, n=9, log=np.log, sign=1, width=2):
    """Return record plus bonus: the second courier's, unless told otherwise."""
    return record + sign * np.sqrt(width * log(t) / n)


def is_one_of(*scores: float) -> Callable[[Any], bool]:
    """Return whether a value is one of these, to three digits."""
    return lambda value: bool(np.isclose(value, scores, atol=5e-4).any())


ucb_score = value(
    hints=[
        "The record is the share on time; the bonus stands in the lesson's first part.",
        "t is the number of all parcels so far: 150.",
        "`np.sqrt(2 * np.log(n.sum()) / n[1])` is the bonus.",
    ],
    after="The second courier has the poorest record and yet the highest score of the"
    " three: after 9 parcels it may still be the best.",
    source="n = np.array([100, 9, 41])\non_time = np.array([60, 4, 28])\n\n"
    "ucb_score = on_time[1] / n[1] + np.sqrt(2 * np.log(n.sum()) / n[1])",
    also=[1.4997, np.float32(1.49968), [1.4997]],
    rtol=1e-3,
)


ucb_score.solution(score)
ucb_score.mistake("this is the record. The bonus is missing.", 4 / 9)
ucb_score.mistake("this is the bonus. It is added to the record.", score(record=0))
ucb_score.mistake(
    "the bonus is added: whoever is little known gets more, not less.", score(sign=-1)
)
ucb_score.mistake("the bonus has a square root.", 4 / 9 + 2 * np.log(150) / 9)
ucb_score.mistake("the bonus of UCB1 has a factor 2 under the root.", score(width=1))
ucb_score.mistake(
    "the 2 of UCB1 stands above the line: 2 · ln t, divided by n.", score(width=1 / 2)
)
ucb_score.mistake(
    "t counts all parcels of all couriers together; only n is the courier's own.",
    score(t=9),
    when=is_one_of(*(score(t=t) for t in (3, 4, 41, 92, 100, 141))),
)
ucb_score.mistake(
    "n counts all parcels that the courier has carried, also the late ones.",
    score(n=4),
    when=is_one_of(score(n=5)),
)
ucb_score.mistake(
    "ln is the natural logarithm: `np.log`.",
    score(log=np.log10),
    when=is_one_of(score(log=np.log2)),
)
ucb_score.mistake(
    "this is the first courier: Python counts from 0.", score(60 / 100, n=100)
)
ucb_score.mistake(
    "this is the third courier: the second has index 1.", score(28 / 41, n=41)
)
ucb_score.mistake("a record is a share: divide by the parcels.", score(record=4))
ucb_score.mistake(
    "the root goes over the whole fraction, the n too.",
    4 / 9 + np.sqrt(2 * np.log(150)) / 9,
)
ucb_score.mistake("the 2 stands under the root.", 4 / 9 + 2 * np.sqrt(np.log(150) / 9))
ucb_score.mistake("this is the courier's place in the array. What is its score?", 1.0)

# --- Exercise 2: the order of an evaluation

evaluation_loop = ordering(
    "CAEBFH",
    n_lines=8,
    never={
        "G": "line G acts by chance: that would judge chance, not the table.",
        "D": "line D learns. Judging changes nothing in the table.",
    },
    early={
        "AC": "line C stands in the loop, or after it: an episode starts once, before"
        " its first step.",
        "EA": "line E chooses once an episode: each step needs its own choice.",
        "BE": "line B takes an action that has not been chosen yet.",
        "FHB": "line F adds a reward, or line H reads a flag, before the step has"
        " given it.",
    },
    hints=[
        "What happens once, before the loop? What must `env.step` be given?",
        "Two of the eight lines belong to training: one explores, one learns.",
    ],
    after="A new seed, the best action, no learning: the return is the policy's own.",
    also=["CAEBHF"],
)

# --- Exercise 3: discounted returns

discounted_returns = exercise(
    hints=[
        "The last entry is the last reward. What is the one before it?",
        "Return now = reward now + γ · return one step later.",
        "Go through `rewards[::-1]`, keep the results, turn them round at the end.",
    ],
    after="One pass from the end: this is how every policy gradient begins.",
    example=True,
)


@discounted_returns.solution
def returns_from_each_step(rewards, gamma):
    """Return the discounted return from each step on; shapes (n_steps,).

    gamma: a number from 0 to 1.
    """
    returns, future = [], 0.0
    for reward in rewards[::-1]:
        future = reward + gamma * future
        returns.append(future)
    return returns[::-1]


@discounted_returns.also
def _(rewards, gamma):
    steps = np.arange(len(rewards))
    gaps = steps[None, :] - steps[:, None]
    powers = np.where(gaps >= 0, gamma ** np.maximum(gaps, 0).astype(float), 0.0)
    return powers @ np.asarray(rewards)


def weighted(weight: Callable) -> Callable:
    """Return an answer: entry t adds up weight(k, t, gamma) · reward k over k ≥ t."""

    def answer(rewards, gamma):
        steps = range(len(rewards))
        return [sum(weight(k, t, gamma) * rewards[k] for k in steps[t:]) for t in steps]

    return answer


for message, weight in [
    ("the sums are right, but the future counts in full: γ?", lambda k, t, gamma: 1),
    (
        "you discount from the first step. Entry t is seen from step t: its own reward"
        " counts in full.",
        lambda k, t, gamma: gamma**k,
    ),
    (
        "the step's own reward is not discounted.",
        lambda k, t, gamma: gamma ** (k - t + 1),
    ),
    (
        "this looks one step ahead only: add the *return* of the next step, not its"
        " reward.",
        lambda k, t, gamma: gamma ** (k - t) if k < t + 2 else 0,
    ),
    (
        "γ counts once for each step of waiting: two steps later is γ².",
        lambda k, t, gamma: gamma if k > t else 1,
    ),
    (
        "γ is multiplied by the number of steps. Two steps later is γ², not 2γ.",
        lambda k, t, gamma: gamma * (k - t) if k > t else 1,
    ),
    (
        "each reward is discounted, and nothing is added up: a return is a sum.",
        lambda k, t, gamma: gamma**t if k == t else 0,
    ),
]:
    discounted_returns.mistake(message)(weighted(weight))


@discounted_returns.mistake(
    "you add up the past. A return looks ahead: start from the last step."
)
def _(rewards, gamma):
    return returns_from_each_step(rewards[::-1], gamma)[::-1]


@discounted_returns.mistake(
    "you add up from the first step on. A return looks ahead: it begins with the step's"
    " own reward."
)
def _(rewards, gamma):
    return np.cumsum(rewards * float(gamma) ** np.arange(len(rewards)))


@discounted_returns.mistake(
    "γ multiplies the step's own reward. It belongs to what follows."
)
def _(rewards, gamma):
    weights = np.full(len(rewards), float(gamma))
    weights[-1] = 1
    return np.cumsum((rewards * weights)[::-1])[::-1]


@discounted_returns.mistake(
    "the results lose their decimals: an array like `rewards` holds whole"
    " numbers when `rewards` does."
)
def _(rewards, gamma):
    returns = np.zeros_like(rewards)
    returns[:] = np.array(returns_from_each_step(rewards, gamma))
    return returns


@discounted_returns.mistake("the last step is left out: begin with it.")
def _(rewards, gamma):
    return [*returns_from_each_step(rewards[:-1], gamma), 0.0]


@discounted_returns.mistake(
    "this takes every reward for 1, as in CartPole. Use `rewards`."
)
def _(rewards, gamma):
    return returns_from_each_step(np.ones(len(rewards)), gamma)


@discounted_returns.mistake(
    "every later reward is taken for the step's own: each step has its own reward."
)
def _(rewards, gamma):
    return rewards * np.array(returns_from_each_step(np.ones(len(rewards)), gamma))


@discounted_returns.mistake("negative rewards have lost their sign.")
def _(rewards, gamma):
    return returns_from_each_step(np.abs(rewards), gamma)


discounted_returns.symptom("each step's own reward is missing.")(
    lambda args, expected, got: (
        np.allclose(got, np.subtract(expected, args[0]))
        or np.allclose(got, [*expected[1:], 0])
    )
)
discounted_returns.symptom("these are means. A return is a sum.")(
    lambda args, expected, got: np.allclose(
        np.multiply(got, range(len(got), 0, -1)), expected
    )
)
discounted_returns.symptom(
    "the mean is subtracted, as for an advantage. Return the returns as they are."
)(lambda args, expected, got: np.allclose(got, expected - np.mean(expected)))
discounted_returns.symptom(
    "for γ = 0 your code divides by 0: do without powers of γ below a fraction."
)(lambda args, expected, got: args[1] == 0 and not np.isfinite(got).all())


@discounted_returns.cases
def reward_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then longer episodes, one of them with zeros."""
    yield np.array([1, 0, 2]), 0.5  # whole numbers, as in the text: a trap
    for n_steps, gamma in [(6, 0.9), (4, 0.3), (14, 0.99), (5, 0.0)]:
        rewards = rng.normal(size=n_steps)
        rewards[0], rewards[-2:] = -1, [0, 1]
        yield rewards, gamma


# --- Exercise 5: the update of SARSA

sarsa = exercise(
    hints=[
        "Target first: the reward, plus gamma times what comes next.",
        "What comes next is `q[next_state, next_action]`, or 0 after the end.",
        "Old value + learning_rate · (target − old value).",
    ],
    after="One index instead of a maximum: SARSA values the policy that it really"
    " follows, slips included.",
    example=True,
)


@sarsa.solution
def sarsa_entry(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    """Return the updated entry, a number; q has shape (n_states, n_actions)."""
    future = 0.0 if terminated else q[next_state, next_action]
    error = reward + gamma * future - q[state, action]
    return q[state, action] + learning_rate * error


@sarsa.also
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    target = reward
    if not terminated:
        target += gamma * q[next_state][next_action]
    return (1 - learning_rate) * q[state][action] + learning_rate * target


def following(future: Callable) -> Callable:
    """Return an answer that takes something else for the value of what comes next.

    future: a function of (q, state, action, next_state, next_action, terminated).
    """

    def answer(q, s, a, reward, next_s, next_a, terminated, learning_rate, gamma):
        target = reward + gamma * future(q, s, a, next_s, next_a, terminated)
        return q[s, a] + learning_rate * (target - q[s, a])

    return answer


def moved(rule: Callable) -> Callable:
    """Return an answer that knows what comes next, and moves the entry by a rule.

    rule: a function of (old value, reward, value of what comes next, learning rate,
    gamma).
    """

    def answer(q, s, a, reward, next_s, next_a, terminated, learning_rate, gamma):
        future = 0.0 if terminated else q[next_s, next_a]
        return rule(q[s, a], reward, future, learning_rate, gamma)

    return answer


for message, future in [
    (
        "this is Q-learning: it counts on the best next action. SARSA counts on"
        " `next_action`.",
        lambda q, s, a, next_s, next_a, ended: 0 if ended else q[next_s].max(),
    ),
    (
        "this counts on the worst next action. Which action really comes next?",
        lambda q, s, a, next_s, next_a, ended: 0 if ended else q[next_s].min(),
    ),
    (
        "right as long as the episode runs. What comes after `terminated`?",
        lambda q, s, a, next_s, next_a, ended: q[next_s, next_a],
    ),
    (
        "the future counts only after the end: the flag is the wrong way round.",
        lambda q, s, a, next_s, next_a, ended: q[next_s, next_a] if ended else 0,
    ),
    (
        "`~` turns arrays of flags round. For a single one, `~True` is -2: use `not`.",
        lambda q, s, a, next_s, next_a, ended: ~int(ended) * q[next_s, next_a],
    ),
    (
        "the future belongs to `next_action`, not to the action of now.",
        lambda q, s, a, next_s, next_a, ended: 0 if ended else q[next_s, a],
    ),
    (
        "a value below zero counts as well: it warns of what comes next.",
        lambda q, s, a, next_s, next_a, ended: (
            0 if ended else max(0, q[next_s, next_a])
        ),
    ),
    (
        "state 0 is a state like any other: only `terminated` says that nothing comes"
        " next.",
        lambda q, s, a, next_s, next_a, ended: (
            0 if ended or next_s == 0 else q[next_s, next_a]
        ),
    ),
    (
        "the old entry is changed before it is read: what comes next may be the same"
        " entry.",
        lambda q, s, a, next_s, next_a, ended: (  # the cases' learning rate is 0.3
            0 if ended else q[next_s, next_a] * (1 - 0.3 * ((s, a) == (next_s, next_a)))
        ),
    ),
]:
    sarsa.mistake(message)(following(future))

for message, rule in [
    (
        "the future counts in full: where is gamma?",
        lambda old, reward, future, rate, gamma: old + rate * (reward + future - old),
    ),
    (
        "the reward is discounted too. It comes now: only what follows is discounted.",
        lambda old, reward, future, rate, gamma: (
            old + rate * (gamma * (reward + future) - old)
        ),
    ),
    (
        "this is the target. The entry moves only a part of the way to it.",
        lambda old, reward, future, rate, gamma: reward + gamma * future,
    ),
    (
        "the step is as long as the target itself. It should be a part of the"
        " *distance* to the target.",
        lambda old, reward, future, rate, gamma: old + rate * (reward + gamma * future),
    ),
    (
        "this is the change. Return the new value.",
        lambda old, reward, future, rate, gamma: rate * (reward + gamma * future - old),
    ),
    (
        "the entry moves away from the target.",
        lambda old, reward, future, rate, gamma: (
            old - rate * (reward + gamma * future - old)
        ),
    ),
    (
        "`learning_rate` does not reach what comes next: it multiplies the whole"
        " target. Are brackets missing?",
        lambda old, reward, future, rate, gamma: (
            old + rate * (reward - old) + gamma * future
        ),
    ),
    (
        "`learning_rate` and `gamma` have changed places.",
        lambda old, reward, future, rate, gamma: (
            old + gamma * (reward + rate * future - old)
        ),
    ),
    (
        "the weights of the old value and of the target have changed places.",
        lambda old, reward, future, rate, gamma: (
            rate * old + (1 - rate) * (reward + gamma * future)
        ),
    ),
]:
    sarsa.mistake(message)(moved(rule))


def at_the_end(change: Callable) -> Callable:
    """Return a symptom: after the end the entry becomes `change(old, reward, rate)`."""

    def shows(args, expected, got):
        q, state, action, reward, *_, terminated, rate, _ = args
        wrong = change(q[state, action], reward, rate)
        return terminated and np.isclose(got, wrong).any()

    return shows


sarsa.symptom(
    "right as long as the episode runs. At the end, too, the entry moves only a"
    " part of the way."
)(at_the_end(lambda old, reward, rate: reward))
sarsa.symptom(
    "right as long as the episode runs. The last step teaches, too: its reward counts."
)(at_the_end(lambda old, reward, rate: [old, old - rate * old]))


@sarsa.cases
def sarsa_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then steps in small tables.

    The second of these is the last of its episode, the third leads to state 0, whose
    values are positive there, and the fourth to its own entry. The next action is the
    worst of its state at first (and has a value below zero), later it is neither the
    best nor the worst. The action of now is never the best nor the worst there.
    """
    yield np.array([[1.0, 2.0], [6.0, 4.0]]), 0, 1, 3.0, 1, 1, False, 0.5, 0.5
    for terminated, state, next_state, place in (
        (False, 0, 2, 0),
        (True, 0, 2, 0),
        (False, 1, 0, 1),
        (False, 1, 1, 1),
        (False, 0, 2, 2),
    ):
        q = rng.normal(size=(3, 4)) * 5
        q = np.abs(q) if next_state == 0 else q - q.mean(axis=1, keepdims=True)
        reward = float(rng.uniform(1, 3))
        order = q[next_state].argsort()  # from the worst action to the best
        next_action = int(order[place])
        action = int(order[2 if place == 1 else 1])
        action = next_action if next_state == state else action
        yield q, state, action, reward, next_state, next_action, terminated, 0.3, 0.8


# --- Exercise 4: repair the targets

q_targets = exercise(
    hints=[
        "Look at a step that is truncated and not terminated: what is its target?",
        "After a cut the value of the next state still counts.",
    ],
    after="A cut is made by us, an end by the world. Only the second has no future.",
    example=True,
)


@q_targets.solution
def q_targets_repaired(rewards, next_q, terminated, truncated, gamma):
    """Return the targets, shape (n,); next_q has shape (n, n_actions)."""
    return rewards + gamma * ~terminated * next_q.max(axis=1)


@q_targets.start
def q_targets_faulty(rewards, next_q, terminated, truncated, gamma):
    """Return the targets, shape (n,).

    rewards, terminated and truncated: arrays of shape (n,), the last two of True and
    False. next_q: the entries of the next states, shape (n, n_actions).
    """
    running = ~(terminated | truncated)
    return rewards + gamma * running * next_q.max(axis=1)


@q_targets.also
def _(rewards, next_q, terminated, truncated, gamma):
    targets = []
    for reward, values, ended in zip(rewards, next_q, terminated, strict=True):
        targets.append(reward if ended else reward + gamma * max(values))
    return targets


def future_is(future: Callable) -> Callable:
    """Return an answer: reward plus γ times a function of (next_q, ended, cut)."""
    return lambda rewards, next_q, terminated, truncated, gamma: (
        rewards + gamma * future(next_q, terminated, truncated)
    )


for message, future in [
    (
        "now the future goes on after the true end and stops at the cut: the wrong"
        " flag is left.",
        lambda next_q, ended, cut: ~cut * next_q.max(axis=1),
    ),
    (
        "now nothing ends the future: after a true end nothing more can be earned.",
        lambda next_q, ended, cut: next_q.max(axis=1),
    ),
    (
        "an end counts as an end even when the time limit is not reached.",
        lambda next_q, ended, cut: ~(ended & cut) * next_q.max(axis=1),
    ),
    (
        "where both flags are set, the world has ended: nothing follows.",
        lambda next_q, ended, cut: (~ended | cut) * next_q.max(axis=1),
    ),
    (
        "at the time limit the future is still lost. Which of the two flags is the"
        " world's, which is ours?",
        lambda next_q, ended, cut: np.where(ended | cut, 0, next_q.max(axis=1)),
    ),
    (
        "one maximum for the whole batch: each step has its own next state, so"
        " `axis=1`.",
        lambda next_q, ended, cut: ~ended * next_q.max(),
    ),
    (
        "the future counts only after a true end: the flag is the wrong way round.",
        lambda next_q, ended, cut: ended * next_q.max(axis=1),
    ),
    (
        "the flags are right, but this is the mean over the actions. Q-learning counts"
        " on the best.",
        lambda next_q, ended, cut: ~ended * next_q.mean(axis=1),
    ),
    (
        "`argmax` gives the number of the best action. What is it worth?",
        lambda next_q, ended, cut: ~ended * next_q.argmax(axis=1),
    ),
    (
        "the best value may lie below 0: do not start the search for it at 0.",
        lambda next_q, ended, cut: ~ended * next_q.max(axis=1).clip(0),
    ),
    (
        "the best is the largest value with its sign: −5 is worse than 1.",
        lambda next_q, ended, cut: ~ended * np.abs(next_q).max(axis=1),
    ),
    (
        "a row of `next_q` belongs to the step with the same number: yours is moved by"
        " one.",
        lambda next_q, ended, cut: ~ended * np.roll(next_q.max(axis=1), -1),
    ),
    (
        "`~` of whole numbers turns 0 into −1 and 1 into −2. Use it on True and False,"
        " or write `1 - …`.",
        lambda next_q, ended, cut: ~ended.astype(int) * next_q.max(axis=1),
    ),
]:
    q_targets.mistake(message)(future_is(future))


@q_targets.mistake(
    "`not`, `and`, `or` and `if` ask for a single True or False. `terminated` is an"
    " array of flags: `~` turns each of them round."
)
def _(rewards, next_q, terminated, truncated, gamma):
    return rewards + gamma * (not terminated) * next_q.max(axis=1)


@q_targets.mistake("an end takes away the future, not the reward of the last step.")
def _(rewards, next_q, terminated, truncated, gamma):
    return ~terminated * (rewards + gamma * next_q.max(axis=1))


@q_targets.mistake(
    "γ stands at the reward. The reward comes now: only what follows is discounted."
)
def _(rewards, next_q, terminated, truncated, gamma):
    return gamma * (rewards + ~terminated * next_q.max(axis=1))


@q_targets.mistake("the flags are right, but γ has got lost.")
def _(rewards, next_q, terminated, truncated, gamma):
    return rewards + ~terminated * next_q.max(axis=1)


@q_targets.mistake(
    "after a cut γ is missing: what follows comes one step later there too."
)
def _(rewards, next_q, terminated, truncated, gamma):
    return rewards + np.where(truncated, 1, gamma) * ~terminated * next_q.max(axis=1)


@q_targets.mistake("at a cut the reward of the step is lost: it was earned.")
def _(rewards, next_q, terminated, truncated, gamma):
    targets = q_targets_repaired(rewards, next_q, terminated, truncated, gamma)
    return targets - rewards * (truncated & ~terminated)


q_targets.symptom(
    "the steps that ended are missing: they have a target too, which is their reward."
)(lambda args, expected, got: np.size(got) == (~args[2]).sum())
q_targets.symptom(
    "this counts on one and the same action in each step. Q-learning counts on the best"
    " of the row."
)(
    lambda args, expected, got: any(
        np.allclose(got, args[0] + args[4] * ~args[2] * column) for column in args[1].T
    )
)
q_targets.symptom(
    "this looks along the wrong axis: a row of `next_q` holds one state's actions."
)(
    lambda args, expected, got: (
        np.shape(got) == np.shape(expected)
        and np.isin(
            ((got - args[0]) / args[4])[~args[2]].round(6), args[1].max(axis=0).round(6)
        ).all()
    )
)


@q_targets.symptom(
    "it stops at the first end. The steps after it in the batch count as well."
)
def _(args, expected, got):
    first = args[2].argmax()
    stopped = [*expected[:first], *args[0][first:]]
    return np.allclose(got, stopped)


@q_targets.cases
def target_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then batches with steps of all four kinds.

    In each batch, the first and the last step to go on lead to states of negative
    values. The example's steps and entries are in another order than in the text, so
    that no mistake looks like another there.
    """
    cut, ended = np.array([True, False, False]), np.array([False, True, False])
    yield np.ones(3), np.array([[2.0, 4.0], [4.0, 2.0], [4.0, 2.0]]), ended, cut, 0.5
    for n_actions in (2, 3, 4):
        terminated = np.array([False, True, False, True, False, False])
        truncated = np.array([False, False, True, True, False, True])
        turn = rng.integers(6)
        terminated, truncated = np.roll(terminated, turn), np.roll(truncated, turn)
        next_q = rng.uniform(2, 6, size=(6, n_actions))
        next_q[:, 0] -= 12
        next_q[np.flatnonzero(~terminated)[[0, -1]]] -= 9
        yield rng.normal(size=6), next_q, terminated, truncated, 0.9


# --- Exercise 6: PPO's loss

clipped_loss = exercise(
    hints=[
        "The ratio first: `np.exp` of the difference of the logarithms.",
        "`np.clip(ratios, 1 - clip, 1 + clip)` is the second ratio.",
        "`np.minimum` compares two arrays entry by entry.",
    ],
    after="What would gain from moving further is cut; what already went wrong still"
    " counts in full. That makes many updates on one batch safe enough.",
    example=True,
)


@clipped_loss.solution
def ppo_loss(log_chances, old_log_chances, advantages, clip):
    """Return PPO's loss, a number, from NumPy arrays of shape (n_actions,)."""
    ratios = np.exp(log_chances - old_log_chances)
    limited = np.clip(ratios, 1 - clip, 1 + clip)
    return -np.mean(np.minimum(ratios * advantages, limited * advantages))


@clipped_loss.also
def _(log_chances, old_log_chances, advantages, clip):
    total = 0.0
    for new, old, advantage in zip(
        log_chances, old_log_chances, advantages, strict=True
    ):
        ratio = np.exp(new) / np.exp(old)
        limited = min(max(ratio, 1 - clip), 1 + clip)
        total += min(ratio * advantage, limited * advantage)
    return -total / len(advantages)


def mean_gain(gain: Callable, ratio: Callable = lambda new, old: np.exp(new - old)):
    """Return an answer: minus the mean of a function of (ratios, advantages, clip)."""
    return lambda new, old, advantages, clip: (
        -np.mean(gain(ratio(new, old), advantages, clip))
    )


def smaller_gain(ratios, advantages, clip):
    """Return what PPO takes the mean of."""
    limited = np.clip(ratios, 1 - clip, 1 + clip)
    return np.minimum(ratios * advantages, limited * advantages)


for message, gain in [
    (
        "this is the loss without a limit: the clipped copy is missing.",
        lambda ratios, advantages, clip: ratios * advantages,
    ),
    (
        "you use the clipped ratio only. The smaller of the *two* products counts.",
        lambda ratios, advantages, clip: ratios.clip(1 - clip, 1 + clip) * advantages,
    ),
    (
        "you take the larger product: PPO is cautious.",
        lambda ratios, advantages, clip: np.maximum(
            ratios * advantages, ratios.clip(1 - clip, 1 + clip) * advantages
        ),
    ),
    (
        "compare the products, not the ratios: a negative advantage turns the order"
        " round.",
        lambda ratios, advantages, clip: ratios.clip(max=1 + clip) * advantages,
    ),
    (
        "the limits lie around 1, not around 0.",
        lambda ratios, advantages, clip: np.minimum(
            ratios * advantages, ratios.clip(-clip, clip) * advantages
        ),
    ),
    (
        "clip the ratio, and only then multiply by the advantage.",
        lambda ratios, advantages, clip: np.minimum(
            ratios * advantages, (ratios * advantages).clip(1 - clip, 1 + clip)
        ),
    ),
    (
        "the ratio is limited from above only: it has a lower limit as well.",
        lambda ratios, advantages, clip: np.minimum(
            ratios * advantages, ratios.clip(max=1 + clip) * advantages
        ),
    ),
    (
        "the ratio is limited from below only: it has an upper limit, 1 + `clip`, as"
        " well.",
        lambda ratios, advantages, clip: np.minimum(
            ratios * advantages, ratios.clip(min=1 - clip) * advantages
        ),
    ),
    (
        "the lower limit is 1 − `clip`, not `clip`.",
        lambda ratios, advantages, clip: np.minimum(
            ratios * advantages, ratios.clip(clip, 1 + clip) * advantages
        ),
    ),
    (
        "the logarithm is clipped. Take `np.exp` first, then clip the ratio.",
        lambda ratios, advantages, clip: np.minimum(
            ratios * advantages, np.exp(np.log(ratios).clip(-clip, clip)) * advantages
        ),
    ),
    (
        "the lower limit is 1 − `clip`.",
        lambda ratios, advantages, clip: np.minimum(
            ratios * advantages, ratios.clip(1 / (1 + clip), 1 + clip) * advantages
        ),
    ),
    (
        "actions beyond the limits are left out. They stay in the mean, with the"
        " smaller product.",
        lambda ratios, advantages, clip: (ratios * advantages)[abs(ratios - 1) <= clip],
    ),
    (
        "both products need the advantage: yours multiplies one ratio only.",
        lambda ratios, advantages, clip: np.minimum(
            ratios * advantages, ratios.clip(1 - clip, 1 + clip)
        ),
    ),
    (
        "the advantages are used as they come: do not scale them once more.",
        lambda ratios, advantages, clip: smaller_gain(
            ratios, (advantages - advantages.mean()) / advantages.std(), clip
        ),
    ),
    (
        "0.2 is one value of `clip`: use the argument.",
        lambda ratios, advantages, clip: smaller_gain(ratios, advantages, 0.2),
    ),
]:
    clipped_loss.mistake(message)(mean_gain(gain))

for message, ratio in [
    (
        "the difference of two logarithms is the logarithm of the ratio.",
        lambda new, old: new - old,
    ),
    (
        "you divide logarithms. The ratio is that of the chances themselves.",
        lambda new, old: new / old,
    ),
    ("the ratio is upside down: new by old.", lambda new, old: np.exp(old - new)),
]:
    clipped_loss.mistake(message)(mean_gain(smaller_gain, ratio))


@clipped_loss.mistake(
    "you compare the two means. Compare the two products of each action, then average."
)
def _(log_chances, old_log_chances, advantages, clip):
    ratios = np.exp(log_chances - old_log_chances)
    limited = ratios.clip(1 - clip, 1 + clip)
    return -min(np.mean(ratios * advantages), np.mean(limited * advantages))


@clipped_loss.symptom(
    "actions beyond the limits are left out, and here all are. They stay in the mean,"
    " with the smaller product."
)
def _(args, expected, got):
    new, old, _, clip = args
    return got == 0 and (abs(np.exp(new - old) - 1) > clip).all()


@clipped_loss.cases
def loss_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then actions with ratios in and beyond the limits.

    Both signs each, and one ratio is below `clip` itself. In turn the clipped and the
    unclipped products have the smaller mean.
    """
    chances = np.log([0.6, 0.2]), np.log([0.4, 0.4])
    yield *chances, np.array([2.0, -1.0]), 0.2
    for n, clip, heavy in ((8, 0.2, [0, 6]), (9, 0.1, [1, 5]), (10, 0.3, [0, 6])):
        old = np.log(rng.uniform(0.3, 0.6, size=n))
        ratios = np.array([0.5, 0.05, 1.0, 1.02, 0.97, 1.5, 1.6, 1.05, 1.01, 0.99])[:n]
        signs = np.array([1, -1, 1, -1, 1, 1, -1, -1, 1, -1])[:n]
        advantages = signs * rng.uniform(1, 2, size=n)
        advantages[heavy] *= 4
        order = rng.permutation(n)
        yield (old + np.log(ratios))[order], old[order], advantages[order], clip


ALL = lesson(__name__)
