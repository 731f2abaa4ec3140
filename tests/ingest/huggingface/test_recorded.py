"""Answers of the real hub: all are read, and every field that an AI-BOM needs and that they hold is in the graph.

What to expect is read from the raw JSON here, on its own, not by the reader's code.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from mlgraph.model import ids
from mlgraph.model.ids import NodeId
from mlgraph_ingest.huggingface.card import read_card
from mlgraph_ingest.huggingface.description import describe_account, describe_card, describe_dataset, describe_model
from mlgraph_ontology.kinds import EdgeKind, PropertyKind
from tests.ingest.huggingface.conftest import CARD_URL, Hub
from tests.servers.recordings import Recording, recordings, said

pytestmark = pytest.mark.shared_data
csv.field_size_limit(10_000_000)

PLAIN = {
    PropertyKind.HUB_ID: ("_id",),
    PropertyKind.VERSION: ("sha",),
    PropertyKind.DISABLED: ("disabled",),
    PropertyKind.TASK: ("pipeline_tag",),
    PropertyKind.ARCHITECTURE_FAMILY: ("config", "model_type"),
    PropertyKind.PARAMETER_COUNT: ("safetensors", "total"),
    PropertyKind.CONTEXT_LENGTH: ("gguf", "context_length"),
}
"""Properties of a model that are one value of its answer, as it stands there."""
LISTED = {
    PropertyKind.ARCHITECTURE: ("config", "architectures"),
    PropertyKind.LANGUAGE: ("cardData", "language"),
}


def bodies(shared_data: Path, folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The recorded answers that describe a repository, by file."""
    for path in sorted((shared_data / "api-recordings" / "huggingface" / folder).glob("*.json")):
        body = json.loads(path.read_bytes())["response"]["body"]
        for one in body if isinstance(body, list) else [body]:
            if isinstance(one, dict) and one.get("id"):
                yield path.name, one


