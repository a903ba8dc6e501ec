"""The desk's server: one case file over HTTP. REST under /api with its OpenAPI, the desk's own pages under /.

It takes what the pipeline and the store give and sends it as it is; it decides nothing about what a text says, and writes nothing
but acts of review, for one coder or for a team with accounts (`team`).
"""

from dateline.api.application import make_application
from dateline.api.operations import Operated
from dateline.api.serving import address_of, listen, serve
from dateline.api.site import read_site

__all__ = ["Operated", "address_of", "listen", "make_application", "read_site", "serve"]
