"""
Microsoft Teams: botbuilder and docket judge the same bytes, and the Microsoft 365 Agents Playground
plays the client. The Playground signs nothing; what signs is the front between it and docket, as the
Bot Connector does, with a key of its own.
"""
import hashlib
import hmac
import json
import os
import re
import shutil
import time
import urllib.parse
import urllib.request

from desk import ALL, HERE, Desk, Secret, node, running, script
from fake.chat_teams import APP, SECRET, TENANT, Front
from fake.push import b64, post
from lib import proc
from lib.report import Skip
from lib.world import Problem

ROOM = "19:desk@thread.tacv2"
BOT = ("botbuilder@4.23", "botframework-connector@4.23")
PLAYGROUND = ("@microsoft/m365agentsplayground@0.2",)


def verdicts(h, options):
    """botbuilder and docket on the same bytes; docket refuses all that it refuses, and more."""
    folder = node(h, "botbuilder", *BOT)
    with desk_of(h, "teams-verdicts") as desk, \
            running(script(h, folder, "teams_botbuilder.cjs", APP=APP,
                           METADATA=desk.fake.base + "/v1/.well-known/openidconfiguration")) as bot:
        front = desk.fake
        port = int(bot.stdout.readline())
        now = int(time.time())
        service = front.base + "/_connector"
        plain = {"type": "typing", "id": "1", "channelId": "msteams", "serviceUrl": service,
                 "from": {"id": "29:x"}, "recipient": {"id": "28:" + APP}, "conversation": {"id": "a:1"}}
        web = dict(plain, channelId="webchat")
        hs = b64(b'{"alg":"HS256","kid":"k0"}') + "." + b64(json.dumps(front.claims()).encode())
        hs += "." + b64(hmac.new(front.key.pem.encode(), hs.encode(), hashlib.sha256).digest())
        good = front.key.token(front.claims())
        cases = [
            ("good", good, plain, 200, 200),
            ("expired 240 s ago", front.key.token(front.claims(exp=now - 240)), plain, 200, 200),
            ("expired 400 s ago", front.key.token(front.claims(exp=now - 400)), plain, 401, 401),
            ("from the future", front.key.token(front.claims(nbf=now + 600)), plain, 401, 401),
            ("wrong audience", front.key.token(front.claims(aud="other")), plain, 401, 401),
            ("wrong issuer", front.key.token(front.claims(iss="https://evil.example")), plain, 401, 401),
            ("another key", front.rogue.token(front.claims(), kid="k0"), plain, 401, 401),
            ("another service address", front.key.token(front.claims(serviceurl="https://evil.example")), plain, 401, 401),
            ("no service address", front.key.token(front.claims(serviceurl=None)), plain, 401, 401),
            ("alg none", b64(b'{"alg":"none","kid":"k0"}') + good[good.index("."):good.rindex(".") + 1],
             plain, 401, 401),
            ("HS256", hs, plain, 401, 401),
            ("an unknown key", front.key.token(front.claims(), kid="k9"), plain, 401, 401),
            ("not endorsed", front.web.token(front.claims()), plain, 401, 403),
            ("no header", None, plain, 401, 401),
            ("cut", good[:-1], plain, 401, 401),
            # where docket is stricter: anybody may write in a web chat
            ("a web chat, endorsed", front.web.token(front.claims()), web, 200, 403),
        ]
        for name, token, body, theirs, ours in cases:
            heads = {} if token is None else {"Authorization": "Bearer " + token}
            data = json.dumps(body).encode()
            got = (post(port, "/", data, heads)[0], post(desk.port, desk.path, data, heads)[0])
            want = (theirs, ours)
            if (got[0] < 300) != (theirs < 300) or got[1] != ours:
                raise Problem("%s: botbuilder and docket say %s, not %s; docket: %s" % (name, got, want, desk.log()))
        asked = len(front.done("GET /v1/.well-known/keys"))
        if asked > 3:
            raise Problem("the keys were asked for %d times" % asked)


def desk_of(h, name, kind=Desk):
    front = Front(os.path.join(h.scratch, name))
    desk = kind(h, name, {"name": "teams", "platform": "teams", "app": APP, "tenant": TENANT, "room": ROOM,
                          "api": front.base, "secret": Secret(SECRET)}, front, "https://docket.example", start=time.time())
    front.docket, front.clock = desk.port, lambda: desk.w.now / 1000
    return desk


CONFIG = """# yaml-language-server: $schema=https://aka.ms/teams-app-test-tool-config/0.1.0/config.schema.json
version: "0.1.0"
tenantId: {tenant}
bot:
  id: "28:{app}"
  name: docket
currentUser:
  id: "29:maya"
  name: Maya Lind
  userPrincipleName: maya@harborpine.example
  aadObjectId: 00000000-0000-0000-0000-0000000000020
  givenName: Maya
  surname: Lind
  email: maya@harborpine.example
users:
{users}
personalChat: {{id: "a:maya"}}
groupChat: {{id: "19:group@thread.v2", name: Group}}
team:
  id: "19:team@thread.tacv2"
  name: Desk
  aadGroupId: 00000000-0000-0000-0000-000000000031
  channels:
    - {{id: "{room}", name: General}}
"""


