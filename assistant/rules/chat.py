"""Small talk in both languages: greetings, thanks, questions about the assistant itself. Knows no items."""

from __future__ import annotations

from assistant.rules.lexicon import pattern

#: Nothing more than a greeting or an answer of one word, at the start of a message that nothing else explains.
SMALL_TALK = pattern(
    r"""^\W*(?:(?:hello|hi|hey|good\ (?:morning|evening|afternoon)|thanks?|thank\ you|cheers|nice|cool|great|wow|
    haha|lol|ok(?:ay)?|yes|no|sure|yep|nope)\b|你好|您好|嗨|哈喽|哈罗|在(?:吗|不在)|谢[谢啦了]|多谢|感谢|早上好|晚上好|哈哈|233+|我?爱你|
    (?:好(?:的|吧|嘞|呀|啊)?|嗯+|[哦噢]|是的?|不|行(?:吧|啊)?|可以(?:的|啊)?|还(?:行|可以)(?:吧)?|凑合|收到|了解|明白|知道了|h{2,}|(?:那)?(?:还是)?算了(?:吧)?)[\s，。！!~]*$)"""
)
#: Praise of what was shown, and nothing more: not what is wanted.
APPROVAL = pattern(
    r"""^\W*(?:(?:that'?s|(?:that|these|those|they|all)(?:\ are|\ is|\ look|\ sound)?|looks?|sounds?|all|so|very|really|pretty|just|oh|wow|ok(?:ay)?|yeah|yes|ha)[,!\s]+)*
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
REFUSAL = pattern(r"^\W*(?:no|nope|nah|not\ (?:really|quite|interested)|不|不要|不行|不是|不好|不喜欢)\W*$")
#: The same of what was shown and of no question: 没一个喜欢的.
DISPRAISE = pattern(
    r"""^\W*(?:(?:都|我)?(?:不(?:太)?感兴趣|没(?:什么|啥)?兴趣|没(?:意思|劲))|一般般?[吧啊]?|不(?:咋|怎么)[样地]|
    没(?:有)?一[个部本](?:我)?(?:喜欢|想看|感兴趣|能看)的?|一[个部本]都不(?:喜欢|想看|要|行|感兴趣)|都不要|就这(?=\W*[？?吗啊])[吗啊]?|👎|
    (?:这些|都|全)?(?:都)?太(?:俗|吵|无聊|低级|烂|老套|普通|没意思))[了啦吧]?\W*$"""
)
#: How the person feels, and nothing else: no wish for something of that mood.
OWN_MOOD = pattern(
    r"""^\W*(?:(?:well|hmm+|so|oh|ugh|honestly|today)[,\s]+)*i(?:'?m|\ am|\ feel|'m\ feeling|\ am\ feeling)\ (?:\w+\ ){0,3}(?:sad|down|bored|tired|lonely|happy|angry|stressed|
    depressed|blue|exhausted|heartbroken|ill|sick|anxious|melancholic|low)\b(?!\ (?:of|with|by))(?:\ (?:today|tonight|right\ now|now|these\ days|lately|this\ evening))?\W*$|
    ^\W*我?(?:今天|最近|现在)?(?:有点|很|好|挺|特别)?(?:心情不(?:太|怎么)?好|难过|伤心|无聊|累|孤单|郁闷|不开心|沮丧|心累|难受|焦虑|压力大|emo|失恋|分手|被甩|刚分手|刚失恋)(?:啊|了|呀)*\W*$"""
)
EVERYTHING = pattern(r"\b(?:everything|all|it\ all)\b|所有|全部|一切")
