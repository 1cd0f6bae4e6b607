"""``chokepoints``: technologies, firms or countries by what the US could be denied."""

from __future__ import annotations

from enum import StrEnum

from graph.model import Graph
from queries import chokepoint
from queries.loss import HORIZON, weights
from queries.output.result import Column, Result


class By(StrEnum):
    """What is ranked."""

    TECHNOLOGY = "technology"
    FIRM = "firm"
    COUNTRY = "country"


_MEASURES = {
    By.TECHNOLOGY: chokepoint.by_technology,
    By.FIRM: chokepoint.by_firm,
    By.COUNTRY: chokepoint.by_country,
}


def columns(by: By) -> tuple[Column, ...]:
    """Return the columns; a holder's row shows the technology at which it weighs most."""
    holder = by is not By.TECHNOLOGY
    return (
        Column("id", "id", "代號", brief=False),
        Column("name", by.value, {"technology": "技術", "firm": "企業", "country": "國家"}[by]),
        Column("name_zh", "name (Chinese)", "中文名稱", brief=False),
        Column("top_technology", "most at", "主要技術", brief=holder),
        Column("hhi_low", "HHI low", "HHI 低", digits=2, brief=False),
        Column("hhi_high", "HHI high", "HHI 高", digits=2, brief=False),
        Column("top_holder", "top holder", "最大持有", brief=not holder),
        Column("top_share", "share", "占比", "fraction", 0),
        Column("denier", "denier", "可斷供", brief=not holder),
        Column("us_share", "US", "美國", "fraction", 0, brief=not holder),
        Column("taiwan_share", "Taiwan", "臺灣", "fraction", 0, brief=not holder),
        Column(
            "exposure",
            "leverage" if holder else "exposure",
            "槓桿" if holder else "曝險",
            "fraction",
            1,
            brief=holder,
        ),
        Column("exposure_usd_bn", "exposure", "曝險", "US$ bn", 1, brief=False),
        Column("leverage", "leverage", "槓桿", "fraction", 1, brief=not holder),
        Column("leverage_usd_bn", "leverage", "槓桿", "US$ bn", 1, brief=False),
        Column("time_to_substitute_months", "months", "月數", digits=0),
        Column("time_basis", "months from", "月數依據", brief=False),
        Column("need_years_at_risk", "need-yrs", "需求年", digits=3),
        Column("usd_bn_years_at_risk", "US$ bn-yrs", "受險美元年", digits=1, brief=holder),
        Column("needs_stopped", "needs stopped", "中斷之需求", digits=0, brief=False),
        Column("sole_provider", "sole provider", "單一供應者", brief=False),
        Column("confidence", "conf.", "可信度", digits=0),
        Column("sources", "sources", "來源", brief=False),
    )


def answer(kg: Graph, *, by: By = By.TECHNOLOGY, horizon: float = HORIZON) -> Result:
    """Return the chokepoints of US needs, most need-years at risk first."""
    rows = [
        {
            "id": c.id,
            "name": kg.name(c.id),
            "name_zh": kg.name(c.id, "zh"),
            "top_technology": c.top_technology,
            "hhi_low": c.hhi[0],
            "hhi_high": c.hhi[1],
            "top_holder": c.top_holder,
            "top_share": c.top_share,
            "denier": c.denier,
            "us_share": c.us_share,
            "taiwan_share": c.taiwan_share,
            "exposure": c.exposure,
            "exposure_usd_bn": c.exposure_usd_bn,
            "leverage": c.leverage,
            "leverage_usd_bn": c.leverage_usd_bn,
            "time_to_substitute_months": c.months,
            "time_basis": "stated" if c.months_stated else "inferred",
            "need_years_at_risk": c.need_years_at_risk,
            "usd_bn_years_at_risk": c.usd_bn_years_at_risk,
            "needs_stopped": c.needs_stopped,
            "sole_provider": c.sole_provider,
            "confidence": c.confidence,
            "sources": ";".join(c.sources),
        }
        for c in _MEASURES[by](kg, horizon=horizon)
    ]
    return Result(
        "chokepoints",
        {"by": by.value, "horizon": horizon},
        columns(by),
        rows,
        kg.version,
        notes=(
            (
                "exposure: US need lost if all named providers withhold; leverage: if the one "
                f"country (or this holder) does, for {horizon:g} months; need-years = leverage x "
                "months to substitute / 12.",
                f"曝險：所有具名供應者斷供時之美國需求損失；槓桿：單一國家（或該持有者）斷供 {horizon:g} 個月之損失；"
                "受險需求年 = 槓桿 × 替代月數 ÷ 12。",
            ),
            usd_coverage(kg),
        ),
    )


def usd_coverage(kg: Graph) -> tuple[str, str]:
    """Return the sentence that must stand beside every sum in US dollars."""
    w = weights(kg)
    known, total = int(w.known_usd.sum()), len(w.needs)
    bn = float(w.usd_bn[w.known_usd].sum())
    return (
        f"shares count all {total} needs, each direction alike; US$ figures cover the {known} "
        f"needs whose demand is known (US$ {bn:,.0f} bn a year).",
        f"占比涵蓋全部 {total} 項需求，各方向等權；美元數字僅涵蓋需求額已知之 {known} 項"
        f"（每年 {bn * 10:,.0f} 億美元）。",
    )
