"""WordPress as Debian packages it, with MariaDB, php-fpm and nginx, in a folder of its own.

Nothing of the machine's own is touched: the programs are started from their packages, with data and
settings in a temporary folder, and ended at the end.
"""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from urllib.parse import urlencode

import psutil

from benchmarks import cpu, filling, phrases
from benchmarks.load import Request, ask
from benchmarks.programs import free_port
from benchmarks.served_acts import FORM, Act, household, visitors
from opinion.supervisor.errors import StartupError
from opinion.supervisor.process import spawn

SOURCE = Path("/usr/share/wordpress")
PROGRAMS = {
    "mariadbd": "mariadb-server",
    "nginx": "nginx",
    "php": "php-cli",
    "php-fpm8.2": "php-fpm",
}
PATIENCE = 60
# As many at once as our two processes of four threads.
AT_ONCE = 8
SIZES = (1, 50, 1_000)
CONFIGURATION = """<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{folder}/db.sock');
define('DB_CHARSET', 'utf8mb4');
define('WP_HOME', 'http://127.0.0.1:{port}');
define('WP_SITEURL', 'http://127.0.0.1:{port}');
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
define('AUTH_KEY', 'bench');
define('SECURE_AUTH_KEY', 'bench');
define('LOGGED_IN_KEY', 'bench');
define('NONCE_KEY', 'bench');
$table_prefix = 'wp_';
if (!defined('ABSPATH')) {{ define('ABSPATH', __DIR__ . '/'); }}
require_once ABSPATH . 'wp-settings.php';
"""
# It would lead from an address with our port to the same one, for ever.
PLUGIN = """<?php
remove_action('template_redirect', 'redirect_canonical');
"""
FPM = """[global]
error_log = {folder}/fpm.log
[www]
user = www-data
group = www-data
listen = {folder}/fpm.sock
listen.owner = www-data
listen.group = www-data
pm = static
pm.max_children = {at_once}
"""
NGINX = """
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
user www-data;
worker_processes 2;
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    gzip on;
    gzip_types text/css application/rss+xml;
    client_body_temp_path {folder}/body;
    fastcgi_temp_path {folder}/fastcgi;
    proxy_temp_path {folder}/proxy;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    set_real_ip_from 127.0.0.1;
    real_ip_header X-Forwarded-For;
    server {{
        listen 127.0.0.1:{port};
        root {folder}/site;
        index index.php;
        location / {{ try_files $uri $uri/ /index.php?$args; }}
        location ~ \\.php$ {{
            include /etc/nginx/fastcgi_params;
            fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
            fastcgi_pass unix:{folder}/fpm.sock;
        }}
    }}
}}
"""


@dataclass
class WordPress:
    """A web server that the table of what is served can measure."""

    port: int
    web: list[psutil.Process]
    database: psutil.Process
    posts: dict[int, int]
    """The numbers of its articles, by how many comments they have."""

    def used(self) -> tuple[float, float]:
        return sum(map(cpu.of_program, self.web)), cpu.of_program(self.database)


def refuse_missing():
    """Raises StartupError where a package is not installed."""
    missing = [package for program, package in PROGRAMS.items() if not shutil.which(program)]
    missing += [] if SOURCE.exists() else ["wordpress"]
    if missing or os.geteuid():
        raise StartupError(
            "PEERS=1 measures WordPress as root from Debian's packages: apt-get install wordpress "
            "wordpress-theme-twentytwentythree mariadb-server php-fpm php-mysql nginx"
        )


@contextmanager
def opened(folder: Path) -> Iterator[WordPress]:
    """Installed, filled and served, in this empty folder that everybody may enter."""
    port = free_port()
    started: list[subprocess.Popen] = []
    try:
        started.append(_database(folder))
        posts = _install(folder, port)
        started += [_fpm(folder), _nginx(folder, port)]
        _wait(lambda: ask(port, Request("/")).status == 200)
        database, *web = [psutil.Process(process.pid) for process in started]
        yield WordPress(port, web, database, posts)
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(PATIENCE)


