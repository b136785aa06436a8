class BackupError(Exception):
    """Why a backup or a restore did not come about, and what to do: one sentence for people."""
