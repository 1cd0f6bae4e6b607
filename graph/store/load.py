"""A graph written to Neo4j: all of it or nothing, and nothing else touched.

One transaction compares what an earlier load left with what is wanted, and writes the difference.
A reader sees the earlier load until the commit and this one after it, also with patterns that
name no label; a load that is killed, or whose server is, leaves the earlier one whole, and there is
nothing to sweep up. The price is memory: about 1.5 kB of the server's heap for each node or
relationship that is new, 70 % of the heap at most. The usual heap of 1 GB takes some 450,000 of
them, one of 4 GB more than a million (``neo4j up --heap``).

Owned by the load are the nodes and relationships with ``graph: "controlshift"``, their properties
included. Relationships of others to its nodes stay; a node that left the data while such a
relationship hangs on it stays too, as ``:Withdrawn``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from graph.errors import StoreError
from graph.store.elements import Elements, Properties
from graph.store.ontology import (
    GRAPH,
    KEYS,
    KINDS,
    LABELS,
    STATE,
    WITHDRAWN,
    Kind,
    constraints,
    indexes,
)
from graph.store.state import state

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction, SummaryCounters
    from neo4j.exceptions import Neo4jError

BATCH = 5_000
"""Rows sent at once; 5,000 to 10,000 were fastest when measured."""

T = TypeVar("T")
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load changed. A relationship whose values changed counts as removed and created."""

    version: str
    nodes: int
    relations: int
    nodes_created: int
    nodes_updated: int
    nodes_removed: int
    nodes_withdrawn: int
    relations_created: int
    relations_removed: int


def push(
    driver: Driver,
    wanted: Elements,
    *,
    database: str | None = None,
    progress: Progress = lambda _: None,
) -> Loaded:
    """
    Make the database hold these nodes and relationships in place of those loaded before.

    Parameters
    ----------
    driver
        Connected to the server.
    wanted
        All nodes and relationships.
    database
        Name; the user's own default without it.
    progress
        Is told how many of the nodes and relationships are done.

    Raises
    ------
    StoreError
        If nodes of others have the same label and key, or one of ours cannot be held.
    neo4j.exceptions.Neo4jError, neo4j.exceptions.DriverError
        For every other fault; see :func:`graph.store.connection.faults`.
    """
    for statement in (*constraints(), *indexes()):
        _prepare(driver, statement, database)
    with driver.session(database=database, fetch_size=2 * BATCH) as session:
        return session.execute_write(_write, wanted, progress)


def loaded(driver: Driver, *, database: str | None = None) -> dict[str, object]:
    """Return what the last load noted of itself: data version, time, counts; empty if none."""
    found = driver.execute_query(
        f"MATCH (s:{STATE} {{graph: $graph}}) RETURN s {{.*, loaded_at: toString(s.loaded_at)}}",
        graph=GRAPH,
        database_=database,
        routing_="r",
    ).records
    return dict(found[0][0]) if found else {}


def _prepare(driver: Driver, statement: str, database: str | None) -> None:
    """Make a constraint or index; an own one that is there already is left as it is."""
    from neo4j.exceptions import Neo4jError

    try:
        driver.execute_query(statement, database_=database)
    except Neo4jError as error:
        if ".Schema." not in (error.code or ""):
            raise
        raise _in_the_way(error) from error


def _write(tx: ManagedTransaction, wanted: Elements, progress: Progress) -> Loaded:
    """Write the difference within one transaction; run anew as a whole if it must be."""
    from neo4j.exceptions import ConstraintError, TransientError

    try:
        return _difference(tx, wanted, progress)
    except ConstraintError as error:
        raise _in_the_way(error) from error
    except TransientError as error:
        if "OutOfMemory" not in (error.code or ""):
            raise  # and the driver tries again
        raise StoreError(
            "the server has too little memory for a load of this size, and the one before "
            "stands: give it more ('controlshift neo4j up --heap 4g'), or load an empty server "
            "from the files of 'controlshift export --to neo4j'"
        ) from error


def _difference(tx: ManagedTransaction, wanted: Elements, progress: Progress) -> Loaded:
    old = _restore(tx, wanted)
    gone, fresh = _relations(old, wanted)
    told = Counter[str]()
    done = wanted.relation_count - sum(map(len, fresh.values()))

    def count(rows: Sequence[T]) -> Iterator[Sequence[T]]:
        nonlocal done
        for batch in _batches(rows):
            yield batch
            done += len(batch)
            progress(done)

    for batch in _batches(gone):
        told["relations_removed"] += _run(
            tx, "UNWIND $rows AS row MATCH ()-[r]->() WHERE elementId(r) = row DELETE r", batch
        ).relationships_deleted
    for name, before in old.nodes.items():
        nodes = wanted.nodes.get(name, {})
        for batch in _batches([k for k in before if k not in nodes]):
            told.update(_remove(tx, name, batch))
    for name, nodes in wanted.nodes.items():
        before = old.nodes.get(name, {})
        done += sum(before.get(k) == p for k, p in nodes.items())
        new = [p for k, p in nodes.items() if k not in before]
        for created in count(new):
            told["nodes_created"] += _run(
                tx, f"UNWIND $rows AS row CREATE (n:{name}) SET n = row", created
            ).nodes_created
        key = f"{{{KEYS[name]}: row.{KEYS[name]}}}"
        for updated in count([p for k, p in nodes.items() if before.get(k, p) != p]):
            told["nodes_updated"] += len(updated)
            _run(tx, f"UNWIND $rows AS row MATCH (n:{name} {key}) SET n = row", updated)
    for kind, rows in fresh.items():
        for linked in count(rows):
            told["relations_created"] += _connect(tx, kind, linked)
    tx.run(
        f"MATCH (s:{STATE} {{graph: $graph}}) SET s = $state", graph=GRAPH, state=state(wanted)
    ).consume()
    return Loaded(
        version=wanted.version,
        nodes=wanted.node_count,
        relations=wanted.relation_count,
        nodes_created=told["nodes_created"],
        nodes_updated=told["nodes_updated"],
        nodes_removed=told["nodes_removed"],
        nodes_withdrawn=told["nodes_withdrawn"],
        relations_created=told["relations_created"],
        relations_removed=told["relations_removed"],
    )


