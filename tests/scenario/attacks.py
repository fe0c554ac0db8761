"""
Plays the rows of attack_rows.py: each attack, and its twin, on an installation of their own where
Jane was asked about ACME-001. An attack decides nothing, and `docket why` says what became of the
mail; the twin approves. attacks_served.py plays the same rows through servers and a running daemon.
"""
import base64
import os
import shutil
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from lib import mails, servers, world  # noqa: E402
from lib.report import Skip  # noqa: E402
from lib.world import Problem  # noqa: E402
from attack_rows import JANE, PASS, ROWS, YES, ar  # noqa: E402

HOUR = 3600000
LOCK = threading.Lock()
STAGES = {}  # (folder, stage, server) -> the data folder and outbox that the rows start from
WORDS = {"opinion": "opinion", "asked": "a fresh mail asks"}


class Place:
    """Whose the words of a row are: Acme's, or of a client of its own that is called after `suffix`."""

    def __init__(self, suffix=""):
        domain = "acme%s.example" % suffix
        self.client = "ACME" if not suffix else "A" + suffix.upper()
        plain = [("acme.example", domain), ("acrne.example", "acrne%s.example" % suffix),
                 ("\u0430cme.example", "\u0430cme%s.example" % suffix),
                 ("xn--cme-5cd.example", ("\u0430" + domain[1:]).encode("idna").decode()), ("ACME", self.client)]
        hidden = [(_base64("jane@acme.example <jane@acme.example>"), _base64("jane@%s <jane@%s>" % (domain, domain))),
                  (_base64(JANE), _base64("jane@" + domain))]
        self.names = hidden + plain if suffix else []

    def map(self, x):
        if isinstance(x, str):
            for name, ours in self.names:
                x = x.replace(name, ours)
            return x
        if isinstance(x, dict):
            return {k: self.map(v) for k, v in x.items()}
        return type(x)(self.map(v) for v in x) if isinstance(x, (list, tuple)) else x


def _base64(text):
    return base64.b64encode(text.encode()).decode()


def _reviewed(ref, link):
    return ["submit %s %s --as tom" % (ref, link), "review %s --override seen --as maya" % ref,
            "review %s --override seen --as maya" % ref]


def _a_job(ref, title):
    return ["new ACME %s kit=monthly-report" % title, "accept " + ref, "take %s --as tom" % ref] + _reviewed(
        ref, "https://files.example/one")


def stage_lines(stage):
    """Commands that set the stage; between the two lists the mails of the first go out."""
    first = ["decider ACME " + JANE] + _a_job("ACME-001", "Report")
    if stage == "two":
        first += _a_job("ACME-002", "Poster")
    if stage != "v2":
        return [first]
    return [first, ["changes ACME-001 --by %s --as maya larger title" % JANE] + _reviewed(
        "ACME-001", "https://files.example/two")]


def _set_stage(w, stage):
    for lines in stage_lines(stage):
        for line in lines:
            w.docket(*line.split(), expect=0)
        w.settle()


def _stage(h, row):
    """A folder with data and outbox of the row's stage; made once a run."""
    with LOCK:
        key = (h.scratch, row.stage, row.server)
        if key not in STAGES:
            w = world.World(h, "attacks.stage-%s%s" % (row.stage, "-server" if row.server else ""),
                            settings=_settings(row))
            _set_stage(w, row.stage)
            STAGES[key] = w
        return STAGES[key]


def _settings(row):
    return [("mailboxes.0.auth_results", "mx.test")] if row.server else []


