"""The gate: hold a project, or a bill of materials, against a policy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mlgraph.app.ingest import Ingested
from mlgraph.model import ids
from mlgraph.model.errors import FormatError, SourceError, UsageError
from mlgraph.model.reporter import Reporter
from mlgraph.store import Store

if TYPE_CHECKING:
    from mlgraph_queries.completeness import Witness
    from mlgraph_queries.entries import Finding, Inventory
    from mlgraph_queries.policy import Checked, Material, Policy, Recorded

POLICY_NAME = "mlgraph-policy.toml"
"""Where a project keeps its policy, unless it stands in its pyproject.toml."""
_PYPROJECT = "pyproject.toml"
_TABLE = ("tool", "mlgraph", "policy")
_MANIFESTS = (
    *(_PYPROJECT, "requirements.txt", "setup.cfg", "setup.py", "Pipfile", "environment.yml", "pixi.toml"),
    "README.md",
)
_BOMS = "bom"
"""The source that reads bills of materials."""


@dataclass(frozen=True, slots=True)
class CheckRun:
    """What came of a check, and of the reading before it."""

    checked: Checked
    ingested: Ingested
    manifest: str | None
    """The file in which a project says what it needs, or the BOM itself; None: there is none."""


def check(
    path: Path,
    *,
    store: Store,
    policy: Path | None = None,
    baseline: Path | None = None,
    python: Path | None = None,
    offline: bool = False,
    hashes: bool = True,
    as_of: date | None = None,
    report: Reporter | None = None,
) -> CheckRun:
    """Read a project (and those nested in it) or a bill of materials, and say what of it breaks a policy.

    The policy is a file; without one, that which the project keeps (`policy_of`). `baseline` is an earlier result as
    JSON: only what it has not fails the check. `as_of` is the day for which waivers are judged; None: today.

    Raises UsageError, FormatError or SourceError where one of them is none or cannot be read, before anything is read.
    """
    from mlgraph_queries.policy import check as judged

    if not path.exists():
        raise UsageError(f"{path} is neither a folder of a project nor a BOM; there is no such file")
    held = read_policy_file(policy) if policy is not None else policy_of(path)
    known = _baseline(baseline) if baseline is not None else None
    if path.is_dir():
        ingested, materials = _of_project(
            path, store, python=python, offline=offline, hashes=hashes, report=report or Reporter()
        )
    elif python is not None:
        raise UsageError("--python belongs to a project's folder: a BOM has no environment")
    else:
        ingested, materials = _of_bom(path, store, offline=offline)
    day = as_of or datetime.now(UTC).date()
    checked = judged(held, materials, as_of=day, baseline=known)
    return CheckRun(checked, ingested, _manifest(path))


def _manifest(path: Path) -> str | None:
    if not path.is_dir():
        return path.name
    return next((name for name in _MANIFESTS if (path / name).is_file()), None)


def policy_of(path: Path) -> Policy:
    """The policy of a project: `mlgraph-policy.toml` in its folder, `[tool.mlgraph.policy]` in its pyproject.toml, or ours.

    Of a BOM, that of the folder it lies in. A file that is a link out of the folder is not read.
    """
    from mlgraph_queries.policy import default_policy, read_policy

    folder = path if path.is_dir() else path.parent
    for name, within in ((POLICY_NAME, ()), (_PYPROJECT, _TABLE)):
        file = folder / name
        if not file.is_file():
            continue
        if not file.resolve().is_relative_to(folder.resolve()):
            raise UsageError(f"{name} is a link that leads out of {folder}; name the policy with --policy")
        found = read_policy(_text(file), name, within) if not within or _mentions(file) else None
        if found is not None:
            return found
    return default_policy()


def read_policy_file(path: Path) -> Policy:
    """The policy in a file; in a pyproject.toml that of its table `[tool.mlgraph.policy]`.

    Raises FormatError that names the line, UsageError or SourceError where there is none.
    """
    from mlgraph_queries.policy import read_policy

    within = _TABLE if path.name == _PYPROJECT else ()
    found = read_policy(_text(path), str(path), within)
    if found is None:
        raise UsageError(f"{path} has no table [{'.'.join(_TABLE)}]")
    return found


def _mentions(file: Path) -> bool:
    """Whether a pyproject.toml speaks of a policy; what is wrong with it otherwise is for others to say."""
    return "mlgraph" in _text(file)


def _text(file: Path) -> str:
    from mlgraph_queries.policy.document import MAX_BYTES

    content = _bytes(file, MAX_BYTES)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FormatError(f"{file}:{line}: no UTF-8, as TOML has to be") from error


def _bytes(file: Path, limit: int) -> bytes:
    try:
        with file.open("rb") as opened:
            content = opened.read(limit + 1)
    except OSError as error:
        raise SourceError(f"cannot read {file}: {error.strerror or error}") from error
    if len(content) > limit:
        raise FormatError(f"{file} has more than {limit:,} bytes; it is not read")
    return content


def _baseline(file: Path) -> dict[str, Recorded]:
    from mlgraph_queries.policy.baseline import MAX_BYTES, read_baseline

    return dict(read_baseline(_bytes(file, MAX_BYTES), str(file)))


def _of_project(
    root: Path, store: Store, *, python: Path | None, offline: bool, hashes: bool, report: Reporter
) -> tuple[Ingested, Sequence[Material]]:
    """A project as rules look at it, and each of those nested in it."""
    from mlgraph.app.project import look, read_project

    ingested, whole, concerns = read_project(
        root, store=store, python=python, offline=offline, hashes=hashes, report=report
    )
    found = [_material(whole, concerns, partial(_project_witness, whole))]
    for entry in whole.projects:
        if entry.is_nested:
            nested, of_nested = look(ids.path_of(entry.id), store=store)
            found.append(_material(nested, of_nested, partial(_project_witness, nested), folder=entry.path))
    return ingested, found


def _of_bom(path: Path, store: Store, *, offline: bool) -> tuple[Ingested, Sequence[Material]]:
    """A bill of materials as rules look at it. Raises FormatError where it cannot be read."""
    from mlgraph.app.project import look
    from mlgraph.app.sources import ingest_source
    from mlgraph.model.request import Request

    ingested = ingest_source(_BOMS, Request((str(path),), {}), store=store, offline=offline)
    if ingested.failed:
        raise FormatError(ingested.failed[0][1])
    found, concerns = look(path, store=store)
    return ingested, [_material(found, concerns, partial(_bom_witness, path), document=str(path))]


def _material(
    inventory: Inventory,
    findings: tuple[Finding, ...],
    witness: Callable[[], Witness],
    *,
    folder: str = "",
    document: str = "",
) -> Material:
    from mlgraph_queries.policy import Material

    return Material(inventory, findings, witness, folder, document)


def _project_witness(inventory: Inventory) -> Witness:
    from mlgraph.app.completeness import plan
    from mlgraph_queries.completeness import project_witness

    return project_witness(inventory, plan(reproducible=False))


def _bom_witness(path: Path) -> Witness:
    """What a bill of materials states itself, by which its completeness is judged."""
    from mlgraph.app.validation import read_file
    from mlgraph_queries.completeness import document_witness
    from mlgraph_queries.validation_parsing import MAX_BYTES

    return document_witness(read_file(path, MAX_BYTES), name=str(path))
