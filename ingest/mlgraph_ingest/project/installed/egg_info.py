"""Reads requires.txt of setuptools' older metadata form: requirements in sections by extra and marker."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph_ingest.project.installed.metadata import Field


def parse_requires(text: str) -> Iterator[Field]:
    r"""The requirements, each with its section's extra and marker as a marker of its own.

    >>> [field.value for field in parse_requires("numpy>=1\n\n[gpu:python_version < '3.9']\ntorch")]
    ['numpy>=1', "torch ; (python_version < '3.9') and extra == 'gpu'"]
    """
    condition = ""
    for number, line in enumerate(text.splitlines(), start=1):
        item = line.strip()
        if item.startswith("[") and item.endswith("]"):
            condition = _condition(item[1:-1])
        elif item and not item.startswith("#"):
            yield Field("requires-dist", _with(item, condition), number)


def _condition(section: str) -> str:
    extra, _, marker = (part.strip() for part in section.partition(":"))
    parts = [f"({marker})"] if marker else []
    if extra:
        parts.append(f"extra == '{extra}'")
    return " and ".join(parts)


def _with(item: str, condition: str) -> str:
    if not condition:
        return item
    requirement, semicolon, own = item.partition(";")
    joined = f"({own.strip()}) and {condition}" if semicolon else condition
    return f"{requirement.strip()} ; {joined}"
