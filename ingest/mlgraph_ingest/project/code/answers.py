"""Whether a vendor can be the one who answers for a model: told where a name or a client was followed from elsewhere.

Code that talks to several vendors picks the client and the name by the same condition, which is not followed; each name
would be asked of each of them.
"""

from __future__ import annotations

import re
from enum import StrEnum

from mlgraph_ingest.project.code.rules.providers import provider_of
from mlgraph_ingest.project.config.hosted_names import hosted_by_form


class Answer(StrEnum):
    """Whether a vendor has a model of a name."""

    YES = "yes"
    NO = "no"
    PERHAPS = "perhaps"
    HARDLY = "hardly"
    """None of its own is named in that way: `owner/name`."""


_MAKERS: dict[str, frozenset[str]] = {
    "openai": frozenset({"openai"}),
    "anthropic": frozenset({"anthropic"}),
    "google": frozenset({"google", "google-vertex"}),
    "google-vertex": frozenset({"google", "google-vertex", "anthropic", "mistral"}),
    "amazon-bedrock": frozenset({"amazon-bedrock"}),
    "cohere": frozenset({"cohere"}),
    "mistral": frozenset({"mistral"}),
    "api.deepseek.com": frozenset({"deepseek"}),
    "api.x.ai": frozenset({"xai"}),
    "api.perplexity.ai": frozenset({"perplexity"}),
    "generativelanguage.googleapis.com": frozenset({"google", "google-vertex"}),
    "api.mistral.ai": frozenset({"mistral"}),
    "api.anthropic.com": frozenset({"anthropic"}),
}
"""Who answers -> whose models it has, of those that have no others (the lists of models in each one's documentation)."""
_ROUTERS = frozenset({"openrouter.ai"})
"""Hosts that call every model `owner/name`."""
_EARLIER = re.compile(
    r"(?:ft:|code-|text-|codex|computer-use|omni-|sora|tts-)[\w.:-]*|ada|babbage|curie|davinci|[\w-]+-00\d"
)
"""Names of OpenAI that say less of whose they are."""


def answers(provider: str, model: str) -> Answer:
    """Whether a provider (or a host) answers for a model, as far as the model's name says.

    >>> answers("openai", "gpt-4o"), answers("openai", "claude-3-haiku-20240307"), answers("openai", "my-model")
    (<Answer.YES: 'yes'>, <Answer.NO: 'no'>, <Answer.PERHAPS: 'perhaps'>)
    """
    if provider == "ollama":
        return _of_ollama(model)
    if provider in _ROUTERS:
        return Answer.YES if "/" in model else Answer.NO
    makers = _MAKERS.get(provider)
    if makers is None:
        return Answer.PERHAPS
    by_form = hosted_by_form(model)
    maker = provider_of(model) if by_form is None else by_form.provider
    if maker is not None:
        return Answer.YES if maker in makers else Answer.NO
    return _of_none(provider, model)


def _of_none(provider: str, model: str) -> Answer:
    """Of a name that does not say whose it is."""
    if provider == "openai" and _EARLIER.fullmatch(model):
        return Answer.YES
    if provider == "anthropic":
        return Answer.NO
    return Answer.HARDLY if "/" in model else Answer.PERHAPS


def _of_ollama(model: str) -> Answer:
    by_form = hosted_by_form(model)
    if by_form is not None:
        return Answer.YES if by_form.provider == "ollama" else Answer.NO
    is_as_on_hub = "/" in model and ":" not in model and not model.startswith("hf.co/")
    return Answer.HARDLY if is_as_on_hub else Answer.PERHAPS
