"""Reads requirements and constraints files (pip's requirements file format)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence
from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.context import Context, problems_of
from mlgraph_ingest.project.manifests.requirement import LENGTH_LIMIT, Requirement, depends, is_name, parse_requirement
from mlgraph_ingest.project.manifests.requirements_lines import Unreadable, Wanted, decode, statements
from mlgraph_ingest.project.manifests.requirements_plan import Role
from mlgraph_ingest.project.origins import Origin, origin, without_secrets
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ontology.kinds import Method, Scope

_URL = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*://|(?:git|hg|svn|bzr)\+|file:).*")
_NAMED_URL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\s*(?:\[[^\]]*\]\s*)?@.*")
_LOCAL = re.compile(r"(?:[.~/\\]|[A-Za-z]:\\).*|[^=<>!~;@\[]*[/\\].*|[^;@]*\.(?:whl|zip|tar\.gz|tgz|tar\.bz2)(?:\[.*)?")

_PATH_WITH_EXTRAS = re.compile(r"(.*)\[([^\[\]]*)\]")


def read_requirements(file: SourceFile, context: Context) -> Iterator[Assertion]:
    """What a requirements file declares, each requirement with its line; unreadable lines are problems."""
    role = context.roles.get(file.relative, Role(Scope.RUNTIME, is_constraint=False))
    problems = problems_of(file)
    for line, text in role.problems:
        problems.add(line, text)
    for statement in statements(decode(file.read_bytes(), file.relative)):
        if isinstance(statement, Unreadable):
            problems.add(statement.number, statement.text)
        elif isinstance(statement, Wanted):
            try:
                wanted = requirement_of(statement, file, context)
            except FormatError as error:
                problems.add(statement.number, str(error))
            else:
                if wanted is not None and ids.canonical_name(wanted.name) != context.name:
                    yield _declared(statement, wanted, role, context)
    yield from problems.assertions()


def _declared(statement: Wanted, wanted: Requirement, role: Role, context: Context) -> Assertion:
    rule = "constraint" if role.is_constraint else "requirement"
    return depends(
        context.project,
        wanted,
        Evidence(str(statement.number), Method.DECLARED, rule),
        scope=role.scope,
        hashes=statement.hashes,
        editable=statement.is_editable or None,
        constraint=role.is_constraint or None,
    )


def requirement_of(statement: Wanted, file: SourceFile, context: Context) -> Requirement | None:
    """What a line asks for; None where that is the project itself or a part of it."""
    text = statement.text
    if len(text) > LENGTH_LIMIT:
        raise FormatError(f"a line of more than {LENGTH_LIMIT:,} characters")
    if _NAMED_URL.fullmatch(text) and not _URL.fullmatch(text):
        return parse_requirement(_spaced(text))
    if _URL.fullmatch(text):
        return _from_url(text, file, context)
    if statement.is_editable or ("://" not in text and _LOCAL.fullmatch(text)):
        return _from_path(text, file, context)
    return parse_requirement(text)


def _from_url(text: str, file: SourceFile, context: Context) -> Requirement | None:
    url, _, marker = (part.strip() for part in text.partition(" ;"))
    place = origin(url)
    if place.is_local and not place.egg:
        return _from_path(url.removeprefix("file:").removeprefix("//").partition("#")[0], file, context)
    named = place.egg or _file_name(url)
    if named is None:
        raise FormatError(f"{without_secrets(url)!r} does not say which package it is; write `name @ URL`")
    if place.egg:
        return _at(place.egg, place.egg_extras, place, marker)
    return _from_archive(named, place, marker)


def _from_path(text: str, file: SourceFile, context: Context) -> Requirement | None:
    path, _, marker = (part.strip() for part in text.partition(" ;"))
    named = _PATH_WITH_EXTRAS.fullmatch(path)
    extras: tuple[str, ...] = ()
    if named:
        path, extras = (
            named[1].rstrip(),
            tuple(sorted({ids.canonical_name(e) for e in named[2].split(",") if e.strip()})),
        )
    place = Origin(None, is_local=True)
    if _file_name(path):
        return _from_archive(posixpath.basename(path), place, marker)
    for base in (posixpath.dirname(file.relative), ""):
        folder = posixpath.normpath(posixpath.join(base, path))
        found = context.project_in(folder)
        if found is not None:
            name = context.members.get(folder) or posixpath.basename(folder)
            is_own = found == context.project
            return None if is_own else Requirement(name, extras=extras, marker=_marker(marker), project=found)
    raise FormatError(f"{without_secrets(path)!r} is a folder whose package is not known; what it requires is unknown")


def _from_archive(name: str, place: Origin, marker: str) -> Requirement:
    from packaging.utils import InvalidSdistFilename, InvalidWheelFilename, parse_sdist_filename, parse_wheel_filename

    try:
        if name.endswith(".whl"):
            package, version, *_ = parse_wheel_filename(name)
        else:
            package, version = parse_sdist_filename(name)
    except (InvalidWheelFilename, InvalidSdistFilename) as error:
        raise FormatError(f"{without_secrets(name)!r} does not say which package and version it is") from error
    return Requirement(package, version=str(version), marker=_marker(marker), origin=place)


def _at(name: str, extras: tuple[str, ...], place: Origin, marker: str) -> Requirement:
    if not is_name(name):
        raise FormatError(f"{without_secrets(name)!r} is no name of a package")
    canonical = tuple(sorted({ids.canonical_name(extra) for extra in extras}))
    return Requirement(name, extras=canonical, marker=_marker(marker), origin=place)


def _marker(text: str) -> str | None:
    return parse_requirement(f"name ; {text}").marker if text else None


def _file_name(url: str) -> str | None:
    name = unquote(url.partition("#")[0].partition("?")[0].rpartition("/")[2])
    return name if name.endswith((".whl", ".tar.gz", ".zip")) else None


def _spaced(text: str) -> str:
    """`name@url` is written with spaces, so that the name ends."""
    name, _, url = text.partition("@")
    return f"{name.strip()} @ {url.strip()}"
