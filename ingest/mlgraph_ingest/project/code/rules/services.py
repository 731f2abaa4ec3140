"""Client libraries of hosted models."""

from __future__ import annotations

from mlgraph_ingest.project.code.rules.rule import MODEL, MODEL_FIRST, MODEL_NAME_FIRST, Argument, Rule, Vendor, service

OPENAI = Vendor("openai", ("api.openai.com",), ("base_url",), ("openai.base_url", "openai.api_base"))
AZURE = Vendor("azure", endpoint=("azure_endpoint", "base_url"))
ANTHROPIC = Vendor("anthropic", ("api.anthropic.com",), ("base_url",))
BEDROCK = Vendor("amazon-bedrock", endpoint=("base_url",))
VERTEX = Vendor("google-vertex", endpoint=("base_url",))
GOOGLE = Vendor("google")
MISTRAL = Vendor("mistral", ("api.mistral.ai",), ("server_url", "endpoint", "base_url"))
COHERE = Vendor("cohere", ("api.cohere.com", "api.cohere.ai"), ("base_url",))
GROQ = Vendor("groq", ("api.groq.com",), ("base_url",))
TOGETHER = Vendor("together", ("api.together.xyz", "api.together.ai"), ("base_url",))
FIREWORKS = Vendor("fireworks", ("api.fireworks.ai",), ("base_url",))
REPLICATE = Vendor("replicate", ("api.replicate.com",), ("base_url",))
HUGGING_FACE = Vendor("huggingface", ("huggingface.co",), ("base_url",))
AZURE_AI = Vendor("azure-ai", endpoint=("endpoint",))
LITELLM = Vendor(
    "litellm", separator="/", endpoint=("api_base", "base_url"), beside=Argument(None, ("custom_llm_provider",))
)
_CALLS = (
    "{chat.completions.create,chat.completions.parse,chat.completions.stream,beta.chat.completions.parse,"
    "beta.chat.completions.stream,completions.create,responses.create,responses.parse,responses.stream,"
    "embeddings.create,images.generate,images.edit,images.create_variation,audio.transcriptions.create,"
    "audio.translations.create,audio.speech.create,moderations.create,fine_tuning.jobs.create,rerank.create,"
    "beta.assistants.create,beta.realtime.connect,realtime.connect}"
)
_LEGACY_CALLS = "{ChatCompletion,Completion,Embedding,Edit,Image,Audio}.{create,acreate,transcribe}"
_ANTHROPIC_CALLS = "{,beta.}{messages.create,messages.parse,messages.stream,messages.count_tokens,completions.create}"
_ENGINE = Argument(None, ("model", "engine"))
_BEDROCK_MODEL = Argument(None, ("modelId",))
_REF = Argument(0, ("ref",))
_GENAI = "{models.generate_content,models.generate_content_stream,models.embed_content,models.generate_images,models.generate_videos,models.count_tokens,chats.create,caches.create,live.connect,interactions.create}"
_MISTRAL_CALLS = (
    "{chat.complete,chat.complete_async,chat.stream,chat.stream_async,fim.complete,fim.complete_async,fim.stream,"
    "embeddings.create,embeddings.create_async,ocr.process,ocr.process_async,agents.complete,agents.stream}"
)


def _openai_like(name: str, root: str, classes: str, vendor: Vendor) -> tuple[Rule, ...]:
    return (service(name, f"{root}.**.{{{classes}}}()." + _CALLS, vendor),)


