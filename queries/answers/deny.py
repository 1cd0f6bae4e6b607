"""``deny``: what the US loses, need by need, when these holders withhold."""

from __future__ import annotations

from collections.abc import Sequence

from graph.errors import RequestError
from graph.model import Graph
from queries.answers.chokepoints import usd_coverage
from queries.loss import HORIZON, denied_by, loss, parse_pairs
from queries.output.result import Column, Result, Value

COLUMNS = (
    Column("need_id", "id", "代號", brief=False),
    Column("name", "US need", "美國需求"),
    Column("name_zh", "name (Chinese)", "中文名稱", brief=False),
    Column("direction", "direction", "方向"),
    Column("loss", "lost", "損失", "fraction", 1),
    Column("us_demand_usd_bn", "demand", "需求額", "US$ bn", 2),
    Column("loss_usd_bn", "lost", "損失", "US$ bn", 2),
    Column("confidence", "conf.", "可信度", digits=0),
    Column("sources", "sources", "來源", brief=False),
)


def answer(kg: Graph, holders: Sequence[str], *, horizon: float = HORIZON) -> Result:
    """
    Return the loss by need, the greatest first.

    Raises
    ------
    NotFound
        If a holder or technology is not known.
    RequestError
        If nobody is named, or those named provide nothing.
    """
    if not holders:
        raise RequestError("nobody is denied: name a firm or a country, or HOLDER:TECHNOLOGY")
    pairs = parse_pairs(kg, holders)
    denied = denied_by(kg, pairs)
    if not denied.any():
        raise RequestError(f"{', '.join(holders)}: provides nothing that is recorded")
    found = loss(kg, denied, horizon=horizon)
    rows: list[dict[str, Value]] = []
    for need_id, lost in found.by_need.items():
        need = kg.needs[need_id]
        demand = kg.figure(need, "us_demand_usd_bn")
        sources = [need.source_id] + ([demand.source.source_id] if demand else [])
        rows.append(
            {
                "need_id": need_id,
                "name": need.name_en,
                "name_zh": need.name_zh,
                "direction": need.direction,
                "loss": lost,
                "us_demand_usd_bn": need.us_demand_usd_bn,
                "loss_usd_bn": lost * demand.value if demand else None,
                "confidence": need.confidence,
                "sources": ";".join(dict.fromkeys(sources)),
            }
        )
    rows.sort(key=lambda r: (-float(r["loss"] or 0), str(r["need_id"])))
    named = ", ".join(h if t is None else f"{h}:{t}" for h, t in pairs)
    return Result(
        "deny",
        {"holders": named, "horizon": horizon},
        COLUMNS,
        [r for r in rows if r["loss"]],
        kg.version,
        notes=(
            (
                f"{named} withheld for {horizon:g} months: {found.share:.1%} of US need lost, "
                f"US$ {found.usd_bn:,.1f} bn a year where demand is known.",
                f"{named} 斷供 {horizon:g} 個月：美國需求損失 {found.share:.1%}，"
                f"已知需求部分每年 {found.usd_bn * 10:,.1f} 億美元。",
            ),
            usd_coverage(kg),
        ),
    )
