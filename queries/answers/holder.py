"""A holder in ``show``: what a firm or country provides, holds, owns and trades."""

from __future__ import annotations

from graph.schema import Country, Firm
from queries.answers.facts import (
    IS,
    MEASURES,
    Facts,
    add_leverage,
    add_share,
    names,
    right_over,
)
from queries.loss import denied_by
from queries.market import Market, markets

PROVIDES = ("provides", "供應")
HOLDS = ("holds", "持有權利")
OWNS = ("owns", "持股")
OWNED = ("owned by", "股東")
TRADE = ("supplies", "供貨")


def holder(facts: Facts, found: Firm | Country) -> None:
    """Add what is known of one holder."""
    kg, own = facts.kg, found.key[0]
    if isinstance(found, Firm):
        facts.add(IS, ("at home in", "所在國"), names(kg, found.country))
        facts.add(
            IS,
            ("role", "角色"),
            (found.role, found.role_zh or found.role),
            source=found.source_id,
        )
        if found.ticker:
            facts.add(IS, ("ticker", "股票代號"), found.ticker)
        if found.ubn:
            facts.add(IS, ("統一編號", "統一編號"), found.ubn)
    for market in markets(kg).values():
        if isinstance(found, Country):
            _total(facts, market, own)
            continue
        for h in market.holdings:
            if h.holder == own:
                add_share(facts, PROVIDES, names(kg, market.tech_id), h)
    for hold in kg.holds:
        if hold.holder_id == own:
            point = kg.control_points[hold.control_id]
            facts.add(
                HOLDS,
                (point.name_en, point.name_zh),
                right_over(kg, point),
                year=hold.year,
                confidence=hold.confidence,
                source=hold.source_id,
            )
    _ownership(facts, own)
    for s in kg.supplies:
        if own in (s.supplier_id, s.customer_id):
            to = s.supplier_id == own
            other = s.customer_id if to else s.supplier_id
            facts.add(
                TRADE,
                (
                    f"{'to' if to else 'from'} {kg.name(other)}",
                    f"{'供' if to else '自'} {kg.name(other, 'zh')}",
                ),
                names(kg, s.tech_id),
                year=s.year,
                confidence=s.confidence,
                source=s.source_id,
                note=s.note,
            )
    denied = denied_by(kg, [(own, None)])
    if denied.any():
        add_leverage(facts, MEASURES, denied)


def _total(facts: Facts, market: Market, country: str) -> None:
    """Add what a country and the firms at home there have of a market together."""
    total = market.total(country)
    if total is None:
        return
    named = sum(h.country == country for h in market.holdings)
    facts.add(
        PROVIDES,
        names(facts.kg, market.tech_id),
        total.share,
        unit="fraction",
        low=total.low,
        high=total.high,
        year=total.row.year if total.row else None,
        confidence=total.row.confidence if total.row else None,
        source=total.row.source_id if total.row else None,
        note=f"with {named} named" if named > 1 else None,
    )


def _ownership(facts: Facts, own: str) -> None:
    kg = facts.kg
    for o in kg.ownership:
        if own not in (o.owner_id, o.owned_id):
            continue
        part, other = (OWNS, o.owned_id) if o.owner_id == own else (OWNED, o.owner_id)
        facts.add(
            part,
            names(kg, other),
            ("unknown stake", "持股不明") if o.stake is None else o.stake,
            unit="fraction",
            year=o.year,
            confidence=o.confidence,
            source=o.source_id,
            note=o.note,
        )
