"""The forms of answers that choose among items or say what the catalogue holds, as `forms` does for the others."""

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
    ),
}  # fmt: skip
