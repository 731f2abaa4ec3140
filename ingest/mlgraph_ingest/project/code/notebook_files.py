"""What the files name that the cells of a notebook write: configurations and scripts."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph_ingest.project.code.notebook_cells import WrittenFile
from mlgraph_ingest.project.config.containers import container_mentions
from mlgraph_ingest.project.config.document import documents_in
from mlgraph_ingest.project.config.mentions import config_mentions
from mlgraph_ingest.project.config.names import CONFIG_LIMIT, is_config, is_shell
from mlgraph_ingest.project.config.shell_script import script_mentions
from mlgraph_ingest.project.config.tree import configuration
from mlgraph_ingest.project.mentions import Mention


def written_mentions(written: WrittenFile) -> list[Mention]:
    """What a configuration or a script names that a cell writes; nothing of other files. Raises FormatError."""
    if len(written.text) > CONFIG_LIMIT:
        return []
    if is_config(written.name):
        return list(_of_config(written))
    return list(script_mentions(written.text)) if is_shell(written.name) else []


def _of_config(written: WrittenFile) -> Iterator[Mention]:
    for root in documents_in(written.text, written.name, written.name):
        config = configuration(root, written.name)
        yield from config_mentions(config)
        yield from container_mentions(config)
