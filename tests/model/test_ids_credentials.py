"""No password, token or signature survives in an id, or in the message of an error."""

from __future__ import annotations

import pytest

from mlgraph.model import ids, urls
from mlgraph.model.errors import FormatError

LEAK = "hunter2"
USERS = [
    *(f"https://me:{LEAK}@example.org/a/b", f"https://{LEAK}@example.org/a/b", f"https://me:p@{LEAK}@example.org/a/b"),
    *(
        f"https://me:p/{LEAK}@example.org/a/b",
        f"https://git@x:{LEAK}@example.org/a/b",
        f"https://me: {LEAK}@example.org/a",
    ),
    *(f"git+https://me:{LEAK}@github.com/a/b.git@v1", f"me:{LEAK}@github.com:a/b.git", f"https://me:{LEAK}@["),
    *(
        f"https://me:{LEAK}@github.com/",
        f"https://me:{LEAK}@huggingface.co/datasets/a/b",
        f"service:x/https://{LEAK}@h/x",
    ),
]
PARAMETERS = [
    *(f"https://example.org/a/b?token={LEAK}", f"https://example.org/a/b?x=1&X-Amz-Signature={LEAK}&y=2"),
    *(
        f"https://example.org/a?%74oken={LEAK}",
        f"https://example.org/a?api_key={LEAK}",
        f"https://example.org/a?sig={LEAK}",
    ),
    *(f"https://github.com/a/b?access_token={LEAK}", f"https://github.com/?private-token={LEAK}"),
]
PACKAGE_URLS = [
    *(
        f"pkg:generic/x@1?download_url=https://me:{LEAK}@example.org/x",
        f"pkg:pypi/x?token={LEAK}",
        f"pkg:cargo/x?token={LEAK}",
    ),
    *(f"pkg:pypi/x@1?repository_url=https://me:{LEAK}@example.org/simple", f"pkg:x?download_url=https://me:{LEAK}@h/x"),
    f"pkg:generic/x@1?download_url=https://example.org/x%3Ftoken%3D{LEAK}%26a%3Db",
    f"pkg:generic/x@1?vcs_url=git%2Bhttps://me:{LEAK}@example.org/a%40v1",
]
CONSTRUCTORS = {
    "repository": ids.repository,
    "dataset": ids.dataset,
    "parse": ids.parse,
    "model": ids.model,
    "hub_dataset": ids.hub_dataset,
    "package": ids.package,
    "license": ids.license_expression,
    "vulnerability": ids.vulnerability,
    "document": ids.document,
    "service": lambda text: ids.service("x", text),
}


def said_by(constructor, text: str) -> str:
    try:
        return str(constructor(text))
    except FormatError as error:
        return str(error)


@pytest.mark.parametrize("constructor", CONSTRUCTORS)
@pytest.mark.parametrize("text", [*USERS, *PARAMETERS])
def test_credentials_survive_in_no_id_and_in_no_message(constructor, text) -> None:
    assert LEAK not in said_by(CONSTRUCTORS[constructor], text)


@pytest.mark.parametrize("text", PACKAGE_URLS)
def test_credentials_survive_in_no_package_url(text) -> None:
    assert LEAK not in said_by(ids.parse, text)


def test_parameters_that_are_no_secret_stay_in_a_url() -> None:
    assert (
        urls.canonical_url("https://example.org/a?x=1&token=abc&y=%20 2#part") == "https://example.org/a?x=1&y=%20%202"
    )


def test_a_document_is_named_without_credentials() -> None:
    assert ids.document("https://me:secret@example.org/bom.json").key == "https://example.org/bom.json"
    assert ids.document("file:///home/me/a:b@c").key == "file:///home/me/a:b@c"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org:8080/a@b", "https://example.org:8080/a@b"),
        ("ssh://git@example.org/a", "ssh://git@example.org/a"),
        ("git@github.com:a/b.git", "git@github.com:a/b.git"),
        ("https://[::1]:80/a@b", "https://[::1]:80/a@b"),
        ("llama3:8b@sha256:abc", "llama3:8b@sha256:abc"),
        ("claude@20240620", "claude@20240620"),
        ("http://h/a@b http://me:x@h/c", "http://h/a@b http://h/c"),
    ],
)
def test_what_is_no_credential_stays(url, shown) -> None:
    assert urls.without_credentials(url) == shown
