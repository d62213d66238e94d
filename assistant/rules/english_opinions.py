"""What English messages say of a work right behind its title: "was great", "bored me", "not my cup of tea".

A predicate is a form of "to be", words between, and a word of praise or blame; a negation between them turns it round.
The words are in `opinion_words`.
"""

from __future__ import annotations

from assistant.rules.lexicon import pattern
from assistant.rules.opinion_words import (
    BAD_DEEDS,
    BAD_QUALITIES,
    BAD_THINGS,
    GOOD_DEEDS,
    GOOD_QUALITIES,
    GOOD_THINGS,
    HATING,
    LOVING,
)

_PRAISE = rf"\b(?:{GOOD_THINGS}|{GOOD_QUALITIES})(?![\w-])"
_BLAME = rf"\b(?:{BAD_THINGS}|{BAD_QUALITIES}|too\ (?!(?:good|great|funny|bad)\b)[a-z]{{3,}})(?![\w-])"
_NOT = r"(?:n'?t\b|\b(?:not(?!\ (?:only|just|merely))|never|hardly|neither|nowhere\ near|far\ from|anything\ but|isnt|wasnt|arent|werent|aint))"
_BE = r"(?:(?:\b(?:its|thats|is|iz|was|wuz|are|were|been|turned\ out)|'s|'re)(?=\b|n))"
_SEEMS = r"\b(?:seem|look|sound|feel|felt)(?:s|ed)?\b"  # what looks good is wanted, what looks bad is not
#: Words that may stand between: none that begins something else, none of opinion.
_WORD = rf"""(?!(?:with|by|about|from|i|you|he|she|they|we|who|where|when|what|how|any|anything|if|supposed|like|than|as|to|of|on|in|at|for|heard|not|never|hardly|
    but|except|because|though|until|said|considered|called|something|anyone|looking|going|sounds?|looks?|seems?|{GOOD_QUALITIES}|{BAD_QUALITIES})\b)(?!\w*n'?t\b)[\w'-]+"""
_ONE = r"(?:(?:film|movie|flick|book|one|story|thing|show)s?)"
_OF = r"(?:(?:one|some|two|three|another|among|both|all|most)\ of\ (?:my|our|the|his|her)\ )?"
_BETWEEN = rf"\s*(?:(?:{_WORD})[\s,/]+){{0,5}}?{_OF}(?:(?:{_WORD})\s+){{0,2}}?"
_ADVERBS = r"""(?:(?:both|all|really|rly|so|just|very|pretty|quite|kind\ of|kinda|sort\ of|sorta|super|also|definitely|always|still|honestly|actually|totally|such|
    absolute|absolutely|truly|rather|extremely|hella|damn|freaking|a|an|another|the|my|one\ of\ my|all[- ]time|most|big|huge|total|real|complete|what|simply|
    pure|surprisingly|equally|just\ as|incredibly|insanely|old|personal|bit|little)\ +)*"""
_WHICH = (
    r"(?:[\s,-]*(?:and\ |but\ )?(?:it|that|they|this|these|those|both|which|who|all)(?=\ |'))?\s*(?:(?:both|all)\ )?"
)
_WHOSE = r"(?:\s*\([^)]*\))?(?:\s+(?:with|starring|by|from|featuring)(?:\ (?-i:[A-Z])\w+){1,3})?(?:\s*(?:,|--?|:))?(?:\s+(?:of\ course|itself|by\ far|for\ example|for\ instance|obviously|on\ the\ other\ hand|in\ particular),?)?"
#: Praise of a suggestion, not of a work.
_NO_ADVICE = r"""(?!\ (?:\w+\ )?(?:suggestions?|ideas?|choices?|recommend\w*|recomend\w*|picks?|reminders?|advice|jobs?|options?|calls?|points?|questions?|thanks|examples?|list|day|night|evening|
    weekend|one\ to\ (?:watch|start)|if|enough)\b)(?!\ to\ (?:know|hear|meet|see\ you|watch))"""
_ADVERB = r"(?:really|also|do|did|absolutely|just|still|always|have|very|much|actually|totally|truly|definitely|kinda|personally|both|all|particularly|especially)"
_END = r"(?=\s*(?:$|[.,!;:?)\n-]|and\b|but\b|so\b|too\b|as\b|because\b|a\ ?lot|very|the\ (?:most|best)|when|since|for\b|though|it\b|them\b|that\b|this\b|those\b|watching|reading|every|lol|haha))"
_NOT_MINE = r"""not\ (?:really\ |exactly\ |quite\ |so\ |all\ that\ |that\ |very\ |too\ |even\ )*(?:for\ (?:me|us|everyone)|my\ (?:thing|cup\ of\ tea|taste|style|speed|kind|type|jam|genre|first\ choice)|
    a\ fan|interested|into|impressed|worth|much|up\ my\ alley|what\ i\ (?:want|like|expect|had|was))"""
