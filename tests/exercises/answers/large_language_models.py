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


@wrong(
    "judge_text",
    "characters are counted, not bytes",
    says="you divided by the characters. In",
)
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float))
    return 2 ** bits.mean(), bits.sum() / len(text)


@wrong(
    "judge_text",
    "the arithmetic mean of 1/p instead of the geometric one",
    says="the perplexity is no mean of 1/p:",
)
def _(probabilities, text):
    p = np.asarray(probabilities, dtype=float)
    return (1 / p).mean(), -np.log2(p).sum() / len(text.encode())


@wrong(
    "judge_text",
    "1 over the mean probability: the mean is taken before the log",
    says="the perplexity is not 1 over the",
)
def _(probabilities, text):
    p = np.asarray(probabilities, dtype=float)
    return 1 / p.mean(), -np.log2(p).sum() / len(text.encode())


@wrong(
    "judge_text",
    "natural logarithm, but 2 to the power of it",
    says="the first number raises 2 to",
)
def _(probabilities, text):
    p = np.asarray(probabilities, dtype=float)
    return 2 ** -np.log(p).mean(), -np.log2(p).sum() / len(text.encode())


@wrong(
    "judge_text",
    "nats per byte instead of bits per byte",
    says="the second number is in nats. A",
)
def _(probabilities, text):
    nats = -np.log(np.asarray(probabilities, dtype=float))
    return np.exp(nats.mean()), nats.sum() / len(text.encode())


@wrong("judge_text", "e to the power of bits", says="e is raised to bits. Bits are")
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float))
    return np.exp(bits.mean()), bits.sum() / len(text.encode())


@wrong(
    "judge_text",
    "the two results in the other order",
    says="values 1 and 2 have changed",
)
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float))
    return bits.sum() / len(text.encode()), 2 ** bits.mean()


@wrong(
    "judge_text",
    "bits a token, not a byte: mean instead of sum over bytes",
    says="these are bits a token. How many",
)
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float))
    return 2 ** bits.mean(), bits.mean()


@wrong(
    "judge_text",
    "bits of a token divided by the bytes: mean for sum",
    says="a mean for a sum?",
)
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float))
    return 2 ** bits.mean(), bits.mean() / len(text.encode())


@wrong(
    "judge_text",
    "the bits of the whole text, not divided by its bytes",
    says="the sum of the bits is right, but",
)
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float))
    return 2 ** bits.mean(), bits.sum()


@wrong(
    "judge_text",
    "the minus sign is forgotten",
    says="the logarithm of a probability is",
)
def _(probabilities, text):
    bits = np.log2(np.asarray(probabilities, dtype=float))
    return 2 ** bits.mean(), bits.sum() / len(text.encode())


@wrong(
    "judge_text",
    "the minus sign is missing in the perplexity only",
    says="value 1 of 2: these are the reciprocals",
)
def _(probabilities, text):
    logs = np.log2(np.asarray(probabilities, dtype=float))
    return 2 ** logs.mean(), -logs.sum() / len(text.encode())


@wrong(
    "judge_text",
    "a byte is added for END, as the lesson's n_bytes does",
    says="the sum of the bits is right, but",
)
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float))
    return 2 ** bits.mean(), bits.sum() / (len(text.encode()) + 1)


@wrong(
    "judge_text",
    "returns inside the loop, after the first token",
    says="the `return` stands inside the",
)
def _(probabilities, text):
    bits = 0
    for n, p in enumerate(probabilities, 1):
        bits -= np.log2(p)
        return 2 ** (bits / n), bits / len(text.encode())


@wrong(
    "judge_text",
    "the sum is reset in the loop: only the last token counts",
    says="`bits = 0` stands inside the",
)
def _(probabilities, text):
    for p in probabilities:
        bits = 0
        bits += -np.log2(p)
    return 2 ** (bits / len(probabilities)), bits / len(text.encode())


@wrong(
    "judge_text",
    "perplexity a byte instead of a token",
    says="the first number is a perplexity",
)
def _(probabilities, text):
    per_byte = -np.log2(np.asarray(probabilities, float)).sum() / len(text.encode())
    return 2**per_byte, per_byte


