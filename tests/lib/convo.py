"""
Conversations: tests/scenario/NAME.txt, one readable file each. Lines that start with '#' are
comments; the first comment block says what the file proves.

  config: KEY VALUE             a setting over the base docket.yaml (dots go down: limits.questions 3)
  clock: 2026-05-11 09:00 ZONE  where the story starts (the default: that moment, America/New_York)
  only: maildir | servers       where it can be played (the default: both)
  no-rebuild: WHY               at the end the story is not rebuilt from its inputs
  versions: A | B               the file is played once as each; lines between [A] and the next
  vary: WHO = x | y             bracket belong to A only ([A|B]: to both), [all] ends that; {WHO} differs by version

  >>> jane@acme.example  Subject of the mail
      option: value             see OPTIONS; a capital letter makes it a header: X-Loop: yes

      The body after an empty line.
  >>> reply jane@acme.example   answers the newest mail docket sent her
      quote: yes                docket's mail quoted below the answer
      about: words          not the newest mail to her, but the newest with these in its subject
      inline: 2: the words      written under question 2 of the quoted mail (repeatable)
  >>> bounce jane@acme.example  the newest mail to her comes back (status: 4.2.2 for another code)
  >>> again LABEL               the bytes of an earlier mail once more (option label: LABEL)
  <<< jane@acme.example  words of the subject      she got a mail nobody has looked at yet; checks:
      has: | lacks: | matches: REGEX | html: WORDS | header: NAME: WORDS | no-header: NAME
  --- jane@acme.example         nothing more for her; without an address: for anybody
  --- clients                   nothing more for anybody outside the team
  $ docket board --json         a command of the shell (mail:jane@… is a file with the newest mail to her);
                                checks:
      has: | lacks: | exit: N | json: PATH = VALUE | json: PATH ~ WORDS
  zip: FILE -> NAME, NAME       an archive beside the story: whole, its SHA256SUMS hold, these are in it
  zip: FILE NAME ~ WORDS        … a text of it has the words (!~: lacks them); `<<<` writes what a mail
                                carries: `save: NAME`
  sql: SELECT … -> VALUE        first column of the first row
  +2h                           time passes (s, m, h, d), then the daemon looks again

Each incoming mail comes 30 minutes after what was before, unless option `after:` says otherwise.
Files: `attach: hero.png=1440x900 "copy.txt=our words"`; without = a file of its kind with no size.
At the end: `docket verify` holds, `docket rebuild` gives the same, and no client got a mail that the file does not mention.
"""
import hashlib
import json
import os
import re
import shlex
import zipfile
from datetime import datetime
from zoneinfo import ZoneInfo

from . import mails, proc, world
from .world import Problem

OPTIONS = {"to", "cc", "reply-to", "subject", "from", "name", "id", "date", "quote", "inline", "label",
           "after", "hold", "seen", "folder", "html", "charset", "body", "of", "attach", "refs", "status", "original",
           "about"}
DUE_PATIENCE = 20  # seconds; a daemon looks every second
UNITS = {"s": 1000, "m": 60000, "h": 3600000, "d": 86400000}


class Step:
    def __init__(self, kind, rest, line):
        self.kind, self.rest, self.line = kind, rest, line
        self.lines = []  # (number, text) indented below it

    def __repr__(self):
        return "%s %s" % (self.kind, self.rest)


class Conversation:
    def __init__(self, path, name, version, settings, start, only, steps, about, rebuild):
        self.path, self.name, self.version, self.rebuild = path, name, version, rebuild
        self.settings, self.start, self.only, self.steps = settings, start, only, steps
        self.about = about


def load(path):
    """Every version of the conversation in the file. ValueError names the line."""
    name = os.path.splitext(os.path.basename(path))[0]
    with open(path, encoding="utf-8") as f:
        lines = f.read().split("\n")
    versions, vary = [None], {}
    for n, l in enumerate(lines, 1):
        if l.startswith("versions:"):
            versions = [v.strip() for v in l[9:].split("|")]
        elif l.startswith("vary:"):
            key, values = l[5:].split("=", 1)
            vary[key.strip()] = [v.strip() for v in values.split("|")]
            if len(vary[key.strip()]) != len(versions):
                raise ValueError("%s:%d: %d versions, %d values" % (path, n, len(versions),
                                                                    len(vary[key.strip()])))
    about = []
    for l in lines:
        if not l.startswith("#"):
            break
        about.append(l[1:].strip())
    return [_one(path, name, v, i, lines, vary, " ".join(about)) for i, v in enumerate(versions)]


