#!/usr/bin/env python3
"""Follow docs/running.md from nothing: in a clean Debian, until readers are served.

    # apt-get install debootstrap
    # python3 deploy/follow_running.py /var/tmp/clean-debian

As root, into a new folder; the ports 80, 443, 1025 and 5432 of this machine have to be free. What
is run is what stands on the page under “Set up”. In its place comes only what the page cannot know:
the address of the repository, passwords and keys, a certificate made here, the answers to `setup`.
There is no systemd in a chroot, so each service is begun by what its own unit says.
"""

import base64
import configparser
import http.client
import http.cookies
import os
import re
import secrets
import shlex
import shutil
import socket
import ssl
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import urlencode

CLONE = Path(__file__).resolve().parent.parent
PAGE = CLONE / "docs/running.md"
HOST, PASSWORD = "opinion.example.org", "a long password of the first day"
SMTP_PORT, PATIENCE = 1025, 120
SETUP = (
    "--no-input --name 'The Signal Box' --language en --time-zone Europe/London --contact-email "
    "desk@example.org --username chief --email chief@example.org"
)
# Whatever this machine needs to reach a registry of packages.
PASSED_ON = re.compile(r"(?i)(https?|no)_proxy|PIP_(INDEX_URL|CERT|TRUSTED_HOST|PROXY)")


def commands(page: str) -> list[str]:
    """Those of “Set up” that are typed as root, each with the lines that belong to it."""
    part = page.partition("\n## Set up\n")[2].partition("\n## ")[0]
    blocks = re.findall(r"^```console\n(.*?)^```$", part, re.DOTALL | re.MULTILINE)
    typed = [re.split(r"^# ", block, flags=re.MULTILINE)[1:] for block in blocks]
    return [command.rstrip("\n") for block in typed for command in block]


