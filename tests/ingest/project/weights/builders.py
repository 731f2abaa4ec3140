"""Weight files written by hand, byte by byte, as small as their formats allow."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence

TORCH_MAGIC = b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03."
LETTERS = {4: "I", 5: "i", 6: "f", 7: "?", 10: "Q"}


def safetensors(
    tensors: Mapping[str, tuple[str, Sequence[int], int]], metadata: Mapping[str, str] | None = None
) -> bytes:
    header: dict[str, object] = {"__metadata__": dict(metadata)} if metadata else {}
    offset = 0
    for name, (dtype, shape, size) in tensors.items():
        header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + bytes(offset)


def gguf(
    metadata: Iterable[tuple[str, int, object]] = (),
    tensors: Iterable[tuple[str, Sequence[int], int, int]] = (),
    *,
    order: str = "<",
    version: int = 3,
    data: int = 0,
) -> bytes:
    """metadata: (key, type, value); tensors: (name, dimensions, type, offset); data: bytes of numbers."""
    size = "I" if version == 1 else "Q"
    entries, infos = list(metadata), list(tensors)

    def text(value: str) -> bytes:
        return struct.pack(f"{order}{size}", len(value.encode())) + value.encode()

    def value(kind: int, said: object) -> bytes:
        if kind == 8:
            return text(str(said))
        if kind == 9:
            inner, items = said
            return struct.pack(f"{order}I{size}", inner, len(items)) + b"".join(value(inner, item) for item in items)
        return struct.pack(order + LETTERS[kind], said)

    head = b"GGUF" + struct.pack(f"{order}I{size}{size}", version, len(infos), len(entries))
    for key, kind, said in entries:
        head += text(key) + struct.pack(f"{order}I", kind) + value(kind, said)
    for name, dimensions, kind, offset in infos:
        head += text(name) + struct.pack(f"{order}I{len(dimensions)}{size}", len(dimensions), *dimensions)
        head += struct.pack(f"{order}IQ", kind, offset)
    return head + bytes(-len(head) % 32) + bytes(data)


def varint(number: int) -> bytes:
    found = b""
    while number >= 0x80:
        found += bytes([number & 0x7F | 0x80])
        number >>= 7
    return found + bytes([number])


def field(number: int, value: int | bytes | str) -> bytes:
    """A field of a protobuf message."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    raw = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(raw)) + raw


def onnx_tensor(shape: Sequence[int], dtype: int = 1, *, packed: bool = False, data: bytes = b"") -> bytes:
    dims = field(1, b"".join(map(varint, shape))) if packed else b"".join(field(1, number) for number in shape)
    return dims + field(2, dtype) + (field(9, data) if data else b"")


def onnx(initializers: Iterable[bytes] = (), metadata: Mapping[str, str] | None = None) -> bytes:
    nodes = field(1, field(4, "MatMul"))
    graph = nodes + field(2, "net") + b"".join(field(5, tensor) for tensor in initializers)
    said = b"".join(field(14, field(1, key) + field(2, value)) for key, value in (metadata or {}).items())
    opset = field(8, field(1, "") + field(2, 17))
    return field(1, 8) + field(2, "pytorch") + field(3, "2.4.0") + field(7, graph) + opset + said


def saved_model(version: str = "2.16.1") -> bytes:
    info = field(4, "serve") + field(5, version)
    signature = field(1, "serving_default") + field(2, b"")
    return field(1, 1) + field(2, field(1, info) + field(2, b"") + field(5, signature))


def coreml(license_text: str = "MIT") -> bytes:
    metadata = field(1, "Names dishes") + field(2, "3.1") + field(3, "Ann") + field(4, license_text)
    return field(1, 7) + field(2, field(100, metadata))


def zipped(members: Mapping[str, bytes], *, packed: bool = False) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def keras(config: Mapping[str, object]) -> bytes:
    metadata = {"keras_version": "3.5.0", "date_saved": "2026-01-02@03:04:05"}
    members = {"metadata.json": json.dumps(metadata).encode(), "config.json": json.dumps(config).encode()}
    return zipped({**members, "model.weights.h5": b"\x89HDF\r\n\x1a\n"})


def heap(*texts: bytes) -> bytes:
    """A global heap of HDF5 with these texts."""
    objects = b""
    for number, text in enumerate(texts, start=1):
        objects += struct.pack("<HHIQ", number, 1, 0, len(text)) + text + bytes(-len(text) % 8)
    return b"GCOL" + struct.pack("<B3xQ", 1, 16 + len(objects)) + objects


def hdf5(config: Mapping[str, object] | None = None, version: str = "2.15.0") -> bytes:
    head = b"\x89HDF\r\n\x1a\n\x00" + bytes(87)
    if config is None:
        return head
    return head + b"keras_version\0model_config\0" + heap(version.encode(), b"tensorflow", json.dumps(config).encode())


