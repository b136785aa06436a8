import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Of eleven: a tenth larger, in a fiftieth of the time, for which each new copy's start waits.
QUALITY = 6


class QuickCompressor(Compressor):
    @staticmethod
    def compress_brotli(data):
        return brotli.compress(data, quality=QUALITY)


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Hashed names and compressed forms, for JavaScript modules that import each other as well."""

    support_js_module_import_aggregation = True

    def create_compressor(self, **words):
        return QuickCompressor(**words)
