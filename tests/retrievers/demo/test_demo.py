"""The demo's records are well formed, its facts agree with public lists, and its simulated ratings are what they claim.

The public lists lie beside the repository in ``../shared/data``; without them the checks against them are skipped.
"""

from __future__ import annotations

import csv
import json
import lzma
import re
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pytest

from retrievers import demo
from retrievers.demo import simulate
from tests.retrievers.demo import facts, taste

ROOT = Path(__file__).parents[3]

FACETS = {
    "genres": "genre",
    "themes": "theme",
    "moods": "mood",
    "notes": "note",
    "languages": "language",
    "countries": "country",
}
FILM_KEYS = [
    "id",
    "title",
    "year",
    "kind",
    "genres",
    "director",
    "cast",
    "length",
    "languages",
    "countries",
    "themes",
    "moods",
    "notes",
    "description",
    "title_zh",
    "aliases",
    "series",
]
BOOK_KEYS = ["author" if key == "director" else key for key in FILM_KEYS if key != "cast"]

ASKED_FOR = {
    "heat-1995",
    "collateral-2004",
    "transformers-2007",
    "the-insider-1999",
    "l-a-confidential-1997",
    "the-usual-suspects-1995",
    "se7en-1995",
    "pulp-fiction-1994",
    "reservoir-dogs-1992",
    "fargo-1996",
    "jackie-brown-1997",
    "ronin-1998",
    "face-off-1997",
    "point-break-1991",
    "goodfellas-1990",
    "leon-the-professional-1994",
    "run-lola-run-1998",
    "the-matrix-1999",
    "groundhog-day-1993",
    "toy-story-1995",
    "princess-mononoke-1997",
    "chungking-express-1994",
    "farewell-my-concubine-1993",
    "before-sunrise-1995",
    "the-big-lebowski-1998",
    "amelie-2001",
    "spirited-away-2001",
    "in-the-mood-for-love-2000",
    "parasite-2019",
    "tokyo-story-1953",
    "blade-runner-1982",
    "alien-1979",
    "the-godfather-1972",
    "casablanca-1942",
    "12-angry-men-1957",
    "inception-2010",
    "arrival-2016",
    "interstellar-2014",
    "the-grand-budapest-hotel-2014",
    "paddington-2-2017",
    "my-neighbor-totoro-1988",
    "ikiru-1952",
    "dune-2021",
    "dune-1965-book",
    "the-godfather-1969-book",
    "the-friends-of-eddie-coyle-1970-book",
    "the-talented-mr-ripley-1955-book",
    "no-country-for-old-men-2005-book",
    "the-big-sleep-1939-book",
    "l-a-confidential-1990-book",
    "the-maltese-falcon-1930-book",
    "the-three-body-problem-2006-book",
    "to-live-1993-book",
}


@pytest.fixture(scope="module")
def loaded():
    return simulate.load()


@pytest.fixture(scope="module")
def items(loaded):
    return loaded[0]


