"""The bundled data: what they must reach, and that nothing in them is unsourced."""

import csv
from collections import Counter

import pytest

from graph.files import bundled
from graph.schema import RECORDS, TABLES, Right, SourceKind, columns
from loaders import load
from loaders.datapackage import dictionary, text
from queries.loss import substitution, weights
from queries.shift import shift

KG = load()


def test_the_files_are_plain_sorted_and_complete():
    for name, table in TABLES.items():
        path = bundled() / f"{name}.csv"
        raw = path.read_bytes()
        assert b"\r" not in raw
        assert not raw.startswith(b"\xef\xbb\xbf")
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert list(rows[0]) == [c.name for c in columns(table)], name
        keys = [tuple(row[k] for k in table.KEY) for row in rows]
        assert keys == sorted(keys), name


@pytest.mark.parametrize(
    ("what", "least"),
    [
        ("firms", 240),
        ("technologies", 170),
        ("requires", 340),
        ("needs", 45),
        ("control_points", 100),
        ("investments", 30),
    ],
)
def test_there_is_enough_of_each(what, least):
    assert len(getattr(KG, what)) >= least


def test_every_direction_has_needs_technologies_rights_and_candidates():
    home = {t.tech_id: t.direction for t in KG.technologies.values()}
    for direction in "123456":
        assert sum(n.direction == direction for n in KG.needs.values()) >= 5
        assert sum(i.direction == direction for i in KG.investments.values()) >= 4
        assert any(direction in d for d in home.values())
        assert any(direction in home[c.tech_id] for c in KG.control_points.values())


def test_every_firm_of_the_argument_is_there_and_provides_something():
    named = [
        "grand-process", "all-ring", "nvidia", "amd", "palantir", "thunder-tiger", "aidc", "arista",
        "accton", "quanta", "bora-pharmaceuticals", "vertiv", "delta-electronics", "globalwafers",
    ]  # fmt: skip
    providers = {p.provider_id for p in KG.provides}
    assert [f for f in named if f not in KG.firms or f not in providers] == []


def test_every_row_has_a_source_that_is_a_source():
    for table in RECORDS:
        for row in KG.rows(table):
            assert row.source_id in KG.sources, row


def test_no_source_is_idle():
    used = Counter(row.source_id for table in RECORDS[1:] for row in KG.rows(table))
    said = " ".join(map(repr, (row for table in RECORDS[1:] for row in KG.rows(table))))
    said += " ".join(s.note or "" for s in KG.sources.values())
    assert [s for s in KG.sources if not used[s] and s not in said] == []


def test_figures_of_the_noncommercial_dataset_are_few_and_marked():
    rows = [r for t in RECORDS[1:] for r in KG.rows(t) if r.source_id == "eto-chip"]
    assert len(rows) <= 60
    assert "CC BY-NC" in KG.sources["eto-chip"].licence


def test_assumptions_give_their_reasoning():
    for source in KG.sources.values():
        if source.kind is SourceKind.ASSUMPTION:
            assert len(source.note or "") > 40, source.source_id


def test_coverage_reaches_what_rankings_need():
    assert substitution(KG).stated.sum() >= 80
    assert weights(KG).known_usd.sum() >= 25


def test_places_and_chinese_are_taiwans():
    assert (KG.countries["TWN"].name_en, KG.countries["TWN"].name_zh) == ("Taiwan", "臺灣")
    simplified = set("电产业网络软体务务员发")
    for node in KG.nodes.values():
        assert not simplified & set(node.name_zh) - set("體務網產發業"), node.name_zh


def test_every_instrument_says_what_it_can_obtain():
    assert len(KG.instruments) == 5 * len(Right)


def test_datapackage_and_dictionary_are_those_of_the_schema():
    assert (bundled() / "datapackage.json").read_text(encoding="utf-8") == text()
    assert dictionary() in (bundled() / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "case",
    [
        "stake-us-chip-design",
        "stake-eda",
        "stake-cloud-platform",
        "stake-switch-silicon",
        "euv-venture",
    ],
)
def test_the_ranking_is_able_to_say_no(case):
    (found,) = [s for s in shift(KG) if s.investment.investment_id == case]
    assert found.excluded


def test_known_chokepoints_are_found():
    from queries.chokepoint import by_technology

    top = [c.id for c in by_technology(KG)[:15]]
    assert {
        "euv-lithography",
        "euv-optics",
        "rare-earth-separation",
        "ndfeb-magnets",
        "leading-edge-logic",
    } <= set(top)
