"""
Microsoft's side of the Bot Framework, on loopback: keys, tokens, and a connector that hands on to the
Agents Playground. The Playground signs nothing; what it says reaches docket signed from here, as the
Bot Connector does, with a key of its own.
"""
import json
import time
import urllib.error
import urllib.parse
import urllib.request

from . import push

APP = "57627569-c120-42a1-9e6f-7cb4b96cc8ef"
TENANT = "ed6e6740-934d-4088-a05e-caa14d8d89ee"
SECRET = "a client secret"
ISSUER = "https://api.botframework.com"


class Front(push.Server):
    """docket: the port it listens on; playground: the Playground's."""

    def __init__(self, folder):
        super().__init__()
        self.key, self.web, self.rogue = (push.Rsa(folder, n) for n in ("k0", "k1", "k2"))
        self.playground = self.docket = None
        self.tokens, self.token_serial, self.secret = set(), 0, SECRET
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
        if path.startswith(("/_connector/v3/", "/v3/")):  # a region's address, and the one that is good for all
            return self._connector(method, "/_connector" + path.removeprefix("/_connector"), heads, body)
        self.wrong("nobody asks Microsoft for %s %s" % (method, path))
        return 404, {}

    def _token(self, heads, body):
        form = dict(urllib.parse.parse_qsl(body.decode()))
        if form.get("client_secret") != self.secret or form.get("client_id") != APP:
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
        status, out = push.post(self.docket, "/chat/teams", body, {"Authorization": "Bearer " + token})
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
