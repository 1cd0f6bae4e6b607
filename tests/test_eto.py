"""The ETO loader on a small copy of its form, made by hand, with all of its traps."""

from pathlib import Path

import pytest

from graph import DataError
from loaders import load
from queries.market import markets

TABLES = {
    "inputs": """input_id,input_name,type,stage_name,stage_id,description,year,market_share_chart_global_market_size_info,market_share_chart_caption,market_share_chart_source
N20,EUV lithography tools,tool_resource,,,d,2025,$13 billion (2025),,
N19,Lithography tools,tool_resource,,,"d
of several lines",2025,$26 billion (2025),,
N22,ArF immersion (DUV) lithography tools,tool_resource,,,d,2025,$13.0 billion (2025),,
N25,Photolithography,process,Fabrication,S2,d,,,,
N71,Dicing tools,tool_resource,,,d,2025,,,
""",
    "providers": """provider_name,alias,provider_id,provider_type,country
Brand New Tools,,P900,organization,JPN
Brand New Tools,BNT,P900,organization,JPN
ASML,,P17,organization,NLD
Many Homes,,P901,organization,Various countries
NLD,Netherlands,P11,country,
JPN,Japan,P7,country,
Various countries,,P6,country,Various countries
EUR,Europe,P29,country,EUR
""",
    "provision": """provider_name,provider_id,provided_name,provided_id,share_provided,year,source
ASML,P17,EUV lithography tools,N20,100.0,2025,x
ASML,P17,ArF immersion (DUV) lithography tools,N22,91.0,2025,x
Brand New Tools,P900,ArF immersion (DUV) lithography tools,N22,,2025,x
NLD,P11,ArF immersion (DUV) lithography tools,N22,91.4,2025,x
Various countries,P6,Dicing tools,N71,40.0,2025,x
NLD,P11,Fabrication,S2,1.0,2022,x
""",
    "sequence": """input_name,input_id,goes_into_name,goes_into_id,is_type_of_name,is_type_of_id
EUV lithography tools,N20,,,Lithography tools,N19
ArF immersion (DUV) lithography tools,N22,,,Lithography tools,N19
Lithography tools,N19,Photolithography,N25,,
""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in TABLES.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def read(folder):
    said: list[str] = []
    return load(extra=[f"eto={folder}"], say=said.append), "\n".join(said)


def test_inputs_are_mapped_or_added_and_it_is_said(read):
    kg, said = read
    assert "5 inputs: 2 mapped to our technologies, 3 added" in said
    assert "eto-n19" in kg.technologies
    assert "eto-n20" not in kg.technologies


def test_firms_meet_by_name_and_alias_rows_are_one_firm(read):
    kg, said = read
    assert "1 firms merged with ours" in said
    assert [f for f in kg.firms if "brand-new" in f] == ["eto-brand-new-tools"]
    assert kg.holder("BNT") == "eto-brand-new-tools"


def test_a_blank_share_is_unknown_and_not_zero(read):
    kg, _ = read
    held = {h.holder: h for h in markets(kg)["eto-n22"].holdings}
    assert held["eto-brand-new-tools"].high > 0
    assert not held["eto-brand-new-tools"].known


def test_groups_of_countries_deny_nothing(read):
    kg, said = read
    assert "left unattributed: EUR, Many Homes, Various countries" in said
    assert markets(kg)["dicing-tools"].of("EUR") == 0


def test_a_type_is_a_variant_by_market_size_and_not_an_input(read):
    kg, _ = read
    weights = {v.variant_id: v.weight for v in kg.variants if v.family_id == "eto-n19"}
    assert weights == {"euv-lithography": 0.5, "eto-n22": 0.5}
    assert ("eto-n19", "euv-lithography") not in {(r.tech_id, r.input_id) for r in kg.requires}


def test_rows_of_whole_stages_are_left_out_and_counted(read):
    assert "1 of whole stages left out" in read[1]


def test_the_scanner_is_found_a_chokepoint(read):
    from queries.chokepoint import by_technology

    assert "euv-lithography" in [c.id for c in by_technology(read[0])[:3]]


def test_a_missing_table_and_a_bad_share_are_faults_with_file_and_line(folder):
    (folder / "sequence.csv").unlink()
    path = folder / "provision.csv"
    path.write_text(path.read_text().replace("100.0", "many"), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load(extra=[f"eto={folder}"])
    found = [str(f) for f in caught.value.faults]
    assert any("sequence.csv: missing file" in f for f in found)
    assert any("provision.csv:2: share_provided: 'many' is not a number" in f for f in found)


def test_what_refers_to_a_row_with_a_fault_is_no_second_fault(folder):
    path = folder / "inputs.csv"
    path.write_text(
        path.read_text().replace("EUV lithography tools,tool", "\a,tool"), encoding="utf-8"
    )
    with pytest.raises(DataError) as caught:
        load(extra=[f"eto={folder}"])
    (fault,) = caught.value.faults
    assert "input_name: has a control character" in str(fault)


def test_an_id_nobody_has_and_a_row_that_repeats_are_faults(folder):
    path = folder / "provision.csv"
    text = (
        path.read_text()
        .replace("ASML,P17,EUV", "ASML,P18,EUV")
        .replace("tools,N71", "tools,N7")
    )
    path.write_text(text + "NLD,P11,Fabrication,S2,2.0,2022,x\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load(extra=[f"eto={folder}"])
    assert [str(f).rpartition("/")[2] for f in caught.value.faults] == [
        "provision.csv:2: no provider 'P18'",
        "provision.csv:6: no input 'N7'",
        "provision.csv:8: 'P11, S2' stands already in line 7",
    ]


def test_a_link_to_what_never_ends_is_not_read(folder):
    (folder / "provision.csv").unlink()
    (folder / "provision.csv").symlink_to("/dev/zero")
    with pytest.raises(DataError, match="missing file"):
        load(extra=[f"eto={folder}"])
