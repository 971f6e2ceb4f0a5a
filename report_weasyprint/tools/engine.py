"""HTML to PDF/A-3a by WeasyPrint. Knows nothing of Odoo.

WeasyPrint keeps fonts in a configuration that must not be used by two threads at once, and that
leaks when there is one per document. So there is one, and one rendering at a time.
"""

import collections
import contextlib
import datetime
import functools
import gc
import io
import logging
import re
import threading
from urllib import request

from PIL import Image
from weasyprint import CSS, HTML, Attachment
from weasyprint.logger import LOGGER as WEASYPRINT_LOGGER
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from . import limits

_logger = logging.getLogger(__name__)

VARIANT = "pdf/a-3a"
SECONDS = 60
MEBIBYTES = 1024
CHARACTERS = 32_000_000  # of all documents together; pictures are among them, as data
PIXELS = 50_000_000  # of one picture: a page of A4 at 600 dots per inch has 35 million
STYLESHEETS = 16  # parsed ones that are kept

SPAN = 1000  # columns or rows that a cell may cover, as browsers have it for columns
LINK_SCHEMES = ("http:", "https:", "mailto:", "tel:")
PICTURE_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
RELATIONSHIPS = ("Source", "Data", "Alternative", "Supplement", "Unspecified")
MIMETYPE = re.compile(r"[a-z]+/[\w.+-]+")
# What XML does not allow in metadata, and no font has a glyph for.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Soft hyphens of the author are kept; ones of ours would be in the text that a search reads.
BASE_STYLE = "@page { size: A4 } * { hyphens: manual !important }"


class RenderingError(Exception):
    """No PDF could be made. `reason` is one of empty, size, depth, time, memory, busy, layout."""

    def __init__(self, reason, detail=""):
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


class BlockedResource(ValueError):  # noqa: N818  it is a value that WeasyPrint is to go on without
    """A document asks for something that it does not carry itself."""


def render_pdf(
    html_documents,
    *,
    title,
    lang,
    created,
    author=None,
    attachments=(),
    stylesheets=(),
    seconds=SECONDS,
    mebibytes=MEBIBYTES,
):
    """Lay out documents one after the other in one tagged PDF/A-3a.

    The same input gives the same bytes. Nothing is fetched: pictures and styles are `data:` URLs or
    in the document, all else is left out.

    :param list html_documents: complete HTML documents (str); pages are counted in each by itself
    :param str title: title of the PDF
    :param str lang: language of the PDF, such as nl_NL or nl-NL
    :param created: date, or datetime (UTC where it has no time zone), of the metadata
    :param str author: author of the PDF
    :param attachments: files to embed: (name, bytes, mimetype, description, relationship), where
        the relationship is one of `RELATIONSHIPS`
    :param stylesheets: CSS (str) of ours: it may bring fonts. Documents override it. What was
        parsed is kept for the next documents
    :param float seconds: how long it may take
    :param float mebibytes: how much the process may grow meanwhile
    :rtype: bytes
    :raise RenderingError: see there
    :raise ValueError: an attachment has an unknown relationship or no MIME type
    """
    texts = [UNPRINTABLE.sub("", html) for html in html_documents]
    if not texts or not all(text.strip() for text in texts):
        raise RenderingError("empty")
    if sum(map(len, texts)) > CHARACTERS:
        raise RenderingError("size", f"more than {CHARACTERS} characters")
    created = _as_utc(created)
    metadata = DocumentMetadata(
        title=_clean(title),
        authors=[_clean(author)] if author else None,
        created=created.strftime("%Y-%m-%dT%H:%M:%SZ"),
        modified=created.strftime("%Y-%m-%dT%H:%M:%SZ"),
        lang=_clean(lang).replace("_", "-"),
    )
    embedded = [_EmbeddedFile(*attachment, created) for attachment in attachments]
    render = functools.partial(_render, texts, metadata, embedded, stylesheets)
    with _only_one_at_a_time(seconds), _garbage_kept_young():
        return _guarded(render, seconds, mebibytes)


def _clean(text):
    return " ".join(UNPRINTABLE.sub("", text or "").split())


def _as_utc(moment):
    if not isinstance(moment, datetime.datetime):
        return datetime.datetime(moment.year, moment.month, moment.day)
    if moment.tzinfo:
        return moment.astimezone(datetime.timezone.utc).replace(tzinfo=None)
    return moment


_lock = threading.Lock()


@contextlib.contextmanager
def _only_one_at_a_time(seconds):
    # Who waits longer than a rendering may take would wait for a queue of them.
    if not _lock.acquire(timeout=seconds + 5):
        raise RenderingError("busy")
    try:
        yield
    finally:
        _lock.release()


