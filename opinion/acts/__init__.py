"""Who did what in the newsroom: one line an act, which nobody can change or take away."""
