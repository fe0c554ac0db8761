"""
Each mailbox is a witness: a receipt in a confirmation against the exported chain, by config/verify-receipt
alone, and against the ledger, by `docket verify --receipt`. Good ones hold; one changed byte, a cut
export, another job and an older copy of the data are found by both.
"""
import os
import random
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lib import mails, proc, world  # noqa: E402
from lib.world import Problem  # noqa: E402

JANE = "jane@acme.example"
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SCRIPT = os.path.join(ROOT, "config", "verify-receipt")
FITS, DIFFERS = 0, 74


def _job(w, ref, title):
    for line in ("new ACME %s kit=monthly-report" % title, "accept " + ref, "take %s --as tom" % ref,
                 "submit %s https://files.example/%s --as tom" % (ref, title),
                 "review %s --override seen --as maya" % ref, "review %s --override seen --as maya" % ref):
        w.docket(*line.split(), expect=0)


def _approve(w, ref, words):
    ours = [m for m in w.sent() if m.rcpt == JANE and ref in m.subject and "for your review" in m.subject][-1]
    w.advance(3600000)
    w.put(mails.compose([("From", "Jane Doe <%s>" % JANE), ("To", ours.reply_address),
                         ("Date", mails.date_of(w.now, w.zone)), ("Message-ID", "<%s@acme.example>" % ref)]
                        + mails.reply_fields(ours), words), JANE)
    w.sync()
    got = [m for m in w.sent() if m.rcpt == JANE and ref in m.subject and "approved" in m.subject]
    if not got:
        raise Problem("no confirmation for " + ref)
    return got[-1]


def _file(w, name, data):
    path = os.path.join(w.dir, name)
    with open(path, "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())
    return path


def _script(want, says, *argv):
    r = proc.run([sys.executable, SCRIPT] + list(argv), timeout=60)
    if r.code != want or says not in r.out + r.err:
        raise Problem("verify-receipt %s: exit %d, expected %d with '%s': %s" % (
            " ".join(map(os.path.basename, argv)), r.code, want, says, (r.out + r.err)[-400:]))


def receipts(h, options):
    w = world.World(h, "receipts")
    try:
        w.docket("decider", "ACME", JANE, expect=0)
        _job(w, "ACME-001", "Report")
        _job(w, "ACME-002", "Poster")
        w.sync()
        shutil.copytree(w.data, w.data + ".old")
        mail = _file(w, "mail.eml", _approve(w, "ACME-001", "Approved, thanks a lot.").raw)
        other = _file(w, "other.eml", _approve(w, "ACME-002", "Approved, thanks a lot.").raw)
        export = w.docket("chain", "ACME-001", "--words", expect=0).out
        chain = _file(w, "chain.jsonl", export)

        # what is right
        _script(FITS, "the chain is whole", chain)
        _script(FITS, "the receipt is right", chain, mail)
        w.docket("verify", "--receipt", mail, expect=FITS)
        if "Approved, thanks" in w.docket("chain", "ACME-001", expect=0).out:
            raise Problem("words in an export that did not ask for them")

        # one changed byte anywhere
        rng, raw = random.Random(20260511), export.encode()
        for at in sorted(rng.sample(range(len(raw)), 120)):
            if raw[at:at + 1] == b"\n":
                continue
            bad = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1:]
            r = proc.run([sys.executable, SCRIPT, _file(w, "bad.jsonl", bad)], timeout=60)
            if r.code != DIFFERS:
                raise Problem("byte %d of the export was changed, exit %d: %r" % (at, r.code, bad[at - 40:at + 40]))

        # cut, another job, a changed receipt
        lines = export.splitlines(True)
        _script(DIFFERS, "cut", _file(w, "cut.jsonl", "".join(lines[:-3])))
        _script(DIFFERS, "no head", _file(w, "headless.jsonl", "".join(lines[1:])))
        _script(DIFFERS, "the chain is of ACME-001", chain, other)
        bare = open(mail, "rb").read()
        seq = [l for l in lines if '"kind\\":\\"decision' in l]
        if not seq:
            raise Problem("no decision in the export")
        forged = bare.replace(b"ACME-001/", b"ACME-001/1")
        _script(DIFFERS, "an older copy?", chain, _file(w, "forged.eml", forged))
        _script(DIFFERS, "no receipt in it", chain, _file(w, "none.eml", "Subject: hello\n\nhello\n"))
        _script(64, "verify-receipt CHAIN")
        _script(66, "No such file", os.path.join(w.dir, "gone"))

        # the data folder is replaced by an older copy
        shutil.rmtree(w.data)
        shutil.copytree(w.data + ".old", w.data)
        w.docket("verify", expect=FITS)
        r = w.docket("verify", "--receipt", mail, expect=DIFFERS)
        if "an older copy?" not in r.out:
            raise Problem("docket does not say what differs: " + r.out)
        old = _file(w, "old.jsonl", w.docket("chain", "ACME-001", expect=0).out)
        _script(FITS, "the chain is whole", old)
        _script(DIFFERS, "an older copy?", old, mail)
    finally:
        w.close()


TESTS = [("receipts: mailboxes are witnesses", receipts, ("test", "san"))]
