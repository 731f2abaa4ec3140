"""What little is read of further formats: Core ML, OpenVINO, and msgpack as Flax writes it."""

from __future__ import annotations

import re

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.weights.header import Header, kept_all
from mlgraph_ingest.project.weights.protobuf import Walk
from mlgraph_ingest.project.weights.window import Window

_SPECIFICATION, _DESCRIPTION, _METADATA = 1, 2, 100
_SAID = {1: "description", 2: "version", 3: "author", 4: "license"}
"""Fields of Core ML's Metadata (coremltools, mlmodel/format/Model.proto)."""
_MSGPACK_MAPS = frozenset({*range(0x80, 0x90), 0xDE, 0xDF})
"""First bytes of a mapping (msgpack, spec.md)."""
_NET = re.compile(r"<net\b[^>]{0,2000}>")
_ATTRIBUTE = re.compile(r'\b(name|version)="([^"]{0,500})"')
NET_LIMIT = 2**14
"""Bytes at the beginning of an OpenVINO document in which its root element begins."""


def read_coreml(window: Window) -> Header:
    """What a Core ML model says: its version, its author, its license."""
    walk, told, is_model = Walk(), dict[str, str](), False
    for found in walk.fields(window):
        if found.number == _SPECIFICATION and found.value is not None:
            is_model = True
            told["coreml.specification"] = str(found.value)
        elif found.number == _DESCRIPTION and found.content is not None:
            for part in walk.fields(found.content):
                if part.number == _METADATA and part.content is not None:
                    said = [said for said in walk.fields(part.content) if said.number in _SAID]
                    told.update((_SAID[each.number], each.text()) for each in said)
    if not is_model:
        raise FormatError(f"{window.shown}: no Core ML model: it names no version; no verdict on it")
    return Header("coreml", metadata=kept_all(told.items()), license=told.get("license"))


def read_msgpack(window: Window) -> Header:
    """That a file is a mapping in msgpack. Raises FormatError where it is none."""
    if not window.size or window.at(0, 1)[0] not in _MSGPACK_MAPS:
        raise FormatError(f"{window.shown}: no mapping in msgpack; no verdict on it")
    return Header("msgpack")


def openvino_net(text: str) -> dict[str, str] | None:
    """Name and version of the net that an OpenVINO document describes; None where it is no such document."""
    match = _NET.search(text)
    return {f"openvino.{key}": value for key, value in _ATTRIBUTE.findall(match[0])} if match else None
