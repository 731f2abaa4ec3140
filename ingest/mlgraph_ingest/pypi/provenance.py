"""Reads the provenance of a file (PEP 740): from which repository it was published.

The index checks attestations when a file is uploaded. What is checked here is that they speak of this very file;
signatures and certificates are not checked again, and nothing that is said here claims so.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph_ingest.answers.json_values import Table, items, load_table, pointer, table, text
from mlgraph_ingest.pypi.facts import Attested, File
from mlgraph_ingest.pypi.files import sha256_in
from mlgraph_ingest.pypi.index import DOUBT

_FORGES = {"GitHub": "https://github.com/", "GitLab": "https://gitlab.com/"}
"""Kinds of publishers that name a repository -> where it is (Warehouse, "Trusted Publishers")."""
_STATEMENT = "https://in-toto.io/Statement/v1"


def attested(version: str, file: File, content: bytes, *, shown: str, host: str) -> Iterator[Attested]:
    """The repositories that a file was published from. Raises FormatError where an attestation is not of this file.

    A publisher that names no repository (Google Cloud, for example) says nothing here.
    """
    if file.sha256 is None:
        raise FormatError(f"{shown}: the index gives no SHA-256 of {file.name}, so its provenance cannot be compared")
    verified_by = f"{host} at upload (PEP 740); signature not checked again"
    for number, bundle in enumerate(items(load_table(content, shown, DOUBT), "attestation_bundles")):
        attestations = items(bundle, "attestations")
        if not attestations:
            raise FormatError(f"{shown}: a publisher without an attestation; nothing is concluded from it")
        for attestation in attestations:
            _check(_statement(attestation, shown), file, shown)
        repository = _repository(table(bundle, "publisher"), shown)
        if repository is not None:
            yield Attested(version, repository, f"{shown}{pointer('attestation_bundles', number)}", verified_by)


def _statement(attestation: object, shown: str) -> Table:
    encoded = text(table(attestation, "envelope"), "statement") or ""
    try:
        return load_table(base64.b64decode(encoded, validate=True), f"{shown}: the statement of an attestation", DOUBT)
    except (binascii.Error, ValueError) as error:
        raise FormatError(f"{shown}: an attestation without a statement that can be read") from error


def _check(statement: Table, file: File, shown: str) -> None:
    """That a statement speaks of one subject, this file, by name and by content (PEP 740, "Attestation statement")."""
    subjects = items(statement, "subject")
    subject = subjects[0] if len(subjects) == 1 else None
    if text(statement, "_type") != _STATEMENT or subject is None:
        raise FormatError(f"{shown}: an attestation of another form than PEP 740 has; nothing is concluded from it")
    if text(subject, "name") != file.name or sha256_in(table(subject, "digest")) != file.sha256:
        raise FormatError(f"{shown}: an attestation of another file than {file.name}; nothing is concluded from it")


def _repository(publisher: Table, shown: str) -> str | None:
    forge, path = _FORGES.get(text(publisher, "kind") or ""), text(publisher, "repository")
    if forge is None:
        return None
    if path is None or len(path) > 500:
        raise FormatError(f"{shown}: a publisher on a forge without its repository")
    return ids.repository(forge + path).key
