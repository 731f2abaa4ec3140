from __future__ import annotations

import pytest

from mlgraph.bom.links import links, web_address


@pytest.mark.parametrize(
    ("label", "type_"),
    [
        ("homepage", "website"),
        ("Source Code", "vcs"),
        ("bug tracker", "issue-tracker"),
        ("Docs", "documentation"),
        ("release-notes", "release-notes"),
        ("what's new", "release-notes"),
        ("download", "distribution"),
    ],
)
def test_label_decides_the_type(label, type_):
    (reference,) = links([(label, "https://example.org/x")])
    assert reference.type.value == type_
    assert reference.comment is None


def test_unknown_label_is_kept_as_comment():
    (reference,) = links([("funding", "https://example.org/give")])
    assert (reference.type.value, reference.comment) == ("other", "funding")


def test_repository_is_not_named_twice():
    url = "https://github.com/a/b"
    assert [str(r.url) for r in links([("source", url), ("repository", url)], url)] == [url]


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "ftp://example.org", "example.org", "https://", "https://a b", "https://[::1", "http://x:99999",
     "https://x/%zz", "https://x/#a#b", "https://x/\n<script>", "UNKNOWN", ""],
)  # fmt: skip
def test_what_is_no_web_address_is_left_out(text):
    assert web_address(text) is None


def test_letters_outside_ascii_are_escaped():
    assert str(web_address(" https://example.org/ü ")) == "https://example.org/%C3%BC"
