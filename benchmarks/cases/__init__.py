from . import feeds, lists, moderation, texts, threads

GROUPS = (lists.LISTS, threads.READING, threads.POSTING, moderation.DESK, feeds.FEEDS, texts.TEXTS)
