"""What a zip archive of torch says: its pickle, the tensors that it describes, and whether it is TorchScript.

The format: torch/serialization.py (since 1.6) and caffe2/serialize: `NAME/data.pkl`, `NAME/data/0`, ..., `NAME/version`,
for TorchScript `NAME/constants.pkl` and `NAME/code/`. The tensors themselves are not read, only that they are there.
"""

from __future__ import annotations

import io
from dataclasses import replace

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.weights.header import Header
from mlgraph_ingest.project.weights.pickle_files import torch_header
from mlgraph_ingest.project.weights.pickles import Pickles, read_pickles
from mlgraph_ingest.project.weights.window import Window
from mlgraph_ingest.project.weights.zip_members import Archive, Member

PICKLE_LIMIT = 64 * 2**20
"""Bytes of a packed pickle that are unpacked and looked at."""
_PICKLES = (".pkl", ".pickle", ".p")
_SCRIPT_MODULE = "__torch__."


def is_torch(archive: Archive) -> bool:
    """Whether an archive is one that torch writes."""
    return _main(archive) is not None


def read_torch(archive: Archive) -> Header:
    """What an archive of torch says. Raises FormatError where its pickle cannot be read."""
    main = _main(archive)
    if main is None:
        raise FormatError(f"{archive.window.shown}: a zip archive, but none of torch; no verdict on it")
    form = "torchscript" if _is_script(archive, main) else "pytorch"
    found, spent = list[tuple[Member, Pickles]](), 0
    for member in archive.members:
        if member is main or member.name.endswith(_PICKLES):
            found.append((member, read_member(archive, member, spent)))
            spent = found[-1][1].opcodes
    judged = [_compiled(pickles) if form == "torchscript" else pickles for _, pickles in found]
    return torch_header(form, next(pickles for member, pickles in found if member is main), judged)


def read_member(archive: Archive, member: Member, spent: int = 0) -> Pickles:
    """The pickles that a member of an archive is."""
    shown = f"{archive.window.shown}: {member.name[:80]!r}"
    if archive.is_stored(member):
        part = archive.stored(member)
        return read_pickles(part.part(0, part.size, shown), spent=spent)
    raw = archive.content(member, PICKLE_LIMIT)
    if len(raw) >= PICKLE_LIMIT:
        raise FormatError(f"{shown} unpacks to more than {PICKLE_LIMIT:,} bytes; no verdict on it")
    return read_pickles(Window(io.BytesIO(raw), len(raw), shown), spent=spent)


def _compiled(pickles: Pickles) -> Pickles:
    """Without the classes of TorchScript, which are compiled and no Python of this machine."""
    return replace(pickles, imports=frozenset(name for name in pickles.imports if not name.startswith(_SCRIPT_MODULE)))


def _main(archive: Archive) -> Member | None:
    inner = [member for member in archive.members if member.name.rpartition("/")[2] == "data.pkl"]
    return min(inner, key=lambda member: (member.name.count("/"), member.name)) if inner else None


def _is_script(archive: Archive, main: Member) -> bool:
    base = main.name.removesuffix("data.pkl")
    return any(m.name == f"{base}constants.pkl" or m.name.startswith(f"{base}code/") for m in archive.members)
