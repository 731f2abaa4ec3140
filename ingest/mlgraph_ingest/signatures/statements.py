"""Whether a signed statement (in-toto) is about a file.

Sources: in-toto Statement v1 (and v0.1, alike in what is read here); OpenSSF Model Signing 1.0, predicate
`https://model_signing/signature/v1.0`: the files of a model, each with its hash, under `predicate.resources`, their hashes
in the order of the list hashed once more as the digest of the subject; its release 0.2 (`.../Digests/v0.1`) lists them as
subjects.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import orjson

from mlgraph.model.errors import FormatError
from mlgraph_ingest.signatures.signature import quoted

PAYLOAD_TYPE = "application/vnd.in-toto+json"
_STATEMENTS = frozenset({"https://in-toto.io/Statement/v1", "https://in-toto.io/Statement/v0.1"})
_MODEL_SIGNING = "https://model_signing/signature/v1.0"
_MODEL_SIGNING_EARLY = "https://model_signing/Digests/v0.1"


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file, as a bundle that lies beside it may know it."""

    name: str
    """Its path from the folder that the bundle is in, with `/`."""
    sha256: str | None
    """Hexadecimal; None: it was not hashed."""


class Coverage(Enum):
    """Whether a statement is about a file."""

    SAME = "names it, with the hash that it has"
    OTHER = "names it, with another hash"
    NONE = "does not name it"


def covers(payload_type: str, payload: bytes, artifact: Artifact) -> Coverage:
    """Whether a statement is about a file. Raises FormatError where it does not say, or the file was not hashed."""
    if payload_type != PAYLOAD_TYPE:
        raise FormatError(f"it signs {quoted(payload_type)}, which is not read")
    statement = _object(_parsed(payload), "the statement")
    if statement.get("_type") not in _STATEMENTS:
        raise FormatError(f"it signs a statement {quoted(statement.get('_type'))}, which is not known")
    kind = statement.get("predicateType")
    if kind == _MODEL_SIGNING:
        return _among(_resources(statement), artifact)
    subjects = _listed(statement.get("subject"), "the subjects of the statement")
    if kind == _MODEL_SIGNING_EARLY:
        return _among([(str(each.get("name")), _sha256(each)) for each in subjects], artifact)
    if artifact.sha256 is None:
        raise FormatError("the file was not hashed")
    return Coverage.SAME if artifact.sha256 in {_sha256(each) for each in subjects} else Coverage.NONE


def kind_of(payload: bytes) -> str | None:
    """What kind of statement is signed about a file, in words; None: that it is what the signer published."""
    kind = _object(_parsed(payload), "the statement").get("predicateType")
    return None if kind in {_MODEL_SIGNING, _MODEL_SIGNING_EARLY} else f"it signs a statement about it: {quoted(kind)}"


def _resources(statement: Mapping[str, object]) -> list[tuple[str, str | None]]:
    """The files that a model's signature names, with their hashes. Raises FormatError where they contradict its subject."""
    predicate = _object(statement.get("predicate"), "the predicate")
    method = _object(predicate.get("serialization"), "the serialization").get("method")
    if method != "files":
        raise FormatError(f"it signs the model by {quoted(method)}, not by files")
    resources = _listed(predicate.get("resources"), "the resources")
    total = hashlib.sha256()
    found: list[tuple[str, str | None]] = []
    for each in resources:
        digest = str(each.get("digest"))
        try:
            total.update(bytes.fromhex(digest))
        except ValueError as error:
            raise FormatError(f"the hash {quoted(digest)} of a file is none") from error
        found.append((str(each.get("name")), digest.lower() if each.get("algorithm") == "sha256" else None))
    subjects = _listed(statement.get("subject"), "the subjects of the statement")
    if [_sha256(each) for each in subjects] != [total.hexdigest()]:
        raise FormatError("the hashes of the files are not those of the model that it signs")
    return found


def _among(files: list[tuple[str, str | None]], artifact: Artifact) -> Coverage:
    hashes = [digest for name, digest in files if name.removeprefix("./") == artifact.name]
    if not hashes:
        return Coverage.NONE
    if artifact.sha256 is None:
        raise FormatError("the file was not hashed")
    if len(hashes) > 1 or hashes[0] is None:
        raise FormatError("it names the file twice, or with a hash that is not SHA-256")
    return Coverage.SAME if hashes[0] == artifact.sha256 else Coverage.OTHER


def _parsed(payload: bytes) -> object:
    try:
        return orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        raise FormatError("it signs a statement that is no JSON") from error


def _object(value: object, what: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise FormatError(f"{what} that it signs is none")
    return value


def _listed(value: object, what: str) -> list[Mapping[str, object]]:
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise FormatError(f"{what} that it signs are none")
    return value


def _sha256(subject: Mapping[str, object]) -> str | None:
    digest = subject.get("digest")
    found = digest.get("sha256") if isinstance(digest, dict) else None
    return found.lower() if isinstance(found, str) else None
