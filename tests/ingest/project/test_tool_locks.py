"""The locks of Poetry, PDM and Pipenv: what each form in them means, and what is refused."""

from __future__ import annotations

import json
import os
import time
import tracemalloc

import pytest

from mlgraph_ingest.project.locks import lock_reach
from mlgraph_ingest.project.tree import TEXT_LIMIT
from mlgraph_ontology.kinds import EdgeKind, PropertyKind

HASH = "sha256:" + "a" * 64
COMMIT = "0" * 40


def contained(found):
    return [(str(e.object)[9:], dict(e.qualifiers)) for e in found.edges(EdgeKind.CONTAINS)]


def required(found):
    own = [e for e in found.edges(EdgeKind.DEPENDS_ON) if not e.subject.key.startswith("project:")]
    return {(str(e.subject)[9:], str(e.object)[9:], e.qualifiers.get("extra"), e.qualifiers.get("marker")) for e in own}


def poetry(body: str, version: str = "2.1") -> str:
    return f'{body}\n[metadata]\nlock-version = "{version}"\n'


def pdm(body: str, version: str = "4.5.1") -> str:
    return f'[metadata]\nlock_version = "{version}"\n{body}'


def pipenv(categories: dict[str, object], spec: object = 6) -> str:
    sources = [{"name": "inner", "url": "https://me:hunter2@index.example/simple", "verify_ssl": True}]
    return json.dumps({"_meta": {"pipfile-spec": spec, "sources": sources}, **categories}, indent=4)


def test_poetry_lock_says_what_is_contained_and_for_what(write, said):
    text = poetry(
        f"""\
[[package]]
name = "Torch"
version = "2.4.0"
optional = false
python-versions = ">=3.9"
groups = ["main", "dev"]
markers = {{dev = "sys_platform == 'linux'"}}
files = [{{file = "torch.whl", hash = "{HASH}"}}, {{file = "x", hash = "md5:no"}}]
[package.source]
type = "legacy"
url = "https://me:hunter2@index.example/simple"
reference = "inner"

[[package]]
name = "ragas"
version = "1"
optional = true
python-versions = "*"
groups = ["main"]
markers = "extra == 'Eval_Kit'"

[[package]]
name = "both"
version = "1"
optional = true
groups = ["main", "test"]
markers = {{main = "extra == 'all'", test = "os_name == 'nt'"}}

[[package]]
name = "lib"
version = "1.0"
optional = false
groups = ["docs"]
develop = true
[package.source]
type = "git"
url = "https://me:hunter2@github.com/acme/lib"
reference = "main"
resolved_reference = "{COMMIT}"
subdirectory = "py"

[[package]]
name = "local"
version = "1.0"
optional = false
groups = ["main"]
[package.source]
type = "directory"
url = "../local"
"""
    )
    found = said(write({"poetry.lock": text}))
    assert contained(found) == [
        (
            "torch@2.4.0",
            {
                "scope": "runtime",
                "groups": ["main", "dev"],
                "hashes": [HASH],
                "index": "https://index.example/simple",
            },
        ),
        (
            "ragas@1",
            {"marker": "extra == 'Eval_Kit'", "scope": "optional", "groups": ["main"], "extras": ["eval-kit"]},
        ),
        (
            "both@1",
            {
                "marker": "(extra == 'all') or (os_name == 'nt')",
                "scope": "optional",
                "groups": ["main", "test"],
                "extras": ["all"],
            },
        ),
        (
            "lib@1.0",
            {
                "scope": "development",
                "groups": ["docs"],
                "url": "https://github.com/acme/lib",
                "vcs": "git",
                "revision": COMMIT,
                "subdirectory": "py",
                "editable": True,
            },
        ),
        ("local@1.0", {"scope": "runtime", "groups": ["main"], "local": True}),
    ]
    assert found.values(PropertyKind.REQUIRES_PYTHON) == [">=3.9"]
    assert [e.evidence.locator for e in found.edges(EdgeKind.CONTAINS)] == ["1", "14", "22", "29", "42"]
    assert "hunter2" not in repr(found.assertions)


