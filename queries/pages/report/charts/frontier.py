"""The best shift at each budget: as far as it rises, and up to the whole line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from graph.words import Lang, pick
from queries.output.result import Row
from queries.pages.report.charts.parts import beside, number, values
from queries.pages.svg import NARROW, Drawing, Size

if TYPE_CHECKING:
    import altair as alt

    from queries.pages.report.charts.parts import Panel


def drawing(points: Sequence[Row], budget: float) -> Drawing:
    """Draw the best shift at each budget: as far as it rises, and up to the whole line."""

    def draw(lang: Lang, size: Size) -> alt.TopLevelMixin:
        import altair as alt

        start = {"credit": 0.0, "shift": 0.0}
        rows = [start] + [
            {"credit": number(p["credit_usd_bn"]), "shift": number(p["shift_pp"])}
            for p in points
        ]
        used = max(r["credit"] for r in rows)
        flat = [rows[-1], {"credit": budget, "shift": rows[-1]["shift"]}]
        y = alt.Y(
            "shift:Q", title=pick(lang, "shift, points of US need", "前移，美國需求百分點"),
            axis=alt.Axis(tickCount=5), scale=alt.Scale(domainMin=0),
        )  # fmt: skip
        wide = size is not NARROW
        full = size.total - 70
        both = budget > 1.5 * used
        width = (full - 60) // 2 if both and wide else full

        def panel(en: str, zh: str, most: float, shown: list[dict[str, float]]) -> Panel:
            x = alt.X(
                "credit:Q", title=pick(lang, "credit, US$ bn", "信用額，十億美元"),
                scale=alt.Scale(domain=[0, most]), axis=alt.Axis(tickCount=5, grid=False),
            )  # fmt: skip
            base = alt.Chart(values(rows), title=alt.Title(pick(lang, en, zh)))
            line = base.mark_line(color="var(--taiwan)", strokeWidth=2.2).encode(x=x, y=y)
            dots = base.mark_circle(color="var(--taiwan)", size=34, opacity=1).encode(x=x, y=y)
            layers: list[Any] = [line, dots]
            if shown:
                rest = alt.Chart(values(shown)).mark_line(
                    color="var(--soft)", strokeWidth=1.6, strokeDash=[4, 4]
                )
                layers.append(rest.encode(x=x, y=y))
            return alt.layer(*layers).properties(width=width, height=210 if wide else 170)

        if not both:
            return panel("Best shift at each budget", "各預算之最佳前移", budget, [])
        return beside(
            [
                panel("As far as it rises", "有增益之範圍", used * 1.04, []),
                panel("Up to the whole line", "至全部額度", budget, flat),
            ],
            size,
        )

    return draw
