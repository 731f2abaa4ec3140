"""Package URLs are read as the test suites of the purl specification (ECMA-427) ask, as far as ids go."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from packageurl import PackageURL

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
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


def test_every_purl_of_every_suite_is_read_or_refused_with_a_reason(shared_data: Path) -> None:
    every = suites(shared_data)
    assert len(every) > 15
    read = 0
    for cases in every.values():
        for case in cases:
            for text in (case["input"], case["expected_output"]):
                if not isinstance(text, str):
                    continue
                try:
                    node = ids.parse(text)
                except FormatError as error:
                    assert str(error)
                    continue
                read += 1
                assert ids.parse(node.key) == node, text
                versioned = bool(ids.purl_parts(node).version)
                assert node.kind is NodeKind.MODEL or (node.kind is NodeKind.RELEASE) == versioned, text
    assert read > 200
