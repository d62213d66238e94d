"""What English messages ask for: the intents by their words, and what a question about an item is after."""

from __future__ import annotations

from assistant.conversation import Intent
from assistant.rules.lexicon import Pattern, pattern

#: What would be without a part of what was said.
_SUPPOSING = r"""\bwhat\ (?:else\ )?(?:would|if|changes?|happens|could)\b[^.?!\n]{0,60}?\b(?:if\ (?:i|we|he|she|they)\ (?:hadn'?t|had\ not|had\ never|did(?:n'?t|\ not)|had\ not)|
        (?:i|we)\ (?:hadn'?t|had\ not|had\ never|did(?:n'?t|\ not)|never)\ (?:like|love|hate|say|said|told|tell|ask|mention|want)(?:d|ed)?)\b
        |\bwhat\ (?:would\ (?:change|happen|it\ be)|changes|happens)\b[^.?!\n]{0,40}\bwithout\b|\bwhat\ (?:else\ )?would\ (?:you|it|come)\b[^.?!\n]{0,40}\bwithout\ \u00b7"""
_COUNT = r"""\bhow\ many\ (?:different\ )?(?:films?|movies?|books?|novels?|titles?|items?|things?)(?=\ (?:do\ you|have\ you|are\ (?:there|in)|you\ (?:have|know)|does)|\W*$)"""
#: Whether somebody may see a work: "can I watch it?", "am I old enough for Alien?", "is it ok for me?"
_SOMEBODY = r"(?:i|we|he|she|they|(?:my|our|her|his|their|a|an|the|some)\ (?:[\w-]+\ ){0,4}?[\w-]+|(?:young\ |small\ |little\ )?(?:kids|children|toddlers|teens|teenagers))"
_WORK = r"(?:(?:the\ (?:film|movie|book|novel)\ )?[\"“']?\u00b7+[\"”']?|(?:it|this|that|them|these|those)\b(?:\ (?:one|film|movie|book)\b)?|(?:(?:the|number)\ |\#)(?:first|second|third|fourth|fifth|last|other|[1-5]|[12345](?:st|nd|rd|th)|one|two|three|book|film|movie)\b(?:\ one\b)?)"
_SEE = rf"(?:(?:please|maybe|also|safely|even|still)\ )?(?:watch|see|read)\ {_WORK}"
_MAY_SEE = rf"\b(?:can|could|may|might)\ (?:i|we)\ {_SEE}"
_SUITS = rf"""\b(?:can|could|may|might)\ {_SOMEBODY}\ {_SEE}|\b(?:am|is|are)\ {_SOMEBODY}\ (?:(?:even|really|still)\ )?(?:allowed\ to\ (?:watch|see|read)|(?:old\ enough|too\ (?:young|small|little))\ (?:for|to\ (?:watch|see|read)))\ {_WORK}|\b(?:am|is|are)\ {_SOMEBODY}\ (?:old\ enough|too\ (?:young|small|little))(?=\W*$)
        |\b(?:is|are)\ {_WORK}\ (?:(?:really|even)\ )?(?:suitable|(?:age[- ])?appropriate)(?=\W*$)|\b(?:what|which)\ age\b|\bage\ rating\b|\bhow\ old\ (?:do|should|must|does)\ (?:you|i|one|someone|a\ child)\ (?:have\ to\ |need\ to\ )?be\b
        |\b(?:is|are|was|would|will)\ {_WORK}\ (?:be\ )?(?:(?:really|also|even|still|all|too)\ )*(?:ok(?:ay)?|fine|al+\ ?right|appropriate|safe|suitable)\ (?:for|to\ (?:watch|see|read)\ with)\ (?:me|us|him|her|them|my|our|his|a|an|the|some|kids|children|toddlers|teen|families|all\ ages|any|little|young|small|\d)"""
