"""One stylesheet, joined from the small files that people edit."""

import re

import pytest
from django.contrib.staticfiles import finders
from pollenpost import stylesheet

# Not for readers' pages: the admin links them by itself.
OF_THE_ADMIN = {
    "admin.css",
    "editors.css",
    "block_preview.css",
    "topics_admin.css",
    "desk_admin.css",
    "imports_admin.css",
}


def test_every_stylesheet_of_the_site_is_in_the_one():
    there = {path.name for path in stylesheet.FOLDER.glob("*.css")} - {stylesheet.PARTS.name} - OF_THE_ADMIN

    assert {path.name for path in stylesheet.parts()} == there
    assert stylesheet.parts()[0].name == "tokens.css"
    assert stylesheet.parts()[-1].name == "print.css"


def test_a_page_asks_for_one_stylesheet(client, home):
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', client.get("/").content.decode())

    assert sheets == ["/static/css/pollenpost.css"]


def test_static_files_know_the_one_stylesheet():
    found = finders.find("css/pollenpost.css")

    assert found
    with open(found) as file:
        assert file.read() == stylesheet.bundle()
    assert "css/pollenpost.css" in {path for finder in finders.get_finders() for path, _storage in finder.list([])}


@pytest.mark.parametrize(
    ("written", "joined"),
    [
        ("a {\n  color: red;\n}\n", "a{color: red}"),
        ("/* A reason. */\na { b: c; /* d */ e: f }", "a{b: c;e: f}"),
        (".a > .b :hover { width: calc(1px + 2px) }", ".a > .b :hover{width: calc(1px + 2px)}"),
        ('q::before { content: "/* {  } */" }', 'q::before{content: "/* {  } */"}'),
        ("a { background: url(data:image/svg+xml,{  ;}) }", "a{background: url(data:image/svg+xml,{  ;})}"),
        (
            "@media (width > 1px) and (height > 2px) { a { b: c } }",
            "@media (width > 1px) and (height > 2px){a{b: c}}",
        ),
    ],
)
def test_only_what_no_browser_reads_is_left_out(written, joined):
    assert stylesheet.minified(written) == joined
