from .article import Article, Byline, Role
from .classification import ArticleType, Section, Topic
from .edition import Edition, EditionByline, EditionReference
from .erratum import Erratum
from .publication import Publication
from .reference import Reference

__all__ = [
    "Article",
    "ArticleType",
    "Byline",
    "Edition",
    "EditionByline",
    "EditionReference",
    "Erratum",
    "Publication",
    "Reference",
    "Role",
    "Section",
    "Topic",
]
