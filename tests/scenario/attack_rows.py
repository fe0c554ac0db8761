"""
Attacks on approvals, one row each: what is forged, the words with which docket must say why it did
not count, and the twin, which differs in the attacked property only and approves.

Row(name, what, why, attack, twin). A side is a list of acts played after the stage is set, or a dict
for one letter; see Letter in attacks.py for its keys (the default is Jane's honest reply "Approved,
thanks a lot." to her own review mail of ACME-001 v1). Other acts: a text is a command of the shell,
a number lets that many hours pass.
Options of a row: server=True, the mailbox trusts the verdicts of mx.test and an honest letter bears
one; stage="v2": version 2 was sent after changes on v1; stage="two": ACME-002 is in review as well.
"""
import base64

JANE, BOB, ERIK = "jane@acme.example", "bob@acme.example", "erik@northwind.example"
MAYA, EVE = "maya@harborpine.example", "eve@mallory.example"
PASS = "mx.test; dmarc=pass header.from=acme.example"
FAIL = "mx.test; dmarc=fail header.from=acme.example"
YES = "Approved, thanks a lot."
LATER = "Thanks, I will look at it tomorrow."
MILD = "Greetings from the road."


class Row:
    def __init__(self, name, what, why, attack, twin=None, server=False, stage="v1"):
        self.name, self.what, self.why = name, what, why
        self.attack = attack if isinstance(attack, list) else [attack]
        self.twin = [{}] if twin is None else twin if isinstance(twin, list) else [twin]
        self.server, self.stage = server, stage


def ar(*values):
    """Authentication-Results fields from the top."""
    return [("Authentication-Results", v) for v in values]


def multi(kind, *parts):
    """A multipart body of (content type and further fields, text)."""
    out = "".join("--=_m\nContent-Type: %s\n\n%s\n" % p for p in parts)
    return ('multipart/%s; boundary="=_m"' % kind, out + "--=_m--\n")


def both(plain, html):
    return multi("alternative", ("text/plain; charset=utf-8", plain),
                 ("text/html; charset=utf-8", html))


def page(html):
    return ("text/html; charset=utf-8", "<html><body>%s</body></html>" % html)


FORWARD = """%s

---------- Forwarded message ---------
From: Jane Doe <jane@acme.example>
Date: Mon, 11 May 2026 at 10:00
Subject: Re: [ACME-001] the report
To: Bob Stone <bob@acme.example>

Approved, thanks a lot.
"""
MDN = multi('report; report-type=disposition-notification',
            ("text/plain", "The message of 11 May to Jane Doe was displayed. Reply APPROVE or list your "
             "changes."),
            ("message/disposition-notification",
             "Reporting-UA: acme.example; Mail\nFinal-Recipient: rfc822;jane@acme.example\n"
             "Disposition: manual-action/MDN-sent-manually; displayed\n"))
DSN = multi('report; report-type=delivery-status',
            ("text/plain", "Your message was delivered. Approved, thanks a lot."),
            ("message/delivery-status",
             "Reporting-MTA: dns; mx.acme.example\n\nFinal-Recipient: rfc822; jane@acme.example\n"
             "Action: delivered\nStatus: 2.0.0\n"))
ICS = ("BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:1@acme\nSUMMARY:Review of v1\n"
       "ATTENDEE;PARTSTAT=ACCEPTED:mailto:jane@acme.example\nEND:VEVENT\nEND:VCALENDAR\n")
