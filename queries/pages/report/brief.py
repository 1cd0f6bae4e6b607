"""
The answer in brief: what, how much, at what price, how sure, on what it rests.

Each sentence is made from the numbers of the tables. Where the numbers change, so do the
sentences, and where they disagree with whoever asked, the sentences do too.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from graph.schema import SourceKind
from queries.loss import HORIZON
from queries.pages.report.findings import Findings
from queries.pages.report.prose import called, listed, number
from queries.pages.svg import printable
from queries.pages.table import Pair
from queries.shift import NEGLIGIBLE

# Below this part of the budget the money is not what binds; from this part of all draws on a
# rank is held often.
_SLACK = 0.75
_OFTEN = 0.4


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to know: what it is, and what stands behind it."""

    lead: Pair
    text: Pair


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure in large type and what it counts."""

    figure: Pair
    label: Pair


def facts(found: Findings) -> list[Fact]:
    """Return the four figures that a reader takes away."""
    passing, total = len(found.candidates), len(found.shift.rows)
    whole, top = found.whole, found.robustness.rows[0]
    credit, gained = number(whole, "credit_usd_bn"), number(whole, "shift_pp")
    draws = found.robustness.parameters["draws"]
    return [
        Fact(
            (f"{passing} of {total}", f"{total} 件中 {passing} 件"),
            ("proposals pass all three tests", "通過三項檢驗"),
        ),
        Fact(
            (f"US$ {credit:,.1f} bn", f"{10 * credit:,.0f} 億美元"),
            (
                f"of {found.limits.budget:,.0f} bn can be used this way",
                f"可如此運用（額度 {10 * found.limits.budget:,.0f} 億）",
            ),
        ),
        Fact(
            (f"{gained:+.2f} points", f"{gained:+.2f} 百分點"),
            ("of US need newly decided by Taiwan", "臺灣新取得決策權之美國需求"),
        ),
        Fact(
            (f"{number(top, 'first'):.0%}", f"{number(top, 'first'):.0%}"),
            (
                f"of {draws:,} draws put the leader first",
                f"之抽樣（共 {draws:,} 次）由居首者領先",
            ),
        ),
    ]


def brief(found: Findings) -> list[Point]:
    """Return the answer: what, how much, at what price, how sure, on what it rests."""
    points = [_passing(found), _line(found), _gain(found), _home(found), _sure(found)]
    return [*points, *_tempting(found), _basis(found)]


def _passing(found: Findings) -> Point:
    passing, out = len(found.candidates), len(found.excluded)
    total = passing + out
    top = called(found.candidates[0])
    best = found.candidates[0]
    low, high = number(best, "shift_pp_low"), number(best, "shift_pp_high")
    return Point(
        (
            f"{passing} of {total} proposals pass; {out} do not.",
            f"{total} 件提案中，{passing} 件通過，{out} 件不通過。",
        ),
        (
            f"A proposal passes only if America is short of the thing and cannot replace it within "
            f"{HORIZON:g} months, Taiwan has a base to extend, and a decision right is within "
            f"reach. Strength in one does not make up for weakness in another. First of those that pass is "
            f"{top[0]}: {number(best, 'shift_pp'):.3f} points of US need ({low:.3f} to {high:.3f}).",
            f"須同時成立三事方為通過：美國短缺且 {HORIZON:g} 個月內無法替代、臺灣有基礎可延伸、決策權可及；一項之長不能補"
            f"另一項之短。居首者為「{top[1]}」：前移 {number(best, 'shift_pp'):.3f} 個美國需求百分點"
            f"（{low:.3f} 至 {high:.3f}）。",
        ),
    )


def _line(found: Findings) -> Point:
    used, budget = number(found.whole, "credit_usd_bn"), found.limits.budget
    part = used / budget if budget else 0.0
    count = len(found.portfolio.rows)
    if part < _SLACK:
        return Point(
            ("The line is larger than what deserves it.", "額度大於值得投入之案。"),
            (
                f"The best portfolio takes {count} proposals and US$ {used:,.1f} bn, {part:.0%} of "
                f"US$ {budget:,.0f} bn; more money would move nothing more. What is scarce is "
                "proposals that pass, not credit. To spend the rest in order to meet a total would "
                "buy returns, not rights.",
                f"最佳組合取 {count} 件、{10 * used:,.0f} 億美元，為 {10 * budget:,.0f} 億美元之 {part:.0%}；再多資金亦無增益。"
                "所缺者為合格之案，而非信用額度。若為達成總額而動用其餘，所得為報酬而非權利。",
            ),
        )
    return Point(
        ("The budget binds.", "預算有其拘束。"),
        (
            f"The best portfolio takes {count} proposals and US$ {used:,.1f} bn, {part:.0%} of the "
            f"US$ {budget:,.0f} bn asked about; more credit would move more.",
            f"最佳組合取 {count} 件、{10 * used:,.0f} 億美元，為所設 {10 * budget:,.0f} 億美元之 {part:.0%}；額度增加，前移亦增。",
        ),
    )


def _gain(found: Findings) -> Point:
    taiwan = next(r for r in found.countries if r["id"] == "TWN")
    opened = next(r for r in found.countries if r["id"] == "open")
    before, after = 100 * number(taiwan, "before"), 100 * number(taiwan, "after")
    gained, nobody = number(found.whole, "shift_pp"), -number(opened, "change_pp")
    start = found.frontier.rows[0]
    early = number(start, "shift_pp") / gained if gained else 0.0
    first = number(start, "credit_usd_bn")
    return Point(
        (
            f"Taiwan's say rises from {before:.2f} % to {after:.2f} % of US need.",
            f"臺灣之決策權由美國需求之 {before:.2f}% 升至 {after:.2f}%。",
        ),
        (
            f"That is {gained:+.3f} points with all {len(found.portfolio.rows)} recomputed together, "
            f"{nobody:.3f} of them from rights that nobody holds today. The first US$ {first:,.1f} bn bring {early:.0%} of it. On "
            "these assumptions it is a correction of position, not a change of it.",
            f"即 {len(found.portfolio.rows)} 件一併重算之 {gained:+.3f} 個百分點，其中 {nobody:.3f} 取自今日無人持有之權利。"
            f"最初 {10 * first:,.0f} 億美元即得其 {early:.0%}。依此等假設，此為位置之修正，而非改變。",
        )
        if gained < 1
        else (
            f"That is {gained:+.3f} points with all {len(found.portfolio.rows)} recomputed together, "
            f"{nobody:.3f} of them from rights that nobody holds today. The first US$ {first:,.1f} bn bring {early:.0%} of it.",
            f"即 {len(found.portfolio.rows)} 件一併重算之 {gained:+.3f} 個百分點，其中 {nobody:.3f} 取自今日無人持有之權利。"
            f"最初 {10 * first:,.0f} 億美元即得其 {early:.0%}。",
        ),
    )


def _home(found: Findings) -> Point:
    home = number(found.whole, "home_leverage_change")
    us = number(found.whole, "us_loss_change")
    most = min(found.candidates, key=lambda r: number(r, "home_leverage_change"))
    if home > -NEGLIGIBLE:
        return Point(
            ("Leverage at home is untouched.", "在臺槓桿未受影響。"),
            (
                f"US exposure to foreign holders changes by {us:+.3f} points.",
                f"美國對外國持有者之曝險變動 {us:+.3f} 個百分點。",
            ),
        )
    name = called(most)
    return Point(
        (
            f"It is paid for at home: leverage falls by {-home:.2f} points.",
            f"代價在國內：在臺槓桿下降 {-home:.2f} 個百分點。",
        ),
        (
            "What stands on US soil can no longer be withheld by holders in Taiwan; were they to withhold everything, America would lose that much less. The "
            f"proposal that costs most at home is {name[0]} "
            f"({number(most, 'home_leverage_change'):+.2f} at its own targets). US exposure to all foreign holders changes by "
            f"{us:+.2f} points, the reason for Washington to agree. The three ledgers measure "
            "different things and must not be netted.",
            f"設於美國境內之產能，在臺持有者不復能斷供；若其全面斷供，美國之損失減少此數。在臺代價最大者為「{name[1]}」"
            f"（於其標的 {number(most, 'home_leverage_change'):+.2f}）。美國對全部外國持有者之曝險變動 {us:+.2f} 個百分點，"
            "此為華府同意之理由。三本帳冊所量不同，不得相抵。",
        ),
    )


def _sure(found: Findings) -> Point:
    rows = found.robustness.rows
    top, draws = rows[0], found.robustness.parameters["draws"]
    name = called(top)
    group = [r for r in rows if number(r, "top_3") >= _OFTEN]
    nothing = [r for r in found.candidates if number(r, "shift_pp_low") < NEGLIGIBLE]
    settled = number(top, "first") >= 0.5
    en = (
        f"In {draws:,} draws of all assumptions {name[0]} comes first in {number(top, 'first'):.0%} "
        f"and among the first three in {number(top, 'top_3'):.0%}. "
    )
    zh = (
        f"將所有假設抽樣 {draws:,} 次，「{name[1]}」居首占 {number(top, 'first'):.0%}、"
        f"前三占 {number(top, 'top_3'):.0%}。"
    )
    if group:
        en += f"{len(group)} proposals reach the first three in {_OFTEN:.0%} of draws or more: {listed(group)[0]}. "
        zh += f"於四成以上之抽樣進入前三者共 {len(group)} 件：{listed(group)[1]}。"
    if nothing:
        en += f"At the low end of its range nothing moves for {listed(nothing)[0]}."
        zh += f"若取範圍之低端，{listed(nothing)[1]}全無前移。"
    return Point(
        (
            "The leader is likely; the order behind it is not settled."
            if settled
            else "A leading group is clear; the order within it is not.",
            "居首者可望成立，其後之次序未定。" if settled else "領先群明確，群內次序未定。",
        ),
        (en, zh),
    )


def _tempting(found: Findings) -> list[Point]:
    """Return the point about what would move much and fails all the same, if there is any."""
    middle = median(number(r, "shift_pp") for r in found.candidates)
    larger = [r for r in found.excluded if number(r, "shift_pp") > middle]
    if not larger:
        return []
    top = max(larger, key=lambda r: number(r, "shift_pp"))
    name = called(top)
    return [
        Point(
            (
                f"{len(larger)} of the excluded would move more than the median candidate.",
                f"排除案中有 {len(larger)} 件，前移大於候選案之中位數。",
            ),
            (
                f"A large shift is not enough. {name[0]} would move {number(top, 'shift_pp'):.3f} points, and "
                f"fails: {printable(str(top['reason']))}.",
                f"前移大尚不足。「{name[1]}」可前移 {number(top, 'shift_pp'):.3f} 個百分點，仍不通過："
                f"{printable(str(top['reason_zh']))}。",
            ),
        )
    ]


def _basis(found: Findings) -> Point:
    lines = {r["topic"]: r for r in found.info.rows}
    rows, shares = (
        lines["rows resting on an assumption"], lines["technologies with a stated share"]
    )  # fmt: skip
    demand = lines["needs with known US demand"]
    effects = found.kg.effects
    assumed = sum(found.kg.sources[e.source_id].kind is SourceKind.ASSUMPTION for e in effects)
    part = number(rows, "count") / number(rows, "of")
    every = (
        ("every one", "全部")
        if assumed == len(effects)
        else (f"{assumed / len(effects):.0%}",) * 2
    )
    return Point(
        (
            f"{part:.0%} of the data rows rest on an assumption.",
            f"資料列中有 {part:.0%} 依據假設。",
        ),
        (
            f"Of what the investments would change, {every[0]} of {len(effects)} figures is assumed: nobody has published such a number. "
            f"{number(shares, 'count'):.0f} of {number(shares, 'of'):.0f} technologies have a stated "
            f"market share, {number(demand, 'count'):.0f} of {number(demand, 'of'):.0f} needs a known demand. Assumptions are "
            "marked A1, A2 … wherever a number rests on one.",
            f"投資效果之 {len(effects)} 個數字，{every[1]}為假設：此類數字無人公布。{number(shares, 'of'):.0f} 項技術中 "
            f"{number(shares, 'count'):.0f} 項有占比來源，{number(demand, 'of'):.0f} 項需求中 {number(demand, 'count'):.0f} "
            "項需求額已知。凡數字依據假設之處，皆標 A1、A2……。",
        ),
    )
