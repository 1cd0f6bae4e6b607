"""``diff``: two data folders, which ranks moved, and which row did it."""

from __future__ import annotations

from graph.model import Graph
from queries.diff import changed, compare
from queries.output.result import Column, Result

COLUMNS = (
    Column("investment_id", "investment", "投資案"),
    Column("rank_old", "rank", "原名次", digits=0),
    Column("rank_new", "now", "新名次", digits=0),
    Column("verdict_old", "verdict", "原判定"),
    Column("verdict_new", "now", "新判定"),
    Column("shift_old", "shift", "原前移", "pp", 4),
    Column("shift_new", "now", "新前移", "pp", 4),
    Column("cause", "the row that did it", "起因資料列"),
)


def answer(old: Graph, new: Graph) -> Result:
    """Return the investments that moved between two states of the data."""
    rows = [
        {
            "investment_id": m.investment_id,
            "rank_old": m.rank[0],
            "rank_new": m.rank[1],
            "verdict_old": m.verdict[0],
            "verdict_new": m.verdict[1],
            "shift_old": m.shift_pp[0],
            "shift_new": m.shift_pp[1],
            "cause": m.cause,
        }
        for m in compare(old, new)
    ]
    total = len(changed(old, new))
    note = (
        f"{total} rows differ; {len(rows)} investments moved; old {old.version}",
        f"{total} 列不同；{len(rows)} 件投資案變動；原版本 {old.version}",
    )
    return Result("diff", {}, COLUMNS, rows, new.version, (note,))