class Letter:
    """
    frm name from_field | to cc | subject | refs (True, False, a field) | body quote mime attach html |
    top heads: fields above and among the others | mid date | of: whose review mail it answers |
    ours: "v1", the review mail of that version | cc_ours: its address in Cc | refs_job: the thread of
    another job | verbatim: our own mail as it is | bounce: it comes back.
    client: gmail, apple, outlook write both parts and quote our mail.
    In texts {token}, {TOKEN}, {wrong} stand for the token of the mail that is answered.
    """
    n = 0

    def __init__(self, sent, w, row, place, spec):
        self.sent, self.w, self.row, self.place = sent, w, row, place
        self.ref, self.k = place.map("ACME-001"), place.map(spec)
        self.name = spec.get("name", world.NAMES.get(spec.get("frm", JANE), ""))

    def ours(self, version=None, ref=None):
        who = self.k.get("of", self.place.map(JANE))
        want = "[%s]" % (ref or self.ref)
        got = [m for m in self.sent() if m.rcpt == who and want in m.subject and
               ": version %s" % (version or "")[1:] in m.subject]
        if not got:
            raise Problem("no review mail to answer for %s" % self.row.name)
        return got[-1]

    def raw(self):
        k, ours = self.k, self.ours(self.k.get("ours"))
        if k.get("verbatim"):
            return ours.raw
        if k.get("bounce"):
            return mails.bounce(ours, "5.1.1", mails.date_of(self.w.now, self.w.zone))
        frm, address = k.get("frm", self.place.map(JANE)), ours.reply_address
        token = address.split("@")[0].partition("+")[2]
        wrong = token[:-1] + ("a" if token[-1] != "a" else "b")

        def put(text):
            if not isinstance(text, str):
                return text
            for name, value in (("{token}", token), ("{TOKEN}", token.upper()), ("{wrong}", wrong)):
                text = text.replace(name, value)
            return text
        fields = mails.reply_fields(ours)
        refs = k.get("refs", True)
        if k.get("refs_job"):
            other = self.ours(ref=k["refs_job"])
            fields = fields[:1] + mails.reply_fields(other)[1:]
        elif refs is False:
            fields = fields[:1]
        elif refs is not True:
            fields = fields[:1] + [("In-Reply-To", refs)]
        if "subject" in k:
            fields[0] = ("Subject", put(k["subject"]))
        cc = k.get("cc")
        if "cc_ours" in k:
            cc = self.ours(k["cc_ours"]).reply_address
        Letter.n += 1
        top = k.get("top", self.place.map(ar(PASS)) if self.row.server else [])
        head = [("From", put(k.get("from_field")) or mails.address(self.name, frm)), ("To", put(k.get("to", address))),
                ("Cc", put(cc)), ("Date", k.get("date") or mails.date_of(self.w.now, self.w.zone)),
                ("Message-ID", k.get("mid") or self.place.map("<%s.%d@acme.example>" % (self.row.name, Letter.n)))]
        body = put(k.get("body", YES))
        if k.get("quote"):
            body += "\n\n" + mails.attribution(ours) + "\n" + mails.quoted(ours)
        fields = top + head + fields + list(k.get("heads", ()))
        if "client" in k:
            k["mime"] = _by_client(k["client"], ours, body)
        if "mime" not in k:
            return mails.compose(fields, body, attach=k.get("attach", ()))
        kind, text = k["mime"]
        out = "".join("%s: %s\n" % (n, v if n.lower() in ("from", "to", "cc", "sender") else mails.header(v))
                      for n, v in fields if v is not None)
        return (out + "MIME-Version: 1.0\nContent-Type: %s\n\n%s\n" % (kind, put(text))).encode()


def _by_client(client, ours, body):
    """Both parts as that mail program writes an answer with our mail quoted below it."""
    page = ours.html.split("<body", 1)[-1].split(">", 1)[-1].rsplit("</body>", 1)[0]
    head = mails.attribution(ours)
    if client == "gmail":
        html = ('<div dir="ltr">%s</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">%s<br>'
                '</div><blockquote class="gmail_quote">%s</blockquote></div>' % (body, head, page))
    elif client == "apple":
        html = ('<html><body>%s<div><br><blockquote type="cite"><div>%s</div><br>%s</blockquote></div></body>'
                '</html>' % (body, head, page))
    else:
        html = ('<p class="MsoNormal">%s</p><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt '
                '0in 0in 0in"><p class="MsoNormal"><b>From:</b> Harbor &amp; Pine &lt;%s&gt;<br><b>Sent:</b> '
                'Monday, May 11, 2026 9:00 AM<br><b>To:</b> Jane Doe<br><b>Subject:</b> %s</p></div>%s'
                % (body, ours.reply_address, ours.subject, page))
    if client == "outlook":
        plain = ("%s\n\nFrom: Harbor & Pine <%s>\nSent: Monday, May 11, 2026 9:00 AM\nTo: Jane Doe\nSubject: %s\n\n%s"
                 % (body, ours.reply_address, ours.subject, ours.text))
    else:
        plain = body + "\n\n" + head + "\n" + mails.quoted(ours)
    text = ("--=_m\nContent-Type: text/plain; charset=utf-8\n\n%s\n--=_m\nContent-Type: text/html; charset=utf-8"
            "\n\n%s\n--=_m--\n" % (plain, html))
    return ('multipart/alternative; boundary="=_m"', text)