#: Whether it is worth seeing: what people here think of it.
_WORTH = rf"\b(?:should\ (?:i|we)\ (?:really\ |even\ )?(?:watch|see|read|try)|(?:do|would)\ you\ (?:really\ )?recommend|what\ do\ you\ think\ (?:of|about))\ {_WORK}(?=\W*$|\ (?:tonight|now|then|next|or\ not))"
#: A field of the record, and nothing else: "and the cast?"
_FIELD = r"^\W*(?:(?:and|so|ok|what(?:'s|\ is|\ about)|how\ about)\ )*(?:the|its)\ (?:cast|actors|director|author|writer|length|runtime|year|genres?|rating|plot|story)\W*$"
#: Whose work it is.
_MADE = r"""\bwho(?:'s|\ is|\ was)?\ (?:(?:made|created|behind)\b|(?:(?:it|this|that|the\ (?:first|second|third|last)(?:\ one)?|\u00b7+)\ )(?:made\ )?by\b)|\bby\ whom\b|\bwhose\ (?:film|movie|book|novel|work)\ is\b"""
#: Whether a title is in the catalogue.
_HELD = r"""(?:\b(?:do|did)\ you\ (?:have|know|carry|stock|offer)|\b(?:have\ )?you\ got|\bgot|\b(?:how|what)\ about|\bis\ there)\ (?:also\ )?(?:the\ (?:film|movie|book|novel)\ )?["“']?\u00b7+["”']?(?:\ (?:too|there|in\ (?:your|the|this)\ (?:catalogue|catalog|list|database|collection|library)))?(?=\W*$)"""
#: Which of the items that were shown: "which one is the funniest", "which of them for a child", "which would you pick".
_WHICH_ONE = r"""\bwhich\ (?:(?:ones?|of\ (?:them|these|those|the\ (?:two|three)))\ )+(?:is|are|was|has|have|for|with|by|from|fits?|suits?|would|should|could|can|do|does)\b
        |\bwhich\ (?:would|should|do)\ (?:you|i|we)\b(?!\ (?:have|know))|\byour\ (?:pick|choice|favou?rite)\ (?:of|among)\ (?:them|these|those)\b"""
