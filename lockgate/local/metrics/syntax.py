"""The text of metric math expressions.

They are close enough to Python's for Python's own parser, once the operators are written its way.
"""

import ast
import re

_WORDS = {"&&": " and ", "AND": " and ", "||": " or ", "OR": " or ", "^": "**"}
_WORD = re.compile(r"""'[^']*'|"[^"]*"|&&|\|\||\bAND\b|\bOR\b|\^""")
CONSTANTS = ("REPEAT", "LINEAR")
"""Words that stand for themselves."""


class ExpressionError(ValueError):
    """An expression that the local AWS does not evaluate."""

    def __init__(self, expression: str, what: str) -> None:
        super().__init__(
            f"The local AWS does not evaluate the metric math expression {expression!r}: {what}"
        )


def parse(expression: str) -> ast.expr:
    """The syntax tree of an expression.

    Raises:
        ExpressionError: it does not parse.
    """
    text = _WORD.sub(lambda found: _WORDS.get(found[0], found[0]), expression)
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError) as error:
        raise ExpressionError(expression, "it does not parse") from error


def used_ids(expression: str) -> set[str]:
    """The ids of metrics and other expressions in an expression.

    Raises:
        ExpressionError: it does not parse.
    """
    nodes = list(ast.walk(parse(expression)))
    found = {node.id for node in nodes if isinstance(node, ast.Name)}
    called = (node.func for node in nodes if isinstance(node, ast.Call))
    return found - {name.id for name in called if isinstance(name, ast.Name)} - set(CONSTANTS)
