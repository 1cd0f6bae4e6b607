"""The command line: flat verbs, each a few lines over one answer."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from queries import neo4j_cli
from queries.formats import PageFormat
from queries.options import Request, iso_date, paged, progress, shared

E = TypeVar("E", bound=StrEnum)

app = typer.Typer(
    name="controlshift",
    help="Where does Taiwanese investment in the United States move the most decision rights?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.add_typer(neo4j_cli.app)

_AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Only control points in force on this date."),
]
_Horizon = Annotated[
    float, typer.Option("--horizon", help="Months for which supply is denied.")
]


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

    request.write(answer(request.graph(), by=_one_of(By, by, "--by"), horizon=horizon))


@app.command(epilog="Example: controlshift cuts us-hbm --critical 2")
@shared
def cuts(
    request: Request,
    need: Annotated[str, typer.Argument(help="Id or name of a US need.")],
    critical: Annotated[
        int, typer.Option("--critical", help="How many technologies to take out.")
    ] = 3,
) -> None:
    """
    Show what every route to a need must pass, and what closes all routes.

    Measures: dominators, articulation points, the minimum node cut by substitutability.
    Identifies: single points of failure, and small sets of them.
    Beware: form alone; a route knows no share.
    """
    from queries.answers.cuts import answer

    request.write(answer(request.graph(), need, critical=critical))


@app.command(epilog="Example: controlshift extraction --top 10")
@shared
def extraction(request: Request) -> None:
    """
    Rank technologies by the output lost without them (hypothetical extraction).

    Measures: US$ bn of output, of all that US demand calls forth, that is lost.
    Identifies: where much value passes, however little can be denied.
    Beware: only inputs with a recorded cost share count; value is not control.
    """
    from queries.answers.extraction import answer

    request.write(answer(request.graph()))


@app.command(epilog="Example: controlshift deny CHN TWN:cowos-packaging --horizon 24")
@shared
def deny(
    request: Request,
    holders: Annotated[
        list[str], typer.Argument(help="Firms or countries, or HOLDER:TECHNOLOGY.")
    ],
    horizon: _Horizon = 12.0,
    as_of: _AsOf = None,
) -> None:
    """
    Show what the US loses, need by need, when these holders withhold.

    Measures: the part of each US need that stops within the horizon.
    Identifies: which needs a holder, or several together, can stop.
    Beware: before prices and diplomacy respond; unattributed supply goes on.
    """
    from queries.answers.deny import answer

    request.write(answer(request.graph(as_of), holders, horizon=horizon))


@app.command(epilog="Example: controlshift control Taiwan --lang zh")
@shared
def control(
    request: Request,
    country: Annotated[
        str | None, typer.Argument(help="A country for its ledger, or a firm for its owners.")
    ] = None,
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
    as_of: _AsOf = None,
) -> None:
    """
    Rank investments by control-right forward shift, and list the excluded with the reason.

    Measures: percentage points of US need over which Taiwan newly decides.
    Identifies: investments that buy a say, as against those that buy a return.
    Beware: effects are assumptions; read the interval and ask explain.
    """
    from queries.answers.shift import answer

    request.write(answer(request.graph(as_of), horizon=horizon, size=size))


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


@app.command(epilog="Example: controlshift centrality --of country --measure pagerank")
@shared
def centrality(
    request: Request,
    of: Annotated[str, typer.Option("--of", metavar="technology|firm|country")] = "technology",
    measure: Annotated[
        list[str] | None,
        typer.Option("--measure", help="One measure, repeatable; all by default."),
    ] = None,
) -> None:
    """
    Show position in the graph: degree, PageRank, Katz, betweenness and others.

    Measures: by how many and how strong chains pass a node.
    Identifies: hubs and bridges of the network of inputs.
    Beware: position is not power; it knows neither substitutes nor rights.
    """
    from queries.answers.centrality import answer
    from queries.centrality import Measure, Of

    measures = [_one_of(Measure, m, "--measure") for m in measure or tuple(Measure)]
    request.write(answer(request.graph(), of=_one_of(Of, of, "--of"), measures=measures))


@app.command(epilog="Example: controlshift power --top 10")
@shared
def power(
    request: Request,
    by: Annotated[str, typer.Option("--by", metavar="country|firm")] = "country",
    players: Annotated[int, typer.Option("--players", help="Countries by name, 3 to 20.")] = 14,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the sampling of firms.")] = 0,
) -> None:
    """
    Show who is indispensable to US needs: Shapley value and Banzhaf index.

    Measures: the share of US need that a player's supply, in every company, adds.
    Identifies: suppliers without whom others' supply is worth nothing.
    Beware: it is about supply, not rights; for rights see control.
    """
    from queries.answers.power import answer

    if by not in ("country", "firm"):
        raise typer.BadParameter(f"'{by}' is neither country nor firm", param_hint="--by")
    graph = request.graph()
    with progress("playing", None):
        result = answer(graph, by_firm=by == "firm", limit=players, seed=seed)
    request.write(result)


@app.command(epilog="Example: controlshift robustness --draws 500 --seed 1")
@shared
def robustness(
    request: Request,
    draws: Annotated[int, typer.Option("--draws", help="Number of draws.")] = 2000,
    seed: Annotated[int, typer.Option("--seed", help="The same seed, the same answer.")] = 0,
    of: Annotated[
        str | None,
        typer.Option("--of", metavar="ID", help="One investment: what each assumption does."),
    ] = None,
) -> None:
    """
    Show how sure the ranking is: rank acceptability, intervals, what drives it.

    Measures: how often a candidate is first or in the top three, all assumptions drawn.
    Identifies: ranks that survive other assumptions.
    Beware: it varies what is recorded, not what nobody recorded.
    """
    from queries.answers.robustness import answer, swings

    graph = request.graph()
    if of is not None:
        request.write(swings(graph, of))
        return
    with progress("draws", draws) as tell:
        result = answer(graph, count=draws, seed=seed, progress=tell)
    request.write(result)


@app.command(epilog="Example: controlshift portfolio --budget 60 --cap 1=30 --frontier")
@shared
def portfolio(
    request: Request,
    budget: Annotated[float, typer.Option("--budget", help="Credit, US$ bn.")] = 250.0,
    floor: Annotated[
        list[str] | None, typer.Option("--floor", help="Least credit of a direction, as 4=5.")
    ] = None,
    cap: Annotated[
        list[str] | None, typer.Option("--cap", help="Most credit of a direction, as 1=100.")
    ] = None,
    home_bound: Annotated[
        float, typer.Option("--home-bound", help="Most that home leverage may fall, pp.")
    ] = 2.0,
    pace: Annotated[
        float, typer.Option("--pace", help="Most credit in a year, US$ bn.")
    ] = 50.0,
    curve: Annotated[
        bool, typer.Option("--frontier", help="The best at rising budgets.")
    ] = False,
    moved: Annotated[
        bool, typer.Option("--rights", help="Who decides before and after.")
    ] = False,
) -> None:
    """
    Spread the credit line over investments, years and directions.

    Measures: percentage points of US need that a portfolio moves, all recomputed together.
    Identifies: the set of investments that does most, and which limit binds it.
    Beware: the programme adds up what in truth interacts; read the gap.
    """
    from queries.answers import portfolio as answers
    from queries.answers import rights
    from queries.portfolio import Limits, budgets

    limits = Limits(
        budget,
        _by_direction(floor, "--floor"),
        _by_direction(cap, "--cap"),
        home_bound,
        pace=pace,
    )
    graph = request.graph()
    if curve:
        request.write(answers.curve(graph, limits, budgets(graph, limits)))
    elif moved:
        request.write(rights.answer(graph, limits))
    else:
        request.write(answers.answer(graph, limits))


@app.command(epilog="Example: controlshift report --draws 500 --output my-report.html")
@paged
def report(
    request: Request,
    form: Annotated[
        PageFormat, typer.Option("--format", help="pdf prints through Chromium or Chrome.")
    ] = PageFormat.HTML,
    draws: Annotated[int, typer.Option("--draws", help="Number of draws.")] = 2000,
    seed: Annotated[int, typer.Option("--seed", help="The same seed, the same answer.")] = 0,
    budget: Annotated[float, typer.Option("--budget", help="Credit, US$ bn.")] = 250.0,
) -> None:
    """
    Write one page that tells it all: answer, ranking, certainty, portfolio, sources.

    It needs no network, prints on A4 and holds both languages; --lang is the one it opens in.
    """
    from queries.pages import findings
    from queries.pages.report import page

    if form is PageFormat.PDF:
        from queries.pages.pdf import browser

        browser()  # before the draws, not after
    graph = request.graph()
    with progress("draws", draws) as tell:
        found = findings.find(graph, budget=budget, count=draws, seed=seed, progress=tell)
    asked = request.asked("report", draws=str(draws), seed=str(seed), budget=f"{budget:g}")
    made, context = page(found, asked=asked)
    request.write_page(made.html(request.lang, **context), "controlshift-report", form)


@app.command(epilog="Example: controlshift calendar --from 2026-11-01 --to 2027-12-31")
@shared
def calendar(
    request: Request,
    begin: Annotated[str | None, typer.Option("--from", metavar="DATE")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DATE")] = None,
) -> None:
    """Show which control points begin or lapse, by date, and what hangs on each."""
    from queries.answers.calendar import answer

    dates = [None if d is None else iso_date(d) for d in (begin, end)]
    request.write(answer(request.graph(), begin=dates[0], end=dates[1]))


@app.command(epilog="Example: controlshift view --need us-hbm --lang zh --output my-hbm.html")
@paged
def view(
    request: Request,
    focus: Annotated[
        str | None, typer.Option("--focus", help="A node and its neighbours.")
    ] = None,
    depth: Annotated[
        int, typer.Option("--depth", min=1, max=4, help="Steps from the focus.")
    ] = 1,
    need: Annotated[
        str | None, typer.Option("--need", help="A US need and all that it rests on.")
    ] = None,
    investment: Annotated[
        str | None, typer.Option("--investment", help="An investment, before and after.")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="stage|direction|country", help="Lanes.")
    ] = None,
    size: Annotated[
        str | None, typer.Option("--size", help="The measure that gives the area: leverage.")
    ] = None,
) -> None:
    """
    Write the graph as one HTML page: to open, mail and print without a network.

    The whole graph, or what is asked for; search, filters, facts and sources are in the page,
    in both languages.
    """
    from queries.pages.view import page
    from queries.pages.view import scene as scenes

    asked = {"focus": focus, "need": need, "investment": investment, "by": by}
    given = {name: value for name, value in asked.items() if value is not None}
    if len(given) > 1:
        raise typer.BadParameter("choose one of --focus, --need, --investment and --by")
    lanes = _one_of(scenes.By, by or "stage", "--by")
    graph = request.graph()
    if focus is not None:
        scene = scenes.focus(graph, focus, depth)
        given["depth"] = str(depth)
    elif need is not None:
        scene = scenes.need(graph, need)
    elif investment is not None:
        scene = scenes.investment(graph, investment)
    else:
        scene = scenes.whole(graph, lanes)
    if size is not None:
        given["size"] = size
    words = request.asked("view", **given)
    request.write_page(
        page.html(graph, scene, lang=request.lang, asked=words, size=size),
        "-".join(["controlshift", scene.start or scene.by]),
    )


@app.command(epilog="Example: controlshift diff data my-data")
@shared
def diff(
    request: Request,
    old: Annotated[Path, typer.Argument(help="A data folder, whole or laid over the bundled.")],
    new: Annotated[Path, typer.Argument(help="Another.")],
) -> None:
    """Compare two data folders: which ranks moved, and which row did it."""
    from loaders import load_any
    from queries.answers.diff import answer

    request.write(answer(load_any(old), load_any(new)))


@app.command(epilog="Example: controlshift export --to graphml --output my-graph.graphml")
@shared
def export(
    request: Request,
    to: Annotated[str, typer.Option("--to", metavar="graphml|gexf|csv|parquet|neo4j")],
) -> None:
    """
    Write the graph with all its measures for other programs.

    graphml and gexf are one file, for Gephi, yEd, Cytoscape; csv and parquet are a folder with
    one file for each kind of node and of relation, for spreadsheets and data frames; neo4j is
    a folder for Neo4j's import tool, the fastest way into an empty server.
    """
    from graph.store.admin_files import COMMAND
    from queries import export as files

    kind = _one_of(files.To, to, "--to")
    target = request.output or files.default(kind)
    graph = request.graph()
    with progress("measures", None):
        files.export(graph, kind, target)
    typer.echo(f"wrote {target}", err=True)
    if kind is files.To.NEO4J:
        typer.echo(f"import them, the server stopped: cd {target} && {COMMAND}", err=True)


def _one_of(choices: type[E], value: str, option: str) -> E:
    """Return a value as a member of an enumeration, or refuse it as wrong usage."""
    if value not in tuple(choices):
        raise typer.BadParameter(
            f"'{value}' is none of {', '.join(choices)}", param_hint=option
        )
    return choices(value)


def _by_direction(given: list[str] | None, option: str) -> dict[str, float]:
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