@wrong(
    "judge_text",
    "perplexity of the sum: not divided by the number of tokens",
    says="the first number chooses among",
)
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float)).sum()
    return 2**bits, bits / len(text.encode())


@wrong(
    "judge_text",
    "the product of many probabilities underflows to 0",
    says="the numbers are infinite for a",
)
def _(probabilities, text):
    product = np.prod(np.asarray(probabilities, dtype=float))
    bits = -np.log2(product)
    return product ** (-1 / len(probabilities)), bits / len(text.encode())


@wrong(
    "judge_text",
    "integer division of the bits by the bytes",
    says="the values are cut to whole numbers",
)
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float))
    return 2 ** bits.mean(), bits.sum() // len(text.encode())


@wrong(
    "judge_text",
    "bytes per bit: the fraction is upside down",
    says="value 2 of 2: these are the reciprocals",
)
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float))
    return 2 ** bits.mean(), len(text.encode()) / bits.sum()


@wrong(
    "judge_text",
    "the entropy of the probabilities, -p log p, instead of -log p",
    says="the bits are weighed with the",
)
def _(probabilities, text):
    p = np.asarray(probabilities, dtype=float)
    bits = -p * np.log2(p)
    return 2 ** bits.sum(), bits.sum() / len(text.encode())


@wrong(
    "judge_text",
    "words are counted instead of bytes",
    says="the sum of the bits is right, but",
)
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float))
    return 2 ** bits.mean(), bits.sum() / len(text.split())


@wrong(
    "judge_text",
    "the first token is left out of the sums",
    says="a token is left out of the sum.",
)
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float)[1:])
    return 2 ** bits.mean(), bits.sum() / len(text.encode())


@wrong(
    "judge_text",
    "each bit count is rounded up, as a code of whole bits would",
    says="the bits of a token are rounded",
)
def _(probabilities, text):
    bits = np.ceil(-np.log2(np.asarray(probabilities, dtype=float)))
    return 2 ** bits.mean(), bits.sum() / len(text.encode())


@wrong(
    "judge_text",
    "repeated bytes are counted once",
    says="the sum of the bits is right, but",
)
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float))
    return 2 ** bits.mean(), bits.sum() / len(set(text.encode()))


@wrong(
    "judge_text",
    "raises: divides by the text, not by its length",
    says="bits.sum() / text.encode()",
)
def _(probabilities, text):
    bits = -np.log2(np.asarray(probabilities, dtype=float))
    return 2 ** bits.mean(), bits.sum() / text.encode()


@wrong(
    "judge_text", "only the perplexity is returned", says="One number where 2 are due"
)
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

wrong(
    "honest_comparison",
    "C A D E G",
    "the merges have seen the test texts",
    says="line A lets the test files choose",
)
wrong(
    "honest_comparison",
    "A C D E G",
    "merges learned on all, before the split",
    says="line A lets the test files choose",
)
wrong(
    "honest_comparison",
    "B C D E G",
    "no training texts before the split",
    says="line B needs training texts",
)
wrong(
    "honest_comparison",
    "C B D F G",
    "the number of steps is chosen on the test",
    says="line F tunes on the test files",
)
wrong(
    "honest_comparison",
    "C B D E H",
    "perplexities a token depend on the cut",
    says="line H compares guesses of",
)
wrong(
    "honest_comparison",
    "C B E D G",
    "the steps are chosen before any training",
    says="line E chooses between steps of",
)
wrong(
    "honest_comparison",
    "C D B E G",
    "trained before there are merges",
    says="line D trains on tokens before",
)
wrong(
    "honest_comparison",
    "C B D G E",
    "the test comes before the choice of steps",
    says="line G looks at the test files",
)
wrong(
    "honest_comparison",
    "C B D F H",
    "chosen on the test, and perplexities",
    says="line F tunes on the test files",
)
wrong(
    "honest_comparison",
    "A B C D E",
    "copied the example",
    says="line A lets the test files choose",
)
wrong(
    "honest_comparison",
    "C B D E",
    "only four lines, the test is missing",
    says="a letter is missing: 5 of the 8",
)
wrong(
    "honest_comparison",
    "C B D E G H",
    "six lines: perplexities as well",
    says="line H compares guesses of",
)
wrong(
    "honest_comparison",
    ["G", "E", "D", "B", "C"],
    "reversed",
    says="line B needs training texts",
)
wrong(
    "honest_comparison",
    "A B D E G",
    "never split",
    says="line A lets the test files choose",
)
wrong(
    "honest_comparison",
    "C B D E E",
    "a line twice, none compares",
    says="a letter stands twice: each is",
)
wrong(
    "honest_comparison", 5, "the number of lines", says="Expected a text, got a number"
)


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