def test_poetry_lock_says_what_releases_require_and_for_which_extra(write, said):
    text = poetry(
        """\
[[package]]
name = "fastapi"
version = "0.1"
[package.dependencies]
pydantic = ">=2"
numpy = [
    {version = "<2", markers = "python_version < \\"3.9\\""},
    {version = ">=2", markers = "python_version >= \\"3.9\\""},
]
uvicorn = {version = ">=0.1", extras = ["standard"], optional = true, markers = "extra == \\"standard\\" or extra == \\"all\\""}
jinja2 = {version = "*", optional = true}
lost = {version = "*", optional = true}
lib = {git = "https://me:hunter2@github.com/acme/lib.git", rev = "main"}
old = {version = "*", python = "<3.8"}
[package.extras]
templates = ["Jinja2 (>=2)"]
all = ["fastapi[Templates]", "uvicorn[standard] (>=0.1)"]
"""
    )
    found = said(write({"poetry.lock": text}))
    assert required(found) == {
        ("fastapi@0.1", "pydantic", None, None),
        ("fastapi@0.1", "numpy", None, 'python_version < "3.9"'),
        ("fastapi@0.1", "numpy", None, 'python_version >= "3.9"'),
        ("fastapi@0.1", "uvicorn", "standard", 'extra == "standard" or extra == "all"'),
        ("fastapi@0.1", "uvicorn", "all", 'extra == "standard" or extra == "all"'),
        ("fastapi@0.1", "jinja2", "templates", None),
        ("fastapi@0.1", "jinja2", "all", None),
        ("fastapi@0.1", "lib", None, None),
        ("fastapi@0.1", "old", None, 'python_version < "3.8"'),
    }
    assert [("lost" in text, place) for _, place, text in found.problems] == [(True, "1")]
    assert "hunter2" not in repr(found.assertions)


OLD = """\
[[package]]
name = "torch"
version = "2.0"
category = "main"
optional = false
[package.dependencies]
numpy = "^1"
[[package]]
name = "numpy"
version = "1.26"
category = "main"
optional = false
[[package]]
name = "numpy"
version = "2.0"
category = "dev"
optional = false
[[package]]
name = "redis"
version = "5.0"
category = "main"
optional = true
[[package]]
name = "pytest"
version = "8.0"
category = "dev"
optional = false
[package.dependencies]
numpy = ">=2"
"""
OLD_PROJECT = """\
[tool.poetry.dependencies]
torch = "^2"
redis = { version = "*", optional = true }
[tool.poetry.extras]
cache = ["redis"]
[tool.poetry.group.test.dependencies]
pytest = "*"
"""


@pytest.mark.parametrize("version", ["1.1", "2.0"])
def test_poetry_lock_without_groups_takes_them_from_the_project(write, said, version):
    text = OLD if version == "1.1" else "\n".join(line for line in OLD.splitlines() if "category" not in line)
    found = said(write({"poetry.lock": poetry(text, version), "pyproject.toml": OLD_PROJECT}))
    assert contained(found) == [
        ("torch@2.0", {"scope": "runtime", "groups": ["main"]}),
        ("numpy@1.26", {"scope": "runtime", "groups": ["main"]}),
        ("numpy@2.0", {"scope": "test", "groups": ["test"]}),
        ("redis@5.0", {"scope": "optional", "groups": ["main"], "extras": ["cache"]}),
        ("pytest@8.0", {"scope": "test", "groups": ["test"]}),
    ]


