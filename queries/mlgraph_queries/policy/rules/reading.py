"""Rules on what nobody knows: names that only show at run time, and files that could not be read."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph_queries.policy.fingerprint import file_of
from mlgraph_queries.policy.options import Settings
from mlgraph_queries.policy.rule import Breach, Material, Rule


def _unresolved(material: Material, _settings: Settings) -> Iterator[Breach]:
    for reference in material.inventory.unresolved:
        subject = f"{reference.kind} in {file_of(reference.where)}"
        about = f"{reference.callable}({reference.expression})"
        yield Breach(subject, "it is given a value that is not known from the code alone", (reference.where,), about)


def _unread(material: Material, _settings: Settings) -> Iterator[Breach]:
    for finding in material.findings:
        if finding.kind == "unread":
            yield Breach(file_of(finding.subject), finding.text, finding.where)


RULES = (
    Rule(
        "unresolved",
        "A model, a dataset or a service is used whose name only shows when the program runs",
        "Nobody can say what will be loaded. Write the name where it is used, or give the setting a default.",
        _unresolved,
        tags=("completeness",),
    ),
    Rule(
        "unread",
        "Something could not be read",
        "What these files and servers would have said is unknown, and no other rule could look at it. Correct them.",
        _unread,
        tags=("completeness",),
    ),
)
