"""Elements of CycloneDX XML as the values that stand in their place in JSON.

The standard says the same in two shapes (schema 1.0 to 1.7, XSD and JSON Schema side by side). The tables below hold what
cannot be told from an element itself: which wrappers are lists, which children stand side by side, what is a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

NAMESPACE = "http://cyclonedx.org/schema/bom/"
_OTHERS = frozenset({
    "http://cyclonedx.org/schema/ext/dependency-graph/1.0", "http://cyclonedx.org/schema/ext/vulnerability/1.0",
})  # fmt: skip
"""Extensions of 1.1 and 1.2 that later became chapters of their own."""
_SIGNATURES = "http://www.w3.org/2000/09/xmldsig#"

_WRAPPERS = {
    "components", "services", "hashes", "externalReferences", "properties", "vulnerabilities", "compositions",
    "annotations", "formulation", "citations", "authors", "lifecycles", "endpoints", "ancestors", "descendants", "variants",
    "commits", "patches", "resolves", "aliases", "tags", "methods", "occurrences", "frames", "parameters", "ratings",
    "cwes", "advisories", "affects", "versions", "responses", "organizations", "individuals", "subjects", "inputs",
    "outputs", "performanceMetrics", "collection", "users", "useCases", "technicalLimitations", "performanceTradeoffs",
    "ethicalConsiderations", "fairnessAssessments", "energyConsumptions", "custodians", "stewards", "owners", "altIds",
    "licenseTypes", "datasets", "assemblies", "licenses", "references", "dependencies", "pointers",
}  # fmt: skip
"""Elements whose children are the elements of a list, whatever they hold."""
_ORGANIZATIONS = frozenset({
    "supplier", "manufacturer", "manufacture", "provider", "organization", "licensor", "licensee", "purchaser",
})  # fmt: skip
_REPEATED = frozenset({
    ("component", "data"), ("component", "omniborId"), ("component", "swhid"), ("evidence", "identity"),
    ("data", "sensitiveData"), ("dataset", "sensitiveData"), ("energyConsumption", "energyProviders"),
    ("environmentalConsiderations", "energyConsumptions"), ("expression-detailed", "details"),
    ("dependency", "dependency"), ("dependency", "provides"),
    *((name, child) for name in _ORGANIZATIONS for child in ("url", "contact")),
})  # fmt: skip
"""(element, child) where the children stand side by side, and JSON has a list."""
_CALLED = {"responses": "response", "details": "expressionDetails", "content-type": "contentType"}
_CALLED_IN = {("dependency", "dependency"): "dependsOn"}
_CONTENT = {"hash": "content", "property": "value", "expression": "expression", "classification": "classification"}
"""What JSON calls the text of an element that has attributes besides."""
_ATTACHED = frozenset({
    ("license", "text"), ("diff", "text"), ("swid", "text"), ("note", "text"), ("details", "text"),
    ("contents", "attachment"), ("graphic", "image"),
})  # fmt: skip
"""Texts that are objects in JSON, though they may have no attribute."""
_TRUTHS = frozenset({
    "authenticated", "esn", "isExternal", "modified", "patch", "persistent", "remote", "thirdParty", "x-trust-boundary",
})  # fmt: skip
_NUMBERS = frozenset({"score", "confidence", "cwe", "line", "offset", "column", "tagVersion", "keyLength"})
_MEASURES = frozenset({"activityEnergyCost", "energyProvided", "co2CostEquivalent", "co2CostOffset"})
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?")

Stray = tuple[str, str]


class Converter:
    """Turns elements into values, and collects the attributes of lists, for which JSON has no place."""

    def __init__(self) -> None:
        self._strays: list[Stray] = []

    def strays(self) -> Iterator[Stray]:
        """The path and the value of each attribute that was left over since the last time."""
        found, self._strays = self._strays, []
        yield from found

    def value(self, element: etree._Element, parent: str, path: str) -> object:
        """An element as JSON has it."""
        name = local_name(element)
        children = [child for child in element if isinstance(child.tag, str)]
        if name == "licenses":
            self._stray(element, path)
            return [_license(child, self.value(child, name, f"{path}/{n}")) for n, child in enumerate(children)]
        if _is_list(name, parent, children):
            self._stray(element, path)
            return [self.value(child, name, f"{path}/{n}") for n, child in enumerate(children)]
        if name == "copyright" and children:
            return [{"text": _text(child)} for child in children]
        if children:
            return self._object(element, name, path)
        return _leaf(element, name, parent)

    def _object(self, element: etree._Element, name: str, path: str) -> dict[str, object]:
        found: dict[str, object] = attributes(element, name)
        text = (element.text or "").strip()
        if text:
            found["#text"] = text
        for child in element:
            if not isinstance(child.tag, str):
                continue
            child_name = local_name(child)
            key = _CALLED_IN.get((name, child_name)) or _CALLED.get(child_name, child_name)
            value = self.value(child, name, f"{path}/{key}")
            if (name, child_name) in _REPEATED or key in found:
                _extend(found, key, value)
            else:
                found[key] = value
        return found

    def _stray(self, element: etree._Element, path: str) -> None:
        self._strays.extend((f"{path}/@{name}", value) for name, value in named(element))


def local_name(element: etree._Element) -> str:
    """The name of an element of the standard; of another namespace with that."""
    namespace, name = qualified(element)
    if not namespace or namespace.startswith(NAMESPACE) or namespace in _OTHERS:
        return name
    if namespace == _SIGNATURES:
        return "signature" if name == "Signature" else name
    return f"{{{namespace}}}{name}"


def qualified(element: etree._Element) -> tuple[str, str]:
    """The namespace of an element, empty where it has none, and its name, which with an undeclared prefix is no legal one."""
    tag = str(element.tag)
    if not tag.startswith("{"):
        return "", tag
    namespace, _, name = tag[1:].rpartition("}")
    return namespace, name


def named(element: etree._Element) -> list[tuple[str, str]]:
    """The attributes of an element, name and value."""
    return [(str(name), str(value)) for name, value in element.attrib.items()]


def attributes(element: etree._Element, name: str) -> dict[str, object]:
    """The attributes of an element by their names in JSON."""
    return {
        "licenseIdentifier" if key == "license-identifier" else _CALLED.get(key, key): _scalar(key, value, name)
        for key, value in named(element)
    }


def _is_list(name: str, parent: str, children: list[etree._Element]) -> bool:
    if name == "notes":  # of a release notes in several languages, of a pedigree a text
        return bool(children)
    if name == "data":
        return parent == "service"
    if name == "references" or name in _WRAPPERS:
        return True
    tags = {local_name(child) for child in children}
    tag = next(iter(tags)) if len(tags) == 1 else ""
    return bool(tag) and name in {f"{tag}s", f"{tag}es", f"{tag[:-1]}ies"}


def _leaf(element: etree._Element, name: str, parent: str) -> object:
    """An element without children: a text, a number, or an object where it has attributes."""
    said, text = attributes(element, name), _text(element)
    if said.keys() == {"ref"} and not text and name != "target":
        return said["ref"]
    if (parent, name) == ("datasets", "ref") and text:
        return {"ref": text}
    if said or (parent, name) in _ATTACHED:
        return {**said, _CONTENT.get(name, "content"): text} if text else said
    return _scalar(name, text, parent) if text else None


def _license(element: etree._Element, value: object) -> object:
    """An item of a list of licenses, which JSON wraps by what it is."""
    name = local_name(element)
    if name == "expression" and isinstance(value, str):
        return {"expression": value}
    return {"license": value} if name == "license" else value


def _extend(found: dict[str, object], key: str, value: object) -> None:
    known = found.get(key)
    rows = known if isinstance(known, list) else [] if known is None else [known]
    found[key] = [*rows, *value] if isinstance(value, list) else [*rows, value]


def _scalar(name: str, text: str, parent: str) -> object:
    if name in _TRUTHS and text in {"true", "false", "1", "0"}:
        return text in {"true", "1"}
    if (name in _NUMBERS or (name == "value" and parent in _MEASURES)) and _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text


def _text(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext()).strip()
