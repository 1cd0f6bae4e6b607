"""The tables of the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph.schema import Tranche
from graph.words import word
from queries.output.result import Row
from queries.pages.report import prose
from queries.pages.report.findings import Findings
from queries.pages.shell import plain
from queries.pages.sources import Sources
from queries.pages.table import Cell, Head, Pair, Table, raw, table
from queries.principles import THRESHOLDS

_TERMS = {
    "credit_ceiling": ("bank credit under the mechanism, up to", "機制下之銀行融資，上限"),
    "direct_investment_floor": (
        "direct investment by firms beside it, at least",
        "另由企業直接投資，至少",
    ),
    "guarantee_fund": ("guarantee fund", "信保基金"),
    "guarantee_cover": ("guaranteed part of each loan", "每筆貸款之保證成數"),
    "guarantee_leverage": ("credit over fund", "融資對基金之倍數"),
    "fund_tranches": ("tranches of the fund", "基金撥付期數"),
    "first_tranche": ("first tranche of the fund", "基金第一期"),
}


def tables(found: Findings, cited: Sources, chokepoints: Sequence[Row]) -> dict[str, Table]:
    """Return the tables of the report by name."""

    def failing(row: Row, column: str) -> str:
        least = THRESHOLDS.get(column)
        return "fails" if least is not None and prose.number(row, column) < least else ""

    return {
        "terms": _terms(found, cited),
        "directions": _directions(found),
        "ranked": table(
            found.shift,
            [
                "rank", "name", "shift_pp", "shift_pp_low", "shift_pp_high", "shift_pp_per_usd_bn",
                "p1_need", "p2_base", "p3_node", "us_loss_change", "home_leverage_change", "credit_usd_bn", "confidence",
            ],
            id="ranked",
            caption=("Verdict: candidate, best first", "判定：候選，依前移排序"),
            rows=found.candidates,
            titles={
                **{n: (word(n), word(n, "zh")) for n in THRESHOLDS},
                "confidence": ("conf.", "可信度"), "us_loss_change": ("US exp.", "美國曝險"),
                "home_leverage_change": ("home lev.", "在臺槓桿"),
            },
            marks=cited.marks,
            style="named",
        ),
        "robustness": table(
            found.robustness,
            ["rank", "name", "first", "top_3", "top_10", "mean_rank", "median_pp", "p05_pp", "p95_pp", "driver"],
            id="robustness",
            caption=("Ranks and shifts over all draws", "全部抽樣之名次與前移"),
            style="named",
        ),
        "portfolio": _portfolio(found),
        "gates": _gates(found, cited),
        "countries": table(
            found.rights,
            ["name", "before", "after", "change_pp"],
            id="countries",
            caption=("Who decides over US needs", "美國需求由誰決定"),
            rows=found.countries,
            titles={"name": ("country", "國家")},
            styles=lambda row, column: "own" if row["id"] == "TWN" else "",
        ),
        "chokepoints": table(
            found.chokepoints,
            [
                "name", "top_holder", "top_share", "denier", "us_share", "taiwan_share", "exposure", "leverage",
                "time_to_substitute_months", "need_years_at_risk", "confidence",
            ],
            id="chokepoints",
            caption=(
                f"The first {len(chokepoints)} of {len(found.chokepoints.rows)}, by need-years at risk",
                f"前 {len(chokepoints)} 項（共 {len(found.chokepoints.rows)} 項），依受險需求年排序",
            ),
            rows=chokepoints,
            marks=cited.marks,
            texts=lambda row, column: _holder(found, row, column),
            numbered=True,
            style="named",
        ),
        "excluded": table(
            found.shift,
            ["name", "p1_need", "p2_base", "p3_node", "shift_pp", "reason"],
            id="excluded",
            caption=("Verdict: excluded, with the reason", "判定：排除，附理由"),
            rows=found.excluded,
            titles={n: (word(n), word(n, "zh")) for n in THRESHOLDS},
            marks=cited.marks,
            styles=failing,
            style="named",
        ),
        "calendar": table(
            found.calendar,
            ["date", "event", "name", "right", "needs", "exposure", "candidates"],
            id="calendar",
            caption=("Control points that begin or lapse", "開始或屆期之控制點"),
            marks=cited.marks,
            style="named",
        ),
    }  # fmt: skip


def _holder(found: Findings, row: Row, column: str) -> Pair | None:
    """Return a holder by name where the answer has its id."""
    if column not in ("top_holder", "denier") or row[column] is None:
        return None
    holder = str(row[column])
    return found.kg.name(holder), found.kg.name(holder, "zh")


def _years(found: Findings) -> list[str]:
    """Return the columns of the years in which anything is drawn."""
    names = [c.name for c in found.portfolio.columns if c.name.startswith("year_")]
    last = max(
        (
            n
            for n, c in enumerate(names)
            for r in found.portfolio.rows
            if prose.number(r, c) > 0
        ),
        default=0,
    )
    return names[: last + 1]


def _heat(most: float, row: Row, column: str) -> str:
    """Return how dark a year's cell is, by what it draws against the largest draw."""
    if not column.startswith("year_"):
        return ""
    part = prose.number(row, column) / most
    return f"heat-{1 + (part > 0.1) + (part > 0.4)}" if part > 0 else "none"