def npy(descr: str = "<f4", shape: str = "(3, 4)", data: bytes = bytes(48)) -> bytes:
    head = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}".encode()
    head += b" " * (-(len(head) + 11) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head + data


def torch_tensor(key: str, shape: Sequence[int], storage: str = "FloatStorage", *, offset: int = 0) -> bytes:
    """The opcodes that make a tensor of torch, as its pickler writes them (protocol 2)."""
    size = b"(" + b"".join(b"K" + bytes([number]) for number in shape) + b"t"
    stride = b"(" + b"K\x01" * len(shape) + b"t"
    elements = 1
    for number in shape:
        elements *= number
    persistent = b"(X\x07\x00\x00\x00storage" + f"ctorch\n{storage}\n".encode() + text(key) + text("cpu")
    persistent += b"J" + struct.pack("<i", elements) + b"tQ"
    return (
        b"ctorch._utils\n_rebuild_tensor_v2\n(" + persistent + b"K" + bytes([offset]) + size + stride
        + b"\x89ccollections\nOrderedDict\n)RtR"
    )  # fmt: skip


def text(value: str) -> bytes:
    """The opcode that pushes a text (protocol 2)."""
    return b"X" + struct.pack("<I", len(value.encode())) + value.encode()


def mapping(items: Mapping[str, bytes]) -> bytes:
    """A pickle of a mapping from texts to what opcodes make."""
    return b"\x80\x02}(" + b"".join(text(key) + value for key, value in items.items()) + b"u."


def state_dict() -> bytes:
    """A pickle of two tensors, one of them under two names."""
    weight = torch_tensor("0", [2, 3])
    return mapping({"w": weight, "tied": weight, "b": torch_tensor("1", [4], "HalfStorage")})


def torch_zip(pickle: bytes, more: Mapping[str, bytes] | None = None, *, packed: bool = False) -> bytes:
    members = {"archive/data.pkl": pickle, "archive/data/0": bytes(24), "archive/version": b"3\n", **(more or {})}
    return zipped(members, packed=packed)


def torch_legacy(pickle: bytes) -> bytes:
    """The format before torch 1.6: five pickles, then the numbers."""
    return TORCH_MAGIC + mapping({"little_endian": b"\x88"}) + pickle + b"\x80\x02](X\x01\x00\x00\x000e." + bytes(64)


def tar(members: Mapping[str, bytes]) -> bytes:
    found = b""
    for name, content in members.items():
        head = (
            name.encode().ljust(100, b"\0")
            + bytes(24)
            + f"{len(content):011o}\0".encode()
            + bytes(121)
            + b"ustar\x0000"
        )
        found += head.ljust(512, b"\0") + content + bytes(-len(content) % 512)
    return found + bytes(1024)


def joblib(dtype: str = "f8", shape: int = 3, data: bytes = bytes(24)) -> bytes:
    """A mapping with one array, as joblib writes it: the numbers stand between the opcodes."""
    state = b"}(" + text("dtype") + b"cnumpy\ndtype\n" + text(dtype) + b"\x89\x88\x87R"
    state += text("shape") + b"K" + bytes([shape]) + b"\x85" + text("numpy_array_alignment_bytes") + b"K\x10u"
    wrapper = b"cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81" + state + b"b"
    padding = b"" if dtype == "O" else b"\x03\xff\xff\xff"
    return b"\x80\x02}" + text("a") + wrapper + padding + data + b"s."


def tflite() -> bytes:
    """One subgraph with a weight of 2 x 3 numbers in INT8, and an input without values."""
    out = bytearray(struct.pack("<I", 0) + b"TFL3")

    def table(fields: Mapping[int, bytes]) -> int:
        """Fields of four bytes each; those that are offsets are set later."""
        count = max(fields, default=-1) + 1
        slots = [0] * count
        for position, number in enumerate(sorted(fields)):
            slots[number] = 4 + 4 * position
        vtable = struct.pack(f"<HH{count}H", 4 + 2 * count, 4 + 4 * len(fields), *slots)
        out.extend(bytes(-len(out) % 4) + vtable)
        out.extend(bytes(-len(out) % 4))
        place = len(out)
        start = place - len(vtable) - (-(len(vtable)) % 4)
        out.extend(struct.pack("<i", place - start) + b"".join(fields[number] for number in sorted(fields)))
        return place

    def point(table_place: int, position: int, target: int) -> None:
        slot = table_place + 4 + 4 * position
        out[slot : slot + 4] = struct.pack("<I", target - slot)

    def vector(items: Sequence[int], letter: str = "I") -> int:
        out.extend(bytes(-len(out) % 4))
        place = len(out)
        out.extend(struct.pack(f"<I{len(items)}{letter}", len(items), *items))
        return place

    def aim(place: int, *targets: int) -> None:
        """Let the entries of a vector point to tables."""
        for index, target in enumerate(targets):
            slot = place + 4 + 4 * index
            out[slot : slot + 4] = struct.pack("<I", target - slot)

    nothing = bytes(4)  # offsets lead forward only, so what points comes before what is pointed to
    model = table({0: struct.pack("<I", 3), 2: nothing, 3: nothing, 4: nothing})
    graphs, graph, tensors = vector([0]), table({0: nothing}), vector([0, 0])
    weight = table({0: nothing, 1: struct.pack("<I", 9), 2: struct.pack("<I", 1)})
    source = table({0: nothing, 2: struct.pack("<I", 0)})
    buffers, empty, filled = vector([0, 0]), table({}), table({0: nothing})
    aim(graphs, graph)
    aim(tensors, weight, source)
    aim(buffers, empty, filled)
    for owner, position, target in (
        (model, 1, graphs),
        (model, 2, vector(list(b"made by hand"), "B")),
        (model, 3, buffers),
        (graph, 0, tensors),
        (weight, 0, vector([2, 3])),
        (source, 0, vector([1, 2])),
        (filled, 0, vector([1] * 6, "B")),
    ):
        point(owner, position, target)
    out[0:4] = struct.pack("<I", model)
    return bytes(out)
