"""Pages of licenses: addresses that stand for one license."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from urllib.parse import urlsplit

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.licenses.expressions import expression
from mlgraph_ontology.licenses import all_terms

ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_LIMIT = 2_000
_CREATIVE_COMMONS = re.compile(r"/licenses/(by(?:-(?:nc|sa|nd|nc-sa|nc-nd))?)/([1-4]\.[05])(?:/(?:deed|legalcode).*)?")
_ZERO = re.compile(r"/publicdomain/zero/1\.0(?:/(?:deed|legalcode).*)?")
_NAMED_BY_PATH = {
    "opensource.org": re.compile(r"/licenses?/([a-z0-9.+-]+?)(?:\.php|\.html)?"),
    "spdx.org": re.compile(r"/licenses/([a-z0-9.+-]+?)(?:\.html|\.json|\.txt)?"),
    "choosealicense.com": re.compile(r"/licenses/([a-z0-9.+-]+)"),
}
"""Sites whose pages on licenses end in an SPDX id."""
_OPEN = re.compile(r"A?L?GPL-\d\.\d|GFDL-\d\.\d", re.IGNORECASE)
"""Names of pages about a version, whether or not a later one may be chosen."""
_PAGES: Mapping[str, str] = {
    "www.apache.org/licenses/license-2.0": "Apache-2.0",
    "apache.org/licenses/license-2.0": "Apache-2.0",
    "www.apache.org/licenses/license-1.1": "Apache-1.1",
    "www.mozilla.org/mpl/2.0": "MPL-2.0",
    "mozilla.org/mpl/2.0": "MPL-2.0",
    "www.mozilla.org/en-us/mpl/2.0": "MPL-2.0",
    "unlicense.org": "Unlicense",
    "www.eclipse.org/legal/epl-2.0": "EPL-2.0",
    "www.eclipse.org/legal/epl-v20": "EPL-2.0",
    "www.eclipse.org/legal/epl-v10": "EPL-1.0",
    "opensource.org/licenses/mit-license": "MIT",
    "opensource.org/licenses/isc-license": "ISC",
    "www.opensource.org/licenses/mit-license": "MIT",
    "opensource.org/licenses/apache2.0": "Apache-2.0",
    "www.boost.org/license_1_0": "BSL-1.0",
    "boost.org/license_1_0": "BSL-1.0",
    "opendatacommons.org/licenses/by/1-0": "ODC-By-1.0",
    "opendatacommons.org/licenses/by/1.0": "ODC-By-1.0",
    "opendatacommons.org/licenses/odbl/1-0": "ODbL-1.0",
    "opendatacommons.org/licenses/odbl/1.0": "ODbL-1.0",
    "opendatacommons.org/licenses/pddl/1-0": "PDDL-1.0",
    "opendatacommons.org/licenses/pddl/1.0": "PDDL-1.0",
    "cdla.dev/permissive-2-0": "CDLA-Permissive-2.0",
    "cdla.dev/permissive-1-0": "CDLA-Permissive-1.0",
    "cdla.dev/sharing-1-0": "CDLA-Sharing-1.0",
    "www.elastic.co/licensing/elastic-license": "Elastic-2.0",
}
"""Pages of the stewards of licenses (cross references of the SPDX list 3.28), in lower case, without suffix."""
_SUFFIX = re.compile(r"\.(?:txt|html?|php)$")


def of_address(text: str) -> NodeId | None:
    """The license that an address is the page of; None where it is of none, or of several.

    >>> [str(of_address(t)) for t in ("http://www.apache.org/licenses/LICENSE-2.0.txt", "opensource.org/licenses/BSD")]
    ['Apache-2.0', 'None']
    """
    if len(text) > _LIMIT or not ADDRESS.fullmatch(text):
        return None
    try:
        parts = urlsplit(text)
        host, path = (parts.hostname or "").lower(), parts.path.rstrip("/").lower()
    except ValueError:
        return None
    found = _pages().get(_SUFFIX.sub("", host + path))
    return ids.license_expression(found) if found else _by_path(host.removeprefix("www."), path)


def _by_path(host: str, path: str) -> NodeId | None:
    if host == "creativecommons.org":
        return _creative_commons(path)
    pattern = _NAMED_BY_PATH.get(host)
    match = pattern.fullmatch(path) if pattern else None
    if match is None or (host != "spdx.org" and _OPEN.fullmatch(match[1])):
        return None
    return expression(match[1])


def _creative_commons(path: str) -> NodeId | None:
    if _ZERO.fullmatch(path):
        return ids.license_expression("CC0-1.0")
    if match := _CREATIVE_COMMONS.fullmatch(path):
        try:
            return ids.license_expression(f"CC-{match[1]}-{match[2]}")
        except FormatError:
            return None
    return None


@cache
def _pages() -> Mapping[str, str]:
    return {url: terms.id for terms in all_terms() for url in terms.urls} | dict(_PAGES)
