"""What is known of weaknesses in the parts of a project: which apply to the versions in use, what mends them, who says so."""

from __future__ import annotations
