"""The minimum elements of a software bill of materials: NTIA 2021, and what CISA's draft of 2025 adds."""

from __future__ import annotations

from mlgraph_queries.checklists.checklist import Checklist, Element, Level
from mlgraph_queries.checklists.facts import Fact

_COMPONENT, _DOCUMENT = Level.COMPONENT, Level.DOCUMENT
_FIELDS = "Data fields"

NTIA = Checklist(
    key="ntia",
    title="NTIA minimum elements",
    text="The Minimum Elements For a Software Bill of Materials (SBOM), NTIA, 2021-07-12",
    url="https://www.ntia.gov/sites/default/files/publications/sbom_minimum_elements_report_0.pdf",
    read_in="the ESP-IDF Programming Guide (docs.espressif.com, idf-sbom), which quotes its table of data fields",
    elements=(
        Element("ntia-supplier", _FIELDS, "Supplier name", _COMPONENT, "Data Fields", (Fact.PRODUCER,)),
        Element("ntia-name", _FIELDS, "Component name", _COMPONENT, "Data Fields", (Fact.NAME,)),
        Element("ntia-version", _FIELDS, "Version of the component", _COMPONENT, "Data Fields", (Fact.VERSION,)),
        Element("ntia-identifier", _FIELDS, "Other unique identifiers", _COMPONENT, "Data Fields", (Fact.IDENTIFIER,)),
        Element("ntia-dependency", _FIELDS, "Dependency relationship", _COMPONENT, "Data Fields", (Fact.REQUIREMENT,)),
        Element("ntia-author", _FIELDS, "Author of SBOM data", _DOCUMENT, "Data Fields", (Fact.AUTHOR,)),
        Element("ntia-timestamp", _FIELDS, "Timestamp", _DOCUMENT, "Data Fields", (Fact.DOCUMENT_TIME,)),
    ),
)

_DRAFT = "Data Fields (draft)"
CISA = Checklist(
    key="cisa",
    title="CISA minimum elements (draft 2025)",
    text="2025 Minimum Elements for a Software Bill of Materials (SBOM), CISA, public comment draft of 2025-08-22",
    url="https://www.cisa.gov/sites/default/files/2025-08/2025_CISA_SBOM_Minimum_Elements.pdf",
    read_in="sbomify.com (2025-08-23) and security.cms.gov (2025-09-29), which list its data fields; the draft itself was "
    "not available",
    elements=(
        Element("cisa-producer", _FIELDS, "Software producer", _COMPONENT, _DRAFT, (Fact.PRODUCER,)),
        Element("cisa-name", _FIELDS, "Component name", _COMPONENT, _DRAFT, (Fact.NAME,)),
        Element("cisa-version", _FIELDS, "Component version", _COMPONENT, _DRAFT, (Fact.VERSION,)),
        Element("cisa-identifier", _FIELDS, "Software identifiers", _COMPONENT, _DRAFT, (Fact.IDENTIFIER,)),
        Element("cisa-hash", _FIELDS, "Component hash", _COMPONENT, _DRAFT, (Fact.HASH,)),
        Element("cisa-license", _FIELDS, "License", _COMPONENT, _DRAFT, (Fact.LICENSE,)),
        Element("cisa-dependency", _FIELDS, "Dependency relationship", _COMPONENT, _DRAFT, (Fact.REQUIREMENT,)),
        Element("cisa-author", _FIELDS, "SBOM author", _DOCUMENT, _DRAFT, (Fact.AUTHOR,)),
        Element("cisa-tool", _FIELDS, "Tool name", _DOCUMENT, _DRAFT, (Fact.TOOL_NAME,)),
        Element("cisa-context", _FIELDS, "Generation context", _DOCUMENT, _DRAFT, (Fact.GENERATION_CONTEXT,)),
        Element("cisa-timestamp", _FIELDS, "Timestamp", _DOCUMENT, _DRAFT, (Fact.DOCUMENT_TIME,)),
    ),
    note="A draft for public comment, which a final version may change.",
)
