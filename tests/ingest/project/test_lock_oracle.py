"""Holds the readers of locks against a second reading of the same files, written apart from them and as naive as can be.

The files are those of `locks/` beside this module and every lock of these names below the shared data.
"""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from packaging.markers import InvalidMarker, Marker
from packaging.requirements import Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import parse_sdist_filename, parse_wheel_filename
from packaging.version import Version

from mlgraph.model import ids
from mlgraph_ingest.project.scopes import scope_of_words
from mlgraph_ontology.kinds import EdgeKind, Scope

LOCKS = Path(__file__).parent / "locks"
NAMES = ("poetry.lock", "pdm.lock", "Pipfile.lock")
MANIFESTS = ("pyproject.toml", "Pipfile")
STRENGTH = ("runtime", "train", "data", "optional", "build", "test", "development")


@dataclass
class Facts:
    """What a lock says, as sets."""

    releases: set[tuple[str, str]] = field(default_factory=set)
    hashes: set[tuple[str, str, str]] = field(default_factory=set)
    purposes: set[tuple[str, str, str | None, tuple[str, ...]]] = field(default_factory=set)
    edges: set[tuple[str, str, str, str | None, str | None]] = field(default_factory=set)
    """(name, version, name of what it requires, marker, extra)."""


@pytest.mark.parametrize("lock", sorted(LOCKS.glob("*/*.lock")), ids=lambda path: path.parent.name)
def test_reader_says_what_the_lock_says(lock, tmp_path, said):
    compare(lock, tmp_path, said)


def test_there_is_a_lock_of_each_format_with_sixty_packages():
    found = {lock.name for lock in LOCKS.glob("*/*.lock") if len(ORACLES[lock.name](lock).releases) >= 60}
    assert found == set(NAMES)


@pytest.mark.shared_data
def test_reader_says_what_every_lock_of_the_shared_data_says(shared_data, tmp_path, said):
    for lock in sorted(path for name in NAMES for path in shared_data.rglob(name) if path.is_file()):
        compare(lock, tmp_path, said)


def compare(lock: Path, tmp_path: Path, said: Callable[..., Any]) -> None:
    """The reader and the oracle on one file, with the manifest beside it."""
    root = tmp_path / "app"
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    for name in (lock.name, *MANIFESTS):
        if (lock.parent / name).is_file():
            shutil.copy(lock.parent / name, root / name)
    expected, found = ORACLES[lock.name](lock), asserted(said(root), lock.name)
    assert found.releases == expected.releases
    assert found.hashes == expected.hashes
    assert found.purposes == expected.purposes
    assert found.edges == expected.edges


def asserted(said: Any, title: str) -> Facts:
    """What the reader asserted of one lock."""
    assert said.errors == {}
    facts = Facts()
    for document, assertion in said.assertions:
        if document.title != title or assertion.object is None:
            continue
        more = assertion.qualifiers
        if assertion.predicate is EdgeKind.CONTAINS:
            key = named(assertion.object)
            facts.releases.add(key)
            facts.hashes |= {(*key, digest) for digest in more.get("hashes") or ()}
            facts.purposes.add((*key, more.get("scope"), tuple(sorted(more.get("groups") or ()))))
        elif assertion.predicate is EdgeKind.DEPENDS_ON:
            target = ids.purl_parts(assertion.object).name
            facts.edges.add((*named(assertion.subject), target, marker(more.get("marker")), more.get("extra")))
    return facts


def named(release: ids.NodeId) -> tuple[str, str]:
    parts = ids.purl_parts(release)
    return parts.name, str(parts.version)


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def marker(text: str | None) -> str | None:
    try:
        return str(Marker(text)) if text else None
    except InvalidMarker:
        return text


def strongest(scopes: set[str | None]) -> str | None:
    return min((scope for scope in scopes if scope), key=STRENGTH.index, default=None)


def word(name: str, otherwise: Scope) -> str:
    return (scope_of_words(name) or otherwise).value


def of_poetry(lock: Path) -> Facts:
    """poetry.lock."""
    said = tomllib.loads(lock.read_text(encoding="utf-8"))
    project = manifest(lock)
    own = canonical(project.get("project", {}).get("name") or project.get("tool", {}).get("poetry", {}).get("name", ""))
    packages = [package for package in said["package"] if canonical(package["name"]) != own]
    count = Counter(package["name"] for package in packages)
    facts = Facts()
    reach = None if all("groups" in package for package in packages) else poetry_reach(packages, project)
    for package in packages:
        key = canonical(package["name"]), package["version"]
        facts.releases.add(key)
        files = package.get("files") or said["metadata"].get("files", {}).get(package["name"], [])
        for file in files:
            if "files" in package or count[package["name"]] == 1 or version_in(file["file"]) == Version(key[1]):
                facts.hashes.add((*key, file["hash"]))
        facts.purposes.add((*key, *poetry_purpose(package, (reach or {}).get(key))))
        for target, _, condition, extra, _ in poetry_needs(package):
            facts.edges.add((*key, target, condition, extra))
    return facts


def version_in(file: str) -> Version:
    return parse_wheel_filename(file)[1] if file.endswith(".whl") else parse_sdist_filename(file)[1]


