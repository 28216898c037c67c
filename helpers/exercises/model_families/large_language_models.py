"""Exercises of lesson 3.3, Train a language model."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from helpers.judging import exercise, lesson, ordering

# --- Exercise 1: perplexity and bits per byte

judge_text = exercise(
    hints=[
        "Begin with the bits of each token, then their sum: 1 + 2 + 3 in the example.",
        "The perplexity is 2 to the mean bits a token.",
        "A text's bytes are `text.encode()`.",
    ],
    after="Perplexity depends on how the text was cut; bits per byte do not.",
    rtol=1e-4,
    example=True,
)


@judge_text.solution
def judged(probabilities, text):
    """Return (perplexity a token, bits per byte) of a text."""
    bits = -np.log2(probabilities).sum()
    return 2 ** (bits / len(probabilities)), bits / len(text.encode())


@judge_text.also
def _(probabilities, text):
    nats = 0.0
    for probability in probabilities:
        nats -= float(np.log(probability))
    n_bytes = len(text.encode("utf-8"))
    return np.exp(nats / len(probabilities)), nats / np.log(2) / n_bytes


def by_log(log, power):
    """Return an answer with this logarithm and this power, as functions."""

    def judge(probabilities, text):
        cost = -log(probabilities)
        return power(cost.mean()), cost.sum() / len(text.encode())

    return judge


def first_as(perplexity):
    """Return an answer whose second number is right; perplexity: of (bits, n_bytes)."""

    def judge(probabilities, text):
        n_bytes = len(text.encode())
        bits = -np.log2(probabilities)
        return perplexity(bits, n_bytes), bits.sum() / n_bytes

    return judge


judge_text.mistake("you divided by the characters. In UTF-8, ü takes two bytes.")(
    lambda probabilities, text: (
        judged(probabilities, text)[0],
        -np.log2(probabilities).sum() / len(text),
    )
)
judge_text.mistake("these are bits a token. How many bytes does the text have?")(
    lambda probabilities, text: (
        judged(probabilities, text)[0],
        -np.log2(probabilities).mean(),
    )
)
judge_text.mistake(
    "the second number is in nats. A bit needs the logarithm to base 2."
)(by_log(np.log, np.exp))
judge_text.mistake(
    "natural logarithms and powers of 2 are mixed. Take one base for both."
)(by_log(np.log, np.exp2))
judge_text.mistake(
    "e is raised to bits. Bits are logarithms to base 2: raise 2 to them."
)(by_log(np.log2, np.exp))
judge_text.mistake("the logarithm of a probability is negative.")(
    by_log(lambda p: -np.log2(p), np.exp2)
)
judge_text.mistake(
    "the perplexity is no mean of 1/p: one rare token would rule it. Average"
    " the bits first, then raise 2 to them."
)(first_as(lambda bits, n_bytes: np.exp2(bits).mean()))
judge_text.mistake(
    "the perplexity is not 1 over the mean probability. Average the bits first,"
    " then raise 2 to them."
)(first_as(lambda bits, n_bytes: 1 / np.exp2(-bits).mean()))
judge_text.mistake(
    "the first number raises 2 to natural logarithms. Take one base for both."
)(first_as(lambda bits, n_bytes: 2 ** (bits.mean() * np.log(2))))
judge_text.mistake(
    "the first number is the mean bits a token. Among how many equally likely"
    " tokens does one choose with 1 bit? With 2?"
)(first_as(lambda bits, n_bytes: bits.mean()))
judge_text.mistake(
    "the first number chooses among all texts of this length. For one token,"
    " take the mean of the bits, not their sum."
)(first_as(lambda bits, n_bytes: np.exp2(bits.sum())))
judge_text.mistake(
    "the first number is a perplexity a byte. Spread the bits over the tokens there."
)(first_as(lambda bits, n_bytes: 2 ** (bits.sum() / n_bytes)))


@judge_text.mistake(
    "the bits are weighed with the probabilities. Each of these tokens has come: it"
    " counts fully."
)
def _(probabilities, text):
    bits = -(probabilities * np.log2(probabilities)).sum()
    return 2**bits, bits / len(text.encode())


@judge_text.symptom(
    "the numbers are infinite for a long text: a product of hundreds of probabilities"
    " is so small that the computer makes it 0. Add logarithms instead."
)
def _(args, expected, got):
    return len(args[0]) > 100 and np.isinf(got).all()


@judge_text.symptom(
    "a token is left out of the sum. All that came count, the first and the last too."
)
def _(args, expected, got):
    bits = -np.log2(args[0])
    left = got[1] * len(args[1].encode())
    return np.isclose(left, [bits[1:].sum(), bits[:-1].sum()]).any()


@judge_text.symptom(
    "the bits of a token are rounded to whole numbers. A probability of 0.3 costs 1.74"
    " bits: keep the fraction."
)
def _(args, expected, got):
    n_bytes = len(args[1].encode())
    due, came = expected[1] * n_bytes, got[1] * n_bytes
    return np.isclose(came, round(came)) and not np.isclose(due, round(due))


@judge_text.symptom(
    "the sum of the bits is right, but it is divided by a wrong number. How many bytes"
    " does this text have?"
)
def _(args, expected, got):
    given = args[1].encode()
    counts = 1, len(args[1].split()), len(given) - 1, len(given) + 1, len({*given})
    divided_by = -np.log2(args[0]).sum() / got[1]
    return np.isclose(divided_by, counts).any() and np.isclose(got[0], expected[0])


@judge_text.cases
def text_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, one with two-byte letters, others, and a long one."""
    yield np.array([0.5, 0.25, 0.125]), "tree"
    yield np.array([0.5, 0.5, 0.0625]), "Übergröße"
    for text in ("fit the kernel", "naïve Bayes"):
        yield rng.uniform(0.05, 0.9, size=5).round(3), text
    yield rng.uniform(0.01, 0.1, size=400).round(3), 200 * "a tree "


