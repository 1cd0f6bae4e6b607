"""The report: one page that a minister's office can open, print and mail."""

from __future__ import annotations

from queries.pages.report import brief, prose
from queries.pages.report.figures import CHOKEPOINTS, figures, tornados
from queries.pages.report.findings import Findings
from queries.pages.report.tables import tables, tranches
from queries.pages.shell import Page, asset
from queries.pages.sources import Sources


def page(found: Findings, *, asked: str) -> tuple[Page, dict[str, object]]:
    """
    Return the report and what its template shows.

    Parameters
    ----------
    asked
        The command that gives this page.
    """
    chokepoints = found.chokepoints.rows[:CHOKEPOINTS]
    cited = Sources(
        found.kg,
        [
            *found.shift.rows, *found.rights.rows, *chokepoints, *found.calendar.rows,
            *(r for t in found.tornados for r in t.rows),
        ],
        [t.source_id for t in found.kg.terms.values()] + [t.source_id for t in tranches(found)],
    )  # fmt: skip
    line = prose.ceiling(found)
    made = Page(
        template="report.html",
        title=(
            f"Where a credit line of US$ {line:,.0f} bn moves decisions",
            f"{10 * line:,.0f} 億美元信用額度：何處能移動決策權",
        ),
        asked=asked,
        version=found.kg.version,
        data={"copied": ["copied", "已複製"], "copy": ["copy", "複製"]},
        scripts=[asset("report.js")],
        styles=[asset("report.css")],
    )
    context = {
        "facts": brief.facts(found),
        "brief": brief.brief(found),
        "line": f"{line:,.0f}",
        "line_zh": f"{10 * line:,.0f}",
        "failures": prose.failures(found),
        "reading": prose.reading(),
        "settings": prose.settings(),
        "sources": cited,
        "tables": tables(found, cited, chokepoints),
        "figures": figures(found),
        "tornados": tornados(found),
        "comparison": found.portfolio.notes,
        "notes": {
            name: answer.notes
            for name, answer in (
                ("robustness", found.robustness), ("rights", found.rights), ("chokepoints", found.chokepoints),
            )
        },
    }  # fmt: skip
    return made, context
