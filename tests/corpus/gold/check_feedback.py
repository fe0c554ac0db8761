#!/usr/bin/env python3
"""Check the feedback rounds next to this file (Python 3.11, standard library only).

python3 check.py [-v]     exit status 1 when anything is wrong; -v prints each round's counts.

Independent of any mail tool: parses every .eml with the email package, takes the text/plain part
(or the stripped HTML part when there is none), splits new text from quoted history, and checks gold.json.
"""
import email, email.policy, email.utils, html.parser, json, pathlib, re, sys, unicodedata

KINDS = {"change", "question", "out-of-scope", "vague"}
VERDICTS = {"approve", "approve-with-changes", "changes", "reject", "question", "none"}
ROOT = pathlib.Path(__file__).resolve().parent / "feedback"


class Strip(html.parser.HTMLParser):
    """HTML -> text lines; blockquotes come out as '> ' lines."""
    BLOCK = {"div", "p", "li", "ul", "ol", "br", "blockquote", "tr", "table", "h1", "h2", "h3"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.out, self.buf, self.depth, self.skip = [], "", 0, 0

    def flush(self):
        t = " ".join(self.buf.split())
        if t:
            self.out.append("> " * bool(self.depth) + t)
        self.buf = ""

    def handle_starttag(self, tag, attrs):
        if tag in self.BLOCK:
            self.flush()
        if tag in ("style", "script"):
            self.skip += 1
        if tag == "blockquote":
            self.depth += 1

    def handle_endtag(self, tag):
        if tag in self.BLOCK:
            self.flush()
        if tag in ("style", "script"):
            self.skip -= 1
        if tag == "blockquote":
            self.depth -= 1

    def handle_data(self, data):
        if not self.skip:
            self.buf += data


def unflow(text):
    out, cur = [], ""
    for line in text.split("\n"):
        if line.startswith(">"):
            if cur:
                out.append(cur)
                cur = ""
            out.append(line)
        elif line.endswith(" ") and line != "-- ":
            cur += line
        else:
            out.append(cur + line)
            cur = ""
    return out + ([cur] if cur else [])


def lines_of(msg):
    part = msg.get_body(("plain",))
    if part is not None:
        text = part.get_content().replace("\r\n", "\n")
        return unflow(text) if part.get_param("format") == "flowed" else text.split("\n")
    part = msg.get_body(("html",))
    s = Strip()
    s.feed(part.get_content())
    s.close()
    s.flush()
    return s.out


HEAD = re.compile(r"^\s*(From|Von|De|De )\s*:\s")
HEAD2 = re.compile(r"^\s*(Sent|Gesendet|Envoyé|Enviado el)\s*:\s")


def split_history(msg):
    """-> (new text, history), both with every run of white space as one space."""
    lines = lines_of(msg)
    forward = re.match(r"(?i)(fwd?|wg|tr|rv)\s*:", msg["subject"] or "")
    if not forward:
        for i, line in enumerate(lines[:-1]):
            if HEAD.match(line) and any(HEAD2.match(x) for x in lines[i + 1:i + 3]):
                lines, tail = lines[:i], lines[i:]
                break
        else:
            tail = []
    else:
        tail = []
    new = [x for x in lines if not x.startswith(">")]
    old = [x.lstrip("> ") for x in lines if x.startswith(">")] + tail
    return " ".join(" ".join(new).split()), " ".join(" ".join(old).split())


ATTR = re.compile(r"(?:On|Le|Am|El) [^<>]{4,70}(?:<[^>]+>|\(<[^>]+>\))?[^.]{0,12}(?:wrote|a écrit|schrieb[^:]{0,80}|escribió)\s?:")


PHONE = re.compile(r"(?i)\s*(sent from|envoyé d|enviado desde|von meinem|gesendet von|-+ ?forwarded)")


def sentences(msg):
    lines = [x for x in lines_of(msg)]
    new, _ = split_history(msg)
    new = ATTR.sub(" ", new)
    yield from {" ".join(re.findall(r"\w+", x.lower())) for x in lines
                if not x.startswith(">") and len(re.findall(r"\w+", x)) >= 4 and " ".join(x.split()) in new and not PHONE.match(x)}
    for s in re.split(r"(?<=[.!?…])\s+|\s[-*•]\s|\s\d+[.)]\s", new):
        w = re.findall(r"\w+", s.lower())
        if len(w) >= 4 and not PHONE.match(s):
            yield " ".join(w)


def main():
    bad, seen = [], {}
    n = dict.fromkeys("rounds messages items quotes merged conflicts praise".split(), 0)
    kinds, verdicts, ids = {}, {}, {}
    rounds = sorted(p for p in ROOT.iterdir() if p.is_dir())
    for d in rounds:
        def err(text, d=d):
            bad.append(f"{d.name}: {text}")
        if not re.fullmatch(r"\d{3}", d.name):
            err("folder name")
        n["rounds"] += 1
        names = sorted(p.name for p in d.iterdir())
        mails = [x for x in names if x.endswith(".eml")]
        if mails != [f"{i:02d}.eml" for i in range(1, len(mails) + 1)] or not 1 <= len(mails) <= 6:
            err(f"message names {mails}")
        if set(names) - set(mails) != {"gold.json"}:
            err(f"files {names}")
            continue
        try:
            g = json.loads((d / "gold.json").read_text(encoding="utf-8"))
        except ValueError as e:
            err(f"gold.json {e}")
            continue
        if set(g) != {"version", "decision_maker", "items", "praise", "verdicts"}:
            err(f"keys {sorted(g)}")
            continue
        text, senders, last = {}, set(), None
        for m in mails:
            n["messages"] += 1
            raw = (d / m).read_bytes()
            msg = email.message_from_bytes(raw, policy=email.policy.default)
            for part in msg.walk():
                if part.defects:
                    err(f"{m} defects {part.defects}")
            for h in ("From", "To", "Date", "Subject", "Message-ID"):
                if not msg[h]:
                    err(f"{m} has no {h}")
            if re.match(r"(?i)(re|aw|antw)\s*:", msg["subject"]) and not (msg["In-Reply-To"] and msg["References"]):
                err(f"{m} is a reply without In-Reply-To/References")
            when = email.utils.parsedate_to_datetime(msg["Date"])
            if last and when <= last:
                err(f"{m} is not later than the message before")
            last = when
            if msg["Message-ID"] in ids:
                err(f"{m} Message-ID also in {ids[msg['Message-ID']]}")
            ids[msg["Message-ID"]] = f"{d.name}/{m}"
            senders.add(email.utils.parseaddr(msg["From"])[1])
            if any(len(x) > 998 for x in raw.split(b"\n")):
                err(f"{m} line too long")
            for p in msg.walk():
                if p.get_content_maintype() == "text" and "\ufffd" in p.get_content():
                    err(f"{m} undecodable characters")
            text[m] = split_history(msg)
            if not text[m][0]:
                err(f"{m} has no new text")
            alt = msg.get_body(("html",))
            if alt is not None and msg.get_body(("plain",)) is not None:   # both alternatives say the same
                s = Strip(); s.feed(alt.get_content()); s.close(); s.flush()
                a = re.findall(r"\w+", " ".join(s.out))
                b = re.findall(r"\w+", " ".join(lines_of(msg)))
                if [x for x in a if not x.isdigit()] != [x for x in b if not x.isdigit()]:
                    err(f"{m} plain and HTML differ")
            for s in set(sentences(msg)):
                if s in seen and seen[s] != f"{d.name}/{m}":
                    err(f"{m} repeats a sentence of {seen[s]}: {s}")
                seen[s] = f"{d.name}/{m}"
            for addr in re.findall(r"@([\w.-]+)", raw.decode("latin-1").replace("=\n", "")):
                if not addr.rstrip(".").endswith(".example"):
                    err(f"{m} real-looking domain {addr}")

        def quote_ok(src, what):
            if set(src) != {"message", "quote"} or src["message"] not in text:
                err(f"{what} source {src}")
                return
            q = src["quote"]
            if q != " ".join(q.split()) or not q:
                err(f"{what} white space in quote {q!r}")
            if q not in text[src["message"]][0]:
                err(f"{what} quote not in new text of {src['message']}" + (" (only in the history)" if q in text[src["message"]][1] else "") + f": {q!r}")
            if q != unicodedata.normalize("NFC", q):
                err(f"{what} quote not NFC")

        if not re.fullmatch(r"v\d+", str(g["version"])):
            err("version")
        if not re.fullmatch(r"[\w.+-]+@[\w.-]+\.example", str(g["decision_maker"])):
            err("decision_maker")
        known = senders | set(re.findall(r"[\w.+-]+@[\w.-]+\.example", " ".join(t[0] for t in text.values())))
        if g["decision_maker"] not in known:
            err("decision_maker never writes and is not named")
        got = [it.get("id") for it in g["items"]]
        if got != list(range(1, len(got) + 1)):
            err(f"ids {got}")
        byid = {it.get("id"): it for it in g["items"]}
        used = {}
        for it in g["items"]:
            w = f"item {it.get('id')}"
            if set(it) != {"id", "kind", "target", "summary", "sources", "conflicts_with"}:
                err(f"{w} keys")
                continue
            n["items"] += 1
            if it["kind"] not in KINDS:
                err(f"{w} kind {it['kind']}")
            kinds[it["kind"]] = kinds.get(it["kind"], 0) + 1
            if it["target"] is not None:
                if len(it["target"].split()) > 6:
                    err(f"{w} long target {it['target']}")
                if not any(it["target"].lower() in text[s["message"]][0].lower() for s in it["sources"] if s["message"] in text):
                    err(f"{w} target not words of the mail: {it['target']}")
            if not it["summary"] or "\n" in it["summary"]:
                err(f"{w} summary")
            if not it["sources"]:
                err(f"{w} no source")
            for s in it["sources"]:
                n["quotes"] += 1
                quote_ok(s, w)
                k = (s["message"], s["quote"])
                if k in used:
                    err(f"{w} quote also in item {used[k]}")
                used[k] = it["id"]
            k = len(it["sources"])
            n["merged"] += k * (k - 1) // 2
            for c in it["conflicts_with"]:
                n["conflicts"] += c > it["id"]
                if c == it["id"] or c not in byid or it["id"] not in byid[c]["conflicts_with"]:
                    err(f"{w} conflict {c} not symmetric")
            if it["conflicts_with"] != sorted(set(it["conflicts_with"])):
                err(f"{w} conflicts not sorted")
        for p in g["praise"]:
            n["praise"] += 1
            quote_ok(p, "praise")
            if (p["message"], p["quote"]) in used:
                err("praise quote is an item too")
        if sorted(g["verdicts"]) != mails:
            err("verdicts do not match the messages")
        for m, v in g["verdicts"].items():
            verdicts[v] = verdicts.get(v, 0) + 1
            if v not in VERDICTS:
                err(f"verdict {v}")
            has = [i["kind"] for i in g["items"] if any(s["message"] == m for s in i["sources"])]
            if v in ("approve", "none") and has:
                err(f"{m} verdict {v} but it has items")
            if v in ("changes", "approve-with-changes", "question") and not has:
                err(f"{m} verdict {v} without an item")
            if v == "question" and set(has) - {"question"}:
                err(f"{m} verdict question with {has}")
            if v == "changes" and has and set(has) == {"question"}:
                err(f"{m} verdict changes with questions only")
        if "-v" in sys.argv[1:]:
            print(d.name, len(mails), "messages", len(g["items"]), "items", g["verdicts"])
    for b in bad:
        print("BAD", b)
    print(" ".join(f"{k}={v}" for k, v in n.items()), "kinds", kinds, "verdicts", verdicts)
    print("clean" if not bad else f"{len(bad)} problems")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
