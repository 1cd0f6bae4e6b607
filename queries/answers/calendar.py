"""``calendar``: control points by the date on which they begin, lapse or are decided."""

from __future__ import annotations

import numpy as np

from graph.errors import RequestError
from graph.model import Graph
from graph.schema import ControlPoint
from graph.words import word
from queries.loss import HORIZON, losses
from queries.market import shares
from queries.output.result import Column, Result, Value
from queries.principles import sought

COLUMNS = (
    Column("date", "date", "日期"),
    Column("event", "event", "事件"),
    Column("event_zh", "event (Chinese)", "中文事件", brief=False),
    Column("control_id", "id", "代號", brief=False),
    Column("name", "control point", "控制點"),
    Column("name_zh", "name (Chinese)", "中文名稱", brief=False),
    Column("right", "right", "權利"),
    Column("right_zh", "right (Chinese)", "中文權利", brief=False),
    Column("tech_id", "over", "標的", brief=False),
    Column("holders", "holders", "持有者", brief=False),
    Column("needs", "needs", "需求數", digits=0),
    Column("exposure", "exposure", "曝險", "fraction", 1),
    Column("candidates", "candidates", "候選案", digits=0),
    Column("candidate_ids", "candidate ids", "候選案代號", brief=False),
    Column("confidence", "conf.", "可信度", digits=0, brief=False),
    Column("sources", "sources", "來源", brief=False),
)


def answer(kg: Graph, *, begin: str | None = None, end: str | None = None) -> Result:
    """
    Return what begins or lapses, by date, with what hangs on it.

    Parameters
    ----------
    begin, end
        ISO dates; only events between them, both included.

    Raises
    ------
    RequestError
        If they are the wrong way round.
    """
    if begin and end and begin > end:
        raise RequestError(f"nothing lies from {begin} to {end}: it ends before it begins")
    events = [
        (date, kind, point)
        for point in kg.control_points.values()
        for kind, date in (("begins", point.valid_from), ("lapses", point.valid_to))
        if date and (not begin or date >= begin) and (not end or date <= end)
    ]
    events.sort(key=lambda e: (e[0], e[2].control_id, e[1]))
    rows = [_row(kg, date, kind, point) for date, kind, point in events]
    return Result(
        "calendar",
        {"from": begin, "to": end},
        COLUMNS,
        rows,
        kg.version,
        notes=(
            (
                "exposure: US need lost if all named providers of the technology withhold, for "
                f"{HORIZON:g} months; candidates: investments that seek rights over it.",
                f"曝險：該技術之具名供應者全部斷供 {HORIZON:g} 個月之美國需求損失；候選案：對其求取權利之投資案。",
            ),
        ),
    )


def _row(kg: Graph, date: str, kind: str, point: ControlPoint) -> dict[str, Value]:
    i = list(kg.technologies).index(point.tech_id)
    whole = np.zeros((len(kg.technologies), 1))
    whole[i] = 1 - shares(kg).unattributed[i]
    all_of_it = np.zeros_like(whole)
    all_of_it[i] = 1.0
    (lost,) = losses(kg, whole)
    (rest,) = losses(kg, all_of_it, horizon=0)
    seekers = [c for c, x in kg.investments.items() if point.tech_id in sought(kg, x)]
    return {
        "date": date,
        "event": kind,
        "event_zh": {"begins": "開始", "lapses": "屆期"}[kind],
        "control_id": point.control_id,
        "name": point.name_en,
        "name_zh": point.name_zh,
        "right": word(point.right),
        "right_zh": word(point.right, "zh"),
        "tech_id": point.tech_id,
        "holders": ", ".join(h.holder_id for h in kg.holds if h.control_id == point.control_id),
        "needs": sum(v > 0 for v in rest.by_need.values()),
        "exposure": lost.share,
        "candidates": len(seekers),
        "candidate_ids": ";".join(seekers),
        "confidence": point.confidence,
        "sources": point.source_id,
    }
