from __future__ import annotations

import pytest

from mlgraph_ontology.kinds import Method
from mlgraph_queries.origins import Origin, origins
from mlgraph_queries.stated import Sighting

GIT = {"url": "https://git.example/acme/lib.git", "vcs": "git"}


def seen(version=None, **detail):
    return Sighting("somewhere:1", Method.DECLARED, "", version, detail)


def addresses(installed=(), locked=(), declared=()):
    return [place.address for place in origins(installed, locked, declared)]


def test_environment_goes_before_lock_and_lock_before_declaration():
    here, lock, asked = ([seen(**GIT, revision=revision)] for revision in ("a1", "b2", "main"))
    assert addresses(here, lock, asked) == ["git+https://git.example/acme/lib.git@a1"]
    assert addresses([], lock, asked) == ["git+https://git.example/acme/lib.git@b2"]
    assert addresses([], [], asked) == ["git+https://git.example/acme/lib.git@main"]


def test_what_an_installer_notes_no_place_for_is_from_an_index():
    index = "https://idx.example/simple"
    assert addresses([seen(installer="pip")], [], [seen(**GIT)]) == []
    assert addresses([seen(installer="pip")], [seen(index=index)], [seen(**GIT)]) == [index]


def test_what_nobody_noted_an_installer_for_may_come_from_what_is_declared():
    assert addresses([seen()], [], [seen(**GIT)]) == ["git+https://git.example/acme/lib.git"]


def test_index_of_a_lock_goes_before_a_declared_address():
    assert addresses([], [seen(index="https://idx.example/simple")], [seen(**GIT)]) == ["https://idx.example/simple"]


def test_constraint_names_no_origin():
    assert addresses(declared=[seen(), seen(**GIT, constraint=True)]) == []


def test_several_places_are_all_told():
    declared = [seen(url="https://f.example/b.whl"), seen(url="https://f.example/a.whl"), seen()]
    assert sorted(addresses(declared=declared)) == ["https://f.example/a.whl", "https://f.example/b.whl", "index"]
    assert addresses(declared=declared) == addresses(declared=declared[::-1])


def test_nothing_said_is_no_origin():
    assert origins([seen()], [seen()], [seen(specifier=">=1")]) == ()


def test_credentials_are_in_no_origin():
    found = origins([], [], [seen(url="https://me:hunter2@git.example/a", index="https://hunter2@idx.example")])
    assert "hunter2" not in repr(found)


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (Origin("ssh://git@git.example/a/b", vcs="git", revision="v1"), "from git: git.example/a/b @ v1"),
        (Origin("https://f.example/a.whl"), "from an archive: f.example/a.whl"),
        (Origin(is_local=True), "from a local path"),
        (Origin(is_local=True, is_editable=True), "from a local path, editable"),
        (Origin(vcs="git", is_local=True), "from git"),
        (Origin(index="https://idx.example/simple"), "from index: idx.example/simple"),
    ],
)
def test_place_reads_as_one_line(place, sentence):
    assert place.sentence == sentence
