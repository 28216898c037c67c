"""Answers to lesson 3.3 by students who had seen the lesson only."""

import math
import statistics
from collections import namedtuple

import numpy as np
import pandas as pd
import torch
from torch.nn import functional as F

from tests.exercises.answers import right, wrong

# 1 · judge_text


@right("judge_text")
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float))
    return 2 ** bits.mean(), bits.sum() / len(text.encode())


@right("judge_text")
def _(probabilities, text):
    bits = 0
    n = 0
    for p in probabilities:
        bits += math.log2(1 / p)
        n += 1
    return [2 ** (bits / n), bits / len(text.encode("utf-8"))]


@right("judge_text")
def _(probabilities, text):
    p = torch.tensor(np.asarray(probabilities), dtype=torch.float64)
    loss = -p.log().mean()  # nats a token, as in training
    per_byte = loss / math.log(2) * len(p) / len(text.encode())
    return torch.stack([loss.exp(), per_byte])


@right("judge_text")
def _(probabilities, text):
    Judged = namedtuple("Judged", "perplexity bits_per_byte")
    surprise = pd.Series(list(probabilities), dtype=float).map(lambda p: -math.log2(p))
    return Judged(2 ** surprise.mean(), surprise.sum() / len(bytes(text, "utf-8")))


@right("judge_text")
def _(probabilities, text):
    perplexity = 1 / statistics.geometric_mean([float(p) for p in probabilities])
    bits = math.log(perplexity, 2) * len(probabilities)
    return np.array([perplexity, bits / sum(1 for _ in text.encode())])


@right("judge_text")
def _(probabilities, text):
    def cost(some):
        if len(some) == 1:
            return -float(np.log2(some[0]))
        half = len(some) // 2
        return cost(some[:half]) + cost(some[half:])

    total = cost(list(probabilities))
    return round(2 ** (total / len(probabilities)), 9), total / len(text.encode())


@wrong("judge_text", "characters are counted, not bytes")
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float))
    return 2 ** bits.mean(), bits.sum() / len(text)


@wrong("judge_text", "the arithmetic mean of 1/p instead of the geometric one")
def _(probabilities, text):
    p = np.asarray(probabilities, dtype=float)
    return (1 / p).mean(), -np.log2(p).sum() / len(text.encode())


@wrong("judge_text", "1 over the mean probability: the mean is taken before the log")
def _(probabilities, text):
    p = np.asarray(probabilities, dtype=float)
    return 1 / p.mean(), -np.log2(p).sum() / len(text.encode())


@wrong("judge_text", "natural logarithm, but 2 to the power of it")
def _(probabilities, text):
    p = np.asarray(probabilities, dtype=float)
    return 2 ** -np.log(p).mean(), -np.log2(p).sum() / len(text.encode())


@wrong("judge_text", "nats per byte instead of bits per byte")
def _(probabilities, text):
    nats = -np.log(np.asarray(probabilities, dtype=float))
    return np.exp(nats.mean()), nats.sum() / len(text.encode())


@wrong("judge_text", "e to the power of bits")
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float))
    return np.exp(bits.mean()), bits.sum() / len(text.encode())


@wrong("judge_text", "the two results in the other order")
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float))
    return bits.sum() / len(text.encode()), 2 ** bits.mean()


@wrong("judge_text", "bits a token, not a byte: mean instead of sum over bytes")
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float))
    return 2 ** bits.mean(), bits.mean()


@wrong("judge_text", "bits of a token divided by the bytes: mean for sum")
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float))
    return 2 ** bits.mean(), bits.mean() / len(text.encode())


@wrong("judge_text", "the bits of the whole text, not divided by its bytes")
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float))
    return 2 ** bits.mean(), bits.sum()


@wrong("judge_text", "the minus sign is forgotten")
def _(probabilities, text):
    bits = np.log2(np.asarray(probabilities, dtype=float))
    return 2 ** bits.mean(), bits.sum() / len(text.encode())


@wrong("judge_text", "the minus sign is missing in the perplexity only")
def _(probabilities, text):
    logs = np.log2(np.asarray(probabilities, dtype=float))
    return 2 ** logs.mean(), -logs.sum() / len(text.encode())


@wrong("judge_text", "a byte is added for END, as the lesson's n_bytes does")
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float))
    return 2 ** bits.mean(), bits.sum() / (len(text.encode()) + 1)


