"""``power``: who is indispensable to US needs, by Shapley value and Banzhaf index."""

from __future__ import annotations

from graph.model import Graph
from graph.words import word
from queries.control import REST
from queries.output.result import Column, Result
from queries.power import country_power, firm_power

COLUMNS = (
    Column("player", "id", "代號", brief=False),
    Column("name", "player", "參與者"),
    Column("name_zh", "name (Chinese)", "中文名稱", brief=False),
    Column("shapley", "Shapley", "Shapley 值", "fraction", 2),
    Column("standard_error", "std. error", "標準誤", "fraction", 2),
    Column("banzhaf", "Banzhaf", "Banzhaf 指數", "fraction", 2),
)


def answer(kg: Graph, *, by_firm: bool, limit: int = 14, seed: int = 0) -> Result:
    """Return the power of countries (exact) or firms (sampled), greatest first."""
    found = firm_power(kg, seed=seed) if by_firm else country_power(kg, limit=limit)
    rows = [
        {
            "player": p.player,
            "name": word(REST) if p.player == REST else kg.name(p.player),
            "name_zh": word(REST, "zh") if p.player == REST else kg.name(p.player, "zh"),
            "shapley": p.shapley,
            "standard_error": p.error,
            "banzhaf": p.banzhaf,
        }
        for p in found
    ]
    return Result(
        "power",
        {"by": "firm" if by_firm else "country", "limit": limit, "seed": seed},
        COLUMNS,
        rows,
        kg.version,
        notes=(
            (
                "share of US need that a player's supply adds, averaged over all orders of joining; "
                "exact for countries by home jurisdiction, sampled for firms. Supply, not rights: "
                "for rights see control.",
                "參與者之供應對美國需求之貢獻，對所有加入順序取平均；國家為精確值，企業為抽樣值。"
                "此為供應而非權利，權利見 control。",
            ),
        ),
    )
