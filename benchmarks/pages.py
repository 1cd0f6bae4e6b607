"""Time how long pages take to be made, to show their first picture, and to answer a click.

``python -m benchmarks.pages`` needs the Chromium of the tests; CHROMIUM names another.
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph.model import Graph
from graph.schema import (
    Country,
    Firm,
    Kind,
    Market,
    Metric,
    Need,
    Provides,
    Record,
    ReliesOn,
    Requires,
    Source,
    SourceKind,
    Stage,
    Technology,
)
from loaders import load
from queries.pages import pdf
from queries.pages.report import findings
from queries.pages.report import page as report
from queries.pages.view import page as view
from queries.pages.view.scene import By, focus, whole

RUNS = 5
DRAWS = 2000
_LANDS = ("TWN", "USA", "CHN", "JPN", "KOR", "NLD", "DEU", "FRA", "GBR", "CHE", "ISR", "SGP")


def synthetic(nodes: int, seed: int = 1) -> Graph:
    """
    Return a graph of about so many nodes: half technologies, a twentieth needs, the rest firms.

    Technologies need two or three of an earlier stage, as in a production network whose
    out-degrees are skewed: the square of a uniform number picks the supplier.
    """
    return Graph(_records(nodes, random.Random(seed)), version=f"synthetic-{nodes}")


def _records(nodes: int, draw: random.Random) -> Iterator[Record]:
    cited = {"year": 2026, "confidence": 2}
    for n in range(200):
        yield Source(
            source_id=f"s{n}", title=f"Report {n} on supply", publisher="Publisher", year=2026,
            url=f"https://example.org/{n}", kind=SourceKind.DOCUMENT,
        )  # fmt: skip
    for code in _LANDS:
        yield Country(iso3=code, name_en=code.title(), name_zh=f"國{code}", source_id="s0")
    techs, needs = nodes // 2, nodes // 20
    firms = nodes - techs - needs - len(_LANDS)
    stages = sorted((draw.choice(tuple(Stage)) for _ in range(techs)), key=tuple(Stage).index)
    for n in range(firms):
        yield Firm(
            firm_id=f"firm-{n}", name_en=f"Firm {n} Industries", name_zh=f"企業{n}",
            country=draw.choice(_LANDS), direction=(str(1 + n % 6),), role="maker",
            source_id=f"s{n % 200}",
        )  # fmt: skip
    for n, stage in enumerate(stages):
        yield Technology(
            tech_id=f"tech-{n}", name_en=f"Technology number {n}", name_zh=f"技術{n}",
            direction=(str(1 + n % 6),), kind=Kind.PRODUCT, stage=stage,
            time_to_substitute_months=draw.choice((12, 24, 48, 96)), source_id=f"s{n % 200}",
            **cited,
        )  # fmt: skip
        for m in {int(n * draw.random() ** 2) for _ in range(3)} - {n}:
            yield Requires(
                tech_id=f"tech-{n}", input_id=f"tech-{m}", essential=draw.random() < 0.2,
                cost_share=0.1, source_id=f"s{m % 200}", **cited,
            )  # fmt: skip
        for m in draw.sample(range(firms), 3):
            yield Provides(
                provider_id=f"firm-{m}", tech_id=f"tech-{n}", share=draw.choice((0.1, 0.3, None)),
                metric=Metric.REVENUE, market=Market.WORLD, source_id=f"s{m % 200}", **cited,
            )  # fmt: skip
    for n in range(needs):
        yield Need(
            need_id=f"need-{n}", name_en=f"US need number {n}", name_zh=f"需求{n}",
            direction=str(1 + n % 6), policy_basis="law", source_id=f"s{n % 200}", **cited,
        )  # fmt: skip
        for m in draw.sample(range(techs // 2, techs), 2):
            yield ReliesOn(
                need_id=f"need-{n}", tech_id=f"tech-{m}", weight=0.5, source_id="s0", **cited
            )


def measured(browser: Any, path: Path, target: str) -> dict[str, float]:  # noqa: ANN401
    """Return milliseconds, as medians: to the first picture, and from a choice to its picture."""
    paints, choices = [], []
    for _ in range(RUNS):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(path.as_uri())
        page.wait_for_function("performance.getEntriesByName('picture').length")
        paints.append(page.evaluate("performance.getEntriesByName('picture')[0].startTime"))
        choices.append(page.evaluate(_CHOOSE, target))
        page.close()
    return {"paint": statistics.median(paints), "focus": statistics.median(choices)}


# From the choice until the browser has drawn the frame that shows it.
_CHOOSE = """id => new Promise(done => {
  const start = performance.now();
  view.select(graph.byKey.get(id));
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})"""


def main() -> None:
    """Print for each page its size, the time to make it, the first paint, and a focus."""
    from playwright.sync_api import sync_playwright

    names = (os.environ.get("CHROMIUM", "chromium"), "chromium-browser", "google-chrome")
    chromium = next((found for n in names if (found := shutil.which(n))), None)
    bundled, large = load(), synthetic(5000)
    pages = [
        ("view", bundled, whole(bundled, By.STAGE), "cowos-packaging"),
        ("view --focus tsmc --depth 2", bundled, focus(bundled, "tsmc", 2), "tsmc"),
        ("view, 300 nodes", synthetic(300), None, "tech-100"),
        ("view, 5,000 nodes", large, None, "tech-1200"),
    ]
    print(f"{'page':<30} {'nodes':>6} {'MB':>6} {'made':>7} {'paint':>7} {'focus':>7}  seconds")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, kg, given, target in pages:
            start = time.perf_counter()
            scene = given or whole(kg, By.STAGE)
            text = view.html(kg, scene, lang="en", asked=f"controlshift {name}")
            made = time.perf_counter() - start
            path = Path(folder) / "page.html"
            path.write_text(text, encoding="utf-8")
            found = measured(browser, path, target)
            size = len(text.encode()) / 1e6
            print(
                f"{name:<30} {len(scene.shown):>6} {size:6.2f} {made:7.2f} "
                f"{found['paint'] / 1000:7.2f} {found['focus'] / 1000:7.3f}"
            )
        browser.close()
        reported(bundled, Path(folder) / "report.pdf")


def reported(kg: Graph, path: Path) -> None:
    """Print how long the report takes to be found, drawn and printed, and its sizes."""
    start = time.perf_counter()
    found = findings.find(kg, budget=250, count=DRAWS, seed=0)
    asked = time.perf_counter() - start
    page, context = report.page(found, asked="controlshift report")
    text = page.html("en", **context)
    drawn = time.perf_counter() - start - asked
    pdf.to_pdf(text, path)
    printed = time.perf_counter() - start - asked - drawn
    print(
        f"report: {DRAWS:,} draws and answers {asked:.1f} s, page {drawn:.1f} s, "
        f"{len(text.encode()) / 1e6:.2f} MB; PDF {printed:.1f} s, {path.stat().st_size / 1e6:.2f} MB"
    )


if __name__ == "__main__":
    main()
