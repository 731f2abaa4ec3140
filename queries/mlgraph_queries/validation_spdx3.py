"""Whether an SPDX 3.0.1 document in JSON-LD is what it claims to be: model, references, profiles, purls, licenses."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph.model.errors import FormatError
from mlgraph_queries.validation_identifiers import is_range, is_spdx_expression, purl_fault
from mlgraph_queries.validation_references import walk
from mlgraph_queries.validation_spdx3_collections import collection_violations
from mlgraph_queries.validation_spdx3_model import CONTEXT, element_violations, load
from mlgraph_queries.validation_spdx3_profiles import profile_violations
from mlgraph_queries.validation_spdx3_references import reference_violations
from mlgraph_queries.validation_violations import Violation, limited, pointer, quoted

Elements = list[tuple[str, dict[str, object]]]
_NO_EXPRESSION = frozenset({"NONE", "NOASSERTION"})


def spdx3_violations(document: dict[str, object], *, name: str, limit: int) -> Iterator[Violation]:
    """Everything that is wrong with a document; of more than `limit` faults against the model, the rest is counted.

    Raises FormatError where its version is not known.
    """
    context = document.get("@context")
    stated = context[0] if isinstance(context, list) and context else context
    if stated != CONTEXT:
        raise FormatError(f"{name}#/@context: {repr(stated)[:80]} is not {CONTEXT}, the context of SPDX 3.0.1")
    elements, faults = elements_of(document)
    yield from faults
    whole, _ = load(context, [element for _, element in elements])
    if whole is None:
        yield from limited(element_violations(context, elements), limit)
    yield from reference_violations(context, elements, whole)
    yield from collection_violations(elements)
    yield from profile_violations(elements)
    yield from _identifier_violations(document)


def elements_of(document: dict[str, object]) -> tuple[Elements, list[Violation]]:
    """The elements of a document, each with its place, and what stands among them without being one."""
    if "@graph" not in document:
        return [("#", {name: value for name, value in document.items() if name != "@context"})], []
    graph = document["@graph"]
    if not isinstance(graph, list):
        return [], [Violation("#/@graph", "is not a list")]
    numbered = [(pointer(("@graph", index)), each) for index, each in enumerate(graph)]
    faults = [Violation(place, "is not an object") for place, each in numbered if not isinstance(each, dict)]
    return [(place, each) for place, each in numbered if isinstance(each, dict)], faults


def _identifier_violations(document: dict[str, object]) -> Iterator[Violation]:
    """Illegal purls and SPDX expressions, and ranges where one version belongs."""
    for path, value in walk(document):
        if not path or not isinstance(value, str):
            continue
        text = None
        if path[-1] == "software_packageUrl":
            text = purl_fault(value)
        elif path[-1] == "simplelicensing_licenseExpression" and value not in _NO_EXPRESSION:
            text = None if is_spdx_expression(value) else f"{quoted(value)} is no SPDX license expression"
        elif path[-1] == "software_packageVersion":
            text = f"{quoted(value)} looks like a range, not like a version" if is_range(value) else None
        if text:
            yield Violation(pointer(path), text)