def inner(body: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        body = body.get(key) if isinstance(body, dict) else None
    return body


def several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def expected_of_model(body: dict[str, Any]) -> set[tuple[Any, ...]]:
    """What an answer on a model holds, by a reading of its own."""
    card = body.get("cardData") or {}
    found: set[tuple[Any, ...]] = set()
    for kind, path in PLAIN.items():
        if (value := inner(body, path)) is not None:
            found.add((kind, value))
    for kind, path in LISTED.items():
        found |= {(kind, value) for value in several(inner(body, path))}
    if "gated" in body:
        found.add((PropertyKind.GATED, str(body["gated"]).lower()))
    for key, kind in (("createdAt", PropertyKind.CREATED_AT), ("lastModified", PropertyKind.MODIFIED_AT)):
        if key in body:
            found.add((kind, body[key].replace(".000Z", "+00:00")))
    if "downloads" in body:
        count = body.get("downloadsAllTime")
        said = {"count": body["downloads"], "days": 30} if count is None else {"count": count, "days": None}
        found.add((PropertyKind.DOWNLOAD_COUNT, json.dumps(said)))
    account, slash, _ = body["id"].partition("/")
    found |= {(EdgeKind.PUBLISHED_BY, f"https://huggingface.co/{account}")} if slash else set()
    tags = body.get("tags", [])
    found |= {(PropertyKind.PAPER, f"https://arxiv.org/abs/{t[6:]}") for t in tags if t.startswith("arxiv:")}
    found |= {(PropertyKind.DOI, t[4:]) for t in tags if t.startswith("doi:")}
    found |= set(_bases(body))
    found |= {
        (EdgeKind.TRAINED_ON, f"https://huggingface.co/datasets/{name}") for name in several(card.get("datasets"))
    }
    found |= set(_licenses(body))
    found |= set(_measured(card.get("model-index") or body.get("model-index") or []))
    found |= set(_weights(body))
    if body.get("library_name") in {"transformers", "sentence-transformers", "diffusers", "speechbrain"}:
        found.add((EdgeKind.RUNS_WITH, f"pkg:pypi/{body['library_name']}"))
    found |= {(EdgeKind.CONTAINS, f"{body['sha']}/{file['rfilename']}") for file in body.get("siblings", [])}
    return found


def _weights(body: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    template = inner(body, ("config", "tokenizer_config", "chat_template")) or inner(body, ("gguf", "chat_template"))
    if template:
        yield PropertyKind.CHAT_TEMPLATE_HASH, f"sha256:{hashlib.sha256(template.encode()).hexdigest()}"
    by_type = inner(body, ("safetensors", "parameters"))
    if by_type:
        yield PropertyKind.DTYPE, max(by_type, key=by_type.get)


def _bases(body: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    tagged = [t.removeprefix("base_model:").partition(":") for t in body.get("tags", []) if t.startswith("base_model:")]
    how = {f"pkg:huggingface/{name}": relation for relation, _, name in tagged if name}
    yield from ((EdgeKind.DERIVED_FROM, name, relation) for name, relation in how.items())
    card = body.get("cardData") or {}
    for name in several(card.get("base_model")):
        if f"pkg:huggingface/{name}" not in how:
            yield EdgeKind.DERIVED_FROM, f"pkg:huggingface/{name}", card.get("base_model_relation")


def _licenses(body: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    words = several((body.get("cardData") or {}).get("license"))
    words = words or [tag[8:] for tag in body.get("tags", []) if tag.startswith("license:")]
    spdx = {"apache-2.0": "Apache-2.0", "mit": "MIT", "bsd-3-clause": "BSD-3-Clause"}
    of_scancode = {
        "llama2": "llama-2-license-2023",
        "llama3.1": "llama-3.1-license-2024",
        "gemma": "gemma-tou-2025-03-24",
        "creativeml-openrail-m": "stable-diffusion-2022-08-22",
    }
    for word in words:
        if word in spdx:
            yield EdgeKind.LICENSED_UNDER, spdx[word]
        elif word in of_scancode:
            yield EdgeKind.LICENSED_UNDER, f"LicenseRef-scancode-{of_scancode[word]}"
            yield PropertyKind.LICENSE_TEXT, word


def _measured(index: list[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    for model in index:
        for result in model["results"]:
            yield EdgeKind.EVALUATED_ON, f"https://huggingface.co/datasets/{result['dataset']['type']}"
            for metric in result["metrics"]:
                yield PropertyKind.METRIC, metric["type"], metric["value"], result["dataset"]["type"]


def said_of_model(node: NodeId, body: dict[str, Any]) -> set[tuple[Any, ...]]:
    """What the reader makes of it, in the same form."""
    found: set[tuple[Any, ...]] = set()
    for one in describe_model(body, node).assertions:
        if one.subject != node:
            continue
        if one.predicate == EdgeKind.DERIVED_FROM and one.object:
            found.add((one.predicate, one.object.key, one.qualifiers.get("relation")))
        elif one.predicate == EdgeKind.CONTAINS and one.object:
            found.add((one.predicate, one.object.key.rpartition("/resolve/")[2].replace("%20", " ")))
        elif one.object:
            found.add((one.predicate, one.object.key))
        elif one.predicate == PropertyKind.METRIC and isinstance(one.value, dict):
            found.add((one.predicate, one.value["type"], one.value.get("value"), one.value.get("dataset")))
        else:
            found.add((one.predicate, json.dumps(one.value) if isinstance(one.value, dict) else one.value))
    return found


def test_every_recorded_model_says_in_the_graph_what_it_says_in_its_answer(shared_data: Path) -> None:
    seen: Counter[Any] = Counter()
    for name, body in bodies(shared_data, "models"):
        expected, found = expected_of_model(body), said_of_model(ids.model(body["id"]), body)
        assert expected - found == set(), name
        seen.update(one[0] for one in expected)
    least = {
        PropertyKind.VERSION: 38, PropertyKind.PARAMETER_COUNT: 25, PropertyKind.CHAT_TEMPLATE_HASH: 4, PropertyKind.METRIC: 24,
        EdgeKind.DERIVED_FROM: 10, EdgeKind.TRAINED_ON: 100, EdgeKind.LICENSED_UNDER: 34, EdgeKind.CONTAINS: 600,
    }  # fmt: skip
    assert {kind: seen[kind] for kind, count in least.items() if seen[kind] < count} == {}


def test_every_recorded_dataset_says_in_the_graph_what_it_says_in_its_answer(shared_data: Path) -> None:
    count = 0
    for name, body in bodies(shared_data, "datasets"):
        count += 1
        node = ids.hub_dataset(body["id"])
        said = {
            (o.predicate, o.object.key if o.object else str(o.value)) for o in describe_dataset(body, node).assertions
        }
        tags = [tag.partition(":") for tag in body["tags"]]
        expected = {(PropertyKind.HUB_ID, body["_id"]), (PropertyKind.VERSION, body["sha"])}
        expected |= {(PropertyKind.GATED, str(body["gated"]).lower()), (PropertyKind.DISABLED, str(body["disabled"]))}
        expected |= {(EdgeKind.PUBLISHED_BY, f"https://huggingface.co/{body['author']}")}
        expected |= {(PropertyKind.TASK, rest) for kind, _, rest in tags if kind in {"task_categories", "task_ids"}}
        expected |= {(PropertyKind.LANGUAGE, rest) for kind, _, rest in tags if kind == "language"}
        expected |= {(PropertyKind.PAPER, f"https://arxiv.org/abs/{rest}") for kind, _, rest in tags if kind == "arxiv"}
        expected |= {(PropertyKind.DATA_TYPE, rest) for kind, _, rest in tags if kind == "modality" and rest in {"text", "image", "audio", "video", "timeseries"}}  # fmt: skip
        assert expected - said == set(), name
        for kind, key in ((PropertyKind.DESCRIPTION, "description"), (PropertyKind.CITATION, "citation")):
            assert bool((body.get(key) or "").strip()) == any(one == kind for one, _ in said), (name, key)
        has_license = any(kind == "license" and rest != "unknown" for kind, _, rest in tags)
        assert has_license == bool({EdgeKind.LICENSED_UNDER, PropertyKind.LICENSE_TEXT} & {one for one, _ in said}), (
            name
        )
    assert count >= 116


def cards(shared_data: Path) -> Iterator[tuple[str, NodeId, bytes]]:
    folder = shared_data / "api-recordings" / "huggingface"
    for path in sorted(folder.glob("cards_*/*.md")):
        is_model = path.parent.name == "cards_models"
        name = path.stem.replace("__", "/")
        yield path.name, ids.model(name) if is_model else ids.hub_dataset(name), path.read_bytes()


def test_every_recorded_card_is_read_and_its_metadata_are_in_the_graph(shared_data: Path) -> None:
    kinds: Counter[Any] = Counter()
    for name, node, content in cards(shared_data):
        said = describe_card(read_card(content, CARD_URL), node, has_metadata=False).assertions
        metadata = yaml.safe_load(content.decode().split("---\n")[1]) if content.startswith(b"---\n") else {}
        languages = {str(one) for one in several(metadata.get("language")) if one is not False}
        found = {one.value for one in said if one.predicate == PropertyKind.LANGUAGE}
        assert languages <= found, name
        tasks = set(several(metadata.get("task_categories"))) | set(several(metadata.get("pipeline_tag")))
        assert tasks <= {one.value for one in said if one.predicate == PropertyKind.TASK}, name
        words = [one for one in several(metadata.get("license")) if one != "unknown"]
        assert bool(words) == any(o.predicate in {EdgeKind.LICENSED_UNDER, PropertyKind.LICENSE_TEXT} for o in said), (
            name
        )
        info = [one for one in several(metadata.get("dataset_info")) if one.get("splits")]
        assert bool(info) == any(one.predicate == PropertyKind.STATISTICS for one in said), name
        assert [one.evidence.locator for one in said if not one.evidence.locator.isdigit()] == [], name
        kinds.update({one.predicate for one in said})
    least = {PropertyKind.LIMITATION: 30, PropertyKind.INTENDED_USE: 25, PropertyKind.DESCRIPTION: 40, PropertyKind.CITATION: 20 }  # fmt: skip
    assert {kind: kinds[kind] for kind, count in least.items() if kinds[kind] < count} == {}


def test_recorded_organization_is_one(shared_data: Path) -> None:
    path = shared_data / "api-recordings" / "huggingface" / "models" / "200_org_overview_openai-community.json"
    said = describe_account(json.loads(path.read_bytes())["response"]["body"], ids.hub_account("openai-community"))
    found = {one.predicate: one.value for one in said.assertions}
    assert (found[PropertyKind.ACCOUNT_TYPE], found[PropertyKind.NAME]) == ("organization", "OpenAI community")


def of_hub(shared_data: Path) -> list[Recording]:
    """The recorded answers to plain questions for one repository."""
    prefix = "https://huggingface.co/api/"
    wanted = [one for one in recordings(shared_data) if one.url.startswith((f"{prefix}models/", f"{prefix}datasets/"))]
    return [one for one in wanted if "?" not in one.url and " " not in one.url]


def test_every_recorded_answer_and_refusal_is_told_apart_on_the_way_through_the_door(
    hub: Hub, shared_data: Path
) -> None:
    wanted = of_hub(shared_data)
    for one in wanted:
        path = one.url.removeprefix("https://huggingface.co/api/")
        answer = said(hub.server, one)
        moved = {n: hub.server.url(v) + "?blobs=true" for n, v in answer.headers.items() if n.lower() == "location"}
        hub.answers(path, type(answer)(answer.status, answer.body, {**dict(answer.headers), **moved}))
    names = {one.url.removeprefix("https://huggingface.co/api/").removeprefix("models/") for one in wanted}
    told = hub.ask(*sorted(names), depth="0")
    same = {
        ("bert-base-uncased", "google-bert/bert-base-uncased"),
        ("meta-llama/Meta-Llama-3.1-8B-Instruct", "meta-llama/Llama-3.1-8B-Instruct"),
        ("t5-small", "google-t5/t5-small"),
    }
    assert same <= told.edges(EdgeKind.SAME_AS)
    missing = told.errors["pkg:huggingface/openai-community/no-such-model-repoing-x9#index"]
    assert "the hub has nothing public of that name (401)" in missing
    assert told.values(PropertyKind.GATED)["meta-llama/Llama-3.1-8B-Instruct"] == "manual"
    assert len(told.values(PropertyKind.VERSION)) >= 25


def tree(shared_data: Path) -> dict[str, tuple[int, dict[str, Any]]]:
    """The models of a recorded tree: name -> depth, and what the hub said of it, in the hub's own spelling."""
    (path,) = (shared_data / "hf-lineage").glob("*.csv.gz")
    found = {}
    for row in csv.DictReader(io.StringIO(gzip.decompress(path.read_bytes()).decode())):
        said = json.loads(row["metadata"])
        spelled = {"card_data": "cardData", "created_at": "createdAt", "last_modified": "lastModified"}
        body = {spelled.get(key, key): value for key, value in said.items()}
        body["cardData"] = yaml.safe_load(said["card_data"]) if isinstance(said.get("card_data"), str) else {}
        body["siblings"] = []
        found[row["model_id"]] = (int(row["depth"]), body)
    return found


def test_recorded_tree_of_finetunes_comes_out_whole(shared_data: Path) -> None:
    models = tree(shared_data)
    assert Counter(depth for depth, _ in models.values()) == {0: 1, 1: 22, 2: 36, 3: 8}
    edges = set()
    for name, (_, body) in models.items():
        for one in describe_model(body, ids.model(name)).assertions:
            if one.predicate == EdgeKind.DERIVED_FROM and one.object:
                edges.add((name, one.object.key.removeprefix("pkg:huggingface/"), one.qualifiers.get("relation")))
    within = {(name, base) for name, base, relation in edges if relation == "finetune" and base in models}
    assert len(within) == 66
    assert all(models[name][0] == models[base][0] + 1 for name, base in within)


def test_recorded_tree_is_followed_from_its_deepest_leaf_to_the_root(hub: Hub, shared_data: Path) -> None:
    models = tree(shared_data)
    for name, (_, body) in models.items():
        hub.answers(f"models/{name}", _json(body))
    leaf = max(models, key=lambda name: models[name][0])
    told = hub.ask(leaf)
    ends = {name for name, _ in told.edges(EdgeKind.DERIVED_FROM)} | {
        base for _, base in told.edges(EdgeKind.DERIVED_FROM)
    }
    assert {models[name][0] for name in ends if name in models} == {0, 1, 2, 3}


def _json(body: dict[str, Any]) -> Any:
    from tests.servers.replay import Says

    return Says(body=json.dumps(body, default=str).encode())
