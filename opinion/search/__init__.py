"""What readers look for: articles, authors and works, and comments where they ask for them.

Stands above articles and comments, which know nothing of it. Whatever is typed is just words.
"""
