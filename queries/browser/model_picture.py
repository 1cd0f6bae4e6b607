"""The model as a picture: the kinds of node, and what relates them, as the load writes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from html import escape
from math import hypot

from graph.store.ontology import CITES, KINDS, LABELS
from graph.words import Lang, pick, word

# Where each kind stands, and its colour, that of style.grass.
_PLACES: dict[str, tuple[int, int, str, str]] = {
    "Country": (80, 70, "#D6DAE0", "#1B2331"),
    "Firm": (80, 280, "#E8A33D", "#1B2331"),
    "ControlPoint": (330, 70, "#B5568F", "#FFFFFF"),
    "Technology": (480, 200, "#3B6FA0", "#FFFFFF"),
    "Need": (690, 200, "#1B2331", "#FFFFFF"),
    "Investment": (310, 335, "#D55E00", "#FFFFFF"),
    "Source": (690, 60, "#FFFFFF", "#1B2331"),
}
_RADIUS, _WIDTH, _HEIGHT = 44, 770, 400


def svg(lang: Lang) -> str:
    """Return the picture as SVG, with the names of the kinds in a language."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="12" text-anchor="middle">'
        '<defs><marker id="to" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0 0 10 5 0 10z" fill="#7A8494"/></marker></defs>'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#FFFFFF"/>'
        + "".join(_arrows())
        + "".join(_circles(lang))
        + _note(lang)
        + "</svg>"
    )


def _arrows() -> Iterator[str]:
    types: dict[tuple[str, str], list[str]] = defaultdict(list)
    for start, kind, end in KINDS:
        if kind != CITES:
            types[start, end].append(kind)
    for (start, end), names in types.items():
        if start == end:
            yield _loop(start, names)
        else:
            yield _line(start, end, names, 0.64 if (end, start) in types else 0.5)


def _line(start: str, end: str, names: list[str], part: float) -> str:
    """Return an arrow with the types named after a part of its way."""
    (x, y, *_), (u, v, *_) = _PLACES[start], _PLACES[end]
    far = hypot(u - x, v - y)
    dx, dy = (u - x) / far, (v - y) / far
    return (
        f'<path d="M{x + _RADIUS * dx:.0f} {y + _RADIUS * dy:.0f}'
        f'L{u - (_RADIUS + 3) * dx:.0f} {v - (_RADIUS + 3) * dy:.0f}" stroke="#7A8494" '
        f'stroke-width="1.5" marker-end="url(#to)"/>{_text(x + part * (u - x), y + part * (v - y), names)}'
    )


def _loop(at: str, names: list[str]) -> str:
    x, y, *_ = _PLACES[at]
    y += _RADIUS
    return (
        f'<path d="M{x - 20} {y - 4}C{x - 50} {y + 55} {x + 50} {y + 55} {x + 22} {y}" '
        'fill="none" stroke="#7A8494" stroke-width="1.5" marker-end="url(#to)"/>'
        + _text(x, y + 44, names)
    )


def _text(x: float, y: float, names: list[str]) -> str:
    """Return names below each other, on a ground that keeps the line out of them."""
    top = y - 7 * (len(names) - 1) + 4
    return "".join(
        f'<text x="{x:.0f}" y="{top + 14 * n:.0f}" fill="#4A5361" stroke="#FFFFFF" '
        f'stroke-width="4" paint-order="stroke" font-size="11">{escape(name)}</text>'
        for n, name in enumerate(names)
    )


def _circles(lang: Lang) -> Iterator[str]:
    for table in LABELS:
        name = table.__name__
        x, y, fill, ink = _PLACES[name]
        yield (
            f'<circle cx="{x}" cy="{y}" r="{_RADIUS}" fill="{fill}" stroke="#7A8494"/>'
            f'<text x="{x}" y="{y + (4 if lang == "en" else -2)}" fill="{ink}">{name}</text>'
        )
        if lang == "zh":
            yield f'<text x="{x}" y="{y + 16}" fill="{ink}">{escape(word(name, lang))}</text>'


def _note(lang: Lang) -> str:
    x, y, *_ = _PLACES["Source"]
    told = pick(lang, f"every node {CITES} its sources", f"每一節點皆 {CITES} 其來源")
    return f'<text x="{x}" y="{y + _RADIUS + 18}" fill="#4A5361" font-size="11">{told}</text>'
