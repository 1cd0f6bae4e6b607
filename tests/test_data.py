"""The bundled data: what they must reach, and that nothing in them is unsourced."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from graph.files import bundled
from graph.schema import RECORDS, TABLES, Right, SourceKind, columns
from loaders import load
from loaders.datapackage import dictionary, text
from queries.loss import substitution, weights
from queries.shift import shift

KG = load()
ROOT = Path(__file__).parents[1]


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
    stated = {p.tech_id for p in KG.provides if p.share is not None}
    assert len(stated) >= 0.9 * len(KG.technologies)


def test_an_assumed_share_has_a_range():
    assumed = {i for i, s in KG.sources.items() if s.kind is SourceKind.ASSUMPTION}
    bare = [
        p.key
        for p in KG.provides
        if p.source_id in assumed and p.share is not None and p.share_low == p.share_high
    ]
    assert bare == []


def test_what_an_investment_targets_does_not_rest_on_equal_splits_alone():
    # Where only Taiwanese firms are named, an equal split of the unknown makes them giants.
    stated = {p.tech_id for p in KG.provides if p.share is not None}
    targets = {e.target_id for e in KG.effects} & set(KG.technologies)
    assert targets - stated <= {"hvdc-800v-power-rack", "switch-1600g"}  # not yet on sale


def test_taiwan_is_called_taiwan():
    assert (KG.countries["TWN"].name_en, KG.countries["TWN"].name_zh) == ("Taiwan", "臺灣")


def chinese():
    """Yield where each Chinese text stands that a user reads, and the text."""
    for node in KG.nodes.values():
        yield node.key[0], node.name_zh
    for tranche in KG.tranches:
        yield f"gate of {tranche.investment_id}", tranche.gate_zh
    yield "README.zh-TW.md", (ROOT / "README.zh-TW.md").read_text(encoding="utf-8")
    for path in sorted((*ROOT.glob("graph/words.py"), *ROOT.glob("queries/**/*.py"))):
        yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def test_no_chinese_character_is_simplified():
    # Big5, Taiwan's own code, has hardly a simplified character; these are the ones it has.
    rare = set("与优体听圣坏宁异怀怜惊扑扰机构洁离网触赶")
    wrong = {}
    for where, said in chinese():
        for c in said:
            if "\u3400" <= c <= "\u9fff" and (c in rare or not c.encode("cp950", "ignore")):
                wrong.setdefault(where, set()).add(c)
    assert not wrong


def test_no_chinese_term_is_one_that_taiwan_does_not_use():
    with (Path(__file__).parent / "cases" / "mainland_terms.tsv").open(
        encoding="utf-8"
    ) as file:
        terms = {row["term"]: row["taiwan"] for row in csv.DictReader(file, delimiter="\t")}
    said = [(where, t, terms[t]) for where, text in chinese() for t in terms if t in text]
    assert said == []


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