def test_poetry_lock_without_groups_and_project_says_its_category_or_nothing(write, said):
    scopes = [q.get("scope") for _, q in contained(said(write({"poetry.lock": poetry(OLD, "1.0")})))]
    assert scopes == ["runtime", "runtime", "development", "optional", "development"]
    text = "\n".join(line for line in OLD.splitlines() if "category" not in line)
    scopes = [q.get("scope") for _, q in contained(said(write({"poetry.lock": poetry(text, "2.0")})))]
    assert scopes == [None, None, None, "optional", None]


def test_change_of_the_project_reads_a_lock_again(write, said):
    root = write({"poetry.lock": poetry(OLD, "2.0"), "pyproject.toml": OLD_PROJECT})
    before = {d.title: d.fingerprint for d in said(root).documents}
    (root / "pyproject.toml").write_text(OLD_PROJECT.replace("torch", "jax"))
    assert {d.title: d.fingerprint for d in said(root).documents}["poetry.lock"] != before["poetry.lock"]


def test_files_that_versions_share_are_told_apart_by_name(write, said):
    text = (
        OLD
        + f"""\
[metadata]
lock-version = "1.1"
[metadata.files]
numpy = [
    {{file = "numpy-1.26.0-cp39-cp39-win32.whl", hash = "sha256:{"1" * 64}"}},
    {{file = "numpy-2.0.tar.gz", hash = "sha256:{"2" * 64}"}},
    {{file = "strange", hash = "sha256:{"3" * 64}"}},
]
torch = [{{file = "strange", hash = "{HASH}"}}]
"""
    )
    hashes = {name: more.get("hashes") for name, more in contained(said(write({"poetry.lock": text})))}
    assert hashes["numpy@1.26"] == [f"sha256:{'1' * 64}"]
    assert hashes["numpy@2.0"] == [f"sha256:{'2' * 64}"]
    assert hashes["torch@2.0"] == [HASH]


PDM = f"""\
[[package]]
name = "httpx"
version = "0.28"
extras = ["http2", "socks"]
groups = ["Default"]
dependencies = ["h2<5,>=3", "httpx==0.28", "socksio; os_name == 'nt'"]
[[package]]
name = "httpx"
version = "0.28"
requires_python = ">=3.8"
groups = ["Default", "dev"]
marker = "python_version > '3.9'"
dependencies = ["anyio", "idna; python_version < '3.13'"]
files = [{{file = "httpx.whl", hash = "{HASH}"}}]
[[package]]
name = "httpx"
version = "0.28"
extras = ["cli"]
groups = ["plots"]
dependencies = ["httpx==0.28", "rich[jupyter]>=10"]
[[package]]
name = "seaborn"
version = "1"
groups = ["plots"]
[[package]]
name = "lib"
version = "1.0"
git = "https://me:hunter2@github.com/acme/lib.git"
ref = "main"
revision = "{COMMIT}"
subdirectory = "py"
groups = ["quality"]
[[package]]
name = "here"
version = "0.1"
path = "./libs/here"
editable = true
groups = ["Default"]
[[package]]
name = "wheel"
version = "0.1"
url = "https://me:hunter2@h.example/wheel.whl"
groups = ["Default"]
"""


