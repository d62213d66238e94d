"""The ledger: latest wins, contradictions are told, and a machine of random updates keeps it in order."""

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from assistant.ledger import apply
from assistant.memory import Event, replay
from assistant.preferences import Opinion, Preferences, PreferenceUpdate, Wish, to_query

EMPTY = Preferences()


def opinion(id="heat", **more):
    return Opinion(id=id, title=id.title(), **more)


def told(ledger=EMPTY, **update):
    return apply(ledger, PreferenceUpdate(**update))


def wished(*wishes, ledger=EMPTY, **more):
    return told(ledger, wishes=wishes, **more)


def genre(*values, **more):
    return Wish(facet="genre", include=values, **more)


NINETIES = Wish(facet="year", min=1990, max=1999)
BOOK, FILM = Wish(facet="kind", include=("book",)), Wish(facet="kind", include=("film",))


def test_the_latest_word_on_an_item_wins():
    ledger, _ = told(dislikes=(opinion(),))
    ledger, changes = told(ledger, likes=(opinion(),))
    assert [o.id for o in ledger.likes] == ["heat"] and not ledger.dislikes
    assert [c.kind for c in changes] == ["now_liked"]
    ledger, changes = told(ledger, rejected=(opinion(),))
    assert not ledger.likes and changes[0].kind == "now_disliked"


def test_having_seen_an_item_stands_apart():
    ledger, _ = told(likes=(opinion(),), seen=(opinion(),))
    assert ledger.likes and ledger.seen


def test_saying_it_again_changes_nothing_but_the_source():
    ledger, _ = told(likes=(opinion(turn=1),))
    ledger, changes = told(ledger, likes=(opinion(turn=4),))
    assert ledger.likes[0].turn == 4 and not changes
    ledger, changes = wished(NINETIES, ledger=wished(NINETIES)[0])
    assert len(ledger.wishes) == 1 and not changes


def test_a_new_period_takes_the_place_of_the_old_one():
    ledger, changes = wished(Wish(facet="year", min=2000), ledger=wished(NINETIES)[0])
    assert [w.min for w in ledger.wishes] == [2000]
    assert changes[0].kind == "replaced_wish" and changes[0].before == NINETIES


def test_the_same_period_meant_otherwise_is_no_replacement():
    _, changes = wished(NINETIES, ledger=wished(replace(NINETIES, hard=False))[0])
    assert [c.kind for c in changes] == ["wished"]


def test_a_genre_takes_the_place_of_an_earlier_one_unless_it_comes_beside_it():
    ledger, _ = wished(genre("western"), ledger=wished(genre("crime"))[0])
    assert [w.include for w in ledger.wishes] == [("western",)]
    ledger, _ = wished(genre("comedy"), ledger=ledger, add=True)
    assert [w.include for w in ledger.wishes] == [("western",), ("comedy",)]


def test_two_genres_of_one_message_stand_side_by_side():
    ledger, _ = wished(genre("comedy"), genre("romance"))
    assert len(ledger.wishes) == 2


def test_exclusions_add_up_and_contradict_inclusions():
    horror, gore = Wish(facet="genre", exclude=("horror",)), Wish(facet="note", exclude=("gore",))
    ledger, _ = wished(genre("horror"))
    ledger, changes = wished(horror, gore, ledger=ledger)
    assert ledger.wishes == (horror, gore)
    assert [c.kind for c in changes] == ["replaced_wish", "wished"]


def test_a_kind_and_an_exclusion_of_another_kind_stand_together():
    ledger, _ = wished(FILM, Wish(facet="kind", exclude=("book",)))
    assert len(ledger.wishes) == 2


def test_also_a_book_wants_both_kinds():
    ledger, _ = wished(BOOK, ledger=wished(FILM)[0], add=True)
    assert [w.include for w in ledger.wishes] == [("film", "book")]


def test_a_change_of_kind_softens_period_and_length():
    length = Wish(facet="length", exclude=("long",))
    ledger, _ = wished(FILM, NINETIES, length, genre("crime"))
    ledger, changes = wished(BOOK, ledger=ledger)
    assert [(w.facet, w.hard) for w in ledger.wishes] == [
        ("year", False), ("length", False), ("genre", True), ("kind", True),
    ]  # fmt: skip
    assert [c.kind for c in changes] == ["replaced_wish", "softened", "softened"]


def test_what_was_recommended_tells_the_kind_that_was_spoken_of():
    ledger, _ = wished(NINETIES)
    assert wished(BOOK, ledger=ledger, spoken_of=("film",))[0].wishes[0].hard is False
    assert wished(FILM, ledger=ledger, spoken_of=("film", "book"))[0].wishes[0].hard is True
    assert wished(FILM, ledger=ledger)[0].wishes[0].hard is True, "nothing else was spoken of before"


