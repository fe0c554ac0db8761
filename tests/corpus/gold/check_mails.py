#!/usr/bin/env python3
"""Verifies the corpus in this directory (Python 3.11, standard library). Exit status 1 on any error."""
import collections, datetime, email, email.policy, html, json, os, re, sys
from email.utils import parsedate_to_datetime

HERE = os.path.dirname(os.path.abspath(__file__))
LANGS = {"en", "de", "fr", "es"}
NEG = set("negation condition version other-job sarcasm retraction postscript autoreply signature quoted forward delegate "
          "third-party past future hypothetical question acknowledgement praise-with-wish rejection".split())
POS = set("oneword short sentence emoji typo lowercase signature quoted logistics praise formal longer".split())
VERDICTS = {"approve", "approve-with-changes", "changes", "reject", "question", "none"}
INTENTS = {"request", "info", "feedback", "approval", "rejection", "question", "status", "cancel", "change-deadline", "social", "other"}
KITS = {"social", "landing-page", "email-campaign", "blog-graphic", "ad-variants", "pitch-deck", "monthly-report", "video",
        "brand", "print", "web", "copy", "other", None}
FIELDS = {"deliverable", "objective", "audience", "deadline", "channels", "references", "specs", "budget", "approver", "copy_or_offer"}
KEYS = ["intent", "urgent", "kit", "fields", "missing", "vague", "scope", "requests", "lang"]
BASE = {"deliverable", "objective", "deadline", "approver"}
EXTRA = {"social": {"audience", "channels"}, "print": {"specs"}, "video": {"specs"}, "blog-graphic": {"specs"}}
for k in ("landing-page", "email-campaign", "ad-variants"):
    EXTRA[k] = {"audience", "copy_or_offer"}
WEEKDAYS = [("monday", "montag", "lundi", "lunes"), ("tuesday", "dienstag", "mardi", "martes"),
            ("wednesday", "mittwoch", "mercredi", "miércoles"), ("thursday", "donnerstag", "jeudi", "jueves"),
            ("friday", "freitag", "vendredi", "viernes"), ("saturday", "samstag", "samedi", "sábado"),
            ("sunday", "sonntag", "dimanche", "domingo")]
MONTHS = [("jan", "enero"), ("feb", "févr"), ("mar", "märz"), ("apr", "avril", "abril"), ("may", "mai", "mayo"), ("jun", "juin"),
          ("jul", "juil"), ("aug", "août", "agosto"), ("sep",), ("oct", "okt"), ("nov",), ("dec", "dez", "déc", "dic")]
errors = []


def err(where, what):
    errors.append(f"{where}: {what}")


def squash(s):
    return re.sub(r"\s+", " ", s.replace("\u00a0", " ")).strip()


def textof(msg, where):
    """The readable text of a message: text/plain when there is one, else HTML without tags."""
    plain, rich = [], []
    for p in msg.walk():
        if p.is_multipart() or p.get_filename():
            continue
        try:
            t = p.get_payload(decode=True).decode(p.get_content_charset() or "us-ascii")
        except (UnicodeDecodeError, LookupError) as e:
            err(where, f"part does not decode: {e}")
            continue
        t = t.replace("\r\n", "\n")
        if p.get_content_type() == "text/plain":
            if p.get_param("format") == "flowed":
                t = re.sub(r"(?m)(?<=[^\n-]) \n(?!>)", " ", t)
            plain.append(t)
        elif p.get_content_type() == "text/html":
            t = re.sub(r"(?is)<(style|head)\b.*?</\1>", "", t)
            t = re.sub(r"(?i)<li>", "\n- ", re.sub(r"(?i)</(div|p|li|ul|blockquote)>|<br>|<hr[^>]*>", "\n", re.sub(r"\n", "", t)))
            rich.append(html.unescape(re.sub(r"<[^>]+>", "", t)))
    if plain and rich:
        a, b = (squash(re.sub(r"(?m)^(>|-|_{5,}| )+", "", x)) for x in ("\n".join(plain), "\n".join(rich)))
        if re.sub(r"\W", "", a) != re.sub(r"\W", "", b):
            err(where, "text and HTML parts differ")
    return "\n".join(plain or rich)


sentences = collections.defaultdict(set)
FURNITURE = re.compile(r"^(>\s*)*(From|Sent|To|Cc|Date|Subject|Von|Gesendet|An|Betreff|De|Objet|Para|Asunto)\s?:|wrote:$|schrieb .*:$|a écrit :$|"
                       r"escribió:$|^-{3,}|^_{4,}|^Begin forwarded message|Forwarded message|https?://\S+$|Reply APPROVE to approve|^(>\s*)*On \w{3}, |"
                       r"^<?\w+@")

