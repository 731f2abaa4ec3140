"""Frameworks that are told which model to talk to: LangChain, LlamaIndex, agents."""

from __future__ import annotations

from dataclasses import replace

from mlgraph_ingest.project.code.rules.naming import ollama_model, spacy_model
from mlgraph_ingest.project.code.rules.rule import (
    MODEL,
    MODEL_FIRST,
    MODEL_NAME_FIRST,
    Argument,
    Rule,
    Vendor,
    hub_dataset,
    hub_model,
    other_model,
    service,
)
from mlgraph_ingest.project.code.rules.services import (
    ANTHROPIC,
    AZURE,
    BEDROCK,
    COHERE,
    FIREWORKS,
    GOOGLE,
    GROQ,
    HUGGING_FACE,
    LITELLM,
    MISTRAL,
    OPENAI,
    REPLICATE,
    TOGETHER,
    VERTEX,
)

_DEFAULT = "the library's default model"
_ANY = Argument(None, ("model", "model_name"))
_ID = Argument(None, ("model_id", "model"))
_DEPLOYMENT = Argument(None, ("azure_deployment", "deployment_name", "model", "model_name"))
_REPO = Argument(None, ("repo_id", "model"))
_PROVIDER = Argument(None, ("model_provider", "provider"))
_CHOICE = Vendor("litellm", separator=":", beside=_PROVIDER)
_SLASH = replace(LITELLM, endpoint=("api_base", "base_url"))
_LANGCHAIN_OPENAI = replace(OPENAI, endpoint=("base_url", "openai_api_base"))
_LANGCHAIN_AZURE = replace(AZURE, endpoint=("azure_endpoint", "base_url", "openai_api_base"))
_LANGCHAIN_ANTHROPIC = replace(ANTHROPIC, endpoint=("base_url", "anthropic_api_url"))
_INDEX_OPENAI = replace(OPENAI, endpoint=("api_base",))
_DSPY_OPENAI = replace(OPENAI, endpoint=("api_base", "base_url"))
_DSPY_BASE = Vendor("unknown", attribute="provider")
"""The abstract base of dspy before 2.5 asks nobody: a class below it says whom (dspy 2.4.9, dsp/modules/lm.py)."""


def _langchain(package: str, classes: str) -> str:
    """A class of LangChain, in the package of its vendor or where it stood before there was one."""
    return "{" + f"{package}.**.,langchain.**.,langchain_classic.**.,langchain_community.**." + "}{" + classes + "}"


