"""A published model of which everything is known, with its lineage and its data, all of it made up."""

from __future__ import annotations

from datetime import UTC, datetime

from mlgraph.model import ids
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind
from mlgraph_queries.entries import Artifact, ArtifactFile
from mlgraph_queries.stated import LicenseStatement, Link, Stated
from tests.bare import bare_artifact as artifact

SEEN = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
COMMIT = "0123456789abcdef0123456789abcdef01234567"
API = "https://hub.example/api/models/acme/chat"
CARD = "acme/chat README.md"


def stated(value, where=CARD, *, method=Method.DECLARED, rule="front-matter"):
    return Stated(value, method, where, rule, SEEN)


def observed(value):
    return stated(value, API, method=Method.OBSERVED, rule="")


def link(node, name=None, *, where=f"{CARD}:4", method=Method.DECLARED, rule="front-matter", **detail):
    return Link(node, name or node.key.rpartition("/")[2], detail, method, where, rule, SEEN)


def publisher(name):
    return link(ids.hub_account(name.lower()), name, where=API, method=Method.OBSERVED, rule="author")


CHAT, BASE, ROOT, LOST = (ids.model(name) for name in ("acme/chat", "acme/base", "labs/root", "gone/lost"))
TALK, EXAM = ids.hub_dataset("acme/talk"), ids.hub_dataset("labs/exam")
WEIGHTS = ids.hub_file(CHAT, COMMIT, "model-00001-of-00002.safetensors")
MORE_WEIGHTS = ids.hub_file(CHAT, COMMIT, "model-00002-of-00002.safetensors")
ROWS = ids.hub_file(TALK, COMMIT, "data/train-00000.parquet")

K = PropertyKind


def chat() -> Artifact:
    facts = {
        K.NAME: (observed("acme/chat"),),
        K.DESCRIPTION: (stated("Answers questions <b>politely</b>.", rule="first paragraph"),),
        K.VERSION: (observed(COMMIT),),
        K.TASK: (observed("text-generation"), stated("summarization")),
        K.LANGUAGE: (stated("en"), stated("de")),
        K.CREATED_AT: (observed("2025-01-02T03:04:05.000Z"),),
        K.MODIFIED_AT: (observed("2026-01-02T03:04:05+00:00"),),
        K.HUB_ID: (observed("65f0a"),),
        K.GATED: (observed("manual"),),
        K.DISABLED: (observed(False),),
        K.DOWNLOAD_COUNT: (observed({"count": 1234, "days": 30}),),
        K.PARAMETER_COUNT: (observed(7_000_000_000),),
        K.DTYPE: (observed(["BF16", "F32"]),),
        K.ARCHITECTURE: (observed("ChatForCausalLM"),),
        K.ARCHITECTURE_FAMILY: (observed("chat"),),
        K.CONTEXT_LENGTH: (observed(32768),),
        K.QUANTIZATION: (observed({"method": "gptq", "bits": 4}),),
        K.CHAT_TEMPLATE_HASH: (observed("sha256:" + "c" * 64),),
        K.CUSTOM_CODE: (observed(True),),
        K.INPUT_MODALITY: (stated("text", rule="pipeline"),),
        K.OUTPUT_MODALITY: (stated("text", rule="pipeline"),),
        K.METRIC: (
            stated(
                {
                    "type": "accuracy",
                    "name": "Accuracy",
                    "value": 0.91,
                    "task": "question-answering",
                    "dataset": "labs/exam",
                    "config": "hard",
                    "split": "test",
                    "verified": True,
                }
            ),
            stated({"type": "f1", "value": {"macro": 0.5}}),
            stated({"type": "bleu"}),
        ),
        K.HYPERPARAMETER: (
            stated({"name": "learning_rate", "value": 2e-5}, f"{CARD}:60", rule="table"),
            stated({"name": "epochs", "value": 3}, f"{CARD}:61", rule="table"),
        ),
        K.EMISSIONS: (
            stated(
                {
                    "kg_co2e": 12.5,
                    "kwh": 40,
                    "training_type": "fine-tuning",
                    "hardware_used": "8 x H100",
                    "source": "CC",
                }
            ),
        ),
        K.PAPER: (stated("https://arxiv.org/abs/2501.00001"),),
        K.DOI: (stated("10.57967/hf/0001"),),
        K.INTENDED_USE: (stated("Support in shops.", f"{CARD}:20", rule="section"),),
        K.INTENDED_USER: (stated("Shop keepers.", f"{CARD}:24", rule="section"),),
        K.OUT_OF_SCOPE_USE: (stated("Medical advice.", f"{CARD}:28", rule="section"),),
        K.LIMITATION: (stated("It invents prices.\nOften.", f"{CARD}:32", rule="section"),),
        K.BIAS: (stated("It is ruder to the young.", f"{CARD}:36", rule="section"),),
        K.ETHICAL_CONSIDERATION: (stated("Tell people that it is a machine.", f"{CARD}:40", rule="section"),),
        K.TRAINING_PROCEDURE: (stated("Three epochs on one node.", f"{CARD}:50", rule="section"),),
        K.CITATION: (stated("@misc{acme2025chat}", f"{CARD}:70", rule="bibtex"),),
    }
    return artifact(
        CHAT,
        "acme/chat",
        aliases=(ids.model("acme/old-chat"),),
        facts=dict(sorted(facts.items())),
        licenses=(
            LicenseStatement("Apache-2.0", None, Method.DECLARED, f"{CARD}:3", "front-matter"),
            LicenseStatement(None, "acme terms https://acme.example/terms", Method.OBSERVED, API, "license_link"),
        ),
        publishers=(publisher("Acme"),),
        derived_from=(link(BASE, relation="finetune"), link(LOST, relation="merge")),
        trained_on=(link(TALK, split="train"),),
        evaluated_on=(link(EXAM, config="hard", split="test"),),
        runs_with=(link(ids.package("transformers")),),
        files=(
            ArtifactFile(WEIGHTS, "model-00001-of-00002.safetensors", 4_000_000_000, ("sha256:" + "a" * 64,)),
            ArtifactFile(MORE_WEIGHTS, "model-00002-of-00002.safetensors", 3_000_000_000, ("sha256:" + "b" * 64,)),
        ),
        documents=(API, CARD),
    )


