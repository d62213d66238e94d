"""Conditions on items in scripts: a small, safe part of Python's expressions.

``1990 <= year <= 1999 and 'crime' in genres``: names are the fields of an item; no calls, no attributes, no loops.
"""

from __future__ import annotations

import ast
import difflib
import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from assistant.errors import BadSettings
from assistant.evaluation.dialogues.variables import replaced

_COMPARE: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt,
    ast.GtE: operator.ge, ast.In: lambda a, b: a in b, ast.NotIn: lambda a, b: a not in b,
}  # fmt: skip
_LONGEST = 500
_ALLOWED = (ast.Constant, ast.Name, ast.List, ast.Tuple, ast.UnaryOp, ast.BoolOp, ast.Compare)


def holds(expression: str, values: Mapping[str, Any]) -> bool:
    """Does the condition hold for these values? A comparison with a missing value (None) does not hold.

    Raises `BadSettings` for what is not such a condition, or names a field that there is not.
    """
    return bool(_value(_parsed(expression), values, expression))


def check(expression: str) -> None:
    """Raise ``ValueError`` for what cannot be a condition, whatever the values; variables may stand in it."""
    try:
        tree = _parsed(replaced(expression, lambda name: "None"))
    except BadSettings as error:
        raise ValueError(str(error)) from error
    for node in ast.walk(tree):
        if isinstance(node, ast.expr) and not isinstance(node, _ALLOWED):
            raise ValueError(f"'{expression}' uses more than comparisons, and, or, not and in.")


def names(expression: str) -> set[str]:
    """The fields that a condition is about."""
    tree = _parsed(replaced(expression, lambda name: "None"))
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def known(named: Iterable[str], fields: Iterable[str], whole: str) -> None:
    """Raise `BadSettings` for a name in the condition ``whole`` that is none of ``fields``: it would never be so."""
    fields = list(fields)
    for name in sorted(set(named) - set(fields)):
        near = difflib.get_close_matches(name, fields, n=1)
        hint = f"Did you mean '{near[0]}'?" if near else f"They have {', '.join(fields)}."
        raise BadSettings(f"'{whole}' names '{name}', which items do not have.", hint)


def _parsed(expression: str) -> ast.expr:
    if len(expression) > _LONGEST:
        raise BadSettings(f"'{expression[:40]}…' is longer than {_LONGEST} letters.", "Divide it.")
    try:
        return ast.parse(expression, mode="eval").body
    except (SyntaxError, ValueError) as error:
        reason = error.msg if isinstance(error, SyntaxError) else error
        raise BadSettings(f"'{expression}' is not a condition ({reason}).", "Write it as in Python.") from error


def _value(node: ast.expr, values: Mapping[str, Any], whole: str) -> Any:
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        known((node.id,), values, whole)
        return values[node.id]
    if isinstance(node, ast.List | ast.Tuple):
        return [_value(part, values, whole) for part in node.elts]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return not _value(node.operand, values, whole)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return _negative(_value(node.operand, values, whole), whole)
    if isinstance(node, ast.BoolOp):
        parts = (_value(part, values, whole) for part in node.values)
        return all(parts) if isinstance(node.op, ast.And) else any(parts)
    if isinstance(node, ast.Compare):
        return _compared(node, values, whole)
    raise BadSettings(f"'{whole}' uses more than comparisons, and, or, not and in.", "Keep to those.")


def _negative(value: Any, whole: str) -> float:
    if not isinstance(value, int | float):
        raise BadSettings(f"'{whole}' has a minus before what is no number.", "Check what stands behind it.")
    return -value


def _compared(node: ast.Compare, values: Mapping[str, Any], whole: str) -> bool:
    left = _value(node.left, values, whole)
    for kind, right_node in zip(node.ops, node.comparators, strict=True):
        right = _value(right_node, values, whole)
        ordered = isinstance(kind, ast.Lt | ast.LtE | ast.Gt | ast.GtE)
        if ordered and (left is None or right is None):
            return False
        try:
            if type(kind) not in _COMPARE or not _COMPARE[type(kind)](left, right):
                return False
        except TypeError as error:
            raise BadSettings(f"'{whole}' compares what cannot be compared ({error}).", "Check both sides.") from error
        left = right
    return True
