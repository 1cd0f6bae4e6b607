"""``show``: one node, what it is and has, and every number with its source."""

from __future__ import annotations

from graph.model import Graph
from graph.schema import ControlPoint, Country, Firm, Investment, Need, Provides, Technology
from graph.words import word
from queries.answers.facts import COLUMNS, Facts, cite
from queries.chokepoint import concentration, country_concentration
from queries.control import index
from queries.loss import HORIZON, denied_by, loss, substitution
from queries.market import Holding, markets
from queries.result import Result
from queries.rights import POINT, RIGHTS, by_country
from queries.structure import dominators

IS = ("is", "概況")
PROVIDES = ("provides", "供應")
PROVIDERS = ("provided by", "供應者")
NEEDS = ("requires", "需要")
USED = ("required by", "用於")
HOLDS = ("holds", "持有權利")
RIGHTS_OVER = ("rights over it", "權利歸屬")
OWNS = ("owns", "持股")
OWNED = ("owned by", "股東")
TRADE = ("supplies", "供貨")
MEASURES = ("measures", "指標")
EFFECTS = ("effects", "效果")
TRANCHES = ("tranches", "分期")


def answer(kg: Graph, text: str) -> Result:
    """
    Return everything that is known of one node.

    Raises
    ------
    NotFound
        If no node is called that.
    """
    found = kg.node(text)
    facts = Facts(kg, [])
    record_id = found.key[0]
    facts.add(
        IS,
        (found.name_en, found.name_zh),
        word(type(found).__name__),
        source=getattr(found, "source_id", None),
    )
    if isinstance(found, Technology):
        _technology(facts, found)
    elif isinstance(found, Need):
        _need(facts, found)
    elif isinstance(found, ControlPoint):
        _control_point(facts, found)
    elif isinstance(found, Investment):
        _investment(facts, found)
    else:
        _holder(facts, found)
    used = {str(r["sources"]) for r in facts.rows if r["sources"]}
    return Result("show", {"id": record_id}, COLUMNS, facts.rows, kg.version, cite(kg, used))


def _names(kg: Graph, record_id: str) -> tuple[str, str]:
    return kg.name(record_id), kg.name(record_id, "zh")


def _share(facts: Facts, part: tuple[str, str], name: tuple[str, str], h: Holding) -> None:
    row = h.row
    facts.add(
        part,
        name,
        h.share,
        unit="fraction",
        low=h.low,
        high=h.high,
        year=row.year if row else None,
        confidence=row.confidence if row else None,
        source=row.source_id if row else None,
        note=_base(row) if row else None,
    )


def _base(row: Provides) -> str:
    base = f"{row.metric}, {row.market}"
    return f"{base}; {row.note}" if row.note else base


def _technology(facts: Facts, tech: Technology) -> None:
    kg, tech_id = facts.kg, tech.tech_id
    facts.add(IS, ("kind, stage", "類別、階段"), f"{tech.kind}, {tech.stage}")
    figure = kg.figure(tech, "time_to_substitute_months")
    facts.figure(IS, ("time to substitute", "替代月數"), figure, "months")
    market = markets(kg)[tech_id]
    for h in market.holdings:
        _share(facts, PROVIDERS, _names(kg, h.holder), h)
    facts.add(PROVIDERS, ("unattributed", "未歸屬"), market.unattributed, unit="fraction")
    _inputs(facts, tech_id)
    _rights(facts, tech_id)
    row = list(kg.technologies).index(tech_id)
    low, high = concentration(market)
    facts.add(MEASURES, ("HHI by firm", "HHI（企業）"), low, low=low, high=high)
    low, high = country_concentration(market)
    facts.add(MEASURES, ("HHI by country", "HHI（國家）"), low, low=low, high=high)
    if not substitution(kg).stated[row]:
        months = float(substitution(kg).months[row])
        facts.add(
            MEASURES,
            ("time to substitute, inferred", "替代月數（推估）"),
            months,
            unit="months",
        )
    passed = [n for n, chain in dominators(kg).items() if tech_id in chain]
    if passed:
        facts.add(MEASURES, ("every route passes it", "必經環節"), ", ".join(passed))


