"""The one place that says which reader reads a file: a new format is one entry of `FORMATS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion
from mlgraph.model.errors import MlgraphError
from mlgraph_ingest.project.config import names as config_names
from mlgraph_ingest.project.context import Context
from mlgraph_ingest.project.documents import content_of, state_of
from mlgraph_ingest.project.manifests import conda_names, pyproject
from mlgraph_ingest.project.manifests.requirements_plan import is_requirements
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ingest.project.weights import names as weight_names

_UNREAD = (
    "*/templates/*.yaml",
    "*.bin",
    "*.pb",
    "*.msgpack",
)
"""Weights and other files that may name parts of the project; the first match counts."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file and what reads it."""

    reader: str
    """Name and version; another version reads again."""
    matches: Callable[[str], bool]
    """Whether a path in the project names such a file."""
    read: Callable[[SourceFile, Context], Iterator[Assertion]]
    content: Callable[[SourceFile], bytes] = content_of
    """What stands for the file in its fingerprint."""
    context: Callable[[SourceFile, Context], str] = lambda _file, _context: ""
    """What else of the project its assertions depend on."""
    holds: Callable[[SourceFile], bool] = lambda _file: True
    """Whether there is anything in a file to read, as far as a glance tells; one without is no document."""
    is_large: bool = False
    """Whether such files may be so large that progress is counted in bytes."""


def _named(pattern: str) -> Callable[[str], bool]:
    return lambda relative: fnmatchcase(relative.rpartition("/")[2], pattern)


def _read_requirements(file: SourceFile, context: Context) -> Iterator[Assertion]:
    from mlgraph_ingest.project.manifests.requirements_file import read_requirements

    return read_requirements(file, context)


def _read_uv_lock(file: SourceFile, context: Context) -> Iterator[Assertion]:
    from mlgraph_ingest.project.locks.uv_lock import read_uv_lock

    return read_uv_lock(file, context)


def _read_pylock(file: SourceFile, context: Context) -> Iterator[Assertion]:
    from mlgraph_ingest.project.locks.pylock import read_pylock

    return read_pylock(file, context)


def _read_poetry_lock(file: SourceFile, context: Context) -> Iterator[Assertion]:
    from mlgraph_ingest.project.locks.poetry_lock import read_poetry_lock

    return read_poetry_lock(file, context)


def _read_pdm_lock(file: SourceFile, context: Context) -> Iterator[Assertion]:
    from mlgraph_ingest.project.locks.pdm_lock import read_pdm_lock

    return read_pdm_lock(file, context)


def _read_pipfile(file: SourceFile, context: Context) -> Iterator[Assertion]:
    from mlgraph_ingest.project.manifests.pipfile import read_pipfile

    return read_pipfile(file, context)


def _read_pipfile_lock(file: SourceFile, context: Context) -> Iterator[Assertion]:
    from mlgraph_ingest.project.locks.pipfile_lock import read_pipfile_lock

    return read_pipfile_lock(file, context)


def _read_environment(file: SourceFile, context: Context) -> Iterator[Assertion]:
    from mlgraph_ingest.project.manifests.conda_environment import read_environment

    return read_environment(file, context)


def _read_conda_lock(file: SourceFile, context: Context) -> Iterator[Assertion]:
    from mlgraph_ingest.project.locks.conda_lock import read_conda_lock

    return read_conda_lock(file, context)


def _read_pixi_lock(file: SourceFile, context: Context) -> Iterator[Assertion]:
    from mlgraph_ingest.project.locks.pixi_lock import read_pixi_lock

    return read_pixi_lock(file, context)


def _read_pixi(file: SourceFile, context: Context) -> Iterator[Assertion]:
    from mlgraph_ingest.project.manifests.pixi_manifest import read_pixi

    return read_pixi(file, context)


def _read_setup_py(file: SourceFile, context: Context) -> Iterator[Assertion]:
    from mlgraph_ingest.project.manifests.setup_py import read_setup_py

    return read_setup_py(file, context)


