from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlgraph_ingest.project.origins import origin, public_url, without_secrets

HIDDEN = "hunter2"


@pytest.mark.parametrize(
    ("text", "url", "revision"),
    [
        ("git+https://github.com/a/b.git@v1#egg=b", "https://github.com/a/b.git", "v1"),
        ("git+ssh://git@github.com/a/b@main", "ssh://git@github.com/a/b", "main"),
        ("git+git@github.com:a/b.git@0a1b", "ssh://git@github.com/a/b.git", "0a1b"),
        ("git+https://github.com/a/b", "https://github.com/a/b", None),
        ("https://h.example/@scope/x-1.0.tar.gz", "https://h.example/@scope/x-1.0.tar.gz", None),
        ("file:///home/me/x.whl", None, None),
        ("https://[broken/x", None, None),
    ],
)
def test_url_and_revision_are_taken_apart(text, url, revision):
    found = origin(text)
    assert (found.url, found.revision) == (url, revision)


@pytest.mark.parametrize(
    "text",
    [
        f"https://me:{HIDDEN}@h.example/x-1.0.tar.gz",
        f"https://{HIDDEN}@h.example/x",
        f"https://me:p@{HIDDEN}@h.example/x",
        f"https://h.example/x-1.0.tar.gz?token={HIDDEN}",
        f"git+https://me:{HIDDEN}@h.example/x.git@main#egg=x",
        f"ssh://{HIDDEN}@h.example/x",
    ],
)
def test_no_credential_is_kept(text):
    assert HIDDEN not in repr(origin(text))
    assert HIDDEN not in str(public_url(text.removeprefix("git+")))
    assert HIDDEN not in without_secrets(f"some words {text}")


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text):
    origin(text)
    without_secrets(text)


def test_fragment_names_the_package_its_folder_and_its_hash():
    found = origin(f"git+https://h.example/a.git@v1#egg=Lib[x,y]&subdirectory=py&sha256={'0' * 64}")
    assert (found.egg, found.egg_extras, found.subdirectory) == ("Lib", ("x", "y"), "py")
    assert found.hashes == (f"sha256:{'0' * 64}",)
