"""Lesson 3.3's network against a well-known recipe, in one process (deep suite)."""

import math
import time
from typing import Any

import nbformat
import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from helpers.places import NOTEBOOKS

LESSON = "03_model_families/03_large_language_models"
CONTEXT, WIDTH, HEADS, LAYERS, STEPS = 64, 128, 4, 4, 2000


class ReferenceBlock(nn.Module):
    """A block of nanoGPT: layer norm, attention, layer norm, GELU; no dropout."""

    def __init__(self) -> None:
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH, bias=False) for _ in range(2))
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH, bias=False)
        self.out = nn.Linear(WIDTH, WIDTH, bias=False)
        self.up = nn.Linear(WIDTH, 4 * WIDTH, bias=False)
        self.down = nn.Linear(4 * WIDTH, WIDTH, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        qkv = self.qkv(self.norms[0](x)).unflatten(-1, (3, HEADS, -1))
        heads = F.scaled_dot_product_attention(
            *qkv.permute(2, 0, 3, 1, 4), is_causal=True
        )
        x = x + self.out(heads.transpose(1, 2).flatten(2))
        return x + self.down(F.gelu(self.up(self.norms[1](x))))


class Reference(nn.Module):
    """nanoGPT's settings for a computer without a GPU, on bytes.

    Source: https://github.com/karpathy/nanoGPT, README, "only have a macbook".
    """

    def __init__(self) -> None:
        super().__init__()
        self.token = nn.Embedding(256, WIDTH)
        self.position = nn.Embedding(CONTEXT, WIDTH)
        self.blocks = nn.Sequential(*(ReferenceBlock() for _ in range(LAYERS)))
        self.norm = nn.LayerNorm(WIDTH, bias=False)
        for name, weight in self.named_parameters():
            if weight.dim() == 2:
                adds = name.endswith(("out.weight", "down.weight"))
                nn.init.normal_(weight, std=0.02 / math.sqrt(2 * LAYERS) ** adds)

    def forward(self, tokens: Tensor) -> Tensor:
        x = self.token(tokens) + self.position.weight[: tokens.shape[1]]
        return self.norm(self.blocks(x)) @ self.token.weight.T


def train_reference(stream: Tensor) -> tuple[nn.Module, float]:
    """Return the reference after its 2,000 steps of 12 windows, and CPU seconds."""
    torch.manual_seed(0)
    model = Reference()
    adam = torch.optim.AdamW(model.parameters(), 1e-3, (0.9, 0.99), weight_decay=0.1)
    begin = time.process_time()
    for step in range(STEPS):
        turn = math.pi * max(0, step - 100) / (STEPS - 100)
        rate = (step + 1) / 100 if step < 100 else 0.55 + 0.45 * math.cos(turn)
        adam.param_groups[0]["lr"] = 1e-3 * rate
        starts = torch.randint(len(stream) - CONTEXT, (12, 1))
        window = stream[starts + torch.arange(CONTEXT + 1)]
        logits = model(window[:, :-1]).flatten(0, 1)
        loss = F.cross_entropy(logits, window[:, 1:].flatten())
        adam.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        adam.step()
    return model, time.process_time() - begin


def lesson_names() -> dict[str, Any]:
    """Return what the lesson defines before it trains its table GPT."""
    nb = nbformat.read(NOTEBOOKS / f"{LESSON}.ipynb", 4)
    names: dict[str, Any] = {"__name__": LESSON}
    for cell in nb.cells:
        if cell.cell_type != "code" or "plt.subplots" in cell.source:
            continue
        if cell.source.startswith("model = TableGPT"):
            break
        if not cell.source.startswith(("exercises.", "small =", "bare =")):
            exec(cell.source, names)
    return names


@pytest.mark.deep
def test_the_table_gpt_is_ten_times_sooner(
    record_property: pytest.FixtureRequest,
) -> None:
    """What the reference reaches in all its steps costs the lesson's a tenth."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        names = lesson_names()
        valid = names["texts"]["valid"]
        as_bytes = {
            part: names["read_bytes"](names["texts"][part]).astype(np.int64)
            for part in ("train", "valid")
        }
        reference, slow = train_reference(torch.tensor(as_bytes["train"]))
        size = sum(len(text.encode()) + 1 for text in valid)
        goal = names["bits_per_byte"](reference, as_bytes["valid"], size)

        n_tokens, streams = len(names["vocabulary"]), names["streams"]
        begin = time.process_time()
        names["train"](names["TableGPT"](n_tokens), streams, 100)
        fast = time.process_time() - begin
        watch = [10, 20, 30, 50, 70, 100]
        curve = names["train"](names["TableGPT"](n_tokens), streams, 100, watch=watch)
    finally:
        torch.set_num_threads(threads)
    step = next((s for s in watch if curve[s] <= goal), None)
    assert step, f"{curve[100]:.2f} bits per byte after 100 steps, reference {goal:.2f}"
    ratio = slow / (fast * step / 100)
    text = f"reference {goal:.2f} bits per byte in {slow:.0f} CPU s, {ratio:.0f} times"
    record_property("summary", f"{text} sooner by lesson 3.3's network")
    assert ratio >= 10, text
