"""Cells that a spreadsheet may be given."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")

# Beginnings that a spreadsheet would run as a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(value: T) -> T | str:
    """
    Return a value as a cell that no spreadsheet runs as a formula.

    Examples
    --------
    >>> safe("=HYPERLINK(1)"), safe("plain"), safe(-1.5)
    ("'=HYPERLINK(1)", 'plain', -1.5)
    """
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value
