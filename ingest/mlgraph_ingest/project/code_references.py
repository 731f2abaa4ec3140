"""The references to models, datasets and services that the calls of a Python file make."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from mlgraph.model import ids
from mlgraph.model.assertions import JsonValue
from mlgraph_ingest.project.code_calls import Hidden, Reference, Site, UnknownReference, argument_of, written
from mlgraph_ingest.project.code_names import Folders, Naming, recognize
from mlgraph_ingest.project.code_scopes import Module, Place
from mlgraph_ingest.project.code_secrets import looks_like_key, shown
from mlgraph_ingest.project.code_services import service_of
from mlgraph_ingest.project.code_values import Text, Values
from mlgraph_ingest.project.rules import ROOTS, Argument, rules_for
from mlgraph_ontology.kinds import NodeKind

_REPO_TYPE = Argument(None, ("repo_type",))
_REPO_KINDS = {"model": NodeKind.MODEL, "dataset": NodeKind.DATASET}
_TRUST = Argument(None, ("trust_remote_code",))


def references(module: Module, *, root: Path, nearby: Path) -> Iterator[Reference | UnknownReference]:
    """What the calls of a module name, in the order of the file.

    `root` is the folder of the project, `nearby` that of the file: a name that exists there is a path.
    """
    reader = _Reader(Values(module), Folders(root, nearby))
    for call, place in module.calls:
        for target in reader.values.targets(call.func, place):
            for rule in rules_for(target.path):
                yield from reader.read(Site(rule, call, place, target))


@dataclass(frozen=True, slots=True)
class _Reader:
    values: Values
    folders: Folders

    def read(self, site: Site) -> Iterator[Reference | UnknownReference]:
        argument = argument_of(site.call, site.rule.argument)
        if argument is None:
            if site.rule.implicit:
                yield site.unknown(site.rule.implicit)
            return
        text = None if isinstance(argument, Hidden) else self.values.text(argument, site.place)
        loads = self._loads(site)
        if loads is False or (text is None and self._is_no_name(argument, site.place)):
            return
        if text is None or loads is None or looks_like_key(text.value):
            yield site.unknown(written(argument))
        elif site.rule.vendor is not None:
            yield service_of(site, site.rule.vendor, text, self.values)
        else:
            yield from self._read_repository(site, text)

    def _loads(self, site: Site) -> bool | None:
        """Whether the call loads anything at all; None: that depends on a value that is not known."""
        if site.rule.condition is None:
            return True
        condition = argument_of(site.call, site.rule.condition)
        if condition is None:
            return False
        value = condition.value if isinstance(condition, ast.Constant) else None
        return value if isinstance(value, bool) else None

    def _is_no_name(self, argument: ast.expr | Hidden, place: Place) -> bool:
        """Whether an argument is an object that was made elsewhere, or a value that is no name."""
        if isinstance(argument, Hidden):
            return False
        if isinstance(argument, ast.Constant | ast.Dict | ast.Lambda):
            return True
        made = self.values.targets(argument, place)
        return any(t.path.endswith("()") and t.path.partition(".")[0] in {*ROOTS, "pathlib"} for t in made)

    def _read_repository(self, site: Site, text: Text) -> Iterator[Reference | UnknownReference]:
        kind = self._kind(site)
        if isinstance(kind, Hidden):
            yield site.unknown(f"{text.value!r}, repo_type={shown(kind.expression)}")
        if not isinstance(kind, NodeKind):
            return
        recognized = recognize(text.value, kind, site.rule.namespace, self.folders)
        if recognized.naming is Naming.UNKNOWN:
            yield site.unknown(shown(ast.Constant(text.value)), kind)
        elif recognized.naming is Naming.HUB:
            name = recognized.name
            node = ids.hub_dataset(name) if kind is NodeKind.DATASET else ids.model(name)
            revision = self._revision(site)
            is_literal = text.is_literal and not recognized.is_completed
            if isinstance(revision, Text):
                is_literal = is_literal and revision.is_literal
            reference = site.refers_to(node, is_literal=is_literal)
            yield replace(reference, qualifiers={**_said_of(revision), **self._qualifiers(site)})

    def _kind(self, site: Site) -> NodeKind | Hidden | None:
        """What kind of repository the call names; None: one that is no part of the graph; Hidden: not known."""
        repo_type = argument_of(site.call, _REPO_TYPE) if site.rule.has_repo_type else None
        if repo_type is None:
            return site.rule.kind
        if isinstance(repo_type, Hidden):
            return repo_type
        text = self.values.text(repo_type, site.place)
        return _REPO_KINDS.get(text.value) if text else Hidden(repo_type)

    def _revision(self, site: Site) -> Text | str | None:
        """The revision that is asked for; a str: the expression that it comes from; None: none is asked for."""
        keyword = site.rule.revision
        given = [k.value for k in site.call.keywords if keyword is not None and k.arg == keyword]
        if not given or (isinstance(given[0], ast.Constant) and given[0].value is None):
            return None
        text = self.values.text(given[0], site.place)
        return shown(given[0]) if text is None or not text.value else text

    def _qualifiers(self, site: Site) -> dict[str, JsonValue]:
        said: dict[str, JsonValue] = {}
        for name, argument in site.rule.qualifiers:
            value = argument_of(site.call, argument)
            text = None if value is None or isinstance(value, Hidden) else self.values.text(value, site.place)
            if text is not None and not looks_like_key(text.value):
                said[name] = text.value
        trust = argument_of(site.call, _TRUST)
        if isinstance(trust, ast.Constant) and trust.value is True:
            said["trust_remote_code"] = True
        return said


def _said_of(revision: Text | str | None) -> dict[str, JsonValue]:
    if isinstance(revision, Text):
        return {"revision": revision.value}
    return {} if revision is None else {"revision_unresolved": revision}