@contextlib.contextmanager
def _garbage_kept_young():
    """Collect what a rendering leaves as soon as it is over.

    It is some hundred thousand objects that refer to each other. Collected in between they would
    grow old, and pile up until Python looks at all objects of the process.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
            gc.collect(0)


def _guarded(render, seconds, mebibytes):
    try:
        return limits.run(render, seconds=seconds, mebibytes=mebibytes)
    except limits.LimitExceeded as exceeded:
        # It may have been left halfway a change.
        _forget_fonts()
        is_time = isinstance(exceeded, limits.TimeExceeded)
        raise RenderingError(*(("time", seconds) if is_time else ("memory", mebibytes))) from None
    except (RecursionError, MemoryError) as error:
        _forget_fonts()
        reason = "depth" if isinstance(error, RecursionError) else "memory"
        raise RenderingError(reason) from None
    except Exception as error:
        _logger.info("WeasyPrint failed", exc_info=True)
        raise RenderingError("layout", f"{type(error).__name__}: {error}") from error


def _render(texts, metadata, embedded, stylesheets):
    sheets = [_parse_stylesheet(css) for css in (BASE_STYLE, *stylesheets)]
    documents = [_lay_out(text, sheets) for text in texts]
    pages = [page for document in documents for page in document.pages]
    document = documents[0].copy(pages)
    document.metadata = metadata
    return document.write_pdf(pdf_variant=VARIANT, attachments=embedded, finisher=_finish)


def _lay_out(text, sheets):
    html = HTML(string=text, url_fetcher=DataFetcher())
    html.base_url = None  # a <base> of the document would make relative URLs absolute
    _clamp_spans(html.etree_element)
    document = html.render(font_config=_fonts(), pdf_variant=VARIANT, stylesheets=sheets, cache={})
    for page in document.pages:
        page.links = [link for link in page.links if _is_harmless(*link[:2])]
    return document


def _clamp_spans(root):
    # WeasyPrint makes a list for each column in one step, which no limit could end.
    for element in root.iter():
        for name in ("colspan", "rowspan", "span"):
            if (value := element.get(name)) and len(value.strip()) > 3:
                element.set(name, str(SPAN))


def _is_harmless(link_type, target):
    if link_type == "internal":
        return True
    return link_type == "external" and target.lower().startswith(LINK_SCHEMES)


def _finish(_document, pdf):
    """PDF/A forbids interpolated pictures."""
    for item in pdf.objects:
        if getattr(item, "extra", {}).get("Interpolate"):
            item.extra["Interpolate"] = "false"


class DataFetcher(URLFetcher):
    """Resolves `data:` URLs that hold a picture or a stylesheet, and nothing else."""

    def __init__(self):
        super().__init__(allowed_protocols=("data",), allow_redirects=False)

    def fetch(self, url, headers=None):
        """Return what a `data:` URL holds.

        :raise BlockedResource: it is another URL, or holds something else
        """
        mimetype, content = read_data_url(url)
        if mimetype not in ("text/css", "image/svg+xml"):
            content = _checked_picture(content)
        return URLFetcherResponse(url, content, {"Content-Type": mimetype})


class FontFetcher(URLFetcher):
    """Resolves `data:` URLs of stylesheets that are trusted: they may bring fonts."""

    def fetch(self, url, headers=None):
        """Return what a `data:` URL holds.

        :raise BlockedResource: it is another URL
        """
        mimetype, content = read_data_url(url)
        return URLFetcherResponse(url, content, {"Content-Type": mimetype})


def read_data_url(url):
    """The MIME type and the bytes of a `data:` URL.

    :raise BlockedResource: it is another URL
    """
    if url[:5].lower() != "data:":
        _logger.info("Left out of a PDF, as it is not in the document: %.200r", url)
        raise BlockedResource("Only data: URLs are resolved")
    response = request.DataHandler().data_open(request.Request(url))  # noqa: S310
    return response.headers.get_content_type(), response.read()


def _checked_picture(content):
    try:
        picture = Image.open(io.BytesIO(content), formats=PICTURE_FORMATS)
    except Exception as error:
        raise BlockedResource("Not a picture") from error
    if picture.width * picture.height > PIXELS:
        raise BlockedResource(f"A picture of more than {PIXELS} pixels")
    if picture.mode != "CMYK":
        return content
    # The document's colours are sRGB; PDF/A allows no others beside it.
    converted = io.BytesIO()
    picture.convert("RGB").save(converted, "PNG")
    return converted.getvalue()


class _EmbeddedFile(Attachment):
    def __init__(self, name, content, mimetype, description, relationship, created):
        if relationship not in RELATIONSHIPS or not MIMETYPE.fullmatch(mimetype or ""):
            raise ValueError(f"The file {name} has a wrong MIME type or relationship")
        super().__init__(
            file_obj=io.BytesIO(content),
            name=_clean(name),
            description=_clean(description),
            created=created,
            modified=created,
            relationship=relationship,
        )
        self.source = contextlib.nullcontext((io.BytesIO(content), None, None, mimetype))


class _Fonts(FontConfiguration):
    """Fonts of the system and of trusted stylesheets.

    A font that a document brings would stay, and be used for the documents of others.
    """

    def add_font_face(self, rule_descriptors, url_fetcher):
        if not isinstance(url_fetcher, FontFetcher):
            return None
        return super().add_font_face(rule_descriptors, url_fetcher)


_kept = {"fonts": None}
_parsed = collections.OrderedDict()


def _fonts():
    if not _kept["fonts"]:
        _kept["fonts"] = _Fonts()
    return _kept["fonts"]


def _forget_fonts():
    _kept["fonts"] = None
    _parsed.clear()


def _parse_stylesheet(css):
    if css not in _parsed:
        _parsed[css] = CSS(string=css, font_config=_fonts(), url_fetcher=FontFetcher())
        if len(_parsed) > STYLESHEETS:
            _parsed.popitem(last=False)
    _parsed.move_to_end(css)
    return _parsed[css]


class _ToDebug(logging.Handler):
    """WeasyPrint warns of every property that it does not know; that is for developers."""

    def emit(self, record):
        _logger.debug("WeasyPrint: %s", record.getMessage())


WEASYPRINT_LOGGER.propagate = False
WEASYPRINT_LOGGER.handlers = [_ToDebug()]
# Its progress, six lines a document, is for who waits at a terminal.
for chatty in ("fontTools", "weasyprint.progress"):
    logging.getLogger(chatty).setLevel(logging.WARNING)
