"""The writer of files: what is put in comes out for another reader, and no stream ends as a line does."""

import io

import pikepdf
import pydyf
import pytest

from bsc_audit.render.streams import ends_badly
from bsc_audit.render.write import data_of, write


def written(*objects: object, identifier: bytes | None = b"same") -> bytes:
    pdf = pydyf.PDF()
    pdf.info["Title"] = pydyf.String("Straße (1)")
    for one in objects:
        pdf.add_object(one)
    pdf.catalog["Held"] = pydyf.Array(one.reference for one in objects)
    output = io.BytesIO()
    write(pdf, output, "1.7", identifier, True)
    return output.getvalue()


def test_another_reader_finds_every_object() -> None:
    stream = pydyf.Stream([b"one", "two", 3, 0.5], {"Kind": "/Words"}, compress=True)
    plain = pydyf.Dictionary({"A": pydyf.Array([1, 2.25, "/Name"]), "B": pydyf.Dictionary({"C": pydyf.String("x)")})})
    with pikepdf.open(io.BytesIO(written(stream, plain))) as document:
        first, second = document.Root.Held
        assert first.read_bytes() == b"one\ntwo\n3\n0.5"
        assert first.Kind == "/Words"
        assert [str(one) for one in second.A] == ["1", "2.25", "/Name"]
        assert str(second.B.C) == "x)"
        assert str(document.docinfo.Title) == "Straße (1)"


def test_equal_objects_are_equal_bytes_and_the_id_tells_contents_apart() -> None:
    assert written(pydyf.Dictionary({"A": 1})) == written(pydyf.Dictionary({"A": 1}))
    ids = [ids_of(written(pydyf.Dictionary({"A": number}))) for number in (1, 2)]
    assert ids[0][0] == ids[1][0]
    assert ids[0][1] != ids[1][1]


def test_a_file_without_an_identifier_is_identified_by_what_it_holds() -> None:
    first, second = ids_of(written(identifier=None))
    assert first == second


def test_no_stream_ends_as_a_line_does() -> None:
    many = [written(pydyf.Dictionary({"A": number})) for number in range(600)]
    assert [file for file in many if b"\r\nendstream" in file] == []


def test_the_checksum_decides_how_a_stream_ends() -> None:
    assert ends_badly(b"\x0c")
    assert not ends_badly(b"\x0d")


@pytest.mark.parametrize("item", [b"x", "x", 7, 7.0, 0.125, True, pydyf.String("("), pydyf.Array([1])])
def test_an_object_is_written_as_the_library_writes_it(item: object) -> None:
    assert data_of(item) == pydyf._to_bytes(item)


def ids_of(file: bytes) -> tuple[bytes, bytes]:
    with pikepdf.open(io.BytesIO(file)) as document:
        first, second = document.trailer.ID
        return bytes(first), bytes(second)
