"""What a file that is no Python code names, as assertions: models, datasets, services, and what is not known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mlgraph.model import ids
from mlgraph.model.artifact_ids import registry_model
from mlgraph.model.assertions import Assertion, Evidence, JsonValue, edge, fact
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph.model.urls import without_credentials
from mlgraph_ingest.project.code.names import Folders, Naming, recognize
from mlgraph_ingest.project.code.secrets import HIDDEN, SHOWN_LIMIT, looks_like_key
from mlgraph_ingest.project.code.tests import is_test
from mlgraph_ingest.project.config.hub_addresses import hub_name
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ontology.kinds import EdgeKind, Method, NodeKind, PropertyKind, Scope

TEXT_LIMIT = 500
"""Characters of a name at most; what is longer is none."""
_WORKFLOWS = (".github/", ".gitlab/", ".circleci/", ".ci/", ".devcontainer/", ".gitlab-ci")
"""Where it is set up how a project is built and tested."""
_EXPRESSION = re.compile(
    r"\$\{[^{}]*\}|\$\(\S[^()]*\)|\$[A-Za-z_][A-Za-z0-9_]*|\{\{.*?\}\}|%\([A-Za-z_]\w*\)s|os\.environ/|@?\{[a-z_][a-z0-9_.]*\}"
)
"""Variables as shells, hydra, compose files, templates and Python's formats write them."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a file where something is named."""

    kind: NodeKind
    text: str
    where: str
    """Line."""
    rule: str
    """What evidence is labeled with: `axolotl.base_model`."""
    revision: str | None = None
    qualifiers: tuple[tuple[str, JsonValue], ...] = ()
    provider: str | None = None
    """Of a service: who answers."""
    endpoint: str | None = None
    """Of a service: the host that it is asked at."""
    namespace: str | None = None
    """What a library puts before a name that has none."""
    registry: str | None = None
    """Where the model is published, if not on the hub: `ollama`, `spacy`."""
    node: NodeId | None = None
    """What is named, where the rule itself says so."""
    is_inferred: bool = False
    """Whether the value was found by following variables."""
    is_unknown: bool = False
    """Whether the text is an expression whose value is not known, whatever it looks like."""


class Teller:
    """Says what the mentions of one file come to."""

    def __init__(self, file: SourceFile, project: NodeId) -> None:
        self._file = file
        self._project = project
        self.folders = Folders(ids.path_of(project), file.path.parent)
        self._seen: set[tuple[NodeKind, str, str]] = set()
        self._told: set[tuple[NodeId, PropertyKind]] = set()

    def assertions(self, mentions: Iterable[Mention]) -> Iterator[Assertion]:
        """An edge for each mention that names something, a fact for each whose value is not known."""
        for mention in mentions:
            place = (mention.kind, mention.text, mention.where)
            if place in self._seen:
                continue
            self._seen.add(place)
            if len(mention.text) > TEXT_LIMIT or _is_elsewhere(mention) or _is_path(mention.text):
                continue  # an address elsewhere, of a file or a page
            if mention.is_unknown or is_expression(mention.text) or looks_like_key(mention.text):
                yield self._unresolved(mention)
            elif mention.kind is NodeKind.SERVICE:
                yield from self._service(mention)
            else:
                yield from self._repository(mention)

    def node_of(self, mention: Mention) -> tuple[NodeId, str | None] | None:
        """The model or dataset that a mention names, and its revision; None where it names none that is published."""
        return node_of(mention, self.folders)

    def _repository(self, mention: Mention) -> Iterator[Assertion]:
        found = self.node_of(mention)
        if found is None:
            return
        node, revision = found
        said: dict[str, JsonValue] = dict(mention.qualifiers)
        if revision and len(revision) <= TEXT_LIMIT and not looks_like_key(revision):
            said["revision_unresolved" if is_expression(revision) else "revision"] = revision
        yield self.edge(node, mention, **said)

    def edge(self, node: NodeId, mention: Mention, **qualifiers: JsonValue) -> Assertion:
        """The edge that says that the project depends on what a mention names."""
        own = Scope.DATA if node.kind is NodeKind.DATASET else Scope.RUNTIME
        scope = scope_of(self._file) or own
        return edge(self._project, EdgeKind.DEPENDS_ON, node, _evidence(mention), scope=scope.value, **qualifiers)

    def _service(self, mention: Mention) -> Iterator[Assertion]:
        provider = mention.provider or mention.endpoint
        try:
            node = ids.service(provider or "", mention.text)
        except FormatError:
            return
        yield self.edge(node, mention, **dict(mention.qualifiers))
        told = {
            PropertyKind.PROVIDER: provider,
            PropertyKind.NAME: mention.text,
            PropertyKind.ENDPOINT: mention.endpoint,
        }
        for kind, value in told.items():
            if value is not None and (node, kind) not in self._told:
                self._told.add((node, kind))
                yield fact(node, kind, value, _evidence(mention))

    def _unresolved(self, mention: Mention) -> Assertion:
        value: JsonValue = {
            "kind": mention.kind.value,
            "callable": mention.rule,
            "expression": shown_text(mention.text),
        }
        return fact(self._project, PropertyKind.UNRESOLVED, value, _evidence(mention))


