"""
Where nodes stand in a picture: levels from left to right, places from top to bottom.

Levels and lanes are given, never guessed. Inside a level the order is that of the barycentre
heuristic for few crossings (Sugiyama, Tagawa and Toda 1981), ties broken by id, so that the same
data give the same picture whatever the order of their rows. igraph's Sugiyama layout would do it,
but ends the process when layers are given (1.0.0, tried on the bundled data), and knows no lanes.

Places are ranks, not pixels: the page spreads what it shows of a level over its own height.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_SWEEPS = 12


@dataclass(frozen=True, slots=True)
class Item:
    """A node to be placed: its level along x, and the lane it keeps to along y."""

    id: str
    level: int
    lane: str = ""


def layered(
    items: Iterable[Item], links: Iterable[tuple[str, str]], *, lanes: Sequence[str] = ("",)
) -> dict[str, int]:
    """
    Order the items of each level so that few links cross.

    Parameters
    ----------
    items
        What to place.
    links
        Pairs of ids, in any direction; those whose ends are not both placed, or stand in the
        same level, do not count.
    lanes
        Order of the lanes from top to bottom; a lane not named comes last.

    Returns
    -------
    places
        Rank of each item in its level, 0 at the top.

    Examples
    --------
    >>> items = [Item("a", 0), Item("b", 0), Item("c", 1), Item("d", 1)]
    >>> layered(items, [("a", "d"), ("b", "c")])
    {'b': 0, 'a': 1, 'c': 0, 'd': 1}
    """
    given = sorted(items, key=lambda i: i.id)
    level = {i.id: i.level for i in given}
    near: dict[str, list[str]] = defaultdict(list)
    for a, b in sorted(set(links)):
        if a in level and b in level and level[a] != level[b]:
            near[a].append(b)
            near[b].append(a)
    columns: dict[int, list[Item]] = defaultdict(list)
    rank = {lane: n for n, lane in enumerate(lanes)}
    for item in sorted(given, key=lambda i: rank.get(i.lane, len(rank))):
        columns[item.level].append(item)
    height = {i: h for column in columns.values() for i, h in _heights(column).items()}
    best, order = _length(near, height), {k: list(c) for k, c in columns.items()}
    for sweep in range(_SWEEPS):
        for key in sorted(columns, reverse=bool(sweep % 2)):
            column = columns[key]
            wanted = {i.id: _mean(near[i.id], height, height[i.id]) for i in column}
            column.sort(key=lambda i: (rank.get(i.lane, len(rank)), wanted[i.id], i.id))
            height.update(_heights(column))
        length = _length(near, height)
        if length < best:
            best, order = length, {k: list(c) for k, c in columns.items()}
    return {item.id: n for key in sorted(order) for n, item in enumerate(order[key])}


def _heights(column: Sequence[Item]) -> dict[str, float]:
    """Return how far down its level each item stands, 0 to 1, all evenly spread."""
    return {item.id: (n + 0.5) / len(column) for n, item in enumerate(column)}


def _mean(near: Sequence[str], height: Mapping[str, float], own: float) -> float:
    # Rounded, so that sums in another order of addition do not turn a tie.
    return round(sum(height[n] for n in near) / len(near), 9) if near else own


def _length(near: Mapping[str, Sequence[str]], height: Mapping[str, float]) -> float:
    """Return how far all links run up or down: short ones cross little."""
    return round(sum(abs(height[a] - height[b]) for a, to in near.items() for b in to), 9)