#: What somebody says of themselves: "(I) wasn't a fan", "couldn't get into it".
_UNMOVED = rf"""(?:(?:am|'m|was|were|are)\s*(?:n'?t|\ not)\ (?:\w+\ ){{0,3}}?(?:fans?|impressed|interested|into|crazy|keen|sold|thrilled|amused|fond|big\ on|feeling|moved)
    |(?:did|do|does|could|would|can)\s*(?:n'?t|\ not|\ never)\ (?:\w+\ ){{0,3}}?(?:{LOVING}|care(?=\ (?:all\ that\ |so\ |too\ |very\ )?(?:much\ )?for\b)|get\ (?:into|through|it|the\ (?:hype|point|appeal))|finish|stand|sit\ through|appreciate|understand|make\ it)
    |never\ (?:{LOVING}|got\ into|cared|finished|could)|could\ (?:never|not)\ (?:get|finish)|(?:was|got)\ (?:\w+\ )?(?:bored|disappointed|underwhelmed)|fell\ asleep|turned\ it\ off|walked\ out|stopped\ watching|gave\ up|can'?t\ stand)"""

#: Behind a title; "§" stands where another one follows.
GOOD = pattern(
    rf"""{_WHOSE}{_WHICH}(?:
        {_BE}{_BETWEEN}{_PRAISE}{_NO_ADVICE}
        |{_BE}?(?:\s*{_WORD}){{0,2}}?\s*{_NOT}\ +(?:(?:{_WORD})\ +){{0,3}}?{_BLAME}
        |\s*{_ADVERBS}{_PRAISE}{_NO_ADVICE}
        |\s*(?:(?:really|just|always|also|still|totally|literally|has|have)\ +)*{GOOD_DEEDS}\b
        |(?:{_BE}{_BETWEEN}(?:{_ONE}\ )?)?(?:\s*(?:that|which))?\s*\b(?:i|we)\ (?:{_ADVERB}\ )*(?:{LOVING}\b|found\ (?:it\ )?(?:\w+\ )?(?:{GOOD_QUALITIES})|(?:\w+\ ){{0,4}}(?:laughed|cried)(?:\ (?:so|that)\ hard)?)(?!\s*(?:to|the|a|my|your|movies|films|more)\b){_END}
    )
    |\s*(?:like\ )?(?:an?\ |so\ )?(?:hundred|million|thousand|dozen|many|\d{{2,}})\ times|\s*so\ many\ times|\s*(?:over\ and\ over|again\ and\ again|every\ (?:year|christmas|halloween|time\ it|single\ time))
    |\s+(?:person|fan|lover)\b
    |\s*or\ (?:something|anything)\ (?:like\ (?:that|it)|similar|along\ (?:those|the\ same)\ lines)"""
)
#: Blame in the same place.
BAD = pattern(
    rf"""{_WHOSE}{_WHICH}(?:
        (?:{_BE}|{_SEEMS}){_BETWEEN}{_BLAME}
        |{_BE}?(?:\s*{_WORD}){{0,2}}?\s*{_NOT}\ +(?:{_SEEMS}\ )?(?:(?:{_WORD}|as|one\ of|all|of|to)\ +){{0,4}}?(?:{_PRAISE}|impressed)
        |\s*{_ADVERBS}{_BLAME}
        |{_BE}?(?:\s*(?:ok(?:ay)?|alright|fine|good|decent|cool),?)?\s*(?:(?:it'?s|but|just|i'?m|really|definitely|so|it\ was|still|though)\ )*{_NOT_MINE}
        |\s*,?\s*(?:really\ |just\ )?(?:not\ so\ much(?!\ (?:in|with|for|of)\b)|not\ really\b(?=\W*$))
        |\s*(?:(?:really|just|always|also|still|kind\ of|kinda|sort\ of|sorta|totally)\ +)*{BAD_DEEDS}\b
        |\s*(?:(?:really|just|honestly|still)\ )?(?:did|do|does)\s*(?:n'?t|\ not)\ (?:\w+\ ){{0,2}}?(?:do\ (?:it|much|anything)|work|blow\ (?:me|us)|appeal|impress|interest|grab|hold|keep|make\ (?:me|much|any)|live\ up|(?:peak|peek|pique)|enthuse|excite|thrill|wow|age|deserve)
        |(?:{_BE}{_BETWEEN}(?:{_ONE}\ )?)?(?:\s*(?:that|which))?\s*\b(?:i|we)(?:\ {_ADVERB})*\ *(?:\b{HATING}\b{_END}|{_UNMOVED}(?!\ (?:of|with|by|about|for)\ (?!it\b|that\b|this\b|them\b|those\b)|\s*§))
    )"""
)
_SAID_OF = r"(?:\s*(?:films?|movies?|flicks?|books?|one|stor(?:y|ies)|reads?|ones|stuff|shows?|watch))"
_ABOUT = r"\ (?:of|in|by|with|about|on)"
#: What people praise or blame in a work.
_ASPECT = r"(?:(?:\w+\ )?(?:story(?:[-\ ]?lines?)?|plot(?:line)?|acting|actors?|actress(?:es)?|cast(?:ing)?|characters?|music|soundtrack|cinematography|visuals?|effects|writing|script|dialog(?:ue)?|animation|direction|pacing|setting|twists?))"
#: A sentence of its own behind the one with the title: "Such a great film", "Not a good movie at all", "Loved it!"
VERDICT = pattern(
    rf"""\s*(?:(?:haha|lol|ye+s+|yeah+|yep|no|oh|wow|man|ha|well|and|but|honestly|personally)[,.!\s]+)*(?:
    (?P<bad>(?:what\ |such\ )?{_ADVERBS}{_BLAME}\ (?:suggestions?|recommendations?|picks?|choices?|list|ideas?)\b|(?:the|its)\ {_ASPECT}\ (?:was|were|is|are)(?:n't|\ not)?\s*{_ADVERBS}{_BLAME}|(?:i|we)\ did\s*(?:n'?t|\ not)\ (?:really\ |much\ )?(?:like|enjoy|care\ for)\ (?:how|the\ {_ASPECT})\b
        |(?:(?:it|that|this)\ ?)?(?:{_BE}\s*)?{_NOT_MINE}\b(?:(?<!\binto)(?!{_ABOUT}\b)|(?:{_ABOUT})?\ (?:it|that|this|them|those)\b(?=\s*(?:[.!,\n]|$|one|film|movie|book|at\ all)))|not\ so\ much(?=\s*(?:[.!\n]|$))
        |(?:(?:it|that|this)\ )?{_BE}?\s*(?:{_NOT}\ +(?:(?:{_WORD})\ +){{0,3}}?{_PRAISE}|{_ADVERBS}{_BLAME})(?:{_SAID_OF}|\s*[.!\n]|\s*$)
        |(?:i\ )?(?:(?:really|just|absolutely|kinda)\ )*(?:{HATING}|{_UNMOVED}|{BAD_DEEDS})\ *(?:(?:of|on|about|in)\ )?(?:it|that|them|those|this|the\ (?:new|old|first|second|third|last|original|remake|sequel)\w*(?:\ one)?)?(?=\s*(?:[.!,\n]|$|at\ all|much|but|though|because)))
    |(?P<good>(?:the|its)\ {_ASPECT}\ (?:was|were|is|are)\ {_ADVERBS}{_PRAISE}|(?:i|we)\ {_ADVERBS}(?:liked|loved|enjoyed)\ (?:how|the\ {_ASPECT})\b
        |(?:(?:it|that|this)\ )?(?:
        {_NOT}\ +(?:(?:{_WORD})\ +){{0,3}}?(?:{BAD_THINGS}|{BAD_QUALITIES})(?![\w-])
        |{_BE}\s*{_ADVERBS}{_PRAISE}{_NO_ADVICE}
        |(?:also\ )?another\ (?:one\ )?of\ (?:my|our)\ {_ADVERBS}{GOOD_THINGS}
        |(?:what|such|so|very|really|pretty|super|one\ of|truly|absolutely)\ {_ADVERBS}{_OF}{_PRAISE}{_NO_ADVICE}
        |{_ADVERBS}{_PRAISE}{_SAID_OF}|{_ADVERBS}{GOOD_THINGS}\s*[.!]
        |(?:(?:really|just|absolutely|totally)\ )*(?:{LOVING})\ (?:it|that|them|every)\b|{GOOD_DEEDS}))
    )"""
)

