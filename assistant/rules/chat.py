"""Small talk in both languages: greetings, thanks, questions about the assistant itself. Knows no items."""

from __future__ import annotations

from assistant.rules.lexicon import Pattern, pattern
from assistant.rules.opinion_words import BAD_DEEDS, BAD_QUALITIES, BAD_THINGS

#: Nothing more than a greeting or an answer of one word, at the start of a message that nothing else explains.
SMALL_TALK = pattern(
    r"""^\W*(?:(?:hello|hi|hey|good\ (?:morning|evening|afternoon)|thanks?|thank\ you|cheers|nice|cool|great|wow|
    haha|lol|ok(?:ay)?|yes|no|sure|yep|nope)\b|你好|您好|嗨|哈喽|哈罗|在(?:吗|不在)|谢[谢啦了]|多谢|感谢|早上好|晚上好|哈哈|233+|我?爱你|
    (?:好(?:的|吧|嘞|呀|啊)?|嗯+|[哦噢]|是的?|不|行(?:吧|啊)?|可以(?:的|啊)?|还(?:行|可以)(?:吧)?|凑合|收到|了解|明白|知道了|h{2,}|(?:那)?(?:还是)?算了(?:吧)?)[\s，。！!~]*$)"""
)
#: What is recommended, in a word, and pointed at.
_PICKS = r"(?:recommendations?|recomendations?|recs?|suggestions?|picks?|choices?|lists?|options|results|ideas|taste|selections?)"
LIST_SHOWN = rf"(?:your|ur|the|these|those|this|that)\ (?:\w+\ )?{_PICKS}"
#: Praise of what was shown, and nothing more: not what is wanted.
APPROVAL = pattern(
    rf"""^\W*(?:(?:{LIST_SHOWN}(?:\ (?:are|is|were|was))?|that'?s|(?:that|these|those|they|all)(?:\ are|\ is)?|looks?|sounds?|so|very|really|pretty|just|oh|wow|ok(?:ay)?|yeah|yes|ha)[,!\s]+)*+
    (?:cool|great|nice|perfect|excellent|awesome|brilliant|wonderful|lovely|superb|fantastic|amazing|sweet|neat|fab(?:ulous)?|splendid|marvell?ous|good|interesting|not\ bad)
    (?:\ (?:ones?|stuff|list|choices?|picks?|suggestions?|ideas?|then|indeed|man|dude))*[\s.!~]*$
    |^\W*(?:(?:真|太|很|挺|还|都|非常|看起来|听起来)*(?:不错|好极了|棒(?:极了)?|赞|厉害|好)(?:啊|呀|哦|了|的|哈)*)[\s，。！!~]*$"""
)
ABOUT_ME = pattern(
    r"""\b(?:how\ are\ you|what'?s\ up|who\ are\ you|what\ are\ you|what\ can\ you\ do|how\ do\ you\ work|
    are\ you\ (?:an?\ )?(?:robot|bot|ai|human|real|person|machine|chatgpt|llm)|(?<!-)help(?:\ me)?\W*$)|
    你是谁|你是(?:不是)?一?个?(?:机器人|人工智能|真人|AI|人类)|你能做什么|你会什么|帮助"""
)
#: Thanks, wishes and farewells, wherever they stand: nothing in them is asked for.
COURTESY = pattern(
    r"""\b(?:(?:thanks?|thx|thank\ (?:you|u|ya)|cheers)(?:\ (?:again|so\ much|very\ much|a\ (?:lot|bunch|million)|tons?|anyways?|though|man|buddy))*
    (?:\ for\ (?:(?:all|the|your|these|those|that|this|you|h?is|he|such|helping|any|some|great|good|awesome|wonderful|more|movie|film|book)\ )*\w+(?:\ (?:suggestions?|recommendations?|ideas|me|me\ out|choices?))?)?
    |(?:i\ )?(?:really\ )?appreciate\ (?:it|that|(?:the|your|all)\ (?:\w+\ ){0,2}\w+)|(?:have|had|enjoy|hope\ you\ have)\ (?:a|an|your)\ (?:\w+\ ){0,3}?(?:day|dy|night|evening|weekend|one|time|afternoon|life)
    |good\ ?(?:bye|night|evening|morning|afternoon|day|luck)|bye(?:[\ -]bye)?|(?:you|u)\ (?:too|as\ well)|same\ to\ you|take\ care|see\ (?:you|ya)(?:\ later|\ around)?|talk\ to\ you\ later
    |(?:it\ was\ |was\ )?(?:nice|good|great|fun|lovely|pleasure)\ (?:talk|chatt?|speak|meet)(?:ing)?(?:\ (?:to|with))?(?:\ you)?|you'?(?:ve|\ have|re|\ are|\ were)\ (?:been\ )?(?:\w+\ ){0,2}(?:help(?:ful)?|awesome|great|welcome)
    |(?:(?:those|these|they|that|all)\ (?:are\ |were\ |is\ |was\ )?)?(?:all\ |some\ |a\ |such\ |very\ |really\ )*(?:great|good|nice|excellent|awesome|cool|perfect|wonderful|amazing|fantastic)\ (?:movie\ |film\ |book\ )?(?:suggestions?|choices?|ideas?|picks?|recommendations?|recommends?|call|job|advice|tips?)
    |(?:the\ )?reminder|your\ help)\b"""
)
#: A greeting at the start of a message, whatever follows.
GREETING = pattern(
    r"""^\W*(?:hello|hi+|hey+|hiya|howdy|greetings|good\ (?:morning|evening|afternoon))\b|^\W*(?:你好|您好|嗨|哈喽|早上好|晚上好|下午好)"""
)
_THANKS = pattern(r"""\b(?:thanks?|thx|thank|cheers|appreciate)\b|谢[谢啦了]|多谢|感谢""")


