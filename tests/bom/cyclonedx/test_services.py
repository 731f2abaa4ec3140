from __future__ import annotations

from dataclasses import replace

import pytest


def test_hosted_model_is_a_service_across_a_trust_boundary(make, bom, said):
    (service,) = bom(make.inventory(services=(make.service("openai", "gpt-4o-mini"),)))["services"]
    assert service["bom-ref"] == "service:openai/gpt-4o-mini"
    assert service["provider"] == {"name": "openai"}
    assert service["group"] == "openai"
    assert service["x-trust-boundary"] is True
    assert "endpoints" not in service
    assert said(service, "occurrence") == ["chat.py:9 (observed, openai)"]


@pytest.mark.parametrize(
    ("endpoint", "written"),
    [
        ("https://llm.example.org/v1", "https://llm.example.org/v1"),
        ("llm.example.org:8443", "//llm.example.org:8443"),
        ("https://me:hunter2@llm.example.org", "https://llm.example.org"),
    ],
)
def test_endpoint_is_a_uri_and_its_scheme_is_not_invented(make, bom, endpoint, written):
    (service,) = bom(make.inventory(services=(make.service("openai", "m", endpoint),)))["services"]
    assert service["endpoints"] == [written]


def test_endpoint_that_is_no_uri_is_a_property(make, bom, said):
    (service,) = bom(make.inventory(services=(make.service("openai", "m", "$HOST / x"),)))["services"]
    assert "endpoints" not in service
    assert said(service, "endpoint") == ["$HOST / x"]


@pytest.mark.parametrize(
    "endpoint", ["localhost", "http://localhost:11434/v1", "127.0.0.1:8000", "http://[::1]:8000", "::1"]
)
def test_service_on_the_same_machine_crosses_no_known_boundary(make, bom, endpoint):
    (service,) = bom(make.inventory(services=(make.service("ollama", "m", endpoint),)))["services"]
    assert "x-trust-boundary" not in service


def test_server_that_is_started_on_the_same_machine_crosses_no_known_boundary(make, bom, said):
    entry = replace(make.service("mcp", "files"), transport="stdio", launches="npx @acme/files")
    (service,) = bom(make.inventory(services=(entry,)))["services"]
    assert "x-trust-boundary" not in service
    assert (said(service, "transport"), said(service, "launches")) == (["stdio"], ["npx @acme/files"])


def test_server_of_tools_that_is_elsewhere_crosses_one(make, bom, said):
    entry = replace(make.service("mcp", "files", "mcp.example"), transport="http")
    (service,) = bom(make.inventory(services=(entry,)))["services"]
    assert (service["x-trust-boundary"], service["endpoints"]) == (True, ["//mcp.example"])
    assert said(service, "transport") == ["http"]
    assert "provider" not in service


def test_entries_of_one_service_are_one_with_all_endpoints(make, bom):
    entries = (
        make.service("openai", "m", "https://a.example.org"),
        make.service("openai", "m", "https://b.example.org"),
    )
    (service,) = bom(make.inventory(services=entries))["services"]
    assert service["endpoints"] == ["https://a.example.org", "https://b.example.org"]
