"""What each rule is broken by, and what it cannot judge."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, JsonValue, edge, fact
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind, Scope
from mlgraph_queries.entries import FileEntry, Finding, IndexFacts, PickleScan, Problem
from mlgraph_queries.policy import RULES, Breach, Material
from tests.queries.conftest import OBSERVED, PROJECT, Graph, declared, installed, locked
from tests.queries.policy.conftest import breaches, judged, material_of, unjudged

COMMIT = "0123456789abcdef0123456789abcdef01234567"
TINY, CORPUS = ids.model("acme/tiny"), ids.hub_dataset("acme/corpus")
INDEX = "https://index.example/numpy"


def uses(node: ids.NodeId, *, where: str = "3", **more: JsonValue) -> Assertion:
    return edge(PROJECT, EdgeKind.DEPENDS_ON, node, Evidence(where, Method.OBSERVED, "code"), scope="runtime", **more)


def licensed(node: ids.NodeId, expression: str, method: Method = Method.DECLARED, line: int = 9) -> Assertion:
    return edge(node, EdgeKind.LICENSED_UNDER, ids.license_expression(expression), Evidence(str(line), method, "x"))


def with_file(material: Material, **said: object) -> Material:
    entry = FileEntry(
        id=ids.file(Path("/home/somebody/shop/m.bin")),
        path="m.bin",
        format="pytorch",
        size_bytes=1,
        hashes=(),
        parameter_count=None,
        tensor_count=None,
        dtype=None,
        header={},
        licenses=(),
        sightings=(),
    )
    return replace(material, inventory=replace(material.inventory, files=(replace(entry, **said),)))


def with_index(material: Material, **said: object) -> Material:
    """A material in which the index says something of every package."""
    index = IndexFacts(
        observed_at=OBSERVED,
        where=INDEX,
        released_at=None,
        is_yanked=False,
        yanked_reason=None,
        latest_version=None,
        latest_released_at=None,
        status="active",
        status_reason=None,
        owner_count=None,
        maintainer_count=None,
    )
    from mlgraph_queries.findings import findings

    packages = tuple(replace(entry, index=replace(index, **said)) for entry in material.inventory.packages)
    inventory = replace(material.inventory, packages=packages)
    return replace(material, inventory=inventory, findings=findings(inventory))


def test_every_rule_says_what_it_is_about_and_how_to_mend_it() -> None:
    names = [rule.name for rule in RULES]

    assert len(set(names)) == len(names)
    assert [rule.name for rule in RULES if not rule.title or not rule.help or not rule.tags] == []
    assert [rule.name for rule in RULES if rule.title.endswith(".") or not rule.help.endswith((".", "..."))] == []
    wrong = [(r.name, o.name) for r in RULES for o in r.options if o.check(o.default) is not None or not o.meaning]
    assert wrong == []


def test_model_and_dataset_without_a_commit_are_unpinned(graph: Graph) -> None:
    material = material_of(graph.write("load.py", uses(TINY), uses(CORPUS, revision="main")))

    assert [subject for subject, _ in breaches("unpinned-model", material)] == [TINY.key]
    ((subject, text),) = breaches("unpinned-dataset", material)
    assert (subject, text.split(",")[0]) == (CORPUS.key, "the dataset is taken at 'main'")


def test_model_at_a_commit_is_pinned_whoever_says_so(graph: Graph) -> None:
    graph.write("load.py", uses(TINY, revision=COMMIT), uses(ids.model("acme/other", COMMIT)))

    assert breaches("unpinned-model", material_of(graph)) == []


def test_code_of_a_model_may_run_from_a_commit_alone(graph: Graph) -> None:
    graph.write(
        "load.py",
        uses(TINY, trust_remote_code=True),
        uses(ids.model("acme/pinned"), trust_remote_code=True, revision=COMMIT),
        fact(ids.model("acme/idle"), PropertyKind.CUSTOM_CODE, True, Evidence("", Method.DECLARED, "hub")),
        uses(ids.model("acme/idle")),
    )
    material = material_of(graph)

    def found(**told: JsonValue) -> set[str]:
        return {subject.removeprefix("pkg:huggingface/") for subject, _ in breaches("remote-code", material, **told)}

    assert found() == {"acme/tiny"}
    assert found(**{"allow-pinned": False}) == {"acme/tiny", f"acme/pinned@{COMMIT}"}
    assert found(unloaded=True) == {"acme/tiny", "acme/idle"}


@pytest.mark.parametrize(
    ("verdict", "refused", "is_broken"),
    [
        ("dangerous", ["dangerous"], True),
        ("unusual", ["dangerous"], False),
        ("unusual", ["dangerous", "unusual"], True),
        ("ordinary", ["dangerous", "unusual"], False),
        ("ordinary", ["ordinary"], True),
    ],
)
def test_pickle_is_judged_by_its_verdict(graph: Graph, verdict: str, refused: list[JsonValue], is_broken: bool) -> None:
    graph.write("empty", uses(TINY))
    material = with_file(material_of(graph), pickle_scan=PickleScan(verdict, ("os.system",)))
    found = breaches("pickle-weights", material, verdicts=refused)

    assert [subject for subject, _ in found] == (["m.bin"] if is_broken else [])


def test_pickle_without_a_verdict_is_unknown_and_other_files_are_not_asked(graph: Graph) -> None:
    material = material_of(graph.write("empty", uses(TINY)))

    assert unjudged("pickle-weights", with_file(material)) == [
        ("m.bin", "there is no verdict on the pickle in this file")
    ]
    assert judged("pickle-weights", with_file(material, format="safetensors")) == []


def test_layers_with_code_in_them_count_as_dangerous(graph: Graph) -> None:
    material = material_of(graph.write("empty", uses(TINY)))
    keras = with_file(material, format="keras", header={"code_layers": "Lambda"})

    assert breaches("pickle-weights", keras) == [
        ("m.bin", "loading it may run code: layers that hold Python code: Lambda")
    ]


def test_withdrawn_release_is_told_at_its_line_in_the_lock(graph: Graph) -> None:
    material = material_of(graph.write("uv.lock", locked("numpy", "2.1.0", line=7)))
    (found,) = judged("yanked", with_index(material, is_yanked=True, yanked_reason="broken"))

    assert (found.subject, found.where) == ("pkg:pypi/numpy@2.1.0", ("uv.lock:7", INDEX))
    assert breaches("yanked", with_index(material)) == []


def test_status_of_the_index_is_broken_where_the_policy_refuses_it(graph: Graph) -> None:
    material = with_index(material_of(graph.write("uv.lock", locked("numpy", "2.1.0"))), status="archived")

    assert breaches("index-status", material) == []
    assert breaches("index-status", material, statuses=["archived"]) == [
        ("pkg:pypi/numpy", "archived, no reason given")
    ]


@pytest.mark.parametrize("rule", ["yanked", "index-status", "not-on-index"])
def test_what_no_index_was_asked_about_is_unknown(graph: Graph, rule: str) -> None:
    graph.write("uv.lock", locked("numpy", "2.1.0"))
    graph.write("pyproject.toml", declared("shoplib", url="https://git.example/shoplib", vcs="git"))
    material = material_of(graph)

    assert unjudged(rule, material) == [("pkg:pypi/numpy@2.1.0", "no package index said anything of it")]
    assert unjudged(rule, with_index(material)) == []


def test_name_that_the_index_does_not_have_is_told(graph: Graph) -> None:
    absent = fact(ids.package("nunpy"), PropertyKind.ABSENT_FROM, "index.example", Evidence("", Method.OBSERVED, "x"))
    graph.write("pyproject.toml", declared("nunpy")).write("index", absent, collection="index")
    material = material_of(graph)

    ((subject, text),) = breaches("not-on-index", material)
    assert (subject, text.partition(":")[0]) == ("pkg:pypi/nunpy", "index.example has no nunpy")


def test_name_that_the_hub_does_not_have_is_told(graph: Graph) -> None:
    absent = fact(TINY, PropertyKind.ABSENT_FROM, "hub.example", Evidence("", Method.OBSERVED, "x"))
    graph.write("load.py", uses(TINY)).write("hub", absent, collection="hub")

    assert breaches("not-on-hub", material_of(graph)) == [
        (TINY.key, "hub.example has no model acme/tiny: its name is wrong, or it is gone")
    ]


def test_hub_that_gave_no_answer_leaves_it_unknown(graph: Graph) -> None:
    material = material_of(graph.write("load.py", uses(TINY)))
    (entry,) = material.inventory.models
    failed = replace(entry, known=replace(entry.known, failure="it timed out"))
    silent = replace(material, inventory=replace(material.inventory, models=(failed,)))

    assert unjudged("not-on-hub", silent) == [(TINY.key, "the place where it is published gave no answer")]


def test_version_outside_of_what_was_asked_for_has_drifted(graph: Graph) -> None:
    graph.write("pyproject.toml", declared("numpy", "<2", line=4)).write("uv.lock", locked("numpy", "2.1.0", line=40))
    (found,) = judged("version-drift", material_of(graph))

    assert isinstance(found, Breach)
    assert (found.subject, found.text) == ("pkg:pypi/numpy", "declared <2, locked 2.1.0")
    assert found.where == ("pyproject.toml:4", "uv.lock:40")


def test_declared_range_without_a_lock_is_unlocked(graph: Graph) -> None:
    material = material_of(graph.write("pyproject.toml", declared("numpy", ">=2", line=4)))
    ((subject, _),) = breaches("unlocked-package", material)

    assert subject == "pkg:pypi/numpy"


def test_reference_without_a_name_is_known_by_its_file_and_its_words(graph: Graph) -> None:
    said: JsonValue = {"kind": "Model", "callable": "transformers.pipeline", "expression": "NAME"}
    graph.write("a.py", fact(PROJECT, PropertyKind.UNRESOLVED, said, Evidence("14", Method.OBSERVED, "code")))
    (found,) = judged("unresolved", material_of(graph))

    assert (found.subject, found.where) == ("Model in a.py", ("a.py:14",))
    assert getattr(found, "about", None) == "transformers.pipeline(NAME)"


def test_file_that_could_not_be_read_is_told(graph: Graph) -> None:
    graph.write("a.py", uses(TINY)).fail("broken.lock", "not TOML")

    assert breaches("unread", material_of(graph)) == [("broken.lock", "not TOML")]


@pytest.mark.parametrize(
    ("expression", "told", "refused"),
    [
        ("MIT", {"deny": ["GPL-3.0-only"]}, False),
        ("GPL-3.0-only", {"deny": ["GPL-3.0-only"]}, True),
        ("GPL-3.0-only", {"deny": ["gpl-3.0-ONLY"]}, True),
        ("GPL-3.0-or-later", {"deny": ["GPL-3.0*"]}, True),
        ("AGPL-3.0-only", {"deny": ["GPL-3.0*"]}, False),
        ("MIT OR GPL-3.0-only", {"deny": ["GPL-3.0*"]}, False),
        ("MIT AND GPL-3.0-only", {"deny": ["GPL-3.0*"]}, True),
        ("MIT", {"allow": ["MIT", "ISC"]}, False),
        ("Apache-2.0", {"allow": ["MIT", "ISC"]}, True),
        ("GPL-2.0-only WITH Classpath-exception-2.0", {"deny": ["GPL-2.0-only"]}, True),
        (
            "GPL-2.0-only WITH Classpath-exception-2.0",
            {"deny": ["GPL-2.0-only"], "allow": ["GPL-2.0-only WITH Classpath-exception-2.0"]},
            False,
        ),
        ("MIT", {}, False),
    ],
)
def test_license_is_refused_by_lists(graph: Graph, expression: str, told: dict[str, JsonValue], refused: bool) -> None:
    graph.write("venv/numpy", installed("numpy", "2.1.0", license_=expression))

    assert bool(breaches("license-denied", material_of(graph), **told)) is refused


def test_refusal_names_the_license_the_list_and_the_source(graph: Graph) -> None:
    graph.write("load.py", uses(TINY), licensed(TINY, "MIT AND CC-BY-NC-4.0"))

    assert breaches("license-denied", material_of(graph), deny=["CC-BY-NC*"]) == [
        (
            TINY.key,
            "CC-BY-NC-4.0: on the list of what is denied; its license is MIT AND CC-BY-NC-4.0, as load.py:9 says",
        )
    ]


def test_strongest_source_counts_and_a_denial_among_its_equals(graph: Graph) -> None:
    graph.write(
        "load.py",
        uses(TINY),
        licensed(TINY, "MIT", Method.OBSERVED),
        licensed(TINY, "GPL-3.0-only", Method.CURATED),
    )
    assert breaches("license-denied", material_of(graph), deny=["GPL-3.0-only"]) == []
    graph.write("b.py", licensed(TINY, "GPL-3.0-only", Method.OBSERVED))
    assert len(breaches("license-denied", material_of(graph), deny=["GPL-3.0-only"])) == 1


def test_only_packages_of_some_scopes_are_asked(graph: Graph) -> None:
    graph.write("venv/black", installed("black", "1", license_="GPL-3.0-only"))
    graph.write("pyproject.toml", declared("black", scope=Scope.DEVELOPMENT.value))
    deny: dict[str, JsonValue] = {"deny": ["GPL-3.0-only"]}

    assert breaches("license-denied", material_of(graph), **deny, scopes=["runtime"]) == []
    assert len(breaches("license-denied", material_of(graph), **deny, scopes=["development"])) == 1


def test_license_that_is_not_known_is_told_and_what_was_not_read_is_unknown(graph: Graph) -> None:
    graph.write("venv/numpy", installed("numpy", "2.1.0", license_=None)).write("uv.lock", locked("click", "8.1.7"))
    material = material_of(graph)

    assert [subject for subject, _ in breaches("license-unknown", material)] == ["pkg:pypi/numpy@2.1.0"]
    assert [subject for subject, _ in unjudged("license-unknown", material)] == ["pkg:pypi/click@8.1.7"]
    assert {subject for subject, _ in unjudged("license-denied", material, deny=["MIT"])} == {
        "pkg:pypi/numpy@2.1.0",
        "pkg:pypi/click@8.1.7",
    }


def test_bill_of_materials_that_names_no_license_has_none(graph: Graph) -> None:
    material = material_of(graph.write("bom.json", locked("click", "8.1.7")), document="bom.json")

    assert [subject for subject, _ in breaches("license-unknown", material)] == ["pkg:pypi/click@8.1.7"]


def test_list_that_is_stated_to_less_than_its_share_is_told(graph: Graph) -> None:
    material = material_of(graph.write("load.py", uses(TINY)))

    ((subject, text),) = breaches("missing-completeness", material, lists=["g7"], minimum=0.9)
    assert subject == "g7"
    assert text.endswith("%), the policy asks for 90%")
    assert breaches("missing-completeness", material, lists=["g7"], minimum=0.0) == []
    assert breaches("missing-completeness", material) == []


def test_element_that_has_to_be_stated_is_told_with_what_lacks_it(graph: Graph) -> None:
    material = material_of(graph.write("load.py", uses(TINY)))
    (found,) = judged("missing-completeness", material, elements=["g7-model-hash", "g7-model-name"])

    assert (found.subject, getattr(found, "about", "")) == ("g7", "g7-model-hash")
    assert getattr(found, "text", "") == "Model hash value: not stated of 1 of 1 (acme/tiny)"


def test_problems_and_findings_of_the_project_are_what_the_rules_rest_on(graph: Graph) -> None:
    material = material_of(graph.write("a.py", uses(TINY)))
    inventory = replace(material.inventory, problems=(Problem("x.py:3", "broken"),))
    told = replace(
        material, inventory=inventory, findings=(Finding("unread", "warning", "x.py:3", "broken", ("x.py:3",)),)
    )

    assert breaches("unread", told) == [("x.py", "broken")]
