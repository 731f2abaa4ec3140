"""The accuracy harness, run on a project whose labels are partly wrong on purpose."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = """\
from datasets import load_dataset
from openai import OpenAI
from sentence_transformers import SentenceTransformer
from transformers import AutoModel, pipeline

model = AutoModel.from_pretrained("acme/labeled")
again = AutoModel.from_pretrained("acme/labeled")
short = AutoModel.from_pretrained("gpt2")
trap = AutoModel.from_pretrained("acme/trap")
case = SentenceTransformer("acme/Near-Miss")
unclear = SentenceTransformer("acme/either-way")
rows = load_dataset("acme/not-labeled")
default = pipeline("summarization")
OpenAI().chat.completions.create(model="hosted-model", messages=[])
"""
LABELS = {
    "hub_models": ["acme/labeled", "acme/near-miss", ["openai-community/gpt2", "gpt2"], "acme/never-used"],
    "api_models": [],
    "other_models": ["hosted-model"],
    "datasets": ["acme/only-in-prose"],
    "weight_files": ["weights/tiny.safetensors"],
    "mcp_servers": ["tools"],
    "packages": ["Sentence_Transformers", "transformers"],
    "optional_packages": ["pytest"],
    "neutral": ["acme/either-way"],
    "traps_must_not_appear": ["acme/trap (a test's own)", "acme/not-labeled", "acme/commented-out"],
    "note": "keys that are for people are passed over",
}
REQUIREMENTS = "sentence-transformers==3.0.1\ntransformers\npytest\nopenai\n"


def write_project(folder: Path, labels: object = LABELS) -> Path:
    header = json.dumps({"w": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}).encode()
    files = {
        "app.py": CODE.encode(),
        "requirements.txt": REQUIREMENTS.encode(),
        "docs/notes.txt": b"We may use\nacme/only-in-prose some day.\n",
        "weights/tiny.safetensors": len(header).to_bytes(8, "little") + header + bytes(4),
        "TRUTH.json": json.dumps(labels).encode(),
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def detection(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ROOT / "benchmarks" / "detection.py", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the harness says of the project twice, so that totals differ from one project's figures."""
    one, two = (write_project(tmp_path_factory.mktemp(name)) for name in ("one", "two"))
    (two / "app.py").write_text("")
    result = detection(one, two / "TRUTH.json", "--format", "json")
    assert (result.returncode, result.stderr) == (0, "")
    said: dict[str, Any] = json.loads(result.stdout)
    return said


def names(rows: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(row["kind"], row["name"]) for row in rows}


def test_what_is_found_and_labeled_is_right_whatever_its_spelling(answer: dict[str, Any]) -> None:
    kinds = answer["projects"][0]["kinds"]
    assert {kind: figures["right"] for kind, figures in kinds.items()} == {
        "all models": 3,  # acme/labeled, gpt2, and hosted-model, which is labeled as one of another catalog
        "hub_models": 2,
        "api_models": 0,
        "other_models": 1,
        "datasets": 0,
        "weight_files": 1,
        "mcp_servers": 0,
        "packages": 2,
    }


def test_what_is_found_and_not_labeled_is_wrong_with_its_place(answer: dict[str, Any]) -> None:
    wrong = answer["projects"][0]["wrong"]
    assert names(wrong) == {
        ("hub_models", "acme/trap"),
        ("hub_models", "acme/Near-Miss"),
        ("datasets", "acme/not-labeled"),
        ("packages", "openai"),
    }
    assert {row["name"]: row["places"] for row in wrong}["acme/trap"] == ["app.py:9"]


def test_what_is_labeled_and_not_found_is_missed_with_where_its_name_stands(answer: dict[str, Any]) -> None:
    missed = answer["projects"][0]["missed"]
    assert {(row["kind"], row["name"], *row["places"]) for row in missed} == {
        ("hub_models", "acme/near-miss"),
        ("hub_models", "acme/never-used"),
        ("datasets", "acme/only-in-prose", "docs/notes.txt:2"),
        ("mcp_servers", "tools"),
    }


