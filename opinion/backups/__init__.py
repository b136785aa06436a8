"""Backups that an operator can trust: each is read back, restored and compared before it counts."""
