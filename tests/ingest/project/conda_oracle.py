"""What a lock of conda says, found without the reader: the file is loaded naively and walked."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import yaml

from mlgraph.model.assertions import Assertion
from mlgraph_ontology.kinds import EdgeKind

Row = tuple[Any, ...]


@dataclass
class Facts:
    """Sets of tuples; the first member of each is the manager, `conda` or `pip`."""

    packages: set[Row] = field(default_factory=set)
    """(manager, name, version)."""
    hashes: set[Row] = field(default_factory=set)
    """(manager, name, version, `algorithm:digest`)."""
    used: set[Row] = field(default_factory=set)
    """(manager, name, version, "platform" | "category" | "environment", its name)."""
    edges: set[Row] = field(default_factory=set)
    """(manager, name, version, required name, version that the lock has of it or None)."""
    builds: set[Row] = field(default_factory=set)
    """(name, version, build, subdir) of conda."""


def asserted(assertions: Iterable[Assertion]) -> Facts:
    """The same of what a reader says."""
    facts = Facts()
    for said in assertions:
        if said.object is None or said.object.key.startswith("pkg:") is False:
            continue
        if said.predicate is EdgeKind.CONTAINS:
            row = (*_parts(said.object.key)[:3],)
            facts.packages.add(row)
            facts.hashes.update((*row, hash_) for hash_ in said.qualifiers.get("hashes", []))
            facts.used.update((*row, "platform", name) for name in said.qualifiers.get("platforms", []))
            facts.used.update((*row, "environment", name) for name in said.qualifiers.get("environments", []))
            categories = said.qualifiers.get("groups", []) or (["main"] if said.evidence.rule[:5] == "conda" else [])
            facts.used.update((*row, "category", name) for name in categories)
            if row[0] == "conda":
                facts.builds.add((*row[1:], *_parts(said.object.key)[3:]))
        elif said.predicate is EdgeKind.DEPENDS_ON and said.subject.key.startswith("pkg:"):
            facts.edges.add((*_parts(said.subject.key)[:3], *_parts(said.object.key)[1:3]))
    return facts


def _parts(purl: str) -> tuple[str, str, str | None, str | None, str | None]:
    head, _, query = purl.partition("?")
    said = dict(part.split("=", 1) for part in query.split("&")) if query else {}
    type_, _, rest = head.removeprefix("pkg:").partition("/")
    name, _, version = rest.partition("@")
    return (
        {"pypi": "pip"}.get(type_, type_),
        unquote(name),
        unquote(version) or None,
        said.get("build") and unquote(said["build"]),
        said.get("subdir"),
    )


def of_conda_lock(text: str) -> Facts:
    """What a conda-lock.yml of version 1 says."""
    facts = Facts()
    packages = [p for p in _load(text)["package"] if not p["name"].startswith("__")]
    found = {(p["manager"], p["name"], p["platform"]): p["version"] for p in packages}
    categories: dict[Row, set[str]] = defaultdict(set)
    for p in packages:
        row = (p["manager"], _name(p["manager"], p["name"]), p["version"])
        facts.packages.add(row)
        facts.hashes.update((*row, f"{algorithm}:{digest}") for algorithm, digest in p["hash"].items() if digest)
        facts.used.add((*row, "platform", p["platform"]))
        categories[row, p["url"] if row[0] == "conda" else None].add(p.get("category", "main"))
        for needed in p.get("dependencies") or {}:
            if not needed.startswith("__"):
                version = found.get(("conda", needed, p["platform"])) if row[0] == "conda" else None
                facts.edges.add((*row, _name(row[0], needed), version))
        if row[0] == "conda":
            facts.builds.add((*row[1:], *_of_url(p["url"])))
    for (row, _), names in categories.items():
        facts.used.update((*row, "category", name) for name in ({"main"} if "main" in names else names))
    return facts


def of_environment(text: str) -> set[Row]:
    """(manager, name) of what an environment.yml of plain requirements asks for."""
    found: set[Row] = set()
    for item in _load(text)["dependencies"]:
        for wanted in item["pip"] if isinstance(item, dict) else [item]:
            name = re.search(r"[#&]egg=([\w.-]+)", wanted) or re.search(r"^(?:\S+::)?([\w.-]+)", wanted)
            manager = "pip" if isinstance(item, dict) else "conda"
            found.add((manager, _name(manager, name[1])))
    return found


def of_pixi_manifest(text: str) -> set[Row]:
    """(manager, name, feature or None) of what a pixi.toml asks for; what has a path is left out."""
    said = tomllib.loads(text)
    found: set[Row] = set()
    parts = [(None, said), *said.get("feature", {}).items()]
    parts += [(feature, target) for feature, part in list(parts) for target in part.get("target", {}).values()]
    for feature, part in parts:
        for manager, table in (("conda", "dependencies"), ("pip", "pypi-dependencies")):
            for name, spec in part.get(table, {}).items():
                if not (isinstance(spec, dict) and "path" in spec):
                    found.add((manager, _name(manager, name), feature))
    return found


def asked(assertions: Iterable[Assertion]) -> set[Row]:
    """(manager, name, group) of what a reader says that the project asks for."""
    edges = (a for a in assertions if a.predicate is EdgeKind.DEPENDS_ON and a.subject.key.startswith("project:"))
    return {(*_parts(a.object.key)[:2], a.qualifiers.get("group")) for a in edges if a.object is not None}


def of_pixi_lock(text: str) -> Facts:
    """What a pixi.lock of version 4, 5 or 6 says."""
    facts = Facts()
    said = _load(text)
    described: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for p in said["packages"]:
        kind, address = _reference(p)
        if address.strip("./"):
            of_file = address.rsplit("/", 1)[-1].rsplit("-", 2)
            p.setdefault("name", of_file[0])
            p.setdefault("version", of_file[1] if len(of_file) > 1 else None)
            described[kind, address].append(p)
    places: dict[int, set[tuple[str, str]]] = defaultdict(set)
    versions: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for environment, value in said["environments"].items():
        for platform, references in value["packages"].items():
            for p in (p for reference in references for p in _meant(reference, described)):
                places[id(p)].add((environment, platform))
                if "pypi" not in p and p.get("kind") != "pypi":
                    versions[environment, platform, p["name"]].add(p["version"])
    for (kind, address), packages in described.items():
        for p in packages:
            _add(facts, kind, address, p, places[id(p)])
            if kind == "conda":
                _needs_of_conda(facts, _row(kind, p), p, places[id(p)], versions)
    return facts


def _meant(reference: Any, described: Any) -> list[Any]:
    keys = [key for key in ("name", "version", "build", "subdir") if key in reference]
    return [p for p in described[_reference(reference)] if all(p.get(k, reference[k]) == reference[k] for k in keys)]


def _add(facts: Facts, kind: str, address: str, p: Any, places: set[tuple[str, str]]) -> None:
    row = _row(kind, p)
    facts.packages.add(row)
    facts.hashes.update((*row, f"{a}:{p[a]}") for a in ("md5", "sha256") if p.get(a))
    for environment, platform in places:
        facts.used.update({(*row, "platform", platform), (*row, "environment", environment)})
    if kind == "conda":
        facts.builds.add((*row[1:], *(_of_url(address) if "://" in address else (p.get("build"), p.get("subdir")))))
    else:
        names = (re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", text)[0] for text in p.get("requires_dist", []))
        facts.edges.update((*row, _name("pip", name), None) for name in names)


def _needs_of_conda(facts: Facts, row: Row, p: Any, places: set[tuple[str, str]], versions: Any) -> None:
    for text in p.get("depends", []):
        name = re.match(r"[^ =<>!~\[]+", text)[0].rpartition("::")[2].lower()
        if name.startswith("__"):
            continue
        found = {version for place in places for version in versions.get((*place, name), ())}
        facts.edges.update((*row, name, version) for version in found or {None})


def _load(text: str) -> Any:
    """All scalars as they are written: of a naive loader, the version 1.10 would be 1.1."""
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts, lists and mappings


def _reference(p: dict[str, Any]) -> tuple[str, str]:
    if "kind" in p:
        return p["kind"], p.get("url") or p.get("path")
    return ("conda", p["conda"]) if "conda" in p else ("pypi", p["pypi"])


def _row(kind: str, p: dict[str, Any]) -> Row:
    manager = {"pypi": "pip"}.get(kind, kind)
    return manager, _name(manager, p["name"]), p["version"]


def _of_url(url: str) -> tuple[str, str]:
    subdir, file_name = url.rsplit("/", 2)[1:]
    build = file_name.rsplit("-", 1)[1]
    return build.removesuffix(".conda").removesuffix(".tar.bz2"), subdir


def _name(manager: str, name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower() if manager == "pip" else name.lower()
