"""What somebody should look at is said in one sentence with its figures, and with every place that it is about."""

from __future__ import annotations

import pytest

from mlgraph.model import ids
from mlgraph.model.artifact_ids import registry_model
from mlgraph.model.assertions import Evidence, JsonValue, edge, fact
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind
from mlgraph_queries.findings import findings
from tests.queries.conftest import PROJECT, Graph, declared, installed, locked, python

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def drifts(graph: Graph) -> list[str]:
    return [finding.text for finding in graph.findings("drift") if finding.severity == "warning"]


def test_what_is_installed_outside_of_the_declared_range_is_drift(graph: Graph) -> None:
    graph.write("requirements.txt", declared("numpy", ">=2", line=4)).write("venv/numpy", installed("numpy", "1.26.4"))
    (found,) = graph.findings("drift")
    assert (found.severity, found.subject) == ("warning", "pkg:pypi/numpy")
    assert found.text == "declared >=2, installed 1.26.4"
    assert found.where == ("requirements.txt:4", "venv/numpy:3")


def test_what_is_locked_outside_of_the_declared_range_is_drift(graph: Graph) -> None:
    graph.write("pyproject.toml", declared("numpy", "<2", line=4)).write("uv.lock", locked("numpy", "2.1.0", line=40))
    (found,) = graph.findings("drift")
    assert found.text == "declared <2, locked 2.1.0"
    assert found.where == ("pyproject.toml:4", "uv.lock:40")


def test_what_is_installed_in_another_version_than_locked_is_drift(graph: Graph) -> None:
    graph.write("uv.lock", locked("numpy", "2.1.0", line=40)).write("venv/numpy", installed("numpy", "2.2.0"))
    (found,) = graph.findings("drift")
    assert found.text == "locked 2.1.0, installed 2.2.0"
    assert found.where == ("uv.lock:40", "venv/numpy:3")


def test_all_three_disagreements_are_three_findings(graph: Graph) -> None:
    graph.write("m", declared("numpy", ">=3")).write("uv.lock", locked("numpy", "2.1.0"))
    graph.write("v", installed("numpy", "2.2.0"))
    assert drifts(graph) == [
        "declared >=3, installed 2.2.0",
        "declared >=3, locked 2.1.0",
        "locked 2.1.0, installed 2.2.0",
    ]


@pytest.mark.parametrize(
    ("specifier", "version"),
    [
        (">=2.0", "2.0"),
        (">=2.0a1", "2.0rc1"),
        (">=1.9", "2.0.dev3"),  # a pre-release that is there was chosen by somebody
        ("==2.5.1", "2.5.1+cu124"),  # a local version meets the public one
        ("==1.0", "1.0.0"),
        ("===1.0", "1.0"),
        ("===2014b", "2014B"),
        ("===dev-x", "dev-x"),
        ("~=1.4.2", "1.4.9"),
        ("!=1.5", "1.4"),
        ("", "1"),
        (None, "1"),
    ],
)
def test_what_is_within_the_range_is_no_drift(graph: Graph, specifier: str | None, version: str) -> None:
    graph.write("m", declared("x", specifier)).write("v", installed("x", version))
    assert graph.findings("drift") == []


@pytest.mark.parametrize(
    ("specifier", "version"),
    [
        (">=2.0", "2.0rc1"),  # before 2.0
        ("<2.0", "2.0.post1"),
        ("==2.5.1+cu124", "2.5.1"),
        ("===1.0", "1.0.0"),  # compared as text
        ("===2014b", "2014b0"),
        ("===dev-x", "dev-y"),
        ("~=1.4.2", "1.5"),
        (">=1,!=1.5", "1.5"),
    ],
)
def test_what_is_outside_of_the_range_is_drift(graph: Graph, specifier: str, version: str) -> None:
    graph.write("m", declared("x", specifier)).write("v", installed("x", version))
    assert drifts(graph) == [f"declared {specifier}, installed {version}"]


@pytest.mark.parametrize(
    ("specifier", "version"),
    [(">=1", "2014_x"), ("nonsense", "1"), (">=", "1"), (">=1,,", "x-y"), ("==1.*", "unknown")],
)
def test_what_cannot_be_compared_is_not_called_drift(graph: Graph, specifier: str, version: str) -> None:
    graph.write("m", declared("x", specifier)).write("v", installed("x", version))
    assert graph.findings("drift") == []


@pytest.mark.parametrize(("first", "second"), [("1.0", "1.0.0"), ("2014b", "2014b")])
def test_one_version_in_two_spellings_is_no_drift(graph: Graph, first: str, second: str) -> None:
    graph.write("uv.lock", locked("x", first)).write("v", installed("x", second))
    assert graph.findings("drift") == []


def test_a_requirement_whose_marker_does_not_hold_here_asks_nothing(graph: Graph) -> None:
    graph.write("m", declared("x", "<1", marker='python_version < "3.9"'), declared("x", ">=1", line=2))
    graph.write("v", installed("x", "1.5"), python("3.11.7"))
    assert graph.findings("drift") == []


def test_of_several_locked_versions_the_one_for_this_environment_is_compared(graph: Graph) -> None:
    old = locked("x", "1.0", marker='python_full_version < "3.12"')
    new = locked("x", "2.0", line=2, marker='python_full_version >= "3.12"')
    graph.write("uv.lock", old, new).write("v", installed("x", "2.0"), python("3.11.7"))
    assert drifts(graph) == ["locked 1.0, installed 2.0"]


