"""What it means that a pickle imports a function or a class: it can do harm, it is usual in a model, or neither is known.

Dangerous is what runs code or commands, loads libraries or further pickles, reaches any attribute of any object, or
touches files or the network. The list follows what picklescan (src/picklescan/scanner.py, `_unsafe_globals`) and
fickling (fickling/analysis.py, `UnsafeImports`, `OvertlyBadEvals`) report, both read in 2026, and adds the modules of
the standard library that do the same. Unlike picklescan, `functools.partial` and `operator.itemgetter` alone are
unusual, not dangerous: what they are given has to be imported, too, and is judged itself.

Usual is what NumPy, PyTorch, scikit-learn, pandas, SciPy, joblib and transformers write for their models and training
arguments; fickling's list of such names (fickling/ml.py, `ML_ALLOWLIST`) agrees. It is no proof of harmlessness.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mlgraph_ingest.project.weights.header import PickleScan
from mlgraph_ingest.project.weights.pickle_values import COMPUTED

SHOWN_LIMIT = 20
"""Names that are listed."""
DANGEROUS, UNUSUAL, ORDINARY = "dangerous", "unusual", "ordinary"

_MODULES = frozenset({
    # running commands, processes and machine code
    "os", "posix", "nt", "subprocess", "_posixsubprocess", "commands", "popen2", "pty", "ctypes", "_ctypes", "cffi",
    "_winapi", "winreg", "_winreg", "msvcrt", "multiprocessing", "concurrent", "asyncio", "signal", "threading", "_thread",
    "sched", "atexit", "resource", "sh", "pexpect", "paramiko", "fabric",
    # importing and running Python
    "sys", "runpy", "code", "codeop", "importlib", "_frozen_importlib", "_frozen_importlib_external", "imp", "_imp",
    "pkgutil", "zipimport", "modulefinder", "bdb", "pdb", "profile", "cProfile", "_lsprof", "trace", "timeit", "doctest",
    "unittest", "pydoc", "inspect", "gc", "idlelib", "lib2to3", "distutils", "setuptools", "pip", "ensurepip", "venv",
    "site", "compileall", "py_compile", "cloudpickle", "dill", "IPython", "jinja2", "sympy", "logging.config",
    # reading further pickles and the like
    "pickle", "_pickle", "cPickle", "pickletools", "marshal", "shelve", "dbm", "yaml", "jsonpickle", "joblib.numpy_pickle",
    "joblib.memory", "joblib.externals", "pandas.io", "pandas.compat.pickle_compat", "pandas.core.computation",
    "torch.serialization", "torch.hub", "torch.jit.unsupported_tensor_ops", "torch.package", "torch._inductor",
    "torch._dynamo", "torch.utils.cpp_extension", "torch.utils.bottleneck", "torch.utils.collect_env", "torch.ops",
    "torch._ops", "torch.classes", "torch.distributed", "torch.multiprocessing", "torch.fx.experimental.symbolic_shapes",
    "torch.utils._config_module", "torch.utils.data.datapipes", "numpy.f2py", "numpy.testing", "numpy.distutils",
    "numpy.lib.npyio", "numpy.lib._npyio_impl", "numpy.ctypeslib", "numpy.lib._datasource", "keras.models",
    "tensorflow.io", "tensorflow.saved_model", "transformers.dynamic_module_utils", "huggingface_hub",
    # files and the network
    "shutil", "tempfile", "fileinput", "glob", "zipfile", "tarfile", "linecache", "mmap", "fcntl", "socket", "_socket",
    "socketserver", "ssl", "_ssl", "http", "httplib", "urllib", "urllib2", "urllib3", "requests", "httpx", "aiohttp",
    "ftplib", "smtplib", "poplib", "imaplib", "nntplib", "telnetlib", "xmlrpc", "xmlrpclib", "webbrowser", "select",
    "selectors", "sqlite3", "_sqlite3", "nturl2path", "antigravity",
})  # fmt: skip
"""Modules of which every function, and that of every module within, is dangerous."""
_HARMLESS_IN_THEM = frozenset({
    "joblib.numpy_pickle.NumpyArrayWrapper", "torch.serialization._get_layout",
})  # fmt: skip
_NAMES = frozenset({
    *(f"{module}.{name}" for module in ("builtins", "__builtin__") for name in (
        "eval", "exec", "execfile", "compile", "open", "file", "input", "raw_input", "getattr", "setattr", "delattr",
        "__import__", "breakpoint", "apply", "globals", "locals", "vars", "help", "reload", "memoryview", "__build_class__",
    )),
    "io.open", "_io.open", "io.open_code", "_io.open_code", "io.FileIO", "_io.FileIO", "codecs.open",
    "operator.attrgetter", "_operator.attrgetter", "operator.methodcaller", "_operator.methodcaller", "operator.call",
    "_operator.call", "types.FunctionType", "types.CodeType", "types.LambdaType", "types.MethodType", "types.ModuleType",
    "joblib.load", "joblib.Memory", "torch.load", "torch.jit.load", "torch.jit.CompilationUnit", "torch.compile",
    "numpy.load", "numpy.loadtxt", "numpy.fromfile", "numpy.memmap", "numpy.genfromtxt", "numpy.save", "numpy.savetxt",
    "numpy.savez", "numpy.DataSource", "pandas.read_pickle", "pandas.eval", "pandas.read_csv", "pandas.read_hdf",
    "copyreg.add_extension", "copyreg.pickle", "copy_reg.pickle", "pathlib.os", "_osx_support._read_output",
    "_aix_support._read_cmd_output", "ntpath.os", "posixpath.os", "uuid._get_command_stdout", "uuid._popen",
    "test.support.script_helper.assert_python_ok", "_pyrepl.pager.pipe_pager",
})  # fmt: skip
_REACHED = frozenset({
    "os", "sys", "subprocess", "posix", "nt", "builtins", "importlib", "ctypes", "pickle", "shutil", "socket", "marshal",
    "runpy", "__import__", "__globals__", "__builtins__", "__subclasses__", "__getattribute__", "__code__", "system",
    "popen", "eval", "exec", "unlink", "rmtree", "write_text", "write_bytes", "read_text", "read_bytes", "open",
})  # fmt: skip
"""Parts of a dotted name through which a pickle reaches something dangerous by way of something else."""

_PLAIN = frozenset({
    "set", "frozenset", "dict", "list", "tuple", "int", "long", "float", "complex", "bool", "str", "unicode", "bytes",
    "bytearray", "slice", "range", "xrange", "object", "Ellipsis", "NotImplemented",
})  # fmt: skip
_TORCH_TYPES = (
    "float16|float32|float64|bfloat16|half|double|float|complex32|complex64|complex128|u?int(?:8|16|32|64)|bool|long|short"
    "|int|qint8|quint8|qint32|float8_\\w+"
)
_CLASS = r"_?[A-Z]\w*"
_ORDINARY = re.compile("|".join((
    rf"(?:builtins|__builtin__)\.(?:{'|'.join(sorted(_PLAIN))})",
    r"collections\.(?:OrderedDict|defaultdict|Counter|deque)", r"(?:copyreg|copy_reg)\.(?:_reconstructor|__newobj__)",
    r"_codecs\.encode", r"_?io\.(?:BytesIO|StringIO)", r"argparse\.Namespace", r"types\.SimpleNamespace", r"array\._array_reconstructor",
    r"datetime\.(?:datetime|date|time|timedelta|timezone)", r"decimal\.Decimal", r"fractions\.Fraction", r"uuid\.UUID",
    r"pathlib(?:\._local)?\.(?:Pure)?(?:Posix|Windows)?Path", r"enum\.\w*Enum", r"re\._compile", r"zoneinfo\.ZoneInfo\._unpickle",
    r"numpy\.(?:dtype|ndarray|matrix|bool_?|object_|str_|bytes_|void|(?:u?int|float|complex)(?:\d+|_|c|p)?|longlong|core\.records\.recarray|rec\.recarray)",
    r"numpy\.(?:_?core)\.(?:multiarray\.(?:_reconstruct|scalar)|numeric\._frombuffer|_internal\._convert_to_stringdtype_kwargs)",
    r"numpy\.dtypes\.\w+", r"numpy\.ma\.core\.(?:_mareconstruct|MaskedArray)", r"numpy\.random\._pickle\.__\w+_ctor",
    r"numpy\.random(?:\.\w+)*\.(?:RandomState|Generator|MT19937|PCG64|PCG64DXSM|Philox|SFC64|SeedSequence|__pyx_unpickle_\w+)",
    rf"torch\.(?:\w+Storage|Size|device|Tensor|Generator|dtype|{_TORCH_TYPES})",
    r"torch\.storage\.(?:Untyped|Typed|_Typed|_Untyped)Storage", r"torch\._utils\._rebuild_\w+",
    r"torch\._tensor\._rebuild_from_type_v2", r"torch\.(?:nn\.parameter|nn)\.(?:Parameter|Buffer)",
    rf"torch\.(?:nn\.modules|nn\.parallel|optim|distributions|nn\.utils)(?:\.\w+)*\.{_CLASS}",
    r"torch\.torch_version\.TorchVersion", r"torch\.serialization\._get_layout", r"torch\.jit\._pickle\.\w+",
    r"torch\._C\._\w*(?:Type|Layout)", r"torch\.utils\.data\.dataset\.\w+",
    rf"sklearn(?:\.\w+)*\.{_CLASS}", r"sklearn\.metrics\._dist_metrics\.newObj", r"sklearn\.neighbors\._\w+\.newObj",
    r"sklearn(?:\.\w+)*\.__pyx_unpickle_\w+",
    r"scipy\.sparse(?:\.\w+)*\.(?:csr|csc|coo|bsr|dia|dok|lil)_(?:matrix|array)", rf"scipy\.(?:interpolate|spatial|stats)(?:\.\w+)*\.{_CLASS}",
    rf"pandas\.core(?:\.(?!computation)\w+)*\.{_CLASS}", r"pandas\._libs\.(?:internals\._unpickle_block|\w+(?:\.\w+)*\.__pyx_unpickle_\w+)",
    r"pandas\.core\.indexes\.base\._new_Index", r"pandas\._libs\.tslibs\.timestamps\._unpickle_timestamp",
    rf"pandas\._libs\.tslibs\.offsets\.{_CLASS}", r"joblib\.numpy_pickle\.NumpyArrayWrapper",
    rf"transformers\.(?:training_args(?:_seq2seq)?|trainer_utils|trainer_pt_utils|integrations\.deepspeed|deepspeed|debug_utils)\.{_CLASS}",
    rf"accelerate\.(?:state|utils\.dataclasses|utils\.deepspeed)\.{_CLASS}",
    rf"trl\.trainer\.\w+_config\.{_CLASS}", rf"sentence_transformers\.training_args\.{_CLASS}",
)))  # fmt: skip


def judge(imports: Iterable[str]) -> PickleScan:
    """The verdict on a pickle that imports these, and the names that it rests on."""
    found: dict[str, list[str]] = {DANGEROUS: [], UNUSUAL: [], ORDINARY: []}
    for name in sorted(set(imports)):
        found[severity(name)].append(name)
    verdict = next((word for word in (DANGEROUS, UNUSUAL) if found[word]), ORDINARY)
    return PickleScan(verdict, tuple(found[verdict][:SHOWN_LIMIT]))


def severity(name: str) -> str:
    """What it means that a pickle imports this: `dangerous`, `unusual` or `ordinary`.

    >>> severity("posix.system"), severity("collections.OrderedDict"), severity("shop.Model")
    ('dangerous', 'ordinary', 'unusual')
    """
    if name == COMPUTED or name in _NAMES or (_is_in_a_module(name) and name not in _HARMLESS_IN_THEM):
        return DANGEROUS
    if _ORDINARY.fullmatch(name):
        return ORDINARY
    parts = {part.strip("_") for part in name.split(".")[1:]} | set(name.split(".")[1:])
    return DANGEROUS if parts & _REACHED else UNUSUAL


def _is_in_a_module(name: str) -> bool:
    parts = name.split(".")
    return any(".".join(parts[:count]) in _MODULES for count in range(1, len(parts)))
