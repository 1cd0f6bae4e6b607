"""The columns of the picture, from materials to US needs, and who stands in which."""

from __future__ import annotations

from collections import Counter, defaultdict

from graph.model import Graph, once
from graph.schema import ControlPoint, Country, Firm, Investment, Need, Stage, Technology
from queries.market import markets
from queries.pages.view.edges import edges

# Neighbouring stages share a column, so that no column is nearly empty.
STAGES: tuple[tuple[tuple[Stage, ...], tuple[str, str]], ...] = (
    ((Stage.RAW, Stage.MATERIAL), ("Materials", "材料")),
    ((Stage.EQUIPMENT,), ("Equipment", "設備")),
    ((Stage.DESIGN, Stage.FABRICATION), ("Design and fabrication", "設計與製造")),
    ((Stage.COMPONENT,), ("Components", "零組件")),
    ((Stage.PACKAGING, Stage.SUBSYSTEM, Stage.SYSTEM), ("Packaging and systems", "封裝與系統")),
    ((Stage.SERVICE, Stage.GOVERNANCE), ("Services and rules", "服務與規範")),
)
_NEEDS = len(STAGES)
# Each stage has three columns: who provides, what is decided there, and the technologies.
_FIRMS, _RIGHTS, _MAIN, _STEP = 0, 1, 2, 3
COUNTRIES, MAKERS, MADE = -1, -3, -2
"""Columns left of all stages: countries; and of an investment, who makes it and itself."""

Title = tuple[str, str]


def titles() -> dict[int, tuple[Title, Title | None]]:
    """Return of every column the title of its stage, and what of that stage it holds."""
    found: dict[int, tuple[Title, Title | None]] = {
        MAKERS: (("Firms", "企業"), None),
        MADE: (("Investment", "投資案"), None),
        COUNTRIES: (("Countries", "國家"), None),
    }
    for n, (_, title) in enumerate(STAGES):
        found[_STEP * n + _FIRMS] = (title, ("firms", "企業"))
        found[_STEP * n + _RIGHTS] = (title, ("rights", "權利"))
        found[_STEP * n + _MAIN] = (title, None)
    found[_STEP * _NEEDS + _MAIN] = (("US needs", "美國需求"), None)
    return found


@once
def levels(kg: Graph) -> dict[str, int]:
    """Return the column of every node: of a firm, that before what it mostly has to do with."""
    stage = {s: n for n, (stages, _) in enumerate(STAGES) for s in stages}
    at = {t.tech_id: stage[t.stage] for t in kg.technologies.values()}
    found: dict[str, int] = {}
    near = _linked(kg)
    for record_id, node in kg.nodes.items():
        if isinstance(node, Need):
            found[record_id] = _STEP * _NEEDS + _MAIN
        elif isinstance(node, Technology):
            found[record_id] = _STEP * at[record_id] + _MAIN
        elif isinstance(node, Country):
            found[record_id] = COUNTRIES
        elif isinstance(node, ControlPoint):
            found[record_id] = _STEP * at[node.tech_id] + _RIGHTS
        else:
            column = _FIRMS if isinstance(node, Firm) else _RIGHTS
            found[record_id] = _STEP * _main(near[record_id], at) + column
    return found


def _linked(kg: Graph) -> dict[str, list[str]]:
    """Return the technologies that firms and investments have to do with, closest first."""
    near: dict[str, list[str]] = defaultdict(list)
    for edge in sorted(edges(kg), key=lambda e: -(e.share or 0)):
        if edge.kind in ("PROVIDES", "TARGETS"):
            near[edge.start].append(edge.end)
        elif edge.kind == "HOLDS":
            near[edge.start].append(kg.control_points[edge.end].tech_id)
    for s in kg.supplies:
        near[s.supplier_id].append(s.tech_id)
    buyers = {s.customer_id for s in kg.supplies} - set(near)
    for s in kg.supplies:
        if s.customer_id in buyers:
            near[s.customer_id].append(s.tech_id)
    return near


def _main(near: list[str], at: dict[str, int]) -> int:
    """Return the stage named most often; of equals, that of the closest technology."""
    named = [at[t] for t in near if t in at]
    counts = Counter(named)
    return max(counts, key=lambda n: (counts[n], -named.index(n))) if named else 0


@once
def homes(kg: Graph) -> dict[str, str]:
    """
    Return the country whose colour a node has; those of no country are not named.

    A technology has that of the largest share, a control point that of its main holder, and an
    investment Taiwan's; a US need has none.
    """
    found: dict[str, str] = {}
    for tech_id, market in markets(kg).items():
        top = next(iter(market.countries.items()), ("", 0.0))
        if top[1] > 0:
            found[tech_id] = top[0]
    found.update((f.firm_id, f.country) for f in kg.firms.values())
    found.update((iso3, iso3) for iso3 in kg.countries)
    for h in sorted(kg.holds, key=lambda h: (-(h.share or 0.0), h.holder_id)):
        firm = kg.firms.get(h.holder_id)
        found.setdefault(h.control_id, firm.country if firm else h.holder_id)
    for i in kg.investments.values():
        found[i.investment_id] = _maker(kg, i)
    return found


def _maker(kg: Graph, investment: Investment) -> str:
    firm = kg.firms.get(investment.made_by[0]) if investment.made_by else None
    return firm.country if firm else ""
