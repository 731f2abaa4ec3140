"""What a pickle would do is told from its opcodes alone; each of these would harm whoever loads it."""

from __future__ import annotations

import os
import pickle
import struct

import pytest

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.weights.pickle_callables import severity
from mlgraph_ingest.project.weights.pickle_machine import OPCODE_LIMIT
from mlgraph_ingest.project.weights.pickle_values import COMPUTED
from tests.ingest.project.weights.builders import text
from tests.ingest.project.weights.conftest import Read


class Harm:
    def __init__(self, marker: str) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (f"touch {self.marker}",)


def short(word: str) -> bytes:
    return b"\x8c" + bytes([len(word)]) + word.encode()


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_call_of_a_command_is_dangerous_and_is_not_made(read: Read, tmp_path, protocol: int) -> None:
    content = pickle.dumps([1, {"a": Harm(str(tmp_path / "harmed"))}], protocol=protocol)
    scan = read("x.pkl", content).pickle
    assert scan is not None
    assert (scan.verdict, scan.callables) == ("dangerous", (f"{os.system.__module__}.system",))
    assert not (tmp_path / "harmed").exists()


DANGEROUS = {
    "reduce": (b"cos\nsystem\n(S'id'\ntR.", "os.system"),
    "without a call": (b"cbuiltins\neval\n.", "builtins.eval"),
    "inst": (b"(S'id'\nios\nsystem\n.", "os.system"),
    "obj": (b"(cos\nsystem\nS'id'\no.", "os.system"),
    "newobj": (b"\x80\x02csubprocess\nPopen\n(S'id'\nt\x81.", "subprocess.Popen"),
    "newobj_ex": (b"\x80\x04csubprocess\nPopen\n(S'id'\nt}\x92.", "subprocess.Popen"),
    "stack global": (b"\x80\x04" + short("posix") + short("system") + b"\x93" + short("id") + b"\x85R.", "posix.system"),
    "names from the memo": (
        b"\x80\x04" + short("system") + b"\x94" + short("posix") + b"\x94h\x01h\x00\x93.",
        "posix.system",
    ),
    "memo of a far number": (
        b"\x80\x04" + short("posix") + b"r\xe8\x03\x00\x000" + short("system") + b"p77\n0j\xe8\x03\x00\x00g77\n\x93.",
        "posix.system",
    ),
    "memo number with a space": (b"\x80\x04" + short("posix") + b"p 7\n0g7\n" + short("system") + b"\x93.", "posix.system"),
    "doubled": (b"\x80\x04" + short("posix") + b"20" + short("system") + b"\x93.", "posix.system"),
    "written with escapes": (b"\x80\x04S'po\\x73ix'\nS'\\163ystem'\n\x93.", "posix.system"),
    "unicode escapes": (b"\x80\x04V\\u0070osix\nVsystem\n\x93.", "posix.system"),
    "long text": (b"\x80\x04X\x05\x00\x00\x00posix\x8d" + struct.pack("<Q", 6) + b"system\x93.", "posix.system"),
    "by way of another module": (
        b"\x80\x04" + short("torch.nn.modules") + short("container.os.system") + b"\x93.",
        "torch.nn.modules.container.os.system",
    ),
    "second pickle": (pickle.dumps({"a": 1}) + b"\x80\x02cos\nsystem\n.", "os.system"),
    "second pickle, cut": (pickle.dumps({"a": 1}) + b"\x80\x02cos\nsystem\n(S'id", "os.system"),
    "third pickle without a protocol": (pickle.dumps(1) + pickle.dumps(2) + b"cos\nsystem\n.", "os.system"),
    "before it breaks": (b"\x80\x02cos\nsystem\n(S'id'\ntR\xff\xff\xff", "os.system"),
    "cut after the import": (b"\x80\x04" + short("posix") + short("system") + b"\x93", "posix.system"),
    "a pickle in a pickle": (
        b"\x80\x04" + short("torch.storage") + short("_load_from_bytes") + b"\x93"
        + b"C" + bytes([len(b"cos\nsystem\n.")]) + b"cos\nsystem\n." + b"\x85R.",
        "os.system",
    ),
    "opcodes where joblib has numbers": (
        b"\x80\x02cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}(" + text("dtype") + b"cnumpy\ndtype\n" + text("u1")
        + b"\x85R" + text("shape") + b"K\x0c\x85ub" + b"cos\nsystem\n0" + b".",
        "os.system",
    ),
}  # fmt: skip


@pytest.mark.parametrize("trick", DANGEROUS)
def test_dangerous_import_is_seen_however_it_is_written(read: Read, trick: str) -> None:
    content, name = DANGEROUS[trick]
    scan = read("x.pkl", content).pickle
    assert scan is not None
    assert scan.verdict == "dangerous"
    assert name in scan.callables


