"""What a report's file holds besides its pages: the record's digest, the attached data, the form fields."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from . import words
from .parts import RECORD_KEY, SEAL_FIELD, approver_fields, timestamp_field

ATTACHMENTS = ("record.json", "case.json", "result.json")


@dataclass(frozen=True)
class Document:
    """A file's data and fields. `record_sha256` is what the pages say, not what the attachment has."""

    record_sha256: str
    data: Mapping[str, bytes]
    fields: tuple[tuple[str, str], ...]
    """Name and type of every form field, in order."""
    sealed_fields: tuple[tuple[str, str], ...]
    """The same as it was when the file was sealed."""

    @property
    def is_report(self) -> bool:
        """Whether anything in it says that it is a report."""
        return bool(self.record_sha256) or "record.json" in self.data

    @property
    def approvers(self) -> tuple[str, ...]:
        """The names of the fields that approvers sign or have signed."""
        return tuple(name for name, _ in self.sealed_fields[1:])

    def reasons(self, *, signed: Sequence[str], registered: bool | None) -> Iterator[str]:
        """Yield what is wrong with fields and data.

        `signed` are the approvers' fields in which a signature is, in order; `registered` as the seal says,
        None if it is silent.
        """
        names = [name for name, _ in self.fields]
        sealed = [SEAL_FIELD, *approver_fields(len(self.sealed_fields) - 1)]
        expected = [*sealed, *map(timestamp_field, signed)]
        if (
            names != expected
            or {kind for _, kind in self.fields} != {"/Sig"}
            or not {*signed} <= {*sealed[1:]}
        ):
            yield words.WRONG_FIELDS.format(names=", ".join(names) or "none")
        yield from self._data_reasons(registered=registered)

    def _data_reasons(self, *, registered: bool | None) -> Iterator[str]:
        missing = [name for name in ATTACHMENTS if name not in self.data]
        if missing:
            yield words.NO_DATA.format(names=", ".join(missing))
            return
        if hashlib.sha256(self.data["record.json"]).hexdigest() != self.record_sha256:
            yield words.OTHER_DATA
            return
        record = json.loads(self.data["record.json"])
        for part in ("case", "result"):
            if json.loads(self.data[f"{part}.json"]) != record[part]:
                yield words.DATA_DIFFERS.format(name=f"{part}.json")
        if registered is not None and record["provenance"]["registered"] != registered:
            yield words.OTHER_KIND


def read_document(reader: PdfFileReader, sealed: int | None) -> Document:
    """Read what a file holds, its fields also as of the sealed revision; raises whatever pyHanko raises."""
    return Document(
        record_sha256=str(_inside(reader.trailer_view, "/Info", RECORD_KEY) or ""),
        data=dict(_attachments(reader)),
        fields=tuple(_fields(reader.root)),
        sealed_fields=tuple(_fields(reader.root if sealed is None else reader.get_historical_root(sealed))),
    )


def _attachments(reader: PdfFileReader) -> Iterator[tuple[str, bytes]]:
    files = _inside(reader.root, "/Names", "/EmbeddedFiles", "/Names") or []
    for position in range(1, len(files), 2):
        described = files[position]
        name = _inside(described, "/UF") or described["/F"]
        yield str(name), described["/EF"]["/F"].data


def _fields(root: Any) -> Iterator[tuple[str, str]]:
    fields = _inside(root, "/AcroForm", "/Fields") or []
    for position in range(len(fields)):
        entry = fields[position]
        yield str(_inside(entry, "/T") or "?"), str(_inside(entry, "/FT") or "?")


def _inside(value: Any, *path: str) -> Any:
    """Follow keys through dictionaries and references; None where one is missing."""
    for key in path:
        if key not in value:
            return None
        value = value[key]
    return value
