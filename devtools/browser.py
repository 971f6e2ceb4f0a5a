"""A headless Chromium, driven through its DevTools protocol: enough to look at pages."""

import base64
import contextlib
import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import websocket

from . import ui
from .odoo_tests import BROWSERS, GET_BROWSER

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--lang=en",
    "--remote-debugging-port=0",
    "--remote-allow-origins=*",
)
KEY_CODES = {
    "Tab": 9,
    "Enter": 13,
    " ": 32,
    "ArrowLeft": 37,
    "ArrowRight": 39,
    "ArrowDown": 40,
    **{digit: ord(digit) for digit in "0123456789"},
}


@contextlib.contextmanager
def opened(width=1440, height=900):
    """Yield a page in a new browser, which ends with the block."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not program:
        raise ui.DevError(f"No Chromium here. {GET_BROWSER}")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            page = Page(_find_debugger(Path(profile), process))
            page.resize(width, height)
            yield page
        finally:
            process.terminate()
            process.wait(timeout=20)


class Page:
    """One page of the browser."""

    def __init__(self, address):
        self.socket = websocket.create_connection(address, timeout=60, http_no_proxy=["*"])
        self.calls = 0
        self.session = None
        self.switch_to("")

    def call(self, method, **parameters):
        """Call a method of the DevTools protocol on the page; return its result."""
        self.calls += 1
        message = {"id": self.calls, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.socket.send(json.dumps(message))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.calls:
                if "error" in answer:
                    raise ui.DevError(f"Chromium refused {method}: {answer['error']['message']}")
                return answer["result"]

    def resize(self, width, height, *, mobile=False):
        """Give the window this size, in CSS pixels."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=mobile,
        )

    def set_cookie(self, url, name, value):
        """Set a cookie, e.g. the session of somebody who logged in."""
        self.call("Network.setCookie", url=url, name=name, value=value)

    def open(self, url, wait_for, *, seconds=40):
        """Open an address, and wait until an element is there and the network is quiet."""
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=url)
        self.wait_for(wait_for, seconds=seconds)

    def wait_for(self, selector, *, seconds=40):
        """Wait until an element matches the CSS selector."""
        end = time.monotonic() + seconds
        expression = f"!!document.querySelector({json.dumps(selector)})"
        while not self.evaluate(expression):
            if time.monotonic() > end:
                raise ui.DevError(f"Nothing matches {selector} after {seconds} s.")
            time.sleep(0.1)
        time.sleep(1.0)  # images, fonts and animations

    def click(self, selector):
        """Click the element that matches the CSS selector."""
        self.wait_for(selector)
        self.evaluate(f"document.querySelector({json.dumps(selector)}).click()")

    def scroll_to(self, selector):
        """Bring the element that matches the CSS selector to the middle of the window."""
        self.wait_for(selector)
        self.evaluate(
            f"document.querySelector({json.dumps(selector)}).scrollIntoView({{block: 'center'}})"
        )

    def evaluate(self, expression):
        """Evaluate JavaScript on the page, as if a person did it; return its value."""
        result = self.call(
            "Runtime.evaluate",
            expression=expression,
            returnByValue=True,
            awaitPromise=True,
            userGesture=True,
        )
        return result["result"].get("value")

    def switch_to(self, part, *, seconds=20):
        """Go on in the tab whose address has this part, e.g. the one that a click opened."""
        self.session = None
        end = time.monotonic() + seconds
        while True:
            targets = self.call("Target.getTargets")["targetInfos"]
            tabs = [info for info in targets if info["type"] == "page" and part in info["url"]]
            if tabs:
                break
            if time.monotonic() > end:
                raise ui.DevError(f"No tab with {part} in its address after {seconds} s.")
            time.sleep(0.1)
        self.session = self.call(
            "Target.attachToTarget", targetId=tabs[0]["targetId"], flatten=True
        )["sessionId"]
        self.call("Page.enable")
        self.call("Network.enable")

    def press(self, key, *, code=None, text=""):
        """Press a key of the keyboard, e.g. `Tab`, `ArrowRight`, or ` ` with its text."""
        keys = {"key": key, "code": code or key, "text": text}
        keys["windowsVirtualKeyCode"] = KEY_CODES[key]
        self.call("Input.dispatchKeyEvent", type="keyDown", **keys)
        self.call("Input.dispatchKeyEvent", type="keyUp", **keys)

    def type(self, text):
        """Type a text into what has the focus."""
        self.call("Input.insertText", text=text)

    def screenshot(self, path):
        """Save what the window shows as a PNG."""
        data = self.call("Page.captureScreenshot", format="png")["data"]
        Path(path).write_bytes(base64.b64decode(data))


def _find_debugger(profile, process):
    """Wait for the browser to tell where its debugger listens."""
    port_file = profile / "DevToolsActivePort"
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if port_file.exists() and len(lines := port_file.read_text().splitlines()) > 1:
            return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise ui.DevError("Chromium did not start.")