@wrong(
    "document_mask",
    "the causal mask alone: documents are not told apart",
    says="a token looks back into the",
)
def _(tokens, end):
    return np.tri(len(tokens), dtype=bool)


@wrong(
    "document_mask",
    "own document, but later tokens too",
    says="a token looks ahead: some column",
)
def _(tokens, end):
    document = np.cumsum(np.asarray(tokens) == end)
    return document[:, None] == document


@wrong(
    "document_mask",
    "end counts to the document before it",
    says="the end token stands before its",
)
def _(tokens, end):
    is_end = np.asarray(tokens) == end
    document = np.cumsum(is_end) - is_end
    return np.tril(document[:, None] == document)


@wrong("document_mask", "0 instead of end", says="the end token is not always 0: it")
def _(tokens, end):
    document = np.cumsum(np.asarray(tokens) == 0)
    return np.tril(document[:, None] == document)


@wrong(
    "document_mask",
    "a token may not look at itself",
    says="a token may look at itself.",
)
def _(tokens, end):
    document = np.cumsum(np.asarray(tokens) == end)
    return np.tril(document[:, None] == document, k=-1)


@wrong(
    "document_mask",
    "rows and columns exchanged: looks ahead",
    says="rows and columns are exchanged:",
)
def _(tokens, end):
    document = np.cumsum(np.asarray(tokens) == end)
    return np.triu(document[:, None] == document)


@wrong(
    "document_mask",
    "True where a token must not look",
    says="True marks what is forbidden. It",
)
def _(tokens, end):
    document = np.cumsum(np.asarray(tokens) == end)
    return ~np.tril(document[:, None] == document)


@wrong(
    "document_mask",
    "the end token itself is hidden from its document",
    says="nobody looks at an end token. It",
)
def _(tokens, end):
    is_end = np.asarray(tokens) == end
    document = np.cumsum(is_end)
    return np.tril(document[:, None] == document) & ~is_end


@wrong(
    "document_mask",
    "documents numbered 0, 1, 0, 1: the third sees the first",
    says="a token looks back into the",
)
def _(tokens, end):
    document = np.cumsum(np.asarray(tokens) == end) % 2
    return np.tril(document[:, None] == document)


@wrong(
    "document_mask",
    "compares tokens instead of documents",
    says="you compare tokens with each",
)
def _(tokens, end):
    tokens = np.asarray(tokens)
    return np.tril(tokens[:, None] == tokens)


@wrong(
    "document_mask",
    "adds up the tokens instead of counting the ends",
    says="the tokens' own numbers are added",
)
def _(tokens, end):
    document = np.cumsum(np.asarray(tokens))
    return np.tril(document[:, None] == document)


@wrong(
    "document_mask",
    "only the last end is a border",
    says="only the last end token begins a",
)
def _(tokens, end):
    place = np.arange(len(tokens))
    late = place >= np.flatnonzero(np.asarray(tokens) == end)[-1]
    return np.tril(late[:, None] == late)


@wrong(
    "document_mask",
    "only the tokens after an end hide; others see all before",
    says="the end token itself looks back",
)
def _(tokens, end):
    mask = np.tri(len(tokens), dtype=bool)
    for row in range(len(tokens)):
        if tokens[row] == end:
            mask[row, :row] = False
    return mask


@wrong(
    "document_mask",
    "tokens before the first end may look nowhere",
    says="the tokens before the first end",
)
def _(tokens, end):
    mask = np.zeros((len(tokens), len(tokens)), dtype=bool)
    start = None
    for row in range(len(tokens)):
        if tokens[row] == end:
            start = row
        if start is not None:
            mask[row, start : row + 1] = True
    return mask


