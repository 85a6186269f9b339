"""An issue as a file: one document gathered from its pages, written as PDF and as EPUB.

The way of an issue: `gathering` reads pages into a `document`, with `rich_text`, `blocks` and `pictures`; `pdf`
and `epub` write it down. Nothing in here changes a row.
"""
