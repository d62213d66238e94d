"""Opening files that may be packed (.xz, .gz, .zip) or stand under one of several names. Knows no layout."""

from __future__ import annotations

import gzip
import io
import lzma
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from retrievers.errors import BadData

PACKED = (".xz", ".gz", ".zip")


def stem(path: Path) -> str:
    """The file name without the ending of its packing: ``movies.csv`` for ``movies.csv.xz``."""
    return path.name.removesuffix(path.suffix) if path.suffix in PACKED else path.name


def find(folder: Path, *names: str) -> Path | None:
    """The first of ``names`` that the folder holds, packed or not."""
    for name in names:
        for candidate in (folder / name, *(folder / f"{name}{ending}" for ending in PACKED)):
            if candidate.is_file():
                return candidate
    return None


def open_bytes(path: Path) -> BinaryIO:
    """The unpacked bytes of a file. A .zip must hold exactly one file."""
    if path.suffix == ".xz":
        return cast(BinaryIO, lzma.open(path, "rb"))
    if path.suffix == ".gz":
        return cast(BinaryIO, gzip.open(path, "rb"))
    if path.suffix == ".zip":
        archive = zipfile.ZipFile(path)
        names = [name for name in archive.namelist() if not name.endswith("/")]
        if len(names) != 1:
            raise BadData(f"'{path}' holds {len(names)} files, not one.", "Unpack it and name the file itself.")
        return cast(BinaryIO, archive.open(names[0]))
    return path.open("rb")


def read_text(path: Path, encoding: str = "utf-8") -> str:
    """The whole text of a file. UTF-8 that is not valid is read as Latin-1, as the older public sets are written."""
    with open_bytes(path) as file:
        try:
            data = file.read()
        except (OSError, EOFError, lzma.LZMAError, zipfile.BadZipFile) as error:
            raise BadData(f"'{path}' cannot be unpacked ({error}).", "Fetch the file again.") from error
    try:
        return data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError:
        return data.decode("latin-1")


def read_columns(path: Path, *, delimiter: str = ",", names: list[str] | None = None) -> dict[str, Any]:
    """A delimited file as arrow columns by name; ``names`` where the file has no header line. Fast, for plain files."""
    import pyarrow as pa
    from pyarrow import csv

    with open_bytes(path) as file:
        data = file.read()
    try:
        found = csv.read_csv(
            io.BytesIO(data),
            read_options=csv.ReadOptions(column_names=names),
            parse_options=csv.ParseOptions(delimiter=delimiter, newlines_in_values=False),
        )
    except pa.ArrowInvalid as error:
        raise BadData(f"'{path}' is not a regular table ({error}).", "Mend the line that it names.") from error
    return {name: found.column(name) for name in found.column_names}


def lines(path: Path, encoding: str = "utf-8") -> Iterator[str]:
    """The lines of a file without their ends; empty lines are left out."""
    for line in read_text(path, encoding).splitlines():
        if line.strip():
            yield line
