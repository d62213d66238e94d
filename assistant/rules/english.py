"""How people say it in English."""

from __future__ import annotations

from assistant.rules.chat import LIST_SHOWN
from assistant.rules.english_intents import ASKED, INTENTS
from assistant.rules.english_opinions import BAD, DISLIKE, GOOD, LIKE, VERDICT
from assistant.rules.english_words import ANY_VALUE, CUE_WORDS, FACET_NAMES, FILLER
from assistant.rules.lexicon import Lexicon, pattern
from assistant.rules.opinion_words import BAD_DEEDS, BAD_QUALITIES, BAD_THINGS, GOOD_QUALITIES

_ITEM = r"(?:films?|movies?|books?|novels?|stor(?:y|ies)|ones?|stuff|things?|titles?|pictures?|flicks?)"
_ONE = r"(?:one|film|movie|flick|book|novel|title)"
_ORDINALS = (("first", "1st", "1", "one"), ("second", "2nd", "2", "two"), ("third", "3rd", "3", "three"),
             ("fourth", "4th", "4", "four"), ("fifth", "5th", "5", "five"))  # fmt: skip


def _ordinal(word: str, short: str, digit: str, number: str) -> str:
    """ "The second", "2nd one", "#2", "number two", and "2" as the whole message."""
    middle = r"|\bthe\ middle\ one\b" if digit == "2" else ""
    return (
        rf"\b(?:the|teh|hte|th)\ (?:{word}|{short})\b(?!\ (?:two|three|time|thing|half|part|world|world\ war|season|\w+\ years))(?:\ {_ONE}\b)?"
        rf"|\b(?:{word}|{short})\ {_ONE}\b|^\W*(?:{word}|{short}|{digit})\W*$|(?<=seen\ )(?:{word}|{digit}\b(?!\ \w))\b|(?<=and\ ){word}\b(?=\W*$)|(?<=[1-5]\ and\ ){digit}\b(?!\ \w)|(?<=seen\ ){digit}(?=\ and\ [1-5])"
        rf"|(?<!\w)\#\ ?{digit}\b|(?<!my\ )\b(?:the\ )?(?:number|option|no\.?|nr\.?)\ ?{digit}\b|(?<!my\ )\b(?:the\ )?(?:number|option)\ {number}\b{middle}"
    )


