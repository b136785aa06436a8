from . import feeds, lists, moderation, newsroom, search, texts, threads

GROUPS = (
    lists.LISTS,
    threads.READING,
    threads.CONVERSATION,
    moderation.DESK,
    moderation.FILTERS,
    feeds.FEEDS,
    search.SEARCH,
    newsroom.NEWSROOM,
    texts.TEXTS,
)
