"""Puts what a document refers to into the document, as `data:` URLs. Knows nothing of Odoo."""

import base64
import re

CSS_URL = re.compile(r"""url\(\s*(?P<quote>['"]?)(?P<url>.*?)(?P=quote)\s*\)""", re.DOTALL)
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
FONT_FAMILY = re.compile(r"""font-family\s*:\s*['"]?(?P<name>[^;'"}]+)""")
XLINK = "{http://www.w3.org/1999/xlink}href"
# `src` and `data` load something, `href` does so in pictures only.
LOADED = {"img": ("src",), "embed": ("src",), "object": ("data",), "image": ("href", XLINK)}


def data_url(mimetype, content):
    """The bytes as a `data:` URL."""
    return f"data:{mimetype};base64,{base64.b64encode(content).decode()}"


def inline_html(root, resolve):
    """Replace the URLs of all pictures and styles under an lxml element.

    :param resolve: function of a URL; returns the `data:` URL to put there, or None to leave it
    """
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for attribute in LOADED.get(element.tag, ()):
            url = element.get(attribute)
            if url:
                element.set(attribute, resolve(url) or url)
        style = element.get("style")
        if style and "url(" in style:
            element.set("style", inline_css(style, resolve))
        if element.tag == "style" and element.text:
            element.text = inline_css(element.text, resolve)


def inline_css(css, resolve):
    """Replace the URLs in a stylesheet, see `inline_html`."""

    def replace(match):
        url = resolve(match["url"])
        return f'url("{url}")' if url else match[0]

    return CSS_URL.sub(replace, css)


def drop_unused_fonts(css):
    """Leave out the fonts that a stylesheet brings but never uses: each costs time and memory."""
    rest = FONT_FACE.sub("", css)
    used = " ".join(re.findall(r"font(?:-family)?\s*:[^;}]*", rest))

    def keep_used(match):
        family = FONT_FAMILY.search(match[0])
        return match[0] if family and family["name"].strip() in used else ""

    return FONT_FACE.sub(keep_used, css)
