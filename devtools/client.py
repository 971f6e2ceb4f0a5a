"""A client for a running Odoo server, as a program of somebody else's would be one."""

import http.cookiejar
import json
import urllib.error
import urllib.request


class ApiError(Exception):
    """A refused call; `name` is the exception's class there, `message` what a person is shown."""

    def __init__(self, name, message, status=None, debug=""):
        super().__init__(f"{name}: {message}")
        self.name = name
        self.message = message
        self.status = status
        self.debug = debug


class Json2Client:
    """Calls through the JSON-2 API: POST /json/2/<model>/<method> with an API key."""

    def __init__(self, url, database, key):
        self.url = url
        self.headers = {"Authorization": f"bearer {key}", "X-Odoo-Database": database}

    def call(self, model, method, ids=(), **arguments):
        """Call a method of a model; its arguments go by name."""
        body = {"ids": list(ids), **arguments} if ids else arguments
        try:
            return _post(
                _opener(),
                f"{self.url}/json/2/{model}/{method}",
                body,
                self.headers,
            )
        except urllib.error.HTTPError as error:
            text = error.read().decode(errors="replace")
            try:
                answer = json.loads(text)
            except ValueError:
                answer = {"name": error.reason, "message": text}
            raise ApiError(
                answer.get("name", ""),
                answer.get("message", text),
                error.code,
                answer.get("debug", ""),
            ) from error


class SessionClient:
    """Calls as the web client makes them: JSON-RPC in the session of a user who logged in."""

    def __init__(self, url, database, login, password):
        self.url = url
        self.cookies = http.cookiejar.CookieJar()
        self.opener = _opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self.user = self.rpc(
            "/web/session/authenticate", {"db": database, "login": login, "password": password}
        )

    def call(self, model, method, *arguments, **keywords):
        """Call a method of a model; ids come first in the arguments."""
        parameters = {"model": model, "method": method, "args": list(arguments), "kwargs": keywords}
        return self.rpc(f"/web/dataset/call_kw/{model}/{method}", parameters)

    def rpc(self, path, parameters):
        """Post a JSON-RPC request to a path of the server."""
        body = {"jsonrpc": "2.0", "method": "call", "id": 1, "params": parameters}
        answer = _post(self.opener, self.url + path, body)
        if "error" in answer:
            data = answer["error"].get("data", {})
            raise ApiError(
                data.get("name", ""),
                data.get("message", answer["error"].get("message")),
                debug=data.get("debug", ""),
            )
        return answer.get("result")

    def get(self, path):
        """Fetch a page; return its status and text."""
        try:
            with self.opener.open(self.url + path, timeout=120) as response:
                return response.status, response.read().decode(errors="replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")


def _opener(*handlers):
    """An opener that goes to the server itself, also where a proxy is set."""
    return urllib.request.build_opener(urllib.request.ProxyHandler({}), *handlers)


def _post(opener, url, body, headers=None):
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Content-Type": "application/json", **(headers or {})}
    )
    with opener.open(request, timeout=600) as response:
        return json.load(response)
