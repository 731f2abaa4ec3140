"""Lists and dicts whose content can be seen: their items, their elements, and what a loop over them runs through."""

from __future__ import annotations

import ast
from dataclasses import replace
from itertools import chain

from mlgraph_ingest.project.code import stand_ins as code_stand_ins
from mlgraph_ingest.project.code.scopes import Part, Place, module_of, start_of
from mlgraph_ingest.project.code.things import (
    NOTHING_KNOWN,
    UNKNOWN,
    Evaluator,
    Literal,
    Mapping,
    Own,
    Passed,
    Sequence,
    Spot,
    Target,
    Text,
    Thing,
    Things,
    followed,
    merged,
    without_none,
)

_ELEMENT_LIMIT = 1000
"""Elements of one container that are looked at."""
_VIEWS = frozenset({"items", "keys", "values", "get", "pop", "setdefault", "copy"})
_PICKING = frozenset({"get", "pop", "setdefault"})
_LISTING = frozenset(
    {f"builtins.{name}" for name in ("list", "tuple", "set", "frozenset", "sorted", "reversed", "iter")}
)
_PARSED_ALSO = "argparse.ArgumentParser().parse_known_args()"
_DATACLASS_PARSERS = (
    *("transformers.HfArgumentParser()", "transformers.hf_argparser.HfArgumentParser()", "trl.TrlParser()"),
    *("llamafactory.hparams.HfArgumentParser()", "argparse_dataclass.ArgumentParser()"),
)
"""What turns the command line into instances of the dataclasses that it is made with."""


def listed(_values: Evaluator, expression: ast.expr, place: Place, _depth: int) -> Things:
    """A list, tuple or set."""
    elements = expression.elts if isinstance(expression, ast.List | ast.Tuple | ast.Set) else []
    spots = tuple(Spot(each, place) for each in elements[:_ELEMENT_LIMIT] if not isinstance(each, ast.Starred))
    return (Sequence(spots, is_open=len(spots) < len(elements)),)


def mapped(_values: Evaluator, expression: ast.expr, place: Place, _depth: int) -> Things:
    """A dict."""
    if not isinstance(expression, ast.Dict):
        return NOTHING_KNOWN
    pairs = list(zip(expression.keys, expression.values, strict=True))[:_ELEMENT_LIMIT]
    items = tuple((Spot(key, place), Spot(value, place)) for key, value in pairs if key is not None)
    return (Mapping(items, is_open=len(items) < len(expression.values)),)


def generated(_values: Evaluator, expression: ast.expr, place: Place, _depth: int) -> Things:
    """What a comprehension yields: its expression, for whatever its loops run through."""
    module = module_of(place.scope)
    if not isinstance(expression, ast.ListComp | ast.SetComp | ast.GeneratorExp) or module is None:
        return NOTHING_KNOWN
    inner = Place(module.inner[expression], (), start_of(expression.elt))
    return (Sequence((Spot(expression.elt, inner),), is_open=True),)


def item(values: Evaluator, expression: ast.expr, place: Place, depth: int) -> Things:
    """What `container[key]` may be: what is stored there, else all that the key may lead to."""
    if not isinstance(expression, ast.Subscript):
        return NOTHING_KNOWN
    owners = without_none(values.things(expression.value, place, depth))
    stored = _stored(values, expression, place, depth)
    keys = values.things(expression.slice, place, depth) if not isinstance(expression.slice, ast.Slice) else ()
    found = [_picked(values, owner, keys, depth) for owner in owners]
    if stored:
        found = [stored, *(things for things in found if things != NOTHING_KNOWN)]
    return followed(merged(found))


def part(values: Evaluator, meaning: Part, depth: int) -> Things:
    """What a loop variable, or one of several targets of an assignment, may be."""
    found = without_none(values.things(meaning.expression, meaning.place, depth))
    for step in meaning.steps:
        found = merged(_element(values, thing, step, depth) for thing in found)
    return followed(found)


