"""``explain``: why an investment ranks as it does, or why a technology or holder matters."""

from __future__ import annotations

import networkx as nx
import numpy as np

from graph.errors import RequestError
from graph.model import US, Graph
from graph.schema import ControlPoint, Investment, Need, Technology
from graph.words import word
from queries.answers.facts import COLUMNS, Facts, cite, format_value
from queries.answers.robustness import factor_en, factor_zh
from queries.answers.shift import because
from queries.answers.shift import sources as shift_sources
from queries.chokepoint import evidence
from queries.loss import HORIZON, Loss, denied_by, loss, losses, replaceable, substitution
from queries.market import markets
from queries.move import effects_of
from queries.output.result import Result
from queries.principles import (
    THRESHOLDS,
    base_of,
    need_of,
    node_of,
    relatedness,
    sought,
    taiwan_share,
    turning_points,
)
from queries.robustness import tornado
from queries.shift import Shift, shift

VERDICT = ("verdict", "判定")
TARGETS = ("targets", "標的")
RIGHTS = ("rights", "權利")
NEEDS = ("US needs", "美國需求")
FROM = ("comes from", "取自")
LEDGERS = ("ledgers", "帳冊")
PATHS = ("paths", "路徑")
NUMBERS = ("numbers used", "所用數字")
FLIP = ("would change it", "翻轉條件")

_SHOWN = 8


def answer(kg: Graph, text: str, *, horizon: float = HORIZON) -> Result:
    """
    Return why a node has the place it has.

    Raises
    ------
    NotFound
        If no node is called that.
    RequestError
        If nothing is computed of such a node.
    """
    found = kg.node(text)
    facts = Facts(kg, [])
    if isinstance(found, Investment):
        _investment(facts, found, horizon)
    elif isinstance(found, Technology):
        _technology(facts, found, horizon)
    elif isinstance(found, Need):
        _need(facts, found, horizon)
    elif isinstance(found, ControlPoint):
        raise RequestError(f"'{text}' is a control point; explain {found.tech_id}, or show it")
    else:
        _holder(facts, found.key[0], horizon)
    used = {str(r["sources"]) for r in facts.rows if r["sources"]}
    return Result(
        "explain",
        {"id": found.key[0], "horizon": horizon},
        COLUMNS,
        facts.rows,
        kg.version,
        cite(kg, used),
    )


def _investment(facts: Facts, investment: Investment, horizon: float) -> None:
    kg = facts.kg
    ranked = shift(kg, horizon=horizon)
    s = next(x for x in ranked if x.investment is investment)
    place = ranked.index(s) + 1
    verdict = "excluded" if s.excluded else f"candidate, rank {place} of {len(ranked)}"
    verdict_zh = "排除" if s.excluded else f"候選，第 {place} 名（共 {len(ranked)} 件）"
    facts.add(VERDICT, (verdict, verdict_zh), None, source=investment.source_id)
    for name in s.failing:
        en, zh = because(kg, s, name, horizon, THRESHOLDS)
        facts.add(VERDICT, (en, zh), None)
    facts.add(
        VERDICT, ("control-right forward shift", "控制權前移"), s.shift_pp,
        unit="pp of US need", low=s.shift_pp_low, high=s.shift_pp_high,
    )  # fmt: skip
    for name, least in THRESHOLDS.items():
        facts.add(
            VERDICT,
            (f"{word(name)} (least {least:.2f})", f"{word(name, 'zh')}（至少 {least:.2f}）"),
            float(getattr(s.principles, name)),
        )
    _targets(facts, s, horizon)
    _rights(facts, s)
    _spread(facts, s)
    _paths(facts, s)
    _numbers(facts, s)
    _flip(facts, s, horizon)


