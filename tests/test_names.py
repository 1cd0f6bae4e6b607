"""Names: the spellings that must meet, and those that must not. Cases are data."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import NotFound, fold
from graph.names import Index, nearest
from loaders import load

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[tuple[str, str]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("one", "other"), cases("names_that_meet.tsv"))
def test_spellings_of_one_name_meet(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), cases("names_that_must_not.tsv"))
def test_different_names_stay_apart(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize(("label", "iso3"), cases("taiwan.tsv"))
def test_taiwan_in_all_its_foreign_labels(label, iso3):
    assert load().holder(label) == iso3


@pytest.mark.parametrize(("typed", "expected"), cases("find.tsv"))
def test_what_people_type_finds_the_node(typed, expected):
    assert load().index.search(typed)[0] == expected


@given(st.text(max_size=40))
def test_no_name_breaks_folding_or_search(name):
    assert isinstance(fold(name), str)
    assert isinstance(nearest(name, ["tsmc"]), list)


def test_a_name_of_two_nodes_is_ambiguous_and_says_so():
    index = Index({"a": ["Same"], "b": ["same"]})
    assert index.ids("SAME") == ["a", "b"]


def test_a_miss_suggests_the_nearest():
    with pytest.raises(NotFound, match="delta-electronics"):
        load().node("delta electronic")
