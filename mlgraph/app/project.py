"""The main job: read a project, say what it is made of, and write that down."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path

from mlgraph.app.ingest import Ingested, ingest
from mlgraph.model import ids
from mlgraph.model.errors import MlgraphError, UsageError
from mlgraph.model.reporter import Reporter
from mlgraph.store import Store
from mlgraph_queries.entries import Finding, Inventory

_BOMS = ("cyclonedx", "spdx")
"""Formats of the documents that a scan writes."""
REPORT_NAME = "report.html"


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan found, and the files it wrote."""

    ingested: Ingested
    inventory: Inventory
    findings: tuple[Finding, ...]
    written: tuple[Path, ...]


def ingest_project(
    root: Path, *, store: Store, python: Path | None = None, hashes: bool = True, report: Reporter | None = None
) -> Ingested:
    """Read a project on disk (and an environment that it is installed in) into a graph.

    Weight files are hashed, which reads all of them, unless `hashes` is false.

    Raises UsageError where there is no such folder or environment, StoreError where the graph cannot be written.
    """
    from mlgraph_ingest.project import ProjectRequest, read

    reporter = report or Reporter()
    request = ProjectRequest(root=root, python=python, hashes=hashes)
    return ingest(store, read(request, http=None, report=reporter), reporter)


def look(root: Path, *, store: Store, as_of: date | None = None) -> tuple[Inventory, tuple[Finding, ...]]:
    """Say what a project that was read is made of, and what of it somebody should look at."""
    from mlgraph_ingest.project import ProjectRequest
    from mlgraph_queries.findings import findings
    from mlgraph_queries.inventory import inventory

    with store.view(as_of) as view:
        found = inventory(view, ProjectRequest(root).project)
    return found, findings(found)


def bom(
    root: Path,
    *,
    store: Store,
    python: Path | None = None,
    form: str = "cyclonedx",
    spec_version: str | None = None,
    reproducible: bool = False,
    offline: bool = False,
    hashes: bool = True,
    report: Reporter | None = None,
) -> tuple[bytes, Ingested]:
    """Read a project and write its AI-BOM in a format, in the version of its standard that is asked for.

    The package index is asked about its packages and the Hugging Face hub about its models and datasets, unless `offline`.
    Weight files are hashed, unless `hashes` is false.
    """
    from mlgraph.bom.formats import choose, write

    choose(form, spec_version)  # what is not written is refused before anything is read
    ingested, inventory, findings = read_project(
        root, store=store, python=python, offline=offline, hashes=hashes, report=report
    )
    document = write(inventory, form=form, spec_version=spec_version, reproducible=reproducible, findings=findings)
    return document, ingested


def scan(
    root: Path,
    *,
    store: Store,
    out: Path,
    python: Path | None = None,
    spec_version: str | None = None,
    reproducible: bool = False,
    offline: bool = False,
    hashes: bool = True,
    report: Reporter | None = None,
) -> Scanned:
    """Read a project, write its AI-BOMs and its report into the folder `out`, and say what was found.

    The package index is asked about its packages and the Hugging Face hub about its models and datasets, unless `offline`.
    Weight files are hashed, unless `hashes` is false.
    The BOMs are CycloneDX, in the version that is asked for, and SPDX 3.0.1. The documents of projects that are nested in it go to `out`, too, each at its path in the project.
    """
    from mlgraph import __version__
    from mlgraph.bom.formats import choose
    from mlgraph.report.html import render

    choose(_BOMS[0], spec_version)
    ingested, inventory, findings = read_project(
        root, store=store, python=python, offline=offline, hashes=hashes, report=report
    )
    now = datetime.now(UTC)
    written: list[Path] = []
    for found, concerns, folder in [(inventory, findings, out), *_nested(inventory, store, out)]:
        page = render(found, concerns, generated_at=None if reproducible else now, tool_version=__version__)
        files = documents(found, concerns, spec_version=spec_version, reproducible=reproducible, now=now)
        written.extend(write_files(folder, [*files, (REPORT_NAME, page.encode("utf-8", "backslashreplace"))]))
    return Scanned(ingested, inventory, findings, tuple(written))


def read_project(
    root: Path, *, store: Store, python: Path | None, offline: bool, report: Reporter | None, hashes: bool = True
) -> tuple[Ingested, Inventory, tuple[Finding, ...]]:
    """Read a project, and what the index, the hub and our catalog say of what it and its nested projects are made of.

    With it comes what the project is made of, and what of it somebody should look at.
    """
    from mlgraph.app.enrichment import consult, enrich, named_in

    reporter = report or Reporter()
    ingested = ingest_project(root, store=store, python=python, hashes=hashes, report=reporter)
    found = _looks(root, store)
    asked = enrich([inventory for inventory, _ in found], store=store, offline=offline, python=python, report=reporter)
    if asked.read or asked.failed:
        found = _looks(root, store)
    curated = consult(chain.from_iterable(named_in(inventory) for inventory, _ in found), store=store, report=reporter)
    if curated.read:
        found = _looks(root, store)
    inventory, concerns = found[0]
    return ingested.add(asked).add(curated), inventory, concerns


def _looks(root: Path, store: Store) -> list[tuple[Inventory, tuple[Finding, ...]]]:
    """What a project is made of, and each of those that are nested in it."""
    whole = look(root, store=store)
    return [whole, *(look(ids.path_of(entry.id), store=store) for entry in whole[0].projects if entry.is_nested)]


def _nested(inventory: Inventory, store: Store, out: Path) -> Iterator[tuple[Inventory, tuple[Finding, ...], Path]]:
    """Of each project that lies in one: what it is made of, what to look at, and the folder for its documents."""
    for entry in inventory.projects:
        if entry.is_nested:
            yield *look(ids.path_of(entry.id), store=store), out / entry.path


def documents(
    inventory: Inventory, findings: Sequence[Finding], *, spec_version: str | None, reproducible: bool, now: datetime
) -> list[tuple[str, bytes]]:
    """The BOMs of a scan, each with the name of its file."""
    from mlgraph.bom.formats import FORMATS, write

    return [
        (
            FORMATS[form].file_name,
            write(
                inventory,
                form=form,
                spec_version=spec_version if form == _BOMS[0] else None,
                reproducible=reproducible,
                findings=findings,
                now=now,
            ),
        )
        for form in _BOMS
    ]


def write_files(folder: Path, files: Sequence[tuple[str, bytes]]) -> tuple[Path, ...]:
    """Write files whole or not at all, each replacing what had its name."""
    written = []
    for name, content in files:
        write_file(folder / name, content)
        written.append(folder / name)
    return tuple(written)


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises MlgraphError that says why it could not.

    What is no file (a device such as /dev/null or /dev/stdout, a pipe) is written to as it is, and never replaced.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        if _is_special(path):
            with path.open("wb") as device:
                device.write(content)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise UsageError(f"{path} is a folder; name a file")
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise MlgraphError(f"could not write {path}: {error.strerror or error}") from error


def _is_special(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()