# --- Exercise 2: order the lines

honest_comparison = ordering(
    "CBDEG",
    n_lines=8,
    never={
        "A": "line A lets the test files choose the tokens: a small leak, but a leak.",
        "F": "line F tunes on the test files, which then can no longer judge.",
        "H": "line H compares guesses of different size: tokens of two cuts.",
    },
    early={
        "BC": "line B needs training texts before line C has said which they are.",
        "DB": "line D trains on tokens before line B has made them.",
        "ED": "line E chooses between steps of models that line D has not trained yet.",
        "GE": "line G looks at the test files before the choice is made.",
    },
    hints=[
        "What must be decided before anything is learned from a text?",
        "Learning the merges is training, too. On which texts may it happen?",
        "Three lines are wrong wherever they stand: two look where they must not, one"
        " compares what cannot be compared.",
    ],
    after="The merges are learned, so they belong to training like everything else.",
)

# --- Exercise 3: the mask of documents

document_mask = exercise(
    hints=[
        "Give each token the number of its document: how many end tokens have come up"
        " to here?",
        "`np.cumsum` of a comparison counts how often it has been true so far.",
        "Two conditions, joined by `&`: the same document, and not later."
        " `number[:, None] == number[None, :]` compares all pairs.",
    ],
    after="Where many short texts share a window, this mask keeps one from guessing by"
    " another.",
    example=True,
)


@document_mask.solution
def same_document(tokens, end):
    """Return the mask of shape (n, n), True where a token (row) may look (column)."""
    document = np.cumsum(np.asarray(tokens) == end)
    same = document[:, None] == document[None, :]
    return same & np.tri(len(document), dtype=bool)


@document_mask.also
def _(tokens, end):
    tokens = [int(token) for token in tokens]
    mask = []
    start = 0
    for row, token in enumerate(tokens):
        if token == end:
            start = row
        mask.append([start <= column <= row for column in range(len(tokens))])
    return mask


document_mask.mistake(
    "rows and columns are exchanged: the row is the token that looks."
)(lambda tokens, end: same_document(tokens, end).T)
document_mask.mistake("True marks what is forbidden. It should mark what is allowed.")(
    lambda tokens, end: ~same_document(tokens, end)
)
document_mask.mistake("the end token is not always 0: it is the number in `end`.")(
    lambda tokens, end: same_document(tokens, 0)
)
document_mask.mistake(
    "nobody looks at an end token. It belongs to its document like any other."
)(lambda tokens, end: same_document(tokens, end) & (np.asarray(tokens) != end))


@document_mask.mistake(
    "the end token stands before its document and belongs to it: a new document"
    " starts with it."
)
def _(tokens, end):
    is_end = np.asarray(tokens) == end
    document = np.cumsum(is_end) - is_end
    return np.tril(document[:, None] == document[None, :])


