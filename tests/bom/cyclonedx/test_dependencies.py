from __future__ import annotations

from dataclasses import replace


def entries(document):
    return {row["ref"]: row.get("dependsOn") for row in document["dependencies"]}


def aggregates(document, part):
    return {ref: row["aggregate"] for row in document["compositions"] for ref in row.get(part, ())}


def test_project_depends_on_what_it_declares_and_uses(full, bom):
    direct = entries(bom(full))["project:shop"]
    assert "pkg:pypi/torch@2.4.0%2Bcu121" in direct
    assert "pkg:huggingface/gpt2" in direct
    assert "https://huggingface.co/datasets/org/corpus" in direct
    assert "service:openai/gpt-4o-mini" in direct
    assert "pkg:pypi/numpy@2.1.0" not in direct


def test_everything_has_one_entry(full, bom):
    document = bom(full)
    refs = [row["ref"] for row in document["dependencies"]]
    things = document["components"] + document["services"] + [document["metadata"]["component"]]
    assert refs == sorted(thing["bom-ref"] for thing in things)


def test_no_requirements_and_unknown_requirements_are_told_apart(make, bom):
    document = bom(make.inventory(packages=(make.package("a", "1"), make.package("b"))))
    assert entries(document)["pkg:pypi/a@1"] == []
    assert entries(document)["pkg:pypi/b"] is None
    assert aggregates(document, "dependencies")["pkg:pypi/a@1"] == "complete"
    assert aggregates(document, "dependencies")["pkg:pypi/b"] == "unknown"


def test_project_that_declares_nothing_anywhere_has_unknown_requirements(make, bom):
    found = make.inventory(packages=(make.package("a", "1"),))
    environment_alone = bom(replace(found, documents=(("env/…/METADATA", "distribution/1"),)))
    assert entries(environment_alone)["project:shop"] is None
    assert aggregates(environment_alone, "dependencies")["project:shop"] == "unknown"
    assert entries(bom(found))["project:shop"] == []


def test_what_a_model_requires_is_unknown(make, bom):
    document = bom(make.inventory(models=(make.model("gpt2"),)))
    assert aggregates(document, "dependencies")["pkg:huggingface/gpt2"] == "unknown"


def test_requirement_that_is_not_in_the_document_leaves_no_dangling_reference(make, bom):
    lost = make.package("lost", "1")
    package = make.package("a", "1", depends_on=(lost.id,))
    document = bom(make.inventory(packages=(package,), direct=(package.id, lost.id)))
    assert entries(document) == {"pkg:pypi/a@1": [], "project:shop": ["pkg:pypi/a@1"]}
    assert aggregates(document, "dependencies") == {"pkg:pypi/a@1": "incomplete", "project:shop": "incomplete"}


def test_everything_is_in_one_composition(full, bom):
    document = bom(full)
    listed = [ref for row in document["compositions"] for ref in row.get("dependencies", ())]
    assert sorted(listed) == [row["ref"] for row in document["dependencies"]]


def test_project_whose_sources_were_all_read_is_complete(make, bom):
    document = bom(make.inventory(packages=(make.package("a", "1"),)))
    assert aggregates(document, "assemblies") == {"project:shop": "complete"}
    assert aggregates(document, "dependencies")["project:shop"] == "complete"


def test_project_with_a_gap_is_incomplete(full, make, bom):
    for gap in ("unresolved", "problems", "excluded"):
        document = bom(replace(make.inventory(), **{gap: getattr(full, gap)}))
        assert aggregates(document, "assemblies") == {"project:shop": "incomplete"}


def test_project_whose_packages_requirements_were_not_read_may_have_more_parts(make, bom):
    document = bom(make.inventory(packages=(make.package("a"),)))
    assert aggregates(document, "assemblies") == {"project:shop": "unknown"}


def test_project_of_which_nothing_was_read_is_unknown(make, bom):
    document = bom(make.inventory(documents=()))
    assert aggregates(document, "assemblies") == {"project:shop": "unknown"}