def _inputs(facts: Facts, tech_id: str) -> None:
    kg = facts.kg
    for r in kg.requires:
        if tech_id not in (r.tech_id, r.input_id):
            continue
        part, other = (NEEDS, r.input_id) if r.tech_id == tech_id else (USED, r.tech_id)
        value = "essential" if r.essential else "not essential"
        if r.cost_share is not None:
            value += f", {r.cost_share:.0%} of cost"
        facts.add(
            part,
            _names(kg, other),
            value,
            year=r.year,
            confidence=r.confidence,
            source=r.source_id,
            note=r.note,
        )
    for v in kg.variants:
        if tech_id == v.family_id:
            facts.add(
                NEEDS,
                _names(kg, v.variant_id),
                f"variant, {v.weight:.0%} of the family",
                year=v.year,
                confidence=v.confidence,
                source=v.source_id,
            )
    for n in kg.relies_on:
        if tech_id == n.tech_id:
            facts.add(
                USED,
                _names(kg, n.need_id),
                f"US need, weight {n.weight:g}",
                year=n.year,
                confidence=n.confidence,
                source=n.source_id,
            )


def _rights(facts: Facts, tech_id: str) -> None:
    kg = facts.kg
    for p in kg.control_points.values():
        if p.tech_id == tech_id:
            holders = ", ".join(
                kg.name(h.holder_id) for h in kg.holds if h.control_id == p.control_id
            )
            scope = "" if p.scope is None else f", scope {p.scope:.0%}"
            facts.add(
                RIGHTS_OVER,
                (p.name_en, p.name_zh),
                f"{p.right}: {holders}{scope}",
                year=p.year,
                confidence=p.confidence,
                source=p.source_id,
                note=p.note,
            )
    i = list(kg.technologies).index(tech_id)
    held = by_country(kg, POINT)[:, i]
    for k, right in enumerate(RIGHTS):
        parts = sorted(zip(held[k], kg.countries, strict=True), reverse=True)
        text = ", ".join(f"{c} {s:.0%}" for s, c in parts[:4] if s > 0.005)
        facts.add(
            RIGHTS_OVER,
            (f"{right} (derived)", f"{word(right.value, 'zh')}（推導）"),
            text or "open",
        )


def _need(facts: Facts, need: Need) -> None:
    kg = facts.kg
    facts.add(IS, ("policy basis", "政策依據"), need.policy_basis, source=need.source_id)
    for name, unit in (
        ("us_demand_usd_bn", "US$ bn a year"),
        ("us_domestic_share", "fraction"),
        ("net_import_reliance", "fraction"),
        ("taiwan_share", "fraction"),
    ):
        facts.figure(IS, (name.replace("_", " "), name), kg.figure(need, name), unit)
    for r in kg.relies_on:
        if r.need_id == need.need_id:
            facts.add(
                NEEDS,
                _names(kg, r.tech_id),
                f"weight {r.weight:g}",
                year=r.year,
                confidence=r.confidence,
                source=r.source_id,
            )
    chain = dominators(kg)[need.need_id]
    facts.add(MEASURES, ("every route passes", "必經環節"), ", ".join(chain) or "nothing")
    rank = index(kg)
    for country, part in sorted(rank.by_need[need.need_id].items(), key=lambda x: -x[1])[:5]:
        if part > 0.005:
            facts.add(
                MEASURES,
                (f"control index: {country}", f"控制權指數：{country}"),
                part,
                unit="fraction",
            )


