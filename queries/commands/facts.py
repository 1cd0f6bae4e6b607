"""Commands that show what is known."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from queries.commands import app
from queries.commands.options import Request, reading, shared


@app.command(epilog="Example: controlshift info --lang zh")
@shared
def info(request: Request) -> None:
    """Show what is loaded: counts, and coverage of shares, demand and sources."""
    from queries.answers.info import answer

    request.write(answer(request.graph()))


@app.command(epilog="Example: controlshift check --template my-data")
@reading
def check(
    request: Request,
    template: Annotated[
        Path | None,
        typer.Option("--template", help="Make a folder of empty tables to fill, and stop."),
    ] = None,
) -> None:
    """Check the data: every fault at once, as file:line: reason."""
    import loaders.template as blank

    if template is not None:
        blank.write(template)
        typer.echo(f"made {template}: one CSV per table, with its columns", err=True)
        return
    graph = request.graph()
    total = sum(1 for _ in graph)
    if request.lang == "zh":
        typer.echo(f"{total} 列皆無誤；資料版本 {graph.version}")
    else:
        typer.echo(f"no fault in {total} rows; data {graph.version}")


@app.command(epilog="Example: controlshift find 台積電")
@shared
def find(
    request: Request, text: Annotated[str, typer.Argument(help="Any name, ticker or id.")]
) -> None:
    """Find nodes by any name: 台積電, 臺積電, TSMC and 2330 meet."""
    from queries.answers.find import answer

    request.write(answer(request.graph(), text))


@app.command(epilog="Example: controlshift show cowos-packaging")
@shared
def show(
    request: Request, node: Annotated[str, typer.Argument(help="Id or name of a node.")]
) -> None:
    """Show one node: what it is and has, each number with its source."""
    from queries.answers.show import answer

    request.write(answer(request.graph(), node))
