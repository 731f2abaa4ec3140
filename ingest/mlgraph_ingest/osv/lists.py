"""Lists of single weaknesses: which are known to be exploited, and how probable it is that they will be.

The catalog of known exploited vulnerabilities of CISA is a JSON object whose `vulnerabilities` have a `cveID` (its JSON
schema of 2024: `dateAdded`, `dueDate`, `knownRansomwareCampaignUse`). The scores of EPSS are a CSV file of FIRST: a line
that begins with `#` and names model and day, a heading `cve,epss,percentile`, and a line for each CVE.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, JsonValue, fact
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.answers.json_values import Table, items, pointer, text
from mlgraph_ingest.huggingface.values import moment
from mlgraph_ontology.kinds import Method, NodeKind, PropertyKind

EXPLOITED, PREDICTED = "known-exploited", "exploit-prediction"
"""What a list is called in the coverage of its document."""
_PROBLEM_LIMIT = 100
_CVE = re.compile(r"CVE-\d{4}-\d{4,19}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def is_exploited(said: object) -> bool:
    """Whether a JSON document is a catalog of known exploited weaknesses."""
    listed = items(said, "vulnerabilities")
    return bool(listed) and text(listed[0], "cveID") is not None


def exploited_at(said: Table) -> str | None:
    """When such a catalog was released."""
    return moment(said.get("dateReleased"))


def exploited_assertions(said: Table, document: NodeId) -> Iterator[Assertion]:
    """Which weaknesses a catalog lists, since when, and until when it asks to have them mended."""
    catalog = (text(said, "title") or "known exploited vulnerabilities")[:200]
    problems, records = [], 0
    for number, one in enumerate(items(said, "vulnerabilities")):
        name, evidence = text(one, "cveID"), Evidence(pointer("vulnerabilities", number), Method.DECLARED, "kev")
        if name is None or not _CVE.fullmatch(name):
            problems.append(f"entry {number} names no CVE: {str(name)[:40]!r}")
            continue
        value: dict[str, JsonValue] = {"catalog": catalog}
        for key, field in (("added", "dateAdded"), ("due", "dueDate")):
            stated = text(one, field)
            if stated is not None and _DAY.fullmatch(stated):
                value[key] = stated
        if text(one, "knownRansomwareCampaignUse") == "Known":  # the other word is `Unknown`, which says nothing
            value["ransomware"] = True
        records += 1
        yield fact(ids.vulnerability(name), PropertyKind.KNOWN_EXPLOITED, value, evidence)
    version = text(said, "catalogVersion")
    yield _coverage(document, {"list": EXPLOITED, "records": records, **({"version": version} if version else {})})
    yield from _problems(document, problems)


def is_predicted(head: bytes) -> bool:
    """Whether a file that begins so holds scores of EPSS."""
    lines = head.removeprefix(b"\xef\xbb\xbf").splitlines()[:3]
    return any(line.startswith(b"#") for line in lines[:1]) and any(line.startswith(b"cve,epss") for line in lines)


def predicted_at(head: bytes) -> str | None:
    """The day of the scores, from the first lines of their file, as a moment."""
    found = re.search(rb"score_date:([0-9T:+.Z-]+)", head)
    return moment(found[1].decode()) if found else None


def predicted_assertions(content: bytes, document: NodeId, shown: str) -> Iterator[Assertion]:
    """How probable it is that each weakness is exploited in the 30 days after the day of the scores."""
    head = content[:1_000]
    said_at = predicted_at(head)
    if said_at is None:
        raise FormatError(f"{shown}:1: no score_date, so that nobody knows for which day the scores hold; not read")
    day = said_at[:10]
    model = re.search(rb"model_version:([\w.-]+)", head)
    problems, records, left_out = [], 0, 0
    for number, line in enumerate(io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", errors="replace"), start=1):
        if line.startswith(("#", "cve,", "\ufeff")) or not line.strip():
            continue
        found = _scores(line)
        if found is None:
            left_out += 1
            if left_out <= _PROBLEM_LIMIT:
                problems.append(f"line {number}: no CVE with two numbers from 0 to 1: {line.strip()[:60]!r}")
            continue
        records += 1
        name, probability, percentile = found
        value: JsonValue = {"probability": probability, "percentile": percentile, "date": day}
        node = NodeId(NodeKind.VULNERABILITY, name)  # its form was just checked, and there are a quarter of a million
        yield fact(node, PropertyKind.EXPLOIT_PREDICTION, value, Evidence(str(number), Method.DECLARED, "epss"))
    version: dict[str, JsonValue] = {"version": model[1].decode()} if model else {}
    yield _coverage(document, {"list": PREDICTED, "records": records, "date": day, **version})
    yield from _problems(document, problems)


def _scores(line: str) -> tuple[str, float, float] | None:
    name, _, rest = line.partition(",")
    try:
        probability, percentile = map(float, rest.split(","))
    except ValueError:
        return None
    is_legal = 0 <= probability <= 1 and 0 <= percentile <= 1 and _CVE.fullmatch(name) is not None
    return (name, probability, percentile) if is_legal else None


def _coverage(document: NodeId, value: dict[str, JsonValue]) -> Assertion:
    return fact(document, PropertyKind.COVERAGE, value, Evidence("", Method.OBSERVED, "coverage"))


def _problems(document: NodeId, problems: list[str]) -> Iterator[Assertion]:
    for text_ in problems[:_PROBLEM_LIMIT]:
        yield fact(document, PropertyKind.PROBLEM, text_, Evidence("", Method.OBSERVED, "unread"))
