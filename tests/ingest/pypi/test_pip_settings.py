"""The index is that of pip's configuration, read as pip reads it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pypi_simple import PYPI_SIMPLE_ENDPOINT

from mlgraph.model.errors import SourceError
from mlgraph_ingest.pypi.pip_settings import ConfigFiles, PipSettings, config_files, pip_settings


class Machine:
    """A machine with files of configuration."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.environ: dict[str, str] = {}
        self.files = ConfigFiles(*((root / kind / "pip.conf",) for kind in ("machine", "user", "site")))

    def write(self, kind: str, text: str) -> Machine:
        path = self.root / kind / "pip.conf"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return self

    def settings(self, **environ: str) -> PipSettings:
        return pip_settings(environ, self.files)

    def index(self, **environ: str) -> str:
        return self.settings(**environ).indexes[0]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def at(name: str, section: str = "global") -> str:
    return f"[{section}]\nindex-url = https://{name}.example/simple\n"


def test_nothing_configured_is_the_default_that_the_library_knows(machine: Machine) -> None:
    assert machine.settings().indexes == (PYPI_SIMPLE_ENDPOINT,)


def test_site_overrides_user_overrides_machine(machine: Machine) -> None:
    assert machine.write("machine", at("machine")).index() == "https://machine.example/simple"
    assert machine.write("user", at("user")).index() == "https://user.example/simple"
    assert machine.write("site", at("site")).index() == "https://site.example/simple"


def test_section_of_a_command_overrides_the_global_one_of_any_file(machine: Machine) -> None:
    machine.write("machine", at("install", "install")).write("site", at("global") + at("wheel", "wheel"))
    assert machine.index() == "https://install.example/simple"


def test_environment_overrides_all_files_and_empty_says_nothing(machine: Machine) -> None:
    machine.write("site", at("site"))
    assert machine.index(PIP_INDEX_URL="https://environ.example/simple") == "https://environ.example/simple"
    assert machine.index(PIP_INDEX_URL="") == "https://site.example/simple"


def test_named_file_overrides_all_others_and_replaces_that_of_the_user(machine: Machine) -> None:
    machine.write("own", at("own")).write("site", at("site"))
    machine.write("user", "[global]\nproxy = http://proxy.example\n")
    settings = machine.settings(PIP_CONFIG_FILE=str(machine.root / "own" / "pip.conf"))
    assert (settings.indexes, settings.route.proxy) == (("https://own.example/simple",), None)
    missing = machine.settings(PIP_CONFIG_FILE=str(machine.root / "missing"))
    assert (missing.indexes[0], missing.route.proxy) == ("https://site.example/simple", "http://proxy.example")


def test_no_file_is_read_where_the_named_one_is_the_null_device(machine: Machine) -> None:
    assert machine.write("site", at("site")).index(PIP_CONFIG_FILE=os.devnull) == PYPI_SIMPLE_ENDPOINT


def test_options_are_spelled_in_several_ways(machine: Machine) -> None:
    machine.write(
        "user", "[global]\n--Index_URL = https://a.example/simple\nextra-index-url =\n  https://b.example/s\n"
    )
    assert machine.settings().indexes == ("https://a.example/simple", "https://b.example/s")


def test_how_the_index_is_reached_is_said_too(machine: Machine) -> None:
    machine.write(
        "user", "[global]\ncert = /etc/ca.pem\nclient-cert = /etc/me.pem\nproxy = http://proxy.example:3128\n"
    )
    route = machine.settings().route
    assert (route.ca_bundle, route.client_certificate) == (Path("/etc/ca.pem"), Path("/etc/me.pem"))
    assert route.proxy == "http://proxy.example:3128"
    assert machine.settings(PIP_PROXY="http://other.example").route.proxy == "http://other.example"


@pytest.mark.parametrize(("value", "expected"), [("yes", 0), ("true", 0), ("1", 0), ("no", 1), ("off", 1), ("", 1)])
def test_no_index_means_none(machine: Machine, value: str, expected: int) -> None:
    assert len(machine.write("user", f"[install]\nno-index = {value}\n").settings().indexes) == expected


@pytest.mark.parametrize(
    "text",
    [
        "index-url = https://me:hunter2@pypi.example/simple",
        "[global]\nhunter2\n[global]\n",
        "[global]\nx = \udcff",
        "\0[",
    ],
)
def test_file_that_cannot_be_read_is_named_and_not_quoted(machine: Machine, text: str) -> None:
    path = machine.root / "user" / "pip.conf"
    path.parent.mkdir()
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SourceError, match="pip's configuration cannot be read") as caught:
        machine.settings()
    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_credentials_are_not_shown(machine: Machine) -> None:
    url = "https://me:hunter2@pypi.example/simple"
    settings = machine.settings(PIP_INDEX_URL=url, PIP_PROXY="http://me:hunter2@proxy.example")
    assert settings.indexes == (url,)
    assert "hunter2" not in repr(settings)


def test_files_are_where_pip_looks_on_each_system(tmp_path: Path) -> None:
    home, prefix = tmp_path / "home", tmp_path / "venv"
    environ = {"HOME": str(home)}
    linux = config_files(environ, prefix=prefix, platform="linux")
    assert linux.machine == (Path("/etc/xdg/pip/pip.conf"), Path("/etc/pip.conf"))
    assert linux.user == (home / ".pip" / "pip.conf", home / ".config" / "pip" / "pip.conf")
    assert linux.site == (prefix / "pip.conf",)
    xdg = {**environ, "XDG_CONFIG_HOME": str(tmp_path / "c"), "XDG_CONFIG_DIRS": os.pathsep.join(["/a", "/b"])}
    moved = config_files(xdg, prefix=prefix, platform="linux")
    assert moved.user[-1] == tmp_path / "c" / "pip" / "pip.conf"
    assert moved.machine == (Path("/a/pip/pip.conf"), Path("/b/pip/pip.conf"), Path("/etc/pip.conf"))
    library = home / "Library" / "Application Support" / "pip"
    assert config_files(environ, prefix=prefix, platform="darwin").user[-1] == home / ".config" / "pip" / "pip.conf"
    library.mkdir(parents=True)
    assert config_files(environ, prefix=prefix, platform="darwin").user[-1] == library / "pip.conf"
    windows = config_files({**environ, "APPDATA": str(home / "R")}, prefix=prefix, platform="win32")
    assert (windows.user[-1], windows.site) == (home / "R" / "pip" / "pip.ini", (prefix / "pip.ini",))
