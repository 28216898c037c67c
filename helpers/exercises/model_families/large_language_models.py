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
)


@judge_text.solution
def judged(probabilities, text):
    """Return (perplexity a token, bits per byte) of a text."""
    bits = -np.log2(probabilities).sum()
    return 2 ** (bits / len(probabilities)), bits / len(text.encode())


@judge_text.also
def _(probabilities, text):
    product = 1.0
    for probability in probabilities:
        product *= float(probability)
    n_bytes = len(text.encode("utf-8"))
    return product ** (-1 / len(probabilities)), -np.log(product) / np.log(2) / n_bytes


@judge_text.mistake("you divided by the characters. In UTF-8, ü takes two bytes.")
def _(probabilities, text):
    bits = -np.log2(probabilities).sum()
    return 2 ** (bits / len(probabilities)), bits / len(text)


@judge_text.mistake("these are bits a token. How many bytes does the text have?")
def _(probabilities, text):
    bits = -np.log2(probabilities).mean()
    return 2**bits, bits


@judge_text.mistake(
    "the second number is in nats. A bit needs the logarithm to base 2."
)
def _(probabilities, text):
    nats = -np.log(probabilities).sum()
    return np.exp(nats / len(probabilities)), nats / len(text.encode())


@judge_text.mistake(
    "natural logarithms and powers of 2 are mixed. Take one base for both."
)
def _(probabilities, text):
    nats = -np.log(probabilities).sum()
    return 2 ** (nats / len(probabilities)), nats / len(text.encode())


@judge_text.mistake(
    "the perplexity is no mean of 1/p: one rare token would rule it. Average"
    " the bits first, then raise 2 to them."
)
def _(probabilities, text):
    bits = -np.log2(probabilities).sum()
    return (1 / np.asarray(probabilities)).mean(), bits / len(text.encode())


@judge_text.mistake(
    "the perplexity is not 1 over the mean probability. Average the bits first,"
    " then raise 2 to them."
)
def _(probabilities, text):
    bits = -np.log2(probabilities).sum()
    return 1 / np.mean(probabilities), bits / len(text.encode())


@judge_text.mistake(
    "the first number raises 2 to natural logarithms. Take one base for both."
)
def _(probabilities, text):
    bits = -np.log2(probabilities).sum()
    return 2 ** -np.log(probabilities).mean(), bits / len(text.encode())


@judge_text.mistake(
    "the first number is the mean bits a token. Among how many equally likely"
    " tokens does one choose with 1 bit? With 2?"
)
def _(probabilities, text):
    bits = -np.log2(probabilities)
    return bits.mean(), bits.sum() / len(text.encode())


@judge_text.mistake(
    "the first number chooses among all texts of this length. For one token,"
    " take the mean of the bits, not their sum."
)
def _(probabilities, text):
    bits = -np.log2(probabilities).sum()
    return 2**bits, bits / len(text.encode())


@judge_text.mistake(
    "the first number is a perplexity a byte. Spread the bits over the tokens there."
)
def _(probabilities, text):
    bits = -np.log2(probabilities).sum() / len(text.encode())
    return 2**bits, bits


@judge_text.mistake("the logarithm of a probability is negative.")
def _(probabilities, text):
    bits = np.log2(probabilities).sum()
    return 2 ** (bits / len(probabilities)), bits / len(text.encode())


@judge_text.mistake("the two numbers stand in the wrong order.")
def _(probabilities, text):
    return judged(probabilities, text)[::-1]


