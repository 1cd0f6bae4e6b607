"""Other programs get every node, relation and measure, as the graph has them."""

import csv

import networkx as nx
import pandas as pd
import pytest
from test_cli import run

from graph.model import Graph
from graph.schema import Firm
from queries.export import To, export
from queries.measures import measures


def test_networkx_has_every_relation(kg):
    g = kg.to_networkx()
    assert g.number_of_nodes() == len(kg.nodes)
    assert g.number_of_edges() == len(list(kg.relations()))


@pytest.mark.parametrize(("to", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_graph_files_read_back_with_every_relation_and_measure(kg, to, read, tmp_path):
    path = tmp_path / f"all.{to}"
    export(kg, To(to), path)
    back = read(path)
    assert set(back) == set(kg.nodes)
    assert back.number_of_edges() == len(list(kg.relations()))
    tsmc = back.nodes["tsmc"]
    assert tsmc["label"] == kg.firms["tsmc"].name_en
    assert tsmc["kind"] == "Firm"
    for record_id, known in measures(kg).items():
        for name, value in known.items():
            assert back.nodes[record_id][name] == pytest.approx(value), (record_id, name)


def test_tables_have_a_row_for_each_node_and_relation(kg, tmp_path):
    export(kg, To.PARQUET, tmp_path)
    firms = pd.read_parquet(tmp_path / "Firm.parquet").set_index("firm_id")
    assert len(firms) == len(kg.firms)
    assert firms.loc["tsmc", "leverage"] == pytest.approx(measures(kg)["tsmc"]["leverage"])
    rows = pd.read_parquet(tmp_path / "PROVIDES.parquet")
    assert len(rows) == len(kg.provides)
    assert rows["share"].isna().sum() == sum(p.share is None for p in kg.provides)
    assert rows["year"].dtype.kind == "i"


def test_csv_runs_no_formula_and_keeps_codes(kg, tmp_path):
    hostile = Firm(firm_id="x", name_en="=cmd|'/c calc'!A0", name_zh="@x", country="TWN",
                   ubn="04541302", direction=("1",), role="none", source_id=next(iter(kg.sources)))  # fmt: skip
    export(Graph([*kg, hostile]), To.CSV, tmp_path)
    with (tmp_path / "Firm.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {r["firm_id"]: r for r in csv.DictReader(file)}
    assert rows["x"]["name_en"].startswith("'=")
    assert rows["x"]["name_zh"] == "'@x"
    assert rows["x"]["ubn"] == "04541302"
    assert rows["x"]["leverage"] == ""


def test_a_file_in_the_way_is_said_in_one_line(tmp_path):
    (tmp_path / "there").write_text("mine")
    done = run("export", "--to", "csv", "--output", str(tmp_path / "there"))
    assert done.returncode == 1
    assert "is a file" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    done = run("info", "--output", str(tmp_path / "no" / "such" / "x.csv"))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
