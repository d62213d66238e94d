"""Fetching a public MovieLens archive from its publisher: resumed, verified, unpacked once. It reads no film.

GroupLens lays an ``.md5`` file beside each archive (https://grouplens.org/datasets/movielens/).
"""

from __future__ import annotations

import hashlib
import http.client
import os
import re
import shutil
import ssl
import urllib.error
import urllib.request
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from retrievers.errors import BadData

#: Called with what is fetched, how many bytes of it are there and how many there are.
Progress = Callable[[str, int, int], None]

BASE = "https://files.grouplens.org/datasets/movielens/"
#: What a person writes behind ``movielens:`` → the archive's name.
ARCHIVES = {"latest-small": "ml-latest-small", "1m": "ml-1m", "25m": "ml-25m", "32m": "ml-32m"}
PREFIX = "movielens:"
_WANTED = re.compile(r"movies\.(csv|dat)|ratings\.(csv|dat)|README(\.\w+)?")
#: What a connection that breaks looks like while it is read.
_LOST = (http.client.HTTPException, ConnectionError, TimeoutError, ssl.SSLError)
_PIECE = 2**18
#: Seconds without a byte before a connection counts as lost, and how often it is taken up again.
_PATIENCE, _TRIES = 30.0, 3
#: The largest set has 240 MB packed and 900 MB unpacked: far more than that is not what was asked for.
_MOST_PACKED, _MOST_UNPACKED = 2 * 2**30, 8 * 2**30


def licence(name: str) -> str:
    """What a person should know before the set is fetched."""
    ending = "txt" if name == "1m" else "html"
    return (
        f"MovieLens {name} comes from GroupLens (University of Minnesota) for research; commercial use needs their "
        f"permission. The terms are in its README: {BASE}{_archive(name)}-README.{ending}"
    )


def _archive(name: str) -> str:
    if name not in ARCHIVES:
        raise BadData(f"There is no MovieLens set '{name}' to fetch.", f"Use one of {', '.join(ARCHIVES)}.")
    return ARCHIVES[name]


def movielens(
    name: str, folder: Path, *, base: str = BASE, progress: Progress = lambda stage, done, total: None
) -> Path:
    """The folder with the films and ratings of a set, fetched into ``folder`` where it is not there yet.

    An archive that is there and has its checksum is not asked for again, so a set that changes (``latest-small``) stays
    as it was first fetched. What was fetched before an interruption is kept in a ``.part`` file and gone on from.
    Raises `BadData` where the publisher cannot be reached, or the archive is not what its checksum says.
    """
    title = _archive(name)
    archive = folder / f"{title}.zip"
    noted = folder / f"{title}.zip.md5"
    folder.mkdir(parents=True, exist_ok=True)
    if not (archive.is_file() and noted.is_file() and _md5(archive) == noted.read_text("ascii", "replace")):
        _fetch(archive, noted, base, progress)
    unpacked = folder / title
    if not unpacked.is_dir():
        _unpack(archive, title, unpacked)
    return unpacked


def _fetch(archive: Path, noted: Path, base: str, progress: Progress) -> None:
    url = f"{base}{archive.name}"
    try:
        with _ask(f"{url}.md5", base) as answer:
            match = re.search(r"\b[0-9a-f]{32}\b", answer.read(1000).decode("ascii", "replace").lower())
    except _LOST as error:
        raise BadData(f"'{url}.md5' could not be fetched ({error}).", "Try again.") from error
    if match is None:
        raise BadData(f"'{url}.md5' holds no checksum.", "Fetch the set by hand and name its folder.")
    part = archive.with_name(f"{archive.name}.part")
    _download(url, part, base, progress)
    if (found := _md5(part)) != match.group():
        part.unlink()
        raise BadData(
            f"'{url}' came with the checksum {found}, not {match.group()} as its publisher states; it was deleted.",
            "Run again to fetch it anew.",
        )
    shutil.rmtree(archive.with_suffix(""), ignore_errors=True)  # of an archive that is no more
    os.replace(part, archive)
    noted.write_text(match.group(), "ascii")


