from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Hashed names and compressed forms, for JavaScript modules that import each other as well."""

    support_js_module_import_aggregation = True
