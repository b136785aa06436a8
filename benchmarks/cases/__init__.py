from . import feeds, lists, moderation, texts, threads

GROUPS = (
    lists.LISTS,
    threads.READING,
    threads.CONVERSATION,
    moderation.DESK,
    moderation.FILTERS,
    feeds.FEEDS,
    texts.TEXTS,
)
