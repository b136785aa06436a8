"""A server of other people's pages, for the link checker: it does all that servers do to one."""

import socket
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from opinion.references.links import Checker

AGENT = "OpinionLinks (+https://opinion.example)"
FORBIDDEN = "http://127.0.0.9/"
LONG = " ".join(f"word{number}" for number in range(400))


def page(title: str, words: str, around: str = "") -> str:
    return (
        f"<!doctype html><title>{title}</title><script>{time.monotonic()}</script>"
        f"<nav>{around}</nav><article><p>{words}</p></article>"
    )


class LinkServer:
    """Listens on 127.0.0.1 while it is open. `requests` are the paths and headers it was sent."""

    def __init__(self):
        self.requests: list[tuple[str, dict]] = []
        # What is sent for /robots.txt: a code, a text, headers.
        self.robots = (404, "", {})
        self.pages = {}
        self.closing = Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.door = f"127.0.0.1:{self.port}"
        self.address = f"http://{self.door}"

    def open(self):
        Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    def close(self):
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()

    def answer(self, path, code=200, body="", **headers):
        """What is sent for a path from now on; in the names of headers, _ stands for -."""
        self.pages[path] = (code, body, headers)

    def paths(self):
        return [path for path, _headers in self.requests if path != "/robots.txt"]

    def _handler(server):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):  # noqa: N802
                server.requests.append((self.path, dict(self.headers)))
                server.serve(self)

            def log_message(self, *words):
                """Nothing."""

        return Handler

    def serve(self, request):
        path = request.path
        if path == "/hangs":
            self.closing.wait(30)
        elif path == "/trickles":
            self.trickle(request)
        elif path == "/endless":
            self.pour(request)
        elif path.startswith("/circle"):
            self.send(request, 302, "", {"Location": "/circle"})
        elif path == "/robots.txt":
            self.send(request, *self.robots)
        else:
            code, body, headers = self.pages.get(path, (404, "Nothing here", {}))
            if headers.get("ETag") and request.headers.get("If-None-Match") == headers["ETag"]:
                code, body = 304, ""
            self.send(request, code, body, headers)

    def send(self, request, code, body, headers):
        body = body if isinstance(body, bytes) else body.encode()
        request.send_response(code)
        headers = {"Content-Type": "text/html; charset=utf-8"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        for name, value in headers.items():
            request.send_header(name, value)
        if code != 304:
            request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def trickle(self, request):
        """A byte now and then, each before a patience of a second is over."""
        request.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
        while not self.closing.wait(0.05):
            if not self.still(request, b"a"):
                return

    def pour(self, request):
        request.wfile.write(
            b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Endless</title>"
        )
        while not self.closing.is_set():
            if not self.still(request, b"word " * 10_000):
                return

    def still(self, request, piece):
        try:
            request.wfile.write(piece)
            request.wfile.flush()
        except OSError:
            return False
        return True


class Town:
    """A directory of names that is ours; it counts who asks."""

    def __init__(self, **names):
        self.names, self.asked = names, []

    def __call__(self, host, port):
        self.asked.append(host)
        if host[0].isdigit():
            return [host]
        found = self.names.get(host.split(".")[0], socket.gaierror(socket.EAI_NONAME, "unknown"))
        if isinstance(found, Exception):
            raise found
        return found


NETWORK = {"example": ["93.184.215.14"]}


def checker(server, town=None, **kwargs):
    town = town or Town(**NETWORK)
    kwargs = {"seconds": 5.0, "delay": 0.0} | kwargs
    return Checker(AGENT, allowed=[server.door], resolver=town, **kwargs)


def look(server, path, previous=None, **kwargs):
    return checker(server).check(server.address + path, previous, **kwargs)
