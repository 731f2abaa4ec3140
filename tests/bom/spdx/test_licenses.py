from __future__ import annotations

import pytest

from mlgraph.bom.spdx.licenses import spdx_licensing
from mlgraph_ontology.kinds import Method
from mlgraph_queries.stated import LicenseStatement
from mlgraph_queries.validation_identifiers import is_spdx_expression


def expressions(*statements):
    licensing = spdx_licensing(statements)
    return tuple(each and each.expression for each in (licensing.declared, licensing.concluded))


def test_what_nobody_says_is_neither_declared_nor_concluded(make):
    assert expressions() == (None, None)
    assert expressions(make.license(text=" \n")) == (None, None)


def test_author_declares_and_only_an_analysis_concludes(make):
    curated = make.license("MIT", method=Method.CURATED, where="catalog")
    inferred = make.license("MIT", method=Method.INFERRED, where="text")
    assert expressions(make.license("Apache-2.0")) == ("Apache-2.0", None)
    assert expressions(curated) == (None, "MIT")
    assert expressions(make.license("Apache-2.0"), inferred) == ("Apache-2.0", "MIT")


def test_license_says_where_it_was_read(make):
    found = spdx_licensing([make.license("MIT", where="a:1"), make.license("MIT", where="b:2")])
    assert found.declared is not None
    assert found.declared.where == "a:1 (observed); b:2 (observed)"


def test_words_become_a_license_ref_with_their_text(make):
    found = spdx_licensing([make.license(text="Corp License v1\nAll rights reserved.")]).declared
    assert found is not None
    assert found.expression.startswith("LicenseRef-Corp-License-v1-")
    assert found.texts == ((found.expression, "Corp License v1\nAll rights reserved."),)


@pytest.mark.parametrize(
    "text", ["x" * 10_000, "模型许可", "\x00\x1b[31m", "\ud800", "a\nb", "https://me:pw@x.example/l"]
)
def test_license_ref_of_any_words_is_legal(make, text):
    found = spdx_licensing([make.license(text=text)]).declared
    assert found is not None
    assert is_spdx_expression(found.expression)
    assert len(found.expression) < 80
    assert "pw@" not in found.texts[0][1]


def test_words_that_differ_have_different_license_refs(make):
    refs = {expressions(make.license(text=text))[0] for text in ("Our License\n1", "Our License\n2", "Our-License")}
    assert len(refs) == 3


def test_license_ref_of_the_source_is_defined_without_inventing_its_text(make):
    found = spdx_licensing([make.license("MIT OR LicenseRef-Corp", where="METADATA:5")]).declared
    assert found is not None
    assert found.expression == "MIT OR LicenseRef-Corp"
    assert [name for name, _ in found.texts] == ["LicenseRef-Corp"]
    assert "is not known" in found.texts[0][1]


def test_license_that_another_document_defines_is_only_words_here(make):
    found = spdx_licensing([make.license("DocumentRef-x:LicenseRef-y")]).declared
    assert found is not None
    assert "DocumentRef" not in found.expression.removeprefix("LicenseRef-DocumentRef")
    assert found.texts[0][1] == "DocumentRef-x:LicenseRef-y"


def test_licenses_of_classifiers_are_not_combined(make):
    from dataclasses import replace

    two = [
        replace(make.license(name, where=f"METADATA:{i}"), rule="classifier") for i, name in enumerate(("MIT", "ISC"))
    ]
    found = spdx_licensing(two)
    assert found.declared is None
    assert {("license-not-combined", "MIT"), ("license-not-combined", "ISC")} <= set(found.remarks)


def test_licenses_that_a_card_lists_are_not_combined_for_it():
    rows = (("MIT", "README.md:3"), ("Apache-2.0", "README.md:4"))
    found = spdx_licensing([LicenseStatement(name, None, Method.DECLARED, where, "card") for name, where in rows])
    assert found.declared is None
    assert [remark for remark in found.remarks if remark[0] == "license-not-combined"] == [
        ("license-not-combined", "MIT"),
        ("license-not-combined", "Apache-2.0"),
    ]
