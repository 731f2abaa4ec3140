"""Hosted models that are asked without a client library: a POST to an address that only such services have."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.code.answers import Answer, answers
from mlgraph_ingest.project.code.calls import Reference
from mlgraph_ingest.project.code.names import is_service_name
from mlgraph_ingest.project.code.rules import RULES, Argument, Rule
from mlgraph_ingest.project.code.rules.naming import ollama_model
from mlgraph_ingest.project.code.scopes import last_name
from mlgraph_ingest.project.code.secrets import looks_like_key
from mlgraph_ingest.project.code.things import Evaluator, Mapping, Spot, Text
from mlgraph_ingest.project.config.hosted_names import hosted_by_form
from mlgraph_ontology.kinds import NodeKind

ENDPOINT = re.compile(
    r"/chat/completions|/v1/(?:completions|responses|embeddings|messages)\b|(?P<ollama>/api/(?:generate|chat|embed(?:dings)?)\b)"
)
"""Paths at which services answer (OpenAI "API reference", Anthropic "Messages", Ollama "API")."""
_RULE = Rule("http", "requests.post", NodeKind.SERVICE, Argument(None, ("json", "data")))
_POSTING = frozenset({"post", "request", "stream"})
_MODEL = "model"
_LIKELY = {Answer.YES, Answer.PERHAPS}
_OWN_HOSTS = {
    host: rule.vendor.provider for rule in RULES if rule.vendor is not None for host in reversed(rule.vendor.hosts)
}


@dataclass(frozen=True, slots=True)
class _Address:
    host: str | None
    """None: the code does not say."""
    is_ollama: bool


def asked_over_http(call: Spot, values: Evaluator) -> Iterator[Reference]:
    """The models that a request asks for by the `model` of what it sends."""
    made = call.expression
    if not isinstance(made, ast.Call) or last_name(made.func) not in _POSTING:
        return
    address = _address(made, call, values)
    sent = next((k.value for k in made.keywords if k.arg in {"json", "data"}), None)
    if address is None or sent is None:
        return
    for name in _models(_unpacked(sent), call, values):
        if is_service_name(name.value) and not looks_like_key(name.value):
            yield from _reference(address, name, made.lineno)


def _address(made: ast.Call, call: Spot, values: Evaluator) -> _Address | None:
    """Where a request goes, if that is where a service answers."""
    for given in [*made.args[:2], *(k.value for k in made.keywords if k.arg == "url")]:
        for thing in values.things(given, call.place, 0):
            if isinstance(thing, Text) and (found := ENDPOINT.search(thing.value)):
                return _Address(_host(thing.value), found["ollama"] is not None)
        parts = [node.value for node in ast.walk(given) if isinstance(node, ast.Constant)]
        if found := ENDPOINT.search("".join(part for part in parts if isinstance(part, str))):
            return _Address(None, found["ollama"] is not None)
    return None


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _unpacked(sent: ast.expr) -> ast.expr:
    """What is sent, without the `json.dumps` around it."""
    is_dumped = isinstance(sent, ast.Call) and last_name(sent.func) == "dumps" and sent.args
    return sent.args[0] if is_dumped and isinstance(sent, ast.Call) else sent


def _models(sent: ast.expr, call: Spot, values: Evaluator) -> Iterator[Text]:
    for thing in values.things(sent, call.place, 0):
        for key, value in thing.items if isinstance(thing, Mapping) else ():
            if isinstance(key.expression, ast.Constant) and key.expression.value == _MODEL:
                found = values.things(value.expression, value.place, 0)
                yield from (text for text in found if isinstance(text, Text))


def _reference(address: _Address, name: Text, line: int) -> Iterator[Reference]:
    defined_at = None if name.is_literal else name.defined_at
    if address.is_ollama:
        named = ollama_model(name.value)
        if named is not None and (name.is_literal or answers("ollama", name.value) in _LIKELY):
            said = {"revision": named.revision} if named.revision else {}
            yield Reference(named.node, _RULE, line, name.is_literal, defined_at, dict(said))
        return
    by_form = hosted_by_form(name.value)
    provider = _OWN_HOSTS.get(address.host or "", address.host) or (by_form.provider if by_form else None)
    if provider is None or (not name.is_literal and answers(provider, name.value) is Answer.NO):
        return
    try:
        node = ids.service(provider, name.value)
    except FormatError:
        return
    reference = Reference(node, _RULE, line, name.is_literal and address.host is not None, defined_at)
    yield replace(reference, provider=provider, name=name.value, endpoint=address.host)