ENGLISH = Lexicon(
    code="en",
    sentence_end=pattern(r"(?<!(?-i:[\s.][A-Z]))[.!?;]+(?=\s|$)|\n+"),
    clause_end=pattern(r"[,;:.!?\n()]|(?<!thing\ )\bbut\b|\bthough\b|\bhowever\b|\balthough\b|\bwhile\b|\byet\b"),
    like=LIKE,
    dislike=DISLIKE,
    seen=pattern(
        r"""\b(?:(?:have\ |'ve\ |i\ )?(?:already\ |just\ )?(?:seen|saw|did\ see|watched|rewatched|finished|read(?!ing)|heard\ of)|
        know(?!\ (?:if|what|how|why|that))|just\ finished|been\ reading|been\ watching)\b"""
    ),
    unseen=pattern(
        r"\b(?:haven'?t|have\ not|never|not(?!\ (?:only|just))|did(?:n'?t|\ not)|do(?:n'?t|\ not)|hasn'?t|unseen)\s+(?:(?!want|wanna|need|like|love|care|mind)\w+\s+){0,2}(?:seen|saw|watched|watch|see|read|heard|know)\b"
    ),
    good=GOOD,
    bad=BAD,
    verdict=VERDICT,
    wants=pattern(
        r"""\b(?:i'?ll|i\ will|i'?m\ (?:gonna|going\ to)|gonna|(?:will\ |might\ |may\ )?(?:have|need|want|like)\ to|should|must|could|might|may|gotta|look(?:ing)?\ forward\ to|can'?t\ wait\ (?:to|for)|excited\ (?:to|for)|dying\ to)\ (?:\w+\ ){0,2}?
        (?:check|see(?:ing)?|watch(?:ing)?|try|give|look|add|read|rent|find|keep)\b|\bcheck(?:ing)?\ (?:it\ |that\ )?out\b|\blook(?:ing)?\ into\b"""
    ),
    as_good_as=pattern(
        r"\b(?:as|at|so|half\ as|nearly\ as)\s+(?!(?:long|soon|well|far)\ as)(?:good|great|much|funny|scary|well|bad|nice|fun|\w+)\s+as\s*$"
    ),
    negation=pattern(
        r"""(?:\bnot(?!\ (?:only|just|merely))|n't|\b(?:dont|didnt|doesnt|wasnt|isnt|wouldnt|cant|couldnt|wont)|\bnever|\bno\ longer|
        \bhardly|\bcannot|(?:can|could|would)(?:'?t|n'?t|\ not)\ say\ (?:that\ )?(?:i|we)|do(?:n'?t|\ not)\ (?:think|believe|know\ (?:if|that))\ (?:that\ )?(?:i|we)(?:\ would|'d)?)\s*(?:(?!(?:i|we|you|they)\b)\w+\s+){0,2}$"""
    ),
    not_mine=pattern(
        r"""(?:\b(?:do|does|did|have|has|had|would|will|should|could|can|may|might)(?:n't)?\s+(?:you|i|we|people|they|he|she|anyone|anybody|everyone|most\ people|my\ \w+)\s+(?:(?:really|also|both|all|ever|actually|already|even|much)\s+)*|
        (?:\b(?:would|should|could|will|shall|can|may|might|must|to|gonna|let's|(?:feels?|looks?|sounds?|seems?)(?:\ (?:a|bit|lot|kind|sort|of|little|just|very|something|kinda))*|(?:a|the|good|great|nice|next|quick|short|long)(?=\ ?$))|'d|'ll)\s+(?:(?:really|also|rather|probably|likely|definitely|maybe|just|you|i)\s+)?|
        \b(?:my|our|his|her|their|your)\s+(?!all\b|absolute\b|own\b|(?:favou?rites?)\b|(?:\w+\s)?(?:kids?|sons?|daughters?|child(?:ren)?|boys?|girls|twins|grand\w+|nieces?|nephews?|toddlers?|little\ ones?|family)\b)(?:\w+\s+){1,2}(?<!\bi\s)|
        \b(?:people|everyone|everybody|critics|friends|others|you|(?:wife|husband|partner|boyfriend|girlfriend|brother|sister|mother|father|mom|dad|friend|cousin|colleague)s?\b[^.!?]{0,40}\b(?:he|she|they)|he|she)\s+(?:(?:all|really|both|also|absolutely|never|just|still|always)\s+)?)$"""
    ),
    without=pattern(
        r"""\b(?:no(?!\ (?:longer|more\ than|later|earlier|older|newer|less|fewer|problem|preference|idea|matter|one\b|an?\b|the\b|i\b|we\b|it\b|give\b|show\b|something\b|anything\b))|none\ of|without|avoid(?:ing)?|nothing(?!\ but)|anything\ but|everything\ but|except(?:\ for)?|excluding|
        other\ than|apart\ from|skip|no\ more|(?<!get\ )enough|(?<!why\ )not\ (?:a|an|any|another|into|interested\ in|with|by|about|from|in\ the\ mood\ for|in(?!\ english))(?!\ (?:big|huge|great)?\ ?fan\b)|leave\ out|rule\ out|(?:rather\ )?not\ (?:watch|see|read)|stop\ (?:recommending|showing|suggesting)(?:\ me)?|
        (?:(?:do|does|did|would|could|wo|ca)(?:n'?t|\ not)|cannot|never)\ (?:(?:really|particularly|much|even|ever|actually|usually)\ )*(?:like[ds]?|want(?:s|ed)?|enjoy(?:s|ed)?|need|care[ds]?\ for|do|feel\ like|love[ds]?|give\ me|show\ me|recommend(?:\ me)?|suggest(?:\ me)?|watch|read|stand|bear|g[eo]t\ into)|
        (?:(?:is|are|was|were)n'?t|not)\ (?:(?:really|so|that|much|very|particularly|exactly)\ )*(?:into|interested\ in|fond\ of|keen\ on|crazy\ about|a\ (?:big\ |huge\ |great\ )?fan\ of)|
        hat(?:e|ed|es)|dislike[sd]?|can'?t\ stand|tired\ of|sick\ of|bored\ (?:of|with)|fed\ up\ with|
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
        r"""\s*(?:films?|movies?|books?|novels?|stories)?\s*(?:(?:is|are)(?:n't|\ not)\ (?:for\ me|my\ (?:thing|cup\ of\ tea))|(?:is|are)\ out\b|bores?\ me|(?:(?:is|are)\ )?(?:(?:too|so|really|just|pretty|quite)\ )*(?:boring|dull|tedious|tiresome|unbearable|unwatchable)\b|excluded|not\ please)|\s*[,;]?\s*(?:but|and|which)?\s*i\ (?:really\ |just\ |absolutely\ )?(?:hate|can'?t\ stand|cannot\ stand|dislike|do(?:n'?t|\ not)\ (?:like|want|enjoy|care\ for))\ (?:it|that|them|those)\b|\s*[,;]?\s*(?:but|and|though)?\s*i(?:\ (?:really\ )?(?:do(?:n'?t|\ not)|hate\ (?:it|them))|'?m\ not|\ am\ not)(?=\W*$|\s*[,.;!?])"""
    ),
    statement=pattern(
        r"\b(?:i(?:'m|\ am)?\s+(?:\w+\s+){0,2}(?:lov|lik|enjoy|prefer|ador|into|fan\ of)|we\ (?:lov|lik|enjoy)|my\ favou?rite\ (?:genre|kind))"
    ),
    request=pattern(
        rf"""\b(?:something|anything|recomm?end(?:ation)?s?|suggest(?:ion)?s?|looking\ for|look\ for|find|show\ me|give\ me|(?<!will\ )want|
        would\ like|i'?d\ like|need|in\ the\ mood\ for|feel\ like|any\ (?:good\ )?{_ITEM}|what\ (?:should|can|could|do\ you)|
        got\ any|do\ you\ have|are\ there|is\ there|how\ about|what\ about|let'?s|please|ideas?|(?:a|an|some|another|more)\ (?:[\w-]+\ ){{0,4}}{_ITEM}|
        next|to\ (?:watch|read|see)|do(?:n't|\ not)\ (?:care|mind)(?:\ (?:what|which)(?:\ (?:it\ is|ones?|kind|sort|genre|you\ (?:pick|choose|give\ me)))?)?(?=\W*$)|whatever|up\ to\ you|no\ preference)\b"""
    ),
    more=pattern(
        rf"""(?:^|[.!]\s+)\W*(?:(?:ok(?:ay)?|and|so|hm+|well|yes|no|nah|nope|great|thanks?|come\ on|(?:that'?s\ |much\ )?better|not\ bad|good|trash|boring|please|then)[,.!\s]+)*(?:(?:just|only)\ one\b|
        (?:just\ |only\ )?(?:one|two|three|four|five|six|ten|a\ few|a\ couple)\ (?:more|others?)\b|keep\ them\ coming|you\ (?:already|just)\ (?:showed|told|gave|said|suggested|recommended)\b|already\ (?:suggested|recommended|shown)\b|more|others?|another(?:\ one)?|next|something\ else|anything\ else|
        what\ else|else|(?:show|give|find|recommend|suggest|got|have|try)\ (?:me\ )?(?:some\ |a\ few\ |any\ )?(?:others?|different\ ones|new\ ones)|any\ other(?:s|\ {_ITEM})?|different\ ones?|keep\ going|go\ on|come\ on(?=\W*$)|(?:try|once|show\ me)\ (?:harder|again|more)|again(?=\W*$)|(?:you\ can\ )?do\ better|show\ (?:me\ )?more|more\ (?:please|of\ (?:these|those|them))|others\ please|other\ (?:ideas|options|suggestions))\b"""
    ),
    also=pattern(
        r"\b(?:also|too(?=\s*(?:[,.;!?]|$))|as\ well|plus|in\ addition|on\ top\ of\ that|besides|but\ also|or\ (?:a|an|some))\b"
    ),
    indifferent=pattern(
        r"""\b(?:no\ preference|(?:i\ )?do(?:n'?t|\ not)\ (?:care|mind)|does(?:n'?t|\ not)\ matter|what(?:so)?ever|who(?:so)?ever|whichever|(?:i\ )?(?:dunno|idk)|(?:i\ )?(?:have\ )?no\ clue|i\ do(?:n'?t|\ not)\ know|any(?:thing)?\ (?:is\ fine|goes|works|will\ do)|
        either(?:\ is\ fine)?|up\ to\ you|you\ (?:choose|decide|pick)|not\ (?:picky|fussy)|no\ idea|not\ sure)\b|^\W*any\W*$"""
    ),
    pronoun=pattern(
        rf"""(?<!worth\ )\bit\b(?!\ for\ me\b)(?!'?s?\ (?:(?:is|was|would\ be)\ )?(?:\w+\ )?(?:great|nice|good|fun|hard|easy|lovely|time|best|better)\ to\b)(?!\ (?:to\ be|when|if|would|matter|should|must|needs?|has\ to|can|could|may|might|shall))|\b(?:that|this)\ (?:{_ONE}|classic)\b|\bthe\ (?:film|movie|book|novel)\b(?!\ (?:with|about|where|in|of|by|that|my|our|his|her)\b)|
        (?<!thing\ )(?<!ones\ )(?<!one\ )(?<!films\ )(?<!movies\ )(?<!books\ )(?<!film\ )(?<!movie\ )(?<!book\ )(?<!stuff\ )
        \b(?:that|this)\b(?=[^\S\n]*\n|\s*(?:[,.!?;)]|$|(?:is|was|sounds|looks|too|already|please|but|and)\b)|'s\ (?!all\b|it\b|what\b|why\b|how\b|when\b|where\b|right\b|true\b|ok|fine\b|the\b|(?:an?\ |such\ an?\ |really\ |very\ |so\ )*(?:\w+\ )?(?:idea|suggestion|point|question|recommendation|choice)))|(?:^|(?<=[.!?,]\ )|(?<=\band\ )|(?<=\bbut\ ))(?:that|this)(?=\ (?:really|just|did|does|didn't|doesn't|wasn't|isn't)\b)"""
    ),
    everything_shown=pattern(
        rf"""\b(?:(?:they|these|those)(?:\ (?:both|all))?|{LIST_SHOWN})(?=(?:'re|\ (?:were|are|is|was|look|looks|seem))?(?:\ (?:all|both|really|just|so|totally|absolutely|pretty|such|a|complete|total|kind\ of))*\ (?:{BAD_QUALITIES}|{BAD_THINGS}|{BAD_DEEDS})\b)|\b(?:they|these|those)(?:\ (?:both|all))?(?=\ (?:were|are|look|sound|seem|do(?:n'?t|\ not)\ (?:look|sound|seem))\ (?:\w+\ ){{0,3}}?(?:{GOOD_QUALITIES}|{BAD_QUALITIES})\b)|\b(?:(?:all|both|any|none|neither|either)\ (?:of\ )?(?:them|these|those|the\ three|three|two)|(?:them|'em|(?<=seen\ )em|(?<=read\ )em|(?<=watched\ )em)(?:\ all)?|all\ three|
        (?:those|these|both|neither)(?=\s*(?:[,.!?;)]|$|(?:are|were|look|sound|please|but|too|a\ lot)\b))|(?:those|these)\ (?:(?:types?|kinds?|sorts?)\ of\ )?(?:films|movies|books|novels|flicks))\b"""
    ),
    ordinals=tuple((pattern(_ordinal(*words)), number) for number, words in enumerate(_ORDINALS, 1)),
    last=pattern(r"\bthe\ (?:last|final|bottom)\ (?:one|film|movie|book|novel|of\ (?:them|these|those))\b"),
    first_few=pattern(r"\bthe\ first\ (?P<few>two|three|2|3)\b"),
    numbers={"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "an": 1, "a": 1, "half": 0},
    intents=INTENTS,
    asked=ASKED,
    not_long=pattern(
        r"\b(?:no|not|n't|nothing|isn'?t)\s+(?:an?\s+|any\s+)?(?:too|so|as|very|that|overly|super|really)?\s*(?:long|lengthy|thick)\b(?!er)|\btoo\s+(?:long|lengthy|thick)\b|\bshorter\b|\bnot\ an?\ (?:epic|doorstopper)\b|\bnot\ \d+\ hours\b"
    ),
    not_short=pattern(r"\b(?:not|nothing|isn'?t)\s+(?:too|so|very|that)?\s*short\b|\btoo\s+short\b|\blonger\b"),
    short=pattern(r"\b(?:short|brief|quick\ (?:read|watch|one))\b(?!\ (?:stor|film\b|of\b))"),
    long=pattern(r"\b(?:long|lengthy)\b(?!\ (?:ago|time|day|week|since|as)\b)|\bdoorstopper\b"),
    known=pattern(
        r"\b(?:popular(?!\ (?:science|history|culture))|well[- ]known|famous|mainstream|blockbusters?|big\ (?:hit|name)s?|everybody\ knows|(?:too|less|not\ (?:too|so|that))\ (?:obscure|unknown)|household\ names?)\b"
    ),
    hidden=pattern(
        r"\b(?:hidden\ gems?|gems?|lesser[- ]known|little[- ]known|(?<!too\ )(?<!less\ )(?<!not\ )obscure|underrated|overlooked|off\ the\ beaten\ (?:track|path)|less\ (?:popular|mainstream|known|obvious)|(?:not|too|not\ (?:too|so|that|as))\ (?:mainstream|popular|famous|well[- ]known|obvious|hyped)|under\ the\ radar|(?<!too\ )(?<!less\ )(?<!not\ )unknown|(?:nobody|no\ one|not\ many\ people|few\ people)(?:\ else)?\ (?:knows?|has\ (?:seen|heard\ of|read)|have\ (?:seen|heard\ of|read)|talks?\ about))\b"
    ),
    newer=pattern(
        r"\b(?:newer|(?:no|not|nothing)\ (?:an?\ |any\ )?(?:too\ |that\ |so\ )?old|too\ old|more\ (?:recent|modern)|recent(?:ly)?|modern(?!\ (?:art|classic))|contemporary(?!\ (?:fiction|literature|art|romance|novels?))|latest|newest|(?:something|anything)\ new|new\ (?:films?|movies?|books?|releases?|stuff|ones))\b"
    ),
    older=pattern(
        r"\b(?:older|too\ (?:new|recent|modern)|(?:something|anything)\ old|old\ (?:films?|movies?|books?|stuff|ones)|old[- ]fashioned|vintage|old[- ]school)\b"
    ),
    any_value=ANY_VALUE,
    facet_names=FACET_NAMES,
    that_spirit=pattern(
        r"\b(?:in\ (?:that|the\ same|this)\ (?:spirit|vein|style|mood|manner|direction)|(?<!n't\ )(?<!not\ )(?<!i\ )(?<!really\ )(?<!would\ )(?<!we\ )(?:like|similar\ to)\ (?:that|this|it|those|these)|along\ (?:those|these|the\ same)\ lines|of\ (?:that|the\ same)\ (?:kind|sort|type)|(?:more|another)\ like\ (?:that|this|it)|(?:something|anything|(?:any|some)(?:\ more)?|others?|more|ones?)\ similar(?!\ to)|similar\ (?:films|movies|books|novels|stories|titles|works|stuff|things)|(?:the\ )?same(?:\ (?:again|thing|sort|kind))?(?=\W*\ (?:but|only|just|except|though))|(?<=^)similar(?=\W*\ (?:but|only|just|except|though)))\b"
    ),
    different=pattern(
        r"\b(?:some|any)thing\ (?:(?:completely|totally|entirely|very|quite|a\ (?:bit|little))\ )?(?:else|different)\b(?!\ (?:like|by|from|with|of|in)\b)(?<!anything\ else)|\bdifferent\ (?:kind|sort|type|style|genre|direction)s?\b|\bchange\ of\ (?:pace|direction|topic|scene)\b"
    ),
    for_adults=pattern(r"\bfor\ (?:an?\ )?(?:adults?|grown-?ups?)\b|\bnot\ for\ (?:kids|children)\b"),
    animals_live=pattern(
        r"""\b(?:(?:dog|cat|animal|pet|horse|puppy|puppie)s?\b[^.;,!?]{0,15}?(?:n't|n?o[tr]|never|dont|doesnt|wont)\ +(?:ever\ +)?(?:die|get\ +(?:hurt|killed)|suffer)|no\ +(?:dead\ +)?(?:dog|cat|animal|pet|horse)s?\ +(?:die|dies|dying|deaths?|(?:get|gets|getting|being|is|are)\ +(?:hurt|killed)))\b"""
    ),
    same_person=pattern(
        r"""\b(?:by|from|of)\ (?:that|the\ same|this|its)\ (?:director|author|writer)|\b(?:that|the\ same)\ (?:director|author|writer)\b|
        \bwhat\ (?:else|other\ \w+)\ (?:did|has|have|does)\ (?:he|she|they)\ (?:make|made|direct(?:ed)?|do|done|write|wrote|written|star(?:red)?\ in|play(?:ed)?\ in|act(?:ed)?\ in)\b|
        \b(?:more|others?|(?:any|some)thing\ else|(?:more|other)\ (?:films?|movies?|books?|novels?|works?|stuff|ones))\ (?:of|by|from|with)\ (?:him|her|them)\b(?!\ (?:that|who))"""
    ),
    for_children=pattern(
        r"\bi(?:'?m|\ am)\ (?:only\ |just\ )?(?:[3-9]|1[0-2])(?=\ years?\ old\b|\ and\b|\ what\b|\ so\b|\ can\b|\ is\b|[,.;!]|\W*$)|\b(?:mommy|mummy|daddy|my\ (?:mom|mum|dad|parents))\ (?:says?|said|lets?\ me)\ (?:that\ )?(?:i\ (?:can|may)|watch|read)\b|\b(?:(?:with|for|to)\ (?:my|our|the|a|an|some|his|her|their)?\ ?(?:(?!1[3-9]|[2-9]\d)\w+[- ]years?[- ]olds?|(?:\w+\ )?(?:kids?|child(?:ren)?|sons?|daughters?|toddlers?|grand(?:kids|children|son|daughter)|nieces?|nephews?))|(?:my|our)\ (?:\d|1[0-2]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[- ]years?[- ]olds?\b|(?:kid|child)[- ]friendly|family[- ]friendly|suitable\ for\ (?:kids|children))\b"
    ),
    foreign=pattern(
        r"\b(?:foreign(?:[- ]language)?|non[- ]english|world\ cinema|subtitled|(?:not|isn'?t|aren'?t)\ in\ english)\b"
    ),
    native=("english",),
    no_subtitles=pattern(
        r"\b(?:no|without|hate|not|avoid|(?:do(?:n'?t|\ not)\ (?:want|like|feel\ like)))\ (?:to\ |reading\ |read\ |any\ )*subtitles?\b"
    ),
    tolerated=pattern(
        r"(?:\b(?:do(?:n'?t|\ not)|would(?:n'?t|\ not))\ (?:really\ )?mind|\b(?:fine|ok(?:ay)?|cool|comfortable|no\ problem)\ with|\bcan\ (?:handle|take|stand))\s+(?:(?:some|any|a\ (?:bit|little)(?:\ of)?|if\ (?:it'?s|there'?s|it\ is|there\ is))\s*)*$"
    ),
    tolerated_after=pattern(
        r"\s*(?:films?|movies?|books?|stuff)?\s*(?:is|are|would\ be|'s)\s+(?:also\ |totally\ |perfectly\ |absolutely\ )?(?:fine|ok(?:ay)?|all\ ?right|alright|no\ problem|not\ a\ problem|acceptable)\b|\s*does(?:n'?t|\ not)\ bother\ me"
    ),
    needless=pattern(
        r"(?:\b(?:does(?:n'?t|\ not)|do(?:n'?t|\ not))\ (?:have|need)\ to\ (?:be|have)|\bneed(?:n'?t|\ not)\ (?:be|have)|\bnot\ necessarily|\bno\ need\ (?:for|to\ be)|\bno\ longer\ (?:has|have)\ to\ be)\s+(?:(?:just|only|from|in|with|about|set)\s+)*(?:an?\s+|the\s+|any\s+)?$"
    ),
    experienced=pattern(
        r"\b(?:hated|disliked|loathed|detested|did(?:n'?t|\ not)\ (?:really\ |much\ )?(?:like|enjoy|care|work)|was(?:n'?t)?|were(?:n'?t)?|could(?:n'?t|\ not)\ finish|bored\ me|found\ it|sucked|put\ me\ to\ sleep)\b"
    ),
    meant=pattern(
        r"\b(?:i\ (?:actually\ |really\ )?mean[t]?|i\ was\ (?:talking|thinking|speaking)\ (?:about|of)|wrong\ (?:one|film|movie|book|version))\b"
    ),
    corrects=pattern(
        r"""^\W*(?:(?:no|nope|actually|sorry|oh|wait|hm+|but|and|not\ (?:that|this)\ one|not\ the\ \w+(?:\ (?:one|film|movie|book|version))?)[\s,.!-]+)*
        (?:the|that)\ (?:one\ from\ \d{4}|\d{4}\ (?:one|version|film|movie|book)|(?:original|old(?:er)?|new(?:er)?|remake|other|classic|latest|(?:more\ )?recent)(?:\ (?:one|version|film|movie))?|book|novel|film|movie)
        (?:,?\ not\ the\ \w+)?(?:[\s,]+please)?\W*$"""
    ),
    sorry=pattern(r"^\W*(?:no|nope|sorry|actually|wait|oh)\b"),
    kind_meant=(
        ("book", pattern(r"(?<!not\ )\bthe\ (?:book|novel)\b")),
        ("film", pattern(r"(?<!not\ )\bthe\ (?:film|movie)\b")),
    ),
    original=pattern(r"\bthe\ (?:original|old|older|earlier|classic)\ (?:one|version|film|movie)?\b|\bthe\ original\b"),
    remake=pattern(r"\bthe\ (?:remake|new|newer|recent|more\ recent|latest|later|modern)\b"),
    other_one=pattern(r"\bthe\ other\ (?:one|film|movie|book|version)\b"),
    cue_words=CUE_WORDS,
    filler=FILLER,
)
