"""Small changes to a function's source, each of which should make it wrong."""

import ast
import copy
from collections.abc import Iterator

BINARY = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.MatMult: ast.Mult,
}
COMPARE = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
NAMES = {
    "mean": "sum",
    "sum": "mean",
    "max": "min",
    "min": "max",
    "maximum": "minimum",
    "minimum": "maximum",
    "argmax": "argmin",
    "argmin": "argmax",
    "argsort": "sort",
    "abs": "square",
    "sqrt": "abs",
    "exp": "sqrt",
    "log": "sqrt",
    "all": "any",
    "any": "all",
    "zeros": "ones",
    "ones": "zeros",
    "and": "or",
}


def mutants(source: str) -> Iterator[tuple[str, str]]:
    """Yield (what was changed, changed source) for a function's source."""
    tree = ast.parse(source)
    for index, node in enumerate(ast.walk(tree)):
        for what, change in changes(node):
            changed = copy.deepcopy(tree)
            change(list(ast.walk(changed))[index])
            yield f"line {getattr(node, 'lineno', '?')}: {what}", ast.unparse(changed)


def changes(node: ast.AST) -> Iterator[tuple[str, object]]:
    """Yield (description, function that changes a copy of the node in place)."""
    if isinstance(node, ast.BinOp) and type(node.op) in BINARY:
        new = BINARY[type(node.op)]
        yield f"{ast.unparse(node)} with {new.__name__}", set_to("op", new())
    if isinstance(node, ast.AugAssign) and type(node.op) in BINARY:
        new = BINARY[type(node.op)]
        yield f"{ast.unparse(node)} with {new.__name__}", set_to("op", new())
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARE:
        new = COMPARE[type(node.ops[0])]
        yield f"{ast.unparse(node)} with {new.__name__}", set_to("ops", [new()])
    if isinstance(node, ast.BoolOp):
        new = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield f"{ast.unparse(node)} with {new.__name__}", set_to("op", new())
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not):
        keep = ast.UAdd() if isinstance(node.op, ast.USub) else None
        if keep:
            yield f"{ast.unparse(node)} without its sign", set_to("op", keep)
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        for value in (node.value + 1, node.value - 1):
            yield f"{node.value} becomes {value}", set_to("value", value)
    if isinstance(node, ast.Attribute) and node.attr in NAMES:
        yield (
            f"{node.attr} becomes {NAMES[node.attr]}",
            set_to("attr", NAMES[node.attr]),
        )
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield ".T becomes .real", set_to("attr", "real")
    if (
        isinstance(node, ast.Name)
        and node.id in NAMES
        and isinstance(node.ctx, ast.Load)
    ):
        yield f"{node.id} becomes {NAMES[node.id]}", set_to("id", NAMES[node.id])
    if isinstance(node, ast.Slice):
        for end in ("lower", "upper"):
            bound = getattr(node, end)
            if bound is not None and not isinstance(bound, ast.Constant):
                for sign, op in (("+", ast.Add()), ("-", ast.Sub())):
                    shifted = ast.BinOp(bound, op, ast.Constant(1))
                    yield f"slice {end} {sign} 1", set_to(end, shifted)
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "range":
        last = node.args[min(1, len(node.args) - 1)]
        if not isinstance(last, ast.Constant):
            for sign, op in (("+", ast.Add()), ("-", ast.Sub())):
                args = [*node.args]
                args[min(1, len(args) - 1)] = ast.BinOp(last, op, ast.Constant(1))
                yield f"range end {sign} 1", set_to("args", args)


def set_to(name: str, value: object) -> object:
    """Return a function that sets a node's attribute."""
    return lambda node: setattr(node, name, value)