def _targets(facts: Facts, s: Shift, horizon: float) -> None:
    kg = facts.kg
    needs, base, soon = (
        need_of(kg, horizon=horizon),
        base_of(kg),
        replaceable(kg, horizon=horizon),
    )
    near = relatedness(kg)
    for tech_id, weight in sorted(sought(kg, s.investment).items(), key=lambda x: -x[1]):
        market = markets(kg)[tech_id]
        i = list(kg.technologies).index(tech_id)
        node = node_of(kg, s.investment, tech_id)
        foreign = sum(h.share for h in market.holdings if h.country != US)
        facts.add(
            TARGETS,
            (
                f"{kg.name(tech_id)}: P1 {needs[tech_id]:.2f} = foreign {foreign:.0%} x "
                f"{1 - soon[i]:.0%} not replaceable; P2 {base[tech_id]:.2f} = Taiwan "
                f"{taiwan_share(kg)[tech_id]:.0%}, relatedness {near[tech_id]:.2f}; "
                f"P3 {node:.2f}",
                f"{kg.name(tech_id, 'zh')}：P1 {needs[tech_id]:.2f} = 外國 {foreign:.0%} × "
                f"不可替代 {1 - soon[i]:.0%}；P2 {base[tech_id]:.2f} = 臺灣 "
                f"{taiwan_share(kg)[tech_id]:.0%}、關聯密度 {near[tech_id]:.2f}；P3 {node:.2f}",
            ),
            (f"weight {weight:.0%}", f"權重 {weight:.0%}"),
            confidence=evidence(kg, tech_id)[0],
            source=(evidence(kg, tech_id)[1] or (None,))[0],
        )


def _rights(facts: Facts, s: Shift) -> None:
    kg = facts.kg
    for m in s.moves:
        parts = [
            (m.from_open, "open", "未定"),
            (m.from_displaced, "displaced by new capacity", "新產能取代"),
            (m.from_partners, "partners", "夥伴"),
            (m.asked - m.gained, "out of reach", "無法取得"),
        ]
        en = ", ".join(f"{v:.1%} {name}" for v, name, _ in parts if v > 5e-4)
        zh = "、".join(f"{name} {v:.1%}" for v, _, name in parts if v > 5e-4)
        effect = next(
            (
                e
                for e in effects_of(kg, s.investment.investment_id)
                if e.target_id == m.tech_id and e.right == m.right.value
            ),
            None,
        )
        facts.add(
            RIGHTS,
            (
                f"{word(m.right.value)} over {kg.name(m.tech_id)}: {en}",
                f"{kg.name(m.tech_id, 'zh')}之{word(m.right.value, 'zh')}權：{zh}",
            ),
            m.gained,
            unit="fraction",
            confidence=effect.confidence if effect else None,
            year=effect.year if effect else None,
            source=effect.source_id if effect else None,
            note=effect.note if effect else None,
        )
    for right, value in s.by_right.items():
        if abs(value) > 5e-4:
            facts.add(
                RIGHTS,
                (f"shift by {word(right.value)} alone", f"僅{word(right.value, 'zh')}之前移"),
                value,
                unit="pp",
            )
    facts.add(RIGHTS, ("shift by interaction", "交互作用"), s.interaction, unit="pp")


def _spread(facts: Facts, s: Shift) -> None:
    kg = facts.kg
    w = dict(zip(kg.needs, _need_weights(kg), strict=True))
    moved = sorted(((v * w[n], n) for n, v in s.by_need.items()), reverse=True)
    for value, need_id in [x for x in moved if x[0] > 5e-4][:_SHOWN]:
        need = kg.needs[need_id]
        facts.add(
            NEEDS, (need.name_en, need.name_zh), value, unit="pp",
            year=need.year, confidence=need.confidence, source=need.source_id,
        )  # fmt: skip
    for country, value in sorted(s.from_holders.items(), key=lambda x: x[1])[:_SHOWN]:
        if value < -5e-4:
            name = (
                (word(country), word(country, "zh"))
                if country not in kg.countries
                else (kg.name(country), kg.name(country, "zh"))
            )
            facts.add(FROM, name, value, unit="pp")
    facts.add(FROM, ("what was open", "未定者"), s.from_open, unit="pp")
    facts.add(
        LEDGERS,
        ("1: Taiwan's control over US needs", "一、臺灣對美國需求之控制"),
        s.shift_pp,
        unit="pp",
    )
    facts.add(
        LEDGERS,
        ("2: US loss if all foreign holders withhold", "二、外國全面斷供之美國損失"),
        s.us_loss_change,
        unit="pp",
    )
    facts.add(
        LEDGERS,
        ("3: Taiwan's home leverage", "三、臺灣在地槓桿"),
        s.home_leverage_change,
        unit="pp",
    )


def _need_weights(kg: Graph) -> list[float]:
    from queries.loss import weights

    return list(map(float, weights(kg).share))


