"""How people say it in English."""

from __future__ import annotations

from assistant.rules.english_intents import ASKED, INTENTS
from assistant.rules.lexicon import Lexicon, pattern

_ITEM = r"(?:films?|movies?|books?|novels?|stor(?:y|ies)|ones?|stuff|things?|titles?|pictures?|flicks?)"
_ONE = r"(?:one|film|movie|book|novel|title)"
_ORDINALS = (("first", "1st", "1", "one"), ("second", "2nd", "2", "two"), ("third", "3rd", "3", "three"),
             ("fourth", "4th", "4", "four"), ("fifth", "5th", "5", "five"))  # fmt: skip


def _ordinal(word: str, short: str, digit: str, number: str) -> str:
    """ "The second", "2nd one", "#2", "number two", and "2" as the whole message."""
    middle = r"|\bthe\ middle\ one\b" if digit == "2" else ""
    return (
        rf"\b(?:the|teh|hte|th)\ (?:{word}|{short})\b(?!\ (?:two|three|time|thing|half|part|world|world\ war|season|\w+\ years))(?:\ {_ONE}\b)?"
        rf"|\b(?:{word}|{short})\ {_ONE}\b|^\W*(?:{word}|{short}|{digit})\W*$|(?<=seen\ )(?:{word}|{digit}\b(?!\ \w))\b|(?<=and\ ){word}\b(?=\W*$)|(?<=[1-5]\ and\ ){digit}\b(?!\ \w)|(?<=seen\ ){digit}(?=\ and\ [1-5])"
        rf"|(?<!\w)\#\ ?{digit}\b|(?<!my\ )\b(?:number|option|no\.?)\ {digit}\b|(?<!my\ )\b(?:number|option)\ {number}\b{middle}"
    )


