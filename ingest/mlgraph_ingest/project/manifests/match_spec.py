"""One requirement as conda writes it (MatchSpec): channel, name, versions, build."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, JsonValue, edge
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.manifests.conda_files import CondaFile, conda_file, public_channel
from mlgraph_ingest.project.origins import without_secrets
from mlgraph_ontology.kinds import EdgeKind, Scope

LENGTH_LIMIT = 2_000
"""Characters of one requirement at most."""
_BRACKETS = re.compile(r"([^\[\]]*)\[([^\[\]]*)\]")
_PAIR = re.compile(r"""\s*([a-z0-9_]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^,\s"']*))\s*(?:,|$)""")
_NAME = re.compile(r"([^\s=<>!~]+)\s*(.*)", re.DOTALL)
_BUILD = re.compile(r"(.*[^\s=!|,<>~])(?:\s+|=)([^\s=,|<>~]+)", re.DOTALL)
"""A version and, behind a space or `=`, the build (conda.models.match_spec, 2024)."""
_CLAUSE = r"\(*\s*[<>=!~]{0,2}\s*\^?[\w.!+*-]+\$?\s*\)*"
_BUILD_WORD = re.compile(r"[\w.+*^$-]{1,200}", re.ASCII)
_VERSIONS = re.compile(rf"\s*{_CLAUSE}(?:\s*[,|]\s*{_CLAUSE})*\s*", re.ASCII)
_EXACT = re.compile(r"(?:==)?\s*([A-Za-z0-9][A-Za-z0-9_.!+]*)")


@dataclass(frozen=True, slots=True)
class MatchSpec:
    """What one requirement asks for."""

    name: str
    """In lower case, as conda compares it."""
    specifier: str | None = None
    """As it is written: `=1.26` allows all that begin with it, `==1.26.4` one version; a bare one has got `==`."""
    version: str | None = None
    """Only where the specifier allows exactly one."""
    build: str | None = None
    """May hold a pattern: `*_cuda`."""
    channel: str | None = None
    is_virtual: bool = False
    """Whether it names what a machine has (`__glibc`), which is no package."""


@lru_cache(maxsize=16_384)
def parse_match_spec(text: str) -> MatchSpec:
    """Read a requirement of conda; FormatError when it is none.

    >>> parse_match_spec("conda-forge::numpy=1.26")
    MatchSpec(name='numpy', specifier='=1.26', version=None, build=None, channel='conda-forge', is_virtual=False)
    """
    if len(text) > LENGTH_LIMIT:
        raise FormatError(f"a requirement of more than {LENGTH_LIMIT:,} characters")
    plain = text.partition("#")[0].strip() if "://" not in text else text.strip()
    file = conda_file(plain.partition("#")[0])
    if file.name and file.version:
        return _of_file(file)
    head, pairs = _bracketed(plain, text)
    channel, _, rest = head.rpartition("::") if "::" in head else ("", "", head)
    match = _NAME.fullmatch(rest.strip())
    if match is None:
        raise _none_of(text)
    name = match[1].lower()
    is_virtual = name.startswith("__")
    _check_name(name.removeprefix("__") if is_virtual else name, text)
    versions, build = _versions(match[2], pairs, text)
    specifier, version = _specifier(versions, build, text)
    channel = pairs.get("channel") or channel
    return MatchSpec(name, specifier, version, build, public_channel(channel) if channel else None, is_virtual)


def conda_depends(
    subject: NodeId, wanted: MatchSpec, evidence: Evidence, *, scope: Scope, **more: JsonValue
) -> Assertion:
    """The edge that says that `subject` depends on the conda package of a requirement."""
    return edge(
        subject,
        EdgeKind.DEPENDS_ON,
        ids.conda_package(wanted.name),
        evidence,
        specifier=wanted.specifier,
        version=wanted.version,
        build=wanted.build,
        index=wanted.channel,
        scope=scope.value,
        **more,
    )


def _of_file(file: CondaFile) -> MatchSpec:
    name, version = str(file.name).lower(), str(file.version)
    _check_name(name, name)
    return MatchSpec(name, f"=={version}", version, file.build, file.channel)


def _bracketed(plain: str, text: str) -> tuple[str, dict[str, str]]:
    """What stands before the brackets, and the pairs within."""
    match = _BRACKETS.fullmatch(plain)
    if match is None:
        if "[" in plain or "]" in plain:
            raise _none_of(text)
        return plain, {}
    pairs: dict[str, str] = {}
    position = 0
    while position < len(match[2]):
        pair = _PAIR.match(match[2], position)
        if pair is None or pair.end() == position:
            raise _none_of(text)
        pairs[pair[1]] = pair[2] or pair[3] or pair[4] or ""
        position = pair.end()
    return match[1].strip(), pairs


def _versions(rest: str, pairs: dict[str, str], text: str) -> tuple[str, str | None]:
    """The version part and the build, of what follows the name and of the pairs."""
    rest = rest.strip()
    found = _BUILD.fullmatch(rest)
    versions, build = (found[1].strip(), found[2]) if found and not _is_one(rest) else (rest, None)
    versions = pairs.get("version", versions).strip()
    build = pairs.get("build", build) or None
    if (versions and not _VERSIONS.fullmatch(versions)) or (build and not _BUILD_WORD.fullmatch(build)):
        raise _none_of(text)
    return re.sub(r"\s+", "", versions), build


def _is_one(rest: str) -> bool:
    """Whether `= 1.26` and its like are one version with spaces in it, not a version and a build."""
    return re.fullmatch(r"[<>=!~]{1,2}\s*[^\s=]+", rest) is not None


def _specifier(versions: str, build: str | None, text: str) -> tuple[str | None, str | None]:
    """The specifier as it is stored, and the one version that it allows."""
    if versions in {"", "*", "=*", "==*"}:
        return None, None
    is_fuzzy = versions.startswith("=") and not versions.startswith("==") and build is None
    bare = versions.lstrip("=") if versions.startswith("=") else versions
    exact = None if is_fuzzy else _EXACT.fullmatch(bare)
    if exact is None:
        if not re.search(r"\w", versions):
            raise _none_of(text)
        return versions, None
    return f"=={exact[1]}", exact[1]


def _check_name(name: str, text: str) -> None:
    try:
        ids.conda_package(name)
    except FormatError as error:
        raise _none_of(text) from error


def _none_of(text: str) -> FormatError:
    return FormatError(f"{without_secrets(text)!r} is no requirement of conda (channel::name, versions, build)")