@document_mask.mistake("a token looks at the end tokens of other documents.")
def _(tokens, end):
    is_end = np.asarray(tokens) == end
    return np.tril(same_document(tokens, end) | is_end[None, :])


@document_mask.mistake(
    "you compare tokens with each other. Number the documents, and compare"
    " these numbers."
)
def _(tokens, end):
    tokens = np.asarray(tokens)
    return np.tril(tokens[:, None] == tokens[None, :])


@document_mask.mistake(
    "the tokens' own numbers are added up. Count how often `end` has come."
)
def _(tokens, end):
    total = np.cumsum(tokens)
    return np.tril(total[:, None] == total[None, :])


@document_mask.mistake(
    "the end token itself looks back no further, but those after it do."
)
def _(tokens, end):
    mask = np.tri(len(tokens), dtype=bool)
    for place in np.flatnonzero(np.asarray(tokens) == end):
        mask[place, :place] = False
    return mask


@document_mask.mistake(
    "only the last end token begins a document. The ones before it do, too."
)
def _(tokens, end):
    mask = np.tri(len(tokens), dtype=bool)
    place = np.flatnonzero(np.asarray(tokens) == end)[-1]
    mask[place:, :place] = False
    return mask


@document_mask.mistake(
    "two end tokens in a row: the first begins a document as well, an empty one."
)
def _(tokens, end):
    is_end = np.asarray(tokens) == end
    return same_document(is_end & ~np.append(False, is_end[:-1]), True)


@document_mask.symptom(
    "this is one row. The mask needs one for each token: which others may it look at?"
)
def _(args, expected, got):
    return np.shape(got) == (len(args[0]),)


@document_mask.symptom(
    "these are scores to add, with −∞ for what is hidden. The mask holds True where a"
    " token may look, else False."
)
def _(args, expected, got):
    return np.isneginf(np.asarray(got, float)).any()


def allowed(got):
    """Return a square mask as truth values; ValueError for anything else."""
    if not np.isin(got, (0, 1)).all() or np.ndim(got) != 2:
        raise ValueError
    return np.asarray(got, bool)


@document_mask.symptom(
    "from some row on, all rows are empty: no token there may look anywhere. Does a"
    " `return` inside the loop end the function, where only the row is done?"
)
def _(args, expected, got):
    empty = ~allowed(got).any(axis=1)
    row = int(np.argmax(empty))
    right = np.array_equal(allowed(got)[:row], np.asarray(expected)[:row])
    return row > 0 and empty[row:].all() and right


@document_mask.symptom(
    "the tokens before the first end token belong to a document, too: the window begins"
    " in the middle of it."
)
def _(args, expected, got):
    tokens, end = args
    before = np.cumsum(tokens == end) == 0
    return before.any() and not allowed(got)[before].any()


@document_mask.symptom("a token looks ahead: some column is later than its row.")
def _(args, expected, got):
    return np.triu(allowed(got), k=1).any()


@document_mask.symptom("a token looks back into the documents before its own.")
def _(args, expected, got):
    number = np.cumsum(args[0] == args[1])
    return allowed(got)[number[:, None] > number].any()


@document_mask.symptom("a token may look at itself.")
def _(args, expected, got):
    return not np.diag(allowed(got)).all()


@document_mask.cases
def token_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, windows that begin in a document, and others."""
    yield np.array([0, 5, 0, 7]), 0
    yield np.array([4, 6, 9, 6, 8]), 9
    for n in (7, 9):
        tokens = rng.integers(1, 20, size=n)
        tokens[[2, 5]] = 0
        yield tokens, 0
    yield np.array([3, 8, 8, 5, 8, 2]), 8  # an empty document
    yield np.array([3, 1, 2]), 7  # no end at all


# --- Exercise 4: repair attention

attend = exercise(
    hints=[
        "Print `weights.sum(axis=1)` before the last line. What should a row sum to?",
        "The rows are made to sum to 1, and then something is taken away.",
        "Take away first, then divide by what is left.",
    ],
    after="The mask comes before the sum. In torch, a score of −∞ does it: its"
    " exponential is 0.",
    example=True,
)


@attend.solution
def attend_repaired(query, key, value):
    """Return causal attention's output; all arrays have shape (n_tokens, width)."""
    scores = query @ key.T / np.sqrt(query.shape[1])
    weights = np.tril(np.exp(scores))  # nobody looks ahead
    weights = weights / weights.sum(axis=1, keepdims=True)
    return weights @ value


