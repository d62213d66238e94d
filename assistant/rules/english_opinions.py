"""What English messages say of a work right behind its title: "was great", "bored me", "not my cup of tea"."""

from __future__ import annotations

from assistant.rules.lexicon import pattern

_PRAISE = r"""(?:great|amazing|brilliant|excell?ent|wonderful|fantastic|perfect|awesome|(?:favou?rite|fave?)s?|masterpiece|superb|lovely|beautiful|
    terrific|incredible|good|cool|fun|funny|funnier|hilarious|cute|sweet|nice|interesting|entertaining|enjoyable|exciting|gripping|touching|
    moving|fascinating|clever|smart|epic|classics?|fabulous|outstanding|spectacular|phenomenal|stunning|solid|adorable|charming|
    heart-?warming|powerful|underrated|impressive|inspiring|hysterical|a\ (?:gem|blast|riot|hoot|treat|must|trip)|well[- ](?:done|made|written|acted)|
    worth\ (?:it|watching|seeing|reading)|the\ best|the\ bomb|top[- ]notch|on\ point|loved)"""
_BLAME = r"""(?:awful|terrible|bad|boring|dull|overrated|over[- ]rated|dis+ap+oint(?:ing|ment|ed)|horrible|horrid|stupid|silly|dumb|lame|weak|weird|trash|
    rubbish|garbage|crap(?:py)?|(?:a\ )?waste(?:\ of\ (?:my\ )?(?:time|money))?|(?:a\ )?let[- ]?down|mediocre|meh|unwatchable|unreadable|ridiculous|
    predictable|forgettable|pretentious|cheesy|corny|cringe|annoying|tedious|a\ (?:bore|mess|flop|snooze(?:fest)?|joke)|a\ bit\ much|
    (?:the\ )?worst|too\ (?:silly|long|slow|scary|violent|gory|much|young|weird|dark|childish|sad|cheesy|predictable|old|gross|bloody|intense))"""
_BE = r"(?:(?:\b(?:is|was|are|were|wuz|has\ been|have\ been|seems?|seemed|turned\ out)|'s|'re)\b\s*)"
_VERY = r"""(?:both\ |all\ |really\ |so\ |just\ |very\ |pretty\ |quite\ |kind\ of\ |kinda\ |sort\ of\ |super\ |also\ |definitely\ |always\ |still\ |honestly\ |
    actually\ |totally\ |such\ an?\ |another\ |an?\ |my\ |(?:one|some|another|two|three)\ of\ (?:my|our|the)\ |among\ my\ |absolutely\ |truly\ |too\ |rather\ |extremely\ |hella\ |damn\ |freaking\ |
    a\ (?:bit|little)\ |all[- ]time\ |most\ |big\ |huge\ |total\ |real\ |complete\ )*"""
_WHICH = r"(?:,?\ (?:and\ |which\ |but\ |,\ )?(?:it|that|they|this|which|who)(?:\ |(?='s)))?"
_STARRING = r"(?:\ (?:with|starring|by|from)\ (?:\w+\ ){1,3})?"
_NOT_MINE = r"""not\ (?:really\ |exactly\ |quite\ |so\ |all\ that\ |that\ |very\ |too\ |even\ |one\ of\ )*(?:for\ me|my\ (?:thing|cup\ of\ tea|taste|style|speed|fav\w*|kind|type|jam|genre|first\ choice)|
    good|great|funny|interesting|impressed|a\ (?:good|great)|worth|much|that\ (?:good|great|funny|interesting))"""

#: Praise right behind a title, or behind "it".
GOOD = pattern(
    rf"""\s*(?:\([^)]*\)\s*)?{_STARRING}{_WHICH}{_BE}?{_VERY}\b(?:{_PRAISE}|(?:finest|greatest|best|funniest|scariest|coolest|sweetest)\b)
    |\s*,?\ (?:which\ |that\ |is\ (?:also\ )?(?:an?other\ |an?\ |one\ )?(?:film|movie|book|one)?\ ?(?:that\ |which\ )?)?i\ (?:really\ |also\ |do\ |did\ |absolutely\ |just\ |still\ |always\ |have\ )*(?:like|love|enjoy|ador|find\ (?:very\ )?good|found\ (?:very\ )?good)\w*
    |\s*(?:\bblew\ me\ away|\bmade\ me\ (?:cry|laugh)|\bhad\ me\ (?:laughing|crying|in\ (?:tears|stitches))|\bcracks?\ me\ up|\bnever\ gets?\ old|\brocks?\b|\brules\b)
    |\s*(?:like\ )?(?:an?\ |so\ )?(?:hundred|million|thousand|dozen|many|\d{{2,}})\ times|\s*every\ (?:year|christmas|halloween|time\ it)
    |\s*or\ (?:something|anything)\ (?:like\ (?:that|it)|similar|along\ (?:those|the\ same)\ lines)"""
)
#: Blame in the same place.
BAD = pattern(
    rf"""\s*(?:\([^)]*\)\s*)?{_WHICH}(?:
        {_BE}?{_VERY}\b{_BLAME}\b
        |{_BE}?(?:(?:ok(?:ay)?|alright|fine|good|decent|cool),?\ (?:it'?s\ |but\ |just\ |i'?m\ )*)?{_NOT_MINE}
        |,?\s*(?:really\ |just\ )?(?:not\ so\ much|not\ really\b(?=\W*$))
        |\b(?:sucks?|sucked|stinks?|stank|bored\ me|put\ me\ to\ sleep|(?:is|was|are|were)(?:n'?t)\ (?:\w+\ ){{0,2}}(?:for\ me|good|great|funny|my|one\ of|impress|that|as\ good)|
        (?:did|do|does)(?:n'?t|\ not)\ (?:\w+\ )?(?:do\ it|work|appeal|impress|interest|grab|hold))\b
    )|\s*,?\ (?:which\ |that\ )?i\ (?:really\ |just\ |absolutely\ )*(?:hated|disliked|did(?:n'?t|\ not)\ (?:\w+\ ){{0,2}}(?:like|enjoy|care|get)|do(?:n'?t|\ not)\ (?:\w+\ ){{0,2}}(?:like|enjoy|care|get))\b"""
)
#: A sentence of its own behind the one with the title: "Such a great film", "Not a good movie at all".
VERDICT = pattern(
    rf"""\s*(?P<bad>(?:what\ an?|such\ an?|it\ (?:is|was)|that\ (?:is|was)|very|really|so)?\s*(?:not\ an?\ (?:\w+\ )?(?:good|great)|{_VERY}{_BLAME})\s+(?:film|movie|book|one|story|read)\b)
    |\s*(?P<good>(?:what\ an?|such\ an?|it\ (?:is|was)|that\ (?:is|was)|very|really|so)?\s*{_VERY}{_PRAISE}\s+(?:film|movie|book|one|story|read)\b|\s*(?:so|very|really|pretty|super)\ {_PRAISE}\s*[.!]+)"""
)
