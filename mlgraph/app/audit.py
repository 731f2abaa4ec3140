"""Have pip-audit ask a service of OSV records about the pinned Python packages of a project."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from mlgraph.app.connection import is_offline
from mlgraph.app.ingest import Ingested, ingest
from mlgraph.app.project import look
from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Document, Reading
from mlgraph.model.errors import FormatError, SourceError, UsageError
from mlgraph.model.ids import NodeId
from mlgraph.model.reporter import Reporter
from mlgraph.store import Store
from mlgraph_queries.entries import Inventory, PackageEntry
from mlgraph_queries.vulnerability_entries import Audit

if TYPE_CHECKING:
    from mlgraph_ingest.osv.audit_report import Asked

SERVICE = "OSV_URL"
"""Environment variable that names the service; without it, pip-audit asks its own default."""
QUERY_PATH = "/v1/query"
TIME_LIMIT_SECONDS = 900
READER = "osv/1"
_OWN_SETTINGS = "PIP_AUDIT_"
"""Environment variables with which pip-audit is told other formats and outputs."""


@dataclass(frozen=True, slots=True)
class Audited:
    """What became of an audit."""

    ingested: Ingested
    asked: int
    """Releases that pip-audit was asked about."""
    audit: Audit
    """What is known of the project afterwards."""
    not_run: str | None = None
    """Why pip-audit was not run, so that what it would say is unknown; None: it was."""


def audit(
    target: Path = Path(),
    *,
    store: Store,
    osv_url: str | None = None,
    offline: bool = False,
    report: Reporter | None = None,
) -> Audited:
    """Audit the pinned packages of a project, or of a bill of materials, that was read into the graph.

    Names and versions of its Python packages are all that leaves the machine. `osv_url` is the service to ask (else OSV_URL,
    else pip-audit's default). Offline, nothing is run. Raises UsageError where pip-audit is not installed, and QueryError
    where the graph does not hold the project; an audit that fails leaves what an earlier one said.
    """
    reporter = report or Reporter()
    inventory = _look(target, store)
    if is_offline(offline=offline):
        return Audited(Ingested(), 0, _audit(inventory), "the network is not to be used; what it would say is unknown")
    if find_spec("pip_audit") is None:
        raise UsageError("mlgraph audit needs pip-audit, which is not installed: pip install 'mlgraph[audit]'")
    asked = _asked(inventory.packages)
    if not asked.releases:
        return Audited(Ingested(), 0, _audit(inventory), "no Python package of the project has a known version")
    now = datetime.now(UTC)
    key = f"{inventory.project.key}#pip-audit"
    document = Document(key, f"pip-audit of {inventory.name}", READER, now.isoformat(), now)
    url = osv_url or os.environ.get(SERVICE) or None
    done = ingest(store, [Reading(document, partial(_assertions, asked, document, _query_url(url)))], reporter)
    return Audited(done, len(asked.releases), _audit(_look(target, store)))


def _look(target: Path, store: Store) -> Inventory:
    return look(target, store=store)[0]


def _audit(inventory: Inventory) -> Audit:
    if inventory.audit is None:
        raise UsageError(f"{inventory.name} cannot be audited: it is no project")
    return inventory.audit


def _asked(packages: Sequence[PackageEntry]) -> Asked:
    """What can be asked about, and of the rest why not."""
    from mlgraph_ingest.osv.audit_report import Asked

    releases: dict[NodeId, tuple[NodeId, ...]] = {}
    left_out: list[tuple[NodeId, str]] = []
    for entry in packages:
        parts = ids.purl_parts(entry.id)
        if parts.type != "pypi":
            left_out.append((entry.id, "pip-audit knows Python packages only"))
        elif parts.version is None:
            left_out.append((entry.id, "its version is not known"))
        elif any(place.is_direct for place in entry.origins):
            left_out.append((entry.id, "it does not come from a package index"))
        elif (public := _public(parts.version)) is None:
            left_out.append((entry.id, "its version is none that pip-audit can be asked about"))
        else:
            node = ids.release(parts.name, public)
            releases[node] = (*releases.get(node, ()), entry.id)
    return Asked(releases, tuple(left_out))


def _public(version: str) -> str | None:
    """A version without its local part, which no record names (PEP 440); None where it is no version."""
    from packaging.version import InvalidVersion, Version

    try:
        return Version(version).public
    except InvalidVersion:
        return None


def _assertions(asked: Asked, document: Document, url: str | None) -> list[Assertion]:
    from mlgraph_ingest.osv.audit_report import report_assertions

    dependencies: list[object] = []
    for requirements in _rounds(asked.releases):
        said = _run(requirements, url)
        found = said.get("dependencies")
        dependencies += found if isinstance(found, list) else []
    return list(report_assertions({"dependencies": dependencies}, ids.document(document.locator), asked))


def _rounds(releases: Mapping[NodeId, object]) -> list[list[str]]:
    """Requirements in as many lists as a package has versions: pip-audit takes each name once."""
    rounds: list[dict[str, str]] = []
    for release in sorted(releases):
        parts = ids.purl_parts(release)
        place = next((one for one in rounds if parts.name not in one), None)
        if place is None:
            rounds.append(place := {})
        place[parts.name] = f"{parts.name}=={parts.version}"
    return [sorted(one.values()) for one in rounds]


def _run(requirements: Sequence[str], url: str | None) -> Mapping[str, object]:
    """The report of one run. Raises SourceError where there is none."""
    from mlgraph_ingest.answers.json_values import load_table

    with tempfile.TemporaryDirectory(prefix="mlgraph-audit-") as folder:
        file = Path(folder, "requirements.txt")
        file.write_text("\n".join([*requirements, ""]), encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "pip_audit",
            "--no-deps",
            "--disable-pip",
            "-s",
            "osv",
            "-f",
            "json",
            "--strict",
        ]
        command += ["--progress-spinner", "off", "--cache-dir", str(Path(folder, "cache")), "-r", str(file)]
        command += ["--osv-url", url] if url is not None else []
        settings = {name: value for name, value in os.environ.items() if not name.startswith(_OWN_SETTINGS)}
        try:
            done = subprocess.run(
                command, cwd=folder, env=settings, capture_output=True, timeout=TIME_LIMIT_SECONDS, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise SourceError(f"pip-audit did not end within {TIME_LIMIT_SECONDS} seconds; nothing is known") from error
        except OSError as error:
            raise SourceError(f"pip-audit could not be run: {error.strerror or error}") from error
    try:
        return load_table(done.stdout, "pip-audit")
    except FormatError as error:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        why = lines[-1][:300] if lines else f"it ended with {done.returncode}"
        raise SourceError(f"pip-audit gave no report: {why}; what it would say is unknown") from error


def _query_url(url: str | None) -> str | None:
    """The address of a service's queries: with the path of OSV's interface, where that is not given."""
    if url is None:
        return None
    if not url.startswith(("https://", "http://")):
        raise UsageError(f"{SERVICE}, or --osv-url, is {url[:60]!r}; give an address that begins with https://")
    return url if url.rstrip("/").endswith(QUERY_PATH) else url.rstrip("/") + QUERY_PATH