ENGLISH = Lexicon(
    code="en",
    sentence_end=pattern(r"[.!?;\n]+(?=\s|$)"),
    clause_end=pattern(r"[,;:.!?\n()]|(?<!thing\ )\bbut\b|\bthough\b|\bhowever\b|\balthough\b|\bwhile\b|\byet\b"),
    like=pattern(
        r"""\b(?:lov(?:e|ed|es|ing)|lik(?:e|ed|es|ing)|enjoy(?:ed|s|ing)?|ador(?:e|ed|es)|appreciat(?:e|ed)|
        (?:a\ )?(?:huge\ |big\ |real\ )?fan\ of|fond\ of|keen\ on|into|impressed\ by|prefer(?:red)?|
        (?:all[- ]time\ )?favou?rites?(?:\ (?:films?|movies?|books?|ones?))?(?:\ of\ mine)?(?:\ (?:is|are|include|would\ be|:))?|
        similar\ to|along\ the\ lines\ of|in\ the\ (?:vein|spirit|style|manner)\ of|reminds?\ me\ of|
        (?:as\ good|in\ the\ mood)\ (?:as|for\ something\ like)|can'?t\ get\ enough\ of|obsessed\ with)\b"""
    ),
    dislike=pattern(
        r"""\b(?:hat(?:e|ed|es)|dislik(?:e|ed|es)|detest(?:ed|s)?|loath(?:e|ed|es)|despis(?:e|ed)|
        can(?:'?t|not)\ stand|couldn'?t\ (?:stand|finish|get\ into)|(?:was\ |got\ )?bored\ (?:by|with)|
        tired\ of|sick\ of|fed\ up\ with|disappointed\ (?:by|with|in)|not\ (?:a\ )?(?:\w+\ )?fan\ of|turned\ off\ by|
        not\ (?:really\ |so\ )?(?:interested\ in|into)|(?:pass|passing)\ on|skip|no\ to|do(?:n'?t|\ not)\ (?:want|care\ for)|rather\ not|but\ not|nothing\ like|unlike|not\ for\ me[:,]?)\b"""
    ),
    seen=pattern(
        r"""\b(?:(?:have\ |'ve\ |i\ )?(?:already\ |just\ )?(?:seen|saw|watched|rewatched|finished|read(?!ing)|heard\ of)|
        know(?!\ (?:if|what|how|why|that))|just\ finished|been\ reading|been\ watching)\b"""
    ),
    unseen=pattern(
        r"\b(?:haven'?t|have\ not|never|not(?!\ (?:only|just))|did(?:n'?t|\ not)|do(?:n'?t|\ not)|hasn'?t|unseen)\s+(?:\w+\s+){0,2}(?:seen|saw|watched|watch|see|read|finished|heard|know)\b"
    ),
    good=pattern(
        r"""\s*(?:\([^)]*\)\s*)?(?:,?\ (?:and\ |which\ )?(?:it|that|they)\ )?(?:\b(?:is|was|are|were|'s|has\ been)\b\s*)?
        (?:both\ |all\ |really\ |so\ |just\ |very\ |pretty\ |quite\ |such\ a\ |an?\ |my\ |one\ of\ (?:my|the)\ |absolutely\ |truly\ )*
        \b(?:great|amazing|brilliant|excellent|wonderful|fantastic|perfect|awesome|favou?rites?|masterpiece|
        superb|lovely|beautiful|terrific|incredible|loved?|good|cool|fun|the\ best|blew\ me\ away|made\ me\ cry)\b"""
    ),
    bad=pattern(
        r"""\s*(?:\([^)]*\)\s*)?(?:,?\ (?:and\ |which\ )?(?:it|that|they)\ )?
        (?:(?:\b(?:is|was|are|were|'s)\b\s*)?
        (?:both\ |all\ |really\ |so\ |just\ |very\ |pretty\ |quite\ |such\ a\ |an?\ |absolutely\ |too\ |rather\ |a\ bit\ )*
        \b(?:awful|terrible|bad|boring|dull|overrated|disappointing|disappointment|horrible|stupid|silly|trash|rubbish|
        garbage|crap|waste\ of\ time|not\ (?:for\ me|my\ (?:thing|cup\ of\ tea|taste)|good|great|very\ good)|
        the\ worst|meh|unwatchable|unreadable)\b|\b(?:sucks?|sucked|bored\ me|put\ me\ to\ sleep|(?:is|was|are|were)n'?t\ (?:for\ me|good|great|my)|
        (?:did|do|does)(?:n'?t|\ not)\ (?:do\ it|work)\ for\ me)\b)"""
    ),
    negation=pattern(
        r"""(?:\bnot(?!\ (?:only|just|merely))|n't|\b(?:dont|didnt|doesnt|wasnt|isnt|wouldnt|cant|couldnt|wont)|\bnever|\bno\ longer|
        \bhardly|\bcannot|can't\ say\ (?:that\ )?i)\s*(?:\w+\s+){0,2}$"""
    ),
    not_mine=pattern(
        r"""(?:\b(?:do|does|did|have|has|had|would|will|should|could|can|may|might)(?:n't)?\s+(?:you|i|we|people|they|he|she|anyone|anybody|everyone|most\ people|my\ \w+)\s+(?:(?:really|also|both|all|ever|actually|already|even|much)\s+)*|
        (?:\b(?:would|should|could|will|shall|can|may|might|must|to|gonna|let's|feels?|looks?|sounds?|seems?|(?:a|the|good|great|nice|next|quick|short|long)(?=\ ?$))|'d|'ll)\s+(?:(?:really|also|rather|probably|definitely|maybe|just|you|i)\s+)?|
        \b(?:my|our|his|her|their|your)\s+(?!all\b|absolute\b|own\b|(?:favou?rites?)\b)(?:\w+\s+){1,2}(?<!\bi\s)|
        \b(?:he|she|they|people|everyone|everybody|critics|friends|others|you)\s+(?:(?:all|really|both|also|absolutely|never)\s+)?)$"""
    ),
    without=pattern(
        r"""\b(?:no(?!\ (?:longer|more\ than|later|earlier|older|newer|less|fewer|problem|preference|idea|matter|one\b))|none\ of|without|avoid(?:ing)?|nothing(?!\ but)|anything\ but|everything\ but|except(?:\ for)?|excluding|
        other\ than|apart\ from|skip|no\ more|(?<!get\ )enough|(?<!why\ )not\ (?:a|an|any|another|into|interested\ in|with|by|about|from|in\ the\ mood\ for)(?!\ (?:big|huge|great)?\ ?fan\b)|leave\ out|rule\ out|(?:rather\ )?not\ (?:watch|see|read)|stop\ (?:recommending|showing|suggesting)(?:\ me)?|
        (?:do\ not|don'?t|didn'?t|wouldn'?t|never)\ (?:really\ |particularly\ |much\ )*(?:like|want|enjoy|need|care\ for|do|feel\ like|love|give\ me|show\ me|recommend|watch|read)|
        hat(?:e|ed|es)|dislike[sd]?|can'?t\ stand|cannot\ stand|tired\ of|sick\ of|bored\ (?:of|with)|fed\ up\ with|
        not\ a\ (?:big\ |huge\ |great\ )?fan\ of|instead\ of|rather\ than)\b"""
    ),
    less=pattern(
        r"(?:\b(?:(?<!why\ )not|less|nothing|too)|n't)\s+(?:(?:too|so|very|that|as|overly|all|really|super|at\ all)\s+)*$"
    ),
    wanted=pattern(
        r"""\b(?:i(?:'m)?\ (?:really\ |do\ |just\ )*(?:want|need|prefer|love|like|enjoy|(?:am\ )?looking\ for|feel\ like)|i'?d\ (?:like|love|prefer|rather)|give\ me|show\ me|find\ me|
        recommend|suggest|how\ about|please|just|but)\b"""
    ),
    afresh=pattern(
        r"""\b(?:a|an|some|something|anything|more|i\ (?:want|need|prefer|love|like)|i'?d|give|show|find|recommend|suggest|instead|but|please|with|only|just|yes|rather)\b|[.;:!?]"""
    ),
    list_goes_on=pattern(r"\s*(?:,\s*)?(?:or|nor|and|&|/)\s+(?:any\ |no\ |too\ )?|\s*,\s*|\s*/\s*"),
    unwanted=pattern(
        r"""\s*(?:films?|movies?|books?|novels?|stories)?\s*(?:(?:is|are)(?:n't|\ not)\ (?:for\ me|my\ (?:thing|cup\ of\ tea))|(?:is|are)\ out\b|bores?\ me|(?:is|are)\ (?:too\ )?boring|excluded|not\ please)|\s*[,;]?\s*(?:but|and|which)?\s*i\ (?:really\ |just\ |absolutely\ )?(?:hate|can'?t\ stand|cannot\ stand|dislike|do(?:n'?t|\ not)\ (?:like|want|enjoy|care\ for))\ (?:it|that|them|those)\b"""
    ),
    statement=pattern(
        r"\b(?:i(?:'m|\ am)?\s+(?:\w+\s+){0,2}(?:lov|lik|enjoy|prefer|ador|into|fan\ of)|we\ (?:lov|lik|enjoy)|my\ favou?rite\ (?:genre|kind))"
    ),
    request=pattern(
        rf"""\b(?:something|anything|recommend(?:ation)?s?|suggest(?:ion)?s?|looking\ for|look\ for|find|show\ me|give\ me|want|
        would\ like|i'?d\ like|need|in\ the\ mood\ for|feel\ like|any\ (?:good\ )?{_ITEM}|what\ (?:should|can|could|do\ you)|
        got\ any|do\ you\ have|are\ there|is\ there|how\ about|what\ about|let'?s|please|ideas?|(?:a|an|some|another|more)\ (?:[\w-]+\ ){{0,4}}{_ITEM}|
        next|to\ (?:watch|read|see)|do(?:n't|\ not)\ (?:care|mind)(?=\W*$)|whatever|up\ to\ you|no\ preference)\b"""
    ),
    more=pattern(
        rf"""^\W*(?:(?:ok(?:ay)?|and|so|hm+|well|yes|no|nah|nope|great|thanks?)[,.!\s]+)*(?:more|others?|another(?:\ one)?|next|something\ else|anything\ else|
        what\ else|else|(?:show|give|find|recommend|suggest|got|have|try)\ (?:me\ )?(?:some\ |a\ few\ |any\ )?(?:others?|different\ ones|new\ ones)|any\ other(?:s|\ {_ITEM})?|different\ ones?|keep\ going|go\ on|show\ (?:me\ )?more|more\ (?:please|of\ (?:these|those|them))|others\ please|other\ (?:ideas|options|suggestions))\b"""
    ),
    also=pattern(
        r"\b(?:also|too(?=\s*(?:[,.;!?]|$))|as\ well|plus|in\ addition|on\ top\ of\ that|besides|but\ also|or\ (?:a|an|some))\b"
    ),
    indifferent=pattern(
        r"""\b(?:no\ preference|(?:i\ )?do(?:n'?t|\ not)\ (?:care|mind)|does(?:n'?t|\ not)\ matter|whatever|(?:i\ )?(?:dunno|idk)|(?:i\ )?(?:have\ )?no\ clue|i\ do(?:n'?t|\ not)\ know|any(?:thing)?\ (?:is\ fine|goes|works|will\ do)|
        either(?:\ is\ fine)?|up\ to\ you|you\ (?:choose|decide|pick)|not\ (?:picky|fussy)|no\ idea|not\ sure|any)\b"""
    ),
    pronoun=pattern(
        rf"""\bit\b(?!\ (?:to\ be|when|if|would|matter|should|must|needs?|has\ to|can|could|may|might|shall))|\b(?:that|this)\ {_ONE}\b|\bthe\ (?:film|movie|book|novel)\b(?!\ (?:with|about|where|in|of|by|that))|
        (?<!thing\ )(?<!ones\ )(?<!one\ )(?<!films\ )(?<!movies\ )(?<!books\ )(?<!film\ )(?<!movie\ )(?<!book\ )(?<!stuff\ )
        \b(?:that|this)\b(?=\s*(?:[,.!?;)]|$|(?:is|was|sounds|looks|too|already|please|but|and)\b))"""
    ),
    everything_shown=pattern(
        r"""\b(?:(?:all|both|any|none|neither|either)\ (?:of\ )?(?:them|these|those|the\ three|three|two)|them(?:\ all)?|all\ three|
        (?:those|these|both|neither)(?=\s*(?:[,.!?;)]|$|(?:are|were|look|sound|please)\b)))\b"""
    ),
    ordinals=tuple((pattern(_ordinal(*words)), number) for number, words in enumerate(_ORDINALS, 1)),
    last=pattern(r"\bthe\ (?:last|final|bottom)\ (?:one|film|movie|book|novel|of\ (?:them|these|those))\b"),
    first_few=pattern(r"\bthe\ first\ (?P<few>two|three|2|3)\b"),
    numbers={"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "an": 1, "a": 1, "half": 0},
    intents=INTENTS,
    asked=ASKED,
    not_long=pattern(
        r"\b(?:no|not|n't|nothing|isn'?t)\s+(?:an?\s+|any\s+)?(?:too|so|very|that|overly|super|really)?\s*(?:long|lengthy)\b(?!er)|\btoo\s+(?:long|lengthy)\b|\bshorter\b|\bnot\ an?\ (?:epic|doorstopper)\b|\bnot\ \d+\ hours\b"
    ),
    not_short=pattern(r"\b(?:not|nothing|isn'?t)\s+(?:too|so|very|that)?\s*short\b|\btoo\s+short\b|\blonger\b"),
    short=pattern(r"\b(?:short|brief|quick\ (?:read|watch|one))\b(?!\ (?:stor|film\b|of\b))"),
    long=pattern(r"\b(?:long|lengthy)\b(?!\ (?:ago|time|day|week|since|as)\b)|\bdoorstopper\b"),
    known=pattern(
        r"\b(?:popular(?!\ (?:science|history|culture))|well[- ]known|famous|mainstream|blockbusters?|big\ (?:hit|name)s?|everybody\ knows|household\ names?)\b"
    ),
    hidden=pattern(
        r"\b(?:hidden\ gems?|gems?|lesser[- ]known|little[- ]known|obscure|underrated|overlooked|off\ the\ beaten\ (?:track|path)|less\ (?:popular|mainstream|known|obvious)|not\ (?:too\ )?(?:mainstream|popular|famous|well[- ]known|obvious)|under\ the\ radar|unknown|(?:nobody|no\ one|not\ many\ people|few\ people)(?:\ else)?\ (?:knows?|has\ (?:seen|heard\ of|read)|have\ (?:seen|heard\ of|read)|talks?\ about))\b"
    ),
    newer=pattern(
        r"\b(?:newer|(?:no|not|nothing)\ (?:an?\ |any\ )?(?:too\ |that\ |so\ )?old|too\ old|more\ (?:recent|modern)|recent(?:ly)?|modern|contemporary|latest|(?:something|anything)\ new|new\ (?:films?|movies?|books?|releases?))\b"
    ),
    older=pattern(
        r"\b(?:older|too\ (?:new|recent|modern)|(?:something|anything)\ old|old\ (?:films?|movies?|books?)|old[- ]fashioned|vintage|old[- ]school)\b"
    ),
    any_value=(
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
    ),
    facet_names=(
        ("year", pattern(r"\b(?:years?|periods?|decades?|eras?|when)\b")),
        ("length", pattern(r"\b(?:length|how\ long)\b")),
        ("genre", pattern(r"\bgenres?\b")),
        ("mood", pattern(r"\bmoods?\b")),
        ("country", pattern(r"\b(?:country|countries)\b")),
        ("language", pattern(r"\blanguages?\b")),
        ("people", pattern(r"\b(?:people|actors?|actress|directors?|authors?|writers?)\b")),
    ),
    that_spirit=pattern(
        r"\b(?:in\ (?:that|the\ same|this)\ (?:spirit|vein|style|mood|manner|direction)|(?:like|similar\ to)\ (?:that|this|it|those|these)|along\ (?:those|these|the\ same)\ lines|of\ (?:that|the\ same)\ (?:kind|sort|type)|(?:more|another)\ like\ (?:that|this|it))\b"
    ),
    for_adults=pattern(r"\bfor\ (?:an?\ )?(?:adults?|grown-?ups?)\b|\bnot\ for\ (?:kids|children)\b"),
    animals_live=pattern(
        r"""\b(?:(?:dog|cat|animal|pet|horse|puppy|puppie)s?\b[^.;,!?]{0,15}?(?:n't|n?o[tr]|never|dont|doesnt|wont)\ +(?:ever\ +)?(?:die|get\ +(?:hurt|killed)|suffer)|no\ +(?:dead\ +)?(?:dog|cat|animal|pet|horse)s?\ +(?:die|dies|dying|deaths?|(?:get|gets|getting|being|is|are)\ +(?:hurt|killed)))\b"""
    ),
    same_person=pattern(
        r"\b(?:by|from|of)\ (?:that|the\ same|this|its)\ (?:director|author|writer)|\b(?:that|the\ same)\ (?:director|author|writer)\b"
    ),
    for_children=pattern(
        r"\b(?:(?:with|for|to)\ (?:my|our|the|a|an|some|his|her|their)?\ ?(?:\w+[- ]years?[- ]olds?|(?:\w+\ )?(?:kids?|child(?:ren)?|sons?|daughters?|toddlers?|grand(?:kids|children|son|daughter)|nieces?|nephews?))|(?:my|our)\ (?:\d|1[0-2]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[- ]years?[- ]olds?\b|(?:kid|child)[- ]friendly|family[- ]friendly|suitable\ for\ (?:kids|children))\b"
    ),
    foreign=pattern(
        r"\b(?:foreign(?:[- ]language)?|non[- ]english|world\ cinema|subtitled|(?:not|isn'?t|aren'?t)\ in\ english)\b"
    ),
    native=("english",),
    no_subtitles=pattern(
        r"\b(?:no|without|hate|not|avoid|(?:do(?:n'?t|\ not)\ (?:want|like|feel\ like)))\ (?:to\ |reading\ |read\ |any\ )*subtitles?\b"
    ),
    tolerated=pattern(
        r"(?:\b(?:do(?:n'?t|\ not)|would(?:n'?t|\ not))\ (?:really\ )?mind|\b(?:fine|ok(?:ay)?|cool|comfortable|no\ problem)\ with|\bcan\ (?:handle|take|stand))\s+(?:(?:some|any|a\ (?:bit|little)\ (?:of\ )?|if\ (?:it'?s|there'?s|it\ is|there\ is))\s*)?$"
    ),
    tolerated_after=pattern(
        r"\s*(?:films?|movies?|books?|stuff)?\s*(?:is|are|would\ be|'s)\s+(?:also\ |totally\ |perfectly\ |absolutely\ )?(?:fine|ok(?:ay)?|all\ ?right|alright|no\ problem|not\ a\ problem|acceptable)\b|\s*does(?:n'?t|\ not)\ bother\ me"
    ),
    meant=pattern(
        r"\b(?:i\ (?:actually\ |really\ )?mean[t]?|i\ was\ (?:talking|thinking|speaking)\ (?:about|of)|wrong\ (?:one|film|movie|book|version))\b"
    ),
    corrects=pattern(
        r"""^\W*(?:(?:no|nope|actually|sorry|oh|wait|hm+|but|and|not\ (?:that|this)\ one|not\ the\ \w+(?:\ (?:one|film|movie|book|version))?)[\s,.!-]+)*
        (?:the|that)\ (?:\d{4}\ (?:one|version|film|movie|book)|(?:original|old(?:er)?|new(?:er)?|remake|other|classic|latest|(?:more\ )?recent)(?:\ (?:one|version|film|movie))?|book|novel|film|movie)
        (?:,?\ not\ the\ \w+)?(?:[\s,]+please)?\W*$"""
    ),
    kind_meant=(
        ("book", pattern(r"(?<!not\ )\bthe\ (?:book|novel)\b")),
        ("film", pattern(r"(?<!not\ )\bthe\ (?:film|movie)\b")),
    ),
    original=pattern(r"\bthe\ (?:original|old|older|earlier|classic)\ (?:one|version|film|movie)?\b|\bthe\ original\b"),
    remake=pattern(r"\bthe\ (?:remake|new|newer|recent|more\ recent|latest|later|modern)\b"),
    other_one=pattern(r"\bthe\ other\ (?:one|film|movie|book|version)\b"),
    filler=pattern(
        r"""\b(?:i|i'm|i'd|i'll|i've|you|we|me|my|mine|us|they|them|it|its|he|she|his|her|a|an|the|and|or|but|of|in|on|at|to|for|from|with|by|as|is|are|was|were|be|been|am|
        do|does|did|don't|have|has|had|can|could|would|should|will|may|might|must|not|no|yes|yeah|please|thanks?|thank|hello|hi|hey|ok|okay|so|too|very|really|
        quite|just|some|any|something|anything|someone|film|films|movie|movies|book|books|novel|novels|one|ones|thing|things|story|stories|watch|read|see|seen|saw|watched|
        want|wanted|need|like|liked|love|loved|hate|hated|look|looking|find|recommend|recommendation|recommendations|suggest|suggestion|show|give|get|got|tell|know|think|feel|mood|
        good|great|nice|best|better|new|old|more|less|most|other|another|else|also|maybe|perhaps|about|that|this|these|those|there|here|what|which|who|how|when|where|why|if|
        then|than|such|same|similar|kind|sort|type|style|spirit|vein|way|lot|lots|bit|little|much|many|time|tonight|today|tomorrow|evening|weekend|next|first|second|third|last|
        let|let's|go|going|make|made|take|try|put|s|t|m|d|ll|ve|re|set|based|features?|featuring|contains?|involves?|involving|where|plenty|full|rather|instead|only|ever|all|both|long|short|not|enough|well|sure|right|now|still|again|even|though|actually|basically|probably|definitely|stuff|ideas?|options?|preferably|ideally|lately|recently|into|out|up|down|over|under|between|around|during|before|after|since|until|person|people|everyone|anybody|anyone|somebody|nothing|makes|bores?|directed|starring|written|called|titled|boring|whatever|favou?rites?|please|looks?|everything|always|already|never|fine|dunno|idk|wants?|two|three|four|five|couple|both|together|each|girlfriend|boyfriend|wife|husband|partner|friends?|family|kids?|grandma|grandpa|mom|mum|dad|parents?|brother|sister|year|years|old|yet|once|twice|fan|fans|interested|finished|finish|done|idea|clue|guess|hmm+|umm+|uh|oh|ah|haha|lol|sorry|welcome|course|exactly|usually|often|sometimes|mostly|mainly|generally|kinda|sorta|super|pretty|absolutely|totally|honestly|literally|currently|sounds?|(?:is|are|was|do|does|did|wo|ca|could|would|should|have|has)n't)\b"""
    ),
)
