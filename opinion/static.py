import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Of eleven: three percent larger, in a fifteenth of the time, which each start of a new copy takes.
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
