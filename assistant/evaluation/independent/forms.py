"""The forms of claims that the independent checker knows, one regular expression each, in English and Chinese.

Written from what a reader sees, apart from the patterns of the assistant's own verifier. A sentence that fits no form
is counted as not understood, so a new wording has to be taught here before it passes. ``⟦0⟧`` stands for a protected
span: a title, a name, a quotation or a description.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

Forms = Sequence[tuple[str, re.Pattern[str]]]


def forms(*pairs: tuple[str, str]) -> Forms:
    return tuple((name, re.compile(pattern)) for name, pattern in pairs)


#: ``1. Title (1995): reasons`` and ``1. Title (1995).``; the same for lines of a comparison, which have no number.
ENTRY: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(r"(?P<n>\d+)\. (?P<t>.+?)(?: \((?P<y>\d+(?: BC)?)\))?(?:: (?P<rest>.+)|\.)"),
    "zh": re.compile(r"(?P<n>\d+)\. (?P<t>.+?)(?:（(?P<y>(?:公元前)?\d+)）)?(?:：(?P<rest>.+)|。)"),
}
ROW: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(r"(?P<t>⟦\d+⟧|.+?)(?: \((?P<y>\d+(?: BC)?)\))?: (?P<rest>.+)"),
    "zh": re.compile(r"(?P<t>⟦\d+⟧|.+?)(?:（(?P<y>(?:公元前)?\d+)）)?：(?P<rest>.+)"),
}

#: Sentences about the conversation; ``t`` titles, ``w`` wishes. Those named ``-`` claim nothing that can be untrue.
SENTENCES: Mapping[str, Forms] = {
    "en": forms(
        ("-", r"(Here is what fits|These fit|My suggestions|Here is one that fits|Some more|The next ones"
              r"|Off the beaten track|Side by side):|You have not told me much yet, so these are places to start:"),
        ("more-like", r"(?:Close to|With) (?P<t>.+?)(?:,? and \d+ more)?(?: in mind)?:"),
        ("why-opening", r"Why (?P<t>.+?)(?: \((?P<y>\d+(?: BC)?)\))?:"),
        ("now-liked", r"You like (?P<t>.+) now; before, you did not\."),
        ("now-disliked", r"You do not like (?P<t>.+) now; before, you did\."),
        ("liked", r"You like (?P<t>.+)\."),
        ("disliked", r"You do not like (?P<t>.+)\."),
        ("known", r"You know (?P<t>.+) already\."),
        ("rejected", r"(?P<t>.+) is not for you\."),
        ("replaced", r"Wanted: (?P<w>.+), instead of (?P<before>.+)\."),
        ("wished", r"Wanted: (?P<w>.+)\."),
        ("softened", r"(?P<quotes>.+) (?:was|were) said of another kind, so (?:it is|they are) only (?:a )?preferences?"
                     r" now\."),
        ("dropped", r"Taken out: (?P<any>.+)\."),
        ("aside", r"(?:Only (?P<left>\d+) of the items would meet everything|Nothing (?:else )?meets everything"
                  r"|Too little meets everything), so I set aside (?P<quotes>.+); that leaves (?P<after>\d+) to choose "
                  r"from\."),
        ("absent", r"Nothing in this catalogue matches (?P<quotes>.+)\."),
        ("absent-kind", r"This catalogue has no (?P<w>.+), so here is what it has:"),
        ("cannot-judge", r"This catalogue has nothing about (?P<facets>.+), so I cannot judge that\."),
        ("unknown-title", r"I could not find (?P<quotes>.+) in this catalogue\."),
        ("uncertain", r"Several works are called (?P<quotes>.+); I took the one from (?P<y>\d+(?: BC)?)\."),
        ("uncertain", r"(?P<quotes>⟦\d+⟧) is the name of .+\."),
        ("-", r"Say the year if you meant another\.|I took the .+ from \d+(?: BC)?; say so if you meant another\."),
        ("-", r"Fine, I will not ask about that again\.|Noted\.|Taken back; what stood before applies again\."
              r"|There is nothing to take back\.|I have nothing of the kind written down\."),
        ("-", r"The language model ran out of memory or time, so I went on without it\."),
        ("exhausted", r"That was everything that fits\.|Nothing in this catalogue is left that meets all of that\."),
        ("-", r"(You can drop|Drop) a wish,? or say ⟦\d+⟧\.?"),
        ("accept", r"Enjoy (?P<t>.+)\."),
        ("-", r"I will remember your choice\."),
        ("lost", r"Which one do you mean\?|Say its number or its title\.|I could not make anything of that\."
                 r"|Name a title you liked, or a wish such as ⟦\d+⟧\.?"),
        ("off-topic", r"I only know (?P<about>.+)\."),
        ("hello", r"Hello\."), ("about", r"I know (?P<about>.+)\."),
        ("-", r"Tell me (a few you|what you) liked.*|You are welcome\.|Say ⟦\d+⟧ for others, or tell me what to "
              r"change\."
              r"|You can say ⟦\d+⟧.*|Say ⟦\d+⟧ for others, what to change, or ⟦\d+⟧ and a number\."),
        ("-", r"All right\.|What you told me is kept in this session; say anything to go on\."
              r"|We start afresh; everything from before is set aside\.|What are you in the mood for\?"),
        ("question", r"Would you like a film or a book\?|Which direction\?|What should it be\?|What mood should "
                     r"it have\?"
                     r"|From which period\?|How long may it be\?|From anywhere in particular\?"),
        ("director", r"(?P<t>.+) was directed by (?P<v>.+)\."),
        ("author", r"(?P<t>.+) was written by (?P<v>.+)\."),
        ("cast", r"The cast of (?P<t>.+): (?P<v>.+)\."),
        ("length", r"(?P<t>.+) (?:runs|has) (?P<v>\d+) (?:minutes|pages)\."),
        ("year", r"(?P<t>.+) is from (?P<v>\d+(?: BC)?)\."),
        ("rating", r"(?P<t>.+) was liked by (?P<raters>\d+) (?P<sim>simulated )?people(?: here)?; its mean rating is "
                   r"(?P<mean>[\d.]+) out of (?P<high>[\d.]+)\."),
        ("supposed", r"Without .+ I would suggest (?P<t>.+)\."),
        ("-", r"Without .+ I would suggest the same\.|Without .+ there would be nothing to suggest\."
              r"|You have told me nothing of the kind, so nothing would change\."),
        ("part", r"Of what speaks for it, (?P<percent>\d+) % comes from this\."),
        ("described", r"(?P<t>⟦\d+⟧)(?: \((?P<y>\d+(?: BC)?)\))?: "
                      r"(?P<tongue>\(the catalogue [\w ]+\) )?(?P<d>⟦\d+⟧)\.?"),
        ("unsaid", r"I found nothing about that in the record of (?P<t>.+)\."),
        ("-", r"Name two of them to compare, for instance ⟦\d+⟧\.?"),
        ("sides", r"(?P<one>.+) / (?P<other>.+):"),
        ("fit", r"(?P<t>⟦\d+⟧|.+?) for you: (?P<parts>.+)\."),
        ("shorter", r"(?P<t>.+) is shorter by (?P<by>\d+) (?:minutes|pages)\."),
        ("newer", r"(?P<t>.+) is (?P<by>\d+) years newer than (?P<than>.+)\."),
        ("extreme", r"The (?P<what>shortest|newest) is (?P<t>.+)\."),
        ("alone", r"Only (?P<t>.+) has the (?P<facet>mood|genre) (?P<v>.+)\."),
        ("spared", r"Nothing in its record goes against (?P<quotes>.+)\."),
        ("through", r"Of this, (?P<parts>.+)\."),
        ("place", r"Of the (?P<count>\d+) that (?:meet your (?:firm )?wishes and )?are new to you, it is "
                  r"(?P<place>\d+)\w+\."),
        ("place", r"Of the (?P<count>\d+) that (?:meet your (?:firm )?wishes and )?are new to you, it is not "
                  r"among the first "
                  r"(?P<place>\d+)\."),
        ("without", r"Without (?P<part>.+) it would (?:be|not be among the first) (?P<place>\d+)\w*\."),
        ("failed", r"By now it would be left out because it does not meet (?P<failed>.+)\."),
        ("failed", r"(?P<t>.+) was left out because it does not meet (?P<failed>.+)\."),
        ("failed", r"It does not meet (?P<failed>.+) either\."),
        ("again", r"It was recommended before, so it does not come back by itself\."),
        ("liked", r"(?P<t>.+) was left out because you named it as one you like\."),
        ("disliked", r"(?P<t>.+) was left out because you do not like it\."),
        ("known", r"(?P<t>.+) was left out because you know it already\."),
        ("rejected", r"(?P<t>.+) was left out because you turned it down\."),
        ("genre", r"(?P<t>.+): (?P<v>.+)\."),
        ("whether-yes", r"Yes, the record of (?P<t>.+) (?:says|fits) (?P<quotes>⟦\d+⟧)(?:: (?P<v>.+))?\."),
        ("whether-no", r"The record of (?P<t>.+) does not fit (?P<quotes>⟦\d+⟧): (?P<v>.+)\."),
    ),
    "zh": forms(
        ("-", r"(这些合适|推荐|可以看看这些|这一个合适|再来几个|接下来|换个不一样的|放在一起看|你还没有说太多，"
              r"先从这些开始)："),
        ("more-like", r"(?:与|参照)(?P<t>.+?)(?:[和，]另外\d+个)?(?:相近|来找)的："),
        ("why-opening", r"为什么是(?P<t>.+?)(?:（(?P<y>(?:公元前)?\d+)）)?："),
        ("now-liked", r"你现在喜欢(?P<t>.+)，之前不喜欢。"),
        ("now-disliked", r"你现在不喜欢(?P<t>.+)，之前喜欢。"),
        ("liked", r"你喜欢(?P<t>.+)。"),
        ("disliked", r"你不喜欢(?P<t>.+)。"),
        ("known", r"你已经看过(?P<t>.+)。"),
        ("rejected", r"(?P<t>.+)不适合你。"),
        ("replaced", r"想要：(?P<w>.+)，取代(?P<before>.+)。"),
        ("wished", r"想要：(?P<w>.+)。"),
        ("softened", r"(?P<quotes>.+)是针对别的种类说的，现在只作参考。"),
        ("dropped", r"已去掉：(?P<any>.+)。"),
        ("aside", r"(?:同时满足全部条件的只有(?P<left>\d+)个|没有(?:别的)?同时满足全部条件的|同时满足全部条件的太少)，"
                  r"所以我放开了(?P<quotes>.+)；"
                  r"放开后有(?P<after>\d+)个。"),
        ("absent", r"目录里没有符合(?P<quotes>.+)的作品。"),
        ("absent-kind", r"这个目录里没有(?P<w>.+)，先看看有的："),
        ("cannot-judge", r"这个目录没有写(?P<facets>.+)，所以我无法判断。"),
        ("unknown-title", r"目录里没有找到(?P<quotes>.+)。"),
        ("uncertain", r"叫(?P<quotes>.+)的不止一部，我按(?P<y>(?:公元前)?\d+)年的那部理解。"),
        ("uncertain", r"叫(?P<quotes>⟦\d+⟧)的有.+。"),
        ("-", r"我按.+理解；如果是别的，请告诉我。"),
        ("-", r"如果是别的，请说明年份。|好的，这一点不再问了。|记下了。|已撤回，恢复到之前的状态。"
              r"|没有可以撤回的内容。"
              r"|我没有记下这样的内容。"),
        ("-", r"语言模型的内存或时间不够，后面没有用它。"),
        ("exhausted", r"合适的都已经给你看过了。|目录里没有同时满足这些条件的作品了。"),
        ("-", r"可以去掉一个条件，或者说⟦\d+⟧。?"),
        ("accept", r"祝你享受(?P<t>.+)。"),
        ("-", r"我会记得你的选择。"),
        ("lost", r"你说的是哪一个？|请说序号或名字。|这句话我没看明白。|说一个你喜欢的作品，或者一个要求，"
                 r"例如⟦\d+⟧。?"),
        ("off-topic", r"我只知道(?P<about>.+)。"),
        ("hello", r"你好。"), ("about", r"我知道(?P<about>.+)。"),
        ("-", r"告诉我你喜欢.*|不客气。|说⟦\d+⟧可以看别的，也可以告诉我要改什么。|也可以说⟦\d+⟧.*"
              r"|可以说⟦\d+⟧、想改什么，或者问⟦\d+⟧。"),
        ("-", r"好的。|你说过的话都留在这个会话里，想继续时随时说。|重新开始，之前的都放在一边。|你想看点什么，"
              r"或读点什么？"),
        ("question", r"想要电影还是书？|想要哪个类型？|想要什么气氛的？|想要哪个年代的？|长度有要求吗？"
                     r"|想要哪里的作品？"),
        ("director", r"(?P<t>.+)的导演是(?P<v>.+)。"),
        ("author", r"(?P<t>.+)的作者是(?P<v>.+)。"),
        ("cast", r"(?P<t>.+)的主演有(?P<v>.+)。"),
        ("length", r"(?P<t>.+)(?:片长|共)(?P<v>\d+)(?:分钟|页)。"),
        ("year", r"(?P<t>.+)是(?P<v>(?:公元前)?\d+)年的作品。"),
        ("rating", r"(?:这里)?有(?P<raters>\d+)(?:人|(?P<sim>位模拟用户))喜欢(?P<t>.+)，平均(?P<mean>[\d.]+)"
                   r"分（满分(?P<high>[\d.]+)）。"),
        ("supposed", r"如果没有.+，我会推荐(?P<t>.+)。"),
        ("-", r"如果没有.+，我推荐的还是这些。|如果没有.+，就没有可推荐的了。|你没有说过这个，所以不会有变化。"),
        ("part", r"支持它的理由中，这一条占(?P<percent>\d+)%。"),
        ("described", r"(?P<t>⟦\d+⟧)(?:（(?P<y>(?:公元前)?\d+)）)?："
                      r"(?P<tongue>（目录里的简介\w+）)?(?P<d>⟦\d+⟧)。?"),
        ("unsaid", r"(?P<t>.+)的记录里没有找到这一点。"),
        ("-", r"请说要比较哪两个，例如⟦\d+⟧。?"),
        ("sides", r"(?P<one>.+) / (?P<other>.+)："),
        ("fit", r"(?P<t>⟦\d+⟧|.+?)对你来说：(?P<parts>.+)。"),
        ("shorter", r"(?P<t>.+)短(?P<by>\d+)(?:分钟|页)。"),
        ("newer", r"(?P<t>.+)比(?P<than>.+)晚(?P<by>\d+)年。"),
        ("extreme", r"(?P<what>最短|最新)的是(?P<t>.+)。"),
        ("alone", r"只有(?P<t>.+)的(?P<facet>气氛)是(?P<v>.+)。"),
        ("alone", r"只有(?P<t>.+)属于(?P<v>.+)(?P<facet>类型)。"),
        ("spared", r"记录里没有与(?P<quotes>.+)相悖的内容。"),
        ("through", r"其中(?P<parts>.+)。"),
        ("place", r"在(?:符合(?:硬性|必须的)?(?:要求|条件)、)?你还不熟悉的(?P<count>\d+)个里，"
                  r"它(?:排第|没有进前)(?P<place>\d+)。"),
        ("without", r"如果去掉(?P<part>.+)，它(?:排第|进不了前)(?P<place>\d+)。"),
        ("failed", r"按现在的要求它不会入选，因为不符合(?P<failed>.+)。"),
        ("failed", r"(?P<t>.+)没有入选，因为不符合(?P<failed>.+)。"),
        ("failed", r"它也不符合(?P<failed>.+)。"),
        ("again", r"之前已经推荐过，所以不会自己再出现。"),
        ("liked", r"(?P<t>.+)没有入选，因为你说过喜欢它。"),
        ("disliked", r"(?P<t>.+)没有入选，因为你不喜欢它。"),
        ("known", r"(?P<t>.+)没有入选，因为你已经看过或知道它。"),
        ("rejected", r"(?P<t>.+)没有入选，因为你拒绝过它。"),
        ("genre", r"(?P<t>.+)的类型：(?P<v>.+)。"),
        ("whether-yes", r"是的，(?P<t>.+)的记录(?:写明|符合)(?P<quotes>⟦\d+⟧)(?:：(?P<v>.+))?。"),
        ("whether-no", r"(?P<t>.+)的记录不符合(?P<quotes>⟦\d+⟧)：(?P<v>.+)。"),
    ),
}  # fmt: skip

#: Reasons for one item. ``a``: another item; ``v``: facts of this one; ``s``: what both share.
REASONS: Mapping[str, Forms] = {
    "en": forms(
        ("asked", r"(?P<v>.+), (?:as you asked|which is what you asked for)"),
        ("people", r"(?P<percent>\d+) % of the (?P<raters>\d+) (?P<sim>simulated )?people who liked (?P<a>.+) "
                   r"liked it too"),
        ("people", r"[oO]f the (?P<raters>\d+) (?P<sim>simulated )?people who liked (?P<a>.+), (?P<percent>\d+) "
                   r"% also liked "
                   r"this"),
        ("alike", r"[lL]ike (?P<a>.+?), it has (?P<s>.+)"),
        ("alike", r"[iI]t shares (?P<s>.+) with (?P<a>.+)"),
        ("near", r"[iI]ts description is close to that of (?P<a>.+)"),
        ("words", r"[iI]ts description is close to (?P<q>⟦\d+⟧)"), ("told", r"[iI]ts record speaks of (?P<q>⟦\d+⟧)"),
        ("recorded", r"[wW]hat the catalogue says of it is close to (?:what it says of (?P<a>.+)|(?P<q>⟦\d+⟧))"),
        ("acclaimed", r"[lL]iked by (?P<raters>\d+) (?P<sim>simulated )?people(?:, mean rating (?P<mean>[\d.]+) out of "
                      r"(?P<high>[\d.]+))?"),
        ("silent", r"[bB]ut its record says nothing about (?P<f>.+), while you asked for (?P<q>.+)"),
        ("but", r"[bB]ut (?P<v>.+), while you asked for (?P<q>.+)"), ("lacks", r"[bB]ut not (?P<q>⟦\d+⟧)"),
        ("nothing", r"[nN]othing you said speaks for or against it, so it comes by popularity"),
    ),
    "zh": forms(
        ("asked", r"(?P<v>.+)，(?:符合你的要求|正是你要的)"),
        ("people", r"喜欢(?P<a>.+)的(?P<raters>\d+)(?:人|(?P<sim>位模拟用户))中，(?P<percent>\d+)%也喜欢它"),
        ("alike", r"和(?P<a>.+?)一样有(?P<s>.+)"),
        ("near", r"简介与(?P<a>.+)相近"),
        ("words", r"简介与(?P<q>⟦\d+⟧)相近"), ("told", r"它的记载里说到(?P<q>⟦\d+⟧)"),
        ("recorded", r"目录里对它的记载与(?:(?P<q>⟦\d+⟧)|(?P<a>.+))相近"),
        ("acclaimed", r"有?(?P<raters>\d+)(?:人|(?P<sim>位模拟用户))喜欢(?:，平均(?P<mean>[\d.]+)"
                      r"分（满分(?P<high>[\d.]+)）)?"),
        ("silent", r"不过目录里没有写它的(?P<f>.+)，而你想要(?P<q>.+)"),
        ("but", r"不过(?P<v>.+)，而你想要(?P<q>.+)"), ("lacks", r"但不符合(?P<q>⟦\d+⟧)"),
        ("nothing", r"你说的话里没有支持或反对它的，只是喜欢它的人多"),
    ),
}  # fmt: skip

#: Facts of one item, by facet; ``any``: a bare word that may be of any facet.
FACTS: Mapping[str, Forms] = {
    "en": forms(
        ("year", r"[fF]rom (\d+(?: BC)?)"), ("length", r"(\d+) (?:minutes|pages)(?: long)?"),
        ("length", r"(?:of )?length (\d+)"), ("director", r"[dD]irected by (.+)"), ("director", r"director: (.+)"),
        ("author", r"[bB]y (.+)"), ("author", r"author: (.+)"), ("cast", r"cast: (.+)"), ("people", r"[wW]ith (.+)"),
        ("language", r"[iI]n (.+)"), ("language", r"[wW]ith(?:out| no) (dialogue)"), ("country", r"[fF]rom (.+)"),
        ("theme", r"[aA]bout (.+)"), ("mood", r"mood: (.+)"), ("series", r"[pP]art of (.+)"), ("kind", r"[aA]n? (.+)"),
        ("high", r"[wW]idely (liked)"), ("low", r"[nN]ot widely (known)"),
        ("raters", r"liked by (\d+) (?:simulated )?people"), ("any", r"(.+)"),
    ),
    "zh": forms(
        ("year", r"((?:公元前)?\d+)年"), ("length", r"片长(\d+)分钟"), ("length", r"共(\d+)页"),
        ("length", r"(\d+)(?:分钟|页)"),
        ("length", r"长度(\d+)"), ("director", r"(.+)导演"), ("director", r"导演：(.+)"), ("author", r"(.+)所著"),
        ("author", r"(?:author|作者)：(.+)"), ("cast", r"主演：(.+)"), ("people", r"有(.+)参与"),
        ("language", r"语言为(.+)"),
        ("language", r"无(对白)"), ("country", r"来自(.+)"), ("theme", r"题材涉及(.+)"), ("mood", r"气氛：(.+)"),
        ("series", r"属于(.+)系列"), ("high", r"很多人(喜欢)"), ("low", r"比较(小众)"),
        ("raters", r"(\d+)(?:人|位模拟用户)喜欢"),
        ("any", r"(.+)"),
    ),
}  # fmt: skip

#: What two items share, in a sentence.
SHARED: Mapping[str, Forms] = {
    "en": forms(
        ("genre", r"the genres? (.+)"), ("theme", r"the themes? (.+)"), ("mood", r"the same (.+) mood"),
        ("country", r"the same origin \((.+)\)"), ("series", r"the series (.+)"), ("people", r"(.+)"),
    ),
    "zh": forms(
        ("genre", r"(.+)类型"), ("theme", r"(.+)题材"), ("mood", r"(.+)的气氛"), ("country", r"相同的国家（(.+)）"),
        ("series", r"同一个系列（(.+)）"), ("people", r"(.+)"),
    ),
}  # fmt: skip

#: A wish in a few words: facet, or ``low``/``high``/``range`` of a year or a length; ``!`` marks what is refused.
WISHES: Mapping[str, Forms] = {
    "en": forms(
        ("length-range", r"(\d+)–(\d+) (?:minutes|pages).*"), ("length-low", r"at least (\d+) .*"),
        ("length-high", r"at most (\d+) .*"), ("year-range", r"(\d+)–(\d+)"), ("year-only", r"from (\d+)"),
        ("year-low", r"(\d+) or later"), ("year-high", r"(\d+) or earlier"),
        ("length-word", r"(short|long|medium length|not too long|not too short)"), ("fame", r"(well|little) known"),
        ("text", r"“(.+)”"), ("!theme", r"not about (.+)"), ("!people", r"not with (.+)"),
        ("!country", r"not from (.+)"),
        ("!language", r"not in (.+)"), ("!any", r"no (.+)"), ("!mood", r"not (.+)"), ("theme", r"about (.+)"),
        ("language", r"without (dialogue)"), ("people", r"(?:with|directed by|by) (.+)"), ("country", r"from (.+)"),
        ("language", r"in (.+)"), ("series", r"part of (.+)"), ("any", r"(.+)"),
    ),
    "zh": forms(
        ("length-range", r"(\d+)–(\d+)(?:分钟|页).*"), ("length-low", r"至少(\d+).*"),
        ("length-high", r"不超过(\d+).*"),
        ("year-range", r"(\d+)–(\d+)年"), ("year-only", r"(\d+)年"), ("year-low", r"(\d+)年以后"),
        ("year-high", r"(\d+)年以前"),
        ("length-word", r"(短的|长的|中等长度|不要太长|不要太短)"), ("fame", r"(知名|小众)的"), ("text", r"“(.+)”"),
        ("!theme", r"不要关于(.+)的"), ("!people", r"不要有(.+)的"), ("!country", r"不要(.+)的"), ("!any", r"不要(.+)"),
        ("theme", r"关于(.+)"), ("people", r"(.+)(?:导演|写)的"), ("people", r"有(.+)"), ("language", r"无(对白)"),
        ("country", r"(.+)的"),
        ("language", r"(.+)的"), ("series", r"(.+)系列"), ("any", r"(.+)"),
    ),
}  # fmt: skip
