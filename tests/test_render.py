"""Printed tables: lines end where a reader of either language would end them."""

from hypothesis import assume, given
from hypothesis import strategies as st

from queries.output.render import to_table
from queries.output.result import Column, Result
from queries.output.wrapping import atoms, cells, wrap

NAME = "AI 用基板、電路板與玻纖布（台光電、金像電、南亞）"
texts = st.text(st.sampled_from("AI用基板，。（）「」x- 台光電·→"), max_size=60)


def table(name: str, other: str, width: int) -> str:
    columns = (Column("what", "what", "項目"), Column("value", "value", "數值"))
    row = {"what": name, "value": other}
    return to_table(Result("test", {}, columns, [row], "v"), lang="zh", width=width)


def test_han_text_fills_its_column_after_a_latin_word():
    lines = [line.strip() for line in table(NAME, "-" * 30, 60).splitlines()]
    (first,) = [line for line in lines if line.startswith("AI")]
    assert first.startswith("AI 用基板")


def test_a_name_of_latin_words_keeps_them_whole():
    text = "Laminates, boards and glass cloth [ai-boards-us]"
    found = table(text, "-" * 20, 50)
    assert all(word in found for word in text.split())


def test_a_share_of_capacity_is_not_said_to_be_on_us_soil():
    columns = (Column("metric", "metric", "計量"), Column("right", "right", "權利"))
    row = {"metric": "capacity", "right": "capacity"}
    found = to_table(Result("test", {}, columns, [row], "v"), lang="en", width=60)
    assert found.split().count("capacity") == 2
    assert found.count("capacity on US soil") == 1


@given(texts, st.integers(2, 40))
def test_wrapping_loses_nothing_and_keeps_to_the_width(text, width):
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cells(line) <= width for line in lines)
    assert lines


@given(texts, st.integers(12, 40))
def test_no_line_begins_with_a_closing_mark(text, width):
    pieces = atoms(text)
    assume(all(cells(piece) <= width for piece in pieces))  # what is wider must be broken
    assume(not any(piece[0] in "，。）」" for piece in pieces))  # a mark that follows no word
    for line in wrap(text, width)[1:]:
        assert line[:1] not in "，。）」" or set(line) <= set("，。（）「」·")
