"""Workbooks that come back: whatever a program writes is read, whatever somebody made up is refused."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.conf import LazySettings
from django.utils import translation
from openpyxl import load_workbook

from assessments import questionnaires
from assessments.domain.case import Answer, Choice, Evidence, Pair, Proof
from assessments.spreadsheet import Contents, SheetRow, Unreadable, package, read, workbook
from assessments.spreadsheet.columns import COLUMNS, HEAD_ROW, choices, code_of
from tests.languages import compiled

from .sheets import as_bytes, cell, row_of, typed

QUESTIONS = questionnaires.load()
ANSWERS = {
    "data.selection": Answer(
        Choice(2), Evidence.DOCUMENTED, "=1+1 _x0041_\ufffe\nend", (Proof("Plan", "https://x.example.org"),)
    ),
    "data.volume": Answer(Pair(Decimal("0.125"), Decimal(50_000))),
}


INLINE = re.compile(rb'<c (?P<more>[^>]*)t="inlineStr"[^>]*><is>(?P<text>.*?)</is></c>', re.DOTALL)
SHARED_TYPE = (
    b'<Override PartName="/xl/sharedStrings.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
SHARED_LINK = (
    b'<Relationship Id="rIdShared" Target="sharedStrings.xml" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/>'
)
TWO_CELLS = b"<sheetData><row><c t='s'><v>99</v></c></row>"


def contents(round_id: str = "here") -> Contents:
    return Contents(
        round_id=round_id,
        title="Project, round 1",
        about=(("State", "Draft"),),
        questionnaire=QUESTIONS,
        answers=ANSWERS,
        versions=dict.fromkeys(ANSWERS, 3),
        given={},
        answerable=frozenset({"data"}),
    )


@pytest.fixture
def file() -> bytes:
    return workbook(contents())


def rows_of(content: bytes) -> dict[str, SheetRow]:
    return {row.question: row for row in read(content, "here", QUESTIONS)}


def repacked(content: bytes, change: Callable[[str, bytes], bytes | None], **more: bytes) -> bytes:
    """The same package with its parts changed, or left out, and others added."""
    kept = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(kept, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = change(name, before.read(name))
            if part is not None:
                after.writestr(name, part)
        for name, part in more.items():
            after.writestr(name, part)
    return kept.getvalue()


def same(_name: str, part: bytes) -> bytes:
    return part


def refused(content: bytes) -> str:
    with pytest.raises(Unreadable) as told:
        read(content, "here", QUESTIONS)
    return str(told.value)


def test_every_question_comes_back_as_it_went_out(file: bytes) -> None:
    rows = rows_of(file)

    assert list(rows) == [question.key for question in QUESTIONS]
    assert all(row.untouched for row in rows.values())
    assert rows["data.selection"].version == 3
    assert rows["data.selection"].fields["rationale"] == "=1+1 _x0041_ \nend"
    assert rows["data.volume"].fields["said"] == "pair"
    assert rows["data.volume"].fields["pilot"] == "0.125"


def test_text_stays_text_and_nothing_else_is_escaped(file: bytes) -> None:
    book = load_workbook(BytesIO(file))

    assert cell(book, "data.selection", "rationale").data_type == "s"
    assert cell(book, "data.volume", "production").data_type == "n"


@pytest.mark.parametrize(
    ("value", "number_format", "read_as"),
    [
        (1234.5, "General", "1,234.5"),
        ("1 234,5", "General", "1 234,5"),
        (0.1 + 0.2, "General", "0.3"),
        (7, "0.00", "7"),
        (-5, "General", "-5"),
        ("  ", "General", ""),
    ],
)
def test_numbers_come_back_in_any_way_of_writing(
    file: bytes, value: object, number_format: str, read_as: str
) -> None:
    book = load_workbook(BytesIO(file))
    typed(book, "data.volume", pilot=value)
    cell(book, "data.volume", "pilot").number_format = number_format

    assert rows_of(as_bytes(book))["data.volume"].fields["pilot"] == read_as


def test_percentage_counts_where_a_share_is_asked_for(file: bytes) -> None:
    book = load_workbook(BytesIO(file))
    for key in ("data.defect_rate", "data.volume"):
        typed(book, key, pilot=0.12)
        cell(book, key, "pilot").number_format = "0%"

    rows = rows_of(as_bytes(book))

    assert rows["data.defect_rate"].fields["pilot"] == "12"
    assert "holds a percentage" in rows["data.volume"].wrong[0].text


@pytest.mark.parametrize(
    ("name", "value", "read_as"),
    [
        ("rationale", datetime(2026, 3, 3, tzinfo=UTC).replace(tzinfo=None), "2026-03-03T00:00:00"),
        ("rationale", 0.5, "0.5"),
        ("proof_title", "one\ntwo", "one two"),
        ("said", "  HAND-PICKED  ", None),
        ("evidence", "measured", "measured"),
        ("said", 3, "3"),
        ("said", "not known", "not_known"),
    ],
)
def test_what_programs_make_of_a_cell_is_read(
    file: bytes, name: str, value: object, read_as: str | None
) -> None:
    book = typed(load_workbook(BytesIO(file)), "data.selection", **{name: value})

    row = rows_of(as_bytes(book))["data.selection"]

    assert row.wrong if read_as is None else row.fields[name] == read_as
    assert not row.untouched


@pytest.mark.parametrize(
    ("value", "told"),
    [("=1+1", "holds a formula"), ("#REF!", "holds an error"), (datetime(2026, 3, 3), "not a number")],  # noqa: DTZ001
)
def test_cell_that_holds_no_answer_is_named(file: bytes, value: object, told: str) -> None:
    book = load_workbook(BytesIO(file))
    where = cell(book, "data.volume", "pilot")
    where.value = value
    if value == "#REF!":
        where.data_type = "e"

    (error,) = rows_of(as_bytes(book))["data.volume"].wrong

    assert (error.sheet, error.cell) == ("Data quality", where.coordinate)
    assert told in error.text


def test_columns_may_be_moved_and_rows_sorted(file: bytes) -> None:
    book = load_workbook(BytesIO(file))
    sheet, row = row_of(book, "data.selection")
    typed(book, "data.selection", said="Not known")
    sheet.protection.sheet = False
    sheet.insert_cols(2)
    sheet.move_range(f"A{row}:U{row}", rows=20)

    assert rows_of(as_bytes(book))["data.selection"].fields["said"] == "not_known"


def test_rows_of_no_question_and_sheets_of_one_s_own_are_left_alone(file: bytes) -> None:
    book = load_workbook(BytesIO(file))
    book.create_sheet("Mine")["A1"] = "=1+1"
    book.create_sheet("Empty")
    row_of(book, "data.selection")[0].cell(40, 1).value = "data.magic"

    assert set(rows_of(as_bytes(book))) == set(QUESTIONS.by_key)


@pytest.mark.parametrize("version", ["many", "-1", "99999999999", None])
def test_made_up_version_is_none(file: bytes, version: object) -> None:
    book = typed(load_workbook(BytesIO(file)), "data.selection", version=version)

    assert rows_of(as_bytes(book))["data.selection"].version == 0


def test_question_that_stands_twice_is_refused(file: bytes) -> None:
    book = load_workbook(BytesIO(file))
    book.copy_worksheet(book["Data quality"])

    assert "stand in the file twice" in refused(as_bytes(book))


def test_sheet_of_another_round_or_of_nothing_is_refused(file: bytes) -> None:
    book = load_workbook(BytesIO(file))
    for section in QUESTIONS.sections:
        del book[section.name]

    assert "another round" in refused(workbook(contents("elsewhere")))
    assert "not a sheet of this product" in refused(as_bytes(book))
    book["Lists"]["A1"] = "something else"
    assert "not a sheet of this product" in refused(as_bytes(book))
    del book["Lists"]
    assert "not a sheet of this product" in refused(as_bytes(book))


def test_texts_in_a_table_of_their_own_are_read_too(file: bytes) -> None:
    """As Excel and LibreOffice write them."""
    texts: list[bytes] = []

    def shared(name: str, part: bytes) -> bytes:
        if name == "[Content_Types].xml":
            return part.replace(b"</Types>", SHARED_TYPE + b"</Types>")
        if name == "xl/_rels/workbook.xml.rels":
            return part.replace(b"</Relationships>", SHARED_LINK + b"</Relationships>")
        return INLINE.sub(kept, part) if name.startswith("xl/worksheets/") else part

    def kept(match: re.Match[bytes]) -> bytes:
        texts.append(match["text"])
        return b'<c %st="s"><v>%d</v></c>' % (match["more"], len(texts) - 1)

    once = repacked(file, shared)
    items = b"".join(b"<si>%s</si>" % text for text in texts)
    table = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>' % items

    rows = rows_of(repacked(once, same, **{"xl/sharedStrings.xml": table}))

    assert len(texts) > 500
    assert all(row.untouched for row in rows.values())


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "not an Excel workbook"),
        (b"a,b,c", "not an Excel workbook"),
        (b"PK\x03\x04 cut off", "not an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "locked with a password"),
        (b"x" * (package.MOST_BYTES + 1), "too large"),
    ],
)
def test_no_workbook_is_told_what_it_is(content: bytes, told: str) -> None:
    assert told in refused(content)


def test_other_packages_are_told_what_they_are(file: bytes) -> None:
    def with_macros(name: str, part: bytes) -> bytes:
        return part.replace(b"sheet.main", b"sheet.macroEnabled.main") if "Content_Types" in name else part

    assert "OpenDocument" in refused(repacked(file, same, mimetype=b"application/vnd.oasis"))
    assert "holds macros" in refused(repacked(file, with_macros))
    assert "holds macros" in refused(repacked(file, same, **{"xl/vbaProject.bin": b"x"}))
    assert "not an Excel workbook" in refused(
        repacked(file, lambda name, part: None if name == "xl/workbook.xml" else part)
    )


def test_bombs_are_refused_before_they_are_unpacked(file: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "unpacks to far more" in refused(
        repacked(file, same, **{"xl/media/a.xml": b" " * (package.MOST_UNPACKED + 1)})
    )
    for cell_or_attribute in (b"<c/>" * 300_000, b"<c " + b"a='' " * 1_000_001):
        assert "unpacks to far more" in refused(repacked(file, same, **{"xl/a.xml": cell_or_attribute}))
    monkeypatch.setattr(package, "MOST_PARTS", 5)
    assert "unpacks to far more" in refused(file)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_any_encoding(file: bytes, encoding: str) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c SYSTEM "file:///etc/passwd">]><a>&c;</a>'

    def bombed(name: str, part: bytes) -> bytes:
        return bomb.encode(encoding) if name == "xl/worksheets/sheet2.xml" else part

    assert "no spreadsheet program writes" in refused(repacked(file, bombed))


@pytest.mark.parametrize(
    "broken",
    [
        lambda _part: b"",
        lambda part: part[: len(part) // 2],
        lambda part: re.sub(rb"<sheetData>.*", TWO_CELLS, part, flags=re.DOTALL),
        lambda part: part.replace(b'r="A1"', b'r="nowhere"'),
    ],
)
def test_broken_parts_are_no_sheet_and_no_failure(file: bytes, broken: Callable[[bytes], bytes]) -> None:
    def change(name: str, part: bytes) -> bytes:
        return broken(part) if name == "xl/worksheets/sheet2.xml" else part

    assert "not a spreadsheet that can be read" in refused(repacked(file, change))


def test_links_to_other_workbooks_are_not_followed(file: bytes) -> None:
    linked = repacked(
        file, same, **{"xl/externalLinks/externalLink1.xml": b"<externalLink/>", "a.png": b"\x89PNG"}
    )

    assert set(rows_of(linked)) == set(QUESTIONS.by_key)


def test_endless_sheet_is_read_to_a_limit(file: bytes) -> None:
    book = load_workbook(BytesIO(file))
    book["Data quality"].cell(1_048_576, 1).value = "data.selection"
    book["Data quality"].cell(6, 16_384).value = "far out"

    assert set(rows_of(as_bytes(book))) == set(QUESTIONS.by_key)


def test_choices_are_found_by_line_words_or_digit() -> None:
    question = QUESTIONS.by_key["data.selection"]
    words = choices(question)

    assert [code_of(typed, words) for typed in ("2", words["2"], question.levels[2].text.upper())] == [
        "2"
    ] * 3
    assert code_of("5", words) is None
    assert len({column.name for column in COLUMNS}) == len(COLUMNS)


@pytest.fixture
def dutch(tmp_path: Path, settings: LazySettings) -> bytes:
    """The same file, downloaded by somebody who reads in another language."""
    said = {
        "Not known": "Weet niet",
        "Measured": "Gemeten",
        "Documented": "Beschreven",
        "Pilot: a number": "Proef: een getal",
    }
    settings.LOCALE_PATHS = [compiled(tmp_path, "nl", said)]
    with translation.override("nl"):
        return workbook(contents())


def test_sheet_speaks_the_language_of_whoever_downloads_it(dutch: bytes) -> None:
    book = load_workbook(BytesIO(dutch))

    assert cell(book, "data.selection", "evidence").value == "Beschreven"
    assert "Proef: een getal" in [title.value for title in book["Data quality"][HEAD_ROW]]


@pytest.mark.parametrize("language", ["en-gb", "nl", "fr"])
def test_sheet_is_read_in_whatever_language_it_was_made(dutch: bytes, file: bytes, language: str) -> None:
    book = typed(load_workbook(BytesIO(dutch)), "data.selection", said="Weet niet", evidence="Gemeten")
    leveled = typed(load_workbook(BytesIO(dutch)), "data.selection", said="2: in andere woorden")
    with translation.override(language):
        untouched, changed, level = map(rows_of, (dutch, as_bytes(book), as_bytes(leveled)))
        assert rows_of(file)["data.volume"].fields == untouched["data.volume"].fields

    assert all(row.untouched for row in untouched.values())
    assert (changed["data.selection"].fields["said"], changed["data.selection"].fields["evidence"]) == (
        "not_known",
        "measured",
    )
    assert level["data.selection"].fields["said"] == "2"