@attend.start
def attend_as_given(query, key, value):
    """Return causal attention's output; all arrays have shape (n_tokens, width)."""
    scores = query @ key.T / np.sqrt(query.shape[1])
    weights = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    weights = np.tril(weights)  # nobody looks ahead
    return weights @ value


@attend.also
def _(query, key, value):
    scores = query @ key.T / query.shape[1] ** 0.5
    scores = np.where(np.tri(len(scores), dtype=bool), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True) @ value


def causal(scores):
    """Return the weights of causal attention: each row's sum is 1."""
    weights = np.tril(np.exp(scores))
    return weights / weights.sum(axis=1, keepdims=True)


def scaled(query, key):
    """Return the scores, divided by the root of the width."""
    return query @ key.T / np.sqrt(query.shape[1])


@attend.mistake(
    "a score of 0 does not hide: the exponential makes a weight of 1 of it."
)
def _(query, key, value):
    weights = np.exp(np.tril(scaled(query, key)))
    return weights / weights.sum(axis=1, keepdims=True) @ value


@attend.mistake(
    "a score that is exactly 0 is hidden, too. Hide by place, not by value."
)
def _(query, key, value):
    scores = np.tril(scaled(query, key))
    weights = np.where(scores == 0, 0, np.exp(scores))
    return weights / weights.sum(axis=1, keepdims=True) @ value


@attend.mistake("the columns sum to 1. Each token, a row, shares out its own weights.")
def _(query, key, value):
    weights = np.tril(np.exp(scaled(query, key)))
    return weights / weights.sum(axis=0, keepdims=True) @ value


@attend.mistake("now the past is hidden, and the future is seen.")
def _(query, key, value):
    weights = np.triu(np.exp(scaled(query, key)))
    return weights / weights.sum(axis=1, keepdims=True) @ value


@attend.mistake("all weights together sum to 1. Each row should.")
def _(query, key, value):
    weights = np.tril(np.exp(scaled(query, key)))
    return weights / weights.sum() @ value


@attend.mistake("the weights are not divided by any sum now. What should a row sum to?")
def _(query, key, value):
    return np.tril(np.exp(scaled(query, key))) @ value


@attend.mistake(
    "the result is as before. What do the rows of the last `weights` sum to?"
)
def _(query, key, value):
    return attend_as_given(query, key, value)


@attend.mistake("the exponential is gone: a score may be negative, a weight may not.")
def _(query, key, value):
    weights = np.tril(scaled(query, key))
    with np.errstate(all="ignore"):
        return weights / weights.sum(axis=1, keepdims=True) @ value


@attend.mistake("queries and keys are exchanged: row i is the query of token i.")
def _(query, key, value):
    return causal(scaled(key, query)) @ value


@attend.mistake("all earlier tokens count alike. What do query and key say?")
def _(query, key, value):
    return causal(np.zeros((len(query), len(query)))) @ value


@attend.mistake(
    "each token takes over one value only, the best. Attention is a weighted mean."
)
def _(query, key, value):
    scores = np.where(np.tri(len(query)), query @ key.T, -np.inf)
    return value[scores.argmax(axis=1)]


@attend.symptom("a token cannot look at itself, and the first one at nothing.")
def _(args, expected, got):
    first, *others = np.asarray(got, float)
    return (
        not np.nan_to_num(first).any()
        and np.isfinite(others).all()
        and np.any(others)
        and not np.allclose(others, expected[1:])
    )


@attend.symptom(
    "the scores are not divided by the root of the width any more. That was no bug."
)
def _(args, expected, got):
    query, key, value = args
    width, n_tokens = query.shape[1], len(query)
    return any(
        np.allclose(got, causal(query @ key.T / scale) @ value)
        for scale in (1, width, n_tokens**0.5, n_tokens)
    )


def weights_in(args, got):
    """Return the result as weights, which it is where the values are an identity."""
    value, weights = args[2], np.asarray(got)
    if not np.array_equal(value, np.eye(len(value))) or not np.all(weights >= 0):
        raise ValueError
    return weights


@attend.symptom("a token looks ahead: its result takes in the value of a later one.")
def _(args, expected, got):
    return np.triu(weights_in(args, got), k=1).any()


@attend.symptom(
    "the weights of a token do not sum to 1. When are they divided, and by which sum?"
)
def _(args, expected, got):
    return not np.allclose(weights_in(args, got).sum(axis=1), 1)


