"""Mails as people write them, and docket's mails as people read them."""
import email
import email.message
import email.policy
import os
import re
import struct
import zlib
from datetime import datetime, timezone
from email.utils import format_datetime, getaddresses
from email.header import Header


def header(value):
    try:
        value.encode("ascii")
        return value
    except UnicodeEncodeError:
        return Header(value, "utf-8", maxlinelen=200).encode()


def address(name, box):
    if not name:
        return box
    try:
        name.encode("ascii")
        return '"%s" <%s>' % (name, box) if re.search(r'[^\w \-]', name) else "%s <%s>" % (name, box)
    except UnicodeEncodeError:
        return "%s <%s>" % (header(name), box)


def compose(fields, body, html=None, charset="utf-8", attach=()):
    """
    Bytes of a mail. `fields` is a list of (name, value) written in that order, values as text; the
    body goes out 8-bit in `charset`, as most mail does today.
    """
    out = []
    for name, value in fields:
        if value is None:
            continue
        plain = name.lower() in ("from", "to", "cc", "reply-to", "sender")
        out.append("%s: %s" % (name, value if plain else header(value)))
    head = "\n".join(out).encode("utf-8") + b"\nMIME-Version: 1.0\n"
    text = ("Content-Type: text/plain; charset=%s\nContent-Transfer-Encoding: 8bit\n\n" % charset).encode() \
        + body.encode(charset, "xmlcharrefreplace")
    if html:
        page = b"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + html.encode()
        text = b'Content-Type: multipart/alternative; boundary="=_alt"\n\n--=_alt\n' + text \
            + b"\n--=_alt\n" + page + b"\n--=_alt--\n"
    if attach:
        parts = b'Content-Type: multipart/mixed; boundary="=_mix"\n\n--=_mix\n' + text
        for name, kind, data in attach:
            import base64
            parts += ('\n--=_mix\nContent-Type: %s; name="%s"\nContent-Disposition: attachment; filename="%s"\n'
                      "Content-Transfer-Encoding: base64\n\n" % (kind, name, name)).encode() \
                + base64.encodebytes(data)
        text = parts + b"\n--=_mix--\n"
    return head + text + (b"" if text.endswith(b"\n") else b"\n")


MARKS = {"png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "gif": b"GIF89a", "pdf": b"%PDF-1.7\n",
         "zip": b"PK\x03\x04"}


def file_of(what):
    """(name, type, bytes) of NAME, NAME=WIDTHxHEIGHT for a picture, NAME=60MB, or NAME=WORDS for a text."""
    name, _, rest = what.partition("=")
    kind = name.rpartition(".")[2].lower()
    size = re.fullmatch(r"(\d+)x(\d+)", rest)
    if kind == "png" and size:
        head = b"\0\0\0\rIHDR" + struct.pack(">II", int(size[1]), int(size[2])) + b"\x08\x02\0\0\0"
        return name, "image/png", MARKS["png"] + head + ("pixels of " + name).encode() * 50
    if re.fullmatch(r"\d+MB", rest):
        return name, "application/octet-stream", os.urandom(1 << 16) * (16 * int(rest[:-2]))
    if rest:
        return name, "application/octet-stream", rest.encode()
    return name, "application/octet-stream", MARKS.get(kind, b"") + ("content of " + name).encode() * 50


def date_of(ms, zone):
    return format_datetime(datetime.fromtimestamp(ms / 1000, timezone.utc).astimezone(zone))


class Mail:
    """One mail that docket sent, as it arrived for one person."""

    def __init__(self, raw, rcpt=None):
        self.raw, self.rcpt = raw, rcpt
        self.msg = email.message_from_bytes(raw, policy=email.policy.default)

    def head(self, name):
        try:
            v = self.msg[name]
        except Exception as e:  # the library gives up on some headers; that is a finding too
            return "(unreadable: %s)" % e
        return None if v is None else " ".join(str(v).split())

    @property
    def id(self):
        return (self.head("Message-ID") or "").strip().strip("<>")

    @property
    def subject(self):
        return self.head("Subject") or ""

    def addresses(self, name):
        v = self.msg.get_all(name) or []
        return [a.lower() for _, a in getaddresses([str(x) for x in v]) if a]

    @property
    def reply_address(self):
        return (self.addresses("Reply-To") or self.addresses("From") or [""])[0]

    def part(self, kind):
        for p in self.msg.walk():
            if p.get_content_type() == kind and not p.is_attachment():
                try:
                    return p.get_content()
                except Exception:
                    return (p.get_payload(decode=True) or b"").decode("utf-8", "replace")
        return ""

    @property
    def text(self):
        return self.part("text/plain").replace("\r\n", "\n")

    @property
    def html(self):
        return self.part("text/html").replace("\r\n", "\n")

    def brief(self):
        return "to %s: %r" % (self.rcpt or ", ".join(self.addresses("To")), self.subject)


def flat(text):
    """For comparisons: every run of white space is one space."""
    return " ".join(text.split())


def quoted(mail):
    return "\n".join(">" + (" " + l if l and not l.startswith(">") else l)
                     for l in mail.text.rstrip("\n").split("\n"))


def attribution(mail):
    who = mail.head("From") or ""
    return "On %s, %s wrote:" % (mail.head("Date") or "an earlier day", who)


def inline_answers(mail, answers):
    """
    Quotes `mail` and writes each answer on the lines below its numbered question. `answers` maps a
    number to words. Raises KeyError for a number that the mail does not ask.
    """
    lines, left = quoted(mail).split("\n"), dict(answers)
    out, pending = [], None
    for l in lines:
        starts = re.match(r">\s*(\d+)[.)]\s", l)
        follows = pending is not None and re.match(r">\s{2,}\S", l) and not starts
        if pending is not None and not follows:
            out += [pending, ""]
            pending = None
        out.append(l)
        if starts and int(starts.group(1)) in left:
            pending = left.pop(int(starts.group(1)))
    if pending is not None:
        out.append(pending)
    if left:
        raise KeyError("question %s" % ", ".join(map(str, left)))
    return "\n".join(out)


def bounce(mail, status, date, forged=None):
    """An RFC 3464 report about `mail`; `forged` names another Message-ID as the returned one."""
    mid = forged or "<%s>" % mail.id
    action = "failed" if status.startswith("5") else "delayed"
    return ("""Return-Path: <>
From: Mail Delivery System <mailer-daemon@mx.elsewhere.example>
To: {to}
Date: {date}
Message-ID: <bounce.{key}@mx.elsewhere.example>
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"

--=_b
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

<{rcpt}>: host mx.elsewhere.example said: 550 {status} User unknown

--=_b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.elsewhere.example

Final-Recipient: rfc822; {rcpt}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} User unknown

--=_b
Content-Type: text/rfc822-headers

From: {frm}
To: {rcpt}
Subject: returned
Message-ID: {mid}

--=_b--
""").format(to=mail.reply_address, date=date, key=zlib.crc32((mid + status).encode()), rcpt=mail.rcpt,
            status=status, action=action, frm=mail.head("From"), mid=mid).encode()


def reply_fields(mail):
    refs = ((mail.head("References") or "") + " <%s>" % mail.id).strip()
    subject = mail.subject
    if not re.match(r"(re|aw|sv):", subject, re.I):
        subject = "Re: " + subject
    return [("Subject", subject), ("In-Reply-To", "<%s>" % mail.id), ("References", refs)]