@judge_text.cases
def text_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, a text with two-byte letters, then others."""
    yield np.array([0.5, 0.25, 0.125]), "tree"
    yield np.array([0.5, 0.5, 0.0625]), "Übergröße"
    for text in ("fit the kernel", "naïve Bayes"):
        yield rng.uniform(0.05, 0.9, size=5).round(3), text


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


@document_mask.mistake("a token looks back into the documents before its own.")
def _(tokens, end):
    return np.tri(len(tokens), dtype=bool)


@document_mask.mistake("a token looks ahead inside its document.")
def _(tokens, end):
    document = np.cumsum(np.asarray(tokens) == end)
    return document[:, None] == document[None, :]


@document_mask.mistake(
    "rows and columns are exchanged: the row is the token that looks."
)
def _(tokens, end):
    return same_document(tokens, end).T


@document_mask.mistake("a token may look at itself.")
def _(tokens, end):
    document = np.cumsum(np.asarray(tokens) == end)
    same = document[:, None] == document[None, :]
    return same & np.tri(len(document), k=-1, dtype=bool)


@document_mask.mistake("True marks what is forbidden. It should mark what is allowed.")
def _(tokens, end):
    return ~same_document(tokens, end)


@document_mask.mistake(
    "the end token stands before its document and belongs to it: a new document"
    " starts with it."
)
def _(tokens, end):
    is_end = np.asarray(tokens) == end
    document = np.cumsum(is_end) - is_end
    same = document[:, None] == document[None, :]
    return same & np.tri(len(document), dtype=bool)


@document_mask.mistake("a token looks at the end tokens of other documents.")
def _(tokens, end):
    is_end = np.asarray(tokens) == end
    document = np.cumsum(is_end)
    same = document[:, None] == document[None, :]
    return (same | is_end[None, :]) & np.tri(len(document), dtype=bool)


@document_mask.mistake(
    "you compare tokens with each other. Number the documents, and compare"
    " these numbers."
)
def _(tokens, end):
    tokens = np.asarray(tokens)
    return (tokens[:, None] == tokens[None, :]) & np.tri(len(tokens), dtype=bool)


@document_mask.mistake("the end token is not always 0: it is the number in `end`.")
def _(tokens, end):
    return same_document(tokens, 0)


@document_mask.mistake(
    "nobody looks at an end token. It belongs to its document like any other."
)
def _(tokens, end):
    return same_document(tokens, end) & (np.asarray(tokens) != end)[None, :]


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
    places = np.flatnonzero(np.asarray(tokens) == end)
    mask = np.tri(len(tokens), dtype=bool)
    for place in places[-1:]:
        mask[place:, :place] = False
    return mask


@document_mask.cases
def token_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, a window that begins in a document, then others."""
    yield np.array([0, 5, 0, 7]), 0
    yield np.array([4, 6, 9, 6, 8]), 9
    for n in (7, 9):
        tokens = rng.integers(1, 20, size=n)
        tokens[[2, 5]] = 0
        yield tokens, 0


# --- Exercise 4: repair attention

attend = exercise(
    hints=[
        "Print `weights.sum(axis=1)` before the last line. What should a row sum to?",
        "The rows are made to sum to 1, and then something is taken away.",
        "Take away first, then divide by what is left.",
    ],
    after="The mask comes before the sum. In torch, a score of −∞ does it: its"
    " exponential is 0.",
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


@attend.mistake(
    "a score of 0 does not hide: the exponential makes a weight of 1 of it."
)
def _(query, key, value):
    scores = np.tril(query @ key.T / np.sqrt(query.shape[1]))
    weights = np.exp(scores)
    weights = weights / weights.sum(axis=1, keepdims=True)
    return weights @ value


@attend.mistake("the columns sum to 1. Each token, a row, shares out its own weights.")
def _(query, key, value):
    weights = np.tril(np.exp(query @ key.T / np.sqrt(query.shape[1])))
    weights = weights / weights.sum(axis=0, keepdims=True)
    return weights @ value


@attend.mistake("the future is not hidden any more.")
def _(query, key, value):
    weights = np.exp(query @ key.T / np.sqrt(query.shape[1]))
    weights = weights / weights.sum(axis=1, keepdims=True)
    return weights @ value


@attend.mistake("now the past is hidden, and the future is seen.")
def _(query, key, value):
    weights = np.triu(np.exp(query @ key.T / np.sqrt(query.shape[1])))
    weights = weights / weights.sum(axis=1, keepdims=True)
    return weights @ value


@attend.mistake("a token cannot look at itself, and the first one at nothing.")
def _(query, key, value):
    weights = np.tril(np.exp(query @ key.T / np.sqrt(query.shape[1])), k=-1)
    weights = weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-12)
    return weights @ value


@attend.mistake("the root of the width has gone. It was not the bug.")
def _(query, key, value):
    weights = np.tril(np.exp(query @ key.T))
    weights = weights / weights.sum(axis=1, keepdims=True)
    return weights @ value


@attend.mistake("all weights together sum to 1. Each row should.")
def _(query, key, value):
    weights = np.tril(np.exp(query @ key.T / np.sqrt(query.shape[1])))
    return weights / weights.sum() @ value


@attend.mistake("the weights are not divided by any sum now. What should a row sum to?")
def _(query, key, value):
    return np.tril(np.exp(query @ key.T / np.sqrt(query.shape[1]))) @ value


@attend.mistake(
    "the result is as before. What do the rows of the last `weights` sum to?"
)
def _(query, key, value):
    scores = query @ key.T / np.sqrt(query.shape[1])
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights = weights / weights.sum(axis=1, keepdims=True)
    return np.tril(weights) @ value


