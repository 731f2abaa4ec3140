"""Which bundles lie beside a file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from mlgraph.model import ids
from mlgraph.model.assertions import Evidence
from mlgraph_ingest.signatures.beside import BUNDLE_LIMIT, bundles_beside, signatures_beside, state_beside
from mlgraph_ingest.signatures.signature import Signature, State, signature_facts
from mlgraph_ontology.kinds import Method, PropertyKind
from tests.ingest.signatures.fake_sigstore import FakeSigstore
from tests.ingest.signatures.test_sigstore import model_statement

CONTENT = b"weights"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def seen(path: Path, *, within: Path | None = None) -> dict[str, State]:
    return {each.place: each.state for each in signatures_beside(path, sha256=SHA256, within=within)}


def test_bundles_of_a_file_bear_its_name_and_that_of_a_model_lies_in_a_folder_above(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    path = folder / "m.gguf"
    own = [folder / f"m.gguf{ending}" for ending in (".sigstore.json", ".sigstore", ".bundle", ".sig")]
    models = [each / "model.sig" for each in (folder, tmp_path / "a", tmp_path, tmp_path.parent)]
    try:
        for each in (path, *own, *models, folder / "other.sigstore.json"):
            each.write_bytes(b"")
        assert bundles_beside(path) == (*own, models[0])
        assert bundles_beside(path, within=tmp_path) == (*own, *models[:3])
    finally:
        models[3].unlink()


def test_link_and_folder_are_no_bundles(tmp_path: Path) -> None:
    path = tmp_path / "m.gguf"
    (tmp_path / "elsewhere").write_bytes(b"{}")
    (tmp_path / "m.gguf.sigstore.json").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "m.gguf.sigstore").mkdir()
    assert bundles_beside(path) == ()
    assert state_beside(path) == ""


def test_what_has_the_name_of_a_bundle_and_is_another_signature_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "m.gguf"
    (tmp_path / "m.gguf.sig").write_bytes(b"\x89\x01binary")
    (tmp_path / "m.gguf.bundle").write_bytes(b"# git bundle")
    (tmp_path / "m.gguf.sigstore.json").write_bytes(b'{"mediaType": "x"}')
    (tmp_path / "model.sig").write_bytes(b"")
    assert seen(path) == {}


def test_each_bundle_is_looked_at_and_a_large_one_is_not(tmp_path: Path) -> None:
    sigstore = FakeSigstore()
    path = tmp_path / "m.gguf"
    (tmp_path / "m.gguf.sigstore.json").write_text(json.dumps(sigstore.bundle(CONTENT)))
    (tmp_path / "m.gguf.sig").write_text(json.dumps(sigstore.bundle(b"other")))
    with (tmp_path / "m.gguf.sigstore").open("wb") as stream:
        stream.truncate(BUNDLE_LIMIT + 1)
    (tmp_path / "model.sig").write_text(json.dumps(sigstore.statement_bundle(model_statement(("m.gguf", CONTENT)))))
    assert seen(path) == {
        "m.gguf.sigstore.json": State.NOT_VERIFIED,
        "m.gguf.sig": State.INVALID,
        "m.gguf.sigstore": State.NOT_VERIFIED,
        "model.sig": State.NOT_VERIFIED,
    }
    assert seen(tmp_path / "n.gguf") == {}


def test_signature_of_a_model_names_files_by_their_path_from_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "unet"
    folder.mkdir()
    statement = model_statement(("unet/m.gguf", CONTENT), ("m.gguf", b"other"))
    (tmp_path / "model.sig").write_text(json.dumps(FakeSigstore().statement_bundle(statement)))
    assert seen(folder / "m.gguf", within=tmp_path) == {"model.sig": State.NOT_VERIFIED}
    assert seen(tmp_path / "m.gguf", within=tmp_path) == {"model.sig": State.INVALID}
    assert seen(folder / "m.gguf") == {}


def test_state_of_the_bundles_changes_with_them(tmp_path: Path) -> None:
    path = tmp_path / "m.gguf"
    (tmp_path / "model.sig").write_bytes(b"a")
    first = state_beside(path)
    (tmp_path / "model.sig").write_bytes(b"ab")
    assert "" != first != state_beside(path)


def test_signature_becomes_a_fact_with_what_is_known_of_it(tmp_path: Path) -> None:
    node = ids.file(tmp_path / "m.gguf")
    [said] = signature_facts(node, [Signature("jsf", State.INTACT, "why", "ES256", place="#/signature")])
    assert (said.subject, said.predicate) == (node, PropertyKind.SIGNATURE)
    assert said.value == {"form": "jsf", "state": "intact", "reason": "why", "algorithm": "ES256"}
    assert said.evidence == Evidence("#/signature", Method.OBSERVED, "jsf")
    assert str(Signature("xmldsig", State.NOT_VERIFIED)) == "xmldsig signature: not verified"
