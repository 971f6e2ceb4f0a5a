"""Files that people upload, and files that are meant to do harm."""

# ruff: noqa: E501 - texts are written as they come

import functools
import io
import json
import resource
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from interim_tools import text_extract, text_of
from pypdf import PdfWriter

CVS = Path(__file__).resolve().parents[2] / "interim_placement" / "demo" / "cv"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SLOWEST = 12  # seconds, on a busy machine


def docx_bytes(paragraphs=("Functie: adviseur",), rows=()):
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if rows:
        table = document.add_table(0, len(rows[0]))
        for row in rows:
            for cell, value in zip(table.add_row().cells, row, strict=True):
                cell.text = value
    document.add_paragraph("Vijf jaar ervaring", style="List Bullet")
    return save(document)


def save(document):
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def rezip(content, *, compression=zipfile.ZIP_DEFLATED, **replaced):
    """Write a DOCX anew with other parts; names have __ for / and _ for a dot."""
    output = io.BytesIO()
    parts = {name.replace("__", "/").replace("_", "."): value for name, value in replaced.items()}
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(output, "w", compression) as new,
    ):
        for info in old.infolist():
            if info.filename not in parts:
                new.writestr(info.filename, old.read(info))
        for name, value in parts.items():
            new.writestr(name, value)
    return output.getvalue()


def pdf_bytes(pages=1, password=None):
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


@functools.cache
def pdf_bomb():
    """A small PDF whose page unpacks to more than may be used."""
    packer = zlib.compressobj(1)
    chunk = b"0 0 m " * 200_000
    packed = b"".join([*(packer.compress(chunk) for _ in range(500)), packer.flush()])
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>",
        b"<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(packed), packed),
    ]
    output = bytearray(b"%PDF-1.5\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(output))
        output += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(output)
    output += b"xref\n0 5\n0000000000 65535 f \n"
    output += b"".join(b"%010d 00000 n \n" % place for place in places)
    output += b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start
    return bytes(output)


def entity_bomb():
    entities = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' if n else '<!ENTITY e0 "lol lol lol">'
        for n in range(10)
    )
    return (
        f'<?xml version="1.0"?><!DOCTYPE d [{entities}]><w:document xmlns:w="{WORD}"><w:body><w:p><w:r>'
        "<w:t>&e9;</w:t></w:r></w:p></w:body></w:document>"
    )


def deep_xml():
    depth = 200_000
    return f'<w:document xmlns:w="{WORD}">{"<w:p>" * depth}{"</w:p>" * depth}</w:document>'


def test_a_word_document_is_read_in_its_order():
    found = text_of.text_of(
        docx_bytes(["Aanvraag", "Functie: adviseur"], [["Start", "1 maart 2027"], ["Uren", "32"]])
    )
    assert found.problem is None and found.kind == "docx"
    assert "Functie: adviseur\nStart\t1 maart 2027\nUren\t32" in found.text
    assert "- Vijf jaar ervaring" in found.text


def test_text_boxes_are_read_once():
    box = (
        f'<w:document xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<w:body><w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>Sanne de Vries"
        "</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>Sanne de "
        "Vries</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p></w:body>"
        "</w:document>"
    )
    found = text_of.text_of(rezip(docx_bytes(), word__document_xml=box))
    assert found.text.count("Sanne de Vries") == 1


@pytest.mark.parametrize("path", sorted(CVS.glob("*.pdf")), ids=lambda path: path.stem)
def test_a_pdf_is_read(path):
    found = text_of.text_of(path.read_bytes())
    assert (found.problem, found.kind) == (None, "pdf")
    assert path.stem.split("_")[0].capitalize() in found.text


@pytest.mark.parametrize(
    "content",
    [
        "Functie: adviseur\nCoördinator".encode(enc)
        for enc in ("utf-8", "utf-8-sig", "cp1252", "utf-16")
    ],
)
def test_plain_text_is_read(content):
    assert text_of.text_of(content)[:2] == ("Functie: adviseur\nCoördinator", "text")


