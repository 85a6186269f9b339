"""Any list that a program or a person saves is read, and whatever is no list is refused with a sentence."""

import io
import zipfile
from datetime import datetime

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from subscribers.importing import reading, spreadsheets
from subscribers.importing.addresses import quickly
from subscribers.importing.moments import read_moment
from subscribers.importing.unreadable import Unreadable
from subscribers.services.addresses import normalise_address

LIST = "Email;Name;Ort\nada@example.org;Ada Møller-Größ;Husum\nbruno@example.org;Bruno Voss;Tönning\n"


@pytest.fixture
def read(tmp_path):
    """(How it was recognised, its rows with their numbers)"""

    def read(data):
        path = tmp_path / "source"
        path.write_bytes(data)
        found = reading.recognise(path)
        return found, list(reading.rows(path, found))

    return read


def sheet(*rows, title="Leser"):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_recognised(read, encoding, delimiter):
    found, rows = read(LIST.replace(";", delimiter).encode(encoding))
    assert found.columns == ("Email", "Name", "Ort")
    assert rows == [
        (2, ["ada@example.org", "Ada Møller-Größ", "Husum"]),
        (3, ["bruno@example.org", "Bruno Voss", "Tönning"]),
    ]


def test_a_delimiter_within_texts_does_not_mislead(read):
    found, rows = read(b'email;name\nada@example.org;"Lindgren, Ada"\nbruno@example.org;"Voss, Bruno, Dr."\n')
    assert found.delimiter == ";"
    assert rows[1][1] == ["bruno@example.org", "Voss, Bruno, Dr."]


def test_what_excel_writes_about_the_delimiter_is_obeyed(read):
    found, rows = read(b"sep=;\r\nemail;name\r\nada@example.org;Ada\r\n")
    assert found.columns == ("email", "name")
    assert rows == [(3, ["ada@example.org", "Ada"])]


def test_a_list_without_a_head_and_empty_rows_keep_their_numbers(read):
    found, rows = read(b"ada@example.org\n\n\nbruno@example.org\n")
    assert found.columns == ("",)
    assert rows == [(1, ["ada@example.org"]), (4, ["bruno@example.org"])]


def test_a_text_may_go_over_several_lines(read):
    _found, rows = read(b'email,note\nada@example.org,"one\ntwo"\nbruno@example.org,three\n')
    assert rows[0][1][1] == "one\ntwo"
    assert [number for number, _cells in rows] == [2, 3]


def test_an_excel_table_is_read_with_its_days_and_numbers(read):
    # A cell of a spreadsheet knows no time zone.
    day = datetime(2019, 5, 2)  # noqa: DTZ001
    found, rows = read(
        sheet(["Email", "am", "um", "Nr"], ["ada@example.org", day, day.replace(hour=8), 7.0], [None])
    )
    assert found.kind == "xlsx"
    assert found.columns == ("Email", "am", "um", "Nr")
    assert rows == [(2, ["ada@example.org", "2019-05-02", "2019-05-02T08:00:00", "7"])]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"\n\n", "no rows"),
        (b"email,name\n", "no rows"),
        (b"name,town\nAda,Husum\n", "mail addresses"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "no list"),
        (b"%PDF-1.7\n" + bytes(range(1, 32)) * 40, "no list"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "old Excel"),
        (b"PK\x03\x04" + bytes(100), "damaged"),
        (("@," * 300).encode(), "columns"),
        (sheet(["Email"]), "no rows|mail addresses"),
    ],
    ids=["empty", "blank", "head only", "no address", "picture", "pdf", "xls", "zip", "wide", "empty sheet"],
)
def test_what_is_no_list_is_refused_with_a_sentence(read, data, said, english_sentences):
    with pytest.raises(Unreadable, match=said):
        read(data)


def test_an_open_quotation_mark_is_named_before_it_swallows_the_rest(tmp_path, english_sentences):
    path = tmp_path / "source"
    path.write_bytes(
        b"email,name\n" + b"ada@example.org,Ada\n" * 200 + b'bruno@example.org,"Bruno\nx@example.org,X\n'
    )
    with pytest.raises(Unreadable, match="Row 202"):
        list(reading.rows(path, reading.recognise(path)))


