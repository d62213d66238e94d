"""Opinions on a title in running text, apart from any catalogue."""

import pytest

from assistant.rules.attitudes import attitudes
from assistant.rules.chinese import CHINESE
from assistant.rules.english import ENGLISH
from assistant.rules.references import Reference
from retrievers.text import has_cjk

CASES = [
    ("I loved X", "like"),
    ("X blew me away", "like"),
    ("X was a waste of time", "dislike"),
    ("I couldn't finish X", "dislike"),
    ("I never liked X", "dislike"),
    ("I didn't dislike X", ""),
    ("I can't say I loved X", "dislike"),
    ("I not only saw X, I loved it", "like+seen"),
    ("everything but not X", "dislike"),
    ("rather than X", "dislike"),
    ("my brother hated X", ""),
    ("would I enjoy X?", ""),
    ("did you ever see X", ""),
    ("I want to see X", ""),
    ("I'd like to know about X", ""),
    ("we've already watched X", "seen"),
    ("haven't seen X yet", "unseen"),
    ("in the vein of X", "like"),
    ("X 👎", "dislike"),
    ("X, not for me", "dislike"),
    ("X wasn't bad", "like"),
    ("X was violent but a good one", "like"),
    ("X is probably my favourite film", "like"),
    ("X of course is a great one", "like"),
    ("who doesn't love X", "like"),
    ("he was good in X, too", "like"),
    ("my kids loved X", "like"),
    ("X wasn't that funny honestly", "dislike"),
    ("X was good but I wasn't a huge fan", "like"),
    ("I could never get into X", "dislike"),
    ("I won't watch X", "dislike"),
    ("I don't think I like X", "dislike"),
    ("X seems a little too young", "dislike"),
    ("X fell flat", "dislike"),
    ("I heard X is good", ""),
    ("it's like X", ""),
    ("I love comedies and have seen X", "seen"),
    ("I haven't seen X in years", "seen"),
    ("I haven't seen X but I loved the book", "unseen"),
    ("X but funny", ""),
    ("X is good?", ""),
    ("cant wait to see X", ""),
    ("X？很好看", ""),
    ("我超级喜欢X", "like"),
    ("X太无聊了", "dislike"),
    ("X不好看", "dislike"),
    ("不是很喜欢X", "dislike"),
    ("朋友喜欢X", ""),
    ("看过X了", "seen"),
    ("没看过X", "unseen"),
    ("类似X的", "like"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_attitude(text, expected):
    start = text.index("X")
    reference = Reference(start=start, end=start + 1, text="X", ids=("x",), how="title")
    (found,) = attitudes(text, [reference], CHINESE if has_cjk(text) else ENGLISH)
    assert "+".join(sorted(found)) == expected


def test_a_message_that_only_goes_on_says_what_the_one_before_said(context, id_of):
    from dataclasses import replace

    from assistant.preferences import Opinion, Preferences, Wish
    from assistant.rules import read

    shrek = Opinion(id=id_of("Shrek"), title="Shrek", turn=1, said="I've seen Shrek")
    known = replace(context, turn=2, preferences=Preferences(seen=(shrek,)))
    assert [o.title for o in read("and Zootopia", known).update.seen] == ["Zootopia"]
    liked = replace(context, turn=2, preferences=Preferences(likes=(shrek,)))
    assert [o.title for o in read("and Zootopia too", liked).update.likes] == ["Zootopia"]
    assert read("and Zootopia", replace(liked, turn=3)).update.empty  # something else was said in between
    unloved = replace(
        context, turn=2, preferences=Preferences(wishes=(Wish(facet="genre", exclude=("romance",), turn=1),))
    )
    assert [o.title for o in read("except Titanic", unloved).update.likes] == ["Titanic"]
    assert [o.title for o in read("except Titanic", context).update.dislikes] == ["Titanic"]


def test_of_several_works_of_a_name_what_was_done_with_it_tells_which(context, id_of):
    from assistant.rules import read

    saw, read_it = (read(text, context).update.seen for text in ("I saw The Shining", "I have read The Shining"))
    kinds = [context.catalogue.item(opinions[0].id).kind for opinions in (saw, read_it)]
    assert kinds == ["film", "book"]
    assert len(read("not Twilight", context).update.dislikes) == 2


def test_everything_by_a_last_name_is_known(context):
    from assistant.rules import read

    update = read("i've seen everything by nolan", context).update
    assert not update.wishes and "Inception" in [opinion.title for opinion in update.seen]
