"""What the document itself will state that mlgraph writes of an inventory."""

from __future__ import annotations

from dataclasses import dataclass

from mlgraph_queries.checklists import Fact
from mlgraph_queries.completeness.subjects import Gathering, Subject, SubjectKind

THIS_DOCUMENT = "this document"
_NEW = "a new one in each document"
_NOW = "the time of writing"


@dataclass(frozen=True, slots=True)
class DocumentPlan:
    """How an inventory is to be written. What mlgraph itself makes counts, for elements on the document alone."""

    tool_version: str
    form: str = "CycloneDX"
    spec_version: str = "1.6"
    is_reproducible: bool = False
    """Whether equal input gives equal bytes, which costs the serial number, and the time unless it is given."""
    is_dated: bool = False
    """Whether SOURCE_DATE_EPOCH gives the time of a reproducible one."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What writing it so costs."""
        if not self.is_reproducible:
            return ()
        lost = "serial number" if self.is_dated else "serial number and no time"
        return (f"A reproducible document has no {lost}; elements that ask for them are not stated.",)


def planned_document(plan: DocumentPlan, stages: tuple[str, ...], relationships: str | None) -> Subject:
    """The document as a subject: `stages` of the life cycle it is of, and how many `relationships` are known."""
    found = Gathering()
    made = {
        Fact.FORMAT_NAME: plan.form,
        Fact.FORMAT_VERSION: plan.spec_version,
        Fact.DOCUMENT_VERSION: "1",
        Fact.TOOL_NAME: "mlgraph",
        Fact.TOOL_VERSION: plan.tool_version,
        Fact.SERIAL_NUMBER: None if plan.is_reproducible else _NEW,
        Fact.DOCUMENT_TIME: _time(plan),
        Fact.GENERATION_CONTEXT: ", ".join(stages) or None,
        Fact.RELATIONSHIPS: relationships,
    }
    for fact, value in made.items():
        found.say(fact, value, THIS_DOCUMENT, None)
    return Subject(SubjectKind.DOCUMENT, "document", THIS_DOCUMENT, found.facts)


def _time(plan: DocumentPlan) -> str | None:
    if plan.is_reproducible:
        return "as SOURCE_DATE_EPOCH gives it" if plan.is_dated else None
    return _NOW