def test_pdm_lock_says_what_is_contained_and_entries_with_extras_are_one_release(write, said):
    project = '[project]\nname = "mlapp"\n[project.optional-dependencies]\nplots = []\n'
    found = said(write({"pdm.lock": pdm(PDM), "pyproject.toml": project}))
    assert contained(found) == [
        (
            "httpx@0.28",
            {
                "scope": "runtime",
                "marker": "python_version > '3.9'",
                "groups": ["default", "dev", "plots"],
                "hashes": [HASH],
            },
        ),
        ("seaborn@1", {"scope": "optional", "groups": ["plots"], "extras": ["plots"]}),
        (
            "lib@1.0",
            {
                "scope": "development",
                "groups": ["quality"],
                "url": "https://github.com/acme/lib.git",
                "vcs": "git",
                "revision": COMMIT,
                "subdirectory": "py",
            },
        ),
        ("here@0.1", {"scope": "runtime", "groups": ["default"], "local": True, "editable": True}),
        ("wheel@0.1", {"scope": "runtime", "groups": ["default"], "url": "https://h.example/wheel.whl"}),
    ]
    several = 'extra == "http2" or extra == "socks"'
    assert required(found) == {
        ("httpx@0.28", "anyio", None, None),
        ("httpx@0.28", "idna", None, 'python_version < "3.13"'),
        ("httpx@0.28", "h2", None, several),
        ("httpx@0.28", "socksio", None, f'(os_name == "nt") and ({several})'),
        ("httpx@0.28", "rich", "cli", None),
    }
    scopes = {str(e.object): e.qualifiers["scope"] for e in found.edges(EdgeKind.DEPENDS_ON)}
    assert (scopes["pkg:pypi/h2"], scopes["pkg:pypi/anyio"]) == ("optional", "runtime")
    assert found.values(PropertyKind.REQUIRES_PYTHON) == [">=3.8"]
    assert "hunter2" not in repr(found.assertions)


def test_group_of_a_pdm_lock_may_be_an_extra_where_the_project_is_not_known(write, said):
    scopes = {name: more.get("scope") for name, more in contained(said(write({"pdm.lock": pdm(PDM)})))}
    assert (scopes["seaborn@1"], scopes["lib@1.0"], scopes["httpx@0.28"]) == (None, None, "runtime")


def test_older_pdm_lock_lists_its_files_apart_and_takes_groups_from_the_project(write, said):
    text = f"""\
[[package]]
name = "httpx"
version = "0.28"
dependencies = ["anyio"]
[[package]]
name = "anyio"
version = "4"
[[package]]
name = "pytest"
version = "8"
[metadata]
lock_version = "4.2"
[metadata.files]
"httpx 0.28" = [{{url = "https://h.example/httpx.whl", hash = "{HASH}"}}]
"""
    project = '[project]\nname = "mlapp"\ndependencies = ["httpx"]\n[tool.pdm.dev-dependencies]\nci = ["pytest"]\n'
    assert contained(said(write({"pdm.lock": text, "pyproject.toml": project}))) == [
        ("httpx@0.28", {"scope": "runtime", "groups": ["default"], "hashes": [HASH]}),
        ("anyio@4", {"scope": "runtime", "groups": ["default"]}),
        ("pytest@8", {"scope": "development", "groups": ["ci"]}),
    ]


def test_pipfile_lock_says_what_is_contained_and_nothing_of_edges(write, said):
    text = pipenv(
        {
            "default": {
                "torch": {"version": "==2.4.0", "hashes": [HASH, "no"], "index": "inner", "extras": ["opt"]},
                "lib": {"git": "https://me:hunter2@github.com/acme/lib.git", "ref": COMMIT, "editable": True},
                "any": {"version": "*", "markers": "sys_platform == 'win32'"},
                "arc": {"file": "https://me:hunter2@h.example/arc-1.2-py3-none-any.whl"},
            },
            "develop": {"torch": {"version": "==2.4.0", "markers": "python_version > '3.9'"}},
            "docs": {"mkdocs": {"version": "==1"}},
            "prereleases": {"vllm": {"version": "==0.9"}},
        }
    )
    found = said(write({"Pipfile.lock": text}))
    assert contained(found) == [
        (
            "torch@2.4.0",
            {
                "scope": "runtime",
                "groups": ["default"],
                "extras": ["opt"],
                "hashes": [HASH],
                "index": "https://index.example/simple",
            },
        ),
        ("arc@1.2", {"scope": "runtime", "groups": ["default"], "url": "https://h.example/arc-1.2-py3-none-any.whl"}),
        ("torch@2.4.0", {"scope": "development", "groups": ["develop"], "marker": "python_version > '3.9'"}),
        ("mkdocs@1", {"scope": "development", "groups": ["docs"]}),
        ("vllm@0.9", {"scope": "optional", "groups": ["prereleases"]}),
    ]
    assert found.edges(EdgeKind.DEPENDS_ON) == []
    lines = text.splitlines()
    for assertion in found.edges(EdgeKind.CONTAINS):
        name = str(assertion.object)[9:].partition("@")[0]
        assert f'"{name}": {{' in lines[int(assertion.evidence.locator) - 1]
    assert [("lib" in text or "any" in text) for _, _, text in found.problems] == [True, True]
    assert "hunter2" not in repr(found.assertions)


