"""Exercises of lesson 3.3, Train a language model."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from helpers.exercises.engine import (
    Function,
    Mistake,
    Ordering,
    Prediction,
    Quiz,
    collect,
)

# --- Warm-up: lessons 1.1, 2.3 and 2.4, with a new surface

warmup_paired = Quiz(
    right="B",
    replies={
        "A": "The 10 says how archives differ, which both ways share. It drops out when"
        " you subtract on each archive.",
        "B": "Paired: eight differences, their mean and their spread. If they lie"
        " between 2 and 4, the first way is better.",
        "C": "Eight can be enough, if the eight differences agree.",
    },
)
warmup_loss = Quiz(
    right="C",
    replies={
        "A": "That would be learning. But a loss on the training days falls as well"
        " when the model memorises them.",
        "B": "It may be. The training loss does not say so either.",
        "C": "A falling training loss says nothing of new days. Look at days set"
        " aside.",
    },
)
warmup_explore = Quiz(
    right="A",
    replies={
        "A": "A greedy policy. Without exploration it never learns what it has not"
        " tried.",
        "B": "Those have a record, and the best of them are played. Which songs have"
        " none?",
        "C": "The record holds only what was played. How does a new song get one?",
    },
)

# --- Predictions

predict_tokens = Prediction(
    right="B",
    replies={
        "A": "The very first merges already join the commonest letters. With 768, many"
        " frequent words are one token.",
        "B": "Yes. Frequent words are one token, rare ones fall apart into pieces.",
        "C": "Whole words would give that. With 768 merges only the frequent ones are"
        " whole.",
    },
)
predict_counts = Prediction(
    right="B",
    replies={
        "A": "True, and it helps at first: a longer context of bytes soon gets rare,"
        " though, and five bytes hold two tokens only.",
        "B": "Yes: a context of three tokens spans about eight bytes, and it has been"
        " counted often, because tokens are frequent pieces.",
        "C": "The text is the same, what is looked at before each guess is not.",
    },
)
predict_future = Prediction(
    right="C",
    replies={
        "A": "Without the mask it would be so. With it, the first 39 cannot have seen"
        " the 40th.",
        "B": "The later ones look back at the 40th, and take over some of its value.",
        "C": "Yes: nothing flows to the left. That is what makes 64 honest guesses in"
        " one pass possible.",
    },
)
predict_winner = Prediction(
    right="B",
    replies={
        "A": "It is past the bigram by then. The best counts remember every run of a"
        " few tokens that they have seen once, and the network has read about a"
        " seventh of the corpus.",
        "B": "Yes. Counting is a strong start; the network needs most of its time to"
        " catch up, and then goes on where longer runs are too rare to be counted.",
        "C": "Small networks do not, in this time. This one has tables for the runs and"
        " its attention besides.",
    },
)
predict_sense = Prediction(
    right="C",
    replies={
        "A": "So it would be if nothing of the context were added. The vector"
        " must guess what follows, and that depends on the sense.",
        "B": "The context helps more than that: “is set” and “a set” are different"
        " neighbours to look back at.",
        "C": "Yes: to guess the next token, the vector had to take up what stands"
        " before it.",
    },
)

# --- Quiz

random_windows = Quiz(
    right="A",
    replies={
        "A": "What stands before and after a held-out window, and copies of it in the"
        " same file, were counted. New files bring no such help.",
        "B": "Both are judged a byte at a time. The length of a piece does not enter.",
        "C": "Users come with files that were not counted: the held-out files are more"
        " like them.",
    },
)
which_perplexity = Quiz(
    right="B",
    replies={
        "A": "X chooses among 5 for each byte, Y among 12 for each 2.5 bytes. How many"
        " bits is each per byte?",
        "B": "X needs log₂ 5 = 2.3 bits a byte, Y log₂ 12 / 2.5 = 1.4. A perplexity"
        " means nothing before you know the unit.",
        "C": "The perplexities cannot be compared as they stand. Bits per byte can.",
    },
)
straight_line = Quiz(
    right="B",
    replies={
        "A": "Ours fitted its points well, too. It failed beyond them.",
        "B": "A thousand times is far beyond ten points. Our line was off at five times"
        " its last one.",
        "C": "Seeds say how sure each point is. They say nothing of what lies beyond"
        " the last one.",
    },
)
colder = Quiz(
    right="A",
    replies={
        "A": "Cold sampling repeats the likeliest answer. It is the same each time, and"
        " as wrong as what the model has learned.",
        "B": "Likeliest means: most like the texts it was trained on. Nobody has"
        " compared that with the facts.",
        "C": "Its weights have not, but the probabilities that it draws with have.",
    },
)
attention_explains = Quiz(
    right="B",
    replies={
        "A": "That is what an exchange would show. In your count, the most attended"
        " token often was not the one that moved the guess most.",
        "B": "Attention says where a head looked, not what came of it. In your model,"
        " the tables of runs even pass it by. Change the input and look at the output.",
        "C": "Heads often look at tokens of no weight. It shows nothing about the"
        " decision, good or bad.",
    },
)

# --- Exercise 1: perplexity and bits per byte


def judged(probabilities, text):
    """Return (perplexity a token, bits per byte) of a text."""
    bits = -np.log2(probabilities).sum()
    return 2 ** (bits / len(probabilities)), bits / len(text.encode())


def judged_by_products(probabilities, text):
    """The same, with the product of the probabilities."""
    product = 1.0
    for probability in probabilities:
        product *= float(probability)
    n_bytes = len(text.encode("utf-8"))
    return product ** (-1 / len(probabilities)), -np.log(product) / np.log(2) / n_bytes


def by_characters(probabilities, text):
    """Divides by characters: ü is one, and two bytes."""
    bits = -np.log2(probabilities).sum()
    return 2 ** (bits / len(probabilities)), bits / len(text)


def bits_a_token(probabilities, text):
    """Divides the bits by the tokens."""
    bits = -np.log2(probabilities).mean()
    return 2**bits, bits


def in_nats(probabilities, text):
    """Uses the natural logarithm."""
    nats = -np.log(probabilities).sum()
    return np.exp(nats / len(probabilities)), nats / len(text.encode())


def nats_as_bits(probabilities, text):
    """Uses the natural logarithm, then raises 2 to it."""
    nats = -np.log(probabilities).sum()
    return 2 ** (nats / len(probabilities)), nats / len(text.encode())


def mean_inverse(probabilities, text):
    """Takes the mean of 1/p for the perplexity."""
    bits = -np.log2(probabilities).sum()
    return (1 / np.asarray(probabilities)).mean(), bits / len(text.encode())


def inverse_mean(probabilities, text):
    """Takes 1 over the mean probability for the perplexity."""
    bits = -np.log2(probabilities).sum()
    return 1 / np.mean(probabilities), bits / len(text.encode())


def mixed_perplexity(probabilities, text):
    """Raises 2 to the mean of natural logarithms; the second number is right."""
    bits = -np.log2(probabilities).sum()
    return 2 ** -np.log(probabilities).mean(), bits / len(text.encode())


def bits_for_perplexity(probabilities, text):
    """Stops at the mean bits a token."""
    bits = -np.log2(probabilities)
    return bits.mean(), bits.sum() / len(text.encode())


def perplexity_of_all(probabilities, text):
    """Raises 2 to the sum of the bits."""
    bits = -np.log2(probabilities).sum()
    return 2**bits, bits / len(text.encode())


def perplexity_a_byte(probabilities, text):
    """Spreads the perplexity over bytes, too."""
    bits = -np.log2(probabilities).sum() / len(text.encode())
    return 2**bits, bits


def without_minus(probabilities, text):
    """Forgets the minus."""
    bits = np.log2(probabilities).sum()
    return 2 ** (bits / len(probabilities)), bits / len(text.encode())


def the_other_way_round(probabilities, text):
    """Returns the two in the wrong order."""
    return judged(probabilities, text)[::-1]


def text_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, a text with two-byte letters, then others."""
    yield np.array([0.5, 0.25, 0.125]), "tree"
    yield np.array([0.5, 0.5, 0.0625]), "Übergröße"
    for text in ("fit the kernel", "naïve Bayes"):
        yield rng.uniform(0.05, 0.9, size=5).round(3), text