def _routes(kg: Graph) -> nx.DiGraph:
    """Return what goes into what, up to the needs."""
    g = nx.DiGraph()
    g.add_nodes_from((*kg.technologies, *kg.needs))
    g.add_edges_from((r.input_id, r.tech_id) for r in kg.requires)
    g.add_edges_from((v.variant_id, v.family_id) for v in kg.variants)
    g.add_edges_from((r.tech_id, r.need_id) for r in kg.relies_on)
    return g


def _paths(facts: Facts, s: Shift) -> None:
    kg, g = facts.kg, _routes(facts.kg)
    moved = [n for n, v in sorted(s.by_need.items(), key=lambda x: -x[1]) if v > 5e-4]
    for tech_id in sorted(sought(kg, s.investment)):
        shown = 0
        for need_id in moved:
            if shown < 3 and nx.has_path(g, tech_id, need_id):
                path = nx.shortest_path(g, tech_id, need_id)
                facts.add(
                    PATHS,
                    (
                        " → ".join(map(kg.name, path)),
                        " → ".join(kg.name(n, "zh") for n in path),
                    ),
                    None,
                )
                shown += 1


def _numbers(facts: Facts, s: Shift) -> None:
    kg = facts.kg
    for source_id in shift_sources(kg, s):
        source = kg.sources[source_id]
        facts.add(
            NUMBERS,
            (source.title, source.title),
            word(source.kind),
            year=source.year,
            source=source_id,
        )


def _flip(facts: Facts, s: Shift, horizon: float) -> None:
    """State the smallest change of each principle's inputs that turns it, target by target."""
    kg = facts.kg
    for turn in turning_points(kg, s.investment, horizon=horizon):
        name, zh = kg.name(turn.tech_id), kg.name(turn.tech_id, "zh")
        what, what_zh = _INPUTS[turn.what]
        unit = "months" if turn.what == "months" else "fraction"
        verb, verb_zh = ("fails", "不成立") if turn.holds else ("holds", "成立")
        now, then = (format_value(v, unit, None, None) for v in (turn.now, turn.then))
        now_zh, then_zh = (
            format_value(v, unit, None, None, "zh") for v in (turn.now, turn.then)
        )
        facts.add(
            FLIP,
            (
                f"{word(turn.principle)} {verb} if {what} {name} goes from {now} to {then}",
                f"若「{zh}」之{what_zh}由{now_zh}變為{then_zh}，{word(turn.principle, 'zh')}即{verb_zh}",
            ),
            None,
        )
    swings = tornado(kg, s.investment)
    if swings:
        top = swings[0]
        low, high = sorted((top.low, top.high))
        facts.add(
            FLIP,
            (
                f"assumption that matters most: {factor_en(kg, top.factor)}",
                f"影響最大之假設：{factor_zh(kg, top.factor)}",
            ),
            s.shift_pp,
            unit="pp of US need",
            low=low,
            high=high,
        )


_INPUTS = {
    "months": ("the time to substitute", "替代月數"),
    "foreign": ("the foreign share of", "外國占比"),
    "taiwan": ("Taiwan's share of", "臺灣占比"),
    "reach": ("the reachable part of the forward rights over", "可及之前端權利"),
}


def _add_losses(facts: Facts, found: Loss) -> None:
    for need_id, lost in sorted(found.by_need.items(), key=lambda x: -x[1])[:_SHOWN]:
        if lost > 0:
            need = facts.kg.needs[need_id]
            facts.add(
                NEEDS, (need.name_en, need.name_zh), lost, unit="fraction",
                year=need.year, confidence=need.confidence, source=need.source_id,
            )  # fmt: skip