def _download(url: str, part: Path, base: str, progress: Progress) -> None:
    """Fetch ``url`` into ``part``, going on from what is there; a connection that breaks is taken up a few times."""
    for left in reversed(range(_TRIES)):
        have = part.stat().st_size if part.is_file() else 0
        try:
            with _ask(url, base, have) as answer:
                total = _copy(answer, part, have, progress)
        except _Cut as cut:
            total = cut.total
        have = part.stat().st_size if part.is_file() else 0
        if have >= total:
            return
        if not left:
            raise BadData(
                f"The connection was lost {_TRIES} times; {have / 1e6:,.1f} of {total / 1e6:,.1f} MB of '{url}' came.",
                "Run again to go on from there.",
            )


class _Cut(Exception):
    """The connection broke; ``total`` is how many bytes there are in all."""

    def __init__(self, total: int) -> None:
        super().__init__()
        self.total = total


def _copy(answer: Any, part: Path, have: int, progress: Progress) -> int:
    """Write what comes, behind the ``have`` bytes where the server goes on from there; the number of bytes in all."""
    if answer.status == 416:  # nothing is left to send: the checksum tells whether what is there is right
        return have
    goes_on = answer.status == 206 and (answer.headers.get("Content-Range") or "").startswith(f"bytes {have}-")
    done = have if goes_on else 0
    total = done + int(answer.headers.get("Content-Length") or 0)
    try:
        with part.open("ab" if goes_on else "wb") as file:
            while piece := answer.read(_PIECE):
                file.write(piece)
                done += len(piece)
                progress(f"Fetching {part.name.removesuffix('.part')}", done, max(total, done))
                if done > _MOST_PACKED:
                    raise BadData(f"'{answer.url}' is larger than {_MOST_PACKED / 1e9:.1f} GB.", "Fetch it by hand.")
    except _LOST as error:
        raise _Cut(max(total, done + 1)) from error
    return total


def _ask(url: str, base: str, have: int = 0) -> Any:
    """Open ``url``, from byte ``have`` on. Raises `BadData` in a sentence for every way in which that can fail."""
    headers = {"User-Agent": "sommelier", "Accept-Encoding": "identity"}
    request = urllib.request.Request(url, headers=headers | ({"Range": f"bytes={have}-"} if have else {}))
    try:
        answer = urllib.request.urlopen(request, timeout=_PATIENCE)
    except urllib.error.HTTPError as error:
        if error.code == 416 and have:
            return error  # it can be read like any other answer
        raise BadData(
            f"'{url}' could not be fetched: the server answered {error.code} ({error.reason}).",
            "Try again later, or fetch the set by hand and name its folder.",
        ) from error
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise BadData(
            f"'{url}' could not be reached ({reason}).",
            "Check the network, or fetch the set elsewhere and name its folder.",
        ) from error
    if base.startswith("https:") and not answer.url.startswith("https:"):
        answer.close()
        raise BadData(f"'{url}' leads to '{answer.url}', which is not encrypted.", "Fetch the set by hand.")
    return answer


def _md5(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def _unpack(archive: Path, title: str, target: Path) -> None:
    """The films, the ratings and the README of an archive into ``target``, which is there whole or not at all.

    Only these names, directly in the archive's own folder, are written, and flat: no path in it can lead elsewhere.
    """
    work = target.with_name(f".{target.name}.unpacking")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    try:
        with zipfile.ZipFile(archive) as packed:
            for member in packed.infolist():
                within, _, name = member.filename.rpartition("/")
                if within == title and _WANTED.fullmatch(name):
                    if member.file_size > _MOST_UNPACKED:
                        raise BadData(f"'{name}' in '{archive}' unpacks to over 8 GB.", "Unpack it by hand.")
                    with packed.open(member) as source, (work / name).open("wb") as file:
                        shutil.copyfileobj(source, file, _PIECE)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise BadData(f"'{archive}' cannot be unpacked ({error}).", "Delete it and run again.") from error
    if not any(path.name.startswith("movies") for path in work.iterdir()):
        shutil.rmtree(work, ignore_errors=True)
        raise BadData(f"'{archive}' holds no films in the folder '{title}'.", "Delete it and run again.")
    os.replace(work, target)