HOSTILE = {
    "nothing": (b"", "empty"),
    "blanks": (b" \n ", "empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 99, "unknown"),
    "a zip that is no document": (
        rezip(docx_bytes()).replace(b"word/document", b"word/d0cument"),
        "unknown",
    ),
    "a broken zip": (docx_bytes()[:2000], "broken"),
    "a zip with a wrong byte": (None, "broken"),
    "a word document that is no XML": (rezip(docx_bytes(), word__document_xml="Hello"), "broken"),
    "a macro": (rezip(docx_bytes(), word__vbaProject_bin=b"\0"), "macro"),
    "a zip bomb": (rezip(docx_bytes(), word__media__a_xml=b"\0" * 70_000_000), "bomb"),
    "a zip bomb that is no XML": (
        rezip(docx_bytes(), word__media__a_png=b"\0" * 40_000_000),
        "bomb",
    ),
    "entities": (rezip(docx_bytes(), word__document_xml=entity_bomb()), "bomb"),
    "deep XML": (rezip(docx_bytes(), word__document_xml=deep_xml()), "broken"),
    "an old Word document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_word"),
    "an encrypted Word document": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "encrypted",
    ),
    "a locked PDF": (pdf_bytes(password="secret"), "encrypted"),
    "a broken PDF": (b"%PDF-1.7\n" + bytes(range(256)) * 40, "broken"),
    "a PDF of pictures": (pdf_bytes(3), "pictures"),
    "a PDF of many pages": (pdf_bytes(text_extract.MOST_PAGES + 1), "pages"),
    "a PDF bomb": (pdf_bomb(), None),
    "a large PDF": (b"%PDF-1.7\n" + b"x" * (33 * 1024 * 1024), "too_large"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_end_in_a_known_problem_within_seconds(name):
    content, expected = HOSTILE[name]
    if content is None:
        content = bytearray(docx_bytes())
        place = content.find(b"word/document.xml") + 60
        content[place : place + 8] = b"\xff" * 8
    started = time.monotonic()
    found = text_of.text_of(bytes(content))
    assert time.monotonic() - started < SLOWEST
    assert found.problem in {*text_extract.PROBLEMS, "time"}
    if expected:
        assert found.problem == expected
    assert found.text == ""


def test_memory_of_the_child_is_bounded():
    """A bomb is measured from outside: what the largest child ever had in memory."""
    script = (
        "import resource, subprocess, sys;"
        f"subprocess.run([sys.executable, '-I', '-B', {str(text_of.PROGRAM)!r}], input=sys.stdin.buffer.read(),"
        " capture_output=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    for content in (pdf_bomb(), HOSTILE["deep XML"][0]):
        done = subprocess.run(
            [sys.executable, "-c", script], input=content, capture_output=True, check=True
        )
        assert int(done.stdout) * 1024 < text_extract.MOST_MEMORY


def test_the_child_limits_itself():
    script = (
        f"import sys, json, resource; sys.path.insert(0, {str(text_of.PROGRAM.parent)!r});"
        "import text_extract; text_extract.limit_resources();"
        "print(json.dumps([resource.getrlimit(getattr(resource, n))[0]"
        " for n in ('RLIMIT_AS', 'RLIMIT_CPU', 'RLIMIT_FSIZE')]))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert json.loads(done.stdout) == [text_extract.MOST_MEMORY, text_extract.MOST_SECONDS, 0]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 0, "This process is not limited"


def test_a_child_that_hangs_is_ended(monkeypatch, tmp_path):
    program = tmp_path / "hang.py"
    program.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(text_of, "PROGRAM", program)
    started = time.monotonic()
    assert text_of.text_of(b"x", seconds=0.5).problem == "time"
    assert time.monotonic() - started < 5


def test_long_texts_are_cut():
    found = text_of.text_of(b"word " * 200_000)
    assert found.is_cut and len(found.text) == text_extract.MOST_TEXT


@given(st.binary(max_size=300), st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\xff\xfe"]))
@settings(max_examples=150)
def test_no_content_breaks_the_reader(content, head):
    try:
        _kind, text = text_extract.extract(head + content)
    except text_extract.Refused as refusal:
        assert str(refusal) in text_extract.PROBLEMS
    else:
        assert isinstance(text, str)