def environment(page: str) -> dict[str, str]:
    """The lines of /etc/opinion/environment, filled in."""
    block = re.search(r"^```ini\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)[1]
    filled = dict(line.split("=", 1) for line in block.splitlines())
    filled["DATABASE_URL"] = filled["DATABASE_URL"].replace("PASSWORD", PASSWORD.replace(" ", "-"))
    filled["SECRET_KEY"] = secrets.token_urlsafe(48)
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    filled["CONTACT_KEYS"] = f"2026:{key}"
    filled["CONTACT_DIGEST_KEY"] = base64.b64encode(secrets.token_bytes(32)).decode()
    filled |= {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(SMTP_PORT), "SMTP_STARTTLS": "0"}
    del filled["SMTP_USER"], filled["SMTP_PASSWORD"]
    filled["MAIL_FROM"] = f'"{filled["MAIL_FROM"]}"'
    return filled


class Debian:
    """A folder with a Debian in it, in which commands are run."""

    def __init__(self, root: Path, stack: ExitStack):
        self.root, self.stack, self.folder = root, stack, "/"
        self.running: list[subprocess.Popen] = []

    def build(self) -> None:
        if not (self.root / "etc/debian_version").exists():
            say("debootstrap", self.root)
            words = ["debootstrap", "--variant=minbase", "bookworm", self.root]
            subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
        for kind, name in (("proc", "proc"), ("sysfs", "sys"), ("devtmpfs", "dev")):
            subprocess.run(["mount", "-t", kind, kind, self.root / name], check=True)
            self.stack.callback(subprocess.run, ["umount", "-l", self.root / name], check=True)
        self.stack.callback(self.end)
        # apt-get begins no service where this says no.
        policy = self.root / "usr/sbin/policy-rc.d"
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
        shutil.copy("/etc/resolv.conf", self.root / "etc/resolv.conf")
        repository = self.root / "mnt/repository"
        subprocess.run(["git", "clone", "-q", "--bare", CLONE, repository], check=True)
        (self.root / "etc/systemd/system").mkdir(parents=True, exist_ok=True)

    @property
    def environment(self) -> dict[str, str]:
        passed = {name: word for name, word in os.environ.items() if PASSED_ON.fullmatch(name)}
        if certificates := passed.get("PIP_CERT"):
            shutil.copy(certificates, self.root / "mnt/certificates.crt")
            passed["PIP_CERT"] = "/mnt/certificates.crt"
        path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        return passed | {"PATH": path, "LANG": "C.UTF-8", "HOME": "/root"} | QUIET

    def run(self, command: str, told: str = "") -> str:
        """What it says; a failure ends everything, with it."""
        if change := re.fullmatch(r"cd (\S+)", command):
            self.folder = change[1]
            return ""
        done = subprocess.run(
            ["chroot", self.root, "/bin/sh", "-ec", f"cd {self.folder}\n{command}"],
            env=self.environment,
            input=told,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # No terminal: what asks for a password reads it from what is told.
            start_new_session=True,
        )
        if done.returncode:
            raise SystemExit(f"{done.stdout}\nfailed ({done.returncode}): {command}")
        return done.stdout

    def begin(self, words: list[str], environment: dict[str, str], folder: str, user: str) -> None:
        as_user = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups"]
        line = f"cd {shlex.quote(folder)} && exec {shlex.join([*as_user, *words])}"
        log = (self.root / "var/log/followed.log").open("a")
        process = subprocess.Popen(
            ["chroot", self.root, "/bin/sh", "-c", line],
            env={"PATH": self.environment["PATH"]} | environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        self.running.append(process)

    def begin_unit(self, name: str) -> None:
        """As systemd would: its user, its folder, its environment, its command."""
        words = (self.root / f"etc/systemd/system/{name}.service").read_text()
        unit = configparser.ConfigParser(interpolation=None, strict=False)
        unit.optionxform = str  # type: ignore[assignment,method-assign]
        unit.read_string(re.sub(r"\\\n\s*", " ", words))
        service = unit["Service"]
        environment = self._read(service["EnvironmentFile"])
        environment |= dict([service.get("Environment", "NOTHING=").split("=", 1)])
        if runtime := service.get("RuntimeDirectory"):
            self.run(f"install -d -o {service['User']} -g {service['Group']} /run/{runtime}")
        say("begin", name, "by", service["ExecStart"])
        folder, user = service["WorkingDirectory"], service["User"]
        self.begin(shlex.split(service["ExecStart"]), environment, folder, user)

    def _read(self, path: str) -> dict[str, str]:
        lines = (self.root / path.lstrip("/")).read_text().splitlines()
        pairs = [line.split("=", 1) for line in lines if "=" in line]
        return {name: word.strip('"') for name, word in pairs}

    def end(self) -> None:
        """What was begun here, and nothing else."""
        for process in reversed(self.running):
            process.terminate()
        for process in self.running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(60)
        for command in ("nginx -s stop", "service postgresql stop"):
            with suppress(SystemExit):
                self.run(command)


QUIET = {"DEBIAN_FRONTEND": "noninteractive", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


# --- The page, step by step -----------------------------------------------------------------------


def follow(debian: Debian) -> str:
    """Everything under “Set up”; what `setup` said."""
    page, said = PAGE.read_text(), ""
    for command in commands(page):
        say("#", command)
        if command.startswith("apt-get install"):
            debian.run("apt-get update")
            debian.run(command.replace("install", "install -y", 1))
            debian.run("service postgresql start")
        elif "createuser" in command:
            password = PASSWORD.replace(" ", "-")
            debian.run(command, told=f"{password}\n{password}\n")
        elif "/usr/local/sbin/opinion" in command and command.startswith("cat"):
            _write_environment(debian, page)
            debian.run(command)
        elif command == "opinion setup":
            _begin_postbox(debian)
            said = debian.run(f"{command} {SETUP}")
        elif command.startswith("systemctl"):
            for name in re.findall(r"opinion-\w+", command):
                debian.begin_unit(name)
        elif command.startswith("nginx -t"):
            _make_certificate(debian)
            debian.run("nginx -t && nginx")
        else:
            debian.run(command.replace("<this repository>", "/mnt/repository"))
    return said


def _write_environment(debian: Debian, page: str) -> None:
    file = debian.root / "etc/opinion/environment"
    file.parent.mkdir()
    file.write_text("".join(f"{name}={word}\n" for name, word in environment(page).items()))
    file.chmod(0o600)


def _begin_postbox(debian: Debian) -> None:
    """A mail server that prints what it takes."""
    words = ["python3", "-u", "-W", "ignore", "-m", "smtpd", "-n", "-c", "DebuggingServer"]
    debian.begin([*words, f"127.0.0.1:{SMTP_PORT}"], {}, "/", "mail")
    wait(lambda: _listens(SMTP_PORT), "the mail server")


def _make_certificate(debian: Debian) -> None:
    folder = f"/etc/letsencrypt/live/{HOST}"
    debian.run(
        f"mkdir -p {folder} && openssl req -x509 -nodes -days 2 -newkey ec -pkeyopt "
        f"ec_paramgen_curve:P-256 -subj /CN={HOST} -keyout {folder}/privkey.pem "
        f"-out {folder}/fullchain.pem"
    )


# --- What is there then ---------------------------------------------------------------------------


class Browser:
    """Asks for pages by https, as a browser that has found the host's address."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, typed: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, address to go on to, and page."""
        trust = ssl.create_default_context()
        trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection(HOST, context=trust)
        connection.sock = trust.wrap_socket(
            socket.create_connection(("127.0.0.1", 443), 30), server_hostname=HOST
        )
        headers = {"Cookie": "; ".join(f"{name}={word}" for name, word in self.cookies.items())}
        if typed:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers |= {"Origin": f"https://{HOST}", "Referer": f"https://{HOST}{path}"}
        body = urlencode(typed) if typed else None
        connection.request("POST" if typed else "GET", path, body, headers)
        answer = connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie", []):
            for name, cookie in http.cookies.SimpleCookie(line).items():
                self.cookies[name] = cookie.value
        page = answer.read().decode(errors="replace")
        return answer.status, answer.headers.get("Location", ""), page

    def post(self, path: str, **typed: str) -> tuple[int, str, str]:
        """The form of a page, with its token."""
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', self.ask(path)[2])[1]
        return self.ask(path, {"csrfmiddlewaretoken": token} | typed)


def look(debian: Debian, said: str) -> None:
    """The invitation sets a password, its owner comes in, readers have their pages."""
    browser = Browser()
    wait(lambda: browser.ask("/health/ready/")[0] == 200, "the publication")
    log = debian.root / "var/log/followed.log"
    wait(lambda: "To: chief@example.org" in log.read_text(), "the invitation")
    link = re.search(rf"https://{HOST}(/admin/account/password/\S+)", said)[1]
    status, form, _page = browser.ask(link)
    expect(302, status, "the link of the invitation")
    status, *_rest = browser.post(form, new_password1=PASSWORD, new_password2=PASSWORD)
    expect(302, status, "a password is chosen")
    status, *_rest = browser.post("/admin/login/", username="chief", password=PASSWORD)
    expect(302, status, "the first administrator logs in")
    status, _to, page = browser.ask("/admin/")
    expect(200, status, "the newsroom")
    reader = Browser()
    status, _to, page = reader.ask("/")
    expect(200, status, "the front page")
    assert "The Signal Box" in page
    sheet = re.search(r'href="(/static/css/[^"]+)"', page)[1]
    expect(200, reader.ask(sheet)[0], f"{sheet}, by nginx itself")
    expect(200, reader.ask("/feed/")[0], "the feed")
    expect(404, reader.ask("/.env")[0], "what is hidden is not there")
    # Its worker is heard of once in ten seconds.
    wait(lambda: '"worker"' not in _health(debian), "the worker")
    say(_health(debian))


def _health(debian: Debian) -> str:
    return debian.run("opinion health || test $? = 1")


def expect(status: int, found: int, what: str) -> None:
    say(f"{found}  {what}")
    assert found == status, f"{what}: {found}, and {status} was expected"


def _listens(port: int) -> bool:
    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) == 0


def wait(done, what: str) -> None:
    patience = time.monotonic() + PATIENCE
    while True:
        with suppress(OSError, http.client.HTTPException):
            if done():
                return
        if time.monotonic() > patience:
            raise SystemExit(f"{what} does not answer")
        time.sleep(0.5)


def say(*words: object) -> None:
    print(*words, flush=True)


def main() -> None:
    if len(sys.argv) != 2 or os.geteuid():
        raise SystemExit(__doc__)
    taken = [port for port in (80, 443, SMTP_PORT, 5432) if _listens(port)]
    if taken:
        raise SystemExit(f"Something listens at {taken} already.")
    with ExitStack() as stack:
        debian = Debian(Path(sys.argv[1]).absolute(), stack)
        debian.build()
        look(debian, follow(debian))
    say("All of it held.")


if __name__ == "__main__":
    main()
