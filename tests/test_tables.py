"""Strict tables: every fault by file and line, nothing guessed, nothing half-loaded."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import DataError
from graph.errors import Fault
from graph.schema import TABLES, ControlPoint, Country, Firm, Provides, Technology, columns
from loaders import load
from loaders.table import Faults, parse, read

FIRMS = "firm_id,name_en,name_zh,country,direction,role,source_id\n"


def faults(tmp_path: Path, text: str | bytes, table=Firm):
    path = tmp_path / f"{table.TABLE}.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = Faults()
    rows = read(path, table, found, shown=path.name)
    return rows, [str(f) for f in found]


def test_a_good_row_is_read_as_text_with_its_zeros(tmp_path):
    header = "firm_id,name_en,name_zh,country,ubn,ticker,direction,role,source_id\n"
    rows, found = faults(
        tmp_path, header + "hon-hai,Hon Hai,鴻海,TWN,04541302,2317.TW,3,maker,s\n"
    )
    assert found == []
    assert rows[0].record.ubn == "04541302"
    assert rows[0].record.ticker == "2317.TW"
    assert rows[0].line == 2


def test_namibia_is_a_country_and_not_a_blank(tmp_path):
    rows, found = faults(
        tmp_path, "iso3,name_en,name_zh,source_id\nNAM,NA,納米比亞,s\n", Country
    )
    assert (rows[0].record.name_en, found) == ("NA", [])


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path):
    rows, found = faults(
        tmp_path, "\ufeff" + FIRMS.replace("\n", "\r\n") + "a,A,甲,TWN,1,maker,s\r\n"
    )
    assert (len(rows), found) == (1, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "firms.csv:1: empty file"),
        ("\n\n", "firms.csv:1: empty file"),
        (FIRMS + "a,A,甲,TWN,1,maker\n", "firms.csv:2: 6 cells where the header has 7"),
        (FIRMS + "a,A,甲,TWN,1,maker,s,x\n", "firms.csv:2: 8 cells"),
        (FIRMS + "\na,A,甲,TWN,1,maker,s\n", "firms.csv:2: empty row"),
        (FIRMS + ",,,,,,\n", "firms.csv:2: empty row"),
        (FIRMS + ",A,甲,TWN,1,maker,s\n", "firms.csv:2: firm_id: must not be empty"),
        (FIRMS + "A B,A,甲,TWN,1,maker,s\n", "firms.csv:2: firm_id: 'A B' is not an id"),
        (FIRMS + "a,A,甲,TWN,9,maker,s\n", "firms.csv:2: direction: '9' is not known"),
        (
            FIRMS + "a,A,甲,TWN,1;1,maker,s\n",
            "firms.csv:2: direction: '1;1' has an empty or repeated",
        ),
        (FIRMS + 'a,"A,甲,TWN,1,maker,s\n', "firms.csv:2: not CSV"),
        (
            FIRMS.replace("role", "rule"),
            "firms.csv:1: unknown column 'rule'; did you mean 'role'?",
        ),
        (FIRMS.replace("role", "firm_id"), "firms.csv:1: column 'firm_id' stands twice"),
        (FIRMS.replace(",role", ""), "firms.csv:1: column 'role' is missing"),
        (FIRMS.encode("utf-16"), "firms.csv:1: not UTF-8 (UTF-16?)"),
        (FIRMS.encode() + "a,A,鴻海,TWN,1,maker,s\n".encode("cp950"), "firms.csv:2: not UTF-8"),
        (FIRMS + "a,A\0,甲,TWN,1,maker,s\n", "firms.csv:2: has a NUL character"),
        (FIRMS + "a,A\x07,甲,TWN,1,maker,s\n", "firms.csv:2: name_en: has a control character"),
        (
            FIRMS + "a,A\u202e,甲,TWN,1,maker,s\n",
            "firms.csv:2: name_en: has a control character",
        ),
        (FIRMS + 'a,"A\nB",甲,TWN,1,maker,s\n', "firms.csv:2: name_en: has a line break"),
        (FIRMS + f"a,A,甲,TWN,1,{'r' * 200_000},s\n", "firms.csv:2: not CSV: field larger"),
        (FIRMS.replace("role", '"ro\nle"'), "firms.csv:1: unknown column 'ro\\nle'"),
        (FIRMS.replace(",", "\t"), "firms.csv:1: columns are parted by tabs, not commas"),
        (FIRMS.replace(",", ";"), "firms.csv:1: columns are parted by semicolons, not commas"),
        ("sep=,\n" + FIRMS, "firms.csv:1: not the names of columns; delete this line"),
        (FIRMS.strip() + ",,\n", "firms.csv:1: no name above column 8, 9; delete it"),
    ],
)
def test_each_fault_names_file_and_line(tmp_path, text, expected):
    rows, found = faults(tmp_path, text)
    assert any(f.startswith(expected) for f in found), found
    assert len(rows) < 2


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("5%", "write 0.05"),
        ("1,000", "write 1000"),
        ("0,5", "write 0.5"),
        ("N/A", "leave it empty if it is unknown"),
        ("nan", "leave it empty"),
        ("inf", "is not a number"),
        ("1.2", "above 1"),
        ("-0.1", "below 0"),
        ("０．５", "write 0.5"),
        ("٥", "is not a number"),
        ("1_000", "write 1000"),
        ("1e309", "too large"),
    ],
)
def test_a_number_is_never_guessed(cell, message):
    share = next(c for c in columns(Provides) if c.name == "share")
    with pytest.raises(ValueError, match=message):
        parse(cell, share)


@pytest.mark.parametrize(
    "cell", ["2027-02-30", "20270101", "2027-W01-1", "1/1/2027", "民國116年"]
)
def test_a_date_is_written_one_way(cell):
    column = next(c for c in columns(ControlPoint) if c.name == "valid_to")
    with pytest.raises(ValueError, match="not a date such as 2027-01-01"):
        parse(cell, column)


def test_a_company_number_has_eight_digits():
    column = next(c for c in columns(Firm) if c.name == "ubn")
    assert parse("04541302", column) == "04541302"
    with pytest.raises(ValueError, match="eight digits"):
        parse("4541302", column)


@given(st.text())
def test_a_fault_is_one_line_that_a_terminal_can_bear(text):
    said = str(Fault("a.csv", 2, text))
    assert said.startswith("a.csv:2: ")
    assert said.isprintable()
    assert len(said) < 400


def test_an_empty_number_is_unknown_and_not_zero():
    share = next(c for c in columns(Provides) if c.name == "share")
    assert parse("", share) is None
    assert parse("0", share) == 0.0


@given(st.text())
def test_no_text_in_a_cell_can_crash_the_reader(cell):
    for column in (*columns(Provides), *columns(Technology)):
        try:
            parse(cell.strip(), column)
        except ValueError as error:
            assert "\n" not in str(error) or "\n" in cell


@given(st.binary(max_size=400))
def test_no_bytes_in_a_file_can_crash_the_reader(tmp_path_factory, raw):
    faults(tmp_path_factory.mktemp("fuzz"), raw)


# --- folders laid over the bundled data ---------------------------------------------------


def write(folder: Path, name: str, *rows: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [c.name for c in columns(TABLES[name])])
        writer.writeheader()
        writer.writerows(rows)
    return folder


def refused(folder: Path) -> list[str]:
    with pytest.raises(DataError) as caught:
        load([folder])
    return [str(f).removeprefix(f"{folder}/") for f in caught.value.faults]


def provision(**over: str) -> dict[str, str]:
    row = {
        "provider_id": "TWN", "tech_id": "cowos-packaging", "share": "0.1", "metric": "count",
        "market": "us", "year": "2026", "source_id": "mine", "confidence": "1",
    }  # fmt: skip
    return {**row, **over}


MINE = {
    "source_id": "mine", "title": "Own survey", "publisher": "us", "year": "2026",
    "kind": "assumption", "note": "asked around",
}  # fmt: skip


def test_own_rows_add_to_the_bundled_ones_and_override_by_key(tmp_path):
    folder = write(tmp_path / "own", "sources", MINE)
    first = load()
    name, old = next(iter(first.firms.items()))
    write(
        folder, "firms",
        {"firm_id": name, "name_en": "Changed", "name_zh": "改名", "country": old.country,
         "direction": "1", "role": "r", "source_id": "mine"},
    )  # fmt: skip
    second = load([folder])
    assert second.firms[name].name_en == "Changed"
    assert len(second.firms) == len(first.firms)
    assert second.version != first.version


def test_every_fault_of_every_file_is_reported_at_once(tmp_path):
    folder = write(tmp_path / "own", "sources", {**MINE, "note": ""})
    write(
        folder, "provides",
        provision(provider_id="TSCM"), provision(tech_id="cowos-packagin"), provision(share="9"),
    )  # fmt: skip
    found = refused(folder)
    assert "sources.csv:2: an assumption needs its reasoning in 'note'" in found
    assert any("no 'TSCM' in firms or countries" in f for f in found)
    assert any("did you mean 'cowos-packaging'?" in f for f in found)
    assert "provides.csv:4: share: 9 is above 1" in found


def test_shares_over_one_are_refused(tmp_path):
    folder = write(tmp_path / "own", "sources", MINE)
    write(folder, "provides", provision(share="0.7"), provision(provider_id="USA", share="0.7"))
    assert any("add up to 1.4, more than 1" in f for f in refused(folder))


def test_a_sum_that_an_override_breaks_is_the_overriding_rows_fault(tmp_path):
    folder = write(tmp_path / "own", "sources", MINE)
    mine = provision(provider_id="amkor", metric="capacity", market="world", share="0.9")
    write(folder, "provides", mine)
    (fault,) = refused(folder)
    assert fault.startswith("provides.csv:2: shares of 'cowos-packaging' add up to 1.62")


def test_an_id_names_one_thing(tmp_path):
    folder = write(tmp_path / "own", "sources", MINE)
    (folder / "firms.csv").write_text(
        "firm_id,name_en,name_zh,country,direction,role,source_id\n"
        "euv-optics,A,甲,TWN,1,maker,mine\nTWN,B,乙,TWN,1,maker,mine\n",
        encoding="utf-8",
    )
    assert refused(folder) == [
        "firms.csv:2: 'euv-optics' names something in technologies already",
        "firms.csv:3: 'TWN' names something in countries already",
    ]


def test_a_repeated_key_names_the_first_line(tmp_path):
    folder = write(tmp_path / "own", "sources", MINE, MINE)
    assert refused(folder) == ["sources.csv:3: 'mine' stands already in line 2"]


def test_a_wrong_file_name_is_not_skipped(tmp_path):
    folder = write(tmp_path / "own", "sources", MINE)
    (folder / "firm.csv").write_text(FIRMS)
    assert refused(folder) == ["firm.csv: no table has this name; did you mean firms.csv?"]


@pytest.mark.parametrize("name", ["firms.xlsx", "FIRMS.CSV", "firms.csv.txt", "firms.tsv"])
def test_a_table_in_another_form_is_not_skipped(tmp_path, name):
    folder = write(tmp_path / "own", "sources", MINE)
    (folder / name).write_text(FIRMS)
    (folder / ".~lock.firms.csv").write_text("a spreadsheet's own")
    (found,) = refused(folder)
    assert found.startswith(f"{name}: is not read")
    assert "firms.csv" in found


def test_what_is_called_a_table_and_is_no_file_is_said(tmp_path):
    folder = write(tmp_path / "own", "sources", MINE)
    (folder / "firms.csv").mkdir()
    (folder / "needs.csv").symlink_to("nowhere")
    assert refused(folder) == [
        "firms.csv: is a folder",
        "needs.csv: is no file, or a link to nothing",
    ]


def test_a_file_too_large_to_be_a_table_is_not_read(tmp_path):
    folder = write(tmp_path / "own", "sources", MINE)
    with (folder / "firms.csv").open("wb") as file:
        file.truncate(200 * 2**20)
    assert refused(folder) == ["firms.csv: 200 MB, more than any table: at most 64 MB"]


@pytest.mark.parametrize(
    ("table", "pairs", "expected"),
    [
        ("ownership", [("sercomm", "sercomm")], "'sercomm' owns itself"),
        ("ownership", [("sercomm", "arcadyan"), ("arcadyan", "sercomm")], "own each other wholly"),
        ("supplies", [("sercomm", "sercomm")], "'sercomm' supplies itself"),
        ("requires", [("abf-film", "abf-film")], "'abf-film' requires itself"),
        ("variants", [("abf-film", "abf-film")], "'abf-film' is a variant of itself"),
        ("variants", [("abf-film", "gan-foundry"), ("gan-foundry", "abf-film")], "in a circle"),
    ],
)  # fmt: skip
def test_nothing_is_its_own_input_owner_or_variant(tmp_path, table, pairs, expected):
    folder = write(tmp_path / "own", "sources", MINE)
    rest = {
        "ownership": {"stake": "1"},
        "supplies": {"tech_id": "abf-film"},
        "requires": {"essential": "1"},
        "variants": {"weight": "0.5"},
    }[table]
    first, second = TABLES[table].KEY[:2]
    told = {"source_id": "mine", "year": "2026", "confidence": "1", **rest}
    write(folder, table, *({first: a, second: b, **told} for a, b in pairs))
    assert any(expected in f for f in refused(folder))


def test_a_folder_that_is_not_there_or_holds_nothing_is_said(tmp_path):
    assert "no such folder" in refused(tmp_path / "nowhere")[0]
    (tmp_path / "empty").mkdir()
    assert "no table in this folder" in refused(tmp_path / "empty")[0]


def test_a_cycle_must_be_explained(tmp_path):
    folder = write(tmp_path / "own", "sources", MINE)
    edge = {"essential": "1", "source_id": "mine", "year": "2026", "confidence": "1"}
    rows = [
        {"tech_id": "cowos-packaging", "input_id": "abf-film", **edge},
        {"tech_id": "abf-film", "input_id": "cowos-packaging", **edge},
    ]
    write(folder, "requires", *rows)
    assert any("unexplained cycle" in f for f in refused(folder))
    write(folder, "requires", {**rows[0], "note": "tools need chips"}, rows[1])
    assert load([folder])