@wrong("judge_text", "returns inside the loop, after the first token")
def _(probabilities, text):
    bits = 0
    for n, p in enumerate(probabilities, 1):
        bits -= np.log2(p)
        return 2 ** (bits / n), bits / len(text.encode())


@wrong("judge_text", "the sum is reset in the loop: only the last token counts")
def _(probabilities, text):
    for p in probabilities:
        bits = 0
        bits += -np.log2(p)
    return 2 ** (bits / len(probabilities)), bits / len(text.encode())


@wrong("judge_text", "perplexity a byte instead of a token")
def _(probabilities, text):
    per_byte = -np.log2(np.asarray(probabilities, float)).sum() / len(text.encode())
    return 2**per_byte, per_byte


@wrong("judge_text", "perplexity of the sum: not divided by the number of tokens")
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float)).sum()
    return 2**bits, bits / len(text.encode())


@wrong("judge_text", "the product of many probabilities underflows to 0")
def _(probabilities, text):
    product = np.prod(np.asarray(probabilities, dtype=float))
    bits = -np.log2(product)
    return product ** (-1 / len(probabilities)), bits / len(text.encode())


@wrong("judge_text", "integer division of the bits by the bytes")
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float))
    return 2 ** bits.mean(), bits.sum() // len(text.encode())


@wrong("judge_text", "bytes per bit: the fraction is upside down")
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float))
    return 2 ** bits.mean(), len(text.encode()) / bits.sum()


@wrong("judge_text", "the entropy of the probabilities, -p log p, instead of -log p")
def _(probabilities, text):
    p = np.asarray(probabilities, dtype=float)
    bits = -p * np.log2(p)
    return 2 ** bits.sum(), bits.sum() / len(text.encode())


@wrong("judge_text", "words are counted instead of bytes")
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float))
    return 2 ** bits.mean(), bits.sum() / len(text.split())


@wrong("judge_text", "the first token is left out of the sums")
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float)[1:])
    return 2 ** bits.mean(), bits.sum() / len(text.encode())


@wrong("judge_text", "each bit count is rounded up, as a code of whole bits would")
def _(probabilities, text):
    bits = np.ceil(-np.log2(np.asarray(probabilities, dtype=float)))
    return 2 ** bits.mean(), bits.sum() / len(text.encode())


@wrong("judge_text", "repeated bytes are counted once")
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float))
    return 2 ** bits.mean(), bits.sum() / len(set(text.encode()))


@wrong("judge_text", "raises: divides by the text, not by its length")
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float))
    return 2 ** bits.mean(), bits.sum() / text.encode()


@wrong("judge_text", "only the perplexity is returned")
def _(probabilities, text):
    return 2 ** -np.log2(np.asarray(probabilities, dtype=float)).mean()


# 2 · honest_comparison

right("honest_comparison", "C B D E G")
right("honest_comparison", "CBDEG")
right("honest_comparison", "c, b, d, e, g")
right("honest_comparison", ["C", "B", "D", "E", "G"])
right("honest_comparison", np.array(["C", "B", "D", "E", "G"]))
right("honest_comparison", tuple("CBDEG"))
right("honest_comparison", " C  B D E G\n")

wrong("honest_comparison", "C A D E G", "the merges have seen the test texts")
wrong("honest_comparison", "A C D E G", "merges learned on all, before the split")
wrong("honest_comparison", "B C D E G", "no training texts before the split")
wrong("honest_comparison", "C B D F G", "the number of steps is chosen on the test")
wrong("honest_comparison", "C B D E H", "perplexities a token depend on the cut")
wrong("honest_comparison", "C B E D G", "the steps are chosen before any training")
wrong("honest_comparison", "C D B E G", "trained before there are merges")
wrong("honest_comparison", "C B D G E", "the test comes before the choice of steps")
wrong("honest_comparison", "C B D F H", "chosen on the test, and perplexities")
wrong("honest_comparison", "A B C D E", "copied the example")
wrong("honest_comparison", "C B D E", "only four lines, the test is missing")
wrong("honest_comparison", "C B D E G H", "six lines: perplexities as well")
wrong("honest_comparison", ["G", "E", "D", "B", "C"], "reversed")
wrong("honest_comparison", "A B D E G", "never split")
wrong("honest_comparison", "C B D E E", "a line twice, none compares")
wrong("honest_comparison", 5, "the number of lines")


