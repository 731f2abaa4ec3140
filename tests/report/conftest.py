"""Inventories made by hand: a small one with something of each kind, and one of a given size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mlgraph.model import ids
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import Method, NodeKind, Scope
from mlgraph_queries.entries import (
    FileEntry,
    Finding,
    Inventory,
    PackageEntry,
    Problem,
    ReferenceEntry,
    RepositoryLink,
    ServiceEntry,
    Unresolved,
)
from mlgraph_queries.stated import LicenseStatement, Sighting
from tests.bare import bare_artifact, bare_file, bare_inventory, bare_package

ROOT = Path("/home/ann/customers/rag-chat")
COMMIT = "0123456789abcdef0123456789abcdef01234567"


def sighting(where: str, method: Method = Method.DECLARED, version: str | None = None, **detail: str) -> Sighting:
    return Sighting(where, method, "a-rule", version, detail)


def license_of(expression: str | None, text: str | None = None) -> LicenseStatement:
    return LicenseStatement(expression, text, Method.OBSERVED, "METADATA")


def package(
    name: str,
    version: str | None = None,
    how: Method | None = None,
    *,
    declared: str | None = None,
    locked: str | None = None,
    installed: str | None = None,
    licenses: tuple[LicenseStatement, ...] = (),
    scope: Scope = Scope.RUNTIME,
) -> PackageEntry:
    metadata = f"/home/ann/env/lib/python3.11/site-packages/{name}-{installed}.dist-info/METADATA"
    return bare_package(
        name,
        version,
        version_method=how,
        scope=scope,
        declared=(sighting("pyproject.toml:12", specifier=declared),) if declared else (),
        locked=(sighting("uv.lock:140", Method.RESOLVED, locked),) if locked else (),
        installed=(sighting(metadata, Method.OBSERVED, installed),) if installed else (),
        licenses=licenses,
        description=f"What {name} is for",
        homepages=(("homepage", f"https://{name}.example"),),
        repositories=(RepositoryLink(f"https://github.com/example/{name}", Method.DECLARED, "METADATA:9", ""),),
        depends_on_known=version is not None,
    )


def reference(node: NodeId, name: str, revision: str | None, *wheres: str) -> ReferenceEntry:
    sightings = tuple(sighting(where, Method.OBSERVED, revision) for where in wheres)
    pinned = bool(revision and ids.is_commit(revision))
    return ReferenceEntry(node, name, revision, pinned, (Scope.RUNTIME,), sightings, bare_artifact(node, name))


def weight_file(path: str, **known: Any) -> FileEntry:
    return bare_file(ids.file(ROOT / path), path, **({"sightings": (sighting(path, Method.OBSERVED),)} | known))


def _packages() -> tuple[PackageEntry, ...]:
    apache, bsd = license_of("Apache-2.0"), license_of("BSD-3-Clause")
    observed, resolved = Method.OBSERVED, Method.RESOLVED
    return (
        package("numpy", "2.1.3", observed, declared=">=2.0", locked="2.1.3", installed="2.1.3", licenses=(bsd,)),
        package("torch", "2.4.0", observed, declared="<2.4", locked="2.3.1", installed="2.4.0", licenses=(bsd,)),
        package("transformers", "4.46.2", resolved, declared=">=4.40", locked="4.46.2", licenses=(apache,)),
        package("accelerate", declared=">=0.30", scope=Scope.TRAIN),
        package("pytest", "8.3.3", Method.DECLARED, declared="==8.3.3", scope=Scope.TEST),
        package(
            "jinja2", "3.1.6", observed, installed="3.1.6", licenses=(license_of(None, "the BSD license\nAll of"),)
        ),
    )


@pytest.fixture
def findings() -> tuple[Finding, ...]:
    return (
        Finding(
            "unlocked", "note", "pkg:pypi/accelerate", "Declared as >=0.30, in no lock file.", ("pyproject.toml:12",)
        ),
        Finding(
            "drift",
            "warning",
            "pkg:pypi/torch",
            "Declared <2.4, locked 2.3.1, installed 2.4.0.",
            ("pyproject.toml:12", "uv.lock:140"),
        ),
        Finding(
            "unpinned",
            "warning",
            "pkg:huggingface/sentence-transformers/all-minilm-l6-v2",
            "Loaded from 2 places without a commit.",
            ("src/index.py:14", "src/search.py:9"),
        ),
        Finding("unresolved", "warning", "Model", "The name is os.environ['MODEL'].", ("src/chat.py:31",)),
        Finding("unread", "warning", "src/broken.py", "Line 3 is no Python.", ("src/broken.py:3",)),
        Finding("license-unknown", "note", "pkg:pypi/accelerate", "No license is stated.", ()),
    )


@pytest.fixture
def inventory() -> Inventory:
    """A small project with something of each kind."""
    packages = _packages()
    minilm = ids.model("sentence-transformers/all-minilm-l6-v2")
    bert = ids.model("google-bert/bert-base-uncased", COMMIT)
    files = ["src/broken.py", "src/chat.py", "src/index.py", "src/search.py"]
    return Inventory(
        project=ids.project(ROOT),
        name="rag-chat",
        version="0.3.0",
        description="Answers questions on the documents of a company.",
        licenses=(license_of("Apache-2.0"),),
        python_version="3.11.9",
        platform="linux",
        packages=packages,
        direct=tuple(entry.id for entry in packages[:5]),
        projects=(),
        models=(
            reference(bert, "google-bert/bert-base-uncased", COMMIT, "src/chat.py:12"),
            reference(minilm, "sentence-transformers/all-minilm-l6-v2", None, "src/index.py:14", "src/search.py:9"),
        ),
        datasets=(reference(ids.hub_dataset("stanfordnlp/imdb"), "stanfordnlp/imdb", "main", "src/index.py:5"),),
        related=(),
        services=(
            ServiceEntry(
                ids.service("openai", "gpt-4o-mini"),
                "openai",
                "gpt-4o-mini",
                "api.openai.com",
                (sighting("src/chat.py:22", Method.OBSERVED),),
            ),
        ),
        files=(
            weight_file(
                "weights/adapter.safetensors",
                format="safetensors",
                size_bytes=18_912_344,
                hashes=("sha256:" + "ab" * 32,),
                parameter_count=4_718_592,
                tensor_count=96,
                dtype="BF16",
                licenses=(license_of("MIT"),),
                derived_from=(ids.file(ROOT / "weights/base.gguf"), ids.model("google-bert/bert-base-uncased")),
            ),
            weight_file("weights/base.gguf"),
        ),
        unresolved=(Unresolved(NodeKind.MODEL, "AutoModel.from_pretrained", "os.environ['MODEL']", "src/chat.py:31"),),
        problems=(Problem("src/broken.py:3", "invalid syntax in /home/ann/customers/rag-chat/src/broken.py"),),
        failed=(),
        excluded=((".gitignore", 14), ("virtual environment", 1)),
        documents=(
            ("pyproject.toml", "pyproject/1"),
            ("uv.lock", "uv-lock/1"),
            *((path, "python/1") for path in files),
            ("/home/ann/env/lib/python3.11/site-packages", "environment/1"),
        ),
    )


@pytest.fixture
def nothing(inventory: Inventory) -> Inventory:
    """A project of which nothing was read."""
    return bare_inventory(inventory.project, inventory.name)


@pytest.fixture
def large(inventory: Inventory) -> Callable[[int], Inventory]:
    """The small project with so many packages."""

    def of_size(count: int) -> Inventory:
        more = tuple(
            package(f"part-{n}", f"1.{n}", Method.RESOLVED, locked=f"1.{n}", licenses=(license_of("MIT"),))
            for n in range(count - len(inventory.packages))
        )
        return replace(inventory, packages=inventory.packages + more)

    return of_size