def courtesy_of(text: str) -> str:
    """``thanks``, ``hello``, ``polite`` for another politeness, or nothing."""
    if _THANKS.search(text) and not _NO_THANKS.search(text):
        return "thanks"
    if GREETING.search(text):
        return "hello"
    return "polite" if COURTESY.search(text) else ""


_NO_THANKS = pattern(r"""\bno,?\ (?:thanks|thank\ you)\b|不用谢""")
#: Said of what was shown: something else, then.
REFUSAL = pattern(
    r"^\W*(?:no|nope|nah|none|neither|pass|skip|not\ (?:really|quite|interested)|不|不要|不行|不是|不好|不喜欢)\W*$"
)
#: The same of what was shown and of no question: 没一个喜欢的.
DISPRAISE = pattern(
    r"""^\W*(?:(?:都|我)?(?:不(?:太)?感兴趣|没(?:什么|啥)?兴趣|没(?:意思|劲))|一般般?[吧啊]?|不(?:咋|怎么)[样地]|
    没(?:有)?一[个部本](?:我)?(?:喜欢|想看|感兴趣|能看)的?|一[个部本]都不(?:喜欢|想看|要|行|感兴趣)|都不要|就这(?=\W*[？?吗啊])[吗啊]?|👎|
    (?:这些|都|全)?(?:都)?太(?:俗|吵|无聊|低级|烂|老套|普通|没意思))[了啦吧]?\W*$"""
)
#: Blame of what is recommended, and nothing else.
BLAME = pattern(
    rf"""^\W*(?:(?:omg|oh|god|man|no|well|wow|honestly|sorry\ but|but|and|lol|ugh)[,.!\s]+)*(?:
    (?:(?:all\ (?:of\ )?)?{LIST_SHOWN}|these|those|they|all\ of\ (?:them|these|those)|everything\ (?:here|on\ (?:this|the|your)\ list|you\ (?:suggest|recommend|show)(?:ed)?(?:\ me)?))
    (?:'?re|\ (?:are|is|were|was|look|seem)(?:\ like)?)?(?:\ (?:all|both|really|just|so|totally|absolutely|pretty|kind\ of|kinda|a\ bit|complete(?:ly)?|utter(?:ly)?|total|the|pure|actual|some|fucking))*\ (?:{BAD_QUALITIES}|{BAD_THINGS}|{BAD_DEEDS}|blows?)
    |(?:what\ |such\ |these\ are\ |those\ are\ )?(?:an?\ )?(?:(?:really|just|so|totally|absolutely|pretty|very|the|some)\ )*(?:{BAD_QUALITIES})\ {_PICKS}
    |(?:you\ have|you've\ got)\ (?:no|(?:(?:really|such)\ )?(?:an?\ )?(?:{BAD_QUALITIES}))\ taste)(?:\ (?:ever|really|lol|man|dude|bro|again|so\ far|tbh|honestly))*\W*$
    |^\W*(?:你|这|这些)*(?:都)?(?:推荐|荐)(?:的|得)(?:都|也|全|真|太|什么|是|些|这么|好|一堆|这些)*(?:垃圾|烂|差|难看|破|鬼|玩意儿?|东西|不好|不行|不怎么样|一般)(?:玩意儿?|东西)?(?:了|啊|吧|的)*\W*$
    |^\W*(?:什么|这什么|这是什么|都是些?什么)(?:破|烂|鬼|垃圾)(?:推荐|玩意儿?|东西)(?:啊|呀|嘛)?\W*$|^\W*(?:这|你的|你这)(?:些|个)?推荐(?:也|真|太|都|全|是)*(?:垃圾|烂|差|难看|破|不行|不怎么样)(?:了|啊|吧|的)*\W*$"""
)
#: How the person feels, and nothing else: no wish for something of that mood.
OWN_MOOD = pattern(
    r"""^\W*(?:(?:well|hmm+|so|oh|ugh|honestly|today)[,\s]+)*i(?:'?m|\ am|\ feel|'m\ feeling|\ am\ feeling)\ (?:\w+\ ){0,3}(?:sad|down|bored|tired|lonely|happy|angry|stressed|
    depressed|blue|exhausted|heartbroken|ill|sick|anxious|melancholic|low)\b(?!\ (?:of|with|by))(?:\ (?:in\ bed|at\ home|today|tonight|right\ now|now|these\ days|lately|this\ evening))*\W*$|
    ^\W*(?:(?:well|hmm+|so|oh|ugh|honestly|today)[,\s]+)*(?:i(?:'?ve|\ have)?\ )?(?:just\ |recently\ )?(?:(?:had|having|have)\ (?:a|an|such\ a)\ (?:\w+\ )?(?:bad|rough|hard|terrible|awful|horrible|long|tough|shitty|stressful|exhausting)\ (?:day|week|night|month|time)|
    (?:got|was|been|am|'m)\ (?:just\ )?(?:dumped|fired|divorced)|(?:lost\ my\ job|broke\ up|split\ up)|my\ (?:girl|boy)friend\ (?:just\ )?(?:left|dumped)\ me)\b(?:\ (?:with\ my\ \w+|today|tonight|yesterday|at\ work|again))*\W*$|
    ^\W*我?(?:今天|最近|现在)?(?:有点|很|好|挺|特别)?(?:心情不(?:太|怎么)?好|难过|伤心|无聊|累|孤单|郁闷|不开心|沮丧|心累|难受|焦虑|压力大|emo|失恋|分手|被甩|刚分手|刚失恋)(?:啊|了|呀)*\W*$"""
)
#: Is it true, and how would one know?
_DOUBT = pattern(
    r"""(?:(?:so|and|but|ok(?:ay)?|well|wait|hm+|hey|seriously|really|then)[,\s]+)*(?:(?:why|how)\ (?:should|would|do|must|can|could)\ (?:i|we|anyone|one)\ (?:even\ |ever\ |really\ )?(?:trust|believe|listen\ to|rely\ on)\ (?:you|u|this|that|it|these|any\ of\ (?:this|that|it)|what\ you\ say|(?:your|these|those)\ \w+)
    |(?:how|why)\ (?:do|can|could|would|should|am)\ (?:i|we)\ (?:to\ )?(?:know|tell|be\ (?:sure|certain))(?:\ (?:if|that|whether))?\ (?:this|that|it|these|any\ of\ (?:this|that|it)|all\ (?:this|that)|what\ you\ (?:say|tell\ me|said)|you)(?:'s|'re|\ is|\ are)?\ (?:(?:all|really|even|actually)\ )*(?:true|right|real|correct|accurate|reliable|honest|not\ lying(?:\ to\ me)?|not\ made\ up|not\ making\ (?:this|that|it|things|stuff)\ up|telling\ (?:me\ )?the\ truth)
    |(?:are|were|r|did|do)\ (?:you|u)\ (?:just\ |really\ |only\ )?(?:(?:mak(?:ing|e)|made)\ (?:this|that|it|these(?:\ \w+)?|those(?:\ \w+)?|the\ \w+|them|things|stuff|all\ (?:of\ )?(?:this|that|it))(?:\ all)?\ up|making\ up\ \w+|invent(?:ing|ed)?\ (?:this|that|it|these|things|stuff)|hallucinat(?:ing|e)|lying(?:\ to\ (?:me|us))?|lie(?:\ to\ (?:me|us|people))?|guessing|bullshitting(?:\ me)?)
    |(?:you(?:'re|\ are)|ur)\ (?:just\ |clearly\ |obviously\ )?(?:making\ (?:this|that|it|things|stuff)(?:\ all)?\ up|lying(?:\ to\ me)?|hallucinating|a\ liar)|(?:you|u)\ (?:just\ )?made\ (?:this|that|it|these)(?:\ all)?\ up|i\ think\ (?:you(?:'re|\ are)\ )?(?:lying|making\ (?:this|that|it)\ up)
    |are\ (?:these|those|the|your)\ (?:films|movies|books|titles|facts|reasons)\ (?:really\ |actually\ |even\ )?(?:real|true|made[- ]up|fake|invented)|where\ (?:do|did)\ you\ (?:get|have|take|find)\ (?:this|that|these|those)\ (?:numbers?|facts?|percentages?|figures?)(?:\ from)?
    |(?:is|are)\ (?:this|that|it|these|any\ of\ (?:this|that|it)|all\ (?:of\ )?(?:this|that|it))\ (?:(?:even|really|actually|all|for)\ )*(?:true|real|made[- ]up|fake|invented|reliable|legit|a\ lie|information\ (?:true|correct|reliable))|(?:that|this|it)(?:'s|\ is)\ (?:not\ true|a\ lie|false|(?:all\ )?made\ up)
    |(?:can|should|could)\ (?:i|we|one)\ (?:really\ |even\ )?(?:trust|believe|rely\ on)\ (?:you|u|this|that|it|these|what\ you\ say|(?:your|these|those)\ \w+)|i\ do(?:n'?t|\ not)\ (?:really\ )?(?:trust|believe)\ (?:you|u|this|that|it|a\ word(?:\ of\ (?:this|that|it))?|(?:your|these|those)\ \w+)
    |where\ (?:do|did)\ you\ (?:get|have|take|find|know)\ (?:(?:this|that|it|these|all\ (?:this|that))|(?:your|this|the)\ (?:information|info|data|facts))(?:\ from)?|where\ (?:does|do)\ (?:all\ (?:of\ )?this|(?:your|this|the)\ (?:information|info|data|facts))\ come\ from|how\ do\ you\ know(?:\ (?:this|that|it|all\ (?:this|that)|so\ much))?
    |(?:what(?:'s|\ is|\ are)\ )?your\ (?:sources?|data)|what\ (?:is|are)\ (?:this|that|it|these)\ based\ on|says\ who|prove\ it|(?:are\ )?you\ (?:really\ |absolutely\ )?sure(?:\ (?:about|of)\ (?:this|that|it))?|i\ call\ (?:bs|bullshit)|according\ to\ wh(?:om?|at)|how\ (?:reliable|accurate|trustworthy|honest)\ (?:are\ you|is\ (?:this|that|it)))(?:\ (?:though|anyway|then|exactly))?
    |(?:那|可是|但是?)?我?(?:凭什么|为什么|为啥|干嘛|干吗|怎么)(?:我)?(?:要|得|该|应该|能)?(?:相信|信任?|信得过|听)你(?:的|说的|的话|推荐的|的推荐)?(?:呢|啊)?
    |(?:真的)?(?:能|可以)(?:相)?信(?:任)?你?(?:吗|么)|我?(?:才)?不(?:太)?(?:相)?信(?:你|你说的|你的话)?|(?:是)?真的(?:假的|吗|么)|(?:这|这些|你说的|那)(?:都|全)?是(?:真的|假的|编的|瞎编的)(?:吗|么|吧)?|(?:你|这|这些|你的推荐|推荐|目录|数据|评分)?(?:真的)?(?:靠谱|可靠|可信)(?:吗|么)|(?:你|这)?(?:靠不靠谱|准不准|可不可信)
    |你(?:是不是|不是|该不会是?|是)?(?:在|又)?(?:瞎编|胡编|乱编|编造|编|胡说(?:八道)?|乱说|瞎说|骗我|骗人|撒谎|说谎|忽悠我?)(?:的|出来的|了)?(?:吧|吗|么|呢)?
    |我?(?:怎么|咋|如何)(?:能|才能)?(?:知道|确定|相信)(?:这|你|这些|你说的)*(?:都|不|没有?)?(?:是不是|是|在)?(?:真的|对的|准的|骗我|瞎编的?|编的)
    |你(?:是)?(?:怎么|从哪(?:里|儿)?|哪(?:里|儿)?)(?:知道|得来|得到)(?:的|这些|这个)*(?:信息|资料|数据)?的?|你?从?哪(?:里|儿)?来的?这?些?(?:数据|资料|信息|消息)|(?:你|这些)?的?(?:数据|资料|信息|消息)(?:是)?从?哪(?:里|儿)?来的?|你?(?:真的)?确定(?:吗|么)|有(?:什么)?(?:依据|根据|证据)(?:吗|么)?|你?的?(?:依据|根据|来源|出处)(?:是什么|呢|在哪)"""
)
#: What a message says that is nothing but small talk, whatever an item may be called ("help", "danke").
_ALONE: tuple[tuple[str, Pattern], ...] = (
    ("help", pattern(r"(?:please\ )?help(?:\ me)?(?:\ please)?|commands?|menu|how\ does\ (?:this|it)\ work|what\ (?:can|do)\ i\ (?:say|ask|do|type)|what\ can\ you\ do")),
    (
        "self",
        pattern(
            r"""(?:so\ |and\ |but\ |hey\ |wait\ )?(?:(?:who|what)\ (?:are|r)\ (?:you|u)|who\ am\ i\ (?:talking|speaking)\ (?:to|with)|(?:are|r)\ (?:you|u)\ (?:an?\ |the\ )?(?:real|robot|bot|ai|a\.i\.|human|person|machine|computer|program|chat\ ?bot|chat\ ?gpt|llm|man|woman|girl|boy|alive|there)(?:\ (?:person|human))?
            |what(?:'?s|\ is)\ (?:your|ur)\ name|do\ you\ have\ a\ name|(?:tell\ me\ )?(?:something\ |more\ )?about\ (?:yourself|you)|who\ (?:made|built|programmed|created)\ (?:you|u)
            |(?:will\ you\ )?marry\ me|(?:do\ you\ )?love\ (?:me|you)|i\ love\ (?:you|u))"""
        ),
    ),
    (
        "ratings",
        pattern(
            r"""(?:are\ )?(?:the(?:se|ir|y)?\ )?(?:simulated\ (?:people|persons?|users?|ratings?|fans|viewers)|(?:people|ratings?|numbers|users|raters)\ (?:real|simulated|true|fake|made\ up|invented))
            |(?:what|who)(?:'s|\ is|\ are|\ does|\ do)?\ (?:the(?:se)?\ )?["“]?simulated["”]?(?:\ (?:people|persons?|users?|ratings?))?(?:\ mean)?|where\ (?:do|are)\ (?:the|these)\ ratings\ (?:come\ )?from|who\ rated\ (?:these|them|this|it)"""
        ),
    ),
    ("trust", _DOUBT),
    (
        "blame",
        pattern(
            r"""(?:(?:omg|oh|god|man|no|well)[,.!\s]+)*(?:you(?:'re|\ are|r|\ r)?\ (?:so\ |really\ |just\ |totally\ |pretty\ |kind\ of\ )*(?:suck|useless|stupid|dumb|bad|terrible|awful|an\ idiot|no\ help|annoying|boring|not\ (?:very\ )?(?:helpful|smart|good))
            |u\ suck|u+gh+|a+rgh+|wtf|wth|what\ the\ (?:hell|fuck|heck)|(?:stupid|dumb|bad|useless|shitty|silly)\ (?:bot|robot|ai|machine|computer|program|thing)|(?:this|it|that)\ (?:sucks|is\ (?:useless|stupid|dumb|ridiculous|pointless))|useless|pathetic|i\ hate\ you)"""
        ),
    ),
    ("thanks", pattern(r"(?:danke(?:\ sch(?:ö|oe?)n)?|vielen\ dank|merci(?:\ beaucoup)?|gracias|grazie(?:\ mille)?|obrigad[oa]|arigato|tack|tak|dank\ je)")),
    ("hello", pattern(r"(?:hallo|hola|bonjour|salut|ciao|buongiorno|guten\ (?:tag|morgen|abend)|namaste|konnichiwa|aloha|servus)")),
    ("ok", pattern(r"(?:(?:oh|ok)[,\s]+)?(?:i'?m\ |i\ am\ )?(?:so\ )?sorry|my\ bad|oo+ps|ha(?:ha)+|he(?:he)+|lo+l|lmao|rofl|hmm+|hm|wow|really|i\ see|got\ it|understood|makes\ sense|good\ to\ know|no\ (?:problem|worries)")),
    (
        "first-list",
        pattern(r"(?:(?:can\ (?:we|you)\ |please\ |let'?s\ )*(?:go|take\ me)\ back\ to\ |show\ (?:me\ )?(?:again\ )?)?(?:the\ |your\ |that\ )?(?:(?:very\ )?first|original|initial)\ (?:list|lot|results|suggestions|recommendations|page)(?:\ again)?(?:\ please)?"),
    ),
    (
        "previous-list",
        pattern(
            r"""(?:please\ )?(?:(?:can\ (?:we|you)\ |let'?s\ )?(?:go\ )?back(?:\ to\ (?:the\ |your\ |that\ )?(?:previous|last|other|earlier|old)(?:\ (?:list|lot|ones?|results|suggestions|page))?)?
            |(?:show\ (?:me\ )?)?(?:the\ )?previous(?:\ (?:list|lot|ones?|results|suggestions|page))?|(?:show\ (?:me\ )?)?(?:the\ |your\ )?(?:last|earlier)\ (?:list|lot|results|suggestions|page))(?:\ again)?(?:\ please)?"""
        ),
    ),
)  # fmt: skip