def _read_setup_cfg(file: SourceFile, context: Context) -> Iterator[Assertion]:
    from mlgraph_ingest.project.manifests.setup_cfg import read_setup_cfg

    return read_setup_cfg(file, context)


def _read_code(file: SourceFile, context: Context) -> Iterator[Assertion]:
    from mlgraph_ingest.project.code.reader import read_code

    return read_code(file, context.project, sources=context.sources)


def _read_weights(file: SourceFile, context: Context) -> Iterator[Assertion]:
    from mlgraph_ingest.project.weights.reader import read_weights

    return read_weights(file, context)


def _read_weight_index(file: SourceFile, context: Context) -> Iterator[Assertion]:
    from mlgraph_ingest.project.weights.index import read_index

    return read_index(file, context)


def _with_names_beside(file: SourceFile) -> bytes:
    """A file's content, and what lies in its folder."""
    try:
        names = sorted(path.name for path in file.path.parent.iterdir())
    except OSError:
        names = []
    return content_of(file) + repr(names).encode("utf-8", "backslashreplace")


def _begins_like_weights(file: SourceFile) -> bool:
    from mlgraph_ingest.project.weights.recognized import begins_like_weights

    return begins_like_weights(file)


def _hashed_and_signed(file: SourceFile, context: Context) -> str:
    from mlgraph_ingest.signatures.beside import state_beside

    hashed = "hashed" if context.hashes else "not hashed"
    signed = state_beside(file.path, within=ids.path_of(context.project))
    return f"{hashed} {signed} {context.trust.fingerprint}" if signed else hashed


def _weights(matches: Callable[[str], bool], holds: Callable[[SourceFile], bool] = lambda _: True) -> Format:
    return Format(
        "weights/1", matches, _read_weights, content=state_of, context=_hashed_and_signed, holds=holds, is_large=True
    )


def _read_notebook(file: SourceFile, context: Context) -> Iterator[Assertion]:
    from mlgraph_ingest.project.code.notebook import read_notebook

    return read_notebook(file, context)


def _read_dockerfile(file: SourceFile, context: Context) -> Iterator[Assertion]:
    from mlgraph_ingest.project.config.dockerfile import read_dockerfile

    return read_dockerfile(file, context)


def _read_shell(file: SourceFile, context: Context) -> Iterator[Assertion]:
    from mlgraph_ingest.project.config.shell_script import read_shell

    return read_shell(file, context)


def _read_modelfile(file: SourceFile, context: Context) -> Iterator[Assertion]:
    from mlgraph_ingest.project.config.modelfile import read_modelfile

    return read_modelfile(file, context)


def _read_card(file: SourceFile, context: Context) -> Iterator[Assertion]:
    from mlgraph_ingest.project.config.model_card import read_card

    return read_card(file, context)


def _read_adapter_config(file: SourceFile, context: Context) -> Iterator[Assertion]:
    from mlgraph_ingest.project.config.model_config import read_adapter_config

    return read_adapter_config(file, context)


def _read_model_config(file: SourceFile, context: Context) -> Iterator[Assertion]:
    from mlgraph_ingest.project.config.model_config import read_model_config

    return read_model_config(file, context)


def _read_config(file: SourceFile, context: Context) -> Iterator[Assertion]:
    from mlgraph_ingest.project.config.files import read_config

    return read_config(file, context)


def _is_pylock(relative: str) -> bool:
    return _named("pylock.toml")(relative) or _named("pylock.*.toml")(relative)


def _around(file: SourceFile, context: Context) -> str:
    return f"{context.name}\n{sorted(context.members.items())}\n{context.roles.get(file.relative)}"


def _name(_file: SourceFile, context: Context) -> str:
    return str(context.name)


def _project_beside(file: SourceFile, context: Context) -> str:
    return f"{context.name}\n{sorted(context.members.items())}\n{context.project_beside(file)!r}"


def _roles(file: SourceFile, context: Context) -> str:
    return f"{_around(file, context)}\n{sorted(context.roles)}"