def _one(path, name, version, index, lines, vary, about):
    settings, start, only, steps, rebuild = [], None, None, [], None
    here, current = None, None
    for n, l in enumerate(lines, 1):
        for key, values in vary.items():
            l = l.replace("{%s}" % key, values[index])
        mark = re.fullmatch(r"\[([\w |-]+)\]\s*", l)
        if mark:
            here = None if mark.group(1) == "all" else mark.group(1)
            continue
        if here is not None and version not in here.split("|"):
            continue
        if l[:1] in (" ", "\t"):
            if current is None:
                raise ValueError("%s:%d: an indented line with no step above it" % (path, n))
            current.lines.append((n, l[4:] if l.startswith("    ") else l.lstrip()))
            continue
        if not l.strip():
            if current is not None:
                current.lines.append((n, ""))
            continue
        if l.startswith("#"):
            current = None
            continue
        current = None
        if l.startswith(("versions:", "vary:")):
            continue
        if l.startswith("config:"):
            key, value = l[7:].strip().split(None, 1)
            settings.append((key, value.strip()))
        elif l.startswith("clock:"):
            day, hour, zone = l[6:].split()
            start = datetime.fromisoformat(day + " " + hour).replace(tzinfo=ZoneInfo(zone))
        elif l.startswith("only:"):
            only = l[5:].strip()
        elif l.startswith("no-rebuild:"):
            rebuild = l[11:].strip()
        elif l[:3] in (">>>", "<<<", "---"):
            current = Step(l[:3], l[3:].strip(), n)
            steps.append(current)
        elif l.startswith("$ "):
            current = Step("$", l[2:].strip(), n)
            steps.append(current)
        elif l.startswith(("sql:", "zip:")):
            steps.append(Step(l[:3], l[4:].strip(), n))
        elif re.fullmatch(r"\+\d+[smhd]\s*", l):
            steps.append(Step("+", l[1:].strip(), n))
        else:
            raise ValueError("%s:%d: not a line of a conversation: %s" % (path, n, l))
    for s in steps:
        while s.lines and not s.lines[-1][1].strip():
            s.lines.pop()
    return Conversation(path, name, version, settings, start, only, steps, about, rebuild)


def _options(step):
    """Options, headers and the body of a mail step."""
    opts, heads, inline = {}, [], []
    lines = list(step.lines)
    while lines and lines[0][1].strip():
        n, l = lines.pop(0)
        l = l.strip()
        m = re.match(r"([A-Za-z][\w-]*):\s*(.*)", l)
        if not m:
            raise Problem("line %d: an option or an empty line was expected: %s" % (n, l))
        key, value = m.groups()
        if key[0].isupper():
            heads.append((key, value))
        elif key == "inline":
            number, words = value.split(":", 1)
            inline.append((int(number), words.strip()))
        elif key in OPTIONS:
            opts[key] = value
        else:
            raise Problem("line %d: unknown option '%s'" % (n, key))
    return opts, heads, inline, "\n".join(l for _, l in lines[1:])


