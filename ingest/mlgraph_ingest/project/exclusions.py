"""Which folders of a project's tree hold nothing that the project itself says."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

OWN_FOLDERS = frozenset({".mlgraph", "mlgraph-out"})
"""What mlgraph itself writes: never read, and not counted, so that a second run says what the first said."""

_REASONS = {
    "version control": {".git", ".hg", ".svn", ".bzr", ".jj"},
    "installed packages": {"node_modules", "site-packages", "bower_components", "__pypackages__"},
    "cache": {
        "__pycache__",
        ".tox",
        ".nox",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".pytype",
        ".hypothesis",
        ".ipynb_checkpoints",
        ".cache",
        ".eggs",
    },
}
_REASON_OF = {name: why for why, names in _REASONS.items() for name in names}
_METADATA_SUFFIXES = (".egg-info", ".dist-info")
_READ_THOUGH_HIDDEN = frozenset({".github", ".gitlab", ".circleci", ".ci", ".devcontainer"})
FILES_IN_HIDDEN = {
    ".vscode": ("mcp.json", "settings.json"),
    ".cursor": ("mcp.json",),
    ".windsurf": ("mcp.json", "mcp_config.json"),
    ".roo": ("mcp.json",),
    ".cline": ("mcp.json", "mcp_settings.json"),
    ".kilocode": ("mcp.json",),
    ".amazonq": ("mcp.json",),
    ".kiro": ("settings/mcp.json",),
    ".junie": ("mcp/mcp.json",),
    ".claude": ("settings.json", "mcp.json"),
    ".gemini": ("settings.json",),
    ".qwen": ("settings.json",),
    ".codex": ("config.toml",),
    ".zed": ("settings.json",),
    ".continue": ("config.yaml", "config.json", "mcp.json"),
    ".mcp": ("config.json", "servers.json"),
}
"""The files of hidden folders that are read: where agents and editors keep the MCP servers of a project, as their
documentation has it. Nothing else of the folders is."""
_ENVIRONMENT_MARKS = frozenset({"pyvenv.cfg", "conda-meta"})
"""A virtual environment (PEP 405) and a conda environment are known by these."""


def folder_exclusion(name: str) -> str | None:
    """Why a folder of this name is not read; None when it is."""
    why = _REASON_OF.get(name)
    if why:
        return why
    if name.endswith(_METADATA_SUFFIXES):
        return "metadata of a build"
    if name.startswith(".") and name not in _READ_THOUGH_HIDDEN and name not in OWN_FOLDERS:
        return "hidden folder"
    return None


def is_environment(names: AbstractSet[str]) -> bool:
    """Whether a folder that holds these names is a Python environment."""
    return not names.isdisjoint(_ENVIRONMENT_MARKS)
