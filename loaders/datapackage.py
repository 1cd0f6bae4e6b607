"""``data/datapackage.json``: the schema as a Frictionless data package, generated."""

from __future__ import annotations

import json
from pathlib import Path

from graph.files import bundled
from graph.schema import TABLES, Column, Record, columns

_TYPES = {
    "flag": "boolean",
    "choice": "string",
    "list": "string",
    "text": "string",
    "id": "string",
}


def describe() -> dict[str, object]:
    """Return the description of every table, as the Frictionless standard has it."""
    return {
        "profile": "tabular-data-package",
        "name": "controlshift",
        "title": "Supply-chain control points: technologies, holders, rights, US needs",
        "licenses": [
            {"name": "Apache-2.0", "title": "Apache License 2.0; sources keep theirs"}
        ],
        "resources": [_resource(name, table) for name, table in TABLES.items()],
    }


def _resource(name: str, table: type[Record]) -> dict[str, object]:
    doc = (table.__doc__ or "").strip().splitlines()[0]
    found = columns(table)
    keys = [
        {
            "fields": c.name,
            "reference": {"resource": c.refs[0], "fields": TABLES[c.refs[0]].KEY[0]},
        }
        for c in found
        if len(c.refs) == 1 and c.type != "list"
    ]
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "description": doc,
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(c) for c in found],
            "primaryKey": list(table.KEY),
            **({"foreignKeys": keys} if keys else {}),
            "missingValues": [""],
        },
    }


def _field(column: Column) -> dict[str, object]:
    limits: dict[str, object] = {}
    if column.required:
        limits["required"] = True
    if column.low is not None:
        limits["minimum"] = column.low
    if column.high is not None:
        limits["maximum"] = column.high
    if column.pattern:
        limits["pattern"] = column.pattern
    if column.type == "choice":
        limits["enum"] = [str(c) for c in column.choices]
    field: dict[str, object] = {
        "name": column.name,
        "type": _TYPES.get(column.type, column.type),
        "description": column.help + (f" [{column.unit}]" if column.unit else ""),
    }
    if column.type == "flag":
        field |= {"trueValues": ["1"], "falseValues": ["0"]}
    return {**field, **({"constraints": limits} if limits else {})}


def text() -> str:
    """Return the description as it stands in the file."""
    return json.dumps(describe(), ensure_ascii=False, indent=1) + "\n"


_BEGIN, _END = "<!-- tables: made by `make data` -->", "<!-- end of tables -->"


def dictionary() -> str:
    """Return the data dictionary as Markdown: every table, its key and its columns."""
    lines = [_BEGIN]
    for name, table in TABLES.items():
        doc = (table.__doc__ or "").strip().splitlines()[0]
        lines += ["", f"### {name}.csv", "", f"{doc} Key: `{'`, `'.join(table.KEY)}`.", ""]
        lines += ["| column | needed | what it holds |", "|---|---|---|"]
        for c in columns(table):
            what = c.help + (f" [{c.unit}]" if c.unit else "")
            if c.type == "choice" and c.choices:
                what += ": " + ", ".join(c.choices)
            if c.refs:
                what += f" (id in {' or '.join(c.refs)})"
            lines.append(f"| {c.name} | {'yes' if c.required else ''} | {what} |")
    return "\n".join([*lines, "", _END])


def main(folder: Path | None = None) -> None:
    """Write the file, and the tables of the data's README, anew."""
    folder = folder or bundled()
    (folder / "datapackage.json").write_text(text(), encoding="utf-8")
    readme = folder / "README.md"
    before, _, rest = readme.read_text(encoding="utf-8").partition(_BEGIN)
    after = rest.partition(_END)[2]
    readme.write_text(before + dictionary() + after, encoding="utf-8")


if __name__ == "__main__":
    main()
