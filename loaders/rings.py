"""What goes round in a ring: inputs, variants, owners, suppliers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from graph.errors import Fault
from graph.schema import Owns, Requires, Supplies, Variant
from loaders.rows import Rows


def loops(rows: Rows) -> Iterator[Fault]:
    """Require that nothing is its own input, variant, owner or supplier, in a ring or alone.

    A cycle of inputs is allowed, but must be explained in a ``note``; so is a cycle of owners
    as long as somebody outside it has a part.
    """
    for table, start, end, what in (
        (Requires, "tech_id", "input_id", "requires"),
        (Variant, "variant_id", "family_id", "is a variant of"),
        (Owns, "owner_id", "owned_id", "owns"),
        (Supplies, "supplier_id", "customer_id", "supplies"),
    ):
        for r, fault in rows.of(table):
            if getattr(r, start) == getattr(r, end):
                yield fault(f"'{getattr(r, start)}' {what} itself")
    inputs = ((r.tech_id, r.input_id, r.note, f) for r, f in rows.of(Requires))
    for ring, notes, fault in _rings(inputs):
        if not any(notes):
            yield fault(f"unexplained cycle ({ring}): say why in 'note'")
    kinds = ((v.variant_id, v.family_id, v.note, f) for v, f in rows.of(Variant))
    for ring, _, fault in _rings(kinds):
        yield fault(f"each a variant of the next in a circle ({ring})")
    # Who is wholly owned, and by whom: a ring of these has nobody behind it.
    total: dict[str, float] = defaultdict(float)
    for o, _ in rows.of(Owns):
        total[o.owned_id] += (o.stake if o.voting is None else o.voting) or 0.0
    whole = (
        (o.owner_id, o.owned_id, o.note, f)
        for o, f in rows.of(Owns)
        if total[o.owned_id] > 1 - 1e-6 and total.get(o.owner_id, 0.0) > 1 - 1e-6
    )
    for ring, _, fault in _rings(whole):
        yield fault(f"own each other wholly ({ring}): nobody is behind them")


def _rings(
    edges: Iterable[tuple[str, str, str | None, Callable[[str], Fault]]],
) -> Iterator[tuple[str, list[str | None], Callable[[str], Fault]]]:
    """Yield for each ring of two or more: its members, the notes on its edges, a fault at it."""
    import networkx as nx

    g = nx.DiGraph()
    for start, end, note, fault in edges:
        if start != end:
            g.add_edge(start, end, note=note, fault=fault)
    for part in nx.strongly_connected_components(g):
        if len(part) < 2:
            continue
        inside = sorted((a, b) for a, b in g.subgraph(part).edges)
        notes = [g.edges[pair]["note"] for pair in inside]
        yield " → ".join(sorted(part)), notes, g.edges[inside[0]]["fault"]