#: Before a title: "I loved X", "one of my favourites is X", "he was great in X", "I recommend X", "films like X".
LIKE = pattern(
    rf"""\b(?:who\ (?:does|would)\s*(?:n'?t|\ not)\ (?:just\ |really\ )?(?:love|like|enjoy|want)|{LOVING}(?:\ (?:watching|seeing|reading|re-?watching))?|
    (?:a\ )?(?:huge\ |big\ |real\ )?fan\ of|fond\ of|keen\ on|(?<!get\ )(?<!getting\ )(?<!got\ )(?<!look\ )(?<!looking\ )into|impressed\ (?:by|with)|
    (?:all[- ]time\ )?(?:favou?rite|fave?)s?(?:\ (?:\w+\ )?(?:films?|movies?|books?|ones?))?(?:\ of\ mine)?(?:\ (?:is|are|was|were|include|would\ (?:\w+\ )?be|:))?|
    similar\ to|such\ as|along\ the\ lines\ of|(?:a\ )?la(?=\ [A-Z])|ala|in\ the\ (?:vein|spirit|style|manner)\ of|
    (?:as\ good|in\ the\ mood)\ (?:as|for\ something\ like)|can'?t\ get\ enough\ of|obsessed\ with|partial\ to|a\ sucker\ for|(?<!not\ )crazy\ about|(?:had\ a\ blast|good\ time)\ (?:with|watching)|
    (?:laughed|cried)\ (?:so\ (?:hard|much)\ )?(?:at|during|watching)|grew\ up\ (?:on|with|watching)|blown\ away\ by|hooked\ on|mine\ (?:is|was)|
    {_BE}\s*{_ADVERBS}{GOOD_QUALITIES}\ (?:too\ |also\ |as\ \w+\ )?in|
    (?:i(?:\ (?:would|can|do|could)|'d)?|we)\ (?:(?:highly|definitely|also|really|totally|strongly)\ )*recommend|you\ should\ (?:\w+\ )?(?:watch|see|read|check\ out|try|give)|
    (?:the|some|another|other|my|one|a)\ (?:\w+\ )?{GOOD_THINGS}\ (?:(?:(?!version|part|thing|scene)\w+\ ){{0,3}}(?:is|are|was|were|would\ be))|(?:an?|another|the)\ (?:\w+\ )?(?:{GOOD_QUALITIES}|{GOOD_THINGS})(?:\ (?:one|film|movie|flick|book))?(?=[\s:,]*$)|more\ of\ an?(?=\ §))\b"""
)
#: The same for blame: "couldn't get into X", "not a fan of X", "X was not as good as" is elsewhere.
DISLIKE = pattern(
    rf"""\b(?:{HATING}|could\s*(?:n'?t|\ not|\ never)\ (?:\w+\ )?(?:stand|finish|get\ (?:into|through)|sit\ through|stomach)|never\ (?:got|could\ get|really\ got)\ into|
    least\ favou?rites?(?:\ (?:films?|movies?|books?|ones?))?(?:'s)?(?:\ (?:is|are|was|were))?|not\ so\ much|(?:not|n'?t)\ (?:\w+\ ){{0,3}}interested\ in|
    did\s*(?:n'?t|\ not)\ (?:really\ |much\ |particularly\ )*(?:care\ (?:much\ |too\ much\ )?for|get\ into|get\ the\ (?:hype|point|appeal))|
    (?:was|am|is|were|are|'m)?\s*(?:n'?t|\bnot)\ (?:\w+\ )?(?:big|huge|crazy|keen|hot|sold|nuts|wild|thrilled|impressed|fond)\ (?:on|about|by|with|of)|underwhelmed\ (?:by|with)|let\ down\ by|(?:regret(?:ted)?)\ (?:watching|seeing|reading)|walked\ out\ (?:of|on)|
    fell\ asleep\ (?:during|in|watching|to)|(?:was\ |got\ )?bored\ (?:by|with|of)|tired\ of|sick\ of|fed\ up\ with|disappointed\ (?:by|with|in)|(?:not|n'?t)\ (?:really\ )?(?:a\ )?(?:\w+\ )?fan\ of|turned\ off\ by|
    (?:not|n'?t)\ (?:really\ |so\ |too\ |that\ |much\ )?(?:interested\ in|into)|(?:pass|passing)\ on|skip|no\ to|do\s*(?:n'?t|\ not)\ (?:want|(?:really\ )?care\ (?:much\ )?for)|rather\ not|but\ not|nothing\ like|unlike|not\ for\ me[:,]?|boycott\w*|stay\ away\ from|(?:wo(?:n'?t|nt)|will\ not|not\ (?:going\ to|gonna)|do(?:n'?t|\ not)\ think\ (?:that\ )?(?:i|we)(?:'?ll|\ will|'d|\ would)|no\ (?:desire|intention|interest|wish)\ (?:to|in|of))\ (?:(?!mind|able|miss)\w+\ ){{0,2}}?(?:watch|see|like|enjoy|try|love)(?:ing)?|meh\ (?:on|about)|(?:an?\ )?(?:\w+\ )?(?:rough|hard|difficult|tough)\ time\ \w+ing(?:\ (?:into|through|with))?|
    (?:the|a|an|one\ of\ the|such\ a)\ (?:\w+\ )?(?:worst|{BAD_THINGS})\ (?:\w+\ ){{0,3}}(?:is|was|are|were)|{_BE}\s*{_ADVERBS}{BAD_QUALITIES}\ in)\b"""
)
