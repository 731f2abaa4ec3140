"""The rows of an inventory: what a project is made of, each with where it was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mlgraph.model import ids
from mlgraph.model.assertions import JsonValue
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import Method, NodeKind, PropertyKind, Scope
from mlgraph_queries.listing import Listing
from mlgraph_queries.origins import Origin, origin, origins
from mlgraph_queries.stated import LicenseStatement, Link, Sighting, Stated
from mlgraph_queries.vulnerability_entries import Audit


@dataclass(frozen=True, slots=True)
class IndexFacts:
    """What a package index says of a package, and of the version of it that is in use. None: it does not say."""

    observed_at: datetime
    """When it said so."""
    where: str
    """The document: the address that was asked."""
    released_at: datetime | None
    """When the first file of the version in use was uploaded."""
    is_yanked: bool
    """Whether the version in use was withdrawn by its publisher."""
    yanked_reason: str | None
    latest_version: str | None
    """The newest, as the index shows it."""
    latest_released_at: datetime | None
    status: str | None
    """active, archived, quarantined or deprecated (PEP 792)."""
    status_reason: str | None
    owner_count: int | None
    maintainer_count: int | None


@dataclass(frozen=True, slots=True)
class RepositoryLink:
    """Where the source of a package is said to be kept."""

    url: str
    method: Method
    where: str
    rule: str
    verified_by: str | None = None
    """Who checked it against a proof; None: it is its publisher's word."""


@dataclass(frozen=True, slots=True)
class PackageEntry:
    """A package of the project, in the one version it has there, or in none that is known.

    Where a lock holds several versions (for several environments), or several builds of one (for several platforms, as
    conda has them), each is an entry.
    """

    id: NodeId
    """The Release where the version is known, else the Package."""
    package: NodeId
    name: str
    version: str | None
    version_method: Method | None
    """observed: installed; resolved: locked; declared: pinned with `==`."""
    scope: Scope | None
    """The strongest that leads to it from the project, runtime before all others; None: nothing leads to it."""
    declared: tuple[Sighting, ...]
    locked: tuple[Sighting, ...]
    installed: tuple[Sighting, ...]
    licenses: tuple[LicenseStatement, ...]
    description: str | None
    homepages: tuple[tuple[str, str], ...]
    """(label, url), label in lower case as the metadata gives it: `homepage`, `repository`, `documentation`, ..."""
    repositories: tuple[RepositoryLink, ...]
    """Where its source is said to be kept: verified links first, then the strongest method."""
    index: IndexFacts | None
    """None: no index was asked, or it did not answer."""
    absent_from: tuple[str, ...]
    """Hosts of the indexes that have no such package, or not this version of it."""
    hashes: tuple[str, ...]
    """`sha256:...` of the distribution files named in a lock, sorted."""
    depends_on: tuple[NodeId, ...]
    """Ids of the other entries that it requires here, markers evaluated, sorted."""
    depends_on_known: bool
    """Whether its requirements were read at all; False: depends_on is unknown, not empty."""
    applies: bool = True
    """False: all that asks for it does so under markers that are false in the environment that was read, and it is not
    there; the project does not use it there."""
    listed: tuple[Sighting, ...] = ()
    """Where bills of materials list it; empty: the project is no bill of materials."""
    facts: Mapping[PropertyKind, tuple[Stated, ...]] = field(default_factory=dict)
    """What those say of it, each value with its source: identifiers, copyright, component type, annotations, ..."""
    publishers: tuple[Link, ...] = ()
    """Whom those name as behind it, with the `role` in the detail: supplier, manufacturer, publisher, originator."""

    @property
    def repository(self) -> str | None:
        """The address of its source that is best known."""
        return self.repositories[0].url if self.repositories else None

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Where this version comes from, usually one place; empty: nothing says more than some index."""
        installed, locked = ([s for s in seen if s.version == self.version] for seen in (self.installed, self.locked))
        return origins(installed, locked, self.declared)

    @property
    def specifiers(self) -> tuple[str, ...]:
        """The version ranges that are declared for it, in order, each once."""
        seen = (*self.declared, *self.listed)
        return tuple(dict.fromkeys(str(s.detail["specifier"]) for s in seen if s.detail.get("specifier")))

    @property
    def asked(self) -> tuple[str, ...]:
        """How it is asked for, in order, each once: a range, the place it comes from, else `any version`."""
        return tuple(dict.fromkeys(map(_asked, self.declared)))


def _asked(seen: Sighting) -> str:
    url, revision = seen.detail.get("url"), seen.detail.get("revision")
    if seen.detail.get("specifier"):
        return str(seen.detail["specifier"])
    if url:
        return f"{url}@{revision}" if revision else str(url)
    return origin(seen).sentence.removeprefix("from ") if origin(seen).is_direct else "any version"


@dataclass(frozen=True, slots=True)
class ArtifactFile:
    """A file of a published model or dataset."""

    id: NodeId
    path: str
    size_bytes: int | None
    hashes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Artifact:
    """What is known of a model or a dataset, whoever uses it: every value with its source, the strongest first.

    Where it is a model at a commit, what is said of the model as a whole stands in for what is not said of that state,
    marked as inferred.
    """

    id: NodeId
    name: str
    """`namespace/name` on the hub, else what its id says."""
    aliases: tuple[NodeId, ...]
    """Other ids that the sources say are the same, sorted: names that it had before."""
    facts: Mapping[PropertyKind, tuple[Stated, ...]]
    licenses: tuple[LicenseStatement, ...]
    publishers: tuple[Link, ...]
    derived_from: tuple[Link, ...]
    """What it was made from: base models with their relation, source datasets."""
    trained_on: tuple[Link, ...]
    evaluated_on: tuple[Link, ...]
    runs_with: tuple[Link, ...]
    files: tuple[ArtifactFile, ...]
    documents: tuple[str, ...]
    """Titles of what was read about it, besides the project's own documents, sorted; empty: nothing was."""
    failure: str | None
    """Why the place where it is published gave no answer; None: it gave one, or was not asked."""

    def stated(self, kind: PropertyKind) -> Stated | None:
        """The statement that the policy picks for a property; None where nothing is said."""
        return next(iter(self.facts.get(kind, ())), None)

    def value(self, kind: PropertyKind) -> JsonValue:
        """The value that the policy picks for a property; None where nothing is said."""
        found = self.stated(kind)
        return found.value if found is not None else None

    def values(self, kind: PropertyKind) -> tuple[JsonValue, ...]:
        """All values of a property, the strongest first, each once."""
        found: list[JsonValue] = []
        for stated in self.facts.get(kind, ()):
            if stated.value not in found:
                found.append(stated.value)
        return tuple(found)

    def text(self, kind: PropertyKind) -> str | None:
        """The value that the policy picks for a property that is a text; None where nothing is said."""
        found = self.value(kind)
        return str(found) if found is not None else None


