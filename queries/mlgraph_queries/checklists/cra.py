"""The Cyber Resilience Act: a bill of materials, and due diligence on components. A checklist, never legal advice."""

from __future__ import annotations

from mlgraph_queries.checklists.checklist import Checklist, Element, Level
from mlgraph_queries.checklists.facts import Fact

_SBOM, _DILIGENCE = "Bill of materials", "Due diligence on components"
_PART_II, _ARTICLE, _RECITAL = "Annex I, part II, point (1)", "Article 13(5)", "Article 13(5) with recital 34"

CRA = Checklist(
    key="cra",
    title="Cyber Resilience Act: components",
    text="Regulation (EU) 2024/2847 (Cyber Resilience Act), OJ L, 2024/2847, 20.11.2024, Annex I part II point (1) and "
    "Article 13(5)",
    url="https://eur-lex.europa.eu/eli/reg/2024/2847/oj",
    read_in="crace.io (Annex I part II point (1)) and cra.orcwg.org (Article 13(5), recital 34), which quote the text of "
    "the Official Journal",
    elements=(
        Element("cra-components", _SBOM, "Components documented", Level.SYSTEM, _PART_II, (Fact.COMPONENTS,)),
        Element("cra-format", _SBOM, "In a machine-readable format", Level.DOCUMENT, _PART_II, (Fact.FORMAT_NAME,)),
        Element("cra-top-level", _SBOM, "Top-level dependencies", Level.DOCUMENT, _PART_II, (Fact.RELATIONSHIPS,)),
        Element(
            "cra-vulnerabilities", _SBOM, "Vulnerabilities documented", Level.SYSTEM, _PART_II, (Fact.VULNERABILITIES,)
        ),
        Element("cra-identity", _DILIGENCE, "Which component it is", Level.COMPONENT, _ARTICLE, (Fact.IDENTIFIER,)),
        Element("cra-version", _DILIGENCE, "In which version", Level.COMPONENT, _ARTICLE, (Fact.VERSION,)),
        Element("cra-source", _DILIGENCE, "From whom it comes", Level.COMPONENT, _ARTICLE, (Fact.PRODUCER,)),
        Element(
            "cra-updates",
            _DILIGENCE,
            "History of its updates",
            Level.COMPONENT,
            _RECITAL,
            (Fact.RELEASE_HISTORY,),
        ),
        Element(
            "cra-known-vulnerabilities",
            _DILIGENCE,
            "Whether vulnerabilities are registered",
            Level.COMPONENT,
            _RECITAL,
            (Fact.VULNERABILITIES,),
        ),
        Element(
            "cra-conformity",
            _DILIGENCE,
            "Conformity shown by its manufacturer",
            Level.COMPONENT,
            _RECITAL,
            is_of_provider=True,
        ),
        Element("cra-tests", _DILIGENCE, "Additional security tests", Level.COMPONENT, _RECITAL, is_of_provider=True),
    ),
    note="A checklist of what is known, no legal advice; it does not say whether the regulation applies to you.",
)