def test_name_that_is_computed_is_dangerous(read: Read) -> None:
    joined = b"cbuiltins\nstr\n(S'system'\ntR"
    scan = read("x.pkl", b"\x80\x04" + short("posix") + joined + b"\x93.").pickle
    assert scan is not None
    assert (scan.verdict, scan.callables) == ("dangerous", (COMPUTED,))


def test_extension_code_is_unusual(read: Read) -> None:
    scan = read("x.pkl", b"\x80\x02\x82\x05)R.").pickle
    assert scan is not None
    assert (scan.verdict, scan.callables) == ("unusual", ("(extension 5 of copyreg)",))


def test_class_of_the_project_is_unusual_and_plain_values_are_ordinary(read: Read) -> None:
    unusual = read("a.pkl", b"\x80\x02cshop.models\nDishModel\n)\x81.").pickle
    ordinary = read("b.pkl", pickle.dumps({"a": [1, 2.5, "x", None, (True, b"y")], "s": {1, 2}})).pickle
    assert unusual is not None
    assert ordinary is not None
    assert (unusual.verdict, unusual.callables) == ("unusual", ("shop.models.DishModel",))
    assert (ordinary.verdict, ordinary.callables) == ("ordinary", ())


def test_pickle_that_is_cut_before_anything_dangerous_has_no_verdict(read: Read) -> None:
    with pytest.raises(FormatError, match=r"truncated.*no verdict"):
        read("x.pkl", pickle.dumps({"a": list(range(100))})[:-10])


def test_damage_after_something_dangerous_is_told_with_it(read: Read) -> None:
    header = read("x.pkl", b"\x80\x02cos\nsystem\n(S'id'\ntR\xff")
    assert header.problems == ("x.pkl: no pickle at byte 22; what lies behind was not looked at",)


def test_pickle_that_is_too_long_has_no_verdict_but_is_a_file(read: Read) -> None:
    header = read("a.pkl", b"\x80\x02" + b"N0" * (OPCODE_LIMIT // 2) + b"N.")
    assert (header.format, header.pickle) == ("pickle", None)
    assert header.problems == ("a.pkl: more than 2,000,000 opcodes; the rest of the pickle was not looked at",)


@pytest.mark.parametrize("content", [b"N" + b"2\x86" * 300, b"N" + b"2\x86R" * 300])
def test_values_that_double_themselves_cost_nothing(read: Read, content: bytes) -> None:
    tensor = b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\n(U\x01aQ" + content + b"2tR."
    array = (
        b"\x80\x02cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}(" + text("dtype") + content + text("shape") + b")ub."
    )
    assert read("a.pkl", tensor).pickle is not None
    with pytest.raises(FormatError, match="type"):
        read("b.pkl", array)


def test_bytes_behind_a_pickle_are_no_damage(read: Read) -> None:
    header = read("x.pkl", pickle.dumps([1]) + b"\x93 anything")
    assert header.problems == ()
    assert header.pickle is not None


@pytest.mark.parametrize(
    "content",
    [b"plain text\nof a person\n", b"\x00" * 100, b"\xff\xfe", b"\x80", b"T\xff\xff\xff\xffab", b"P" + b"x" * 70_000],
)
def test_what_is_no_pickle_has_no_verdict(read: Read, content: bytes) -> None:
    with pytest.raises(FormatError, match=r"^x\.pkl: "):
        read("x.pkl", content)


def test_version_of_scikit_learn_and_class_of_the_object_are_told(read: Read) -> None:
    state = b"}(" + text("coef_") + b"K\x01" + text("_sklearn_version") + text("1.5.2") + b"u"
    header = read("clf.pkl", b"\x80\x02csklearn.linear_model._logistic\nLogisticRegression\n)\x81" + state + b"b.")
    assert header.format == "pickle"
    assert header.metadata == {
        "object": "sklearn.linear_model._logistic.LogisticRegression",
        "scikit-learn": "1.5.2",
    }
    assert header.pickle is not None
    assert header.pickle.verdict == "ordinary"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("os.path.join", "dangerous"),
        ("__builtin__.getattr", "dangerous"),
        ("importlib.import_module", "dangerous"),
        ("_pickle.loads", "dangerous"),
        ("numpy.f2py.crackfortran.getlincoef", "dangerous"),
        ("joblib.numpy_pickle.load", "dangerous"),
        ("pathlib.Path.unlink", "dangerous"),
        ("pathlib.PosixPath", "ordinary"),
        ("torch._utils._rebuild_parameter", "ordinary"),
        ("torch.nn.modules.linear.Linear", "ordinary"),
        ("sklearn.datasets._openml.fetch_openml", "unusual"),
        ("transformers.training_args.TrainingArguments", "ordinary"),
        ("functools.partial", "unusual"),
        ("osmium.tools", "unusual"),
        ("shop.os_system", "unusual"),
    ],
)
def test_imports_are_judged_by_name(name: str, expected: str) -> None:
    assert severity(name) == expected
