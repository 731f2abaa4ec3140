"""Times as SPDX 2.3 spells them."""

from __future__ import annotations

from datetime import UTC, datetime


def spelled(time: datetime) -> str:
    """`2026-03-01T12:30:00Z`: UTC, in whole seconds (clause 6.9)."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
