"""Mail for a machine without SMTP settings: one file a message, under var/mail."""

import re
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


class FolderBackend(BaseEmailBackend):
    """Writes each message to a file named by its Message-ID: sent twice, it is there once."""

    def send_messages(self, email_messages):
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for email in email_messages:
            message = email.message()
            name = re.sub(r"[^A-Za-z0-9.@-]", "_", str(message["Message-ID"]).strip("<>"))
            (folder / f"{name}.eml").write_bytes(message.as_bytes())
        return len(email_messages)
