"""What to look at before readers get an article: one table, run wherever it counts."""
