"""Pictures of articles that move in: at once from a folder, or afterwards from the old site."""

import zipfile
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from opinion import html
from opinion import images as image_files
from opinion.articles.models import ArticlePicture
from opinion.moving.models import AwaitedPicture
from opinion.moving.text import images
from opinion.moving.things import Image, Post
from opinion.pictures.models import ALT_LIMIT, CAPTION_LIMIT, CREDIT_LIMIT, Picture

from .origins import Origins
from .redirects import Redirects

KIND = "picture"
TOO_LARGE = 40_000_000


class Uploads:
    """The old site's folder of uploads, or a zip of it. Nothing outside of it is ever read."""

    def __init__(self, place: Path | None) -> None:
        self.folder = place.resolve() if place and place.is_dir() else None
        self.zip = zipfile.ZipFile(place) if place and place.is_file() else None
        self.names: dict[str, str] = {}
        if self.zip:
            for name in self.zip.namelist():
                inner = name.partition("uploads/")[2] or name
                self.names.setdefault(inner, name)

    def close(self) -> None:
        if self.zip:
            self.zip.close()

    def read(self, address: str) -> bytes | None:
        path = images.upload_path(address)
        if self.zip:
            name = self.names.get(path)
            info = self.zip.getinfo(name) if name else None
            return self.zip.read(info) if info and info.file_size <= TOO_LARGE else None
        if not self.folder or "\x00" in path or ".." in PurePosixPath(path).parts:
            return None
        for begin in ("", "wp-content/uploads", "uploads"):
            found = (self.folder / begin / path.lstrip("/")).resolve()
            if found.is_relative_to(self.folder) and found.is_file():
                return found.read_bytes() if found.stat().st_size <= TOO_LARGE else None
        return None


class Pictures:
    """Those of one moving in. What is not at hand is waited for; its article says where it was."""

    def __init__(self, origins: Origins, uploads: Uploads, redirects: Redirects, report) -> None:
        self.origins, self.uploads, self.redirects = origins, uploads, redirects
        self.report = report
        self.at_hand: dict[str, Picture | None] = {}

    def placed(self, post: Post, body: str) -> str:
        """The text with the pictures that are at hand; a figure stands in it once."""
        for image in post.images:
            picture = self._had(image)
            if picture:
                place = images.placeholder(image)
                body = body.replace(place, f'<figure data-picture="{picture.pk}"></figure>', 1)
                body = body.replace(place, "")
        return body

    def uses(self, post: Post, article) -> list[ArticlePicture]:
        uses, named = [], set()
        if post.lead and (picture := self._had(post.lead)):
            words = _words(post.lead)
            words["alt"] = words["alt"] or words["caption"] or article.headline[:ALT_LIMIT]
            uses.append(
                ArticlePicture(article=article, picture=picture, role="lead", position=0, **words)
            )
        for image in post.images:
            picture = self._had(image)
            if picture and picture.pk not in named:
                named.add(picture.pk)
                uses.append(
                    ArticlePicture(
                        article=article,
                        picture=picture,
                        role="figure",
                        position=len(named),
                        **_words(image),
                    )
                )
        return uses

    def wait(self, post: Post, article) -> None:
        """Note which pictures of a stored article are still to be had."""
        awaited, seen = [], set()
        lead = [("lead", post.lead)] if post.lead else []
        for role, image in [*lead, *(("figure", one) for one in post.images)]:
            if self._had(image) or (role, image.url) in seen or len(image.url) > 2_000:
                continue
            seen.add((role, image.url))
            if not images.is_from(image.url, self.origins.base):
                self.report.name("pictures on other sites, now links", f"{post.label}: {image.url}")
                continue
            awaited.append(
                AwaitedPicture(
                    move_in=self.origins.move_in,
                    article=article,
                    url=image.url,
                    role=role,
                    **_words(image),
                )
            )
        AwaitedPicture.objects.bulk_create(awaited)
        self.report.count("pictures to fetch", len(awaited))

    def store(self, image: Image, data: bytes) -> Picture | None:
        """A picture of these bytes; None, and told, where they are none."""
        try:
            content = image_files.clean(ContentFile(data, name="upload"))
        except ValidationError:
            self.report.name("pictures that could not be read", image.url)
            return None
        picture = Picture.objects.keep(content, **_words(image))
        self.origins.note(KIND, image.url, Picture, picture.pk, picture.digest)
        path = unquote(urlsplit(image.url).path)
        self.redirects.add(path, picture_id=picture.pk)
        self.report.count("pictures stored")
        return picture

    def _had(self, image: Image) -> Picture | None:
        if image.url not in self.at_hand:
            self.at_hand[image.url] = self._found(image)
        return self.at_hand[image.url]

    def _found(self, image: Image) -> Picture | None:
        if not (self.uploads.folder or self.uploads.zip):
            return None
        if not images.is_from(image.url, self.origins.base):
            return None
        known = self.origins.known(KIND, [image.url]).get(image.url)
        if known:
            return Picture.objects.filter(pk=known).first()
        data = self.uploads.read(image.url)
        return self.store(image, data) if data else None


def _words(image: Image) -> dict[str, str]:
    return {
        "alt": html.clean_line(image.alt)[:ALT_LIMIT],
        "caption": html.clean_line(image.caption)[:CAPTION_LIMIT],
        "credit": html.clean_line(image.credit)[:CREDIT_LIMIT],
    }
