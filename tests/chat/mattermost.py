"""
Mattermost: the fake is held against @mattermost/client, then a day and its troubles through the daemon.
No Mattermost server can be had here (neither Debian nor npm has one).
"""
import json

from desk import ALL, Desk, Secret, node, same, script, seen_by
from fake import chat_mattermost
from lib import proc
from lib.world import Problem


def agency():
    """The team, its room with the bot in it."""
    mm = chat_mattermost.Mattermost()
    for name in ("maya", "tom", "priya"):
        setattr(mm, name, mm.user(name, name + "@harborpine.example"))
    mm.guest = mm.user("sam", "sam@harborpine.example", roles="system_user system_guest")
    mm.room = mm.channel("desk", (mm.bot, mm.maya, mm.tom, mm.priya, mm.guest))
    return mm


def client(h, options):
    """@mattermost/client understands the fake, and it the client."""
    folder = node(h, "mattermost", "@mattermost/client@11")
    mm = agency()
    p = script(h, folder, "mattermost_client.cjs", FAKE=mm.base, ROOM=mm.room, TOKEN=chat_mattermost.TOKEN,
               MAYA=mm.maya, TOM=mm.tom)
    try:
        seen = seen_by(p)
    finally:
        mm.close()
    want = {"me": ["docket", True], "channels": 1, "twice": True, "hidden": False, "patched": "changed", "since": 2,
            "history": True, "after": True, "direct": "D", "person": True,
            "ephemeral": "api.context.permissions.app_error", "others": "api.context.permissions.app_error",
            "nowhere": "api.context.invalid_param.app_error",
            "long": "model.post.is_valid.message_length.app_error",
            "nested": "api.post.create_post.root_id.app_error",
            "token": "api.context.session_expired.app_error"}
    same("Mattermost's client", seen, want)


def desk_of(h, name, transport="push", may_ephemeral=False):
    mm, port, more = agency(), proc.port(), {"transport": "pull"}
    mm.may_ephemeral = may_ephemeral
    base = "http://127.0.0.1:%d" % port
    if transport == "push":
        mm.target, more = base + "/chat/team", {"secret": Secret(chat_mattermost.SECRET)}
    return Desk(h, "mattermost-" + name, dict({"name": "team", "platform": "mattermost", "url": mm.base, "room": mm.room,
                                               "token": Secret(chat_mattermost.TOKEN)}, **more), mm,
                base if transport == "push" else None, port=port)


def cards(mm, ref="ACME-001"):
    return [p for p in mm.messages(mm.room) if p["user_id"] == mm.bot and not p["original_id"] and
            p["message"].startswith("**" + ref)]


def shown(post):
    return json.dumps([post["message"], post["props"]], ensure_ascii=False)


def opened(d, mm):
    """People are known, and a job waits for acceptance, its card in the room."""
    for who in (mm.maya, mm.priya):
        mm.slash(who, mm.room, "mine")
        d.want(lambda: [1 for u, p in mm.ephemeral if u == who], "no answer to the first command")
    d.mail()
    return d.want(lambda: [c for c in cards(mm) if "Accept" in mm.buttons(c)], "no card of the job")[0]


