"""Which calls of which libraries name a model, a dataset or a hosted service: the table, one entry a rule.

A call is written as the path that leads to it from the root of its library, `()` standing for an instance:
`openai.OpenAI().chat.completions.create`. In a pattern `*` is any part of one name, `**.` any number of modules,
and `{a,b}` a choice. Of several rules that fit a call and read the same argument, the first counts.

To teach mlgraph another library, add an entry to RULES; nothing else has to change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from mlgraph_ontology.kinds import NodeKind


@dataclass(frozen=True, slots=True)
class Argument:
    """Where in a call a value stands."""

    position: int | None
    """Counted from 0, `self` left out; None: by keyword only."""
    keywords: tuple[str, ...]
    """Its names, the usual one first."""


@dataclass(frozen=True, slots=True)
class Vendor:
    """Who answers the calls of a client library, unless the client is sent elsewhere."""

    provider: str
    hosts: tuple[str, ...] = ()
    """Where it answers; a client that is sent to another host talks to somebody else. Empty: any host is its own."""
    endpoint: tuple[str, ...] = ()
    """Keywords of the client's constructor that send it elsewhere."""
    settings: tuple[str, ...] = ()
    """Attributes of the library that send calls without a client elsewhere: `openai.api_base`."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to name a model, a dataset or a service in code."""

    name: str
    """What evidence is labeled with."""
    call: str
    """Pattern of the path of the call."""
    kind: NodeKind
    argument: Argument
    """Where the name stands."""
    namespace: str | None = None
    """What the library puts before a name without namespace."""
    revision: str | None = "revision"
    """Keyword of the revision; None: the call has none."""
    qualifiers: tuple[tuple[str, Argument], ...] = ()
    """What else the call says of the reference, and where."""
    has_repo_type: bool = False
    """Whether `repo_type` decides between model, dataset and space (huggingface_hub)."""
    condition: Argument | None = None
    """An argument that must be True for anything to be loaded."""
    implicit: str | None = None
    """What is used where no name is given: something unnamed (in words), not nothing."""
    vendor: Vendor | None = None


FLUENT = frozenset({"to", "cuda", "cpu", "half", "float", "bfloat16", "eval", "train", "with_options", "copy"})
"""Methods that return the object that they are called on, or one like it (torch.nn.Module, openai, anthropic)."""
TRANSPARENT = frozenset({"with_raw_response", "with_streaming_response"})
"""Attributes of a client that lead to the same calls."""

_NAME = Argument(0, ("pretrained_model_name_or_path",))
_REPO = Argument(0, ("repo_id",))
_FILE = (("filename", Argument(1, ("filename",))),)
_HUB_CLIENT = "{huggingface_hub.**.,huggingface_hub.**.HfApi().}"
_MODEL = Argument(None, ("model",))

_OPENAI = Vendor("openai", ("api.openai.com",), ("base_url",), ("openai.base_url", "openai.api_base"))
_AZURE = Vendor("azure", endpoint=("azure_endpoint", "base_url"))
_ANTHROPIC = Vendor("anthropic", ("api.anthropic.com",), ("base_url",))
_BEDROCK = Vendor("amazon-bedrock", endpoint=("base_url",))
_VERTEX = Vendor("google-vertex", endpoint=("base_url",))
_OPENAI_CALLS = (
    "{chat.completions.create,chat.completions.parse,chat.completions.stream,beta.chat.completions.parse,"
    "beta.chat.completions.stream,completions.create,responses.create,responses.parse,responses.stream,"
    "embeddings.create,images.generate,images.edit,images.create_variation,audio.transcriptions.create,"
    "audio.translations.create,audio.speech.create,moderations.create,fine_tuning.jobs.create,"
    "beta.assistants.create,beta.realtime.connect,realtime.connect}"
)
_OPENAI_LEGACY_CALLS = "{ChatCompletion,Completion,Embedding,Edit}.{create,acreate}"
_ANTHROPIC_CALLS = "{,beta.}{messages.create,messages.parse,messages.stream,messages.count_tokens,completions.create}"
_LANGCHAIN_MODEL = Argument(None, ("model", "model_name"))
_LANGCHAIN_OPENAI = Vendor("openai", ("api.openai.com",), ("base_url", "openai_api_base"))
_LANGCHAIN_AZURE = Vendor("azure", endpoint=("azure_endpoint", "base_url", "openai_api_base"))
_LANGCHAIN_ANTHROPIC = Vendor("anthropic", ("api.anthropic.com",), ("base_url", "anthropic_api_url"))
_DEFAULT_MODEL = "the library's default model"


def _hub(name: str, call: str, argument: Argument = _NAME, namespace: str | None = None) -> Rule:
    return Rule(name, call, NodeKind.MODEL, argument, namespace=namespace)


def _service(name: str, call: str, vendor: Vendor, argument: Argument = _MODEL, implicit: str | None = None) -> Rule:
    return Rule(name, call, NodeKind.SERVICE, argument, revision=None, implicit=implicit, vendor=vendor)


