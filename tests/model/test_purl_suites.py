"""Package URLs are read as the test suites of the purl specification (ECMA-427) ask, as far as ids go."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from packageurl import PackageURL

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import NodeKind

pytestmark = pytest.mark.shared_data
OURS = ("pypi", "huggingface")


def suites(root: Path) -> dict[str, list[dict[str, object]]]:
    files = sorted((root / "purl-tests" / "tests" / "types").glob("*-test.json"))
    return {file.name.removesuffix("-test.json"): json.loads(file.read_text("utf-8"))["tests"] for file in files}


def wanted(parts: PackageURL) -> PackageURL:
    """What an id keeps of a purl of a Python package or model.

    A file of a release (`file_name`) is named by its release, and a subpath by what it is a path in; the registry
    (`repository_url`) stays. Names are those of the index (PEP 503), as in each required case of the suite.
    """
    kept = {name: value for name, value in parts.qualifiers.items() if name == "repository_url"}
    return parts._replace(qualifiers=kept, subpath=None)


def from_parts(parts: dict[str, object]) -> PackageURL:
    return PackageURL(**{name: value or None for name, value in parts.items()})


@pytest.mark.parametrize("type_", OURS)
def test_suite_reads_each_part_as_it_asks(shared_data: Path, type_: str) -> None:
    cases = [case for case in suites(shared_data)[type_] if case["test_type"] == "parse"]
    assert cases
    for case in cases:
        node = ids.parse(case["input"])
        assert ids.purl_parts(node) == wanted(from_parts(case["expected_output"])), case["description"]


@pytest.mark.parametrize("type_", OURS)
def test_suite_spellings_of_a_purl_are_one_id(shared_data: Path, type_: str) -> None:
    cases = [case for case in suites(shared_data)[type_] if case["test_type"] == "validate"]
    assert {case["test_group"] for case in cases} == {"required", "recommended"}
    for case in cases:
        node, canonical = ids.parse(case["input"]), ids.parse(case["expected_output"])
        assert node == canonical, case["description"]
        # The library leaves `:` and `/` of a qualifier's value as they are, the suite escapes `/`; both read alike.
        expected = wanted(PackageURL.from_string(case["expected_output"]))
        assert node.key == expected.to_string(), case["description"]
        if not expected.qualifiers:
            assert node.key == case["expected_output"].partition("?")[0], case["description"]


def test_suite_builds_python_releases_by_name_and_version(shared_data: Path) -> None:
    cases = [case for case in suites(shared_data)["pypi"] if case["test_type"] == "build"]
    assert cases
    for case in cases:
        node = ids.release(case["input"]["name"], case["input"]["version"])
        assert node.key == case["expected_output"].partition("?")[0], case["description"]


def test_suite_builds_models_by_name_and_commit(shared_data: Path) -> None:
    cases = [case for case in suites(shared_data)["huggingface"] if case["test_type"] == "build"]
    assert cases
    for case in cases:
        parts = case["input"]
        node = ids.model(f"{parts['namespace']}/{parts['name']}", parts["version"])
        assert node.key == case["expected_output"].partition("?")[0], case["description"]


def read_or_refused(text: str) -> NodeId | None:
    try:
        return ids.parse(text)
    except FormatError:
        return None


def test_every_purl_of_every_suite_is_read_or_refused(shared_data: Path) -> None:
    every = suites(shared_data)
    cases = [case for cases in every.values() for case in cases]
    texts = [t for case in cases for t in (case["input"], case.get("expected_output")) if isinstance(t, str)]
    read = [node for text in texts if (node := read_or_refused(text)) is not None]
    assert len(every) > 15
    assert len(read) > 200
    for node in read:
        assert ids.parse(node.key) == node
        versioned = bool(ids.purl_parts(node).version)
        assert node.kind is NodeKind.MODEL or (node.kind is NodeKind.RELEASE) == versioned, node


def test_canonical_purls_of_every_suite_are_kept_as_they_are(shared_data: Path) -> None:
    different = set()
    for type_, cases in suites(shared_data).items():
        for case in cases:
            text = case.get("expected_output")
            if isinstance(text, str) and not case["expected_failure"] and type_ not in OURS:
                node = read_or_refused(text)
                if node is None or PackageURL.from_string(node.key) != PackageURL.from_string(text):
                    different.add(text)
    assert different == set()
