"""The official schema, on the specification's own test documents."""

from __future__ import annotations

import pytest

from mlgraph.model.errors import FormatError
from mlgraph_queries.validation import validate
from mlgraph_queries.validation_parsing import parse
from mlgraph_queries.validation_schema import VERSIONS, schema_violations, spdx_license_ids

WITH_TEST_DOCUMENTS = ("1.4", "1.5", "1.6", "1.7")


def documents(shared_data, version, prefix):
    found = sorted((shared_data / "cyclonedx" / version).glob(f"{prefix}-*.json"))
    assert len(found) > 10, "the specification's test documents are not where they were"
    return found


@pytest.mark.shared_data
@pytest.mark.parametrize("version", WITH_TEST_DOCUMENTS)
def test_valid_documents_of_the_specification_obey_the_schema(shared_data, version):
    for path in documents(shared_data, version, "valid"):
        parsed = parse(path.read_bytes(), name=path.name)
        assert list(schema_violations(parsed, version, limit=5)) == [], path.name


@pytest.mark.shared_data
@pytest.mark.parametrize("version", WITH_TEST_DOCUMENTS)
def test_invalid_documents_of_the_specification_fail(shared_data, version):
    accepted = []
    for path in documents(shared_data, version, "invalid"):
        try:
            violations = validate(path.read_bytes(), name=path.name)
        except FormatError:
            continue
        if not violations:
            accepted.append(path.name)
    assert accepted == []


@pytest.mark.parametrize("version", VERSIONS)
def test_license_id_outside_the_list_is_found(version):
    component = {"type": "library", "name": "a", "version": "1", "licenses": [{"license": {"id": "Mine"}}]}
    document = {"bomFormat": "CycloneDX", "specVersion": version, "version": 1, "components": [component]}
    found = list(schema_violations(document, version, limit=5))
    assert [violation.place.startswith("#/components/0/licenses") for violation in found] == [True] * len(found)
    assert found


def test_license_ids_are_those_of_spdx():
    assert {"MIT", "Apache-2.0", "GPL-3.0-only"} <= spdx_license_ids()
    assert "LicenseRef-llama" not in spdx_license_ids()
