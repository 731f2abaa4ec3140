"""MCP servers are services, with the host and the program that they are reached by, and without their secrets."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from mlgraph_ingest.project.agents.mcp_launch import launch_of
from mlgraph_ingest.project.agents.mcp_servers import McpServer, mcp_servers
from mlgraph_ingest.project.json_document import parse_json
from mlgraph_ontology.kinds import EdgeKind, PropertyKind
from tests.ingest.project.conftest import Said

Write = Callable[[Mapping[str, str | bytes]], object]


def _servers(text: str, name: str = "mcp.json") -> list[McpServer]:
    return list(mcp_servers(parse_json(text, name), name))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("claude_desktop_config.json", '{"mcpServers": {"a": {"command": "npx"}}}'),
        ("mcp.json", '{"servers": {"a": {"command": "npx"}}}'),
        ("settings.json", '{"x": 1, "mcp": {"servers": {"a": {"command": "npx"}}}}'),
        ("settings.json", '{"context_servers": {"a": {"command": {"path": "npx", "args": []}}}}'),
        ("config.json", '{"mcpServers": [{"name": "a", "command": "npx"}]}'),
    ],
)
def test_servers_are_found_where_agents_keep_them(name: str, text: str) -> None:
    assert [(server.name, server.transport, server.launches) for server in _servers(text, name)] == [
        ("a", "stdio", "npx")
    ]


@pytest.mark.parametrize(
    "text",
    [
        '{"servers": [{"url": "https://api.example.com"}]}',
        '{"servers": {"prod": {"host": "x"}}}',
        '{"mcpServers": {"": {"command": "x"}, "b": "c", "d": {}}}',
        '{"mcpServers": null}',
        "[1]",
    ],
)
def test_what_is_no_server_is_none(text: str) -> None:
    assert _servers(text, "openapi.json") == []


@pytest.mark.parametrize(
    ("text", "transport", "host"),
    [
        ('{"url": "https://me:pw@mcp.example.com:8443/sse?key=SECRET"}', "sse", "mcp.example.com:8443"),
        ('{"type": "http", "url": "https://mcp.example.com/v1/SECRET"}', "http", "mcp.example.com"),
        ('{"httpUrl": "https://mcp.example.com"}', "http", "mcp.example.com"),
        ('{"type": "sse", "url": "${URL}"}', "sse", None),
        ('{"command": "npx", "args": ["mcp-remote", "https://mcp.example.com/SECRET"]}', "stdio", "mcp.example.com"),
    ],
)
def test_of_an_address_the_host_is_kept(text: str, transport: str, host: str | None) -> None:
    [server] = _servers('{"mcpServers": {"a": ' + text + "}}")
    assert (server.transport, server.host) == (transport, host)
    assert "SECRET" not in str(server)
    assert "pw" not in str(server)


@pytest.mark.parametrize(
    ("words", "package"),
    [
        (["npx", "-y", "@scope/server@2025.3.28", "/data"], "pkg:npm/%40scope/server@2025.3.28"),
        (["npx", "server@latest"], "pkg:npm/server"),
        (["npx", "server@^1.2.0"], "pkg:npm/server"),
        (["cmd", "/c", "npx.cmd", "-y", "server"], "pkg:npm/server"),
        (["pnpm", "dlx", "server"], "pkg:npm/server"),
        (["uvx", "mcp-server-git==1.0"], "pkg:pypi/mcp-server-git@1.0"),
        (["uvx", "--from", "pkg[extra]", "cmd"], "pkg:pypi/pkg"),
        (["uvx", "pkg>=1.0"], "pkg:pypi/pkg"),
        (["uvx", "--from", "git+https://github.com/a/b", "cmd"], None),
        (["pipx", "run", "pkg"], "pkg:pypi/pkg"),
        (
            ["docker", "run", "-i", "--rm", "-e", "KEY", "ghcr.io/a/b:v1.2", "stdio"],
            "pkg:docker/a/b@v1.2?repository_url=ghcr.io",
        ),
        (["docker", "run", "mcp/fetch"], "pkg:docker/mcp/fetch"),
        (["docker", "run", "mcp/fetch:latest"], "pkg:docker/mcp/fetch"),
        (["node", "server.js"], None),
        (["npx"], None),
        (["npx", "../../x y"], None),
    ],
)
def test_program_says_which_package_it_comes_from(words: list[str], package: str | None) -> None:
    launch = launch_of(words)
    assert launch is not None
    assert (launch.package and str(launch.package)) == package


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["x", "--api-key", "SECRET", "-y"], "x --api-key *** -y"),
        (["x", "--api-key=SECRET"], "x --api-key=***"),
        (["x", "TOKEN=SECRET", "PLAIN=SECRET"], "x TOKEN=*** PLAIN=***"),
        (["x", "--header", "Authorization: SECRET"], "x --header ***"),
        (["x", "postgresql://me:SECRET@db.local/SECRET"], "x postgresql://db.local"),
        (["x", "sk-abcdefghijklmnopqrstuvwxyz012345"], "x ***"),
        (["x", "/home/SECRET/repo"], "x ~/repo"),
        (["x", "a\nb"], "x a b"),
    ],
)
def test_program_is_shown_without_secrets(words: list[str], shown: str) -> None:
    launch = launch_of(words)
    assert launch is not None
    assert launch.shown == shown


def test_servers_are_services_of_the_project(write: Write, said: Callable[..., Said]) -> None:
    text = """{"mcpServers": {
      "files": {"command": "npx", "args": ["@scope/files@1.2.3"], "env": {"KEY": "SECRET"}},
      "far": {"url": "https://mcp.example.com/SECRET", "headers": {"Authorization": "SECRET"}}}}"""
    found = said(write({".mcp.json": text}))
    assert {
        (str(e.subject).partition(":")[0], str(e.object), e.evidence.locator) for e in found.edges(EdgeKind.DEPENDS_ON)
    } == {
        ("project", "service:mcp/files", "2"),
        ("service", "pkg:npm/%40scope/files@1.2.3", "2"),
        ("project", "service:mcp/far", "3"),
    }
    assert found.values(PropertyKind.TRANSPORT) == ["stdio", "http"]
    assert found.values(PropertyKind.LAUNCHES) == ["npx @scope/files@1.2.3"]
    assert found.values(PropertyKind.ENDPOINT) == ["mcp.example.com"]
    assert "SECRET" not in str(found.assertions)


def test_named_files_of_hidden_folders_are_read_and_nothing_else_of_them(
    write: Write, said: Callable[..., Said]
) -> None:
    server = '{"mcpServers": {"a": {"command": "x"}}}'
    root = write(
        {
            ".cursor/mcp.json": server,
            ".cursor/other.json": server,
            ".vscode/mcp.json": server.replace("mcpServers", "servers"),
            ".kiro/settings/mcp.json": server,
            ".secret/mcp.json": server,
            ".gitignore": ".kiro/\n",
        }
    )
    found = said(root)
    assert found.titles == [".", ".cursor/mcp.json", ".vscode/mcp.json"]


@pytest.mark.parametrize(("text", "why"), [("{", "not JSON"), ("[" * 300, "more than 200"), (b'"mcp\xff', "not UTF-8")])
def test_broken_file_is_told_in_one_line(write: Write, said: Callable[..., Said], text: str | bytes, why: str) -> None:
    found = said(write({"mcp.json": text}))
    assert why in str(found.errors["mcp.json"])