@attend.symptom(
    "each row sums to 1 now, but the weights that are left do not keep their"
    " proportions. Divide a row by its own sum; add nothing to it."
)
def _(args, expected, got):
    return np.allclose(weights_in(args, got).sum(axis=1), 1)


@attend.symptom("the output's rows sum to 1. It is the weights' rows that should.")
def _(args, expected, got):
    return np.shape(got) == np.shape(expected) and np.allclose(np.sum(got, axis=1), 1)


@attend.cases
def attention_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, one that gives the weights, then other shapes."""
    yield np.eye(2), np.eye(2), np.eye(2)
    query, key = rng.normal(size=(2, 4, 4)).round(2)
    key[0, 0] = -1.0
    yield query, key, np.eye(4)
    for n_tokens, width in ((3, 2), (5, 4), (4, 6)):
        yield tuple(rng.normal(size=(3, n_tokens, width)).round(2))


# --- Exercise 5: top-k

top_k_probabilities = exercise(
    hints=[
        "Which is the smallest logit that is kept? Sort them.",
        "Divide by the temperature, take exponentials, set what is not kept to 0. `exp`"
        " of a large number is infinite: subtract the largest logit first.",
        "At last, divide by the sum of what is left.",
    ],
    after="Most language models are sampled like this, or by a share of probability"
    " instead of a number of tokens.",
    example=True,
)


@top_k_probabilities.solution
def top_k(logits, temperature, k):
    """Return probabilities that add up to 1, all 0 but for the k largest logits."""
    smallest_kept = np.sort(logits)[-k]
    weights = np.exp((logits - np.max(logits)) / temperature)
    weights = np.where(logits >= smallest_kept, weights, 0)
    return weights / weights.sum()


@top_k_probabilities.also
def _(logits, temperature, k):
    logits = [float(logit) for logit in logits]
    places = sorted(range(len(logits)), key=logits.__getitem__, reverse=True)[:k]
    highest = logits[places[0]]
    chances = [0.0] * len(logits)
    for place in places:
        chances[place] = float(np.exp((logits[place] - highest) / temperature))
    total = sum(chances)
    return [chance / total for chance in chances]


def kept_where(keep):
    """Return an answer that keeps the tokens that `keep` marks, of (logits, k)."""

    def wrong(logits, temperature, k):
        weights = np.exp((logits - np.max(logits)) / temperature)
        weights = np.where(keep(np.asarray(logits), k), weights, 0)
        with np.errstate(all="ignore"):
            return weights / weights.sum()

    return wrong


def among_all(logits, temperature, k):
    """Return the probabilities of all tokens."""
    return top_k(logits, temperature, len(logits))


top_k_probabilities.mistake("what is left does not add up to 1. Share it out again.")(
    lambda logits, temperature, k: np.where(
        logits >= np.sort(logits)[-k], among_all(logits, temperature, k), 0
    )
)
top_k_probabilities.mistake(
    "the temperature works the wrong way round: below 1, likely tokens should"
    " become likelier."
)(lambda logits, temperature, k: top_k(logits, 1 / temperature, k))
top_k_probabilities.mistake("the temperature changes nothing.")(
    lambda logits, temperature, k: top_k(logits, 1, k)
)
top_k_probabilities.mistake(
    "you divided the probabilities by the temperature. The logits are divided,"
    " before the softmax."
)(lambda logits, temperature, k: top_k(logits, 1, k) / temperature)
top_k_probabilities.mistake("one token too many is kept.")(
    lambda logits, temperature, k: top_k(logits, temperature, min(k + 1, len(logits)))
)
top_k_probabilities.mistake("one token too few is kept: the k-th largest belongs.")(
    lambda logits, temperature, k: top_k(logits, temperature, max(k - 1, 1))
)
top_k_probabilities.mistake("these are the k least likely tokens.")(
    kept_where(lambda logits, k: logits <= np.sort(logits)[k - 1])
)
top_k_probabilities.mistake("all tokens can still be drawn. Where does k come in?")(
    among_all
)
top_k_probabilities.mistake(
    "a logit of 0 does not rule a token out: its exponential is 1."
)(
    lambda logits, temperature, k: among_all(
        np.where(logits >= np.sort(logits)[-k], logits, 0), temperature, k
    )
)
top_k_probabilities.mistake(
    "k probabilities are left, without their places. The result needs one for"
    " each token."
)(lambda logits, temperature, k: np.sort(top_k(logits, temperature, k))[::-1][:k])
top_k_probabilities.mistake(
    "the probabilities are sorted. Each must stand where its logit stands."
)(lambda logits, temperature, k: np.sort(top_k(logits, temperature, k))[::-1])
top_k_probabilities.mistake(
    "these are the first k tokens. The k largest logits may stand anywhere."
)(kept_where(lambda logits, k: np.arange(len(logits)) < k))
top_k_probabilities.mistake(
    "the k tokens are equally likely. Their logits should still matter."
)(lambda logits, temperature, k: np.where(logits >= np.sort(logits)[-k], 1 / k, 0))
top_k_probabilities.mistake(
    "`argsort` gives places, the largest's first. The rank of each token is something"
    " else."
)(kept_where(lambda logits, k: np.argsort(-logits) < k))
top_k_probabilities.mistake(
    "these logits are large without their sign. A logit of −3 is small."
)(kept_where(lambda logits, k: np.abs(logits) >= np.sort(np.abs(logits))[-k]))
top_k_probabilities.mistake("2 is raised to the logits. Softmax raises e (`np.exp`).")(
    lambda logits, temperature, k: top_k(logits, temperature / np.log(2), k)
)


@top_k_probabilities.mistake(
    "an array of whole numbers cannot hold −∞: make it one of `float` first."
)
def _(logits, temperature, k):
    logits = logits.copy()
    logits[np.argsort(logits)[: len(logits) - k]] = -np.inf
    return among_all(logits, temperature, k)


@top_k_probabilities.mistake(
    "logits are divided by their sum. They may be negative: softmax takes exponentials"
    " first."
)
def _(logits, temperature, k):
    kept = np.where(logits >= np.sort(logits)[-k], logits / temperature, 0)
    return kept / kept.sum()


@top_k_probabilities.symptom(
    "these are logarithms of probabilities. Take `np.exp` of them."
)
def _(args, expected, got):
    return np.allclose(np.exp(got), expected)


@top_k_probabilities.symptom(
    "tokens with a negative logit are ruled out. The k largest may be negative, too."
)
def _(args, expected, got):
    kept, negative = np.asarray(expected) > 0, args[0] < 0
    left = np.asarray(got) > 0
    return (kept & negative).any() and np.array_equal(left, kept & ~negative)


@top_k_probabilities.symptom(
    "the likeliest token has all the probability. The k largest share it."
)
def _(args, expected, got):
    return sorted(got) == [0] * (len(got) - 1) + [1] and np.max(expected) < 0.99


@top_k_probabilities.symptom(
    "the probabilities are cut to whole numbers. An array like whole-number logits"
    " holds whole numbers only: make one of floats."
)
def _(args, expected, got):
    return np.asarray(args[0]).dtype.kind == "i" and not np.any(np.mod(got, 1))


@top_k_probabilities.symptom(
    "at a low temperature, `exp` becomes infinite, and ∞/∞ is no number. Subtract the"
    " largest logit first: the probabilities stay as they are."
)
def _(args, expected, got):
    return args[1] < 0.1 and np.isnan(got).any()


@top_k_probabilities.symptom(
    "at a low temperature, two logits that differ get the same probability. Is"
    " something clipped? Then large numbers become equal: subtract the largest logit"
    " instead, before `exp`."
)
def _(args, expected, got):
    first, second = np.argsort(args[0])[:-3:-1]
    return args[1] < 0.1 and got[first] > 0 and np.isclose(got[first], got[second])


@top_k_probabilities.cases
def logit_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, edges, then longer rows of logits."""
    yield np.array([2.0, 1.0, 0.0]), 1.0, 2
    yield np.array([-1.0, 3.0, 0.0, 2.0]), 0.5, 3
    yield np.array([-2.0, 1.0, -1.0, -3.0]), 1.5, 3  # two negative ones are kept
    yield np.array([1, 4, 3]), 2.0, 2  # whole numbers
    yield np.array([0.5, -1.0, 2.0]), 1.5, 3  # all are kept
    yield np.array([14.0, 15.0, 2.0, 3.0]), 0.01, 2  # exp(1500) is infinite
    for n_tokens, temperature, k in ((6, 2.0, 3), (8, 0.7, 2)):
        logits = rng.permutation(np.linspace(-3, 3, n_tokens)) + rng.uniform(0.5, 1)
        yield logits.round(3), temperature, k


ALL = lesson(__name__)