judge_text = Function(
    solution=judged,
    cases=text_cases,
    mistakes=[
        Mistake(
            by_characters,
            "you divided by the characters. In UTF-8, ü takes two bytes.",
        ),
        Mistake(
            bits_a_token,
            "these are bits a token. How many bytes does the text have?",
        ),
        Mistake(
            in_nats,
            "the second number is in nats. A bit needs the logarithm to base 2.",
        ),
        Mistake(
            nats_as_bits,
            "natural logarithms and powers of 2 are mixed. Take one base for both.",
        ),
        Mistake(
            mean_inverse,
            "the perplexity is no mean of 1/p: one rare token would rule it. Average"
            " the bits first, then raise 2 to them.",
        ),
        Mistake(
            inverse_mean,
            "the perplexity is not 1 over the mean probability. Average the bits first,"
            " then raise 2 to them.",
        ),
        Mistake(
            mixed_perplexity,
            "the first number raises 2 to natural logarithms. Take one base for both.",
        ),
        Mistake(
            bits_for_perplexity,
            "the first number is the mean bits a token. Among how many equally likely"
            " tokens does one choose with 1 bit? With 2?",
        ),
        Mistake(
            perplexity_of_all,
            "the first number chooses among all texts of this length. For one token,"
            " take the mean of the bits, not their sum.",
        ),
        Mistake(
            perplexity_a_byte,
            "the first number is a perplexity a byte. Spread the bits over the tokens"
            " there.",
        ),
        Mistake(without_minus, "the logarithm of a probability is negative."),
        Mistake(
            the_other_way_round,
            "the two numbers stand in the wrong order.",
        ),
    ],
    hints=[
        "Begin with the bits of each token, then their sum: 1 + 2 + 3 in the example.",
        "The perplexity is 2 to the mean bits a token.",
        "A text's bytes are `text.encode()`.",
    ],
    after="Perplexity depends on how the text was cut; bits per byte do not.",
    also=[judged_by_products],
    rtol=1e-4,
)

