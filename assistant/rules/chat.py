"""Small talk in both languages: greetings, thanks, questions about the assistant itself. Knows no items."""

from __future__ import annotations

from assistant.rules.lexicon import pattern

#: Nothing more than a greeting or an answer of one word, at the start of a message that nothing else explains.
SMALL_TALK = pattern(
    r"""^\W*(?:(?:hello|hi|hey|good\ (?:morning|evening|afternoon)|thanks?|thank\ you|cheers|nice|cool|great|wow|
    haha|lol|ok(?:ay)?|yes|no|sure|yep|nope)\b|你好|您好|嗨|谢谢|多谢|早上好|晚上好|哈哈|(?:好的?|嗯|是的?|不)[\s，。！!~]*$)"""
)
ABOUT_ME = pattern(
    r"""\b(?:how\ are\ you|what'?s\ up|who\ are\ you|what\ are\ you|what\ can\ you\ do|
    how\ do\ you\ work|help(?:\ me)?\W*$)|你是谁|你能做什么|你会什么|帮助"""
)
EVERYTHING = pattern(r"\b(?:everything|all|it\ all)\b|所有|全部|一切")
