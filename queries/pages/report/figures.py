"""The charts of the report, each with its heading, what to see in it, and its numbers."""

from __future__ import annotations

from dataclasses import dataclass

from graph.words import Lang
from queries.pages.report.charts import (
    acceptability,
    chokepoints,
    frontier,
    ledgers,
    rights,
    tornado,
)
from queries.pages.report.findings import Findings
from queries.pages.report.prose import called, number
from queries.pages.svg import Drawing, pictures
from queries.pages.table import Pair, Table, table

# Chokepoints with a number in the map and a row in the table; widest swings shown.
CHOKEPOINTS = 15
_SWINGS = 8


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its heading, what to see in it, and its numbers."""

    id: str
    title: Pair
    note: Pair
    pictures: dict[tuple[Lang, str], str]
    numbers: Table | None = None


def figures(found: Findings) -> dict[str, Figure]:
    """Return the charts, each with the table of its numbers."""
    return {
        "ledgers": _figure(
            "ledgers",
            ("Three ledgers, side by side", "三本帳冊並列"),
            (
                "Each bar is the change that one proposal makes at full size. Lines in the first panel are the "
                "range of the effects under both closures. The scales differ: the ledgers must not be netted.",
                "各條為單一提案於全額時之變動；第一欄之線段為效果範圍於兩種閉合下之區間。三欄尺度不同，不得相抵。",
            ),
            ledgers.drawing(found.candidates),
        ),
        "acceptability": _figure(
            "acceptability",
            ("How often each proposal takes which rank", "各案取得各名次之頻率"),
            (
                "All assumptions drawn at once, every proposal recomputed each time. The longer the first parts of a bar, "
                "the better its rank survives other assumptions.",
                "所有假設同時抽樣，每次完整重算。首段愈長，其名次於其他假設下愈能成立。",
            ),
            acceptability.drawing(found.robustness.rows),
        ),
        "frontier": _figure(
            "frontier",
            ("The frontier: what credit buys", "效率前緣：信用額度之所得"),
            (
                "Each point is the best portfolio at that budget, recomputed with all its proposals together. Dashed: "
                "credit beyond what the proposals that pass can use.",
                "各點為該預算下之最佳組合，所含各案一併重算。虛線：超出合格案所能運用之額度。",
            ),
            frontier.drawing(found.frontier.rows, found.limits.budget),
            table(
                found.frontier,
                ["budget_usd_bn", "credit_usd_bn", "capital_usd_bn", "investments", "added_pp", "shift_pp", "us_loss_change", "home_leverage_change"],
                id="frontier-numbers",
                caption=("Best portfolio at each budget", "各預算之最佳組合"),
            ),
        ),
        "rights": _figure(
            "rights",
            ("Taiwan's part of each right, before and after", "臺灣於各項權利之占比，之前與之後"),
            (
                "Hollow: today. Full: with the whole portfolio in place. Only rights that move are shown.",
                "空心：今日；實心：組合全部到位之後。僅列有變動之權利。",
            ),
            rights.drawing(found.moved),
            table(
                found.rights,
                ["name", "right", "before", "after", "change_pp", "from_open", "from_displaced", "from_partners"],
                id="rights-numbers",
                caption=("Every right that moves, and whence it comes", "有變動之各項權利及其來處"),
                rows=found.moved,
            ),
        ),
        "chokepoints": _figure(
            "chokepoints",
            ("The chokepoint map", "咽喉點圖"),
            (
                "Right: one holder has most. High: much stops without it. Large: long to replace. An outline without "
                "filling says that firms' shares are not known, and the largest holder is the largest recorded. Numbers "
                "are those of the table.",
                "愈右，愈集中於單一持有者；愈高，缺之所停愈多；愈大，替代愈久。未填色者，企業占比未知，最大持有者為已記錄之最大者。編號見下表。",
            ),
            chokepoints.drawing(found.chokepoints.rows, CHOKEPOINTS),
        ),
    }  # fmt: skip


def tornados(found: Findings) -> list[Figure]:
    """Return what each leading candidate hinges on, all on one scale."""
    shown = [answer.rows[:_SWINGS] for answer in found.tornados]
    ends = [number(r, k) for rows in shown for r in rows for k in ("low_pp", "high_pp")]
    scale = min(0.0, *ends), max(ends)
    figures = []
    for n, (row, answer, rows) in enumerate(
        zip(found.candidates, found.tornados, shown, strict=False), 1
    ):
        name = called(row)
        figures.append(
            _figure(
                f"tornado-{n}",
                (f"{n}. {name[0]}: what it hinges on", f"{n}. {name[1]}：取決於何種假設"),
                (
                    "One assumption moves at a time, from its low to its high end; the line is the "
                    "shift as reported. Closure: how rights that nobody recorded are counted.",
                    "每次僅一項假設由低端變至高端；直線為所報前移。閉合：未記錄權利之計法。",
                ),
                tornado.drawing(rows, scale),
                table(
                    answer,
                    ["factor", "low_pp", "point_pp", "high_pp", "width_pp"],
                    id=f"tornado-{n}-numbers",
                    caption=("Every assumption, widest swing first", "各項假設，依擺幅排序"),
                ),
            )
        )
    return figures


def _figure(
    name: str, title: Pair, note: Pair, drawing: Drawing, numbers: Table | None = None
) -> Figure:
    return Figure(name, title, note, pictures(drawing), numbers)