# --- Exercise 2: order the lines

honest_comparison = Ordering(
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


def same_document(tokens, end):
    """Return the mask of shape (n, n), True where a token (row) may look (column)."""
    document = np.cumsum(np.asarray(tokens) == end)
    same = document[:, None] == document[None, :]
    return same & np.tri(len(document), dtype=bool)


def same_document_by_loop(tokens, end):
    """The same, row by row."""
    tokens = [int(token) for token in tokens]
    mask = []
    start = 0
    for row, token in enumerate(tokens):
        if token == end:
            start = row
        mask.append([start <= column <= row for column in range(len(tokens))])
    return mask


def causal_only(tokens, end):
    """Looks back across documents."""
    return np.tri(len(tokens), dtype=bool)


def also_ahead(tokens, end):
    """Looks ahead inside the document."""
    document = np.cumsum(np.asarray(tokens) == end)
    return document[:, None] == document[None, :]


def only_ahead(tokens, end):
    """Has rows and columns exchanged."""
    return same_document(tokens, end).T


def not_itself(tokens, end):
    """Leaves the token itself out."""
    document = np.cumsum(np.asarray(tokens) == end)
    same = document[:, None] == document[None, :]
    return same & np.tri(len(document), k=-1, dtype=bool)


def hides(tokens, end):
    """Marks what is hidden instead of what may be seen."""
    return ~same_document(tokens, end)


def end_closes(tokens, end):
    """Takes `end` for the last token of a document."""
    is_end = np.asarray(tokens) == end
    document = np.cumsum(is_end) - is_end
    same = document[:, None] == document[None, :]
    return same & np.tri(len(document), dtype=bool)


def end_is_seen_by_all(tokens, end):
    """Lets a token look at the `end` of earlier documents as well."""
    is_end = np.asarray(tokens) == end
    document = np.cumsum(is_end)
    same = document[:, None] == document[None, :]
    return (same | is_end[None, :]) & np.tri(len(document), dtype=bool)


def same_token(tokens, end):
    """Compares tokens instead of documents."""
    tokens = np.asarray(tokens)
    return (tokens[:, None] == tokens[None, :]) & np.tri(len(tokens), dtype=bool)


def always_zero(tokens, end):
    """Takes 0 for the end token whatever `end` is."""
    return same_document(tokens, 0)


def end_is_hidden(tokens, end):
    """Lets no token look at an `end`, not even at that of its own document."""
    return same_document(tokens, end) & (np.asarray(tokens) != end)[None, :]


def only_the_end_forgets(tokens, end):
    """Hides the past from the end token, not from those after it."""
    mask = np.tri(len(tokens), dtype=bool)
    for place in np.flatnonzero(np.asarray(tokens) == end):
        mask[place, :place] = False
    return mask


def only_the_last_end(tokens, end):
    """Begins anew at the last end token only."""
    places = np.flatnonzero(np.asarray(tokens) == end)
    mask = np.tri(len(tokens), dtype=bool)
    for place in places[-1:]:
        mask[place:, :place] = False
    return mask


def token_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, a window that begins in a document, then others."""
    yield np.array([0, 5, 0, 7]), 0
    yield np.array([4, 6, 9, 6, 8]), 9
    for n in (7, 9):
        tokens = rng.integers(1, 20, size=n)
        tokens[[2, 5]] = 0
        yield tokens, 0


document_mask = Function(
    solution=same_document,
    cases=token_cases,
    mistakes=[
        Mistake(
            causal_only,
            "a token looks back into the documents before its own.",
        ),
        Mistake(also_ahead, "a token looks ahead inside its document."),
        Mistake(
            only_ahead,
            "rows and columns are exchanged: the row is the token that looks.",
        ),
        Mistake(not_itself, "a token may look at itself."),
        Mistake(
            hides,
            "True marks what is forbidden. It should mark what is allowed.",
        ),
        Mistake(
            end_closes,
            "the end token stands before its document and belongs to it: a new document"
            " starts with it.",
        ),
        Mistake(
            end_is_seen_by_all,
            "a token looks at the end tokens of other documents.",
        ),
        Mistake(
            same_token,
            "you compare tokens with each other. Number the documents, and compare"
            " these numbers.",
        ),
        Mistake(
            always_zero,
            "the end token is not always 0: it is the number in `end`.",
        ),
        Mistake(
            end_is_hidden,
            "nobody looks at an end token. It belongs to its document like any other.",
        ),
        Mistake(
            only_the_end_forgets,
            "the end token itself looks back no further, but those after it do.",
        ),
        Mistake(
            only_the_last_end,
            "only the last end token begins a document. The ones before it do, too.",
        ),
    ],
    hints=[
        "Give each token the number of its document: how many end tokens have come up"
        " to here?",
        "`np.cumsum` of a comparison counts how often it has been true so far.",
        "Two conditions, joined by `&`: the same document, and not later."
        " `number[:, None] == number[None, :]` compares all pairs.",
    ],
    after="Where many short texts share a window, this mask keeps one from guessing by"
    " another.",
    also=[same_document_by_loop],
)

# --- Exercise 4: repair attention


def attend_repaired(query, key, value):
    """Return causal attention's output; all arrays have shape (n_tokens, width)."""
    scores = query @ key.T / np.sqrt(query.shape[1])
    weights = np.tril(np.exp(scores))  # nobody looks ahead
    weights = weights / weights.sum(axis=1, keepdims=True)
    return weights @ value


def attend(query, key, value):
    """Return causal attention's output; all arrays have shape (n_tokens, width)."""
    scores = query @ key.T / np.sqrt(query.shape[1])
    weights = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    weights = np.tril(weights)  # nobody looks ahead
    return weights @ value


def attend_with_infinity(query, key, value):
    """The same, with scores of −∞, as torch does it."""
    scores = query @ key.T / query.shape[1] ** 0.5
    scores = np.where(np.tri(len(scores), dtype=bool), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True) @ value


def zero_scores(query, key, value):
    """Hides by a score of 0, which the exponential makes a 1."""
    scores = np.tril(query @ key.T / np.sqrt(query.shape[1]))
    weights = np.exp(scores)
    weights = weights / weights.sum(axis=1, keepdims=True)
    return weights @ value


def down_the_columns(query, key, value):
    """Makes the columns sum to 1."""
    weights = np.tril(np.exp(query @ key.T / np.sqrt(query.shape[1])))
    weights = weights / weights.sum(axis=0, keepdims=True)
    return weights @ value


def no_mask(query, key, value):
    """Has lost the mask."""
    weights = np.exp(query @ key.T / np.sqrt(query.shape[1]))
    weights = weights / weights.sum(axis=1, keepdims=True)
    return weights @ value


def looks_ahead(query, key, value):
    """Keeps the future and hides the past."""
    weights = np.triu(np.exp(query @ key.T / np.sqrt(query.shape[1])))
    weights = weights / weights.sum(axis=1, keepdims=True)
    return weights @ value


def never_itself(query, key, value):
    """Hides the token itself; the first one has nothing to look at."""
    weights = np.tril(np.exp(query @ key.T / np.sqrt(query.shape[1])), k=-1)
    weights = weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-12)
    return weights @ value


