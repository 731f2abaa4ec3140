"""The source `pypi`: what a package index says of packages."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event

from mlgraph.model import ids
from mlgraph.model.assertions import Reading
from mlgraph.model.errors import FormatError, SourceError, UsageError
from mlgraph.model.http import Http
from mlgraph.model.reporter import Reporter
from mlgraph.model.request import Request
from mlgraph_ingest.answers.ahead import ahead
from mlgraph_ingest.project.installed.environment import find_environment
from mlgraph_ingest.pypi.desk import Desk
from mlgraph_ingest.pypi.fetched import Fetched, fetch
from mlgraph_ingest.pypi.index import Index, index_at
from mlgraph_ingest.pypi.pip_settings import config_files, pip_settings
from mlgraph_ingest.pypi.target import Target, next_names, parse_target, requirements_in
from mlgraph_ingest.pypi.wanted import Wanted, wanted_of

WIDTH = 8
"""Packages that are asked for side by side."""
FOLLOWED_LIMIT = 10_000
"""Packages at most that one run asks for because others require them."""
_OPTIONS = frozenset({"python", "index", "depth", "environment"})


@dataclass(frozen=True, slots=True)
class PypiRequest:
    """Which packages to ask for, where, and how far to follow what they require."""

    packages: Mapping[str, AbstractSet[str]]
    """Name -> the versions in use; none: the version that the index shows first."""
    python: Path | None = None
    """The environment whose pip settings say which index is asked; None: the one that this runs in."""
    index: str | None = None
    """The URL of a simple API to ask instead of those that pip is configured with."""
    depth: int = 0
    """How far requirements are followed; 0: only the packages themselves are asked for."""
    target: Target | None = None
    """The environment for which markers decide what is followed; None: whatever any environment may need."""
    width: int = WIDTH
    """Packages that are asked for side by side; where nobody is asked, one at a time needs the least memory."""


def source(request: Request, *, http: Http | None, report: Reporter) -> Iterator[Reading]:
    """The source `pypi`: locators are names, `NAME==VERSION`, `NAME[EXTRA]` or package URLs.

    Options: `index` (URL of a simple API; else what pip is configured with), `python` (the environment whose pip is
    meant), `depth` (how far requirements are followed) and `environment` (`python=3.12,platform=linux`: for which).
    """
    unknown = sorted(set(request.options) - _OPTIONS)
    if unknown:
        raise UsageError(f"the source pypi has no option {unknown[0]!r}; it has: {', '.join(sorted(_OPTIONS))}")
    if not request.locators:
        raise UsageError("the source pypi needs to be told what to ask for; give the name of a package")
    options = request.options
    python, environment, depth = options.get("python"), options.get("environment"), options.get("depth", "0")
    if not (depth.isascii() and depth.isdigit() and len(depth) < 4):
        raise UsageError(f"depth {depth[:80]!r} is no number of steps; give 0, 1, 2, ...")
    settings = PypiRequest(
        {},
        python=Path(python) if python else None,
        index=options.get("index"),
        depth=int(depth),
        target=parse_target(environment) if environment else None,
    )
    return _read(settings, wanted_of(request.locators, report), http, report)


def read(request: PypiRequest, *, http: Http | None, report: Reporter) -> Iterator[Reading]:
    """The documents of packages, in the order asked: of each its own, then those of its releases in use.

    Up to `width` packages are asked for ahead. A package that an index does not have is a document that says so;
    one that cannot be read raises when its assertions are asked for. Raises UsageError where the request makes no
    sense, SourceError where there is no index to ask.
    """
    wanted: dict[str, Wanted] = {}
    for name, versions in request.packages.items():
        try:
            canonical = ids.purl_parts(ids.package(name)).name
        except FormatError as error:
            report.warn(f"{error}; it was not asked for")
            continue
        readable = {version for version in versions if version.isprintable()}
        wanted[canonical] = Wanted(canonical, tuple(sorted(readable)))
    return _read(request, list(wanted.values()), http, report)


def indexes_of(request: PypiRequest) -> list[Index]:
    """The indexes to ask, in order. Raises SourceError where pip is told to use none."""
    prefix = find_environment(request.python).prefix if request.python is not None else Path(sys.prefix)
    settings = pip_settings(os.environ, config_files(os.environ, prefix=prefix))
    urls = (request.index,) if request.index is not None else settings.indexes
    if not urls:
        raise SourceError("pip is configured to use no index (no-index), so none was asked; name one to ask it")
    return [index_at(url, settings.route) for url in urls]


def _read(request: PypiRequest, wanted: Sequence[Wanted], http: Http | None, report: Reporter) -> Iterator[Reading]:
    if http is None:
        raise SourceError("the package index cannot be asked without a connection; allow one")
    stopped = Event()
    desks = [Desk(index, http, stopped) for index in indexes_of(request)]
    return _readings(desks, request, wanted, report, stopped)


def _readings(
    desks: Sequence[Desk], request: PypiRequest, wanted: Sequence[Wanted], report: Reporter, stopped: Event
) -> Iterator[Reading]:
    """Package by package, and step by step into what they require, each package once."""
    seen = {one.name for one in wanted}
    undescribed = 0
    try:
        for step in range(request.depth + 1):
            following: dict[str, Wanted] = {}
            report.step(f"asking {desks[0].index.host}", total=len(wanted))
            for fetched in ahead(wanted, partial(fetch, desks), width=request.width):
                yield from fetched.readings
                report.advance()
                undescribed += len(fetched.undescribed)
                if step < request.depth:
                    _follow(fetched, request.target, seen, following)
            wanted = _limited(following, len(seen), report)
            if not wanted:
                break
            seen.update(one.name for one in wanted)
        if undescribed:
            report.warn(
                f"{desks[0].index.host} has no metadata of single releases: of {undescribed:,} in use that are not the newest, "
                "the license and the requirements are unknown"
            )
    finally:
        stopped.set()


def _follow(fetched: Fetched, target: Target | None, seen: AbstractSet[str], following: dict[str, Wanted]) -> None:
    for header in fetched.headers:
        requires = (field.value for field in header.all("requires-dist"))
        for name, extras in next_names(requirements_in(requires, target, fetched.wanted.extras)).items():
            if name not in seen:
                known = following.get(name, Wanted(name))
                following[name] = Wanted(name, extras=known.extras | extras)


def _limited(following: Mapping[str, Wanted], known: int, report: Reporter) -> list[Wanted]:
    found = list(following.values())
    if known + len(found) > FOLLOWED_LIMIT:
        report.warn(f"more than {FOLLOWED_LIMIT:,} packages; what else is required was not asked for")
        return found[: max(FOLLOWED_LIMIT - known, 0)]
    return found
