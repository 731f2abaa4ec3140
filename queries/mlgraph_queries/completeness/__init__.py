"""How complete a bill of materials is: checklists held against what is said, with the source of each value.

A value counts only where its source is known; defaults and placeholders count zero, and a model that could not be
reached counts nothing. A project, one model and a document in any format are read into the same subjects with the
same facts (`Witness`), which the lists are then held against.
"""

from __future__ import annotations

from mlgraph_queries.completeness.answer import (
    Completeness,
    as_table,
    completeness,
    element_table,
    model_table,
    notes,
    summary_table,
)
from mlgraph_queries.completeness.judging import Judged, Judgement, State, judge
from mlgraph_queries.completeness.of_document import document_witness
from mlgraph_queries.completeness.of_inventory import artifact_witness, project_witness
from mlgraph_queries.completeness.plan import DocumentPlan
from mlgraph_queries.completeness.subjects import Said, Subject, SubjectKind, Witness

__all__ = [
    "Completeness",
    "DocumentPlan",
    "Judged",
    "Judgement",
    "Said",
    "State",
    "Subject",
    "SubjectKind",
    "Witness",
    "artifact_witness",
    "as_table",
    "completeness",
    "document_witness",
    "element_table",
    "judge",
    "model_table",
    "notes",
    "project_witness",
    "summary_table",
]
