"""Documents made here, so that everybody can read them, and files from outside, made harmless.

`pages.make` turns a template into a PDF; `uploads.examine` decides what may come in. Only `pages`
knows Django.
"""
