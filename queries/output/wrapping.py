"""Text in lines of so many cells: Han characters take two, and lines may end after any of them.

A line ends at a space, or beside a Han character, but never before a closing mark nor after an
opening one (the rule of Chinese typesetting). Words and ids stay whole where they fit a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_OPENING = "（「『《〈【“‘"
_CLOSING = "，。、；：？！）」』》〉】”’％…·"
# Unicode blocks whose characters are written without spaces: marks, kana, Han, full width.
_WIDE = r"\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60"
_ATOM = re.compile(
    f"[{_OPENING}]*(?:[{_WIDE}]|[^{_WIDE}\\s{_OPENING}{_CLOSING}]+)[{_CLOSING}]*"
    f"|[{_OPENING}{_CLOSING}]+|\\s+"
)


def cells(text: str) -> int:
    """
    Return how many cells of a terminal a text takes.

    Examples
    --------
    >>> cells("AI 用")
    5
    """
    from rich.cells import cell_len

    return cell_len(text)


def atoms(text: str) -> list[str]:
    """
    Return the pieces of a text that stay on one line, with the spaces between them.

    Examples
    --------
    >>> atoms("AI 用基板，等")
    ['AI', ' ', '用', '基', '板，', '等']
    """
    return _ATOM.findall(text)


def wrap(text: str, width: int) -> list[str]:
    """
    Return the lines of a text, none wider than ``width`` cells; at least one line.

    Examples
    --------
    >>> wrap("AI 用基板、電路板與玻纖布", 10)
    ['AI 用基', '板、電路板', '與玻纖布']
    """
    lines, line, used = [], "", 0
    for atom in atoms(text):
        size = cells(atom)
        if used + size > width and not atom.isspace() and line:
            lines.append(line.rstrip())
            line, used = "", 0
        while size > width:
            head = _fitting(atom, width)
            lines.append(head)
            atom = atom[len(head) :]
            size = cells(atom)
        if line or not atom.isspace() or not lines:
            line, used = line + atom, used + size
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _fitting(text: str, width: int) -> str:
    """Return as much of the head of a text as fits, one character at the least."""
    used = 0
    for n, character in enumerate(text):
        used += cells(character)
        if used > width and n:
            return text[:n]
    return text


def widths(
    table: Sequence[Sequence[int]], least: Sequence[int], most: Sequence[int], room: int
) -> list[int]:
    """
    Return widths of columns of text with which the table is short.

    Parameters
    ----------
    table
        Cells that each text takes: a row a row, a column a column.
    least, most
        Narrowest and widest that each column may be.
    room
        Cells for all columns together; passed only where ``least`` needs more.

    Examples
    --------
    >>> widths([[4, 60], [4, 30]], [4, 8], [4, 60], 34)
    [4, 30]
    """
    found = list(least)
    left = room - sum(found)
    while left > 0:
        # The cell goes where it shortens the rows most.
        gain = [
            sum(_height(row, found) - _height(row, _wider(found, c)) for row in table)
            if found[c] < most[c]
            else -1.0
            for c in range(len(found))
        ]
        best = max(gain, default=-1.0)
        if best < 0:
            break
        found[gain.index(best)] += 1
        left -= 1
    return found


def _wider(widths: Sequence[int], column: int) -> list[int]:
    return [w + (n == column) for n, w in enumerate(widths)]


def _height(row: Sequence[int], widths: Sequence[int]) -> float:
    return max(size / width for size, width in zip(row, widths, strict=True))
