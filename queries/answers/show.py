"""``show``: one node, what it is and has, and every number with its source."""

from __future__ import annotations

from graph.model import Graph
from graph.schema import ControlPoint, Investment, Need, Technology
from graph.words import both, word
from queries.answers.facts import (
    COLUMNS,
    IS,
    MEASURES,
    Facts,
    add_share,
    cite,
    listed,
    names,
    right_over,
)
from queries.answers.holder import holder
from queries.chokepoint import concentration, country_concentration
from queries.control import index
from queries.loss import substitution
from queries.market import markets
from queries.output.result import Result
from queries.rights import POINT, RIGHTS, by_country
from queries.structure import dominators

PROVIDERS = ("provided by", "供應者")
NEEDS = ("requires", "需要")
USED = ("required by", "用於")
RIGHTS_OVER = ("rights over it", "權利歸屬")
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
        both(type(found).__name__),
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
        holder(facts, found)
    used = {str(r["sources"]) for r in facts.rows if r["sources"]}
    return Result("show", {"id": record_id}, COLUMNS, facts.rows, kg.version, cite(kg, used))


def _technology(facts: Facts, tech: Technology) -> None:
    kg, tech_id = facts.kg, tech.tech_id
    facts.add(
        IS,
        ("kind, stage", "類別、階段"),
        (
            f"{word(tech.kind)}, {word(tech.stage)}",
            f"{word(tech.kind, 'zh')}、{word(tech.stage, 'zh')}",
        ),
    )
    figure = kg.figure(tech, "time_to_substitute_months")
    facts.figure(IS, ("time to substitute", "替代月數"), figure, "months")
    market = markets(kg)[tech_id]
    for h in market.holdings:
        add_share(facts, PROVIDERS, names(kg, h.holder), h)
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
        facts.add(MEASURES, ("every route passes it", "必經環節"), listed(kg, passed))


def _inputs(facts: Facts, tech_id: str) -> None:
    kg = facts.kg
    for r in kg.requires:
        if tech_id not in (r.tech_id, r.input_id):
            continue
        part, other = (NEEDS, r.input_id) if r.tech_id == tech_id else (USED, r.tech_id)
        value, value_zh = ("essential", "必要") if r.essential else ("not essential", "非必要")
        if r.cost_share is not None:
            value += f", {r.cost_share:.0%} of cost"
            value_zh += f"，占成本 {r.cost_share:.0%}"
        facts.add(
            part,
            names(kg, other),
            (value, value_zh),
            year=r.year,
            confidence=r.confidence,
            source=r.source_id,
            note=r.note,
        )
    for v in kg.variants:
        if tech_id == v.family_id:
            facts.add(
                NEEDS,
                names(kg, v.variant_id),
                (f"variant, {v.weight:.0%} of the family", f"變體，占同族 {v.weight:.0%}"),
                year=v.year,
                confidence=v.confidence,
                source=v.source_id,
            )
    for n in kg.relies_on:
        if tech_id == n.tech_id:
            facts.add(
                USED,
                names(kg, n.need_id),
                (f"US need, weight {n.weight:g}", f"美國需求，權重 {n.weight:g}"),
                year=n.year,
                confidence=n.confidence,
                source=n.source_id,
            )


def _rights(facts: Facts, tech_id: str) -> None:
    kg = facts.kg
    for p in kg.control_points.values():
        if p.tech_id == tech_id:
            ids = [h.holder_id for h in kg.holds if h.control_id == p.control_id]
            held_by, held_by_zh = listed(kg, ids)
            scope = "" if p.scope is None else f", scope {p.scope:.0%}"
            scope_zh = "" if p.scope is None else f"，涵蓋 {p.scope:.0%}"
            facts.add(
                RIGHTS_OVER,
                (p.name_en, p.name_zh),
                (
                    f"{p.right}: {held_by}{scope}",
                    f"{word(p.right, 'zh')}：{held_by_zh}{scope_zh}",
                ),
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
            text or both("open"),
        )


def _need(facts: Facts, need: Need) -> None:
    kg = facts.kg
    basis = need.policy_basis, need.policy_basis_zh or need.policy_basis
    facts.add(IS, ("policy basis", "政策依據"), basis, source=need.source_id)
    for name, unit in (
        ("us_demand_usd_bn", "US$ bn a year"),
        ("us_domestic_share", "fraction"),
        ("net_import_reliance", "fraction"),
        ("taiwan_share", "fraction"),
    ):
        facts.figure(IS, both(name), kg.figure(need, name), unit)
    for r in kg.relies_on:
        if r.need_id == need.need_id:
            facts.add(
                NEEDS,
                names(kg, r.tech_id),
                (f"weight {r.weight:g}", f"權重 {r.weight:g}"),
                year=r.year,
                confidence=r.confidence,
                source=r.source_id,
            )
    chain = dominators(kg)[need.need_id]
    facts.add(
        MEASURES,
        ("every route passes", "必經環節"),
        listed(kg, chain) if chain else ("nothing", "無"),
    )
    rank = index(kg)
    for country, part in sorted(rank.by_need[need.need_id].items(), key=lambda x: -x[1])[:5]:
        if part > 0.005:
            en, zh = names(kg, country) if country in kg.countries else both(country)
            facts.add(
                MEASURES,
                (f"control index: {en}", f"控制權指數：{zh}"),
                part,
                unit="fraction",
            )


def _control_point(facts: Facts, point: ControlPoint) -> None:
    kg = facts.kg
    facts.add(IS, ("right over", "權利標的"), right_over(kg, point))
    facts.figure(IS, ("scope", "涵蓋範圍"), kg.figure(point, "scope"), "fraction")
    for name in ("valid_from", "valid_to"):
        if getattr(point, name):
            facts.add(IS, both(name), getattr(point, name), source=point.source_id)
    for h in kg.holds:
        if h.control_id == point.control_id:
            facts.add(
                ("held by", "持有者"),
                names(kg, h.holder_id),
                h.share if h.share is not None else ("unknown part", "比例不明"),
                unit="fraction",
                year=h.year,
                confidence=h.confidence,
                source=h.source_id,
            )


def _investment(facts: Facts, investment: Investment) -> None:
    kg, own = facts.kg, investment.investment_id
    facts.add(IS, ("instrument", "工具"), both(investment.instrument))
    facts.add(IS, ("made by", "投資人"), listed(kg, investment.made_by))
    if investment.partners:
        facts.add(IS, ("partners", "夥伴"), listed(kg, investment.partners))
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
