"""What a document is judged to state is what the inventory knows that it was written of, where its format can say it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mlgraph.app.project import ingest_project, look
from mlgraph.bom.formats import write
from mlgraph.store import Store
from mlgraph_ontology.kinds import Method
from mlgraph_queries.checklists import Fact, chosen
from mlgraph_queries.completeness import DocumentPlan, State, Subject, Witness, document_witness, judge, project_witness
from mlgraph_queries.entries import Inventory, Shard
from tests.queries.completeness.builders import BASE, CORPUS, OF_DATASET_ALONE, OF_MODEL, artifact, reference, rich

ROOT = Path(__file__).resolve().parents[2]
LISTS = chosen(["g7", "owasp", "ntia", "cisa", "provider-gpai", "downstream", "high-risk", "modifier", "cra"])
FORMS = ["cyclonedx", "cyclonedx-xml", "spdx", "spdx2"]
OTHERWISE = {"spdx": ("owasp-domain",)}
"""Elements that a format says by another name: the task of a model stands in `ai_domain` there."""
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
    return replace(witness, subjects=tuple(_limited(each, written) for each in witness.subjects))


def _limited(subject: Subject, written: Witness) -> Subject:
    unsayable = written.unsayable.get(subject.kind, frozenset())
    if written.form == "SPDX 3.0.1" and subject.id.startswith("file:"):
        unsayable |= {Fact.TYPE_OF_MODEL}  # a software_File has none of the properties of an ai_AIPackage
    return replace(subject, facts={fact: said for fact, said in subject.facts.items() if fact not in unsayable})


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
        files=(
            make.weight_file("weights/a.safetensors", architectures=("LlamaForCausalLM",), context_length=4096),
            *(
                make.weight_file(f"b/m-0000{n}-of-00002.safetensors", shard=Shard(n, 2, "m.safetensors"))
                for n in (1, 2)
            ),
            make.weight_file("c.npy", format="numpy"),
            make.weight_file("unread.gguf", format=None, tensor_count=None, parameter_count=None),
        ),
        documents=(("app.py", "code/1"),),
    )


@pytest.fixture
def known(make):
    """A project that uses a model of which everything is known, and one of which nothing was to be had."""
    lost = replace(artifact(BASE, "org/base"), failure="hub.example answered 401")
    return make.inventory(
        models=(reference(rich(OF_MODEL - OF_DATASET_ALONE)), reference(lost)),
        related=(artifact(CORPUS, "org/corpus"),),
        documents=(("app.py", "code/1"),),
    )


@pytest.mark.parametrize("form", FORMS)
def test_document_states_all_that_is_known_of_a_model_and_nothing_of_one_out_of_reach(
    known: Inventory, form: str
) -> None:
    inventory, document = both(known, form)
    differing = stated(document) ^ stated(limited(inventory, document))

    assert {cell[0] for cell in differing} <= set(OTHERWISE.get(form, ()))
    assert not [cell for cell in stated(document) if cell[2] == "org/base"]


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