@dataclass(frozen=True, slots=True)
class ReferenceEntry:
    """A model or a dataset that the project names."""

    id: NodeId
    name: str
    revision: str | None
    """As given in the code: a commit, a tag or a branch; several where several are given."""
    is_pinned: bool
    """Whether the revision is a commit, which alone cannot move."""
    scopes: tuple[Scope, ...]
    sightings: tuple[Sighting, ...]
    known: Artifact
    """What is known of it besides that the project names it."""

    @property
    def can_be_pinned(self) -> bool:
        """Whether a commit could be named: it lives on the hub. What a library's release brings along has none."""
        return self.id.key.startswith(("pkg:huggingface/", ids.HF_DATASETS))


@dataclass(frozen=True, slots=True)
class ServiceEntry:
    """A hosted service that the project calls, or a server of tools that its agents use."""

    id: NodeId
    provider: str
    name: str
    endpoint: str | None
    sightings: tuple[Sighting, ...]
    transport: str | None = None
    """Of a server of tools for agents: `stdio`, `http` or `sse`."""
    launches: str | None = None
    """The program that is started for it on the same machine, without secrets."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Which part of a model a file is."""

    index: int
    """From 1."""
    count: int
    of: str
    """Name that the whole would have."""


@dataclass(frozen=True, slots=True)
class PickleScan:
    """What a pickle would import and call when it is loaded, judged by its opcodes."""

    verdict: str
    """`dangerous`, `unusual` or `ordinary`."""
    callables: tuple[str, ...]
    """Those that the verdict rests on."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A weight file in the project's tree. What its header did not say is None."""

    id: NodeId
    path: str
    format: str | None
    size_bytes: int | None
    hashes: tuple[str, ...]
    parameter_count: int | None
    tensor_count: int | None
    dtype: str | None
    header: Mapping[str, JsonValue]
    licenses: tuple[LicenseStatement, ...]
    sightings: tuple[Sighting, ...]
    shard: Shard | None = None
    pickle_scan: PickleScan | None = None
    """None: it is no pickle, or there is no verdict on it."""
    architectures: tuple[str, ...] = ()
    architecture_family: str | None = None
    context_length: int | None = None
    quantization: Mapping[str, JsonValue] | None = None
    chat_template_hash: str | None = None
    origins: tuple[Link, ...] = ()
    """What it was made from, as its header or the card beside it says."""
    signatures: tuple[Mapping[str, JsonValue], ...] = ()
    """What is known of the signatures on it, as the property `signature` says it."""

    @property
    def derived_from(self) -> tuple[NodeId, ...]:
        """The ids of what it was made from, sorted, each once."""
        return tuple(sorted({link.node for link in self.origins}))

    @property
    def shard_of(self) -> str | None:
        """Path that the whole would have, of which the file is a part; None where it is whole."""
        if self.shard is None:
            return None
        folder = self.path.rpartition("/")[0]
        return f"{folder}/{self.shard.of}" if folder else self.shard.of


