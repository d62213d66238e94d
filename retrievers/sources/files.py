"""Opening files that may be packed (.xz, .gz, .zip, .zst) or stand under one of several names. Knows no layout."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrievers.errors import BadData
from retrievers.sources.records import BadRows

PACKED = (".xz", ".gz", ".zip", ".zst")
#: A packed file may unpack to so many bytes, or to half of the free memory where that is less.
MOST_UNPACKED = 8 * 2**30
_PIECE = 2**20


def stem(path: Path) -> str:
    """The file name without the ending of its packing: ``movies.csv`` for ``movies.csv.xz``."""
    return path.name.removesuffix(path.suffix) if _packed(path) else path.name


def _packed(path: Path) -> bool:
    return path.suffix.lower() in PACKED


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


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """The unpacked bytes as a stream; what goes wrong while it is read is `BadData`."""
    try:
        with _stream(path) as stream:
            yield stream
    except (OSError, EOFError, ValueError, lzma.LZMAError, zlib.error, zipfile.BadZipFile, RuntimeError) as error:
        raise BadData(f"'{path}' cannot be read or unpacked ({error}).", "Fetch the file again.") from error


def _stream(path: Path) -> Any:
    ending = path.suffix.lower()
    if ending == ".xz":
        return lzma.open(path)
    if ending == ".gz":
        return gzip.open(path)
    if ending == ".zst":
        import pyarrow as pa

        return pa.input_stream(str(path), compression="zstd")
    return _only_file_of(path) if ending == ".zip" else path.open("rb")


def _only_file_of(path: Path) -> Any:
    with zipfile.ZipFile(path) as archive:
        names = [n for n in archive.namelist() if not n.endswith("/") and not n.startswith("__MACOSX/")]
        if len(names) != 1:
            raise BadData(f"'{path}' holds {len(names)} files, not one.", "Unpack it and name the file itself.")
        return archive.open(names[0])


def read_bytes(path: Path) -> bytes:
    """The unpacked bytes of a file. A .zip must hold exactly one file.

    Raises `BadData` where it cannot be read, or where a packed file holds more than `MOST_UNPACKED` bytes.
    """
    with _opened(path) as stream:
        if not _packed(path):
            return bytes(stream.read())
        most, unpacked = _most(), io.BytesIO()
        while piece := stream.read(_PIECE):
            unpacked.write(piece)
            if unpacked.tell() > most:
                raise BadData(
                    f"'{path}' unpacks to more than {most / 1e9:,.1f} GB, more than is read into memory.",
                    "Unpack it yourself and name a smaller file.",
                )
        return unpacked.getvalue()


def _most() -> int:
    import psutil

    return min(MOST_UNPACKED, int(psutil.virtual_memory().available) // 2)


def head(path: Path, size: int = 4096) -> str:
    """The text of the first ``size`` bytes of a file, without unpacking the rest: enough to tell what it is."""
    with _opened(path) as stream:
        data = bytes(stream.read(size))
    return data.decode("utf-16" if _is_utf16(data) else "utf-8-sig", "ignore")


def read_text(path: Path) -> str:
    """The whole text of a file: UTF-8, UTF-16 where a mark at its start says so, else as older public sets are written.

    What is not valid UTF-8 is read as Windows-1252, which is Latin-1 with quotation marks in a range Latin-1 leaves
    to control characters; as plain Latin-1 where even that fails.
    """
    data = read_bytes(path)
    return data.decode(_encoding(data))


def text_stream(path: Path, newline: str | None) -> io.TextIOWrapper:
    """The text of `read_text` as a stream, decoded as it is read; ``newline`` as in `open`."""
    data = read_bytes(path)
    return io.TextIOWrapper(io.BytesIO(data), encoding=_encoding(data), newline=newline)


def _is_utf16(data: bytes) -> bool:
    return data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def _encoding(data: bytes) -> str:
    """The first of the encodings above in which ``data`` is valid, tried piece by piece."""
    for encoding in ("utf-16" if _is_utf16(data) else "utf-8-sig", "cp1252"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            for start in range(0, len(data), _PIECE):
                decoder.decode(data[start : start + _PIECE])
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    return "latin-1"


def lines(path: Path) -> Iterator[str]:
    """The lines of a file without their ends; empty lines are left out."""
    for line in text_stream(path, None):  # not splitlines(): a title may hold a form feed or U+2028
        if line.strip():
            yield line.rstrip("\n")


def csv_rows(path: Path, *, delimiter: str = ",", quoted: bool = True) -> Iterator[dict[str, Any]]:
    """The rows of a table with a header line, by column. A row may lack the last columns (None)."""
    file = text_stream(path, "")
    try:
        yield from csv.DictReader(file, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE)
    except csv.Error as error:
        raise BadData(f"'{path}' is not a regular table ({error}).", "Look for a quote that is not closed.") from error


@dataclass(frozen=True, kw_only=True)
class Columns:
    """A long table by column (arrow arrays or lists, of one length).

    ``first`` is the number of its first row, ``skipped`` the numbers of rows that are not in it, in order.
    """

    by_name: dict[str, Any]
    first: int
    skipped: tuple[int, ...] = ()


def columns(
    path: Path, bad: BadRows, *, delimiter: str = ",", names: list[str] | None = None, cause: str = ""
) -> Columns:
    """A delimited file as arrow columns by name; ``names`` where it has no header line. Fast, for long files.

    The columns are dictionaries of text: in a long table the same few values come again and again. Lines with another
    number of fields are left out and counted in ``bad``, as ``cause`` where one is given.
    """
    import pyarrow as pa
    from pyarrow import csv as arrow

    skipped: list[int] = []

    def skip(row: Any) -> str:
        skipped.append(row.number or 0)
        fields = f"{row.actual_columns} fields instead of {row.expected_columns}"
        bad.add(row.number or 0, cause or fields, row.text)
        return "skip"

    data = read_bytes(path)
    if (encoding := _encoding(data)) != "utf-8-sig":
        data = data.decode(encoding).encode()  # arrow reads UTF-8 only
    header = data.split(b"\n", 1)[0].decode("utf-8-sig")
    found = names or next(csv.reader([header], delimiter=delimiter), [])
    try:
        table = arrow.read_csv(
            pa.BufferReader(data),
            read_options=arrow.ReadOptions(column_names=found, skip_rows=0 if names else 1, use_threads=False),
            parse_options=arrow.ParseOptions(delimiter=delimiter, invalid_row_handler=skip),
            convert_options=arrow.ConvertOptions(
                column_types=dict.fromkeys(found, pa.dictionary(pa.int32(), pa.string()))
            ),
        )
    except pa.ArrowInvalid as error:
        raise BadData(f"'{path}' is not a regular table ({error}).", "Mend the line that it names.") from error
    by_name = {name: table.column(name) for name in table.column_names}
    return Columns(by_name=by_name, first=1 if names else 2, skipped=tuple(skipped))