def node_of(mention: Mention, folders: Folders) -> tuple[NodeId, str | None] | None:
    """The model or dataset that a mention names, and its revision; `folders` tell what is a path of the project."""
    if mention.node is not None:
        return mention.node, mention.revision
    if mention.registry is not None:
        return _in_registry(mention.registry, mention)
    named = hub_name(mention.text)
    if named is None:
        return None
    kind = named.kind or mention.kind
    recognized = recognize(named.name, kind, mention.namespace, folders)
    if recognized.naming is not Naming.HUB and not named.is_address:
        return None
    make = ids.hub_dataset if kind is NodeKind.DATASET else ids.model
    return make(recognized.name), mention.revision or named.revision


def _in_registry(registry: str, mention: Mention) -> tuple[NodeId, str | None] | None:
    try:
        return registry_model(registry, mention.text), mention.revision
    except FormatError:
        return None


def scope_of(file: SourceFile) -> Scope | None:
    """What the things that a file names are needed for, as far as its path says: tests, or the work on the project."""
    if is_test(file.relative):
        return Scope.TEST
    return Scope.DEVELOPMENT if file.relative.startswith(_WORKFLOWS) else None


def _is_elsewhere(mention: Mention) -> bool:
    """Whether a mention is the address of a file or a page that is not on the hub."""
    if mention.is_unknown or not re.match(r"[a-z][a-z0-9+.-]*://", mention.text):
        return False
    named = hub_name(mention.text)
    return named is None or not named.is_address


def _is_path(text: str) -> bool:
    """Whether an expression is certainly one for a path: `./out/$NAME`, `$ROOT/models/$NAME`."""
    plain = _EXPRESSION.sub("x", text)
    return plain != text and (plain.startswith((".", "/", "~")) or plain.count("/") > 1)


def is_expression(text: str) -> bool:
    """Whether a text holds a variable or a template, so that what it stands for is not known from it.

    >>> is_expression("${oc.env:MODEL}"), is_expression("org/model"), is_expression("{{ .Values.model }}")
    (True, False, True)
    """
    return bool(_EXPRESSION.search(text))


def shown_text(text: str) -> str:
    """A text of a file as it may be stored and printed: shortened, and without what looks like a key."""
    if looks_like_key(text):
        return HIDDEN
    plain = " ".join(without_credentials(text).split())
    return plain if len(plain) <= SHOWN_LIMIT else plain[: SHOWN_LIMIT - 3] + "..."


def _evidence(mention: Mention) -> Evidence:
    return Evidence(mention.where, Method.INFERRED if mention.is_inferred else Method.DECLARED, mention.rule)