class Player:
    def __init__(self, convo, w):
        self.c, self.w = convo, w
        self.labels, self.eaten, self.first = {}, {}, True
        self.transcript = open(os.path.join(w.dir, "transcript.txt"), "w")
        self.count = 0

    def say(self, text):
        self.transcript.write(text + "\n")
        self.transcript.flush()

    def fail(self, step, text):
        raise Problem("%s:%d: %s" % (os.path.relpath(self.c.path), step.line, text))

    def play(self):
        held = False
        for n, s in enumerate(self.c.steps):
            self.say("\n%s %s" % (s.kind, s.rest))
            try:
                if s.kind == ">>>":
                    held = self.incoming(s)
                    if not held:
                        self.w.settle()
                elif s.kind == "+":
                    self.w.advance(int(s.rest[:-1]) * UNITS[s.rest[-1]])
                    self.w.settle()
                else:
                    if held:
                        self.w.settle()
                        held = False
                    {"<<<": self.expect, "---": self.silence, "$": self.shell,
                     "sql": self.sql, "zip": self.zip}[s.kind](s)
            except Problem as e:
                if ".txt:" in str(e):
                    raise
                self.fail(s, str(e))
        self.end()

    # -- incoming ----------------------------------------------------------------------------
    def incoming(self, s):
        opts, heads, inline, body = _options(s)
        words = s.rest.split(None, 1)
        if not self.first:
            self.w.advance(_span(opts.get("after", "30m")))
        self.first = False
        if words[0] == "again":
            raw, sender = self.labels[words[1].strip()]
        elif words[0] == "bounce":
            ours = self.newest(words[1].strip())
            if ours is None:
                self.fail(s, "docket has sent %s nothing that could bounce" % words[1])
            raw, sender = mails.bounce(ours, opts.get("status", "5.1.1"), mails.date_of(
                self.w.now, self.w.zone), forged=opts.get("original")), ""
        else:
            raw, sender = self.mail(s, words, opts, heads, inline, body)
        if "label" in opts:
            self.labels[opts["label"]] = (raw, sender)
        self.say(raw.decode("utf-8", "replace"))
        self.w.put(raw, sender, opts.get("folder"), seen="seen" in opts)
        return "hold" in opts

    def mail(self, s, words, opts, heads, inline, body):
        self.count += 1
        fields, to = [], opts.get("to", world.INTAKE)
        if words[0] == "reply":
            sender = words[1].strip()
            ours = self.newest(opts.get("of", sender), opts.get("about", ""))
            if ours is None:
                self.fail(s, "docket has sent %s nothing to reply to" % sender)
            fields = mails.reply_fields(ours)
            to = opts.get("to", ours.reply_address)
            try:
                if inline:
                    body = (body + "\n\n" if body else "") + mails.attribution(ours) + "\n" \
                        + mails.inline_answers(ours, inline)
                elif "quote" in opts:
                    body = body + "\n\n" + mails.attribution(ours) + "\n" + mails.quoted(ours)
            except KeyError as e:
                self.fail(s, "docket's mail does not ask %s" % e)
            if "subject" in opts:
                fields[0] = ("Subject", opts["subject"])
            if opts.get("refs") == "no":
                fields = fields[:1]
        else:
            sender = words[0]
            fields = [("Subject", words[1].strip() if len(words) > 1 else "")]
        frm = opts.get("from", sender)
        mid = opts.get("id", "<%s.%d@%s>" % (self.c.name, self.count, frm.rsplit("@")[-1]))
        head = [("From", mails.address(opts.get("name", world.NAMES.get(frm, "")), frm)), ("To", to),
                ("Cc", opts.get("cc")), ("Reply-To", opts.get("reply-to")),
                ("Date", opts.get("date") or mails.date_of(self.w.now, self.w.zone)),
                ("Message-ID", None if mid == "none" else mid)]
        # A receiving server writes its verdicts on top of everything.
        top = [h for h in heads if h[0] in ("Authentication-Results", "Return-Path", "Received")]
        rest = [h for h in heads if h not in top]
        html, attach = None, []
        if "html" in opts:
            html = "<html><body><p>%s</p></body></html>" % body.replace("\n", "<br>\n")
        if "attach" in opts:
            attach = [mails.file_of(a) for a in shlex.split(opts["attach"])]
        raw = mails.compose(top + head + fields + rest, body, html, opts.get("charset", "utf-8"),
                            attach)
        return raw, frm

    def file_of(self, s, who):
        ours = self.newest(who)
        if ours is None:
            self.fail(s, "docket has sent %s nothing" % who)
        path = os.path.join(self.w.dir, "newest.eml")
        with open(path, "wb") as f:
            f.write(ours.raw)
        return path

    def newest(self, who, about=""):
        to = [m for m in self.w.sent() if m.rcpt == who and about in (m.head("Subject") or "")]
        return to[-1] if to else None

    # -- outgoing ----------------------------------------------------------------------------
    def fresh(self, who=None):
        """Mails not yet looked at; the same mail twice for one person counts twice."""
        count, out = {}, []
        for m in self.w.sent():
            key = (m.rcpt, m.id)
            count[key] = count.get(key, 0) + 1
            if count[key] > self.eaten.get(key, 0) and (who is None or m.rcpt == who):
                out.append(m)
        return out

    def expect(self, s):
        words = s.rest.split(None, 1)
        who, subject = words[0], words[1].strip() if len(words) > 1 else ""

        def arrived():
            return [m for m in self.fresh(who) if subject in m.subject]
        match = arrived()
        if not match and self.w.served:
            # What falls due by the clock alone comes when the daemon looks at it next.
            match = proc.wait_for(arrived, DUE_PATIENCE)
        if not match:
            others = self.fresh()
            self.fail(s, "no mail to %s with '%s' in its subject; there is: %s"
                      % (who, subject, "; ".join(m.brief() for m in others) or "nothing"))
        m = match[0]
        key = (m.rcpt, m.id)
        self.eaten[key] = self.eaten.get(key, 0) + 1
        self.say("Subject: %s\n\n%s" % (m.subject, m.text))
        if (m.head("Auto-Submitted") or "no").lower() == "no":
            self.fail(s, "the mail to %s carries no Auto-Submitted" % who)
        for n, l in s.lines:
            if l.strip():
                self.check_mail(n, l.strip(), m)

    def check_mail(self, n, l, m):
        kind, _, value = l.partition(":")
        value = value.strip()
        text = mails.flat(m.text)
        where = "%s:%d: " % (os.path.relpath(self.c.path), n)
        if kind == "has":
            if mails.flat(value) not in text:
                raise Problem(where + "the mail lacks '%s': %s" % (value, text[:1500]))
        elif kind == "lacks":
            if mails.flat(value) in text:
                raise Problem(where + "the mail has '%s'" % value)
        elif kind == "matches":
            if not re.search(value, text):
                raise Problem(where + "the mail does not match /%s/: %s" % (value, text[:1500]))
        elif kind == "html":
            if value not in mails.flat(m.html):
                raise Problem(where + "the page lacks '%s'" % value)
        elif kind == "header":
            name, _, want = value.partition(":")
            got = m.head(name.strip()) or ""
            if want.strip() not in got:
                raise Problem(where + "%s is '%s'" % (name, got))
        elif kind == "save":
            files = {a.get_filename(): a.get_content() for a in m.msg.iter_attachments()}
            if value not in files:
                raise Problem(where + "'%s' is not attached; there is: %s"
                              % (value, ", ".join(map(str, files)) or "nothing"))
            data = files[value] if isinstance(files[value], bytes) else files[value].encode()
            with open(os.path.join(self.w.dir, value), "wb") as f:
                f.write(data)
        elif kind == "no-header":
            if m.head(value) is not None:
                raise Problem(where + "%s is there: %s" % (value, m.head(value)))
        else:
            raise Problem(where + "unknown check '%s'" % kind)

    def silence(self, s):
        who = s.rest or None
        if who == "clients":
            left = [m for m in self.fresh() if m.rcpt not in world.TEAM]
        else:
            left = self.fresh(who)
        if left:
            self.fail(s, "nothing was expected, but there is a mail " + "; ".join(
                "%s: %s" % (m.brief(), mails.flat(m.text)[:200]) for m in left[:3]))

    # -- the shell ---------------------------------------------------------------------------
    def shell(self, s):
        argv = shlex.split(s.rest)
        if argv[0] != "docket":
            self.fail(s, "only docket itself can be run here")
        argv = [self.file_of(s, a[5:]) if a.startswith("mail:") else a for a in argv]
        r = self.w.docket(*argv[1:])
        self.say(r.out + r.err)
        want, checks = 0, []
        for n, l in s.lines:
            l = l.strip()
            if l.startswith("exit:"):
                want = l[5:].strip()
            elif l:
                checks.append((n, l))
        if want != "any" and r.code != int(want):
            self.fail(s, "exit %s: %s" % (r.code, world._last(r.err or r.out)))
        both = mails.flat(r.out + "\n" + r.err)
        for n, l in checks:
            kind, _, value = l.partition(":")
            value = value.strip()
            where = "%s:%d: " % (os.path.relpath(self.c.path), n)
            if kind == "has" and mails.flat(value) not in both:
                raise Problem(where + "'%s' is not in: %s" % (value, both[:600]))
            if kind == "lacks" and mails.flat(value) in both:
                raise Problem(where + "'%s' is in: %s" % (value, both[:600]))
            if kind == "json":
                self.check_json(where, value, r.out)
            elif kind not in ("has", "lacks"):
                raise Problem(where + "unknown check '%s'" % kind)
        self.w.settle()

    def check_json(self, where, value, text):
        path, op, want = _split_json(value)
        try:
            got = dig(json.loads(text), path)
        except (ValueError, LookupError, TypeError) as e:
            raise Problem(where + "%s: %s in %s" % (path, e, text[:300]))
        got = got if isinstance(got, str) else json.dumps(got, ensure_ascii=False)
        if op == "=" and got != want or op == "~" and want not in got or op == "!=" and got == want:
            raise Problem(where + "%s is '%s'" % (path, got))

    def sql(self, s):
        """A daemon that runs looks at the clock in its own time: it is given a while to come to that."""
        query, _, want = s.rest.rpartition("->")
        got = [None]

        def holds():
            got[0] = self.w.one(query)
            return str(got[0]) == want.strip()
        try:
            held = proc.wait_for(holds, DUE_PATIENCE) if self.w.served else holds()
        except Exception as e:
            self.fail(s, str(e))
        if not held:
            self.fail(s, "the database says %s" % got[0])

    def zip(self, s):
        """A name's first folder, the job's, may be left out."""
        file = s.rest.split()[0]
        try:
            z = zipfile.ZipFile(os.path.join(self.w.dir, file))
        except (OSError, zipfile.BadZipFile) as e:
            self.fail(s, "%s: %s" % (file, e))
        with z:
            bad = z.testzip()
            names = z.namelist()
            rest = {n.partition("/")[2]: z.read(n) for n in names}
        if bad or len(set(n.lower() for n in names)) != len(names):
            self.fail(s, "%s: damaged or doubled names: %s" % (file, bad or names))
        for line in rest.get("SHA256SUMS", b"").decode().splitlines():
            sha, name = line.split("  ", 1)
            if hashlib.sha256(rest[name]).hexdigest() != sha:
                self.fail(s, "%s: the sum of %s is wrong" % (file, name))
        words = s.rest[len(file):].strip()
        if words.startswith("->"):
            for name in words[2:].split(","):
                if name.strip() not in rest:
                    self.fail(s, "'%s' is not among %s" % (name.strip(), ", ".join(sorted(rest))))
            return
        name, op, want = re.split(r" (~|!~) ", words, maxsplit=1)
        if name not in rest:
            self.fail(s, "'%s' is not among %s" % (name, ", ".join(sorted(rest))))
        text = mails.flat(rest[name].decode("utf-8", "replace"))
        if (mails.flat(want) in text) != (op == "~"):
            self.fail(s, "%s %s: %s" % (name, "lacks it" if op == "~" else "has it", text[:1500]))

    # -- the end -----------------------------------------------------------------------------
    def end(self):
        self.w.settle()
        left = [m for m in self.fresh() if m.rcpt not in world.TEAM]
        if left:
            raise Problem("%s: at the end a client has a mail the story does not mention: %s"
                          % (os.path.relpath(self.c.path), left[0].brief()))
        self.w.stop()
        self.w.docket("verify", expect=0)
        self.rebuild()
        for m in {m.id: m for m in self.w.sent()}.values():
            if not m.id or m.msg.defects:
                raise Problem("%s: an outgoing mail is malformed: %s %s"
                              % (os.path.relpath(self.c.path), m.subject, m.msg.defects))


    def rebuild(self):
        """The whole story once more from its inputs."""
        long = self.c.name.startswith("campaign")
        if self.c.rebuild or not (long or self.w.h.rebuilds and not self.w.served):
            return  # the file says why not; it is the short tier; or on a Maildir it was done already
        r = self.w.docket("rebuild", "--into", os.path.join(self.w.dir, "rebuilt"))
        if r.code != 0:
            raise Problem("%s: rebuild: exit %s: %s" % (os.path.relpath(self.c.path), r.code,
                                                        (r.err or r.out)[:1500]))