# 3 · document_mask


@right("document_mask")
def _(tokens, end):
    document = np.cumsum(np.asarray(tokens) == end)
    return np.tril(document[:, None] == document)


@right("document_mask")
def _(tokens, end):
    n = len(tokens)
    mask = np.zeros((n, n), dtype=bool)
    start = 0
    for row in range(n):
        if tokens[row] == end:
            start = row
        mask[row, start : row + 1] = True
    return mask


@right("document_mask")
def _(tokens, end):
    tokens = torch.as_tensor(np.asarray(tokens))
    document = (tokens == end).int().cumsum(dim=0)
    return (document[:, None] == document[None]).tril()


@right("document_mask")
def _(tokens, end):
    tokens = list(tokens)
    return [
        [j <= i and end not in tokens[j + 1 : i + 1] for j in range(len(tokens))]
        for i in range(len(tokens))
    ]


@right("document_mask")
def _(tokens, end):
    tokens = np.asarray(tokens)
    place = np.arange(len(tokens))
    start = np.maximum.accumulate(np.where(tokens == end, place, 0))
    return (place >= start[:, None]) & (place <= place[:, None])


@right("document_mask")
def _(tokens, end):
    document = pd.Series(np.asarray(tokens)).eq(end).cumsum()
    place = document.index.to_numpy()
    mask = pd.DataFrame(False, index=place, columns=place)
    for _, rows in document.groupby(document):
        for i in rows.index:
            mask.loc[i, rows.index[rows.index <= i]] = True
    return mask


@right("document_mask")
def _(tokens, end):
    cuts = np.flatnonzero(np.asarray(tokens) == end)
    mask = np.full((len(tokens), len(tokens)), False)
    for block in np.split(np.arange(len(tokens)), cuts):
        mask[np.ix_(block, block)] = np.tri(len(block), dtype=bool)
    return mask


@wrong("document_mask", "the causal mask alone: documents are not told apart")
def _(tokens, end):
    return np.tri(len(tokens), dtype=bool)


@wrong("document_mask", "own document, but later tokens too")
def _(tokens, end):
    document = np.cumsum(np.asarray(tokens) == end)
    return document[:, None] == document


@wrong("document_mask", "end counts to the document before it")
def _(tokens, end):
    is_end = np.asarray(tokens) == end
    document = np.cumsum(is_end) - is_end
    return np.tril(document[:, None] == document)


@wrong("document_mask", "0 instead of end")
def _(tokens, end):
    document = np.cumsum(np.asarray(tokens) == 0)
    return np.tril(document[:, None] == document)


@wrong("document_mask", "a token may not look at itself")
def _(tokens, end):
    document = np.cumsum(np.asarray(tokens) == end)
    return np.tril(document[:, None] == document, k=-1)


@wrong("document_mask", "rows and columns exchanged: looks ahead")
def _(tokens, end):
    document = np.cumsum(np.asarray(tokens) == end)
    return np.triu(document[:, None] == document)


@wrong("document_mask", "True where a token must not look")
def _(tokens, end):
    document = np.cumsum(np.asarray(tokens) == end)
    return ~np.tril(document[:, None] == document)


@wrong("document_mask", "the end token itself is hidden from its document")
def _(tokens, end):
    is_end = np.asarray(tokens) == end
    document = np.cumsum(is_end)
    return np.tril(document[:, None] == document) & ~is_end


@wrong("document_mask", "documents numbered 0, 1, 0, 1: the third sees the first")
def _(tokens, end):
    document = np.cumsum(np.asarray(tokens) == end) % 2
    return np.tril(document[:, None] == document)


@wrong("document_mask", "compares tokens instead of documents")
def _(tokens, end):
    tokens = np.asarray(tokens)
    return np.tril(tokens[:, None] == tokens)


@wrong("document_mask", "adds up the tokens instead of counting the ends")
def _(tokens, end):
    document = np.cumsum(np.asarray(tokens))
    return np.tril(document[:, None] == document)


@wrong("document_mask", "only the last end is a border")
def _(tokens, end):
    place = np.arange(len(tokens))
    late = place >= np.flatnonzero(np.asarray(tokens) == end)[-1]
    return np.tril(late[:, None] == late)


