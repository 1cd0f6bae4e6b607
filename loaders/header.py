"""The first line of a table: the names of its columns, and what spreadsheets make of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.names import nearest
from graph.schema import Column


def wrong_header(header: Sequence[str], known: Mapping[str, Column]) -> list[str]:
    """
    Return what is wrong with a header; nothing if it may stand.

    Parameters
    ----------
    header
        Cells of the first line, without spaces around them.
    known
        The table's columns by name.
    """
    instead = _no_header(header, known)
    if instead:
        return [instead]
    found = []
    nameless = [str(n) for n, name in enumerate(header, 1) if not name]
    if nameless:
        found.append(f"no name above column {', '.join(nameless)}; delete it")
    named = [name for name in header if name]
    twice = dict.fromkeys(name for name in named if named.count(name) > 1)
    found += [f"column '{name}' stands twice" for name in twice]
    meant = set()
    for name in named:
        if name not in known:
            near = nearest(name, known, limit=1)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            found.append(f"unknown column '{name}'{hint}")
            meant.add(name.casefold().replace(" ", "_"))
    for name, column in known.items():
        if column.required and name not in header and name not in meant:
            found.append(f"column '{name}' is missing")
    return found


def _no_header(header: Sequence[str], known: Mapping[str, Column]) -> str:
    """Return why the line does not name columns at all, where a spreadsheet did it."""
    if not any(header):
        return "empty line; the first must name the columns"
    if header[0].casefold().startswith("sep="):
        return "not the names of columns; delete this line"
    for mark, word in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and known.keys() & {n.strip() for n in header[0].split(mark)}:
            return f"columns are parted by {word}, not commas; save it as CSV UTF-8"
    return ""