def method(values: Evaluator, call: ast.Call, place: Place, depth: int) -> Things | None:
    """What `.items()`, `.get(key)` and functions like `sorted` and `dict` return; None where the call is no such thing."""
    function = call.func
    if isinstance(function, ast.Attribute) and function.attr in _VIEWS:
        owners = without_none(values.things(function.value, place, depth))
        is_option = function.attr in _PICKING and any(
            isinstance(owner, Passed) or code_stand_ins.is_options(owner) for owner in owners
        )
        if is_option or any(isinstance(owner, Mapping) for owner in owners):
            return merged(_view(values, owner, call, place, depth) for owner in owners)
    elif isinstance(function, ast.Name) and function.id in _BUILDERS:
        targets = values.things(function, place, depth)
        if targets == (Target(f"builtins.{function.id}"),):
            return _built(values, function.id, call, place, depth)
    return None


_BUILDERS = frozenset(
    {"list", "tuple", "set", "frozenset", "sorted", "reversed", "iter", "next", "enumerate", "zip", "dict", "vars"}
)


def _built(values: Evaluator, name: str, call: ast.Call, place: Place, depth: int) -> Things:
    if name == "dict":
        return _dict(values, call, place, depth)
    if name == "zip":
        return _zipped([values.things(argument, place, depth) for argument in call.args])
    if not call.args:
        return NOTHING_KNOWN
    first = without_none(values.things(call.args[0], place, depth))
    if name == "next":
        first = merged(_element(values, thing, None, depth) for thing in first)
    elif name == "enumerate":
        first = merged((_numbered(thing, place, call),) for thing in first)
    elif name != "vars":
        first = merged((_as_sequence(thing),) for thing in first)
    return first


def _dict(values: Evaluator, call: ast.Call, place: Place, depth: int) -> Things:
    named = [(ast.Constant(k.arg, lineno=call.lineno), k.value) for k in call.keywords if k.arg]
    items = tuple((Spot(key, place), Spot(value, place)) for key, value in named)
    bases = values.things(call.args[0], place, depth) if call.args else (Mapping(()),)
    is_open = len(items) < len(call.keywords)
    return merged(
        (Mapping((*base.items, *items), base.is_open or is_open),) if isinstance(base, Mapping) else NOTHING_KNOWN
        for base in bases
    )


def _zipped(each: list[Things]) -> Things:
    sequences = [_only_sequence(things) for things in each]
    columns = [sequence.parts for sequence in sequences if sequence is not None and not sequence.is_open]
    if len(columns) < len(each):
        return NOTHING_KNOWN
    return (Sequence(tuple(Sequence(row) for row in zip(*columns, strict=False))),)


def _view(values: Evaluator, owner: Thing, call: ast.Call, place: Place, depth: int) -> Things:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if name in _PICKING and isinstance(owner, Mapping | Target | Passed):
        keys = values.things(call.args[0], place, depth) if call.args else NOTHING_KNOWN
        default = [values.things(call.args[1], place, depth)] if len(call.args) > 1 else []
        found = _picked(values, owner, keys, depth)
        return followed(merged([*([] if found == NOTHING_KNOWN and default else [found]), *default]))
    if not isinstance(owner, Mapping):
        return NOTHING_KNOWN
    if name == "copy":
        return (owner,)
    pairs: dict[str, list[Spot | Sequence]] = {
        "keys": [key for key, _ in owner.items],
        "values": [value for _, value in owner.items],
        "items": [Sequence(pair) for pair in owner.items],
    }
    return (Sequence(tuple(pairs[name]), owner.is_open),)