@wrong("document_mask", "only the tokens after an end hide; others see all before")
def _(tokens, end):
    mask = np.tri(len(tokens), dtype=bool)
    for row in range(len(tokens)):
        if tokens[row] == end:
            mask[row, :row] = False
    return mask


@wrong("document_mask", "tokens before the first end may look nowhere")
def _(tokens, end):
    mask = np.zeros((len(tokens), len(tokens)), dtype=bool)
    start = None
    for row in range(len(tokens)):
        if tokens[row] == end:
            start = row
        if start is not None:
            mask[row, start : row + 1] = True
    return mask


@wrong("document_mask", "the start is reset in the loop, so nothing is hidden")
def _(tokens, end):
    mask = np.zeros((len(tokens), len(tokens)), dtype=bool)
    for row in range(len(tokens)):
        start = 0
        if tokens[row] == end:
            start = row
        mask[row, start : row + 1] = True
    return mask


@wrong("document_mask", "every document has two tokens, as in the example")
def _(tokens, end):
    document = np.arange(len(tokens)) // 2
    return np.tril(document[:, None] == document)


@wrong("document_mask", "one row only: where the documents start")
def _(tokens, end):
    return np.asarray(tokens) == end


@wrong("document_mask", "only the last token's row")
def _(tokens, end):
    document = np.cumsum(np.asarray(tokens) == end)
    return document == document[-1]


@wrong("document_mask", "returns inside the loop, after the first row")
def _(tokens, end):
    mask = np.zeros((len(tokens), len(tokens)), dtype=bool)
    start = 0
    for row in range(len(tokens)):
        if tokens[row] == end:
            start = row
        mask[row, start : row + 1] = True
        return mask


@wrong("document_mask", "the slice stops before the token itself, but for ends")
def _(tokens, end):
    mask = np.zeros((len(tokens), len(tokens)), dtype=bool)
    start = 0
    for row in range(len(tokens)):
        if tokens[row] == end:
            start = row
            mask[row, row] = True
        mask[row, start:row] = True
    return mask


@wrong("document_mask", "tokens of the document before may be seen too")
def _(tokens, end):
    document = np.cumsum(np.asarray(tokens) == end)
    return np.tril(document[:, None] - document <= 1)


@wrong("document_mask", "an end right after an end opens no document of its own")
def _(tokens, end):
    is_end = np.asarray(tokens) == end
    first = is_end & ~np.append(False, is_end[:-1])
    document = np.cumsum(first)
    return np.tril(document[:, None] == document)


@wrong("document_mask", "raises: arrays have no index()")
def _(tokens, end):
    start = np.array(tokens).index(end)
    return np.tri(len(tokens), dtype=bool) & (np.arange(len(tokens)) >= start)


@wrong("document_mask", "scores to add (0 and minus infinity), not True and False")
def _(tokens, end):
    document = np.cumsum(np.asarray(tokens) == end)
    return np.where(np.tril(document[:, None] == document), 0.0, -np.inf)


# 4 · attend


@right("attend")
def _(query, key, value):
    scores = query @ key.T / np.sqrt(query.shape[1])
    weights = np.tril(np.exp(scores))  # nobody looks ahead
    weights = weights / weights.sum(axis=1, keepdims=True)
    return weights @ value


@right("attend")
def _(query, key, value):
    scores = query @ key.T / np.sqrt(query.shape[1])
    future = np.triu(np.ones(scores.shape, dtype=bool), k=1)
    scores = np.where(future, -np.inf, scores)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True) @ value


@right("attend")
def _(query, key, value):
    def softmax(x):
        x = np.exp(x - x.max())
        return x / x.sum()

    output = np.empty(value.shape, dtype=float)
    for i in range(len(query)):
        weights = softmax(key[: i + 1] @ query[i] / query.shape[1] ** 0.5)
        output[i, ...] = weights @ value[: i + 1]
    return output


@right("attend")
def _(query, key, value):
    query, key, value = (
        torch.tensor(np.asarray(x, dtype=float)) for x in (query, key, value)
    )
    return F.scaled_dot_product_attention(
        query[None], key[None], value[None], is_causal=True
    )[0]


