"""What an installation ended up with, in a form that two runs can be compared by."""
import difflib
import re
import sqlite3

FIELDS = ["deliverable", "objective", "audience", "deadline", "channels", "copy_or_offer", "specs",
          "references", "approver", "budget"]


# A mail's number is the order in which it was recorded, and a fault may change that.
NUMBER = re.compile(r"\[triage m\d+\]")


def canonical(data, by_clock=True):
    """
    Lines of text: jobs, briefs, messages, ledgers, outgoing. No times, ids or salts. Without
    by_clock, too, nothing that is due by the clock alone: for runs that wait longer than others.
    """
    db = sqlite3.connect("file:%s/docket.db?mode=ro" % data, uri=True, timeout=10)
    out = []
    jobs = dict(db.execute("SELECT id, ref FROM job").fetchall())
    names = {i: n or "%d/%d" % (v, u) for i, n, v, u in
             db.execute("SELECT id, name, uidvalidity, uid FROM message").fetchall()}
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


def differences(want, got, most=4):
    """The first lines that differ, in one line, or None."""
    if want == got:
        return None
    d = [l for l in difflib.unified_diff(want, got, lineterm="", n=0)
         if l[:1] in "+-" and l[:3] not in ("+++", "---")]
    return " | ".join(d[:most]) + (" | … %d more" % (len(d) - most) if len(d) > most else "")