def people():
    team = [("tom", "Tom Reyes"), ("priya", "Priya Nair"), ("sam", "Sam Hale"), ("ann", "Ann Oak"), ("ben", "Ben Ash")]
    one = ('  - {id: "29:%s", name: %s, userPrincipleName: %s@harborpine.example, '
           'aadObjectId: 00000000-0000-0000-0000-%013d, givenName: %s, surname: %s, email: %s@harborpine.example}')
    users = "\n".join(one % (h, n, h, 21 + i, *n.split(), h) for i, (h, n) in enumerate(team))
    return CONFIG.format(tenant=TENANT, app=APP, room=ROOM, users=users)


def thread(message):
    """What begins with a message of the room."""
    return "%s;messageid=%s" % (ROOM, message)


class Playground:
    """The Microsoft 365 Agents Playground, without its browser."""

    def __init__(self, h, name, front):
        folder = node(h, "playground", *PLAYGROUND)
        self.front, self.port = front, proc.port()
        where = os.path.join(h.scratch, name + ".playground")
        shutil.rmtree(where, ignore_errors=True)
        os.makedirs(where)
        config = os.path.join(where, "config.yml")
        with open(config, "w") as f:
            f.write(people())
        self.log = open(os.path.join(where, "log"), "wb")
        self.p = proc.start(
            ["node", os.path.join(folder, "node_modules/@microsoft/m365agentsplayground/cli.js"), "--port", str(self.port),
             "-e", front.base + "/api/messages", "-c", "msteams", "--service-url", front.base + "/_connector",
             "--disable-telemetry"],
            env=h.env(TEAMSAPPTESTER_BROWSER="none", TEAMS_APP_TEST_TOOL_CONFIG_PATH=config, HOME=where,
                      NODE_OPTIONS="--require " + os.path.join(HERE, "loopback.cjs")),
            cwd=where, stdout=self.log, stderr=self.log)
        # It tries its port before it takes it, and goes elsewhere when somebody knocks meanwhile.
        self.port = proc.wait_for(self._listens, 60)
        if not self.port or not proc.wait_for(self._ready, 15):
            raise Skip("the Agents Playground does not start: %s" % open(self.log.name).read()[-300:])
        front.playground = self.port

    def _listens(self):
        with open(self.log.name) as f:
            m = re.search(r"^Listening on (\d+)$", f.read(), re.M)
        return int(m.group(1)) if m else None

    def _ready(self):
        try:
            with urllib.request.urlopen("http://127.0.0.1:%d/_internal/v1/testConfig" % self.port, timeout=5) as r:
                return ROOM in r.read().decode()
        except OSError:
            return False

    def _post(self, path, body):
        status, out = post(self.port, "/_conversation/v1" + path, json.dumps(body).encode(), {})
        if status != 200:
            raise Problem("the Playground refuses %s: %s %s" % (path, status, out[:300]))
        return json.loads(out) if out.strip() else None

    def says(self, text, where=ROOM, mention=True):
        """As the current user, the one person the Playground plays."""
        body = {"from": {"id": "29:maya"}, "text": ("<at>docket</at> " if mention else "") + text, "textFormat": "plain"}
        if mention:
            body["mentions"] = [{"mentioned": {"id": "28:" + APP}, "text": "<at>docket</at>"}]
        return self._post("/conversations/%s/messages" % urllib.parse.quote(where, safe=""), body)

    def presses(self, card, data):
        return self._post("/invoke", {"name": "adaptiveCard/action", "from": {"id": "29:maya"}, "conversation": {"id": thread(card)},
                                      "replyToId": card,
                                      "value": {"action": {"type": "Action.Execute", "verb": "docket", "data": data}}})

    def submits(self, card, data):
        return self._post("/submit", {"from": {"id": "29:maya"}, "conversation": {"id": thread(card)}, "replyToId": card, "value": data})

    def close(self):
        proc.stop(self.p)
        self.log.close()


class Story(Desk):
    """With the Playground before it."""
    pg = None

    def close(self):
        try:
            super().close()
        finally:
            if self.pg:
                self.pg.close()

    def hears(self, words, what, more=lambda c: True, after=0):
        """The newest message that holds these words, once there are more than `after` of them."""
        return self.want(lambda: [c for c in self.fake.said(words) if more(c)][after:], what)[-1]

    def posted(self, ref="ACME-001"):
        """The name Teams gave the job's card."""
        sql = "SELECT posted FROM chat_out WHERE job IS NOT NULL AND posted LIKE '%s|%%' ORDER BY id LIMIT 1" % ROOM
        return self.want(lambda: self.w.rows(sql), "the card has no name")[0][0].split("|")[1]

    def card(self, words):
        """The job's card as it stands, once it says so."""
        return self.hears(words, "the card does not say %s" % words, lambda c: "Action.Execute" in json.dumps(c[2]))

    @staticmethod
    def token(card, label):
        for x in card[2]["attachments"][0]["content"]["actions"]:
            if x["title"] == label:
                return x["data"]
        raise Problem("no button '%s' on %s" % (label, json.dumps(card[2])[:600]))

    def count(self, words):
        return len(self.fake.said(words))


