"""What a person does on a page in a browser, with keys and mouse."""


def focused(page):
    """The name, or else the id, of what has the focus."""
    return page.evaluate("document.activeElement.name || document.activeElement.id")


def tab_to(page, name, value=None):
    """Press Tab until the field, or the button with this value, has the focus."""
    for _press in range(60):
        page.press("Tab")
        if focused(page) == name and value in (None, page.evaluate("document.activeElement.value")):
            return
    raise AssertionError(f"No way to {name} with the Tab key")


def draw(page, points):
    """Draw a line through points, as shares of the width and height of the canvas."""
    page.evaluate("document.querySelector('canvas').scrollIntoView({block: 'center'})")
    left, top, width, height = page.evaluate(
        "(r => [r.x, r.y, r.width, r.height])("
        "document.querySelector('canvas').getBoundingClientRect())"
    )
    places = [(left + x * width, top + y * height) for x, y in points]
    mouse = {"button": "left", "pointerType": "mouse"}

    def dispatch(kind, place, buttons):
        x, y = place
        page.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, buttons=buttons, **mouse)

    dispatch("mousePressed", places[0], 1)
    for place in places:
        dispatch("mouseMoved", place, 1)
    dispatch("mouseReleased", places[-1], 0)


def fits(page):
    """Whether nothing is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
