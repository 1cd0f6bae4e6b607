"""The graph as files for ``neo4j-admin database import full``: the fastest way into an empty server.

The files hold what :func:`graph.store.load.push` writes, mark of ownership included, so that a
later push takes them for its own and only writes what changed since. Constraints and indexes are in
a script to run afterwards: Community's store takes none while it imports. A push makes them too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from graph.store.elements import Elements, Properties, Property
from graph.store.ontology import GRAPH, KEYS, STATE, constraints, indexes
from graph.store.state import state

ARGUMENTS, SCHEMA = "import.args", "schema.cypher"
COMMAND = f"neo4j-admin database import full neo4j @{ARGUMENTS}"
"""To be run in the folder of the files, while the server is stopped."""

# A character that no name contains: `;`, the usual one, stands in texts.
_BETWEEN = "\x1f"
_TYPES = {bool: "boolean", int: "long", float: "double", str: "string"}


def write(wanted: Elements, folder: Path) -> None:
    """
    Write one CSV file for each label and each kind of relationship, and the arguments to import.

    Parameters
    ----------
    wanted
        All nodes and relationships.
    folder
        Where to; made if need be. Files of the same names are overwritten.
    """
    folder.mkdir(parents=True, exist_ok=True)
    arguments = [
        "--overwrite-destination",
        "--multiline-fields=true",
        "--array-delimiter=U+001F",
    ]
    nodes = {**wanted.nodes, STATE: {GRAPH: state(wanted)}}
    for name, rows in nodes.items():
        types = _types(rows.values())
        head = [f"{KEYS[name]}:ID({name})"]
        lines = ([k, *_values(types, p)] for k, p in rows.items())
        types.pop(KEYS[name], None)
        _table(folder / f"{name}.csv", head, types, lines)
        arguments.append(f"--nodes={name}={name}.csv")
    for (start, kind, end), links in wanted.relations.items():
        types = _types(p for _, _, p in links)
        file = f"{start}-{kind}-{end}.csv"
        head = [f":START_ID({start})", f":END_ID({end})"]
        _table(folder / file, head, types, ([a, b, *_values(types, p)] for a, b, p in links))
        arguments.append(f"--relationships={kind}={file}")
    (folder / SCHEMA).write_text(
        "".join(f"{s};\n" for s in (*constraints(), *indexes())), encoding="utf-8"
    )
    (folder / ARGUMENTS).write_text("\n".join(arguments) + "\n", encoding="utf-8")


def _types(rows: Iterable[Properties]) -> dict[str, str]:
    """Return the type of each property, as a header names it."""
    found: dict[str, str] = {}
    for properties in rows:
        for name, value in properties.items():
            one = value[0] if isinstance(value, list) else value
            kind = _TYPES.get(type(one), "datetime") + ("[]" if isinstance(value, list) else "")
            # Whole numbers among others: the column is one of numbers.
            found[name] = (
                "double" if {kind, found.get(name, kind)} == {"long", "double"} else kind
            )
    return found


def _values(types: Mapping[str, str], properties: Properties) -> list[Property | None]:
    return [properties.get(name) for name in types]


def _table(
    path: Path, head: list[str], types: Mapping[str, str], rows: Iterable[list[Property | None]]
) -> None:
    with open(path, "w", encoding="utf-8", newline="") as out:
        out.write(",".join([*head, *(f"{name}:{kind}" for name, kind in types.items())]) + "\n")
        out.writelines(",".join(map(_cell, row)) + "\n" for row in rows)


def _cell(value: object) -> str:
    """Return a value as a cell: texts in quotes, nothing for what is unknown."""
    if isinstance(value, list):
        value = _BETWEEN.join(_bare(v) for v in value)
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return "" if value is None else _bare(value)


def _bare(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value).lower() if isinstance(value, bool) else str(value)
