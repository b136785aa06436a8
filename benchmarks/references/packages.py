"""The packages whose sample records make the held-out set, by registry, name and version."""

import subprocess
import sys
import tarfile
from pathlib import Path

PYPI = {
    "pymarc": "5.4.0",
    "newspaper4k": "0.9.6",
    "yt-dlp": "2026.10.26",
    "pyzotero": "1.16.0",
    "pybtex": "0.26.1",
    "esda": "2.9.0",
    "giddy": "2.3.8",
    "spreg": "1.9.0",
}
NPM = {"bibtex-parse": "2.1.0"}


def fetch(folder: Path) -> None:
    """The sources of all packages into `folder`; what is there already stays."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, version in PYPI.items():
        if not found(folder, name):
            asked = ["--no-deps", "--no-binary", name, "--dest", str(folder), f"{name}=={version}"]
            subprocess.run([sys.executable, "-m", "pip", "download", *asked], check=True)
    for name, version in NPM.items():
        if not found(folder, name):
            subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], check=True, cwd=folder)


def found(folder: Path, name: str) -> Path | None:
    version = (PYPI | NPM)[name]
    names = f"{name}-{version}.*gz", f"{name.replace('-', '_')}-{version}.*gz"
    return next((path for pattern in names for path in folder.glob(pattern)), None)


def texts(folder: Path, name: str, ending: str) -> dict[str, bytes]:
    """The files of a package whose path ends so, by path."""
    archive = found(folder, name)
    if archive is None:
        raise FileNotFoundError(f"{name} is not in {folder}: fetch it first.")
    with tarfile.open(archive) as package:
        return {
            member.name: package.extractfile(member).read()
            for member in package
            if member.isfile() and member.name.endswith(ending)
        }
