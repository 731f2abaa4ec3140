"""Whether an SPDX 2.2 or 2.3 document in JSON is what it claims to be: fields, references, licenses, purls, versions.

No library ships the official JSON schema; the rules are written from the specification (SPDX 2.3, ISO/IEC 5962:2021
for 2.2.1), whose clauses are cited where they stand.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph.model.errors import FormatError
from mlgraph_queries.validation_spdx2_fields import document_rule
from mlgraph_queries.validation_spdx2_packages import package_violations
from mlgraph_queries.validation_spdx2_references import reference_violations
from mlgraph_queries.validation_spdx2_rules import faults
from mlgraph_queries.validation_violations import Violation, limited

VERSIONS = ("SPDX-2.2", "SPDX-2.3")
"""What is checked here."""


def spdx2_violations(document: dict[str, object], *, name: str, limit: int) -> Iterator[Violation]:
    """Everything that is wrong with a document; of more than `limit` wrong fields, the rest is counted.

    Raises FormatError where its version is not known.
    """
    version = document.get("spdxVersion")
    if version not in VERSIONS:
        raise FormatError(f"{name}#/spdxVersion: {repr(version)[:40]} is not one of {', '.join(VERSIONS)}")
    yield from limited(faults(document_rule(str(version)), document), limit)
    yield from reference_violations(document)
    yield from package_violations(document)
