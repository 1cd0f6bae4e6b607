"""What a view shows: the whole graph, the neighbours of a node, a need, or an investment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import networkx as nx

from graph.errors import RequestError
from graph.layout import Item, layered
from graph.model import Graph, Node
from graph.schema import ControlPoint, Country, Investment, Need
from graph.words import DIRECTIONS
from queries.pages.view import story as stories
from queries.pages.view.edges import Edge, edges
from queries.pages.view.levels import MADE, MAKERS, homes, levels
from queries.principles import sought
from queries.structure import inputs

# Countries that have a colour, always the same; all others share one.
COLOURED = ("TWN", "USA", "CHN", "JPN", "KOR", "NLD", "DEU")
ACROSS = "*"
"""The lane of what belongs to no lane and may stand anywhere."""


class By(StrEnum):
    """By what the whole graph is ordered from top to bottom."""

    STAGE = "stage"
    DIRECTION = "direction"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Scene:
    """
    What is to be shown.

    Attributes
    ----------
    mode
        ``whole``, ``focus``, ``need`` or ``investment``.
    title
        In English and Chinese.
    shown
        Ids of the nodes.
    size
        The measure that gives the area.
    start
        The node the view is about, if any.
    by
        What the lanes are.
    story
        Numbers told beside the picture.
    lost
        Of a need view: what is lost of the need without each technology.
    columns
        Nodes that stand in another column than their own; they are always visible.
    """

    mode: str
    title: tuple[str, str]
    shown: tuple[str, ...]
    size: str = "leverage"
    start: str | None = None
    by: By = By.STAGE
    story: Mapping[str, object] = field(default_factory=dict)
    lost: Mapping[str, float] = field(default_factory=dict)
    columns: Mapping[str, int] = field(default_factory=dict)

    def links(self, kg: Graph) -> list[Edge]:
        """Return the lines between the nodes shown."""
        shown = set(self.shown)
        return [e for e in edges(kg) if e.start in shown and e.end in shown]

    def places(self, kg: Graph) -> dict[str, tuple[int, int, str]]:
        """Return column, place in it, and lane of each node."""
        at = {**levels(kg), **self.columns}
        nodes = kg.nodes
        lane = {i: _lane(kg, nodes[i], self.by) for i in self.shown}
        places = layered(
            (Item(i, at[i], lane[i]) for i in self.shown),
            ((e.start, e.end) for e in self.links(kg) if not e.derived),
            lanes=lanes(self.by),
        )
        return {i: (at[i], places[i], lane[i]) for i in self.shown}


def lanes(by: By) -> tuple[str, ...]:
    """Return the lanes from top to bottom."""
    if by is By.DIRECTION:
        return tuple(DIRECTIONS)
    return (*COLOURED, "other") if by is By.COUNTRY else (ACROSS,)


def _lane(kg: Graph, node: Node, by: By) -> str:
    if by is By.COUNTRY:
        home = homes(kg).get(node.key[0])
        return ACROSS if home is None else home if home in COLOURED else "other"
    if by is By.DIRECTION and not isinstance(node, Country):
        of = kg.technologies[node.tech_id] if isinstance(node, ControlPoint) else node
        return of.direction[0] if of.direction else ACROSS
    return ACROSS


def whole(kg: Graph, by: By) -> Scene:
    """Show everything, ordered by stage, direction or country."""
    used = {*homes(kg).values(), *(i for e in edges(kg) for i in (e.start, e.end))}
    shown = [i for i, n in kg.nodes.items() if i in used or not isinstance(n, Country)]
    title = ("From materials to US needs: who provides what", "從材料到美國需求：誰供應什麼")
    return Scene("whole", title, tuple(shown), by=by)


def focus(kg: Graph, text: str, depth: int) -> Scene:
    """
    Show a node and what is at most ``depth`` steps away, in either direction.

    Raises
    ------
    NotFound
        If no node is called that.
    """
    node = kg.node(text)
    near: dict[str, set[str]] = defaultdict(set)
    for e in edges(kg):
        if not e.derived:
            near[e.start].add(e.end)
            near[e.end].add(e.start)
    own = node.key[0]
    found = reached = {own}
    for _ in range(depth):
        reached = {n for i in reached for n in near[i]} - found
        found |= reached
    title = (f"{node.name_en} and its neighbours", f"{node.name_zh}及其鄰近節點")
    return Scene("focus", title, _sorted(kg, found), start=own)


def need(kg: Graph, text: str) -> Scene:
    """
    Show everything that a US need rests on: technologies, providers, rights, who decides.

    Raises
    ------
    NotFound
        If no node is called that.
    RequestError
        If it is not a need.
    """
    node = kg.node(text)
    if not isinstance(node, Need):
        raise RequestError(f"'{text}' is not a US need")
    techs = nx.ancestors(inputs(kg), node.need_id)
    found = {node.need_id, *_around(kg, techs)}
    found |= {e.start for e in edges(kg) if e.derived and e.end == node.need_id}
    story = stories.of_need(kg, node, techs)
    lost = {s["id"]: s["lost"] for s in story["scenarios"]}
    title = (f"{node.name_en}: what it rests on", f"{node.name_zh}：所仰賴的一切")
    size = "lost" if lost else "leverage"
    return Scene("need", title, _sorted(kg, found), size, node.need_id, story=story, lost=lost)


def investment(kg: Graph, text: str) -> Scene:
    """
    Show an investment before and after: rights over its targets, and the needs it reaches.

    Raises
    ------
    NotFound
        If no node is called that.
    RequestError
        If it is not an investment.
    """
    node = kg.node(text)
    if not isinstance(node, Investment):
        raise RequestError(f"'{text}' is not an investment")
    story = stories.of_investment(kg, node)
    g, targets = inputs(kg), sorted(sought(kg, node))
    paths = [
        nx.shortest_path(g, tech_id, need_id)
        for tech_id in targets
        for need_id, _ in story["needs"]
        if nx.has_path(g, tech_id, need_id)
    ]
    story["paths"] = paths
    found = {node.investment_id, *node.made_by, *node.partners, *targets}
    found |= {i for path in paths for i in path} | _around(kg, targets)
    title = (f"{node.name_en}: before and after", f"{node.name_zh}：投資前後")
    makers = dict.fromkeys((*node.made_by, *node.partners), MAKERS)
    columns = {**makers, node.investment_id: MADE}
    own = node.investment_id
    return Scene(
        "investment", title, _sorted(kg, found), start=own, story=story, columns=columns
    )


def _around(kg: Graph, techs: Collection[str]) -> set[str]:
    """Return technologies with their providers, control points and the holders of those."""
    own = set(techs)
    points = {e.start for e in edges(kg) if e.kind == "GOVERNS" and e.end in own}
    providers = {e.start for e in edges(kg) if e.kind == "PROVIDES" and e.end in own}
    holders = {e.start for e in edges(kg) if e.kind == "HOLDS" and e.end in points}
    return own | points | providers | holders


def _sorted(kg: Graph, ids: Iterable[str]) -> tuple[str, ...]:
    kept = set(ids)
    return tuple(i for i in kg.nodes if i in kept)
