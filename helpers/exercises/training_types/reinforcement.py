"""Exercises of lesson 2.4, Learn by trial and error."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from helpers.judging import exercise, lesson, ordering, value

# --- Exercise 1: the score of UCB


RECORD, TRIED, ALL_TRIED = 4 / 9, 9, 150

ucb_score = value(
    hints=[
        "The record is the share on time; the bonus stands in the lesson's first part.",
        "t is the number of all parcels so far: 150.",
        "`np.sqrt(np.log(n.sum()) / (2 * n[1]))` is the bonus.",
    ],
    after="The second courier has the poorest record and yet the highest score of the"
    " three: after 9 parcels it may still be the best.",
    source="n = np.array([100, 9, 41])\non_time = np.array([60, 4, 28])\n\n"
    "ucb_score = on_time[1] / n[1] + np.sqrt(np.log(n.sum()) / (2 * n[1]))",
    also=[0.972, np.float32(0.97204), [0.972]],
    rtol=1e-3,
)


@ucb_score.solution
def optimistic_score() -> float:
    """Return record plus bonus of the second courier."""
    return RECORD + np.sqrt(np.log(ALL_TRIED) / (2 * TRIED))


@ucb_score.mistake("this is the bonus. It is added to the record.")
def bonus_only() -> float:
    return optimistic_score() - RECORD


@ucb_score.mistake("the bonus has a square root.")
def _() -> float:
    return RECORD + bonus_only() ** 2


@ucb_score.mistake("your bonus is too large: look at the 2n.")
def _() -> float:
    return RECORD + np.sqrt(2) * bonus_only()


@ucb_score.mistake(
    "t counts the parcels of all couriers together; only n is the courier's own."
)
def _() -> float:
    return RECORD + np.sqrt(np.log(TRIED) / (2 * TRIED))


@ucb_score.mistake("ln is the natural logarithm: `np.log`.")
def _() -> float:
    return RECORD + np.sqrt(np.log10(ALL_TRIED) / (2 * TRIED))


@ucb_score.mistake("this is the first courier: Python counts from 0.")
def _() -> float:
    return 60 / 100 + np.sqrt(np.log(ALL_TRIED) / 200)


@ucb_score.mistake("this is the third courier: the second has index 1.")
def _() -> float:
    return 28 / 41 + np.sqrt(np.log(ALL_TRIED) / 82)


@ucb_score.mistake("a record is a share: divide by the parcels.")
def _() -> float:
    return 4 + bonus_only()


@ucb_score.mistake("the root goes over the whole fraction, the 2n too.")
def _() -> float:
    return RECORD + np.sqrt(np.log(ALL_TRIED)) / (2 * TRIED)


@ucb_score.mistake("`/ 2 * n` multiplies by n: put `2 * n` in brackets.")
def _() -> float:
    return RECORD + np.sqrt(np.log(ALL_TRIED) / 2 * TRIED)


@ucb_score.mistake("this is the courier's place in the array. What is its score?")
def _() -> float:
    return 1.0


ucb_score.mistake("this is the record. The bonus is missing.", RECORD)
ucb_score.mistake(
    "this is rounded too far: give it with three digits, or as it is computed.",
    0.97,
    when=lambda score: 0.0015 < abs(score - optimistic_score()) < 0.01,
)

# --- Exercise 2: the order of an evaluation

evaluation_loop = ordering(
    "CAEBFH",
    n_lines=8,
    never={
        "G": "line G acts by chance: that would judge chance, not the table.",
        "D": "line D learns. Judging changes nothing in the table.",
    },
    early={
        "AC": "line C starts a new episode at every step: once is enough.",
        "EA": "line E chooses once an episode: each step needs its own choice.",
        "BE": "line B takes an action that has not been chosen yet.",
        "FHB": "line F adds a reward, or line H reads a flag, before the step has"
        " given it.",
    },
    hints=[
        "Start once; then choose, step, count, ask whether it is over.",
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
)


@discounted_returns.solution
def returns_from_each_step(rewards, gamma):
    """Return the discounted return from each step on; shapes (n_steps,)."""
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


@discounted_returns.mistake("the sums are right, but the future counts in full: γ?")
def _(rewards, gamma):
    return np.cumsum(rewards[::-1])[::-1]


@discounted_returns.mistake(
    "you add up the past. A return looks ahead: start from the last step."
)
def _(rewards, gamma):
    returns, past = [], 0.0
    for reward in rewards:
        past = reward + gamma * past
        returns.append(past)
    return returns


@discounted_returns.mistake("the numbers are right, in reverse order.")
def _(rewards, gamma):
    return returns_from_each_step(rewards, gamma)[::-1]


@discounted_returns.mistake(
    "you discount from the first step. Entry t is seen from step t: its own"
    " reward counts in full."
)
def _(rewards, gamma):
    powers = gamma ** np.arange(len(rewards), dtype=float)
    return np.cumsum((powers * rewards)[::-1])[::-1]


@discounted_returns.mistake("this is the first entry: return one number a step.")
def _(rewards, gamma):
    return float(returns_from_each_step(rewards, gamma)[0])


@discounted_returns.mistake("the step's own reward is not discounted.")
def _(rewards, gamma):
    return gamma * np.array(returns_from_each_step(rewards, gamma))


@discounted_returns.mistake(
    "this looks one step ahead only: add the *return* of the next step, not its reward."
)
def _(rewards, gamma):
    following = np.append(rewards[1:], 0)
    return rewards + gamma * following


@discounted_returns.mistake(
    "the results lose their decimals: an array like `rewards` holds whole"
    " numbers when `rewards` does."
)
def _(rewards, gamma):
    returns = np.zeros_like(rewards)
    returns[:] = np.array(returns_from_each_step(rewards, gamma))
    return returns


@discounted_returns.mistake("each step's own reward is missing.")
def _(rewards, gamma):
    return np.append(returns_from_each_step(rewards, gamma)[1:], 0.0)


@discounted_returns.mistake("the last step is left out: begin with it.")
def _(rewards, gamma):
    returns = np.zeros(len(rewards))
    for step in range(len(rewards) - 2, -1, -1):
        returns[step] = rewards[step] + gamma * returns[step + 1]
    return returns


@discounted_returns.mistake(
    "γ counts once for each step of waiting: two steps later is γ²."
)
def _(rewards, gamma):
    return rewards + gamma * (np.cumsum(rewards[::-1])[::-1] - rewards)


@discounted_returns.mistake(
    "this takes every reward for 1, as in CartPole. Use `rewards`."
)
def _(rewards, gamma):
    steps_left = np.arange(len(rewards), 0, -1)
    return (1 - gamma**steps_left) / (1 - gamma)


@discounted_returns.cases
def reward_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then longer episodes."""
    yield np.array([1, 0, 2]), 0.5  # whole numbers, as in the text: a trap
    for n_steps, gamma in [(6, 0.9), (4, 0.3), (9, 0.99)]:
        yield rng.normal(size=n_steps), gamma


