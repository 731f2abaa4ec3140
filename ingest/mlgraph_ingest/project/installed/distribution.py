"""What one installed distribution says of itself, as assertions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, JsonValue, edge
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.context import Problems
from mlgraph_ingest.project.installed.direct_url import DirectUrl
from mlgraph_ingest.project.installed.metadata import Field, Header
from mlgraph_ingest.project.manifests.release_metadata import How, metadata_assertions
from mlgraph_ingest.project.manifests.requirement import listed
from mlgraph_ontology.kinds import EdgeKind, Method

_HOW = How(Method.OBSERVED, rule="installed", requires_rule="installed")


@dataclass(frozen=True, slots=True)
class Distribution:
    """An installed distribution, as its metadata folder describes it."""

    header: Header
    requires: tuple[Field, ...]
    """Its requirements, one text each."""
    installer: str | None = None
    is_requested: bool = False
    """Whether its user asked for it by name, as the installer noted."""
    direct: DirectUrl | None = None


def distribution_assertions(project: NodeId, found: Distribution, problems: Problems) -> Iterator[Assertion]:
    """That the project's environment contains a release, and what the release says of itself."""
    name, version = found.header.first("name"), found.header.first("version")
    if name is None or version is None:
        raise FormatError("metadata without a name and a version")
    release = ids.release(name.value, version.value)
    if not _is_version(version.value):
        problems.add(
            version.line, f"{version.value[:80]!r} is no version of the Python standard; ranges cannot be checked"
        )
    yield edge(project, EdgeKind.CONTAINS, release, _HOW.at(version), **_installed(found))
    yield edge(release, EdgeKind.RELEASE_OF, ids.package(name.value), _HOW.at(name))
    yield from metadata_assertions(release, found.header, found.requires, _HOW, problems)


def _installed(found: Distribution) -> dict[str, JsonValue]:
    direct = found.direct or DirectUrl()
    return {
        "installer": found.installer,
        "requested": found.is_requested or None,
        "url": direct.url,
        "vcs": direct.vcs,
        "revision": direct.revision,
        "subdirectory": direct.subdirectory,
        "editable": direct.is_editable or None,
        "local": direct.is_local or None,
        "hashes": listed(direct.hashes),
    }


def _is_version(text: str) -> bool:
    from packaging.version import InvalidVersion, Version

    try:
        Version(text)
    except InvalidVersion:
        return False
    return True
