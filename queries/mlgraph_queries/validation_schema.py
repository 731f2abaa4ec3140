"""Whether a document obeys the official CycloneDX schema of the version that it claims."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING, Any

from mlgraph_queries.validation_violations import Violation, pointer

if TYPE_CHECKING:
    from jsonschema_rs import Validator

VERSIONS = ("1.2", "1.3", "1.4", "1.5", "1.6", "1.7")
"""The versions of CycloneDX that have a JSON format and that are read here."""
_BASE = "http://cyclonedx.org/schema/"
"""Where the official schemas say they live; nothing is fetched from there, they come with cyclonedx-python-lib."""
_REFERENCED = ("spdx", "jsf-0.82", "cryptography-defs")
MAX_SCHEMA_VIOLATIONS = 100
"""More errors than a person reads in one go; the rest is counted."""
_MAX_TEXT = 300


def schema_violations(document: dict[str, object], version: str, *, limit: int) -> Iterator[Violation]:
    """What the official schema finds wrong; of more than `limit` errors, the rest is counted in one last row."""
    errors = _validator(version).iter_errors(document)
    for error in islice(errors, limit):
        yield Violation(pointer(error.instance_path), shortened(error.message))
    more = sum(1 for _ in errors)
    if more:
        yield Violation("#", f"{more} more violations of the schema are not listed")


@cache
def spdx_license_ids() -> frozenset[str]:
    """The license ids that the CycloneDX schemas accept as `license.id`."""
    return frozenset(_schema("spdx")["enum"])


@cache
def _validator(version: str) -> Validator:
    import jsonschema_rs

    registry = jsonschema_rs.Registry(
        [(f"{_BASE}{name}.SNAPSHOT.schema.json", _schema(name)) for name in _REFERENCED], draft=jsonschema_rs.Draft7
    )
    return jsonschema_rs.validator_for(
        _schema(f"bom-{version}"), registry=registry, validate_formats=True, mask="value", offline=True
    )


def _schema(name: str) -> dict[str, Any]:
    import orjson

    path = files("cyclonedx") / "schema" / "_res" / f"{name}.SNAPSHOT.schema.json"
    schema: dict[str, Any] = orjson.loads(path.read_bytes())
    return schema


def shortened(text: str) -> str:
    """A message as a person reads it; a long one says how long it is."""
    return text if len(text) <= _MAX_TEXT else f"{text[:_MAX_TEXT]} ... ({len(text)} characters)"
