"""Real works in real styles, labelled: how well a pasted reference line is read."""
