"""
The graph as one page that can be mailed, printed and opened without a network.

pyvis makes the lists of nodes and edges and the options, and brings vis-network along, whose code
is put into our own template: pyvis' own page loads from other hosts and does not escape names.
Columns and places come from :mod:`graph.layout`; the page spreads them over its window.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from graph.model import TAIWAN, Graph
from graph.words import DIRECTIONS, WORDS, Lang
from queries.measures import measures
from queries.pages.shell import Page, asset
from queries.pages.view.edges import Edge
from queries.pages.view.levels import homes, titles
from queries.pages.view.measures import TITLES, packed, radii
from queries.pages.view.scene import COLOURED, Scene, lanes
from queries.pages.view.tables import holdings, pack, rows_about, tables, totals

SHAPES = {
    "Technology": "dot",
    "Need": "hexagon",
    "Firm": "square",
    "Country": "triangle",
    "ControlPoint": "diamond",
    "Investment": "star",
}
# More technologies and needs than this are shown first as cells that open.
MANY = 500
# Up to so many nodes are all shown at first; of more, only technologies and needs.
FEW = 110


def html(kg: Graph, scene: Scene, *, lang: Lang, asked: str, size: str | None = None) -> str:
    """
    Return a view as one HTML document.

    Parameters
    ----------
    scene
        What is shown, as :mod:`queries.pages.view.scene` makes it.
    asked
        The command, for the footer.
    size
        The measure that gives the area; the scene's own by default.

    Raises
    ------
    RequestError
        If no node shown has that measure.
    """
    size = size or scene.size
    rows = list(kg) if scene.mode == "whole" else rows_about(kg, scene.shown)
    network = _network(kg, scene, size)
    data = {
        "ids": list(scene.shown),
        "nodes": pack(network.nodes),
        "edges": pack(network.edges),
        "options": network.options,
        "tables": tables(rows),
        "derived": {"holdings": holdings(kg, rows), "totals": totals(kg, rows)},
        "measures": packed(kg, scene.shown, scene.lost),
        "titles": TITLES,
        "levels": titles(),
        "lanes": [[key, _word(kg, key)] for key in lanes(scene.by)],
        "countries": [[c, _word(kg, c)] for c in COLOURED if c in kg.countries],
        "words": {**WORDS, **DIRECTIONS},
        "scene": {
            "mode": scene.mode,
            "start": scene.start,
            "always": [*scene.columns, *([scene.start] if scene.start else [])],
            "by": scene.by,
            "size": size,
            "many": MANY,
            "few": FEW,
            "story": scene.story,
        },
    }
    scripts = [
        files("pyvis").joinpath("lib/vis-9.1.2/vis-network.min.js").read_text("utf-8"),
        *(asset(f"view.{part}.js") for part in ("data", "picture", "panel", "page")),
    ]
    page = Page(
        template="view.html",
        title=scene.title,
        asked=asked,
        version=kg.version,
        data=data,
        scripts=scripts,
        styles=[asset("view.css")],
    )
    return page.html(lang)


def _word(kg: Graph, key: str) -> tuple[str, str]:
    if key in DIRECTIONS:
        return DIRECTIONS[key]
    return (
        (kg.name(key), kg.name(key, "zh")) if key in kg.countries else WORDS.get(key, ("", ""))
    )


def _network(kg: Graph, scene: Scene, size: str) -> Any:  # noqa: ANN401 - pyvis has no types
    from pyvis.network import Network

    network = Network(directed=True)
    network.options = _OPTIONS
    own = {i: {**measures(kg)[i], "lost": scene.lost.get(i)} for i in scene.shown}
    radius, home, ring = radii(own, size), homes(kg), _rings(kg)
    nodes = kg.nodes
    number = {record_id: n for n, record_id in enumerate(scene.shown)}
    for record_id, (level, place, lane) in scene.places(kg).items():
        country = home.get(record_id, "none")
        network.add_node(
            number[record_id],
            label=" ",  # drawn by the page: at one size, none over another
            shape=SHAPES[type(nodes[record_id]).__name__],
            group=country if country in (*COLOURED, "none") else "other",
            x=level,
            y=place,
            lane=lane,
            radius=round(radius[record_id], 4) if record_id in radius else None,
            ring=ring.get(record_id, 0),
        )
    for e in scene.links(kg):
        network.add_edge(
            number[e.start],
            number[e.end],
            arrows="",  # left to right is the arrow
            kind=e.kind,
            share=None if e.share is None else round(e.share, 4),
            confidence=e.confidence,
            dashes=_dashes(e),
        )
    return network


_OPTIONS = {
    "physics": {"enabled": False, "stabilization": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "dragNodes": False,
        "hover": True,
        "keyboard": False,
        "selectConnectedEdges": False,
        "tooltipDelay": 100000,
    },
    "nodes": {"borderWidth": 0, "borderWidthSelected": 0, "chosen": False},
    "edges": {"chosen": False, "hoverWidth": 0, "selectionWidth": 0},
}


def _dashes(edge: Edge) -> bool | list[int]:
    if edge.derived:
        return [7, 4]
    return [1, 4] if edge.share is None else False


def _rings(kg: Graph) -> dict[str, int]:
    """Return 1 for every holder of a control right and every technology under one; 2: Taiwan's."""
    found: dict[str, int] = {c.tech_id: 1 for c in kg.control_points.values()}
    for h in kg.holds:
        mine = 2 if homes(kg).get(h.holder_id) == TAIWAN else 1
        for record_id in (h.holder_id, kg.control_points[h.control_id].tech_id):
            found[record_id] = max(mine, found.get(record_id, 0))
    return found
