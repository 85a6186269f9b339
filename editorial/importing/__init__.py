"""The import of content folders: Markdown files with YAML front matter become pages."""
