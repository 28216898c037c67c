"""Exercises of lesson 2.4, Learn by trial and error."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from helpers.exercises.engine import (
    Function,
    Mistake,
    Ordering,
    Prediction,
    Quiz,
    Value,
    collect,
)

# --- Warm-up: lessons 1.1 and 2.3, with a new surface

warmup_rate = Quiz(
    right="B",
    replies={
        "A": "More steps of this kind take it further up: each lands higher than the"
        " last.",
        "B": "The steps jump over the valley and land ever higher: make them smaller.",
        "C": "More rows change which weights are best, not whether the steps arrive.",
    },
)
warmup_draws = Quiz(
    right="B",
    replies={
        "A": "A lucky draw lifts both models, so ranges overlap even when one model is"
        " better on every draw.",
        "B": "Paired: what a draw does to both models cancels in their difference.",
        "C": "The best draw shows luck as much as the model, and nine draws are thrown"
        " away.",
    },
)
warmup_interval = Quiz(
    right="C",
    replies={
        "A": "The interval holds zero and even a loss: a gain is only one of the values"
        " that fit.",
        "B": "A gain of one point fits these draws as well. Not shown to differ is not"
        " shown to be equal.",
        "C": "The interval holds zero, and a useful gain besides: more draws may tell.",
    },
)

# --- Predictions

predict_greedy = Prediction(
    right="C",
    replies={
        "A": "It would be so if records were right from the start. One late parcel can"
        " put the best courier behind a worse one, and greedy never looks again.",
        "B": "Bad luck with the first parcels is common: the best courier is late three"
        " times in ten.",
        "C": "Yes: the first few parcels decide, and no one checks later.",
    },
)
predict_training = Prediction(
    right="C",
    replies={
        "A": "That is what the policy learned is worth. But in training every tenth"
        " action is drawn by chance, next to a cliff.",
        "B": "A few detours would cost that much. But a random step down from the edge"
        " costs 100 and the way back.",
        "C": "Yes: the best path runs along the edge, and a tenth of the actions are"
        " random.",
    },
)
predict_rule = Prediction(
    right="C",
    replies={
        "A": "The angle alone reacts too late. The angular speed says where the pole is"
        " going, and that makes all the difference.",
        "B": "That is about what the angular speed alone reaches. With the angle it is"
        " far more.",
        "C": "Yes: two numbers and a plus sign. Remember it when an agent is called"
        " intelligent.",
    },
)

# --- Quiz

explore_more = Quiz(
    right="B",
    replies={
        "A": "That is greedy: it compares the records alone. What does the bonus of a"
        " courier with 5 parcels add, and what that of one with 100?",
        "B": "B's bonus is larger by more than the 20 points that its record lacks;"
        " about fifteen parcels shrink it below that.",
        "C": "The bonus shrinks with each parcel. Does it take 100 of them until it no"
        " longer makes up for 40 against 60 %?",
    },
)
training_return = Quiz(
    right="C",
    replies={
        "A": "Exploring more may teach more, but is that certain? Look for what would"
        " show it.",
        "B": "A part of each return is the price of the random steps, and the first"
        " agent took four times as many. That is not its policy's fault.",
        "C": "Both returns mix the policy with its exploration. Switch it off for both,"
        " in new episodes, and compare.",
    },
)
loss_at_zero = Quiz(
    right="B",
    replies={
        "A": "It was as low before the first update, when the agent knew nothing.",
        "B": "The loss starts each batch at zero by construction, so it never falls. A"
        " rule for stopping must look at the return.",
        "C": "Look at the right-hand picture: from batch to batch, how far does it"
        " move?",
    },
)
best_seed = Quiz(
    right="C",
    replies={
        "A": "It exists, as a lottery winner does. What does that say about buying a"
        " ticket?",
        "B": "The best one alone hides the spread instead of overstating it.",
        "C": "You get one of the five, not the best of them. An interquartile mean with"
        " its interval says what to expect.",
    },
)
cut_off = Quiz(
    right="B",
    replies={
        "A": "That would be right if the world had ended. The recording is over; the"
        " robot could have walked on.",
        "B": "1 + 0.9 · 20: the cut is our doing, so the future counts as at any other"
        " step.",
        "C": "The future counts, yes. But it comes a step later: where is γ?",
    },
)

# --- Exercise 1: the score of UCB

RECORD, TRIED, ALL_TRIED = 4 / 9, 9, 150


def optimistic_score() -> float:
    """Return record plus bonus of the second courier."""
    return RECORD + np.sqrt(np.log(ALL_TRIED) / (2 * TRIED))


def bonus_only() -> float:
    """Forgets the record."""
    return optimistic_score() - RECORD


def without_the_root() -> float:
    """Adds the square of the bonus."""
    return RECORD + bonus_only() ** 2


def without_the_half() -> float:
    """Forgets the 2 under the root."""
    return RECORD + np.sqrt(2) * bonus_only()


def own_count_in_the_log() -> float:
    """Takes the courier's own parcels for t."""
    return RECORD + np.sqrt(np.log(TRIED) / (2 * TRIED))


