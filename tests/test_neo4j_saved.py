"""The saved questions: how they are written, and what a real server answers."""

import io
import re
import xml.etree.ElementTree as ET
import zipfile

import pytest
from test_cli import run

from graph.errors import RequestError
from graph.files import bundled
from graph.store.ontology import LABELS
from queries.answers.saved import answer
from queries.browser import kit
from queries.browser.model_picture import svg
from queries.browser.saved import question, questions, read

NAMES = [q.name for q in questions()]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_one_bounded_reading_query_whose_parameters_have_defaults(name):
    asked = question(name)
    assert asked.en[0].isupper()
    assert re.search(r"[\u4e00-\u9fff]", asked.zh)
    assert "LIMIT" in asked.cypher
    assert ";" not in re.sub(r"'[^']*'", "", asked.cypher)
    assert not re.search(
        r"\b(CREATE|MERGE|SET|DELETE|REMOVE|CALL apoc|CALL gds)\b", asked.cypher
    )
    assert set(re.findall(r"[$](\w+)", asked.cypher)) == set(asked.defaults)
    assert "$" not in asked.inlined


@pytest.mark.parametrize("name", NAMES)
def test_it_has_rows_and_draws_relationships_on_the_bundled_graph(loaded, name):
    asked = question(name)
    found = loaded.execute_query(asked.cypher, parameters_=dict(asked.defaults))
    assert found.records
    assert any(n.labels for n in found_nodes(loaded, asked))
    told = answer(loaded, asked, asked.defaults)
    assert len(told.rows) == len(found.records) <= asked.defaults.get("limit", 300)
    assert told.data_version


def found_nodes(driver, asked):
    from neo4j import Result

    drawn = driver.execute_query(
        asked.cypher, parameters_=dict(asked.defaults), result_transformer_=Result.graph
    )
    assert drawn.relationships, asked.name
    return drawn.nodes


@pytest.mark.parametrize("name", NAMES)
def test_browser_is_given_no_warning_with_it(loaded, name):
    # A property that no row has, as votes in the bundled data, is read by properties(r).
    with loaded.session(notifications_min_severity="INFORMATION") as session:
        told = session.run(question(name).inlined).consume().gql_status_objects
    assert [s.status_description for s in told if s.is_notification] == []


def test_a_limit_given_is_kept(loaded):
    asked = question("top-chokepoints")
    assert len(answer(loaded, asked, asked.parameters(["limit=3"])).rows) == 3


def test_the_command_prints_rows_and_refuses_what_it_does_not_know(loaded):
    done = run("neo4j", "query", "rights-over-technology", "--param", "tech=cowos-packaging")
    assert "CoWoS capacity" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100
    listed = run("neo4j", "queries", "--format", "csv")
    assert listed.stdout.count("\n") == 1 + len(NAMES)
    for words, told in (
        (("rights-over-technologies",), "did you mean rights-over-technology"),
        (("find", "--param", "word=x"), "find takes text, limit"),
        (("find", "--param", "limit=many"), "limit is a whole number, not 'many'"),
    ):
        refused = run("neo4j", "query", *words)
        assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
        assert told in refused.stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("MATCH (n) RETURN n;", ":1: the first line is not"),
        ("// Title\nMATCH (n) RETURN n;", ":1: the first line is not"),
        ("// Title · 標題\n:param x = 1;\nRETURN 1;", ":2: not ':param name => value;'"),
    ],
)
def test_a_file_that_is_written_otherwise_is_named_with_its_line(tmp_path, text, told):
    path = tmp_path / "mine.cypher"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RequestError, match=re.escape(f"mine.cypher{told}")):
        read(path)


# ---- the kit ---------------------------------------------------------------------------------


def test_the_guides_have_every_question_once():
    on_pages = [name for names in kit.SECTIONS.values() for name in names]
    assert sorted(on_pages) == sorted(NAMES)
    for guide, other in (("guide.html", "guide-zh.html"), ("guide-zh.html", "guide.html")):
        text = kit.files("http://localhost:1/x")[guide].decode()
        assert text.count('runnable">MATCH') + text.count('runnable">//') >= len(NAMES)
        assert f"http://localhost:1/x/{other}" in text


def test_the_picture_of_the_model_has_every_kind_of_node_and_relationship():
    for lang in ("en", "zh"):
        words = {t.text for t in ET.fromstring(svg(lang)).iter() if t.text}
        assert {table.__name__ for table in LABELS} <= words
        assert {"PROVIDES", "REQUIRES", "HOLDS", "GOVERNS", "TARGETS", "OWNS"} <= words


def test_favourites_are_questions_that_run_as_they_are(loaded):
    archive = zipfile.ZipFile(io.BytesIO(kit.files()["favourites.zip"]))
    assert len(archive.namelist()) == len(NAMES)
    for name in archive.namelist():
        text = archive.read(name).decode()
        assert name.startswith("controlshift/")
        assert text.startswith("// ")
        loaded.execute_query("EXPLAIN " + text.partition("\n")[2].rstrip().removesuffix(";"))


def test_the_kit_is_written_where_it_is_wanted(tmp_path):
    done = run("neo4j", "kit", str(tmp_path / "kit"))
    assert done.returncode == 0
    assert {p.name for p in (tmp_path / "kit").iterdir()} == set(kit.files())
    english = (tmp_path / "kit" / "style.grass").read_text("utf-8")
    assert english == (bundled() / "browser" / "style.grass").read_text("utf-8")
    assert "{name_zh}" in (tmp_path / "kit" / "style-zh.grass").read_text("utf-8")
