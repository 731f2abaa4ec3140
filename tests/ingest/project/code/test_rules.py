from __future__ import annotations

from pathlib import Path

import pytest

from mlgraph.model import ids
from mlgraph_ingest.project.code.reader import read_code
from mlgraph_ingest.project.code.rules import RULES, rules_for
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ontology.kinds import EdgeKind

HUB = "pkg:huggingface/"
SETS = "https://huggingface.co/datasets/"
OWN = "pkg:generic/"
CALLS = [
    (
        "from diffusers import DiffusionPipeline as D",
        'D.from_pretrained(d).load_ip_adapter("acme/ip")',
        HUB + "acme/ip",
    ),
    (
        "from diffusers import DiffusionPipeline as D",
        'D.from_pretrained(d).load_lora_weights("acme/l")',
        HUB + "acme/l",
    ),
    ("from tokenizers import Tokenizer", 'Tokenizer.from_pretrained("acme/t", revision="main")', HUB + "acme/t"),
    ("from peft import LoraConfig", 'LoraConfig(base_model_name_or_path="acme/b")', HUB + "acme/b"),
    ("from trl import SFTTrainer", 'SFTTrainer("acme/b", train_dataset=rows)', HUB + "acme/b"),
    ("from trl import GRPOTrainer", 'GRPOTrainer(model=m, reward_funcs="acme/r")', HUB + "acme/r"),
    ("from unsloth import FastLanguageModel as F", 'F.from_pretrained(model_name="acme/b")', HUB + "acme/b"),
    ("import mlx_lm", 'mlx_lm.load("acme/b")', HUB + "acme/b"),
    ("from vllm import LLM", 'LLM(model="acme/b")', HUB + "acme/b"),
    ("from llama_cpp import Llama", 'Llama.from_pretrained(repo_id="acme/g", filename="*q8.gguf")', HUB + "acme/g"),
    ("from ctransformers import AutoModelForCausalLM as A", 'A.from_pretrained("acme/g")', HUB + "acme/g"),
    ("from faster_whisper import WhisperModel", 'WhisperModel("small")', HUB + "Systran/faster-whisper-small"),
    ("from setfit import SetFitModel", 'SetFitModel.from_pretrained("acme/s")', HUB + "acme/s"),
    ("from gliner import GLiNER", 'GLiNER.from_pretrained("acme/g")', HUB + "acme/g"),
    ("from fastembed import TextEmbedding", 'TextEmbedding("acme/e")', HUB + "acme/e"),
    ("from FlagEmbedding import FlagReranker", 'FlagReranker("acme/e", use_fp16=True)', HUB + "acme/e"),
    ("import open_clip", 'open_clip.create_model_and_transforms("hf-hub:acme/clip")', HUB + "acme/clip"),
    ("from huggingface_hub import HfFileSystem", 'HfFileSystem().ls("datasets/acme/rows/data")', SETS + "acme/rows"),
    ("import pandas as pd", 'pd.read_csv("hf://datasets/acme/rows/a.csv")', SETS + "acme/rows"),
    ("import torch", 'torch.hub.load("acme/vision:main", "net")', OWN + "torch-hub/acme/vision/net"),
    ("from torchvision import models", 'models.resnet50(weights="DEFAULT")', OWN + "torchvision/resnet50"),
    ("from keras.applications import ResNet50", "ResNet50()", OWN + "keras-applications/ResNet50"),
    ("import keras_hub", 'keras_hub.models.Gemma.from_preset("gemma_2b_en")', OWN + "keras-hub/gemma_2b_en"),
    ("import tensorflow_hub as hub", 'hub.load("https://tfhub.dev/google/use/4")', OWN + "tfhub/google/use"),
    ("import spacy", 'spacy.load("en_core_web_sm")', OWN + "spacy/en_core_web_sm"),
    ("from flair.models import SequenceTagger", 'SequenceTagger.load("ner")', OWN + "flair/ner"),
    ("import nltk", 'nltk.download("punkt")', OWN + "nltk/punkt"),
    ("import whisper", 'whisper.load_model("base")', OWN + "whisper/base"),
    ("from ultralytics import YOLO", 'YOLO("yolov8n.pt")', OWN + "ultralytics/yolov8n"),
    ("import ollama", 'ollama.chat("llama3.2:3b", messages=[])', OWN + "ollama/llama3.2"),
    ("from langchain_ollama import ChatOllama", 'ChatOllama(model="llama3")', OWN + "ollama/llama3"),
    (
        "from sklearn.datasets import load_iris",
        "load_iris()",
        "https://scikit-learn.org/stable/modules/generated/sklearn.datasets.load_iris.html",
    ),
    ("from sklearn.datasets import fetch_openml", "fetch_openml(data_id=61)", "https://www.openml.org/d/61"),
    (
        "from torchvision.datasets import CIFAR10",
        'CIFAR10("data")',
        "https://docs.pytorch.org/vision/stable/generated/torchvision.datasets.CIFAR10.html",
    ),
    (
        "import tensorflow_datasets as tfds",
        'tfds.load("mnist:3.*.*")',
        "https://www.tensorflow.org/datasets/catalog/mnist",
    ),
    ("from tensorflow.keras.datasets import mnist", "mnist.load_data()", "https://keras.io/api/datasets/mnist"),
    ("from google import genai", 'genai.Client().models.generate_content(model="g", contents=q)', "service:google/g"),
    ("import google.generativeai as genai", 'genai.GenerativeModel("g")', "service:google/g"),
    ("from mistralai import Mistral", 'Mistral().chat.complete(model="m", messages=[])', "service:mistral/m"),
    ("import cohere", 'cohere.ClientV2().chat(model="c", messages=[])', "service:cohere/c"),
    ("from groq import Groq", 'Groq().chat.completions.create(model="g", messages=[])', "service:groq/g"),
    ("from together import Together", 'Together().chat.completions.create(model="a/b")', "service:together/a/b"),
    ("import replicate", 'replicate.run("acme/m", input={})', "service:replicate/acme/m"),
    ("import boto3", 'boto3.client("bedrock-runtime").converse(modelId="m")', "service:amazon-bedrock/m"),
    ("from azure.ai.inference import ChatCompletionsClient as C", 'C(endpoint=e, model="m")', "service:azure-ai/m"),
    ("import litellm", 'litellm.completion("gemini/g", messages=[])', "service:google/g"),
    ("from langchain.chat_models import init_chat_model", 'init_chat_model("openai:o")', "service:openai/o"),
    ("from langchain_groq import ChatGroq", 'ChatGroq(model="g")', "service:groq/g"),
    ("from langchain_aws import ChatBedrock", 'ChatBedrock(model_id="m")', "service:amazon-bedrock/m"),
    (
        "from langchain_huggingface import HuggingFacePipeline as P",
        'P.from_model_id("acme/b", task="t")',
        HUB + "acme/b",
    ),
    ("from llama_index.llms.openai import OpenAI", 'OpenAI("o")', "service:openai/o"),
    ("from llama_index.embeddings.huggingface import HuggingFaceEmbedding as E", 'E("acme/e")', HUB + "acme/e"),
    ("from huggingface_hub import InferenceClient", 'InferenceClient("acme/m")', "service:huggingface/acme/m"),
    ("from crewai import LLM", 'LLM(model="anthropic/c")', "service:anthropic/c"),
    ("import dspy", 'dspy.LM("openai/o")', "service:openai/o"),
    ("from dspy.clients.lm import LM", 'LM("openai/o")', "service:openai/o"),
    ("import dspy", 'dspy.OpenAI("gpt-4o", api_base="https://llm.example/v1")', "service:llm.example/gpt-4o"),
    ("from pydantic_ai import Agent", 'Agent("openai:o")', "service:openai/o"),
]
NOTHING = [
    ("import torchvision.models as m", "m.resnet50()"),
    ("import torchvision.models as m", "m.resnet50(weights=None)"),
    ("from keras.applications import ResNet50", "ResNet50(weights=None)"),
    ("from keras.applications import ResNet50", 'ResNet50(weights="weights.h5")'),
    ("import evaluate", 'evaluate.load("acme/metric")'),
    ("from torchvision.datasets import ImageFolder", 'ImageFolder("data")'),
    ("from ultralytics import YOLO", 'YOLO("runs/best.pt")'),
    ("import spacy", 'spacy.load("models/ner")'),
    ("import whisper", 'whisper.load_model("/models/base.pt")'),
    ("import torch", 'torch.load("acme/base")'),
    ("import pandas as pd", 'pd.read_csv("data/rows.csv")'),
    ("from transformers import AutoModel", 'AutoModel.from_config(c).push_to_hub("acme/out")'),
    ("from transformers import TrainingArguments", 'TrainingArguments("out", hub_model_id="acme/out")'),
    ("from vllm import LLM", 'LLM("<b>acme/base</b>/x")'),
    ("import ollama", 'ollama.chat("../secret model")'),
]


