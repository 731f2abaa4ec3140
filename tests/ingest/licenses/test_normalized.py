"""Spellings of licenses: those that name one license, and those that leave open which."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlgraph_ingest.licenses import normalized, of_card
from mlgraph_ontology.licenses import all_terms


def named(text: str) -> tuple[list[str], str | None]:
    found = normalized(text)
    return ([str(license_) for license_ in found.expressions], str(found.rule)) if found else ([], None)


@pytest.mark.parametrize(
    ("text", "licenses", "rule"),
    [
        ("mit or apache-2.0", ["MIT OR Apache-2.0"], "spdx-id"),
        ("GPL-3.0", ["GPL-3.0-only"], "spdx-id"),
        ("GPL-2.0+ WITH Classpath-exception-2.0", ["GPL-2.0-or-later WITH Classpath-exception-2.0"], "spdx-id"),
        ("GPL-2.0-with-classpath-exception", ["GPL-2.0-only WITH Classpath-exception-2.0"], "spdx-id"),
        ("LicenseRef-llama3.1", ["LicenseRef-scancode-llama-3.1-license-2024"], "spdx-id"),
        ("Apache License, Version 2.0", ["Apache-2.0"], "name"),
        ("Apache Software License (Apache 2.0)", ["Apache-2.0"], "name"),
        ("apache2", ["Apache-2.0"], "name"),
        ("The MIT License (MIT)", ["MIT"], "name"),
        ("BSD 3-Clause", ["BSD-3-Clause"], "name"),
        ('BSD 3-Clause "New" or "Revised" License', ["BSD-3-Clause"], "name"),
        ("Simplified BSD License", ["BSD-2-Clause"], "name"),
        ("GPLv3+", ["GPL-3.0-or-later"], "name"),
        ("GNU General Public License v2 or later (GPLv2+)", ["GPL-2.0-or-later"], "name"),
        ("GNU Lesser General Public License, version 2.1 only", ["LGPL-2.1-only"], "name"),
        ("Mozilla Public License 2.0 (MPL 2.0)", ["MPL-2.0"], "name"),
        ("Creative Commons Attribution Non Commercial Share Alike 4.0", ["CC-BY-NC-SA-4.0"], "name"),
        ("CC BY-SA 3.0", ["CC-BY-SA-3.0"], "name"),
        ("CC0 1.0 Universal", ["CC0-1.0"], "name"),
        ("Llama 2 Community License Agreement", ["LicenseRef-scancode-llama-2-license-2023"], "name"),
        ("License :: OSI Approved :: MIT License", ["MIT"], "classifier"),
        ("https://opensource.org/licenses/MIT", ["MIT"], "url"),
        ("http://www.apache.org/licenses/LICENSE-2.0.txt", ["Apache-2.0"], "url"),
        ("https://creativecommons.org/licenses/by-nc/4.0/legalcode.en", ["CC-BY-NC-4.0"], "url"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", ["CC0-1.0"], "url"),
        ("BSD <http://opensource.org/licenses/BSD-2-Clause>", ["BSD-2-Clause"], "url"),
        ("creativeml-openrail-m", ["LicenseRef-scancode-stable-diffusion-2022-08-22"], "hub-id"),
        ("gemma", ["LicenseRef-scancode-gemma-tou-2025-03-24"], "hub-id"),
        ("odc-by", ["ODC-By-1.0"], "hub-id"),
        ("MIT -or- Apache License 2.0", ["MIT OR Apache-2.0"], "name"),
        ("MIT License and ISC License", ["MIT AND ISC"], "name"),
        ("MIT, Apache 2.0", ["MIT", "Apache-2.0"], "name"),
        ("MIT/Apache 2", ["MIT", "Apache-2.0"], "name"),
    ],
)
def test_spelling_names_one_license_by_a_known_rule(text: str, licenses: list[str], rule: str) -> None:
    assert named(text) == (licenses, rule)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "BSD",
            "BSD License",
            "FreeBSD",
            "Apache",
            "ASL",
            "Apache Software License",
            "GPL",
            "GPLv3",
            "GPL v2",
            "GPL-3",
        ),
        *(
            "GNU General Public License v3.0",
            "LGPLv2+",
            "LGPL",
            "Public Domain",
            "Proprietary",
            "MIT style",
            "BSD-like",
        ),
        *("CC BY", "CC BY-NC", "openrail", "other", "LICENSE.txt", "see LICENSE", "PSF", "unlicensed", "MIT modified"),
        *(
            "https://www.gnu.org/licenses/gpl-3.0.html",
            "https://opensource.org/licenses/GPL-3.0",
            "https://acme.example/",
        ),
        *("BSD, Public Domain", "MIT OR something", "CC BY-SA-ND 4.0", "CC BY 9.9", "Apache 3.0", "MIT (BSD-3-Clause)"),
        *(
            "License :: OSI Approved :: BSD License",
            "",
            " ",
            "(" * 5000,
            "W3C Software Notice and License",
            "a" * 300_000,
        ),
    ],
)
def test_what_leaves_open_which_license_stays_unknown(text: str) -> None:
    assert normalized(text) is None


def test_every_license_of_the_catalog_is_known_by_its_id_its_names_its_hub_ids_and_its_pages() -> None:
    for terms in all_terms():
        spellings = [terms.id, *terms.names, *terms.hub_ids, *(f"https://{url}/" for url in terms.urls)]
        assert [(text, named(text)[0]) for text in spellings] == [(text, [terms.id]) for text in spellings]


def test_card_may_name_a_license_that_no_list_has() -> None:
    found = of_card("tiny-1.0")
    assert found is not None
    assert [str(license_) for license_ in found.expressions] == ["LicenseRef-tiny-1.0"]


@given(st.text(max_size=300))
def test_any_text_is_answered_and_what_is_answered_is_its_own_normal_form(text: str) -> None:
    found = normalized(text)
    for license_ in found.expressions if found else ():
        again = normalized(str(license_))
        assert again is not None
        assert again.expressions == (license_,)


@pytest.mark.shared_data
def test_most_packages_of_the_index_name_a_license_that_is_known(shared_data: Path) -> None:
    """What stays unknown: `BSD`, `GPLv3` and the like, which leave it open, and names that are of no list."""
    stated: Counter[str] = Counter()
    with gzip.open(shared_data / "pypi-json-8k" / "pypi_json_trimmed.jsonl.gz", "rt") as lines:
        for line in lines:
            info = json.loads(line)["info"]
            stated[(info.get("license_expression") or info.get("license") or "").strip()] += 1
    stated.pop("", None)
    known = sum(count for text, count in stated.items() if normalized(text))
    assert known / sum(stated.values()) > 0.79
