from .article import Article
from .byline import Byline
from .card import Card
from .change import Change
from .classification import ArticleType, Section, Topic
from .content import Role
from .desk import DeskEntry, DeskState
from .draft_entry import DraftEntry
from .edition import Edition, EditionByline, EditionReference, NothingToPublish
from .embed import EditionEmbed
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
from .saved_filter import SavedFilter
from .search_entry import SearchEntry
from .series import Series, SeriesPart
from .tally import Tally

__all__ = [
    "Article",
    "ArticlePicture",
    "ArticleType",
    "Byline",
    "Card",
    "Change",
    "DeskEntry",
    "DeskState",
    "DraftEntry",
    "Edition",
    "EditionByline",
    "EditionEmbed",
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
    "SavedFilter",
    "SearchEntry",
    "Section",
    "Series",
    "SeriesPart",
    "Tally",
    "Topic",
    "sanctioned_act",
]
