from .article import Article, Byline, Role
from .classification import ArticleType, Section, Topic
from .edition import Edition, EditionByline, EditionReference
from .erratum import Erratum
from .picture import ArticlePicture, EditionPicture, PictureRole
from .publication import Publication
from .redirect import Redirect
from .reference import Reference

__all__ = [
    "Article",
    "ArticlePicture",
    "ArticleType",
    "Byline",
    "Edition",
    "EditionByline",
    "EditionPicture",
    "EditionReference",
    "Erratum",
    "PictureRole",
    "Publication",
    "Redirect",
    "Reference",
    "Role",
    "Section",
    "Topic",
]
