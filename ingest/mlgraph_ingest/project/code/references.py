"""The references to models, datasets and services that the calls of a Python file make."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mlgraph.model import ids
from mlgraph.model.assertions import JsonValue
from mlgraph_ingest.project.code.answers import Answer, answers
from mlgraph_ingest.project.code.calls import Hidden, Reference, Site, UnknownReference, argument_of, written
from mlgraph_ingest.project.code.filter import compared, telling_names
from mlgraph_ingest.project.code.http_calls import ENDPOINT, asked_over_http
from mlgraph_ingest.project.code.names import Folders, Naming, Recognized, recognize
from mlgraph_ingest.project.code.prose import without_prose
from mlgraph_ingest.project.code.rules import ROOTS, Argument, Condition, Rule, handed, rules_for
from mlgraph_ingest.project.code.rules.naming import ollama_model
from mlgraph_ingest.project.code.scopes import Module, last_name
from mlgraph_ingest.project.code.secrets import looks_like_key, shown
from mlgraph_ingest.project.code.services import services_of
from mlgraph_ingest.project.code.settings import settings_of
from mlgraph_ingest.project.code.sources import Sources
from mlgraph_ingest.project.code.things import (
    NOTHING_KNOWN,
    Literal,
    Mapping,
    Own,
    Passed,
    Sequence,
    Spot,
    Target,
    Text,
    Thing,
    Things,
    entry_of,
    followed,
    merged,
    without_none,
)
from mlgraph_ingest.project.code.values import Values
from mlgraph_ingest.project.code.variables import defaults_of
from mlgraph_ontology.kinds import NodeKind

_REPO_TYPE = Argument(None, ("repo_type",))
_REPO_KINDS = {"model": NodeKind.MODEL, "dataset": NodeKind.DATASET}
_TRUST = Argument(None, ("trust_remote_code",))
_ENTRY = Argument(1, ("model",))
_UNLIKELY = {Answer.NO, Answer.HARDLY}
_MADE_ELSEWHERE = {*ROOTS, "pathlib", "torch"}


def references(
    module: Module, sources: Sources, folders: Folders, *, source: str
) -> Iterator[Reference | UnknownReference]:
    """What a module names: its settings, and its calls in the order of the file. `source` is its text."""
    sources.begin(module)
    code = without_prose(compared(source))
    names = telling_names(code)
    near = Values(module, follows_calls=False)
    reader = _Reader(Values(module, sources), folders)
    is_posting = ENDPOINT.search(source) is not None
    yield from settings_of(module, reader.values, folders)
    for call, place in module.calls:
        yield from defaults_of(Spot(call, place), reader.values, folders)
        if is_posting:
            yield from asked_over_http(Spot(call, place), reader.values)
        is_telling_name = last_name(call.func) in names
        targets = (reader.values if is_telling_name else near).targets(call.func, place)
        for target in targets:
            for rule in rules_for(target.path):
                if _is_meant(rule, target, source, code):
                    certain = target if len(targets) == 1 else replace(target, is_certain=False)
                    yield from reader.read(Site(rule, call, place, certain))


def _is_meant(rule: Rule, target: Target, source: str, code: str) -> bool:
    """Whether a file spells enough of a call itself: what another one hands it is followed only by telling words."""
    if rule.marker is not None and rule.marker not in source:
        return False
    if not target.foreign:
        return True
    text = handed(target.path)
    return text is not None and text in code


@dataclass(frozen=True, slots=True)
class _Reader:
    values: Values
    folders: Folders

    def read(self, site: Site) -> Iterator[Reference | UnknownReference]:
        loads = self._loads(site)
        if loads is False:
            return
        argument = None if site.rule.argument is None else argument_of(site.call, site.rule.argument)
        if argument is None and site.rule.argument is not None:
            if site.rule.implicit:
                yield site.unknown(site.rule.implicit)
            return
        things = self._things(site, argument)
        texts = {thing.value: thing for thing in reversed(things) if isinstance(thing, Text) and thing.value}
        expression = written(argument) if argument is not None else site.target.path.rpartition(".")[2]
        is_whole = all(isinstance(thing, Text) for thing in things)
        if not is_whole and not _are_no_names(argument, things):
            yield site.unknown(expression)
        for text in list(texts.values())[::-1]:
            if loads is None or looks_like_key(text.value):
                yield site.unknown(expression)
            elif site.rule.vendor is not None:
                yield from services_of(site, site.rule.vendor, text, self.values)
            else:
                yield from self._read_repository(site, text)

    def _things(self, site: Site, argument: ast.expr | Hidden | None) -> Things:
        """What the name may be; the elements of a list are names each."""
        if argument is None:
            parts = site.target.path.removesuffix(".__init__").split(".")
            return (Text(parts[site.rule.path_part], is_literal=True, place=site.place, line=site.call.lineno),)
        if isinstance(argument, Hidden):
            return self._spread(argument, site)
        things: list[Thing] = []
        is_number = isinstance(argument, ast.Constant) and type(argument.value) is int
        if is_number and site.rule.registry is not None:
            number = ast.unparse(argument)
            return (Text(number, is_literal=True, place=site.place, line=site.call.lineno),)
        for thing in without_none(self.values.things(argument, site.place)):
            if isinstance(thing, Sequence) and thing.parts:
                spots = [part for part in thing.parts if isinstance(part, Spot)]
                things.extend(each for spot in spots for each in self.values.things(spot.expression, spot.place))
            else:
                things.append(thing)
        return tuple(things)

    def _spread(self, hidden: Hidden, site: Site) -> Things:
        """What `**options` gives for the name; empty: nothing."""
        unknown = () if site.rule.is_optional else NOTHING_KNOWN
        if isinstance(hidden.expression, ast.Starred) or site.rule.argument is None:
            return unknown
        found: list[Thing] = []
        for thing in self.values.things(hidden.expression, site.place):
            if isinstance(thing, Passed):
                each = [self.values.passed(thing.function, name, 0) for name in site.rule.argument.keywords]
                given = [things for things in each if things is not None]
                found.extend(merged(given) if given else unknown)
                continue
            if not isinstance(thing, Mapping):
                return unknown
            values = [value for name in site.rule.argument.keywords if (value := entry_of(thing, name)) is not None]
            if thing.is_open and not values:
                return unknown
            for value in values:
                found.extend(self.values.things(value.expression, value.place))
        return followed(tuple(found))

    def _loads(self, site: Site) -> bool | None:
        """Whether the call loads anything at all; None: that depends on a value that is not known."""
        condition = site.rule.condition
        if condition is None:
            return True
        given = argument_of(site.call, condition.argument)
        if given is None:
            is_none = any(k.arg in condition.argument.keywords for k in site.call.keywords)
            return condition.when_absent and not is_none
        if isinstance(given, Hidden):
            return None
        answers = {_says(condition, thing) for thing in self.values.things(given, site.place)}
        return answers.pop() if len(answers) == 1 else None

    def _read_repository(self, site: Site, text: Text) -> Iterator[Reference | UnknownReference]:
        kind = self._kind(site)
        if isinstance(kind, Hidden):
            yield site.unknown(f"{text.value!r}, repo_type={shown(kind.expression)}")
        if not isinstance(kind, NodeKind):
            return
        if site.rule.registry is not None:
            yield from self._read_registry(site, text)
            return
        recognized = recognize(text.value, kind, site.rule.namespace, self.folders)
        if recognized.naming is Naming.UNKNOWN:
            yield site.unknown(shown(ast.Constant(text.value)), kind)
        elif recognized.naming is Naming.HUB and not _is_of_other_branch(recognized, site, text):
            name = recognized.name
            node = ids.hub_dataset(name) if kind is NodeKind.DATASET else ids.model(name)
            revision = self._revision(site)
            is_literal = text.is_literal and not recognized.is_completed
            if isinstance(revision, Text):
                is_literal = is_literal and revision.is_literal
            reference = site.refers_to(node, text, is_literal=is_literal)
            yield replace(reference, qualifiers={**_said_of(revision), **self._qualifiers(site)})

    def _read_registry(self, site: Site, text: Text) -> Iterator[Reference | UnknownReference]:
        rule = site.rule
        name = text.value
        if rule.name == "torch.hub.load":
            entry = argument_of(site.call, _ENTRY)
            known = None if entry is None or isinstance(entry, Hidden) else self.values.text(entry, site.place)
            name = f"{name}\n{known.value}" if known else name
        if rule.registry is ollama_model and not text.is_literal and answers("ollama", name) in _UNLIKELY:
            return
        named = rule.registry(name) if rule.registry is not None else None
        if named is None:
            return
        revision = self._revision(site) if rule.revision else None
        said = {"revision": named.revision} if named.revision else _said_of(revision)
        reference = site.refers_to(named.node, text, is_literal=text.is_literal and not named.is_completed)
        yield replace(reference, qualifiers={**said, **self._qualifiers(site)})

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
        if not given:
            return None
        things = self.values.things(given[0], site.place)
        if all(thing == Literal(None) for thing in things):
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
        if isinstance(trust, ast.expr) and self.values.things(trust, site.place) == (Literal(value=True),):
            said["trust_remote_code"] = True
        return said


def _are_no_names(argument: ast.expr | Hidden | None, things: Things) -> bool:
    """Whether what is no text among the alternatives was made elsewhere, or is a value that is no name."""
    return isinstance(argument, ast.Lambda) or all(
        isinstance(thing, Text | Literal | Mapping)
        or (isinstance(thing, Own) and thing.is_instance)
        or (isinstance(thing, Target) and thing.is_instance and thing.path.partition(".")[0] in _MADE_ELSEWHERE)
        for thing in things
    )


def _is_of_other_branch(recognized: Recognized, site: Site, text: Text) -> bool:
    """Whether a word that was followed from elsewhere is hardly one that the library would put its namespace before."""
    is_word = text.value.isalpha() and text.value.islower()
    return recognized.is_completed and not text.is_literal and site.rule.namespace != "timm" and is_word


def _says(condition: Condition, thing: object) -> bool | None:
    if isinstance(thing, Literal):
        return bool(thing.value)
    if isinstance(thing, Text):
        return bool(thing.value) and condition.only in {None, thing.value}
    return True if isinstance(thing, Target) and not thing.path.startswith("builtins.") else None


def _said_of(revision: Text | str | None) -> dict[str, JsonValue]:
    if isinstance(revision, Text):
        return {"revision": revision.value}
    return {} if revision is None else {"revision_unresolved": revision}