# --- Exercise 4: the update of SARSA

sarsa = exercise(
    hints=[
        "Target first: the reward, plus gamma times what comes next.",
        "What comes next is `q[next_state, next_action]`, or 0 after the end.",
        "Old value + learning_rate · (target − old value).",
    ],
    after="One index instead of a maximum: SARSA values the policy that it really"
    " follows, slips included.",
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


@sarsa.mistake(
    "this is Q-learning: it counts on the best next action. SARSA counts on"
    " `next_action`."
)
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    future = 0.0 if terminated else q[next_state].max()
    return q[state, action] + learning_rate * (
        reward + gamma * future - q[state, action]
    )


@sarsa.mistake("right as long as the episode runs. What comes after `terminated`?")
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    return sarsa_entry(
        q, state, action, reward, next_state, next_action, False, learning_rate, gamma
    )


@sarsa.mistake("the future counts in full: where is gamma?")
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    return sarsa_entry(
        q, state, action, reward, next_state, next_action, terminated, learning_rate, 1
    )


@sarsa.mistake("this is the target. The entry moves only a part of the way to it.")
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    return sarsa_entry(
        q, state, action, reward, next_state, next_action, terminated, 1, gamma
    )


@sarsa.mistake(
    "the step is as long as the target itself. It should be a part of the"
    " *distance* to the target."
)
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    future = 0.0 if terminated else q[next_state, next_action]
    return q[state, action] + learning_rate * (reward + gamma * future)


@sarsa.mistake("this is the change. Return the new value.")
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    new = sarsa_entry(
        q,
        state,
        action,
        reward,
        next_state,
        next_action,
        terminated,
        learning_rate,
        gamma,
    )
    return new - q[state, action]


@sarsa.mistake("the future counts only after the end: the flag is the wrong way round.")
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    future = q[next_state, next_action] if terminated else 0.0
    error = reward + gamma * future - q[state, action]
    return q[state, action] + learning_rate * error


@sarsa.mistake(
    "`~` turns arrays of flags round. For a single one, `~True` is -2: use `not`."
)
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    future = (-1 - int(terminated)) * q[next_state, next_action]
    error = reward + gamma * future - q[state, action]
    return q[state, action] + learning_rate * error


@sarsa.mistake("the future belongs to `next_action`, not to the action of now.")
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    future = 0.0 if terminated else q[next_state, action]
    error = reward + gamma * future - q[state, action]
    return q[state, action] + learning_rate * error


@sarsa.mistake(
    "right as long as the episode runs. At the end, too, the entry moves only a"
    " part of the way."
)
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    if terminated:
        return reward
    error = reward + gamma * q[next_state, next_action] - q[state, action]
    return q[state, action] + learning_rate * error


@sarsa.mistake(
    "right as long as the episode runs. The last step teaches, too: its reward counts."
)
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    if terminated:
        return q[state, action]
    error = reward + gamma * q[next_state, next_action] - q[state, action]
    return q[state, action] + learning_rate * error


@sarsa.mistake("the entry moves away from the target.")
def _(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    future = 0.0 if terminated else q[next_state, next_action]
    error = reward + gamma * future - q[state, action]
    return q[state, action] - learning_rate * error


@sarsa.cases
def sarsa_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield steps in small tables, the second of them the last of its episode."""
    for terminated in (False, True, False, False):
        q = rng.normal(size=(3, 4)) * 5
        reward = float(rng.uniform(1, 3))
        order = q[2].argsort()  # the next action is the worst, this one neither
        worst, action = int(order[0]), int(order[rng.integers(1, 3)])
        yield q, 0, action, reward, 2, worst, terminated, 0.3, 0.8


# --- Exercise 5: repair the targets

q_targets = exercise(
    hints=[
        "Look at a step that is truncated and not terminated: what is its target?",
        "After a cut the value of the next state still counts.",
    ],
    after="A cut is made by us, an end by the world. Only the second has no future.",
)


@q_targets.solution
def q_targets_repaired(rewards, next_q, terminated, truncated, gamma):
    """Return the targets, shape (n,); next_q has shape (n, n_actions)."""
    return rewards + gamma * ~terminated * next_q.max(axis=1)


@q_targets.start
def q_targets_faulty(rewards, next_q, terminated, truncated, gamma):
    """Return the targets, shape (n,); next_q has shape (n, n_actions)."""
    running = ~(terminated | truncated)
    return rewards + gamma * running * next_q.max(axis=1)


@q_targets.also
def _(rewards, next_q, terminated, truncated, gamma):
    targets = []
    for reward, values, ended in zip(rewards, next_q, terminated, strict=True):
        targets.append(reward if ended else reward + gamma * max(values))
    return targets


@q_targets.mistake(
    "now the future goes on after the true end and stops at the cut: the wrong"
    " flag is left."
)
def _(rewards, next_q, terminated, truncated, gamma):
    return rewards + gamma * ~truncated * next_q.max(axis=1)


@q_targets.mistake(
    "now nothing ends the future: after a true end nothing more can be earned."
)
def _(rewards, next_q, terminated, truncated, gamma):
    return rewards + gamma * next_q.max(axis=1)


@q_targets.mistake("an end counts as an end even when the time limit is not reached.")
def _(rewards, next_q, terminated, truncated, gamma):
    return rewards + gamma * ~(terminated & truncated) * next_q.max(axis=1)


@q_targets.mistake(
    "at the time limit the future is still lost. Which of the two flags is the"
    " world's, which is ours?"
)
def _(rewards, next_q, terminated, truncated, gamma):
    future = np.where(terminated | truncated, 0.0, next_q.max(axis=1))
    return rewards + gamma * future


@q_targets.mistake(
    "one maximum for the whole batch: each step has its own next state, so `axis=1`."
)
def _(rewards, next_q, terminated, truncated, gamma):
    return rewards + gamma * ~terminated * next_q.max()


@q_targets.mistake(
    "the future counts only after a true end: the flag is the wrong way round."
)
def _(rewards, next_q, terminated, truncated, gamma):
    return rewards + gamma * terminated * next_q.max(axis=1)


@q_targets.mistake("an end takes away the future, not the reward of the last step.")
def _(rewards, next_q, terminated, truncated, gamma):
    return ~terminated * (rewards + gamma * next_q.max(axis=1))


@q_targets.mistake("the flags are right, but γ has got lost.")
def _(rewards, next_q, terminated, truncated, gamma):
    return rewards + ~terminated * next_q.max(axis=1)


@q_targets.cases
def target_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield batches with ended, cut-off, running and ended-at-the-limit steps."""
    terminated = np.array([False, True, False, True, False])
    truncated = np.array([False, False, True, True, False])
    for n_actions in (2, 3, 4):
        order = rng.permutation(5)
        next_q = rng.normal(size=(5, n_actions)) + 4
        yield rng.normal(size=5), next_q, terminated[order], truncated[order], 0.9


# --- Exercise 6: PPO's loss

clipped_loss = exercise(
    hints=[
        "The ratio first: `np.exp` of the difference of the logarithms.",
        "`np.clip(ratios, 1 - clip, 1 + clip)` is the second ratio.",
        "`np.minimum` compares two arrays entry by entry.",
    ],
    after="What would gain from moving further is cut; what already went wrong still"
    " counts in full. That makes many updates on one batch safe enough.",
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


@clipped_loss.mistake("this is the loss of the lesson: the limit is missing.")
def unclipped(log_chances, old_log_chances, advantages, clip):
    return -np.mean(np.exp(log_chances - old_log_chances) * advantages)


@clipped_loss.mistake(
    "you use the clipped ratio only. The smaller of the *two* products counts."
)
def clipped_only(log_chances, old_log_chances, advantages, clip):
    ratios = np.exp(log_chances - old_log_chances)
    return -np.mean(np.clip(ratios, 1 - clip, 1 + clip) * advantages)


@clipped_loss.mistake("you take the larger product: PPO is cautious.")
def _(log_chances, old_log_chances, advantages, clip):
    ratios = np.exp(log_chances - old_log_chances)
    limited = np.clip(ratios, 1 - clip, 1 + clip)
    return -np.mean(np.maximum(ratios * advantages, limited * advantages))


@clipped_loss.mistake(
    "compare the products, not the ratios: a negative advantage turns the order round."
)
def _(log_chances, old_log_chances, advantages, clip):
    ratios = np.exp(log_chances - old_log_chances)
    limited = np.clip(ratios, 1 - clip, 1 + clip)
    return -np.mean(np.minimum(ratios, limited) * advantages)


@clipped_loss.mistake("the sign is turned: a loss is made small.")
def _(log_chances, old_log_chances, advantages, clip):
    return -ppo_loss(log_chances, old_log_chances, advantages, clip)


@clipped_loss.mistake("this is the sum. Return the mean.")
def _(log_chances, old_log_chances, advantages, clip):
    return len(advantages) * ppo_loss(log_chances, old_log_chances, advantages, clip)


@clipped_loss.mistake("the difference of two logarithms is the logarithm of the ratio.")
def _(log_chances, old_log_chances, advantages, clip):
    ratios = log_chances - old_log_chances
    limited = np.clip(ratios, 1 - clip, 1 + clip)
    return -np.mean(np.minimum(ratios * advantages, limited * advantages))


@clipped_loss.mistake(
    "you divide logarithms. The ratio is that of the chances themselves."
)
def _(log_chances, old_log_chances, advantages, clip):
    ratios = log_chances / old_log_chances
    limited = np.clip(ratios, 1 - clip, 1 + clip)
    return -np.mean(np.minimum(ratios * advantages, limited * advantages))


@clipped_loss.mistake(
    "you compare the two means. Compare the two products of each action, then average."
)
def _(log_chances, old_log_chances, advantages, clip):
    return max(
        unclipped(log_chances, old_log_chances, advantages, clip),
        clipped_only(log_chances, old_log_chances, advantages, clip),
    )


@clipped_loss.mistake("the ratio is upside down: new by old.")
def _(log_chances, old_log_chances, advantages, clip):
    return ppo_loss(old_log_chances, log_chances, advantages, clip)


@clipped_loss.mistake("0.2 is one value of `clip`: use the argument.")
def _(log_chances, old_log_chances, advantages, clip):
    return ppo_loss(log_chances, old_log_chances, advantages, 0.2)


@clipped_loss.mistake("the limits lie around 1, not around 0.")
def _(log_chances, old_log_chances, advantages, clip):
    ratios = np.exp(log_chances - old_log_chances)
    limited = np.clip(ratios, -clip, clip)
    return -np.mean(np.minimum(ratios * advantages, limited * advantages))


@clipped_loss.mistake("clip the ratio, and only then multiply by the advantage.")
def _(log_chances, old_log_chances, advantages, clip):
    products = np.exp(log_chances - old_log_chances) * advantages
    return -np.mean(np.minimum(products, np.clip(products, 1 - clip, 1 + clip)))


@clipped_loss.cases
def loss_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield actions with ratios inside and beyond the limits, both signs each.

    In turn the clipped and the unclipped products have the smaller mean.
    """
    for clip, heavy in ((0.2, [0, 6]), (0.1, [1, 5]), (0.3, [0, 6])):
        old = np.log(rng.uniform(0.3, 0.6, size=8))
        ratios = np.array([0.5, 0.55, 1.0, 1.02, 0.97, 1.5, 1.6, 1.05])
        signs = np.array([1, -1, 1, -1, 1, 1, -1, -1])
        advantages = signs * rng.uniform(1, 2, size=8)
        advantages[heavy] *= 4
        order = rng.permutation(8)
        yield (old + np.log(ratios))[order], old[order], advantages[order], clip


ALL = lesson(__name__)
