"""What an answer's own code shows, without running it.

Each finding is certain of the code it names; whether it is the cause is for the judge
to say, who asks only after the answer has been found wrong.
"""

import ast
import dis
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from types import CodeType

Loop = ast.For | ast.While | ast.AsyncFor


def source_as(function: Callable, name: str) -> str:
    """Return a function's source under another name, without its decorators."""
    lines = textwrap.dedent(inspect.getsource(function)).rstrip().splitlines()
    first = next(n for n, line in enumerate(lines) if re.match(r"(async )?def ", line))
    return re.sub(r"\bdef \w+", f"def {name}", "\n".join(lines[first:]), count=1)


def tree_of(function: Callable) -> ast.FunctionDef | ast.Lambda | None:
    """Return a function's syntax tree, None where its source cannot be had."""
    try:
        source = textwrap.dedent(inspect.getsource(inspect.unwrap(function)))
        nodes = list(ast.walk(ast.parse(source)))
    except (OSError, TypeError, SyntaxError, ValueError):
        return None
    kinds = (ast.FunctionDef, ast.Lambda)
    return next((node for node in nodes if isinstance(node, kinds)), None)


def has_blank(function: Callable) -> bool:
    """Return whether a stub's `...` is left in the code, or nothing but a docstring.

    A `...` inside brackets is an index, which an answer may well use.
    """
    code = getattr(inspect.unwrap(function), "__code__", None)
    if code is None:
        return False
    if is_empty(code):
        return True
    if not holds_ellipsis(code):
        return False
    tree = tree_of(function)
    if tree is None:
        return returns_ellipsis(code)
    indices = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript)
        for part in ast.walk(node.slice)
    }
    return any(
        isinstance(node, ast.Constant)
        and node.value is Ellipsis
        and id(node) not in indices
        for node in ast.walk(tree)
    )


def holds_ellipsis(code: CodeType) -> bool:
    """Return whether `...` stands in the code or in a function inside it."""
    inner = [c for c in code.co_consts if isinstance(c, CodeType)]
    return any(c is Ellipsis for c in code.co_consts) or any(map(holds_ellipsis, inner))


def returns_ellipsis(code: CodeType) -> bool:
    """Return whether the code returns or keeps a bare `...` (where no source is)."""
    steps = list(dis.get_instructions(code))
    return any(
        step.argval is Ellipsis
        and (
            step.opname == "RETURN_CONST"
            or after.opname in ("RETURN_VALUE", "STORE_FAST")
        )
        for step, after in zip(steps, [*steps[1:], steps[-1]], strict=True)
    )


def is_empty(code: CodeType) -> bool:
    """Return whether the code does nothing but return None."""
    steps = [i for i in dis.get_instructions(code) if i.opname not in ("RESUME", "NOP")]
    constants = [i.argval for i in steps if i.opname in ("LOAD_CONST", "RETURN_CONST")]
    others = {i.opname for i in steps} - {"LOAD_CONST", "RETURN_CONST", "RETURN_VALUE"}
    return not others and constants == [None]


def twins(one: Callable, other: Callable) -> bool:
    """Return whether two functions are written alike, but for their names."""
    try:
        trees = [ast.parse(source_as(f, "function")) for f in (one, other)]
    except (OSError, TypeError, SyntaxError, StopIteration):  # a built-in, a lambda
        return False
    return ast.dump(trees[0]) == ast.dump(trees[1])


def loops_by_condition(function: Callable) -> bool:
    """Return whether the code has a `while`."""
    tree = tree_of(function)
    return tree is not None and any(isinstance(n, ast.While) for n in ast.walk(tree))


def loops(function: Callable) -> bool:
    """Return whether the code has a loop of any kind."""
    tree = tree_of(function)
    kinds = (ast.For, ast.While, ast.comprehension)
    return tree is not None and any(isinstance(n, kinds) for n in ast.walk(tree))


def slip_in(function: Callable) -> str:
    """Return a slip that the code shows for certain, "" if it shows none."""
    tree = tree_of(function)
    if not isinstance(tree, ast.FunctionDef):
        return ""
    for loop in own_nodes(tree):
        if isinstance(loop, Loop):
            for slip in (return_in(loop), reset_in(loop, tree)):
                if slip:
                    return slip
    return ""


