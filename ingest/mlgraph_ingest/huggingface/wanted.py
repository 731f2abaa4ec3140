"""What a caller asks for: models and datasets of the hub, perhaps in one state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph.model.hub_names import is_hub_id
from mlgraph.model.ids import NodeId
from mlgraph.model.reporter import Reporter
from mlgraph_ingest.project.origins import without_secrets
from mlgraph_ontology.kinds import NodeKind

_DATASETS = "datasets/"
_STATES = frozenset({"tree", "blob", "resolve", "commit", "raw"})
"""Words of a page's address that a revision follows."""
_PAGES = _STATES | {"viewer", "commits", "discussions", "settings", "edit"}
"""Words with which a page of a repository begins, after its name."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One repository to ask for."""

    kind: NodeKind
    repo_id: str
    revision: str | None = None
    """A commit, a tag or a branch; None: the newest state."""

    @property
    def node(self) -> NodeId:
        """What is asked for: of a model the state at a commit, where one is given."""
        if self.kind is NodeKind.DATASET:
            return ids.hub_dataset(self.repo_id)
        revision = self.revision
        return ids.model(self.repo_id, revision if revision and ids.is_commit(revision.lower()) else None)


def wanted_of(locators: Iterable[str], report: Reporter) -> list[Wanted]:
    """What locators ask for, each once: `ns/name`, `ns/name@REVISION`, `datasets/ns/name`, a page, a package URL.

    What names no repository is warned of and left out.
    """
    found: dict[Wanted, None] = {}
    for locator in locators:
        try:
            found[parse_locator(locator.strip())] = None
        except FormatError as error:
            report.warn(f"{error}; it was not asked for")
    return list(found)


def wanted_node(node: NodeId) -> Wanted | None:
    """What to ask for to learn of a node; None where the hub does not have it."""
    if node.kind is NodeKind.DATASET and node.key.startswith(ids.HF_DATASETS):
        return Wanted(NodeKind.DATASET, node.key.removeprefix(ids.HF_DATASETS))
    if node.kind is NodeKind.MODEL and node.key.startswith("pkg:huggingface/"):
        parts = ids.purl_parts(node)
        if not parts.qualifiers:
            return Wanted(NodeKind.MODEL, "/".join(filter(None, (parts.namespace, parts.name))), parts.version)
    return None


def parse_locator(locator: str) -> Wanted:
    """What one locator asks for. Raises FormatError where it names no repository of the hub.

    >>> parse_locator("datasets/stanfordnlp/imdb@refs/convert/parquet").revision
    'refs/convert/parquet'
    """
    if locator[:4].lower() == "pkg:":
        found = wanted_node(ids.parse(locator))
        if found is None:
            raise FormatError(f"{_shown(locator)} is no model of the Hugging Face hub")
        return found
    if "://" in locator:
        return _of_page(locator)
    is_dataset = locator.startswith(_DATASETS)
    name, _, revision = locator.removeprefix(_DATASETS).removeprefix("models/").partition("@")
    return _wanted(NodeKind.DATASET if is_dataset else NodeKind.MODEL, name, revision or None, locator)


def _of_page(locator: str) -> Wanted:
    try:
        parts = urlsplit(locator)
    except ValueError as error:
        raise FormatError(f"{_shown(locator)} is no address") from error
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    is_dataset = segments[:1] == ["datasets"]
    segments = segments[1:] if is_dataset else segments
    at = next((number for number, word in enumerate(segments) if number and word in _PAGES), len(segments))
    revision = segments[at + 1] if len(segments) > at + 1 and segments[at] in _STATES else None
    return _wanted(NodeKind.DATASET if is_dataset else NodeKind.MODEL, "/".join(segments[:at]), revision, locator)


def _wanted(kind: NodeKind, repo_id: str, revision: str | None, locator: str) -> Wanted:
    if not is_hub_id(repo_id):
        raise FormatError(
            f"{_shown(locator)} names no model and no dataset: give NAMESPACE/NAME or datasets/NAMESPACE/NAME"
        )
    if revision is not None and (not revision.isprintable() or ".." in revision or len(revision) > 255):
        raise FormatError(f"{_shown(locator)} names no revision")
    return Wanted(kind, repo_id, revision)


def _shown(locator: str) -> str:
    return repr(without_secrets(locator)[:200])
