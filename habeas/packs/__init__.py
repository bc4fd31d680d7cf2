"""Data files for a country or a context, and their reader."""
