"""The LangChain retriever gives what the recommender finds, as documents, whichever way it is asked."""

import asyncio
import json

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.runnables import RunnableLambda

from retrievers import Constraint, ItemRetriever, Query
from retrievers.semantic import describe


@pytest.fixture
def retriever(index):
    return ItemRetriever(index=index, base=Query(k=4))


def ids(documents):
    return [document.id for document in documents]


def test_documents_are_the_candidates(retriever, index):
    found = retriever.invoke("a ship in space")
    candidates = index.hybrid.retrieve(Query(text="a ship in space", quoted="a ship in space", k=4))
    assert ids(found) == [c.item.id for c in candidates] and len(found) == 4
    for document, candidate in zip(found, candidates, strict=True):
        assert document.page_content == f"{candidate.item.title}. {describe(candidate.item)}"
        assert document.metadata["title"] == candidate.item.title
        assert document.metadata["score"] == candidate.score
        assert [e["kind"] for e in document.metadata["evidence"]] == [e.kind for e in candidate.evidence]
    assert json.loads(json.dumps(found[0].metadata)) == found[0].metadata


def test_likes_and_conditions_go_with_every_search_or_with_one(retriever, index):
    films = Constraint(facet="kind", include=("film",))
    fixed = ItemRetriever(index=index, base=Query(liked=("heat",), constraints=(films,), k=3))
    once = retriever.invoke("space", liked=("heat",), constraints=(films,), k=3)
    assert ids(fixed.invoke("space")) == ids(once)
    assert {d.metadata["kind"] for d in once} == {"film"} and "heat" not in ids(once)
    assert any(e["kind"] == "people-like-you" for d in fixed.invoke("") for e in d.metadata["evidence"])


def test_without_blocking_and_in_batches(retriever):
    found = ids(retriever.invoke("space"))
    assert ids(asyncio.run(retriever.ainvoke("space"))) == found
    assert ids(asyncio.run(retriever.ainvoke("space", k=2))) == found[:2]
    assert [ids(one) for one in retriever.batch(["space", "space"])] == [found, found]


def test_in_a_chain_its_callbacks_hear_of_it(retriever):
    heard = []

    class Recording(BaseCallbackHandler):
        def on_retriever_end(self, documents, **kwargs):
            heard.extend(documents)

    chain = retriever | RunnableLambda(lambda documents: [d.metadata["title"] for d in documents])
    titles = chain.invoke("space", config={"callbacks": [Recording()]})
    assert titles == [d.metadata["title"] for d in heard] and titles


def test_a_field_that_no_query_has_is_refused(retriever):
    with pytest.raises(TypeError, match="colour"):
        retriever.invoke("space", colour="blue")
