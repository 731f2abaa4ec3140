"""environment.yml: packages of conda, packages of Python below `pip`, each with its line."""

from __future__ import annotations

import pytest

from mlgraph_ingest.project.manifests.conda_names import is_conda_lock, is_environment_file
from mlgraph_ontology.kinds import EdgeKind

TEXT = """\
name: vision
channels:
  - pytorch
  - https://me:hunter2@conda.example/t/hunter2/team
  - nodefaults
dependencies:
  - python=3.11          # a package of conda
  - numpy >=1.26,<2
  - pytorch::pytorch=2.4.0=py3.11_cuda12.4_0
  - scipy==1.13.1
  - libblas=*=*mkl
  - cuda-nvcc  # [linux]
  - __glibc >=2.17
  - pip
  - pip:
      - transformers[torch]>=4.40 ; python_version < "3.13"
      - -r extra/deps.txt
      - -r gone.txt
      - git+https://me:hunter2@github.com/acme/lib@v1#egg=lib
      - --index-url https://me:hunter2@pypi.example/simple
      - -e .
      - numpy==1.26.0
      - "bad one"
  - "{{ name }}"
  - {git: x}
prefix: /home/me/envs/vision
"""


def rows(found, prefix: str) -> dict[str, dict[str, object]]:
    return {
        str(edge.object).removeprefix(prefix): dict(edge.qualifiers)
        for edge in found.edges(EdgeKind.DEPENDS_ON)
        if str(edge.object).startswith(prefix)
    }


def test_environment_is_read(write, said) -> None:
    found = said(
        write({"environment.yml": TEXT, "extra/deps.txt": "tqdm\n", "pyproject.toml": "[project]\nname='v'\n"})
    )
    channels = {"channels": ["pytorch", "https://conda.example/team", "nodefaults"], "scope": "runtime"}
    assert rows(found, "pkg:conda/") == {
        "python": {"specifier": "=3.11", **channels},
        "numpy": {"specifier": ">=1.26,<2", **channels},
        "pytorch": {
            "specifier": "==2.4.0",
            "version": "2.4.0",
            "build": "py3.11_cuda12.4_0",
            "index": "pytorch",
            **channels,
        },
        "scipy": {"specifier": "==1.13.1", "version": "1.13.1", **channels},
        "libblas": {"build": "*mkl", **channels},
        "cuda-nvcc": {"selector": "linux", **channels},
        "pip": channels,
    }
    assert rows(found, "pkg:pypi/") == {
        "transformers": {
            "specifier": ">=4.40",
            "marker": 'python_version < "3.13"',
            "extras": ["torch"],
            "scope": "runtime",
        },
        "lib": {"url": "https://github.com/acme/lib", "vcs": "git", "revision": "v1", "scope": "runtime"},
        "numpy": {"specifier": "==1.26.0", "version": "1.26.0", "scope": "runtime"},
        "tqdm": {"scope": "runtime"},
    }
    assert [line for title, line, _ in found.problems if title == "environment.yml"] == ["18", "23", "24", "25"]
    assert "hunter2" not in repr((found.assertions, found.problems))
    assert "/home/me" not in repr((found.assertions, found.problems))
    lines = [e.evidence.locator for e in found.edges(EdgeKind.DEPENDS_ON) if str(e.object).startswith("pkg:conda/")]
    assert lines == ["7", "8", "9", "10", "11", "12", "14"]


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("environment.yaml", "runtime"),
        ("environment-dev.yml", "development"),
        ("test_environment.yml", "test"),
        ("environment.train.yml", "train"),
        ("docs/environment.yml", "development"),
        ("conda.yml", "runtime"),
    ],
)
def test_scope_is_that_of_the_file(write, said, name: str, scope: str) -> None:
    found = said(write({name: "dependencies: [numpy]\n"}))
    assert rows(found, "pkg:conda/") == {"numpy": {"scope": scope}}


@pytest.mark.parametrize("text", ["services: {web: {}}\n", "- a\n", "a: {{ x }}\n", "dependencies: {a: b}\n", ""])
def test_file_that_only_has_the_name_of_an_environment_says_nothing(write, said, text: str) -> None:
    found = said(write({"env.yml": text}))
    assert (found.errors, found.problems, found.edges(EdgeKind.DEPENDS_ON)) == ({}, [], [])


@pytest.mark.parametrize(
    "text", ["dependencies: {a: b}\n", "dependencies: 5\n", "dependencies:\n- pip: x\n", "dependencies:\n- [numpy]\n"]
)
def test_wrong_types_are_a_problem(write, said, text: str) -> None:
    assert len(said(write({"environment.yml": text})).problems) == 1


@pytest.mark.parametrize(
    "text", ["{% if x %}\ndependencies: []\n{% endif %}\n", "dependencies: [\n", "dependencies: \t- a"]
)
def test_what_is_no_yaml_is_refused_in_one_line(write, said, text: str) -> None:
    error = str(said(write({"environment.yml": text})).errors["environment.yml"])
    assert error.startswith("environment.yml:")
    assert "\n" not in error


def test_names_of_the_files() -> None:
    assert all(map(is_environment_file, ["environment.yml", "a/b/env.yaml", "gpu-environment.yml", "conda_env.yml"]))
    assert not any(map(is_environment_file, ["config.yml", "environment.json", "environments.yml", "conda-lock.yml"]))
    assert is_conda_lock("a/gpu.conda-lock.yml")
    assert not is_conda_lock("conda-lock.json")
