from . import feeds, lists, moderation, texts, threads

GROUPS = (
    lists.LISTS,
    threads.READING,
    threads.CONVERSATION,
    moderation.DESK,
    feeds.FEEDS,
    texts.TEXTS,
)
