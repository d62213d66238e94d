"""Traditional characters are read as simplified ones, letter for letter."""

from retrievers.simplified import simplified
from retrievers.text import fold


def test_common_sentences():
    assert simplified("我喜歡恐怖片，不要太長") == "我喜欢恐怖片，不要太长"
    assert simplified("這個導演還拍過什麼？") == "这个导演还拍过什么？"
    assert simplified("推薦幾部輕鬆的韓國電影嗎") == "推荐几部轻松的韩国电影吗"


def test_places_do_not_move_and_what_is_simplified_stays():
    text = "我喜歡 Heat，像《霸王別姬》那樣的"
    assert len(simplified(text)) == len(text)
    assert simplified(simplified(text)) == simplified(text)
    assert simplified("Amélie 很好看") == "Amélie 很好看"


def test_names_and_values_of_a_traditional_catalogue_are_compared_in_simplified_ones():
    assert fold("鐵達尼號") == fold("铁达尼号")
