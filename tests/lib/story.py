"""A story of 30 mails in two parts: what the crash and fault loops put through docket."""
from . import mails, world

HOUR = 3600000


def _mail(w, n, sender, subject, body, heads=(), to=None, mid=None, cc=None, name=None, date=None,
          attach=()):
    fields = list(heads) + [
        ("From", mails.address(world.NAMES.get(sender, "") if name is None else name, sender)),
        ("To", to or world.INTAKE), ("Cc", cc), ("Subject", subject),
        ("Date", date or mails.date_of(w.now + n * 1000, w.zone)),
        ("Message-ID", mid or "<story.%d@%s>" % (n, sender.rsplit("@")[-1]))]
    return mails.compose([f for f in fields if f[1] != "none"], body, attach=attach)


DEEP = (b"From: Erik Holm <erik@northwind.example>\nTo: intake@harborpine.example\n"
        b"Subject: deep\nMessage-ID: <deep@northwind.example>\nMIME-Version: 1.0\n" +
        b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (i, i)
                 for i in range(400)) + b"Content-Type: text/plain\n\nat the bottom\n")
GARBAGE = (b"From: \xff\xfe <erik@northwind.example>\nTo: intake@harborpine.example\n"
           b"Subject: \x80\x81\xff =?utf-8?B?////?= \xc3\nDate: Tue, 19 Jan 2038 03:14:08 +0000\n"
           b"Content-Type: text/plain; charset=\"x-no-such\"\n\n" + bytes(range(1, 256)) * 8 + b"\n")
FORWARD = """Please take this in.

---------- Forwarded message ---------
From: Bob Stone <bob@acme.example>
Date: Mon, May 11, 2026 at 8:30 AM
Subject: Trade fair banner
To: Maya Lind <maya@harborpine.example>

Hi Maya,

we need a banner for the trade fair in June.

Bob
"""
COMPLETE = """Hi team,

Deliverable: landing page for the spring sale
Objective: 500 bookings for the spring tour
Audience: hikers between 25 and 40
Deadline: 28 May 2026
Offer: 20 % off all tents until 7 June
Approver: Bob Stone
"""


def part_one(w):
    """16 mails: names and bytes."""
    m = [
        _mail(w, 1, "jane@acme.example", "Landing page for the spring sale",
              "Hi, we need a landing page for our spring sale."),
        _mail(w, 2, "erik@northwind.example", "Logo for the autumn range",
              "Hello, we need a logo for the autumn range. Erik signs off."),
        _mail(w, 3, "anna@linde.example", "Flyer",
              "Guten Tag, wir brauchen einen Flyer für das Straßenfest. Viele Grüße, Anna"),
        _mail(w, 4, "rosa.park@gmail.com", "Landing page", COMPLETE),
        _mail(w, 5, "pat@nowhere.example", "Hello", "We are new here and need a logo.", name="Pat"),
        _mail(w, 6, "jane@acme.example", "News", "Our newsletter of May.",
              heads=[("List-Id", "<news.acme.example>"), ("Precedence", "list")]),
        _mail(w, 7, "claire@lumiere.example", "Automatic reply: bonjour", "Je suis absente.",
              heads=[("Auto-Submitted", "auto-replied")]),
        _mail(w, 8, "intake@harborpine.example", "[ACME-001] ours", "Our own words come back."),
        None,  # the first mail once more
        _mail(w, 10, "bob@acme.example", "Price list", "Hi, we need a new price list for print.",
              mid="<story.2@northwind.example>"),
        _mail(w, 11, "lucia@solana.example", "Video",
              "Buenos días, necesitamos un vídeo para el verano. Gracias, Lucía", mid="none"),
        DEEP,
        GARBAGE,
        _mail(w, 14, "maya@harborpine.example", "Fwd: Trade fair banner", FORWARD),
        _mail(w, 15, "erik@northwind.example", "URGENT banner today",
              "URGENT!!! We need a web banner today, please rush it."),
        _mail(w, 16, "jane@acme.example", "For your files", "Maya, we also need a poster.",
              to="maya@harborpine.example", cc=world.INTAKE),
    ]
    m[8] = m[0]
    return [("1000.%02d.story" % (i + 1), raw) for i, raw in enumerate(m)]


def part_two(w):
    """14 mails that answer what docket sent in part one."""
    sent = w.sent()

    def newest(who, ref=""):
        got = [m for m in sent if m.rcpt == who and ref in m.subject]
        if not got:
            raise world.Problem("the story: docket sent nothing to %s with '%s'" % (who, ref))
        return got[-1]

    def reply(n, who, to_mail, body, heads=(), sender=None):
        fields = dict(mails.reply_fields(to_mail))
        raw = _mail(w, n, sender or who, fields["Subject"], body,
                    heads=list(heads) + [("In-Reply-To", fields["In-Reply-To"]),
                                         ("References", fields["References"])],
                    to=to_mail.reply_address)
        return raw
    jane = newest("jane@acme.example", "ACME-001")
    erik = newest("erik@northwind.example", "NORTH-001")
    anna = newest("anna@linde.example")
    rosa = newest("rosa.park@gmail.com")
    lucia = newest("lucia@solana.example")
    full = "1) 500 bookings\n2) hikers between 25 and 40\n3) Thursday 28 May\n4) 20 % off\n5) Bob Stone\n"
    m = [
        reply(21, "jane@acme.example", jane, full + "\n" + mails.attribution(jane) + "\n" +
              mails.quoted(jane)),
        mails.bounce(erik, "5.1.1", mails.date_of(w.now, w.zone)),
        reply(23, "anna@linde.example", anna, "Ich bin bis Freitag nicht da.",
              heads=[("Auto-Submitted", "auto-replied")]),
        reply(24, "rosa.park@gmail.com", rosa, "Thanks!"),
        reply(25, "lucia@solana.example", lucia, "1) más reservas\n"),
        _mail(w, 26, "maya@harborpine.example", "accept", "/accept ACME-001"),
        _mail(w, 27, "erik@northwind.example", "Re: [ACME-001] Landing page", "Objective: to see more"),
        _mail(w, 28, "bob@acme.example", "Re: [ACME-001] Landing page for the spring sale",
              "Budget: 4,000 dollars"),
        None,  # the first of these once more
        _mail(w, 30, "erik@northwind.example", "Brochure", "Deliverable: brochure\nDeadline: 03/06/2026"),
        _mail(w, 31, "jane@acme.example", "Pictures", "Hi, here are pictures for a new banner we need.",
              attach=[("one.png", "image/png", b"\x89PNG\r\n\x1a\n" + b"x" * 40000),
                      ("two.pdf", "application/pdf", b"%PDF-1.4\n" + b"y" * 20000)]),
        reply(32, "jane@acme.example", jane, "1) send it to me", sender="mallory@evil.example"),
        _mail(w, 33, "new.person@acme.example", "A new colleague", "Hi, we need a social post for May.",
              name="New Person"),
        b"no header at all, only words\n",
    ]
    m[8] = m[0]
    return [("2000.%02d.story" % (i + 1), raw) for i, raw in enumerate(m)]


def put(w, letters):
    import os
    for name, raw in letters:
        path = os.path.join(w.inbox, "new", name)
        with open(path, "wb") as f:
            f.write(raw)
        os.utime(path, (w.now / 1000, w.now / 1000))
        w.delivered += 1


def finish(w, **env):
    """Everything that is due now and within the next hours."""
    w.sync(**env)
    w.advance(3 * HOUR)
    w.sync()
