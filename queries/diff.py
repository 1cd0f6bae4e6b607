"""What changed between two states of the data: which ranks moved, and which row did it.

Each changed row is put alone into the old data and everything recomputed; the row that moves an
investment most is named as its cause. A row that cannot stand alone (an effect of a new
investment) is tried together with the nodes it names; what no single row explains is called
*several together*.

Measures: differences of rank, verdict and shift.
Identifies: the row to look at when a number in a slide no longer holds.
Beware: rows that only act together are not told apart.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.model import Graph
from graph.schema import Record
from queries.shift import Shift, shift

SEVERAL = "several together"
_NEGLIGIBLE = 1e-9


@dataclass(frozen=True, slots=True)
class Moved:
    """One investment before and after; ``None`` where it was not there."""

    investment_id: str
    rank: tuple[int | None, int | None]
    verdict: tuple[str | None, str | None]
    shift_pp: tuple[float | None, float | None]
    cause: str


def changed(old: Graph, new: Graph) -> list[tuple[Record | None, Record | None]]:
    """Return the rows that differ: (before, after), ``None`` where there was or is none."""
    before = {(type(r), r.key): r for r in old}
    after = {(type(r), r.key): r for r in new}
    keys = [k for k in before if before[k] != after.get(k)]
    keys += [k for k in after if k not in before]
    return [(before.get(k), after.get(k)) for k in keys]


def label(pair: tuple[Record | None, Record | None]) -> str:
    """Return what a changed row is called: table, key, and what was done to it."""
    record = pair[1] or pair[0]
    assert record is not None
    done = "changed" if all(pair) else "added" if pair[1] else "removed"
    return f"{record.TABLE}: {', '.join(record.key)} {done}"


def compare(old: Graph, new: Graph) -> list[Moved]:
    """Return every investment whose rank, verdict or shift moved, greatest move first."""
    one, two = _ranked(old), _ranked(new)
    moved = [i for i in {**one, **two} if _differs(one.get(i), two.get(i))]
    causes = _causes(old, new, one, moved) if moved else {}
    found = [
        Moved(
            i,
            (one[i][0] if i in one else None, two[i][0] if i in two else None),
            (_verdict(one.get(i)), _verdict(two.get(i))),
            (_value(one.get(i)), _value(two.get(i))),
            causes.get(i, SEVERAL),
        )
        for i in moved
    ]
    return sorted(
        found,
        key=lambda m: (-abs((m.shift_pp[1] or 0) - (m.shift_pp[0] or 0)), m.investment_id),
    )


def _ranked(kg: Graph) -> dict[str, tuple[int, Shift]]:
    return {s.investment.investment_id: (n, s) for n, s in enumerate(shift(kg), 1)}


def _differs(one: tuple[int, Shift] | None, two: tuple[int, Shift] | None) -> bool:
    if one is None or two is None:
        return True
    same = one[0] == two[0] and one[1].excluded == two[1].excluded
    return not same or abs(one[1].shift_pp - two[1].shift_pp) > _NEGLIGIBLE


def _verdict(found: tuple[int, Shift] | None) -> str | None:
    return None if found is None else "excluded" if found[1].excluded else "candidate"


def _value(found: tuple[int, Shift] | None) -> float | None:
    return None if found is None else found[1].shift_pp


def _causes(
    old: Graph, new: Graph, one: dict[str, tuple[int, Shift]], moved: list[str]
) -> dict[str, str]:
    best: dict[str, tuple[float, str]] = {}
    for pair in changed(old, new):
        alone = _alone(old, new, pair)
        if alone is None:
            continue
        for i in moved:
            was, now = one.get(i), alone.get(i)
            if not _differs(was, now):
                continue
            # A turned verdict weighs most, then the shift; a mere change of place least.
            effect = abs((_value(now) or 0.0) - (_value(was) or 0.0))
            score = effect + (_verdict(now) != _verdict(was))
            best[i] = max(best.get(i, (-1.0, "")), (score, label(pair)))
    return {i: name for i, (_, name) in best.items()}


def _alone(
    old: Graph, new: Graph, pair: tuple[Record | None, Record | None]
) -> dict[str, tuple[int, Shift]] | None:
    """Return the ranking with one row changed, or ``None`` if it cannot stand alone."""
    before, after = pair
    needed = [r for r in (after,) if r is not None]
    if after is not None:
        named = {getattr(after, name) for name in after.KEY}
        needed += [
            r
            for r in new
            if r.key[0] in named and len(r.KEY) == 1 and r.key[0] not in old.nodes
        ]
        source = getattr(after, "source_id", None)
        if source in new.sources:
            needed.append(new.sources[source])
    try:
        return _ranked(old.replaced(needed, without=[before] if before and not after else []))
    except (KeyError, StopIteration, ValueError):
        return None
