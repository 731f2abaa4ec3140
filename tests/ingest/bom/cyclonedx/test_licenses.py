"""Each statement on a license stands on its own, with its place and whoever concluded it."""

from __future__ import annotations

import base64

import pytest

from tests.ingest.bom.cyclonedx_reading import assertions, component, edges, problems, values


def stated(document) -> set[tuple[str, str, str | None]]:
    found = set()
    for a in assertions(document):
        if a.predicate in {"licensed_under", "license_text"}:
            text = a.object.key if a.object else str(a.value)
            found.add((text, a.evidence.locator, a.qualifiers.get("acknowledgement")))
    return found


def test_id_name_and_expression() -> None:
    document = {**component(licenses=[
        {"license": {"id": "MIT", "acknowledgement": "declared"}}, {"license": {"name": "Our own"}},
        {"expression": "Apache-2.0 OR MIT", "acknowledgement": "concluded"},
    ]), "specVersion": "1.7"}  # fmt: skip
    assert stated(document) == {
        ("MIT", "#/components/0/licenses/0/license", "declared"),
        ("Our own", "#/components/0/licenses/1/license", None),
        ("Apache-2.0 OR MIT", "#/components/0/licenses/2", "concluded"),
    }
    assert problems(document) == []


@pytest.mark.parametrize("encoding", [None, "base64"])
def test_attached_text_of_a_named_license(encoding) -> None:
    text = "Acme License\nDo what you like."
    content = base64.b64encode(text.encode()).decode() if encoding else text
    attached = {"content": content} | ({"encoding": encoding} if encoding else {})
    document = component(licenses=[{"license": {"name": "Acme License", "text": attached}}])
    assert [t for t, *_ in stated(document)] == [text]


def test_attached_text_of_a_known_license_stays_beside_it() -> None:
    document = component(licenses=[{"license": {"id": "MIT", "text": {"content": "Permission ..."}}}])
    assert [t for t, *_ in stated(document)] == ["MIT"]
    assert values(document, "unmapped") == [
        {"field": "licenses/0/license/text", "value": {"content": "Permission ..."}}
    ]


def test_details_of_an_expression_are_kept() -> None:
    details = [{"licenseIdentifier": "MIT", "url": "https://x.example"}]
    document = component(licenses=[{"expression": "MIT", "expressionDetails": details}])
    assert values(document, "unmapped") == [{"field": "licenses/0/expressionDetails", "value": details}]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"license": {"id": "Apache-2"}}, "no id of the SPDX license list"),
        ({"license": {}}, "neither an id nor a name"),
        ({"id": "MIT"}, "neither a license nor an expression"),
        ({"license": {"id": "MIT", "acknowledgement": "guessed"}}, "neither declared nor concluded"),
        ({"license": {"name": "x", "text": {"content": "y", "encoding": "base85"}}}, "no encoding of the standard"),
    ],
)
def test_what_is_no_license_is_said(row, said) -> None:
    ((_, text),) = problems(component(licenses=[row]))
    assert said in text


def test_several_spellings_of_one_license_are_several_statements() -> None:
    document = component(licenses=[{"license": {"id": "MIT"}}, {"license": {"id": "Apache-2.0"}}])
    assert {target for _, _, target, _ in edges(document, "licensed_under")} == {"MIT", "Apache-2.0"}
