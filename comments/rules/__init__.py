"""What can be seen in a text without knowing who wrote it, when, or where: pure functions."""
