"""Holds the readers of uv.lock and pylock.toml against a second, naive reading of the same files.

The files are that of the example, those of `locks/` beside this module and every lock of these names below the shared data.
"""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from mlgraph.model import ids
from mlgraph_ingest.project.scopes import scope_of_words
from mlgraph_ontology.kinds import EdgeKind

HERE = Path(__file__).parent
OWN = (HERE.parents[2] / "examples" / "rag-chat" / "uv.lock", HERE / "locks" / "pylock-1.0" / "pylock.toml")
RANK = ("runtime", "train", "data", "optional", "build", "test", "development")


@pytest.mark.parametrize("lock", OWN, ids=lambda path: path.name)
def test_reader_says_what_the_lock_says(lock, tmp_path, said):
    assert compare(lock, tmp_path, said) >= 60


@pytest.mark.shared_data
def test_reader_says_what_every_lock_of_the_corpora_says(shared_data, tmp_path, said):
    found = [path for name in ("uv.lock", "pylock.toml") for path in sorted(shared_data.rglob(name)) if path.is_file()]
    for lock in (*OWN, *found):
        compare(lock, tmp_path, said)


def compare(lock, tmp_path, said):
    """Hold reader and oracle together on one lock; how many packages it has."""
    root = tmp_path / "app"
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    for path in (lock, lock.with_name("pyproject.toml")):
        if path.is_file():
            shutil.copy(path, root)
    found = said(root)
    own = [a for document, a in found.assertions if document.title == lock.name and a.object is not None]
    contained = [a for a in own if a.predicate is EdgeKind.CONTAINS]
    needed = [a for a in own if a.predicate is EdgeKind.DEPENDS_ON]
    releases, hashes, scopes, edges = (of_uv if lock.name == "uv.lock" else of_pylock)(lock)
    assert {key(a.object) for a in contained} == releases
    assert {(*key(a.object), h) for a in contained for h in a.qualifiers.get("hashes", ())} == hashes
    assert {(*key(a.object), a.qualifiers.get("scope")) for a in contained} == scopes
    asserted = {
        (*key(a.subject), ids.purl_parts(a.object).name, a.qualifiers.get("marker"), a.qualifiers.get("extra"))
        for a in needed
    }
    assert asserted == edges
    return len(releases)


def key(release):
    parts = ids.purl_parts(release)
    return parts.name, parts.version


def of_uv(lock):
    """uv.lock of one project: its root is the package whose source is virtual or editable at `.`."""
    packages = tomllib.loads(lock.read_text())["package"]
    (root,) = [p for p in packages if "." in (p["source"].get("virtual"), p["source"].get("editable"))]
    others = [p for p in packages if p is not root]
    reasons = {"runtime": root.get("dependencies", [])}
    for kind, otherwise in (("optional-dependencies", "optional"), ("dev-dependencies", "development")):
        for name, needs in root.get(kind, {}).items():
            scope = scope_of_words(name)
            reasons.setdefault(scope.value if scope else otherwise, []).extend(needs)
    reached = {scope: follow(packages, needs) for scope, needs in reasons.items()}
    releases, hashes, scopes, edges = set(), set(), set(), set()
    for package in others:
        release = (package["name"], package["version"])
        releases.add(release)
        files = [package.get("sdist", {}), *package.get("wheels", [])]
        hashes |= {(*release, file["hash"]) for file in files if "hash" in file}
        asking = [scope for scope in RANK if release in reached.get(scope, ())]
        scopes.add((*release, asking[0] if asking else None))
        edges |= {(*release, need["name"], need.get("marker"), None) for need in package.get("dependencies", [])}
        for extra, needs in package.get("optional-dependencies", {}).items():
            edges |= {(*release, need["name"], need.get("marker"), extra) for need in needs}
    return releases, hashes, scopes, edges


def follow(packages, needs):
    """All releases that needs lead to, the extras that they name included."""
    seen, pending = set(), [(need, extra) for need in needs for extra in (None, *need.get("extra", ()))]
    while pending:
        need, extra = pending.pop()
        for package in packages:
            if package["name"] != need["name"] or need.get("version", package.get("version")) != package.get("version"):
                continue
            if (package["name"], package.get("version"), extra) in seen:
                continue
            seen.add((package["name"], package.get("version"), extra))
            further = (
                package.get("dependencies", [])
                if extra is None
                else package.get("optional-dependencies", {}).get(extra, [])
            )
            pending += [(one, name) for one in further for name in (None, *one.get("extra", ()))]
    return {(name, version) for name, version, _ in seen}


def of_pylock(lock):
    """pylock.toml without extras and groups: nothing says what its packages are for."""
    said = tomllib.loads(lock.read_text())
    assert not said.get("extras")
    assert not said.get("dependency-groups")
    releases, hashes, edges = set(), set(), set()
    for package in said["packages"]:
        release = (package["name"], package["version"])
        releases.add(release)
        for file in (package.get("sdist", {}), package.get("archive", {}), *package.get("wheels", [])):
            hashes |= {(*release, f"{name}:{digest}") for name, digest in file.get("hashes", {}).items()}
        edges |= {(*release, need["name"], None, None) for need in package.get("dependencies", [])}
    return releases, hashes, {(*release, None) for release in releases}, edges