def test_trap_that_appears_is_named(answer: dict[str, Any]) -> None:
    project = answer["projects"][0]
    assert names(project["traps"]) == {("hub_models", "acme/trap"), ("datasets", "acme/not-labeled")}
    assert {row["name"] for row in project["wrong"] if row["trap"]} == {"acme/trap", "acme/not-labeled"}


def test_name_in_other_case_is_wrong_and_a_near_miss(answer: dict[str, Any]) -> None:
    near = {row["name"]: row["near"] for row in answer["projects"][0]["wrong"] if row["near"]}
    assert near == {"acme/Near-Miss": "acme/near-miss"}


def test_neutral_things_and_references_without_a_value_count_for_nothing(answer: dict[str, Any]) -> None:
    project = answer["projects"][0]
    assert names(project["neutral"]) == {("hub_models", "acme/either-way"), ("packages", "pytest")}
    assert [line.partition(" ")[0] for line in project["unresolved"]] == ["app.py:13"]


def test_shares_are_those_of_the_counts(answer: dict[str, Any]) -> None:
    figures = answer["projects"][0]["kinds"]["hub_models"]
    assert (figures["precision"], figures["recall"], figures["f1"]) == (2 / 4, 2 / 4, 2 / 4)


def test_precision_of_nothing_found_and_recall_of_nothing_there_are_unknown(answer: dict[str, Any]) -> None:
    kinds = answer["projects"][1]["kinds"]
    assert (kinds["hub_models"]["precision"], kinds["hub_models"]["recall"]) == (None, 0)
    assert (kinds["api_models"]["precision"], kinds["api_models"]["recall"], kinds["api_models"]["f1"]) == (None,) * 3


def test_totals_are_over_things_not_over_projects(answer: dict[str, Any]) -> None:
    figures = answer["total"]["hub_models"]
    assert (figures["right"], figures["wrong"], figures["missed"]) == (2, 2, 6)
    assert (figures["precision"], figures["recall"]) == (2 / 4, 2 / 8)


def test_kind_without_labels_is_not_judged(tmp_path: Path) -> None:
    labels = {"packages": ["sentence-transformers", "transformers", "openai", "pytest"]}
    said = json.loads(detection(write_project(tmp_path, labels), "--format", "json").stdout)
    assert list(said["total"]) == ["packages"]
    assert said["projects"][0]["wrong"] == []


def test_table_says_what_is_wrong_missed_and_unknown(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project")
    labels = (project / "TRUTH.json").rename(tmp_path / "labels.json")
    result = detection(labels, "--project", project)
    assert result.returncode == 0, result.stderr
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert "hub_models 2 2 2 0.500 0.500 0.500" in lines
    assert "mcp_servers 0 0 1 unknown 0.000 0.000" in lines
    assert "hub_models: acme/trap app.py:9 (a trap)" in lines
    assert "hub_models: acme/Near-Miss app.py:10 (nearly acme/near-miss)" in lines
    assert "datasets: acme/only-in-prose docs/notes.txt:2" in lines
    assert "hub_models: acme/never-used not written out" in lines


@pytest.mark.parametrize(
    ("labels", "complaint"),
    [
        ([], "labels nothing"),
        ({"note": "no kind"}, "labels nothing"),
        ({"datasets": "acme/rows"}, "datasets is no list of names"),
        ({"datasets": [1]}, "datasets holds something that is no name"),
        ({"datasets": [[]]}, "datasets holds a thing without a name"),
        ({"packages": ["torch", "Torch"]}, "packages holds 'torch' more than once"),
    ],
)
def test_label_file_of_another_form_is_refused_by_name(labels: object, complaint: str, tmp_path: Path) -> None:
    result = detection(write_project(tmp_path, labels))
    assert result.returncode == 2
    assert complaint in result.stderr
    assert "TRUTH.json" in result.stderr
    assert "Traceback" not in result.stderr


def test_project_without_labels_is_refused(tmp_path: Path) -> None:
    result = detection(tmp_path)
    assert result.returncode == 2
    assert "could not read the labels" in result.stderr
