"""What a kept entry is known by."""

import hashlib
import json

from opinion.references.formats import csl
from opinion.references.record import Record


def digest(record: Record) -> str:
    """The same for two records that say the same, whatever order their further fields are in.

    ValueError where a further field of CSL is no JSON.
    """
    item = csl.item_of(record, "")
    said = json.dumps(item, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()
