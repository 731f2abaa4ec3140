"""Libraries that load what the Hugging Face hub holds."""

from __future__ import annotations

from mlgraph_ingest.project.code.rules.naming import faster_whisper_model, hub_path
from mlgraph_ingest.project.code.rules.rule import (
    MODEL,
    MODEL_FIRST,
    MODEL_NAME_FIRST,
    Argument,
    Condition,
    Rule,
    hub_dataset,
    hub_model,
    other_dataset,
    other_model,
)
from mlgraph_ontology.kinds import NodeKind

_REPO = Argument(0, ("repo_id",))
_FILE = (("filename", Argument(1, ("filename",))),)
_CLIENT = "{huggingface_hub.**.,huggingface_hub.**.HfApi().}"
_MODEL_OR_PATH = Argument(0, ("model_name_or_path",))
_NAME_OR_ID = Argument(0, ("pretrained_model_name_or_path", "model_id"))
_WEIGHT = (("filename", Argument(None, ("weight_name",))),)
_LORA = Argument(0, ("pretrained_model_name_or_path_or_dict",))
_PIPE = "diffusers.**.*.{from_pretrained,from_single_file,from_pipe}()."
_DEFAULT = "the library's default model"

TRANSFORMERS = (
    hub_model("tokenizers.from_pretrained", "tokenizers.**.*.from_pretrained", Argument(0, ("identifier",))),
    hub_model("transformers.tokenizer", "transformers.**.*Tokenizer*.from_pretrained"),
    hub_model(
        "transformers.processor", "transformers.**.{*Processor,*FeatureExtractor,*Processor*Fast}.from_pretrained"
    ),
    hub_model("transformers.config", "transformers.**.*Config.from_pretrained"),
    hub_model("transformers.from_pretrained", "transformers.**.*.from_pretrained"),
    hub_model(
        "transformers.pipeline",
        "transformers.**.pipeline",
        Argument(1, ("model",)),
        implicit="the default model of the task",
    ),
    hub_model(
        "transformers.pipeline.tokenizer", "transformers.**.pipeline", Argument(3, ("tokenizer",)), is_optional=True
    ),
    hub_model(
        "transformers.load_adapter", "transformers.**.*.from_pretrained().load_adapter", Argument(0, ("peft_model_id",))
    ),
    hub_model(
        "optimum.from_pretrained", "optimum.**.*.from_pretrained", Argument(0, ("model_id", "model_name_or_path"))
    ),
    hub_model("adapters.from_pretrained", "adapters.**.*.from_pretrained"),
    hub_model(
        "adapters.load_adapter",
        "adapters.**.*.from_pretrained().load_adapter",
        Argument(0, ("adapter_name_or_path",)),
    ),
    hub_model("auto_gptq.from_quantized", "auto_gptq.**.*.{from_quantized,from_pretrained}", _MODEL_OR_PATH),
    hub_model(
        "awq.from_pretrained", "awq.**.*.{from_quantized,from_pretrained}", Argument(0, ("model_path", "quant_path"))
    ),
)
SENTENCES = (
    hub_model(
        "sentence_transformers.SentenceTransformer",
        "sentence_transformers.**.{SentenceTransformer,SparseEncoder,MultiVectorEncoder}",
        _MODEL_OR_PATH,
        namespace="sentence-transformers",
    ),
    hub_model(
        "sentence_transformers.CrossEncoder",
        "sentence_transformers.**.CrossEncoder",
        Argument(0, ("model_name", "model_name_or_path")),
        namespace="cross-encoder",
    ),
    hub_model(
        "sentence_transformers.models",
        "sentence_transformers.**.{models.Transformer,models.CLIPModel,modules.Transformer}",
        Argument(0, ("model_name_or_path",)),
    ),
    hub_model("setfit.from_pretrained", "setfit.**.SetFit*.from_pretrained", _NAME_OR_ID),
    hub_model("gliner.from_pretrained", "gliner.**.*GLiNER*.from_pretrained", _NAME_OR_ID),
    hub_model("InstructorEmbedding.INSTRUCTOR", "InstructorEmbedding.**.INSTRUCTOR", _MODEL_OR_PATH),
    hub_model(
        "FlagEmbedding.model",
        "FlagEmbedding.**.{FlagModel,BGEM3FlagModel,FlagLLMModel,FlagICLModel,FlagReranker,FlagLLMReranker,"
        "LayerWiseFlagLLMReranker,LightWeightFlagLLMReranker}",
        _MODEL_OR_PATH,
    ),
    hub_model(
        "FlagEmbedding.from_finetuned",
        "FlagEmbedding.**.{FlagAutoModel,FlagAutoReranker}.from_finetuned",
        _MODEL_OR_PATH,
    ),
    hub_model(
        "fastembed.model",
        "fastembed.**.{TextEmbedding,SparseTextEmbedding,ImageEmbedding,LateInteractionTextEmbedding,"
        "LateInteractionMultimodalEmbedding,TextCrossEncoder}",
        MODEL_NAME_FIRST,
        revision=None,
        implicit=_DEFAULT,
    ),
    hub_model(
        "bertopic.embedding_model",
        "bertopic.**.BERTopic",
        Argument(None, ("embedding_model",)),
        namespace="sentence-transformers",
        revision=None,
        is_optional=True,
    ),
    hub_model(
        "keybert.KeyBERT",
        "keybert.**.KeyBERT",
        MODEL_FIRST,
        namespace="sentence-transformers",
        revision=None,
        is_optional=True,
    ),
)
DIFFUSERS = (
    hub_model("diffusers.from_pretrained", "diffusers.**.*.from_pretrained"),
    hub_model(
        "diffusers.lora", _PIPE + "{load_lora_weights,load_attn_procs,load_lora_adapter}", _LORA, qualifiers=_WEIGHT
    ),
    hub_model(
        "diffusers.ip_adapter",
        _PIPE + "load_ip_adapter",
        _LORA,
        qualifiers=(("filename", Argument(2, ("weight_name",))),),
    ),
    hub_model("diffusers.textual_inversion", _PIPE + "load_textual_inversion", qualifiers=_WEIGHT),
)
PEFT = (
    hub_model("peft.from_pretrained", "peft.**.{AutoPeft*,*Config}.from_pretrained"),
    hub_model("peft.adapter", "peft.**.PeftM*.from_pretrained", Argument(1, ("model_id",))),
    hub_model("peft.load_adapter", "peft.**.PeftM*.from_pretrained().load_adapter", Argument(0, ("model_id",))),
    hub_model(
        "peft.base_model",
        "peft.**.*Config",
        Argument(None, ("base_model_name_or_path",)),
        revision=None,
        is_optional=True,
    ),
    hub_model(
        "trl.trainer",
        "trl.**.{SFT,DPO,Reward,GRPO,KTO,ORPO,CPO,RLOO,GKD,OnlineDPO,NashMD,XPO,PRM}Trainer",
        MODEL_FIRST,
        revision=None,
    ),
    hub_model("trl.ref_model", "trl.**.{DPO,KTO}Trainer", Argument(1, ("ref_model",)), revision=None, is_optional=True),
    hub_model(
        "trl.reward_funcs", "trl.**.{GRPO,RLOO}Trainer", Argument(1, ("reward_funcs",)), revision=None, is_optional=True
    ),
    hub_model("trl.value_head", "trl.**.AutoModelFor*WithValueHead.from_pretrained"),
    hub_model("unsloth.from_pretrained", "unsloth.**.Fast*.from_pretrained", MODEL_NAME_FIRST),
    hub_model("mlx_lm.load", "{mlx_lm.**.load,mlx_vlm.**.load}", Argument(0, ("path_or_hf_repo",))),
)
INFERENCE = (
    hub_model("vllm.LLM", "vllm.**.LLM", MODEL_FIRST),
    hub_model("vllm.engine_args", "vllm.**.{EngineArgs,AsyncEngineArgs}", MODEL),
    hub_model("sglang.Engine", "sglang.**.Engine", Argument(None, ("model_path",))),
    hub_model("lmdeploy.pipeline", "lmdeploy.**.pipeline", Argument(0, ("model_path",))),
    hub_model(
        "llama_cpp.from_pretrained",
        "llama_cpp.**.Llama.from_pretrained",
        _REPO,
        revision=None,
        qualifiers=_FILE,
    ),
    hub_model(
        "ctransformers.from_pretrained",
        "ctransformers.**.AutoModelForCausalLM.from_pretrained",
        Argument(0, ("model_path_or_repo_id",)),
        qualifiers=(("filename", Argument(None, ("model_file",))),),
    ),
    hub_model(
        "outlines.transformers", "outlines.models.{transformers,vllm,mlxlm,exl2}", MODEL_NAME_FIRST, revision=None
    ),
    hub_model("guidance.transformers", "guidance.models.**.Transformers", MODEL_FIRST),
    hub_model("speechbrain.from_hparams", "speechbrain.**.*.from_hparams", Argument(None, ("source",))),
    hub_model(
        "pyannote.from_pretrained",
        "pyannote.audio.**.*.from_pretrained",
        Argument(0, ("checkpoint_path", "checkpoint")),
    ),
    other_model(
        "faster_whisper.WhisperModel",
        "faster_whisper.**.WhisperModel",
        faster_whisper_model,
        Argument(0, ("model_size_or_path",)),
        revision="revision",
    ),
    hub_model(
        "haystack.hub",
        "{haystack.**.,haystack_integrations.**.}{SentenceTransformersTextEmbedder,"
        "SentenceTransformersDocumentEmbedder,SentenceTransformersSimilarityRanker,TransformersSimilarityRanker,"
        "SentenceTransformersDiversityRanker,HuggingFaceLocalGenerator,HuggingFaceLocalChatGenerator,ExtractiveReader,"
        "TransformersZeroShotTextRouter,TransformersTextRouter,SASEvaluator,FastembedTextEmbedder,"
        "FastembedDocumentEmbedder}",
        MODEL_FIRST,
        revision=None,
        implicit=_DEFAULT,
    ),
    hub_model(
        "smolagents.hub",
        "smolagents.**.{TransformersModel,VLLMModel,MLXModel}",
        Argument(0, ("model_id",)),
        revision=None,
    ),
    hub_model(
        "timm.create_model",
        "timm.**.create_model",
        MODEL_NAME_FIRST,
        namespace="timm",
        revision=None,
        condition=Condition(Argument(1, ("pretrained",))),
    ),
    hub_model(
        "open_clip.hub",
        "open_clip.**.{create_model_and_transforms,create_model,create_model_from_pretrained,get_tokenizer}",
        Argument(0, ("model_name",)),
        revision=None,
        marker="hf-hub:",
    ),
)
HUGGINGFACE_HUB = (
    hub_model("huggingface_hub.snapshot_download", _CLIENT + "snapshot_download", _REPO, has_repo_type=True),
    hub_model(
        "huggingface_hub.hf_hub_download",
        _CLIENT + "{hf_hub_download,hf_hub_url,cached_download}",
        _REPO,
        qualifiers=_FILE,
        has_repo_type=True,
    ),
    hub_model(
        "huggingface_hub.repo_info", _CLIENT + "{repo_info,list_repo_files,list_repo_tree}", _REPO, has_repo_type=True
    ),
    hub_model("huggingface_hub.model_info", _CLIENT + "model_info", _REPO),
    hub_dataset("huggingface_hub.dataset_info", _CLIENT + "dataset_info", _REPO),
    hub_model("huggingface_hub.mixin", "huggingface_hub.**.*HubMixin.from_pretrained"),
    Rule(
        "huggingface_hub.file_system",
        "huggingface_hub.**.HfFileSystem().{open,glob,ls,find,get,download,read_text,exists,walk,info}",
        NodeKind.DATASET,
        Argument(0, ("path",)),
        revision=None,
        registry=hub_path,
    ),
    other_dataset(
        "hf_paths",
        "{pandas.,polars.,dask.dataframe.,duckdb.}{read_csv,read_parquet,read_json,scan_parquet,scan_csv,scan_ndjson}",
        hub_path,
        Argument(0, ("filepath_or_buffer", "path", "path_or_buf", "source")),
        marker="hf://",
    ),
)
DATASETS = (
    hub_dataset(
        "datasets.load_dataset",
        "datasets.**.{load_dataset,load_dataset_builder}",
        Argument(0, ("path",)),
        qualifiers=(("config", Argument(1, ("name",))),),
    ),
    hub_dataset(
        "datasets.inspect",
        "datasets.**.{get_dataset_config_names,get_dataset_split_names,get_dataset_infos,get_dataset_config_info}",
        Argument(0, ("path",)),
    ),
    hub_dataset(
        "trl.dataset_name", "trl.**.ScriptArguments", Argument(None, ("dataset_name",)), revision=None, is_optional=True
    ),
    hub_model(
        "trl.model_config",
        "trl.**.ModelConfig",
        Argument(0, ("model_name_or_path",)),
        revision="model_revision",
        is_optional=True,
    ),
)
RULES = (*TRANSFORMERS, *SENTENCES, *DIFFUSERS, *PEFT, *INFERENCE, *HUGGINGFACE_HUB, *DATASETS)
