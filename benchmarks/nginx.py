"""The application behind nginx, as deploy/nginx.conf has it: on ports of this machine, for a while.

What an outlet copies is what is tried: only its addresses, files and certificate are put elsewhere.
"""

import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import psutil

from opinion.database import CLONE

from .programs import free_port

HOST = "opinion.example.org"
CONF = CLONE / "deploy/nginx.conf"
FRAME = """
worker_processes 1;
pid {folder}/nginx.pid;
daemon off;
error_log {folder}/start.log;
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


class NotInstalled(AssertionError):
    """There is nothing to try it with."""

    def __init__(self):
        super().__init__("nginx and openssl are not installed: apt-get install nginx openssl")


class Nginx:
    """One nginx in `folder`, before the application at `socket`."""

    def __init__(self, folder: Path, upstream: Path) -> None:
        self.folder, self.upstream = folder, upstream
        self.port, self.plain_port = free_port(), free_port()

    def write(self) -> None:
        """Put the site's files into the folder. Raises AssertionError where nginx refuses them."""
        if not (shutil.which("nginx") and shutil.which("openssl")):
            raise NotInstalled
        self._make_certificate()
        for name in ("static", "media", "log", "cache"):
            (self.folder / name).mkdir(exist_ok=True)
        (self.folder / "site.conf").write_text(self._site())
        (self.folder / "nginx.conf").write_text(FRAME.format(folder=self.folder))
        tried = subprocess.run([*self._command, "-t"], capture_output=True, text=True)
        assert tried.returncode == 0, tried.stderr

    def _site(self) -> str:
        words = CONF.read_text()
        for number, port in ((443, self.port), (80, self.plain_port)):
            words = re.sub(rf"listen \[::\]:{number}\b", f"listen [::1]:{port}", words)
            words = re.sub(rf"listen {number}\b", f"listen 127.0.0.1:{port}", words)
        places = {
            "/etc/letsencrypt/live/opinion.example.org": self.folder,
            "/var/log/nginx": self.folder / "log",
            "/var/cache/nginx": self.folder / "cache",
            "/srv/opinion/var": self.folder,
            "/run/opinion/web.sock": self.upstream,
        }
        for place, ours in places.items():
            assert place in words, f"{place} is not in {CONF.name}"
            words = words.replace(place, str(ours))
        return words

    def _make_certificate(self) -> None:
        words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1"
        words += f" -subj /CN={HOST} -addext subjectAltName=DNS:{HOST}"
        files = ["-keyout", self.folder / "privkey.pem", "-out", self.folder / "fullchain.pem"]
        subprocess.run(["openssl", *words.split(), *files], check=True, capture_output=True)

    @property
    def _command(self) -> list[str]:
        return ["nginx", "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]

    @contextmanager
    def running(self):
        self.write()
        self.process = subprocess.Popen(
            self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            self._wait()
            yield self
        finally:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(20)

    def _wait(self) -> None:
        patience = time.monotonic() + 20
        while True:
            assert self.process.poll() is None, (self.folder / "start.log").read_text()
            with socket.socket() as attempt:
                if attempt.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            assert time.monotonic() < patience, "nginx does not listen"
            time.sleep(0.05)

    def connection(self, name: str = HOST) -> "Connection":
        return Connection(self.folder, self.port, name)

    def used(self) -> float:
        """Seconds of the processor that its processes have used."""
        parent = psutil.Process(self.process.pid)
        processes = [parent, *parent.children()]
        # In nanoseconds; the times of processes are told in hundredths of a second.
        spent = [Path(f"/proc/{process.pid}/schedstat").read_text() for process in processes]
        return sum(int(words.split()[0]) for words in spent) / 1e9

    def logged(self) -> list[str]:
        return (self.folder / "log/opinion.log").read_text().splitlines()


def open_to_workers(folder: Path) -> None:
    """Run by root, the workers of nginx are another user, who must get in."""
    if os.geteuid() == 0:
        folder.chmod(0o755)


class Connection(http.client.HTTPSConnection):
    """Stays open to the host `name`, from an address of this machine.

    Opened again where nginx has closed it, as it does after a thousand requests.
    """

    def __init__(
        self, folder: Path, port: int, name: str = HOST, source: str = "127.0.0.1"
    ) -> None:
        trust = ssl.create_default_context(cafile=str(folder / "fullchain.pem"))
        super().__init__(HOST, port, timeout=30, context=trust)
        self.name, self.source, self.trust = name, source, trust

    def connect(self) -> None:
        plain = socket.create_connection(
            ("127.0.0.1", self.port), timeout=30, source_address=(self.source, 0)
        )
        self.sock = self.trust.wrap_socket(plain, server_hostname=self.name)
