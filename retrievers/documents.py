"""The recommender as a LangChain retriever: candidates as documents, with their score and their evidence.

Loaded only where it is asked for (``from retrievers import ItemRetriever``), for langchain_core takes a second.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, SkipValidation

from retrievers.index import Index
from retrievers.query import Candidate, Query
from retrievers.semantic import describe


class ItemRetriever(BaseRetriever):
    """Items of an opened index for a wish in words: ``ItemRetriever(index=open_index(folder)).invoke("a sad film")``.

    ``base`` holds what goes with every search: likes, dislikes, items already seen, conditions and ``k``. A call may
    set any field of `Query` for itself: ``retriever.invoke("a sad film", liked=("heat",), k=5)``.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: SkipValidation[Index]
    base: SkipValidation[Query] = Query(k=10)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun | None = None, **fields: Any
    ) -> list[Document]:
        return self._documents(query, fields)

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun | None = None, **fields: Any
    ) -> list[Document]:
        return await asyncio.to_thread(self._documents, query, fields)

    def _documents(self, text: str, fields: Mapping[str, Any]) -> list[Document]:
        wanted = replace(self.base, **{"text": text, "quoted": text, **fields})
        return [document(candidate) for candidate in self.index.hybrid.retrieve(wanted)]


def document(candidate: Candidate) -> Document:
    """A candidate as a document: the text that stands for the item, its id, and plain JSON values as metadata.

    ``score`` is the candidate's, ``evidence`` a list of ``{"kind", "weight", "facts"}``, weightiest first.
    """
    item = candidate.item
    told = {
        "title": item.title, "year": item.year, "kind": item.kind, "genres": list(item.genres),
        "people": [asdict(person) for person in item.people], "length": item.length,
        "score": candidate.score, "evidence": [asdict(reason) for reason in candidate.evidence],
    }  # fmt: skip
    return Document(
        id=item.id,
        page_content=f"{item.title}. {describe(item)}" if item.description else describe(item),
        metadata=told,
    )
