"""Under which keys configurations name models and datasets: the table, one entry a key of one dialect.

A place is written as the keys that lead to it from the root, lists passed over, in lower case and with `_` for `-` and
for capitals: `modelURL` is `model_url`. In a pattern `*` is any part of one key, `**.` any number of keys before it,
and `{a,b}` a choice. The first entry that fits counts: of the dialects that a file is in, then of `ANYWHERE`, then of
`IN_CONTEXT`.

To teach mlgraph another tool, add a Dialect; nothing else has to change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from mlgraph_ontology.kinds import NodeKind


class Trust(StrEnum):
    """How much a key says of its value."""

    SURE = "sure"
    """The value names a repository of the hub, or something local, or is an expression for one."""
    NAMESPACED = "namespaced"
    """It does where it has a namespace: `org/name`."""
    BY_FORM = "by form"
    """It does where it has the form that models are named in: `org/name-7b-instruct`."""
    NEVER = "never"
    """The tool means something else by it than others do."""


@dataclass(frozen=True, slots=True)
class Key:
    """A place in a configuration where something is named."""

    place: str
    """Pattern."""
    kind: NodeKind = NodeKind.MODEL
    trust: Trust = Trust.SURE
    takes_keys: bool = False
    """Whether the value is a mapping whose keys are the names."""
    relation: str | None = None
    """How what the file makes derives from it."""
    without: tuple[str, ...] = ()
    """Keys beside it that say that the value is something else."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """The configuration of one tool."""

    name: str
    signs: frozenset[str]
    """Keys of which a file of this tool has some."""
    needed: int
    """How many of them."""
    keys: tuple[Key, ...] = ()
    file_names: tuple[str, ...] = ()
    """Names that only its files have."""
    requires: str | None = None
    """A key that each of its files has."""


_DATASET = NodeKind.DATASET


def _signs(text: str) -> frozenset[str]:
    return frozenset(text.split())


DIALECTS: tuple[Dialect, ...] = (
    Dialect(
        "axolotl",
        _signs(
            "adapter sequence_len micro_batch_size sample_packing val_set_size dataset_prepared_path lora_r"
            " pad_to_sequence_len load_in_4bit flash_attention num_epochs chat_template"
        ),
        2,
        (
            Key("base_model"),
            Key("{base_model_config,tokenizer_config,processor_config}"),
            Key("{lora_model_dir,peft.lora_model_dir,kd_trainer.teacher_model}"),
            Key("{datasets,test_datasets,pretraining_dataset}.path", _DATASET, without=("ds_type", "data_files")),
            Key("pretraining_dataset", _DATASET),
        ),
        requires="base_model",
    ),
    Dialect(
        "mergekit",
        _signs("merge_method slices experts gate_mode"),
        1,
        (
            Key("base_model{,.model,.model.path}", relation="merge"),
            Key("models.model{,.model,.model.path}", relation="merge"),
            Key("models.model.lora{,.path}", relation="merge"),
            Key("slices.sources.model{,.model,.model.path}", relation="merge"),
            Key("experts.source_model", relation="merge"),
            Key("{tokenizer_source,tokenizer.source}", trust=Trust.NAMESPACED),
        ),
        ("mergekit_config.yml", "mergekit_config.yaml"),
    ),
    Dialect(
        "trl",
        _signs(
            "per_device_train_batch_size num_train_epochs learning_rate output_dir use_peft lora_r max_steps"
            " gradient_accumulation_steps torch_dtype dtype max_length max_seq_length dataset_name do_train do_eval"
        ),
        1,
        (
            Key("{tokenizer_name,config_name,model_name}"),
            Key("{dataset_name,eval_dataset_name}", _DATASET),
            Key("dataset_mixer", _DATASET, takes_keys=True),
            Key("dataset_mixer_list", _DATASET, Trust.NAMESPACED),
            Key("{dataset_mixture,datasets}.{,datasets.}{id,path}", _DATASET),
            Key("{dataset_mixture,datasets}.{,datasets.}name", _DATASET, Trust.NAMESPACED),
        ),
        requires="model_name_or_path",
    ),
    Dialect(
        "lm-eval",
        _signs(
            "doc_to_text doc_to_target doc_to_choice output_type metric_list test_split validation_split fewshot_split"
        ),
        2,
        (Key("dataset_path", _DATASET), Key("dataset_name", trust=Trust.NEVER)),
        requires="task",
    ),
    Dialect(
        "torchtune",
        _signs("_component_"),
        1,
        (
            Key("**.source", _DATASET, Trust.NAMESPACED, without=("data_files",)),
            Key("{dataset,dataset_val}.source", _DATASET, without=("data_files",)),
        ),
    ),
    Dialect(
        "vllm",
        _signs(
            "tensor_parallel_size gpu_memory_utilization max_model_len served_model_name max_num_seqs enable_lora"
            " uvicorn_log_level kv_cache_dtype pipeline_parallel_size enforce_eager enable_prefix_caching"
        ),
        1,
        (
            Key("**.{model,model_url,model_id,model_tag}", trust=Trust.NAMESPACED),
            Key("**.{tokenizer,speculative_model,hf_config_path,qlora_adapter_name_or_path}", trust=Trust.NAMESPACED),
            Key("**.speculative_config.model", trust=Trust.NAMESPACED),
        ),
    ),
    Dialect(
        "litellm",
        _signs("litellm_params litellm_settings"),
        1,
        (
            Key("**.litellm_params.model"),
            Key("**.litellm_params.base_model"),
            Key("**.model_name", trust=Trust.BY_FORM, without=("litellm_params",)),
        ),
    ),
    Dialect(
        "promptfoo",
        _signs("prompts tests default_test scenarios"),
        1,
        (Key("**.{providers,provider}{,.id}", NodeKind.SERVICE),),
        ("promptfooconfig.yaml", "promptfooconfig.yml", "promptfooconfig.json"),
        requires="providers",
    ),
    Dialect("aider", frozenset(), 0, (Key("{model,weak_model,editor_model}"),), (".aider.conf.yml",)),
    Dialect(
        "spaces",
        _signs("sdk app_file"),
        1,
        (Key("models", trust=Trust.NAMESPACED), Key("datasets", _DATASET)),
    ),
)
"""In the order in which they are asked."""

_USES = ("{base,pretrained,teacher,student,draft,reward,ref,reference,judge,embedding,embeddings,embed,embedder,"
         "rerank,reranker,reranking,cross_encoder,llm,llm1,generation,generator,chat,completion,vision,vlm,asr,stt,tts,"
         "whisper,summarization,summarizer,language,text_encoder,image,clip,sentence_transformer,bi_encoder,backbone,"
         "foundation,foundational,inference,assistant,speculative,lvm,guardrails,guard,classifier,ner,qa,translation,"
         "student,pre_trained}")  # fmt: skip

ANYWHERE: tuple[Key, ...] = (
    Key(
        "**.{*dataset_{name,id}_or_path,hf_dataset,hf_dataset_{name,id,path,repo},huggingface_dataset{,_name,_id}}",
        _DATASET,
    ),
    Key("**.{dataset_repo_id,dataset_hub_id,dataset_repo}", _DATASET, Trust.NAMESPACED),
    Key(
        "**.{*{model,adapter,tokenizer,config,vae,unet,encoder,controlnet}_{name,id}_or_path,vision_tower,mm_vision_tower}"
    ),
    Key(
        "**.{hf,huggingface}_{model,model_id,model_name,model_path,model_name_or_path,model_repo,model_repo_id,"
        "tokenizer,checkpoint,repo,repo_id,id,pretrained_model_name_or_path}"
    ),
    Key("**." + _USES + "_model{,_name,_id,_repo,_repo_id}", trust=Trust.NAMESPACED),
    Key("**.{*model_{id,name,url,repo,repo_id,uri},*id_or_path,hf_name}", trust=Trust.BY_FORM),
    Key("**.dataset_name", _DATASET, Trust.NAMESPACED),
    Key("**.{dataset_id,dataset_path,dataset_uri}", _DATASET, Trust.BY_FORM),
)
"""Keys that mean a model or a dataset in a file of any tool."""

IN_CONTEXT: tuple[Key, ...] = (
    Key("**.*{model,llm}{,_name,_id,_repo,_repo_id}", trust=Trust.BY_FORM),
    Key("**." + _USES + "_model_path", trust=Trust.BY_FORM),
    Key(
        "**.{model,model_name,model_id,model_repo,tokenizer,tokenizer_name,processor,feature_extractor,peft_model,"
        "lora,adapter,vae,text_encoder,repo_id,llm,embedder,reranker,teacher,student}",
        trust=Trust.NAMESPACED,
    ),
    Key(
        "**.{model_path,model_dir,checkpoint,pretrained,pretrained_path,lora_path,adapter_path,ckpt}",
        trust=Trust.BY_FORM,
    ),
    Key(
        "**.*{model,models,llm,llms,lm,t5,bert,clip,vit,decoder,embedding,embeddings,embedder,reranker,tokenizer,encoder,backbone,teacher,student}"
        ".{name,id,model,model_name,model_id,repo,repo_id,hf_id,pretrained,path}",
        trust=Trust.NAMESPACED,
    ),
    Key(
        "**.{dataset,train_dataset,eval_dataset,test_dataset,val_dataset,validation_dataset,calibration_dataset,"
        "training_dataset,calib_dataset,pretraining_dataset}{,_name,_id,_repo}",
        _DATASET,
        Trust.NAMESPACED,
    ),
    Key("**.*{dataset,datasets}.{name,id,repo_id,dataset_name,hf_id}", _DATASET, Trust.NAMESPACED),
    Key("**.*{dataset,datasets}.path", _DATASET, Trust.NAMESPACED, without=("ds_type", "data_files")),
    Key("**.{datasets,train_datasets,eval_datasets}", _DATASET, Trust.NAMESPACED),
)
"""Keys that mean one in a file that sets up training or inference, or whose value has the form of a model's name."""

