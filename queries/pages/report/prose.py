"""What the report says in words besides its answer: names, counts, settings."""

from __future__ import annotations

from collections.abc import Sequence

from graph.words import DIRECTIONS, word
from queries.loss import HORIZON
from queries.output.result import Row
from queries.pages.report.findings import Findings
from queries.pages.svg import printable, short
from queries.pages.table import Pair
from queries.portfolio import Limits
from queries.principles import THRESHOLDS
from queries.rights import OMEGA, POINT


def number(row: Row, key: str) -> float:
    """Return a number of a row; zero where there is none."""
    value = row.get(key)
    return float(value) if isinstance(value, (int, float)) else 0.0


def called(row: Row) -> Pair:
    """Return what a row is called, without what stands in brackets."""
    return printable(short(str(row["name"]))), printable(short(str(row["name_zh"])))


def listed(rows: Sequence[Row]) -> Pair:
    """Return the names of rows as a list in running text."""
    names = [called(r) for r in rows]
    english = [en for en, _ in names]
    text = english[0] if len(english) == 1 else f"{'; '.join(english[:-1])}; and {english[-1]}"
    return text, "、".join(f"「{zh}」" for _, zh in names)


def ceiling(found: Findings) -> float:
    """Return the credit line as published, US$ bn; the budget where the data have no term."""
    term = found.kg.terms.get("credit_ceiling")
    return term.value if term else found.limits.budget


def failures(found: Findings) -> Pair:
    """Return how many of the excluded fail on what."""
    rows = found.excluded
    names = list(THRESHOLDS)
    fails = {n: sum(number(r, n) < THRESHOLDS[n] for r in rows) for n in names}
    only = {
        n: sum(
            number(r, n) < THRESHOLDS[n]
            and all(number(r, m) >= THRESHOLDS[m] for m in names if m != n)
            for r in rows
        )
        for n in names
    }
    none = sum(all(number(r, n) >= THRESHOLDS[n] for n in names) for r in rows)
    en = "; ".join(f"{fails[n]} fail {word(n)} ({only[n]} that alone)" for n in names)
    zh = "；".join(f"{word(n, 'zh')} {fails[n]} 件（僅此一項者 {only[n]} 件）" for n in names)
    return (
        f"Of {len(rows)}, {en}. {none} {'meets' if none == 1 else 'meet'} all three thresholds and no right gained decides.",
        f"共 {len(rows)} 件：{zh}。另 {none} 件三項皆達門檻，仍未取得具決定性之權利。",
    )


def by_direction(found: Findings) -> list[tuple[Pair, int, int, float, float]]:
    """Return for each direction: proposals, how many pass, credit chosen, best shift."""
    rows = []
    for key, names in DIRECTIONS.items():
        mine = [r for r in found.shift.rows if r["direction"] == key]
        passing = [r for r in mine if r["verdict"] == "candidate"]
        credit = sum(
            number(r, "credit_usd_bn") for r in found.portfolio.rows if r["direction"] == key
        )
        best = max((number(r, "shift_pp") for r in passing), default=0.0)
        rows.append((names, len(mine), len(passing), credit, best))
    return rows


def reading() -> Pair:
    """Return how the columns of the ranking are read."""
    least, least_zh = _least()
    return (
        "Shift, low, high: points of US need that Taiwan newly decides, and the range of the assumed effects; per bn: "
        f"shift for each US$ bn of credit. P1, P2, P3: tests between 0 and 1; all must hold: {least}. US exp., home "
        "lev.: change in what America loses if all foreign holders, and if holders in Taiwan, withhold. Credit in "
        "US$ bn. Conf.: confidence, 3 is best. Rests on: A, an assumption; a number, a source; both are listed below.",
        "前移、低、高：臺灣新取得決策權之美國需求百分點，及假設效果之範圍；每十億：每十億美元信用額之前移。P1、P2、P3：介於 0 與 1 "
        f"之檢驗，須同時成立：{least_zh}。美國曝險、在臺槓桿：全部外國持有者、在臺持有者斷供時，美國損失之變動。信用額單位為十億美元。"
        "可信度以 3 為最高。依據：A 為假設，數字為來源，均列於後。",
    )


def _least() -> Pair:
    """Return the thresholds of the three tests."""
    return (
        ", ".join(f"{word(n)} ≥ {v:.2f}" for n, v in THRESHOLDS.items()),
        "、".join(f"{word(n, 'zh')} ≥ {v:.2f}" for n, v in THRESHOLDS.items()),
    )


def settings() -> list[tuple[Pair, Pair]]:
    """Return the assumptions of the method itself, with their values as used."""
    weights = ", ".join(f"{word(r)} {w:.2f}" for r, w in OMEGA.items())
    weights_zh = "、".join(f"{word(r, 'zh')} {w:.2f}" for r, w in OMEGA.items())
    limits = Limits()
    return [
        (("Weights of the five rights", "五項權利之權重"), (weights, weights_zh)),
        (("Thresholds of the three tests", "三項檢驗之門檻"), _least()),
        (("Horizon of denial", "斷供期間"), (f"{HORIZON:g} months", f"{HORIZON:g} 個月")),
        (
            ("Closure: rights that nobody recorded", "閉合：未記錄之權利"),
            (
                f"{POINT:.0%} held by the providers, the rest open; none and all are the interval",
                f"{POINT:.0%} 歸供應者，其餘視為未定；以全無與全部為區間",
            ),
        ),
        (
            ("Weights of needs", "需求之權重"),
            (
                "the six directions count alike, and within one its needs",
                "六個方向等權，方向內各需求等權",
            ),
        ),
        (
            ("Limits of the portfolio", "組合之限制"),
            (
                f"home leverage falls by {limits.home_bound:g} points at most, no year draws more than "
                f"US$ {limits.pace:g} bn, US loss does not rise",
                f"在臺槓桿至多下降 {limits.home_bound:g} 個百分點，每年動用至多 {10 * limits.pace:g} 億美元，美國損失不上升",
            ),
        ),
    ]
