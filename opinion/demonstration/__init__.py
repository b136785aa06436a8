"""The demonstration publication: its words in TOML, its pictures drawn on the spot."""