def archive(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/") + ".xml", content)
    return file.getvalue()


def test_an_archive_that_would_burst_is_not_unpacked(read, english_sentences):
    bomb = archive(xl__workbook="<workbook/>", xl__worksheets__sheet1=b" " * 30_000_000)
    with pytest.raises(Unreadable, match="too large"):
        read(bomb)


def test_texts_that_would_fill_the_memory_are_refused(read, monkeypatch, english_sentences):
    monkeypatch.setattr(spreadsheets, "MOST_SHARED", 100)
    with pytest.raises(Unreadable, match="too large"):
        read(archive(xl__workbook="<workbook/>", xl__sharedStrings="<t>Ada</t>" * 20))


def test_entities_are_not_unfolded(read, english_sentences):
    evil = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><workbook>&a;</workbook>'
    with pytest.raises(Unreadable, match="damaged"):
        read(archive(xl__workbook=evil))


def test_any_other_archive_is_no_table(read, english_sentences):
    with pytest.raises(Unreadable, match="no Excel table"):
        read(archive(word__document="<document/>"))


_SOME = """
ada@example.org Ada.Lindgren@Example.ORG a@b.co o'brien+brief@sub.example.org post@müller.de
ada@MÜLLER.de müller@example.org ada@xn--mller-kva.de ada..l@example.org .ada@example.org
ada.@example.org ada@example ada@localhost ada@example.test ada@-example.org ada@example-.org
ada@ex_ample.org ada@exam!ple.org ada@.org ada@example..org ada@example.org. ada@[192.0.2.1]
ada@192.0.2.1 "ada"@example.org "a@b"@example.org <ada@example.org> ada @example.org ada@ a@b@c.org
ada@example.org,bruno@example.org mailto:ada@example.org ada@ab--cd.org ada@a.123
a!#$%&'*/=?^_`{|}~-@example.org ada@ｅxample.org ADA@EXAMPLE.org postmaster@Example.org
ada\u200b@example.org ada@exam\u200bple.org ａda@example.org ada@faß.de ada@ΑΒΓ.gr
info@example.invalid ada@example.onion
"""
ADDRESSES = _SOME.split()
ADDRESSES += ["", " ada@example.org ", "ada lindgren@example.org", "Ada <ada@example.org>", "ada@exa mple.org"]
ADDRESSES += [f"{'a' * n}@example.org" for n in (63, 64, 65, 100, 242, 243, 300)]
ADDRESSES += [f"a@{'b' * n}.org" for n in (62, 63, 64, 100)]
ADDRESSES += [f"a@{'b.' * n}org" for n in (80, 100, 120, 124, 125, 126, 130)]
ADDRESSES += [f"{'a' * 64}@{'b.' * n}org" for n in (80, 90, 93, 94, 100)]


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_quick_way_to_an_address_says_the_same_as_the_slow_one(address):
    try:
        slowly = normalise_address(address)
    except ValidationError:
        slowly = ""
    assert quickly(address) == slowly


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2019-05-02", "2019-05-02"),
        ("2019-05-02 08:14:09", "2019-05-02T08:14:09"),
        ("2019-05-02T08:14:09.123Z", "2019-05-02T08:14:09+00:00"),
        ("2020-03-01 10:00:00.123456+02:00", "2020-03-01T10:00:00+02:00"),
        ("2019-05-02 08:14:09 UTC", "2019-05-02T08:14:09"),
        ("2.5.2019", "2019-05-02"),
        ("02.05.2019 08:14", "2019-05-02T08:14:00"),
        ("02.05.2019, 08:14 Uhr", "2019-05-02T08:14:00"),
    ],
)
def test_days_are_read_as_they_are_written(written, read):
    assert read_moment(written) == read


@pytest.mark.parametrize(
    "written", ["05/06/2024", "31.02.2020", "2024", "gestern", "2024-13-01", "43222", "1.1.24"]
)
def test_a_day_that_could_be_another_is_not_guessed_at(written):
    with pytest.raises(ValueError, match=r".*"):
        read_moment(written)
