"""``shift``: candidate investments by control-right forward shift, and what is excluded."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graph.model import TAIWAN, US, Graph
from graph.schema import Instrument, Reach, Right
from graph.words import an, word
from queries.loss import HORIZON, replaceable
from queries.market import markets
from queries.move import effects_of, reach
from queries.output.result import Column, Result, Row
from queries.principles import (
    THRESHOLDS,
    base_of,
    need_of,
    needed,
    node_of,
    relatedness,
    sought,
    taiwan_share,
)
from queries.rights import FORWARD, POINT, RIGHTS, by_country
from queries.shift import Shift, shift

COLUMNS = (
    Column("rank", "#", "序", digits=0, only="candidate"),
    Column("investment_id", "id", "代號", brief=False),
    Column("name", "investment", "投資案"),
    Column("name_zh", "name (Chinese)", "中文名稱", brief=False),
    Column("direction", "direction", "方向", brief=False),
    Column("verdict", "verdict", "判定", brief=False),
    Column("p1_need", "P1", "P1", digits=2),
    Column("p2_base", "P2", "P2", digits=2),
    Column("p3_node", "P3", "P3", digits=2),
    Column("joint", "joint", "聯合", digits=2, brief=False),
    Column("shift_pp", "shift", "前移", digits=3),
    Column("shift_pp_low", "low", "低", digits=3, only="candidate"),
    Column("shift_pp_high", "high", "高", digits=3, only="candidate"),
    Column("shift_pp_per_usd_bn", "per bn", "每十億", digits=3, only="candidate"),
    *(
        Column(
            f"shift_{r.value}",
            f"shift: {r.value}",
            f"前移：{word(r.value, 'zh')}",
            "pp",
            3,
            brief=False,
        )
        for r in RIGHTS
    ),
    Column("shift_interaction", "shift: interaction", "前移：交互", "pp", 3, brief=False),
    Column("shift_usd_bn", "need newly decided", "新取得決策之需求", "US$ bn", 3, brief=False),
    Column(
        "us_loss_change_total",
        "US loss, total denial",
        "美國損失（全面斷供）",
        "pp",
        3,
        brief=False,
    ),
    Column(
        "home_leverage_change_total",
        "home leverage, total denial",
        "在臺槓桿（全面斷供）",
        "pp",
        3,
        brief=False,
    ),
    Column("us_loss_change", "US", "美國", digits=2, only="candidate"),
    Column("home_leverage_change", "home", "在臺", digits=2, only="candidate"),
    Column("credit_usd_bn", "credit", "信用額", digits=1, only="candidate"),
    Column("capital_usd_bn", "capital", "總資本", "US$ bn", digits=1, brief=False),
    Column("confidence", "confidence", "可信度", digits=0, brief=False),
    Column("reason", "why not", "排除理由", only="excluded"),
    Column("reason_zh", "reason (Chinese)", "中文理由", brief=False),
    Column("sources", "sources", "來源", brief=False),
)


def answer(
    kg: Graph,
    *,
    horizon: float = HORIZON,
    size: float = 1.0,
    thresholds: Mapping[str, float] = THRESHOLDS,
) -> Result:
    """Return the ranking of all candidate investments, the excluded ones with the reason."""
    found = shift(kg, horizon=horizon, size=size, thresholds=thresholds)
    rows = [row(kg, n, s, horizon, thresholds) for n, s in enumerate(found, 1)]
    least = ", ".join(f"{word(name)} ≥ {value:.2f}" for name, value in thresholds.items())
    least_zh = "、".join(f"{word(n, 'zh')} ≥ {v:.2f}" for n, v in thresholds.items())
    return Result(
        "shift",
        {"horizon": horizon, "size": size, **thresholds},
        COLUMNS,
        rows,
        kg.version,
        notes=(
            (
                "shift, pp: percentage points of US need over which Taiwan newly holds the "
                f"decision (control-right index, Shapley). Candidates need {least}; effects are "
                "assumptions, low and high their range; ask `controlshift explain ID` why. Needs of a "
                "direction count alike, whatever their size; shift_usd_bn (--format csv) weighs them.",
                "前移（pp）：臺灣新取得決策權之美國需求百分點（控制權指數，Shapley 值）。"
                f"候選須 {least_zh}；效果為假設，低、高為其範圍；`controlshift explain 代號` 說明緣由。"
                "同方向之需求不論大小等權；依美元加權者見 shift_usd_bn（--format csv）。",
            ),
            (
                "US, home: change, in pp of need, of what the US loses if all foreign holders, and "
                "if holders in Taiwan, withhold the targets; credit in US$ bn, per bn of it.",
                "美國、在臺：全部外國持有者、在臺持有者就標的斷供時，美國需求損失之變動（百分點）；信用額為十億美元。",
            ),
        ),
        sections="verdict",
    )


def row(kg: Graph, rank: int, s: Shift, horizon: float, thresholds: Mapping[str, float]) -> Row:
    """Return one investment as a row of the ranking."""
    i = s.investment
    reasons = [because(kg, s, name, horizon, thresholds) for name in s.failing]
    return {
        "rank": None if s.excluded else rank,
        "investment_id": i.investment_id,
        "name": i.name_en,
        "name_zh": i.name_zh,
        "direction": i.direction,
        "verdict": "excluded" if s.excluded else "candidate",
        "p1_need": s.principles.p1_need,
        "p2_base": s.principles.p2_base,
        "p3_node": s.principles.p3_node,
        "joint": s.principles.joint,
        "shift_pp": s.shift_pp,
        "shift_pp_low": s.shift_pp_low,
        "shift_pp_high": s.shift_pp_high,
        "shift_pp_per_usd_bn": s.per_usd_bn if s.credit_usd_bn else None,
        **{f"shift_{right.value}": s.by_right[right] for right in RIGHTS},
        "shift_interaction": s.interaction,
        "shift_usd_bn": s.shift_usd_bn,
        "us_loss_change_total": s.us_loss_change_total,
        "home_leverage_change_total": s.home_leverage_change_total,
        "us_loss_change": s.us_loss_change,
        "home_leverage_change": s.home_leverage_change,
        "credit_usd_bn": s.credit_usd_bn,
        "capital_usd_bn": s.capital_usd_bn,
        "confidence": min(
            [i.confidence, *(e.confidence for e in effects_of(kg, i.investment_id))]
        ),
        "reason": "; ".join(en for en, _ in reasons),
        "reason_zh": "；".join(zh for _, zh in reasons),
        "sources": ";".join(sources(kg, s)),
    }


def because(
    kg: Graph, s: Shift, name: str, horizon: float, thresholds: Mapping[str, float]
) -> tuple[str, str]:
    """Return in both languages why one principle fails, with the number behind it."""
    weight = sought(kg, s.investment)
    if not weight:
        return "it targets no technology", "未指向任何技術"
    tech_id = _weakest(kg, s, weight, name, horizon, thresholds)
    en, zh = kg.name(tech_id, "en"), kg.name(tech_id, "zh")
    if name == "no_right":
        held = _taiwan_forward(kg, tech_id)
        reached = any(reach(kg, s.investment, m.right) is not Reach.NONE for m in s.moves)
        if not reached:
            kind = Instrument(s.investment.instrument).value
            return (
                f"no right gained: {an(word(kind))} reaches none of the rights it asks for",
                f"未取得任何權利：{word(kind, 'zh')}無法取得所求之權利",
            )
        return (
            f"no right gained: Taiwan already holds {held:.0%} of the forward rights over {en}",
            f"未取得任何權利：臺灣已持有「{zh}」前端權利之 {held:.0%}",
        )
    if name == "not_decisive":
        gained = sum(m.gained for m in s.moves)
        return (
            f"not decisive: the rights gained ({gained:.2f} in all) decide nothing, for other "
            f"inputs of the same needs bind before {en}",
            f"不具決定性：所取得之權利（合計 {gained:.2f}）不影響結果，同一需求之其他投入較「{zh}」先成為瓶頸",
        )
    value, least = getattr(s.principles, name), thresholds[name]
    head = f"{word(name)} {value:.2f} < {least:.2f}"
    head_zh = f"{word(name, 'zh')} {value:.2f} < {least:.2f}"
    if name == "p1_need":
        row = list(kg.technologies).index(tech_id)
        soon = float(replaceable(kg, horizon=horizon)[row])
        if not needed(kg)[row]:
            return f"{head}: no US need rests on {en}", f"{head_zh}：無美國需求依賴「{zh}」"
        market = markets(kg)[tech_id]
        foreign = sum(h.share for h in market.holdings if h.country != US)
        home = f" (the US {market.of(US):.0%})" if market.of(US) else ""
        home_zh = f"（美國 {market.of(US):.0%}）" if market.of(US) else ""
        return (
            f"{head}: foreign providers have {foreign:.0%} of {en}{home}, and {soon:.0%} of any loss is "
            f"replaceable in {horizon:g} months",
            f"{head_zh}：外國占「{zh}」{foreign:.0%}{home_zh}，損失之 {soon:.0%} 可於 "
            f"{horizon:g} 個月內替代",
        )
    if name == "p2_base":
        near = relatedness(kg)[tech_id]
        nearer, nearer_zh = (
            (f"only {near:.2f} nearer", f"鄰近領域僅略優（{near:.2f}）")
            if near >= 0.005
            else ("no nearer", "鄰近領域亦無優勢")
        )
        return (
            f"{head}: Taiwan has {taiwan_share(kg)[tech_id]:.1%} of {en}, and it is {nearer} than "
            "Taiwan's average technology",
            f"{head_zh}：臺灣占「{zh}」{taiwan_share(kg)[tech_id]:.1%}，{nearer_zh}",
        )
    us = _forward(kg, tech_id, US)
    return (
        f"{head}: US holders have {us:.0%} of the forward rights over {en}, Taiwan "
        f"{_taiwan_forward(kg, tech_id):.0%}; {an(word(s.investment.instrument))} reaches the rest "
        "only in part",
        f"{head_zh}：「{zh}」之前端權利美方持有 {us:.0%}、臺灣 {_taiwan_forward(kg, tech_id):.0%}，"
        f"{word(s.investment.instrument, 'zh')}僅能取得其餘之一部分",
    )


def _weakest(
    kg: Graph,
    s: Shift,
    weight: Mapping[str, float],
    name: str,
    horizon: float,
    thresholds: Mapping[str, float],
) -> str:
    """Return the target that pulls a principle down most; of no principle, the weightiest."""
    if name not in thresholds:
        return max(weight, key=lambda t: (weight[t], t))
    value: dict[str, Callable[[str], float]] = {
        "p1_need": lambda t: need_of(kg, horizon=horizon)[t],
        "p2_base": lambda t: base_of(kg)[t],
        "p3_node": lambda t: node_of(kg, s.investment, t),
    }
    return max(weight, key=lambda t: (weight[t] * (thresholds[name] - value[name](t)), t))


def _forward(kg: Graph, tech_id: str, country: str) -> float:
    """Return a country's plain part of the forward rights over a technology."""
    i, c = list(kg.technologies).index(tech_id), list(kg.countries).index(country)
    held = by_country(kg, POINT)
    return float(sum(held[RIGHTS.index(Right(r)), i, c] for r in FORWARD) / len(FORWARD))


def _taiwan_forward(kg: Graph, tech_id: str) -> float:
    return _forward(kg, tech_id, TAIWAN)


def sources(kg: Graph, s: Shift) -> tuple[str, ...]:
    """Return the sources of an investment's numbers: its own, and its targets' shares."""
    names = [s.investment.source_id]
    names += [e.source_id for e in effects_of(kg, s.investment.investment_id)]
    for tech_id in sought(kg, s.investment):
        names += [h.row.source_id for h in markets(kg)[tech_id].holdings if h.row]
        names += [p.source_id for p in kg.control_points.values() if p.tech_id == tech_id]
        figure = kg.figure(kg.technologies[tech_id], "time_to_substitute_months")
        names += [figure.source.source_id] if figure else []
    return tuple(dict.fromkeys(names))