def _technology(facts: Facts, tech: Technology, horizon: float) -> None:
    kg = facts.kg
    market = markets(kg)[tech.tech_id]
    i = list(kg.technologies).index(tech.tech_id)
    whole = np.zeros(len(kg.technologies))
    whole[i] = 1 - market.unattributed
    foreign = [c for c in market.countries if c != US][:3]
    columns = np.zeros((len(whole), len(foreign) + 1))
    columns[:, 0] = whole
    for j, country in enumerate(foreign, 1):
        columns[i, j] = market.of(country)
    found = losses(kg, columns, horizon=horizon)
    facts.add(
        VERDICT,
        ("exposure: all named providers withhold", "曝險：所有供應者斷供"),
        found[0].share,
        unit="fraction",
    )
    for j, country in enumerate(foreign, 1):
        facts.add(
            VERDICT,
            (f"leverage of {kg.name(country)} here", f"{kg.name(country, 'zh')}於此之槓桿"),
            found[j].share,
            unit="fraction",
        )
    months = substitution(kg)
    facts.add(
        VERDICT,
        ("time to substitute", "替代月數")
        if months.stated[i]
        else ("time to substitute, inferred", "替代月數（推估）"),
        float(months.months[i]),
        unit="months",
        source=(evidence(kg, tech.tech_id)[1] or (None,))[-1],
    )
    if foreign:
        at_risk = found[1].share * float(months.months[i]) / 12
        facts.add(VERDICT, ("need-years at risk", "受險需求年"), at_risk)
    _add_losses(facts, found[0])
    g = _routes(kg)
    for need_id, lost in sorted(found[0].by_need.items(), key=lambda x: -x[1])[:3]:
        if lost > 0 and nx.has_path(g, tech.tech_id, need_id):
            path = nx.shortest_path(g, tech.tech_id, need_id)
            facts.add(
                PATHS,
                (" → ".join(map(kg.name, path)), " → ".join(kg.name(n, "zh") for n in path)),
                None,
            )
    for h in market.holdings:
        row = h.row
        facts.add(
            NUMBERS,
            (kg.name(h.holder), kg.name(h.holder, "zh")),
            h.share,
            unit="fraction",
            low=h.low,
            high=h.high,
            year=row.year if row else None,
            confidence=row.confidence if row else None,
            source=row.source_id if row else None,
        )


def _need(facts: Facts, need: Need, horizon: float) -> None:
    """Show which countries and technologies could stop a need."""
    kg = facts.kg
    row = list(kg.needs).index(need.need_id)
    n = len(kg.technologies)
    stops = losses(kg, np.eye(n), horizon=horizon)
    order = sorted(range(n), key=lambda i: (-stops[i].by_need[need.need_id], i))
    assert row >= 0
    for i in order[:_SHOWN]:
        lost = stops[i].by_need[need.need_id]
        if lost > 0:
            tech_id = list(kg.technologies)[i]
            facts.add(
                TARGETS,
                (f"lost without {kg.name(tech_id)}", f"失去「{kg.name(tech_id, 'zh')}」之損失"),
                lost,
                unit="fraction",
                confidence=evidence(kg, tech_id)[0],
                source=(evidence(kg, tech_id)[1] or (None,))[0],
            )
    denials = np.stack([denied_by(kg, [(c, None)]) for c in kg.countries], axis=1)
    by_country = losses(kg, denials, horizon=horizon)
    pairs = sorted(
        (
            (x.by_need[need.need_id], c)
            for x, c in zip(by_country, kg.countries, strict=True)
            if c != US
        ),
        reverse=True,
    )
    for lost, country in pairs[:5]:
        if lost > 0:
            facts.add(
                FROM,
                (
                    f"lost if {kg.name(country)} withholds",
                    f"{kg.name(country, 'zh')}斷供之損失",
                ),
                lost,
                unit="fraction",
            )
    facts.numbers(NUMBERS, need)


def _holder(facts: Facts, holder: str, horizon: float) -> None:
    kg = facts.kg
    denied = denied_by(kg, [(holder, None)])
    if not denied.any():
        raise RequestError(f"'{holder}' provides nothing that is recorded; try show")
    found = loss(kg, denied, horizon=horizon)
    facts.add(
        VERDICT,
        (f"leverage, {horizon:g} months", f"槓桿（{horizon:g} 個月）"),
        found.share,
        unit="fraction",
    )
    facts.add(
        VERDICT,
        ("leverage, known demand", "槓桿（需求額已知）"),
        found.usd_bn,
        unit="US$ bn a year",
    )
    has = np.flatnonzero(denied)
    single = np.zeros((len(denied), len(has)))
    single[has, np.arange(len(has))] = denied[has]
    at = losses(kg, single, horizon=horizon)
    for n in sorted(range(len(has)), key=lambda n: (-at[n].share, n))[:_SHOWN]:
        tech_id = list(kg.technologies)[has[n]]
        facts.add(
            TARGETS,
            (
                f"at {kg.name(tech_id)}, share {denied[has[n]]:.0%}",
                f"於「{kg.name(tech_id, 'zh')}」，占比 {denied[has[n]]:.0%}",
            ),
            at[n].share,
            unit="fraction",
            confidence=evidence(kg, tech_id)[0],
            source=(evidence(kg, tech_id)[1] or (None,))[0],
        )
    _add_losses(facts, found)
