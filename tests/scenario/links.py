"""
A security gateway opens every URL of every mail (row 18). The long stories are played, and every mail that
they sent is searched as a gateway does: what a text calls a link, every attribute of the page that can
name one, and header fields. None leads to docket or the agency, so that whoever opens all of them changes
nothing: a link is what somebody put into the job, or mailto: for a person to write.
"""
import email
import email.policy
import html.parser
import os
import re
import sys
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lib import convo, crashes, world  # noqa: E402
from lib.world import Problem  # noqa: E402

# What a page can load, follow or send to.
ATTRIBUTES = {"href", "src", "srcset", "action", "formaction", "background", "poster", "data", "cite", "longdesc",
              "ping", "manifest", "xlink:href", "style", "content", "value"}
# In a text: a scheme with anything behind it, or a host that a mail program makes a link of.
LINK = re.compile(r"\b[a-z][a-z0-9+.-]{1,20}:(?://)?[^\s<>\"'()]+|\bwww\.[^\s<>\"'()]+", re.I)
OPENED = ("http", "https", "ftp", "ws", "wss", "www")
OURS = ("harborpine.example", "localhost", "127.0.0.1", "[::1]", "0.0.0.0")
PUBLIC = "https://desk.harborpine.example"  # ours, if a template knew a link to make of it


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.forms = [], 0

    def handle_starttag(self, tag, attrs):
        self.forms += tag in ("form", "script", "iframe", "object", "embed")
        for name, value in attrs:
            if name.lower() in ATTRIBUTES and value:
                self.found += LINK.findall(value)
                if re.match(r"//", value):
                    self.found.append("https:" + value)

    handle_startendtag = handle_starttag

    def handle_data(self, data):
        self.found += LINK.findall(data)


def links_of(raw):
    """Every URL of a mail, and whether its page holds what acts by itself."""
    m = email.message_from_bytes(raw, policy=email.policy.default)
    found, acts = [], 0
    for name, value in m.items():
        if name.lower() not in ("message-id", "in-reply-to", "references", "date", "subject"):
            found += LINK.findall(str(value))
    for part in m.walk():
        if part.get_content_maintype() != "text":
            continue
        text = part.get_content()
        if part.get_content_subtype() == "html":
            page = Page()
            page.feed(text)
            found += page.found
            acts += page.forms
        else:
            found += LINK.findall(text)
    return [u for u in found if urllib.parse.urlsplit(u).scheme.lower() in OPENED + ("mailto",) or u.startswith("www.")
            ], acts


def is_ours(url):
    """A host of ours that opening it would reach; mailto: is opened by a person, who then has to send."""
    if url.lower().startswith("mailto:"):
        return False
    host = urllib.parse.urlsplit(url if "://" in url else "http://" + url).hostname or ""
    return any(host == o or host.endswith("." + o) for o in OURS)


def finder(h, options):
    """The search itself: it finds what it must find."""
    for body, kind in ((b"See https://desk.harborpine.example/approve?t=1 now", b"plain"),
                       (b"<a href='https://desk.harborpine.example/approve'>yes</a>", b"html"),
                       (b"<img src=\"//desk.harborpine.example/open.gif\">", b"html"),
                       (b"<p style='background:url(http://harborpine.example/p.png)'>x</p>", b"html")):
        raw = b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: text/" + kind + b"\n\n" + body + b"\n"
        if not any(is_ours(u) for u in links_of(raw)[0]):
            raise Problem("the search misses %s" % body.decode())
    raw = b"From: a@b.example\nList-Unsubscribe: <https://harborpine.example/u>\n\nx\n"
    if not any(is_ours(u) for u in links_of(raw)[0]):
        raise Problem("the search misses a link of a header field")
    if any(is_ours(u) for u in links_of(b"From: a@b.example\n\nhttps://files.example/page-1 mailto:x@y.example\n")[0]):
        raise Problem("the search takes somebody else's link for ours")


def gateway(h, options):
    for story in crashes.stories():
        w = world.World(h, "links." + story.name, story.settings + [("http.listen", "127.0.0.1:1"),
                                                                    ("http.public_url", PUBLIC)], start=story.start)
        try:
            convo.Player(story, w).play()
            sent = {m.id: m for m in w.sent()}.values()
            count = 0
            for m in sent:
                found, acts = links_of(m.raw)
                count += len(found)
                ours = [u for u in found if is_ours(u)]
                if ours or acts:
                    raise Problem("%s: %s" % (m.brief(), ours[0] if ours else "its page holds a form or a script"))
                if m.head("List-Unsubscribe-Post"):
                    raise Problem("%s: one click would act" % m.brief())
            if not count:
                raise Problem("%s: no mail has a link at all: the story's own are gone" % story.name)
            print("links, %s: %d in %d mails, none leads to us" % (story.name, count, len(sent)))
        finally:
            w.close()


TESTS = [("links/the search finds", finder, ("check", "test")),
         ("links/a gateway opens all", gateway, ("check", "test"))]
