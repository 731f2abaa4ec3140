"""The things of a document: the project, and whatever it is made of, with all that is known of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mlgraph.bom.spdx.licenses import NOTHING, SpdxLicensing
from mlgraph_queries.entries import Artifact


class ThingKind(StrEnum):
    """What a thing is."""

    PROJECT = "project"
    PACKAGE = "package"
    MODEL = "model"
    DATASET = "dataset"
    FILE = "file"
    MODEL_FILE = "model-file"
    """A file of a published model."""
    DATA_FILE = "data-file"
    """A file of a published dataset."""
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Link:
    """An address that says more of a thing."""

    type: str
    """By the types of CycloneDX: `website`, `vcs`, `issue-tracker`, `documentation`, `release-notes`, `other`, ..."""
    url: str
    comment: str | None


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of a document. None and empty: not known, or not applicable."""

    ref: str
    """What it is called in the project's inventory: stable, and free of this machine's paths."""
    kind: ThingKind
    name: str
    version: str | None = None
    purl: str | None = None
    description: str | None = None
    download_location: str | None = None
    source_info: str | None = None
    """How its version is known."""
    released_at: datetime | None = None
    built_at: datetime | None = None
    supplier: str | None = None
    """The organization that it is supplied by."""
    originator: str | None = None
    """The organization that made it first."""
    dataset_types: tuple[str, ...] = ()
    """By the vocabulary DatasetType of SPDX 3.0.1."""
    home_page: str | None = None
    links: tuple[Link, ...] = ()
    hashes: tuple[tuple[str, str], ...] = ()
    """(algorithm, hex digest), the algorithm as `SHA_256`."""
    licensing: SpdxLicensing = NOTHING
    known: Artifact | None = None
    """Of a model or a dataset: all that is known of it."""
    card: tuple[tuple[str, str], ...] = ()
    """(field of CycloneDX, text) of what SPDX 2.3 has no field for, and SPDX 3.0.1 only in part."""
    component_type: str = ""
    """In the words of CycloneDX, of what a bill of materials lists; empty: what its kind says."""
    copyright: str | None = None
    identifiers: tuple[tuple[str, str], ...] = ()
    """(scheme, name) under which others know it: `cpe`, `swhid`, `swid`, `gitoid`, ..."""
    tools: tuple[str, ...] = ()
    """Of what a document is about: the tools of the documents that it was made from."""
    is_root: bool = False
    """Whether the document is about it."""
    remarks: tuple[str, ...] = ()
    """Whatever else is known of it, a line each: `found: requirements.txt:3 (declared, requirement)`."""


def unique(things: Iterable[Thing]) -> tuple[Thing, ...]:
    """One thing per ref, the first of that ref, in order of ref."""
    found: dict[str, Thing] = {}
    for thing in things:
        found.setdefault(thing.ref, thing)
    return tuple(found[ref] for ref in sorted(found))