@wrong(
    "document_mask",
    "the start is reset in the loop, so nothing is hidden",
    says="the end token itself looks back",
)
def _(tokens, end):
    mask = np.zeros((len(tokens), len(tokens)), dtype=bool)
    for row in range(len(tokens)):
        start = 0
        if tokens[row] == end:
            start = row
        mask[row, start : row + 1] = True
    return mask


@wrong(
    "document_mask",
    "every document has two tokens, as in the example",
    says="`end` is never used.",
)
def _(tokens, end):
    document = np.arange(len(tokens)) // 2
    return np.tril(document[:, None] == document)


@wrong(
    "document_mask",
    "one row only: where the documents start",
    says="this is one row. The mask needs",
)
def _(tokens, end):
    return np.asarray(tokens) == end


@wrong(
    "document_mask", "only the last token's row", says="this is one row. The mask needs"
)
def _(tokens, end):
    document = np.cumsum(np.asarray(tokens) == end)
    return document == document[-1]


@wrong(
    "document_mask",
    "returns inside the loop, after the first row",
    says="the `return` stands inside the",
)
def _(tokens, end):
    mask = np.zeros((len(tokens), len(tokens)), dtype=bool)
    start = 0
    for row in range(len(tokens)):
        if tokens[row] == end:
            start = row
        mask[row, start : row + 1] = True
        return mask


@wrong(
    "document_mask",
    "the slice stops before the token itself, but for ends",
    says="a token may look at itself.",
)
def _(tokens, end):
    mask = np.zeros((len(tokens), len(tokens)), dtype=bool)
    start = 0
    for row in range(len(tokens)):
        if tokens[row] == end:
            start = row
            mask[row, row] = True
        mask[row, start:row] = True
    return mask


@wrong(
    "document_mask",
    "tokens of the document before may be seen too",
    says="a token looks back into the",
)
def _(tokens, end):
    document = np.cumsum(np.asarray(tokens) == end)
    return np.tril(document[:, None] - document <= 1)


@wrong(
    "document_mask",
    "an end right after an end opens no document of its own",
    says="two end tokens in a row: the",
)
def _(tokens, end):
    is_end = np.asarray(tokens) == end
    first = is_end & ~np.append(False, is_end[:-1])
    document = np.cumsum(first)
    return np.tril(document[:, None] == document)


@wrong(
    "document_mask", "raises: arrays have no index()", says="has no attribute 'index'"
)
def _(tokens, end):
    start = np.array(tokens).index(end)
    return np.tri(len(tokens), dtype=bool) & (np.arange(len(tokens)) >= start)


@wrong(
    "document_mask",
    "scores to add (0 and minus infinity), not True and False",
    says="these are scores to add, with −∞",
)
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


@wrong(
    "attend",
    "the bug in other words: softmax over all, then future set to 0",
    says="the result is as before. What do",
)
def _(query, key, value):
    scores = query @ key.T / np.sqrt(query.shape[1])
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights = scores / scores.sum(axis=1, keepdims=True)
    return np.where(np.tri(len(query), dtype=bool), weights, 0) @ value


@wrong(
    "attend",
    "the bug in torch: softmax first, then masked",
    says="the result is as before. What do",
)
def _(query, key, value):
    scores = torch.tensor(query @ key.T / np.sqrt(query.shape[1]))
    weights = scores.softmax(dim=1).tril()
    return (weights @ torch.tensor(value)).numpy()


@wrong(
    "attend",
    "scores of the future set to 0: they still get a weight of e^0",
    says="a score of 0 does not hide: the",
)
def _(query, key, value):
    scores = np.tril(query @ key.T / np.sqrt(query.shape[1]))
    weights = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return weights @ value


@wrong(
    "attend",
    "half repaired: future scores 0, then the mask after the softmax",
    says="the weights of a token do not sum",
)
def _(query, key, value):
    scores = np.tril(query @ key.T / np.sqrt(query.shape[1]))
    weights = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return np.tril(weights) @ value


@wrong(
    "attend",
    "columns add up to 1 instead of rows",
    says="the columns sum to 1. Each token",
)
def _(query, key, value):
    weights = np.tril(np.exp(query @ key.T / np.sqrt(query.shape[1])))
    return weights / weights.sum(axis=0, keepdims=True) @ value


