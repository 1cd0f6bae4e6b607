"""A folder of empty tables for an analyst to fill."""

from __future__ import annotations

from pathlib import Path

from graph.errors import RequestError
from graph.schema import TABLES, columns


def write(folder: Path) -> None:
    """
    Make a folder with one CSV a table, each with its header only.

    Raises
    ------
    RequestError
        If the folder exists and is not empty: nothing is overwritten.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RequestError(f"{folder} exists and is not empty")
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in TABLES.items():
        header = ",".join(column.name for column in columns(table))
        # With a BOM, Excel saves the file as UTF-8 again.
        (folder / f"{name}.csv").write_text(f"{header}\n", encoding="utf-8-sig", newline="")
