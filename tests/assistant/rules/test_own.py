"""What is said of a catalogue's own columns: values, numbers with their units, questions, what does not matter."""

from dataclasses import replace

import pytest

from assistant.reading import Context
from assistant.rules import own
from assistant.rules.amounts import lengths
from assistant.rules.chinese import CHINESE
from assistant.rules.english import ENGLISH
from assistant.rules.measures import measures
from assistant.rules.message import Message
from assistant.rules.references import references
from assistant.rules.wishes import wishes
from retrievers.catalogue import Catalogue
from retrievers.items import Item, Person
from retrievers.text import has_cjk
from retrievers.titles import Titles
from tests.assistant.rules.described import wish_text


def thing(title, genre, price, weight, brand="Tarn", **extra):
    people = (Person(name=brand, role="brand"),)
    return Item(
        id=title, title=title, genres=(genre,), people=people, extra={"price": price, "weight": weight, **extra}
    )


THINGS = (
    thing("Round Pot", "kettle", 64.0, 1650.0, material="cast iron", colour="black", size="M"),
    thing("Lark", "kettle", 38.0, 520.0, material="glass", colour="white", size="S"),
    thing("Wick", "stove", 24.0, 340.0, material="brass", colour="brass", size="XL"),
    thing("Beater", "pan", 110.0, 900.0, material="copper", colour="copper", size="M"),
    thing("Barn", "tent", 620.0, 14500.0, "Marrow & Pine", material="plastic", colour="red", size="no"),
    thing("Nest", "tent", 289.0, 1150.0, "Marrow & Pine", material="cotton", colour="red", size="XL"),
    thing("Blade", "knife", 18.0, 60.0, material="copper", colour="silver", size="S"),
)  # fmt: skip


def of(items, shown=0):
    catalogue = Catalogue(items)
    return Context(catalogue=catalogue, titles=Titles(catalogue), shown=tuple(items[:shown]), turn=2)


@pytest.fixture(scope="module")
def shop():
    return of(THINGS)


@pytest.fixture(scope="module")
def shown():
    return of(THINGS, shown=2)


def message_of(text):
    return Message.of(text, CHINESE if has_cjk(text) else ENGLISH)


def measured(text, context):
    message = message_of(text)
    found = measures(message, context, references(text, context, message.lexicon))
    return "; ".join(wish_text(measure.wish) for measure in found)


@pytest.mark.parametrize(
    ("message", "meaning"),
    [
        ("a kettle under 50 euros", "price –50"),
        ("price under 50, please", "price –50"),
        ("the price should be under fifty", "price –50"),
        ("something about a price", ""),
        ("weight at most 200", "weight –200"),
        ("something between 15 and 50 euros", "price 15–50"),
        ("€15–€50", "price 15–50"),
        ("$20 or less", "price –20"),
        ("at least 20 and at most 50 euros", "price 20–50"),
        ("nothing over 50 euros", "price –50"),
        ("no plastic under 50 euros", "price –50"),
        ("I don't want to spend more than fifty euros", "price –50"),
        ("my budget is 1,200 euros", "price –1200"),
        ("around 50 euros", "price~ 40–55"),
        ("over 2 thousand euros", "price 2000–"),
        ("价格不超过一千", "price –1000"),
        ("ideally under 50 euros", "price~ –50"),
        ("under 50 euros, ideally red", "price –50"),
        ("under 50 euros, if possible", "price~ –50"),
        ("a stove under 400 grams", "weight –400"),
        ("under 1.5 kg", "weight –1500"),
        ("under 2 kg and under 300 euros", "weight –2000; price –300"),
        ("weighs less than a kilo", "weight –1000"),
        ("under 5 pounds", "price –5"),
        ("weight under 2 pounds", "weight –907.2"),
        ("50欧元以下的", "price –50"),
        ("不要超过一百五十元", "price –150"),
        ("价格在20到40之间", "price 20–40"),
        ("重量不超过200克", "weight –200"),
        ("最好50元以内", "price~ –50"),
        ("预算50", "price –50"),
        # neither a unit nor a column tells what these are of
        ("a kettle under 50", ""),
        ("under two hours", ""),
        ("fewer than 300 pages", ""),
        ("a tent for two people", ""),
    ],
)
def test_numbers_of_own_columns(shop, message, meaning):
    assert measured(message, shop) == meaning


@pytest.mark.parametrize(
    ("message", "meaning"),
    [
        ("too expensive", "price~ –24"),
        ("something cheaper", "price~ –24"),
        ("cheaper than the first", "price –38"),
        ("cheaper than Round Pot", "price –38"),
        ("too expensive. At most 40 euros", "price –40"),
        ("more expensive", "price~ 110–"),
        ("too heavy", "weight~ –340"),
        ("便宜一点的", "price~ –24"),
        ("比第一个便宜", "price –38"),
        ("太重了", "weight~ –340"),
    ],
)
def test_numbers_measured_against_what_was_shown(shown, message, meaning):
    assert measured(message, shown) == meaning


def test_what_is_cheap_is_measured_among_its_like(shop):
    message = message_of("a cheap tent")
    terms = wishes(message, shop, ())[1]
    assert [wish_text(m.wish) for m in measures(message, shop, (), terms)] == ["price~ –289"]


def test_numbers_come_in_the_unit_that_a_column_is_named_with():
    tents = [Item(id=str(n), title=f"T{n}", extra={"weight_kg": n + 0.5, "Price (EUR)": 9.0 * n}) for n in range(1, 4)]
    assert measured("under 2500 grams", of(tents)) == "weight_kg –2.5"
    assert measured("price below 20", of(tents)) == "Price (EUR) –20"
    assert measured("under 20 dollars", of([Item(id="1", title="T", extra={"score": 3.0})])) == ""