def small_talk(text: str) -> str:
    """What a whole message says that is nothing but small talk; empty where it says anything else.

    ``first-list`` and ``previous-list`` ask for what was shown before.
    """
    words = text.strip(" \t\n.,!?~:;…。，！？～；：") or text.strip()
    return next((name for name, talk in _ALONE if talk.fullmatch(words)), "")


def about_us(text: str, *, shown: bool) -> str:
    """``mood`` where somebody only says how they feel; ``help``, ``self`` or ``ok`` where they ask the assistant.

    ``blame`` for what it recommends, where it has ``shown`` nothing that could be meant.
    """
    if not shown and BLAME.search(text):
        return "blame"
    if OWN_MOOD.search(text):
        return "mood"
    if ABOUT_ME.search(text) is None:
        return ""
    return next((name for name, words in _ABOUT if words.search(text)), "ok")


def turns_down(text: str) -> bool:
    """Does a message do nothing but turn down what was shown?"""
    return REFUSAL.search(text) is not None or dispraised(text)


def dispraised(text: str) -> bool:
    """Is all that is said that what was shown will not do?"""
    return DISPRAISE.search(text) is not None or BLAME.search(text) is not None


_ABOUT = (
    ("help", pattern(r"\bhelp\b|\bwhat\ can\ you|\bhow\ do\ you\ work|帮助|你能做什么|你会什么")),
    ("self", pattern(r"\bwh(?:o|at)\ are\ you|\bare\ you\b|你是")),
)


EVERYTHING = pattern(r"\b(?:everything|all|it\ all)\b|所有|全部|一切")
