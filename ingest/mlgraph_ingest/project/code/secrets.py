"""How an expression of the scanned code may be shown: shortened, and without anything that looks like a key."""

from __future__ import annotations

import ast
import copy
import re
from itertools import islice

from mlgraph.model.urls import without_credentials

SHOWN_LIMIT = 200
"""Characters of an expression that are shown at most."""
NODE_LIMIT = 2000
"""Nodes of the syntax tree of an expression that is shown at most."""
HIDDEN = "***"
_PREFIXED_KEY = (
    r"(?<![A-Za-z0-9])(?:(?:sk|pk|rk|gsk|xai|hf|ghp|gho|ghs|ghu|github_pat|glpat|xox[abpr]|r8|nvapi|pplx)[-_]"
    r"|AKIA|ASIA|AIza|ya29\.|eyJ)[A-Za-z0-9_\-.]{16,}"
)
"""Access keys by the prefix that their provider documents (OpenAI, Hugging Face, GitHub, AWS, Google, Slack, JWT, ...)."""
_KEY = re.compile(
    _PREFIXED_KEY + r"|(?<![A-Za-z0-9])(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9+]{32,}={0,2}(?![A-Za-z0-9])"
)
"""The same, or 32 letters and digits in a row."""
_SECRET_WORD = re.compile(r"key|token|secret|passw|credential|auth", re.IGNORECASE)


def looks_like_key(text: str) -> bool:
    """Whether a text holds what looks like an access key."""
    return bool(_KEY.search(text))


def without_keys(text: str) -> str:
    """A text without the access keys that are known by their prefix, and without passwords in URLs; hashes stay."""
    return re.sub(_PREFIXED_KEY, HIDDEN, without_credentials(text))


def shown(expression: ast.expr) -> str:
    """An expression as it may be stored and printed.

    >>> shown(ast.parse("os.getenv('API_KEY', 'hunter2') + name", mode="eval").body)
    "os.getenv('API_KEY', '***') + name"
    """
    if isinstance(expression, ast.Starred):
        return "*" + shown(expression.value)
    if next(islice(ast.walk(expression), NODE_LIMIT, None), None) is not None:
        return "(an expression too long to show)"
    try:
        return _cut(ast.unparse(_Censor().visit(copy.deepcopy(expression))))
    except RecursionError:
        return "(an expression nested too deeply to show)"


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN_LIMIT else text[: SHOWN_LIMIT - 3] + "..."


class _Censor(ast.NodeTransformer):
    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, str):
            return ast.Constant(_KEY.sub(HIDDEN, without_credentials(node.value)))
        return ast.Constant(HIDDEN) if isinstance(node.value, bytes) else node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        names = [arg for arg in node.args if isinstance(arg, ast.Constant) and is_secret_word(arg.value)]
        if names:
            node.args = [arg if arg is names[0] else _hide(arg) for arg in node.args]
        for keyword in node.keywords:
            if names or is_secret_word(keyword.arg):
                keyword.value = _hide(keyword.value)
        return self.generic_visit(node)

    def visit_Dict(self, node: ast.Dict) -> ast.AST:
        pairs = zip(node.keys, node.values, strict=True)
        node.values = [_hide(v) if isinstance(k, ast.Constant) and is_secret_word(k.value) else v for k, v in pairs]
        return self.generic_visit(node)


def is_secret_word(value: object) -> bool:
    """Whether a name is one that secrets are kept under."""
    return isinstance(value, str) and bool(_SECRET_WORD.search(value))


def _hide(expression: ast.expr) -> ast.expr:
    return ast.Constant(HIDDEN) if isinstance(expression, ast.Constant | ast.JoinedStr) else expression
