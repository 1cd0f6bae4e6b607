"""``portfolio``: how to spread the credit line, beside greedy and an equal split."""

from __future__ import annotations

from collections.abc import Sequence

from graph.model import Graph
from queries.output.result import Column, Result, Value
from queries.portfolio import Limits, Portfolio, equal_split, frontier, greedy, optimum

_YEARS = 8

COLUMNS = (
    Column("portfolio", "portfolio", "組合", brief=False),
    Column("investment_id", "id", "代號", brief=False),
    Column("name", "investment", "投資案"),
    Column("name_zh", "name (Chinese)", "中文名稱", brief=False),
    Column("direction", "direction", "方向", brief=False),
    Column("credit_usd_bn", "credit", "信用額", digits=2),
    Column("capital_usd_bn", "capital", "總資本", digits=2),
    Column("start_year", "from year", "起始年", digits=0),
    *(
        Column(f"year_{n}", f"y{n}", f"第{n}年", digits=2, brief=n <= 6)
        for n in range(1, _YEARS + 1)
    ),
)

SUMMARY = (
    Column("portfolio", "portfolio", "組合"),
    Column("budget_usd_bn", "budget", "預算", digits=1),
    Column("credit_usd_bn", "credit", "信用額", digits=1),
    Column("capital_usd_bn", "capital", "總資本", digits=1),
    Column("investments", "cases", "件數", digits=0),
    Column("added_pp", "added up", "加總", digits=3),
    Column("shift_pp", "recomputed", "重算", digits=3),
    Column("gap_pp", "gap", "差距", digits=3),
    Column("us_loss_change", "US loss", "美國損失", digits=3),
    Column("home_leverage_change", "home", "在臺", digits=3),
    Column("bound_pp", "bound", "上界", "pp", 3, brief=False),
)

_WORDS = {"optimum": "最佳", "greedy": "貪婪", "equal split": "均分"}


def answer(kg: Graph, limits: Limits) -> Result:
    """
    Return the best portfolio, investment by investment and year by year.

    Raises
    ------
    RequestError
        If no portfolio keeps to the limits; it says which one binds.
    """
    best = optimum(kg, limits)
    others = [greedy(kg, limits), equal_split(kg, limits)]
    rows: list[dict[str, Value]] = []
    for p in sorted(best.positions, key=lambda p: (-p.credit, p.investment.investment_id)):
        years = [*p.by_year, *([0.0] * _YEARS)][:_YEARS]
        rows.append(
            {
                "portfolio": best.name,
                "investment_id": p.investment.investment_id,
                "name": p.investment.name_en,
                "name_zh": p.investment.name_zh,
                "direction": p.investment.direction,
                "credit_usd_bn": p.credit,
                "capital_usd_bn": p.credit * p.investment.leverage,
                "start_year": p.start + 1,
                **{f"year_{n}": y for n, y in enumerate(years, 1)},
            }
        )
    fund = [best.credit * part for part in guarantee(kg)]
    notes = [(_sentence(p, "en"), _sentence(p, "zh")) for p in (best, *others)]
    notes.append(
        (
            f"guarantee fund needed: US$ {fund[0]:,.2f} to {fund[1]:,.2f} bn (cover over multiple, "
            "as published); tranches after the first wait for their gates.",
            f"所需信保基金：{fund[0] * 10:,.1f} 至 {fund[1] * 10:,.1f} 億美元（依公布之成數與倍數）；"
            "第二期起須通過撥付條件。",
        )
    )
    return Result(
        "portfolio",
        {"budget": limits.budget, "home_bound": limits.home_bound, "pace": limits.pace},
        COLUMNS,
        rows,
        kg.version,
        notes,
    )


def curve(kg: Graph, limits: Limits, budgets: Sequence[float]) -> Result:
    """Return the best portfolio at each budget: the frontier."""
    rows = [_summary(p, budget) for budget, p in frontier(kg, limits, budgets)]
    note = (
        "each row is an optimum, up to the credit that the best portfolio uses and at the whole "
        "budget; 'recomputed' is all its investments together; US$ bn, pp of need.",
        "每列為一最佳解，至最佳組合所用之信用額及全額預算為止；「重算」為所有投資案一併計算；"
        "單位為十億美元與美國需求百分點。",
    )
    return Result("portfolio", {"frontier": True}, SUMMARY, rows, kg.version, (note,))


def _summary(p: Portfolio, budget: float) -> dict[str, Value]:
    return {
        "portfolio": p.name,
        "portfolio_zh": _WORDS[p.name],
        "budget_usd_bn": budget,
        "credit_usd_bn": p.credit,
        "capital_usd_bn": p.capital,
        "investments": len(p.positions),
        "added_pp": p.added,
        "shift_pp": p.shift_pp,
        "gap_pp": p.added - p.shift_pp,
        "us_loss_change": p.us_loss_change,
        "home_leverage_change": p.home_leverage_change,
        "bound_pp": p.bound,
    }


def _sentence(p: Portfolio, lang: str) -> str:
    if lang == "zh":
        return (
            f"{_WORDS[p.name]}：{len(p.positions)} 件，信用額 {p.credit * 10:,.0f}、總資本 {p.capital * 10:,.0f} 億美元；"
            f"前移 {p.shift_pp:.3f} pp（加總 {p.added:.3f}，差距 {p.added - p.shift_pp:+z.3f}）；"
            f"美國損失 {p.us_loss_change:+z.3f}、在臺槓桿 {p.home_leverage_change:+z.3f} pp。"
            + (f"違反限制：{'、'.join(map(_limit_zh, p.breaks))}。" if p.breaks else "")
        )
    return (
        f"{p.name}: {len(p.positions)} cases, credit US$ {p.credit:,.1f} bn, capital "
        f"{p.capital:,.1f} bn; shift {p.shift_pp:.3f} pp recomputed (added up {p.added:.3f}, gap "
        f"{p.added - p.shift_pp:+z.3f}); US loss {p.us_loss_change:+z.3f}, home leverage "
        f"{p.home_leverage_change:+z.3f} pp."
        + (f" Breaks the limits: {', '.join(p.breaks)}." if p.breaks else "")
    )


def _limit_zh(name: str) -> str:
    """Return the Chinese name of a limit, such as ``cap 2``."""
    kind, _, direction = name.partition(" ")
    if kind in ("cap", "floor"):
        return f"方向 {direction} 之{'上限' if kind == 'cap' else '下限'}"
    return {
        "budget": "預算",
        "pace": "年度額度",
        "US loss": "美國損失",
        "home leverage": "在臺槓桿",
    }[name]


def guarantee(kg: Graph) -> tuple[float, float]:
    """Return the guarantee fund per unit of credit, low and high, from the published terms."""
    ceiling = kg.terms.get("credit_ceiling")
    fund = kg.terms.get("guarantee_fund")
    if ceiling is None or fund is None:
        return 0.0, 0.0
    low, high = fund.low or fund.value, fund.high or fund.value
    return low / ceiling.value, high / ceiling.value
