"""Static files as they are served: style sheets in one piece each, under names of their content."""

import re

import brotli
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Of eleven: a tenth larger, in a fiftieth of the time, for which each new copy's start waits.
QUALITY = 6
# A sheet for a kind of page: a list of its parts, which lie beside it. Read as it is, while one
# works on it, the browser fetches each part; collected, they stand in the list's place.
_LIST = re.compile(r"css/\w+_page\.css")
_PART = re.compile(r'^@import "([\w.]+)"(?: (\w+))?;$', re.MULTILINE)


class QuickCompressor(Compressor):
    @staticmethod
    def compress_brotli(data):
        return brotli.compress(data, quality=QUALITY)


class JoinedSheets(Storage):
    """The sheets for kinds of pages among `paths`, as collectstatic found them, in one piece."""

    def __init__(self, paths: dict[str, tuple[Storage, str]]):
        self.paths = paths

    def _open(self, name: str, mode: str = "rb") -> File:
        return ContentFile(_PART.sub(self._part, self._read(name)).encode(), name)

    def _part(self, found: re.Match) -> str:
        part, medium = found.groups()
        text = self._read(f"css/{part}")
        return f"@media {medium} {{\n{text}}}" if medium else text

    def _read(self, name: str) -> str:
        storage, path = self.paths[name]
        with storage.open(path) as file:
            return file.read().decode()


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Hashed names and compressed forms, for JavaScript modules that import each other as well."""

    support_js_module_import_aggregation = True

    def create_compressor(self, **words):
        return QuickCompressor(**words)

    def post_process(self, paths, dry_run=False, **options):
        lists = {name: (JoinedSheets(paths), name) for name in paths if _LIST.fullmatch(name)}
        yield from super().post_process(paths | lists, dry_run, **options)