@pytest.fixture(scope="module")
def vocabulary():
    return tomllib.loads((ROOT / "retrievers" / "vocabulary.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def ratings():
    with lzma.open(demo.interactions_path(), "rt", encoding="utf-8", newline="") as file:
        return [(row["user"], row["item"], float(row["rating"])) for row in csv.DictReader(file)]


# --- the vocabulary


def test_vocabulary_has_the_agreed_form(vocabulary):
    assert list(vocabulary) == ["kind", "genre", "mood", "theme", "note", "language", "country"]
    for facet, values in vocabulary.items():
        for value, words in values.items():
            assert {"en", "zh"} <= set(words) <= {"en", "zh", "broader"}, (facet, value)
            for wide in words.get("broader", []):
                assert wide.partition(":")[2] in vocabulary[wide.partition(":")[0]], (value, wide)
            assert words["zh"], (facet, value)
            assert value not in words["en"], (facet, value)
            assert all(word == word.lower().strip() for word in [value, *words["en"]]), (facet, value)
            for listed in words.values():
                assert len(listed) == len(set(listed)), (facet, value)


def test_a_word_means_one_value_of_a_facet_unless_it_is_meant_to_mean_two(vocabulary):
    both = {"watch or read", "read or watch", "watch and read", "read and watch"}  # films and books
    meant = {*both, "darker", "romantic comedy", "action-adventure", "爱情喜剧", "浪漫喜剧"}
    for facet, values in vocabulary.items():
        owners = defaultdict(set)
        for value, words in values.items():
            for word in [value, *words["en"], *words["zh"]]:
                owners[word].add(value)
        several = {word for word, of in owners.items() if len(of) > 1 and not re.match(r"rom.?com|romantic com", word)}
        regions = {word for word in several if facet == "country" and len(owners[word]) > 3}
        assert several - regions <= meant, (facet, several - regions - meant)


def test_vocabulary_knows_every_genre_of_movielens(vocabulary):
    genres = vocabulary["genre"]
    known = set(genres) | {word for words in genres.values() for word in words["en"]}
    movielens = (
        "Action|Adventure|Animation|Children|Children's|Comedy|Crime|Documentary|Drama|Fantasy|Film-Noir|Horror|IMAX|"
        "Musical|Mystery|Romance|Sci-Fi|Thriller|War|Western"
    )
    assert set(movielens.lower().split("|")) <= known


# --- the records


def test_every_record_has_its_fields_in_order(items):
    for item in items:
        assert list(item) == (FILM_KEYS if item["kind"] == "film" else BOOK_KEYS), item["id"]
        assert isinstance(item["year"], int) and isinstance(item["length"], int), item["id"]
        for key in ("id", "title", "genres", "languages", "countries", "themes", "moods", "description"):
            assert item[key], (item["id"], key)
        assert item["director" if item["kind"] == "film" else "author"], item["id"]
        fewer = "no dialogue" in item["languages"] or {"documentary", "animation"} & set(item["genres"])
        assert item["kind"] == "book" or len(item["cast"]) == 3 or (fewer and len(item["cast"]) < 3), item["id"]


def test_values_come_from_the_vocabulary(items, vocabulary):
    wrong = [
        (item["id"], key, value)
        for item in items
        for key, facet in FACETS.items()
        for value in item[key]
        if value not in vocabulary[facet] or item[key].count(value) > 1
    ]
    assert not wrong
    assert {item["kind"] for item in items} == {"film", "book"} <= set(vocabulary["kind"])


def test_ids_are_unique_and_say_what_they_name(items):
    ids = [item["id"] for item in items]
    assert len(ids) == len(set(ids))
    for item in items:
        ending = str(item["year"]) if item["kind"] == "film" else f"{item['year']}-book" if item["year"] > 0 else "book"
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", item["id"]) and item["id"].endswith(f"-{ending}")


def test_files_are_sorted_and_written_plainly():
    for path in demo.items_paths():
        text = path.read_text(encoding="utf-8")
        records = [json.loads(line) for line in text.splitlines()]
        assert records == sorted(records, key=lambda record: (record["year"], record["title"]))
        assert text == "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def test_descriptions_tell_items_apart(items):
    said = [item["description"] for item in items]
    for text in said:
        assert 40 <= len(text) <= 400 and "!" not in text and "！" not in text and text.endswith("."), text
    assert len(set(said)) == len(said)
    openings = Counter(" ".join(text.split()[:4]) for text in said)
    assert openings.most_common(1)[0][1] <= 2, openings.most_common(3)
    words = [set(re.findall(r"[a-z]{5,}", text.lower())) for text in said]
    for i, one in enumerate(words):
        for other in words[:i]:
            assert len(one & other) / len(one | other) < 0.4, (one, other)


def test_other_titles_are_not_the_title_again(items):
    for item in items:
        names = [item["title"], *item["aliases"], *([item["title_zh"]] if item["title_zh"] else [])]
        assert len(names) == len({name.casefold() for name in names}), item["id"]


def test_the_catalogue_holds_what_it_must(items):
    assert {item["id"] for item in items} >= ASKED_FOR
    films = [item for item in items if item["kind"] == "film"]
    assert len(films) >= 500 and len(items) - len(films) >= 200
    nineties = [film for film in films if 1990 <= film["year"] <= 1999]
    short = [film for film in nineties if film["length"] <= 125]
    assert len(nineties) >= 30 and len(short) >= 18
    assert sum(bool({"crime", "thriller"} & set(film["genres"])) for film in short) >= 10
    assert len({film["year"] // 10 for film in films}) >= 9
    assert len({country for item in items for country in item["countries"]}) >= 50


# --- the personas and the ratings made from them


def test_personas_weigh_what_the_catalogue_has(loaded, vocabulary):
    items, fame, personas = loaded
    people = {name for item in items for role in simulate.ROLES for name in item.get(role, [])}
    assert set(fame) == {item["id"] for item in items} and set(fame.values()) == {1, 2, 3, 4, 5}
    assert len(personas) >= 24 and len({persona["name"] for persona in personas}) == len(personas)
    for persona in personas:
        assert set(persona["kinds"]) == {"film", "book"}
        for side in (persona["likes"], persona["dislikes"]):
            assert set(side) <= {*simulate.FACETS, "people", "periods"}
            for facet in simulate.FACETS:
                assert set(side.get(facet, ())) <= set(vocabulary[FACETS[facet]]), (persona["name"], facet)
            assert set(side.get("people", ())) <= people, persona["name"]


def test_the_generator_reproduces_the_shipped_file_byte_for_byte(loaded):
    made = simulate.as_csv(simulate.simulate(*loaded, people=simulate.PEOPLE, seed=simulate.SEED))
    # Compared unpacked: what xz writes may change with its version, what is inside may not.
    assert made == lzma.decompress(demo.interactions_path().read_bytes())


def test_another_seed_gives_other_people(loaded):
    first, again, other = (simulate.simulate(*loaded, people=20, seed=seed) for seed in (1, 1, 2))
    assert first == again != other


def test_ratings_are_half_steps_of_known_items_once_each(ratings, items):
    assert {rating for _, _, rating in ratings} == {step / 2 for step in range(1, 11)}
    assert {item for _, item, _ in ratings} == {item["id"] for item in items}
    assert len({(user, item) for user, item, _ in ratings}) == len(ratings)


def test_activity_is_long_tailed_and_fame_is_felt(ratings, loaded):
    counts = np.array(list(Counter(user for user, _, _ in ratings).values()))
    assert len(counts) == simulate.PEOPLE and 54 <= counts.mean() <= 64
    assert counts.mean() > np.median(counts) * 1.1 and counts.max() > 3 * np.median(counts)
    rated = Counter(item for _, item, _ in ratings)
    fame = loaded[1]
    assert np.corrcoef([fame[item] for item in rated], [rated[item] for item in rated])[0, 1] > 0.6


def test_dislikes_are_rated_too(ratings):
    low = sum(rating <= 2.5 for _, _, rating in ratings) / len(ratings)
    assert 0.05 < low < 0.3


@pytest.mark.parametrize(
    ("liked", "kin"),
    [
        ("heat-1995", ("crime", {"film"})),
        ("heat-1995", ("crime", {"book"})),
        ("my-neighbor-totoro-1988", ("animation", {"film"})),
        ("dune-1965-book", ("science fiction", {"film"})),
        ("before-sunrise-1995", ("romance", {"film", "book"})),
    ],
)
def test_people_who_like_one_like_its_kin_more_than_chance(ratings, items, liked, kin):
    genre, kinds = kin
    others = {item["id"] for item in items if item["kind"] in kinds} - {liked}
    group = {item["id"] for item in items if genre in item["genres"]} & others
    likes = defaultdict(set)
    for user, item, rating in ratings:
        if rating >= 4:
            likes[user].add(item)

    def share(people: list[set[str]]) -> float:
        # Of what they like of that kind, how much is kin: fans of anything like more of everything, that is no lift.
        return sum(len(own & group) for own in people) / sum(len(own & others) for own in people)

    assert share([own for own in likes.values() if liked in own]) / share(list(likes.values())) > 1.2


def test_importing_the_package_stays_light():
    code = "import sys, retrievers.demo; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


# --- the facts, and the taste, against public lists


@pytest.fixture(scope="module")
def lists():
    missing = [name for name in facts.LISTS if not (facts.SHARED / name).exists()]
    if missing:
        pytest.skip(f"needs {facts.SHARED / missing[0]}")
    return facts.SHARED


@pytest.mark.data
def test_films_are_what_the_lists_say(items, lists):
    films = [item for item in items if item["kind"] == "film"]
    found = facts.check_films(films, facts.film_sightings(lists))
    assert found["title and year"].checked == len(films) >= 500
    assert found["director"].checked > 0.7 * len(films) and found["minutes"].checked > 0.4 * len(films)
    least = {"title and year": 0.97, "director": 0.97, "minutes": 0.95}
    assert {what: tally.wrong for what, tally in found.items() if tally.share < least[what]} == {}


@pytest.mark.data
def test_books_are_what_the_list_says(items, lists):
    books = [item for item in items if item["kind"] == "book"]
    (found,) = facts.check_books(books, lists).values()
    assert found.checked == len(books) >= 200 and found.share >= 0.95, found.wrong


@pytest.mark.data
def test_no_description_is_anybody_elses(items, lists):
    assert facts.copied(items, facts.foreign_texts(lists)) == []


def test_a_shared_run_of_words_is_found(items):
    words = items[0]["description"].split()
    assert facts.copied(items, ["And so " + " ".join(words[:8]).upper() + " ..."]) == [
        (items[0]["id"], facts.plain(" ".join(words[:8])))
    ]
    assert facts.copied(items, [" ".join(words[:7])]) == []


def test_a_wrong_fact_is_found():
    film = {"id": "x", "title": "Heat", "aliases": [], "year": 1995, "director": ["Michael Bay"], "length": 100}
    seen = {"heat": [facts.Sighting(1995, ("Michael Mann",), 170.0)]}
    tallies = facts.check_films([film, {**film, "year": 1990}], seen)
    assert {what: len(tally.wrong) for what, tally in tallies.items()} == {
        "title and year": 1,
        "director": 1,
        "minutes": 1,
    }
    right = {**film, "director": ["Michael Mann"], "length": 165}
    assert not any(tally.wrong for tally in facts.check_films([right], seen).values())


@pytest.mark.data
@pytest.mark.parametrize(("source", "times_chance"), [("latest-small", 6), ("1m", 6)])
def test_invented_people_like_together_what_real_people_do(source, times_chance, lists):
    (real, _), (invented, _) = taste.people_of(lists, source), taste.simulated()
    found = taste.overlap(invented, real, taste.well_known())
    assert found.films == taste.FILMS and found.share > times_chance * found.chance
    likes = [[len(people[film]) for film in people if film in real and film in invented] for people in (invented, real)]
    assert abs(taste.gini(likes[0]) - taste.gini(likes[1])) < 0.2