def test_of_two_prices_the_plain_one_is_meant():
    goods = [Item(id="1", title="T", extra={"old_price": 30.0, "price": 20.0})]
    assert measured("under 25 euros", of(goods)) == "price –25"
    assert measured("old price under 25", of(goods)) == "old_price –25"


@pytest.mark.parametrize(
    ("message", "meaning"),
    [
        ("pans or kettles", "genre=pan|kettle"),
        ("knives", "genre=knife"),
        ("a kettle in cast iron", "genre=kettle; material=cast iron"),
        ("not made of plastic", "material!=plastic"),
        ("it should not be made out of plastic or glass", "material!=plastic|glass"),
        ("a pan, but no glass and nothing from Tarn", "genre=pan; material!=glass; people!=Tarn"),
        ("anything by tarn", "people=Tarn"),
        ("marrow & pine", "people=Marrow & Pine"),
        ("a copper pan", "material=copper; genre=pan"),
        ("no copper", "colour!=copper; material!=copper"),
        ("copper in colour", "colour=copper"),
        ("preferably white", "colour~=white"),
        ("XL please", "size=XL"),
        ("size m", "size=M"),
        ("I'm looking for m", ""),
        ("no, not that", ""),
        ("要cast iron的kettle", "material=cast iron; genre=kettle"),
        # words of films that a shop has no facet for
        ("a light kettle", "genre=kettle"),
        ("something funny for the family", ""),
        ("a film", "kind=film"),
    ],
)
def test_values_of_own_columns(shop, message, meaning):
    said = message_of(message)
    found, terms = wishes(said, shop, references(message, shop, said.lexicon))
    assert "; ".join(wish_text(w) for w in found if w.facet not in ("price", "weight")) == meaning
    assert all(term.start < term.end for term in terms)


def test_chinese_values_need_no_spaces():
    shirts = of([Item(id="1", title="T", genres=("衬衫",), extra={"颜色": "红色", "价格": 99.0})])
    found, _ = wishes(message_of("红色的衬衫"), shirts, ())
    assert [wish_text(w) for w in found] == ["颜色=红色", "genre=衬衫"]
    assert measured("价格在200以下", shirts) == "价格 –200"


def test_cells_that_are_words_of_any_sentence_mean_their_column_only_beside_its_name():
    films = of([Item(id="1", title="Heat", kind="film", genres=("crime",), extra={"dubbed": "true", "disc": "100"})])
    for text, meaning in (("is that true, 100 percent", []), ("dubbed: true", ["dubbed=true"])):
        assert [wish_text(w) for w in wishes(message_of(text), films, ())[0]] == meaning


def test_where_moods_are_not_recorded_films_are_still_asked_for_by_mood():
    films = of([Item(id="1", title="Heat", kind="film", genres=("crime",))])
    found, _ = wishes(message_of("something dark"), films, ())
    assert [wish_text(w) for w in found] == ["mood~=dark"]


@pytest.mark.parametrize(
    ("message", "facet"),
    [
        ("what does the first one cost?", "price"),
        ("how much is the second?", "price"),
        ("is it expensive?", "price"),
        ("how much does it weigh?", "weight"),
        ("what material is it?", "material"),
        ("what is it made of?", "material"),
        ("第一个多少钱？", "price"),
        ("什么颜色？", "colour"),
        ("how about something red?", ""),
        ("any colour", ""),
        ("what is it about?", ""),
    ],
)
def test_questions_for_own_columns(shop, message, facet):
    assert (own.asked(message_of(message), shop) or ("",))[0] == facet


@pytest.mark.parametrize(
    ("message", "facet"),
    [
        ("the colour doesn't matter", "colour"),
        ("I don't care about the price", "price"),
        ("any colour", "colour"),
        ("价格无所谓", "price"),
        ("什么颜色都行", "colour"),
        ("price under 50", ""),
    ],
)
def test_columns_that_do_not_matter(shop, message, facet):
    assert own.let_go(message_of(message), shop) == ((facet,) if facet else ())


def test_columns_are_named_for_forgetting(shop):
    assert own.named(message_of("forget the price and the color"), shop) == ("colour", "price")


def test_films_without_columns_of_their_own_have_nothing_to_read(context):
    message = message_of("under 50 euros, the price doesn't matter, what does it cost?")
    assert not measures(message, context) and not own.columns(context.catalogue)
    assert not own.asked(message, context) and not own.let_go(message, context)


@pytest.mark.parametrize(
    ("message", "meaning"),
    [
        ("fewer than 300 pages", "length –300"),
        ("no fewer than 300 pages", "length 300–"),
        ("between 100 and 110 minutes", "length 100–110"),
        ("between 90 minutes and two hours", "length 90–120"),
        ("one to two hours", "length 60–120"),
        ("at least an hour", "length 60–"),
        ("ideally under two hours", "length~ –120"),
        ("under two hours if possible", "length~ –120"),
        ("90到120分钟", "length 90–120"),
        ("最好不超过两小时", "length~ –120"),
    ],
)
def test_lengths(context, message, meaning):
    assert "; ".join(wish_text(w) for w in lengths(message_of(message), context, ())) == meaning


def test_goods_have_no_length(shop):
    assert not lengths(message_of("long sleeves, under two hours"), replace(shop, turn=3), ())
