"""The command line: flat verbs, each a few lines over one answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from queries.options import Request, shared

app = typer.Typer(
    name="controlshift",
    help="Where does Taiwanese investment in the United States move the most decision rights?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

_Horizon = Annotated[float, typer.Option("--horizon", help="Months for which supply is denied.")]


@app.command(epilog="Example: controlshift info --lang zh")
@shared
def info(request: Request) -> None:
    """Show what is loaded: counts, and coverage of shares, demand and sources."""
    from queries.answers.info import answer

    request.write(answer(request.graph()))


@app.command(epilog="Example: controlshift check --template my-data")
@shared
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


@app.command(epilog="Example: controlshift chokepoints --by country --top 10")
@shared
def chokepoints(
    request: Request,
    by: Annotated[str, typer.Option("--by", metavar="technology|firm|country")] = "technology",
    horizon: _Horizon = 12.0,
) -> None:
    """
    Rank technologies, firms or countries by what the US could be denied.

    Measures: the share of US need, and years of it, that one decision can stop.
    Identifies: the few technologies and holders on which much rests for long.
    Beware: home jurisdiction counts, not the site of a plant.
    """
    from queries.answers.chokepoints import By, answer

    if by not in tuple(By):
        raise typer.BadParameter(f"'{by}' is none of {', '.join(By)}", param_hint="--by")
    request.write(answer(request.graph(), by=By(by), horizon=horizon))


@app.command(epilog="Example: controlshift deny CHN TWN:cowos-packaging --horizon 24")
@shared
def deny(
    request: Request,
    holders: Annotated[
        list[str], typer.Argument(help="Firms or countries, or HOLDER:TECHNOLOGY.")
    ],
    horizon: _Horizon = 12.0,
) -> None:
    """
    Show what the US loses, need by need, when these holders withhold.

    Measures: the part of each US need that stops within the horizon.
    Identifies: which needs a holder, or several together, can stop.
    Beware: before prices and diplomacy respond; unattributed supply goes on.
    """
    from queries.answers.deny import answer

    request.write(answer(request.graph(), holders, horizon=horizon))


@app.command(epilog="Example: controlshift control Taiwan --lang zh")
@shared
def control(
    request: Request,
    country: Annotated[str | None, typer.Argument(help="A country, for its ledger.")] = None,
) -> None:
    """
    Show the rights ledger: who decides over US needs.

    Measures: the share of US need over which a country holds the decision (Shapley value).
    Identifies: co-governors, as against makers who decide nothing.
    Beware: as complete as the control points recorded; read it with its interval.
    """
    from queries.answers.control import answer

    request.write(answer(request.graph(), country))


@app.command(epilog="Example: controlshift shift --top 10 --lang zh")
@shared
def shift(
    request: Request,
    horizon: _Horizon = 12.0,
    size: Annotated[
        float, typer.Option("--size", help="Part of the full credit used, 0 to 1.")
    ] = 1.0,
) -> None:
    """
    Rank investments by control-right forward shift, and list the excluded with the reason.

    Measures: percentage points of US need over which Taiwan newly decides.
    Identifies: investments that buy a say, as against those that buy a return.
    Beware: effects are assumptions; read the interval and ask explain.
    """
    from queries.answers.shift import answer

    request.write(answer(request.graph(), horizon=horizon, size=size))


@app.command(epilog="Example: controlshift explain euv-lithography")
@shared
def explain(
    request: Request,
    node: Annotated[str, typer.Argument(help="Id or name of what to explain.")],
    horizon: _Horizon = 12.0,
) -> None:
    """Explain why an investment, technology, need or holder stands where it stands."""
    from queries.answers.explain import answer

    request.write(answer(request.graph(), node, horizon=horizon))


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