def _named(tmp_path: Path, *lines: str) -> list[str]:
    path = tmp_path / "app.py"
    path.write_text("\n".join(lines) + "\n")
    found = read_code(SourceFile(path, "app.py", path.stat().st_size), ids.project(tmp_path))
    return [str(said.object) for said in found if said.predicate is EdgeKind.DEPENDS_ON]


@pytest.mark.parametrize(("imports", "call", "named"), CALLS)
def test_call_as_people_write_it_names_its_model_dataset_or_service(
    tmp_path: Path, imports: str, call: str, named: str
) -> None:
    assert _named(tmp_path, imports, call) == [named]
    assert str(ids.parse(named)) == named if not named.startswith("https://") else True


@pytest.mark.parametrize(("imports", "call"), NOTHING)
def test_call_that_loads_nothing_from_elsewhere_names_nothing(tmp_path: Path, imports: str, call: str) -> None:
    assert _named(tmp_path, imports, call) == []


@pytest.mark.parametrize("imports", dict.fromkeys(imports for imports, _, _ in CALLS))
def test_class_of_the_same_name_that_the_file_defines_is_no_library(tmp_path: Path, imports: str) -> None:
    name = imports.rsplit(maxsplit=1)[-1]
    calls = [call for each, call, _ in CALLS if each == imports]
    assert _named(tmp_path, imports, f"class {name.partition('.')[0]}: ...", *calls) == []


def test_rules_that_fit_nothing_are_noticed() -> None:
    for rule in RULES:
        plain = rule.call.replace("**.", "").replace("{", "").partition(",")[0].replace("}", "")
        assert plain.partition(".")[0].isidentifier(), rule.name
        assert rule.argument is not None or rule.registry is not None, rule.name
    assert rules_for("openai.OpenAI().chat.completions.create")[0].name == "openai.client"
