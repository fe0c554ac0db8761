"""
Microsoft Teams: botbuilder and docket judge the same bytes, and the Microsoft 365 Agents Playground
plays the client. The Playground signs nothing; what signs is the front between it and docket, as the
Bot Connector does, with a key of its own.
"""
import json
import os
import re
import shutil
import sys
import time
import urllib.parse
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from chat import push_lib  # noqa: E402
from lib import mails, proc, world  # noqa: E402
from lib.report import Skip  # noqa: E402
from lib.world import Problem  # noqa: E402

APP = "57627569-c120-42a1-9e6f-7cb4b96cc8ef"
TENANT = "ed6e6740-934d-4088-a05e-caa14d8d89ee"
SECRET = "a client secret"
ISSUER = "https://api.botframework.com"
ROOM = "19:desk@thread.tacv2"
BOT = ("botbuilder@4.23", "botframework-connector@4.23")
PLAYGROUND = ("@microsoft/m365agentsplayground@0.2",)
ALL = ("test", "san")


class Front(push_lib.Server):
    """Microsoft's side of the Bot Framework: keys, tokens, the connector (which is the Playground)."""

    def __init__(self, folder):
        super().__init__()
        self.key, self.web, self.rogue = (push_lib.Rsa(folder, n) for n in ("k0", "k1", "k2"))
        self.playground = self.docket = None
        self.tokens, self.token_serial = set(), 0
        self.clock = time.time

    def claims(self, **more):
        now = int(self.clock())
        c = {"iss": ISSUER, "aud": APP, "nbf": now - 60, "exp": now + 3600, "serviceurl": self.base + "/_connector"}
        c.update(more)
        return {k: v for k, v in c.items() if v is not None}

    def answer(self, method, path, heads, body):
        if path == "/v1/.well-known/openidconfiguration":
            return 200, {"issuer": ISSUER, "jwks_uri": self.base + "/v1/.well-known/keys",
                         "id_token_signing_alg_values_supported": ["RS256"]}
        if path == "/v1/.well-known/keys":
            return 200, {"keys": [self.key.jwk(["msteams"]), self.web.jwk(["webchat"])]}
        if path == "/%s/oauth2/v2.0/token" % TENANT:
            return self._token(heads, body)
        if path == "/api/messages":
            return self._deliver(body)
        if path.startswith("/_connector/"):
            return self._connector(method, path, heads, body)
        self.wrong("nobody asks Microsoft for %s %s" % (method, path))
        return 404, {}

    def _token(self, heads, body):
        form = dict(urllib.parse.parse_qsl(body.decode()))
        if form.get("client_secret") != SECRET or form.get("client_id") != APP:
            return 401, {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret."}
        if form.get("grant_type") != "client_credentials" or form.get("scope") != "https://api.botframework.com/.default":
            self.wrong("a token is asked for with %s" % form)
        with self.lock:
            self.token_serial += 1
            token = "at%d" % self.token_serial
            self.tokens.add(token)
        return 200, {"token_type": "Bearer", "expires_in": 3600, "access_token": token}

    def revoke(self):
        with self.lock:
            self.tokens.clear()

    def _deliver(self, body):
        activity = json.loads(body)
        token = self.key.token(self.claims(serviceurl=activity.get("serviceUrl")))
        status, out = push_lib.post(self.docket, "/chat/teams", body, {"Authorization": "Bearer " + token})
        return status, out

    def _connector(self, method, path, heads, body):
        if heads.get("Authorization", "")[7:] not in self.tokens:
            return 401, {"error": {"code": "Unauthorized"}}
        if method != "GET":
            self._strict(path, body)
        q = urllib.request.Request("http://127.0.0.1:%d%s" % (self.playground, path), body or None, method=method,
                                   headers={"Content-Type": "application/json", "Authorization": "Bearer x"})
        try:
            with urllib.request.urlopen(q, timeout=20) as r:
                return r.status, r.read()
        except urllib.error.HTTPError as e:
            return e.code, e.read()

    def _strict(self, path, body):
        if len(body) > 20480:
            self.wrong("an activity of %d bytes" % len(body))
        if path.endswith("/v3/conversations"):
            return
        a = json.loads(body)
        if a.get("text"):
            self.wrong("text beside a card makes two messages")
        for x in a.get("attachments", []):
            if x["contentType"] != "application/vnd.microsoft.card.adaptive" or x["content"]["version"] != "1.4":
                self.wrong("an attachment of another kind: %s" % x)

    def said(self, words=None):
        """(activity's id, text of all its runs, card) of everything posted."""
        out = []
        for method, path, body, status, _ in list(self.calls):
            if "/activities" in path and method in ("POST", "PUT") and status < 300:
                a = json.loads(body)
                text = json.dumps(a, ensure_ascii=False)
                if words is None or words in text:
                    out.append((method, path, a))
        return out


def verdicts(h, options):
    """botbuilder and docket on the same bytes; docket refuses all that it refuses, and more."""
    folder = push_lib.node(h, "botbuilder", BOT)
    front = Front(os.path.join(h.scratch, "teams-verdicts"))
    desk = bot = None
    try:
        desk = push_lib.Desk(h, "teams-verdicts", entry(front), {"secret": SECRET})
        bot = push_lib.script(h, folder, "teams_botbuilder.cjs", APP=APP,
                              METADATA=front.base + "/v1/.well-known/openidconfiguration")
        port = int(bot.stdout.readline())
        now = int(time.time())
        service = front.base + "/_connector"
        plain = {"type": "typing", "id": "1", "channelId": "msteams", "serviceUrl": service,
                 "from": {"id": "29:x"}, "recipient": {"id": "28:" + APP}, "conversation": {"id": "a:1"}}
        web = dict(plain, channelId="webchat")
        hs = push_lib.b64(b'{"alg":"HS256","kid":"k0"}') + "." + push_lib.b64(json.dumps(front.claims()).encode())
        import hashlib
        import hmac
        hs += "." + push_lib.b64(hmac.new(front.key.pem.encode(), hs.encode(), hashlib.sha256).digest())
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
            ("alg none", push_lib.b64(b'{"alg":"none","kid":"k0"}') + good[good.index("."):good.rindex(".") + 1],
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
            got = (push_lib.post(port, "/", data, heads)[0], push_lib.post(desk.port, desk.path, data, heads)[0])
            want = (theirs, ours)
            if (got[0] < 300) != (theirs < 300) or got[1] != ours:
                raise Problem("%s: botbuilder and docket say %s, not %s; docket: %s" % (name, got, want, desk.log()))
        asked = len(front.done("GET /v1/.well-known/keys"))
        if asked > 3:
            raise Problem("the keys were asked for %d times" % asked)
        push_lib.fine(front)
    finally:
        if bot:
            proc.stop(bot)
        if desk:
            desk.close()
        front.close()


def entry(front):
    return {"name": "teams", "platform": "teams", "app": APP, "tenant": TENANT, "room": ROOM, "api": front.base}


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
        folder = push_lib.node(h, "playground", PLAYGROUND)
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
                      NODE_OPTIONS="--require " + os.path.join(push_lib.HERE, "loopback.cjs")),
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
        status, out = push_lib.post(self.port, "/_conversation/v1" + path, json.dumps(body).encode(), {})
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


BRIEF = """Hi team,

Deliverable: landing page for the spring sale
Objective: 500 bookings for the spring tour
Audience: hikers between 25 and 40
Deadline: 28 May 2027
Offer: 20 % off all tents until 7 June
Approver: Jane Doe

Best regards
Jane"""


def request(desk, n=1):
    """A client's mail, which makes a job."""
    w = desk.w
    w.put(mails.compose([("From", "Jane Doe <jane@acme.example>"), ("To", world.INTAKE), ("Subject", "Spring sale %d" % n),
                         ("Date", mails.date_of(w.now, w.zone)), ("Message-ID", "<teams.%d@acme.example>" % n)], BRIEF),
          "jane@acme.example")


class Story:
    def __init__(self, h, name):
        self.front = Front(os.path.join(h.scratch, name))
        self.desk = self.pg = None
        try:
            self.desk = push_lib.Desk(h, name, entry(self.front), {"secret": SECRET})
            self.front.docket = self.desk.port
            self.front.clock = lambda: self.desk.w.now / 1000
            self.pg = Playground(h, name, self.front)
        except BaseException:
            self.close()
            raise

    def close(self):
        try:
            if self.desk:
                self.desk.close()
        finally:
            if self.pg:
                self.pg.close()
            self.front.close()

    def hears(self, words, what, more=lambda c: True, after=0):
        """The newest message that holds these words, once there are more than `after` of them."""
        return push_lib.until(what, lambda: [c for c in self.front.said(words) if more(c)][after:], self.desk, self.front)[-1]

    def posted(self, ref="ACME-001"):
        """The name Teams gave the job's card."""
        sql = "SELECT posted FROM chat_out WHERE job IS NOT NULL AND posted LIKE '%s|%%' ORDER BY id LIMIT 1" % ROOM
        return push_lib.until("the card has no name", lambda: self.desk.w.rows(sql), self.desk)[0][0].split("|")[1]

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
        return len(self.front.said(words))


def playground(h, options):
    """A request by mail, worked on from Teams: commands, buttons in both forms, the thread, one card."""
    s = Story(h, "teams-playground")
    try:
        front, pg, desk = s.front, s.pg, s.desk
        pg.says("mine")
        s.hears("no jobs", "no answer to a command")
        rows = desk.w.rows("SELECT uid, how FROM chat_identity ORDER BY uid")
        if rows != [("29:maya", "address")]:
            raise Problem("who wrote is not known by the directory's address: %s" % rows)
        request(desk)
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
        push_lib.until("words in the thread are no feedback", lambda: desk.w.rows("SELECT id FROM revision"), desk, front)
        push_lib.fine(front)
        if [c for c in front.calls if c[3] == 202]:
            raise Problem("Teams took a message without giving it a name")
        # the other form of a button
        pg.submits(name, s.token(s.card("Internal review"), "Details"))
        s.hears("files.example", "no answer to Action.Submit")
        # a long answer goes on in the thread, whole
        before = len(front.said())
        pg.says("help")
        s.hears("(1/", "help is not cut")
        push_lib.until("no end of help", lambda: [c for c in front.said()[before:] if re.search(r"\((\d+)/\1\)", json.dumps(c[2]))],
                       desk, front)
        posts = [c for c in front.calls if c[0] == "POST" and b"Action.Execute" in c[2] and b"ACME-001" in c[2]
                 and b"Accept" in c[2]]
        if len(posts) != 1:
            raise Problem("%d cards for one job" % len(posts))
        push_lib.fine(front)
    finally:
        s.close()


def trouble(h, options):
    """429, 5xx, an answer that is lost, a revoked token, a refused secret, a room that is gone."""
    s = Story(h, "teams-trouble")
    try:
        front, pg, desk = s.front, s.pg, s.desk
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
        desk.skip(3)
        front.revoke()
        pg.says("mine")
        s.hears("no jobs", "nothing came after the token was withdrawn", after=3)
        # the answer is lost: it may be there, so it is not said twice
        front.fail("POST /_connector/v3/conversations", "drop")
        pg.says("mine")
        s.hears("no jobs", "it never was sent", after=4)
        push_lib.until("the lost answer is not settled",
                       lambda: desk.w.rows("SELECT id FROM chat_out WHERE state NOT IN ('sent', 'queued')"), desk, front)
        time.sleep(1)
        desk.skip(30)
        time.sleep(2)
        if s.count("no jobs") != 5:
            raise Problem("%d answers to 5 questions" % s.count("no jobs"))
        # a room that is gone: a person is told
        front.fail("POST /_connector/v3/conversations", (404, {}, b'{"error":{"code":"ConversationNotFound"}}'))
        request(desk)
        push_lib.until("nobody is told of a room that is gone", lambda: "chat.trouble" in desk.w.errors(), desk, front)
        # and of a secret that is refused
        front.fail("/oauth2/", *[(401, {}, b'{"error":"invalid_client"}')] * 50)
        front.revoke()
        desk.skip(70)
        pg.says("mine")
        push_lib.until("nobody is told of a refused secret", lambda: "invalid_client" in desk.w.errors(), desk, front)
        push_lib.fine(front)
    finally:
        s.close()


TESTS = [("chat/teams: botbuilder and docket on the same bytes", verdicts, ALL),
         ("chat/teams: the Agents Playground", playground, ALL),
         ("chat/teams: the Agents Playground when things go wrong", trouble, ALL)]