@wrong(
    "attend",
    "keepdims forgotten: columns are divided by the rows' sums",
    says="the weights of a token do not sum",
)
def _(query, key, value):
    weights = np.tril(np.exp(query @ key.T / np.sqrt(query.shape[1])))
    return weights / weights.sum(axis=1) @ value


@wrong(
    "attend",
    "a token may not look at itself: the first row is NaN",
    says="a token cannot look at itself",
)
def _(query, key, value):
    weights = np.tril(np.exp(query @ key.T / np.sqrt(query.shape[1])), k=-1)
    with np.errstate(all="ignore"):
        return weights / weights.sum(axis=1, keepdims=True) @ value


@wrong("attend", "looks one token ahead", says="a token looks ahead: its result")
def _(query, key, value):
    weights = np.tril(np.exp(query @ key.T / np.sqrt(query.shape[1])), k=1)
    return weights / weights.sum(axis=1, keepdims=True) @ value


@wrong(
    "attend",
    "hides the past instead of the future",
    says="now the past is hidden, and the",
)
def _(query, key, value):
    weights = np.triu(np.exp(query @ key.T / np.sqrt(query.shape[1])))
    return weights / weights.sum(axis=1, keepdims=True) @ value


@wrong("attend", "no mask at all", says="a token looks ahead: its result")
def _(query, key, value):
    weights = np.exp(query @ key.T / np.sqrt(query.shape[1]))
    return weights / weights.sum(axis=1, keepdims=True) @ value


@wrong(
    "attend",
    "divides by the root of the number of tokens, not of the width",
    says="the scores are not divided by the",
)
def _(query, key, value):
    weights = np.tril(np.exp(query @ key.T / np.sqrt(query.shape[0])))
    return weights / weights.sum(axis=1, keepdims=True) @ value


@wrong(
    "attend",
    "the scores are no longer divided by the root of the width",
    says="the scores are not divided by the",
)
def _(query, key, value):
    weights = np.tril(np.exp(query @ key.T))
    return weights / weights.sum(axis=1, keepdims=True) @ value


@wrong(
    "attend",
    "divides by the width, not by its root",
    says="the scores are not divided by the",
)
def _(query, key, value):
    weights = np.tril(np.exp(query @ key.T / query.shape[1]))
    return weights / weights.sum(axis=1, keepdims=True) @ value


@wrong(
    "attend",
    "only the first token is repaired",
    says="the weights of a token do not sum",
)
def _(query, key, value):
    scores = query @ key.T / np.sqrt(query.shape[1])
    weights = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    weights = np.tril(weights)
    weights[0, 0] = 1
    return weights @ value


@wrong(
    "attend",
    "the weight taken from the future is given to the token itself",
    says="each row sums to 1 now, but the",
)
def _(query, key, value):
    scores = query @ key.T / np.sqrt(query.shape[1])
    weights = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    weights = np.tril(weights)
    return (weights + np.diag(1 - weights.sum(axis=1))) @ value


@wrong(
    "attend",
    "the weight taken from the future is shared out equally",
    says="each row sums to 1 now, but the",
)
def _(query, key, value):
    scores = query @ key.T / np.sqrt(query.shape[1])
    weights = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    weights = np.tril(weights)
    missing = (1 - weights.sum(axis=1)) / np.arange(1, len(query) + 1)
    return (weights + np.tril(np.ones_like(weights)) * missing[:, None]) @ value


@wrong("attend", "queries and keys exchanged", says="queries and keys are exchanged:")
def _(query, key, value):
    weights = np.tril(np.exp(key @ query.T / np.sqrt(query.shape[1])))
    return weights / weights.sum(axis=1, keepdims=True) @ value


@wrong(
    "attend",
    "the plain mean of the earlier values: query and key ignored",
    says="all earlier tokens count alike.",
)
def _(query, key, value):
    weights = np.tri(len(query))
    return weights / weights.sum(axis=1, keepdims=True) @ value


@wrong(
    "attend",
    "takes the best earlier value only: no mixing",
    says="each token takes over one value",
)
def _(query, key, value):
    scores = query @ key.T
    return np.array([value[scores[i, : i + 1].argmax()] for i in range(len(query))])


