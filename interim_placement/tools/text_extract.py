"""Take the text out of a PDF or a DOCX: a program of its own, for the file may be hostile.

    python -I text_extract.py < file > result

It reads the file from standard input, writes one JSON object to standard output, and nothing
anywhere else: {"text": ..., "kind": ..., "is_cut": ...} or {"problem": <key of PROBLEMS>}. It
limits itself before it looks at the file: memory, processor time, files. Whoever calls it adds a
limit on the time that passes (`tools.text_of`). What a file is, its content says, not its name.
"""

import io
import json
import re
import sys
import zipfile
import zlib

MEGABYTE = 1024 * 1024
# Address space: Python, the libraries and a large document; a bomb wants more.
MOST_MEMORY = 512 * MEGABYTE
MOST_SECONDS = 8
MOST_INPUT = 32 * MEGABYTE
MOST_TEXT = 300_000
MOST_PAGES = 150
# A DOCX is a zip file of XML.
MOST_ENTRIES = 2_000
MOST_UNPACKED = 64 * MEGABYTE
MOST_XML = 24 * MEGABYTE
MOST_RATIO = 150

BROKEN_ZIP = (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError)

PROBLEMS = (
    "empty",
    "too_large",
    "unknown",
    "broken",
    "encrypted",
    "pages",
    "pictures",
    "macro",
    "bomb",
    "old_word",
    "limits",
)


class Refused(Exception):  # noqa: N818 - it reads as what happened
    """The file is not read, for one of PROBLEMS."""


def limit_resources():
    """Bound what this process may use; where the system cannot, the caller's time does."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in (
        ("RLIMIT_AS", MOST_MEMORY),
        ("RLIMIT_CPU", MOST_SECONDS),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
    ):
        number = getattr(resource, kind, None)
        if number is not None:
            resource.setrlimit(number, (most, most))


def extract(content):
    """Return (kind, text) of the content of a file.

    :param bytes content: of a PDF, a DOCX or a plain text
    :raises Refused: with one of PROBLEMS
    """
    if not content.strip():
        raise Refused("empty")
    if len(content) > MOST_INPUT:
        raise Refused("too_large")
    if b"%PDF-" in content[:1024]:
        return "pdf", _read_pdf(content)
    if content.startswith(b"PK\x03\x04"):
        return "docx", _read_docx(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        # An OLE container: Word before 2007, or an encrypted DOCX.
        raise Refused("encrypted" if b"E\0n\0c\0r\0y\0p\0t\0e\0d" in content else "old_word")
    return "text", _read_text(content)


def _read_text(content):
    if b"\0" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("unknown")
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if sum(not char.isprintable() and not char.isspace() for char in text[:4096]) > 20:
            break
        return text
    raise Refused("unknown")


def _read_pdf(content):
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("encrypted")
        if len(reader.pages) > MOST_PAGES:
            raise Refused("pages")
        parts, length = [], 0
        for page in reader.pages:
            text = page.extract_text() or ""
            parts.append(text)
            length += len(text)
            if length > MOST_TEXT:
                break
    except (Refused, MemoryError):
        raise
    except RecursionError:
        raise Refused("bomb") from None
    except (PyPdfError, Exception) as error:  # noqa: BLE001 - a broken file breaks the reader anyhow
        # The password may need a library that is not there.
        is_locked = "crypt" in str(error).lower()
        raise Refused("encrypted" if is_locked else "broken") from None
    text = "\n".join(parts)
    if len(re.sub(r"\W", "", text)) < 20:
        raise Refused("pictures")
    return text


def _read_docx(content):
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        names = archive.namelist()
    except BROKEN_ZIP:
        raise Refused("broken") from None
    if any(info.flag_bits & 1 for info in archive.infolist()):
        raise Refused("encrypted")
    if any("vbaproject" in name.lower() for name in names):
        raise Refused("macro")
    if "word/document.xml" not in names:
        raise Refused("unknown")
    _check_sizes(archive)
    _check_parts(archive)
    from docx import Document

    try:
        document = Document(io.BytesIO(content))
        text = "\n".join(_blocks(document))
    except (Refused, MemoryError):
        raise
    except RecursionError:
        raise Refused("bomb") from None
    except Exception:  # noqa: BLE001 - a broken file breaks the reader anyhow
        raise Refused("broken") from None
    if not text.strip():
        raise Refused("pictures")
    return text


def _check_sizes(archive):
    """Refuse an archive that says it unpacks to far more than it is; zipfile holds it to that."""
    infos = archive.infolist()
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if len(infos) > MOST_ENTRIES or unpacked > MOST_UNPACKED:
        raise Refused("bomb")
    if unpacked > 2 * MEGABYTE and unpacked > MOST_RATIO * max(packed, 1):
        raise Refused("bomb")
    xml = sum(info.file_size for info in infos if info.filename.lower().endswith((".xml", ".rels")))
    if xml > MOST_XML:
        raise Refused("bomb")


def _check_parts(archive):
    """Refuse XML with a document type: Word writes none, and bombs of entities need one."""
    for info in archive.infolist():
        if not info.filename.lower().endswith((".xml", ".rels")):
            continue
        try:
            part = archive.read(info)
        except (*BROKEN_ZIP, zlib.error):
            raise Refused("broken") from None
        plain = part.replace(b"\0", b"")
        if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
            raise Refused("bomb")
        if info.filename == "[Content_Types].xml" and b"macroEnabled" in plain:
            raise Refused("macro")


def _blocks(document):
    """Yield the lines of a document in their order, cells parted by tabs."""
    length = 0
    for block in (*document.iter_inner_content(), *_headers(document)):
        for line in _lines(block):
            yield line
            length += len(line)
            if length > MOST_TEXT:
                return


def _headers(document):
    """Yield what stands in the header of the first page; letterheads hold contact data."""
    for section in list(document.sections)[:1]:
        for header in (section.first_page_header, section.header):
            if not header.is_linked_to_previous:
                yield from header.iter_inner_content()


def _lines(block):
    from docx.table import Table

    if isinstance(block, Table):
        for row in block.rows:
            cells, seen = [], set()
            for cell in row.cells:
                # A merged cell comes once for each column.
                if id(cell._tc) not in seen:
                    seen.add(id(cell._tc))
                    cells.append(" ".join(cell.text.split()))
            yield "\t".join(cells)
        return
    style = (block.style.name if block.style is not None else "") or ""
    layout = block._p.pPr
    is_numbered = layout is not None and layout.numPr is not None
    is_listed = is_numbered or style.lower().startswith("list")
    yield ("- " if is_listed and block.text.strip() else "") + block.text
    yield from _text_boxes(block._p)


def _text_boxes(paragraph):
    """Yield the lines of text boxes; each box stands there twice, for old programs too."""
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    fallback = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
    for box in paragraph.iter(f"{word}txbxContent"):
        if any(parent.tag == fallback for parent in box.iterancestors()):
            continue
        for inner in box.iter(f"{word}p"):
            yield "".join(text.text or "" for text in inner.iter(f"{word}t"))


def main():
    """Read a file from standard input and write what it holds to standard output."""
    limit_resources()
    try:
        content = sys.stdin.buffer.read(MOST_INPUT + 1)
        kind, text = extract(content)
        text = re.sub(r"[\0\x01-\x08\x0e-\x1f\ud800-\udfff]", "", text)
        result = {"kind": kind, "text": text[:MOST_TEXT], "is_cut": len(text) > MOST_TEXT}
    except Refused as refusal:
        result = {"problem": str(refusal)}
    except (MemoryError, RecursionError):
        result = {"problem": "limits"}
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    main()