@right("attend")
def _(query, key, value):
    rows, root = [], math.sqrt(len(query[0]))
    for i in range(len(query)):
        raw = [
            math.exp(sum(q * k for q, k in zip(query[i], key[j])) / root)
            for j in range(i + 1)
        ]
        rows.append(
            [
                sum(w * value[j][c] for j, w in enumerate(raw)) / sum(raw)
                for c in range(len(value[0]))
            ]
        )
    return rows


@right("attend")
def _(query, key, value):
    scores = np.einsum("iw,jw->ij", query, key) / np.sqrt(query.shape[-1])
    weights = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    weights = np.tril(weights)
    weights /= weights.sum(axis=1)[:, None]  # rows add up to 1 again
    return np.einsum("ij,jc->ic", weights, value)


@right("attend")
def _(query, key, value):
    scores = pd.DataFrame(query @ key.T / math.sqrt(query.shape[1]))
    raw = np.exp(scores.where(np.tri(len(scores), dtype=bool)))  # NaN: the future
    weights = raw.div(raw.sum(axis=1), axis=0).fillna(0)
    return weights @ value


@wrong("attend", "the bug in other words: softmax over all, then future set to 0")
def _(query, key, value):
    scores = query @ key.T / np.sqrt(query.shape[1])
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights = scores / scores.sum(axis=1, keepdims=True)
    return np.where(np.tri(len(query), dtype=bool), weights, 0) @ value


@wrong("attend", "the bug in torch: softmax first, then masked")
def _(query, key, value):
    scores = torch.tensor(query @ key.T / np.sqrt(query.shape[1]))
    weights = scores.softmax(dim=1).tril()
    return (weights @ torch.tensor(value)).numpy()


@wrong("attend", "scores of the future set to 0: they still get a weight of e^0")
def _(query, key, value):
    scores = np.tril(query @ key.T / np.sqrt(query.shape[1]))
    weights = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return weights @ value


@wrong("attend", "half repaired: future scores 0, then the mask after the softmax")
def _(query, key, value):
    scores = np.tril(query @ key.T / np.sqrt(query.shape[1]))
    weights = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return np.tril(weights) @ value


@wrong("attend", "columns add up to 1 instead of rows")
def _(query, key, value):
    weights = np.tril(np.exp(query @ key.T / np.sqrt(query.shape[1])))
    return weights / weights.sum(axis=0, keepdims=True) @ value


@wrong("attend", "keepdims forgotten: columns are divided by the rows' sums")
def _(query, key, value):
    weights = np.tril(np.exp(query @ key.T / np.sqrt(query.shape[1])))
    return weights / weights.sum(axis=1) @ value


@wrong("attend", "a token may not look at itself: the first row is NaN")
def _(query, key, value):
    weights = np.tril(np.exp(query @ key.T / np.sqrt(query.shape[1])), k=-1)
    with np.errstate(all="ignore"):
        return weights / weights.sum(axis=1, keepdims=True) @ value


@wrong("attend", "looks one token ahead")
def _(query, key, value):
    weights = np.tril(np.exp(query @ key.T / np.sqrt(query.shape[1])), k=1)
    return weights / weights.sum(axis=1, keepdims=True) @ value


@wrong("attend", "hides the past instead of the future")
def _(query, key, value):
    weights = np.triu(np.exp(query @ key.T / np.sqrt(query.shape[1])))
    return weights / weights.sum(axis=1, keepdims=True) @ value


@wrong("attend", "no mask at all")
def _(query, key, value):
    weights = np.exp(query @ key.T / np.sqrt(query.shape[1]))
    return weights / weights.sum(axis=1, keepdims=True) @ value


@wrong("attend", "divides by the root of the number of tokens, not of the width")
def _(query, key, value):
    weights = np.tril(np.exp(query @ key.T / np.sqrt(query.shape[0])))
    return weights / weights.sum(axis=1, keepdims=True) @ value


@wrong("attend", "the scores are no longer divided by the root of the width")
def _(query, key, value):
    weights = np.tril(np.exp(query @ key.T))
    return weights / weights.sum(axis=1, keepdims=True) @ value


@wrong("attend", "divides by the width, not by its root")
def _(query, key, value):
    weights = np.tril(np.exp(query @ key.T / query.shape[1]))
    return weights / weights.sum(axis=1, keepdims=True) @ value