@wrong(
    "attend",
    "the future gets a score of -1 instead of minus infinity",
    says="a token looks ahead: its result",
)
def _(query, key, value):
    scores = query @ key.T / np.sqrt(query.shape[1])
    scores[np.triu_indices(len(scores), k=1)] = -1
    weights = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return weights @ value


@wrong(
    "attend",
    "divides by the sum of the whole matrix",
    says="all weights together sum to 1.",
)
def _(query, key, value):
    weights = np.tril(np.exp(query @ key.T / np.sqrt(query.shape[1])))
    return weights / weights.sum() @ value


@wrong(
    "attend",
    "softmax forgotten: the scores themselves are normalised",
    says="the exponential is gone: a score",
)
def _(query, key, value):
    weights = np.tril(query @ key.T / np.sqrt(query.shape[1]))
    with np.errstate(all="ignore"):
        return weights / weights.sum(axis=1, keepdims=True) @ value


@wrong(
    "attend",
    "the weights are returned, not the mixed values",
    says="`value` is never used",
)
def _(query, key, value):
    weights = np.tril(np.exp(query @ key.T / np.sqrt(query.shape[1])))
    return weights / weights.sum(axis=1, keepdims=True)


@wrong(
    "attend",
    "the output is normalised instead of the weights",
    says="the output's rows sum to 1. It is",
)
def _(query, key, value):
    output = np.tril(np.exp(query @ key.T / np.sqrt(query.shape[1]))) @ value
    with np.errstate(all="ignore"):
        return output / output.sum(axis=1, keepdims=True)


@wrong("attend", "keys are mixed instead of values", says="`value` is never used.")
def _(query, key, value):
    weights = np.tril(np.exp(query @ key.T / np.sqrt(query.shape[1])))
    return weights / weights.sum(axis=1, keepdims=True) @ key


@wrong(
    "attend",
    "returns inside the loop: the first token only",
    says="the `return` stands inside the",
)
def _(query, key, value):
    output = np.zeros(value.shape)
    for i in range(len(query)):
        raw = np.exp(key[: i + 1] @ query[i] / query.shape[1] ** 0.5)
        output[i] = raw / raw.sum() @ value[: i + 1]
        return output


@wrong(
    "attend",
    "raises: masked_fill is torch's, the scores are NumPy's",
    says="has no attribute 'masked_fill'",
)
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


@wrong(
    "top_k_probabilities",
    "multiplies by the temperature",
    says="the temperature works the wrong",
)
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    x = (logits - logits.max()) * temperature
    raw = np.exp(x) * (logits >= np.sort(logits)[-k])
    return raw / raw.sum()


@wrong(
    "top_k_probabilities",
    "ignores the temperature",
    says="the temperature changes nothing.",
)
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = np.exp(logits - logits.max()) * (logits >= np.sort(logits)[-k])
    return raw / raw.sum()


@wrong("top_k_probabilities", "ignores k", says="all tokens can still be drawn.")
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = np.exp((logits - logits.max()) / temperature)
    return raw / raw.sum()


@wrong(
    "top_k_probabilities",
    "logits outside the top set to 0 before the softmax",
    says="a logit of 0 does not rule a",
)
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    x = np.where(logits >= np.sort(logits)[-k], logits, 0) / temperature
    raw = np.exp(x - x.max())
    return raw / raw.sum()


@wrong(
    "top_k_probabilities",
    "not normalised again after the cut",
    says="what is left does not add up to",
)
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = np.exp((logits - logits.max()) / temperature)
    return np.where(logits >= np.sort(logits)[-k], raw / raw.sum(), 0)


@wrong("top_k_probabilities", "the k smallest", says="these are the k least likely")
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = np.exp((logits - logits.max()) / temperature)
    raw = raw * (logits <= np.sort(logits)[k - 1])
    return raw / raw.sum()


@wrong(
    "top_k_probabilities",
    "keeps k - 1: larger than the k-th, not equal",
    says="one token too few is kept: the",
)
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = np.exp((logits - logits.max()) / temperature)
    raw = raw * (logits > np.sort(logits)[-k])
    with np.errstate(all="ignore"):
        return raw / raw.sum()


