"""Tables that relate things, or say more of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from graph.schema.column import (
    Column,
    Confidence,
    FirmRef,
    HolderRef,
    Note,
    Record,
    ShareOrNone,
    SourceId,
    TechRef,
    Weight,
    Year,
    choice,
    ref,
    share,
    usd,
)
from graph.schema.values import Market, Metric


@dataclass(frozen=True, slots=True, kw_only=True)
class Requires(Record):
    """A technology needs another as its input."""

    TABLE: ClassVar[str] = "requires"
    KEY: ClassVar[tuple[str, ...]] = ("tech_id", "input_id")
    tech_id: TechRef
    input_id: TechRef
    essential: Annotated[bool, Column("1: nothing is made without it; 0: less is", "flag")]
    cost_share: Annotated[float | None, share("part of the cost")] = None
    source_id: SourceId
    year: Year
    confidence: Confidence
    note: Note = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant(Record):
    """One alternative within a family: the family delivers their weighted mean."""

    TABLE: ClassVar[str] = "variants"
    KEY: ClassVar[tuple[str, ...]] = ("variant_id", "family_id")
    variant_id: TechRef
    family_id: TechRef
    weight: Weight
    source_id: SourceId
    year: Year
    confidence: Confidence
    note: Note = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provides(Record):
    """A firm or a country supplies a share of a technology."""

    TABLE: ClassVar[str] = "provides"
    KEY: ClassVar[tuple[str, ...]] = ("provider_id", "tech_id", "metric", "market")
    provider_id: HolderRef
    tech_id: TechRef
    share: ShareOrNone = None
    share_low: ShareOrNone = None
    share_high: ShareOrNone = None
    metric: Annotated[Metric, choice(Metric, "in what the share is measured")]
    market: Annotated[Market, choice(Market, "of what it is a share")]
    year: Year
    source_id: SourceId
    confidence: Confidence
    note: Note = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliesOn(Record):
    """A US need rests on a technology."""

    TABLE: ClassVar[str] = "relies_on"
    KEY: ClassVar[tuple[str, ...]] = ("need_id", "tech_id")
    need_id: Annotated[str, ref("the need", "needs")]
    tech_id: TechRef
    weight: Weight
    source_id: SourceId
    year: Year
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplies(Record):
    """A firm supplies another firm with a technology."""

    TABLE: ClassVar[str] = "supplies"
    KEY: ClassVar[tuple[str, ...]] = ("supplier_id", "customer_id", "tech_id")
    supplier_id: FirmRef
    customer_id: FirmRef
    tech_id: TechRef
    value_usd_bn: Annotated[float | None, usd("value a year")] = None
    year: Year
    source_id: SourceId
    confidence: Confidence
    note: Note = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Owns(Record):
    """A firm or a country owns a stake in a firm. A stake is not control."""

    TABLE: ClassVar[str] = "ownership"
    KEY: ClassVar[tuple[str, ...]] = ("owner_id", "owned_id")
    owner_id: HolderRef
    owned_id: FirmRef
    stake: ShareOrNone = None
    voting: Annotated[
        float | None, share("share of votes, where it differs from the stake")
    ] = None
    year: Year
    source_id: SourceId
    confidence: Confidence
    note: Note = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds(Record):
    """A firm or a country holds a control point."""

    TABLE: ClassVar[str] = "holds"
    KEY: ClassVar[tuple[str, ...]] = ("holder_id", "control_id")
    holder_id: HolderRef
    control_id: Annotated[str, ref("the control point", "control_points")]
    share: ShareOrNone = None
    source_id: SourceId
    year: Year
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias(Record):
    """Another name under which people look for a node."""

    TABLE: ClassVar[str] = "aliases"
    KEY: ClassVar[tuple[str, ...]] = ("record_id", "alias")
    record_id: Annotated[
        str, ref("what it names", "firms", "technologies", "countries", "needs")
    ]
    alias: Annotated[str, Column("the other name")]
    source_id: SourceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(Record):
    """The source of one number whose source is not the row's own, and its range."""

    TABLE: ClassVar[str] = "citations"
    KEY: ClassVar[tuple[str, ...]] = ("record_id", "property")
    record_id: Annotated[
        str,
        ref(
            "the row that has the number",
            "technologies",
            "needs",
            "control_points",
            "investments",
        ),
    ]
    property: Annotated[str, Column("the column that has the number")]
    low: Annotated[float | None, Column("lowest sensible value", "number")] = None
    high: Annotated[float | None, Column("highest sensible value", "number")] = None
    year: Year
    source_id: SourceId
    confidence: Confidence
    note: Note = None
