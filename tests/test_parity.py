"""The same questions by command line, by Cypher and in the page: the same rows."""

import pytest
from test_cli import rows
from viewed import block, unpacked, whole

from queries.answers.saved import answer
from queries.browser.saved import question


class Page:
    """What the page of the whole graph knows, as its scripts read it."""

    def __init__(self, text):
        data = block(text)
        self.measures = dict(zip(data["ids"], unpacked(data["measures"]), strict=True))
        packed = {**data["tables"], **data["derived"]}
        self.tables = {name: unpacked(table) for name, table in packed.items()}

    def of(self, table, key):
        """The measures of every row of a table that has some."""
        return {
            r[key]: self.measures[r[key]] for r in self.tables[table] if r[key] in self.measures
        }


@pytest.fixture(scope="module")
def page(kg):
    return Page(whole(kg))


@pytest.fixture
def cypher(loaded):
    def ask(name, **given):
        asked = question(name)
        parameters = asked.parameters(f"{n}={v}" for n, v in given.items())
        return answer(loaded, asked, parameters).rows

    return ask


def same(*answers):
    """Assert that answers are equal row by row, numbers to nine digits."""
    first, *others = ([tuple(row) for row in found] for found in answers)
    assert first
    for other in others:
        assert len(other) == len(first)
        for mine, theirs in zip(first, other, strict=True):
            assert [x for x in mine if isinstance(x, str)] == [
                x for x in theirs if isinstance(x, str)
            ]
            numbers = [x for x in mine if not isinstance(x, str)]
            assert numbers == pytest.approx(
                [x for x in theirs if not isinstance(x, str)], rel=1e-8, abs=1e-12
            )


def columns(found, *names):
    return [[row[name] for name in names] for row in found]


TABLES = {"technology": "technologies", "firm": "firms", "country": "countries"}
KEYS = {"technology": "tech_id", "firm": "firm_id", "country": "iso3"}


@pytest.mark.parametrize(
    ("name", "by"),
    [
        ("top-chokepoints", "technology"),
        ("chokepoint-firms", "firm"),
        ("chokepoint-countries", "country"),
    ],
)
def test_chokepoints(page, cypher, name, by):
    wanted = ("id", "leverage", "need_years_at_risk")
    found = page.of(TABLES[by], KEYS[by])
    ranked = sorted(
        (i for i in found if found[i].get("need_years_at_risk")),
        key=lambda i: (-found[i]["need_years_at_risk"], -(found[i].get("exposure") or 0), i),
    )[:10]
    same(
        columns(rows("chokepoints", "--by", by, "--top", "10"), *wanted),
        columns(cypher(name), *wanted),
        [[i, found[i]["leverage"], found[i]["need_years_at_risk"]] for i in ranked],
    )


@pytest.mark.parametrize(
    ("name", "verdict"), [("candidates", "candidate"), ("excluded-and-why", "excluded")]
)
def test_investments_and_their_verdicts(page, cypher, name, verdict):
    wanted = ("p1_need", "p2_base", "p3_node", "shift_pp")
    ranked = [r for r in rows("shift") if r["verdict"] == verdict]
    found = page.of("investments", "investment_id")
    drawn = {i: [m[n] for n in wanted] for i, m in found.items() if m["verdict"] == verdict}
    asked = cypher(name, limit=200)
    same(
        columns(ranked, "investment_id", *wanted),
        columns(asked, "investment_id", *wanted),
        [[r["investment_id"], *drawn[r["investment_id"]]] for r in ranked],
    )
    assert len(drawn) == len(ranked)
    if verdict == "excluded":
        same(columns(ranked, "reason", "reason_zh"), columns(asked, "reason", "reason_zh"))


def test_who_decides_over_us_needs(page, cypher):
    listed = [r for r in rows("control") if r["country"] in page.measures]
    asked = cypher("control-index", limit=200)
    own = {r["country"]: r["cri"] for r in asked}
    wanted = [[r["country"], r["cri"]] for r in listed]
    same(
        wanted,
        [[country, own[country]] for country, _ in wanted],
        [[country, page.measures[country]["cri"]] for country, _ in wanted],
    )


def test_hubs_by_pagerank(page, cypher):
    wanted = ("id", "pagerank", "in_degree", "out_degree")
    found = page.of("technologies", "tech_id")
    ranked = sorted(found, key=lambda i: (-found[i]["pagerank"], i))[:10]
    listed = sorted(rows("centrality"), key=lambda r: (-r["pagerank"], r["id"]))[:10]
    same(
        columns(listed, *wanted),
        columns(cypher("hubs"), *wanted),
        [[i, *(found[i][n] for n in wanted[1:])] for i in ranked],
    )


def test_who_holds_the_rights_over_a_technology(page, cypher):
    tech = "cowos-packaging"
    points = {p["control_id"]: p for p in page.tables["control_points"] if p["tech_id"] == tech}
    names = {f["firm_id"]: f["name_en"] for f in page.tables["firms"]}
    names |= {c["iso3"]: c["name_en"] for c in page.tables["countries"]}
    drawn = sorted(
        [points[h["control_id"]]["name_en"], names[h["holder_id"]]]
        for h in page.tables["holds"]
        if h["control_id"] in points
    )
    asked = cypher("rights-over-technology", tech=tech)
    told = [
        [r["item"], r["value"]] for r in rows("show", tech) if r["part"] == "rights over it"
    ]
    same(drawn, sorted([r["name"], names[r["holder"]]] for r in asked))
    for point, holder in drawn:
        assert any(point in " ".join(r) and holder in " ".join(r) for r in told), (
            point,
            holder,
        )


def test_the_source_behind_a_number(page, cypher):
    (asked,) = cypher("sources-behind-a-number")
    (drawn,) = (
        c for c in page.tables["citations"]
        if c["record_id"] == "euv-lithography" and c["property"] == "time_to_substitute_months"
    )  # fmt: skip
    (told,) = (r for r in rows("show", "euv-lithography") if r["item"] == "time to substitute")
    same(
        [[told["sources"], told["low"], told["high"], told["year"], told["confidence"]]],
        [[asked["sources"], asked["low"], asked["high"], asked["year"], asked["confidence"]]],
        [[drawn["source_id"], drawn["low"], drawn["high"], drawn["year"], drawn["confidence"]]],
    )


def test_rights_that_begin_or_lapse(page, cypher):
    begin, end = "2026-11-25", "2027-11-25"
    drawn = sorted(
        (p[column], event, p["control_id"])
        for p in page.tables["control_points"]
        for column, event in (("valid_from", "begins"), ("valid_to", "lapses"))
        if p[column] and begin <= p[column] <= end
    )
    wanted = ("date", "event", "control_id")
    same(
        sorted(columns(rows("calendar", "--from", begin, "--to", end), *wanted)),
        sorted(columns(cypher("rights-that-lapse", **{"from": begin, "to": end}), *wanted)),
        drawn,
    )