@pytest.mark.parametrize(
    ("name", "text", "reads"),
    [
        ("poetry.lock", poetry("", "3.0"), "lock-version '3.0'; this version of mlgraph reads 1.x and 2.x"),
        ("poetry.lock", "", "lock-version None; this version of mlgraph reads 1.x and 2.x"),
        ("poetry.lock", "[metadata]\nlock-version = 2\n", "lock-version 2; this version of mlgraph reads 1.x and 2.x"),
        ("pdm.lock", pdm("", "5.0"), "lock_version '5.0'; this version of mlgraph reads 4.x"),
        ("pdm.lock", pdm("", "40.0"), "lock_version '40.0'; this version of mlgraph reads 4.x"),
        ("pdm.lock", "metadata = 3", "lock_version None; this version of mlgraph reads 4.x"),
        ("Pipfile.lock", pipenv({}, 7), "pipfile-spec 7; this version of mlgraph reads 6"),
        ("Pipfile.lock", pipenv({}, "6"), "pipfile-spec '6'; this version of mlgraph reads 6"),
        ("Pipfile.lock", "{}", "pipfile-spec None; this version of mlgraph reads 6"),
        ("Pipfile.lock", "[]", "no JSON object"),
    ],
)
def test_format_that_is_not_known_is_refused_in_one_line(write, said, name, text, reads):
    found = said(write({name: text}))
    message = str(found.errors[name])
    assert message.startswith(f"{name}: {reads}")
    assert "\n" not in message
    assert found.edges(EdgeKind.CONTAINS) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("poetry.lock", poetry('[[package]]\nname = "numpy"\nversion = "1"\n')[:-9]),
        ("pdm.lock", pdm('[[package]]\nname = "numpy"\nversion = "1')),
        ("Pipfile.lock", pipenv({"default": {"numpy": {"version": "==1"}}})[:-3]),
        ("Pipfile.lock", '{"a":' * 100_000),
        ("poetry.lock", "x = " + "[" * 9_000),
    ],
)
def test_truncated_or_endless_text_names_the_file(write, said, name, text):
    found = said(write({name: text}))
    assert name in str(found.errors[name])


BAD_FIELDS = {
    "poetry.lock": (
        "dependencies",
        "extras",
        "source",
        "groups",
        "markers",
        "files",
        "optional",
        "python-versions",
        "category",
        "develop",
    ),
    "pdm.lock": (
        "dependencies",
        "extras",
        "groups",
        "marker",
        "files",
        "requires_python",
        "git",
        "url",
        "path",
        "editable",
    ),
}
BAD_VALUES = ("3", "true", '"x"', "[3]", "[[3]]", "{x = 3}", "{x = [3]}", "{x = {y = 3}}", "[]", "{}", '""', '["x"]')


@pytest.mark.parametrize("value", BAD_VALUES)
@pytest.mark.parametrize(("name", "key"), [(name, key) for name, keys in BAD_FIELDS.items() for key in keys])
def test_field_of_a_wrong_type_hides_no_other_package(source, context, name, key, value):
    from mlgraph_ingest.project.formats import format_of

    make = poetry if name == "poetry.lock" else pdm
    body = f'[[package]]\nname = "torch"\nversion = "2"\n{key} = {value}\n[[package]]\nname = "numpy"\nversion = "1"\n'
    found = format_of(name).read(source(make(body).encode(), name), context)
    assert "pkg:pypi/numpy@1" in {str(a.object) for a in found if a.predicate is EdgeKind.CONTAINS}


