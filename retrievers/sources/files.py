"""Opening files that may be packed (.xz, .gz, .zip) or stand under one of several names. Knows no layout."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from retrievers.errors import BadData
from retrievers.sources.records import BadRows

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


def choose(path: Path, *names: str) -> Path:
    """``path`` itself where it is a file, else the first of ``names`` in it. Raises `BadData` where it has none."""
    found = find(path, *names) if path.is_dir() else path
    if found is None:
        raise BadData(f"The folder '{path}' holds none of {', '.join(names)}.", "Name the file itself.")
    return found


def read_bytes(path: Path) -> bytes:
    """The unpacked bytes of a file. A .zip must hold exactly one file."""
    try:
        if path.suffix == ".xz":
            return lzma.decompress(path.read_bytes())
        if path.suffix == ".gz":
            return gzip.decompress(path.read_bytes())
        return _only_file_of(path) if path.suffix == ".zip" else path.read_bytes()
    except (OSError, EOFError, lzma.LZMAError, zlib.error, zipfile.BadZipFile, RuntimeError) as error:
        raise BadData(f"'{path}' cannot be read or unpacked ({error}).", "Fetch the file again.") from error


def _only_file_of(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        names = [n for n in archive.namelist() if not n.endswith("/") and not n.startswith("__MACOSX/")]
        if len(names) != 1:
            raise BadData(f"'{path}' holds {len(names)} files, not one.", "Unpack it and name the file itself.")
        return archive.read(names[0])


def read_text(path: Path) -> str:
    """The whole text of a file: UTF-8, UTF-16 where a mark at its start says so, else as older public sets are written.

    What is not valid UTF-8 is read as Windows-1252, which is Latin-1 with quotation marks in a range Latin-1 leaves
    to control characters; as plain Latin-1 where even that fails.
    """
    data = read_bytes(path)
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16" if utf16 else "utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def lines(path: Path) -> Iterator[str]:
    """The lines of a file without their ends; empty lines are left out."""
    for line in io.StringIO(read_text(path), newline=None):  # not splitlines(): a title may hold a form feed or U+2028
        if line.strip():
            yield line.rstrip("\n")


def csv_rows(path: Path, *, delimiter: str = ",", quoted: bool = True) -> Iterator[dict[str, Any]]:
    """The rows of a table with a header line, by column. A row may lack the last columns (None)."""
    file = io.StringIO(read_text(path), newline="")
    try:
        yield from csv.DictReader(file, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE)
    except csv.Error as error:
        raise BadData(f"'{path}' is not a regular table ({error}).", "Look for a quote that is not closed.") from error


def columns(path: Path, bad: BadRows, *, delimiter: str = ",", names: list[str] | None = None) -> dict[str, Any]:
    """A delimited file as arrow columns of text by name; ``names`` where it has no header line. Fast, for long files.

    Lines with another number of fields are left out and counted in ``bad``.
    """
    import pyarrow as pa
    from pyarrow import csv as arrow

    def skip(row: Any) -> str:
        bad.add(row.number or 0, f"{row.actual_columns} fields instead of {row.expected_columns}", row.text)
        return "skip"

    data = read_bytes(path)
    header = data.split(b"\n", 1)[0].decode("utf-8-sig", "replace")
    found = names or next(csv.reader([header], delimiter=delimiter), [])
    try:
        table = arrow.read_csv(
            io.BytesIO(data),
            read_options=arrow.ReadOptions(column_names=found, skip_rows=0 if names else 1, use_threads=False),
            parse_options=arrow.ParseOptions(delimiter=delimiter, invalid_row_handler=skip),
            convert_options=arrow.ConvertOptions(column_types=dict.fromkeys(found, pa.string())),
        )
    except pa.ArrowInvalid as error:
        raise BadData(f"'{path}' is not a regular table ({error}).", "Mend the line that it names.") from error
    return {name: table.column(name) for name in table.column_names}
