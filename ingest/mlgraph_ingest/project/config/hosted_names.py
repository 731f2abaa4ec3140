"""Who answers for the name of a hosted model, as configurations write it: by its provider or by its own form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mlgraph_ingest.project.code.names import is_service_name
from mlgraph_ingest.project.code.secrets import looks_like_key

# fmt: off
_PROVIDERS = {
    "openai": "openai", "text-completion-openai": "openai", "anthropic": "anthropic", "claude": "anthropic",
    "azure": "azure", "azure_openai": "azure", "azureopenai": "azure", "azure_ai": "azure-ai", "azure_text": "azure",
    "bedrock": "amazon-bedrock", "bedrock_converse": "amazon-bedrock", "amazon_bedrock": "amazon-bedrock",
    "aws_bedrock": "amazon-bedrock", "sagemaker": "amazon-sagemaker", "sagemaker_chat": "amazon-sagemaker",
    "vertex_ai": "google-vertex", "vertex_ai_beta": "google-vertex", "vertexai": "google-vertex",
    "vertex": "google-vertex", "google_vertexai": "google-vertex", "gemini": "google", "google": "google",
    "google_genai": "google", "google_ai": "google", "googleai": "google", "palm": "google",
    "mistral": "mistral", "mistralai": "mistral", "codestral": "mistral", "cohere": "cohere", "cohere_chat": "cohere",
    "groq": "groq", "together_ai": "together", "together": "together", "togetherai": "together",
    "fireworks_ai": "fireworks", "fireworks": "fireworks", "openrouter": "openrouter", "deepseek": "deepseek",
    "perplexity": "perplexity", "replicate": "replicate", "xai": "xai", "nvidia_nim": "nvidia", "nvidia": "nvidia",
    "databricks": "databricks", "watsonx": "watsonx", "cerebras": "cerebras", "voyage": "voyage",
    "voyageai": "voyage", "jina_ai": "jina", "jina": "jina", "deepinfra": "deepinfra", "anyscale": "anyscale",
    "github": "github", "ai21": "ai21", "sambanova": "sambanova", "moonshot": "moonshot", "dashscope": "dashscope",
    "volcengine": "volcengine", "ollama": "ollama", "ollama_chat": "ollama", "cloudflare": "cloudflare",
}
"""What a provider is called in configurations (LiteLLM documentation, "Providers"; promptfoo, "LLM Providers";
Continue, "Model providers") -> what it is called in the graph."""
# fmt: on
_FORMS = (
    (
        "openai",
        (
            r"(?:ft:)?gpt-(?:3\.5|4|4o|4\.1|4\.5|5)(?:[-.:](?!j$|neo)[\w.:-]*)?|(?:ft:)?gpt-4o[\w.:-]*|chatgpt-4o-latest"
            r"|o[134](?:-(?:mini|preview|pro|deep-research)[\w-]*|-\d{4}-\d{2}-\d{2})|text-embedding-(?:3-(?:small|large)|ada-002)"
            r"|(?:text-)?davinci(?:-00\d)?|babbage-002|dall-e-[23]|whisper-1|tts-1(?:-hd)?|gpt-(?:image-1|realtime)[\w-]*"
            r"|(?:omni|text)-moderation-[\w-]+"
        ),
    ),
    ("anthropic", r"claude-(?:\d|instant|opus|sonnet|haiku|v\d)[\w.@:-]*"),
    ("google", r"(?:models/)?(?:gemini-(?:\d|pro|flash|exp)[\w.-]*|text-embedding-00\d|gemini-embedding-[\w-]+)"),
    (
        "amazon-bedrock",
        r"(?:(?:us|eu|apac|global)\.)?(?:anthropic|amazon|meta|mistral|cohere|ai21)\.[a-z][\w.-]*v\d[\w.-]*(?::\d+)?",
    ),
    ("cohere", r"command-(?:r|light|nightly|a)[\w.-]*|embed-(?:english|multilingual)-(?:light-)?v\d[\w.]*"),
    (
        "mistral",
        r"(?:mistral|codestral|ministral|pixtral|magistral)-(?:(?:tiny|small|medium|large|embed|\d+b)-)?(?:latest|\d{4})|mistral-embed",
    ),
    ("deepseek", r"deepseek-(?:chat|reasoner|coder)"),
    ("voyage", r"voyage-(?:\d|code|large|law|finance|multilingual|lite)[\w.-]*"),
    ("ollama", r"[a-z0-9][\w.-]*(?:/[\w.-]+)?:(?:\d+x|e)?\d+(?:\.\d+)?[bm](?:-[\w.-]+)?"),
)
"""Names that only the provider's own models have, as its documentation lists them (OpenAI "Models", Anthropic "Models
overview", Google "Gemini models", Amazon Bedrock "Supported foundation models", Cohere "Models overview", Mistral
"Models overview", DeepSeek API "Models", Voyage AI "Text Embeddings"; Ollama, "Library": its tags begin with a size)."""
_OF_PROVIDER = tuple((provider, re.compile(pattern)) for provider, pattern in _FORMS)
_VARIABLE = re.compile(
    r"(azure_openai|together_ai|fireworks_ai|aws_bedrock|amazon_bedrock|vertex_ai|google_genai|nvidia_nim|jina_ai|[a-z0-9]+)"
    r"_(?:\w+_)?(?:model|llm)(?:_(?:name|id))?"
)
"""Environment variables that begin with a provider and name a model: `OPENAI_MODEL`, `WATSONX_GENERATION_MODEL_ID`."""
_SENT_ELSEWHERE = frozenset({"openai", "anthropic", "google", "github"})
"""Providers whose clients are sent to others often, so that a model of any other form may be one of those."""
_SERVED = frozenset({"hosted_vllm", "vllm", "huggingface", "hf", "text-generation-inference", "tgi", "infinity"})
"""Providers that serve a model of the hub, by its id there."""
_TASKS = frozenset({"chat", "completion", "embedding", "embeddings", "messages", "responses", "text-generation",
                    "feature-extraction", "image", "assistant", "converse", "converse_like", "realtime"})  # fmt: skip
"""What may stand between provider and name (promptfoo, "LLM Providers"; LiteLLM, "Bedrock")."""


@dataclass(frozen=True, slots=True)
class Hosted:
    """A hosted model."""

    provider: str | None
    """None: whoever serves it, the model is one of the hub."""
    name: str


def provider_of(text: str) -> str | None:
    """The provider that a configuration means; None for one that is not known."""
    return _PROVIDERS.get(text.strip().lower().replace("-", "_")) or _PROVIDERS.get(text.strip().lower())


def serves_hub_model(text: str) -> bool:
    """Whether a provider of this name serves models of the hub."""
    return text.strip().lower() in _SERVED


def hosted_by_form(text: str) -> Hosted | None:
    """The hosted model that a name is by its form alone; None where it may be anything.

    >>> hosted_by_form("gpt-4o-mini")
    Hosted(provider='openai', name='gpt-4o-mini')
    >>> hosted_by_form("gpt-2") is None
    True
    """
    return next((Hosted(provider, text) for provider, form in _OF_PROVIDER if form.fullmatch(text)), None)


def hosted_by_variable(variable: str, text: str) -> Hosted | None:
    """The hosted model that an environment variable names, whose own name begins with that of its provider.

    >>> hosted_by_variable("WATSONX_GENERATION_MODEL", "ibm/granite-13b-chat-v2")
    Hosted(provider='watsonx', name='ibm/granite-13b-chat-v2')
    >>> hosted_by_variable("OPENAI_MODEL", "llama-3-8b") is None
    True
    """
    found = _VARIABLE.fullmatch(variable.lower())
    provider = None if found is None else provider_of(found[1])
    if provider is None or not is_service_name(text) or looks_like_key(text) or text.startswith((".", "/", "~", "$")):
        return None
    by_form = hosted_by_form(text)
    is_of_form = by_form is not None and by_form.provider == provider
    return Hosted(provider, text) if is_of_form or (by_form is None and provider not in _SENT_ELSEWHERE) else None


def hosted_by_prefix(text: str, separator: str = "/") -> Hosted | None:
    """The hosted model that a name is with its provider before it, as routers write it: `openai/gpt-4o`.

    >>> hosted_by_prefix("openai:chat:gpt-4o", ":")
    Hosted(provider='openai', name='gpt-4o')
    """
    head, found, rest = text.partition(separator)
    while found and rest.partition(separator)[0] in _TASKS and separator in rest:
        rest = rest.partition(separator)[2]
    if not rest or not is_service_name(rest) or looks_like_key(rest):
        return None
    if serves_hub_model(head):
        return Hosted(None, rest)
    provider = provider_of(head)
    return Hosted(provider, rest) if provider else None
