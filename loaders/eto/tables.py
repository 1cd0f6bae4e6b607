"""The dataset's four tables, with the columns that its owner publishes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, ClassVar

from graph.schema import Column, Record

_Text = Annotated[str | None, Column("as published", lines=True)]
_Must = Annotated[str, Column("as published")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Input(Record):
    """A thing that is made or used."""

    TABLE: ClassVar[str] = "inputs"
    KEY: ClassVar[tuple[str, ...]] = ("input",)
    input_id: _Must
    input_name: _Must
    type: _Must
    stage_name: _Text = None
    stage_id: _Text = None
    description: _Text = None
    year: _Text = None
    market_share_chart_global_market_size_info: _Text = None
    market_share_chart_caption: _Text = None
    market_share_chart_source: _Text = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider(Record):
    """A firm, a country or a group of them; a row an alias."""

    TABLE: ClassVar[str] = "providers"
    KEY: ClassVar[tuple[str, ...]] = ("provider",)
    provider_name: _Must
    alias: _Text = None
    provider_id: _Must
    provider_type: _Must
    country: _Text = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision(Record):
    """What a provider has of a thing."""

    TABLE: ClassVar[str] = "provision"
    KEY: ClassVar[tuple[str, ...]] = ("provider", "provided")
    provider_name: _Text = None
    provider_id: _Must
    provided_name: _Text = None
    provided_id: _Must
    share_provided: Annotated[
        float | None, Column("percent", "number", low=0, high=100, unit="percent")
    ] = None
    year: Annotated[int | None, Column("year", "integer", low=1990, high=2060)] = None
    source: _Text = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Record):
    """What goes into what, or is a type of what."""

    TABLE: ClassVar[str] = "sequence"
    KEY: ClassVar[tuple[str, ...]] = ("input", "into")
    input_name: _Text = None
    input_id: _Must
    goes_into_name: _Text = None
    goes_into_id: _Text = None
    is_type_of_name: _Text = None
    is_type_of_id: _Text = None


def market_size(record: Input) -> float | None:
    """Return a market size in US$ bn from ``$13.1 billion (2025)``."""
    text = record.market_share_chart_global_market_size_info or ""
    found = re.search(r"\$\s*([\d.,]+)\s*(million|billion)", text)
    if not found:
        return None
    value = float(found[1].replace(",", "").rstrip("."))
    return value if found[2] == "billion" else value / 1000
