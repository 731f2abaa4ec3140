"""Bills of materials as other tools write them, in short, and what is read of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias
from urllib.parse import quote

from mlgraph.app.bills import look_at_bills, read_bills
from mlgraph.bom.formats import write
from mlgraph.model.assertions import Assertion
from mlgraph.model.ids import NodeId
from mlgraph.model.reporter import Reporter
from mlgraph.model.request import Request
from mlgraph.store import Store
from mlgraph_ingest.bom import source
from mlgraph_queries.entries import Inventory

Statement: TypeAlias = tuple[str, ...]
SERIAL = "urn:uuid:11111111-2222-4333-8444-555555555555"
CHAT: Mapping[str, Any] = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.5",
    "serialNumber": SERIAL,
    "version": 1,
    "metadata": {
        "timestamp": "2026-03-01T12:00:00Z",
        "tools": {"components": [{"type": "application", "name": "lister", "version": "2.0"}]},
        "lifecycles": [{"phase": "build"}],
        "component": {"type": "container", "bom-ref": "root", "name": "chat", "version": "1.0"},
    },
    "components": [
        {
            "type": "framework",
            "bom-ref": "web",
            "group": "@acme",
            "name": "web",
            "version": "2.1.0",
            "purl": "pkg:npm/%40acme/web@2.1.0",
            "supplier": {"name": "Acme"},
            "scope": "required",
            "cpe": "cpe:2.3:a:acme:web:2.1.0:*:*:*:*:*:*:*",
            "copyright": "(c) Acme",
            "hashes": [{"alg": "SHA-256", "content": "ab" * 32}],
            "licenses": [{"license": {"id": "MIT", "acknowledgement": "declared"}}, {"license": {"id": "ISC"}}],
            "externalReferences": [
                {"type": "vcs", "url": "https://github.com/acme/web"},
                {"type": "distribution", "url": "https://dist.example/web.tgz", "hashes": [{"alg": "MD5", "content": "0" * 32}]},
            ],
            "properties": [{"name": "lister:layer", "value": "3"}],
            "components": [{"type": "file", "bom-ref": "web/index.js", "name": "index.js"}],
            "evidence": {"occurrences": [{"location": "/app/web"}]},
        },
        {"type": "library", "bom-ref": "base", "name": "in-house", "version": "7"},
        {"type": "library", "bom-ref": "lost", "name": "unlinked", "version": "1", "scope": "optional"},
        {
            "type": "machine-learning-model",
            "bom-ref": "llm",
            "group": "acme",
            "name": "tiny",
            "modelCard": {"modelParameters": {"task": "text-generation"}},
        },
    ],
    "services": [{"bom-ref": "api", "name": "search", "provider": {"name": "Acme"}, "endpoints": ["https://a.example/v1"]}],
    "dependencies": [
        {"ref": "root", "dependsOn": ["web", "llm"]},
        {"ref": "web", "dependsOn": ["base"]},
        {"ref": "base", "dependsOn": []},
    ],
    "compositions": [{"aggregate": "incomplete", "assemblies": ["root"]}],
}  # fmt: skip


def put(folder: Path, name: str, document: object) -> Path:
    """Write a document into a folder."""
    path = folder / name
    path.write_bytes(document if isinstance(document, bytes) else json.dumps(document).encode())
    return path


def inventory_of(*paths: Path) -> Inventory:
    """What some documents say together."""
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "graph.duckdb")
        read_bills(paths, store=store)
        return look_at_bills(paths, store=store)[0]


def rewritten(path: Path, **options: Any) -> bytes:
    """A document, read and written again so that equal ones have equal bytes."""
    return write(inventory_of(path), reproducible=True, **options)


def statements(path: Path) -> set[Statement]:
    """What a document says, without places: subject, predicate, object or value, qualifiers."""
    (reading,) = source(Request((str(path),), {}), http=None, report=Reporter())
    names = {reading.document.locator: "document", reading.document.collection: "project"}
    return set(_plain(reading.assertions(), names))


def _plain(assertions: Iterable[Assertion], names: Mapping[str, str]) -> Iterator[Statement]:
    for each in assertions:
        value = _key(each.object, names) if each.object is not None else json.dumps(each.value, sort_keys=True)
        yield (_key(each.subject, names), str(each.predicate), value, json.dumps(dict(each.qualifiers), sort_keys=True))


def _key(node: NodeId, names: Mapping[str, str]) -> str:
    key = node.key
    for locator, name in names.items():
        key = key.replace(locator, name)
    if key.startswith("document#/"):
        key = re.sub(r"(?<=/)\d+(?=/|$)", "N", key)  # a part that its document calls nothing goes by its place
    return f"{node.kind} {quote(key, safe=':/#@%?=&')}"
