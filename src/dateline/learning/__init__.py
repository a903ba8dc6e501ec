"""Reviewed rows -> what is laid over the shipped model: measured on documents that were not learned from, kept only if better."""

from dateline.learning.keeping import folder_of, keep
from dateline.learning.measuring import Measured, Point, measure
from dateline.learning.retraining import Retrained, retrain

__all__ = ["Measured", "Point", "Retrained", "folder_of", "keep", "measure", "retrain"]
