import base64
import io
import shutil
import subprocess
from datetime import date

from PIL import Image
from pypdf import PdfReader

CREATED = date(2027, 1, 4)


def render(engine, *bodies, **options):
    """Print bodies as documents of their own; return the bytes."""
    documents = [f"<html lang='en'><body>{body}</body></html>" for body in bodies]
    values = {"title": "A title", "lang": "en_US", "created": CREATED, **options}
    return engine.render_pdf(documents, **values)


def read(pdf):
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf):
    """The text as a search in a viewer finds it, with single spaces."""
    if shutil.which("pdftotext"):
        output = subprocess.run(
            ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
        ).stdout.decode()
    else:
        output = "\n".join(page.extract_text() for page in read(pdf).pages)
    return " ".join(output.split())


def pages_of(pdf):
    """The text of each page."""
    return [" ".join(page.extract_text().split()) for page in read(pdf).pages]


def fonts_of(pdf):
    """The descriptors of all fonts that the pages use."""
    return [
        descendant.get_object()["/FontDescriptor"].get_object()
        for page in read(pdf).pages
        for font in page["/Resources"].get("/Font", {}).values()
        for descendant in font.get_object()["/DescendantFonts"]
    ]


def bookmarks_of(pdf):
    """All bookmarks in their order, whatever their level."""

    def flat(items):
        for item in items:
            if isinstance(item, list):
                yield from flat(item)
            else:
                yield item.title

    return list(flat(read(pdf).outline))


def objects_of(pdf):
    """Every object of the file."""
    reader = read(pdf)
    for number in range(1, reader.trailer["/Size"]):
        item = reader.get_object(number)
        if item is not None:
            yield item


def picture(color="red", size=(40, 20), mode="RGB", kind="PNG"):
    """A picture as bytes."""
    content = io.BytesIO()
    Image.new(mode, size, color).save(content, kind)
    return content.getvalue()


def as_url(content, mimetype="image/png"):
    return f"data:{mimetype};base64,{base64.b64encode(content).decode()}"
