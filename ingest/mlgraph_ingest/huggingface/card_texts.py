"""What the sections of a card say: limitations, uses, training, biases, ... by the words of their headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from mlgraph_ingest.answers.privacy import impersonal
from mlgraph_ingest.huggingface.card import Card, Section
from mlgraph_ingest.huggingface.ledger import CARD, TEXT_LIMIT, Ledger, plain
from mlgraph_ingest.huggingface.values import number
from mlgraph_ontology.kinds import PropertyKind

_DESCRIPTION = re.compile(r"(model|dataset|data)? ?(description|summary|overview)|introduction|overview", re.IGNORECASE)
_OF_MODELS: Mapping[PropertyKind, re.Pattern[str]] = {
    PropertyKind.LIMITATION: re.compile(r"\blimitations?\b|\bfailure modes?\b|\bcaveats?\b"),
    PropertyKind.BIAS: re.compile(r"\bbias(es)?\b|\bfairness\b"),
    PropertyKind.OUT_OF_SCOPE_USE: re.compile(r"\bout[- ]of[- ]scope\b|\bmisuse\b|\bprohibited uses?\b"),
    PropertyKind.INTENDED_USE: re.compile(
        r"\bintended (uses?|usage|purposes?)\b|\b(direct|downstream|primary intended) uses?\b|^uses?$|\buse cases?\b"
    ),
    PropertyKind.INTENDED_USER: re.compile(r"\bintended (users?|audience)\b|\bforeseeable users\b"),
    PropertyKind.ETHICAL_CONSIDERATION: re.compile(r"\bethic(s|al)\b|\bresponsib(le|ility)\b|\brisks\b"),
    PropertyKind.TRAINING_PROCEDURE: re.compile(
        r"\btraining (procedure|details|process|regime|recipe)\b|^(pre-?training|fine-?tuning|training)$"
    ),
}
_OF_DATASETS: Mapping[PropertyKind, re.Pattern[str]] = {
    PropertyKind.LIMITATION: re.compile(r"\blimitations?\b|\bcaveats?\b"),
    PropertyKind.BIAS: re.compile(r"\bbias(es)?\b|\bfairness\b"),
    PropertyKind.INTENDED_USE: re.compile(
        r"\bintended (uses?|usage|purposes?)\b|\bdirect uses?\b|^uses?$|\buse cases?\b"
    ),
    PropertyKind.SENSITIVE_DATA: re.compile(r"\bsensitive\b|\bpersonal (information|data)\b|\bprivacy\b"),
    PropertyKind.COLLECTION_PROCESS: re.compile(
        r"\bdata (collection|acquisition|gathering|sources?)\b|\bcollection (process|methodology)\b"
        r"|\bcuration rationale\b|^source data$"
    ),
    PropertyKind.PREPROCESSING: re.compile(r"\bpre-?processing\b|\bnormalization\b|\bdata (processing|cleaning)\b"),
    PropertyKind.ANNOTATION_PROCESS: re.compile(r"\bannotations?\b|\blabel(l)?ing (process|procedure)\b"),
}
_COMMENT = re.compile(r"<!--.*?(-->|\Z)", re.DOTALL)
_UNSAID = re.compile(
    r"\W*(\[?more information (is )?needed\]?(\([^)]*\))?|\[?needs more information\]?|n/?a|none|todo|tbd|unknown|\[.{0,40}optional\])\W*",
    re.IGNORECASE,
)
_UNSAID_LINE = re.compile(r"\s*[-*]?\s*(\*\*[^*]{1,80}\*\*:?)?\s*" + _UNSAID.pattern, re.IGNORECASE)
_HYPERPARAMETERS = re.compile(r"\bhyper-?parameters?\b", re.IGNORECASE)
_ITEM = re.compile(r"\s{0,3}[-*] +\**`?([A-Za-z][\w .()/-]{0,60}?)`?\**\s*[:=]\s*\**\s*(\S.{0,500}?)\s*")
_ITEMS_LIMIT = 200
_CARBON = re.compile(r"carbon emitted", re.IGNORECASE)
_AMOUNT = re.compile(r"([\d.,]*\d)\s*(kg|kilograms?|g|grams?|t|tons?|tonnes?)\b", re.IGNORECASE)
_KILOGRAMS = {"k": 1.0, "g": 0.001, "t": 1_000.0}
_SHORTEST = 40
"""Characters of a paragraph that can describe something."""


def read_model_texts(card: Card, ledger: Ledger) -> None:
    """What the text of a model's card says."""
    _read(card, ledger, _OF_MODELS)
    for section in card.sections:
        if _HYPERPARAMETERS.search(section.title):
            _hyperparameters(card, section, ledger)
        if "environmental" in section.title.lower():
            _emissions(card, section, ledger)


def read_dataset_texts(card: Card, ledger: Ledger) -> None:
    """What the text of a dataset's card says."""
    _read(card, ledger, _OF_DATASETS)
    for section in card.sections:
        if section.title.lower().strip().startswith("citation") and not ledger.has(PropertyKind.CITATION):
            found = "\n".join(line for line in section.lines if not line.lstrip().startswith("```"))
            if said := said_in(found):
                ledger.fact(PropertyKind.CITATION, said, card.at(section.line), rule=CARD)


