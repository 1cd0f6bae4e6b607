"""The three ledgers of each candidate, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.words import Lang, pick
from queries.output.result import Row
from queries.pages.report.charts.parts import beside, named, names, number, values
from queries.pages.svg import NARROW, Drawing, Size

if TYPE_CHECKING:
    import altair as alt

    from queries.pages.report.charts.parts import Panel


def drawing(rows: Sequence[Row]) -> Drawing:
    """Draw the three ledgers of each candidate side by side."""

    def draw(lang: Lang, size: Size) -> alt.TopLevelMixin:
        import altair as alt

        data = values(
            [
                {
                    "name": n,
                    "shift": number(r["shift_pp"]),
                    "low": number(r["shift_pp_low"]),
                    "high": number(r["shift_pp_high"]),
                    "us": number(r["us_loss_change"]),
                    "home": number(r["home_leverage_change"]),
                }
                for n, r in zip(named(rows, lang, size), rows, strict=True)
            ]
        )
        stacked = size is NARROW
        room = size.total - size.label - 20
        width = room if stacked else (room - 44) // 3
        unit = pick(lang, "points of US need", "美國需求百分點")

        def panel(field: str, colour: str, en: str, zh: str, *, first: bool) -> Panel:
            base = alt.Chart(data, title=alt.Title(pick(lang, en, zh), frame="group"))
            x = alt.X(f"{field}:Q", title=unit, axis=alt.Axis(tickCount=4 if stacked else 3))
            y = names(size, shown=first or stacked)
            layers = [base.mark_bar(height={"band": 0.55}, color=colour).encode(x=x, y=y)]
            if field == "shift":
                whisker = base.mark_rule(color="var(--ink)", strokeWidth=1.2)
                layers.append(whisker.encode(x="low:Q", x2="high:Q", y=y))
                for end in ("low", "high"):
                    tick = base.mark_tick(color="var(--ink)", thickness=1.2, height=7)
                    layers.append(tick.encode(x=f"{end}:Q", y=y))
            zero = base.mark_rule(color="var(--soft)", strokeWidth=1).encode(x=alt.datum(0))
            step = 31 if not stacked else 33
            return alt.layer(*layers, zero).properties(width=width, height=alt.Step(step))

        return beside(
            [
                panel(
                    "shift", "var(--taiwan)", "1 Taiwan's control ↑", "一 臺灣之控制 ↑",
                    first=True,
                ),
                panel(
                    "us", "var(--us)", "2 US exposure ↓", "二 美國曝險 ↓", first=False
                ),
                panel(
                    "home", "var(--home)", "3 Home leverage: keep", "三 在臺槓桿：守住",
                    first=False,
                ),
            ],
            size,
        )  # fmt: skip

    return draw
