"""Builders of small inventories."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from mlgraph.model import ids
from mlgraph_ontology.kinds import Method, Scope
from mlgraph_queries.entries import Inventory, ReferenceEntry, ServiceEntry
from mlgraph_queries.stated import LicenseStatement, Sighting
from tests.bare import bare_artifact, bare_file, bare_inventory, bare_package

ROOT = Path("/home/somebody/secret-place/shop")
COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture(autouse=True)
def _no_source_date(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def sighting(where="requirements.txt:3", method=Method.DECLARED, *, rule="requirements", version=None, **detail):
    return Sighting(where, method, rule, version, detail)


def license_(expression=None, *, text=None, method=Method.OBSERVED, where="METADATA"):
    return LicenseStatement(expression, text, method, where)


def package(name, version=None, **fields):
    seen = sighting(f"{name} METADATA", Method.OBSERVED, rule="metadata", version=version)
    found = {
        "version_method": Method.OBSERVED if version else None,
        "scope": Scope.RUNTIME,
        "installed": (seen,) if version else (),
        "depends_on_known": version is not None,
    }
    return bare_package(name, version, **(found | fields))


def model(repo_id, revision=None, **fields):
    pinned = revision is not None and ids.is_commit(revision)
    base = ReferenceEntry(
        id=ids.model(repo_id, revision if pinned else None),
        name=repo_id,
        revision=revision,
        is_pinned=pinned,
        scopes=(Scope.RUNTIME,),
        sightings=(sighting("app.py:7", Method.OBSERVED, rule="transformers"),),
        known=bare_artifact(ids.model(repo_id, revision if pinned else None), repo_id),
    )
    return replace(base, **fields)


def dataset(repo_id, **fields):
    node = ids.hub_dataset(repo_id)
    found = (sighting("train.py:2"),)
    base = ReferenceEntry(node, repo_id, None, False, (Scope.TRAIN,), found, bare_artifact(node, repo_id))
    return replace(base, **fields)


def service(provider, name, endpoint=None):
    found = (sighting("chat.py:9", Method.OBSERVED, rule="openai"),)
    return ServiceEntry(ids.service(provider, name), provider, name, endpoint, found)


def weight_file(path, **fields):
    found = {
        "format": "safetensors",
        "size_bytes": 1200,
        "hashes": ("sha256:" + "ab" * 32,),
        "parameter_count": 300,
        "tensor_count": 2,
        "dtype": "F32",
        "sightings": (sighting(path, Method.OBSERVED, rule="safetensors"),),
    }
    return bare_file(ids.file(ROOT / path), path, **(found | fields))


def inventory(**fields):
    read = {"documents": (("requirements.txt", "requirements/1"),)}
    return bare_inventory(ids.project(ROOT), "shop", **(read | fields))


@pytest.fixture
def make() -> SimpleNamespace:
    """Everything that makes up an inventory, with what a test does not care about filled in."""
    return SimpleNamespace(
        COMMIT=COMMIT,
        ROOT=ROOT,
        artifact=bare_artifact,
        dataset=dataset,
        inventory=inventory,
        license=license_,
        model=model,
        package=package,
        service=service,
        sighting=sighting,
        weight_file=weight_file,
    )


@pytest.fixture
def full(make) -> Inventory:
    """A project with something of every kind, and with gaps."""
    from mlgraph_ontology.kinds import NodeKind
    from mlgraph_queries.entries import Problem, Unresolved

    numpy = make.package("numpy", "2.1.0", hashes=("sha256:" + "0" * 64,), licenses=(make.license("BSD-3-Clause"),))
    torch = make.package(
        "torch",
        "2.4.0+cu121",
        depends_on=(numpy.id,),
        declared=(make.sighting(specifier=">=2.0", marker="python_version < '3.14'"),),
        homepages=(("homepage", "https://example.org/torch"), ("changelog", "javascript:alert(1)")),
    )
    pandas = make.package("pandas", declared=(make.sighting("requirements.txt:4", specifier=">=2.20"),))
    return make.inventory(
        packages=(numpy, torch, pandas),
        direct=(torch.id, pandas.id),
        projects=(),
        licenses=(make.license("Apache-2.0", method=Method.DECLARED, where="pyproject.toml"),),
        python_version="3.12",
        platform="linux",
        models=(make.model("org/chat", COMMIT), make.model("org/embed", "main"), make.model("gpt2")),
        datasets=(make.dataset("org/corpus"),),
        services=(make.service("openai", "gpt-4o-mini", "api.openai.com"),),
        files=(make.weight_file("weights/a.safetensors", derived_from=(ids.model("org/chat"),)),),
        unresolved=(Unresolved(NodeKind.MODEL, "pipeline", "cfg.name", "app.py:12"),),
        problems=(Problem("broken.lock", "no TOML at line 3"),),
        failed=(),
        excluded=((".gitignore", 4),),
    )


@pytest.fixture
def everything(full, make):
    """The inventory with something of every kind, and packages from everywhere."""
    git = {"url": "https://git.example/acme/lib.git", "vcs": "git", "revision": "v1.2", "subdirectory": "py"}
    hashes = ["sha256:" + "1" * 64]
    more = (
        make.package("lib", "1.0", installed=(make.sighting("METADATA", Method.OBSERVED, version="1.0", **git),)),
        make.package("arch", declared=(make.sighting(url="https://f.example/arch-1.0.whl", hashes=hashes),)),
        make.package("near", "2.0", installed=(make.sighting("M", Method.OBSERVED, version="2.0", local=True),)),
        make.package("worded", "1", licenses=(make.license(text="My own\nlicense <text>"),)),
        make.package("either", "1", licenses=(make.license("MIT OR Apache-2.0"),)),
    )
    return replace(full, packages=(*full.packages, *more), direct=(*full.direct, more[2].id))


@pytest.fixture
def published(make):
    """The inventory of a published model of which everything is known."""
    from tests.bom.published import CHAT, chat, lineage

    documents = (("https://hub.example/api/models/acme/chat", "huggingface/1"),)
    subject = chat()
    return make.inventory(project=CHAT, name="acme/chat", related=lineage(), documents=documents, subject=subject)


@pytest.fixture
def using(full, make):
    """A project that uses that model at a commit and trains on its data, beside much of which nothing is known."""
    from tests.bom.published import CHAT, COMMIT, TALK, base, chat, exam, lost, root, talk

    entry = make.model("acme/chat", COMMIT, known=replace(chat(), id=ids.model("acme/chat", COMMIT)))
    data = make.dataset("acme/talk", known=talk())
    behind = tuple(sorted((base(), root(), lost(), exam()), key=lambda each: each.id))
    packages = (*full.packages, make.package("transformers", "4.50.0"))
    assert (entry.known.name, data.id) == (CHAT.key.removeprefix("pkg:huggingface/"), TALK)
    return replace(
        full, models=(*full.models, entry), datasets=(*full.datasets, data), related=behind, packages=packages
    )