def said_in(text: str) -> str | None:
    r"""What a text says, bounded; None where it only says that nobody has written it yet.

    >>> said_in("<!-- what is it for? -->\n[More Information Needed]\n") is None
    True
    """
    lines = [line for line in _COMMENT.sub("", text).split("\n") if not _UNSAID_LINE.fullmatch(line)]
    kept = plain(impersonal("\n".join(lines)), TEXT_LIMIT)
    return kept if re.search(r"\w", kept) else None


def _read(card: Card, ledger: Ledger, patterns: Mapping[PropertyKind, re.Pattern[str]]) -> None:
    for index, section in enumerate(card.sections):
        kinds = _kinds(section, patterns)
        text = plain("\n\n".join(_with_parts(card.sections, index, patterns)), TEXT_LIMIT) if kinds else ""
        for kind in kinds if text else ():
            ledger.fact(kind, text, card.at(section.line), rule=CARD)
    _describe(card, ledger)


def _kinds(section: Section, patterns: Mapping[PropertyKind, re.Pattern[str]]) -> list[PropertyKind]:
    title = re.sub(r"[^\w\s&,/-]+", " ", section.title).strip().lower()
    title = re.sub(r"\s*optional\s*$|^[\d.\s]+", "", title)
    kinds = [kind for kind, pattern in patterns.items() if pattern.search(title)]
    if PropertyKind.OUT_OF_SCOPE_USE in kinds:  # misuse and out-of-scope use are no intended use
        kinds = [kind for kind in kinds if kind != PropertyKind.INTENDED_USE]
    return kinds


def _with_parts(
    sections: Sequence[Section], index: int, patterns: Mapping[PropertyKind, re.Pattern[str]]
) -> Iterator[str]:
    """What a section says, and those within it that are not statements of their own."""
    if own := said_in("\n".join(sections[index].lines)):
        yield own
    for part in sections[index + 1 :]:
        if part.level <= sections[index].level or _kinds(part, patterns) or _HYPERPARAMETERS.search(part.title):
            return
        if said := said_in("\n".join(part.lines)):
            yield f"{part.title}: {said}"


def _describe(card: Card, ledger: Ledger) -> None:
    """What the thing is: a section that is called so, else the first paragraph."""
    if ledger.has(PropertyKind.DESCRIPTION):
        return
    named = [s for s in card.sections if _DESCRIPTION.fullmatch(s.title.strip().rstrip(":"))]
    for section in [*named, *card.sections[:3]]:
        for paragraph in said_paragraphs(section):
            ledger.fact(PropertyKind.DESCRIPTION, paragraph, card.at(section.line), rule=CARD)
            return


def said_paragraphs(section: Section) -> Iterator[str]:
    """The paragraphs of a section that are prose: no lists, tables, pictures, code and headings in HTML."""
    text = re.sub(r"(```|~~~).*?(\1|\Z)", "", _COMMENT.sub("", "\n".join(section.lines)), flags=re.DOTALL)
    for paragraph in re.split(r"\n\s*\n", text):
        found = plain(impersonal(paragraph), TEXT_LIMIT)
        if len(found) >= _SHORTEST and not re.match(r"[|>*+#<!\[-]|\d+[.)]", found) and not _UNSAID.fullmatch(found):
            yield re.sub(r"\s*\n\s*", " ", found)


def _hyperparameters(card: Card, section: Section, ledger: Ledger) -> None:
    """The list that a trainer writes into the card that it makes: `- learning_rate: 5e-05`."""
    items = [(at, m) for at, line in enumerate(section.lines, section.line + 1) if (m := _ITEM.fullmatch(line))]
    for line, item in items[:_ITEMS_LIMIT]:
        value = plain(item[2].strip("`* "))
        if value and not _UNSAID.fullmatch(value):
            known = number(value)
            said = {"name": plain(item[1].strip()), "value": value if known is None else known}
            ledger.fact(PropertyKind.HYPERPARAMETER, {**said}, card.at(line), rule=CARD)


def _emissions(card: Card, section: Section, ledger: Ledger) -> None:
    """The list of the card's template: `- **Carbon Emitted:** 12 kg`; an amount without a unit says nothing."""
    said: dict[str, str | float] = {}
    for line in section.lines:
        item = _ITEM.fullmatch(line)
        if item is None or _UNSAID.fullmatch(item[2]):
            continue
        name, value = item[1].lower(), plain(item[2].strip("* "))
        amount = _AMOUNT.match(value)
        if _CARBON.search(name) and amount and (found := number(amount[1].replace(",", ""))) is not None:
            said["kg_co2e"] = found * _KILOGRAMS[amount[2][0].lower()]
        elif name.startswith("hardware type"):
            said["hardware_used"] = value
        elif name.startswith("compute region"):
            said["geographical_location"] = value
    if said and not ledger.has(PropertyKind.EMISSIONS):
        ledger.fact(PropertyKind.EMISSIONS, {**said}, card.at(section.line), rule=CARD)
