"""
The graph with all its measures as files that other programs open.

Every file holds the same nodes, relations and measures; ids are those of the data, and a cell
that is empty, or an attribute that is absent, is unknown and not zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import RequestError
from graph.model import Graph, properties, said
from queries.measures import measures
from queries.output.cells import safe

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd


class To(StrEnum):
    """What kind of program the files are for."""

    GRAPHML = "graphml"
    GEXF = "gexf"
    CSV = "csv"
    PARQUET = "parquet"
    NEO4J = "neo4j"


def export(kg: Graph, to: To, target: Path) -> None:
    """
    Write the graph with its measures.

    Parameters
    ----------
    kg
        The graph.
    to
        ``graphml`` and ``gexf`` make one file (Gephi, yEd, Cytoscape, NetworkX); ``csv`` and
        ``parquet`` a folder with one file for each label and each type of relation;
        ``neo4j`` a folder for the import tool of Neo4j (:mod:`graph.store.admin_files`).
    target
        The file or the folder; what is there under the same names is overwritten.

    Raises
    ------
    RequestError
        If the target is a folder where a file is to be made, or the other way round.
    """
    write, folder = _WRITERS[to]
    if target.exists() and target.is_dir() != folder:
        wanted, there = ("folder", "file") if folder else ("file", "folder")
        raise RequestError(f"{to} is written as a {wanted}, and {target} is a {there}")
    write(kg, target)


def default(to: To) -> Path:
    """Return where an export goes if nobody says: a name in the working directory."""
    return Path(f"controlshift-{to}" if _WRITERS[to][1] else f"controlshift.{to}")


def frames(kg: Graph) -> dict[str, pd.DataFrame]:
    """
    Return nodes by label and relations by type, each as a data frame.

    Nodes have their columns and measures, sources too; a relation has ``start`` and ``end``, the
    ids of its nodes, and the columns of its row.
    """
    import pandas as pd

    rows: dict[str, list[Mapping[str, object]]] = {}
    known = measures(kg)
    for record_id, found in kg.nodes.items():
        row = {**properties(found), **known[record_id]}
        rows.setdefault(type(found).__name__, []).append(row)
    rows["Source"] = [dict(properties(s)) for s in kg.sources.values()]
    for start, kind, end, record in kg.relations():
        rows.setdefault(kind, []).append({"start": start, "end": end, **said(record)})
    # Columns with blanks stay whole numbers and flags, not 2024.0 and 1.0.
    return {name: pd.DataFrame(found).convert_dtypes() for name, found in rows.items()}


def _csv(kg: Graph, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in frames(kg).items():
        frame.map(safe).to_csv(folder / f"{name}.csv", index=False, encoding="utf-8-sig")


def _parquet(kg: Graph, folder: Path) -> None:
    if find_spec("pyarrow") is None:  # pandas would say it in a traceback
        raise RequestError(
            "parquet needs pyarrow: install controlshift[parquet], or export csv"
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in frames(kg).items():
        frame.to_parquet(folder / f"{name}.parquet", index=False)


def _neo4j(kg: Graph, folder: Path) -> None:
    from graph.store import admin_files
    from graph.store.elements import elements

    admin_files.write(elements(kg, measures(kg)), folder)


def _graphml(kg: Graph, path: Path) -> None:
    import networkx as nx

    nx.write_graphml(_captioned(kg), path, encoding="utf-8", named_key_ids=True)


def _gexf(kg: Graph, path: Path) -> None:
    import networkx as nx

    nx.write_gexf(_captioned(kg), path, encoding="utf-8")


def _captioned(kg: Graph) -> nx.MultiDiGraph:
    """Return the NetworkX graph as Gephi reads it: ``label`` is the name, ``kind`` the label."""
    g, known = kg.to_networkx(), measures(kg)
    for record_id, data in g.nodes(data=True):
        data.update(known[record_id], kind=data["label"], label=data["name_en"])
    for *_, data in g.edges(data=True):
        data["kind"] = data.pop("type")
    _one_type_each([data for _, data in g.nodes(data=True)])
    _one_type_each([data for *_, data in g.edges(data=True)])
    return g


def _one_type_each(rows: list[dict[str, object]]) -> None:
    """Make whole numbers floats where the attribute is one elsewhere: the formats ask for it."""
    floats = {name for row in rows for name, value in row.items() if isinstance(value, float)}
    for row in rows:
        row.update({n: float(v) for n, v in row.items() if n in floats and type(v) is int})


_WRITERS: Mapping[To, tuple[Callable[[Graph, Path], None], bool]] = {
    To.GRAPHML: (_graphml, False),
    To.GEXF: (_gexf, False),
    To.CSV: (_csv, True),
    To.PARQUET: (_parquet, True),
    To.NEO4J: (_neo4j, True),
}