def test_one_of_several_locked_versions_within_the_range_is_enough(graph: Graph) -> None:
    graph.write("m", declared("x", ">=2")).write("uv.lock", locked("x", "1.0"), locked("x", "2.0", line=2))
    assert graph.findings("drift") == []
    (several,) = graph.findings("several-versions")
    assert (several.text, several.where) == ("in versions 1.0, 2.0", ("uv.lock:1", "uv.lock:2"))


def test_a_constraint_that_is_not_met_is_drift(graph: Graph) -> None:
    graph.write("m", declared("x")).write("constraints.txt", declared("x", "<2", line=7, constraint=True))
    graph.write("v", installed("x", "2.0"))
    (found,) = graph.findings("drift")
    assert found.where == ("constraints.txt:7", "v:3")
    assert "<2" in found.text
    assert "2.0" in found.text


def test_a_package_whose_metadata_names_no_license_is_noted(graph: Graph) -> None:
    graph.write("v", installed("bare", "1", license_=None), installed("x", "1"))
    (found,) = graph.findings("license-unknown")
    assert (found.subject, found.severity, found.where) == ("pkg:pypi/bare", "note", ("v:3",))


def test_a_license_in_words_is_a_license(graph: Graph) -> None:
    said = fact(ids.release("x", "1"), PropertyKind.LICENSE_TEXT, "Do as you like", Evidence("9", Method.OBSERVED))
    graph.write("v", installed("x", "1", license_=None), said)
    assert graph.findings("license-unknown") == []


def test_a_package_of_which_only_a_range_is_known_is_noted(graph: Graph) -> None:
    graph.write("a", declared("x", ">=1", line=2), declared("x", "<3", line=5), declared("pinned", "==1", version="1"))
    (found,) = graph.findings("unlocked")
    assert (found.subject, found.severity, found.where) == ("pkg:pypi/x", "note", ("a:2", "a:5"))
    assert found.text.startswith("declared as >=1, <3;")


@pytest.mark.parametrize(
    ("revision", "words"), [(None, "no revision is given"), ("main", "'main', which can move"), ("v1.0", "'v1.0'")]
)
def test_a_model_that_can_move_is_a_warning(graph: Graph, revision: str | None, words: str) -> None:
    seen = Evidence("8", Method.OBSERVED)
    graph.write("app.py", edge(PROJECT, EdgeKind.DEPENDS_ON, ids.model("a/b"), seen, revision=revision))
    (found,) = graph.findings("unpinned")
    assert (found.subject, found.severity, found.where) == ("pkg:huggingface/a/b", "warning", ("app.py:8",))
    assert words in found.text
    assert "commit hash" in found.text


def test_a_model_at_a_commit_is_pinned_and_a_dataset_without_one_only_noted(graph: Graph) -> None:
    seen = Evidence("8", Method.OBSERVED)
    graph.write(
        "app.py",
        edge(PROJECT, EdgeKind.DEPENDS_ON, ids.model("a/b"), seen, revision=COMMIT),
        edge(PROJECT, EdgeKind.DEPENDS_ON, ids.hub_dataset("c/d"), seen),
    )
    assert [(f.subject, f.severity) for f in graph.findings("unpinned")] == [
        ("https://huggingface.co/datasets/c/d", "note")
    ]


def test_a_reference_that_is_not_known_names_the_call_and_the_expression(graph: Graph) -> None:
    value: dict[str, JsonValue] = {"kind": "Model", "callable": "from_pretrained", "expression": "os.environ['MODEL']"}
    graph.write("app.py", fact(PROJECT, PropertyKind.UNRESOLVED, value, Evidence("7", Method.OBSERVED)))
    (found,) = graph.findings("unresolved")
    assert (found.subject, found.severity, found.where) == ("Model at app.py:7", "warning", ("app.py:7",))
    assert "from_pretrained" in found.text
    assert "os.environ['MODEL']" in found.text


def test_a_document_that_could_not_be_read_is_a_warning_with_its_reason(graph: Graph) -> None:
    graph.write("m", declared("x", "==1", version="1")).fail("uv.lock", "uv.lock:3: not TOML")
    (found,) = graph.findings("unread")
    assert (found.subject, found.severity, found.text, found.where) == (
        "uv.lock",
        "warning",
        "uv.lock:3: not TOML",
        ("uv.lock",),
    )


def test_warnings_come_first_and_nothing_is_said_twice(graph: Graph) -> None:
    graph.write("m", declared("a", ">=1"), declared("z", "<1", line=2), declared("z", "<1", line=2))
    graph.write("v", installed("z", "2")).fail("uv.lock", "no")
    found = findings(graph.inventory())
    assert [f.severity for f in found] == sorted((f.severity for f in found), reverse=True)
    assert len(set(found)) == len(found)
    assert {f.kind for f in found} >= {"drift", "unread", "unlocked"}


def test_a_model_of_a_library_has_no_commit_that_could_pin_it(graph: Graph) -> None:
    seen = Evidence("7", Method.OBSERVED, "torchvision")
    graph.write("app.py", edge(PROJECT, EdgeKind.DEPENDS_ON, registry_model("torchvision", "resnet50"), seen))
    assert graph.findings("unpinned") == []
