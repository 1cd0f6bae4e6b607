"""Folders of tables: the bundled one, and an analyst's own laid over it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from graph.errors import DataError, Fault, RequestError
from graph.files import bundled, digest
from graph.model import Graph
from graph.names import nearest
from graph.schema import TABLES, Record
from loaders import check, eto
from loaders.table import Faults, Row, read

# A loader reads a dataset in its owner's own form, knowing the rows it will be laid over.
Loader = Callable[[Path, Sequence[Row], Faults, Callable[[str], None]], list[Row]]
LOADERS: dict[str, Loader] = {"eto": eto.rows}

# What people keep tables in; a file of this kind that is not read must be said.
_TABLE_LIKE = {".csv", ".tsv", ".txt", ".xls", ".xlsx", ".xlsm", ".ods", ".numbers"}


def files(folder: Path) -> dict[str, Path]:
    """Return the table files of a folder by table name."""
    return {n: folder / f"{n}.csv" for n in TABLES if (folder / f"{n}.csv").is_file()}


def _strangers(folder: Path, faults: Faults) -> None:
    """Report what looks like a table and will not be read."""
    for path in sorted(folder.iterdir()):
        stem = path.name.split(".")[0]
        if path.name.startswith(".") or path.suffix.casefold() not in _TABLE_LIKE:
            continue
        if path.suffix != ".csv":
            near = nearest(stem, TABLES, limit=1)
            hint = f"; save it as CSV UTF-8 named {near[0]}.csv" if near else ""
            faults.stop(Fault(str(path), 0, f"is not read: only tables in .csv are{hint}"))
        elif path.stem not in TABLES:
            near = nearest(path.stem, TABLES, limit=1)
            hint = f"; did you mean {near[0]}.csv?" if near else ""
            faults.stop(Fault(str(path), 0, f"no table has this name{hint}"))


def rows_of(folder: Path, faults: Faults, *, complete: bool = False) -> list[Row]:
    """
    Read all tables of one folder, adding what is wrong to ``faults``.

    Parameters
    ----------
    folder
        A folder with any of the tables, each in its own CSV file.
    faults
        List to which faults are added.
    complete
        Whether every table must be there, as in the bundled folder.
    """
    if not folder.is_dir():
        faults.stop(Fault(str(folder), 0, "no such folder"))
        return []
    try:
        _strangers(folder, faults)
    except OSError as error:
        faults.stop(Fault(str(folder), 0, f"cannot be read: {error.strerror}"))
        return []
    # A name that is there but no file, a folder or a broken link, is read to be reported.
    found = {n: folder / f"{n}.csv" for n in TABLES if os.path.lexists(folder / f"{n}.csv")}
    if complete:
        for name in TABLES:
            if name not in found:
                faults.stop(Fault(str(folder / f"{name}.csv"), 0, "missing file"))
    elif not found:
        faults.append(Fault(str(folder), 0, "no table in this folder"))
    rows: list[Row] = []
    for name, path in found.items():
        rows += _unique(read(path, TABLES[name], faults), faults)
    return rows


def _unique(rows: Iterable[Row], faults: Faults) -> list[Row]:
    """Return the rows, reporting those whose key stands in the same file before."""
    first: dict[tuple[str, ...], Row] = {}
    for row in rows:
        before = first.setdefault(row.record.key, row)
        if before is not row:
            key = ", ".join(row.record.key)
            reason = f"'{key}' stands already in line {before.line}"
            faults.append(Fault(row.path, row.line, reason))
    return list(first.values())


def overlay(layers: Iterable[Sequence[Row]]) -> list[Row]:
    """Return the rows that count: of rows with one key, that of the last layer."""
    rows: dict[tuple[type[Record], tuple[str, ...]], Row] = {}
    for layer in layers:
        for row in layer:
            rows[type(row.record), row.record.key] = row
    return list(rows.values())


def _silent(line: str) -> None:
    """Take no notice of what a loader says."""


def load(
    folders: Sequence[Path] = (),
    *,
    extra: Sequence[str] = (),
    base: Path | None = None,
    say: Callable[[str], None] = _silent,
) -> Graph:
    """
    Read the bundled data and any folders laid over them, and check the whole.

    Parameters
    ----------
    folders
        Folders whose rows add to the bundled ones, or override those of the same key;
        a later folder counts over an earlier one.
    extra
        Datasets of the user's own, each as ``NAME=DIR``: see :data:`LOADERS`.
    base
        Folder to begin with instead of the bundled one.
    say
        Is told by a loader what it mapped, added, merged and refused.

    Raises
    ------
    RequestError
        If an extra is not of that form, or no loader has that name.
    DataError
        If anything is wrong; it carries every fault of every file at once.
    """
    graph, faults = inspect(folders, extra=extra, base=base, say=say)
    if faults:
        raise DataError(faults)
    return graph


def load_any(folder: Path) -> Graph:
    """Read a folder that is a whole of its own, or else is laid over the bundled one."""
    if len(files(folder)) == len(TABLES):
        return load(base=folder)
    return load([folder])


def inspect(
    folders: Sequence[Path] = (),
    *,
    extra: Sequence[str] = (),
    base: Path | None = None,
    say: Callable[[str], None] = _silent,
) -> tuple[Graph, list[Fault]]:
    """Read as :func:`load` does, but return what is wrong instead of raising it."""
    base = base or bundled()
    faults = Faults()
    rows = rows_of(base, faults, complete=True)
    paths = list(files(base).values())
    for asked in extra:
        loader, folder = _loader(asked)
        rows = loader(folder, rows, faults, say)
        paths += sorted(folder.glob("*.csv"))
    for folder in map(Path, folders):
        rows = overlay([rows, rows_of(folder, faults)])
        paths += files(folder).values()
    if not faults.unreadable:
        # A sum that is wrong is the fault of its last part, which is to be the user's own.
        layer = {str(folder): n for n, folder in enumerate([base, *map(Path, folders)])}
        rows_in_turn = sorted(rows, key=lambda row: layer.get(os.path.dirname(row.path), 0))
        faults += check.faults(rows_in_turn, broken=faults.broken)
    version = "" if faults else digest(paths)  # what cannot be read must not be read again
    return Graph((row.record for row in rows), version=version), faults


def _loader(asked: str) -> tuple[Loader, Path]:
    """Return the loader and the folder of ``NAME=DIR``."""
    name, equals, folder = asked.partition("=")
    if not equals or not folder:
        raise RequestError(f"--with {asked}: write NAME=DIR, for example eto=downloads/eto")
    if name not in LOADERS:
        raise RequestError(f"--with {asked}: no loader '{name}'; there is {', '.join(LOADERS)}")
    return LOADERS[name], Path(folder)