@wrong(
    "top_k_probabilities",
    "raises for k = n: the (k + 1)-th does not exist",
    says="IndexError: index 3 is out of bounds",
)
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = np.exp((logits - logits.max()) / temperature)
    raw = raw * (logits > np.sort(logits)[::-1][k])
    return raw / raw.sum()


@wrong("top_k_probabilities", "keeps one too many", says="one token too many is kept.")
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = np.exp((logits - logits.max()) / temperature)
    raw[np.argsort(-logits)[k + 1 :]] = 0
    return raw / raw.sum()


@wrong(
    "top_k_probabilities",
    "sorted by size, the tokens' order is lost",
    says="the probabilities are sorted.",
)
def _(logits, temperature, k):
    logits = np.sort(np.asarray(logits, dtype=float))[::-1]
    raw = np.exp((logits - logits.max()) / temperature)
    raw[k:] = 0
    return raw / raw.sum()


@wrong(
    "top_k_probabilities",
    "keeps the first k tokens, not the k likeliest",
    says="these are the first k tokens. The",
)
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = np.exp((logits - logits.max()) / temperature)
    raw[k:] = 0
    return raw / raw.sum()


@wrong(
    "top_k_probabilities",
    "takes argsort for the rank",
    says="`argsort` gives places, the",
)
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = np.exp((logits - logits.max()) / temperature)
    raw = np.where(np.argsort(-logits) < k, raw, 0)
    return raw / raw.sum()


@wrong(
    "top_k_probabilities",
    "whole-number logits: zeros_like cuts all to integers",
    says="the probabilities are cut to",
)
def _(logits, temperature, k):
    logits = np.asarray(logits)
    best = np.argsort(logits)[-k:]
    raw = np.exp((logits[best] - logits.max()) / temperature)
    chances = np.zeros_like(logits)
    chances[best] = raw / raw.sum()
    return chances


@wrong(
    "top_k_probabilities",
    "exp overflows when the temperature is low: NaN",
    says="at a low temperature, `exp`",
)
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    with np.errstate(all="ignore"):
        raw = np.exp(logits / temperature) * (logits >= np.sort(logits)[-k])
        return raw / raw.sum()


@wrong(
    "top_k_probabilities",
    "temperature applied after the softmax cancels out",
    says="the temperature changes nothing.",
)
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    chances = np.exp(logits - logits.max())
    chances = chances / chances.sum() / temperature
    chances[np.argsort(logits)[: len(logits) - k]] = 0
    return chances / chances.sum()


@wrong(
    "top_k_probabilities",
    "only the k probabilities, the zeros are missing",
    says="k probabilities are left, without",
)
def _(logits, temperature, k):
    top = np.sort(np.asarray(logits, dtype=float))[::-1][:k]
    raw = np.exp((top - top.max()) / temperature)
    return raw / raw.sum()


@wrong(
    "top_k_probabilities",
    "all of the top k equally likely",
    says="the k tokens are equally likely.",
)
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    return (logits >= np.sort(logits)[-k]) / k


@wrong(
    "top_k_probabilities",
    "without exp: logits divided by their sum",
    says="logits are divided by their sum.",
)
def _(logits, temperature, k):
    x = np.asarray(logits, dtype=float) / temperature
    x = np.where(x >= np.sort(x)[-k], x, 0)
    with np.errstate(all="ignore"):
        return x / x.sum()


@wrong(
    "top_k_probabilities",
    "the largest alone takes all",
    says="the likeliest token has all the",
)
def _(logits, temperature, k):
    return np.eye(len(logits))[np.argmax(logits)]


@wrong(
    "top_k_probabilities",
    "log probabilities, and minus infinity for the others",
    says="these are logarithms of",
)
def _(logits, temperature, k):
    x = np.asarray(logits, dtype=float) / temperature
    x = np.where(x >= np.sort(x)[-k], x, -np.inf)
    return x - np.logaddexp.reduce(x)


@wrong("top_k_probabilities", "shape (n, 1)", says="the right numbers, in the shape")
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = np.exp((logits - logits.max()) / temperature)
    raw = raw * (logits >= np.sort(logits)[-k])
    return (raw / raw.sum())[:, None]


