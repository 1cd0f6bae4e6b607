"""Saved questions in Cypher: one file each in ``data/browser``, for Neo4j Browser and for us.

A file is a title in both languages, parameters with a working default, and one query::

    // US needs at risk · 有風險的美國需求
    :param limit => 10;
    MATCH (n:Need) …;

``:param`` is a command of Neo4j Browser and of cypher-shell; a driver passes the value as a
parameter of the query. Values are never put into the text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.errors import NotFound, RequestError
from graph.files import bundled
from graph.names import nearest

Parameter = str | int

_TITLE = re.compile(r"// (?P<en>.+?) · (?P<zh>.+)")
_PARAMETER = re.compile(r":param (?P<name>\w+) => (?:'(?P<text>[^'\\]*)'|(?P<number>\d+));")


@dataclass(frozen=True, slots=True)
class Question:
    """
    A saved question.

    Attributes
    ----------
    name
        Of its file, without the ending.
    en, zh
        Its title.
    defaults
        Parameters of the query, with values that give rows on the bundled data.
    cypher
        The query alone, as a driver takes it.
    text
        The whole file.
    """

    name: str
    en: str
    zh: str
    defaults: Mapping[str, Parameter]
    cypher: str
    text: str

    def parameters(self, given: Iterable[str]) -> dict[str, Parameter]:
        """
        Return the parameters of the query: the defaults, and what was given in their place.

        Parameters
        ----------
        given
            As ``name=value``.

        Raises
        ------
        RequestError
            If the question has no such parameter, or it wants a number.

        Examples
        --------
        >>> question("needs-at-risk").parameters(["limit=5"])
        {'limit': 5}
        """
        chosen = dict(self.defaults)
        for text in given:
            name, equals, value = text.partition("=")
            if not equals or name not in chosen:
                takes = ", ".join(chosen)
                raise RequestError(f"'{text}' is not NAME=VALUE; {self.name} takes {takes}")
            if isinstance(chosen[name], str):
                chosen[name] = value
            elif value.isdecimal():
                chosen[name] = int(value)
            else:
                raise RequestError(f"{name} is a whole number, not '{value}'")
        return chosen

    @property
    def inlined(self) -> str:
        """
        The title and the query with its defaults in place of the parameters.

        For Neo4j Browser, which shows no rows of a text of several statements.

        >>> "LIMIT toInteger(10)" in question("hubs").inlined
        True
        """

        def literal(found: re.Match[str]) -> str:
            value = self.defaults[found[1]]
            return str(value) if isinstance(value, int) else f"'{value}'"

        title = self.text.splitlines()[0]
        query = re.sub(r"[$](\w+)", literal, self.cypher)
        return f"{title}\n{query};\n"


@functools.cache
def questions() -> tuple[Question, ...]:
    """Return all saved questions, by name."""
    return tuple(read(path) for path in sorted((bundled() / "browser").glob("*.cypher")))


def question(name: str) -> Question:
    """
    Return a saved question.

    Raises
    ------
    NotFound
        If there is none of this name; carries the nearest names.
    """
    found = {q.name: q for q in questions()}
    if name not in found:
        raise NotFound(name, nearest(name, found), what="saved query")
    return found[name]


def read(path: Path) -> Question:
    """
    Read the file of a question.

    Raises
    ------
    RequestError
        If it is not written as a saved question is.
    """
    text = path.read_text(encoding="utf-8")
    first, *lines = text.splitlines()
    title = _TITLE.fullmatch(first)
    if title is None:
        raise RequestError(f"{path.name}:1: the first line is not '// title · 標題'")
    defaults: dict[str, Parameter] = {}
    while lines and lines[0].startswith(":"):
        found = _PARAMETER.fullmatch(lines.pop(0))
        if found is None:
            line = 2 + len(defaults)
            raise RequestError(f"{path.name}:{line}: not ':param name => value;'")
        number = found["number"]
        defaults[found["name"]] = found["text"] if number is None else int(number)
    cypher = "\n".join(lines).strip().removesuffix(";")
    return Question(path.stem, title["en"], title["zh"], defaults, cypher, text)