def command(w, row, act):
    """A text among the acts; "!" before it: it is refused."""
    refused = act.startswith("!")
    r = w.docket(*act.lstrip("!").split()[1:])
    if (r.code != 0) != refused:
        raise Problem("%s: %s: exit %d: %s" % (row.name, act, r.code, (r.err or r.out).strip()[-300:]))


def _play(w, row, acts):
    """Plays the acts; returns the message ids that came of them."""
    before = w.one("SELECT coalesce(max(id), 0) FROM message")
    for act in acts:
        if isinstance(act, int):
            w.advance(act * HOUR)
        elif isinstance(act, str):
            command(w, row, act)
            w.settle()
        else:
            w.advance(HOUR)
            w.put(Letter(w.sent, w, row, Place(), act).raw(), act.get("frm", JANE))
            w.settle()
    return [i for i, in w.rows("SELECT id FROM message WHERE id > ? ORDER BY id", before)]


DECIDED = ("SELECT count(*) FROM decision d JOIN job j ON j.id = d.job WHERE d.contact IS NOT NULL AND "
           "d.kind LIKE 'approve%' AND d.strength IN ('decision', 'attested') AND d.withdrawn IS NULL "
           "AND j.ref = ?")


def _state(w, ref):
    return w.one("SELECT state FROM job WHERE ref = ?", ref)


def check_attack(w, row, ids, place):
    ref = place.map("ACME-001")
    taken_back = row.name == "replay-after-taking-back"
    if w.one(DECIDED, ref) != (1 if taken_back else 0):
        raise Problem("%s APPROVED: %s" % (row.name, row.what))
    if _state(w, ref) == "approved":
        raise Problem("%s: the job is approved: %s" % (row.name, row.what))
    if w.one("SELECT count(*) FROM job WHERE state = 'approved' AND ref LIKE ?", place.client + "-%"):
        raise Problem("%s: another job is approved" % row.name)
    for i in ids[-1:]:
        why = w.docket("why", "m%d" % i, expect=0).out
        state, reason = w.rows("SELECT state, coalesce(reason, '') FROM message WHERE id = ?", i)[0]
        if not reason:
            raise Problem("%s: nothing says what became of the mail" % row.name)
        if place.map(WORDS.get(row.why, row.why)).lower() not in " ".join((why + reason).split()).lower():
            raise Problem("%s: 'docket why' lacks '%s': %s" % (row.name, row.why, " ".join(why.split())))
        silent = state == "applied" and row.name != "delivery-receipt" and not w.one(
            "SELECT (SELECT count(*) FROM event WHERE message = ?) + (SELECT count(*) FROM outbox "
            "WHERE cause = ?)", i, i)
        if silent:
            raise Problem("%s: applied without an event or a word to anybody: %s" % (row.name, reason))


def check_twin(w, row, ids, place):
    ref = place.map("ACME-001")
    if w.one(DECIDED, ref) < 1 or _state(w, ref) != "approved":
        why = " ".join(w.docket("why", "m%d" % ids[-1]).out.split()) if ids else "no mail"
        raise Problem("%s: the twin does not approve (%s): %s" % (row.name, _state(w, ref), why))


def _one(h, row, side):
    at = _stage(h, row)
    w = world.World(h, "attacks.%s-%s" % (row.name, side), bare=True, settings=_settings(row),
                    start=at.when())
    try:
        shutil.copytree(at.data, w.data)
        shutil.rmtree(w.out)
        shutil.copytree(at.out, w.out)
        ids = _play(w, row, row.attack if side == "attack" else row.twin)
        (check_attack if side == "attack" else check_twin)(w, row, ids, Place())
        w.docket("verify", expect=0)
    finally:
        w.close()
    shutil.rmtree(w.dir, ignore_errors=True)


def _both(row):
    def run(h, options):
        _one(h, row, "attack")
        _one(h, row, "twin")
    return run


TESTS = [("attack: " + r.name, _both(r), ("test", "san")) for r in ROWS]
