"""Small faults that can be planted anywhere in Python source, found on its syntax tree.

The operators are the usual ones of mutation analysis (DeMillo, Lipton and Sayward 1978, Computer 11:34;
Offutt and others 1996, ACM Transactions on Software Engineering and Methodology 5:99).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeGuard

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
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

_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}


@dataclass(frozen=True, slots=True)
class Site:
    """A place in a source file, as character offsets, and the text that replaces it."""

    start: int
    end: int
    replacement: str
    operator: str

    def apply(self, source: str) -> str:
        """Return the source with this fault in it."""
        return source[: self.start] + self.replacement + source[self.end :]


def sites(source: str) -> list[Site]:
    """Return every place in a source file where an operator applies, in the order of the file."""
    offsets = _Offsets(source)
    found = []
    for node in _code(ast.parse(source)):
        for changed, operator in _mutants(node):
            assert isinstance(node, ast.expr | ast.If)
            place = node.test if isinstance(node, ast.If) else node
            start, end = offsets.span(place)
            found.append(Site(start, end, f"({ast.unparse(changed)})", operator))
    return sorted(found, key=lambda site: (site.start, site.end, site.operator))


def _code(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk what runs: no annotations, no literal text, no lists of public names.

    Python 3.11 gives no usable positions inside an f-string.
    """
    for field, value in ast.iter_fields(tree):
        if field in {"annotation", "returns", "type_params"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or isinstance(child, ast.JoinedStr):
                continue
            if isinstance(child, ast.Import | ast.ImportFrom):
                continue
            yield child
            yield from _code(child)


def _mutants(node: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """Yield the changed expressions of a node, each with the name of its operator."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        compared = _COMPARISONS[type(node.ops[0])]()
        yield ast.Compare(node.left, [compared], node.comparators), "comparison"
    elif isinstance(node, ast.Constant) and _is_number(node.value):
        yield ast.Constant(node.value + 1), "constant + 1"
    elif isinstance(node, ast.BoolOp):
        joined: ast.boolop = ast.And() if isinstance(node.op, ast.Or) else ast.Or()
        yield ast.BoolOp(joined, node.values), "and / or"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand, "not removed"
    elif isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
        yield ast.BinOp(node.left, _ARITHMETIC[type(node.op)](), node.right), "arithmetic"
    elif isinstance(node, ast.If) and _is_guard(node):
        yield ast.Constant(value=False), "guard removed"
    elif isinstance(node, ast.IfExp):
        yield ast.IfExp(node.test, node.orelse, node.body), "branches swapped"
    elif isinstance(node, ast.Call):
        yield from _swapped(node)


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_guard(node: ast.If) -> bool:
    """Whether an ``if`` only leaves early."""
    leaves = ast.Return | ast.Raise | ast.Continue | ast.Break
    return not node.orelse and isinstance(node.body[-1], leaves) and len(node.body) <= 2


def _swapped(node: ast.Call) -> Iterator[tuple[ast.expr, str]]:
    """The first two positional arguments in the other order."""
    if len(node.args) < 2 or any(isinstance(arg, ast.Starred) for arg in node.args[:2]):
        return
    if ast.dump(node.args[0]) == ast.dump(node.args[1]):
        return
    args = [node.args[1], node.args[0], *node.args[2:]]
    yield ast.Call(node.func, args, node.keywords), "arguments swapped"


class _Offsets:
    """Turns the lines and byte columns of a syntax tree into offsets in the text."""

    def __init__(self, source: str) -> None:
        self._lines = source.splitlines(keepends=True)
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))

    def span(self, node: ast.expr) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return (
            self._at(node.lineno, node.col_offset),
            self._at(node.end_lineno, node.end_col_offset),
        )

    def _at(self, line: int, column: int) -> int:
        characters = self._lines[line - 1].encode()[:column].decode()
        return self._starts[line - 1] + len(characters)