#: In this order: the first that occurs and has something to be about decides.
INTENTS: tuple[tuple[Intent, Pattern], ...] = (
    (
        "off_topic",
        pattern(
            r"""\b(?:weather|capital\ of|who(?:'s|\ is|\ was)\ (?:the\ )?(?:\w+\ )?(?:president|king|queen|pope|prime\ minister|chancellor|mayor)|president\ of|prime\ minister|population\ of|stock\ (?:price|market)|bitcoin|exchange\ rate|
        (?:previous|prior|earlier|your|all)\ (?:system\ )?instructions|system\ prompt|drop\ (?:the\ )?(?:table|database)|select\ \*|delete\ from\ \w+|jailbreak|developer\ mode|
        translate|write\ (?:me\ )?(?:a|an|some)\ (?:\w+\ )?(?:code|poem|essay|email|letter|song|script|program|function|haiku|query|cv|resume)|python\ code|javascript|recipe\ for|football\ (?:score|result)s?|
        what\ time\ is\ it|tell\ me\ a\ joke|who\ won)\b|\d+\s*[+*×÷]\s*\d+|\d+\s+[/x-]\s+\d+"""
        ),
    ),
    (
        "restart",
        pattern(
            r"\b(?:start\ (?:over|again|afresh|from\ scratch)|restart|new\ (?:search|conversation|chat)|reset|from\ scratch|clean\ slate)\b"
        ),
    ),
    (
        "stop",
        pattern(
            r"""^\W*(?:(?:ok(?:ay)?|k+|thanks?(?:\ you)?|thx|ty|cheers|thank\ you|no|great|well|never\ ?mind|forget\ it)[,.!\s]+)*(?:stop|i'?(?:ll|\ will)\ stop(?:\ (?:here|now))?|bye(?:[\ -]bye)?|goodbye|good\ ?night|quit|exit|that'?s\ (?:all|it|enough)|
        i'?m\ (?:done|finished|good)|enough|see\ you|no\ more(?:\ (?:recommendations|suggestions))?|no\ thanks?|leave\ me\ alone|shut\ up)\b
        (?:[,.!\s]+(?:thanks?|thank\ you|please|now|then|it|here|later|tomorrow|for\ (?:now|today|tonight)|bye|goodbye|good\ ?night|see\ you|(?:a\ lot|so\ much|very\ much)))*\W*$"""
        ),
    ),
    (
        "undo",
        pattern(
            r"\b(?:undo|take\ (?:that|it)\ back|scratch\ that|revert|go\ back\ (?:one|a)\ step|i\ didn'?t\ mean\ that|forget\ what\ i\ just\ said|cancel\ that)\b"
        ),
    ),
    (
        "forget",
        pattern(
            r"""(?:^\W*|[.,;!?]\s*|\b(?:please|and|actually|ok(?:ay)?|just|so|then|but|well|now|(?:you|we)\ (?:can|may|should)|let'?s|(?:can|could)\ you)\s+)
            (?:forget|drop|remove|delete|ignore|never\ ?mind|disregard|clear)\b(?!\ me\ not)"""
        ),
    ),
    (
        "accept",
        pattern(
            r"""\b(?:i(?:'ll|\ will)\ (?:take|watch|go\ (?:with|for)|read|try|have|give|order|buy|rent|borrow)|i'?m\ (?:going\ (?:with|to\ (?:watch|read|try))|taking)|
        let'?s\ (?:go\ with|watch|read|do)|sounds?\ (?:(?:really|very|pretty|so|just|like\ an?)\ )*(?:perfect|right(?!\ now)|lovely|wonderful|delightful|great|good|interesting|fun|awesome|amazing|excellent|intriguing|nice)|that'?s\ the\ one|add\ (?:it|that|this|the\ \w+(?:\ one)?)\ to\ (?:my|the)\ (?:watch|reading\ )?list|perfect,?\ (?:thanks|thank\ you)|i\ choose|i\ pick)\b
        (?!\s+(?:something|anything|some|a|an|another|more|whatever|to|you)\b)|^\W*(?:sold|deal|it'?s\ a\ deal)\b|
        ^\W*(?:(?:ok(?:ay)?|k+|bet|fine|all\ ?right|good|great|perfect|sure|yes|yeah|yep|cool)[,.!\s]+)+(?:then\s+)?(?:the\ (?:first|second|third|fourth|fifth|last)(?:\ one)?|(?:that|this)(?:\ one)?|it)(?:\s+(?:tonight|then|it\ is|please|now))*[\s,.!]*(?:bye|thanks|thank\ you|cheers)?\W*$|(?<!what\ )(?<!who\ )(?<!how\ )\b(?:it\ is|it'?ll\ be)(?:\ then)?\W*$(?<!\bis\ it\ is)"""
        ),
    ),
    (
        "compare",
        pattern(
            r"\b(?:compare|comparison|difference|differ|versus|vs\.?|which\ (?:one\ )?(?:of\ (?:them|these|those|the\ (?:two|three|first\ two))\ )?is\ (?:the\ )?(?:better|best|(?:most|least|more|less)\ \w+|\w{3,}er|\w{3,}est))\b|"
            + _WHICH_ONE
            + r"|^\W*(?:and\s+)?(?:which\ is\ )?(?:(?:the|his|her|their|your)\ )?(?:shortest|longest|oldest|newest|latest|best|highest)(?:[ -]rated)?(?:\ one|\ of\ (?:them|these|those))?\W*$"
        ),
    ),
    (
        "why",
        pattern(
            r"""(?<!know\ )(?<!sure\ )(?<!idea\ )(?<!see\ )\bwhy\b(?!\ not\ (?:a|an|some|something|try|watch|read)\b)|\b(?:how\ come|explain\ (?:why|the|that|it|this)|what\ makes|
            help\ (?:me|us)\ (?:to\ )?(?:choose|decide|pick)|reasons?\ for|on\ what\ grounds|because\ of\ what)\b|"""
            + _SUPPOSING
        ),
    ),
    (
        "ask",
        pattern(
            r"""\b(?:remind\ me\ )?what\ i(?:'ve|\ have)?\ (?:told|said|asked)\b(?=\W*(?:$|you|so\ far))|\bwhat\ (?:did|have|do)\ (?:i|you)\b.*\b(?:t(?:ell|old)|said?|say|know\ (?:about|of)\ me|remember|noted|written)\b|\bmy\ (?:preferences|profile)\b|
        \b(?:who(?:'s|\ is|\ are|\ was)?\ (?:directed|the\ director|wrote|the\ author|in|stars?|starring|made|plays)|who\ (?:directed|wrote|made|stars|acts|acted|played|appears|appeared)|how\ long|how\ old\ (?:is|was)|how\ many\ pages|what\ year|when\ (?:was|did)|where\ (?:can|could|do)\ (?:i|we|you|one)|
        what(?:'s|\ is|\ are)?\ (?:it|that|this|the\ (?:first|second|third|last)(?:\ one)?)\ about|tell\ me\ (?:more\ )?about|more\ about|what\ happens|is\ (?:it|that|this|the\ (?:first|second|third|last)(?:\ one)?)\b(?!\ (?:possible|ok|okay|all))|
        (?<![\w,]\ )(?:is|was|are|were|does|did|has|can\ (?:i|we|(?:my\ |our\ )?(?:kids?|children|\w+))\ (?:watch|see|read))\s+(?:the\ (?:film|movie|book|novel)\s+)?["“']?\u00b7|(?:does|did)\ [\w\ .'-]{3,40}?\ (?:star|play|act|appear|feature)\b|
        do(?:es)?\ (?:any(?:one|body)|everyone|(?:the|any|an?|all)\ \w+)\ (?:die|survive)\ in\b(?=\W*\u00b7)|(?:rating|plot|story|ending|cast|director|author|length|runtime|year|genre)\ (?:of|to|in)\b(?=\W*\u00b7)|
        (?:^|(?<=[.,;!?]\ )|(?<=\n)|(?<=^so\ )|(?<=^and\ ))what(?:'?s|\ is)\ (?:the\ )?\u00b7+\ (?:all\ )?(?:about|like)\b|
        what\ (?:genre|kind|language|country)|which\ (?:language|country|year)|does\ it|describe|in\ what\ language|where\ is\ it\ from|part\ of\ a\ series|(?:is|are)\ (?:any|all|both|some)\ of\ (?:these|them|those)\b)|"""
            + "|".join((_COUNT, _HELD, _MADE, _MAY_SEE, _SUITS, _WORTH, _FIELD))
        ),
    ),
    (
        "more_like",
        pattern(
            r"\b(?:more|others?|another(?:\ one)?|som\w{4,}|any\w{4,}|similar|closer|films?|movies?|books?)\s+(?:ones?\s+)?(?:like|similar\ to|in\ the\ (?:style|vein|spirit)\ of|along\ the\ lines\ of)\s+(?=(?:the\ (?:first|second|third|last|previous)|that|this|it|those|these|\#|number)\b)|\bsimilar\ to\ (?:the|that|this|it)\b|^\W*similar(?:\ ones?)?(?:\ please)?\W*$"
        ),
    ),
    (
        "surprise",
        pattern(
            r"\b(?:surprise\ me|another\ surprise|something\ (?:random|unexpected|(?:completely|totally|entirely|very|quite)\ different|different|out\ of\ the\ ordinary)|dealer'?s\ choice|random|wild\ ?card|(?<!would\ )(?<!do\ )you\ (?:choose|pick|decide)|whatever\ you\ (?:like|think)|i'?m\ feeling\ (?:lucky|adventurous)|be\ adventurous)\b"
        ),
    ),
)

