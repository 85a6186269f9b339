"""The demo: a small house with content, readers and a reading history, all invented."""