@wrong("attend", "only the first token is repaired")
def _(query, key, value):
    scores = query @ key.T / np.sqrt(query.shape[1])
    weights = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    weights = np.tril(weights)
    weights[0, 0] = 1
    return weights @ value


@wrong("attend", "the weight taken from the future is given to the token itself")
def _(query, key, value):
    scores = query @ key.T / np.sqrt(query.shape[1])
    weights = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    weights = np.tril(weights)
    return (weights + np.diag(1 - weights.sum(axis=1))) @ value


@wrong("attend", "the weight taken from the future is shared out equally")
def _(query, key, value):
    scores = query @ key.T / np.sqrt(query.shape[1])
    weights = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    weights = np.tril(weights)
    missing = (1 - weights.sum(axis=1)) / np.arange(1, len(query) + 1)
    return (weights + np.tril(np.ones_like(weights)) * missing[:, None]) @ value


@wrong("attend", "queries and keys exchanged")
def _(query, key, value):
    weights = np.tril(np.exp(key @ query.T / np.sqrt(query.shape[1])))
    return weights / weights.sum(axis=1, keepdims=True) @ value


@wrong("attend", "the plain mean of the earlier values: query and key ignored")
def _(query, key, value):
    weights = np.tri(len(query))
    return weights / weights.sum(axis=1, keepdims=True) @ value


@wrong("attend", "takes the best earlier value only: no mixing")
def _(query, key, value):
    scores = query @ key.T
    return np.array([value[scores[i, : i + 1].argmax()] for i in range(len(query))])


@wrong("attend", "the future gets a score of -1 instead of minus infinity")
def _(query, key, value):
    scores = query @ key.T / np.sqrt(query.shape[1])
    scores[np.triu_indices(len(scores), k=1)] = -1
    weights = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return weights @ value


@wrong("attend", "divides by the sum of the whole matrix")
def _(query, key, value):
    weights = np.tril(np.exp(query @ key.T / np.sqrt(query.shape[1])))
    return weights / weights.sum() @ value


@wrong("attend", "softmax forgotten: the scores themselves are normalised")
def _(query, key, value):
    weights = np.tril(query @ key.T / np.sqrt(query.shape[1]))
    with np.errstate(all="ignore"):
        return weights / weights.sum(axis=1, keepdims=True) @ value


@wrong("attend", "the weights are returned, not the mixed values")
def _(query, key, value):
    weights = np.tril(np.exp(query @ key.T / np.sqrt(query.shape[1])))
    return weights / weights.sum(axis=1, keepdims=True)


@wrong("attend", "the output is normalised instead of the weights")
def _(query, key, value):
    output = np.tril(np.exp(query @ key.T / np.sqrt(query.shape[1]))) @ value
    with np.errstate(all="ignore"):
        return output / output.sum(axis=1, keepdims=True)


@wrong("attend", "keys are mixed instead of values")
def _(query, key, value):
    weights = np.tril(np.exp(query @ key.T / np.sqrt(query.shape[1])))
    return weights / weights.sum(axis=1, keepdims=True) @ key


@wrong("attend", "returns inside the loop: the first token only")
def _(query, key, value):
    output = np.zeros(value.shape)
    for i in range(len(query)):
        raw = np.exp(key[: i + 1] @ query[i] / query.shape[1] ** 0.5)
        output[i] = raw / raw.sum() @ value[: i + 1]
        return output


@wrong("attend", "raises: masked_fill is torch's, the scores are NumPy's")
def _(query, key, value):
    scores = query @ key.T / np.sqrt(query.shape[1])
    future = np.triu(np.ones(scores.shape), k=1).astype(bool)
    weights = np.exp(scores.masked_fill(future, -np.inf))
    return weights / weights.sum(axis=1, keepdims=True) @ value


@wrong("attend", "minus infinity times 0: everything becomes NaN")
def _(query, key, value):
    scores = query @ key.T / np.sqrt(query.shape[1])
    with np.errstate(all="ignore"):
        scores = scores + np.triu(np.ones(scores.shape), k=1) * -np.inf
        weights = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        return weights @ value


# 5 · top_k_probabilities


@right("top_k_probabilities")
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    kept = logits >= np.sort(logits)[-k]
    raw = np.where(kept, np.exp((logits - logits.max()) / temperature), 0)
    return raw / raw.sum()