def story(h, name):
    s = desk_of(h, name, Story)
    try:
        s.pg = Playground(h, name, s.fake)
    except BaseException:
        s.close()
        raise
    return s


def playground(h, options):
    """A request by mail, worked on from Teams: commands, buttons in both forms, the thread, one card."""
    with story(h, "teams-playground") as s:
        front, pg = s.fake, s.pg
        pg.says("mine")
        s.hears("no jobs", "no answer to a command")
        rows = s.w.rows("SELECT uid, how FROM chat_identity ORDER BY uid")
        if rows != [("29:maya", "address")]:
            raise Problem("who wrote is not known by the directory's address: %s" % rows)
        s.mail()
        card = s.card("Scoping")
        name = s.posted()
        got = pg.presses(name, s.token(card, "Accept"))
        if "ready" not in json.dumps(got):
            raise Problem("a pressed button was answered %s" % got)
        card = s.card("Ready")
        if card[0] != "PUT" or not card[1].endswith("/activities/" + name):
            raise Problem("the card was not changed in place: %s %s" % card[:2])
        again = pg.presses(name, s.token(card, "Details"))
        if again is None:
            raise Problem("no answer to a second button")
        pg.says("assign ACME-001 maya")
        s.card("In production")
        pg.says("submit ACME-001 https://files.example/v1")
        card = s.card("Internal review")
        # under the card; the Playground tells us only what names us
        pg.says("Please make the logo on the landing page bigger.", thread(name))
        s.want(lambda: s.w.rows("SELECT id FROM revision"), "words in the thread are no feedback")
        s.fine()
        if [c for c in front.calls if c[3] == 202]:
            raise Problem("Teams took a message without giving it a name")
        # the other form of a button
        pg.submits(name, s.token(s.card("Internal review"), "Details"))
        s.hears("files.example", "no answer to Action.Submit")
        # a long answer goes on in the thread, whole
        before = len(front.said())
        pg.says("help")
        s.hears("(1/", "help is not cut")
        s.want(lambda: [c for c in front.said()[before:] if re.search(r"\((\d+)/\1\)", json.dumps(c[2]))],
               "no end of help")
        posts = [c for c in front.calls if c[0] == "POST" and b"Action.Execute" in c[2] and b"ACME-001" in c[2]
                 and b"Accept" in c[2]]
        if len(posts) != 1:
            raise Problem("%d cards for one job" % len(posts))


def trouble(h, options):
    """429, 5xx, an answer that is lost, a revoked token, a refused secret, a room that is gone."""
    with story(h, "teams-trouble") as s:
        front, pg = s.fake, s.pg
        pg.says("mine")
        s.hears("no jobs", "no answer to a command")
        begun = time.time()
        front.fail("POST /_connector/v3/conversations", (429, {"Retry-After": "2"}, b"{}"))
        pg.says("mine")
        s.hears("no jobs", "nothing came after a 429", after=1)
        if time.time() - begun < 2:
            raise Problem("Retry-After was not waited for")
        front.fail("POST /_connector/v3/conversations", (503, {}, b"<html>"))
        pg.says("mine")
        s.hears("no jobs", "nothing came after a 503", after=2)
        # a token that was withdrawn after a while is asked for anew, once
        s.skip(3)
        front.revoke()
        pg.says("mine")
        s.hears("no jobs", "nothing came after the token was withdrawn", after=3)
        # the answer is lost: it may be there, so it is not said twice
        front.fail("POST /_connector/v3/conversations", "drop")
        pg.says("mine")
        s.hears("no jobs", "it never was sent", after=4)
        s.want(lambda: s.w.rows("SELECT id FROM chat_out WHERE state NOT IN ('sent', 'queued')"),
               "the lost answer is not settled")
        time.sleep(1)
        s.skip(30)
        time.sleep(2)
        if s.count("no jobs") != 5:
            raise Problem("%d answers to 5 questions" % s.count("no jobs"))
        # a room that is gone: a person is told
        front.fail("POST /_connector/v3/conversations", (404, {}, b'{"error":{"code":"ConversationNotFound"}}'))
        s.mail()
        s.told("ConversationNotFound")
        # and of a secret that is refused
        front.fail("/oauth2/", *[(401, {}, b'{"error":"invalid_client"}')] * 50)
        front.revoke()
        s.skip(70)
        pg.says("mine")
        s.told("invalid_client")


TESTS = [("chat/teams: botbuilder and docket on the same bytes", verdicts, ALL),
         ("chat/teams: the Agents Playground", playground, ALL),
         ("chat/teams: the Agents Playground when things go wrong", trouble, ALL)]