@dataclass(slots=True)
class _Old:
    """What an earlier load left: nodes by label and key, ids of relationships by their content."""

    nodes: dict[str, dict[str, Properties]] = field(default_factory=dict)
    relations: dict[Kind, dict[object, list[str]]] = field(default_factory=dict)


def _restore(tx: ManagedTransaction, wanted: Elements) -> _Old:
    """Read what an earlier load left, taking back what had been withdrawn and is wanted anew."""
    # The lock on this node makes two loads at once wait for one another.
    first = tx.run(
        f"MERGE (s:{STATE} {{graph: $graph}}) ON CREATE SET s.first = true "
        "SET s.loading = true RETURN s.first AS first",
        graph=GRAPH,
    ).single(strict=True)["first"]
    old = _Old()
    if first:
        return old
    tx.run(
        f"MATCH (n:{WITHDRAWN} {{graph: $graph}}) WHERE NOT EXISTS {{ (n)--() }} DELETE n",
        graph=GRAPH,
    ).consume()
    away = tx.run(f"MATCH (n:{WITHDRAWN} {{graph: $graph}}) RETURN n.was, n.id", graph=GRAPH)
    for name, record_id in [tuple(record) for record in away]:
        if record_id in wanted.nodes.get(name, {}):
            tx.run(
                f"MATCH (n:{WITHDRAWN} {{graph: $graph, was: $was, id: $id}}) "
                f"SET n:{name} REMOVE n:{WITHDRAWN}",
                graph=GRAPH, was=name, id=record_id,
            ).consume()  # fmt: skip
    for table in LABELS:
        name, key = table.__name__, KEYS[table.__name__]
        found = tx.run(
            f"MATCH (n:{name} {{graph: $graph}}) RETURN n.{key}, n {{.*}}", graph=GRAPH
        )
        old.nodes[name] = dict(map(tuple, found))
    for kind in KINDS:
        start, name, end = kind
        found = tx.run(
            f"MATCH (a:{start})-[r:{name} {{graph: $graph}}]->(b:{end}) "
            f"RETURN elementId(r), a.{KEYS[start]}, b.{KEYS[end]}, r {{.*}}",
            graph=GRAPH,
        )
        known = old.relations[kind] = defaultdict(list)
        for element_id, a, b, properties in found:
            known[_content(a, b, properties)].append(element_id)
    return old


def _content(start: str, end: str, properties: Properties) -> object:
    """Return what makes two relationships of a kind the same: their ends and every value."""
    items = ((n, tuple(v) if isinstance(v, list) else v) for n, v in properties.items())
    return start, end, frozenset(items)


def _relations(
    old: _Old, wanted: Elements
) -> tuple[list[str], dict[Kind, list[dict[str, object]]]]:
    """Return the ids of relationships that are to go, and those that are to come."""
    fresh: dict[Kind, list[dict[str, object]]] = {}
    for kind, rows in wanted.relations.items():
        known = old.relations.get(kind, {})
        new = fresh[kind] = []
        for start, end, properties in rows:
            there = known and known.get(_content(start, end, properties))
            if there:
                there.pop()
            else:
                new.append({"start": start, "end": end, "properties": properties})
    gone = [i for known in old.relations.values() for ids in known.values() for i in ids]
    return gone, fresh


def _remove(tx: ManagedTransaction, name: str, keys: Sequence[str]) -> dict[str, int]:
    """Remove nodes; withdraw those on which relationships of others hang."""
    match = f"UNWIND $rows AS row MATCH (n:{name} {{{KEYS[name]}: row}})"
    held = _run(
        tx,
        f"{match} WHERE EXISTS {{ (n)--() }} REMOVE n:{name} SET n:{WITHDRAWN}, n.was = '{name}'",
        keys,
    ).labels_added
    return {
        "nodes_withdrawn": held,
        "nodes_removed": _run(tx, f"{match} DELETE n", keys).nodes_deleted,
    }


def _connect(tx: ManagedTransaction, kind: Kind, rows: Sequence[object]) -> int:
    start, name, end = kind
    made = _run(
        tx,
        f"UNWIND $rows AS row MATCH (a:{start} {{{KEYS[start]}: row.start}}) "
        f"MATCH (b:{end} {{{KEYS[end]}: row.end}}) "
        f"CREATE (a)-[r:{name}]->(b) SET r = row.properties",
        rows,
    ).relationships_created
    if made != len(rows):
        raise StoreError(
            f"{len(rows) - made} relationships {name} lack an end; nothing was kept"
        )
    return made


def _run(tx: ManagedTransaction, query: str, rows: Sequence[object]) -> SummaryCounters:
    return tx.run(query, rows=rows).consume().counters


def _batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def _in_the_way(error: Neo4jError) -> StoreError:
    said = " ".join((error.message or "").split())[:300]
    return StoreError(
        f"the database holds other data that are in the way ({said}): use a database of its own"
    )
