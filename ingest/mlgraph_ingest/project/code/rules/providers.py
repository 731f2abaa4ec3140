"""How libraries that talk to many providers name them, and what provider a bare model name belongs to."""

from __future__ import annotations

_NAMES = {
    "azure_openai": "azure",
    "azure_ai": "azure-ai",
    "bedrock": "amazon-bedrock",
    "bedrock_converse": "amazon-bedrock",
    "aws": "amazon-bedrock",
    "gemini": "google",
    "google-gla": "google",
    "google_genai": "google",
    "google": "google",
    "google_vertexai": "google-vertex",
    "vertex_ai": "google-vertex",
    "google-vertex": "google-vertex",
    "mistralai": "mistral",
    "together_ai": "together",
    "fireworks_ai": "fireworks",
    "hf": "huggingface",
    "ollama_chat": "ollama",
    "openai-chat": "openai",
    "openai-responses": "openai",
    "text-completion-openai": "openai",
    "cohere_chat": "cohere",
    "voyageai": "voyage",
}
"""Names of one provider that differ between libraries (litellm 1.110, langchain 1.5, pydantic-ai 2.68) -> ours."""
_OTHERS = frozenset(
    {
        *("anthropic", "azure", "cerebras", "cohere", "databricks", "deepinfra", "deepseek", "fireworks", "github"),
        *("grok", "groq", "heroku", "huggingface", "ibm", "mistral", "moonshotai", "nvidia", "nvidia_nim", "ollama"),
        *("openai", "openrouter", "perplexity", "replicate", "sagemaker", "sambanova", "together", "upstage", "voyage"),
        *("watsonx", "xai", "hosted_vllm", "ai21", "cloudflare", "novita", "nebius", "hyperbolic", "lambda_ai"),
    }
)
_BEGINNINGS = (
    (("gpt-", "o1", "o3", "o4", "chatgpt", "text-davinci", "text-embedding-", "dall-e", "whisper-1"), "openai"),
    (("claude",), "anthropic"),
    (("command",), "cohere"),
    (("accounts/fireworks",), "fireworks"),
    (("amazon.", "anthropic.", "meta."), "amazon-bedrock"),
    (("mistral", "mixtral"), "mistral"),
    (("deepseek",), "deepseek"),
    (("grok",), "xai"),
    (("sonar",), "perplexity"),
    (("solar",), "upstage"),
    (("gemini",), "google-vertex"),
)
"""How a bare name begins -> its provider (langchain 1.5.2, chat_models.base._attempt_infer_model_provider; `o4`, the
embeddings and images of OpenAI: litellm 1.110, model_prices_and_context_window)."""


def is_provider(name: str) -> bool:
    """Whether libraries know a provider of this name."""
    return name in _NAMES or name in _OTHERS


def provider_named(name: str) -> str:
    """The provider that a library calls so, by the name that it has here."""
    return _NAMES.get(name, name)


def provider_of(model: str) -> str | None:
    """The provider that a bare model name belongs to, as libraries tell it; None where they cannot."""
    name = model.lower()
    return next((provider for beginnings, provider in _BEGINNINGS if name.startswith(beginnings)), None)
