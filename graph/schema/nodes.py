"""Tables whose rows are things: sources, countries, firms, technologies, needs, control points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from graph.schema.column import (
    Column,
    Confidence,
    ConfidenceOrNone,
    DateOrNone,
    Direction,
    Directions,
    NameEn,
    NameZh,
    Note,
    Record,
    SourceId,
    TechRef,
    Year,
    YearOrNone,
    choice,
    ref,
    share,
    usd,
)
from graph.schema.values import Kind, Right, SourceKind, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Record):
    """Where a number comes from: a document, a dataset, or an assumption of ours."""

    TABLE: ClassVar[str] = "sources"
    KEY: ClassVar[tuple[str, ...]] = ("source_id",)
    source_id: Annotated[str, Column("identifier", "id")]
    title: Annotated[str, Column("title, in the source's language or in English")]
    publisher: Annotated[str, Column("who published it")]
    year: Year
    url: Annotated[str | None, Column("address; empty for an assumption")] = None
    licence: Annotated[str | None, Column("terms under which it is used")] = None
    kind: Annotated[SourceKind, choice(SourceKind, "what stands behind it")]
    note: Annotated[str | None, Column("the reasoning, for an assumption")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Country(Record):
    """A place that firms belong to and that may itself hold rights."""

    TABLE: ClassVar[str] = "countries"
    KEY: ClassVar[tuple[str, ...]] = ("iso3",)
    iso3: Annotated[str, Column("ISO 3166-1 alpha-3 code", "id")]
    name_en: NameEn
    name_zh: NameZh
    source_id: SourceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm(Record):
    """A company, authority, fund or standards body: anyone who can hold a right."""

    TABLE: ClassVar[str] = "firms"
    KEY: ClassVar[tuple[str, ...]] = ("firm_id",)
    firm_id: Annotated[str, Column("identifier", "id")]
    name_en: NameEn
    name_zh: NameZh
    country: Annotated[str, ref("country of headquarters", "countries")]
    ticker: Annotated[str | None, Column("stock exchange symbol")] = None
    ubn: Annotated[
        str | None, Column("統一編號, eight digits kept as text", pattern=r"[0-9]{8}")
    ] = None
    direction: Directions
    role: Annotated[str, Column("what it does here")]
    role_zh: Annotated[str | None, Column("the same in Traditional Chinese")] = None
    source_id: SourceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Technology(Record):
    """A product, process, material, tool, service or software that others need."""

    TABLE: ClassVar[str] = "technologies"
    KEY: ClassVar[tuple[str, ...]] = ("tech_id",)
    tech_id: Annotated[str, Column("identifier", "id")]
    name_en: NameEn
    name_zh: NameZh
    direction: Directions
    kind: Annotated[Kind, choice(Kind, "what sort of thing it is")]
    stage: Annotated[Stage, choice(Stage, "position along the chain")]
    time_to_substitute_months: Annotated[
        float | None,
        Column(
            "months until the US could replace a denied supplier",
            "number",
            low=0,
            high=600,
            unit="months",
        ),
    ] = None
    source_id: SourceId
    year: YearOrNone = None
    confidence: ConfidenceOrNone = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Need(Record):
    """Something the United States must have, and does not wholly control."""

    TABLE: ClassVar[str] = "needs"
    KEY: ClassVar[tuple[str, ...]] = ("need_id",)
    need_id: Annotated[str, Column("identifier", "id")]
    name_en: NameEn
    name_zh: NameZh
    direction: Direction
    us_demand_usd_bn: Annotated[float | None, usd("US demand a year")] = None
    us_domestic_share: Annotated[float | None, share("part of US demand made in the US")] = None
    net_import_reliance: Annotated[
        float | None, share("net imports over apparent consumption")
    ] = None
    taiwan_share: Annotated[
        float | None, share("Taiwan's part of the market behind the need")
    ] = None
    policy_basis: Annotated[str, Column("law, programme or finding that makes it a need")]
    policy_basis_zh: Annotated[str | None, Column("the same in Traditional Chinese")] = None
    source_id: SourceId
    year: Year
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlPoint(Record):
    """One decision right over one technology, held by somebody."""

    TABLE: ClassVar[str] = "control_points"
    KEY: ClassVar[tuple[str, ...]] = ("control_id",)
    control_id: Annotated[str, Column("identifier", "id")]
    name_en: NameEn
    name_zh: NameZh
    tech_id: TechRef
    right: Annotated[Right, choice(Right, "which of the five rights")]
    scope: Annotated[
        float | None,
        share("part of that right over that technology which this point covers"),
    ] = None
    valid_from: DateOrNone = None
    valid_to: DateOrNone = None
    source_id: SourceId
    year: Year
    confidence: Confidence
    note: Note = None
