"""
Charts as still pictures: SVG that takes its colours and fonts from the page.

Altair describes a chart, vl-convert draws it with the Vega inside its own package: no network
and no script in the page. One drawing has 10 to 40 kB, where Plotly's library alone has 4.8 MB
a page and styles its parts in ways that a strict content policy refuses; lines stay lines in
print and text stays text, to be searched, copied and read aloud. Each chart is drawn for two
languages and two widths, and CSS shows one of the four.
"""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.words import Lang
from queries.pages.shell import plain

if TYPE_CHECKING:
    import altair as alt

# Measured by, not loaded: the page names the same stack.
FONTS = "Noto Sans CJK TC, Noto Sans TC, PingFang TC, Microsoft JhengHei, sans-serif"
_SPACE = "{http://www.w3.org/2000/svg}"
_TAGS = {"svg", "g", "path", "line", "rect", "text", "tspan", "circle"}
_KEPT = {
    "viewBox", "d", "x", "y", "x1", "x2", "y1", "y2", "dx", "dy", "r", "cx", "cy", "width", "height",
    "transform", "fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "fill-opacity",
    "stroke-opacity", "text-anchor", "font-size", "font-weight", "font-style",
}  # fmt: skip
_DECIMALS = re.compile(r"-?\d+\.\d{2,}")


@dataclass(frozen=True, slots=True)
class Size:
    """
    For how wide a page a chart is drawn.

    Attributes
    ----------
    total, label
        Width of the whole and of the names at its left, pixels.
    cells
        Width of a line of a name, in Latin letters; a Han character takes two.
    font
        Size of the letters, pixels.
    """

    name: str
    total: int
    label: int
    cells: int
    font: float


WIDE = Size("wide", 860, 236, 38, 12)
NARROW = Size("narrow", 350, 124, 21, 10.5)
Drawing = Callable[[Lang, Size], "alt.TopLevelMixin"]


def pictures(drawing: Drawing) -> dict[tuple[Lang, str], str]:
    """Return a chart as SVG by language and width."""
    langs: tuple[Lang, ...] = ("en", "zh")
    return {
        (lang, size.name): svg(drawing(lang, size), size)
        for lang in langs
        for size in (WIDE, NARROW)
    }


def svg(chart: alt.TopLevelMixin, size: Size) -> str:
    """Return a chart as one ``svg`` element of known parts only."""
    import altair
    import vl_convert

    drawn = vl_convert.vegalite_to_svg(
        chart.configure(
            background="transparent",
            font=FONTS,
            padding=2,
            axis=altair.AxisConfig(
                domain=False, ticks=False, gridColor="var(--line)", labelColor="var(--soft)",
                titleColor="var(--soft)", titleFontWeight="normal", labelPadding=5,
                labelLineHeight=size.font + 2, labelFontSize=size.font, titleFontSize=size.font,
            ),
            legend=altair.LegendConfig(
                labelColor="var(--ink)", titleColor="var(--soft)", titleFontWeight="normal",
                orient="top", symbolStrokeWidth=0, symbolLimit=20, labelLimit=0,
                labelFontSize=size.font, titleFontSize=size.font,
            ),
            title=altair.TitleConfig(
                color="var(--ink)", fontSize=size.font + 1, fontWeight=600, anchor="start",
                subtitleColor="var(--soft)", subtitleFontSize=size.font, offset=8,
            ),
            text=altair.MarkConfig(fontSize=size.font, color="var(--ink)"),
            view=altair.ViewConfig(stroke=None),
        ).to_dict(),
        vl_version=altair.SCHEMA_VERSION.removeprefix("v").rpartition(".")[0],
    )  # fmt: skip
    return cleaned(drawn)


def cleaned(text: str) -> str:
    """
    Return an SVG with only the parts that draw.

    Names of the data stand in it, so it is parsed and written anew: elements and attributes
    that are not known to draw are left out, and with them fonts, which the page gives.

    Raises
    ------
    ValueError
        If it has an element that does not draw.
    """
    root = ET.fromstring(text)
    for label in root.iterfind(
        f".//{_SPACE}g[@class='mark-text role-axis-label']/{_SPACE}text"
    ):
        _centre(label)
    for element in root.iter():
        tag = element.tag.removeprefix(_SPACE)
        if tag not in _TAGS:
            raise ValueError(f"an SVG with an element <{tag}>")
        element.tag = tag
        kept = {
            name: _DECIMALS.sub(lambda m: f"{float(m[0]):.1f}", value)
            for name, value in element.attrib.items()
            if name in _KEPT and "url(" not in value
        }
        element.attrib.clear()
        element.attrib.update(kept)
    root.attrib.pop("width", None)
    root.attrib.pop("height", None)
    root.set("aria-hidden", "true")
    return ET.tostring(root, encoding="unicode")


def _centre(label: ET.Element) -> None:
    """Move a name of several lines up: Vega centres only its first line on the row."""
    rows = label.findall(f"{_SPACE}tspan")
    if len(rows) > 1:
        up = sum(float(row.get("dy", 0)) for row in rows) / 2
        rows[0].set("dy", str(float(rows[0].get("dy", 0)) - up))


def lines(text: str, cells: int, most: int = 2) -> str:
    r"""
    Return a name in lines for a chart, ending in an ellipsis if there is no room.

    Parameters
    ----------
    cells
        Width of a line in Latin letters; a Han character takes two.
    most
        Number of lines.

    Examples
    --------
    >>> lines("Engine cases and hot-section parts", 20)
    'Engine cases and\nhot-section parts'
    >>> lines("發動機機匣與熱段件製造", 12)
    '發動機機匣與\n熱段件製造'
    """
    found, line, used = [], "", 0
    for word in re.findall(r"[⺀-￯]|[^\s⺀-￯]+\s*|\s+", printable(text)):
        width = cell_width(word.rstrip())
        # A closing mark never begins a line.
        if line and used + width > cells and unicodedata.category(word[0]) not in ("Pe", "Po"):
            found.append(line.rstrip())
            line, used = "", 0
        line += word
        used += cell_width(word)
    found.append(line.rstrip())
    if len(found) > most:
        found = [*found[: most - 1], found[most - 1] + "…"]
    return "\n".join(found)


def short(name: str) -> str:
    """Return a name without what stands in brackets at its end."""
    return re.sub(r"\s*[(（][^()（）]*[)）]\s*$", "", name) or name


def cell_width(text: str) -> int:
    """Return the width of a text in Latin letters."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def printable(text: str) -> str:
    """Return a text without control characters and those that turn its direction."""
    return "".join(c for c in plain(text) if unicodedata.category(c) != "Cc")