def day(h, options):
    """Commands, a card and its buttons, a form, threads, mentions, a direct message, a restart."""
    with desk_of(h, "day", may_ephemeral=True) as d:
        mm = d.fake
        card = opened(d, mm)
        said = mm.slash(mm.maya, mm.room, "status ACME-001")
        if "ACME-001" not in said:
            raise Problem("status was answered '%s'" % said)
        said = mm.slash(mm.maya, mm.room, "statos ACME-001")
        if "status" not in said:
            raise Problem("a wrong word was answered '%s'" % said)
        # A guest is nobody, even with a member's address.
        said = mm.slash(mm.guest, mm.room, "accept ACME-001")
        d.never(lambda: "Accept" not in mm.buttons(cards(mm)[0]), "a guest accepted a job", 2)
        mm.click(mm.maya, card, "Accept")
        d.want(lambda: [c for c in cards(mm) if "Accept" not in mm.buttons(c)], "the card was not updated")
        if len(cards(mm)) != 1:
            raise Problem("%d cards of one job" % len(cards(mm)))
        # A button that was pressed already does nothing again.
        before = len(d.w.rows("SELECT 1 FROM event"))
        with mm.lock:
            old = {"user_id": mm.maya, "channel_id": mm.room, "post_id": card["id"], "trigger_id": "again",
                   "context": {"token": "a" * 32}}
        status, _, body = mm.send(json.dumps(old), "application/json")
        if status != 200 or len(d.w.rows("SELECT 1 FROM event")) != before:
            raise Problem("a button of nobody's was answered %s, and moved something" % status)
        # Threads come by asking, once; an edit changes nothing.
        mm.slash(mm.maya, mm.room, "assign ACME-001 tom")
        mm.slash(mm.tom, mm.room, "submit ACME-001 https://files.example/v1")
        d.want(lambda: "review" in shown(cards(mm)[0]), "the card does not say review")
        with mm.lock:
            p = mm.add(mm.maya, mm.room, "Please make the headline bigger.", root=card["id"])
        d.want(lambda: d.w.rows("SELECT 1 FROM revision"), "words in the thread are no feedback")
        with mm.lock:
            p.update(message="Please make the headline much bigger.", edit_at=mm.now(), update_at=mm.now())
            mm.channels[mm.room]["last_post_at"] = mm.now()
            mm.add(mm.maya, mm.room, "@docket status ACME-001")
        d.want(lambda: [x for x in mm.messages(mm.room) if x["user_id"] == mm.bot and x["root_id"] and
                        "ACME-001" in x["message"]] or
               [1 for u, x in mm.ephemeral if u == mm.maya and x.get("root_id")], "a mention was not answered")
        d.again(kill=True)
        with mm.lock:
            direct = mm.direct(mm.bot, mm.maya)
            mm.add(mm.maya, direct, "mine")
        d.want(lambda: [x for x in mm.messages(direct) if x["user_id"] == mm.bot], "a direct message was not answered")
        if len(d.w.rows("SELECT 1 FROM revision")) != 1:
            raise Problem("one wish became %d" % len(d.w.rows("SELECT 1 FROM revision")))
        # A form, and what it makes.
        mm.slash(mm.maya, mm.room, "new")
        who, form = d.want(lambda: mm.dialogs, "no form was opened")[0]
        names = [e["name"] for e in form["dialog"]["elements"]]
        with mm.lock:
            mm.submit(mm.maya, {}, dict(url=form["url"], callback_id=form["dialog"]["callback_id"],
                                        state=form["dialog"]["state"], channel_id=mm.room,
                                        submission={n: {"client": "ACME", "title": "A poster"}.get(n, "") for n in names}))
        d.want(lambda: cards(mm, "ACME-002"), "the form made no job")


FORGED = [
    ("no header", {"Authorization": None}, None, 401),
    ("another header", {"Authorization": "Token " + "x" * 26}, None, 401),
    ("another field", {}, ("token=" + chat_mattermost.SECRET, "token=" + "x" * 26), 401),
    ("no field", {}, ("token=" + chat_mattermost.SECRET, "tok=1"), 401),
    ("not a form", {"Content-Type": "text/plain"}, None, 415),
]