CONTEXT = _signs(
    "learning_rate lr epochs num_epochs num_train_epochs max_epochs batch_size train_batch_size eval_batch_size"
    " per_device_train_batch_size per_device_eval_batch_size gradient_accumulation_steps gradient_checkpointing"
    " optimizer optim scheduler lr_scheduler lr_scheduler_type warmup_steps warmup_ratio weight_decay max_steps"
    " max_seq_length max_seq_len max_length max_new_tokens max_tokens temperature top_p top_k torch_dtype dtype bf16 fp16"
    " precision mixed_precision device device_map load_in_4bit load_in_8bit quantization lora lora_r lora_alpha"
    " lora_dropout target_modules peft peft_config tokenizer deepspeed fsdp wandb wandb_project report_to seed"
    " num_workers train_split eval_split test_split hidden_size num_layers num_labels dropout loss chunk_size"
    " chunk_overlap embedding embeddings embedding_dim vector_store vectorstore retriever reranker system_prompt prompt"
    " trust_remote_code tensor_parallel_size gpu_memory_utilization max_model_len _target_ class_path _component_"
    " text_column label_column streaming max_train_samples num_return_sequences inference_steps num_inference_steps"
    " guidance_scale eval_steps save_steps logging_steps llm rag hf_token push_to_hub"
)
"""Keys of files that set up training or inference, whatever the tool; a file that has two of them does."""
CONTEXT_NEEDED = 2
CONTEXT_WORDS = frozenset({
    "train", "training", "finetune", "finetuning", "sft", "dpo", "grpo", "ppo", "lora", "qlora", "llm", "rag", "model",
    "models", "inference", "embedding", "dataset", "datasets", "eval", "experiment", "experiments", "ml", "vllm", "tgi",
})  # fmt: skip
"""Words in the path of a file that count as one of those keys."""
NO_CONFIGURATION = _signs(
    "openapi swagger interactions choices completion_tokens prompt_tokens finish_reason system_fingerprint nbformat"
    " lockfileversion lockfile_version best_metric log_history siblings card_data last_modified"
)
"""Keys of files that are no configuration: descriptions of interfaces, recorded answers, logs."""
NAMED_BESIDE = {"name": ("model", "model_id", "model_name", "provider"), "id": ("model", "model_name"),
                "model_name": ("litellm_params", "model", "model_path")}  # fmt: skip