def not_scaled(query, key, value):
    """Has lost the root of the width."""
    weights = np.tril(np.exp(query @ key.T))
    weights = weights / weights.sum(axis=1, keepdims=True)
    return weights @ value


def one_sum(query, key, value):
    """Divides by the sum of all weights."""
    weights = np.tril(np.exp(query @ key.T / np.sqrt(query.shape[1])))
    return weights / weights.sum() @ value


def never_shared_out(query, key, value):
    """Masks the exponentials and forgets to divide."""
    return np.tril(np.exp(query @ key.T / np.sqrt(query.shape[1]))) @ value


def still_masked_after(query, key, value):
    """Rewrites the softmax and leaves the mask where it was."""
    scores = query @ key.T / np.sqrt(query.shape[1])
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights = weights / weights.sum(axis=1, keepdims=True)
    return np.tril(weights) @ value


def root_of_the_tokens(query, key, value):
    """Divides the scores by the root of the number of tokens."""
    weights = np.tril(np.exp(query @ key.T / np.sqrt(len(query))))
    return weights / weights.sum(axis=1, keepdims=True) @ value


def attention_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, then arrays of other shapes."""
    yield np.eye(2), np.eye(2), np.eye(2)
    for n_tokens, width in ((3, 2), (5, 4), (4, 6)):
        yield tuple(rng.normal(size=(3, n_tokens, width)).round(2))


attend = Function(
    solution=attend_repaired,
    cases=attention_cases,
    start=attend,
    mistakes=[
        Mistake(
            zero_scores,
            "a score of 0 does not hide: the exponential makes a weight of 1 of it.",
        ),
        Mistake(
            down_the_columns,
            "the columns sum to 1. Each token, a row, shares out its own weights.",
        ),
        Mistake(no_mask, "the future is not hidden any more."),
        Mistake(looks_ahead, "now the past is hidden, and the future is seen."),
        Mistake(
            never_itself,
            "a token cannot look at itself, and the first one at nothing.",
        ),
        Mistake(
            not_scaled,
            "the root of the width has gone. It was not the bug.",
        ),
        Mistake(one_sum, "all weights together sum to 1. Each row should."),
        Mistake(
            never_shared_out,
            "the weights are not divided by any sum now. What should a row sum to?",
        ),
        Mistake(
            root_of_the_tokens,
            "the scores are divided by the root of the number of tokens. The root of"
            " the width was right.",
        ),
        Mistake(
            still_masked_after,
            "the result is as before. What do the rows of the last `weights` sum to?",
        ),
    ],
    hints=[
        "Print `weights.sum(axis=1)` before the last line. What should a row sum to?",
        "The rows are made to sum to 1, and then something is taken away.",
        "Take away first, then divide by what is left.",
    ],
    after="The mask comes before the sum. In torch, a score of −∞ does it: its"
    " exponential is 0.",
    also=[attend_with_infinity],
)

# --- Exercise 5: top-k


def top_k(logits, temperature, k):
    """Return probabilities that add up to 1, all 0 but for the k largest logits."""
    smallest_kept = np.sort(logits)[-k]
    weights = np.exp(np.asarray(logits) / temperature)
    weights = np.where(logits >= smallest_kept, weights, 0)
    return weights / weights.sum()


def top_k_by_loop(logits, temperature, k):
    """The same, by sorting places."""
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


def not_shared_out(logits, temperature, k):
    """Cuts after the softmax and does not divide again."""
    chances = softmax(logits / temperature)
    return np.where(logits >= np.sort(logits)[-k], chances, 0)


def times_temperature(logits, temperature, k):
    """Multiplies by the temperature."""
    return top_k(logits, 1 / temperature, k)


def no_temperature(logits, temperature, k):
    """Ignores the temperature."""
    return top_k(logits, 1, k)


def divided_chances(logits, temperature, k):
    """Divides probabilities by the temperature: they add up to 1 / temperature."""
    return top_k(logits, 1, k) / temperature


def one_too_many(logits, temperature, k):
    """Keeps k + 1."""
    return top_k(logits, temperature, min(k + 1, len(logits)))


def one_too_few(logits, temperature, k):
    """Keeps those above the k-th largest."""
    return top_k(logits, temperature, max(k - 1, 1))


def the_smallest(logits, temperature, k):
    """Keeps the k smallest."""
    weights = np.exp((logits - np.max(logits)) / temperature)
    weights = np.where(logits <= np.sort(logits)[k - 1], weights, 0)
    return weights / weights.sum()


def everything(logits, temperature, k):
    """Keeps all."""
    return softmax(logits / temperature)


def zero_logits(logits, temperature, k):
    """Sets the other logits to 0, which the exponential makes a 1."""
    return softmax(np.where(logits >= np.sort(logits)[-k], logits, 0) / temperature)


def only_the_kept(logits, temperature, k):
    """Returns k probabilities, the largest first: their places are lost."""
    return np.sort(top_k(logits, temperature, k))[::-1][:k]


def sorted_chances(logits, temperature, k):
    """Returns the right probabilities, the largest first."""
    return np.sort(top_k(logits, temperature, k))[::-1]


def the_first(logits, temperature, k):
    """Keeps the first k tokens."""
    weights = np.exp(np.asarray(logits) / temperature)
    weights = np.where(np.arange(len(weights)) < k, weights, 0)
    return weights / weights.sum()


def shared_equally(logits, temperature, k):
    """Gives the k largest the same probability."""
    return np.where(logits >= np.sort(logits)[-k], 1 / k, 0)


def logit_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield the lesson's example, an unsorted row, then longer rows of logits."""
    yield np.array([2.0, 1.0, 0.0]), 1.0, 2
    yield np.array([-1.0, 3.0, 0.0, 2.0]), 0.5, 3
    for n_tokens, temperature, k in ((6, 2.0, 3), (8, 0.7, 2)):
        logits = rng.permutation(np.linspace(-3, 3, n_tokens)) + rng.uniform(0.5, 1)
        yield logits.round(3), temperature, k


