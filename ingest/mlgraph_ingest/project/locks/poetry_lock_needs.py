"""What a package of a poetry.lock requires: its dependencies, and which of its extras ask for the optional ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.context import Problems
from mlgraph_ingest.project.locks.locked import LockedDependency
from mlgraph_ingest.project.manifests.own_extras import STEP_LIMIT
from mlgraph_ingest.project.manifests.poetry_dependency import PoetryDependency, dependencies_of
from mlgraph_ingest.project.manifests.requirement import extras_of, parse_requirement
from mlgraph_ingest.project.toml_document import Table, table_in, text_in, texts_in


def needs(package: Table, line: int, problems: Problems) -> Iterator[LockedDependency]:
    """The requirements of one package; an optional one once for each extra that asks for it."""
    asking = _extras(package)
    own = text_in(package, "name")
    for name, stated in table_in(package, "dependencies").items():
        for found in dependencies_of(name, stated, ()):
            if isinstance(found, str):
                problems.add(line, f"{str(own)[:80]} requires {found}")
                continue
            extras = _asked_by(found, asking)
            if found.is_optional and not extras:
                problems.add(line, f"{str(own)[:80]}: no extra of it asks for {name}, which is optional; not an edge")
            if not found.is_optional:
                yield _need(found, None)
            for extra in extras:
                yield _need(found, extra)


def _need(found: PoetryDependency, extra: str | None) -> LockedDependency:
    wanted = found.requirement
    return LockedDependency(
        wanted.name, marker=wanted.marker, extras=wanted.extras, extra=extra, specifier=wanted.specifier
    )


def _asked_by(found: PoetryDependency, asking: dict[str, list[str]]) -> list[str]:
    """The extras that ask for a dependency: those that its marker names, else those that list the package."""
    if not found.is_optional:
        return []
    return extras_of(found.requirement.marker) or asking.get(ids.canonical_name(found.requirement.name), [])


def _extras(package: Table) -> dict[str, list[str]]:
    """The extras of a package that list each requirement, themselves or through another extra of the package."""
    extras = table_in(package, "extras")
    own = ids.canonical_name(text_in(package, "name") or "")
    listed = {ids.canonical_name(key): [_named(item) for item in texts_in(extras, key)] for key in extras}
    found: dict[str, dict[str, None]] = defaultdict(dict)
    steps = 0
    for extra in listed:
        pending, taken = [extra], {extra}
        while pending:
            for name, included in listed.get(pending.pop(), []):
                steps += 1 + len(included)
                if steps > STEP_LIMIT:
                    raise FormatError(f"extras that name extras stand for more than {STEP_LIMIT:,} requirements")
                if name == own:
                    pending.extend(other for other in included if other not in taken)
                    taken.update(included)
                else:
                    found[name][extra] = None
    return {name: list(asking) for name, asking in found.items()}


def _named(text: str) -> tuple[str, tuple[str, ...]]:
    try:
        wanted = parse_requirement(text)
    except FormatError:
        return ids.canonical_name(text.partition(" ")[0].partition("[")[0]), ()
    return ids.canonical_name(wanted.name), wanted.extras
