from __future__ import annotations

import pytest

from mlgraph_queries.validation_identifiers import identifier_violations, is_range, is_spdx_expression


def places(**document):
    return [violation.place for violation in identifier_violations(document)]


@pytest.mark.parametrize(
    "version",
    [">=2.20", "<3", "~=1.4", "^1.2", "~1.2", "!=1", "==1.0", "1.*", "1.x", "1.2 - 2.0", "1.0,<2", "[1.0,2.0)", "1||2",
     "vers:pypi/>=1"],
)  # fmt: skip
def test_range_is_recognised(version):
    assert is_range(version)


@pytest.mark.parametrize(
    "version",
    ["1.0", "2.4.0+cu121", "1!2.0", "v1", "20240101", "1.0-rc.1", "0123456789abcdef", "1.0~deb1", "2.0.0-x", "1.x86_64", "latest"],
)  # fmt: skip
def test_version_is_no_range(version):
    assert not is_range(version)


def test_range_as_version_is_found_in_components_only():
    ranged = {"version": ">=1"}
    document = {
        "components": [{**ranged, "pedigree": {"ancestors": [ranged]}}],
        "metadata": {"component": ranged},
        "vulnerabilities": [{"affects": [{"versions": [ranged]}]}],
    }
    assert sorted(places(**document)) == [
        "#/components/0/pedigree/ancestors/0/version",
        "#/components/0/version",
        "#/metadata/component/version",
    ]


@pytest.mark.parametrize("purl", ["pkg:", "torch", "pkg:pypi", "pkg:pypi/torch@>=2.0", "http://example.org"])
def test_illegal_purl_is_found(purl):
    assert places(components=[{"purl": purl}]) == ["#/components/0/purl"]


@pytest.mark.parametrize("purl", ["pkg:pypi/torch@2.4.0%2Bcu121", "pkg:huggingface/org/m@abc", "pkg:npm/%40a/b@1"])
def test_legal_purl_is_fine(purl):
    assert places(components=[{"purl": purl}]) == []


@pytest.mark.parametrize(
    "expression",
    ["MIT", "(MIT OR Apache-2.0) AND BSD-3-Clause", "GPL-2.0-only WITH Classpath-exception-2.0", "LicenseRef-own",
     "DocumentRef-a.b:LicenseRef-own OR MIT", "MIT WITH AdditionRef-own"],
)  # fmt: skip
def test_spdx_expression_is_recognised(expression):
    assert is_spdx_expression(expression)


@pytest.mark.parametrize("expression", ["", "MIT OR", "Apache License", "MIT Apache-2.0", "(MIT", "MIT/Apache-2.0"])
def test_words_are_no_spdx_expression(expression):
    assert not is_spdx_expression(expression)
    assert places(components=[{"licenses": [{"expression": expression}]}]) == ["#/components/0/licenses/0/expression"]
