import base64
import struct

from odoo.exceptions import UserError
from odoo.tools.image import ImageProcess

PREFIX = "data:image/png;base64,"
MOST_BYTES = 200 * 1024
# Read from the head of the file, before anything is unpacked: small files can hold huge pictures.
MOST_WIDTH, MOST_HEIGHT = 2400, 1200
# What is kept: enough for the certificate, whatever screen it was drawn on.
KEPT_SIZE = (900, 300)
HEAD = struct.Struct(">8sI4sII")  # magic number; length and kind of the first part; width, height
PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
PNG_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"
WHITE = (255, 255, 255)
# What the library raises at pictures that break off or contradict themselves.
UNREADABLE = (OSError, SyntaxError, EOFError, ValueError, struct.error, UserError)


def read_drawing(data_url):
    """Return a drawn signature as a PNG made anew, on white; None when nothing was drawn.

    Only the picture is kept: texts, other files and broken parts in what was sent are not.

    :param str data_url: what the page's canvas gave, or anything else that was sent
    :raises ValueError: when it is no PNG of a reasonable size
    """
    if not data_url:
        return None
    if not data_url.startswith(PREFIX) or len(data_url) > len(PREFIX) + MOST_BYTES * 4 // 3 + 4:
        raise ValueError("No PNG, or too large a file")
    png = base64.b64decode(data_url.removeprefix(PREFIX), validate=True)
    _check_frame(png)
    try:
        process = ImageProcess(png)
        process.image = process.image.convert("RGBA")
        process.resize(*KEPT_SIZE).colorize(WHITE)
        darkest, lightest = process.image.convert("L").getextrema()
        return None if darkest == lightest else process.image_quality(output_format="PNG")
    except UNREADABLE as error:
        raise ValueError("The picture is broken") from error


def _check_frame(png):
    if len(png) < HEAD.size or not png.endswith(PNG_END):
        raise ValueError("No whole picture")
    magic, _length, kind, width, height = HEAD.unpack_from(png)
    if magic != PNG_MAGIC or kind != b"IHDR":
        raise ValueError("No PNG")
    if not (0 < width <= MOST_WIDTH and 0 < height <= MOST_HEIGHT):
        raise ValueError("Too large a picture")