@attend.mistake(
    "the scores are divided by the root of the number of tokens. The root of"
    " the width was right."
)
def _(query, key, value):
    weights = np.tril(np.exp(query @ key.T / np.sqrt(len(query))))
    return weights / weights.sum(axis=1, keepdims=True) @ value


@attend.cases
def attention_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then arrays of other shapes."""
    yield np.eye(2), np.eye(2), np.eye(2)
    for n_tokens, width in ((3, 2), (5, 4), (4, 6)):
        yield tuple(rng.normal(size=(3, n_tokens, width)).round(2))


# --- Exercise 5: top-k

top_k_probabilities = exercise(
    hints=[
        "Which is the smallest logit that is kept? Sort them.",
        "Divide by the temperature, take exponentials, set what is not kept to 0.",
        "At last, divide by the sum of what is left.",
    ],
    after="Most language models are sampled like this, or by a share of probability"
    " instead of a number of tokens.",
)


@top_k_probabilities.solution
def top_k(logits, temperature, k):
    """Return probabilities that add up to 1, all 0 but for the k largest logits."""
    smallest_kept = np.sort(logits)[-k]
    weights = np.exp(np.asarray(logits) / temperature)
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


def softmax(scores):
    """Return exponentials that add up to 1."""
    weights = np.exp(scores - np.max(scores))
    return weights / weights.sum()


@top_k_probabilities.mistake("what is left does not add up to 1. Share it out again.")
def _(logits, temperature, k):
    chances = softmax(logits / temperature)
    return np.where(logits >= np.sort(logits)[-k], chances, 0)


@top_k_probabilities.mistake(
    "the temperature works the wrong way round: below 1, likely tokens should"
    " become likelier."
)
def _(logits, temperature, k):
    return top_k(logits, 1 / temperature, k)


@top_k_probabilities.mistake("the temperature changes nothing.")
def _(logits, temperature, k):
    return top_k(logits, 1, k)


@top_k_probabilities.mistake(
    "you divided the probabilities by the temperature. The logits are divided,"
    " before the softmax."
)
def _(logits, temperature, k):
    return top_k(logits, 1, k) / temperature


@top_k_probabilities.mistake("one token too many is kept.")
def _(logits, temperature, k):
    return top_k(logits, temperature, min(k + 1, len(logits)))


@top_k_probabilities.mistake("one token too few is kept: the k-th largest belongs.")
def _(logits, temperature, k):
    return top_k(logits, temperature, max(k - 1, 1))


@top_k_probabilities.mistake("these are the k least likely tokens.")
def _(logits, temperature, k):
    weights = np.exp((logits - np.max(logits)) / temperature)
    weights = np.where(logits <= np.sort(logits)[k - 1], weights, 0)
    return weights / weights.sum()


@top_k_probabilities.mistake("all tokens can still be drawn. Where does k come in?")
def _(logits, temperature, k):
    return softmax(logits / temperature)


@top_k_probabilities.mistake(
    "a logit of 0 does not rule a token out: its exponential is 1."
)
def _(logits, temperature, k):
    return softmax(np.where(logits >= np.sort(logits)[-k], logits, 0) / temperature)


@top_k_probabilities.mistake(
    "k probabilities are left, without their places. The result needs one for"
    " each token."
)
def _(logits, temperature, k):
    return np.sort(top_k(logits, temperature, k))[::-1][:k]


@top_k_probabilities.mistake(
    "the probabilities are sorted. Each must stand where its logit stands."
)
def _(logits, temperature, k):
    return np.sort(top_k(logits, temperature, k))[::-1]


@top_k_probabilities.mistake(
    "these are the first k tokens. The k largest logits may stand anywhere."
)
def _(logits, temperature, k):
    weights = np.exp(np.asarray(logits) / temperature)
    weights = np.where(np.arange(len(weights)) < k, weights, 0)
    return weights / weights.sum()


@top_k_probabilities.mistake(
    "the k tokens are equally likely. Their logits should still matter."
)
def _(logits, temperature, k):
    return np.where(logits >= np.sort(logits)[-k], 1 / k, 0)


@top_k_probabilities.cases
def logit_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, an unsorted row, then longer rows of logits."""
    yield np.array([2.0, 1.0, 0.0]), 1.0, 2
    yield np.array([-1.0, 3.0, 0.0, 2.0]), 0.5, 3
    for n_tokens, temperature, k in ((6, 2.0, 3), (8, 0.7, 2)):
        logits = rng.permutation(np.linspace(-3, 3, n_tokens)) + rng.uniform(0.5, 1)
        yield logits.round(3), temperature, k


ALL = lesson(__name__)
