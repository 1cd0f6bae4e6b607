"""
Where nodes stand in a picture: levels from left to right, lanes from top to bottom.

Levels and lanes are given, never guessed. Inside a level the order is that of the barycentre
heuristic for few crossings (Sugiyama, Tagawa and Toda 1981), ties broken by id, so that the same
data give the same picture. igraph's Sugiyama layout would do it, but ends the process when
layers are given (1.0.0, tried on the bundled data), and knows neither lanes nor wrapping.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

COLUMN, ROW, MARGIN = 150.0, 46.0, 60.0
"""Distance of columns, of rows, and between levels and lanes, in pixels at scale 1."""

_SWEEPS = 6
_RATIO = 1.5


@dataclass(frozen=True, slots=True)
class Item:
    """
    A node to be placed.

    ``beside`` names another item in whose margin it stands, to the left: a firm beside what it
    makes. Such an item takes no place in the columns.
    """

    id: str
    level: int
    lane: str = ""
    beside: str | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """The room of a level (along x) or of a lane (along y)."""

    key: int | str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions by id, and the bands they stand in."""

    at: Mapping[str, tuple[float, float]]
    levels: Sequence[Band]
    lanes: Sequence[Band]


def layered(
    items: Iterable[Item], links: Iterable[tuple[str, str]], *, lanes: Sequence[str] = ("",)
) -> Layout:
    """
    Place items in levels and lanes.

    Parameters
    ----------
    items
        What to place. An item ``beside`` one that is not there counts as an ordinary one.
    links
        Pairs (input, user); those whose ends are not both placed are ignored.
    lanes
        Order of the lanes from top to bottom.

    Returns
    -------
    layout
        Width to height is about 1.5 where the items allow it.

    Examples
    --------
    >>> found = layered([Item("ore", 0), Item("wafer", 1), Item("chip", 2)],
    ...                 [("ore", "wafer"), ("wafer", "chip")])
    >>> [x for x, _ in found.at.values()] == sorted(x for x, _ in found.at.values())
    True
    >>> len({y for _, y in found.at.values()})
    1
    """
    given = sorted(items, key=lambda i: i.id)
    main = {i.id: i for i in given if i.beside is None}
    main.update({i.id: i for i in given if i.beside is not None and i.beside not in main})
    linked = [(a, b) for a, b in links if a in main and b in main and a != b]
    order = _ordered(list(main.values()), linked, {lane: n for n, lane in enumerate(lanes)})
    cells: dict[tuple[str, int], list[str]] = defaultdict(list)
    for item in sorted(main.values(), key=lambda i: order[i.id]):
        cells[item.lane, item.level].append(item.id)
    wraps = _wraps(cells)
    depth = _depths(main, linked)
    at, levels = {}, []
    x = 0.0
    left: dict[int, float] = {}
    for level in sorted(wraps):
        left[level] = x
        width = wraps[level] * COLUMN
        levels.append(Band(level, x - COLUMN / 2, x + width - COLUMN / 2))
        x += width + MARGIN
    bands, top = [], 0.0
    for lane in lanes:
        rows = max(
            (-(-len(ids) // wraps[level]) for (k, level), ids in cells.items() if k == lane),
            default=0,
        )
        if not rows:
            continue
        for (k, level), ids in cells.items():
            if k == lane:
                for n, column in enumerate(_columns(ids, wraps[level], depth)):
                    start = top + (rows - len(column)) * ROW / 2
                    for row, record_id in enumerate(column):
                        at[record_id] = (left[level] + n * COLUMN, start + row * ROW)
        bands.append(Band(lane, top - ROW / 2, top + (rows - 0.5) * ROW))
        top += rows * ROW + MARGIN
    at.update(_beside([i for i in given if i.id not in at], at))
    return Layout(at, levels, bands)


def _ordered(
    items: Sequence[Item], links: Sequence[tuple[str, str]], lanes: Mapping[str, int]
) -> dict[str, float]:
    """Return a height for each item, 0 to 1 in its level, that keeps its links short."""
    near: dict[str, list[str]] = defaultdict(list)
    level = {i.id: i.level for i in items}
    for a, b in links:
        if level[a] != level[b]:
            near[a].append(b)
            near[b].append(a)
    columns: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        columns[item.level].append(item)
    height = {}
    for column in columns.values():
        for n, item in enumerate(column):
            height[item.id] = (n + 0.5) / len(column)
    for sweep in range(_SWEEPS):
        for key in sorted(columns, reverse=bool(sweep % 2)):
            column = columns[key]
            wanted = {
                i.id: sum(height[n] for n in near[i.id]) / len(near[i.id])
                if near[i.id]
                else height[i.id]
                for i in column
            }
            column.sort(key=lambda i: (lanes.get(i.lane, 0), wanted[i.id], i.id))
            for n, item in enumerate(column):
                height[item.id] = (n + 0.5) / len(column)
    return height


def _wraps(cells: Mapping[tuple[str, int], Sequence[str]]) -> dict[int, int]:
    """Return into how many columns each level is wrapped, for a pleasant shape."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for (lane, level), ids in cells.items():
        counts[level][lane] = len(ids)
    best, found = float("inf"), {level: 1 for level in counts}
    for most in range(1, 1 + max((max(c.values()) for c in counts.values()), default=0)):
        wraps = {level: -(-max(c.values()) // most) for level, c in counts.items()}
        tall: dict[str, int] = defaultdict(int)
        for level, c in counts.items():
            for lane, n in c.items():
                tall[lane] = max(tall[lane], -(-n // wraps[level]))
        width = sum(wraps.values()) * COLUMN + len(wraps) * MARGIN
        height = sum(tall.values()) * ROW + len(tall) * MARGIN
        off = abs(width / height - _RATIO)
        if off < best:
            best, found = off, wraps
    return found


def _depths(main: Mapping[str, Item], links: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Return how many steps inside its own level lead to each item; a cycle adds none."""
    inputs: dict[str, list[str]] = defaultdict(list)
    for a, b in links:
        if main[a].level == main[b].level:
            inputs[b].append(a)
    depth: dict[str, int] = {}

    def measure(record_id: str, above: frozenset[str]) -> int:
        if record_id not in depth:
            below = [i for i in inputs[record_id] if i not in above]
            depth[record_id] = max(
                (1 + measure(i, above | {record_id}) for i in below), default=0
            )
        return depth[record_id]

    for record_id in main:
        measure(record_id, frozenset())
    return depth


def _columns(ids: Sequence[str], wrap: int, depth: Mapping[str, int]) -> list[list[str]]:
    """Divide a level into columns of like height, inputs to the left, each in its order."""
    place = {record_id: n for n, record_id in enumerate(ids)}
    by_depth = sorted(ids, key=lambda i: (depth[i], place[i]))
    size = -(-len(ids) // wrap)
    parts = [by_depth[n : n + size] for n in range(0, len(by_depth), size)]
    return [sorted(part, key=place.__getitem__) for part in parts]


def _beside(
    items: Sequence[Item], at: Mapping[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """Place items in the margin left of what they stand beside, none upon another."""
    margins: dict[float, list[tuple[float, str]]] = defaultdict(list)
    for item in items:
        x, y = at[item.beside or ""]
        margins[x].append((y, item.id))
    found = {}
    for x, group in margins.items():
        group.sort()
        gap = ROW / 2
        heights = [y for y, _ in group]
        # Push apart downward, then move the whole back to where it wanted to be on average.
        pushed = []
        for y in heights:
            pushed.append(max(y, pushed[-1] + gap) if pushed else y)
        shift = (sum(heights) - sum(pushed)) / len(group)
        for n, ((_, record_id), y) in enumerate(zip(group, pushed, strict=True)):
            found[record_id] = (x - COLUMN * (0.42 if n % 2 else 0.58), y + shift)
    return found
