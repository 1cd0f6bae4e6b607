"""Tables of what is proposed: projects, investments, their tranches, effects and instruments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from graph.schema.column import (
    Column,
    Confidence,
    Direction,
    FirmRef,
    NameEn,
    NameZh,
    Note,
    Record,
    SourceId,
    TechRef,
    Year,
    choice,
    ref,
    share,
    usd,
)
from graph.schema.values import Instrument, Lever, Reach, Right


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Record):
    """A real, announced investment in the United States: an anchor for assumptions."""

    TABLE: ClassVar[str] = "projects"
    KEY: ClassVar[tuple[str, ...]] = ("project_id",)
    project_id: Annotated[str, Column("identifier", "id")]
    firm_id: FirmRef
    tech_id: TechRef
    location: Annotated[str, Column("where in the United States")]
    announced_usd_bn: Annotated[float | None, usd("announced outlay")] = None
    public_support_usd_bn: Annotated[float | None, usd("public money in it")] = None
    capacity_note: Note = None
    status: Annotated[str, Column("announced, under construction, operating …")]
    year: Year
    source_id: SourceId
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Investment(Record):
    """A candidate use of Taiwan's credit line."""

    TABLE: ClassVar[str] = "investments"
    KEY: ClassVar[tuple[str, ...]] = ("investment_id",)
    investment_id: Annotated[str, Column("identifier", "id")]
    name_en: NameEn
    name_zh: NameZh
    direction: Direction
    instrument: Annotated[Instrument, choice(Instrument, "how the credit is used")]
    made_by: Annotated[
        tuple[str, ...], Column("Taiwanese firms, `;` between", "list", refs=("firms",))
    ]
    partners: Annotated[
        tuple[str, ...],
        Column("counterparts whose rights could be shared", "list", refs=("firms",)),
    ] = ()
    credit_min_usd_bn: Annotated[float, usd("smallest sensible credit")]
    credit_max_usd_bn: Annotated[float, usd("credit at full size")]
    leverage: Annotated[
        float, Column("capital mobilised over credit", "number", low=1, high=50, unit="times")
    ]
    project_id: Annotated[str | None, ref("the real project behind it", "projects")] = None
    source_id: SourceId
    year: Year
    confidence: Confidence
    note: Note = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tranche(Record):
    """A slice of an investment, released only when its gate is passed."""

    TABLE: ClassVar[str] = "tranches"
    KEY: ClassVar[tuple[str, ...]] = ("investment_id", "tranche")
    investment_id: Annotated[str, ref("the investment", "investments")]
    tranche: Annotated[int, Column("1 is first", "integer", low=1, high=20)]
    share: Annotated[float, share("part of the credit")]
    gate_en: Annotated[str, Column("what must be achieved before release")]
    gate_zh: Annotated[str, Column("撥付前必須達成的條件")]
    source_id: SourceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect(Record):
    """What an investment at full size would change, as a range."""

    TABLE: ClassVar[str] = "effects"
    KEY: ClassVar[tuple[str, ...]] = ("investment_id", "target_id", "right")
    investment_id: Annotated[str, ref("the investment", "investments")]
    target_id: Annotated[
        str, ref("technology, or firm whose own rights are shared", "technologies", "firms")
    ]
    right: Annotated[Lever, choice(Lever, "the right gained, or capacity on US soil")]
    low: Annotated[float, share("gain, low")]
    mode: Annotated[float, share("gain, most likely")]
    high: Annotated[float, share("gain, high")]
    source_id: SourceId
    year: Year
    confidence: Confidence
    note: Note = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentReach(Record):
    """Whose part of which right an instrument can obtain."""

    TABLE: ClassVar[str] = "instruments"
    KEY: ClassVar[tuple[str, ...]] = ("instrument", "right")
    instrument: Annotated[Instrument, choice(Instrument, "the instrument")]
    right: Annotated[Right, choice(Right, "the right")]
    reach: Annotated[
        Reach,
        choice(Reach, "none: not at all; open: what nobody holds; partner: that, and theirs"),
    ]
    source_id: SourceId
    note: Note = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Record):
    """A published term of the credit line."""

    TABLE: ClassVar[str] = "terms"
    KEY: ClassVar[tuple[str, ...]] = ("term",)
    term: Annotated[str, Column("identifier", "id")]
    value: Annotated[float, Column("value", "number", low=0)]
    low: Annotated[float | None, Column("lowest stated", "number", low=0)] = None
    high: Annotated[float | None, Column("highest stated", "number", low=0)] = None
    unit: Annotated[str, Column("unit of the value")]
    year: Year
    source_id: SourceId
    confidence: Confidence
    note: Note = None
