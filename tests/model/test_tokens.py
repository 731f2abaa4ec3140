from __future__ import annotations

import pytest

from mlgraph.model import urls
from mlgraph.model.tokens import without_tokens
from mlgraph_ingest.project.origins import origin, public_url

BODY = "A1bC2dE3fH4iJ5kL6mN7oP8qR9sT0uV1wX2y"
TOKENS = [
    *(f"{prefix}{BODY}" for prefix in ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "glpat-", "pypi-AgE", "hf_", "sk-")),
    *(
        f"{prefix}{BODY}"
        for prefix in ("sk-ant-api03-", "sk-proj-", "npm_", "xoxb-", "dckr_pat_", "gldt-", "github_pat_")
    ),
    *("AKIA" + "ABCDEFGHIJKLMNOP", f"eyJ{BODY}.eyJ{BODY}.{BODY}"),
]


@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize(
    "form",
    ["https://h.example/{}/simple", "https://h.example/{}@main", "https://h.example/a/{}", "https://h.example/{}?x=1",
     "https://{}@h.example/x", "https://h.example/t/{}/simple", "https://h.example/a/__token__:{}/x",
     "https://__token__:{}@h.example/x"],
)  # fmt: skip
def test_token_in_a_url_is_never_shown(token, form):
    url = form.format(token)
    for shown in (urls.without_credentials(url), urls.public_url(url), urls.canonical_url(url), public_url(url)):
        assert token not in str(shown)
        assert "h.example" in str(shown)
    assert token not in repr(origin(f"git+{url}"))


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://h.example/t/tk-0123456789/simple", "https://h.example/t/***/simple"),
        ("https://h.example/t/tk-0123456789", "https://h.example/t/***"),
        (f"https://h.example/hf_{BODY}/simple", "https://h.example/***/simple"),
        ("https://h.example/x/oauth2:short/lib.git", "https://h.example/x/***/lib.git"),
    ],
)
def test_rest_of_the_url_stays(url, shown):
    assert urls.without_credentials(url) == shown
    assert public_url(url) == shown


@pytest.mark.parametrize(
    "path",
    ["/sk-learn/x", "/sk-a-name-of-many-words-2/x", "/hf_hub/x", "/pypi-simple", "/pypi-attestations-cli/x", "/npm_and_yarn/x", "/scikit-learn/sk-dist",
     "/a/0123456789abcdef0123456789abcdef01234567", "/t", "/static/t.css", "/a/ghp_short", "/x/b@v1"],
)  # fmt: skip
def test_name_that_only_begins_like_a_token_stays(path):
    assert without_tokens(path) == path