def test_what_is_said_with_the_change_of_kind_stays_hard():
    ledger, _ = wished(BOOK, NINETIES, ledger=wished(FILM)[0])
    assert all(w.hard for w in ledger.wishes)


def test_forgetting_and_removing():
    ledger, _ = told(likes=(opinion(),), seen=(opinion(),), wishes=(NINETIES, genre("crime")))
    ledger, changes = told(ledger, forget_items=("heat",), forget_facets=("year",))
    assert not ledger.likes and not ledger.seen and [w.facet for w in ledger.wishes] == ["genre"]
    assert [c.kind for c in changes] == ["dropped_opinion", "dropped_opinion", "dropped_wish"]
    ledger, changes = told(ledger, remove=(genre("crime", turn=7), opinion()))
    assert ledger == EMPTY and [c.kind for c in changes] == ["dropped_wish"]


def test_the_query_carries_everything_that_must_not_come_back():
    ledger, _ = told(likes=(opinion("a"),), dislikes=(opinion("b"),), seen=(opinion("c"),), rejected=(opinion("d"),))
    query = to_query(ledger, shown=("e", "c"))
    assert (query.liked, query.disliked, query.seen) == (("a",), ("b",), ("c", "d", "e"))


def test_words_that_the_catalogue_cannot_judge_go_into_the_text():
    ledger, _ = wished(genre("crime"), Wish(facet="text", include=("heist gone wrong",)))
    assert to_query(ledger, judged=("genre",)).text == "heist gone wrong"
    assert to_query(ledger).text == "crime heist gone wrong"
    assert [c.facet for c in to_query(ledger).constraints] == ["genre"]


def test_an_empty_update_is_empty():
    assert PreferenceUpdate(add=True, spoken_of=("film",)).empty
    assert not PreferenceUpdate(forget_facets=("year",)).empty


IDS = st.sampled_from("abcd")
VALUES = st.sampled_from(("crime", "comedy", "war"))
LISTS = st.sampled_from(("likes", "dislikes", "rejected", "seen"))


class Ledger(RuleBasedStateMachine):
    """Random updates and undos against a plain dictionary."""

    def __init__(self):
        super().__init__()
        self.events = []
        self.models = [({}, set(), {})]

    def record(self, **update):
        self.events.append(Event(turn=len(self.events) + 1, update=PreferenceUpdate(**update)))

    def push(self, opinions, seen, wishes):
        if (opinions, seen, wishes) != self.models[-1]:
            self.models.append((opinions, seen, wishes))

    @rule(id=IDS, name=LISTS)
    def tell(self, id, name):
        opinions, seen, wishes = ({**self.models[-1][0]}, {*self.models[-1][1]}, self.models[-1][2])
        if name == "seen":
            seen.add(id)
        else:
            opinions[id] = name
        self.record(**{name: (opinion(id),)})
        self.push(opinions, seen, wishes)

    @rule(value=VALUES, wanted=st.booleans())
    def wish(self, value, wanted):
        opinions, seen, wishes = self.models[-1]
        kept = {v: w for v, w in wishes.items() if v != value and not (wanted and w)}
        after = wishes if wishes.get(value) is wanted else {**kept, value: wanted}
        self.record(wishes=(genre(value) if wanted else Wish(facet="genre", exclude=(value,)),))
        self.push(opinions, seen, after)

    @rule(id=IDS)
    def forget(self, id):
        opinions, seen, wishes = self.models[-1]
        self.record(forget_items=(id,))
        self.push({k: v for k, v in opinions.items() if k != id}, seen - {id}, wishes)

    @rule()
    @precondition(lambda self: self.events)
    def undo(self):
        self.events.append(Event(turn=len(self.events) + 1, control="undo"))
        self.models = self.models[:-1] or [({}, set(), {})]

    @rule()
    def restart(self):
        self.events.append(Event(turn=len(self.events) + 1, control="restart"))
        self.push({}, set(), {})

    @invariant()
    def agrees(self):
        ledger = replay(self.events)[-1]
        opinions, seen, wishes = self.models[-1]
        assert {o.id: n for n in ("likes", "dislikes", "rejected") for o in getattr(ledger, n)} == opinions
        assert {o.id for o in ledger.seen} == seen
        assert {(w.include or w.exclude)[0]: w.include is not None for w in ledger.wishes} == wishes


TestLedger = Ledger.TestCase
TestLedger.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)


def test_the_closer_word_for_a_theme_goes_into_the_words_of_the_query():
    wish = Wish(facet="theme", include=("sea",), hard=False, said="something set on a submarine")
    assert to_query(Preferences(wishes=(wish,)), judged=("theme",)).text == "submarine"
    assert to_query(Preferences(wishes=(replace(wish, said="about the sea"),)), judged=("theme",)).text == "the sea"
    assert to_query(Preferences(wishes=(replace(wish, said="about sea"),)), judged=("theme",)).text == ""
