from . import feeds, lists, moderation, search, texts, threads

GROUPS = (
    lists.LISTS,
    threads.READING,
    threads.CONVERSATION,
    moderation.DESK,
    moderation.FILTERS,
    feeds.FEEDS,
    search.SEARCH,
    texts.TEXTS,
)
