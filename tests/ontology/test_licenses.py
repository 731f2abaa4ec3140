"""What the catalog says of licenses: in order, with its documents, and in agreement with the lists it draws on."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest

from mlgraph_ontology.licenses import Category, Clause, Status, all_terms, compatibility_source, terms_of

CLAUSES = {terms.id: terms.clauses for terms in all_terms()}
CATEGORIES = {
    "Permissive": {Category.PERMISSIVE},
    "Public Domain": {Category.PUBLIC_DOMAIN},
    "Copyleft Limited": {Category.WEAK_COPYLEFT},
    "Copyleft": {Category.STRONG_COPYLEFT, Category.NETWORK_COPYLEFT, Category.WEAK_COPYLEFT},
    "Source-available": {Category.RESTRICTED},
    "Proprietary Free": {Category.RESTRICTED},
    "Free Restricted": {Category.RESTRICTED},
}
"""ScanCode's words; it counts the database license ODbL-1.0 to those of strong copyleft."""


def test_every_license_names_a_document_with_its_date_and_nothing_twice() -> None:
    seen: list[str] = []
    for terms in all_terms():
        assert terms.citation.url.startswith("https://github.com/"), terms.id
        assert "{" not in terms.citation.url
        assert terms.citation.date.year >= 2024
        seen.extend({*terms.names, *terms.hub_ids, *terms.urls})
    assert len(seen) == len(set(seen))
    assert compatibility_source().date.isoformat() == "2024-12-02"


@pytest.mark.parametrize(
    ("license_", "clauses"),
    [
        ("MIT", {Clause.ATTRIBUTION}),
        ("0BSD", set()),
        ("Apache-2.0", {Clause.ATTRIBUTION, Clause.PATENT_GRANT, Clause.PATENT_RETALIATION}),
        ("CC-BY-NC-ND-4.0", {Clause.ATTRIBUTION, Clause.NON_COMMERCIAL, Clause.NO_DERIVATIVES}),
        ("CC0-1.0", set()),
        ("GPL-2.0-only", {Clause.ATTRIBUTION, Clause.SHARE_ALIKE, Clause.DISCLOSURE}),
        (
            "LicenseRef-llama3",
            {
                *(Clause.ATTRIBUTION, Clause.USE_RESTRICTIONS, Clause.NO_COMPETING_TRAINING, Clause.ACCEPTANCE_GATE),
                *(Clause.NAMING, Clause.THRESHOLD, Clause.PATENT_RETALIATION),
            },
        ),
    ],
)
def test_clauses_of_a_license_that_was_read_whole(license_: str, clauses: set[Clause]) -> None:
    assert {c for c, status in CLAUSES[license_].items() if status is Status.OBLIGATORY} == clauses
    assert set(CLAUSES[license_]) == set(Clause)


def test_later_llama_licenses_allow_to_train_other_models_and_demand_the_name() -> None:
    old, new = (
        CLAUSES["LicenseRef-scancode-llama-2-license-2023"],
        CLAUSES["LicenseRef-scancode-llama-3.1-license-2024"],
    )
    assert (old[Clause.NO_COMPETING_TRAINING], old[Clause.NAMING]) == (Status.OBLIGATORY, Status.NONE)
    assert (new[Clause.NO_COMPETING_TRAINING], new[Clause.NAMING]) == (Status.NONE, Status.OBLIGATORY)


def test_what_nobody_read_is_unknown() -> None:
    assert terms_of("LicenseRef-own") is None
    assert Clause.TERRITORY not in CLAUSES["LicenseRef-scancode-llama-3.2-license-2024"]


@pytest.mark.shared_data
def test_every_id_is_on_its_list_and_in_its_category(shared_data: Path) -> None:
    with gzip.open(shared_data / "licences" / "spdx_license_list.csv.gz", "rt") as file:
        spdx = {row["license_id"]: bool(row["deprecated_version"]) for row in csv.DictReader(file)}
    scancode = {
        name: entry["category"]
        for entry in json.loads(
            gzip.decompress((shared_data / "licences/scancode_licensedb_index.json.gz").read_bytes())
        )
        for name in (entry["spdx_license_key"], *(entry["other_spdx_license_keys"] or ()))
    }
    own = {terms.id for terms in all_terms() if terms.id not in scancode}
    assert own == {"LicenseRef-llama3", "LicenseRef-apple-amlr"}
    for terms in all_terms():
        if not terms.id.startswith("LicenseRef-"):
            assert spdx[terms.id] is False, terms.id
        if terms.id in scancode:
            assert terms.category in CATEGORIES[scancode[terms.id]], terms.id
