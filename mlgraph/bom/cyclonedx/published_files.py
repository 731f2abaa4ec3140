"""The files that a published model or dataset is made of, as file components within it."""

from __future__ import annotations

from mlgraph.bom.cyclonedx.draft import hashes
from mlgraph.bom.cyclonedx.fields import Fields
from mlgraph.bom.facts import plain
from mlgraph.bom.text import shown
from mlgraph.model.assertions import JsonValue
from mlgraph_queries.entries import Artifact, ArtifactFile

MAX_FILES = 500
"""Files that are listed of one model or dataset; some datasets have a hundred thousand."""


def put_files(fields: Fields, artifact: Artifact) -> None:
    """Put in the files; the same file may be in two components, so that none has a bom-ref.

    What cannot be told apart once it is fit to be shown stands once, as the schema demands.
    """
    files = {plain(file): file for file in map(_file, listed_files(artifact))}
    fields.put("components", [*files.values()], "")


def listed_files(artifact: Artifact) -> list[ArtifactFile]:
    """The files that a document lists, by path: of too many those first whose hash is known, as weights have one."""
    found = sorted(artifact.files, key=lambda file: (not file.hashes, file.path))[:MAX_FILES]
    return sorted(found, key=lambda file: file.path)


def files_not_listed(artifact: Artifact) -> int:
    """How many files there are beyond those that are listed."""
    return max(0, len(artifact.files) - MAX_FILES)


def _file(file: ArtifactFile) -> JsonValue:
    known, others = hashes(file.hashes)
    found: dict[str, JsonValue] = {"type": "file", "name": shown(file.path) or "(no name)"}
    if known:
        digests = sorted((str(each.alg.value), each.content) for each in known)
        found["hashes"] = [{"alg": name, "content": digest} for name, digest in digests]
    rows = [("mlgraph:size-bytes", str(file.size_bytes))] if file.size_bytes is not None else []
    rows += [(each.name, shown(each.value or "")) for each in others]
    if rows:
        found["properties"] = [{"name": name, "value": value} for name, value in rows]
    return found
