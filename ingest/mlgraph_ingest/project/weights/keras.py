"""What files of Keras say: those of version 3 (a zip archive) and those in HDF5.

The formats: keras/src/saving/saving_lib.py (config.json, metadata.json, model.weights.h5) and legacy/saving
/legacy_h5_format.py (the attributes model_config, keras_version and backend). Of an HDF5 file only its signature is
checked, and those attributes are looked for in the text of its first part; its tensors are not counted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.weights.header import Header, kept_all
from mlgraph_ingest.project.weights.window import Window
from mlgraph_ingest.project.weights.zip_members import Archive

HDF5_MAGIC = b"\x89HDF\r\n\x1a\n"
CONFIG_LIMIT = 16 * 2**20
"""Bytes of a configuration at most."""
SEARCH_LIMIT = 32 * 2**20
"""Bytes of an HDF5 file in which its attributes are looked for."""
_SUPERBLOCKS = range(4)
"""Versions of the superblock (HDF5 File Format Specification, 3.0)."""
_CONFIG = re.compile(rb'(?<![ -~])\{"(?:class_name|module)": ?"')
_VERSION = re.compile(rb"\d{1,3}\.\d{1,3}\.\d{1,3}(?:[-.]?(?:rc|dev|tf)\w{0,12})?")
_HEAP = b"GCOL"
_HEAP_OBJECTS = 100_000
_CONFIGS = 8
"""Texts that begin like a configuration and are tried."""
_TEXT_LIMIT = 100
_LAYER_LIMIT = 100_000
_CODE_LAYER = "Lambda"


def is_keras(archive: Archive) -> bool:
    """Whether an archive is one that Keras 3 writes."""
    return archive.named("config.json") is not None and archive.named("metadata.json") is not None


def read_keras(archive: Archive) -> Header:
    """What a file of Keras 3 says. Raises FormatError where its configuration cannot be read."""
    metadata = _member(archive, "metadata.json")
    keys = [key for key in metadata if key in {"keras_version", "date_saved"}]
    told = [(key, str(metadata[key])) for key in keys]
    return _header("keras", _member(archive, "config.json"), told)


def read_hdf5(window: Window) -> Header:
    """What an HDF5 file says, be it of Keras or not. Raises FormatError where it is none."""
    if window.head(8) != HDF5_MAGIC or window.at(8, 1)[0] not in _SUPERBLOCKS:
        raise FormatError(f"{window.shown}: no HDF5 file that is known; no verdict on it")
    raw = window.head(SEARCH_LIMIT)
    is_of_keras = b"keras_version" in raw
    config = _config(raw) if b"model_config" in raw else None
    told = [("keras_version", version) for version in _versions(raw)] if is_of_keras else []
    if config is None:
        return Header("keras-hdf5" if is_of_keras else "hdf5", metadata=kept_all(told))
    return _header("keras-hdf5", config, told)


def _header(form: str, config: dict[str, Any], told: list[tuple[str, str]]) -> Header:
    classes = list(_classes(config))
    inner = config.get("config")
    name = inner.get("name") if isinstance(inner, dict) else None
    if isinstance(name, str):
        told.append(("name", name))
    told.append(("layers", str(max(0, len(classes) - 1))))
    if _CODE_LAYER in classes:
        told.append(("code_layers", f"{_CODE_LAYER} ({classes.count(_CODE_LAYER)})"))
    architecture = config.get("class_name")
    return Header(form, metadata=kept_all(told), architecture=architecture if isinstance(architecture, str) else None)


def _classes(config: dict[str, Any]) -> Iterator[str]:
    """The class of the model, and of each layer in it."""
    pending: list[Any] = [config]
    for _ in range(_LAYER_LIMIT):
        if not pending:
            return
        found = pending.pop()
        if not isinstance(found, dict):
            continue
        if isinstance(found.get("class_name"), str):
            yield found["class_name"]
        inner = found.get("config")
        layers = inner.get("layers") if isinstance(inner, dict) else inner
        pending += reversed(layers) if isinstance(layers, list) else []
        if isinstance(inner, dict) and isinstance(inner.get("layer"), dict):  # a wrapper of one layer
            pending.append(inner["layer"])


def _member(archive: Archive, name: str) -> dict[str, Any]:
    member = archive.named(name)
    raw = archive.content(member, CONFIG_LIMIT) if member is not None else b""
    found = _json(raw.decode("utf-8", "replace"))
    if found is None:
        raise FormatError(f"{archive.window.shown}: its {name} is no mapping in JSON; no verdict on it")
    return found


def _config(raw: bytes) -> dict[str, Any] | None:
    for match in islice(
        _CONFIG.finditer(raw), _CONFIGS
    ):  # at the beginning of a text, not within another configuration
        found = _json(raw[match.start() : match.start() + CONFIG_LIMIT].decode("utf-8", "replace"))
        if found is not None and "config" in found:
            return found
    return None


def _json(text: str) -> dict[str, Any] | None:
    try:
        found, _ = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _versions(raw: bytes) -> Iterator[str]:
    """The version among the texts of the file's attributes, where there is one of that form only."""
    found = {text.decode() for text in _heap_texts(raw) if _VERSION.fullmatch(text)}
    if len(found) == 1:
        yield found.pop()


def _heap_texts(raw: bytes) -> Iterator[bytes]:
    """The objects of global heaps, where texts lie (HDF5 File Format Specification, III.E)."""
    place, left = raw.find(_HEAP), _HEAP_OBJECTS
    while place >= 0 and left:
        end = min(len(raw), place + int.from_bytes(raw[place + 8 : place + 16], "little"))
        entry = place + 16
        while left and entry + 16 <= end and raw[entry : entry + 2] != b"\0\0":
            left -= 1
            size = int.from_bytes(raw[entry + 8 : entry + 16], "little")
            yield raw[entry + 16 : entry + 16 + min(size, _TEXT_LIMIT)]
            entry += 16 + -(-size // 8) * 8
        place = raw.find(_HEAP, place + 4)
