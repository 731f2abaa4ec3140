from __future__ import annotations

import pytest

from mlgraph.model import ids
from mlgraph_ingest.project.licenses import TEXT_LIMIT, LicenseFields, Stated, license_assertions
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind

SUBJECT = ids.release("a", "1")


def _said(fields: LicenseFields) -> tuple[list[str], list[object]]:
    found = list(license_assertions(SUBJECT, fields, Method.OBSERVED))
    licenses = [str(said.object) for said in found if said.predicate is EdgeKind.LICENSED_UNDER]
    return licenses, [said.value for said in found if said.predicate is PropertyKind.LICENSE_TEXT]


@pytest.mark.parametrize(
    ("words", "licenses", "texts"),
    [
        ("MIT", ["MIT"], []),
        ("apache-2.0 or mit", ["Apache-2.0 OR MIT"], []),
        ("Apache License, Version 2.0", ["Apache-2.0"], ["Apache License, Version 2.0"]),
        ("MIT, Apache 2.0", ["MIT", "Apache-2.0"], ["MIT, Apache 2.0"]),
        ("GPL-3.0", ["GPL-3.0-only"], ["GPL-3.0"]),
        ("GPLv3", [], ["GPLv3"]),
        ("UNKNOWN", [], []),
        ("(" * 5000, [], ["(" * 5000]),
    ],
)
def test_words_are_licenses_only_where_they_name_them_and_are_kept_beside_them(words, licenses, texts):
    assert _said(LicenseFields(words=Stated(words, 1))) == (licenses, texts)


def test_long_text_is_cut():
    _, texts = _said(LicenseFields(words=Stated("word " * 9000, 1)))
    assert [len(str(text)) for text in texts] == [TEXT_LIMIT]


@pytest.mark.parametrize(
    ("classifiers", "licenses"),
    [
        (["License :: OSI Approved :: MIT License"], ["MIT"]),
        (["License :: OSI Approved", "License :: OSI Approved :: MIT License"], ["MIT"]),
        (["License :: OSI Approved :: Apache Software License"], []),
        (["License :: OSI Approved :: BSD License"], []),
        (["License :: OSI Approved :: MIT License", "License :: OSI Approved :: ISC License (ISCL)"], ["MIT", "ISC"]),
        (["Programming Language :: Python"], []),
    ],
)
def test_each_unambiguous_classifier_names_a_license(classifiers, licenses):
    fields = LicenseFields(classifiers=tuple(Stated(text, n) for n, text in enumerate(classifiers, 1)))
    assert _said(fields)[0] == licenses
