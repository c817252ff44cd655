"""Metric math: arithmetic, comparisons and functions on time series.

An operation on two series has a value where both have one; a division by zero has none.
Source: "Using metric math" in the CloudWatch user guide.
"""

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from lockgate.local.metrics.functions import Functions, array_of
from lockgate.local.metrics.series_math import Array, Line, Number, Value, elementwise
from lockgate.local.metrics.syntax import CONSTANTS, ExpressionError, parse

_OPERATORS: dict[type[ast.AST], Number] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.Gt: lambda a, b: float(a > b),
    ast.GtE: lambda a, b: float(a >= b),
    ast.Lt: lambda a, b: float(a < b),
    ast.LtE: lambda a, b: float(a <= b),
    ast.Eq: lambda a, b: float(a == b),
    ast.NotEq: lambda a, b: float(a != b),
    ast.And: lambda a, b: float(bool(a) and bool(b)),
    ast.Or: lambda a, b: float(bool(a) or bool(b)),
}
Constant = TypeVar("Constant", str, int)
Search = Callable[[str, str, int], Array]
"""Takes the arguments of SEARCH: expression, statistic, period in seconds."""


@dataclass(frozen=True)
class Context:
    """What an expression is about."""

    values: Mapping[str, Value]
    """Of metrics and other expressions, by id."""
    metrics: Mapping[str, str]
    """Labels of those that are metrics and no expressions, by id: what METRICS() gives."""
    times: Sequence[int]
    """Start of each period, in seconds since 1970."""
    period: int
    """In seconds."""
    search: Search | None = None
    """None where there is no SEARCH: in alarms."""


def evaluate(expression: str, context: Context) -> Array:
    """The series of an expression: one without a label, or those of an array.

    Raises:
        ExpressionError: it uses what is not emulated, or an id that is not there.
    """
    value = value_of(expression, context)
    if isinstance(value, tuple):
        return value
    if isinstance(value, dict):
        return (Line("", value),)
    raise ExpressionError(expression, "it gives a number; TIME_SERIES() makes a series of one")


def value_of(expression: str, context: Context) -> Value:
    """The value of an expression, which another one may use.

    Raises:
        ExpressionError: it uses what is not emulated, or an id that is not there.
    """
    return _Evaluation(expression, context).value(parse(expression))


class _Evaluation:
    def __init__(self, expression: str, context: Context) -> None:
        self._expression = expression
        self._context = context
        self._functions = Functions(context.times, context.period)

    def value(self, node: ast.expr) -> Value:
        try:
            return self._value(node)
        except ExpressionError:
            raise
        except (ValueError, ZeroDivisionError) as error:
            raise ExpressionError(self._expression, str(error)) from error

    def _value(self, node: ast.expr) -> Value:
        match node:
            case ast.Constant(value=int() | float() as number):
                return float(number)
            case ast.Name(id=name) if name in self._context.values:
                return self._context.values[name]
            case ast.List(elts=elements):
                return array_of([self._value(element) for element in elements])
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return elementwise(operator.neg, [self._value(operand)])
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
                return self._operate(op, left, right)
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _OPERATORS:
                return self._operate(op, left, right)
            case ast.BoolOp(op=op, values=[first, *rest]):
                value = self._value(first)
                for operand in rest:
                    value = elementwise(_OPERATORS[type(op)], [value, self._value(operand)])
                return value
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
                return self._call(node, name, args)
        raise ExpressionError(self._expression, f"{ast.unparse(node)} is not emulated")

    def _operate(self, op: ast.AST, left: ast.expr, right: ast.expr) -> Value:
        return elementwise(_OPERATORS[type(op)], [self._value(left), self._value(right)])

    def _call(self, node: ast.Call, name: str, args: Sequence[ast.expr]) -> Value:
        if name == "METRICS":
            return self._metrics(args)
        if name == "SEARCH" and self._context.search is not None:
            return self._search(args)
        if name not in self._functions:
            raise ExpressionError(self._expression, f"{ast.unparse(node)} is not emulated")
        return self._functions.call(name, [self._argument(arg) for arg in args])

    def _argument(self, node: ast.expr) -> Value | str:
        if isinstance(node, ast.Name) and node.id in CONSTANTS:
            return node.id
        return self._value(node)

    def _metrics(self, args: Sequence[ast.expr]) -> Value:
        """All metrics of the request, or those whose id contains a text."""
        part = ""
        if args:
            (part,) = self._constants(args, str)
        found = self._context.metrics.items()
        values = [(label, self._context.values[name]) for name, label in found if part in name]
        return tuple(Line(label, value) for label, value in values if isinstance(value, dict))

    def _search(self, args: Sequence[ast.expr]) -> Value:
        search = self._context.search
        assert search is not None  # noqa: S101
        period = self._context.period
        if len(args) == 3:
            (period,) = self._constants(args[2:], int)
        text, statistic = self._constants(args[:2], str)
        return search(text, statistic, period)

    def _constants(self, args: Sequence[ast.expr], kind: type[Constant]) -> list[Constant]:
        values = [arg.value if isinstance(arg, ast.Constant) else None for arg in args]
        constants = [value for value in values if isinstance(value, kind)]
        if len(constants) < len(values):
            raise ExpressionError(self._expression, f"{ast.unparse(args[0])} is no constant")
        return constants
