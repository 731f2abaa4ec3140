"""Where an index is asked for what."""

from __future__ import annotations

import pytest

from mlgraph.model.http import Route
from mlgraph_ingest.pypi.index import index_at


def test_project_documents_are_beside_the_simple_api() -> None:
    index = index_at("https://me:key@host.example/artifactory/api/pypi/main/simple/", Route())
    base = "https://me:key@host.example/artifactory/api/pypi/main"
    assert index.project_url("lib") == f"{base}/pypi/lib/json"
    assert index.project_url("lib", "1.0+a/../b") == f"{base}/pypi/lib/1.0+a%2F..%2Fb/json"
    assert index.simple_url("lib") == f"{base}/simple/lib/"
    assert (index.host, index.has_documents) == ("host.example", True)
    assert "key" not in repr(index)


def test_index_of_another_form_has_no_project_documents() -> None:
    assert not index_at("https://devpi.example/root/pypi/+simple/", Route()).has_documents


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("../../packages/lib.whl", "https://me:key@host.example/packages/lib.whl"),
        ("https://host.example/x", "https://me:key@host.example/x"),
        ("https://host.example:8443/x", "https://host.example:8443/x"),
        ("https://files.example/x", "https://files.example/x"),
        ("https://evil:word@files.example/x", "https://files.example/x"),
        ("http://host.example/x", None),
        ("file:///etc/passwd", None),
        ("https://[", None),
        ("javascript:alert(1)", None),
    ],
)
def test_addresses_in_documents_get_credentials_on_the_same_host_alone(url: str, expected: str | None) -> None:
    index = index_at("https://me:key@host.example/simple", Route())
    assert index.found_at("https://host.example/pypi/lib/json", url.replace("../../", "../../")) == expected
