"""
Measure a load of 100,000 nodes and a million relationships: ``python -m benchmarks.neo4j_load``.

Synthetic firms that supply one another go through the same code as ``controlshift neo4j push``,
with the driver's compiled codec and without, and through ``neo4j-admin database import full``.
A server of its own is started for each; ``--small`` is a tenth, to see that it runs.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from graph.model import Graph
from graph.schema import Country, Firm, Record, Source, SourceKind, Supplies

HEAP = "6g"  # one transaction holds it all: 4g is enough for a million relationships
CODECS = {"compiled codec": "", "plain driver": "plain"}


def synthetic(firms: int, relations: int) -> Graph:
    """Return firms in 50 countries that supply one another; the same every time."""
    draw = random.Random(1)
    cited = {"source_id": "s"}
    dated = {**cited, "year": 2026, "confidence": 2}
    records: list[Record] = [
        Source(
            source_id="s", title="synthetic", publisher="-", year=2026, kind=SourceKind.DATASET
        ),
        *(Country(iso3=f"C{n}", name_en=f"C{n}", name_zh=f"國{n}", **cited) for n in range(50)),
    ]
    records += [
        Firm(
            firm_id=f"f{n}", name_en=f"Firm {n}", name_zh=f"企業{n}", country=f"C{n % 50}",
            direction=("1",), role="maker", **cited,
        )
        for n in range(firms)
    ]  # fmt: skip
    # Each firm also has its country and its source: two relationships.
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < relations - 2 * firms:
        pairs.add((draw.randrange(firms), draw.randrange(firms)))
    records += [
        Supplies(
            supplier_id=f"f{a}", customer_id=f"f{b}", tech_id="t", value_usd_bn=a / 7, **dated
        )
        for a, b in sorted(pairs)
    ]
    return Graph(records, version="synthetic")


def pushed(firms: int, relations: int) -> None:
    """Print how long a first load takes, and one again without a change; in this process."""
    from graph.store.connection import address, connect
    from graph.store.elements import elements
    from graph.store.load import push

    start = time.perf_counter()
    wanted = elements(synthetic(firms, relations), {})
    print(f"    rows made in {time.perf_counter() - start:.1f} s")
    marks: list[tuple[float, int]] = []
    with connect(address()) as driver:
        driver.execute_query("RETURN 1")
        start = time.perf_counter()
        push(driver, wanted, progress=lambda done: marks.append((time.perf_counter(), done)))
        end = time.perf_counter()
        nodes = next(at for at, done in marks if done >= wanted.node_count)
        rate = wanted.relation_count / (end - nodes)
        print(
            f"    {wanted.node_count} nodes {wanted.node_count / (nodes - start):,.0f}/s, "
            f"{wanted.relation_count} relationships {rate:,.0f}/s with the commit, "
            f"{end - start:.1f} s in all"
        )
        start = time.perf_counter()
        push(driver, wanted)
        print(f"    the same again, nothing to change: {time.perf_counter() - start:.1f} s")


def imported(firms: int, relations: int) -> None:
    """Print how long the files for ``neo4j-admin`` take to write, and to import when no server runs."""
    from graph.store import admin_files, home, runtime
    from graph.store.elements import elements

    wanted = elements(synthetic(firms, relations), {})
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CONTROLSHIFT_HOME"] = folder
        files = Path(folder) / "files"
        files.mkdir()
        home.home().mkdir()
        start = time.perf_counter()
        admin_files.write(wanted, files)
        print(f"import files\n    written in {time.perf_counter() - start:.1f} s", flush=True)
        words = admin_files.COMMAND.removeprefix("neo4j-admin ").split()
        command = runtime.program().command("org.neo4j.cli.AdminTool", *words)
        start = time.perf_counter()
        subprocess.run(
            command, cwd=files, env={**os.environ, "NEO4J_HOME": str(home.home())},
            capture_output=True, check=True,
        )  # fmt: skip
        seconds = time.perf_counter() - start
        print(f"    imported in {seconds:.1f} s, {wanted.relation_count / seconds:,.0f}/s")


def main(firms: int, relations: int) -> None:
    """Print each way's time, each on a new server."""
    from graph.store import server

    imported(firms, relations)
    for name, flag in CODECS.items():
        with tempfile.TemporaryDirectory() as folder:
            os.environ["CONTROLSHIFT_HOME"] = folder
            server.up(server.Wanted(bolt_port=0, http_port=0, heap=HEAP))
            try:
                print(
                    f"{name} (heap {HEAP}, load average {os.getloadavg()[0]:.1f})", flush=True
                )
                words = [str(firms), str(relations), flag]
                subprocess.run([sys.executable, "-m", __spec__.name, *words], check=True)
            finally:
                server.down()


if __name__ == "__main__":
    match sys.argv[1:]:
        case [firms, relations, flag]:
            if flag == "plain":
                sys.modules["neo4j._rust"] = None  # type: ignore[assignment]
            pushed(int(firms), int(relations))
        case ["--small"]:
            main(10_000, 100_000)
        case _:
            main(100_000, 1_000_000)
