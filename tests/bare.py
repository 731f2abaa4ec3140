"""Rows of an inventory of which nothing is known, for tests to fill in what they are about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from mlgraph.model import ids
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import Method
from mlgraph_queries.entries import Artifact, FileEntry, Inventory, PackageEntry
from mlgraph_queries.stated import Link

SAID_AT = datetime(2026, 1, 1, tzinfo=UTC)


def bare_package(name: str, version: str | None = None, /, **fields: Any) -> PackageEntry:
    node = ids.release(name, version) if version else ids.package(name)
    base = PackageEntry(
        id=node,
        package=ids.package(name),
        name=name,
        version=version,
        version_method=None,
        scope=None,
        declared=(),
        locked=(),
        installed=(),
        licenses=(),
        description=None,
        homepages=(),
        repositories=(),
        index=None,
        absent_from=(),
        hashes=(),
        depends_on=(),
        depends_on_known=False,
    )
    return replace(base, **fields)


def bare_artifact(node: NodeId, name: str, /, **fields: Any) -> Artifact:
    base = Artifact(
        id=node,
        name=name,
        aliases=(),
        facts={},
        licenses=(),
        publishers=(),
        derived_from=(),
        trained_on=(),
        evaluated_on=(),
        runs_with=(),
        files=(),
        documents=(),
        failure=None,
    )
    return replace(base, **fields)


def bare_file(node: NodeId, path: str, /, *, derived_from: Iterable[NodeId] = (), **fields: Any) -> FileEntry:
    origins = tuple(Link(each, each.key, {}, Method.OBSERVED, path, "header", SAID_AT) for each in derived_from)
    base = FileEntry(
        id=node,
        path=path,
        format=None,
        size_bytes=None,
        hashes=(),
        parameter_count=None,
        tensor_count=None,
        dtype=None,
        header={},
        licenses=(),
        sightings=(),
        origins=origins,
    )
    return replace(base, **fields)


def bare_inventory(project: NodeId, name: str, /, **fields: Any) -> Inventory:
    base = Inventory(
        project=project,
        name=name,
        version=None,
        description=None,
        licenses=(),
        python_version=None,
        platform=None,
        packages=(),
        direct=(),
        projects=(),
        models=(),
        datasets=(),
        related=(),
        services=(),
        files=(),
        unresolved=(),
        problems=(),
        failed=(),
        excluded=(),
        documents=(),
    )
    return replace(base, **fields)
