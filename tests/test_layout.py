"""The layered layout: the same picture for the same data, with few crossings."""

from hypothesis import given
from hypothesis import strategies as st

from graph.layout import Item, layered
from queries.pages.view import scene as scenes
from queries.pages.view.edges import edges

_ITEMS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 4), st.sampled_from("abc")),
    unique_by=lambda i: i[0],
    max_size=30,
).map(lambda found: [Item(f"n{i}", level, lane) for i, level, lane in found])
_LINKS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=60).map(
    lambda found: [(f"n{a}", f"n{b}") for a, b in found]
)


def crossings(level, places, links):
    ends = [
        (places[a], places[b])
        for a, b in links
        if a in level and b in level and level[b] == level[a] + 1
    ]
    return sum((a - c) * (b - d) < 0 for i, (a, b) in enumerate(ends) for c, d in ends[i + 1 :])


@given(_ITEMS, _LINKS, st.randoms())
def test_the_same_data_give_the_same_picture_whatever_their_order(items, links, random):
    turned, twisted = list(items), list(links)
    random.shuffle(turned)
    random.shuffle(twisted)
    assert layered(items, links, lanes="abc") == layered(turned, twisted, lanes="abc")


@given(_ITEMS, _LINKS)
def test_each_level_is_ranked_without_gaps_and_keeps_its_lanes(items, links):
    places = layered(items, links, lanes=("b", "a", "c"))
    for level in {i.level for i in items}:
        column = sorted((i for i in items if i.level == level), key=lambda i: places[i.id])
        assert [places[i.id] for i in column] == list(range(len(column)))
        lanes = ["bac".index(i.lane) for i in column]
        assert lanes == sorted(lanes)


def test_crossings_that_can_be_avoided_are_avoided():
    items = [Item(f"{side}{n}", level) for level, side in enumerate("abc") for n in range(8)]
    links = [(f"a{n}", f"b{7 - n}") for n in range(8)]
    links += [(f"b{n}", f"c{(3 * n) % 8}") for n in range(8)]
    level = {i.id: i.level for i in items}
    by_id = {i.id: int(i.id[1]) for i in items}
    assert crossings(level, by_id, links) > 30
    assert crossings(level, layered(items, links), links) == 0


def test_the_bundled_picture_has_far_fewer_crossings_than_the_order_by_id(kg):
    scene = scenes.whole(kg, scenes.By.STAGE)
    kinds = {"REQUIRES", "RELIES_ON"}
    links = [(e.start, e.end) for e in edges(kg) if e.kind in kinds]
    main = [i for i in scene.shown if i in kg.technologies or i in kg.needs]
    at = scene.places(kg)
    columns = sorted({at[i][0] for i in main})
    level = {i: columns.index(at[i][0]) for i in main}
    found = {i: at[i][1] for i in main}
    by_id = {i: n for n, i in enumerate(sorted(main))}
    assert crossings(level, found, links) < 0.5 * crossings(level, by_id, links)
