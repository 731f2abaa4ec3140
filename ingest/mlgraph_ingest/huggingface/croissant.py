"""Reads a dataset's description in Croissant (MLCommons, versions 0.8 to 1.1): pure, and of any shape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph.model.urls import public_url
from mlgraph_ingest.answers.json_values import Table, items, pointer
from mlgraph_ingest.answers.privacy import impersonal
from mlgraph_ingest.huggingface.ledger import TEXT_LIMIT, Ledger, plain, quoted
from mlgraph_ingest.huggingface.licenses import state_license
from mlgraph_ingest.huggingface.values import Key, entries, moment, text
from mlgraph_ontology.kinds import EdgeKind, PropertyKind

CROISSANT = "croissant"
_TEXTS = {
    "description": PropertyKind.DESCRIPTION,
    "citeAs": PropertyKind.CITATION,
    "citation": PropertyKind.CITATION,
    "rai:dataCollection": PropertyKind.COLLECTION_PROCESS,
    "rai:dataCollectionType": PropertyKind.COLLECTION_PROCESS,
    "rai:dataCollectionRawData": PropertyKind.COLLECTION_PROCESS,
    "rai:dataPreprocessingProtocol": PropertyKind.PREPROCESSING,
    "rai:dataAnnotationProtocol": PropertyKind.ANNOTATION_PROCESS,
    "rai:dataAnnotationPlatform": PropertyKind.ANNOTATION_PROCESS,
    "rai:dataBiases": PropertyKind.BIAS,
    "rai:dataLimitations": PropertyKind.LIMITATION,
    "rai:dataUseCases": PropertyKind.INTENDED_USE,
    "rai:personalSensitiveInformation": PropertyKind.SENSITIVE_DATA,
}
"""Members that are texts or lists of them (Croissant Format Specification 1.0; Croissant RAI Specification 1.0)."""
_UNSAID = frozenset({"None", "null"})
"""What some writers of descriptions make of a value that is not there."""
_ONCE = frozenset({PropertyKind.DESCRIPTION, PropertyKind.CITATION})
_DATA_TYPES = {
    "Text": "text",
    "ImageObject": "image",
    "AudioObject": "audio",
    "VideoObject": "video",
    "Integer": "numeric",
    "Float": "numeric",
    "Number": "numeric",
    "Date": "timestamp",
    "DateTime": "timestamp",
    "Time": "timestamp",
}
"""Types of fields -> words of the DatasetType of SPDX 3.0.1 that mean the same."""
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_FIELDS_LIMIT = 10_000


def dataset_of(said: Table, shown: str) -> NodeId | None:
    """The dataset that a description is of, by its address; None where it gives none.

    Raises FormatError where it describes no dataset.
    """
    kind = text(said.get("@type")) or ""
    if not kind.endswith("Dataset"):
        raise FormatError(f"{shown}: no description of a dataset in Croissant (its @type is {quoted(kind)})")
    for key in ("url", "@id"):
        address = text(said.get(key))
        if address and address.startswith(("https://", "http://")):
            try:
                return ids.dataset(address)
            except FormatError as error:
                raise FormatError(f"{shown}: {error}") from error
    return None


def read_croissant(said: Table, ledger: Ledger) -> None:
    """What a description says of its dataset. People are left out: who is named as a creator counts where it is none."""
    if name := _in_a_language(said.get("name")):
        ledger.fact(PropertyKind.NAME, name, pointer("name"), rule=CROISSANT)
    for key, kind in _TEXTS.items():
        for path, one in entries(_in_a_language(said.get(key)) if kind in _ONCE else said.get(key)):
            _text(one, kind, ledger, pointer(key, *path))
    for key, kind in (("version", PropertyKind.VERSION), ("inLanguage", PropertyKind.LANGUAGE)):
        for path, one in entries(said.get(key)):
            if word := text(one):
                ledger.fact(kind, word, pointer(key, *path), rule=CROISSANT)
    if (published := moment(said.get("datePublished"))) is not None:
        ledger.fact(PropertyKind.CREATED_AT, published, pointer("datePublished"), rule=CROISSANT)
    _licenses(said.get("license"), ledger)
    _publishers(said, ledger)
    _pages(said, ledger)
    _origins(said, ledger)
    _distribution(said, ledger)
    _fields(said, ledger)


def _licenses(value: object, ledger: Ledger) -> None:
    for path, one in entries(value):
        word = text(one.get("url") or one.get("name") or one.get("@id")) if isinstance(one, Mapping) else text(one)
        if word is not None:
            is_address = word.startswith(("https://", "http://"))
            state_license(public_url(word) if is_address else plain(word), ledger, pointer("license", *path), CROISSANT)


def _in_a_language(value: object) -> str | None:
    """A text, of several languages in English where there is one."""
    if isinstance(value, Mapping):
        value = value.get("en") or value.get("@value") or next(iter(value.values()), None)
    return plain(value, TEXT_LIMIT) or None if isinstance(value, str) else None


def _text(value: object, kind: PropertyKind, ledger: Ledger, place: str) -> None:
    if isinstance(value, str) and (said := plain(impersonal(value), TEXT_LIMIT)):
        if said in _UNSAID or (kind in _ONCE and ledger.has(kind)):
            return
        ledger.fact(kind, " ".join(said.split()) if kind is PropertyKind.DESCRIPTION else said, place, rule=CROISSANT)
    elif value is not None and not isinstance(value, str):
        ledger.problem(place, f"a {type(value).__name__} where a text belongs; it is left out")


def _publishers(said: Table, ledger: Ledger) -> None:
    """Organizations that made or publish it."""
    for key in ("publisher", "creator"):
        for path, one in entries(said.get(key)):
            if not isinstance(one, Mapping) or not (text(one.get("@type")) or "").endswith("Organization"):
                continue
            place = pointer(key, *path)
            found = _organization(one)
            if found is not None:
                ledger.link(EdgeKind.PUBLISHED_BY, found, place, rule=CROISSANT, role=key)
                if name := text(one.get("name")):
                    ledger.fact(PropertyKind.NAME, name, place, rule=CROISSANT, node=found)


def _organization(said: Mapping[str, object]) -> NodeId | None:
    """An organization by its account on the hub, else by its name."""
    address, name = text(said.get("url")) or "", text(said.get("name"))
    account = re.fullmatch(r"https://huggingface\.co/([^/?#]+)/?", address)
    try:
        if account:
            return ids.hub_account(account[1])
        return ids.organization(name) if name else None
    except FormatError:
        return None


def _pages(said: Table, ledger: Ledger) -> None:
    for path, one in entries(said.get("sameAs")):
        address = text(one) or ""
        if address.startswith(("https://", "http://")):
            page = {"label": "same as", "url": public_url(address)}
            ledger.fact(PropertyKind.HOMEPAGE, {**page}, pointer("sameAs", *path), rule=CROISSANT)


def _origins(said: Table, ledger: Ledger) -> None:
    """The datasets that it was made from (Croissant 1.1, PROV)."""
    for key in ("prov:wasDerivedFrom", "wasDerivedFrom"):
        for path, one in entries(said.get(key)):
            candidates = [one] if isinstance(one, str) else []
            if isinstance(one, Mapping):
                candidates = [text(one.get(name)) or "" for name in ("prov:atLocation", "atLocation", "@id", "url")]
            address = next((c for c in candidates if c.startswith(("https://", "http://"))), None)
            if address is not None:
                _origin(address, ledger, pointer(key, *path))


def _origin(address: str, ledger: Ledger, place: str) -> None:
    try:
        found = ids.dataset(address)
    except FormatError as error:
        ledger.problem(place, str(error))
        return
    if found != ledger.node:
        ledger.link(EdgeKind.DERIVED_FROM, found, place, rule=CROISSANT)


def _distribution(said: Table, ledger: Ledger) -> None:
    """In which form it comes, and its hash where it is one file. What stands in for a hash (a link to an issue) is none."""
    hashes: list[tuple[str, str]] = []
    for number, one in enumerate(items(said, "distribution")):
        if not isinstance(one, Mapping):
            ledger.problem(pointer("distribution", number), "no description of a file; it is left out")
            continue
        form = text(one.get("encodingFormat"))
        if form and form != "git+https" and not ledger.has(PropertyKind.FORMAT):
            ledger.fact(PropertyKind.FORMAT, form, pointer("distribution", number, "encodingFormat"), rule=CROISSANT)
        digest = text(one.get("sha256")) or ""
        if _SHA256.fullmatch(digest) and not one.get("containedIn"):
            hashes.append((digest.lower(), pointer("distribution", number, "sha256")))
    if len(hashes) == 1:
        ledger.fact(PropertyKind.HASH, f"sha256:{hashes[0][0]}", hashes[0][1], rule=CROISSANT)


def _fields(said: Table, ledger: Ledger) -> None:
    """The kinds of data that its records hold."""
    for count, (path, field) in enumerate(_all_fields(said)):
        if count >= _FIELDS_LIMIT:
            ledger.problem(
                pointer("recordSet"), f"recordSet: more than {_FIELDS_LIMIT:,} fields; the rest was not read"
            )
            return
        for at, one in entries(field.get("dataType")):
            name = re.split(r"[:/#]", text(one) or "")[-1]
            if name in _DATA_TYPES:
                ledger.fact(PropertyKind.DATA_TYPE, _DATA_TYPES[name], pointer(*path, "dataType", *at), rule=CROISSANT)


def _all_fields(said: Table) -> Iterator[tuple[tuple[Key, ...], Mapping[str, object]]]:
    for number, record in enumerate(items(said, "recordSet")):
        for at, field in enumerate(items(record, "field")):
            if isinstance(field, Mapping):
                path: tuple[Key, ...] = ("recordSet", number, "field", at)
                yield path, field
                yield from _sub_fields(field, path)


def _sub_fields(
    field: Mapping[str, object], path: tuple[Key, ...]
) -> Iterator[tuple[tuple[Key, ...], Mapping[str, object]]]:
    """The fields of a field, one level down, where they are one or several."""
    for at, one in entries(field.get("subField")):
        if isinstance(one, Mapping):
            yield (*path, "subField", *at), one
