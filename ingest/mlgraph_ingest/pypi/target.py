"""For which environment the requirements of a release are followed, and which of them hold there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from mlgraph.model import ids
from mlgraph.model.errors import FormatError, UsageError
from mlgraph.model.markers import holds
from mlgraph_ingest.project.manifests.requirement import Requirement, parse_requirement

_PLATFORMS = frozenset({"linux", "darwin", "win32"})


@dataclass(frozen=True, slots=True)
class Target:
    """A Python environment as markers see it."""

    python_version: str
    platform: str | None = None
    """`sys.platform`; None: this machine's."""


def parse_target(text: str) -> Target:
    """Read `python=3.12,platform=linux`. Raises UsageError where it says something else.

    >>> parse_target("python=3.12,platform=linux")
    Target(python_version='3.12', platform='linux')
    """
    said = {key.strip(): value.strip() for key, _, value in (part.partition("=") for part in text.split(","))}
    python, platform = said.pop("python", ""), said.pop("platform", None)
    if said or not re.fullmatch(r"3\.\d{1,3}(\.\d{1,3})?", python) or platform not in {None, *_PLATFORMS}:
        raise UsageError(
            f"environment {text[:80]!r}: give python=3.X and, if you like, platform={'|'.join(sorted(_PLATFORMS))}"
        )
    return Target(python, platform)


def requirements_in(
    requires: Iterable[str], target: Target | None, extras: Collection[str] = ()
) -> Iterator[Requirement]:
    """Which of a release's requirements hold in an environment, for the extras that are asked for.

    Of an unknown environment (None) every marker may hold, and only those of extras that are not asked for do not.
    What is no requirement is left out.
    """
    for text in requires:
        try:
            wanted = parse_requirement(text)
        except FormatError:
            continue
        if _applies(wanted, target, extras):
            yield wanted


def next_names(wanted: Iterable[Requirement]) -> Mapping[str, frozenset[str]]:
    """The packages that requirements name, each with the extras that are asked for; those that an index can have."""
    found: dict[str, frozenset[str]] = {}
    for requirement in wanted:
        if requirement.origin is None:
            name = ids.canonical_name(requirement.name)
            found[name] = found.get(name, frozenset()).union(requirement.extras)
    return found


def _applies(wanted: Requirement, target: Target | None, extras: Collection[str]) -> bool:
    if wanted.marker is None:
        return True
    if target is None:
        return not wanted.wanted_by or bool(set(wanted.wanted_by) & set(extras))
    return any(holds(wanted.marker, extra, target.python_version, target.platform) for extra in ("", *sorted(extras)))