def _control_point(facts: Facts, point: ControlPoint) -> None:
    kg = facts.kg
    facts.add(IS, ("right over", "權利標的"), f"{point.right}: {kg.name(point.tech_id)}")
    facts.figure(IS, ("scope", "涵蓋範圍"), kg.figure(point, "scope"), "fraction")
    for name in ("valid_from", "valid_to"):
        if getattr(point, name):
            facts.add(
                IS, (name.replace("_", " "), name), getattr(point, name), source=point.source_id
            )
    for h in kg.holds:
        if h.control_id == point.control_id:
            facts.add(
                ("held by", "持有者"),
                _names(kg, h.holder_id),
                h.share if h.share is not None else "unknown part",
                unit="fraction",
                year=h.year,
                confidence=h.confidence,
                source=h.source_id,
            )


def _investment(facts: Facts, investment: Investment) -> None:
    kg, own = facts.kg, investment.investment_id
    facts.add(IS, ("instrument", "工具"), word(investment.instrument))
    facts.add(IS, ("made by", "投資人"), ", ".join(map(kg.name, investment.made_by)))
    if investment.partners:
        facts.add(IS, ("partners", "夥伴"), ", ".join(map(kg.name, investment.partners)))
    facts.numbers(IS, investment)
    project = kg.projects.get(investment.project_id or "")
    if project:
        facts.add(
            IS,
            ("real project behind it", "所本之實際計畫"),
            f"{kg.name(project.firm_id)}, {project.location}: {project.status}",
            year=project.year,
            confidence=project.confidence,
            source=project.source_id,
            note=project.capacity_note,
        )
    for e in kg.effects:
        if e.investment_id == own:
            facts.add(
                EFFECTS,
                (
                    f"{word(e.right)}: {kg.name(e.target_id)}",
                    f"{word(e.right, 'zh')}：{kg.name(e.target_id, 'zh')}",
                ),
                e.mode,
                unit="fraction",
                low=e.low,
                high=e.high,
                year=e.year,
                confidence=e.confidence,
                source=e.source_id,
                note=e.note,
            )
    for t in kg.tranches:
        if t.investment_id == own:
            facts.add(
                TRANCHES,
                (f"{t.tranche}: {t.gate_en}", f"{t.tranche}：{t.gate_zh}"),
                t.share,
                unit="fraction",
                source=t.source_id,
            )


def _holder(facts: Facts, holder: Firm | Country) -> None:
    kg, own = facts.kg, holder.key[0]
    if isinstance(holder, Firm):
        facts.add(IS, ("at home in", "所在國"), kg.name(holder.country))
        facts.add(IS, ("role", "角色"), holder.role, source=holder.source_id)
        if holder.ticker:
            facts.add(IS, ("ticker", "股票代號"), holder.ticker)
    for market in markets(kg).values():
        for h in market.holdings:
            if h.holder == own:
                _share(facts, PROVIDES, _names(kg, market.tech_id), h)
    for hold in kg.holds:
        if hold.holder_id == own:
            point = kg.control_points[hold.control_id]
            facts.add(
                HOLDS,
                (point.name_en, point.name_zh),
                f"{point.right}: {kg.name(point.tech_id)}",
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
                kg.name(s.tech_id),
                year=s.year,
                confidence=s.confidence,
                source=s.source_id,
                note=s.note,
            )
    denied = denied_by(kg, [(own, None)])
    if denied.any():
        lost = loss(kg, denied)
        facts.add(
            MEASURES,
            (f"leverage, {HORIZON:g} months", f"槓桿（{HORIZON:g} 個月）"),
            lost.share,
            unit="fraction",
        )
        facts.add(
            MEASURES,
            ("leverage, known demand", "槓桿（需求額已知）"),
            lost.usd_bn,
            unit="US$ bn a year",
        )


def _ownership(facts: Facts, own: str) -> None:
    kg = facts.kg
    for o in kg.ownership:
        if own not in (o.owner_id, o.owned_id):
            continue
        part, other = (OWNS, o.owned_id) if o.owner_id == own else (OWNED, o.owner_id)
        facts.add(
            part,
            _names(kg, other),
            "unknown stake" if o.stake is None else o.stake,
            unit="fraction",
            year=o.year,
            confidence=o.confidence,
            source=o.source_id,
            note=o.note,
        )
