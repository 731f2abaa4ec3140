from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from mlgraph.model import ids
from mlgraph.report.html import render
from mlgraph_ontology.kinds import Method, NodeKind, Scope
from mlgraph_queries.entries import Finding, Inventory, Problem, ProjectEntry, RepositoryLink, Unresolved
from mlgraph_queries.stated import LicenseStatement, Link, Sighting
from tests.bare import bare_artifact

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
VOID = {"meta", "br", "col", "link", "img", "input", "hr"}


class Page(HTMLParser):
    """A page as its tags, with the text of each; ill-formed nesting fails."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.source = text
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.children: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.children.append((self.open[-1] if self.open else "", tag))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> Iterator[dict[str, str]]:
        return (attributes for name, attributes in self.elements if name == tag)

    def chapter(self, key: str) -> str:
        """The text of one chapter."""
        start = self.source.index(f'<section id="{key}"')
        return Page(self.source[start : self.source.index("</section>", start) + len("</section>")]).text


def page(inventory: Inventory, findings: tuple[Finding, ...] = ()) -> Page:
    return Page(render(inventory, findings, generated_at=NOW, tool_version="0.1.0"))


def test_report_of_small_project_is_as_agreed(
    inventory: Inventory, findings: tuple[Finding, ...], golden: Callable[[str, str], None]
) -> None:
    golden("report.html", render(inventory, findings, generated_at=NOW, tool_version="0.1.0"))


def test_every_table_has_caption_and_scoped_headings(inventory: Inventory, findings: tuple[Finding, ...]) -> None:
    shown = page(inventory, findings)
    tables = sum(tag == "table" for tag, _ in shown.elements)
    assert tables == shown.children.count(("table", "caption")) > 10
    assert {heading.get("scope") for heading in shown.all("th")} == {"col", "row"}


def test_page_has_landmarks_and_a_link_past_the_contents(inventory: Inventory) -> None:
    tags = [tag for tag, _ in page(inventory).elements]
    assert [tags.count(tag) for tag in ("header", "nav", "main", "footer", "h1")] == [1, 1, 1, 1, 1]
    assert '<a class="skip" href="#main">' in page(inventory).source


def test_headings_leave_out_no_level(inventory: Inventory, findings: tuple[Finding, ...]) -> None:
    levels = [int(tag[1]) for tag, _ in page(inventory, findings).elements if tag in {"h1", "h2", "h3", "h4"}]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_page_loads_nothing_and_runs_nothing(inventory: Inventory, findings: tuple[Finding, ...]) -> None:
    shown = page(inventory, findings)
    assert not {"script", "img", "link", "iframe", "object", "form"} & {tag for tag, _ in shown.elements}
    assert not any(name == "src" or name.startswith("on") for _, attributes in shown.elements for name in attributes)
    assert "url(" not in shown.source
    assert "@import" not in shown.source
    policy = next(meta["content"] for meta in shown.all("meta") if "http-equiv" in meta)
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")


def test_links_are_https_or_lead_to_an_anchor_of_the_page(inventory: Inventory, findings: tuple[Finding, ...]) -> None:
    shown = page(inventory, findings)
    ids = [attributes["id"] for _, attributes in shown.elements if "id" in attributes]
    targets = [anchor["href"] for anchor in shown.all("a")]
    assert len(ids) == len(set(ids))
    assert {target[1:] for target in targets if target.startswith("#")} <= set(ids)
    assert all(target.startswith(("#", "https://")) for target in targets)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "http://a.example", "https://u:p@a.example", "https://a\u202e.b"]
)
def test_url_that_is_not_plain_https_is_no_link(inventory: Inventory, url: str) -> None:
    entry = replace(
        inventory.packages[0],
        repositories=(RepositoryLink(url, Method.DECLARED, "METADATA:9", ""),),
        homepages=(("homepage", url),),
    )
    shown = page(replace(inventory, packages=(entry,)))
    assert not any(url[:12] in anchor["href"] for anchor in shown.all("a"))


def test_model_links_to_its_page_at_the_pinned_commit(inventory: Inventory) -> None:
    targets = [anchor["href"] for anchor in page(inventory).all("a")]
    commit = inventory.models[0].revision
    assert f"https://huggingface.co/google-bert/bert-base-uncased/tree/{commit}" in targets
    assert "https://huggingface.co/sentence-transformers/all-minilm-l6-v2" in targets


HOSTILE = "<script>alert(1)</script>\u202egnp.exe\r\nnext\x1b[31m\x00\udc80\"'>{{ 7*7 }}"


def test_hostile_text_is_shown_and_does_nothing(inventory: Inventory) -> None:
    spoilt = replace(
        inventory,
        name=HOSTILE,
        version=HOSTILE,
        description=HOSTILE,
        packages=(replace(inventory.packages[0], name=HOSTILE, description=HOSTILE, version=HOSTILE),),
        models=(replace(inventory.models[0], name=HOSTILE, revision=HOSTILE),),
        services=(replace(inventory.services[0], provider=HOSTILE, endpoint=HOSTILE),),
        files=(replace(inventory.files[0], path=HOSTILE, dtype=HOSTILE, hashes=("sha256:" + HOSTILE,)),),
        unresolved=(Unresolved(NodeKind.MODEL, HOSTILE, HOSTILE, HOSTILE),),
        problems=(Problem(HOSTILE, HOSTILE),),
        excluded=((HOSTILE, 1),),
        documents=((HOSTILE, HOSTILE), *inventory.documents),
    )
    shown = page(spoilt, (Finding(HOSTILE, HOSTILE, HOSTILE, HOSTILE, (HOSTILE,)),))
    assert "script" not in {tag for tag, _ in shown.elements}
    assert not any(character in shown.source for character in "\u202e\x1b\x00\r\udc80")
    assert shown.source.encode("utf-8")
    assert "<script>alert(1)</script>⟨U+202E⟩gnp.exe↵next⟨U+001B⟩[31m" in shown.text
    assert "{{ 7*7 }}" in shown.text


def test_overlong_text_is_cut_and_says_so(inventory: Inventory) -> None:
    long = Unresolved(NodeKind.MODEL, "load", "x" * 50_000, "a.py:1")
    shown = page(replace(inventory, unresolved=(long,)))
    assert "(50,000 characters)" in shown.text
    assert "x" * 1000 not in shown.text


def test_no_path_of_the_machine_is_shown(inventory: Inventory, findings: tuple[Finding, ...]) -> None:
    root = "/home/ann/customers/rag-chat"
    told = (
        Finding("unread", "warning", f"file://{root}/a.bin", f"{root}/a.bin and /home/ann/b.bin", (f"{root}/a.bin:1",)),
        Finding("unread", "warning", inventory.project.key, "The tree of /home/ann/customers/rag-chat.", ()),
    )
    shown = page(inventory, (*findings, *told))
    assert not any(word in shown.source for word in ("/home", "ann/", "customers"))
    assert "a.bin and …/b.bin" in shown.text
    assert "invalid syntax in src/broken.py" in shown.text


def test_drift_is_marked_in_words_where_the_versions_stand(inventory: Inventory, findings: tuple[Finding, ...]) -> None:
    packages = page(inventory, findings).chapter("packages")
    assert "torch What torch is for 2.4.0 installed ≠ drift <2.4 2.3.1 2.4.0 runtime" in packages
    assert packages.count("drift") == 1


def test_row_says_where_a_package_comes_from_that_is_from_no_index(inventory: Inventory) -> None:
    first, *others = inventory.packages
    detail = {"url": "https://git.example/acme/lib.git", "vcs": "git", "revision": "v1.2"}
    seen = Sighting("uv.lock:3", Method.RESOLVED, "uv.lock", first.version, detail)
    taken = replace(first, locked=(seen,), installed=())
    packages = page(replace(inventory, packages=(taken, *others))).chapter("packages")
    assert packages.count("from git: git.example/acme/lib.git @ v1.2") == 1


def test_range_is_never_shown_as_version(inventory: Inventory) -> None:
    packages = page(inventory).chapter("packages")
    assert "accelerate What accelerate is for unknown >=0.30 not locked not installed train" in packages
    assert "accelerate >=0.30" in page(inventory).chapter("unknown")


def test_cell_says_not_read_where_no_lock_and_no_environment_was_read(inventory: Inventory) -> None:
    bare = replace(inventory, python_version=None, packages=(inventory.packages[3],))
    assert "unknown >=0.30 no lock not read train" in page(bare).chapter("packages")


def test_severity_is_told_in_words_and_warnings_come_first(inventory: Inventory, findings: tuple[Finding, ...]) -> None:
    chapter = page(inventory, findings).chapter("findings")
    assert chapter.index("Drift 1 ▲ Warning") < chapter.index("Could not be read 1 ▲ Warning")
    assert (
        chapter.index("▲ Warning") < chapter.index("Unknown licenses 1 ● Note") < chapter.index("Not locked 1 ● Note")
    )


def test_finding_of_a_kind_that_is_new_is_shown_under_its_own_name(inventory: Inventory) -> None:
    finding = Finding("end-of-life", "warning", "pkg:pypi/torch", "Nobody maintains it.", ())
    assert "End of life 1 ▲ Warning" in page(inventory, (finding,)).chapter("findings")


@pytest.mark.parametrize("key", ["models", "datasets", "services"])
def test_none_found_is_said_with_what_was_looked_at(inventory: Inventory, key: str) -> None:
    shown = page(replace(inventory, models=(), datasets=(), services=(), unresolved=())).chapter(key)
    assert "None found. Looked at: 4 Python files and notebooks." in shown


@pytest.mark.parametrize("key", ["findings", "packages", "models", "datasets", "services", "weights"])
def test_what_nobody_looked_for_is_unknown_and_not_none(nothing: Inventory, key: str) -> None:
    shown = page(nothing).chapter(key)
    assert "Unknown: no " in shown
    assert "None found" not in shown
    assert " 0" not in shown


@pytest.mark.parametrize(
    ("key", "reason", "expected"),
    [
        ("models", "not read by this version: *.ipynb", "Models unknown None in what was read, but 3 such files"),
        ("weights", "not read by this version: *.bin", "Weight files unknown None in a format that is read; 3 files"),
    ],
)
def test_files_in_formats_that_are_not_read_keep_a_chapter_from_saying_none(
    inventory: Inventory, key: str, reason: str, expected: str
) -> None:
    shown = page(replace(inventory, models=(), files=(), unresolved=(), excluded=((reason, 3),))).chapter(key)
    assert expected in shown
    assert "None found" not in shown


def test_license_classifier_is_shown_by_the_name_in_it(inventory: Inventory) -> None:
    said = replace(inventory.packages[5].licenses[0], text="License :: OSI Approved :: BSD License")
    shown = page(replace(inventory, packages=(replace(inventory.packages[5], licenses=(said,)),)))
    assert "“BSD License” in these words; no SPDX expression 1 0" in shown.chapter("licenses")


def test_unresolved_reference_keeps_a_chapter_from_saying_none(inventory: Inventory) -> None:
    shown = page(replace(inventory, models=())).chapter("models")
    assert "1 reference to models was seen without a readable name" in shown
    assert "None found" not in shown


def test_licenses_are_counted_by_expression_with_the_unknown_ones(inventory: Inventory) -> None:
    chapter = page(inventory).chapter("licenses")
    assert "BSD-3-Clause 2 0 0 0 Apache-2.0 1 0 0 0 MIT 0 0 0 1" in chapter
    assert "the BSD license” in these words; no SPDX expression 1 0 0 0" in chapter
    assert "unknown no statement was read 2 2 1 1" in chapter


def test_unknown_chapter_lists_what_is_missing_and_why(inventory: Inventory) -> None:
    chapter = page(replace(inventory, python_version=None)).chapter("unknown")
    for part in (
        "No environment was read",
        "Model AutoModel.from_pretrained os.environ['MODEL'] src/chat.py:31",
        "src/broken.py:3 invalid syntax",
        ".gitignore 14",
        "The license of 2 packages is stated nowhere that was read.",
    ):
        assert part in chapter


def test_weight_file_without_header_is_unknown_in_every_column(inventory: Inventory) -> None:
    chapter = page(inventory).chapter("weights")
    assert "weights/base.gguf unknown unknown unknown unknown unknown unknown" in chapter
    assert "4,718,592 96 tensors BF16 abababababab… MIT weights/base.gguf pkg:huggingface/" in chapter


def test_what_was_read_is_listed_by_reader(inventory: Inventory) -> None:
    chapter = page(inventory).chapter("sources")
    assert "What was read 7 environment/1 1 …/python3.11/site-packages pyproject/1 1 pyproject.toml" in chapter
    assert "python/1 4 src/broken.py src/chat.py src/index.py src/search.py" in chapter


def test_page_without_date_says_so(inventory: Inventory) -> None:
    text = render(inventory, (), generated_at=None, tool_version="0.1.0")
    assert "left out, so that equal input gives an equal page" in text
    assert "<time" not in text


def test_package_that_nothing_leads_to_has_no_scope(inventory: Inventory) -> None:
    entry = replace(inventory.packages[5], scope=None)
    assert "3.1.6 none known" in page(replace(inventory, packages=(entry,))).chapter("packages")


def test_long_table_is_folded_and_complete(large: Callable[[int], Inventory]) -> None:
    shown = page(large(306))
    folded = next(attributes for attributes in shown.all("details") if attributes.get("id") == "packages-indirect")
    assert "open" not in folded
    assert sum(row.get("id", "").startswith("package-") for row in shown.all("tr")) == 306


def _luminance(color: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_text_color_has_contrast_aa_on_every_ground(inventory: Inventory, scheme: int) -> None:
    blocks = re.findall(r":root \{(.*?)\}", page(inventory).source, re.DOTALL)
    colors = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", blocks[scheme]))
    grounds = ["ground", "raised", "accent-ground"]
    pairs = [(text, ground) for text in ("ink", "soft", "accent", "warning") for ground in grounds]
    pairs += [(name, f"{name}-ground") for name in ("warning", "note", "good")]
    pairs += [(text, "warning-ground") for text in ("ink", "soft")]
    for text, ground in pairs:
        dark, light = sorted((_luminance(colors[text]), _luminance(colors[ground])))
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (text, ground)


def test_other_projects_of_the_tree_are_listed_with_their_own_reports(inventory: Inventory) -> None:
    one, two = ids.project(Path("/home/ann/customers/rag-chat/services/api")), ids.project(Path("/home/ann/lib"))
    others = (
        ProjectEntry(one, "services/api", "api", "1.0", is_nested=True, scope=None, depends_on=()),
        ProjectEntry(two, "../lib", "lib", None, is_nested=False, scope=Scope.RUNTIME, depends_on=(one,)),
    )
    text = render(replace(inventory, projects=others), (), generated_at=None, tool_version="1")
    assert '<a href="services/api/report.html">' in text
    assert "runtime" in page(replace(inventory, projects=others), ()).chapter("projects")
    assert 'id="projects"' not in render(inventory, (), generated_at=None, tool_version="1")


def test_licenses_chapter_shows_what_is_dropped_and_what_arrives(inventory: Inventory) -> None:
    base, tuned = ids.model("acme/base"), ids.model("acme/tuned")
    made_from = Link(base, "acme/base", {}, Method.DECLARED, "card:3", "card", NOW)
    parent = bare_artifact(
        base, "acme/base", licenses=(LicenseStatement("CC-BY-NC-4.0", None, Method.DECLARED, "card:1"),)
    )
    child = bare_artifact(
        tuned,
        "acme/tuned",
        licenses=(LicenseStatement("MIT", None, Method.DECLARED, "card:1"),),
        derived_from=(made_from,),
    )
    entry = replace(inventory.models[0], id=tuned, name="acme/tuned", known=child)
    chapter = page(replace(inventory, models=(entry,), related=(parent,))).chapter("licenses")
    assert "acme/tuned MIT non-commercial (obligatory) acme/base CC-BY-NC-4.0" in chapter
    assert "acme/base -(derived_from)-> acme/tuned" in chapter
    assert "non-commercial 1 0 acme/base" in chapter