def _portfolio(found: Findings) -> Table:
    years = _years(found)
    columns = ["credit_usd_bn", "capital_usd_bn", "start_year", *years]
    rows = found.portfolio.rows
    most = max((prose.number(r, y) for r in rows for y in years), default=1.0)
    made = table(
        found.portfolio,
        ["name", *columns],
        id="portfolio",
        caption=(
            "The best portfolio and its calendar of tranches, US$ bn",
            "最佳組合與分期撥付，十億美元",
        ),
        styles=lambda row, column: _heat(most, row, column),
        style="named",
    )
    foot = [Cell(("all", "合計"))]
    for column in columns:
        total = sum(prose.number(r, column) for r in rows)
        empty = column == "start_year"
        foot.append(Cell(_same("" if empty else f"{total:.2f}"), "" if empty else raw(total)))
    return replace(made, foot=foot)


def tranches(found: Findings) -> list[Tranche]:
    """Return the tranches of the chosen investments, in the order of the portfolio."""
    chosen = [str(r["investment_id"]) for r in found.portfolio.rows]
    rows = [t for t in found.kg.tranches if t.investment_id in chosen]
    return sorted(rows, key=lambda t: (chosen.index(t.investment_id), t.tranche))


def _same(text: str) -> Pair:
    return text, text


def _gates(found: Findings, cited: Sources) -> Table:
    """Return a row an investment, a column a tranche: its part and what releases it."""
    given = tranches(found)
    most = max((t.tranche for t in given), default=0)
    heads = [
        Head(("investment", "投資案"), "name"),
        *(Head((f"tranche {n}", f"第 {n} 期"), "reason") for n in range(1, most + 1)),
        Head(("rests on", "依據"), "marks"),
    ]
    rows = []
    for investment_id in dict.fromkeys(t.investment_id for t in given):
        i = found.kg.investments[investment_id]
        mine = {t.tranche: t for t in given if t.investment_id == investment_id}
        cells = [Cell((plain(i.name_en), plain(i.name_zh)), code=plain(investment_id))]
        for n in range(1, most + 1):
            t = mine.get(n)
            shown = (
                (f"{t.share:.0%}: {t.gate_en}", f"{t.share:.0%}：{t.gate_zh}")
                if t
                else ("", "")
            )
            cells.append(Cell((plain(shown[0]), plain(shown[1]))))
        used = {"sources": ";".join(dict.fromkeys(t.source_id for t in mine.values()))}
        rows.append([*cells, Cell(("", ""), marks=cited.marks(used))])
    return Table(
        "gates", ("Gates: what releases each tranche", "撥付條件：各期之前提"), heads, rows, "named"
    )  # fmt: skip


def _directions(found: Findings) -> Table:
    heads = [
        Head(("direction", "方向"), "name"), Head(("proposals", "提案"), "number"),
        Head(("pass", "通過"), "number"), Head(("credit chosen, US$ bn", "選入信用額，十億美元"), "number"),
        Head(("best shift, pp", "最大前移，pp"), "number"),
    ]  # fmt: skip
    rows = [
        [
            Cell(names),
            Cell(_same(str(total)), str(total)),
            Cell(_same(str(passing)), str(passing), style="" if passing else "fails"),
            Cell(_same(f"{credit:.1f}"), raw(credit)),
            Cell(_same(f"{best:.3f}" if passing else "–"), raw(best) if passing else ""),
        ]
        for names, total, passing, credit, best in prose.by_direction(found)
    ]
    return Table("directions", ("By direction", "依方向"), heads, rows)


def _terms(found: Findings, cited: Sources) -> Table:
    heads = [
        Head(("published term", "公布條件"), "name"), Head(("value", "數值"), "number"),
        Head(("unit", "單位"), "unit"), Head(("conf.", "可信度"), "number"),
        Head(("rests on", "依據"), "marks"),
    ]  # fmt: skip
    units = {"US$ bn": "十億美元", "tranches": "期", "fraction": "比例", "times": "倍"}
    rows = []
    for t in found.kg.terms.values():
        shown = f"{t.value:g}" if t.low is None else f"{t.low:g} – {t.high:g}"
        rows.append(
            [
                Cell(_TERMS.get(t.term, _same(plain(t.term)))),
                Cell(_same(shown), raw(t.value)),
                Cell((plain(t.unit), units.get(t.unit, plain(t.unit)))),
                Cell(_same(str(t.confidence)), str(t.confidence)),
                Cell(("", ""), marks=cited.marks({"sources": t.source_id})),
            ]
        )
    return Table("terms", ("Terms of the line", "額度之條件"), heads, rows)