GREETING = re.compile(r"(sehr geehrte[rs]?|guten (tag|morgen)|liebe[rs]?|dear|hello|hallo) \w+( \w+)?|sent from my \w+")


def note_sentences(case, text):
    lines, cur = [], ""
    for raw in text.split("\n"):
        if FURNITURE.search(raw.strip()):
            lines.append(cur); cur = ""
            continue
        l = re.sub(r"^(>\s?)+", "", raw).strip()
        if not l or re.match(r"([-*•]|\d[.)])\s", l):
            lines.append(cur); cur = ""
            l = re.sub(r"^([-*•]|\d[.)])\s+", "", l)
        cur = (cur + " " + l).strip()
        if len(raw) < 50:                     # a short line ends a sentence (signatures, greetings)
            lines.append(cur); cur = ""
    lines.append(cur)
    for block in lines:
        for s in re.split(r"(?<=[.!?:])\s+", block):
            n = squash(re.sub(r"[^\w ]", " ", s.lower()))
            if len(n.split()) >= 4 and not GREETING.fullmatch(n):
                sentences[n].add(case)


def check_list(name, prefix, want, classes):
    text = open(os.path.join(HERE, name), encoding="utf-8").read()
    parts = re.split(r"(?m)^%% ?(.*)$", text)
    if parts[0].strip():
        err(name, "text before the first case")
    seen, bodies, count, langs = set(), {}, collections.Counter(), collections.Counter()
    for head, body in zip(parts[1::2], parts[2::2]):
        m = re.fullmatch(r"(\w\d{3}) ([a-z-]+) (\w\w)", head)
        if not m:
            err(name, f"bad case line {head!r}")
            continue
        i, c, g = m.groups()
        if i in seen: err(i, "id twice")
        seen.add(i)
        if c not in classes: err(i, f"class {c}")
        if g not in LANGS: err(i, f"lang {g}")
        if not body.strip(): err(i, "empty body")
        b = body.strip()
        if b in bodies: err(i, f"same body as {bodies[b]}")
        bodies[b] = i
        count[c] += 1; langs[g] += 1
        note_sentences(i, b)
    if seen != {f"{prefix}{n:03d}" for n in range(1, want + 1)}:
        err(name, f"{len(seen)} ids, expected {prefix}001..{prefix}{want:03d}")
    print(f"{name}: {len(seen)}  {dict(count.most_common())}  {dict(langs)}")


msgids = {}


def load(where, path):
    raw = open(path + ".eml", "rb").read()
    msg = email.message_from_bytes(raw, policy=email.policy.default)
    for part in msg.walk():
        if part.defects: err(where, f"defects {part.defects}")
    for h in ("From", "To", "Date", "Subject", "Message-ID", "MIME-Version"):
        if not msg[h]: err(where, f"no {h}")
    for h, v in msg.items():
        if getattr(v, "defects", None): err(where, f"{h}: {v.defects}")
    if msg["Message-ID"] in msgids: err(where, f"Message-ID as {msgids[msg['Message-ID']]}")
    msgids[msg["Message-ID"]] = where
    if re.match(r"(re|aw|sv)\s?:", msg["Subject"], re.I) and not msg["In-Reply-To"]:
        err(where, "reply without In-Reply-To")
    d = parsedate_to_datetime(str(msg["Date"]))
    raw_date = str(msg["Date"])
    if raw_date[:3] != "Mon Tue Wed Thu Fri Sat Sun".split()[d.weekday()]: err(where, "weekday in Date")
    if b"\r\n" in raw and b"\n" in raw.replace(b"\r\n", b""): err(where, "mixed line ends")
    for line in raw.split(b"\n"):
        if len(line) > 998: err(where, "line over 998 bytes")
    text = textof(msg, where)
    if not text.strip(): err(where, "no text")
    for a in re.findall(r"[\w.+-]+@([\w.-]+)", text + str(msg["From"]) + str(msg["To"])):
        if not a.rstrip(".").endswith("example"): err(where, f"address at {a}")
    gold = json.load(open(path + ".json", encoding="utf-8"))
    note_sentences(where, text)
    return msg, d, text, gold


def pairs(folder):
    p = os.path.join(HERE, folder)
    names = sorted(os.listdir(p)) if os.path.isdir(p) else []
    ids = sorted({n[:3] for n in names})
    if set(names) != {i + e for i in ids for e in (".eml", ".json")}: err(folder, "unpaired or stray files")
    if ids != [f"{n:03d}" for n in range(1, len(ids) + 1)]: err(folder, "ids not in a row")
    return [(f"{folder}/{i}", os.path.join(p, i)) for i in ids]


