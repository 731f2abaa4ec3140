"""Whole texts, as packages of this environment distribute them, and what is added to them."""

from __future__ import annotations

from importlib.metadata import distribution

import pytest

from mlgraph_ingest.licenses import normalized
from mlgraph_ingest.licenses.texts import blocks

TEXTS = {"MIT": ("rich", "LICENSE"), "BSD-3-Clause": ("jinja2", "LICENSE.txt"), "BSD-2-Clause": ("pygments", "LICENSE")}


def text_of(package: str, name: str) -> str:
    found = next(path for path in distribution(package).files or () if path.name == name)
    return found.read_text()


def named(text: str) -> str | None:
    found = normalized(text)
    return str(found.expressions[0]) if found else None


@pytest.mark.parametrize("license_", TEXTS)
def test_text_of_a_license_is_recognized_however_it_is_broken_into_lines(license_: str) -> None:
    text = text_of(*TEXTS[license_])
    assert named(text) == named(" ".join(text.split())) == named(text.replace("\n", "\n        ")) == license_


@pytest.mark.parametrize("license_", TEXTS)
@pytest.mark.parametrize("more", ["It shall be used for good, not for evil.", "No part may be sold by anybody at all."])
def test_sentence_that_is_added_makes_another_license(license_: str, more: str) -> None:
    text = text_of(*TEXTS[license_])
    assert named(f"{text}\n{more}") is None
    middle = text.index(".", len(text) // 2) + 1
    assert named(f"{text[:middle]} {more} {text[middle:]}") is None


def test_two_texts_in_one_field_are_neither() -> None:
    assert named("\n".join(text_of(*where) for where in TEXTS.values())) is None


def test_text_that_breaks_off_is_what_its_title_names_and_its_words_agree_with() -> None:
    body = text_of(*TEXTS["MIT"]).partition("Permission")[2][:400]
    assert named(f"MIT License\n\nCopyright (c) 2024 Ann\n\nPermission{body}") == "MIT"
    assert named(f"Copyright (c) 2024 Ann\n\nPermission{body}") is None
    assert named(f"ISC License\n\nCopyright (c) 2024 Ann\n\nPermission{body}") is None


def test_catalog_holds_digests_and_no_words() -> None:
    assert blocks("some words of a text {4} and others") == ["4:8006d9ed", 4, "2:eb21cf06"]
