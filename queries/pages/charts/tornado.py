"""What each assumption alone does to the shift of a few investments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.words import Lang, pick
from queries.pages.charts.parts import named, names, number, values
from queries.pages.svg import NARROW, Drawing, Size, lines, short
from queries.result import Row

if TYPE_CHECKING:
    import altair as alt


def drawing(cases: Sequence[tuple[Row, Sequence[Row]]]) -> Drawing:
    """Draw what each assumption alone does to the shift of a few investments."""

    def draw(lang: Lang, size: Size) -> alt.TopLevelMixin:
        import altair as alt

        ends = [
            number(s[k]) for _, swings in cases for s in swings for k in ("low_pp", "high_pp")
        ]
        scale = alt.Scale(domain=[min(0.0, *ends), max(ends)], nice=True)
        at = (pick(lang, "at its low", "取低值"), pick(lang, "at its high", "取高值"))
        colours = alt.Scale(domain=list(at), range=["var(--low)", "var(--high)"])
        panels = []
        for case, swings in cases:
            rows = [
                {
                    "name": name, "end": label, "from": number(s["point_pp"]),
                    "to": number(s[key]),
                }
                for name, s in zip(named(swings, lang, size, "factor"), swings, strict=True)
                for label, key in zip(at, ("low_pp", "high_pp"), strict=True)
            ]  # fmt: skip
            name = short(str(case["name_zh"] if lang == "zh" else case["name"]))
            base = alt.Chart(
                values(rows),
                title=alt.Title(
                    lines(name, size.total // 8, 2).split("\n"), anchor="start", frame="bounds"
                ),
            )
            y = names(size)
            x = alt.X(
                "from:Q", scale=scale, title=pick(lang, "shift, points of US need", "前移，美國需求百分點")
            )  # fmt: skip
            colour = alt.Color("end:N", title=None, sort=None, scale=colours)
            layers = [
                base.transform_filter(f"datum.end == {n}")
                .mark_bar(height={"band": height})
                .encode(x=x, x2="to:Q", y=y, color=colour)
                for n, height in ((f"'{at[0]}'", 0.62), (f"'{at[1]}'", 0.34))
            ]
            point = base.mark_rule(color="var(--ink)", strokeWidth=1.2)
            layers.append(point.encode(x="mean(from):Q"))
            panels.append(
                alt.layer(*layers).properties(
                    width=size.total - size.label - 24,
                    height=alt.Step(26 if size is not NARROW else 32),
                )
            )
        return alt.vconcat(*panels, spacing=18)

    return draw
