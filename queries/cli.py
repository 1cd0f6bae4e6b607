"""The command line: flat verbs, each a few lines over one answer, in :mod:`queries.commands`."""

from __future__ import annotations

from collections.abc import Callable

import typer

# Help lists the commands in the order in which these modules register them.
# isort: off
from queries.commands import app, neo4j
from queries.commands import facts, denial, rights, choice, files, position  # noqa: F401
# isort: on

app.add_typer(neo4j.app)


def main() -> None:
    """Run the command line; a fault that a user can mend is one clear line and exit 1."""
    run(app)


def run(application: Callable[[], None]) -> None:
    """Run, turning expected faults into their message on standard error."""
    from graph.errors import ControlPointError

    try:
        application()
    except ControlPointError as error:
        typer.echo(str(error), err=True)
        raise SystemExit(1) from None
    except BrokenPipeError:
        raise SystemExit(0) from None
    except OSError as error:
        if error.filename is None:  # not about a file that the user named
            raise
        typer.echo(f"{error.filename}: {error.strerror}", err=True)
        raise SystemExit(1) from None
