"""The commands, by what they are about; each is a few lines over one answer."""

from __future__ import annotations

import typer

app = typer.Typer(
    name="controlshift",
    help="Where does Taiwanese investment in the United States move the most decision rights?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
