"""Readers from elsewhere: a file is read, its columns are named, each row is judged, and what may come in does.

reading, spreadsheets -> formats, mapping -> rows -> deciding -> writing, reports -> running. Nothing is subscribed
silently: a row with a complete proof of consent makes a reader, one without is asked by mail, once ever.
"""
