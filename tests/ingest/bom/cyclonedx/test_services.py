"""Services: by whom, at which host, without secrets."""

from __future__ import annotations

from tests.ingest.bom.cyclonedx_reading import bom, edges, facts, values

DOCUMENT = bom(services=[{
    "bom-ref": "s", "name": "quotes", "group": "acme", "provider": {"name": "Acme Inc", "url": ["https://acme.example"]},
    "endpoints": ["https://user:secret@api.acme.example:8443/v1?api_key=12345", "https://two.acme.example?token=abc"],
    "x-trust-boundary": True, "data": [{"flow": "inbound", "classification": "PII"}],
    "licenses": [{"license": {"id": "MIT"}}], "services": [{"name": "inner"}],
}])  # fmt: skip


def test_service() -> None:
    assert facts(DOCUMENT, "endpoint", "provider", "name", "component_type") == {
        ("service:acme/quotes", "endpoint", "api.acme.example:8443"), ("service:acme/quotes", "provider", "Acme Inc"),
        ("service:acme/quotes", "name", "quotes"), ("service:acme/quotes", "component_type", "service"),
        ("service:unnamed/inner", "name", "inner"), ("service:unnamed/inner", "component_type", "service"),
        ("org:acme-inc", "name", "Acme Inc"),
    }  # fmt: skip
    assert edges(DOCUMENT, "licensed_under", "published_by") == {
        ("service:acme/quotes", "licensed_under", "MIT", "{}"),
        ("service:acme/quotes", "published_by", "org:acme-inc", '{"role": "provider"}'),
    }


def test_service_within_a_service() -> None:
    assert ("service:acme/quotes", "contains", "service:unnamed/inner", "{}") in edges(DOCUMENT, "contains")


def test_where_data_go_is_kept_and_secrets_are_not() -> None:
    kept = {v["field"]: v["value"] for v in values(DOCUMENT, "unmapped")}
    assert kept["data"] == [{"flow": "inbound", "classification": "PII"}]
    assert kept["x-trust-boundary"] is True
    assert kept["endpoints/1"] == "https://two.acme.example"
    assert not [secret for secret in ("secret", "12345", "abc") if secret in str(facts(DOCUMENT))]
