"""What a document is judged to state is what the inventory knows that it was written of, where its format can say it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mlgraph.app.project import ingest_project, look
from mlgraph.bom.formats import write
from mlgraph.store import Store
from mlgraph_ontology.kinds import Method
from mlgraph_queries.checklists import chosen
from mlgraph_queries.completeness import DocumentPlan, State, Witness, document_witness, judge, project_witness
from mlgraph_queries.entries import Inventory

ROOT = Path(__file__).resolve().parents[2]
LISTS = chosen(["g7", "owasp", "ntia", "cisa", "provider-gpai", "downstream", "high-risk", "modifier", "cra"])
FORMS = ["cyclonedx", "cyclonedx-xml", "spdx", "spdx2"]
_Cell = tuple[str, str, str]


def stated(witness: Witness) -> set[_Cell]:
    """(element, kind of subject, name of the subject) of all that is stated."""
    return {
        (found.element.id, found.kind.value, "" if found.kind in {"document", "system"} else found.name)
        for judged in judge(LISTS, witness)
        for found in judged.judgements
        if found.state is State.STATED
    }


def limited(witness: Witness, written: Witness) -> Witness:
    """A witness without the facts that the format of a document has no place for."""
    subjects = (
        replace(
            each, facts={f: said for f, said in each.facts.items() if f not in written.unsayable.get(each.kind, ())}
        )
        for each in witness.subjects
    )
    return replace(witness, subjects=tuple(subjects))


def both(inventory: Inventory, form: str, **options: bool) -> tuple[Witness, Witness]:
    """The inventory as a witness, and the document that is written of it."""
    is_cyclonedx = form.startswith("cyclonedx")
    plan = DocumentPlan(
        "0.1.0", "CycloneDX" if is_cyclonedx else "SPDX", is_reproducible=options.get("reproducible", False)
    )
    document = write(inventory, form=form, **options)
    return project_witness(inventory, plan), document_witness(document, name="aibom")


@pytest.fixture
def shop(make):
    """A project with something of each kind, of which little is known."""
    locked = (make.sighting("uv.lock:1", Method.RESOLVED, version="2.4.0"),)
    torch = make.package("torch", "2.4.0", locked=locked, hashes=("sha256:" + "ab" * 32,))
    torch = replace(torch, licenses=(make.license("BSD-3-Clause"),))
    return make.inventory(
        packages=(torch, make.package("numpy", declared=(make.sighting(),))),
        direct=(torch.id,),
        models=(make.model("org/chat", make.COMMIT), make.model("gpt2")),
        datasets=(make.dataset("org/corpus"),),
        services=(make.service("openai", "gpt-4o", "api.openai.example"),),
        files=(make.weight_file("weights/a.safetensors"),),
        documents=(("app.py", "code/1"),),
    )


@pytest.mark.parametrize("form", FORMS)
def test_document_states_what_its_inventory_knows(shop: Inventory, form: str) -> None:
    inventory, document = both(shop, form)
    known = stated(limited(inventory, document))
    assert stated(document) == known


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("project", ["rag-chat", "image-finetune"])
def test_document_of_an_example_states_what_its_inventory_knows(tmp_path: Path, project: str, form: str) -> None:
    store = Store(tmp_path / "graph.duckdb")
    ingest_project(ROOT / "examples" / project, store=store)
    inventory, document = both(look(ROOT / "examples" / project, store=store)[0], form)
    known = stated(limited(inventory, document))
    assert stated(document) == known


@pytest.mark.parametrize("form", FORMS)
def test_reproducible_document_loses_its_time(shop: Inventory, form: str) -> None:
    _, document = both(shop, form, reproducible=True)

    assert ("ntia-timestamp", "document", "") not in stated(document)


@pytest.mark.parametrize("form", ["cyclonedx", "cyclonedx-xml"])
def test_reproducible_cyclonedx_loses_its_serial_number(shop: Inventory, form: str) -> None:
    _, document = both(shop, form, reproducible=True)

    assert ("owasp-serialNumber", "document", "") not in stated(document)
