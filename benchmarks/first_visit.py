"""The first visit to an article, with a picture, fifty comments and eight references.

What a browser asks for, and how many bytes come, by kind. Where `LIGHTHOUSE` names the program of
that name, five of its visits as from a telephone, and the middle of them.
"""

import json
import os
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from statistics import median
from urllib.parse import urljoin

from django.core.files.storage import FileSystemStorage
from django.db.models import FileField
from django.db.models.fields.files import FieldFile
from PIL import Image, ImageFilter

from opinion import images
from opinion.pictures import renditions
from opinion.supervisor.console import Console

from . import filling, outlets, served
from .load import Request, ask
from .served_acts import BROTLI

VISITS = 5
BROWSERS = ("chromium", "google-chrome", "chromium-headless-shell")
# What the page asks for by itself, by kind. Pictures further down wait until they are near.
LINKED = {
    "styles": re.compile(r'<link rel="stylesheet" href="([^"]+)"'),
    "type": re.compile(r'<link rel="preload" href="([^"]+)" as="font"'),
    "scripts": re.compile(r'<script[^>]* src="([^"]+)"'),
    # A browser takes the first format offered, and on a telephone this width.
    "pictures": re.compile(
        r'<source type="image/avif" srcset="[^"]*?([^" ]+) 960w[^>]*>(?:<source[^>]*>)?'
        r'<img(?![^>]*loading="lazy")'
    ),
    "icon": re.compile(r'<link rel="icon" href="([^"]+)"'),
}
# Bytes, with its type and without its pictures.
LIGHT = 60_000
IMPORTED = re.compile(rb'(?:import|from)\s*"(\./[^"]+)"')
WANTED = {"performance": 0.99, "total-blocking-time": 0, "cumulative-layout-shift": 0}


@dataclass
class Visit:
    requests: Counter = field(default_factory=Counter)
    bytes: Counter = field(default_factory=Counter)
    told: str = ""

    @property
    def without_pictures(self) -> int:
        return self.bytes.total() - self.bytes["pictures"]

    def __str__(self) -> str:
        kinds = ", ".join(
            f"{kind} {number} of {self.bytes[kind] / 1_000:.1f} kB"
            for kind, number in self.requests.items()
        )
        total = f"{self.requests.total()} requests, {self.bytes.total() / 1_000:.1f} kB: {kinds}"
        return f"{total}; {self.told}" if self.told else total


def run(console: Console | None = None, name: str = "bench_visit") -> Visit:
    """Visit it in a database of its own.

    Raises AssertionError where a file does not come, where all of them are more than LIGHT, or
    where Lighthouse finds less than is wanted.
    """
    console = console or Console()
    with outlets.scratch(console, name) as outlet, outlet.in_charge():
        filling.fill(outlet, console)
        with served.opened(outlet) as servers:
            _take_pictures(servers.folder / "media")
            address = outlet.busiest.get_absolute_url()
            visit = look(servers.kept.port, address)
            assert visit.without_pictures <= LIGHT, f"It is no longer light: {visit}"
            if lighthouse := os.environ.get("LIGHTHOUSE"):
                visit.told = _lighthouse(lighthouse, servers.kept.port, address, servers.folder)
            return visit


def look(port: int, address: str) -> Visit:
    """Ask for a page and all that it asks for."""
    visit, seen = Visit(), set()
    page = _fetch(visit, port, "page", address)
    for kind, pattern in LINKED.items():
        queue = pattern.findall(page.decode())
        while queue:
            path = queue.pop()
            if path not in seen:
                seen.add(path)
                found = _fetch(visit, port, kind, path)
                if kind == "scripts":
                    queue += [urljoin(path, name.decode()) for name in IMPORTED.findall(found)]
    return visit


def _fetch(visit: Visit, port: int, kind: str, path: str) -> bytes:
    """Its bytes as they are written; counted are those that come."""
    answer = ask(port, Request(path, BROTLI))
    assert answer.status == 200, f"{path} answered {answer.status}"
    visit.requests[kind] += 1
    visit.bytes[kind] += len(answer.body)
    return ask(port, Request(path)).body


def _take_pictures(folder: Path):
    """Something as rich as a photograph, as an upload is kept and shown, for all of the outlet."""
    storage = FileSystemStorage(folder / "pictures" / "bench")
    storage.save("1.jpg", images.clean(_photograph()))
    renditions.make(FieldFile(None, FileField(storage=storage), "1.jpg"))
    made = [*Path(storage.location).iterdir()]
    for number in range(2, filling.PICTURES + 1):
        for file in made:
            shutil.copy(file, file.with_name(f"{number}{file.name.removeprefix('1')}"))


def _photograph() -> BytesIO:
    size = (filling.PICTURE_WIDTH, filling.PICTURE_WIDTH * 2 // 3)
    bands = []
    for grain in (160, 60, 20):
        rough = Image.effect_noise((size[0] // grain * 2, size[1] // grain * 2), 120)
        fine = Image.effect_noise(size, 30).filter(ImageFilter.GaussianBlur(1))
        bands.append(Image.blend(rough.resize(size, Image.Resampling.BICUBIC), fine, 0.35))
    file = BytesIO()
    Image.merge("RGB", bands).save(file, "JPEG", quality=95)
    file.size, file.name = len(file.getvalue()), "photograph.jpg"
    return file


# --- Lighthouse


def _lighthouse(program: str, port: int, address: str, folder: Path) -> str:
    visits = [_visit(program, f"http://127.0.0.1:{port}{address}", folder) for _ in range(VISITS)]
    middle = {name: median(visit[name] for visit in visits) for name in visits[0]}
    said = ", ".join(f"{name} {value:g}" for name, value in middle.items())
    assert middle["performance"] >= WANTED["performance"], f"Lighthouse: {said}"
    for name in ("total-blocking-time", "cumulative-layout-shift"):
        assert middle[name] <= WANTED[name], f"Lighthouse: {said}"
    return f"Lighthouse, median of {VISITS}: {said}"


def _visit(program: str, address: str, folder: Path) -> dict[str, float]:
    browser = next(filter(None, map(shutil.which, BROWSERS)))
    subprocess.run(
        [
            program,
            address,
            "--only-categories=performance",
            "--output=json",
            f"--output-path={folder}/lighthouse.json",
            "--quiet",
            "--chrome-flags=--headless --no-sandbox --disable-gpu",
        ],
        env=os.environ | {"CHROME_PATH": browser},
        check=True,
        capture_output=True,
        timeout=180,
    )
    told = json.loads((folder / "lighthouse.json").read_text())
    audits = told["audits"]
    timed = ("first-contentful-paint", "largest-contentful-paint", *[*WANTED][1:])
    values = {name: round(audits[name]["numericValue"], 3) for name in timed}
    return {"performance": told["categories"]["performance"]["score"], **values}
