"""``info``: what is loaded, and how much of it is known."""

from __future__ import annotations

from collections import Counter

from graph.model import Graph
from graph.schema import RECORDS, Right, SourceKind
from graph.words import DIRECTIONS, word
from queries.loss import substitution, weights
from queries.market import markets
from queries.output.result import Column, Result, Value

COLUMNS = (
    Column("topic", "what", "項目"),
    Column("topic_zh", "what (Chinese)", "中文項目", brief=False),
    Column("count", "count", "數量", digits=0),
    Column("of", "of", "總數", digits=0),
    Column("detail", "detail", "說明"),
    Column("detail_zh", "detail (Chinese)", "中文說明", brief=False),
)


def answer(kg: Graph) -> Result:
    """Return counts of every table, then coverage of shares, demand, time and sources."""
    rows = [*_tables(kg), *_coverage(kg), *_directions(kg)]
    return Result("info", {}, COLUMNS, rows, kg.version)


def _line(
    en: str, zh: str, count: int, of: int | None = None, detail: str = "", detail_zh: str = ""
) -> dict[str, Value]:
    return {
        "topic": en,
        "topic_zh": zh,
        "count": count,
        "of": of,
        "detail": detail,
        "detail_zh": detail_zh or detail,
    }


def _tables(kg: Graph) -> list[dict[str, Value]]:
    return [_line(r.TABLE, word(r.TABLE, "zh"), len(kg.rows(r))) for r in RECORDS]


def _coverage(kg: Graph) -> list[dict[str, Value]]:
    found, w = markets(kg).values(), weights(kg)
    techs = len(kg.technologies)
    known = {p.tech_id for p in kg.provides if p.share is not None}
    named = sum(bool(m.holdings) for m in found)
    # What is drawn from a country's stated total is known to be of that country.
    stated = sum(h.share for m in found for h in m.holdings if h.pool != "*")
    mixed = sum(m.mixed for m in found)
    bn = float(w.usd_bn[w.known_usd].sum())
    pairs = {(p.tech_id, p.right) for p in kg.control_points.values()}
    kinds = Counter(s.kind for s in kg.sources.values())
    assumed = {i for i, s in kg.sources.items() if s.kind is SourceKind.ASSUMPTION}
    rows = [r for t in RECORDS for r in kg.rows(t)]
    on_assumption = sum(getattr(r, "source_id", None) in assumed for r in rows)
    return [
        _line(
            "technologies with a stated share",
            "有占比來源之技術",
            len(known),
            techs,
            f"stated shares, of firms or countries, cover {stated / techs:.0%} of all markets",
            f"企業或國家之已知占比，涵蓋全部市場之 {stated / techs:.0%}",
        ),
        _line(
            "technologies with any provider",
            "有供應者之技術",
            named,
            techs,
        ),
        _line("technologies whose views mix bases", "占比基礎混用之技術", mixed, techs),
        _line(
            "technologies with stated time to substitute",
            "有替代月數之技術",
            int(substitution(kg).stated.sum()),
            techs,
        ),
        _line(
            "needs with known US demand",
            "需求額已知之美國需求",
            int(w.known_usd.sum()),
            len(w.needs),
            f"US$ {bn:,.0f} bn a year",
            f"每年 {10 * bn:,.0f} 億美元",
        ),
        _line(
            "rights with a control point",
            "有控制點之權利",
            len(pairs),
            techs * len(Right),
            "pairs of technology and right",
            "技術與權利之組合",
        ),
        *(
            _line(f"sources: {kind.value}", f"來源：{word(kind.value, 'zh')}", kinds[kind])
            for kind in SourceKind
        ),
        _line("rows resting on an assumption", "依假設之資料列", on_assumption, len(rows)),
    ]


def _directions(kg: Graph) -> list[dict[str, Value]]:
    rows = []
    for number, (en, zh) in DIRECTIONS.items():
        needs = sum(n.direction == number for n in kg.needs.values())
        techs = sum(number in t.direction for t in kg.technologies.values())
        cases = sum(i.direction == number for i in kg.investments.values())
        rows.append(
            _line(
                f"direction {number}: {en}",
                f"方向 {number}：{zh}",
                techs,
                None,
                f"technologies; {needs} needs, {cases} investments",
                f"項技術；{needs} 項需求、{cases} 件投資案",
            )
        )
    return rows
