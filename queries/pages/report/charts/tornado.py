"""What each assumption alone does to the shift of one investment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.words import Lang, pick
from queries.output.result import Row
from queries.pages.report.charts.parts import named, names, number, values
from queries.pages.svg import NARROW, Drawing, Size

if TYPE_CHECKING:
    import altair as alt


def drawing(swings: Sequence[Row], ends: tuple[float, float]) -> Drawing:
    """
    Draw what each assumption alone does to an investment's shift.

    Parameters
    ----------
    ends
        Ends of the scale, so that several such charts can be compared.
    """

    def draw(lang: Lang, size: Size) -> alt.TopLevelMixin:
        import altair as alt

        at = (pick(lang, "at its low", "取低值"), pick(lang, "at its high", "取高值"))
        rows = [
            {
                "name": name,
                "end": n,
                "at": at[n],
                "from": number(s["point_pp"]),
                "to": number(s[key]),
            }
            for name, s in zip(named(swings, lang, size, "factor"), swings, strict=True)
            for n, key in enumerate(("low_pp", "high_pp"))
        ]
        base, y = alt.Chart(values(rows)), names(size)
        x = alt.X(
            "from:Q",
            scale=alt.Scale(domain=list(ends), nice=True),
            title=pick(lang, "shift, points of US need", "前移，美國需求百分點"),
            axis=alt.Axis(tickCount=8 if size is not NARROW else 4),
        )
        colour = alt.Color(
            "at:N",
            title=None,
            sort=None,
            scale=alt.Scale(domain=list(at), range=["var(--low)", "var(--high)"]),
        )
        # The second bar is slimmer, for both may lie on one side of the line.
        bars = [
            base.transform_filter(f"datum.end == {n}")
            .mark_bar(height={"band": band})
            .encode(x=x, x2="to:Q", y=y, color=colour)
            for n, band in enumerate((0.62, 0.34))
        ]
        point = base.mark_rule(color="var(--ink)", strokeWidth=1.2).encode(x="mean(from):Q")
        chart: alt.TopLevelMixin = alt.layer(*bars, point).properties(
            width=size.total - size.label - 24,
            height=alt.Step(27 if size is not NARROW else 32),
        )
        return chart

    return draw
