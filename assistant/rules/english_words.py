"""English words by what they do in a message: those that say nothing, and those that name a facet."""

from __future__ import annotations

from assistant.rules.lexicon import Pattern, pattern


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: Words that carry a request: a misspelt word is rather one of them than another.
CUE_WORDS = _listed(
    "the and but not with without from about like liked love loved hate hated want wanted something anything "
    "nothing everything except more less than that this those these first second third fourth fifth last "
    "other others another movie movies film films book books novel novels watch watched read seen show "
    "recommend suggest please older newer shorter longer funny scary dark light sad have haven what which who "
    "why when where would could should really never only just before after between under over years year any "
    "one ones thanks good bad great boring wants take took taken talk enjoy enjoyed adore adored prefer "
    "preferred favourite favorite dislike disliked loves likes hates terrible awful brilliant amazing "
    "fantastic wonderful excellent masterpiece beautiful stupid annoying overrated already somebody someone "
    "tell told whose directed starring director actor actress author writer wrote written similar different "
    "same next again instead maybe actually because genre kind type mood period decade length hours minutes "
    "pages short long old new recent modern classic foreign english french japanese chinese violent violence "
    "kids children family undo forget start stop compare difference surprise choose pick watching reading "
    "looking find give need feel think horror comedy thriller romance fantasy mystery western westerns crime "
    "drama action adventure animation documentary also too very much many little most least best better worse "
    "worst every all both none excluding luck tonight today weekend evening number middle them their there "
    "then though although however star stars series sequel prequel trilogy remake original version "
)
#: Said of a facet: any value of it will do.
ANY_VALUE: tuple[tuple[str, Pattern], ...] = (
    (
        "year",
        pattern(
            r"\b(?:any\ (?:year|period|decade|era|age)|from\ any\ time|(?:year|period|decade|age|era)\ (?:doesn'?t|does\ not)\ matter|(?:do(?:n'?t|\ not)\ (?:care|mind)|no\ matter|regardless\ of|never\ mind|forget)\ (?:about\ |of\ )?(?:the\ |which\ |what\ )?(?:years?|periods?|decades?|eras?|age|when))\b"
        ),
    ),
    (
        "length",
        pattern(
            r"\b(?:any\ length|length\ (?:doesn'?t|does\ not)\ matter|however\ long|(?:do(?:n'?t|\ not)\ (?:care|mind)|regardless\ of)\ (?:about\ )?(?:the\ |how\ )?(?:length|long|runtime))\b"
        ),
    ),
    (
        "genre",
        pattern(
            r"\b(?:any\ genre|genre\ (?:doesn'?t|does\ not)\ matter|(?:do(?:n'?t|\ not)\ (?:care|mind)|regardless\ of)\ (?:about\ )?(?:the\ |which\ |what\ )?genres?)\b"
        ),
    ),
    (
        "kind",
        pattern(
            r"\b(?:anything,?\ (?:film|movie)s?\ or\ books?|(?:film|movie)s?\ or\ books?,?\ (?:either|whatever))\b"
        ),
    ),
)
#: How a facet is called where it is to be forgotten.
FACET_NAMES: tuple[tuple[str, Pattern], ...] = (
    ("year", pattern(r"\b(?:years?|periods?|decades?|eras?|when)\b")),
    ("length", pattern(r"\b(?:length|how\ long)\b")),
    ("genre", pattern(r"\bgenres?\b")),
    ("mood", pattern(r"\bmoods?\b")),
    ("country", pattern(r"\b(?:country|countries)\b")),
    ("language", pattern(r"\blanguages?\b")),
    ("people", pattern(r"\b(?:people|actors?|actress|directors?|authors?|writers?)\b")),
)
#: Words that say nothing to the search by meaning.
FILLER = pattern(
    r"""\b(?:i|i'm|i'd|i'll|i've|you|we|me|my|mine|us|they|them|it|its|he|she|his|her|a|an|the|and|or|but|of|in|on|at|to|for|from|with|by|as|is|are|was|were|be|been|am|
    do|does|did|don't|have|has|had|can|could|would|should|will|may|might|must|not|no|yes|yeah|please|thanks?|thank|hello|hi|hey|ok|okay|so|too|very|really|
    quite|just|some|any|something|anything|someone|film|films|movie|movies|book|books|novel|novels|one|ones|thing|things|story|stories|watch|read|see|seen|saw|watched|
    want|wanted|need|like|liked|love|loved|hate|hated|look|looking|find|found|recomm?end|recommendation|recommendations|suggest|suggestion|show|give|get|got|tell|know|think|feel|mood|
    good|great|nice|best|better|new|old|more|less|most|other|another|else|also|maybe|perhaps|about|that|this|these|those|there|here|what|which|who|how|when|where|why|if|
    then|than|such|same|similar|kind|sort|type|style|spirit|vein|way|lot|lots|bit|little|much|many|time|tonight|today|tomorrow|evening|weekend|next|first|second|third|last|
    let|let's|choose|decide|newest|latest|least|whoever|whichever|go|going|make|made|take|try|put|s|t|m|d|ll|ve|re|set|based|features?|featuring|contains?|involves?|involving|where|plenty|full|rather|instead|only|ever|all|both|long|short|not|enough|well|sure|right|now|still|again|even|though|actually|basically|probably|definitely|stuff|ideas?|options?|preferably|ideally|lately|recently|into|out|up|down|over|under|between|around|during|before|after|since|until|person|people|everyone|anybody|anyone|somebody|nothing|makes|bores?|directed|starring|written|called|titled|boring|whatever|favou?rites?|please|looks?|everything|always|already|never|fine|dunno|idk|wants?|two|three|four|five|couple|both|together|each|girlfriend|boyfriend|wife|husband|partner|friends?|family|kids?|grandma|grandpa|mom|mum|dad|parents?|brother|sister|year|years|old|yet|once|twice|fan|fans|interested|finished|finish|done|idea|clue|guess|hmm+|umm+|uh|oh|ah|haha|lol|sorry|welcome|course|weeks?|months?|next|insist|said|says?|saying|told|tells?|telling|asked|asks?|asking|stop|come|came|coming|your|yours|their|theirs|our|ours|him|himself|herself|myself|yourself|mean|means|meant|suppose|believe|hope|wish|help|seems?|wonder|wondering|bother|matter|care|mind|matters|garbage|trash|rubbish|crap|crappy|shit|shitty|fuck|fucks?|fucking|damn|hell|suck|sucks|sucked|stupid|idiots?|dumb|moron|useless|terrible|awful|horrible|worst|worse|brilliant|amazing|awesome|excellent|fantastic|wonderful|superb|masterpiece|meh|ugh|wow|yay|omg|lmao|rofl|off|please|anyway|though|later|early|earlier|wait|hold|hang|moment|question|questions|answer|answers|list|add|completely|different|entirely|totally|others|daughters?|sons?|child|nieces?|nephews?|toddlers?|baby|century|exactly|usually|often|sometimes|mostly|mainly|generally|kinda|sorta|super|pretty|absolutely|totally|honestly|literally|currently|sounds?|lit|fr|cap|lowkey|highkey|deadass|bruh|bro|sis|yo|dude|vibes?|closer?|seriously|loud|night|nights|bet|mid|ass|imo|idc|hella|legit|apparently|supposedly|mentioned|fire|possible|possibly|thinks|thought|characters?|(?:is|are|was|do|does|did|wo|ca|could|would|should|have|has)n't)\b"""
)