RULES: tuple[Rule, ...] = (
    service(
        "watsonx.model",
        "ibm_watsonx_ai.**.{ModelInference,Model,Embeddings}",
        Vendor("watsonx"),
        Argument(None, ("model_id",)),
    ),
    *_openai_like("openai.client", "openai", "OpenAI,AsyncOpenAI,Client,AsyncClient", OPENAI),
    *_openai_like("openai.azure", "openai", "AzureOpenAI,AsyncAzureOpenAI", AZURE),
    service("openai.module", "openai." + _CALLS, OPENAI),
    service("openai.legacy", "openai." + _LEGACY_CALLS, OPENAI, _ENGINE),
    *_openai_like("groq.client", "groq", "Groq,AsyncGroq,Client,AsyncClient", GROQ),
    *_openai_like("together.client", "together", "Together,AsyncTogether,Client,AsyncClient", TOGETHER),
    service("together.legacy", "together.{Complete,Image,Embeddings}.create", TOGETHER),
    *_openai_like("fireworks.client", "fireworks", "Fireworks,AsyncFireworks,Client,AsyncClient", FIREWORKS),
    service("fireworks.module", "fireworks.client.**.{ChatCompletion,Completion}.create", FIREWORKS),
    service(
        "anthropic.client",
        "anthropic.**.{Anthropic,AsyncAnthropic,Client,AsyncClient}()." + _ANTHROPIC_CALLS,
        ANTHROPIC,
    ),
    service(
        "anthropic.bedrock", "anthropic.**.{AnthropicBedrock,AsyncAnthropicBedrock}()." + _ANTHROPIC_CALLS, BEDROCK
    ),
    service("anthropic.vertex", "anthropic.**.{AnthropicVertex,AsyncAnthropicVertex}()." + _ANTHROPIC_CALLS, VERTEX),
    service(
        "google.generativeai",
        "google.generativeai.**.GenerativeModel",
        GOOGLE,
        MODEL_NAME_FIRST,
        "the library's default model",
    ),
    service("google.embed_content", "google.generativeai.**.{embed_content,generate_text,chat}", GOOGLE, MODEL_FIRST),
    service("google.genai", "google.genai.**.{Client().,Client().aio.}" + _GENAI, GOOGLE),
    service(
        "google.vertex",
        "{vertexai.**.,google.cloud.aiplatform.**.}{GenerativeModel,MultiModalEmbeddingModel}",
        VERTEX,
        MODEL_NAME_FIRST,
    ),
    service(
        "google.vertex.from_pretrained",
        "vertexai.**.{TextEmbeddingModel,TextGenerationModel,ChatModel,CodeGenerationModel,ImageGenerationModel,ImageTextModel,MultiModalEmbeddingModel}.from_pretrained",
        VERTEX,
        MODEL_NAME_FIRST,
    ),
    service(
        "mistral.client",
        "mistralai.**.Mistral()." + _MISTRAL_CALLS,
        MISTRAL,
    ),
    service(
        "mistral.legacy",
        "mistralai.**.{MistralClient,MistralAsyncClient}().{chat,chat_stream,embeddings}",
        MISTRAL,
        MODEL_FIRST,
    ),
    service(
        "cohere.client",
        "cohere.**.{Client,ClientV2,AsyncClient,AsyncClientV2}().{chat,chat_stream,generate,generate_stream,embed,rerank,classify,summarize,v2.chat,v2.chat_stream,v2.embed,v2.rerank}",
        COHERE,
    ),
    service(
        "voyageai.client",
        "voyageai.**.{Client,AsyncClient}().{embed,rerank,multimodal_embed,contextualized_embed}",
        Vendor("voyage"),
        Argument(None, ("model",)),
    ),
    service(
        "litellm.call",
        "litellm.**.{completion,acompletion,embedding,aembedding,transcription,atranscription,speech,aspeech,responses,aresponses,rerank,arerank}",
        LITELLM,
        MODEL_FIRST,
    ),
    service(
        "litellm.text",
        "litellm.**.{text_completion,atext_completion,image_generation,aimage_generation}",
        LITELLM,
        Argument(1, ("model",)),
    ),
    service(
        "bedrock.call",
        "{boto3.,boto3.**.Session().,aioboto3.**.Session().}client().{invoke_model,invoke_model_with_response_stream,converse,converse_stream}",
        BEDROCK,
        _BEDROCK_MODEL,
    ),
    service(
        "azure.inference",
        "azure.ai.inference.**.{ChatCompletionsClient,EmbeddingsClient,ImageEmbeddingsClient}",
        AZURE_AI,
    ),
    service(
        "azure.inference.call",
        "azure.ai.inference.**.{ChatCompletionsClient,EmbeddingsClient,ImageEmbeddingsClient}().{complete,embed}",
        AZURE_AI,
    ),
    service("replicate.run", "{replicate.,replicate.**.Client().}{run,async_run,stream,async_stream}", REPLICATE, _REF),
    service("replicate.models", "{replicate.,replicate.**.Client().}models.get", REPLICATE, Argument(0, ("key",))),
    service("replicate.predictions", "{replicate.,replicate.**.Client().}predictions.create", REPLICATE, MODEL),
    service(
        "huggingface_hub.inference",
        "huggingface_hub.**.{InferenceClient,AsyncInferenceClient}",
        HUGGING_FACE,
        MODEL_FIRST,
    ),
    service(
        "huggingface_hub.inference.call",
        "huggingface_hub.**.{InferenceClient,AsyncInferenceClient}().{chat_completion,text_generation,feature_extraction,"
        "text_to_image,summarization,translation,text_classification,token_classification,automatic_speech_recognition,"
        "image_classification,image_to_text,text_to_speech,zero_shot_classification,question_answering,fill_mask,"
        "sentence_similarity,visual_question_answering,object_detection,image_segmentation,image_to_image,text_to_video,"
        "chat.completions.create}",
        HUGGING_FACE,
    ),
)
