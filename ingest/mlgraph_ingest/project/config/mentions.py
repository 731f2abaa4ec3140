"""The models, datasets and hosted services that a configuration names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from mlgraph_ingest.project.code.names import EARLY_MODELS
from mlgraph_ingest.project.code.rules import rules_for
from mlgraph_ingest.project.code.secrets import looks_like_key
from mlgraph_ingest.project.config.hosted_names import (
    Hosted,
    hosted_by_form,
    hosted_by_prefix,
    provider_of,
    serves_hub_model,
)
from mlgraph_ingest.project.config.hub_addresses import hub_name
from mlgraph_ingest.project.config.registry_names import ollama
from mlgraph_ingest.project.config.rules import (
    DATASET_REVISION_KEYS,
    ENDPOINT_KEYS,
    NAMED_BESIDE,
    PROVIDER_KEYS,
    REVISION_KEYS,
    Key,
    Trust,
    has_form_of_model,
    is_result,
    keys_at,
    normal,
)
from mlgraph_ingest.project.config.tree import Configuration, Entry
from mlgraph_ingest.project.config.values import Value, value_of
from mlgraph_ingest.project.mentions import Mention, is_expression
from mlgraph_ingest.project.yaml_document import YamlList, YamlTable
from mlgraph_ontology.kinds import NodeKind

_TARGETS = ("_target_", "class_path")
"""Keys that say which call the keys beside them are the arguments of (Hydra "Instantiating objects", jsonargparse)."""
_TEXT_LIMIT = 300
_ROUTED = frozenset({
    "azure", "azure_ai", "bedrock", "vertex_ai", "vertex_ai_beta", "gemini", "openrouter", "together_ai", "groq",
    "fireworks_ai", "ollama", "ollama_chat", "sagemaker", "watsonx", "nvidia_nim", "text-completion-openai",
    "cohere_chat", "deepinfra", "dashscope", "volcengine",
})  # fmt: skip
"""Providers that stand before a slash for routers only (LiteLLM documentation, "Providers"); `openai/` and others may
as well be an owner on the hub."""
_ROUTERS = frozenset({"litellm", "aider"})
"""Tools in whose configurations a provider stands before the slash."""
_OWN_HOSTS = {"openai": ("openai.com",), "anthropic": ("anthropic.com",)}
"""Where providers answer whose clients are sent elsewhere often; another host answers for itself."""


def config_mentions(config: Configuration) -> Iterator[Mention]:
    """What a configuration names, in the order of its entries."""
    if config.is_configuration:
        yield from _Reader(config).mentions()


@dataclass(slots=True)
class _Reader:
    config: Configuration
    taken: set[tuple[int, str]] = field(default_factory=set)
    """Entries that are arguments of a call, by table and key."""

    def mentions(self) -> Iterator[Mention]:
        for entry in self.config.entries:
            if entry.key in _TARGETS and isinstance(entry.value, str):
                yield from self._call(entry, entry.value)
        for entry in self.config.entries:
            if (id(entry.table), entry.key) not in self.taken:
                yield from self._entry(entry)

    def _call(self, entry: Entry, target: str) -> Iterator[Mention]:
        table = entry.table
        inner = table.get("init_args")
        arguments = inner if entry.key == "class_path" and isinstance(inner, YamlTable) else table
        for rule in rules_for(target):
            for keyword in rule.argument.keywords if rule.argument else ():
                text = arguments.get(keyword)
                if not isinstance(text, str):
                    continue
                self.taken.add((id(arguments), keyword))
                value = value_of(text, self.config.root)
                named = rule.registry(value.text) if rule.registry else None
                if rule.registry and named is None:
                    break
                yield Mention(
                    rule.kind,
                    value.text,
                    str(arguments.line(keyword)),
                    rule.name,
                    revision=named.revision if named else _text(arguments, ("revision",)),
                    provider=rule.vendor.provider if rule.vendor else None,
                    namespace=rule.namespace,
                    node=named.node if named else None,
                    is_inferred=value.is_inferred,
                )
                break

    def _entry(self, entry: Entry) -> Iterator[Mention]:
        if not isinstance(entry.value, str | YamlList | YamlTable) or is_result(normal(entry.key)):
            return
        if any(name in entry.table for name in NAMED_BESIDE.get(normal(entry.key), ())):
            return
        for dialect, key in keys_at(entry.place, self.config.dialects):
            if key.trust is Trust.NEVER:
                return
            if any(name in entry.table for name in key.without):
                continue
            found = [
                mention
                for text, line in _texts(entry, key)
                if (mention := self._mention(text, line, entry, key, dialect)) is not None
            ]
            yield from found
            if found:
                return

    def _mention(self, text: str, line: int, entry: Entry, key: Key, dialect: str) -> Mention | None:
        value = value_of(text.strip(), self.config.root)
        rule = f"{dialect}.{entry.key}" if dialect != "context" else f"config.{entry.key}"
        if not value.text or len(value.text) > _TEXT_LIMIT:
            return None
        if is_expression(value.text):
            return Mention(key.kind, value.text, str(line), rule) if _expects_id(entry, key) else None
        if any(c.isspace() for c in value.text):
            return None
        hosted = self._hosted(value.text, entry, key)
        if hosted is not None:
            return self._service(hosted, value, entry, str(line), rule)
        if not self._is_repository(value.text, key, is_weak=dialect == "context"):
            return None
        return Mention(
            _kind(entry, key),
            value.text,
            str(line),
            rule,
            revision=_revision(entry, key, self.config.root),
            qualifiers=(("relation", key.relation),) if key.relation else (),
            is_inferred=value.is_inferred,
        )

    def _is_repository(self, text: str, key: Key, *, is_weak: bool) -> bool:
        """Whether a key and the form of its value together say that it is a repository of the hub."""
        named = hub_name(text)
        if named is None or key.kind is NodeKind.SERVICE:
            return False
        if named.is_address:
            return True
        has_context = self.config.has_context
        if key.kind is NodeKind.DATASET:
            return key.trust is Trust.SURE or ("/" in text and (has_context or not is_weak))
        is_early = bool(EARLY_MODELS.fullmatch(named.name)) and (has_context or key.trust is Trust.SURE)
        if key.trust is Trust.SURE or is_early:
            return True
        if key.trust is Trust.NAMESPACED and "/" in text and (has_context or not is_weak):
            return True
        return has_form_of_model(named.name)

    def _hosted(self, text: str, entry: Entry, key: Key) -> Hosted | None:
        if key.kind is not NodeKind.MODEL:
            return hosted_by_prefix(text, ":") if key.kind is NodeKind.SERVICE else None
        said = _text(entry.table, PROVIDER_KEYS)
        if said and serves_hub_model(said):
            return None
        provider = provider_of(said) if said else None
        by_form = hosted_by_form(text)
        if provider and not text.startswith((".", "/")):
            return Hosted(provider, text)
        if by_form is not None:
            return by_form
        by_prefix = hosted_by_prefix(text)
        if by_prefix is not None:
            head = text.partition("/")[0].lower()
            is_router = any(d.name in _ROUTERS for d in self.config.dialects)
            if is_router or head in _ROUTED or hosted_by_form(by_prefix.name):
                return by_prefix
        by_colon = hosted_by_prefix(text, ":")
        return by_colon if by_colon and (by_colon.provider is None or hosted_by_form(by_colon.name)) else None

    def _service(self, hosted: Hosted, value: Value, entry: Entry, line: str, rule: str) -> Mention | None:
        if hosted.provider is None:
            return Mention(NodeKind.MODEL, hosted.name, line, rule, is_inferred=value.is_inferred)
        if hosted.provider == "ollama":
            return ollama(Mention(NodeKind.MODEL, hosted.name, line, rule, is_inferred=value.is_inferred))
        address = _text(entry.table, ENDPOINT_KEYS)
        host = _host(value_of(address, self.config.root).text) if address else None
        own = _OWN_HOSTS.get(hosted.provider)
        if address and own and host is None:
            text = f"{hosted.name!r} at {value_of(address, self.config.root).text}"
            return Mention(NodeKind.SERVICE, text, line, rule, is_unknown=True)
        is_own = host is None or own is None or host.endswith(own)
        return Mention(
            NodeKind.SERVICE,
            hosted.name,
            line,
            rule,
            provider=hosted.provider if is_own else host,
            endpoint=host,
            is_inferred=value.is_inferred,
        )


def _expects_id(entry: Entry, key: Key) -> bool:
    """Whether an expression at a key stands for a model or a dataset, and not for a path of this machine."""
    name = normal(entry.key)
    return key.trust is Trust.SURE and (name.endswith("name_or_path") or not name.endswith(("path", "dir")))


def _texts(entry: Entry, key: Key) -> Iterator[tuple[str, int]]:
    value = entry.value
    if key.takes_keys:
        if isinstance(value, YamlTable):
            yield from ((name, value.line(name)) for name in value)
    elif isinstance(value, str):
        parts = value.split("+") if key.relation == "merge" else [value]  # mergekit: `model+adapter`
        yield from ((part, entry.line) for part in parts)
    elif isinstance(value, YamlList):
        yield from ((item, value.line(index)) for index, item in enumerate(value) if isinstance(item, str))


def _kind(entry: Entry, key: Key) -> NodeKind:
    is_dataset = entry.table.get("repo_type") == "dataset"
    return NodeKind.DATASET if is_dataset else key.kind


def _revision(entry: Entry, key: Key, root: object) -> str | None:
    names: tuple[str, ...] = DATASET_REVISION_KEYS if key.kind is NodeKind.DATASET else REVISION_KEYS
    if normal(entry.key) not in {"model_name_or_path", "base_model", "model", "model_name"}:
        names = tuple(name for name in names if name == "revision" or not name.startswith(("model_", "base_")))
    text = _text(entry.table, names)
    return value_of(text, root).text if text else None


def _text(table: YamlTable, names: tuple[str, ...]) -> str | None:
    """The first text that stands at one of some keys, however they are spelled."""
    by_name = {normal(key): value for key, value in table.items()}
    found = (by_name.get(name) for name in names)
    return next((text for text in found if isinstance(text, str) and text), None)


def _host(address: str) -> str | None:
    if is_expression(address) or not re.match(r"https?://", address):
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if not parts.hostname or looks_like_key(parts.hostname):
        return None
    return parts.hostname if port is None else f"{parts.hostname}:{port}"