RULES: tuple[Rule, ...] = (
    _hub("transformers.tokenizer", "transformers.**.*Tokenizer*.from_pretrained"),
    _hub("transformers.processor", "transformers.**.{*Processor,*FeatureExtractor,*Processor*Fast}.from_pretrained"),
    _hub("transformers.config", "transformers.**.*Config.from_pretrained"),
    _hub("transformers.from_pretrained", "transformers.**.*.from_pretrained"),
    Rule(
        "transformers.pipeline",
        "transformers.**.pipeline",
        NodeKind.MODEL,
        Argument(1, ("model",)),
        implicit="the default model of the task",
    ),
    _hub("transformers.pipeline.tokenizer", "transformers.**.pipeline", Argument(3, ("tokenizer",))),
    Rule(
        "datasets.load_dataset",
        "datasets.**.{load_dataset,load_dataset_builder}",
        NodeKind.DATASET,
        Argument(0, ("path",)),
        qualifiers=(("config", Argument(1, ("name",))),),
    ),
    _hub(
        "sentence_transformers.SentenceTransformer",
        "sentence_transformers.**.{SentenceTransformer,SparseEncoder}",
        Argument(0, ("model_name_or_path",)),
        "sentence-transformers",
    ),
    _hub(
        "sentence_transformers.CrossEncoder",
        "sentence_transformers.**.CrossEncoder",
        Argument(0, ("model_name", "model_name_or_path")),
        "cross-encoder",
    ),
    Rule(
        "huggingface_hub.snapshot_download",
        _HUB_CLIENT + "snapshot_download",
        NodeKind.MODEL,
        _REPO,
        has_repo_type=True,
    ),
    Rule(
        "huggingface_hub.hf_hub_download",
        _HUB_CLIENT + "{hf_hub_download,hf_hub_url}",
        NodeKind.MODEL,
        _REPO,
        qualifiers=_FILE,
        has_repo_type=True,
    ),
    _hub("diffusers.from_pretrained", "diffusers.**.*.from_pretrained"),
    Rule(
        "diffusers.load_lora_weights",
        "diffusers.**.*.from_pretrained().load_lora_weights",
        NodeKind.MODEL,
        Argument(0, ("pretrained_model_name_or_path_or_dict",)),
        qualifiers=(("filename", Argument(None, ("weight_name",))),),
    ),
    Rule(
        "timm.create_model",
        "timm.**.create_model",
        NodeKind.MODEL,
        Argument(0, ("model_name",)),
        namespace="timm",
        revision=None,
        condition=Argument(1, ("pretrained",)),
    ),
    _hub("peft.from_pretrained", "peft.**.{AutoPeft*,*Config}.from_pretrained"),
    _hub("peft.adapter", "peft.**.PeftM*.from_pretrained", Argument(1, ("model_id",))),
    _service("openai.client", "openai.**.{OpenAI,AsyncOpenAI,Client,AsyncClient}()." + _OPENAI_CALLS, _OPENAI),
    _service("openai.azure", "openai.**.{AzureOpenAI,AsyncAzureOpenAI}()." + _OPENAI_CALLS, _AZURE),
    _service("openai.module", "openai." + _OPENAI_CALLS, _OPENAI),
    _service("openai.legacy", "openai." + _OPENAI_LEGACY_CALLS, _OPENAI, Argument(None, ("model", "engine"))),
    _service(
        "anthropic.client",
        "anthropic.**.{Anthropic,AsyncAnthropic,Client,AsyncClient}()." + _ANTHROPIC_CALLS,
        _ANTHROPIC,
    ),
    _service(
        "anthropic.bedrock", "anthropic.**.{AnthropicBedrock,AsyncAnthropicBedrock}()." + _ANTHROPIC_CALLS, _BEDROCK
    ),
    _service("anthropic.vertex", "anthropic.**.{AnthropicVertex,AsyncAnthropicVertex}()." + _ANTHROPIC_CALLS, _VERTEX),
    _service(
        "langchain.openai",
        "{langchain_openai.**.,langchain.**.,langchain_community.**.}{ChatOpenAI,OpenAI,OpenAIEmbeddings}",
        _LANGCHAIN_OPENAI,
        _LANGCHAIN_MODEL,
        _DEFAULT_MODEL,
    ),
    _service(
        "langchain.azure",
        "{langchain_openai.**.,langchain.**.,langchain_community.**.}{AzureChatOpenAI,AzureOpenAI,AzureOpenAIEmbeddings}",
        _LANGCHAIN_AZURE,
        Argument(None, ("azure_deployment", "deployment_name", "model", "model_name")),
    ),
    _service(
        "langchain.anthropic",
        "{langchain_anthropic.**.,langchain.**.,langchain_community.**.}ChatAnthropic",
        _LANGCHAIN_ANTHROPIC,
        _LANGCHAIN_MODEL,
    ),
)


@lru_cache(maxsize=4096)
def rules_for(path: str) -> tuple[Rule, ...]:
    """The rules that fit a call, at most one for each argument.

    >>> [rule.name for rule in rules_for("transformers.models.bert.BertTokenizer.from_pretrained")]
    ['transformers.tokenizer']
    >>> rules_for("mymodels.BertTokenizer.from_pretrained")
    ()
    """
    first: dict[Argument, Rule] = {}
    for rule, pattern in _BY_ROOT.get(path.partition(".")[0], ()):
        if rule.argument not in first and pattern.fullmatch(path):
            first[rule.argument] = rule
    return tuple(first.values())


def _compile(call: str) -> re.Pattern[str]:
    special = {"**.": r"(?:\w+\.)*", "*": r"\w*", "{": "(?:", "}": ")", ",": "|"}
    parts = re.split(r"(\*\*\.|[*{},])", call)
    return re.compile("".join(special.get(part, re.escape(part)) for part in parts))


def _roots_of(call: str) -> list[str]:
    head = re.match(r"\{([^}]*)\}", call)
    choices = head[1].split(",") if head else [call]
    return list(dict.fromkeys(choice.partition(".")[0] for choice in choices))


_BY_ROOT: dict[str, list[tuple[Rule, re.Pattern[str]]]] = {}
for _rule in RULES:
    for _root in _roots_of(_rule.call):
        _BY_ROOT.setdefault(_root, []).append((_rule, _compile(_rule.call)))

ROOTS: frozenset[str] = frozenset(_BY_ROOT)
"""Names of the libraries that the table knows; a file that imports none of them names nothing."""