def check_approvals():
    v, l = collections.Counter(), collections.Counter()
    for where, path in pairs("approvals"):
        msg, d, text, g = load(where, path)
        if list(g) != ["verdict", "why", "lang"]: err(where, f"keys {list(g)}")
        if g["verdict"] not in VERDICTS: err(where, "verdict")
        if not isinstance(g["why"], str) or not g["why"].strip() or "\n" in g["why"]: err(where, "why")
        if g["lang"] not in LANGS: err(where, "lang")
        if not re.search(r"\[[A-Z]{3,5}-\d{3}\] v\d", msg["Subject"]): err(where, "no job in Subject")
        v[g["verdict"]] += 1; l[g["lang"]] += 1
    print(f"approvals: {sum(v.values())}  {dict(v.most_common())}  {dict(l)}")


def working_days(a, b):
    return sum(1 for i in range(1, (b - a).days + 1) if (a + datetime.timedelta(i)).weekday() < 5)


def check_intake():
    it, kits, langs = collections.Counter(), collections.Counter(), collections.Counter()
    extra = collections.Counter()
    for where, path in pairs("intake"):
        msg, sent, text, g = load(where, path)
        flat = squash(text)
        if list(g) != KEYS:
            err(where, f"keys {list(g)}")
            continue
        if g["intent"] not in INTENTS: err(where, "intent")
        if g["kit"] not in KITS: err(where, "kit")
        if g["lang"] not in LANGS: err(where, "lang")
        for k in ("urgent", "scope"):
            if not isinstance(g[k], bool): err(where, k)
        if type(g["requests"]) is not int or g["requests"] < 0: err(where, "requests")
        if set(g["fields"]) - FIELDS: err(where, f"fields {set(g['fields']) - FIELDS}")
        for k, v in g["fields"].items():
            if k == "deadline":
                if list(v) != ["text", "date", "time"]:
                    err(where, "deadline keys")
                    continue
                if v["time"] is not None and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", v["time"]): err(where, "time")
                day = datetime.date.fromisoformat(v["date"])
                ahead = (day - sent.date()).days
                if not 0 <= ahead <= 400: err(where, f"deadline {ahead} days ahead")
                low = v["text"].lower()
                for n, names in enumerate(WEEKDAYS):
                    if any(re.search(rf"\b{w}", low) for w in names) and day.weekday() != n: err(where, f"{v['text']} is not {v['date']}")
                named = [n for n, names in enumerate(MONTHS) if any(re.search(rf"\b{w}", low) for w in names)]
                if named and day.month - 1 not in named: err(where, f"month of {v['text']}")
                nums = [int(x) for x in re.findall(r"\d+", low)]
                if nums and day.day not in nums and not re.search(r"\b(am|pm|today|noon)\b|\d[ap]m", low): err(where, f"day of {v['text']}")
                if g["intent"] in ("request", "info", "change-deadline") and working_days(sent.date(), day) <= 2 and not g["urgent"]:
                    err(where, "deadline within 2 working days but not urgent")
                v = v["text"]
            if not isinstance(v, str) or squash(v) not in flat: err(where, f"{k}: not words of the mail: {v!r}")
        for v in g["vague"]:
            if squash(v) not in flat: err(where, f"vague: not words of the mail: {v!r}")
        need = BASE | EXTRA.get(g["kit"], set())
        if len(set(g["missing"])) != len(g["missing"]): err(where, "missing twice")
        if g["intent"] == "request":
            if set(g["missing"]) != need - set(g["fields"]): err(where, f"missing {g['missing']} but {sorted(need - set(g['fields']))}")
            if g["requests"] < 1: err(where, "request without requests")
        elif g["intent"] == "info":
            if not g["kit"]: err(where, "info without kit")
            if set(g["missing"]) - need or set(g["missing"]) & set(g["fields"]): err(where, "missing of info")
        elif g["missing"]: err(where, "missing on another intent")
        if g["intent"] not in ("request", "info") and g["kit"]: err(where, "kit on another intent")
        if g["intent"] not in ("request",) and bool(g["requests"]) != g["scope"]: err(where, "requests and scope disagree")
        it[g["intent"]] += 1; langs[g["lang"]] += 1
        if g["intent"] == "request": kits[g["kit"]] += 1
        for k in ("urgent", "scope"): extra[k] += g[k]
        extra["vague"] += bool(g["vague"]); extra["several jobs"] += g["requests"] > 1
        extra["requests complete"] += g["intent"] == "request" and not g["missing"]
    print(f"intake: {sum(it.values())}  {dict(it.most_common())}  {dict(langs)}\n  kits {dict(kits)}\n  {dict(extra)}")


check_list("negatives.txt", "n", 300, NEG)
check_list("plain.txt", "p", 100, POS)
check_approvals()
check_intake()
for s, where in sorted(sentences.items()):
    if len(where) > 1: err(", ".join(sorted(where)), f"same sentence: {s}")
for e in errors: print("ERROR", e)
print(f"{len(errors)} errors")
sys.exit(1 if errors else 0)
