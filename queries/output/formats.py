"""The formats in which a result can be written."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """How a result is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MD = "md"


class PageFormat(StrEnum):
    """How a page is written."""

    HTML = "html"
    PDF = "pdf"
