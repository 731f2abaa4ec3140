"""Models and datasets, and the files that they are published as, as things of a document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from mlgraph.bom.cyclonedx.draft import Draft, hashes
from mlgraph.bom.cyclonedx.published_files import listed_files
from mlgraph.bom.cyclonedx.references import state_read
from mlgraph.bom.facts import statements, texts
from mlgraph.bom.spdx.licenses import spdx_licensing
from mlgraph.bom.spdx.remarks import all_remarks, card_lines, digests, optional
from mlgraph.bom.spdx.text import line, said
from mlgraph.bom.spdx.things import Link, Thing, ThingKind
from mlgraph.model.states import whole_of
from mlgraph_ontology.kinds import Method, NodeKind, PropertyKind
from mlgraph_queries.entries import Artifact, ArtifactFile

DATASET_TYPES = frozenset(
    {
        "audio", "categorical", "graph", "image", "numeric", "other", "sensor", "structured", "syntactic", "text",
        "timeseries", "timestamp", "video",
    }
)  # fmt: skip
"""The vocabulary DatasetType of SPDX 3.0.1, without `noAssertion`."""


def artifact_thing(artifact: Artifact, draft: Draft) -> Thing:
    """A model or a dataset with all that is known of it."""
    component = draft.component
    is_dataset = artifact.id.kind is NodeKind.DATASET
    links = [Link(r.type.value, str(r.url), optional(r.comment)) for r in sorted(component.external_references)]
    version = optional(component.version)
    released, built = _times(artifact, version)
    publisher = optional(line(artifact.publishers[0].name).strip()) if artifact.publishers else None
    licensing = spdx_licensing(artifact.licenses)
    return Thing(
        artifact.id.key,
        ThingKind.DATASET if is_dataset else ThingKind.MODEL,
        said(f"{component.group}/{component.name}" if component.group else component.name),
        version=version,
        purl=component.purl.to_string() if component.purl else None,
        description=optional(component.description),
        download_location=next((link.url for link in links if link.type == "distribution"), None),
        released_at=released,
        built_at=built if is_dataset else None,
        supplier=publisher,
        originator=publisher if is_dataset and not artifact.derived_from else None,
        dataset_types=tuple(sorted(DATASET_TYPES.intersection(texts(artifact, PropertyKind.DATA_TYPE)))),
        home_page=next((link.url for link in links if link.type == "website"), None),
        links=tuple(link for link in links if link.type != "distribution"),
        hashes=digests(component),
        licensing=licensing,
        known=artifact,
        card=card_lines(draft.overlay),
        remarks=all_remarks(draft, licensing),
    )


def file_things(artifact: Artifact) -> Iterator[Thing]:
    """The files that a model or a dataset is published as, as many as a document lists."""
    kind = ThingKind.DATA_FILE if artifact.id.kind is NodeKind.DATASET else ThingKind.MODEL_FILE
    for file in listed_files(artifact):
        known, others = hashes(file.hashes)
        size = () if file.size_bytes is None else (f"size-bytes: {file.size_bytes}",)
        yield Thing(
            _file_ref(artifact, file),
            kind,
            said(file.path),
            hashes=tuple(sorted((str(each.alg.value), each.content) for each in known)),
            remarks=(*size, *(f"hash: {line(each.value or '')}" for each in others)),
        )


def _file_ref(artifact: Artifact, file: ArtifactFile) -> str:
    return f"{artifact.id.key}#{said(file.path)}"


def _times(artifact: Artifact, version: str | None) -> tuple[datetime | None, datetime | None]:
    """When what a document tells of was released, and built.

    A state of a repository came to be, and out, with its commit: the time of the last change, where it is the state at
    that change. What is at no fixed commit was released when its repository was created; when it was built, nobody says.
    """
    if version is None:
        return _time(artifact, PropertyKind.CREATED_AT), None
    is_own = artifact.id != whole_of(artifact.id) or version == state_read(artifact)
    changed = _time(artifact, PropertyKind.MODIFIED_AT) if is_own else None
    return changed, changed


def _time(artifact: Artifact, kind: PropertyKind) -> datetime | None:
    """A time that is said of the thing itself; what is said of another state of it is none of its own."""
    for stated in statements(artifact, kind):
        if stated.method is not Method.INFERRED and isinstance(stated.value, str):
            return _moment(stated.value)
    return None


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC).replace(microsecond=0) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None
