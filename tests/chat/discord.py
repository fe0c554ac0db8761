"""
Discord: the fake is held against @discordjs/rest, docket's verdicts against discord-interactions' on
the same bytes; then docket works there, and things go wrong.
"""
import json
import re
import time

from desk import ALL, Desk, Secret, node, running, same, script, seen_by
from fake import chat_discord
from fake.push import post
from lib.world import Problem

PACKAGES = ("@discordjs/rest@2", "discord-interactions@4")
MAYA = "1033044521375764530"


def client(h, discord):
    """The best known client understands the fake, and it the client."""
    folder = node(h, "discord", *PACKAGES)
    discord.fail("POST /v10/channels/%s/messages" % chat_discord.ROOM, None, None, None,
                 (429, {"Retry-After": "1", "X-RateLimit-Scope": "user", "Content-Type": "application/json"},
                  b'{"message":"You are being rate limited.","retry_after":1.2,"global":false}'))
    p = script(h, folder, "discord_rest.cjs", API=discord.base, TOKEN=chat_discord.TOKEN, APP=chat_discord.APP,
                        GUILD=chat_discord.GUILD, ROOM=chat_discord.ROOM)
    seen = seen_by(p)
    want = {"app": "docket", "command": "docket", "commands": 1, "same": True, "edited": "two", "dm": "string",
            "channel": "404 10003", "message": "404 10008", "long": "400 50035", "waited": "late", "token": "401 0"}
    same("@discordjs/rest", seen, want)
    if seen["ms"] < 1000:
        raise Problem("it did not wait: %s" % seen)
    wrong = [x for x in discord.problems if "2000 or fewer" not in x]
    if wrong:
        raise Problem("the fake finds fault with @discordjs/rest: %s" % wrong)
    discord.problems.clear()
    discord.channels[chat_discord.ROOM].clear()
    discord.commands.clear()


def start(h, discord, name):
    desk = Desk(h, name, {"name": "discord", "platform": "discord", "app": chat_discord.APP, "key": discord.key.public,
                          "tenant": chat_discord.GUILD, "room": chat_discord.ROOM, "api": discord.api,
                          "token": Secret(chat_discord.TOKEN)}, discord, "https://docket.example", start=time.time())
    discord.clock = lambda: desk.w.now / 1000
    discord.target = (desk.port, desk.path)
    return desk


def verdicts(h, options):
    """discord-interactions and docket on the same bytes; docket is stricter with the clock."""
    folder = node(h, "discord", *PACKAGES)
    discord = chat_discord.Discord()
    with start(h, discord, "discord-verdicts") as desk, \
            running(script(h, folder, "discord_verify.cjs", KEY=discord.key.public)) as peer:
        port = int(peer.stdout.readline())
        ping = b'{"type":1}'
        now = int(discord.clock())
        good = discord.signed(ping)

        def with_(**heads):
            return dict(good, **{k.replace("_", "-"): v for k, v in heads.items()})
        cases = [
            ("ping", ping, good, 200, 200),
            ("one byte more", ping + b" ", good, 401, 401),
            ("another key", ping, discord.signed(ping, key=discord.other), 401, 401),
            ("cut", ping, with_(**{"X-Signature-Ed25519": good["X-Signature-Ed25519"][:-2]}), 401, 401),
            ("another time", ping, with_(**{"X-Signature-Timestamp": str(now + 7)}), 401, 401),
            ("no signature", ping, {"X-Signature-Timestamp": str(now)}, 401, 401),
            ("no time", ping, {"X-Signature-Ed25519": good["X-Signature-Ed25519"]}, 401, 401),
            ("-295 s", ping, discord.signed(ping, str(now - 290)), 200, 200),
            ("-310 s", ping, discord.signed(ping, str(now - 310)), 200, 401),
            ("+310 s", ping, discord.signed(ping, str(now + 310)), 200, 401),
            ("a day ahead", ping, discord.signed(ping, str(now + 86400)), 200, 401),
            ("an empty time", ping, discord.signed(ping, ""), 200, 401),
            ("upper case", ping, with_(**{"X-Signature-Ed25519": good["X-Signature-Ed25519"].upper()}), 200, 401),
        ]
        for name, body, heads, theirs, ours in cases:
            got = (post(port, "/", body, heads)[0], post(desk.port, desk.path, body, heads)[0])
            if got[1] != ours or (got[0] != theirs and name != "an empty time"):
                raise Problem("%s: discord-interactions and docket say %s, not %s" % (name, got, (theirs, ours)))


def shown(i):
    return " ".join(m.get("content", "") + json.dumps(m.get("embeds", [])) for m in i["seen"])


def hears(desk, discord, words, i, what):
    return desk.want(lambda: words in shown(i) and i, what)


def link(desk, discord):
    """An account is somebody's by a mailed code; Discord names no addresses."""
    hears(desk, discord, "link-me", discord.command("mine"), "a stranger is not told what to do")
    discord.command("link-me maya@harborpine.example")
    hears(desk, discord, "Nice to meet you", discord.command("link " + desk.code("maya@harborpine.example")),
          "the code does not fit")


def cards(discord, words=""):
    return [m for m in discord.messages() if "ACME-001" in json.dumps(m) and m.get("components") and words in json.dumps(m)]