def _database(folder: Path) -> subprocess.Popen:
    data = folder / "db"
    data.mkdir()
    shutil.chown(data, "mysql")
    where = [f"--datadir={data}", "--user=mysql"]
    install = [
        "mariadb-install-db",
        "--no-defaults",
        *where,
        "--auth-root-authentication-method=normal",
    ]
    subprocess.run(install, check=True, capture_output=True)
    shutil.chown(folder, "mysql")
    words = ["--skip-networking", f"--socket={folder}/db.sock", f"--pid-file={folder}/db.pid"]
    process = _spawn(folder, "mariadbd", "--no-defaults", *where, *words)
    _wait(lambda: _sql(folder, "SELECT 1"))
    _sql(folder, "CREATE DATABASE wordpress CHARACTER SET utf8mb4")
    return process


def _sql(folder: Path, sql: str) -> bool:
    words = ["mariadb", "--no-defaults", f"--socket={folder}/db.sock", "-u", "root", "-e", sql]
    return subprocess.run(words, capture_output=True).returncode == 0


def _install(folder: Path, port: int) -> dict[int, int]:
    site = folder / "site"
    shutil.copytree(SOURCE, site, symlinks=True)
    (site / "wp-config.php").unlink()
    said = CONFIGURATION.format(folder=folder, port=port)
    (site / "wp-config.php").write_text(said)
    plugins = site / "wp-content" / "mu-plugins"
    plugins.mkdir()
    (plugins / "bench.php").write_text(PLUGIN)
    (folder / "content.json").write_text(json.dumps(_content()))
    script = Path(__file__).with_name("install.php")
    done = subprocess.run(
        ["php", script, f"127.0.0.1:{port}", folder / "content.json"],
        cwd=site,
        capture_output=True,
        text=True,
        timeout=300,
    )
    lines = [line.split() for line in done.stdout.splitlines() if line[:1].isdigit()]
    posts = {int(size): int(post) for size, post in lines}
    assert {*posts} == {*SIZES}, done.stdout + done.stderr
    return posts


def _content() -> dict:
    """What our outlet is filled with: texts of the same lengths."""
    sizes = dict(enumerate(SIZES))
    articles = [
        {
            "headline": headline,
            "standfirst": standfirst,
            "html": html,
            "comments": sizes.get(number, 0),
        }
        for number, (headline, standfirst, html) in filling.essays()
    ]
    return {"articles": articles, "comments": [text for text, _html in phrases.comments()]}


def _fpm(folder: Path) -> subprocess.Popen:
    (folder / "fpm.conf").write_text(FPM.format(folder=folder, at_once=AT_ONCE))
    return _spawn(folder, "php-fpm8.2", "--nodaemonize", "--fpm-config", folder / "fpm.conf")


def _nginx(folder: Path, port: int) -> subprocess.Popen:
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
    return _spawn(folder, "nginx", "-c", folder / "nginx.conf", "-g", "daemon off;")


def _spawn(folder: Path, *words: str | Path) -> subprocess.Popen:
    with (folder / "programs.log").open("ab") as log:
        return spawn(
            words, environment=dict(os.environ), cwd=folder, stdout=log, stderr=subprocess.STDOUT
        )


def _wait(done):
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience:
        with suppress(OSError):
            if done():
                return
        time.sleep(0.1)
    raise StartupError("WordPress does not start: see programs.log in its folder.")


# --- What is asked of it

POSTING = "WordPress: posting a comment"


def acts(posts: dict[int, int]) -> list[Act]:
    articles = [
        Act(f"WordPress: article, {size:,} comments", "", _page(f"/?p={posts[size]}"))
        for size in SIZES
    ]
    return [
        *articles,
        Act("WordPress: home", "", _page("/")),
        Act("WordPress: feed", "", _page("/?feed=rss2")),
        Act(POSTING, "", _posting(posts[50]), status=302, most=20),
    ]


def _page(address: str):
    return lambda outlet, port, form: repeat(Request(address, form))


def _posting(post: int):
    def requests(outlet, port, form) -> Iterator[Request]:
        for number in visitors:
            typed = {
                "comment_post_ID": post,
                "author": f"Reader {number}",
                "email": f"visitor{number}@readers.example.org",
                "comment": f"I was on train {number}, and it was late.",
            }
            headers = FORM | form | {"X-Forwarded-For": household(number)}
            yield Request("/wp-comments-post.php", headers, urlencode(typed).encode())

    return requests
