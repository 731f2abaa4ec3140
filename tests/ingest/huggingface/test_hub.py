"""How the hub is asked: what its refusals mean, under which names it knows things, and who is told the token."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from mlgraph.model.errors import SourceError, UsageError
from mlgraph_ontology.kinds import EdgeKind, PropertyKind
from tests.ingest.huggingface.conftest import SHA, STABLE, Hub, dataset, model
from tests.servers.replay import Replay, Says

TOKEN = "hf_" + "Abcdefghijklmnopqrstuvwx"
OTHER_SHA = "f" * 40


@pytest.fixture
def other() -> Iterator[Replay]:
    with Replay() as server:
        yield server


def error(status: int, code: str = "", text: str = "", **headers: str) -> Says:
    """How the hub refuses."""
    told = {"X-Error-Code": code, "X-Error-Message": text, **headers}
    return Says(status, json.dumps({"error": text}).encode(), {name: value for name, value in told.items() if value})


def test_model_is_read_with_its_card_and_who_publishes_it(hub: Hub) -> None:
    hub.has(model(), "---\nlicense: mit\n---\n# Limitations\n\nMany of them, all known.\n")
    hub.server.says(
        "/api/organizations/acme/overview", Says(body=b'{"name": "acme", "fullname": "Acme Inc <a@b.example>"}')
    )
    told = hub.ask("acme/tiny")
    assert {locator: document.title for locator, document in told.documents.items()} == {
        "pkg:huggingface/acme/tiny#index": hub.server.url("/api/models/acme/tiny?blobs=true"),
        "pkg:huggingface/acme/tiny#card": hub.server.url(f"/acme/tiny/resolve/{SHA}/README.md"),
        "https://huggingface.co/acme#index": hub.server.url("/api/organizations/acme/overview"),
    }
    assert told.edges(EdgeKind.LICENSED_UNDER) == {("acme/tiny", "Apache-2.0")}
    assert told.values(PropertyKind.LIMITATION) == {"acme/tiny": "Many of them, all known."}
    assert told.values(PropertyKind.ACCOUNT_TYPE) == {"acme": "organization"}
    assert told.values(PropertyKind.NAME)["acme"] == "Acme Inc <...>"
    assert told.errors == {}


def test_account_that_is_no_organization_is_left_alone(hub: Hub) -> None:
    hub.has(model())
    told = hub.ask("acme/tiny")
    assert list(told.documents) == ["pkg:huggingface/acme/tiny#index"]
    assert told.values(PropertyKind.ACCOUNT_TYPE) == {}


@pytest.mark.parametrize(
    "locator",
    ["acme/tiny@" + SHA, "pkg:huggingface/acme/tiny@" + SHA, "https://huggingface.co/acme/tiny/tree/" + SHA],
)
def test_commit_is_asked_for_and_is_what_is_described(hub: Hub, locator: str) -> None:
    hub.has(model(), revision=SHA)
    told = hub.ask(locator)
    assert hub.asked() == [f"/api/models/acme/tiny/revision/{SHA}?blobs=true"]
    assert told.values(PropertyKind.VERSION) == {f"acme/tiny@{SHA}": SHA}


def test_tag_is_described_as_the_commit_that_it_is_now(hub: Hub) -> None:
    hub.has(model(), revision="refs%2Fpr%2F1")
    told = hub.ask("acme/tiny@refs/pr/1")
    assert list(told.documents) == [f"pkg:huggingface/acme/tiny@{SHA}#index"]


def test_revision_that_is_not_there_is_told_from_a_model_that_is_not(hub: Hub) -> None:
    missing = error(404, "RevisionNotFound", "Invalid rev id: v9")
    hub.answers("models/acme/tiny/revision/v9", missing)
    hub.answers(f"models/acme/tiny/revision/{OTHER_SHA}", missing)
    told = hub.ask("acme/tiny@v9", f"acme/tiny@{OTHER_SHA}")
    assert told.errors == {
        "pkg:huggingface/acme/tiny@v9#index": "127.0.0.1 has no acme/tiny at 'v9'; name another state"
    }
    assert told.values(PropertyKind.ABSENT_FROM) == {f"acme/tiny@{OTHER_SHA}": "127.0.0.1"}


@pytest.mark.parametrize("status", [401, 404])
def test_model_that_the_hub_says_is_not_there_is_absent(hub: Hub, status: int) -> None:
    hub.answers("models/acme/none", error(status, "RepoNotFound", "Repository not found"))
    told = hub.ask("acme/none")
    assert told.values(PropertyKind.ABSENT_FROM) == {"acme/none": "127.0.0.1"}
    assert (told.errors, hub.asked()) == ({}, ["/api/models/acme/none?blobs=true"])


def test_model_that_may_be_private_is_unknown_not_absent(hub: Hub) -> None:
    hub.answers("models/acme/none", error(401, text="Invalid username or password."))
    told = hub.ask("acme/none")
    (text,) = told.errors.values()
    assert text == (
        f"{hub.server.url('/api/models/acme/none')}?blobs=true: the hub has nothing public of that name (401): it is "
        "wrong, or private; set HF_TOKEN if you have access"
    )
    assert told.assertions == []


def test_token_that_is_not_accepted_is_said_and_not_shown(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    hub.answers("models/acme/tiny", error(401, text="Invalid credentials in Authorization header"))
    (text,) = hub.ask("acme/tiny").errors.values()
    assert "does not accept the token" in text
    assert TOKEN not in text


def test_gated_model_is_described_and_its_card_is_a_document_that_failed(hub: Hub) -> None:
    hub.has(model(gated="manual"), "text")
    hub.server.says(f"/acme/tiny/resolve/{SHA}/README.md", error(401, "GatedRepo", "Access to model is restricted."))
    told = hub.ask("acme/tiny")
    assert told.values(PropertyKind.GATED) == {"acme/tiny": "manual"}
    assert list(told.errors) == ["pkg:huggingface/acme/tiny#card"]
    assert "access is given on request only (gated, 401)" in told.errors["pkg:huggingface/acme/tiny#card"]


def test_access_that_is_refused_is_unknown(hub: Hub) -> None:
    hub.answers("models/acme/tiny", error(403, text="Forbidden"))
    (text,) = hub.ask("acme/tiny").errors.values()
    assert text.endswith("the hub refuses access (403); what it would say is unknown")


def test_renamed_model_is_read_under_its_new_name_and_the_old_one_is_the_same(hub: Hub) -> None:
    hub.has(model("google-bert/bert-base-uncased"))
    moved = {"Location": "/api/models/google-bert/bert-base-uncased?blobs=true"}
    hub.answers("models/bert-base-uncased", Says(307, headers=moved))
    told = hub.ask("bert-base-uncased", "google-bert/bert-base-uncased")
    assert told.edges(EdgeKind.SAME_AS) == {("bert-base-uncased", "google-bert/bert-base-uncased")}
    assert told.values(PropertyKind.HUB_ID) == {"google-bert/bert-base-uncased": STABLE}
    (same,) = [one for one in told.assertions if one.predicate == EdgeKind.SAME_AS]
    assert (same.evidence.rule, dict(same.qualifiers)) == ("redirect", {"hub_id": STABLE})


def test_name_that_moved_twice_is_the_same_as_the_last_one(hub: Hub) -> None:
    hub.has(dataset("new/corpus"))
    hub.answers("datasets/old/corpus", Says(308, headers={"Location": "/api/datasets/middle/corpus?blobs=true"}))
    hub.answers("datasets/middle/corpus", Says(307, headers={"Location": "/api/datasets/new/corpus?blobs=true"}))
    told = hub.ask("datasets/old/corpus")
    assert told.edges(EdgeKind.SAME_AS) == {("datasets/old/corpus", "datasets/new/corpus")}


def test_renamed_model_at_a_commit_is_the_same_at_that_commit(hub: Hub) -> None:
    hub.has(model("acme/new"), revision=SHA)
    hub.answers(
        f"models/acme/old/revision/{SHA}",
        Says(307, headers={"Location": f"/api/models/acme/new/revision/{SHA}?blobs=true"}),
    )
    told = hub.ask(f"acme/old@{SHA}")
    assert told.edges(EdgeKind.SAME_AS) == {("acme/old", "acme/new"), (f"acme/old@{SHA}", f"acme/new@{SHA}")}


@pytest.mark.parametrize(
    "said",
    [
        model("evil/other"),  # without a redirect, the answer is of another one
        {**model("acme/x"), "id": "../../x", "modelId": None},
        {"error": "no"},
    ],
)
def test_answer_of_another_repository_is_not_taken(hub: Hub, said: dict[str, object]) -> None:
    hub.answers("models/acme/tiny", Says(body=json.dumps(said).encode()))
    told = hub.ask("acme/tiny")
    assert told.assertions == []
    assert len(told.errors) == 1


def test_redirect_to_another_kind_of_thing_is_no_rename(hub: Hub) -> None:
    hub.has(dataset("acme/tiny"))
    hub.answers("models/acme/old", Says(307, headers={"Location": "/api/datasets/acme/tiny?blobs=true"}))
    told = hub.ask("acme/old")
    assert (told.assertions, len(told.errors)) == ([], 1)


def test_rename_without_a_stable_id_is_not_believed(hub: Hub) -> None:
    said = model("acme/new")
    del said["_id"]
    hub.has(said)
    hub.answers("models/acme/old", Says(307, headers={"Location": "/api/models/acme/new?blobs=true"}))
    assert hub.ask("acme/old").edges(EdgeKind.SAME_AS) == set()


def test_token_goes_to_the_hub_and_not_to_where_it_redirects(
    hub: Hub, other: Replay, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HF_TOKEN", f" {TOKEN}\n")
    hub.has(model(), "text")
    hub.server.says(
        f"/acme/tiny/resolve/{SHA}/README.md", Says(302, headers={"Location": other.url("/blob", host="localhost")})
    )
    other.says("/blob", Says(body=b"# Limitations\n\nIt is kept elsewhere."))
    told = hub.ask("acme/tiny")
    assert {asked.headers.get("authorization") for asked in hub.server.asked} == {f"Bearer {TOKEN}"}
    assert [asked.headers.get("authorization") for asked in other.asked] == [None]
    assert told.values(PropertyKind.LIMITATION) == {"acme/tiny": "It is kept elsewhere."}
    shown = [
        repr(told),
        *(path.read_bytes().decode("latin-1") for path in (tmp_path / "answers").rglob("*") if path.is_file()),
    ]
    assert TOKEN not in " ".join([*shown, *map(str, (tmp_path / "answers").rglob("*"))])


def test_answers_to_a_token_are_not_given_to_nobody(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    hub.answers("models/acme/tiny", Says(body=json.dumps(model()).encode()), error(401))
    with monkeypatch.context() as patch:
        patch.setenv("HF_TOKEN", TOKEN)
        assert hub.ask("acme/tiny").errors == {}
    assert len(hub.ask("acme/tiny").errors) == 1


@pytest.mark.parametrize("said", ["hf_with space", "hf_\x1b[31m", "hf_é"])
def test_token_that_none_can_be_is_not_sent_and_not_shown(hub: Hub, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("HF_TOKEN", said)
    (text,) = hub.ask("acme/tiny").errors.values()
    assert "the token to send holds characters that no token has" in text
    assert said not in text
    assert hub.server.asked == []


def test_token_is_found_where_the_login_left_it(hub: Hub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "hf").mkdir()
    (tmp_path / "hf" / "token").write_text(TOKEN + "\n")
    hub.ask("acme/tiny")
    monkeypatch.setenv("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1")
    hub.ask("acme/two")
    said = {
        asked.path.split("/")[4].partition("?")[0]: asked.headers.get("authorization") for asked in hub.server.asked
    }
    assert said == {"tiny": f"Bearer {TOKEN}", "two": None}


def test_hub_is_not_asked_where_its_own_client_would_not(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(SourceError, match="HF_HUB_OFFLINE is set"):
        hub.ask("acme/tiny")
    assert hub.server.asked == []


def test_endpoint_that_is_no_address_is_refused(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "ftp://me:secret@hub.example")
    with pytest.raises(UsageError, match=r"HF_ENDPOINT is 'ftp://hub\.example'"):
        hub.ask("acme/tiny")


def test_mirror_that_knows_no_parameters_is_asked_without(hub: Hub) -> None:
    hub.server.says("/api/models/acme/tiny", Says(body=json.dumps(model()).encode()))
    assert hub.ask("acme/tiny").values(PropertyKind.VERSION) == {"acme/tiny": SHA}


LATER = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
SOON = {
    "Retry-After in seconds": {"Retry-After": "1"},
    "RateLimit": {"RateLimit": '"api";r=0;t=1', "RateLimit-Policy": '"fixed window";"api";q=500;w=300'},
    "draft headers": {"RateLimit-Remaining": "0", "RateLimit-Reset": "1"},
}
LONG = {
    "Retry-After as a date": {"Retry-After": LATER},
    "RateLimit": {"RateLimit": '"api";r=0;t=3600'},
    "draft headers": {"RateLimit-Remaining": "0", "RateLimit-Reset": "3600"},
}


@pytest.mark.parametrize("headers", SOON.values(), ids=SOON)
def test_hub_that_wants_a_moment_is_given_it(hub: Hub, headers: dict[str, str]) -> None:
    hub.answers("models/acme/tiny", error(429, **headers), Says(body=json.dumps(model()).encode()))
    began = time.monotonic()
    assert hub.ask("acme/tiny").errors == {}
    assert time.monotonic() - began >= 1


@pytest.mark.parametrize("headers", LONG.values(), ids=LONG)
def test_hub_that_wants_long_is_left_alone_and_all_is_unknown(hub: Hub, headers: dict[str, str]) -> None:
    hub.answers("models/acme/a", error(429, **headers))
    hub.has(model("acme/b"))
    told = hub.ask("acme/a")
    assert "wants no further requests before" in told.errors["pkg:huggingface/acme/a#index"]
    assert told.assertions == []
    assert hub.asked() == ["/api/models/acme/a?blobs=true"]


def test_card_that_is_too_large_is_left_out_and_the_rest_is_said(hub: Hub) -> None:
    hub.has(model(), "x" * (5 * 1024 * 1024))
    told = hub.ask("acme/tiny")
    assert told.values(PropertyKind.VERSION) == {"acme/tiny": SHA}
    assert "is larger than 4,194,304 bytes; it is left out" in told.errors["pkg:huggingface/acme/tiny#card"]


@pytest.mark.parametrize("body", [b"<html>", b"[1]", b"", b'{"id": "acme/tiny"', b"\xff\xfe", b"null"])
def test_answer_that_is_none_is_one_failure(hub: Hub, body: bytes) -> None:
    hub.answers("models/acme/tiny", Says(body=body))
    told = hub.ask("acme/tiny")
    assert list(told.errors) == ["pkg:huggingface/acme/tiny#index"]
    assert "\n" not in told.errors["pkg:huggingface/acme/tiny#index"]


def test_dataset_is_read_with_its_card(hub: Hub) -> None:
    hub.has(dataset(), "# Personal and Sensitive Information\n\nNames of people.\n")
    told = hub.ask("https://huggingface.co/datasets/acme/corpus/viewer/default/train")
    assert told.values(PropertyKind.SENSITIVE_DATA) == {"datasets/acme/corpus": "Names of people."}
    assert told.values(PropertyKind.DATA_TYPE) == {"datasets/acme/corpus": "text"}


@pytest.mark.parametrize(
    "locator",
    [
        "../etc/passwd",
        "a b",
        "acme/<b>x</b>",
        "pkg:pypi/torch",
        "https://huggingface.co/",
        "a/b/c",
        "acme/tiny@../x",
        "http://[",
    ],
)
def test_locator_that_names_nothing_is_warned_of_and_the_rest_goes_on(hub: Hub, locator: str) -> None:
    hub.has(model())
    told = hub.ask(locator, "acme/tiny")
    assert len(told.notes.warnings) == 1
    assert list(told.documents) == ["pkg:huggingface/acme/tiny#index"]


def test_option_that_is_not_there_is_refused(hub: Hub) -> None:
    with pytest.raises(UsageError, match="has no option 'python'; it has: depth"):
        hub.ask("acme/tiny", python="x")
    with pytest.raises(UsageError, match="is no number of steps"):
        hub.ask("acme/tiny", depth="-1")


def test_what_is_named_is_asked_for_its_configuration_or_croissant_besides(hub: Hub) -> None:
    config = {"rfilename": "config.json"}
    base = model("acme/base", siblings=[config])
    hub.has(model(tags=["base_model:finetune:acme/base"], siblings=[config]), "text")
    hub.answers("models/acme/base", Says(body=json.dumps(base).encode()))
    said = {"text_config": {"max_position_embeddings": 4096}, "auto_map": {"AutoModel": "x.Y"}, "model_type": "tiny"}
    hub.server.says(f"/acme/tiny/resolve/{SHA}/config.json", Says(body=json.dumps(said).encode()))
    hub.has(dataset())
    croissant = {"@type": "sc:Dataset", "name": "corpus", "rai:dataLimitations": "Small."}
    hub.server.says("/api/datasets/acme/corpus/croissant", Says(body=json.dumps(croissant).encode()))
    told = hub.ask("acme/tiny", "datasets/acme/corpus")
    assert told.values(PropertyKind.CONTEXT_LENGTH) == {"acme/tiny": 4096}
    assert told.values(PropertyKind.CUSTOM_CODE) == {"acme/tiny": True}
    assert told.values(PropertyKind.LIMITATION) == {"datasets/acme/corpus": "Small."}
    (length,) = [one for one in told.assertions if one.predicate == PropertyKind.CONTEXT_LENGTH]
    assert length.evidence.locator == "#/text_config/max_position_embeddings"
    assert f"/acme/base/resolve/{SHA}/config.json" not in hub.asked()


@pytest.mark.parametrize(
    "answer", [Says(404), Says(401), Says(400), Says(body=b"no JSON")], ids=["404", "401", "400", "no JSON"]
)
def test_croissant_that_the_hub_does_not_make_takes_nothing_away(hub: Hub, answer: Says) -> None:
    hub.has(dataset())
    hub.server.says("/api/datasets/acme/corpus/croissant", answer)
    told = hub.ask("datasets/acme/corpus")
    assert told.values(PropertyKind.VERSION) == {"datasets/acme/corpus": SHA}
    assert len(told.errors) == (answer.status == 200)
