"""The packages that a pixi.lock describes, and where each is used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.context import Problems
from mlgraph_ingest.project.manifests.conda_files import conda_file
from mlgraph_ingest.project.manifests.requirement import is_name
from mlgraph_ingest.project.origins import without_secrets
from mlgraph_ingest.project.toml_document import Table, entries_of, table_in, text_in
from mlgraph_ingest.project.yaml_document import YamlList, YamlTable

_KINDS = ("conda", "pypi")
_SELECTORS = ("name", "version", "build", "subdir")
"""What tells packages of one address apart (rattler_lock, models of version 6)."""
Place = tuple[str, str]
"""Environment and platform."""


@dataclass(slots=True)
class PixiPackage:
    """One package of the lock."""

    said: Table
    line: int
    kind: str
    """`conda` or `pypi`."""
    address: str
    """URL or path, as it is written there."""
    name: str
    version: str
    release: NodeId
    places: set[Place] = field(default_factory=set)
    """Where it is used; empty: the lock describes it and no environment has it."""


def pixi_packages(packages: YamlList, problems: Problems) -> Iterator[PixiPackage]:
    """The packages in order; what cannot be named is a problem."""
    for index, said in enumerate(packages):
        try:
            yield _package(said, packages.line(index))
        except FormatError as error:
            problems.add(packages.line(index), str(error))


def _package(said: object, line: int) -> PixiPackage:
    if not isinstance(said, YamlTable):
        raise FormatError("a package must be a mapping; not read")
    kind, address = _kind_and_address(said)
    if kind not in _KINDS or address is None:
        raise FormatError("a package that is neither conda nor pypi, or has no address; not read")
    file = conda_file(address) if kind == "conda" else None
    name = text_in(said, "name") or (file.name if file else None)
    version = text_in(said, "version") or (file.version if file else None)
    if name is None or version is None:
        raise FormatError(f"{without_secrets(address)!r} is locked without name or version; which one it is is unknown")
    if file is not None:
        build, subdir = text_in(said, "build") or file.build, file.subdir or text_in(said, "subdir")
        release = ids.conda_release(name, version, build=build, channel=file.channel, subdir=subdir)
    elif is_name(name):
        release = ids.release(name, version)
    else:
        raise FormatError(f"{name[:80]!r} is no name of a package; not read")
    return PixiPackage(said, line, kind, address, name, version, release)


def _kind_and_address(said: Table) -> tuple[str | None, str | None]:
    """Versions 4 and 5 say `kind`, and `url` or `path`; version 6 has the address at the kind's name."""
    kind = text_in(said, "kind")
    if kind is not None:
        return kind, text_in(said, "url") or text_in(said, "path")
    return next(((kind, text_in(said, kind)) for kind in _KINDS if kind in said), (None, None))


def place(entries: list[PixiPackage], environments: Table, problems: Problems) -> None:
    """Note for each package in which environments, and on which platforms, it is used."""
    known: dict[tuple[str, str], list[PixiPackage]] = defaultdict(list)
    for entry in entries:
        known[entry.kind, entry.address].append(entry)
    for environment, said in entries_of(environments):
        for platform, used in table_in(said, "packages").items():
            if not isinstance(used, YamlList):
                problems.add(1, f"the packages of an environment for {platform[:80]!r} must be a list; not read")
                continue
            for index, reference in enumerate(used):
                if not _refer(reference, known, (environment, platform)):
                    text = "an environment uses a package that the lock does not describe; not read"
                    problems.add(used.line(index), text)


def _refer(reference: object, known: Mapping[tuple[str, str], list[PixiPackage]], place: Place) -> bool:
    if not isinstance(reference, YamlTable):
        return False
    kind, address = _kind_and_address(reference)
    wanted = {key: text_in(reference, key) for key in _SELECTORS if text_in(reference, key)}
    found = [
        entry
        for entry in known.get((kind or "", address or ""), ())
        if all(text_in(entry.said, key) in {None, value} for key, value in wanted.items())
    ]
    for entry in found:
        entry.places.add(place)
    return bool(found)


def targets(entries: list[PixiPackage]) -> Mapping[tuple[Place, str], NodeId]:
    """The release that a name of conda means in each environment and platform."""
    conda = (entry for entry in entries if entry.kind == "conda")
    return {(place, entry.name.lower()): entry.release for entry in conda for place in entry.places}
