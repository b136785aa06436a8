"""What a new publication's rules say of lifelike comments: `python -m benchmarks.moderation`."""