top_k_probabilities = Function(
    solution=top_k,
    cases=logit_cases,
    mistakes=[
        Mistake(
            not_shared_out,
            "what is left does not add up to 1. Share it out again.",
        ),
        Mistake(
            times_temperature,
            "the temperature works the wrong way round: below 1, likely tokens should"
            " become likelier.",
        ),
        Mistake(no_temperature, "the temperature changes nothing."),
        Mistake(
            divided_chances,
            "you divided the probabilities by the temperature. The logits are divided,"
            " before the softmax.",
        ),
        Mistake(one_too_many, "one token too many is kept."),
        Mistake(one_too_few, "one token too few is kept: the k-th largest belongs."),
        Mistake(the_smallest, "these are the k least likely tokens."),
        Mistake(everything, "all tokens can still be drawn. Where does k come in?"),
        Mistake(
            zero_logits,
            "a logit of 0 does not rule a token out: its exponential is 1.",
        ),
        Mistake(
            only_the_kept,
            "k probabilities are left, without their places. The result needs one for"
            " each token.",
        ),
        Mistake(
            sorted_chances,
            "the probabilities are sorted. Each must stand where its logit stands.",
        ),
        Mistake(
            the_first,
            "these are the first k tokens. The k largest logits may stand anywhere.",
        ),
        Mistake(
            shared_equally,
            "the k tokens are equally likely. Their logits should still matter.",
        ),
    ],
    hints=[
        "Which is the smallest logit that is kept? Sort them.",
        "Divide by the temperature, take exponentials, set what is not kept to 0.",
        "At last, divide by the sum of what is left.",
    ],
    after="Most language models are sampled like this, or by a share of probability"
    " instead of a number of tokens.",
    also=[top_k_by_loop],
)

ALL = collect(globals())
