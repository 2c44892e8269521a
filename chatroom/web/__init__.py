"""The HTTP edge: pages, forms, the JSON API, files."""
