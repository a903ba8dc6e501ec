"""The desk's built pages: every file is read once at the start, so a request names one of them or nothing, wherever it points."""

import mimetypes
from pathlib import Path

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from dateline.api.access import open_to
from dateline.errors import ServeError

SITE = Path(__file__).parents[1] / "site"
PAGE = "index.html"
TYPES = {".mjs": "text/javascript", ".js": "text/javascript", ".json": "application/json"}
"""Browsers refuse modules of another type, and what the system's table says of .mjs differs from machine to machine."""


def read_site(folder: Path = SITE) -> dict[str, tuple[bytes, str]]:
    """The files of the site by their path below it, each with its media type.

    Raises:
        ServeError: it was not built.
    """
    if not (folder / PAGE).is_file():
        raise ServeError("The pages of the desk are missing from this install; install Dateline again: they are built then.")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): (path.read_bytes(), _type_of(path)) for path in files}


def site_routes(files: dict[str, tuple[bytes, str]]) -> list[HTTPRouteHandler]:
    """Routes that give these files and nothing else. Names with a hash in them never change what they hold."""

    def answer(name: str) -> Response[bytes]:
        if name not in files:
            raise NotFoundException("There is no such page.")
        content, media_type = files[name]
        kept = "public, max-age=31536000, immutable" if name.startswith("assets/") else "no-cache"
        return Response(content, media_type=media_type, headers={"Cache-Control": kept})

    @get("/", include_in_schema=False, sync_to_thread=False, opt=open_to("all"))
    def page() -> Response[bytes]:
        return answer(PAGE)

    @get("/{name:path}", include_in_schema=False, sync_to_thread=False, opt=open_to("all"))
    def file(name: FromPath[Path]) -> Response[bytes]:
        return answer(name.as_posix().removeprefix("/"))

    return [page, file]


def _type_of(path: Path) -> str:
    return TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
