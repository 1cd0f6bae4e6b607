"""Why an investment ranks as it does."""

from __future__ import annotations

from graph.model import US
from graph.schema import Investment
from graph.words import word
from queries.answers.explain.parts import (
    FLIP,
    FROM,
    LEDGERS,
    NEEDS,
    NUMBERS,
    RIGHTS,
    SHOWN,
    TARGETS,
    VERDICT,
    add_path,
)
from queries.answers.facts import Facts, format_value
from queries.answers.robustness import factor_en, factor_zh
from queries.answers.shift import because
from queries.answers.shift import sources as shift_sources
from queries.chokepoint import evidence
from queries.loss import replaceable, weights
from queries.market import markets
from queries.move import effects_of
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


def investment(facts: Facts, found: Investment, horizon: float) -> None:
    """Tell why an investment ranks where it does, and what would change that."""
    kg = facts.kg
    ranked = shift(kg, horizon=horizon)
    s = next(x for x in ranked if x.investment is found)
    place = ranked.index(s) + 1
    verdict = "excluded" if s.excluded else f"candidate, rank {place} of {len(ranked)}"
    verdict_zh = "排除" if s.excluded else f"候選，第 {place} 名（共 {len(ranked)} 件）"
    facts.add(VERDICT, (verdict, verdict_zh), None, source=found.source_id)
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
    w = dict(zip(kg.needs, weights(kg).share, strict=True))
    moved = sorted(((v * w[n], n) for n, v in s.by_need.items()), reverse=True)
    for value, need_id in [x for x in moved if x[0] > 5e-4][:SHOWN]:
        need = kg.needs[need_id]
        facts.add(
            NEEDS, (need.name_en, need.name_zh), value, unit="pp",
            year=need.year, confidence=need.confidence, source=need.source_id,
        )  # fmt: skip
    for country, value in sorted(s.from_holders.items(), key=lambda x: x[1])[:SHOWN]:
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


def _paths(facts: Facts, s: Shift) -> None:
    moved = [n for n, v in sorted(s.by_need.items(), key=lambda x: -x[1]) if v > 5e-4]
    for tech_id in sorted(sought(facts.kg, s.investment)):
        shown = 0
        for need_id in moved:
            if shown < 3:
                shown += add_path(facts, tech_id, need_id)


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
