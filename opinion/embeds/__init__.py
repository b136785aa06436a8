"""Videos, posts and charts on other sites, which a text shows as a card of our own.

Nothing of theirs is loaded before a reader asks for it; what a card says was fetched by the worker.
Where cards stand, and what an edition printed of them, is told by articles.
"""