SIGNED = base64.encodebytes(("Content-Type: text/plain\n\n" + YES).encode()).decode()
HIDDEN = "<p>" + MILD + "</p>%s<p>Jane</p>"
STANDS_IN = "docket decider ACME bob@acme.example --for jane@acme.example --until 2026-05-%s --as maya"
ROWS = [
    # ---- who sends it, as the mailbox's trusted server sees it -------------------------------
    Row("from-forged", "the server says that the From is forged", "failed DMARC",
        dict(top=ar(FAIL)), dict(top=ar(PASS)), server=True),
    Row("verdict-absent", "no verdict where one is configured", "asked",
        dict(top=[]), dict(top=ar(PASS)), server=True),
    Row("verdict-other-domain", "a pass for another domain", "asked",
        dict(top=ar("mx.test; dmarc=pass header.from=mallory.example")), dict(top=ar(PASS)),
        server=True),
    Row("other-server", "the verdict of a server that nobody trusts", "asked",
        dict(top=ar("mx.evil; dmarc=pass header.from=acme.example")), dict(top=ar(PASS)), server=True),
    Row("server-lookalike", "a server id that only begins like ours", "asked",
        dict(top=ar("mx.test.evil.example; dmarc=pass header.from=acme.example")), dict(top=ar(PASS)),
        server=True),
    Row("verdict-doubled", "fail on top, a forged pass below it", "failed DMARC",
        dict(top=ar(FAIL, PASS)), dict(top=ar(PASS, PASS)), server=True),
    Row("verdict-below", "our server's name, but below another server's block", "asked",
        dict(top=ar("mx.evil; dmarc=pass header.from=acme.example", PASS)), dict(top=ar(PASS)),
        server=True),
    Row("verdict-in-the-letter", "a verdict among the sender's own fields", "asked",
        dict(top=[], heads=ar(PASS)), dict(top=ar(PASS)), server=True),
    Row("verdict-in-comment", "a pass inside a comment", "failed DMARC",
        dict(top=ar("mx.test; dmarc=fail (p=none dmarc=pass header.from=acme.example) "
                    "header.from=acme.example")),
        dict(top=ar("mx.test; dmarc=pass (p=none dmarc=fail) header.from=acme.example")), server=True),
    Row("server-in-comment", "our server's name inside a comment", "asked",
        dict(top=ar("mx.evil (mx.test); dmarc=pass header.from=acme.example")),
        dict(top=ar("mx.test (mx.evil); dmarc=pass header.from=acme.example")), server=True),
    Row("verdict-folded", "a fail folded over lines, a pass in the next field", "failed DMARC",
        dict(top=ar("mx.test;\n\tdmarc=fail\n (p=none)\n header.from=acme.example", PASS)),
        dict(top=ar("mx.test;\n\tdmarc=pass\n (p=none)\n header.from=acme.example")), server=True),
    Row("verdict-two-ways", "pass and fail in one block", "failed DMARC",
        dict(top=ar(PASS + "; dmarc=fail header.from=acme.example")), dict(top=ar(PASS)), server=True),
    Row("arc-only", "only what ARC reports of another hop", "asked",
        dict(top=[("ARC-Authentication-Results", "i=1; " + PASS)]), dict(top=ar(PASS)), server=True),
    Row("x-verdict", "a field that only sounds like a verdict", "asked",
        dict(top=[("X-Authentication-Results", PASS)]), dict(top=ar(PASS)), server=True),
    Row("spf-only", "SPF and DKIM pass, DMARC says none", "asked",
        dict(top=ar("mx.test; spf=pass smtp.mailfrom=acme.example; dkim=pass header.d=acme.example; "
                    "dmarc=none header.from=acme.example")),
        dict(top=ar("mx.test; spf=pass smtp.mailfrom=acme.example; dmarc=pass "
                    "header.from=acme.example")), server=True),
    Row("verdict-quoted", "a pass inside a quoted string", "asked",
        dict(top=ar('mx.test; x="; dmarc=pass header.from=acme.example"')), dict(top=ar(PASS)),
        server=True),
    # ---- whose token, whose From -------------------------------------------------------------
    Row("token-of-another", "a colleague answers with Jane's token", "opinion",
        dict(frm=BOB, top=ar(PASS)), dict(top=ar(PASS)), server=True),
    Row("token-forwarded", "Jane's mail was forwarded; the stranger writes as Jane", "failed DMARC",
        dict(top=ar(FAIL), to_token=True), dict(top=ar(PASS)), server=True),
    Row("other-client", "a contact of another client with Jane's token", "triage",
        dict(frm=ERIK)),
    Row("stranger", "somebody unknown with Jane's token", "unknown sender", dict(frm=EVE)),
    Row("new-colleague", "an address of Jane's domain that nobody knows", "opinion",
        dict(frm="mallory@acme.example", name="Jane Doe")),
    Row("colleague", "a known colleague who decides nothing", "opinion", dict(frm=BOB)),
    Row("member-as-client", "a member answers Jane's review mail", "", dict(frm=MAYA)),
    Row("member-command", "a member's approve command for the client", "",
        dict(frm=MAYA, body="/approve ACME-001", to="intake@harborpine.example", refs=False,
             subject="approve")),
    Row("member-attests-other", "attested for a contact who decides nothing", "",
        ["!docket approve ACME-001 --by bob@acme.example --as maya he said so"],
        ["docket approve ACME-001 --by jane@acme.example --as maya she said so"]),
    Row("member-forwards", "a member forwards Jane's approval", "forwarded by maya",
        dict(frm=MAYA, to="intake@harborpine.example", refs=False,
             subject="Fwd: [ACME-001] the report", body=FORWARD % "She is happy, see below.")),
    Row("colleague-forwards", "a colleague forwards Jane's approval", "held",
        dict(frm=BOB, subject="Fwd: [ACME-001] the report", body=FORWARD % "FYI")),
    Row("display-name", "Jane's address as the display name of another", "unknown sender",
        dict(frm=EVE, from_field='"jane@acme.example" <eve@mallory.example>'),
        dict(from_field='"eve@mallory.example" <jane@acme.example>')),
    Row("display-angle", "Jane's address in angles inside the quoted name", "unknown sender",
        dict(frm=EVE, from_field='"Jane Doe <jane@acme.example>" <eve@mallory.example>'),
        dict(from_field='"Jane Doe <eve@mallory.example>" <jane@acme.example>')),
    Row("display-encoded", "Jane's address in an encoded word", "unknown sender",
        dict(frm=EVE, from_field="=?utf-8?B?%s?= <eve@mallory.example>" % base64.b64encode(
            b"jane@acme.example <jane@acme.example>").decode()),
        dict(from_field="=?utf-8?B?%s?= <jane@acme.example>" % base64.b64encode(
            b"jane@acme.example").decode())),
    Row("comment-name", "Jane's address in a comment", "unknown sender",
        dict(frm=EVE, from_field="eve@mallory.example (Jane Doe <jane@acme.example>)"),
        dict(from_field="jane@acme.example (Jane Doe)")),
    Row("two-froms", "a second From field below Jane's", "more than one sender",
        dict(heads=[("From", "Eve <eve@mallory.example>")])),
    Row("two-froms-above", "a second From field above Jane's", "more than one sender",
        dict(top=[("From", "Eve <eve@mallory.example>")])),
    Row("from-list", "two addresses in one From", "more than one sender",
        dict(from_field="Jane Doe <jane@acme.example>, Eve <eve@mallory.example>")),
    Row("from-group", "a group in From", "more than one sender",
        dict(from_field="Board: Jane Doe <jane@acme.example>, eve@mallory.example;")),
    Row("from-empty-group", "an empty group in From", "no sender",
        dict(from_field="Jane Doe:;")),
    Row("sender-field", "Jane's name, sent by another whom nobody verified", "asked",
        dict(heads=[("Sender", "eve@mallory.example")]), dict(heads=[("Sender", JANE)])),
    Row("sender-verified", "sent by another, verdict absent", "asked",
        dict(top=[], heads=[("Sender", "pa@acme.example")]),
        dict(top=ar(PASS), heads=[("Sender", "pa@acme.example")]), server=True),
    Row("reply-to", "Jane only in Reply-To", "unknown sender",
        dict(frm=EVE, heads=[("Reply-To", JANE)]), dict(heads=[("Reply-To", EVE)])),
    Row("on-behalf", "Jane only in Sender", "unknown sender", dict(frm=EVE, heads=[("Sender", JANE)])),
    Row("homoglyph", "acrne for acme", "acrne.example is not acme.example", dict(frm="jane@acrne.example", name="Jane Doe")),
    Row("homoglyph-idn", "a Cyrillic letter in the domain, as punycode", "xn--cme-5cd.example is not acme.example, it only looks like it (Cyrillic letters)",
        dict(frm="jane@xn--cme-5cd.example", name="Jane Doe")),
    Row("homoglyph-utf8", "a Cyrillic letter in the domain, raw", "sender",
        dict(frm="jane@\u0430cme.example", name="Jane Doe")),
    Row("homoglyph-local", "a Cyrillic letter in the local part", "",
        dict(frm="j\u0430ne@acme.example", name="Jane Doe")),
    Row("subdomain", "a subdomain of the client's", "unknown sender", dict(frm="jane@mail.acme.example")),
    Row("superdomain", "the client's domain as a subdomain", "is not acme.example",
        dict(frm="jane@acme.example.mallory.example")),
    Row("plus-sender", "another address of the same name", "opinion", dict(frm="jane+x@acme.example")),
    Row("no-reply", "an address that nobody reads", "nobody reads", dict(frm="noreply@acme.example")),
    Row("ex-contact", "a decider who has left", "left",
        ["docket contact remove ACME jane@acme.example", {}]),
    Row("successor", "a new decision-maker: the one before answers", "opinion",
        ["docket decider ACME bob@acme.example", "docket submit ACME-001 https://files.example/2 --as tom",
         "docket review ACME-001 --override seen --as maya",
         "docket review ACME-001 --override seen --as maya",
         dict(of=BOB, frm=JANE)],
        ["docket decider ACME bob@acme.example", "docket submit ACME-001 https://files.example/2 --as tom",
         "docket review ACME-001 --override seen --as maya",
         "docket review ACME-001 --override seen --as maya",
         dict(of=BOB, frm=BOB)]),
    Row("delegate-self", "a colleague says that he decides for her", "opinion",
        dict(frm=BOB, body="I decide for Jane Doe until 30 May. " + YES),
        [STANDS_IN % "30", dict(of=BOB, frm=BOB, body="I decide for Jane Doe until 30 May. " + YES)]),
    Row("delegate-over", "her delegate, after his last day", "opinion",
        [STANDS_IN % "12", 60, dict(of=BOB, frm=BOB)], [STANDS_IN % "12", dict(of=BOB, frm=BOB)]),
    Row("delegate-token", "a third person answers the delegate's mail", "opinion",
        [STANDS_IN % "30", dict(of=BOB, frm="zoe@acme.example")],
        [STANDS_IN % "30", dict(of=BOB, frm=BOB)]),
    # ---- no token, or not hers ---------------------------------------------------------------
    Row("subject-tag", "only the job's number in the subject", "opinion",
        dict(to="intake@harborpine.example", refs=False, subject="[ACME-001] Approved"),
        dict(subject="[ACME-001] Approved")),
    Row("no-token", "no token and no references", "opinion",
        dict(to="intake@harborpine.example", refs=False)),
    Row("references-only", "references without a verdict", "opinion", dict(to="intake@harborpine.example")),
    Row("references-foreign", "references and a verdict, but to no mail of the review", "opinion",
        dict(to="intake@harborpine.example", refs="<elsewhere@acme.example>", top=ar(PASS),
             subject="Re: [ACME-001] the report"),
        dict(to="intake@harborpine.example", top=ar(PASS)), server=True),
    Row("token-in-body", "the token stands in the text only", "opinion",
        dict(to="intake@harborpine.example", refs=False, subject="[ACME-001] report",
             body=YES + "\n\nintake+{token}@harborpine.example {token}")),
    Row("token-in-subject", "the token stands in the subject only", "opinion",
        dict(to="intake@harborpine.example", refs=False, subject="[ACME-001] {token}"),
        dict(subject="[ACME-001] {token}")),
    Row("token-guessed", "one letter of the token is wrong", "opinion",
        dict(to="intake+{wrong}@harborpine.example", refs=False, subject="Re: [ACME-001] report"),
        dict(refs=False, subject="Re: [ACME-001] report")),
    Row("token-case", "somebody else's token, its case changed", "opinion",
        dict(frm=BOB, to="INTAKE+{TOKEN}@harborpine.example"),
        dict(to="INTAKE+{TOKEN}@harborpine.example")),
    Row("token-other-domain", "the token at a domain that is not ours", "opinion",
        dict(to="intake+{token}@mallory.example", cc="intake@harborpine.example", refs=False,
             subject="Re: [ACME-001] report"),
        dict(to="intake+{token}@harborpine.example", cc="intake@harborpine.example", refs=False,
             subject="Re: [ACME-001] report")),
    Row("token-old", "a token that was sent long ago", "asked", [24 * 120, {}], [24 * 5, {}]),
    # ---- replays -----------------------------------------------------------------------------
    Row("same-id", "the Message-ID of an earlier mail, other words", "asked",
        [dict(body=LATER, mid="<one@acme.example>"), dict(mid="<one@acme.example>")],
        [dict(body=LATER, mid="<one@acme.example>"), dict(mid="<two@acme.example>")]),
    Row("replay-after-taking-back", "the approval again after it was taken back", "the same",
        [dict(mid="<one@acme.example>", date="Mon, 11 May 2026 10:00:00 -0400"),
         dict(body="Please wait, I take it back: not approved. The title must be larger."),
         dict(mid="<one@acme.example>", date="Mon, 11 May 2026 10:00:00 -0400")],
        [dict(mid="<one@acme.example>", date="Mon, 11 May 2026 10:00:00 -0400")]),
    Row("replay-new-id", "the same approval under another Message-ID, after v2 was sent",
        "", dict(ours="v1"), {}, stage="v2"),
    # ---- which version, which job ------------------------------------------------------------
    Row("old-version", "v1's token after v2 was sent", "which", dict(ours="v1"), {}, stage="v2"),
    Row("names-earlier", "v2's token, the words name v1", "which",
        dict(body="v1 is approved."), dict(body="v2 is approved."), stage="v2"),
    Row("names-later", "the words name a version that does not exist", "which",
        dict(body="Version 3 is approved."), dict(body="Version 1 is approved.")),
    Row("names-two", "two versions at once", "which",
        dict(body="v1 and v2 are approved."), dict(body="v2 is approved."), stage="v2"),
    Row("names-spelled", "the version in words", "held",
        dict(body="The first version is approved."), dict(body="The second version is approved."),
        stage="v2"),
    Row("two-tokens", "the tokens of two versions in one mail", "opinion",
        dict(cc_ours="v1"), {}, stage="v2"),
    Row("other-jobs-thread", "this job's token, another job's thread", "opinion",
        dict(refs_job="ACME-002"), {}, stage="two"),
    Row("other-job-named", "this job's token, the words approve another job", "held",
        dict(body="ACME-002 is approved, thanks a lot."),
        dict(body="ACME-001 is approved, thanks a lot."), stage="two"),
    Row("other-job-subject", "this job's token under another job's subject", "which",
        dict(subject="Re: [ACME-002] Poster: version 1 for your review"), {}, stage="two"),
    # ---- machines ----------------------------------------------------------------------------
    Row("own-mail", "our own review mail comes back", "own mail", dict(verbatim=True)),
    Row("bounced", "our review mail bounced, APPROVE in the original", "bounce",
        dict(bounce=True, body=YES), {}),
    Row("delivery-receipt", "a receipt of delivery", "", dict(mime=DSN, body="")),
    Row("read-receipt", "a receipt of reading", "", dict(mime=MDN, body="")),
    Row("auto-reply", "an automatic reply that quotes the approval", "automatic",
        dict(heads=[("Auto-Submitted", "auto-replied")])),
    Row("away-no-header", "an out-of-office note without its header", "automatic",
        dict(subject="Automatic reply: [ACME-001] the report",
             body="I am out of office until Monday. Whatever you send is approved."),
        dict(body="I am back in the office. What you sent is approved.")),
    Row("away-substitute", "the substitute an out-of-office note names", "opinion",
        [dict(subject="Automatic reply: [ACME-001] the report", heads=[("Auto-Submitted", "auto-replied")],
              body="I am away until Monday. Bob Stone (bob@acme.example) decides for me."),
         dict(frm=BOB)],
        [dict(subject="Automatic reply: [ACME-001] the report", heads=[("Auto-Submitted", "auto-replied")],
              body="I am away until Monday. Bob Stone (bob@acme.example) decides for me."), {}]),
    Row("calendar", "a calendar's Accepted:", "",
        dict(subject="Accepted: [ACME-001] Review of version 1",
             mime=multi("alternative", ("text/plain", "Jane Doe has accepted this meeting."),
                        ("text/calendar; method=REPLY", ICS)))),
    Row("calendar-bare", "a calendar's answer without words", "",
        dict(subject="Accepted: Review", mime=("text/calendar; method=REPLY", ICS))),
    Row("mailing-list", "a copy that a mailing list sends on", "mailing list",
        dict(heads=[("List-Id", "<board.acme.example>"), ("Precedence", "list"),
                    ("List-Unsubscribe", "<mailto:leave@acme.example>")])),
    Row("reaction-outlook", "Outlook's reaction", "",
        dict(body="\U0001F44D Jane Doe reacted to your message:\n\n> Reply APPROVE, or list your changes.",
             subject="Reaction to your message")),
    Row("reaction-gmail", "Gmail's reaction", "",
        dict(mime=multi("alternative", ("text/plain; charset=utf-8",
                                        "\U0001F44D\n\nJane Doe reacted via Gmail"),
                        ("text/vnd.google.email-reaction+json",
                         '{"emoji": "\U0001F44D", "version": 1}')))),
    Row("bounce-marking", "a forged bounce, then nothing", "bounce",
        dict(bounce=True), [dict(bounce=True), {}]),
    # ---- what is written ---------------------------------------------------------------------
    Row("quoted", "APPROVE in the quoted mail only", "",
        dict(body=LATER, quote=True), dict(quote=True)),
    Row("quoted-alone", "nothing but the quoted mail", "", dict(body="", quote=True), dict(quote=True)),
    Row("quoted-html", "APPROVE in the quoted HTML only", "",
        dict(mime=page("<p>%s</p><div class=\"gmail_quote\"><blockquote>Reply <b>APPROVE</b>. Approved!"
                       "</blockquote></div>" % LATER)),
        dict(mime=page("<p>%s</p><div class=\"gmail_quote\"><blockquote>%s</blockquote></div>"
                       % (YES, LATER)))),
    Row("quoted-colleague", "somebody else's approval, quoted", "",
        dict(body="See Bob's mail.\n\nOn Mon, 11 May 2026, Bob Stone wrote:\n> Approved, thanks a lot."),
        dict(body="Approved, thanks a lot.\n\nOn Mon, 11 May 2026, Bob Stone wrote:\n> See my mail.")),
    Row("hearsay", "what somebody else is said to have approved", "",
        dict(body="Bob has approved it."), dict(body="I approve it.")),
    Row("subject-only", "approved in the subject only", "",
        dict(subject="Re: [ACME-001] APPROVED", body="Best wishes, Jane"),
        dict(subject="Re: [ACME-001] APPROVED")),
    Row("signature", "approved in a signature", "",
        dict(body=LATER + "\n\n-- \nJane Doe\nApproved Vendor 2026, everything approved"),
        dict(body=YES + "\n\n-- \nJane Doe\nApproved Vendor 2026, everything approved")),
    Row("disclaimer", "approved in a disclaimer", "",
        dict(body=LATER + "\n\nThis e-mail and any files transmitted with it are confidential and "
             "intended solely for the addressee. The content of this message has been approved."),
        dict(body=YES + "\n\nThis e-mail and any files transmitted with it are confidential and "
             "intended solely for the addressee. The content of this message has been approved.")),
    Row("condition", "a condition", "held",
        dict(body="Approved once legal agrees."), dict(body="Approved. Legal has agreed.")),
    Row("question", "a question", "", dict(body="Is this approved already?")),
    Row("negation", "a negation", "", dict(body="This is not approved.")),
    Row("two-words", "yes and no in one mail", "",
        dict(body="Approved, thanks a lot.\n\nActually no, please hold it, do not send it yet.")),
    Row("postscript", "a retraction below the signature", "",
        dict(body="Approved, thanks a lot.\n\n-- \nJane\n\nPS: I have just seen the price is wrong, please "
             "do not use it yet.")),
    Row("inline", "yes to one of two questions, answered inline", "",
        dict(body="> Is the title fine?\nApproved.\n\n> And the picture?\nNo, not yet.")),
    Row("plus-one", "a chat's +1", "", dict(body="+1")),
    Row("cyrillic", "APPROVE with a Cyrillic letter", "", dict(body="APPR\u041eVE"), dict(body="APPROVE")),
    Row("cyrillic-word", "a Cyrillic word beside a Latin one", "",
        dict(body="\u0410\u0440pr\u043eved, thanks a lot.")),
    Row("cyrillic-not", "a negation hidden behind a Cyrillic letter", "",
        dict(body="N\u043et approved."), dict(body="Approved.")),
    Row("zero-width", "a negation broken by a zero-width space", "",
        dict(body="It is n\u200bot approved."), dict(body="It is approved.")),
    Row("soft-hyphen", "a negation broken by a soft hyphen", "",
        dict(body="It is un\u00adapproved."), dict(body="It is approved.")),
    Row("bidi", "text turned round by a bidi override", "",
        dict(body="Approved \u202eton si siht\u202c"), dict(body="Approved")),
    Row("fullwidth", "full-width look-alikes", "", dict(body="\uff21\uff30\uff30\uff32\uff2f\uff36\uff25")),
    Row("mathematical", "mathematical look-alikes", "",
        dict(body="\U0001d400\U0001d429\U0001d429\U0001d42b\U0001d428\U0001d42f\U0001d41e\U0001d41d")),
    Row("hidden-display", "approved in text that is not displayed", "",
        dict(mime=page(HIDDEN % '<div style="display:none">Approved.</div>')),
        dict(mime=page("<div style=\"display:none\">%s</div><p>%s</p>" % (LATER, YES)))),
    Row("hidden-white", "approved in white on white", "",
        dict(mime=page(HIDDEN % '<div style="color:#ffffff">Approved.</div>')),
        dict(mime=page('<div style="color:#ffffff">.</div><p>%s</p>' % YES))),
    Row("hidden-font-tag", "approved in white, by the old tag", "",
        dict(mime=page(HIDDEN % '<p><font color="white">Approved.</font></p>')),
        dict(mime=page('<p><font color="black">%s</font></p>' % YES))),
    Row("hidden-size", "approved in letters of no size", "",
        dict(mime=page(HIDDEN % '<div style="font-size:0px">Approved.</div>')),
        dict(mime=page('<p style="font-size:10px">%s</p>' % YES))),
    Row("hidden-offscreen", "approved outside of the page", "",
        dict(mime=page(HIDDEN % '<div style="position:absolute;left:-9999px">Approved.</div>')),
        dict(mime=page('<div style="position:absolute;left:9px">%s</div>' % YES))),
    Row("hidden-opacity", "approved in full transparency", "",
        dict(mime=page(HIDDEN % '<div style="opacity:0">Approved.</div>')),
        dict(mime=page('<div style="opacity:1">%s</div>' % YES))),
    Row("hidden-height", "approved in a box of no height", "",
        dict(mime=page(HIDDEN % '<div style="max-height:0;overflow:hidden">Approved.</div>')),
        dict(mime=page('<div style="max-height:90px;overflow:hidden">%s</div>' % YES))),
    Row("hidden-comment", "approved in a comment of the HTML", "",
        dict(mime=page(HIDDEN % "<!-- Approved. -->")), dict(mime=page("<!-- no --><p>%s</p>" % YES))),
    Row("hidden-title", "approved in the title of the HTML", "",
        dict(mime=("text/html", "<html><head><title>Approved</title></head><body>%s</body></html>" % LATER)),
        dict(mime=("text/html", "<html><head><title>%s</title></head><body>%s</body></html>" % (LATER, YES)))),
    Row("hidden-alt", "approved as the text of a picture", "",
        dict(mime=page(HIDDEN % '<img src="cid:a" alt="Approved.">')),
        dict(mime=page('<p>%s</p><img src="cid:a" alt="a logo">' % YES))),
    Row("parts-differ", "the plain part approves, the page that is shown does not", "",
        dict(mime=both(YES, "<p>Not approved. Please change the title.</p>")),
        dict(mime=both(YES, "<p>%s</p>" % YES))),
    Row("parts-differ-html", "the page approves, the plain part does not", "",
        dict(mime=both("Not approved. Please change the title.", "<p>%s</p>" % YES)),
        dict(mime=both(YES, "<p>%s</p>" % YES))),
    Row("parts-differ-later", "the page says that she will look at it later", "",
        dict(mime=both("Approved.", "<p>%s</p>" % LATER)), dict(mime=both("Approved.", "<p>Approved.</p>"))),
    Row("client-gmail", "our whole mail quoted below a later, in both parts, by Gmail", "",
        dict(client="gmail", body=LATER), dict(client="gmail")),
    Row("client-apple", "the same by Apple Mail", "", dict(client="apple", body=LATER), dict(client="apple")),
    Row("client-outlook", "the same by Outlook", "",
        dict(client="outlook", body=LATER), dict(client="outlook")),
    Row("attachment-named", "a file named approve", "",
        dict(body="Best wishes, Jane", attach=[("APPROVED.txt", "text/plain", b"see inside")])),
    Row("attachment-text", "the approval stands in a file", "",
        dict(body="Please see the attached file.", attach=[("answer.txt", "text/plain", YES.encode())])),
    Row("attached-mail", "the approval stands in an attached mail", "",
        dict(mime=multi("mixed", ("text/plain", "For your files."),
                        ("message/rfc822", "From: Jane Doe <jane@acme.example>\nSubject: report\n\n" + YES)))),
    Row("second-text", "no to what is shown first, yes in a later part", "",
        dict(mime=multi("mixed", ("text/plain", "Not approved, the price is wrong."),
                        ("text/plain", "Approved.")))),
    Row("smime-opaque", "an S/MIME wrapper that docket cannot open", "",
        dict(mime=('application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"\n'
                   "Content-Transfer-Encoding: base64", SIGNED), subject="Re: [ACME-001] APPROVED"),
        dict(mime=multi('signed; protocol="application/pkcs7-signature"', ("text/plain", YES),
                        ('application/pkcs7-signature; name="smime.p7s"', "AAAA")))),
    Row("pgp-encrypted", "a PGP wrapper that docket cannot open", "",
        dict(mime=multi('encrypted; protocol="application/pgp-encrypted"',
                        ("application/pgp-encrypted", "Version: 1"),
                        ("application/octet-stream", "-----BEGIN PGP MESSAGE-----\nAAAA\n"
                         "-----END PGP MESSAGE-----"))),
        dict(mime=multi('signed; protocol="application/pgp-signature"', ("text/plain", YES),
                        ("application/pgp-signature", "-----BEGIN PGP SIGNATURE-----\nAAAA\n"
                         "-----END PGP SIGNATURE-----")))),
    Row("cut-short", "only the beginning of the mail was kept", "",
        dict(body=YES + "\n\n" + "and so on and on\n" * 80000 + "\nNot approved, stop."),
        dict(body=YES)),
]
