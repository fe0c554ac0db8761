"""What an installation ended up with, in a form that two runs can be compared by."""
import difflib
import re
import sqlite3

FIELDS = ["deliverable", "objective", "audience", "deadline", "channels", "copy_or_offer", "specs",
          "references", "approver", "budget"]


# A mail's number is the order in which it was recorded, and a fault may change that.
NUMBER = re.compile(r"\[triage m\d+\]")


def canonical(data, by_clock=True, by_id=False):
    """
    Lines of text: jobs, briefs, messages, ledgers, outgoing. No times, ids or salts. Without
    by_clock, too, nothing that is due by the clock alone: for runs that wait longer than others.
    Mails are called by their file or UID, or by_id: where the same mail arrives at another time.
    """
    db = sqlite3.connect("file:%s/docket.db?mode=ro" % data, uri=True, timeout=10)
    out = []
    jobs = dict(db.execute("SELECT id, ref FROM job").fetchall())
    names = {i: m if by_id else n or "%d/%d" % (v, u) for i, m, n, v, u in
             db.execute("SELECT id, message_id, name, uidvalidity, uid FROM message").fetchall()}
    for i, ref, state, held, urgent, kit, title, prompts, linked in db.execute(
            "SELECT id, ref, state, held_from, urgent, kit, title, prompts, linked FROM job"
            " ORDER BY ref").fetchall():
        out.append("job %s %s held=%s urgent=%s kit=%s prompts=%s linked=%s title=%s" % (
            ref, state, held, urgent, kit, prompts, jobs.get(linked), title))
        for f, value, date, time, alt, m, said in db.execute(
                "SELECT field, value, date, time, alt_date, message, said_by FROM brief"
                " WHERE job = ? ORDER BY field", (i,)).fetchall():
            out.append("  %s %s: %r %s %s %s from %s by %s" % (
                ref, FIELDS[f], value, date, time, alt, names.get(m), said))
        kinds = [k for k, in db.execute("SELECT kind FROM event WHERE job = ? ORDER BY seq", (i,))]
        out.append("  %s ledger %s" % (ref, " ".join(kinds)))
    for i, state, cls, same, job, sender, reason in db.execute(
            "SELECT id, state, class, same_as, job, sender, reason FROM message").fetchall():
        out.append("message %s %s %s same=%s job=%s %s" % (
            names[i], state, cls, names.get(same), jobs.get(job), sender))
    for kind, state, to, subject, internal, job, cause in db.execute(
            "SELECT kind, state, to_address, subject, internal, job, cause FROM outbox").fetchall():
        if not by_clock and kind.startswith("digest"):
            continue
        out.append("outgoing %s %s to %s %r internal=%s job=%s cause=%s" % (
            kind, state, to, NUMBER.sub("[triage]", subject or ""), internal, jobs.get(job),
            names.get(cause)))
    for address, bad in db.execute("SELECT address, undeliverable IS NOT NULL FROM contact").fetchall():
        out.append("contact %s undeliverable=%s" % (address, bad))
    db.close()
    head = [l for l in out if l.startswith(("job", "  "))]
    return head + sorted(l for l in out if not l.startswith(("job", "  ")))


# Random in every run, or counted by tries: not what a person asked for.
VOLATILE = {
    "event": {"hash"}, "event_text": {"salt"}, "job": {"head"}, "closeout": {"sha", "blob"},
    "blob": {"sha", "packed", "size"}, "outbox": {"message_id", "packed", "size", "attempts", "due", "sent"},
    "outbox_rcpt": {"at", "reply"},
}
# The log of inputs counts tries, too, and names the folder; docket rebuild looks at it.
LEFT_OUT = {"lease", "sqlite_sequence", "input", "input_words"}
RANDOM = re.compile(r"[0-9a-f]{64}")


def rows(data):
    """
    Every row of every table, as text, by table. For runs from the same beginning, by the same clock:
    times and ids are in it, what is random in every run is not.
    """
    db = sqlite3.connect("file:%s/docket.db?mode=ro" % data, uri=True, timeout=10)
    tables = [t for t, sql in db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
              if t not in LEFT_OUT and not t.startswith("search_d") and "VIRTUAL" not in sql.upper()
              and t not in ("search_idx", "search_config")]
    out = []
    for t in sorted(tables):
        at = db.execute("SELECT * FROM %s" % t)
        names = [c[0] for c in at.description]
        keep = [i for i, n in enumerate(names) if n not in VOLATILE.get(t, ())]
        out += sorted("%s %s" % (t, " ".join("%s=%s" % (names[i], _shown(r[i])) for i in keep)) for r in at)
    db.close()
    return out


def _shown(v):
    if isinstance(v, bytes):
        return "%d bytes" % len(v)
    return repr(RANDOM.sub("#", v)) if isinstance(v, str) else v


def differences(want, got, most=4):
    """The first lines that differ, in one line, or None."""
    if want == got:
        return None
    d = [l for l in difflib.unified_diff(want, got, lineterm="", n=0)
         if l[:1] in "+-" and l[:3] not in ("+++", "---")]
    return " | ".join(d[:most]) + (" | … %d more" % (len(d) - most) if len(d) > most else "")
