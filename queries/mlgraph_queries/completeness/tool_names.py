"""What the name of a tool says: formats without a field for its version write `syft-1.4.0` or `mlgraph 0.1.0`."""

from __future__ import annotations

import re

from mlgraph_queries.checklists import Fact
from mlgraph_queries.completeness.subjects import Gathering

_VERSIONED = re.compile(r"(?P<name>.{1,200}?)[\s@_-]+v?(?P<version>\d+(?:\.[\w+-]+)+)")


def say_tool(found: Gathering, name: str, where: str) -> None:
    """Note the name of a tool, and its version where the name ends in one."""
    match = _VERSIONED.fullmatch(name[:300].strip())
    found.say(Fact.TOOL_NAME, match["name"] if match else name, where, None)
    if match:
        found.say(Fact.TOOL_VERSION, match["version"], where, None)
