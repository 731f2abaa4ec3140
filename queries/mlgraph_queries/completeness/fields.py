"""Reading fields of a parsed document: values by path, each with the JSON pointer that leads to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from mlgraph_queries.checklists import Fact
from mlgraph_queries.completeness.subjects import Gathering
from mlgraph_queries.validation_violations import pointer

Path: TypeAlias = "tuple[str | int, ...]"
Place: TypeAlias = Callable[[Path], str]
"""How a path is shown: as a JSON pointer, or as a place in XML."""
MAX_ITEMS = 1000
"""Items of one list of a component that are looked at; so many say whether there is a value."""


def json_place(path: Path) -> str:
    """A path as a JSON pointer: `#/components/0/name`."""
    return pointer(path)


def at(value: object, path: Path, steps: str) -> Iterator[tuple[object, Path]]:
    """The values below one that a path of steps leads to, `*` for each item of a list: `hashes/*/content`.

    >>> list(at({"a": [{"b": 1}, {"b": 2}]}, (), "a/*/b"))
    [(1, ('a', 0, 'b')), (2, ('a', 1, 'b'))]
    """
    step, _, rest = steps.partition("/")
    if not step:
        yield value, path
    elif step == "*":
        for number, item in enumerate(value[:MAX_ITEMS] if isinstance(value, list) else ()):
            yield from at(item, (*path, number), rest)
    elif isinstance(value, dict) and step in value:
        yield from at(value[step], (*path, step), rest)


def say_fields(
    found: Gathering, value: object, path: Path, fields: Mapping[str, Fact | tuple[Fact, ...]], place: Place
) -> None:
    """Note what stands in the fields of an object."""
    for steps, facts in fields.items():
        for said, where in at(value, path, steps):
            for fact in facts if isinstance(facts, tuple) else (facts,):
                found.say(fact, said, place(where), None)


def objects(value: object) -> Iterator[tuple[int, dict[str, object]]]:
    """The objects in a list, each with its number; nothing where it is no list."""
    for number, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, dict):
            yield number, item


def text(value: object, *names: str) -> str:
    """The first of some members of an object that is a text; empty where none is."""
    found = (value.get(name) for name in names) if isinstance(value, dict) else ()
    return next((said for said in found if isinstance(said, str) and said), "")


def facts_of(fields: Iterable[Mapping[str, Fact | tuple[Fact, ...]]]) -> frozenset[Fact]:
    """All facts that some tables of fields can state."""
    named = (facts for table in fields for facts in table.values())
    return frozenset(fact for facts in named for fact in (facts if isinstance(facts, tuple) else (facts,)))
