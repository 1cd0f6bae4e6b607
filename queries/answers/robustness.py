"""``robustness``: how sure the ranking is, and what drives it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from graph.errors import RequestError
from graph.model import Graph
from graph.schema import Investment
from graph.words import word
from queries.move import effects_of
from queries.output.result import Column, Result, Value
from queries.robustness import draws, drivers, tornado
from queries.shift import shift

COLUMNS = (
    Column("rank", "#", "序", digits=0),
    Column("investment_id", "id", "代號", brief=False),
    Column("name", "investment", "投資案"),
    Column("name_zh", "name (Chinese)", "中文名稱", brief=False),
    Column("first", "1st", "居首", "fraction", 0),
    Column("top_3", "top 3", "前三", "fraction", 0),
    Column("top_10", "top 10", "前十", "fraction", 0, brief=False),
    Column("mean_rank", "rank", "名次", digits=1),
    Column("median_pp", "median", "中位", digits=3),
    Column("p05_pp", "5%", "5%", digits=3),
    Column("p95_pp", "95%", "95%", digits=3),
    Column("driver", "driven most by", "主要驅動"),
    Column("driver_zh", "driven most by (Chinese)", "中文主要驅動", brief=False),
    Column(
        "driver_sobol",
        "its first-order Sobol share",
        "一階 Sobol 占比",
        "fraction",
        0,
        brief=False,
    ),
    Column("tornado", "widest swing of one assumption", "單一假設最大擺幅", brief=False),
    Column("tornado_low_pp", "swing, low end", "擺幅低端", "pp", 3, brief=False),
    Column("tornado_high_pp", "swing, high end", "擺幅高端", "pp", 3, brief=False),
    Column("sources", "sources", "來源", brief=False),
)

SWINGS = (
    Column("factor", "assumption", "假設"),
    Column("factor_zh", "assumption (Chinese)", "中文假設", brief=False),
    Column("low_pp", "at its low", "取低值", "pp", 3),
    Column("point_pp", "as it is", "現值", "pp", 3),
    Column("high_pp", "at its high", "取高值", "pp", 3),
    Column("width_pp", "swing", "擺幅", "pp", 3),
    Column("sources", "sources", "來源", brief=False),
)


def answer(
    kg: Graph,
    *,
    count: int = 2000,
    seed: int = 0,
    progress: Callable[[int], None] | None = None,
) -> Result:
    """Return rank acceptability, intervals and the main driver of every candidate."""
    found = draws(kg, count=count, seed=seed, progress=progress)
    order = np.argsort(np.argsort(-found.shifts, axis=1, kind="stable"), axis=1) + 1
    rows: list[dict[str, Value]] = []
    for j, investment_id in enumerate(found.investments):
        investment = kg.investments[investment_id]
        by_kind = drivers(found, j)
        driver = max(by_kind, key=lambda k: by_kind[k])
        swings = tornado(kg, investment)
        low, median, high = np.percentile(found.shifts[:, j], [5, 50, 95])
        rows.append(
            {
                "investment_id": investment_id,
                "name": investment.name_en,
                "name_zh": investment.name_zh,
                "first": float((order[:, j] == 1).mean()),
                "top_3": float((order[:, j] <= 3).mean()),
                "top_10": float((order[:, j] <= 10).mean()),
                "mean_rank": float(order[:, j].mean()),
                "median_pp": float(median),
                "p05_pp": float(low),
                "p95_pp": float(high),
                "driver": driver,
                "driver_zh": factor_zh(kg, driver),
                "driver_sobol": by_kind[driver],
                "tornado": swings[0].factor if swings else None,
                "tornado_low_pp": swings[0].low if swings else None,
                "tornado_high_pp": swings[0].high if swings else None,
                "sources": investment.source_id,
            }
        )
    rows.sort(key=lambda r: (float(r["mean_rank"] or 0), str(r["investment_id"])))
    for n, row in enumerate(rows, 1):
        row["rank"] = n
    return Result(
        "robustness",
        {"draws": count, "seed": seed},
        COLUMNS,
        rows,
        kg.version,
        notes=(
            (
                f"{count} draws, seed {seed}: shares, effects, weights of rights and closure all "
                "drawn, every candidate recomputed; pp of US need. 1st, top 3: how often.",
                f"{count} 次抽樣（種子 {seed}）：占比、效果、權利權重與閉合皆抽樣，每案完整重算；單位為美國需求百分點。"
                "居首、前三：出現頻率。",
            ),
        ),
    )


def swings(kg: Graph, text: str) -> Result:
    """
    Return what each assumption alone does to one investment's shift: its tornado.

    Raises
    ------
    NotFound
        If no node is called that.
    RequestError
        If it is no investment.
    """
    investment = kg.node(text)
    if not isinstance(investment, Investment):
        raise RequestError(f"'{text}' is not an investment")
    (moved,) = shift(kg, investments=[investment])
    cited = {
        f"effect: {e.right} over {e.target_id}": e.source_id
        for e in effects_of(kg, investment.investment_id)
    }
    rows = [
        {
            "factor": factor_en(kg, s.factor),
            "factor_zh": factor_zh(kg, s.factor),
            "low_pp": s.low,
            "point_pp": moved.shift_pp,
            "high_pp": s.high,
            "width_pp": s.width,
            "sources": cited.get(s.factor),
        }
        for s in tornado(kg, investment)
    ]
    return Result(
        "robustness",
        {"of": investment.investment_id},
        SWINGS,
        rows,
        kg.version,
        notes=(
            (
                "each assumption goes from its low to its high end, all else as it is: an effect "
                "over its range, closure from open to providers, a right's weight from half to "
                "twice; pp of US need.",
                "各假設單獨由低端變至高端，其餘不變：效果依其範圍，閉合由未定至歸供應者，權利權重由一半至兩倍；"
                "單位為美國需求百分點。",
            ),
        ),
    )


def factor_en(kg: Graph, factor: str) -> str:
    """Return an assumption in English, its technology by name."""
    right, found, target = factor.removeprefix("effect: ").partition(" over ")
    return f"effect: {word(right)} over {kg.name(target)}" if found else factor


def factor_zh(kg: Graph, factor: str) -> str:
    """Return an assumption in Chinese, its technology by name."""
    right, found, target = factor.removeprefix("effect: ").partition(" over ")
    if found:
        return f"效果：{kg.name(target, 'zh')}之{word(right, 'zh')}"
    if factor.startswith("weight of "):
        return f"「{word(factor.removeprefix('weight of '), 'zh')}」之權重"
    return {
        "closure": "閉合（未記錄之權利）",
        "effects": "效果",
        "shares and interactions": "占比與交互作用",
    }[factor]
