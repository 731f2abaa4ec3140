"""Models and datasets as machine-learning-model and data components: those that are named, and those behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cyclonedx.model import Property
from cyclonedx.model.component import Component, ComponentScope, ComponentType

from mlgraph.bom.cyclonedx.artifact_links import artifact_links
from mlgraph.bom.cyclonedx.artifact_notes import put_notes
from mlgraph.bom.cyclonedx.data import put_data
from mlgraph.bom.cyclonedx.draft import Draft, hashes, note
from mlgraph.bom.cyclonedx.fields import Fields
from mlgraph.bom.cyclonedx.licensing import licensing
from mlgraph.bom.cyclonedx.model_card import put_model_card
from mlgraph.bom.cyclonedx.pedigree import put_pedigree
from mlgraph.bom.cyclonedx.published_files import files_not_listed, put_files
from mlgraph.bom.cyclonedx.publisher import supplier
from mlgraph.bom.evidence import cited
from mlgraph.bom.facts import places, source, source_of, text, texts
from mlgraph.bom.lineage import Names
from mlgraph.bom.model_names import model_names
from mlgraph.bom.text import shown
from mlgraph.model import ids
from mlgraph_ontology.kinds import NodeKind, PropertyKind, Scope
from mlgraph_queries.entries import Artifact, ReferenceEntry
from mlgraph_queries.stated import Sighting

_NOT_SHIPPED = frozenset({Scope.TEST, Scope.DEVELOPMENT, Scope.BUILD})
_NO_NAMES: Names = {}


@dataclass(frozen=True, slots=True)
class _Use:
    """What is said of a component besides what is known of the artifact."""

    version: str | None
    """A commit; None: not fixed."""
    scope: ComponentScope | None
    notes: tuple[Property, ...]
    sightings: tuple[Sighting, ...] = ()


def reference(entry: ReferenceEntry, names: Names = _NO_NAMES) -> Draft:
    """A model or a dataset that the project uses; its version is a commit or nothing."""
    version = entry.revision if entry.is_pinned else None
    return _draft(entry.known, _Use(version, _scope(entry), tuple(_properties(entry)), entry.sightings), names)


def behind(artifact: Artifact, names: Names = _NO_NAMES) -> Draft:
    """A model or a dataset that something in the document came from, and that nobody names himself."""
    return _draft(artifact, _Use(None, None, (note("lineage", "not used directly"),)), names)


def published(artifact: Artifact, names: Names = _NO_NAMES) -> Draft:
    """A published model that a document is about: in the state that it had when it was read."""
    return _draft(artifact, _Use(state_read(artifact), None, ()), names)


def state_read(artifact: Artifact) -> str | None:
    """The commit in whose state a model or a dataset was read, where its place says one."""
    commit = (text(artifact, PropertyKind.VERSION) or "").lower()
    return commit if ids.is_commit(commit) else None


def _draft(artifact: Artifact, use: _Use, names: Names) -> Draft:
    is_model = artifact.id.kind is NodeKind.MODEL
    purl, group, name = model_names(artifact.id, artifact.name)
    version = (purl and purl.version) or use.version
    fields = Fields()
    if is_model:
        put_model_card(fields, artifact, names)
    else:
        put_data(fields, artifact)
    put_pedigree(fields, artifact, names)
    put_files(fields, artifact)
    licenses, other_licenses = licensing(artifact.licenses)
    known_hashes, other_hashes = hashes(texts(artifact, PropertyKind.HASH))
    component = Component(
        type=ComponentType.MACHINE_LEARNING_MODEL if is_model else ComponentType.DATA,
        group=group,
        name=shown(name) or shown(artifact.id.key),
        version=version,
        bom_ref=artifact.id.key,
        purl=purl and purl._replace(version=version),
        supplier=supplier(artifact),
        description=text(artifact, PropertyKind.DESCRIPTION),
        scope=use.scope,
        hashes=known_hashes,
        licenses=licenses,
        external_references=artifact_links(artifact, purl),
        properties=[
            *use.notes,
            *put_notes(fields, artifact, is_versioned=version is not None and version == state_read(artifact)),
            *_unlisted(artifact),
            *other_licenses,
            *other_hashes,
        ],
    )
    _cite(fields, artifact)
    return Draft(component, use.sightings, fields.value, fields.sources)


def _cite(fields: Fields, artifact: Artifact) -> None:
    """Say where those fields were read that the library writes."""
    fields.cite("description", source_of(artifact, PropertyKind.DESCRIPTION))
    fields.cite("supplier", source(*artifact.publishers[:1]))
    fields.cite("licenses", places(cited(s.where, s.method, s.rule) for s in artifact.licenses))
    fields.cite("hashes", source_of(artifact, PropertyKind.HASH))
    fields.cite("externalReferences", source_of(artifact, PropertyKind.PAPER, PropertyKind.DOI, PropertyKind.HOMEPAGE))


def _scope(entry: ReferenceEntry) -> ComponentScope | None:
    if Scope.RUNTIME in entry.scopes:
        return ComponentScope.REQUIRED
    if entry.scopes and _NOT_SHIPPED.issuperset(entry.scopes):
        return ComponentScope.EXCLUDED
    return None


def _properties(entry: ReferenceEntry) -> Iterator[Property]:
    yield note("pinned", "true" if entry.is_pinned else "false")
    if entry.revision and not entry.is_pinned:
        yield note("revision", entry.revision)
    yield from (note("scope", scope) for scope in entry.scopes)
    yield from (note("trust-remote-code", where) for where in _trusting(entry.sightings))


def _trusting(sightings: Sequence[Sighting]) -> Iterator[str]:
    """Where code lets the code of the repository run."""
    yield from (f"true at {seen.where}" for seen in sightings if seen.detail.get("trust_remote_code") is True)


def _unlisted(artifact: Artifact) -> Iterator[Property]:
    if more := files_not_listed(artifact):
        yield note("files-not-listed", f"{more:,} of {len(artifact.files):,}")
