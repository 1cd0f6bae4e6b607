"""What the charts have in common: names in lines, rows as data, panels side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from graph.words import Lang
from queries.output.result import Row
from queries.pages.svg import NARROW, Size, lines, short

if TYPE_CHECKING:
    import altair as alt

    Panel = alt.LayerChart | alt.FacetChart

_SPLIT = "split(datum.label, '\\n')"


def number(value: object) -> float:
    """Return a number of a row; zero where there is none."""
    return float(value) if isinstance(value, (int, float)) else 0.0


def named(rows: Sequence[Row], lang: Lang, size: Size, key: str = "name") -> list[str]:
    """Return a name a row in lines, each different from the others."""
    seen: dict[str, int] = {}
    found = []
    for row in rows:
        text = str(row.get(f"{key}_zh") if lang == "zh" else row.get(key))
        text = lines(short(text), size.cells)
        seen[text] = seen.get(text, 0) + 1
        found.append(text + "\u200b" * (seen[text] - 1))
    return found


def names(size: Size, *, shown: bool = True) -> alt.Y:
    """Return the axis that has a row's name at its left."""
    import altair as alt

    axis = alt.Axis(
        labels=shown, labelExpr=_SPLIT, labelLimit=0, grid=False, title=None,
        minExtent=size.label if shown else 0, maxExtent=size.label if shown else 0,
        labelColor="var(--ink)",
    )  # fmt: skip
    return alt.Y("name:N", sort=None, axis=axis)


def beside(charts: Sequence[Panel], size: Size) -> alt.TopLevelMixin:
    """Return charts side by side, on a narrow page one under the other."""
    import altair as alt

    if size is NARROW:
        return alt.vconcat(*charts, spacing=22)
    return alt.hconcat(*charts, spacing=22)


def values(rows: Sequence[dict[str, Any]]) -> alt.InlineData:
    """Return rows as the data of a chart."""
    import altair as alt

    return alt.InlineData(values=list(rows))
