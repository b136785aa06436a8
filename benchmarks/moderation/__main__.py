"""Count what becomes of the texts, and with --each say it of each of them."""

import os
import sys

import django

from .measure import counts, said_of, texts


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opinion.settings")
    django.setup()
    for (batch, kind), counted in sorted(counts().items()):
        told = ", ".join(f"{effect or 'nothing'} {count}" for effect, count in counted.items())
        print(f"batch {batch}  {kind:12} {sum(counted.values()):3}: {told}")
    if "--each" in sys.argv:
        for row in texts():
            said = "; ".join(f"{name} ({detail})" for name, _effect, detail in said_of(row["text"]))
            print(f"| {row['kind']} | {row['language']} | {row['text'][:70]} | {said or '–'} |")


main()
