"""The lines of the picture: every relation, read from left to right, towards US needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.model import Graph, once
from queries.control import REST, index
from queries.market import markets

# Below this a derived control over a need is not drawn, only listed.
_LEAST = 0.05


@dataclass(frozen=True, slots=True)
class Edge:
    """
    A line from what is given to who takes it.

    ``share`` is the part that gives the line its width, 0 to 1, ``None`` where it is unknown;
    ``derived`` marks what is computed and never loaded.
    """

    start: str
    end: str
    kind: str
    share: float | None = 1.0
    confidence: int | None = None
    derived: bool = False


@once
def edges(kg: Graph) -> tuple[Edge, ...]:
    """Return every line between two nodes."""
    return (*_supply(kg), *_rights(kg), *_firms(kg), *_derived(kg))


def _supply(kg: Graph) -> Iterator[Edge]:
    for market in markets(kg).values():
        for h in market.holdings:
            known = h.row is not None and h.row.share is not None
            confidence = h.row.confidence if h.row else None
            share = h.share if known else None
            yield Edge(h.holder, market.tech_id, "PROVIDES", share, confidence)
    for r in kg.requires:
        yield Edge(r.input_id, r.tech_id, "REQUIRES", 1.0 if r.essential else 0.3, r.confidence)
    for v in kg.variants:
        yield Edge(v.variant_id, v.family_id, "VARIANT_OF", v.weight, v.confidence)
    for n in kg.relies_on:
        yield Edge(n.tech_id, n.need_id, "RELIES_ON", n.weight, n.confidence)


def _rights(kg: Graph) -> Iterator[Edge]:
    for h in kg.holds:
        yield Edge(h.holder_id, h.control_id, "HOLDS", h.share, h.confidence)
    for c in kg.control_points.values():
        yield Edge(c.control_id, c.tech_id, "GOVERNS", c.scope, c.confidence)


def _firms(kg: Graph) -> Iterator[Edge]:
    for o in kg.ownership:
        yield Edge(o.owner_id, o.owned_id, "OWNS", o.stake, o.confidence)
    for pair in dict.fromkeys((s.supplier_id, s.customer_id) for s in kg.supplies):
        rows = [s for s in kg.supplies if (s.supplier_id, s.customer_id) == pair]
        yield Edge(*pair, "SUPPLIES", 0.3, max(s.confidence for s in rows))
    for i in kg.investments.values():
        for firm_id in i.made_by:
            yield Edge(firm_id, i.investment_id, "MADE_BY", 0.3, i.confidence)
    targets: dict[tuple[str, str], list[float]] = {}
    for e in kg.effects:
        targets.setdefault((e.investment_id, e.target_id), []).append(e.mode)
    for (investment_id, target_id), gains in targets.items():
        yield Edge(investment_id, target_id, "TARGETS", max(gains), 1)


def _derived(kg: Graph) -> Iterator[Edge]:
    if not kg.needs:
        return
    for need_id, parts in index(kg).by_need.items():
        for country, part in parts.items():
            if part >= _LEAST and country != REST:
                yield Edge(country, need_id, "CONTROLS", part, derived=True)
