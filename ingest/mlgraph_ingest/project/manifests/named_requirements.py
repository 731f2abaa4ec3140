"""Which requirements files the manifests of a project name, so that they are read whatever their own name is."""

from __future__ import annotations

from collections.abc import Iterable

from mlgraph_ingest.project.manifests.conda_names import is_environment_file
from mlgraph_ingest.project.scopes import strongest
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ontology.kinds import Scope


def named_requirements(files: Iterable[SourceFile]) -> dict[str, Scope]:
    """Path of each file that is named -> what it is for, of several the strongest."""
    present = list(files)
    paths = {file.relative for file in present}
    named: dict[str, set[Scope]] = {}
    for file in present:
        for path, scope in _named_in(file):
            if path in paths:
                named.setdefault(path, set()).add(scope)
    return {path: strongest(scopes) or Scope.RUNTIME for path, scopes in named.items()}


def _named_in(file: SourceFile) -> Iterable[tuple[str, Scope]]:
    """What one file names; what reads it is loaded where there is such a file."""
    if is_environment_file(file.relative):
        from mlgraph_ingest.project.manifests.conda_environment import included_requirements

        return included_requirements(file)
    if file.name not in {"setup.py", "setup.cfg"}:
        return ()
    from mlgraph_ingest.project.manifests import setup_cfg, setup_py
    from mlgraph_ingest.project.manifests.setup_requirements import requirement_files

    if file.name == setup_py.NAME:
        return requirement_files(file, setup_py.setup_py_wanted(file))
    return requirement_files(file, setup_cfg.setup_cfg_wanted(file))
