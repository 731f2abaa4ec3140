"""What is fuzzed: each reader of foreign documents, by name. A further reader is a further entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.fuzz.mutation import Mutate, of_bytes, of_json, of_lines

LOCATOR = "file:///boms/fuzzed"


@dataclass(frozen=True, slots=True)
class Target:
    """A reader, and how its documents are mutated."""

    name: str
    read: Callable[[bytes], None]
    """Reads a document to its end; raises MlgraphError where it refuses it."""
    ways: Sequence[Mutate]
    golden: str = ""
    """Pattern of our own documents in tests/golden that belong to its corpus."""


def read_bom(document: bytes) -> None:
    """Read a bill of materials of any form into the rows of a store."""
    from pathlib import Path

    from mlgraph.model import ids
    from mlgraph.model.errors import FormatError
    from mlgraph.store.batches import in_batches
    from mlgraph_ingest.bom.content import content_of
    from mlgraph_ingest.bom.forms import form_of, said_at
    from mlgraph_ingest.bom.statements import Statements

    content = content_of(document, "fuzzed", limit=1_000_000)
    form = form_of(content)
    said_at(content)
    if form is None:
        raise FormatError("no bill of materials")
    statements = Statements(ids.project(Path("/boms/fuzzed")), LOCATOR, form.rule)
    for _ in in_batches(statements.of(form.read(content))):
        pass


def read_signed(document: bytes) -> None:
    """Check the signatures within a document."""
    from mlgraph.model.errors import FormatError
    from mlgraph_ingest.signatures.documents import signatures_within

    if not signatures_within(document):
        raise FormatError("no signature")


def read_bundle(document: bytes) -> None:
    """Check a bundle by the trust root of the corpus."""
    from pathlib import Path

    from mlgraph.model.errors import FormatError
    from mlgraph_ingest.signatures.sigstore_check import signature_of
    from mlgraph_ingest.signatures.statements import Artifact
    from mlgraph_ingest.signatures.trust import Trust

    root = Path(__file__).parent / "corpus" / "sigstore-bundle" / "trusted_root.json"
    artifact = Artifact("model.safetensors", _WEIGHTS)
    if signature_of(document, artifact, trust=Trust(trust_root=root), place="fuzzed") is None:
        raise FormatError("no bundle about the file")


_WEIGHTS = "9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c"
"""SHA-256 of the file that the bundles of the corpus are about."""


def read_weaknesses(document: bytes) -> None:
    """Read what the source `osv` is given (record, list, report, archive) into the rows of a store."""
    import tempfile
    from pathlib import Path

    from mlgraph.model.reporter import Reporter
    from mlgraph.store.batches import in_batches
    from mlgraph_ingest.osv.reader import reading

    with tempfile.NamedTemporaryFile() as file:
        file.write(document)
        file.flush()
        for _ in in_batches(reading(Path(file.name), Reporter()).assertions()):
            pass


def read_verdicts(document: bytes) -> None:
    """Read an OpenVEX document into the rows of a store."""
    from mlgraph.model import ids
    from mlgraph.store.batches import in_batches
    from mlgraph_ingest.answers.json_values import load_table
    from mlgraph_ingest.vex.openvex import openvex_assertions, said_at

    said = load_table(document, "fuzzed")
    said_at(said)
    for _ in in_batches(openvex_assertions(said, ids.document(LOCATOR), "fuzzed")):
        pass


def read_gate(document: bytes) -> None:
    """Read a policy of the gate."""
    from mlgraph.model.errors import FormatError
    from mlgraph_queries.policy.document import read_policy

    try:
        text = document.decode()
    except UnicodeDecodeError as error:
        raise FormatError("no text") from error
    read_policy(text, "fuzzed")


_JSON = (of_json, of_json, of_json, of_bytes)
_LINES = (of_lines, of_lines, of_bytes)
TARGETS = {
    target.name: target
    for target in (
        Target("cyclonedx-json", read_bom, _JSON, "*.cdx.json"),
        Target("cyclonedx-xml", read_bom, _LINES, "*.cdx.xml"),
        Target("spdx2-json", read_bom, _JSON, "*.spdx2.json"),
        Target("spdx2-tag-value", read_bom, _LINES),
        Target("spdx2-yaml", read_bom, _LINES),
        Target("spdx2-rdf", read_bom, _LINES),
        Target("spdx2-xml", read_bom, _LINES),
        Target("spdx3-json", read_bom, _JSON, "*.spdx.json"),
        Target("signed-json", read_signed, _JSON),
        Target("sigstore-bundle", read_bundle, _JSON),
        Target("osv-json", read_weaknesses, _JSON),
        Target("osv-yaml", read_weaknesses, _LINES),
        Target("osv-archive", read_weaknesses, (of_bytes,)),
        Target("openvex", read_verdicts, _JSON),
        Target("policy", read_gate, _LINES),
    )
}
