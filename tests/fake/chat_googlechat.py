"""
A strict Google Chat: token endpoint, published keys, Chat API and Pub/Sub, on loopback; and a sender
of events with Google's tokens. It is used only after Google's own client, @googleapis/chat, ran
against it in the same test run. What a client does wrong is answered as Google answers it and kept in
`problems`.
"""
import base64
import json
import re
import time
import urllib.parse

from . import push

CALLER = "chat@system.gserviceaccount.com"
PROJECT, SPACE, SUBSCRIPTION = "1234567890", "spaces/AAA", "projects/p/subscriptions/s"
ACCOUNT = "docket@p.iam.gserviceaccount.com"
MESSAGE_KEYS = {"text", "cardsV2", "fallbackText", "thread", "privateMessageViewer"}


class No(Exception):
    def __init__(self, code, status, text="no"):
        super().__init__(text)
        self.code, self.status = code, status


class Google(push.Server):
    def __init__(self, folder):
        super().__init__()
        self.key, self.rogue, self.account = (push.Rsa(folder, n) for n in ("k0", "k1", "sa1"))
        self.clock = time.time
        self.tokens, self.serial = set(), 0
        self.spaces = {SPACE: {}}
        self.members = {SPACE: {"117": "maya@harborpine.example", "118": "tom@harborpine.example"}}
        self.requests = {}  # requestId -> message
        self.queue, self.unacked = [], {}
        self.target = None
        self.refuse_grants = False

    # what the service account's key file holds
    def key_file(self):
        return json.dumps({"type": "service_account", "client_email": ACCOUNT, "private_key_id": "sa1",
                           "private_key": self.account.pem, "token_uri": self.base + "/token"}, indent=2)

    def answer(self, method, path, heads, body):
        url = urllib.parse.urlsplit(path)
        path, query = urllib.parse.unquote(url.path), dict(urllib.parse.parse_qsl(url.query))
        if path == "/service_accounts/v1/metadata/x509/" + CALLER:
            return 200, {"k0": self.key.certificate()}
        if path == "/oauth2/v3/certs":
            return 200, {"keys": [self.key.jwk()]}
        if path == "/token":
            return self._grant(body)
        try:
            if heads.get("Authorization", "")[7:] not in self.tokens:
                raise No(401, "UNAUTHENTICATED")
            return self._api(method, path, query, json.loads(body) if body else {}, len(body))
        except No as e:
            if e.code == 400:
                self.wrong("%s %s: %s" % (method, path, e))
            return e.code, {"error": {"code": e.code, "status": e.status, "message": str(e)}}

    def _grant(self, body):
        form = dict(urllib.parse.parse_qsl(body.decode()))
        token = form.get("assertion", "")
        if form.get("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer" or token.count(".") != 2:
            self.wrong("a grant of another kind: %s" % form.get("grant_type"))
            return 400, {"error": "unsupported_grant_type"}
        head, claims = (json.loads(base64.urlsafe_b64decode(x + "==")) for x in token.split(".")[:2])
        now = self.clock()
        good = head.get("alg") == "RS256" and self.account.verifies(token) and claims.get("iss") == ACCOUNT \
            and now - 600 < claims["iat"] < now + 600 and 0 < claims["exp"] - claims["iat"] <= 3600 \
            and "https://www.googleapis.com/auth/chat.bot" in claims["scope"].split()
        if not good or self.refuse_grants:
            return 400, {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}
        with self.lock:
            self.serial += 1
            self.tokens.add("at%d" % self.serial)
        return 200, {"access_token": "at%d" % self.serial, "expires_in": 3599, "token_type": "Bearer"}

    def _api(self, method, path, query, o, size):
        if path == "/v1/spaces" and method == "GET":
            return 200, {"spaces": [{"name": s} for s in self.spaces]}
        if path == "/v1/spaces:findDirectMessage":
            raise No(404, "NOT_FOUND")
        if path.startswith("/v1/projects/"):
            return self._pubsub(method, path, o)
        m = re.match(r"^/v1/(spaces/[^/]+)(?:/(messages|members)(?:/([^/]+))?)?$", path)
        if not m or m.group(1) not in self.spaces:
            raise No(404, "NOT_FOUND")
        space, what, name = m.groups()
        if what is None:
            return 200, {"name": space, "displayName": "Desk", "spaceType": "SPACE"}
        if what == "members":
            if name not in self.members[space]:
                raise No(404, "NOT_FOUND")
            return 200, {"name": "%s/members/%s" % (space, name), "state": "JOINED",
                         "member": {"name": "users/" + name, "type": "HUMAN"}}
        if size > 32000:
            raise No(400, "INVALID_ARGUMENT", "a message of %d bytes" % size)
        self.check(o)
        if method == "POST" and name is None:
            return 200, self._create(space, query, o)
        if method == "PATCH" and name in self.spaces[space]:
            mask = set(query.get("updateMask", "").split(","))
            if not mask or mask - {"text", "cardsV2"}:
                raise No(400, "INVALID_ARGUMENT", "updateMask %s" % mask)
            self.spaces[space][name].update({k: o.get(k) for k in mask})
            return 200, self.spaces[space][name]
        raise No(404, "NOT_FOUND")

    def _create(self, space, query, o):
        rid = query.get("requestId")
        if set(query) - {"requestId", "messageReplyOption", "messageId"}:
            raise No(400, "INVALID_ARGUMENT", "query %s" % query)
        if rid in self.requests:
            return self.requests[rid]
        thread = o.get("thread", {})
        with self.lock:
            self.serial += 1
            n = "m%d" % self.serial
        root = thread.get("name") or "%s/threads/%s" % (space, n)
        m = dict(o, name="%s/messages/%s" % (space, n), thread={"name": root}, createTime="2026")
        self.spaces[space][n] = m
        if rid:
            self.requests[rid] = m
        return m

    def check(self, o):
        if set(o) - MESSAGE_KEYS:
            raise No(400, "INVALID_ARGUMENT", "unknown fields %s" % (set(o) - MESSAGE_KEYS))
        if not o.get("text") and not o.get("cardsV2"):
            raise No(400, "INVALID_ARGUMENT", "an empty message")
        if "<users/all>" in o.get("text", ""):
            self.wrong("everybody is called")
        for c in o.get("cardsV2", []):
            self._card(c["card"])

    @staticmethod
    def _card(card):
        for s in card["sections"]:
            if not s["widgets"]:
                raise No(400, "INVALID_ARGUMENT", "a section without widgets")
            for w in s["widgets"]:
                if len(w) != 1 or next(iter(w)) not in ("textParagraph", "decoratedText", "buttonList", "textInput",
                                                        "selectionInput", "dateTimePicker"):
                    raise No(400, "INVALID_ARGUMENT", "a widget %s" % list(w))
                for b in w.get("buttonList", {}).get("buttons", []):
                    if len(b["onClick"]) != 1 or not b["text"]:
                        raise No(400, "INVALID_ARGUMENT", "a button %s" % b)

    def _pubsub(self, method, path, o):
        if not path.startswith("/v1/" + SUBSCRIPTION):
            raise No(404, "NOT_FOUND")
        if path.endswith(":pull"):
            if set(o) != {"maxMessages"}:
                raise No(400, "INVALID_ARGUMENT", "pull %s" % o)
            end = time.monotonic() + 2
            while not self.queue and time.monotonic() < end:
                time.sleep(0.05)
            got = []
            with self.lock:
                while self.queue and len(got) < o["maxMessages"]:
                    mid, data = self.queue.pop(0)
                    self.serial += 1
                    ack = "ack%d" % self.serial
                    self.unacked[ack] = (mid, data)
                    got.append({"ackId": ack, "message": {"messageId": mid, "data": base64.b64encode(data).decode()}})
            return 200, {"receivedMessages": got} if got else {}
        if path.endswith(":acknowledge"):
            for a in o["ackIds"]:
                self.unacked.pop(a, None)
            return 200, {}
        return 200, {"name": SUBSCRIPTION}

    def redeliver(self):
        """What nobody acknowledged comes again."""
        with self.lock:
            self.queue += self.unacked.values()
            self.unacked.clear()

    # -- events ---------------------------------------------------------------------------------
    def bearer(self, key=None, **more):
        now = int(self.clock())
        claims = {"iss": CALLER, "aud": PROJECT, "iat": now, "exp": now + 3600}
        claims.update(more)
        return {"Authorization": "Bearer " + (key or self.key).token(claims), "User-Agent": "Google-Dynamite"}

    def event(self, kind, message=None, thread=None, user="117", **more):
        with self.lock:
            self.serial += 1
            n = self.serial
        e = {"type": kind, "eventTime": "2026-11-21T00:00:00.%06dZ" % n, "space": {"name": SPACE, "type": "ROOM"},
             "user": {"name": "users/" + user, "displayName": "Somebody", "type": "HUMAN", "domainId": "dx",
                      "email": self.members[SPACE][user]}}
        if kind == "MESSAGE":
            text = message
            e["message"] = {"name": "%s/messages/in%d" % (SPACE, n), "text": "@docket " + text, "argumentText": " " + text,
                            "thread": {"name": thread or "%s/threads/in%d" % (SPACE, n)}, "sender": e["user"],
                            "annotations": [{"type": "USER_MENTION", "userMention": {"user": {"name": "users/1", "type": "BOT"}}}]}
        elif message:
            e["message"] = message
        e.update(more)
        return e

    def send(self, e, **heads):
        body = json.dumps(e).encode()
        status, out = push.post(self.target[0], self.target[1], body, dict(self.bearer(), **heads))
        got = json.loads(out) if out else {}
        if status == 200 and "text" in got:
            self.check({k: v for k, v in got.items() if k != "actionResponse"})
        return status, got

    def publish(self, e):
        with self.lock:
            self.serial += 1
            self.queue.append(("pm%d" % self.serial, json.dumps(e).encode()))

    def messages(self):
        return list(self.spaces[SPACE].values())