def base() -> Artifact:
    facts = {K.CREATED_AT: (observed("2024-01-02T03:04:05Z"),), K.VERSION: (observed("f" * 40),)}
    return artifact(
        BASE,
        "acme/base",
        facts=facts,
        licenses=(LicenseStatement("MIT", None, Method.CURATED, "models.yaml", "catalog"),),
        publishers=(publisher("Acme"),),
        derived_from=(link(ROOT, relation="adapter"),),
        documents=("https://hub.example/api/models/acme/base",),
    )


def root() -> Artifact:
    documents = ("https://hub.example/api/models/labs/root",)
    return artifact(ROOT, "labs/root", facts={K.TASK: (observed("fill-mask"),)}, documents=documents)


def lost() -> Artifact:
    return artifact(LOST, "gone/lost", failure="hub.example answered 401 for gone/lost")


def talk() -> Artifact:
    facts = {
        K.DESCRIPTION: (stated("Talks in shops.", "acme/talk README.md", rule="first paragraph"),),
        K.VERSION: (observed(COMMIT),),
        K.CREATED_AT: (observed("2025-01-01T00:00:00Z"),),
        K.MODIFIED_AT: (observed("2025-06-01T00:00:00Z"),),
        K.DATA_TYPE: (observed("text"), observed("timeseries"), stated("smell")),
        K.SIZE_CATEGORY: (stated("10K<n<100K"),),
        K.SIZE_BYTES: (observed(123456),),
        K.ROW_COUNT: (observed(20_000),),
        K.STATISTICS: (observed({"default": {"train": {"rows": 20_000, "bytes": 123456}}}),),
        K.GATED: (observed("auto"),),
        K.SENSITIVE_DATA: (stated("First names of customers.", "acme/talk README.md:30", rule="section"),),
        K.COLLECTION_PROCESS: (stated("Recorded with consent.", "acme/talk README.md:10", rule="section"),),
        K.PREPROCESSING: (stated("Names were replaced.", "acme/talk README.md:12", rule="section"),),
        K.ANNOTATION_PROCESS: (stated("Two people each.", "acme/talk README.md:14", rule="section"),),
        K.INTENDED_USE: (stated("Training of shop models.", "acme/talk README.md:16", rule="section"),),
        K.BIAS: (stated("Mostly bakeries.", "acme/talk README.md:18", rule="section"),),
        K.LIMITATION: (stated("One town.", "acme/talk README.md:19", rule="section"),),
        K.LANGUAGE: (stated("en"),),
        K.TASK: (stated("text-generation"),),
    }
    return artifact(
        TALK,
        "acme/talk",
        facts=dict(sorted(facts.items())),
        licenses=(LicenseStatement("CC-BY-4.0", None, Method.DECLARED, "acme/talk README.md:2", "front-matter"),),
        publishers=(publisher("Acme"),),
        files=(ArtifactFile(ROWS, "data/train-00000.parquet", 123456, ("sha256:" + "d" * 64, "etag:1")),),
        documents=("https://hub.example/api/datasets/acme/talk", "acme/talk README.md"),
    )


def exam() -> Artifact:
    return artifact(EXAM, "labs/exam")


def lineage() -> tuple[Artifact, ...]:
    """What lies behind the model, in order of id."""
    return tuple(sorted((base(), root(), lost(), talk(), exam()), key=lambda each: each.id))


def links_of(artifact: Artifact) -> tuple[tuple[EdgeKind, tuple[Link, ...]], ...]:
    """What a model or a dataset is tied to, by kind."""
    return (
        (EdgeKind.DERIVED_FROM, artifact.derived_from),
        (EdgeKind.TRAINED_ON, artifact.trained_on),
        (EdgeKind.EVALUATED_ON, artifact.evaluated_on),
        (EdgeKind.RUNS_WITH, artifact.runs_with),
        (EdgeKind.PUBLISHED_BY, artifact.publishers),
    )
