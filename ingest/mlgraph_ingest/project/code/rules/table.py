"""All rules, the rules that fit a call, and the words that a file with such a call cannot do without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product, takewhile

from mlgraph_ingest.project.code.rules import frameworks, hub, registries, services
from mlgraph_ingest.project.code.rules.rule import Argument, Rule
from mlgraph_ingest.project.code.rules.stand_ins import KNOWN_MODULES

RULES: tuple[Rule, ...] = (*hub.RULES, *registries.RULES, *services.RULES, *frameworks.RULES)
FLUENT = frozenset({"to", "cuda", "cpu", "half", "float", "bfloat16", "eval", "train", "with_options", "copy"})
"""Methods that return the object that they are called on, or one like it (torch.nn.Module, openai, anthropic)."""
_RESOURCES = frozenset({"completions", "responses", "embeddings", "messages", "models"})
ANCHORS = frozenset(
    {
        *(
            "generate_content",
            "embed_content",
            "invoke_model",
            "converse",
            "from_pretrained",
            "load_lora_weights",
            "chat_completion",
            "text_generation",
            "count_tokens",
        ),
    }
)
"""Names that hardly anything but a client of a model has: by these a call is known in files that import no library."""
TRANSPARENT = frozenset({"with_raw_response", "with_streaming_response"})
"""Attributes of a client that lead to the same calls."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """What a file that makes a call of a library cannot do without."""

    prefix: str
    """What the path of the call begins with."""
    last: str
    """The last word of the call; `*` stands for any part of it."""
    others: tuple[str, ...]
    """All other words of the call that are known, the longest first."""


@lru_cache(maxsize=4096)
def rules_for(path: str) -> tuple[Rule, ...]:
    """The rules that fit a call, at most one for each argument and registry.

    >>> [rule.name for rule in rules_for("transformers.models.bert.BertTokenizer.from_pretrained")]
    ['transformers.tokenizer']
    >>> rules_for("mymodels.BertTokenizer.from_pretrained")
    ()
    """
    called = path.removesuffix(".__init__")
    first: dict[tuple[Argument | None, object], Rule] = {}
    for rule, pattern in _BY_ROOT.get(called.partition(".")[0], ()):
        slot = rule.argument, rule.registry
        if slot not in first and pattern.fullmatch(called):
            first[slot] = rule
    return tuple(first.values())


def own_words(path: str) -> tuple[str, ...]:
    """The words of a call that a file has to spell where another file hands it the rest: the last, or those after `()`.

    >>> own_words("openai.OpenAI().chat.completions.create")
    ('chat', 'completions', 'create')
    """
    *_, after = path.rpartition("()")
    words = tuple(filter(None, after.split(".")))
    return words if "()" in path else words[-1:]


def handed(path: str) -> str | None:
    """What a file spells to make a call on a thing that another file of its project hands it; None: that is not followed.

    Only calls with a telling name are, written as everybody writes them.

    >>> handed("openai.OpenAI().chat.completions.create"), handed("cohere.Client().chat")
    ('.completions.create', None)
    """
    words = own_words(path)
    is_followed = "()" in path or words == ("from_pretrained",)
    is_told = words[-1] in ANCHORS or (len(words) > 1 and words[-2] in _RESOURCES)
    return "." + ".".join(words[-2:]) if is_followed and is_told else None


def _compile(call: str) -> re.Pattern[str]:
    special = {"**.": r"(?:\w+\.)*", "*": r"\w*", "{": "(?:", "}": ")", ",": "|"}
    parts = re.split(r"(\*\*\.|[*{},])", call)
    return re.compile("".join(special.get(part, re.escape(part)) for part in parts))


def _expanded(call: str) -> Iterator[str]:
    """The patterns that the choices of a pattern stand for."""
    parts = re.split(r"\{([^}]*)\}", call)
    yield from map("".join, product(*(part.split(",") if index % 2 else [part] for index, part in enumerate(parts))))


def _spelled(pattern: str) -> frozenset[str]:
    """What a file with this call spells, the library's name left out."""
    words = pattern.replace("**.", "").replace("()", "").split(".")[1:]
    return frozenset(word for word in words if word and "*" not in word)


def _fixed(pattern: str) -> str:
    """What all paths that fit a pattern begin with: whole words, each with its dot."""
    *words, _ = pattern.replace("()", "").split(".")
    return "".join(f"{word}." for word in takewhile(lambda word: "*" not in word, words))


_BY_ROOT: dict[str, list[tuple[Rule, re.Pattern[str]]]] = {}
_direct: dict[str, dict[str, dict[Spelling, None]]] = {}
_handed: set[str] = set()
_calls: dict[str, set[tuple[frozenset[str], str]]] = {}
for _rule in RULES:
    for _root in dict.fromkeys(each.partition(".")[0] for each in _expanded(_rule.call)):
        _BY_ROOT.setdefault(_root, []).append((_rule, _compile(_rule.call)))
    for _each in _expanded(_rule.call):
        _last = _each.rpartition(".")[2]
        _others = (_spelled(_each) | ({_rule.marker} if _rule.marker else set())) - {_last}
        _spelling = Spelling(_fixed(_each), _last, tuple(sorted(_others, key=len, reverse=True)))
        _direct.setdefault(_each.partition(".")[0], {}).setdefault(_last, {})[_spelling] = None
        _calls.setdefault(_each.partition(".")[0], set()).add((_spelled(_each), _each.rpartition(".")[2]))
        if (_text := handed(_each.replace("**.", ""))) is not None and "*" not in _text:
            _handed.add(_text)

ROOTS: frozenset[str] = frozenset(_BY_ROOT)
"""Names of the libraries that the table knows; a file that imports none of them names nothing by itself."""
SPELLINGS: dict[str, dict[str, tuple[Spelling, ...]]] = {
    root: {last: tuple(each) for last, each in by_last.items()} for root, by_last in _direct.items()
}
"""Name of a library -> what a file that imports it has to spell, one of it at least, for any rule to fit; by last word."""
HANDED: tuple[str, ...] = tuple(sorted(_handed))
"""What files spell, one of it at least, that make calls on what other files of their project hand them."""
CALLS: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    root: tuple(sorted((tuple(sorted(words)), name) for words, name in calls if "*" not in name))
    for root, calls in _calls.items()
}
"""Name of a library -> words that a file with a call of it spells, and the last of them."""
KNOWN_ROOTS = ROOTS | KNOWN_MODULES
"""Libraries that are not mistaken for a folder of the project that has their name."""