@pytest.mark.parametrize("value", [3, True, None, "x", [], [3], {}, {"x": 3}])
@pytest.mark.parametrize(
    "key", ["version", "hashes", "markers", "index", "extras", "git", "ref", "file", "path", "editable", None]
)
def test_field_of_a_wrong_type_in_a_pipfile_lock_hides_no_other_package(source, context, key, value):
    from mlgraph_ingest.project.locks.pipfile_lock import read_pipfile_lock

    entry = value if key is None else {"version": "==2", key: value}
    text = pipenv({"default": {"torch": entry, "numpy": {"version": "==1"}}, "develop": value})
    found = read_pipfile_lock(source(text.encode(), "Pipfile.lock"), context)
    assert "pkg:pypi/numpy@1" in {str(a.object) for a in found if a.predicate is EdgeKind.CONTAINS}


@pytest.mark.parametrize(
    "stated",
    [
        "package = 3",
        "package = [3]",
        "[package]\nx = 3",
        "[[package]]\nname = 3\nversion = 3",
        '[[package]]\nversion = "1"',
    ],
)
@pytest.mark.parametrize("name", ["poetry.lock", "pdm.lock"])
def test_packages_of_a_wrong_type_are_none(write, said, name, stated):
    head = {"poetry.lock": '"lock-version" = "2.1"', "pdm.lock": 'lock_version = "4.5"'}[name]
    text = f"{stated}\n[metadata]\n{head}\n"
    found = said(write({name: text}))
    assert (found.edges(EdgeKind.CONTAINS), found.errors) == ([], {})


def locks_of(packages: list[tuple[str, str, list[str]]]) -> dict[str, str]:
    """The same packages, (name, version, what it requires), in each format."""
    quoted = [(json.dumps(name), json.dumps(version), needs) for name, version, needs in packages]
    tables = [f"[[package]]\nname = {name}\nversion = {version}\n" for name, version, _ in quoted]
    needed = ["".join(f'{name} = "*"\n' for name in needs) for _, _, needs in quoted]
    return {
        "poetry.lock": poetry(
            "".join(f"{table}[package.dependencies]\n{needs}" for table, needs in zip(tables, needed, strict=True)),
            "2.0",
        ),
        "pdm.lock": pdm(
            "".join(f"{table}dependencies = {json.dumps(q[2])}\n" for table, q in zip(tables, quoted, strict=True))
        ),
        "Pipfile.lock": pipenv({"default": {name: {"version": f"=={version}"} for name, version, _ in packages}}),
    }


@pytest.mark.parametrize("name", ["poetry.lock", "pdm.lock", "Pipfile.lock"])
def test_name_that_is_none_is_a_problem_and_the_rest_goes_on(write, said, name):
    odd = [("a b", "1", []), ("", "1", []), ("../x", "1", []), ("\u0000", "1", []), ("x" * 300, "1", [])]
    found = said(write({name: locks_of([*odd, ("numpy", "2", [])])[name]}))
    assert [key for key, _ in contained(found) if "@" in key] == ["numpy@2"]
    assert len(found.problems) == len(odd)
    assert all(len(text) < 200 for _, _, text in found.problems)


@pytest.mark.parametrize("name", ["poetry.lock", "pdm.lock"])
def test_package_that_is_locked_twice_is_one_release(write, said, name):
    found = said(write({name: locks_of([("numpy", "2", []), ("NumPy", "2", [])])[name]}))
    assert {key for key, _ in contained(found)} == {"numpy@2"}