def own_nodes(tree: ast.FunctionDef) -> Iterator[ast.AST]:
    """Yield the nodes of a function, not those of functions inside it."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop(0)
        yield node
        if not isinstance(node, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            waiting += ast.iter_child_nodes(node)


def return_in(loop: Loop) -> str:
    """Return the slip of a `return` that ends a loop in its first round."""
    if loop.body and isinstance(loop.body[-1], ast.Return) and goes_round(loop):
        return (
            "the `return` stands inside the loop: it ends the function in the first"
            " round."
        )
    return ""


def goes_round(loop: Loop) -> bool:
    """Return whether the loop was meant to go round: no other way leads out of it."""
    others = [n for part in loop.body[:-1] for n in ast.walk(part)]
    return not any(isinstance(n, ast.Continue) for n in others)


def reset_in(loop: Loop, tree: ast.FunctionDef) -> str:
    """Return the slip of a total that each round of a loop starts anew."""
    for place, step in enumerate(loop.body):
        if not isinstance(step, ast.Assign) or len(step.targets) != 1:
            continue
        target = step.targets[0]
        if not isinstance(target, ast.Name) or not is_start(step.value):
            continue
        inside = [n for part in loop.body for n in ast.walk(part)]
        rest = [n for part in loop.body[place + 1 :] for n in ast.walk(part)]
        grown = [n for n in rest if grows(n, target.id)]
        own = {id(part) for n in grown for part in ast.walk(n)}
        read = [
            n
            for n in inside
            if isinstance(n, ast.Name)
            and n.id == target.id
            and isinstance(n.ctx, ast.Load)
            and id(n) not in own
        ]
        after = {id(n) for n in inside}
        used = any(
            isinstance(n, ast.Name) and n.id == target.id and id(n) not in after
            for n in ast.walk(tree)
        )
        if grown and not read and used:
            return (
                f"`{target.id} = {ast.unparse(step.value)}` stands inside the loop: "
                "each round forgets what the rounds before have gathered."
            )
    return ""


def is_start(value: ast.expr) -> bool:
    """Return whether a value is one that a total starts from: 0, 1, [], zeros(…)."""
    if isinstance(value, ast.Constant):
        return value.value in (0, 1, 0.0, 1.0, "")
    if isinstance(value, ast.List | ast.Dict):
        return not ast.dump(value).count("Constant")
    name = value.func if isinstance(value, ast.Call) else None
    return getattr(name, "attr", getattr(name, "id", "")) in (
        *("zeros", "zeros_like", "full", "list", "dict", "set", "empty"),
    )


def grows(node: ast.AST, name: str) -> bool:
    """Return whether a step adds to the named total: +=, x = x + …, append, [i] =."""
    if isinstance(node, ast.AugAssign):
        return base_of(node.target) == name
    if isinstance(node, ast.Assign):
        if any(isinstance(t, ast.Name) and t.id == name for t in node.targets):
            return (
                isinstance(node.value, ast.BinOp) and base_of(node.value.left) == name
            )
        return any(
            isinstance(target, ast.Subscript) and base_of(target) == name
            for target in node.targets
        )
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        called = node.value.func
        return (
            isinstance(called, ast.Attribute)
            and called.attr in ("append", "add", "extend", "update")
            and isinstance(called.value, ast.Name)
            and called.value.id == name
        )
    return False


def base_of(target: ast.AST) -> str:
    """Return the name that an assignment ends in: "rates" for rates[name][0]."""
    while isinstance(target, ast.Subscript | ast.Attribute):
        target = target.value
    return target.id if isinstance(target, ast.Name) else ""


def unused(function: Callable, reference: Callable) -> list[tuple[int, str]]:
    """Return place and name of what the reference uses and the answer does not."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    ours = getattr(reference, "__code__", None)
    if code is None or ours is None or code.co_argcount != ours.co_argcount:
        return []
    names = code.co_varnames[: code.co_argcount]
    theirs = ours.co_varnames[: ours.co_argcount]
    return [
        (place, name)
        for place, (name, their) in enumerate(zip(names, theirs, strict=True))
        if their in read_names(ours) and name not in read_names(code)
    ]


def read_names(code: CodeType) -> set[str]:
    """Return the local names that code reads, also from functions inside it."""
    found = set()
    for step in dis.get_instructions(code):
        if step.opname.startswith(("LOAD_FAST", "LOAD_CLOSURE", "LOAD_DEREF")):
            value = step.argval
            found |= set(value) if isinstance(value, tuple) else {value}
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            found |= read_names(inner) & set(inner.co_freevars)
    return found | set(code.co_cellvars)