def _span(text):
    return int(text[:-1]) * UNITS[text[-1]]


def _split_json(value):
    depth = 0
    for i, ch in enumerate(value):
        depth += (ch == "[") - (ch == "]")
        if depth == 0:
            for op in (" = ", " ~ ", " != "):
                if value.startswith(op, i):
                    return value[:i].strip(), op.strip(), value[i + len(op):].strip()
    raise Problem("json: PATH = VALUE was expected: " + value)


def dig(value, path):
    """jobs[ref=ACME-001].brief.deadline.date, [0], .# (how many)."""
    for key in re.findall(r"\[[^\]]*\]|[^.\[\]]+", path):
        if key == "#":
            value = len(value)
        elif key.startswith("["):
            key = key[1:-1]
            if isinstance(value, dict):  # the one list inside
                lists = [v for v in value.values() if isinstance(v, list)]
                if len(lists) != 1:
                    raise LookupError("no single list")
                value = lists[0]
            if "=" in key:
                k, want = key.split("=", 1)
                found = [v for v in value if str(v.get(k)) == want]
                if not found:
                    raise LookupError("no element with %s" % key)
                value = found[0]
            else:
                value = value[int(key)]
        else:
            value = value[key]
    return value


def play(h, convo, served):
    label = convo.name + ("-" + convo.version if convo.version else "")
    w = world.World(h, "%s.%s" % (label, "servers" if served else "maildir"), convo.settings,
                    served=served, start=convo.start)
    try:
        p = Player(convo, w)
        p.play()
    finally:
        w.close()