def _picked(values: Evaluator, owner: Thing, keys: Things, depth: int) -> Things:
    """What a key leads to in a container; where the key is not known, all that it holds."""
    found: list[Things] = []
    if isinstance(owner, Mapping):
        wanted = {key.value for key in keys if isinstance(key, Text | Literal)} if keys else set()
        is_known = bool(keys) and all(isinstance(key, Text | Literal) for key in keys)
        for key, value in owner.items:
            name = key.expression.value if isinstance(key.expression, ast.Constant) else None
            if not is_known or name is None or name in wanted:
                found.append(values.things(value.expression, value.place, depth))
        if owner.is_open and not (is_known and found):
            found.append(NOTHING_KNOWN)
    elif isinstance(owner, Sequence):
        index = keys[0].value if len(keys) == 1 and isinstance(keys[0], Literal) else None
        found.append(_element(values, owner, index if isinstance(index, int) else None, depth))
    elif isinstance(owner, Target):
        found.extend(code_stand_ins.entry(values, owner, key, depth) for key in keys)
    elif isinstance(owner, Passed):
        given = [values.passed(owner.function, key.value, depth) for key in keys if isinstance(key, Text)]
        found.extend(things for things in given if things is not None)
    elif isinstance(owner, Own) and owner.is_class and not owner.is_instance and keys:  # a member of an enumeration
        found.append(NOTHING_KNOWN)
    return merged(found)


def _element(values: Evaluator, thing: Thing, step: int | None, depth: int) -> Things:
    if isinstance(thing, Mapping):
        thing = Sequence(tuple(key for key, _ in thing.items), thing.is_open)
    if isinstance(thing, Target):
        return _parsed(values, thing, step, depth)
    if not isinstance(thing, Sequence):
        return NOTHING_KNOWN
    parts = thing.parts
    if step is not None and not thing.is_open:
        parts = parts[step : step + 1] if step >= 0 else parts[len(parts) + step :][:1]
    found = [values.things(each.expression, each.place, depth) if isinstance(each, Spot) else (each,) for each in parts]
    is_uncertain = thing.is_open and not (len(parts) == 1 and isinstance(parts[0], Spot) and step is None)
    return merged(chain(found, [NOTHING_KNOWN] if is_uncertain or not found else []))


def _parsed(values: Evaluator, target: Target, step: int | None, depth: int) -> Things:
    """What parsers of the command line return several of: the options they know, and instances of dataclasses."""
    if target.path == _PARSED_ALSO and step == 0:
        return (target,)
    made_by, _, _ = target.path.rpartition(".")
    if step is None or made_by not in _DATACLASS_PARSERS or target.origin is None or target.origin_place is None:
        return NOTHING_KNOWN
    if not target.origin.args:
        return NOTHING_KNOWN
    classes = values.things(target.origin.args[0], target.origin_place, depth)
    each = [_element(values, thing, step, depth) if isinstance(thing, Sequence) else (thing,) for thing in classes]
    instances = [
        (replace(thing, is_instance=True),) if isinstance(thing, Own) and thing.is_class else NOTHING_KNOWN
        for thing in chain.from_iterable(each)
    ]
    return merged(instances)


def _stored(values: Evaluator, expression: ast.Subscript, place: Place, depth: int) -> Things | None:
    """What other lines of the file store under the same key of a container of the same name."""
    module = module_of(place.scope)
    if module is None or not isinstance(expression.slice, ast.Constant):
        return None
    wanted = ast.dump(expression.value) if isinstance(expression.value, ast.Name | ast.Attribute) else ""
    found = []
    for target, valued in module.settings:
        if not isinstance(target, ast.Subscript) or not isinstance(target.slice, ast.Constant):
            continue
        if target.slice.value == expression.slice.value and wanted and ast.dump(target.value) == wanted:
            found.append(values.stored(valued, depth))
    return merged(found) if found else None


def _numbered(thing: Thing, place: Place, call: ast.Call) -> Thing:
    sequence = _as_sequence(thing)
    if not isinstance(sequence, Sequence):
        return UNKNOWN
    number = Spot(ast.Constant(None, lineno=call.lineno), place)
    return Sequence(tuple(Sequence((number, each)) for each in sequence.parts), sequence.is_open)


def _as_sequence(thing: Thing) -> Thing:
    if isinstance(thing, Mapping):
        return Sequence(tuple(key for key, _ in thing.items), thing.is_open)
    return thing if isinstance(thing, Sequence) else UNKNOWN


def _only_sequence(things: Things) -> Sequence | None:
    sequence = _as_sequence(things[0]) if len(things) == 1 else UNKNOWN
    return sequence if isinstance(sequence, Sequence) else None
