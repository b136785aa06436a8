"""Why a moving in cannot begin or go on, in words for the editor who asked for it."""


class NotAnExport(Exception):
    """The file is none that we can read; `str()` of it says so to whoever named it."""
