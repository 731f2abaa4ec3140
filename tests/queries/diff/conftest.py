"""Small CycloneDX documents."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Part = dict[str, Any]


def component(name: str, version: str, *, license_: str | None = None, sha256: str | None = None) -> Part:
    part: Part = {"type": "library", "name": name, "version": version, "bom-ref": f"{name}@{version}"}
    part["purl"] = f"pkg:pypi/{name}@{version}"
    if license_ is not None:
        part["licenses"] = [{"license": {"id": license_}}]
    if sha256 is not None:
        part["hashes"] = [{"alg": "SHA-256", "content": sha256}]
    return part


def model(repo_id: str, commit: str) -> Part:
    purl = f"pkg:huggingface/{repo_id}@{commit}"
    return {"type": "machine-learning-model", "name": repo_id, "version": commit, "bom-ref": purl, "purl": purl}


def tool(name: str, version: str) -> Part:
    return {"type": "application", "name": name, "version": version}


@dataclass
class Document:
    """A CycloneDX 1.6 document, as JSON."""

    components: Sequence[Part]
    serial: str = "0"
    at: str = "2026-01-01T00:00:00Z"
    tools: Sequence[Part] = ()
    aggregate: str | None = None
    stage: str | None = None
    asks: Mapping[str, Sequence[str]] = field(default_factory=dict)
    vulnerabilities: Sequence[Part] = ()

    def write(self, path: Path) -> Path:
        metadata: Part = {"timestamp": self.at, "component": {"type": "application", "name": "app", "bom-ref": "root"}}
        if self.tools:
            metadata["tools"] = {"components": [*self.tools]}
        if self.stage is not None:
            metadata["lifecycles"] = [{"phase": self.stage}]
        said: Part = {
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "serialNumber": f"urn:uuid:00000000-0000-4000-8000-{self.serial:0>12}",
            "version": 1,
            "metadata": metadata,
            "components": [*self.components],
            "dependencies": [{"ref": ref, "dependsOn": [*targets]} for ref, targets in self.asks.items()],
        }
        if self.aggregate is not None:
            said["compositions"] = [{"aggregate": self.aggregate, "assemblies": ["root"]}]
        if self.vulnerabilities:
            said["vulnerabilities"] = [*self.vulnerabilities]
        path.write_text(json.dumps(said))
        return path