"""Keys that call something by a name of the file's own where one of others stands beside them."""
PROVIDER_KEYS = ("provider", "model_provider", "llm_provider", "embedding_provider", "custom_llm_provider", "api_type")
ENDPOINT_KEYS = ("api_base", "base_url", "api_base_url", "openai_api_base", "azure_endpoint", "endpoint", "api_url")
REVISION_KEYS = ("model_revision", "revision", "revision_of_model", "base_model_revision", "hf_revision")
DATASET_REVISION_KEYS = ("dataset_revision", "revision")
_FAMILY = re.compile(
    r"bert|gpt|llama|mistral|mixtral|qwen|gemma|(?:^|[-_/])(?:phi|opt|t5|yi|glm|mpt|sam|vit|clip|bge|e5|gte|dit|bart|xlm)[-_\d]"
    r"|[-_]t5[-_]|falcon|bloom|deepseek|minilm|mpnet|whisper|wav2vec|hubert|stable-diffusion|sdxl|flux|electra|deberta"
    r"|pegasus|longformer|starcoder|codellama|vicuna|alpaca-|zephyr|olmo|pythia|smollm|internlm|baichuan|chatglm|nemotron"
    r"|llava|blip|segformer|layoutlm|distil|instruct|[-_](?:base|large|small)[-_](?:v\d|cased|uncased|en|zh)"
    r"|[-_]\d+(?:\.\d+)?[bm](?:[-_.]|$)|(?:gguf|awq|gptq|[-_]lora)$|-embed|jina-|nomic-|reranker|cross-encoder/"
    r"|sentence-transformers/|all-mini",
    re.IGNORECASE,
)


