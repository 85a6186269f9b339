"""Markdown nodes as the HTML that a rich text block may hold, or as plain text. No word may get lost here."""

import re
from html import escape, unescape

import nh3
from django.utils.html import strip_tags
from markdown_it.tree import SyntaxTreeNode

# The tags that the features of editorial.blocks allow: TEXT_FEATURES and LINE_FEATURES.
TEXT_TAGS = {"p", "b", "i", "a", "ul", "ol", "li", "br", "sup", "sub"}
LINE_TAGS = {"p", "b", "i", "a", "br"}
BLOCK_TYPES = {"paragraph", "heading", "blockquote", "bullet_list", "ordered_list", "list_item", "html_block"}
SAFE_ADDRESS = re.compile(r"(https?://|mailto:|tel:|/(?!/))", re.IGNORECASE)
ADDRESSLESS_LINK = re.compile(r"<a>(.*?)</a>", re.DOTALL)
EMPTY_PARAGRAPH = re.compile(r"<p>\s*</p>")
LIST_START = re.compile(r"\s*(<[uo]l>)")
LINE_BREAK = re.compile(r"<br\b[^<>]*>", re.IGNORECASE)
INLINE_TAGS = {"b", "i", "a", "br", "sup", "sub"}
RENAMED_TAGS = {"strong": "b", "em": "i"}
SEPARATING_TAGS = {
    *("p", "div", "section", "article", "aside", "header", "footer", "figure", "figcaption", "blockquote"),
    *(
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "hr",
        "details",
        "summary",
    ),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
TAG = re.compile(r"<!--.*?-->|</?([A-Za-z][A-Za-z0-9-]*)[^<>]*>", re.DOTALL)


def clean(html: str, tags: set[str] = TEXT_TAGS) -> str:
    """Only the allowed tags, always written the same way, so that two versions can be compared.

    Wagtail's search sees the gap between two words only at `<br/>` (which is also how its editor writes it),
    and none before a list within a list, so a space stands there.
    """
    cleaned = nh3.clean(html, tags=tags, attributes={"a": {"href"}}, link_rel=None).replace("<br>", "<br/>")
    cleaned = EMPTY_PARAGRAPH.sub("", ADDRESSLESS_LINK.sub(r"\1", cleaned))
    # Runs of blanks are one blank in HTML; a no-break space is meant.
    return re.sub(r"[ \t\n]+", " ", LIST_START.sub(r" \1", cleaned)).strip()


def text_html(nodes: list[SyntaxTreeNode]) -> str:
    return clean("".join(block_html(node) for node in nodes))


def line_html(html: str) -> str:
    return clean(html, LINE_TAGS)


def block_html(node: SyntaxTreeNode) -> str:
    if node.type == "paragraph":
        return f"<p>{inline_html(node)}</p>"
    if node.type in ("bullet_list", "ordered_list"):
        return _list_html(node)
    if node.type == "html_block":
        return f"<p>{_lines_html(node)}</p>"
    if node.type == "hr":
        return ""
    return f"<p>{_lines_html(node)}</p>"


def is_list(node: SyntaxTreeNode) -> bool:
    """A date at the beginning of a line («17. Mai …») looks like a list to Markdown. It is a sentence."""
    if node.type != "ordered_list":
        return node.type == "bullet_list"
    return node.attrs.get("start", 1) == 1 and len(node.children) > 1


def item_html(item: SyntaxTreeNode) -> str:
    """The content of a list item: its lines, then its own lists."""
    lists = [child for child in item.children if is_list(child)]
    lines = lines_html([child for child in item.children if child not in lists])
    return lines + "".join(_list_html(child) for child in lists)


def lines_html(nodes: list[SyntaxTreeNode]) -> str:
    return "<br/>".join(line for line in map(_lines_html, nodes) if line)


def _list_html(node: SyntaxTreeNode) -> str:
    if not is_list(node):
        return "".join(f"<p>{item.info}{item.markup} {item_html(item)}</p>" for item in node.children)
    tag = "ul" if node.type == "bullet_list" else "ol"
    return f"<{tag}>" + "".join(f"<li>{item_html(item)}</li>" for item in node.children) + f"</{tag}>"


def _lines_html(node: SyntaxTreeNode) -> str:
    """Any block as lines without a block of their own around them."""
    if node.type == "html_block":
        return " ".join(raw_html(node.content).split())
    if node.type == "fence":
        lines = [node.info, *node.content.splitlines()]
        return "<br/>".join(escape(line, quote=False) for line in lines if line)
    if node.type == "list_item" and node.parent is not None and node.parent.type == "ordered_list":
        return f"{node.info}{node.markup} {lines_html(node.children)}"
    if any(child.type in BLOCK_TYPES for child in node.children):
        return lines_html(node.children)
    return inline_html(node)


def inline_html(node: SyntaxTreeNode) -> str:
    return spans_html(node.children)


def spans_html(spans: list[SyntaxTreeNode]) -> str:
    return "".join(_span_html(span) for span in spans)


def _span_html(node: SyntaxTreeNode) -> str:
    match node.type:
        case "inline":
            return inline_html(node)
        case "strong":
            return f"<b>{inline_html(node)}</b>"
        case "em":
            return f"<i>{inline_html(node)}</i>"
        case "link":
            return _link_html(str(node.attrs.get("href", "")), inline_html(node))
        case "softbreak":
            return " "
        case "hardbreak":
            return "<br/>"
        case "html_inline":
            return raw_html(node.content)
    return inline_html(node) if node.children else escape(node.content, quote=False)


def _link_html(address: str, text: str) -> str:
    """Links that lead nowhere, or where no link may lead, keep their text."""
    return f'<a href="{escape(address)}">{text}</a>' if SAFE_ADDRESS.match(address) else text


def raw_html(html: str) -> str:
    """HTML in Markdown: inline tags stay for `clean`, others go, unknown ones are text: «Dear <name>»."""

    def tag(found: re.Match[str]) -> str:
        name = (found[1] or "").lower()
        if name in RENAMED_TAGS:
            return f"{'</' if found[0].startswith('</') else '<'}{RENAMED_TAGS[name]}>"
        if name in INLINE_TAGS:
            return found[0]
        if name in SEPARATING_TAGS:
            # The words on the two sides of a block must not be glued together.
            return " "
        return "" if not name or name in nh3.ALLOWED_TAGS else escape(found[0], quote=False)

    return TAG.sub(tag, html).replace("\n", " ")


def plain_text(node: SyntaxTreeNode) -> str:
    """The words alone, line breaks kept."""
    if node.type in ("softbreak", "hardbreak"):
        return "\n"
    if node.type in ("html_inline", "html_block"):
        return unescape(strip_tags(LINE_BREAK.sub("\n", raw_html(node.content))))
    separator = "\n" if any(child.type in BLOCK_TYPES for child in node.children) else ""
    if node.children or node.type == "inline":
        return separator.join(plain_text(child) for child in node.children)
    return node.content