@right("top_k_probabilities")
def _(logits, temperature, k):
    scaled = torch.tensor(np.asarray(logits, dtype=float)) / temperature
    top = scaled.topk(k)
    return torch.zeros_like(scaled).scatter(0, top.indices, top.values.softmax(dim=0))


@right("top_k_probabilities")
def _(logits, temperature, k):
    best = sorted(range(len(logits)), key=lambda n: logits[n], reverse=True)[:k]
    high = logits[best[0]]
    raw = {n: math.exp((logits[n] - high) / temperature) for n in best}
    total = sum(raw.values())
    return [raw.get(n, 0) / total for n in range(len(logits))]


@right("top_k_probabilities")
def _(logits, temperature, k):
    logits = pd.Series(np.asarray(logits, dtype=float)) / temperature
    top = logits.nlargest(k)
    raw = np.exp(top - top.iloc[0])
    return (raw / raw.sum()).reindex(logits.index, fill_value=0.0)


@right("top_k_probabilities")
def _(logits, temperature, k):
    masked = np.array(logits, dtype=float)  # a copy
    masked[np.argsort(masked)[: len(masked) - k]] = -np.inf
    masked /= temperature
    masked -= masked.max()
    np.exp(masked, out=masked)
    masked /= masked.sum()
    return masked


@right("top_k_probabilities")
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    rank = (logits[:, None] < logits).sum(axis=1)  # how many are larger
    x = logits / temperature
    log_total = np.logaddexp.reduce(x[rank < k])
    return tuple(np.exp(v - log_total) if r < k else 0.0 for v, r in zip(x, rank))


@right("top_k_probabilities")
def _(logits, temperature, k):
    def softmax(x):
        x = np.exp(x - np.max(x))
        return x / x.sum()

    logits = np.asarray(logits)
    buf = np.zeros(len(logits))
    best = np.argpartition(logits, -k)[-k:]
    buf[best] = softmax(logits[best] / temperature)
    return buf


@wrong("top_k_probabilities", "multiplies by the temperature")
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    x = (logits - logits.max()) * temperature
    raw = np.exp(x) * (logits >= np.sort(logits)[-k])
    return raw / raw.sum()


@wrong("top_k_probabilities", "ignores the temperature")
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = np.exp(logits - logits.max()) * (logits >= np.sort(logits)[-k])
    return raw / raw.sum()


@wrong("top_k_probabilities", "ignores k")
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = np.exp((logits - logits.max()) / temperature)
    return raw / raw.sum()


@wrong("top_k_probabilities", "logits outside the top set to 0 before the softmax")
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    x = np.where(logits >= np.sort(logits)[-k], logits, 0) / temperature
    raw = np.exp(x - x.max())
    return raw / raw.sum()


@wrong("top_k_probabilities", "not normalised again after the cut")
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = np.exp((logits - logits.max()) / temperature)
    return np.where(logits >= np.sort(logits)[-k], raw / raw.sum(), 0)


@wrong("top_k_probabilities", "the k smallest")
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = np.exp((logits - logits.max()) / temperature)
    raw = raw * (logits <= np.sort(logits)[k - 1])
    return raw / raw.sum()


@wrong("top_k_probabilities", "keeps k - 1: larger than the k-th, not equal")
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = np.exp((logits - logits.max()) / temperature)
    raw = raw * (logits > np.sort(logits)[-k])
    with np.errstate(all="ignore"):
        return raw / raw.sum()


@wrong("top_k_probabilities", "raises for k = n: the (k + 1)-th does not exist")
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = np.exp((logits - logits.max()) / temperature)
    raw = raw * (logits > np.sort(logits)[::-1][k])
    return raw / raw.sum()


@wrong("top_k_probabilities", "keeps one too many")
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = np.exp((logits - logits.max()) / temperature)
    raw[np.argsort(-logits)[k + 1 :]] = 0
    return raw / raw.sum()


@wrong("top_k_probabilities", "sorted by size, the tokens' order is lost")
def _(logits, temperature, k):
    logits = np.sort(np.asarray(logits, dtype=float))[::-1]
    raw = np.exp((logits - logits.max()) / temperature)
    raw[k:] = 0
    return raw / raw.sum()