def decimal_log() -> float:
    """Takes the logarithm to base 10."""
    return RECORD + np.sqrt(np.log10(ALL_TRIED) / (2 * TRIED))


def of_the_first() -> float:
    """Takes the first courier, whose record is better."""
    return 60 / 100 + np.sqrt(np.log(ALL_TRIED) / 200)


def of_the_third() -> float:
    """Takes the third courier: counts from 0 and is one too far."""
    return 28 / 41 + np.sqrt(np.log(ALL_TRIED) / 82)


def count_for_share() -> float:
    """Takes the number on time for the share."""
    return 4 + bonus_only()


def root_of_the_log_only() -> float:
    """Divides by 2n outside of the root."""
    return RECORD + np.sqrt(np.log(ALL_TRIED)) / (2 * TRIED)


def times_n() -> float:
    """Writes `/ 2 * n`, which divides by 2 and multiplies by n."""
    return RECORD + np.sqrt(np.log(ALL_TRIED) / 2 * TRIED)


def number_of_the_best() -> float:
    """Gives the courier that would be sent, not its score."""
    return 1.0


ucb_score = Value(
    solution=optimistic_score,
    source="n = np.array([100, 9, 41])\non_time = np.array([60, 4, 28])\n\n"
    "ucb_score = on_time[1] / n[1] + np.sqrt(np.log(n.sum()) / (2 * n[1]))",
    mistakes=[
        Mistake(RECORD, "this is the record. The bonus is missing."),
        Mistake(bonus_only, "this is the bonus. It is added to the record."),
        Mistake(without_the_root, "the bonus has a square root."),
        Mistake(without_the_half, "your bonus is too large: look at the 2n."),
        Mistake(
            own_count_in_the_log,
            "t counts the parcels of all couriers together; only n is the courier's"
            " own.",
        ),
        Mistake(decimal_log, "ln is the natural logarithm: `np.log`."),
        Mistake(
            0.97,
            "this is rounded too far: give it with three digits, or as it is computed.",
            when=lambda score: 0.0015 < abs(score - optimistic_score()) < 0.01,
        ),
        Mistake(of_the_first, "this is the first courier: Python counts from 0."),
        Mistake(of_the_third, "this is the third courier: the second has index 1."),
        Mistake(count_for_share, "a record is a share: divide by the parcels."),
        Mistake(
            root_of_the_log_only, "the root goes over the whole fraction, the 2n too."
        ),
        Mistake(times_n, "`/ 2 * n` multiplies by n: put `2 * n` in brackets."),
        Mistake(
            number_of_the_best,
            "this is the courier's place in the array. What is its score?",
        ),
    ],
    hints=[
        "The record is the share on time; the bonus stands in the lesson's first part.",
        "t is the number of all parcels so far: 150.",
        "`np.sqrt(np.log(n.sum()) / (2 * n[1]))` is the bonus.",
    ],
    after="The second courier has the poorest record and yet the highest score of the"
    " three: after 9 parcels it may still be the best.",
    also=[0.972, np.float32(0.97204), [0.972]],
    rtol=1e-3,
)