_RESULTS = re.compile(
    r"(?:hub|out|output|save|saved|push|target|upload|dest|new|merged|export|served|wandb|custom|result|trained)_.*"
    r"|.*_(?:out|output)(?:_.*)?|push_to_hub.*"
)
"""Keys of what a program writes, or calls something by: `hub_model_id` is where a trained model goes."""


def is_result(key: str) -> bool:
    """Whether a normalized key names what comes out.

    >>> is_result("hub_model_id"), is_result("base_model")
    (True, False)
    """
    return bool(_RESULTS.fullmatch(key))


@lru_cache(maxsize=16_384)
def normal(key: str) -> str:
    """A key as the table spells it.

    >>> normal("modelURL"), normal("served-model-name"), normal("HF_MODEL_ID")
    ('model_url', 'served_model_name', 'hf_model_id')
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key).replace("-", "_").lower()


def has_form_of_model(text: str) -> bool:
    """Whether a name with a namespace is built as models are named: by family, size or kind.

    >>> has_form_of_model("Qwen/Qwen2.5-7B-Instruct"), has_form_of_model("fleet/roadster")
    (True, False)
    """
    return "/" in text and bool(_FAMILY.search(text))


@lru_cache(maxsize=16_384)
def keys_at(place: str, dialects: tuple[Dialect, ...]) -> tuple[tuple[str, Key], ...]:
    """The entries that fit a place, the first that counts first, each with the name of its dialect."""
    tables = [*((d.name, d.keys) for d in dialects), ("config", ANYWHERE), ("context", IN_CONTEXT)]
    return tuple((name, key) for name, keys in tables for key in keys if _compiled(key.place).fullmatch(place))


@lru_cache(maxsize=1024)
def _compiled(place: str) -> re.Pattern[str]:
    special = {"**.": r"(?:[^.]+\.)*", "*": r"[^.]*", "{": "(?:", "}": ")", ",": "|"}
    parts = re.split(r"(\*\*\.|[*{},])", place)
    return re.compile("".join(special.get(part, re.escape(part)) for part in parts))