@wrong("top_k_probabilities", "keeps the first k tokens, not the k likeliest")
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = np.exp((logits - logits.max()) / temperature)
    raw[k:] = 0
    return raw / raw.sum()


@wrong("top_k_probabilities", "takes argsort for the rank")
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = np.exp((logits - logits.max()) / temperature)
    raw = np.where(np.argsort(-logits) < k, raw, 0)
    return raw / raw.sum()


@wrong("top_k_probabilities", "whole-number logits: zeros_like cuts all to integers")
def _(logits, temperature, k):
    logits = np.asarray(logits)
    best = np.argsort(logits)[-k:]
    raw = np.exp((logits[best] - logits.max()) / temperature)
    chances = np.zeros_like(logits)
    chances[best] = raw / raw.sum()
    return chances


@wrong("top_k_probabilities", "exp overflows when the temperature is low: NaN")
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    with np.errstate(all="ignore"):
        raw = np.exp(logits / temperature) * (logits >= np.sort(logits)[-k])
        return raw / raw.sum()


@wrong("top_k_probabilities", "temperature applied after the softmax cancels out")
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    chances = np.exp(logits - logits.max())
    chances = chances / chances.sum() / temperature
    chances[np.argsort(logits)[: len(logits) - k]] = 0
    return chances / chances.sum()


@wrong("top_k_probabilities", "only the k probabilities, the zeros are missing")
def _(logits, temperature, k):
    top = np.sort(np.asarray(logits, dtype=float))[::-1][:k]
    raw = np.exp((top - top.max()) / temperature)
    return raw / raw.sum()


@wrong("top_k_probabilities", "all of the top k equally likely")
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    return (logits >= np.sort(logits)[-k]) / k


@wrong("top_k_probabilities", "without exp: logits divided by their sum")
def _(logits, temperature, k):
    x = np.asarray(logits, dtype=float) / temperature
    x = np.where(x >= np.sort(x)[-k], x, 0)
    with np.errstate(all="ignore"):
        return x / x.sum()


@wrong("top_k_probabilities", "the largest alone takes all")
def _(logits, temperature, k):
    return np.eye(len(logits))[np.argmax(logits)]


@wrong("top_k_probabilities", "log probabilities, and minus infinity for the others")
def _(logits, temperature, k):
    x = np.asarray(logits, dtype=float) / temperature
    x = np.where(x >= np.sort(x)[-k], x, -np.inf)
    return x - np.logaddexp.reduce(x)


@wrong("top_k_probabilities", "shape (n, 1)")
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = np.exp((logits - logits.max()) / temperature)
    raw = raw * (logits >= np.sort(logits)[-k])
    return (raw / raw.sum())[:, None]


@wrong("top_k_probabilities", "also cuts tokens with negative logits")
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = np.exp((logits - logits.max()) / temperature)
    raw = raw * (logits >= np.sort(logits)[-k]) * (logits >= 0)
    with np.errstate(all="ignore"):
        return raw / raw.sum()


@wrong("top_k_probabilities", "temperature as a whole number: below 1 it is 0 or 1")
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = np.exp((logits - logits.max()) / max(1, int(temperature)))
    raw = raw * (logits >= np.sort(logits)[-k])
    return raw / raw.sum()


@wrong("top_k_probabilities", "largest by absolute value")
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    size = np.abs(logits)
    raw = np.exp((logits - logits.max()) / temperature)
    raw = raw * (size >= np.sort(size)[-k])
    return raw / raw.sum()


@wrong("top_k_probabilities", "2 to the power instead of e")
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = 2 ** ((logits - logits.max()) / temperature)
    raw = raw * (logits >= np.sort(logits)[-k])
    return raw / raw.sum()


@wrong("top_k_probabilities", "raises: topk is torch's, the logits are NumPy's")
def _(logits, temperature, k):
    values, places = np.asarray(logits, dtype=float).topk(k)
    chances = np.zeros(len(logits))
    chances[places] = np.exp(values / temperature)
    return chances / chances.sum()


@wrong("top_k_probabilities", "draws a token instead of returning probabilities")
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = np.exp((logits - logits.max()) / temperature)
    raw = raw * (logits >= np.sort(logits)[-k])
    return np.random.default_rng(0).choice(len(logits), p=raw / raw.sum())
