"""Options of the command line, as argparse and absl declare them: the name that each is read by, and its default."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mlgraph_ingest.project.code.scopes import Module, Place

_ADDING = frozenset({"add_argument", "add_option", "add"})


def dest_of(call: ast.Call) -> str | None:
    """The name under which an option is found among the parsed ones: `model_name` of `"--model-name"`."""
    for keyword in call.keywords:
        if keyword.arg == "dest" and isinstance(keyword.value, ast.Constant):
            return str(keyword.value.value)
    written = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    plain = [name for name in written if not name.startswith("-")]
    long = [name for name in written if name.startswith("--")]
    name = next(iter([*plain, *long, *written]), None)
    return None if name is None else name.split("/")[0].lstrip("-").replace("-", "_")


def declared(module: Module, name: str) -> Iterator[tuple[ast.expr, Place]]:
    """The defaults that a file declares for an option of this name."""
    for call, place in module.calls:
        function = call.func
        if not isinstance(function, ast.Attribute):
            continue
        if function.attr in _ADDING and dest_of(call) == name:
            yield from ((k.value, place) for k in call.keywords if k.arg == "default")
        elif function.attr == "set_defaults":
            yield from ((k.value, place) for k in call.keywords if k.arg == name)
        elif function.attr.startswith("DEFINE_") and len(call.args) > 1 and dest_of(call) == name:
            yield call.args[1], place
