"""Which calls of which libraries name a model, a dataset or a hosted service: tables, one entry a rule.

A call is written as the path that leads to it from the root of its library, `()` standing for an instance:
`openai.OpenAI().chat.completions.create`. In a pattern `*` is any part of one name, `**.` any number of modules,
and `{a,b}` a choice. Of several rules that fit a call and read the same argument, the first counts.

To teach mlgraph another library, add an entry to one of the tables: `hub` (what the Hugging Face hub holds),
`registries` (models and datasets from elsewhere), `services` (clients of hosted models), `frameworks` (what is told
which model to talk to). Nothing else has to change.
"""

from mlgraph_ingest.project.code.rules.rule import Argument, Condition, Named, Rule, Vendor
from mlgraph_ingest.project.code.rules.stand_ins import DEFAULTS, OPTIONS
from mlgraph_ingest.project.code.rules.table import (
    CALLS,
    FLUENT,
    HANDED,
    KNOWN_ROOTS,
    ROOTS,
    RULES,
    SPELLINGS,
    TRANSPARENT,
    Spelling,
    handed,
    own_words,
    rules_for,
)

__all__ = [
    "CALLS",
    "DEFAULTS",
    "FLUENT",
    "HANDED",
    "KNOWN_ROOTS",
    "OPTIONS",
    "ROOTS",
    "RULES",
    "SPELLINGS",
    "TRANSPARENT",
    "Argument",
    "Condition",
    "Named",
    "Rule",
    "Spelling",
    "Vendor",
    "handed",
    "own_words",
    "rules_for",
]