def label(card, text):
    for b in card["components"][0]["components"]:
        if b["label"] == text:
            return b["custom_id"]
    raise Problem("no button '%s' on %s" % (text, json.dumps(card)[:500]))


def work(h, options):
    """Its client first; then commands, a button, feedback in a thread, one card, a form, a long answer."""
    discord = chat_discord.Discord()
    client(h, discord)
    with start(h, discord, "discord-work") as desk:
        for body in (b'{"type":1}',):
            if post(desk.port, desk.path, body, discord.signed(body)) != (200, body):
                raise Problem("a ping is not answered by a pong")
        link(desk, discord)
        i = discord.interaction(2, {"id": "1", "type": 1, "name": "docket",
                                    "options": [{"type": 3, "name": "words", "value": "mine"}]})
        first, again = discord.send(i), discord.send(i)
        if "no jobs" not in json.dumps(first) or first != again:
            raise Problem("the same bytes twice: %s, %s" % (first, again))
        desk.mail()
        desk.want(lambda: cards(discord, "Scoping"), "no card")
        card = cards(discord)[0]
        got = discord.press(card["id"], label(card, "Accept"))
        hears(desk, discord, "ready", got, "a pressed button says nothing")
        desk.want(lambda: cards(discord, "Ready"), "the card does not change")
        for words, state in (("assign ACME-001 maya", "In production"),
                             ("submit ACME-001 https://files.example/v1", "Internal review")):
            hears(desk, discord, "ACME-001", discord.command(words), "'%s' is not answered" % words)
            desk.want(lambda: cards(discord, state), "the card does not say %s" % state)
        # in a thread at the card, which has the card's id
        hears(desk, discord, "R1", discord.command("feedback ACME-001 Please make the logo bigger.", thread=card["id"]),
              "no feedback from the thread")
        if not desk.w.rows("SELECT id FROM revision"):
            raise Problem("feedback was not kept")
        if len(cards(discord)) != 1:
            raise Problem("%d cards for one job" % len(cards(discord)))
        # a long answer: deferred, then in parts, in order
        i = discord.command("help")
        desk.want(lambda: re.search(r"\((\d+)/\1\)", shown(i)), "no end of help")
        n = int(re.search(r"\((\d+)/\1\)", shown(i)).group(1))
        if [k for k in range(1, n + 1) if "(%d/%d)" % (k, n) not in shown(i)] or i["answer"]["type"] != 5:
            raise Problem("help in %d parts is not whole: %s" % (n, shown(i)[-300:]))
        i = discord.command("new")
        if i["answer"]["type"] != 9:
            raise Problem("no form for a new request: %s" % i["answer"])
        desk.fine()
        # docket check: the endpoint is not set there yet, then the command is missing, then all is well
        for there, words in ((None, "Endpoint"), ("https://docket.example/chat/discord", "not registered")):
            discord.endpoint = there
            r = desk.w.docket("check")
            if words not in r.out + r.err:
                raise Problem("docket check does not name %s: %s" % (words, (r.out + r.err)[-600:]))
        text = desk.w.docket("init", "chat", "discord").out
        discord.answer("POST", "/v10/applications/%s/guilds/%s/commands" % (chat_discord.APP, chat_discord.GUILD),
                       {"Authorization": "Bot " + chat_discord.TOKEN, "User-Agent": "DiscordBot (x)"},
                       re.search(r"-d '(\{.*?\})'", text, re.S).group(1).encode())
        r = desk.w.docket("check")
        if "/docket is registered" not in r.out + r.err:
            raise Problem("docket check after registration: %s" % (r.out + r.err)[-600:])


def trouble(h, options):
    """429 with a fraction, 5xx, an answer that is lost, a channel that is gone, a revoked token."""
    discord = chat_discord.Discord()
    where = "POST /v10/channels/%s/messages" % chat_discord.ROOM
    client(h, discord)
    with start(h, discord, "discord-trouble") as desk:
        link(desk, discord)
        discord.fail(where, (429, {"Retry-After": "1", "Content-Type": "application/json"},
                            b'{"retry_after":1.57,"global":false}'), (502, {}, b""), "drop")
        begun = time.time()
        desk.mail()
        desk.want(lambda: desk.w.rows("SELECT id FROM chat_out WHERE job IS NOT NULL AND posted LIKE ?",
                                      chat_discord.ROOM + "/%"), "no card after 429, 502 and a lost answer", 60)
        if time.time() - begun < 1.57:
            raise Problem("retry_after was not waited for: %s" % [(c[0], c[1][-40:], c[3]) for c in discord.calls[-9:]])
        if len(cards(discord)) != 1:
            raise Problem("%d cards: the lost answer was not known by its nonce" % len(cards(discord)))
        # a deferred answer whose token ended, a person who takes no messages: nobody else suffers
        discord.fail("PATCH /v10/channels", (403, {}, b'{"code":50001,"message":"Missing Access"}'))
        hears(desk, discord, "ACME-001", discord.command("accept ACME-001"), "no answer")
        desk.told("can't see that channel")
        discord.token_good = False
        hears(desk, discord, "ACME-001", discord.command("assign ACME-001 maya"), "answers need no token of the bot")
        desk.told("answered 401")


TESTS = [("chat/discord: discord-interactions and docket on the same bytes", verdicts, ALL),
         ("chat/discord: its client, the fake, and docket at work", work, ALL),
         ("chat/discord: when things go wrong", trouble, ALL)]
