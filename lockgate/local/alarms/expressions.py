"""Metric math: arithmetic, comparisons and a few functions on time series.

A series maps the start of a period (seconds since 1970) to a value. An operation on two series
has a value where both have one; a division by zero has none.
Source: "Using metric math" in the CloudWatch user guide.
"""

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence

Series = dict[int, float]
Value = Series | float
Number = Callable[..., float]

_OPERATORS: dict[type[ast.AST], Number] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
    ast.Gt: lambda a, b: float(a > b),
    ast.GtE: lambda a, b: float(a >= b),
    ast.Lt: lambda a, b: float(a < b),
    ast.LtE: lambda a, b: float(a <= b),
    ast.Eq: lambda a, b: float(a == b),
    ast.NotEq: lambda a, b: float(a != b),
    ast.And: lambda a, b: float(bool(a) and bool(b)),
    ast.Or: lambda a, b: float(bool(a) or bool(b)),
}
_FUNCTIONS: dict[str, Number] = {
    "IF": lambda condition, yes, no: yes if condition else no,
    "ABS": abs,
    "CEIL": math.ceil,
    "FLOOR": math.floor,
    "MIN": min,
    "MAX": max,
    "SUM": lambda *values: sum(values),
    "AVG": lambda *values: sum(values) / len(values),
}
_WORDS = [(r"&&|\bAND\b", " and "), (r"\|\||\bOR\b", " or "), (r"\^", "**")]


class ExpressionError(ValueError):
    """An expression that the local AWS does not evaluate."""

    def __init__(self, expression: str, what: str) -> None:
        super().__init__(
            f"The local AWS does not evaluate the metric math expression {expression!r}: {what}"
        )


def names(expression: str) -> set[str]:
    """The ids that an expression uses.

    Raises:
        ExpressionError: it does not parse, or uses what is not emulated.
    """
    tree = _parse(expression)
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    _Evaluation(expression, {name: {0: 1.0} for name in found}).value(tree)
    return found - _FUNCTIONS.keys() - {"FILL"}


def calculate(expression: str, metrics: Mapping[str, Series]) -> Series:
    """The series of an expression.

    Raises:
        ExpressionError: it uses what is not emulated, or an id that no metric has.
    """
    result = _Evaluation(expression, metrics).value(_parse(expression))
    return result if isinstance(result, dict) else {}


def _parse(expression: str) -> ast.expr:
    text = expression
    for pattern, python in _WORDS:
        text = re.sub(pattern, python, text)
    try:
        return ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise ExpressionError(expression, "it does not parse") from error


class _Evaluation:
    def __init__(self, expression: str, metrics: Mapping[str, Series]) -> None:
        self._expression = expression
        self._metrics = metrics

    def value(self, node: ast.expr) -> Value:
        match node:
            case ast.Constant(value=int() | float() as number):
                return float(number)
            case ast.Name(id=name) if name in self._metrics:
                return self._metrics[name]
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return _apply(operator.neg, [self.value(operand)])
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
                return _apply(_OPERATORS[type(op)], [self.value(left), self.value(right)])
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _OPERATORS:
                return _apply(_OPERATORS[type(op)], [self.value(left), self.value(right)])
            case ast.BoolOp(op=op, values=[left, right]):
                return _apply(_OPERATORS[type(op)], [self.value(left), self.value(right)])
            case ast.Call(func=ast.Name(id="FILL"), args=[series, filling]):
                return self._fill(self.value(series), self.value(filling))
            case ast.Call(func=ast.Name(id=name), args=args) if name in _FUNCTIONS:
                return _apply(_FUNCTIONS[name], [self.value(arg) for arg in _flat(args)])
        raise ExpressionError(self._expression, f"{ast.unparse(node)} is not emulated")

    def _fill(self, series: Value, filling: Value) -> Value:
        """A series with a value at every time at which any metric has one."""
        if not isinstance(series, dict) or isinstance(filling, dict):
            raise ExpressionError(self._expression, "FILL takes a metric and a number")
        times = {time for metric in self._metrics.values() for time in metric}
        return {time: series.get(time, filling) for time in times}


def _flat(args: Sequence[ast.expr]) -> list[ast.expr]:
    """The arguments; an array stands for its elements."""
    flat: list[ast.expr] = []
    for arg in args:
        flat += arg.elts if isinstance(arg, ast.List) else [arg]
    return flat


def _apply(function: Number, values: Sequence[Value]) -> Value:
    series = [value for value in values if isinstance(value, dict)]
    if not series:
        return function(*values)
    result: Series = {}
    for time in set.intersection(*(set(one) for one in series)):
        numbers = [value[time] if isinstance(value, dict) else value for value in values]
        try:
            result[time] = function(*numbers)
        except ZeroDivisionError:
            continue
    return result
