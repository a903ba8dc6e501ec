"""The forms: one module each, found by its name. See `dateline.exports`."""
