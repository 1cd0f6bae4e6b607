"""Small graphs for tests, a line a fact."""

from __future__ import annotations

from collections.abc import Iterable

from graph.model import Graph
from graph.schema import (
    ControlPoint,
    Country,
    Effect,
    Firm,
    Holds,
    Instrument,
    InstrumentReach,
    Investment,
    Kind,
    Lever,
    Market,
    Metric,
    Need,
    Owns,
    Provides,
    Reach,
    Record,
    ReliesOn,
    Requires,
    Right,
    Source,
    SourceKind,
    Stage,
    Technology,
    Variant,
)

CITED = {"source_id": "s", "year": 2026, "confidence": 3}
SOURCE = Source(
    source_id="s",
    title="t",
    publisher="p",
    year=2026,
    url="https://example.org/",
    kind=SourceKind.DOCUMENT,
)

# Names that would do harm in a page that trusted them.
HOSTILE = (
    "<img src=x onerror=document.title='broken'>",
    "</script><script>document.title='broken'</script>",
    "<a href='javascript:document.title=1'>x</a>",
    '=HYPERLINK("http://evil.example")',
    "evil\u202egnp.exe",
    "{{ 7 * 7 }}${document.title='broken'}",
)


def tech(
    tech_id: str, months: float | None = 120.0, *, stage: Stage = Stage.COMPONENT
) -> Technology:
    return Technology(
        tech_id=tech_id,
        name_en=tech_id.upper(),
        name_zh=f"技術{tech_id}",
        direction=("1",),
        kind=Kind.PRODUCT,
        stage=stage,
        time_to_substitute_months=months,
        **CITED,
    )


def need(
    need_id: str, tech_id: str, *, usd: float | None = None, direction: str = "1"
) -> list[Record]:
    return [
        Need(
            need_id=need_id,
            name_en=need_id.upper(),
            name_zh=f"需求{need_id}",
            direction=direction,
            us_demand_usd_bn=usd,
            policy_basis="law",
            **CITED,
        ),
        ReliesOn(need_id=need_id, tech_id=tech_id, weight=1.0, **CITED),
    ]


def land(*codes: str) -> list[Record]:
    return [Country(iso3=c, name_en=c.title(), name_zh=c, source_id="s") for c in codes]


def firm(firm_id: str, country: str) -> Firm:
    return Firm(
        firm_id=firm_id,
        name_en=firm_id.title(),
        name_zh=firm_id,
        country=country,
        direction=("1",),
        role="maker",
        source_id="s",
    )


def provides(
    provider: str,
    tech_id: str,
    share: float | None,
    *,
    metric: Metric = Metric.REVENUE,
    low: float | None = None,
    high: float | None = None,
) -> Provides:
    return Provides(
        provider_id=provider,
        tech_id=tech_id,
        share=share,
        share_low=low,
        share_high=high,
        metric=metric,
        market=Market.WORLD,
        **CITED,
    )


def requires(
    tech_id: str, input_id: str, *, essential: bool = True, cost: float | None = None
) -> Requires:
    return Requires(
        tech_id=tech_id, input_id=input_id, essential=essential, cost_share=cost, **CITED
    )


def variant(variant_id: str, family_id: str, weight: float) -> Variant:
    return Variant(variant_id=variant_id, family_id=family_id, weight=weight, **CITED)


def point(
    control_id: str,
    tech_id: str,
    right: Right,
    holder: str,
    *,
    scope: float | None = 1.0,
    share: float | None = 1.0,
) -> list[Record]:
    return [
        ControlPoint(
            control_id=control_id,
            name_en=control_id,
            name_zh=control_id,
            tech_id=tech_id,
            right=right,
            scope=scope,
            **CITED,
        ),
        Holds(holder_id=holder, control_id=control_id, share=share, **CITED),
    ]


def owns(owner: str, owned: str, stake: float | None) -> Owns:
    return Owns(owner_id=owner, owned_id=owned, stake=stake, **CITED)


def reaches(reach: Reach = Reach.PARTNER) -> list[Record]:
    return [
        InstrumentReach(instrument=i, right=r, reach=reach, source_id="s")
        for i in Instrument
        for r in Right
    ]


def investment(
    investment_id: str,
    *,
    by: str = "maker",
    partners: tuple[str, ...] = (),
    instrument: Instrument = Instrument.JOINT_VENTURE,
    credit: float = 1.0,
) -> Investment:
    return Investment(
        investment_id=investment_id,
        name_en=investment_id,
        name_zh=investment_id,
        direction="1",
        instrument=instrument,
        made_by=(by,),
        partners=partners,
        credit_min_usd_bn=credit,
        credit_max_usd_bn=credit,
        leverage=2.0,
        **CITED,
    )


def effect(
    investment_id: str,
    target: str,
    right: Lever | Right,
    gain: float,
    *,
    low: float | None = None,
    high: float | None = None,
) -> Effect:
    return Effect(
        investment_id=investment_id,
        target_id=target,
        right=Lever(right),
        mode=gain,
        low=gain if low is None else low,
        high=gain if high is None else high,
        **CITED,
    )


def graph(*records: Record | Iterable[Record]) -> Graph:
    """Build a graph of records and lists of records; the source and TWN, USA are there."""
    flat: list[Record] = [SOURCE, *land("TWN", "USA", "CHN", "JPN")]
    for r in records:
        flat += [r] if isinstance(r, Record) else list(r)
    return Graph(flat, version="test")