ASKED: tuple[tuple[str, Pattern], ...] = (
    ("without", pattern(_SUPPOSING)),
    ("count", pattern(_COUNT)),
    ("held", pattern(_HELD)),
    (
        "where",
        pattern(
            r"""\bwhere\ (?:can|could|do)\ (?:i|we|you|one)\b|\bhow\ (?:can|could|do)\ (?:i|we)\ (?:watch|see|read|get|find|buy)\b|\bstream(?:ing|s|ed)?\b|\b(?:on|available\ on|available\ at)\ (?:netflix|amazon|prime|hulu|disney(?:\ ?\+|\ plus)?|hbo|max|apple\ tv|youtube|tv|kindle|audible|dvd|blu-?ray)\b|\bin\ (?:cinemas?|theat(?:er|re)s?)\b"""
        ),
    ),
    (
        "unrecorded",
        pattern(
            r"\b(?:based\ on|adapt(?:ed|ation)\ (?:from|of))\ (?:an?|the|any|some)\ (?:\w+\ )?(?:book|novel|play|comic|game|film|movie|story)s?\b(?<!true\ story)|\bsoundtrack\b|\bin\ colou?r\b|\bpost[- ]credits?\b"
        ),
    ),
    (
        "pick",
        pattern(
            r"\bwhich\b[^.?!]*\b(?:better|best)\b(?![ -]rat)|\bwhich\b[^.?!]*\b(?:would|should|do)\ (?:you|i|we)\b|\byour\ (?:pick|choice|favou?rite)\b"
        ),
    ),
    (
        "ledger",
        pattern(
            r"\b(?:remind\ me\ )?what\ i(?:'ve|\ have)?\ (?:told|said|asked)\b(?=\W*(?:$|you|so\ far))|\bwhat\ (?:did|have|do)\ (?:i|you)\b.*\b(?:t(?:ell|old)|said?|say|know|remember|noted|wr(?:ite|itten))\b|\bmy\ (?:preferences|likes|wishes|profile)\b"
        ),
    ),
    ("director", pattern(r"\bdirect(?:ed|or|s)\b")),
    ("author", pattern(r"\b(?:wrote|author|written\ by|writer)\b")),
    ("maker", pattern(_MADE)),
    (
        "cast",
        pattern(
            r"\b(?:stars?|starring|cast|actors?|who(?:'s|\ is)\ in|plays|who\ (?:acts|acted|played|appears|appeared))\b"
        ),
    ),
    (
        "length",
        pattern(
            r"\bhow\ long\b|\bhow\ many\ pages\b|\b(?:runtime|running\ time|length)\b|\bis\ \w+\ (?:too\ )?(?:long|short)\b|\b(?:is|the)\ (?:the\ )?(?:short|long)er\b|\b(?:short|long)est\b"
        ),
    ),
    (
        "year",
        pattern(
            r"\b(?:what|which)\ year\b|\bwhen\b|\bhow\ old\b(?!\ (?:do|does|should|must)\b)|\bis\ it\ (?:new|old)\b|\b(?:is|the)\ (?:the\ )?(?:old|new)er\b|\b(?:(?:old|new)est|latest)\b|\bmost\ recent\b"
        ),
    ),
    ("genre", pattern(r"\bwhat\ (?:genre|kind|sort|type)\b")),
    ("language", pattern(r"\b(?:what|which)\ language\b|\bsubtitle")),
    ("country", pattern(r"\b(?:what|which)\ country\b|\bwhere\ (?:is|was)\b")),
    ("series", pattern(r"\bseries\b|\bsequel|\btrilogy\b")),
    (
        "rating",
        pattern(
            r"\brat(?:ed|ing)s?\b|\bworth\b|\bshould\ (?:i|we)\b|\bdo\ you\ (?:think|recommend)\b|\bwould\ you\ recommend\b|\bhow\ popular\b|(?:best|highest|better|higher)[ -]rated\b|\bany\ good\b|\bis\ it\ good\b"
        ),
    ),
    ("watch", pattern(_MAY_SEE)),
    ("suits", pattern(_SUITS)),
    (
        "note",
        pattern(
            r"\b(?:violen(?:t|ce)|gor(?:e|y)|scary|frightening|nudity|sex|swearing|safe\ for|suitable\ for|child|kids?|bloody|graphic)\b|\bdo(?:es)?\ (?:any(?:one|body)|everyone|(?:the|any|an?|all)\ \w+)\ (?:die|survive)\b"
        ),
    ),
    ("description", pattern(r"\babout\b|\bwhat\ happens\b|\bplot\b|(?<!true\ )\bstory\b|\bdescribe\b")),
)
