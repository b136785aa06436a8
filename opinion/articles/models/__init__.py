from .article import Article
from .byline import Byline
from .change import Change
from .classification import ArticleType, Section, Topic
from .content import Role
from .desk import DeskEntry, DeskState
from .edition import Edition, EditionByline, EditionReference, NothingToPublish
from .erratum import Erratum
from .filing import Filing, ListingDate
from .front import Front, FrontPlace
from .picture import ArticlePicture, EditionPicture, PictureRole
from .presence import Presence
from .publication import Publication
from .redirect import Redirect
from .reference import Reference
from .relation import Relation
from .revision import Revision
from .sanctioned_act import SanctionedAct, sanctioned_act
from .search_entry import SearchEntry

__all__ = [
    "Article",
    "ArticlePicture",
    "ArticleType",
    "Byline",
    "Change",
    "DeskEntry",
    "DeskState",
    "Edition",
    "EditionByline",
    "EditionPicture",
    "EditionReference",
    "Erratum",
    "Filing",
    "Front",
    "FrontPlace",
    "ListingDate",
    "NothingToPublish",
    "PictureRole",
    "Presence",
    "Publication",
    "Redirect",
    "Reference",
    "Relation",
    "Revision",
    "Role",
    "SanctionedAct",
    "SearchEntry",
    "Section",
    "Topic",
    "sanctioned_act",
]
