"""The forms of answers that choose among items or say what the catalogue holds, and of wishes set aside.

As `forms` does for the others.
"""

from __future__ import annotations

from collections.abc import Mapping

from assistant.evaluation.independent.forms import Forms, forms

CHOICES: Mapping[str, Forms] = {
    "en": forms(
        ("held", r"Yes, the catalogue has (?P<t>.+?)(?: \((?P<y>\d+(?: BC)?)\))?\."),
        ("missing", r"The catalogue does not say that about (?P<t>.+)\."),
        ("missing", r"The catalogue does not say where to find (?P<t>.+)\."),
        ("whether-no", r"The record of (?P<t>.+) does not say (?P<quotes>⟦\d+⟧): (?P<v>.+)\."),
        ("pick", r"I would pick (?P<t>.+?): (?P<parts>.+)\."),
        ("lacking", r"(?P<t>.+) is an? \w+ (?P<v>(?:directed by|by|with) .+); the catalogue does not say who "
                    r"(?P<lack>directed|wrote|is in) it\."),
        ("lacking", r"The catalogue does not say who (?P<lack>directed|wrote|is in) (?P<t>.+)\."),
        ("fitting", r"Of these, (?:only )?(?P<t>.+) fits? (?P<quotes>.+)\."),
        ("unfit", r"None of these fits (?P<quotes>.+) by its record\."),
        ("-", r"The catalogue does not say which of them does so most\."
              r"|Say ⟦\d+⟧ for others of its kind, or ⟦\d+⟧\.?"),
        ("whole", r"(?:That was|(?P<known>You know)) everything (?P<quotes>⟦.+?)(?: already)?\."),
        ("aside", r"What meets (?:everything|all but (?P<but>.+)) comes first \((?P<left>\d+)\); for the rest I set "
                  r"aside (?P<quotes>.+?)(?: too)?, which leaves (?P<after>\d+) to choose from\."),
        ("aside", r"Still leaving aside (?P<quotes>.+)\."),
        ("-", r"I set that aside, which leaves \d+ to choose from\."),
    ),
    "zh": forms(
        ("held", r"有的，目录里有(?P<t>.+?)(?:（(?P<y>(?:公元前)?\d+)）)?。"),
        ("missing", r"关于(?P<t>.+)的这一点，目录里没有写。"),
        ("missing", r"目录里没有写哪里能找到(?P<t>.+)。"),
        ("whether-no", r"(?P<t>.+)的记录没有写(?P<quotes>⟦\d+⟧)：(?P<v>.+)。"),
        ("pick", r"我会选(?P<t>.+?)：(?P<parts>.+)。"),
        ("lacking", r"(?P<t>.+?)是(?P<v>.+(?:导演|所著|参与))的\w+，"
                    r"目录里没有写它(?P<lack>的导演是谁|是谁写的|的主演有谁)。"),
        ("lacking", r"目录里没有写(?P<t>.+)(?P<lack>的导演是谁|是谁写的|的主演有谁)。"),
        ("fitting", r"其中(?:只有)?(?P<t>.+)符合(?P<quotes>.+)。"),
        ("unfit", r"从记录看，其中没有符合(?P<quotes>.+)的。"),
        ("-", r"哪一个程度最深，目录里没有写。|想看相近的可以说⟦\d+⟧，决定了就说⟦\d+⟧。?"),
        ("whole", r"符合(?P<quotes>⟦.+)的(?:都已经给你看过了|(?P<known>你都已经知道了))。"),
        ("aside", r"(?P<quotes>⟦.+)仍然放开着。"),
        ("aside", r"(?:同时满足全部条件的只有|除(?P<but>.+)外都满足的有)(?P<left>\d+)个，排在最前；"
                  r"其余的我(?:放开了(?P<quotes>.+)|把(?P<w>.+)也放开了)，放开后有(?P<after>\d+)个。"),
        ("-", r"这一条我放开了，放开后有\d+个。"),
    ),
}  # fmt: skip
