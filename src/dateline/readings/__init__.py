"""Several readings of one archive: made anew beside the old ones, chosen among, compared."""

from dateline.readings.again import read_again, versions_of
from dateline.readings.beside import Beside, compare_readings
from dateline.readings.chosen import Choice, as_read_by, choose

__all__ = ["Beside", "Choice", "as_read_by", "choose", "compare_readings", "read_again", "versions_of"]
