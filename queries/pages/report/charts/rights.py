"""Taiwan's part of each right over each technology, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from graph.words import Lang, word
from queries.output.result import Row
from queries.pages.report.charts.parts import named, names, number, values
from queries.pages.svg import NARROW, Drawing, Size

if TYPE_CHECKING:
    import altair as alt


def drawing(rows: Sequence[Row]) -> Drawing:
    """Draw Taiwan's part of each right over each technology, before and after."""

    def draw(lang: Lang, size: Size) -> alt.TopLevelMixin:
        import altair as alt

        order = list(dict.fromkeys(str(r["id"]) for r in rows))
        one = {str(r["id"]): r for r in reversed(rows)}
        called = dict(zip(order, named([one[i] for i in order], lang, size), strict=True))
        kinds = [k for k in ("operate", "allocate", "license", "govern", "certify")]
        wide = size is not NARROW
        gap = 12 if wide else 7
        width = (size.total - size.label - 24 - 4 * gap) // len(kinds)
        panels = []
        for n, kind in enumerate(kinds):
            data: list[dict[str, Any]] = [
                {"name": called[i], "before": None, "after": None} for i in order
            ]
            for r in rows:
                if r["right"] == kind:
                    data[order.index(str(r["id"]))] |= {
                        "before": number(r["before"]), "after": number(r["after"]),
                    }  # fmt: skip
            base = alt.Chart(values(data), title=alt.Title(word(kind, lang), anchor="middle"))
            y = names(size, shown=n == 0)
            x = alt.X(
                "before:Q", title=None, scale=alt.Scale(domain=[0, 1]),
                axis=alt.Axis(
                    labelExpr="datum.value ? format(datum.value, '.0%') : '0'", labelFlush=True,
                    values=[0, 0.5, 1] if wide else [0, 1],
                    labelFontSize=size.font - 1,
                ),
            )  # fmt: skip
            row = base.mark_rule(color="var(--line)", strokeWidth=0.6).encode(
                y=y, x=alt.datum(0), x2=alt.datum(1)
            )
            rule = base.mark_rule(color="var(--taiwan)", strokeWidth=3).encode(
                x=x, x2="after:Q", y=y
            )
            hollow = base.mark_point(
                stroke="var(--taiwan)", fill="var(--paper)", size=26, strokeWidth=1.3, opacity=1
            ).encode(x=x, y=y)
            full = base.mark_circle(color="var(--taiwan)", size=46, opacity=1).encode(
                x="after:Q", y=y
            )
            panels.append(
                alt.layer(row, rule, hollow, full).properties(
                    width=width, height=alt.Step(27 if wide else 31)
                )
            )
        return alt.hconcat(*panels, spacing=gap)

    return draw