@pytest.mark.parametrize("name", ["poetry.lock", "pdm.lock"])
def test_packages_that_require_each_other_end(write, said, name):
    project = (
        '[tool.poetry.dependencies]\na = "*"\n'
        if name == "poetry.lock"
        else '[project]\nname = "mlapp"\ndependencies = ["a"]\n'
    )
    text = locks_of([("a", "1", ["b"]), ("b", "1", ["c", "b"]), ("c", "1", ["a"]), ("d", "1", [])])[name]
    found = said(write({name: text, "pyproject.toml": project}))
    assert [(key, more.get("scope")) for key, more in contained(found)] == [
        ("a@1", "runtime"),
        ("b@1", "runtime"),
        ("c@1", "runtime"),
        ("d@1", None),
    ]
    assert len(required(found)) == 4


@pytest.mark.slow
@pytest.mark.parametrize("name", ["poetry.lock", "pdm.lock", "Pipfile.lock"])
def test_ten_thousand_packages_are_read_in_seconds(write, said, name):
    packages = [(f"p{n}", "1", [f"p{n + 1}", f"p{n // 2}"]) for n in range(10_000)]
    project = '[project]\nname = "mlapp"\ndependencies = ["p0"]\n' if name == "pdm.lock" else ""
    project += '[tool.poetry.dependencies]\np0 = "*"\n' if name == "poetry.lock" else ""
    root = write({name: locks_of(packages)[name], "pyproject.toml": project})
    started = time.process_time()
    found = said(root)
    assert time.process_time() - started < 10
    assert len(contained(found)) == 10_000
    assert {more["scope"] for _, more in contained(found)} == {"runtime"}


def test_lock_whose_extras_or_versions_multiply_is_refused(write, said):
    every = ",".join(f"e{n}" for n in range(400))
    extras = "".join(f'e{n} = ["a[{every}]"]\n' for n in range(400))
    text = poetry(f'[[package]]\nname = "a"\nversion = "1"\n[package.extras]\n{extras}')
    assert "100,000" in str(said(write({"poetry.lock": text})).errors["poetry.lock"])
    text = locks_of([("a", str(n), ["a"]) for n in range(lock_reach.VERSION_LIMIT + 1)])["poetry.lock"]
    found = said(write({"poetry.lock": text, "pyproject.toml": OLD_PROJECT.replace("torch", "a")}))
    assert "versions of one package" in str(found.errors["poetry.lock"])


@pytest.mark.parametrize("name", ["poetry.lock", "pdm.lock", "Pipfile.lock"])
def test_lock_of_300_megabytes_is_refused_by_its_size_without_reading_it(write, said, name):
    root = write({name: "{"})
    os.truncate(root / name, 300 * 10**6)
    tracemalloc.start()
    found = said(root)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert str(found.errors[name]) == f"{name}: larger than the limit of {TEXT_LIMIT:,} bytes; it was not read"
    assert peak < 5 * 10**6


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "poetry.lock",
            poetry(
                '[[package]]\nname = "lib"\nversion = "1"\n[package.source]\ntype = "directory"\nurl = "libs/lib"\n'
                '[[package]]\nname = "numpy"\nversion = "2"\n',
                "2.0",
            ),
        ),
        (
            "pdm.lock",
            pdm(
                '[[package]]\nname = "lib"\nversion = "1"\npath = "./libs/lib"\n'
                '[[package]]\nname = "numpy"\nversion = "2"\n'
            ),
        ),
    ],
)
def test_other_project_of_the_tree_is_no_package(write, said, name, text):
    found = said(write({name: text, "libs/lib/pyproject.toml": '[project]\nname = "lib"\n'}))
    assert [key for key, _ in contained(found) if "@" in key] == ["numpy@2"]


def test_keys_that_are_written_with_escapes_are_read(write, said):
    text = '{"_meta": {"pipfile-spec": 6}, "default": {"n\\u0075mpy": {"version": "==2"}}}'
    assert [key for key, _ in contained(said(write({"Pipfile.lock": text})))] == ["numpy@2"]