# --- Exercise 2: the order of an evaluation

evaluation_loop = Ordering(
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


def returns_from_each_step(rewards, gamma):
    """Return the discounted return from each step on; shapes (n_steps,)."""
    returns, future = [], 0.0
    for reward in rewards[::-1]:
        future = reward + gamma * future
        returns.append(future)
    return returns[::-1]


def returns_by_matrix(rewards, gamma):
    """The same, by a triangle of powers."""
    steps = np.arange(len(rewards))
    gaps = steps[None, :] - steps[:, None]
    powers = np.where(gaps >= 0, gamma ** np.maximum(gaps, 0).astype(float), 0.0)
    return powers @ np.asarray(rewards)


def undiscounted(rewards, gamma):
    """Forgets gamma."""
    return np.cumsum(rewards[::-1])[::-1]


def in_reading_order(rewards, gamma):
    """Runs forwards: the past counts, not the future."""
    returns, past = [], 0.0
    for reward in rewards:
        past = reward + gamma * past
        returns.append(past)
    return returns


def left_backwards(rewards, gamma):
    """Runs backwards and forgets to turn the result round."""
    return returns_from_each_step(rewards, gamma)[::-1]


def seen_from_the_start(rewards, gamma):
    """Discounts every reward from step 0 instead of from step t."""
    powers = gamma ** np.arange(len(rewards), dtype=float)
    return np.cumsum((powers * rewards)[::-1])[::-1]


def one_number(rewards, gamma):
    """Gives the return of the first step only."""
    return float(returns_from_each_step(rewards, gamma)[0])


def one_step_late(rewards, gamma):
    """Discounts the step's own reward, too."""
    return gamma * np.array(returns_from_each_step(rewards, gamma))


def one_step_ahead(rewards, gamma):
    """Adds the next reward only."""
    following = np.append(rewards[1:], 0)
    return rewards + gamma * following


def in_whole_numbers(rewards, gamma):
    """Keeps the results in an array of the rewards' type: of whole numbers, here."""
    returns = np.zeros_like(rewards)
    returns[:] = np.array(returns_from_each_step(rewards, gamma))
    return returns


def without_own_reward(rewards, gamma):
    """Stores the future before the step's own reward is added."""
    return np.append(returns_from_each_step(rewards, gamma)[1:], 0.0)


def last_left_at_zero(rewards, gamma):
    """Starts at the last but one: the last entry, and what builds on it, is lost."""
    returns = np.zeros(len(rewards))
    for step in range(len(rewards) - 2, -1, -1):
        returns[step] = rewards[step] + gamma * returns[step + 1]
    return returns


def discounted_once(rewards, gamma):
    """Discounts the whole future once instead of once a step."""
    return rewards + gamma * (np.cumsum(rewards[::-1])[::-1] - rewards)


def as_in_cartpole(rewards, gamma):
    """Takes the formula for rewards of 1."""
    steps_left = np.arange(len(rewards), 0, -1)
    return (1 - gamma**steps_left) / (1 - gamma)


def reward_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then longer episodes."""
    yield np.array([1, 0, 2]), 0.5  # whole numbers, as in the text: a trap
    for n_steps, gamma in [(6, 0.9), (4, 0.3), (9, 0.99)]:
        yield rng.normal(size=n_steps), gamma


discounted_returns = Function(
    solution=returns_from_each_step,
    cases=reward_cases,
    mistakes=[
        Mistake(undiscounted, "the sums are right, but the future counts in full: γ?"),
        Mistake(
            in_reading_order,
            "you add up the past. A return looks ahead: start from the last step.",
        ),
        Mistake(left_backwards, "the numbers are right, in reverse order."),
        Mistake(
            seen_from_the_start,
            "you discount from the first step. Entry t is seen from step t: its own"
            " reward counts in full.",
        ),
        Mistake(one_number, "this is the first entry: return one number a step."),
        Mistake(
            one_step_ahead,
            "this looks one step ahead only: add the *return* of the next step, not"
            " its reward.",
        ),
        Mistake(one_step_late, "the step's own reward is not discounted."),
        Mistake(
            in_whole_numbers,
            "the results lose their decimals: an array like `rewards` holds whole"
            " numbers when `rewards` does.",
        ),
        Mistake(without_own_reward, "each step's own reward is missing."),
        Mistake(last_left_at_zero, "the last step is left out: begin with it."),
        Mistake(
            discounted_once,
            "γ counts once for each step of waiting: two steps later is γ².",
        ),
        Mistake(
            as_in_cartpole,
            "this takes every reward for 1, as in CartPole. Use `rewards`.",
        ),
    ],
    hints=[
        "The last entry is the last reward. What is the one before it?",
        "Return now = reward now + γ · return one step later.",
        "Go through `rewards[::-1]`, keep the results, turn them round at the end.",
    ],
    after="One pass from the end: this is how every policy gradient begins.",
    also=[returns_by_matrix],
)

# --- Exercise 4: the update of SARSA


def sarsa_entry(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    """Return the updated entry, a number; q has shape (n_states, n_actions)."""
    future = 0.0 if terminated else q[next_state, next_action]
    error = reward + gamma * future - q[state, action]
    return q[state, action] + learning_rate * error


def sarsa_as_average(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    """The same, as a weighted mean of old value and target."""
    target = reward
    if not terminated:
        target += gamma * q[next_state][next_action]
    return (1 - learning_rate) * q[state][action] + learning_rate * target


def best_next_action(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    """Writes Q-learning."""
    future = 0.0 if terminated else q[next_state].max()
    return q[state, action] + learning_rate * (
        reward + gamma * future - q[state, action]
    )


def goes_on_after_the_end(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    """Adds a future after the episode has ended."""
    return sarsa_entry(
        q, state, action, reward, next_state, next_action, False, learning_rate, gamma
    )


def without_discount(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    """Forgets gamma."""
    return sarsa_entry(
        q, state, action, reward, next_state, next_action, terminated, learning_rate, 1
    )


def target_only(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    """Returns the target instead of a step towards it."""
    return sarsa_entry(
        q, state, action, reward, next_state, next_action, terminated, 1, gamma
    )


def old_value_not_subtracted(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    """Adds the target to the old value."""
    future = 0.0 if terminated else q[next_state, next_action]
    return q[state, action] + learning_rate * (reward + gamma * future)


def change_only(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    """Returns the change, not the new value."""
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


def future_after_the_end_only(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    """Has the flag the wrong way round."""
    future = q[next_state, next_action] if terminated else 0.0
    error = reward + gamma * future - q[state, action]
    return q[state, action] + learning_rate * error


def tilde_of_a_bool(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    """Writes `~terminated`, which is -1 or -2 for True and False."""
    future = (-1 - int(terminated)) * q[next_state, next_action]
    error = reward + gamma * future - q[state, action]
    return q[state, action] + learning_rate * error


def same_action_again(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    """Takes the action of now in the next state."""
    future = 0.0 if terminated else q[next_state, action]
    error = reward + gamma * future - q[state, action]
    return q[state, action] + learning_rate * error


def jumps_at_the_end(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    """Gives the reward itself at the end, without the learning rate."""
    if terminated:
        return reward
    error = reward + gamma * q[next_state, next_action] - q[state, action]
    return q[state, action] + learning_rate * error


def nothing_at_the_end(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    """Leaves the entry as it is when the episode has ended."""
    if terminated:
        return q[state, action]
    error = reward + gamma * q[next_state, next_action] - q[state, action]
    return q[state, action] + learning_rate * error


def away_from_the_target(
    q, state, action, reward, next_state, next_action, terminated, learning_rate, gamma
):
    """Moves away from the target."""
    future = 0.0 if terminated else q[next_state, next_action]
    error = reward + gamma * future - q[state, action]
    return q[state, action] - learning_rate * error


def sarsa_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield steps in small tables, the second of them the last of its episode."""
    for terminated in (False, True, False, False):
        q = rng.normal(size=(3, 4)) * 5
        reward = float(rng.uniform(1, 3))
        order = q[2].argsort()  # the next action is the worst, this one neither
        worst, action = int(order[0]), int(order[rng.integers(1, 3)])
        yield q, 0, action, reward, 2, worst, terminated, 0.3, 0.8


sarsa = Function(
    solution=sarsa_entry,
    cases=sarsa_cases,
    mistakes=[
        Mistake(
            best_next_action,
            "this is Q-learning: it counts on the best next action. SARSA counts on"
            " `next_action`.",
        ),
        Mistake(
            goes_on_after_the_end,
            "right as long as the episode runs. What comes after `terminated`?",
        ),
        Mistake(without_discount, "the future counts in full: where is gamma?"),
        Mistake(
            target_only,
            "this is the target. The entry moves only a part of the way to it.",
        ),
        Mistake(
            old_value_not_subtracted,
            "the step is as long as the target itself. It should be a part of the"
            " *distance* to the target.",
        ),
        Mistake(change_only, "this is the change. Return the new value."),
        Mistake(
            future_after_the_end_only,
            "the future counts only after the end: the flag is the wrong way round.",
        ),
        Mistake(
            tilde_of_a_bool,
            "`~` turns arrays of flags round. For a single one, `~True` is -2: use"
            " `not`.",
        ),
        Mistake(
            same_action_again,
            "the future belongs to `next_action`, not to the action of now.",
        ),
        Mistake(
            jumps_at_the_end,
            "right as long as the episode runs. At the end, too, the entry moves only a"
            " part of the way.",
        ),
        Mistake(
            nothing_at_the_end,
            "right as long as the episode runs. The last step teaches, too: its reward"
            " counts.",
        ),
        Mistake(away_from_the_target, "the entry moves away from the target."),
    ],
    hints=[
        "Target first: the reward, plus gamma times what comes next.",
        "What comes next is `q[next_state, next_action]`, or 0 after the end.",
        "Old value + learning_rate · (target − old value).",
    ],
    after="One index instead of a maximum: SARSA values the policy that it really"
    " follows, slips included.",
    also=[sarsa_as_average],
)

# --- Exercise 5: repair the targets


def q_targets_repaired(rewards, next_q, terminated, truncated, gamma):
    """Return the targets, shape (n,); next_q has shape (n, n_actions)."""
    return rewards + gamma * ~terminated * next_q.max(axis=1)


def q_targets_faulty(rewards, next_q, terminated, truncated, gamma):
    """Return the targets, shape (n,); next_q has shape (n, n_actions)."""
    running = ~(terminated | truncated)
    return rewards + gamma * running * next_q.max(axis=1)


def q_targets_by_loop(rewards, next_q, terminated, truncated, gamma):
    """The same, one transition after the other."""
    targets = []
    for reward, values, ended in zip(rewards, next_q, terminated, strict=True):
        targets.append(reward if ended else reward + gamma * max(values))
    return targets


def swapped_flags(rewards, next_q, terminated, truncated, gamma):
    """Keeps the wrong one of the two flags."""
    return rewards + gamma * ~truncated * next_q.max(axis=1)


def no_flags(rewards, next_q, terminated, truncated, gamma):
    """Never stops the future."""
    return rewards + gamma * next_q.max(axis=1)


def only_if_both(rewards, next_q, terminated, truncated, gamma):
    """Turns `or` into `and`."""
    return rewards + gamma * ~(terminated & truncated) * next_q.max(axis=1)


def still_cut(rewards, next_q, terminated, truncated, gamma):
    """Rewritten, with the old fault."""
    future = np.where(terminated | truncated, 0.0, next_q.max(axis=1))
    return rewards + gamma * future


def best_of_the_batch(rewards, next_q, terminated, truncated, gamma):
    """Takes one maximum over the whole batch."""
    return rewards + gamma * ~terminated * next_q.max()


def only_after_the_end(rewards, next_q, terminated, truncated, gamma):
    """Has the flag the wrong way round."""
    return rewards + gamma * terminated * next_q.max(axis=1)


def last_reward_lost(rewards, next_q, terminated, truncated, gamma):
    """Multiplies the reward by the flag as well."""
    return ~terminated * (rewards + gamma * next_q.max(axis=1))


def without_the_discount(rewards, next_q, terminated, truncated, gamma):
    """Loses gamma while repairing."""
    return rewards + ~terminated * next_q.max(axis=1)


def target_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield batches with ended, cut-off, running and ended-at-the-limit steps."""
    terminated = np.array([False, True, False, True, False])
    truncated = np.array([False, False, True, True, False])
    for n_actions in (2, 3, 4):
        order = rng.permutation(5)
        next_q = rng.normal(size=(5, n_actions)) + 4
        yield rng.normal(size=5), next_q, terminated[order], truncated[order], 0.9


q_targets = Function(
    solution=q_targets_repaired,
    cases=target_cases,
    start=q_targets_faulty,
    mistakes=[
        Mistake(
            still_cut,
            "at the time limit the future is still lost. Which of the two flags is the"
            " world's, which is ours?",
        ),
        Mistake(
            swapped_flags,
            "now the future goes on after the true end and stops at the cut: the wrong"
            " flag is left.",
        ),
        Mistake(
            no_flags,
            "now nothing ends the future: after a true end nothing more can be earned.",
        ),
        Mistake(
            best_of_the_batch,
            "one maximum for the whole batch: each step has its own next state, so"
            " `axis=1`.",
        ),
        Mistake(
            only_after_the_end,
            "the future counts only after a true end: the flag is the wrong way round.",
        ),
        Mistake(
            only_if_both,
            "an end counts as an end even when the time limit is not reached.",
        ),
        Mistake(
            last_reward_lost,
            "an end takes away the future, not the reward of the last step.",
        ),
        Mistake(without_the_discount, "the flags are right, but γ has got lost."),
    ],
    hints=[
        "Look at a step that is truncated and not terminated: what is its target?",
        "After a cut the value of the next state still counts.",
    ],
    after="A cut is made by us, an end by the world. Only the second has no future.",
    also=[q_targets_by_loop],
)

# --- Exercise 6: PPO's loss


def ppo_loss(log_chances, old_log_chances, advantages, clip):
    """Return PPO's loss, a number, from NumPy arrays of shape (n_actions,)."""
    ratios = np.exp(log_chances - old_log_chances)
    limited = np.clip(ratios, 1 - clip, 1 + clip)
    return -np.mean(np.minimum(ratios * advantages, limited * advantages))


def ppo_loss_by_loop(log_chances, old_log_chances, advantages, clip):
    """The same, action by action."""
    total = 0.0
    for new, old, advantage in zip(
        log_chances, old_log_chances, advantages, strict=True
    ):
        ratio = np.exp(new) / np.exp(old)
        limited = min(max(ratio, 1 - clip), 1 + clip)
        total += min(ratio * advantage, limited * advantage)
    return -total / len(advantages)


def unclipped(log_chances, old_log_chances, advantages, clip):
    """The lesson's loss, without the limit."""
    return -np.mean(np.exp(log_chances - old_log_chances) * advantages)


def clipped_only(log_chances, old_log_chances, advantages, clip):
    """Takes the clipped product without comparing."""
    ratios = np.exp(log_chances - old_log_chances)
    return -np.mean(np.clip(ratios, 1 - clip, 1 + clip) * advantages)


def larger_product(log_chances, old_log_chances, advantages, clip):
    """Takes the larger product."""
    ratios = np.exp(log_chances - old_log_chances)
    limited = np.clip(ratios, 1 - clip, 1 + clip)
    return -np.mean(np.maximum(ratios * advantages, limited * advantages))


def smaller_ratio(log_chances, old_log_chances, advantages, clip):
    """Compares the ratios before the advantage is multiplied in."""
    ratios = np.exp(log_chances - old_log_chances)
    limited = np.clip(ratios, 1 - clip, 1 + clip)
    return -np.mean(np.minimum(ratios, limited) * advantages)


def upside_down(log_chances, old_log_chances, advantages, clip):
    """Forgets the minus sign."""
    return -ppo_loss(log_chances, old_log_chances, advantages, clip)


def of_all_actions(log_chances, old_log_chances, advantages, clip):
    """Adds up instead of averaging."""
    return len(advantages) * ppo_loss(log_chances, old_log_chances, advantages, clip)


def difference_of_logs(log_chances, old_log_chances, advantages, clip):
    """Forgets exp: the difference of the logarithms is taken for the ratio."""
    ratios = log_chances - old_log_chances
    limited = np.clip(ratios, 1 - clip, 1 + clip)
    return -np.mean(np.minimum(ratios * advantages, limited * advantages))


def quotient_of_logs(log_chances, old_log_chances, advantages, clip):
    """Divides the logarithms."""
    ratios = log_chances / old_log_chances
    limited = np.clip(ratios, 1 - clip, 1 + clip)
    return -np.mean(np.minimum(ratios * advantages, limited * advantages))


def smaller_mean(log_chances, old_log_chances, advantages, clip):
    """Compares the two means instead of the two products of each action."""
    return max(
        unclipped(log_chances, old_log_chances, advantages, clip),
        clipped_only(log_chances, old_log_chances, advantages, clip),
    )


def old_by_new(log_chances, old_log_chances, advantages, clip):
    """Has the ratio upside down."""
    return ppo_loss(old_log_chances, log_chances, advantages, clip)


def fixed_limit(log_chances, old_log_chances, advantages, clip):
    """Writes 0.2 for `clip`."""
    return ppo_loss(log_chances, old_log_chances, advantages, 0.2)


def around_zero(log_chances, old_log_chances, advantages, clip):
    """Clips to between -clip and clip."""
    ratios = np.exp(log_chances - old_log_chances)
    limited = np.clip(ratios, -clip, clip)
    return -np.mean(np.minimum(ratios * advantages, limited * advantages))


def product_clipped(log_chances, old_log_chances, advantages, clip):
    """Clips the product with the advantage."""
    products = np.exp(log_chances - old_log_chances) * advantages
    return -np.mean(np.minimum(products, np.clip(products, 1 - clip, 1 + clip)))


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


clipped_loss = Function(
    solution=ppo_loss,
    cases=loss_cases,
    mistakes=[
        Mistake(unclipped, "this is the loss of the lesson: the limit is missing."),
        Mistake(
            clipped_only,
            "you use the clipped ratio only. The smaller of the *two* products counts.",
        ),
        Mistake(larger_product, "you take the larger product: PPO is cautious."),
        Mistake(
            smaller_ratio,
            "compare the products, not the ratios: a negative advantage turns the"
            " order round.",
        ),
        Mistake(upside_down, "the sign is turned: a loss is made small."),
        Mistake(of_all_actions, "this is the sum. Return the mean."),
        Mistake(
            difference_of_logs,
            "the difference of two logarithms is the logarithm of the ratio.",
        ),
        Mistake(
            quotient_of_logs,
            "you divide logarithms. The ratio is that of the chances themselves.",
        ),
        Mistake(
            smaller_mean,
            "you compare the two means. Compare the two products of each action, then"
            " average.",
        ),
        Mistake(old_by_new, "the ratio is upside down: new by old."),
        Mistake(fixed_limit, "0.2 is one value of `clip`: use the argument."),
        Mistake(around_zero, "the limits lie around 1, not around 0."),
        Mistake(
            product_clipped, "clip the ratio, and only then multiply by the advantage."
        ),
    ],
    hints=[
        "The ratio first: `np.exp` of the difference of the logarithms.",
        "`np.clip(ratios, 1 - clip, 1 + clip)` is the second ratio.",
        "`np.minimum` compares two arrays entry by entry.",
    ],
    after="What would gain from moving further is cut; what already went wrong still"
    " counts in full. That makes many updates on one batch safe enough.",
    also=[ppo_loss_by_loop],
)

ALL = collect(globals())
