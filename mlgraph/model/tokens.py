"""Access tokens that stand in the path of a URL, told by the forms in which their issuers write them."""

from __future__ import annotations

import re

_MASK = "***"
_ISSUED = re.compile(
    r"gh[pousr]_[A-Za-z0-9_.-]{16,}|github_pat_\w{16,}"  # GitHub Docs, "GitHub's token formats"
    r"|gl(?:pat|ptt|dt|rt|rtr|cbt|ft|imt|agent|oas|soat|ffct)-[\w.-]{16,}"  # GitLab Docs, "Token prefixes"
    r"|pypi-AgE[\w-]{16,}"  # Python index documentation, "API tokens" (macaroons, base64)
    r"|hf_[A-Za-z0-9]{16,}"  # Hugging Face hub documentation, "User access tokens"
    r"|sk-(?=[\w-]*\d)(?=[\w-]*[A-Z])[\w-]{20,}"  # OpenAI and Anthropic API keys (`sk-proj-`, `sk-ant-`)
    r"|npm_[A-Za-z0-9]{16,}"  # npm Docs, "About access tokens"
    r"|xox[abeoprs]-[\w-]{10,}"  # Slack API documentation, "Token types"
    r"|(?:AKIA|ASIA)[A-Z0-9]{16}"  # AWS IAM User Guide, "Unique identifiers"
    r"|AIza[\w-]{35}|dckr_pat_[\w-]{16,}|dop_v1_[0-9a-f]{16,}|gsk_[A-Za-z0-9]{16,}"  # Google, Docker, DigitalOcean, Groq
    r"|eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*"  # JSON Web Token (RFC 7519): two JSON objects in base64url, and a signature
)
"""Prefixes by which secret scanners know tokens, each with the rest that is too long to be a name."""
_CONDA = re.compile(r"(?<=/t/)(?=[^/?#\s]*\d)[^/?#\s]{6,}(?=/|$)")
"""conda puts the token of a channel after `/t/` (conda documentation, "Managing channels": channel tokens); what is
shorter, or has no digit, is a name."""
_BEFORE_COLON = re.compile(r"(?<=/)(?:__token__|oauth2|x-access-token|gitlab-ci-token|private-token):[^/?#\s]+")
"""User names that stand for "a token follows" (GitLab, GitHub and Python index documentation), misplaced in a path."""
_WHOLE_SEGMENT = re.compile(rf"(?<=/)(?:{_ISSUED.pattern})(?=[/?#@\s:]|$)")


def without_tokens(path: str) -> str:
    """The path of a URL with every segment that is a token replaced by `***`.

    >>> without_tokens("/t/xy-0123456789ab/simple")
    '/t/***/simple'
    """
    return _WHOLE_SEGMENT.sub(_MASK, _BEFORE_COLON.sub(_MASK, _CONDA.sub(_MASK, path)))
