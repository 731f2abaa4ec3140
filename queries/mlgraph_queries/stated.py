"""What one source says of a thing: where it was seen, its license, a value, what it is tied to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mlgraph.model.assertions import JsonValue
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import Method


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place in which a thing was found."""

    where: str
    """`requirements.txt:3`: path in the project and line."""
    method: Method
    rule: str
    version: str | None
    """The exact version or revision stated there; None where a range or nothing is stated."""
    detail: Mapping[str, JsonValue]
    """The qualifiers as read: `specifier`, `marker`, `extra`, `extras`, `group`, `scope`, `url`, `revision`, ..."""
    release: NodeId | None = None
    """The release that is there; None where a package is only asked for."""


@dataclass(frozen=True, slots=True)
class LicenseStatement:
    """What one source says of a license."""

    expression: str | None
    """SPDX expression; None where the words could not be read as one."""
    text: str | None
    """The source's own words, where they are not the expression: a name, a classifier, a whole text; beside an
    expression, the words that it was read from."""
    method: Method
    where: str
    rule: str = ""
    """`expression`, `license` or `classifier` where it was read in the metadata of a package; behind a slash, how the
    license was recognized where the words are no SPDX expression: `license/name`, `license/text`, `card/hub-id`."""
    acknowledgement: str | None = None
    """`declared` or `concluded`, where a bill of materials says which; None: it does not."""


@dataclass(frozen=True, slots=True)
class Stated:
    """One value that one source gives."""

    value: JsonValue
    method: Method
    where: str
    """The document and the place in it: `README.md:4`, an address."""
    rule: str
    observed_at: datetime
    """When its source said it."""


@dataclass(frozen=True, slots=True)
class Link:
    """Another thing that one source ties a model or a dataset to."""

    node: NodeId
    name: str
    """What it is called: the name of an organization where one is known, else what its id says."""
    detail: Mapping[str, JsonValue]
    """The qualifiers as read: `relation`, `config`, `split`, `revision`, `role`, ..."""
    method: Method
    where: str
    rule: str
    observed_at: datetime

    @property
    def relation(self) -> str | None:
        """How it was made from it: finetune, adapter, quantized, merge; None: nobody says."""
        found = self.detail.get("relation")
        return str(found) if found is not None else None