LANGCHAIN = (
    service(
        "langchain.openai",
        _langchain("langchain_openai", "ChatOpenAI,OpenAI,OpenAIEmbeddings"),
        _LANGCHAIN_OPENAI,
        _ANY,
        _DEFAULT,
    ),
    service(
        "langchain.azure",
        _langchain("langchain_openai", "AzureChatOpenAI,AzureOpenAI,AzureOpenAIEmbeddings"),
        _LANGCHAIN_AZURE,
        _DEPLOYMENT,
    ),
    service(
        "langchain.anthropic",
        _langchain("langchain_anthropic", "ChatAnthropic,AnthropicLLM"),
        _LANGCHAIN_ANTHROPIC,
        _ANY,
    ),
    service(
        "langchain.google",
        _langchain("langchain_google_genai", "ChatGoogleGenerativeAI,GoogleGenerativeAI,GoogleGenerativeAIEmbeddings"),
        GOOGLE,
        _ANY,
    ),
    service(
        "langchain.vertex",
        _langchain("langchain_google_vertexai", "ChatVertexAI,VertexAI,VertexAIEmbeddings"),
        VERTEX,
        _ANY,
    ),
    service("langchain.mistral", _langchain("langchain_mistralai", "ChatMistralAI,MistralAIEmbeddings"), MISTRAL, _ANY),
    service("langchain.groq", _langchain("langchain_groq", "ChatGroq"), GROQ, _ANY),
    service(
        "langchain.cohere",
        _langchain("langchain_cohere", "ChatCohere,CohereEmbeddings,CohereRerank,Cohere"),
        COHERE,
        _ANY,
    ),
    service(
        "langchain.together",
        _langchain("langchain_together", "ChatTogether,Together,TogetherEmbeddings"),
        TOGETHER,
        _ANY,
    ),
    service(
        "langchain.fireworks",
        _langchain("langchain_fireworks", "ChatFireworks,Fireworks,FireworksEmbeddings"),
        FIREWORKS,
        _ANY,
    ),
    service(
        "langchain.bedrock",
        _langchain("langchain_aws", "ChatBedrock,ChatBedrockConverse,Bedrock,BedrockLLM,BedrockChat,BedrockEmbeddings"),
        BEDROCK,
        _ID,
    ),
    service(
        "langchain.watsonx",
        _langchain("langchain_ibm", "ChatWatsonx,WatsonxLLM,WatsonxEmbeddings,WatsonxRerank"),
        Vendor("watsonx"),
        _ID,
    ),
    service("langchain.replicate", _langchain("langchain_community", "Replicate"), REPLICATE, _ANY),
    service("langchain.litellm", _langchain("langchain_litellm", "ChatLiteLLM"), LITELLM, _ANY),
    service(
        "langchain.init", "{langchain.**.,langchain_classic.**.}{init_chat_model,init_embeddings}", _CHOICE, MODEL_FIRST
    ),
    service("langchain.agent", "langchain.agents.**.create_agent", _CHOICE, MODEL_FIRST),
    other_model(
        "langchain.ollama",
        _langchain("langchain_ollama", "ChatOllama,OllamaLLM,Ollama,OllamaEmbeddings"),
        ollama_model,
        _ANY,
    ),
    hub_model(
        "langchain.huggingface",
        _langchain(
            "langchain_huggingface",
            "HuggingFaceEmbeddings,HuggingFaceInstructEmbeddings,HuggingFaceBgeEmbeddings,SentenceTransformerEmbeddings,HuggingFaceInferenceAPIEmbeddings",
        ),
        Argument(None, ("model_name", "model")),
        namespace="sentence-transformers",
        revision=None,
        implicit=_DEFAULT,
    ),
    hub_model(
        "langchain.endpoint",
        _langchain(
            "langchain_huggingface",
            "HuggingFaceEndpoint,HuggingFaceHub,HuggingFaceEndpointEmbeddings,HuggingFaceHubEmbeddings",
        ),
        _REPO,
        revision=None,
    ),
    hub_model(
        "langchain.chat_huggingface",
        _langchain(
            "langchain_huggingface", "{ChatHuggingFace.from_model_id,HuggingFacePipeline.from_model_id}".strip("{}")
        ),
        Argument(0, ("model_id",)),
        revision=None,
    ),
    hub_model(
        "langchain.local",
        _langchain("langchain_community", "FastEmbedEmbeddings,HuggingFaceCrossEncoder,CTransformers,VLLM"),
        Argument(None, ("model_name", "model")),
        revision=None,
    ),
    other_model("langchain.spacy", _langchain("langchain_community", "SpacyEmbeddings"), spacy_model, _ANY),
    hub_dataset(
        "langchain.dataset",
        _langchain("langchain_community", "HuggingFaceDatasetLoader"),
        Argument(0, ("path",)),
        revision=None,
        qualifiers=(("config", Argument(2, ("name",))),),
    ),
)
LLAMA_INDEX = (
    service(
        "llama_index.openai",
        "llama_index.**.openai.**.{OpenAI,OpenAIResponses,OpenAIMultiModal}",
        _INDEX_OPENAI,
        MODEL_FIRST,
        _DEFAULT,
    ),
    service("llama_index.llms.openai", "llama_index.llms.OpenAI", _INDEX_OPENAI, MODEL_FIRST, _DEFAULT),
    service(
        "llama_index.embedding.openai",
        "llama_index.**.OpenAIEmbedding",
        _INDEX_OPENAI,
        Argument(1, ("model", "model_name")),
        _DEFAULT,
    ),
    service(
        "llama_index.azure",
        "llama_index.**.{AzureOpenAI,AzureOpenAIEmbedding}",
        AZURE,
        Argument(None, ("deployment_name", "engine", "model")),
    ),
    service("llama_index.anthropic", "llama_index.llms.**.Anthropic", ANTHROPIC, MODEL_FIRST, _DEFAULT),
    service(
        "llama_index.google",
        "llama_index.**.{GoogleGenAI,Gemini,GoogleGenAIEmbedding,GeminiEmbedding}",
        GOOGLE,
        Argument(0, ("model", "model_name")),
    ),
    service("llama_index.vertex", "llama_index.llms.**.Vertex", VERTEX, MODEL_FIRST),
    service(
        "llama_index.mistral",
        "llama_index.**.{MistralAI,MistralAIEmbedding}",
        MISTRAL,
        Argument(0, ("model", "model_name")),
    ),
    service("llama_index.groq", "llama_index.llms.**.Groq", GROQ, MODEL_FIRST),
    service("llama_index.cohere", "llama_index.**.{Cohere,CohereEmbedding,CohereRerank}", COHERE, _ANY),
    service(
        "llama_index.bedrock",
        "llama_index.**.{Bedrock,BedrockConverse,BedrockEmbedding}",
        BEDROCK,
        Argument(0, ("model", "model_name")),
    ),
    service("llama_index.together", "llama_index.llms.**.TogetherLLM", TOGETHER, MODEL_FIRST),
    service("llama_index.fireworks", "llama_index.llms.**.Fireworks", FIREWORKS, MODEL_FIRST),
    service("llama_index.replicate", "llama_index.llms.**.Replicate", REPLICATE, MODEL_FIRST),
    service("llama_index.litellm", "llama_index.llms.**.LiteLLM", LITELLM, MODEL_FIRST),
    service(
        "llama_index.inference",
        "llama_index.llms.**.HuggingFaceInferenceAPI",
        HUGGING_FACE,
        Argument(None, ("model_name", "model")),
    ),
    other_model(
        "llama_index.ollama",
        "llama_index.**.{Ollama,OllamaEmbedding}",
        ollama_model,
        Argument(0, ("model", "model_name")),
    ),
    hub_model(
        "llama_index.huggingface",
        "llama_index.**.{HuggingFaceEmbedding,FastEmbedEmbedding}",
        MODEL_NAME_FIRST,
        namespace="sentence-transformers",
        implicit=_DEFAULT,
    ),
    hub_model("llama_index.llm", "llama_index.llms.**.HuggingFaceLLM", Argument(4, ("model_name",)), implicit=_DEFAULT),
    hub_model("llama_index.llm.tokenizer", "llama_index.llms.**.HuggingFaceLLM", Argument(3, ("tokenizer_name",))),
    hub_model(
        "llama_index.rerank",
        "llama_index.**.{SentenceTransformerRerank,FlagEmbeddingReranker}",
        Argument(None, ("model",)),
        namespace="cross-encoder",
        revision=None,
    ),
    hub_model("llama_index.vllm", "llama_index.llms.**.Vllm", MODEL_FIRST, revision=None),
)
AGENTS = (
    service("crewai.LLM", "crewai.**.LLM", _SLASH, MODEL_FIRST),
    service("crewai.Agent", "crewai.**.Agent", _SLASH, Argument(None, ("llm",))),
    service("dspy.LM", "{dspy.,dspy.clients.**.}{LM,Embedder}", _SLASH, MODEL_FIRST),
    service("dspy.dsp.LM", "dspy.dsp.**.LM", _DSPY_BASE, MODEL_FIRST),
    service("dspy.OpenAI", "dspy.OpenAI", _DSPY_OPENAI, MODEL_FIRST),
    service("smolagents.litellm", "smolagents.**.LiteLLMModel", _SLASH, Argument(0, ("model_id",))),
    service(
        "smolagents.openai",
        "smolagents.**.{OpenAIServerModel,OpenAIModel}",
        replace(OPENAI, endpoint=("api_base",)),
        Argument(0, ("model_id",)),
    ),
    service(
        "smolagents.inference",
        "smolagents.**.{InferenceClientModel,HfApiModel}",
        HUGGING_FACE,
        Argument(0, ("model_id",)),
        _DEFAULT,
    ),
    service("pydantic_ai.Agent", "pydantic_ai.**.Agent", _CHOICE, MODEL_FIRST),
    service(
        "pydantic_ai.openai",
        "pydantic_ai.models.**.{OpenAIModel,OpenAIChatModel,OpenAIResponsesModel}",
        OPENAI,
        MODEL_NAME_FIRST,
    ),
    service("pydantic_ai.anthropic", "pydantic_ai.models.**.AnthropicModel", ANTHROPIC, MODEL_NAME_FIRST),
    service("pydantic_ai.google", "pydantic_ai.models.**.{GoogleModel,GeminiModel}", GOOGLE, MODEL_NAME_FIRST),
    service("pydantic_ai.groq", "pydantic_ai.models.**.GroqModel", GROQ, MODEL_NAME_FIRST),
    service("pydantic_ai.mistral", "pydantic_ai.models.**.MistralModel", MISTRAL, MODEL_NAME_FIRST),
    service("pydantic_ai.bedrock", "pydantic_ai.models.**.BedrockConverseModel", BEDROCK, MODEL_NAME_FIRST),
    service("instructor.from_provider", "instructor.**.from_provider", _SLASH, MODEL_FIRST),
    service("agents.Agent", "agents.**.Agent", OPENAI, MODEL),
    service("autogen.openai", "autogen_ext.models.openai.**.OpenAIChatCompletionClient", OPENAI, MODEL),
    service(
        "semantic_kernel.openai",
        "semantic_kernel.**.{OpenAIChatCompletion,OpenAITextEmbedding}",
        OPENAI,
        Argument(0, ("ai_model_id",)),
    ),
    service("google.adk", "google.adk.agents.**.{Agent,LlmAgent}", GOOGLE, MODEL),
    service("guidance.openai", "guidance.models.**.OpenAI", OPENAI, MODEL_FIRST),
    service("outlines.openai", "outlines.models.openai", OPENAI, MODEL_NAME_FIRST),
    service(
        "haystack.openai",
        "haystack.**.{OpenAIGenerator,OpenAIChatGenerator,OpenAITextEmbedder,OpenAIDocumentEmbedder,OpenAIResponsesChatGenerator}",
        replace(OPENAI, endpoint=("api_base_url",)),
        Argument(1, ("model",)),
        _DEFAULT,
    ),
    service(
        "haystack.inference",
        "haystack.**.{HuggingFaceAPIGenerator,HuggingFaceAPIChatGenerator}",
        HUGGING_FACE,
        Argument(None, ("model",)),
    ),
)
RULES: tuple[Rule, ...] = (*LANGCHAIN, *LLAMA_INDEX, *AGENTS)