def troubles(h, options):
    """Forged calls; 429, 5xx, an answer that is lost, a text of a digest's size; a revoked token, a room that is gone."""
    with desk_of(h, "troubles") as d:
        mm = d.fake
        # 5xx twice, then a post whose answer is lost: one card all the same.
        mm.fault("/posts", (503, b""), 2, "POST")
        mm.fault("/posts", "cut", 1, "POST")
        opened(d, mm)
        d.never(lambda: len(cards(mm)) > 1, "a post whose answer was lost was posted twice", 4)
        form = "channel_id=%s&user_id=%s&command=%%2Fdocket&text=accept+ACME-001&trigger_id=f&token=%s" % (
            mm.room, mm.maya, chat_mattermost.SECRET)
        for name, heads, change, want in FORGED:
            heads = dict({"Authorization": "Token " + chat_mattermost.SECRET}, **heads)
            body = form.replace(*change) if change else form
            kind = heads.pop("Content-Type", "application/x-www-form-urlencoded")
            got = mm.send(body, kind, {k: v for k, v in heads.items() if v})[0]
            if got != want:
                raise Problem("%s: %s, not %s" % (name, got, want))
        if mm.send(None, "text/plain", method="GET")[0] != 405:
            raise Problem("GET was not refused")
        d.never(lambda: "Accept" not in mm.buttons(cards(mm)[0]), "a forged call had an effect", 2)
        # 429 by header, on the update; the twin of the forged calls, twice: one effect.
        mm.fault("/patch", (429, b"limit exceeded", {"X-RateLimit-Reset": "2", "X-RateLimit-Limit": "10"}), 1)
        for _ in range(2):
            got = mm.send(form, "application/x-www-form-urlencoded",
                          {"Authorization": "Token " + chat_mattermost.SECRET})
            if got[0] != 200 or "ACME-001" not in got[2]:
                raise Problem("the good twin was answered %s %s" % (got[0], got[2][:200]))
        d.want(lambda: "Accept" not in mm.buttons(cards(mm)[0]), "after a 429 the card was not updated")
        if len(d.w.rows("SELECT 1 FROM chat_event WHERE key LIKE 's:%'")) != 3:
            raise Problem("the repeated command was taken twice")
        # The bot may not write to one person only: a direct message instead. Long: in parts, in order.
        with mm.lock:
            mm.add(mm.maya, mm.direct(mm.bot, mm.maya), "help")
        direct = mm.direct(mm.bot, mm.maya)
        d.want(lambda: [p for p in mm.messages(direct) if p["user_id"] == mm.bot], "no help by direct message")
        # The token is revoked, then the room archived: a person is told, by mail.
        with mm.lock:
            mm.channels[mm.room]["delete_at"] = mm.now()
        d.w.docket("hold", "ACME-001", "--as", "maya", expect=0)
        d.told("the channel is archived")
        with mm.lock:
            del mm.tokens[chat_mattermost.TOKEN]
        d.told("the bot's token is not valid")


def asking(h, options):
    """Without a public address: threads, mentions and direct messages by asking; words instead of buttons."""
    with desk_of(h, "asking", "pull", True) as d:
        mm = d.fake
        d.want(lambda: [c for c in mm.calls if c[1].endswith("/users/me/channels")], "the channels were not asked for")
        d.mail()
        card = d.want(lambda: cards(mm), "no card")[0]
        if mm.buttons(card) or "`/docket accept ACME-001`" not in shown(card).replace("\\", ""):
            raise Problem("the card has buttons, or no words for them: %s" % shown(card)[:600])
        with mm.lock:
            mm.add(mm.maya, mm.room, "@docket accept ACME-001")
        d.want(lambda: "Ready" in shown(cards(mm)[0]), "a mention did not accept the job")
        mm.fault("/posts", (500, b""), 1, "GET")
        d.w.kill()
        with mm.lock:  # said while docket was away: a root, a reply, more than one answer holds
            for i in range(1100):
                mm.add(mm.tom, mm.room, "talk %d" % i, when=mm.now() - 2000 + i)
            mm.add(mm.maya, mm.room, "@docket assign ACME-001 tom")
        d.w.start()
        d.want(lambda: "tom" in shown(cards(mm)[0]).lower(), "what was said while docket was away is lost", 60)


TESTS = [
    ("chat/mattermost: its own client and our fake", client, ALL),
    ("chat/mattermost: a day", day, ALL),
    ("chat/mattermost: troubles", troubles, ALL),
    ("chat/mattermost: asking", asking, ALL),
]