def poetry_needs(package: dict[str, Any]) -> Iterator[tuple[str, str, str | None, str | None, list[str]]]:
    """(name, range, marker, extra of the package, extras of the other) of each requirement."""
    asking = poetry_extras(package)
    for name, stated in package.get("dependencies", {}).items():
        for one in stated if isinstance(stated, list) else [stated]:
            table = {"version": one} if isinstance(one, str) else one
            condition = marker(table.get("markers"))
            asked: set[Any] = {None}
            if table.get("optional"):
                named_there = re.findall(r'extra == "([^"]+)"', condition or "")
                asked = set(map(canonical, named_there)) or {
                    e for e, names in asking.items() if canonical(name) in names
                }
            for extra in asked:
                yield canonical(name), table.get("version", "*"), condition, extra, table.get("extras", [])


def poetry_extras(package: dict[str, Any]) -> dict[str, set[str]]:
    """What each extra lists; one that names others of the package also what these list."""
    own = canonical(package["name"])
    listed = {canonical(extra): items for extra, items in package.get("extras", {}).items()}
    found = {e: {canonical(re.match(r"[\w.-]+", item)[0]) for item in items} for e, items in listed.items()}
    for _ in found:
        for extra, items in listed.items():
            for item in items:
                inner = re.match(r"([\w.-]+)\[([^\]]*)\]", item)
                if inner and canonical(inner[1]) == own:
                    found[extra] |= {name for e in inner[2].split(",") for name in found.get(canonical(e.strip()), ())}
    return found


def poetry_purpose(package: dict[str, Any], reach: Any) -> tuple[str | None, tuple[str, ...]]:
    optional = bool(package.get("optional"))
    if "groups" in package:
        scopes: set[str | None] = set()
        markers = package.get("markers", {})
        text = " ".join(markers.values()) if isinstance(markers, dict) else markers
        for group in package["groups"]:
            if group != "main":
                scopes.add(word(group, Scope.DEVELOPMENT))
            elif not optional:
                scopes.add("runtime")
            else:
                found = re.findall(r'extra == "([^"]+)"', text)
                scopes |= {word(extra, Scope.OPTIONAL) for extra in found} or {"optional"}
        return strongest(scopes), tuple(sorted(map(canonical, package["groups"])))
    scope, groups = reach or (None, ())
    if package.get("category") == "main" and not optional:
        return "runtime", groups
    if package.get("category") == "dev":
        return scope if scope and scope != "runtime" else "development", groups
    if optional:
        return scope if scope and scope != "runtime" else "optional", groups
    return scope, groups


def poetry_reach(packages: list[dict[str, Any]], project: dict[str, Any]) -> dict[tuple[str, str], Any]:
    poetry = project.get("tool", {}).get("poetry", {})
    roots: dict[tuple[str, str], list[tuple[str, str, list[str]]]] = defaultdict(list)
    if "dependencies" not in poetry or "dependencies" in project.get("project", {}):
        return {}
    tables = [("main", poetry["dependencies"]), ("dev", poetry.get("dev-dependencies", {}))]
    tables += [(key, table.get("dependencies", {})) for key, table in poetry.get("group", {}).items()]
    for group, table in tables:
        for name, stated in table.items():
            for one in stated if isinstance(stated, list) else [stated]:
                entry = {"version": one} if isinstance(one, str) else one
                scopes = ["runtime"] if group == "main" else [word(group, Scope.DEVELOPMENT)]
                if poetry.get("group", {}).get(group, {}).get("optional"):
                    scopes = [word(group, Scope.OPTIONAL)]
                if group == "main" and entry.get("optional"):
                    listed = [e for e, names in poetry.get("extras", {}).items() if name in names]
                    scopes = [word(extra, Scope.OPTIONAL) for extra in listed] or ["optional"]
                for scope in scopes:
                    roots[group, scope].append((canonical(name), entry.get("version", "*"), entry.get("extras", [])))
    found: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    needs = {(canonical(p["name"]), p["version"]): list(poetry_needs(p)) for p in packages}
    for root, wanted in roots.items():
        for key in follow(needs, wanted):
            found[key].add(root)
    return {
        key: (strongest({scope for _, scope in by}), tuple(sorted({group for group, _ in by})))
        for key, by in found.items()
    }


def follow(needs: dict[tuple[str, str], list[Any]], wanted: list[tuple[str, str, list[str]]]) -> set[tuple[str, str]]:
    """Every release that is reached."""
    seen: set[tuple[tuple[str, str], str | None]] = set()
    todo = list(wanted)
    while todo:
        name, accepted, extras = todo.pop()
        versions = [key for key in needs if key[0] == name]
        if len(versions) > 1:
            versions = [key for key in versions if allows(accepted, key[1])] or versions
        for key in versions:
            for extra in (None, *map(canonical, extras)):
                if (key, extra) not in seen:
                    seen.add((key, extra))
                    todo += [(to, text, more) for to, text, _, by, more in needs[key] if by == extra]
    return {key for key, _ in seen}


