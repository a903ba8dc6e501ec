"""The desk as plain files, for any web server: its pages, and the data that they show, with nothing in it that is not shown.

`withheld` takes out what is not to leave the house, `lookups` writes down what the words of a query mean, `files` makes the files.
"""

from dateline.exports.folder import check_folder, write_folder
from dateline.publish.files import Published, make_files

__all__ = ["Published", "check_folder", "make_files", "write_folder"]
