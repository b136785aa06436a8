"""How an article looks where it is shared: its card, the site's icons, and what is told of both."""