def allows(accepted: str, version: str) -> bool:
    """Whether a range of Poetry accepts a version, by comparing numbers."""
    numbers = Version(version).release
    for clause in re.split(r"[,\s]+", accepted.strip()):
        low = [int(part) for part in re.findall(r"\d+", clause)]
        if clause == "*":
            continue
        if clause.startswith("^") or (clause.startswith("~") and not clause.startswith("~=")):
            first = next((i for i, part in enumerate(low) if part), len(low) - 1)
            place = first if clause.startswith("^") else min(1, len(low) - 1)
            if not tuple(low) <= numbers < (*low[:place], low[place] + 1):
                return False
            continue
        try:
            specifier = SpecifierSet(clause if clause[0] in "<>=!~" else f"=={clause}")
        except InvalidSpecifier:
            return True
        if not specifier.contains(version, prereleases=True):
            return False
    return True


def of_pdm(lock: Path) -> Facts:
    """pdm.lock."""
    said = tomllib.loads(lock.read_text(encoding="utf-8"))
    project = manifest(lock).get("project", {})
    extras_of_project = {canonical(extra) for extra in project.get("optional-dependencies", {})} if project else None
    facts, groups = Facts(), defaultdict(set)
    needs: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for package in said["package"]:
        key = canonical(package["name"]), package["version"]
        if key[0] == canonical(project.get("name", "")):
            continue
        facts.releases.add(key)
        older = said["metadata"].get("files", {}).get(f"{package['name']} {package['version']}", [])
        facts.hashes |= {(*key, file["hash"]) for file in package.get("files", older)}
        groups[key] |= set(map(canonical, package.get("groups", [])))
        extras = list(map(canonical, package.get("extras", [])))
        for text in package.get("dependencies", []):
            wanted = Requirement(text)
            if extras and canonical(wanted.name) == key[0]:
                continue
            condition = str(wanted.marker) if wanted.marker else None
            if len(extras) > 1:
                several = " or ".join(f'extra == "{extra}"' for extra in extras)
                condition = marker(f"({condition}) and ({several})" if condition else several)
            extra = extras[0] if len(extras) == 1 else None
            facts.edges.add((*key, canonical(wanted.name), condition, extra))
            needs[key].append(
                (canonical(wanted.name), str(wanted.specifier) or "*", None, extra, sorted(wanted.extras))
            )
        needs[key] += []
    if any(groups.values()):
        for key, found in groups.items():
            facts.purposes.add((*key, pdm_scope(found, extras_of_project), tuple(sorted(found))))
    else:
        facts.purposes = pdm_reach(dict(needs), manifest(lock))
    return facts


def pdm_scope(groups: set[str], extras: set[str] | None) -> str | None:
    if "default" in groups:
        return "runtime"
    scopes: set[str | None] = set()
    for group in groups:
        if extras is None and scope_of_words(group) is None:
            return None
        scopes.add(word(group, Scope.OPTIONAL if group in (extras or ()) else Scope.DEVELOPMENT))
    return strongest(scopes)


def pdm_reach(needs: dict[tuple[str, str], list[Any]], said: dict[str, Any]) -> set[Any]:
    project = said.get("project")
    if not project:
        return {(*key, None, ()) for key in needs}
    roots = [("default", "runtime", project.get("dependencies", []))]
    for extra, items in project.get("optional-dependencies", {}).items():
        roots.append((canonical(extra), word(extra, Scope.OPTIONAL), items))
    for table in (said.get("dependency-groups", {}), said.get("tool", {}).get("pdm", {}).get("dev-dependencies", {})):
        for group, items in table.items():
            roots.append((canonical(group), word(group, Scope.DEVELOPMENT), [i for i in items if isinstance(i, str)]))
    found: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for group, scope, items in roots:
        wanted = [Requirement(item) for item in items]
        for key in follow(needs, [(canonical(w.name), str(w.specifier) or "*", sorted(w.extras)) for w in wanted]):
            found[key].add((group, scope))
    return {
        (*key, strongest({scope for _, scope in found[key]}), tuple(sorted({group for group, _ in found[key]})))
        for key in needs
    }


def of_pipenv(lock: Path) -> Facts:
    """Pipfile.lock."""
    facts = Facts()
    for category, packages in json.loads(lock.read_text(encoding="utf-8")).items():
        if category == "_meta":
            continue
        scope = {"default": "runtime", "develop": "development"}.get(category) or word(category, Scope.OPTIONAL)
        for name, entry in packages.items():
            if not entry.get("version", "").startswith("==") or canonical(name) == canonical(manifest_name(lock)):
                continue
            key = canonical(name), entry["version"].removeprefix("==")
            facts.releases.add(key)
            facts.hashes |= {(*key, digest) for digest in entry.get("hashes", [])}
            facts.purposes.add((*key, scope, (canonical(category),)))
    return facts


def manifest(lock: Path) -> dict[str, Any]:
    path = lock.parent / "pyproject.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def manifest_name(lock: Path) -> str:
    return str(manifest(lock).get("project", {}).get("name", ""))


ORACLES = {"poetry.lock": of_poetry, "pdm.lock": of_pdm, "Pipfile.lock": of_pipenv}
