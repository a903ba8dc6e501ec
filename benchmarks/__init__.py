"""Figures on public corpora; each module scores one task."""
