"""Small graphs made by hand: documents of one project, written through the store and seen through a view."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Document, Evidence, edge, fact
from mlgraph.model.ids import NodeId
from mlgraph.store import Store
from mlgraph.view import GraphView
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind, Scope
from mlgraph_queries.entries import Finding, Inventory, PackageEntry
from mlgraph_queries.findings import findings
from mlgraph_queries.inventory import inventory

PROJECT = ids.project(Path("/home/somebody/shop"))
OBSERVED = datetime(2026, 1, 1, tzinfo=UTC)
Spelled: TypeAlias = "tuple[str, Sequence[Assertion]]"


def declared(name: str, specifier: str | None = None, *, line: int = 1, **more: Any) -> Assertion:
    """What a manifest says: the project wants a package."""
    more.setdefault("scope", Scope.RUNTIME.value)
    evidence = Evidence(str(line), Method.DECLARED, "requirement")
    return edge(PROJECT, EdgeKind.DEPENDS_ON, ids.package(name), evidence, specifier=specifier, **more)


def contained(name: str, version: str, evidence: Evidence, **more: Any) -> list[Assertion]:
    release = ids.release(name, version)
    return [
        edge(PROJECT, EdgeKind.CONTAINS, release, evidence, **more),
        edge(release, EdgeKind.RELEASE_OF, ids.package(name), evidence),
    ]


def locked(name: str, version: str, *, line: int = 1, rule: str = "uv.lock", **more: Any) -> list[Assertion]:
    """What a lock says: the project contains a release."""
    return contained(name, version, Evidence(str(line), Method.RESOLVED, rule), **more)


def installed(name: str, version: str, *, license_: str | None = "MIT", **more: Any) -> list[Assertion]:
    """What an environment shows: a release is there."""
    evidence = Evidence("3", Method.OBSERVED, "installed")
    said = contained(name, version, evidence, **more)
    if license_ is not None:
        said.append(
            edge(ids.release(name, version), EdgeKind.LICENSED_UNDER, ids.license_expression(license_), evidence)
        )
    return said


def requires(
    name: str,
    version: str,
    target: str,
    *,
    method: Method = Method.OBSERVED,
    locked_version: str | None = None,
    **more: Any,
) -> Assertion:
    """What a release requires, by its metadata or by a lock (which may name the version that it means)."""
    more["version"] = locked_version
    evidence = Evidence("5", method, "uv.lock" if method is Method.RESOLVED else "installed")
    return edge(ids.release(name, version), EdgeKind.DEPENDS_ON, ids.package(target), evidence, **more)


def python(version: str, platform: str | None = None) -> list[Assertion]:
    """What an environment says of itself."""
    seen = Evidence("", Method.OBSERVED, "environment")
    said = [fact(PROJECT, PropertyKind.PYTHON_VERSION, version, seen)]
    return said if platform is None else [*said, fact(PROJECT, PropertyKind.PLATFORM, platform, seen)]


def of(name: str) -> NodeId:
    return ids.package(name)


@dataclass
class Graph:
    """A graph that is filled document by document; all are written when it is next looked at."""

    store: Store
    written: dict[str, tuple[Document, list[Assertion]]] = field(default_factory=dict)
    failed: list[tuple[Document, str]] = field(default_factory=list)

    def write(
        self, title: str, *said: Assertion | Sequence[Assertion], collection: str = PROJECT.key, reader: str = "test/1"
    ) -> Graph:
        flat = [a for item in said for a in ([item] if isinstance(item, Assertion) else item)]
        document = Document(f"file:///{collection}/{title}", title, reader, "1", OBSERVED, collection)
        self.written[document.locator] = (document, flat)
        return self

    def fail(self, title: str, reason: str) -> Graph:
        document = Document(f"file:///{PROJECT.key}/{title}", title, "test/1", "1", OBSERVED, PROJECT.key)
        self.failed.append((document, reason))
        return self

    @contextmanager
    def view(self, as_of: date | None = None) -> Iterator[GraphView]:
        if self.written or self.failed:
            with self.store.writing() as writer:
                writer.write_all(list(self.written.values()))
                for document, reason in self.failed:
                    writer.fail(document, reason)
            self.written.clear()
            self.failed.clear()
        with self.store.view(as_of) as view:
            yield view

    def inventory(self) -> Inventory:
        with self.view() as view:
            return inventory(view, PROJECT)

    def packages(self) -> Mapping[str, PackageEntry]:
        """By `name` or, where there are several, by `name@version`; with what each requires by name."""
        found = self.inventory().packages
        names = [entry.name for entry in found]
        return {e.name if names.count(e.name) == 1 else f"{e.name}@{e.version}": e for e in found}

    def needs(self) -> dict[str, list[str]]:
        """What each package requires, by the short form of the ids; those that require nothing are left out."""
        packages = self.inventory().packages
        short = {e.id: e.id.key.removeprefix("pkg:pypi/") for e in packages}
        found = {short[e.id]: [short[n] for n in e.depends_on] for e in packages}
        return {name: needed for name, needed in found.items() if needed}

    def findings(self, kind: str) -> list[Finding]:
        return [finding for finding in findings(self.inventory()) if finding.kind == kind]


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    return Graph(Store(tmp_path / "graph.duckdb"))
