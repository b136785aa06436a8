"""Mail to readers: the question whether an address is theirs, and the news they asked for."""
