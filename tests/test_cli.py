"""The command line as a user meets it: formats, languages, faults, exit codes."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*words: str, **env: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "queries", *words],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "COLUMNS": "100", **env},
    )  # fmt: skip


def rows(*words: str) -> list[dict]:
    done = run(*words, "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["rows"]


ASKED = [
    ("info",),
    ("find", "台積電"),
    ("show", "cowos-packaging"),
    ("chokepoints",),
    ("chokepoints", "--by", "firm"),
    ("chokepoints", "--by", "country"),
    ("deny", "CHN"),
    ("control",),
    ("control", "臺灣"),
    ("control", "globalwafers-america"),
    ("centrality",),
    ("centrality", "--of", "country", "--measure", "pagerank"),
    ("power",),
    ("portfolio",),
    ("portfolio", "--frontier"),
    ("robustness", "--draws", "25"),
    ("calendar",),
    ("deny", "CHN", "--as-of", "2026-12-01"),
    ("shift", "--as-of", "2027-02-01"),
    ("shift",),
    ("explain", "euv-lithography"),
]


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_command_answers_in_a_hundred_columns(words, lang):
    done = run(*words, "--lang", lang)
    assert done.returncode == 0, done.stderr
    assert "data " in done.stdout or "資料版本" in done.stdout
    from rich.cells import cell_len

    wide = [line for line in done.stdout.splitlines() if cell_len(line) > 100]
    assert not wide, wide[:2]


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_json_keeps_the_contract(words):
    done = run(*words, "--format", "json")
    answer = json.loads(done.stdout)
    assert {"query", "parameters", "data_version", "columns", "rows"} <= set(answer)
    names = [c["name"] for c in answer["columns"]]
    assert all({"name", "unit", "title_en", "title_zh"} <= set(c) for c in answer["columns"])
    assert all(list(r) == names for r in answer["rows"])
    assert "NaN" not in done.stdout


def test_csv_opens_in_a_spreadsheet(tmp_path):
    out = tmp_path / "shift.csv"
    assert run("shift", "--format", "csv", "--output", str(out)).returncode == 0
    raw = out.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert len(table) == len(rows("shift"))
    assert {r["data_version"] for r in table} == {
        json.loads(run("info", "--format", "json").stdout)["data_version"]
    }


def test_hostile_names_stay_inert_in_csv(tmp_path):
    (tmp_path / "sources.csv").write_text(
        "source_id,title,publisher,year,kind,note\nx,x,x,2026,assumption,x\n", encoding="utf-8"
    )
    (tmp_path / "firms.csv").write_text(
        "firm_id,name_en,name_zh,country,direction,role,source_id\n"
        'evil,"=HYPERLINK(""http://x"")",@惡,TWN,1,maker,x\n', encoding="utf-8",
    )  # fmt: skip
    done = run("find", "evil", "--data", str(tmp_path), "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(done.stdout.lstrip("\ufeff")))
    assert row["name_en"].startswith("'=")
    assert row["name_zh"].startswith("'@")


def test_markdown_is_a_table():
    done = run("control", "--format", "md")
    assert re.search(r"^\|---", done.stdout, re.MULTILINE)


def test_shift_rows_have_what_the_contract_names():
    needed = {
        "investment_id", "name", "direction", "verdict", "reason", "p1_need", "p2_base", "p3_node",
        "joint", "shift_pp", "shift_pp_low", "shift_pp_high", "shift_pp_per_usd_bn", "shift_operate",
        "shift_allocate", "shift_license", "shift_govern", "shift_certify", "us_loss_change",
        "home_leverage_change", "credit_usd_bn", "capital_usd_bn",
    }  # fmt: skip
    found = rows("shift")
    assert needed <= set(found[0])
    assert all(r["reason"] for r in found if r["verdict"] == "excluded")


def test_chokepoint_rows_have_what_the_contract_names():
    needed = {
        "id", "name", "hhi_low", "hhi_high", "top_holder", "top_share", "us_share", "taiwan_share",
        "exposure", "leverage", "time_to_substitute_months", "need_years_at_risk", "confidence",
    }  # fmt: skip
    assert needed <= set(rows("chokepoints")[0])


def test_the_excluded_can_be_asked_why():
    excluded = next(r for r in rows("shift") if r["verdict"] == "excluded")
    answer = rows("explain", excluded["investment_id"])
    assert any(excluded["reason"].split(";")[0] in str(r["item"]) for r in answer)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("show", "no-such-thing-at-all"), "no node"),
        (("deny", "Atlantis"), "no firm or country"),
        (("deny", "CHN:no-such-tech"), "no node"),
        (("deny", "CHN:tsmc"), "not a technology"),
        (("deny", "CHN", "--horizon", "-1"), "impossible"),
        (("shift", "--size", "2"), "impossible"),
        (("control", "nobody-at-all"), "no firm or country"),
        (("info", "--data", "/nowhere"), "no such folder"),
        (("portfolio", "--budget", "-1"), "impossible"),
        (("portfolio", "--budget", "5", "--floor", "1=6"), "(6) is above the budget (5)"),
        (("power", "--players", "2"), "3 to 20 players"),
        (("robustness", "--draws", "0"), "ask for 1 or more"),
        (("calendar", "--from", "soon"), "not a date"),
        (("shift", "--as-of", "2026-13-01"), "not a date"),
        (("info", "--with", "eto"), "write NAME=DIR"),
        (("info", "--with", "xyz=/tmp"), "no loader 'xyz'"),
        (("explain", "cowos-capacity-allocation"), "control point"),
    ],
)
def test_a_bad_request_is_one_clear_line_and_exit_1(words, message):
    done = run(*words)
    assert done.returncode == 1
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("shift", "--format", "xml"),
        ("shift", "--lang", "de"),
        ("chokepoints", "--by", "x"),
    ],
)
def test_wrong_usage_is_exit_2(words):
    assert run(*words).returncode == 2


def test_check_is_clean_and_a_template_is_made(tmp_path):
    assert run("check").returncode == 0
    folder = tmp_path / "mine"
    assert run("check", "--template", str(folder)).returncode == 0
    assert (folder / "firms.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    again = run("check", "--template", str(folder))
    assert again.returncode == 1
    assert run("check", "--data", str(folder)).returncode == 0


def test_check_lists_every_fault_as_file_line_reason(tmp_path):
    (tmp_path / "requires.csv").write_text(
        "tech_id,input_id,essential,source_id,year,confidence\n"
        "cowos-packaging,nothing,1,none,2026,9\ncowos-packaging,abf-film,2,none,2026,1\n",
        encoding="utf-8",
    )
    done = run("check", "--data", str(tmp_path))
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert len(lines) >= 2
    assert all(
        re.match(rf"{re.escape(str(tmp_path))}/requires\.csv:[23]: ", line) for line in lines
    )


def test_the_same_data_give_the_same_answer_twice():
    assert run("shift", "--format", "json").stdout == run("shift", "--format", "json").stdout


def test_the_language_can_come_from_the_environment():
    assert "資料版本" in run("find", "TSMC", CONTROLSHIFT_LANG="zh_TW").stdout


def test_a_bare_number_is_never_read_as_a_direction():
    shown = {r["item"]: r["value"] for r in rows("show", "glass-cloth-us")}
    assert shown["capital mobilised over credit"] == "2 times"
    assert "國防" not in run("show", "glass-cloth-us", "--lang", "zh").stdout.split("[a-")[0]


def test_a_country_is_shown_with_its_firms_and_not_with_their_rest():
    shown = {r["item"]: r["value"] for r in rows("show", "TWN") if r["part"] == "provides"}
    assert shown["ABF (FC-BGA) substrate"].startswith("45%")


def test_values_in_words_are_said_in_chinese():
    for row in rows("show", "abf-film") + rows("show", "glass-cloth-us"):
        for word in ("essential", "technology", "licence", "months", "times", " to "):
            assert word not in (row["value_zh"] or "")
