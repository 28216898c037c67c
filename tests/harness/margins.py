"""How far each claim of a lesson lies from failing, in standard deviations over seeds.

A claim is a comparison of numbers: `errors.mean() < 5`. Its distance is what is left
until it fails, 5 − errors.mean(); over seeds that distance has a mean and a standard
deviation, and their quotient is the claim's margin. Below 3, some seed will break it.
"""

import ast
import copy
import json
import random
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from tests.harness.runner import execute, with_seed

ENOUGH = 3.0  # standard deviations between a claim's mean distance and failure

# Runs first in the kernel: what stands in the place of claim() and of a comparison.
# A chain of comparisons, an array and a loop leave the distance nearest to failure.
RECORDER = """
def _record_claims(path):
    import json, operator
    import numpy as np
    from helpers import claim as real_claim
    tests = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
    tests |= {"==": operator.eq, "!=": operator.ne}
    nearest = {}

    def compared(place, operators, *sides):
        holds = True
        for sign, left, right in zip(operators, sides, sides[1:]):
            try:
                gap = np.asarray(right, float) - np.asarray(left, float)
                if sign in ("==", "!="):
                    gap = np.where(gap == 0, 1.0, -1.0) * (1 if sign == "==" else -1)
                    gap = np.where(gap > 0, np.inf, -np.inf)
                gap = -gap if sign[0] == ">" else gap
                low = float(np.min(gap))
                nearest[place] = min(low, nearest.get(place, np.inf))
            except (TypeError, ValueError):
                pass
            holds = holds & tests[sign](left, right)
        return holds

    def claimed(number, statement, condition):
        gaps = {k: v for k, v in nearest.items() if k.startswith(f"{number}.")}
        line = {"claim": number, "says": statement, "holds": bool(condition)}
        with open(path, "a", encoding="utf-8") as file:
            file.write(json.dumps({**line, "gaps": gaps}) + "\\n")
        nearest.clear()

    return compared, claimed
"""
SIGNS = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}


@dataclass
class Claim:
    """One claim of a lesson over several seeds."""

    says: str
    holds: list[bool] = field(default_factory=list)  # one a seed
    gaps: dict[str, list[float]] = field(default_factory=dict)  # by comparison

    @property
    def margin(self) -> float | None:
        """The smallest mean distance in standard deviations; None: no comparison."""
        found = [margin_of(gaps) for gaps in self.gaps.values()]
        return min(found) if found else None

    @property
    def is_weak(self) -> bool:
        """Whether it failed, or would: its margin and the margin's own error say so."""
        margin = self.margin
        if margin is None or not np.isfinite(margin):
            return not all(self.holds)
        error = np.sqrt((1 + margin**2 / 2) / len(self.holds))  # of mean / deviation
        return not all(self.holds) or margin + error < ENOUGH


def fresh_seeds(n: int) -> list[int]:
    """Return seeds that nobody has chosen."""
    draw = random.SystemRandom()
    return [draw.randrange(11, 100_000) for _ in range(n)]


def margin_of(gaps: list[float]) -> float:
    """Return mean / standard deviation; what never varies is infinitely far."""
    values = np.asarray(gaps)
    if not np.isfinite(values).all():
        return float("inf") if (values > 0).all() else float("-inf")
    spread = values.std(ddof=1) if len(values) > 1 else 0.0
    if spread <= 1e-9 * max(1e-300, np.abs(values).max()):
        return float("inf") if values.min() >= 0 else float("-inf")
    return float(values.mean() / spread)


class Recording(ast.NodeTransformer):
    """Replaces claim() by _claimed() and the comparisons in its condition."""

    def __init__(self) -> None:
        self.number = 0
        self.part = 0
        self.inside = False

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if getattr(node.func, "id", "") != "claim" or self.inside:
            return self.generic_visit(node)
        self.number, self.part, self.inside = self.number + 1, 0, True
        condition = self.visit(node.args[1])
        self.inside = False
        name = ast.Name("_claimed", ast.Load())
        return ast.Call(
            name, [ast.Constant(str(self.number)), node.args[0], condition], []
        )

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        signs = [SIGNS.get(type(op)) for op in node.ops]
        if not self.inside or None in signs:
            return self.generic_visit(node)
        self.part += 1
        place = ast.Constant(f"{self.number}.{self.part}")
        operators = ast.List([ast.Constant(s) for s in signs], ast.Load())
        sides = [place, operators, node.left, *node.comparators]
        return ast.Call(ast.Name("_compared", ast.Load()), sides, [])


def recording(nb: NotebookNode, path: Path) -> NotebookNode:
    """Return a copy whose claims write to `path` and never stop the run."""
    nb, recorder = copy.deepcopy(nb), Recording()
    for cell in nb.cells:
        if cell.cell_type == "code" and "claim(" in cell.source:
            tree = recorder.visit(ast.parse(cell.source))
            cell.source = ast.unparse(ast.fix_missing_locations(tree))
    start = f"{RECORDER}\n_compared, _claimed = _record_claims({str(path)!r})"
    nb.cells.insert(0, new_code_cell(start))
    return nb


def measure(nb: NotebookNode, folder: Path, seeds: Iterable[int]) -> list[Claim]:
    """Run a lesson with each seed and return its claims, in order."""
    claims: dict[str, Claim] = {}
    with tempfile.TemporaryDirectory(prefix="course-claims-") as tmp:
        for seed in seeds:
            path = Path(tmp) / f"{seed}.jsonl"
            path.touch()
            execute(recording(with_seed(nb, seed), path), folder, timeout=600)
            for line in path.read_text(encoding="utf-8").splitlines():
                entry = json.loads(line)
                claim = claims.setdefault(entry["claim"], Claim(entry["says"]))
                claim.holds.append(entry["holds"])
                for place, gap in entry["gaps"].items():
                    claim.gaps.setdefault(place, []).append(gap)
    return list(claims.values())


def table(claims: list[Claim]) -> str:
    """Return one line a claim: its margin, on how many seeds it held, what it says.

    ! marks what is too weak, ? what is below the bound within the margin's own error.
    """
    lines = []
    for claim in claims:
        margin = "     -" if claim.margin is None else f"{claim.margin:6.1f}"
        mark = "!" if claim.is_weak else " "
        if claim.margin is not None and claim.margin < ENOUGH and mark == " ":
            mark = "?"
        held = f"{sum(claim.holds)}/{len(claim.holds)}"
        lines.append(f"{mark} {margin} {held:>6}  {claim.says}")
    return "\n".join(lines)
