"""The chokepoint map: concentration against exposure, a bubble a technology."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from graph.words import Lang, pick
from queries.output.result import Row
from queries.pages.report.charts.parts import number, values
from queries.pages.svg import NARROW, Drawing, Size

if TYPE_CHECKING:
    import altair as alt


# A Herfindahl index by firm that is known to within this counts as known.
_KNOWN = 0.25


def drawing(rows: Sequence[Row], numbered: int) -> Drawing:
    """
    Draw concentration against exposure, a bubble a technology.

    Area is months to substitute; an outline without filling says that the shares of firms are
    not known, so that the largest one is the recorded least; the first ones are numbered.
    """

    def draw(lang: Lang, size: Size) -> alt.TopLevelMixin:
        import altair as alt

        known = [r for r in rows if r["top_share"] is not None and number(r["exposure"]) > 0]
        words = {
            "TWN": pick(lang, "Taiwan", "臺灣"), "CHN": pick(lang, "China", "中國"), "JPN": pick(lang, "Japan", "日本"), "other": pick(lang, "others", "其他"),
        }  # fmt: skip
        data = [
            {
                "share": number(r["top_share"]),
                "exposure": number(r["exposure"]),
                "months": number(r["time_to_substitute_months"]),
                "who": words.get(str(r["denier"]), words["other"]),
                "known": number(r["hhi_high"]) - number(r["hhi_low"]) < _KNOWN,
            }
            for r in sorted(known, key=lambda r: -number(r["time_to_substitute_months"]))
        ]
        wide = size is not NARROW
        # Room for the highest bubble to stand whole.
        top = 1.08 * max((number(r["exposure"]) for r in known), default=1.0)
        x = alt.X(
            "share:Q", title=pick(lang, "share of the largest holder", "最大持有者之占比"),
            scale=alt.Scale(domain=[0, 1.03], nice=False),
            axis=alt.Axis(format="%", tickCount=5),
        )  # fmt: skip
        y = alt.Y(
            "exposure:Q",
            title=pick(lang, "US need lost if all providers withhold", "全部供應者斷供時之美國需求損失"),
            axis=alt.Axis(format="%", tickCount=5), scale=alt.Scale(domain=[0, top], nice=False),
        )  # fmt: skip
        colour = alt.Scale(
            domain=list(words.values()),
            range=["var(--taiwan)", "var(--china)", "var(--japan)", "var(--other)"],
        )
        area = alt.Size(
            "months:Q", title=pick(lang, "months to substitute", "替代月數"),
            scale=alt.Scale(domain=[0, 120], range=[10, 620 if wide else 420]),
            legend=alt.Legend(values=[12, 48, 120], symbolFillColor="transparent",
                              symbolStrokeColor="var(--soft)", symbolStrokeWidth=1.2),
        )  # fmt: skip
        who = pick(lang, "who could withhold most", "可斷供最多者")
        base = alt.Chart(values(data))
        fill = base.transform_filter("datum.known").mark_circle(opacity=0.45).encode(
            x=x, y=y, size=area, color=alt.Color("who:N", title=who, scale=colour, sort=None)
        )  # fmt: skip
        ring = base.mark_point(filled=False, strokeWidth=1.3, opacity=0.9).encode(
            x=x, y=y, size=area, color=alt.Color("who:N", title=who, scale=colour, sort=None)
        )
        numbers = alt.Chart(values(_labels(rows[:numbered])))
        one = numbers.transform_filter("!datum.many").mark_text(
            align="center", fontWeight=600, fontSize=size.font - 1
        )
        many = numbers.transform_filter("datum.many").mark_text(
            align="right", dx=-14, fontWeight=600, fontSize=size.font - 1
        )
        shown = one.encode(x=x, y=y, text="number:N"), many.encode(x=x, y=y, text="number:N")
        chart: alt.TopLevelMixin = (
            alt.layer(fill, ring, *shown)
            .properties(width=size.total - 66, height=430 if wide else 330)
            .resolve_legend(color="shared")
        )
        return chart

    return draw


def _labels(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the number of each bubble where it stands, those that would overlap as one."""
    found: list[dict[str, Any]] = []
    for n, r in enumerate(rows, 1):
        x, y = number(r["top_share"]), number(r["exposure"])
        near = next(
            (f for f in found if abs(f["share"] - x) < 0.02 and abs(f["exposure"] - y) < 0.008),
            None,
        )
        if near:
            near["number"], near["many"] = f"{near['number']}, {n}", True
        else:
            found.append({"share": x, "exposure": y, "number": str(n), "many": False})
    return found
