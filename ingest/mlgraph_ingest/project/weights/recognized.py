"""Which format a weight file has: by its first bytes, and by its name where those say nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

from mlgraph.model.errors import FormatError, MlgraphError
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ingest.project.weights import keras, numpy_files, onnx, other_formats, pickle_files, tensorflow, tflite
from mlgraph_ingest.project.weights.gguf import MAGIC as GGUF
from mlgraph_ingest.project.weights.gguf import read_gguf
from mlgraph_ingest.project.weights.header import Header
from mlgraph_ingest.project.weights.opened import opened
from mlgraph_ingest.project.weights.pytorch import is_torch, read_torch
from mlgraph_ingest.project.weights.safetensors import looks_like_safetensors, read_safetensors
from mlgraph_ingest.project.weights.torch_tar import is_tar, read_tar
from mlgraph_ingest.project.weights.window import Window
from mlgraph_ingest.project.weights.zip_members import MAGIC as ZIP
from mlgraph_ingest.project.weights.zip_members import read_archive

_OF_PICKLES = (".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".joblib", ".ptl", ".dill", ".pdparams")
_BY_NAME: tuple[tuple[str, Callable[[Window], Header]], ...] = (
    (".safetensors", read_safetensors),
    (".gguf", read_gguf),
    (".onnx", onnx.read_onnx),
    (".tflite", tflite.read_tflite),
    (".mlmodel", other_formats.read_coreml),
    (".h5", keras.read_hdf5),
    (".hdf5", keras.read_hdf5),
    (".npy", numpy_files.read_npy),
    (".msgpack", other_formats.read_msgpack),
    ("saved_model.pb", tensorflow.read_saved_model),
)
"""How a name ends that leaves no choice -> what reads the file."""
_CHECKPOINT = re.compile(r".+\.data-\d{5}-of-\d{5}")
_ARCHIVES = {
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"(\xb5/\xfd": "compressed with Zstandard",
    b"\x04\x22M\x18": "compressed with LZ4",
    b"version https://git-lfs": "a pointer of Git LFS, whose content is not here",
}
"""First bytes of what is not looked into -> what it is."""


def begins_like_weights(file: SourceFile) -> bool:
    """Whether a file that may be a weight file begins like one; what cannot be opened does not."""
    try:
        with opened(file) as (_, window):
            head = window.head(8)
            if file.name.lower().endswith(".msgpack"):
                return "flax" in file.name.lower()
            is_known = head.startswith((GGUF, ZIP, keras.HDF5_MAGIC)) or _is_pickle(head) or is_tar(window)
            return is_known or looks_like_safetensors(window) or _side_format(file) is not None
    except MlgraphError:
        return False


def read_header(file: SourceFile, window: Window) -> Header:
    """What the header of a weight file says. Raises FormatError where it is in no known format, or damaged."""
    if not window.size:
        raise FormatError(f"{window.shown}: empty; no verdict on it")
    head, name = window.head(32), file.name.lower()
    for start, what in _ARCHIVES.items():
        if head.startswith(start):
            raise FormatError(f"{window.shown}: {what}; it is not looked into, so there is no verdict on it")
    read = next((read for ending, read in _BY_NAME if name.endswith(ending)), None) or _by_content(window, head)
    if read is not None:
        return read(window)
    found = _side_format(file)
    if found is not None:
        return found
    if _CHECKPOINT.fullmatch(name):
        return tensorflow.read_checkpoint(window)
    if name.endswith(_OF_PICKLES):
        return pickle_files.read_pickle(window)
    raise FormatError(f"{window.shown}: in no format of weights that is known; no verdict on it")


def _by_content(window: Window, head: bytes) -> Callable[[Window], Header] | None:
    magic: tuple[tuple[bool, Callable[[Window], Header]], ...] = (
        (head.startswith(ZIP), _read_zip),
        (head.startswith(GGUF), read_gguf),
        (head.startswith(keras.HDF5_MAGIC), keras.read_hdf5),
        (head.startswith(numpy_files.MAGIC), numpy_files.read_npy),
        (head[4:8] == tflite.MAGIC, tflite.read_tflite),
        (_is_pickle(head), pickle_files.read_pickle),
        (looks_like_safetensors(window), read_safetensors),
        (is_tar(window), read_tar),
        (pickle_files.is_compressed(head), pickle_files.read_compressed),
    )
    return next((read for matches, read in magic if matches), None)


def _is_pickle(head: bytes) -> bool:
    """Whether a file begins with a pickle of protocol 2 or later; older ones begin like anything."""
    return len(head) > 1 and head[0] == 0x80 and 2 <= head[1] <= 5


def _read_zip(window: Window) -> Header:
    archive = read_archive(window)
    if is_torch(archive):
        return read_torch(archive)
    if keras.is_keras(archive):
        return keras.read_keras(archive)
    if any(member.name.endswith(".npy") for member in archive.members):
        return numpy_files.read_npz(archive)
    raise FormatError(f"{window.shown}: a zip archive in no format of weights that is known; no verdict on it")


def _side_format(file: SourceFile) -> Header | None:
    """The header of a file that only what lies around it explains: numbers of OpenVINO, or of a Core ML package."""
    if not file.name.lower().endswith(".bin"):
        return None
    if ".mlpackage/" in f"/{file.relative}":
        return Header("coreml")
    try:
        with opened(SourceFile(file.path.with_suffix(".xml"), file.relative, 0)) as (_, beside):
            text = beside.head(other_formats.NET_LIMIT).decode("utf-8", "replace")
    except MlgraphError:
        return None
    net = other_formats.openvino_net(text)
    return None if net is None else Header("openvino", metadata=net)
