"""How often each candidate takes which rank, as stacked bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.words import Lang, pick
from queries.output.result import Row
from queries.pages.report.charts.parts import named, names, number, values
from queries.pages.svg import NARROW, Drawing, Size

if TYPE_CHECKING:
    import altair as alt


_BANDS = (("1", "第 1"), ("2–3", "第 2–3"), ("4–10", "第 4–10"), ("11+", "第 11 以後"))


def drawing(rows: Sequence[Row]) -> Drawing:
    """Draw how often each candidate takes which rank, as stacked bars."""

    def draw(lang: Lang, size: Size) -> alt.TopLevelMixin:
        import altair as alt

        data = []
        for name, r in zip(named(rows, lang, size), rows, strict=True):
            first, third, tenth = (number(r[k]) for k in ("first", "top_3", "top_10"))
            parts = (first, third - first, tenth - third, 1 - tenth)
            data += [
                {"name": name, "band": pick(lang, *band), "order": n, "share": share}
                for n, (band, share) in enumerate(zip(_BANDS, parts, strict=True))
            ]
        bands = [pick(lang, *band) for band in _BANDS]
        shades = [f"var(--band-{n})" for n in range(1, 5)]
        chart: alt.TopLevelMixin = (
            alt.Chart(values(data))
            .mark_bar(height={"band": 0.62}, stroke="var(--paper)", strokeWidth=0.7)
            .encode(
                x=alt.X(
                    "share:Q",
                    title=pick(lang, "part of all draws", "占全部抽樣"),
                    axis=alt.Axis(format="%", tickCount=5),
                    scale=alt.Scale(domain=[0, 1]),
                ),
                y=names(size),
                color=alt.Color(
                    "band:N",
                    title=pick(lang, "rank", "名次"),
                    sort=None,
                    scale=alt.Scale(domain=bands, range=shades),
                ),
                order="order:Q",
            )
            .properties(
                width=size.total - size.label - 24,
                height=alt.Step(30 if size is not NARROW else 32),
            )
        )
        return chart

    return draw
