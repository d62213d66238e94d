"""English words and idioms of praise and blame, by what they are in a sentence. It knows no grammar.

White space separates, an underscore stands for a space inside; the rest is a regular expression.
"""

from __future__ import annotations


def either(words: str) -> str:
    """One of the words, as a pattern in which white space is for the reader (see `lexicon.pattern`)."""
    return "(?:" + "|".join(words.split()).replace("_", r"\ ") + ")"


#: "It was …", "a … film".
GOOD_QUALITIES = either(
    r"""good great gr8 goated bussin dope better amaz(?:ing|eballs) ama[sz]ing awe?some brill(?:iant)? excell?ent wonderful fantastic fantabulous
    perfect(?:ion)? superb super_good lovely beautiful(?:ly_\w+)? gorgeous terrific incredible unbelievable cool fun funny hilarious
    hysterical cute adorable sweet nice neat interesting intriguing entertaining enjoyable exciting thrilling gripping riveting
    engrossing engaging captivating compelling mesmeri[sz]ing spellbinding absorbing touching moving heart-?warming uplifting
    charming delightful fascinating clever smart witty ingenious inventive original refreshing epic iconic legendary timeless
    fabulous outstanding spectacular phenomenal sensational stunning breath-?taking magnificent marvel(?:l)?ous splendid sublime
    exquisite solid decent powerful underrated under-rated impressive inspiring inspirational thought-?provoking memorable
    unforgettable flawless top-?notch first-?rate stellar remarkable exceptional extraordinary superior tremendous stupendous
    badass bad-?ass dope rad kick-?ass
    well[-_](?:done|made|written|acted|directed|crafted|shot) worth_(?:it|watching|seeing|reading|a_(?:watch|look|read)|(?:my|your|the)_(?:time|while|watch))
    on_point spot_on a\+ 10/10 favou?rites? fav(?:e|es|s)? pleasant satisfying likeable lik(?:e)?able relatable feel-?good
    easy_to_watch re-?watchable must-?(?:see|watch|read) praiseworthy masterful"""
)
#: "It was a …", "what a …".
GOOD_THINGS = either(
    r"""gems? masterpieces? classics? blast riot hoot treat winner hit delight joy pleasure triumph knock-?out
    (?:the_)?(?:best|greatest|finest|funniest|coolest|sweetest|bestest|goat) goodie goody oldie_but_(?:a_)?good(?:ie|y) keeper must trip
    good_(?:one|time|watch|laugh|flick|film|movie|read|story|show)s? laugh tear-?jerker page-?turner guilty_pleasure (?:the|da)_bomb work_of_art
    favou?rites? fav(?:e|es|s)? laugh_riot scream_fest crowd-?pleaser thumbs_up favou?ritest"""
)
#: "X …": what a work does to people.
GOOD_DEEDS = either(
    r"""blew_(?:me|us|my_mind|everyone)(?:_away)? blows?_(?:me|us)_away
    (?:made|makes|make|had|has|got|gets|gave|kept|keeps)_(?:me|us|my_\w+)_(?:\w+_){0,3}?(?:cry(?:ing)?|tears|laugh(?:ing|s)?|smile|smiling|cracking_up|rolling|hooked|hysterics|stitches|chills|goose-?bumps|happy|edge_of_(?:my|our|the)_seats?|guessing|entertained|interested|thinking|feel_(?:so_|really_)?good|every_time)
    crack(?:s|ed)?_(?:me|us)_up never_gets?_old rocks? rocked rules ruled slaps does_it_for_me (?:really_)?does_the_trick
    holds?_up held_up aged_well stands_the_test touched_(?:me|us|my_heart) moved_me(?:_to_tears)? stuck_with_me stayed_with_me
    exceeded_(?:my_|all_)?expectations (?:really_)?hits?_the_spot kicks?_ass deserve[sd]_(?:\w+_){0,2}(?:oscars?|awards?|praise|it)
    (?:really_)?delivers? surprised_me_in_a_good_way (?:is|was)_(?:right_)?up_my_alley grows?_on_(?:you|me) grew_on_me
   """
)
#: The same for blame. Words that praise one kind of film and blame another ("scary", "violent", "sad") are neither.
BAD_QUALITIES = either(
    r"""bad worse awful aweful terrible terribl[ey] horrible horribl[ey] horrid horrendous dreadful atrocious abysmal appalling
    boring borin dull dreary drab bland tedious tiresome lifeless lack-?lust(?:er|re) uninspired uninteresting unoriginal
    overrated over[-_]rated overhyped over[-_]hyped dis+ap+oint(?:ing|ment|ed) underwhelming unimpressive uneventful stupid silly dumb idiotic
    lame weak weird strange odd bizarre absurd nonsensical pointless senseless trash(?:y)? rubbish garbage crap(?:py)? crummy
    shit(?:ty)? sh\*tty lousy poor(?:ly_\w+)? pathetic mediocre average so-?so meh unwatchable unreadable unbearable insufferable intolerable
    ridiculous ludicrous predictable forgettable pretentious cheesy corny cringe(?:y|worthy)? cringey cliched? clich(?:e|é)d?
    mid ass annoying irritating obnoxious tasteless offensive gross disgusting vulgar depressing shallow hollow soulless
    slow(?:-paced|-moving)? long-?winded draggy drawn_out confusing incoherent convoluted messy muddled laughable atrocious vile
    unfunny un-?funny overdone over-?the-?top rushed bloated wooden dated tacky sappy sucky stinky hard_to_(?:watch|follow|get_into|sit_through)
    a_bit_much (?:the_)?worst hyped_up horrible subpar sub-par inferior unnecessary childish juvenile"""
)
BAD_THINGS = either(
    r"""(?:a_)?waste(?:_of_(?:my_|our_|your_)?(?:time|money|\w+))? let-?_?down bore mess flop snooze(?:-?fest)? joke disaster stinker dud
    disappointment train-?wreck catastrophe abomination failure travesty disgrace borefest turkey drag rip-?off cash-?grab
    snore(?:-?fest)? eyesore yawn(?:er)? garbage trash rubbish crap"""
)
BAD_DEEDS = either(
    r"""suck(?:s|ed)? stink(?:s)? stank stunk bored_(?:me|us)(?:_\w+){0,3} bores?_(?:me|us) put_(?:me|us)_to_sleep puts?_(?:me|us)_to_sleep
    fell_flat falls_flat drag(?:s|ged)(?:_on)? dragged lost_(?:me|us|my_\w+) turned_(?:me|us)_off turns_(?:me|us)_off let_(?:me|us)_down
    disappoint(?:s|ed)_(?:me|us)? annoy(?:s|ed)_(?:me|us) irritate[sd]_(?:me|us) creep(?:s|ed)?_(?:me|us)_out (?:gross|freak)(?:es|ed|s)?_(?:me|us)_out
    gave_(?:me|us)_nightmares made_no_sense makes_no_sense left_(?:\w+_){1,3}to_be_desired
    (?:put|left|turned)_(?:me|us)_off bombed tanked flopped ruin(?:s|ed)_(?:it|the_\w+|my_\w+|everything)
    goes_on_(?:and_on|forever|too_long) went_on_(?:and_on|forever|too_long) has_no_plot had_no_plot never_ends"""
)
#: What people feel who say "I … it".
LOVING = either(
    r"""lov(?:e|ed|es|ing|in|d) luv(?:ed|s)? lik(?:e|ed|es|ing) enjoy(?:ed|s|ing|d)? enjoied ador(?:e|ed|es|ing) cherish(?:ed)? treasured?
    worship(?:ped)? relish(?:ed)? devour(?:ed)? admire[ds]? prefer(?:red)? fancied dig dug"""
)
HATING = either(
    r"""hat(?:e|ed|es|ing) dislik(?:e|ed|es|ing) detest(?:ed|s)? loath(?:e|ed|es) despis(?:e|ed|es) abhor(?:red)? resent(?:ed)?
    can(?:'?t|not)_stand couldn'?t_stand could_not_stand regret(?:ted)? boycott(?:ed|ing)?"""
)