@dataclass(frozen=True, slots=True)
class ProjectEntry:
    """Another project of the same tree: nested in this one, required by it, or both. It has an inventory of its own."""

    id: NodeId
    path: str
    """Its folder as this project sees it: `services/api`, `../lib`."""
    name: str
    version: str | None
    is_nested: bool
    scope: Scope | None
    """The strongest in which this project requires it, directly or through others; None: it does not."""
    depends_on: tuple[NodeId, ...]
    """Ids of the entries and projects that it requires, as far as this project requires it, sorted."""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A reference that exists but whose value is not known: listed, never guessed."""

    kind: NodeKind
    callable: str
    expression: str
    where: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read, and so leaves something unknown."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """What a project is made of. Every list is sorted and complete as far as the sources go."""

    project: NodeId
    name: str
    version: str | None
    description: str | None
    licenses: tuple[LicenseStatement, ...]
    python_version: str | None
    """Of the environment that markers were evaluated for; None: no environment was read."""
    platform: str | None
    packages: tuple[PackageEntry, ...]
    direct: tuple[NodeId, ...]
    """Ids of the packages and projects that the project itself declares, sorted."""
    projects: tuple[ProjectEntry, ...]
    models: tuple[ReferenceEntry, ...]
    datasets: tuple[ReferenceEntry, ...]
    related: tuple[Artifact, ...]
    """The models and datasets that those of the project, and its weight files, were made from, trained on or measured
    with, through as many steps as are known, and that the project does not name itself; sorted by id."""
    services: tuple[ServiceEntry, ...]
    files: tuple[FileEntry, ...]
    unresolved: tuple[Unresolved, ...]
    problems: tuple[Problem, ...]
    failed: tuple[Problem, ...]
    """Of the problems, the documents that could not be read at all: files, and answers of an index."""
    excluded: tuple[tuple[str, int], ...]
    """(reason, count) of what was not read."""
    documents: tuple[tuple[str, str], ...]
    """(title, reader) of what was read."""
    facts: Mapping[PropertyKind, tuple[Stated, ...]] = field(default_factory=dict)
    """What its documents say of the project itself, each value with its source, the strongest first."""
    subject: Artifact | None = None
    """The published model that all this is about; None: a project on disk."""
    listing: Listing | None = None
    """What bills of materials say besides; None: the project is a folder."""
    audit: Audit | None = None
    """What is known of weaknesses in it; None: nobody looked."""


WARNING = "warning"
NOTE = "note"
"""The severities of a finding."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the project that somebody should look at."""

    kind: str
    """`drift`, `unpinned`, `unresolved`, `unread`, `license-unknown`, `unlocked`, `several-versions`,
    `yanked`, `index-status`, `not-on-index`, `not-on-hub`, `remote-code`, `disabled`, `gated`,
    `unsafe-weights`, `missing-shards`, `invalid-signature`, `malware`, `vulnerable`, `may-be-vulnerable`,
    `license-drift`, `license-conflict`."""
    severity: str
    """WARNING or NOTE."""
    subject: str
    """What it is about, as printed: `pkg:pypi/torch`."""
    text: str
    """One sentence with the figures in it."""
    where: tuple[str, ...]
