"""What one entry of pixi's tables asks for: a range, a build or extras, a repository, an address, a folder."""

from __future__ import annotations

from dataclasses import replace

from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.context import Context
from mlgraph_ingest.project.manifests.conda_files import public_channel
from mlgraph_ingest.project.manifests.match_spec import MatchSpec, parse_match_spec
from mlgraph_ingest.project.manifests.requirement import Requirement, is_name, parse_requirement
from mlgraph_ingest.project.origins import Origin, origin, public_url
from mlgraph_ingest.project.toml_document import Table, text_in, texts_in


def conda_requirement(name: str, spec: object) -> MatchSpec:
    """The requirement that an entry of a table of conda packages is; FormatError when it is none."""
    said = _table(spec)
    if len(name.split()) != 1:
        raise FormatError(f"{name[:80]!r} is no name of a conda package; not read")
    words = (name, text_in(said, "version") or "*", text_in(said, "build") or "")
    channel = text_in(said, "channel")
    return replace(parse_match_spec(" ".join(words).strip()), channel=public_channel(channel) if channel else None)


def python_requirement(name: str, spec: object) -> Requirement:
    """The requirement that an entry of `pypi-dependencies` is; FormatError when it is none."""
    said = _table(spec)
    if not is_name(name):
        raise FormatError(f"{name[:80]!r} is no name of a package; not read")
    version = text_in(said, "version") or "*"
    extras = f"[{','.join(texts_in(said, 'extras'))}]" if texts_in(said, "extras") else ""
    marker = text_in(said, "env-markers")
    wanted = parse_requirement(f"{name}{extras} {'' if version == '*' else version}{f' ; {marker}' if marker else ''}")
    place = place_of(said)
    return replace(wanted, origin=place) if place.url or place.is_local else wanted


def _table(spec: object) -> Table:
    if isinstance(spec, str):
        return {"version": spec}
    if isinstance(spec, dict):
        return spec
    raise FormatError("what is asked for must be a text or a table; not read")


def place_of(said: Table) -> Origin:
    """Where an entry takes its package from, when that is not a channel or an index."""
    git = text_in(said, "git")
    if git is not None:
        revision = text_in(said, "rev") or text_in(said, "tag") or text_in(said, "branch")
        return Origin(public_url(git), vcs="git", revision=revision, subdirectory=text_in(said, "subdirectory"))
    url = text_in(said, "url")
    return origin(url) if url else Origin(None, is_local=text_in(said, "path") is not None)


def project_of(spec: object, context: Context) -> NodeId | None:
    """The project of this tree that an entry means by its path: this one, or another; None where it means a package."""
    path = text_in(spec, "path") if isinstance(spec, dict) else None
    return context.project_in(path) if path is not None else None
