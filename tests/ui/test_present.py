"""A reply as text, cards, chips and Markdown: words in both languages, and nothing of a catalogue that acts."""

import re

from hypothesis import given
from hypothesis import strategies as st

from assistant.conversation import Question, Reason, Relaxed, Reply, ReplyError, ReplyItem
from assistant.preferences import Opinion, Preferences, Wish
from assistant.wording import Wording
from tests.ui.fakes import ITEMS, Assistant, Catalogue
from ui.labels import LABELS, label, starters
from ui.markdown import card_text, chip_text, escape_block, escape_markdown, header_text, welcome_text
from ui.present import after_text, cards, chip_groups, chips, first_sentence, ledger_text, one_line, plain


def word(facet, value):
    return Wording("zh").value(facet, value)


def a_reply(**more):
    return Reply(**{"session": "s", "turn": 1, "intent": "recommend", "language": "en", "text": "Here is one.", **more})


def test_every_label_has_both_languages_with_the_same_gaps():
    for key, (english, chinese) in LABELS.items():
        assert english and chinese, key
        assert sorted(re.findall(r"{\w+}", english)) == sorted(re.findall(r"{\w+}", chinese)), key
    for catalogue in ("demo", "mine"):
        assert starters("en", catalogue) and starters("zh-CN", catalogue) != starters("en", catalogue)
    assert label("turn", "zh-Hans", turn=3) == "第 3 轮"


def test_plain_text_adds_what_the_sentences_leave_out():
    reply = a_reply(
        text="",
        items=(
            ReplyItem(id="1", title="Heat", year=1995, why=(Reason(kind="acclaimed", weight=1, text="Well liked."),)),
            ReplyItem(id="2", title="Spoken Of", new=False),
        ),
        question=Question(facet="mood", text="Which mood?", options=("dark", "light")),
        changes=("Noted: crime.",),
        relaxed=(Relaxed(wish="not long", left=0, after=14),),
    )
    assert plain(reply).splitlines() == [
        "- Heat (1995): Well liked.",
        "(Noted: crime.)",
        "(Loosened “not long”: 0 matched with it, 14 without it.)",
        "Which mood?",
        "  dark / light",
    ]


def test_plain_text_says_nothing_twice():
    text = "Heat. Noted: crime. Which mood?"
    reply = a_reply(text=text, items=(ReplyItem(id="1", title="Heat"),), changes=("Noted: crime.",),
                    question=Question(facet="mood", text="Which mood?"))  # fmt: skip
    assert plain(reply) == text
    joined = a_reply(
        text="You like Heat. Wanted: 1990–1999, not too long.", changes=("Wanted: 1990–1999.", "You like Heat.")
    )
    assert after_text(joined) == ""
    softened = a_reply(language="zh", text="“1990–1999年”和“不要太长”只作参考。", changes=("“不要太长”只作参考。",))
    assert after_text(softened) == ""
    assert after_text(reply) == ""


def test_an_error_without_text_shows_its_hint():
    assert plain(a_reply(text="", error=ReplyError(code="too_long", hint="Shorter, please."))) == "Shorter, please."


def test_cards_come_from_the_record_in_the_language_of_the_reply():
    items = (ReplyItem(id="f1", title="The Long Harbour", why=(Reason(kind="trade-off", weight=0.1, text="Long."),)),
             ReplyItem(id="b1", title="A Map of Quiet Streets", new=False))  # fmt: skip
    prefs = Preferences(likes=(Opinion(id="f1", title="The Long Harbour"),))
    (card,) = cards(items, Catalogue(), prefs, "en")
    assert (card.heading, card.facts) == ("The Long Harbour (1994)", "Film · crime, drama · 128\u00a0min")
    assert card.people == "Ida Marchetti, Paul Reyes, Nora Lindqvist"
    assert card.opinion == "like" and card.reasons[0].against
    (card,) = cards(items, Catalogue(), Preferences(), "zh")
    assert card.heading == "漫长的海港 (1994)"
    assert card.facts == f"{word('kind', 'film')} · {word('genre', 'crime')}、{word('genre', 'drama')} · 128 分钟"
    assert card.opinion == ""


def test_an_item_that_left_the_catalogue_is_shown_from_the_reply():
    (card,) = cards((ReplyItem(id="gone", title="Gone", kind="album"),), Catalogue(), Preferences(), "en")
    assert (card.heading, card.facts, card.people) == ("Gone", "Album", "")


def test_chips_say_where_they_come_from():
    wish = Wish(facet="genre", exclude=("horror",), hard=False, turn=2, said="nothing scary")
    prefs = Preferences(seen=(Opinion(id="x", title="Heat", turn=1, said="saw Heat"),), wishes=(wish,))
    heat, horror = chips(prefs, "en")
    assert (heat.group, heat.label, heat.source, heat.soft) == ("seen", "Heat", "turn 1 · “saw Heat”", False)
    assert (horror.label, horror.source, horror.soft) == ("no horror", "if possible · turn 2 · “nothing scary”", True)
    assert horror.entry is wish
    assert [name for name, _ in chip_groups(prefs, "en")] == ["You know", "You wish for"]
    assert "no horror" in ledger_text(prefs, "en")
    assert ledger_text(Preferences(), "zh") == label("ledger_empty", "zh")


def test_first_sentence_and_one_line():
    assert first_sentence("One here. Two there.") == "One here."
    assert first_sentence("第一句。第二句。") == "第一句。"
    assert one_line("a\x1b[31m\u202e b\n\tc\u200b\x00") == "a[31m b c"
    assert one_line("x" * 50, 10) == "x" * 9 + "…"


@given(st.text(max_size=300))
def test_escaped_text_leaves_markdown_nothing_to_act_on(text):
    escaped = escape_markdown(text)
    bare = re.sub(r"\\[!-/:-@\[-`{-~]|&(amp|lt|gt);", "", escaped)
    assert not re.search(r"[!-/:-@\[-`{-~\x00-\x1f\u202a-\u202e\u2066-\u2069]", bare)


def test_blocks_keep_their_lines():
    assert escape_block("one\ntwo\n\n- three") == "one\n\ntwo\n\n\\- three"


def test_no_text_of_the_page_lets_hostile_items_through():
    class Hostile(Assistant):
        pass

    assistant = Hostile()
    assistant.name = assistant.about = "<img src=x onerror=alert(1)>"
    assistant.notices = ("![x](http://evil.example)",)
    texts = [header_text(assistant, "en"), welcome_text(assistant, "en")]
    items = tuple(
        ReplyItem(id=i.id, title=i.title, why=(Reason(kind="asked-for", weight=1, text=i.title),)) for i in ITEMS
    )
    texts += [card_text(card) for card in cards(items, Catalogue(), Preferences(), "en")]
    prefs = Preferences(dislikes=tuple(Opinion(id=i.id, title=i.title, said=i.description) for i in ITEMS))
    texts += [chip_text(chip) for chip in chips(prefs, "en")]
    for text in texts:
        assert not re.search(r"<\w|(?<!\\)[\[\]`$|]|https?:|www\.|javascript:", text), text
