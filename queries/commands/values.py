"""Values that commands read from words: choices, dates, limits by direction."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, TypeVar

import typer

from graph.errors import RequestError

E = TypeVar("E", bound=StrEnum)

AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Only control points in force on this date."),
]
Horizon = Annotated[float, typer.Option("--horizon", help="Months for which supply is denied.")]


def one_of(choices: type[E], value: str, option: str) -> E:
    """Return a value as a member of an enumeration, or refuse it as wrong usage."""
    if value not in tuple(choices):
        raise typer.BadParameter(
            f"'{value}' is none of {', '.join(choices)}", param_hint=option
        )
    return choices(value)


def by_direction(given: list[str] | None, option: str) -> dict[str, float]:
    """Read ``4=5`` as a limit of 5 for direction 4."""
    found = {}
    for text in given or ():
        direction, _, value = text.partition("=")
        try:
            found[direction] = float(value)
        except ValueError:
            direction = ""
        if direction not in tuple("123456"):
            raise typer.BadParameter(
                f"'{text}' is not DIRECTION=US$ bn, as 4=5", param_hint=option
            )
    return found


def iso_date(text: str) -> str:
    """
    Return a date as it is written in the data.

    Raises
    ------
    RequestError
        If it is none.
    """
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise RequestError(f"'{text}' is not a date such as 2027-01-01") from None