@wrong(
    "top_k_probabilities",
    "also cuts tokens with negative logits",
    says="tokens with a negative logit are",
)
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = np.exp((logits - logits.max()) / temperature)
    raw = raw * (logits >= np.sort(logits)[-k]) * (logits >= 0)
    with np.errstate(all="ignore"):
        return raw / raw.sum()


@wrong(
    "top_k_probabilities",
    "temperature as a whole number: below 1 it is 0 or 1",
    says="the temperature changes nothing.",
)
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = np.exp((logits - logits.max()) / max(1, int(temperature)))
    raw = raw * (logits >= np.sort(logits)[-k])
    return raw / raw.sum()


@wrong(
    "top_k_probabilities",
    "largest by absolute value",
    says="these logits are large without",
)
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    size = np.abs(logits)
    raw = np.exp((logits - logits.max()) / temperature)
    raw = raw * (size >= np.sort(size)[-k])
    return raw / raw.sum()


@wrong(
    "top_k_probabilities",
    "2 to the power instead of e",
    says="2 is raised to the logits.",
)
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = 2 ** ((logits - logits.max()) / temperature)
    raw = raw * (logits >= np.sort(logits)[-k])
    return raw / raw.sum()


@wrong(
    "top_k_probabilities",
    "raises: topk is torch's, the logits are NumPy's",
    says="has no attribute 'topk'",
)
def _(logits, temperature, k):
    values, places = np.asarray(logits, dtype=float).topk(k)
    chances = np.zeros(len(logits))
    chances[places] = np.exp(values / temperature)
    return chances / chances.sum()


@wrong(
    "top_k_probabilities",
    "draws a token instead of returning probabilities",
    says="one number where 3 are due.",
)
def _(logits, temperature, k):
    logits = np.asarray(logits, dtype=float)
    raw = np.exp((logits - logits.max()) / temperature)
    raw = raw * (logits >= np.sort(logits)[-k])
    return np.random.default_rng(0).choice(len(logits), p=raw / raw.sum())


# ---- found by a student of a later edition ----


@wrong(
    "attend", "zeros are hidden by value", says="a score that is exactly 0 is hidden"
)
def _(query, key, value):
    scores = np.tril(query @ key.T / np.sqrt(query.shape[1]))
    scores[scores == 0] = -np.inf
    weights = np.exp(scores)
    return weights / weights.sum(axis=1, keepdims=True) @ value


@wrong("attend", "the past becomes NaN", says="NaN")
def _(query, key, value):
    scores = query @ key.T / np.sqrt(query.shape[1])
    weights = np.exp(scores + np.triu(np.ones_like(scores), 1) * -np.inf)
    return weights / weights.sum(axis=1, keepdims=True) @ value


@wrong("attend", "NaN for the future", says="NaN")
def _(query, key, value):
    scores = query @ key.T / np.sqrt(query.shape[1])
    weights = np.where(np.tri(len(scores)), np.exp(scores), np.nan)
    return weights / weights.sum(axis=1, keepdims=True) @ value


@wrong("top_k_probabilities", "−∞ in whole numbers", says="cannot hold −∞")
def _(logits, temperature, k):
    logits = logits.copy()
    logits[np.argsort(logits)[:-k]] = -np.inf
    weights = np.exp((logits - logits.max()) / temperature)
    return weights / weights.sum()


@right("top_k_probabilities")
def _(logits, temperature, k):
    logits = logits.astype(float)
    logits[np.argsort(logits)[:-k]] = -np.inf
    weights = np.exp((logits - logits.max()) / temperature)
    return weights / weights.sum()


@wrong("document_mask", "returns where a row is done", says="all rows are empty")
def _(tokens, end):
    mask = np.zeros((len(tokens), len(tokens)), dtype=bool)
    for row in range(len(tokens)):
        for column in range(row, -1, -1):
            mask[row, column] = True
            if tokens[column] == end:
                return mask
    return mask


@wrong("top_k_probabilities", "clips before exp", says="clipped")
def _(logits, temperature, k):
    weights = np.exp(np.clip(logits / temperature, -700, 700))
    weights = np.where(logits >= np.sort(logits)[-k], weights, 0)
    return weights / weights.sum()
