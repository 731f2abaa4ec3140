from __future__ import annotations

import pytest

from mlgraph.model.errors import FormatError
from tests.ingest.project.weights.builders import (
    mapping,
    state_dict,
    tar,
    text,
    torch_legacy,
    torch_tensor,
    torch_zip,
    zipped,
)
from tests.ingest.project.weights.conftest import Read

EVIL = b"\x80\x02cposix\nsystem\nX\x02\x00\x00\x00id\x85R."


@pytest.mark.parametrize("name", ["model.pt", "model.pth", "model.ckpt", "pytorch_model.bin", "model.pkl"])
@pytest.mark.parametrize("packed", [False, True])
def test_tensors_are_counted_from_the_opcodes_and_shared_ones_once(read: Read, name: str, packed: bool) -> None:
    header = read(name, torch_zip(state_dict(), packed=packed))
    assert (header.format, header.tensor_count, header.parameter_count) == ("pytorch", 2, 10)
    assert header.dtypes == ("F16", "F32")
    assert header.metadata["keys"] == "w, tied, b"
    assert header.pickle is not None
    assert header.pickle.verdict == "ordinary"


def test_file_before_version_1_6_is_read(read: Read) -> None:
    header = read("model.pth", torch_legacy(state_dict()))
    assert (header.format, header.tensor_count, header.parameter_count) == ("pytorch-legacy", 2, 10)
    assert header.pickle is not None
    assert header.pickle.verdict == "ordinary"


def test_tar_archive_of_the_oldest_versions_is_judged(read: Read) -> None:
    content = tar(
        {"sys_info": b"\x80\x02}.", "storages": b"\x80\x02K\x00.", "pickle": EVIL, "tensors": b"\x80\x02K\x00."}
    )
    header = read("model.pt", content)
    assert header.format == "pytorch-legacy"
    assert header.pickle is not None
    assert header.pickle.callables == ("posix.system",)


def test_torchscript_is_told_by_its_code_and_its_classes_are_no_python(read: Read) -> None:
    pickle = b"\x80\x02c__torch__.net\nNet\n)\x81}b."
    more = {"archive/constants.pkl": b"\x80\x02).", "archive/code/__torch__/net.py": b"class Net: pass"}
    header = read("model.pt", torch_zip(pickle, more))
    assert header.format == "torchscript"
    assert header.pickle is not None
    assert header.pickle.verdict == "ordinary"


@pytest.mark.parametrize("member", ["archive/data.pkl", "archive/constants.pkl", "archive/other.pkl"])
def test_any_pickle_of_the_archive_can_be_the_dangerous_one(read: Read, member: str) -> None:
    scan = read("model.pt", torch_zip(state_dict(), {member: EVIL})).pickle
    assert scan is not None
    assert (scan.verdict, scan.callables) == ("dangerous", ("posix.system",))


def test_state_of_an_optimizer_is_no_model_and_its_numbers_no_parameters(read: Read) -> None:
    inner = b"}(" + text("exp_avg") + torch_tensor("0", [2]) + b"u"
    optimizer = read("optimizer.pt", torch_zip(mapping({"state": inner, "param_groups": b"]"})))
    both = read("last.ckpt", torch_zip(mapping({"state_dict": torch_tensor("1", [3]), "optimizer": inner})))
    assert (optimizer.metadata["holds"], optimizer.parameter_count) == ("optimizer state", None)
    assert (both.metadata["also_holds"], both.parameter_count) == ("optimizer state", None)


def test_arguments_of_a_training_hold_no_tensor(read: Read) -> None:
    header = read("training_args.bin", torch_zip(b"\x80\x02ctransformers.training_args\nTrainingArguments\n)\x81}b."))
    assert header.tensor_count == 0
    assert header.metadata["object"] == "transformers.training_args.TrainingArguments"


def test_names_of_local_headers_and_checksums_do_not_hide_a_pickle(read: Read) -> None:
    content = bytearray(torch_zip(EVIL))
    content[14:18] = b"\xde\xad\xbe\xef"  # the checksum
    content[6:8] = b"\x01\x00"  # the flag for encryption
    content[30:38] = b"elsewher"  # the name before the content
    scan = read("model.pt", bytes(content)).pickle
    assert scan is not None
    assert scan.verdict == "dangerous"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (torch_zip(state_dict())[:-30], "without its end"),
        (torch_zip(state_dict())[:60], "without its end"),
        (torch_zip(state_dict()[:-20]), "truncated"),
        (torch_zip(b"\x80\x02]" + b"a" * (65 * 2**20), packed=True), "unpacks to more"),
        (zipped({"readme.txt": b"hello"}), "no format of weights"),
        (zipped({"inner.pt": torch_zip(EVIL)}), "no format of weights"),
        (b"PK\x03\x04" + bytes(100), "without its end"),
        (b"PK\x03\x04" + bytes(40) + b"PK\x05\x06" + bytes(18), "without a directory"),
        (b"PK\x03\x04" + b"PK\x05\x06" + bytes(8) + b"\xff\xff\xff\x7f" + bytes(6), "zip directory of"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(40), "7-Zip"),
        (b"Rar!\x1a\x07\x01\x00", "RAR"),
        (b"version https://git-lfs.github.com/spec/v1\n", "pointer of Git LFS"),
        (tar({"a": b"b"}), "none of torch"),
        (bytes(100), "no pickle"),
    ],
)
def test_file_that_cannot_be_read_gets_no_verdict(read: Read, content: bytes, why: str) -> None:
    with pytest.raises(FormatError, match=rf"^model\.pt: .*{why}"):
        read("model.pt", content)