def _beside(file: SourceFile, _context: Context) -> str:
    from mlgraph_ingest.project.config.card_files import shown_beside

    return shown_beside(file)


def _datasets(file: SourceFile, context: Context) -> str:
    from mlgraph_ingest.project.config.llama_factory import shown_datasets

    return shown_datasets(file, context)


def _modules(file: SourceFile, context: Context) -> str:
    """What other files of the project a file depends on; one that names nothing depends on none."""
    try:
        return context.sources.fingerprint(file.relative) if context.sources.may_refer(file) else ""
    except MlgraphError:
        return ""


def _notebook_modules(file: SourceFile, context: Context) -> str:
    from mlgraph_ingest.project.code.notebook import modules_of

    return modules_of(file, context)


def _manifest(file: SourceFile, context: Context) -> str:
    return f"{_roles(file, context)}\n{context.manifest}"


def _script(file: SourceFile, context: Context) -> str:
    return f"{_manifest(file, context)}\n{_modules(file, context)}"


REQUIREMENTS = Format("requirements/2", is_requirements, _read_requirements, context=_around)
FORMATS: tuple[Format, ...] = (
    REQUIREMENTS,
    Format("pyproject/3", _named(pyproject.NAME), pyproject.read_pyproject, context=_roles),
    Format("uv-lock/2", _named("uv.lock"), _read_uv_lock, context=_around),
    Format("pylock/2", _is_pylock, _read_pylock, context=_name),
    Format("poetry-lock/1", _named("poetry.lock"), _read_poetry_lock, context=_project_beside),
    Format("pdm-lock/1", _named("pdm.lock"), _read_pdm_lock, context=_project_beside),
    Format("pipfile/1", _named("Pipfile"), _read_pipfile, context=_around),
    Format("pipfile-lock/1", _named("Pipfile.lock"), _read_pipfile_lock, context=_name),
    Format("conda-environment/1", conda_names.is_environment_file, _read_environment, context=_roles),
    Format("conda-lock/1", conda_names.is_conda_lock, _read_conda_lock, context=_name),
    Format("pixi-lock/1", _named("pixi.lock"), _read_pixi_lock, context=_around),
    Format("pixi/1", _named("pixi.toml"), _read_pixi, context=_around),
    Format("setup-py/1", _named("setup.py"), _read_setup_py, context=_script),
    Format("setup-cfg/1", _named("setup.cfg"), _read_setup_cfg, context=_manifest),
    Format("code/2", _named("*.py"), _read_code, context=_modules),
    Format("notebook/1", _named("*.ipynb"), _read_notebook, context=_notebook_modules),
    Format("dockerfile/1", config_names.is_dockerfile, _read_dockerfile),
    Format("modelfile/1", config_names.is_modelfile, _read_modelfile),
    Format("shell/1", config_names.is_shell, _read_shell, holds=config_names.may_command),
    Format("model-card/1", config_names.is_card, _read_card, context=_beside, holds=config_names.has_front_matter),
    Format("weight-index/1", weight_names.is_weight_index, _read_weight_index, content=_with_names_beside),
    Format("adapter-config/1", _named("adapter_config.json"), _read_adapter_config, context=_beside),
    Format("model-config/1", _named("config.json"), _read_model_config, context=_beside, holds=config_names.may_name),
    Format("config/1", config_names.is_config, _read_config, context=_datasets, holds=config_names.may_name),
    _weights(weight_names.is_weights),
    _weights(weight_names.may_be_weights, _begins_like_weights),
)
"""Tried in order; the first that matches reads the file."""


def format_of(relative: str) -> Format | None:
    """What reads a file of this path; None when nothing does."""
    return next((found for found in FORMATS if found.matches(relative)), None)


def unread_pattern(relative: str) -> str | None:
    """The kind of a file that may name parts of the project and that this version does not read."""
    name = "*/templates/*.yaml" if config_names.is_template(relative) else relative.rpartition("/")[2]
    return next((pattern for pattern in _UNREAD if fnmatchcase(name, pattern.partition(" ")[0])), None)
