from __future__ import annotations

import pytest

from mlgraph.bom.cyclonedx.licensing import licensing
from mlgraph_ontology.kinds import Method
from mlgraph_queries.stated import LicenseStatement


@pytest.fixture
def licensed(make, component):
    return lambda *statements: component(make.inventory(packages=(make.package("a", "1", licenses=statements),)))


def test_single_spdx_license_is_an_id(make, licensed):
    found = licensed(make.license("MIT"))
    assert found["licenses"] == [{"license": {"id": "MIT", "acknowledgement": "declared"}}]


@pytest.mark.parametrize("expression", ["MIT OR Apache-2.0", "Apache-2.0 WITH LLVM-exception", "LicenseRef-llama"])
def test_anything_else_in_spdx_is_an_expression(make, licensed, expression):
    found = licensed(make.license(expression))
    assert found["licenses"] == [{"expression": expression, "acknowledgement": "declared"}]


def test_words_that_are_no_expression_are_a_name(make, licensed):
    found = licensed(make.license(text="My Own License"))
    assert found["licenses"] == [{"license": {"name": "My Own License", "acknowledgement": "declared"}}]


def test_whole_text_is_kept_beside_its_first_line(make, licensed):
    text = "\n  Permission granted\nto everybody.\n"
    (found,) = licensed(make.license(text=text))["licenses"]
    assert found["license"]["name"] == "Permission granted"
    assert found["license"]["text"]["content"] == text


def test_expression_stands_alone_and_other_statements_are_kept(make, licensed, said):
    found = licensed(
        make.license(text="GPL, probably", method=Method.OBSERVED),
        make.license("MIT OR Apache-2.0", method=Method.RESOLVED, where="lock"),
        make.license("BSD-3-Clause", method=Method.DECLARED, where="card"),
    )
    assert found["licenses"] == [{"expression": "MIT OR Apache-2.0", "acknowledgement": "declared"}]
    assert said(found, "license-statement") == [
        "BSD-3-Clause at card (declared)",
        "GPL, probably at METADATA (observed)",
    ]


def test_stronger_method_decides_between_expressions(make, licensed, said):
    found = licensed(make.license("MIT", method=Method.DECLARED), make.license("ISC", method=Method.OBSERVED))
    assert found["licenses"][0]["license"]["id"] == "ISC"
    assert said(found, "license-statement") == ["MIT at METADATA (declared)"]


def test_statement_of_our_catalog_is_a_conclusion(make, licensed):
    found = licensed(make.license("MIT", method=Method.CURATED))
    assert found["licenses"][0]["license"]["acknowledgement"] == "concluded"


def test_words_that_an_expression_was_read_from_are_kept(make, licensed, said):
    found = licensed(make.license("Apache-2.0", text="Apache Software License"))
    assert found["licenses"][0]["license"]["id"] == "Apache-2.0"
    assert said(found, "license-statement") == ["Apache Software License at METADATA (observed)"]


def test_two_names_of_one_source_stand_together(make, licensed, said):
    found = licensed(make.license(text="BSD"), make.license(text="Own"), make.license(text="X", where="other"))
    assert [row["license"]["name"] for row in found["licenses"]] == ["BSD", "Own"]
    assert said(found, "license-statement") == ["X at other (observed)"]


def test_unknown_license_is_not_written(make, licensed):
    assert "licenses" not in licensed()
    assert "licenses" not in licensed(make.license(text="  \n"))


def test_licenses_that_only_classifiers_name_stand_side_by_side(make, licensed):
    names = ["License :: OSI Approved", "License :: OSI Approved :: Apache Software License"]
    said = [
        LicenseStatement("MIT", None, Method.OBSERVED, "METADATA:9", "classifier"),
        LicenseStatement(None, "License :: OSI Approved :: MIT License", Method.OBSERVED, "METADATA:9", "classifier"),
        *(LicenseStatement(None, name, Method.OBSERVED, f"METADATA:{n}", "classifier") for n, name in enumerate(names)),
    ]
    found = [entry["license"] for entry in licensed(*said)["licenses"]]
    assert [(entry.get("id"), entry.get("name")) for entry in found] == [
        ("MIT", None),
        (None, "License :: OSI Approved :: Apache Software License"),
    ]


def listed(expression, index, *, where="https://hub.example/api/models/a/b#/cardData/license/"):
    return LicenseStatement(expression, None, Method.DECLARED, f"{where}{index}", "card")


def test_licenses_that_one_card_lists_stand_side_by_side():
    shown, notes = licensing([listed("MIT", 0), listed("Apache-2.0", 1)])
    assert (sorted(each.id for each in shown), notes) == (["Apache-2.0", "MIT"], [])
    shown, _ = licensing([listed("MIT", 2, where="README.md:"), listed("Apache-2.0", 3, where="README.md:")])
    assert len(shown) == 2


def test_list_with_a_license_that_is_not_on_the_list_of_spdx_is_no_expression():
    shown, notes = licensing([listed("LicenseRef-x", 0), listed("MIT", 1)])
    assert len(shown) == 1
    assert len(notes) == 1


def test_licenses_of_two_documents_are_no_list():
    shown, notes = licensing([listed("MIT", 0), listed("Apache-2.0", 3, where="README.md:")])
    assert len(shown) == len(notes) == 1
