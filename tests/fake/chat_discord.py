"""
A strict Discord: the REST API that bots use and a sender of signed interactions, on loopback. It is
used only after @discordjs/rest, the best known client, ran against it in the same test run. What a
client does wrong is answered as Discord answers it and kept in `problems`.
"""
import json
import os
import subprocess
import tempfile
import time
import urllib.parse

from . import push

APP, GUILD, ROOM, TOKEN = "1457469483726668048", "1457468924290662599", "1459213904352645277", "b0t.t0ken"
EPOCH = 1420070400000
MESSAGE_KEYS = {"content", "embeds", "components", "allowed_mentions", "flags", "nonce", "enforce_nonce", "message_reference",
                "tts", "attachments"}


class No(Exception):
    def __init__(self, status, code, text="no"):
        super().__init__(text)
        self.status, self.body = status, {"code": code, "message": text}


def units(text):
    return len(text.encode("utf-16-le")) // 2


class Key:
    """Ed25519 by openssl, as Python has none of its own."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="discord-")
        self.pem = os.path.join(self.folder, "key.pem")
        self._run("genpkey", "-algorithm", "ed25519", "-out", self.pem)
        self.public = self._run("pkey", "-in", self.pem, "-pubout", "-outform", "DER")[-32:].hex()

    @staticmethod
    def _run(*argv):
        return subprocess.run(("openssl",) + argv, check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE).stdout

    def sign(self, data):
        path = os.path.join(self.folder, "data.%d" % id(data))
        with open(path, "wb") as f:
            f.write(data)
        try:
            return self._run("pkeyutl", "-sign", "-rawin", "-inkey", self.pem, "-in", path).hex()
        finally:
            os.unlink(path)


class Discord(push.Server):
    def __init__(self):
        super().__init__()
        self.key, self.other = Key(), Key()
        self.clock = time.time
        self.target = None  # (port, path) of the endpoint
        self.endpoint = None
        self.commands, self.channels, self.dms = [], {ROOM: {}}, {}
        self.closed_dms, self.token_good = set(), True
        self.interactions, self.serial = {}, 0
        self.pings = []  # of everybody or anybody, by what somebody wrote

    @property
    def api(self):
        return self.base + "/v10"

    def snowflake(self):
        with self.lock:
            self.serial += 1
            return str(((int(self.clock() * 1000) - EPOCH) << 22) | self.serial)

    # -- the API --------------------------------------------------------------------------------
    def answer(self, method, path, heads, body):
        path = urllib.parse.urlsplit(path).path
        parts = [urllib.parse.unquote(p) for p in path.split("/")[1:]]
        try:
            if parts[:1] != ["v10"]:
                raise No(404, 0)
            if parts[1] == "webhooks":
                return self._webhook(method, parts[2:], self._json(body))
            if heads.get("Authorization") != "Bot " + TOKEN or not self.token_good:
                return 401, {"message": "401: Unauthorized", "code": 0}
            if not heads.get("User-Agent", "").startswith("DiscordBot ("):
                self.wrong("a User-Agent that Discord's gate turns away: %r" % heads.get("User-Agent"))
            return self._bot(method, parts[1:], self._json(body))
        except No as e:
            if e.status == 400:
                self.wrong("%s %s: %s" % (method, path, e))
            return e.status, e.body

    @staticmethod
    def _json(body):
        try:
            return json.loads(body) if body else {}
        except ValueError:
            raise No(400, 50109, "no JSON") from None

    def _bot(self, method, p, o):
        if (method, p) == ("GET", ["applications", "@me"]):
            return 200, {"id": APP, "name": "docket", "verify_key": self.key.public,
                         "interactions_endpoint_url": self.endpoint}
        if p[:2] == ["applications", APP] and p[-1] == "commands":
            if method == "POST":
                self._command(o)
                self.commands = [c for c in self.commands if c["name"] != o["name"]] + [dict(o, id=self.snowflake())]
                return 201, self.commands[-1]
            return 200, self.commands
        if (method, p) == ("POST", ["users", "@me", "channels"]):
            if o.get("recipient_id") in self.closed_dms:
                raise No(403, 50007, "Cannot send messages to this user")
            dm = self.dms.setdefault(o["recipient_id"], self.snowflake())
            self.channels.setdefault(dm, {})
            return 200, {"id": dm, "type": 1}
        if p[0] == "channels" and p[1] not in self.channels:
            raise No(404, 10003, "Unknown Channel")
        if method == "GET" and len(p) == 2:
            return 200, {"id": p[1], "name": "desk", "type": 0, "guild_id": GUILD}
        if method == "POST" and p[2:] == ["messages"]:
            return 200, self._post(p[1], o)
        if method == "PATCH" and len(p) == 4:
            if p[3] not in self.channels[p[1]]:
                raise No(404, 10008, "Unknown Message")
            self._check(o)
            self.channels[p[1]][p[3]].update(o)
            return 200, self.channels[p[1]][p[3]]
        raise No(404, 0, "404: Not Found")

    @staticmethod
    def _command(o):
        if not o.get("name") or len(o.get("description", "")) not in range(1, 101):
            raise No(400, 50035, "Invalid Form Body: command")
        for x in o.get("options", []):
            # STRING, ATTACHMENT; the length is a string's alone
            if x["type"] not in (3, 11) or len(x["description"]) not in range(1, 101) or (
                    x["type"] != 3 and "max_length" in x):
                raise No(400, 50035, "Invalid Form Body: option")

    def _post(self, channel, o):
        self._check(o)
        nonce = o.get("nonce")
        if nonce is not None and len(str(nonce)) > 25:
            raise No(400, 50035, "Invalid Form Body: nonce")
        if nonce is None or not o.get("enforce_nonce"):
            self.wrong("a post that could not be repeated harmlessly")
        else:
            for m in self.channels[channel].values():
                if m.get("nonce") == nonce:
                    return m
        ref = o.get("message_reference")
        if ref and ref["message_id"] not in self.channels[channel] and ref.get("fail_if_not_exists", True):
            raise No(400, 50035, "Unknown message")
        m = dict(o, id=self.snowflake(), channel_id=channel)
        self.channels[channel][m["id"]] = m
        return m

    def _check(self, o):
        unknown = set(o) - MESSAGE_KEYS
        if unknown:
            raise No(400, 50035, "Invalid Form Body: %s" % unknown)
        if units(o.get("content", "")) > 2000:
            raise No(400, 50035, "Must be 2000 or fewer in length.")
        if not (o.get("content") or o.get("embeds") or o.get("components")):
            raise No(400, 50006, "Cannot send an empty message")
        if o.get("allowed_mentions") != {"parse": []}:
            self.wrong("a message that may ping: %r" % o.get("allowed_mentions"))
        total = 0
        for e in o.get("embeds", []):
            for f in e.get("fields", []):
                if not 0 < units(f["name"]) <= 256 or not 0 < units(f["value"]) <= 1024:
                    raise No(400, 50035, "Invalid Form Body: field")
                total += units(f["name"]) + units(f["value"])
        if total > 6000 or len(o.get("embeds", [])) > 10:
            raise No(400, 50035, "Embed size exceeds maximum size of 6000")
        self._components(o.get("components", []))

    @staticmethod
    def _components(rows):
        seen = set()
        if len(rows) > 5:
            raise No(400, 50035, "too many rows")
        for row in rows:
            if row["type"] != 1 or not 1 <= len(row["components"]) <= 5:
                raise No(400, 50035, "a row")
            for b in row["components"]:
                if b["type"] != 2 or b["style"] not in (1, 2, 3, 4, 5) or not 0 < units(b["label"]) <= 80:
                    raise No(400, 50035, "a button")
                if (b["style"] == 5) != ("url" in b) or ("url" in b) == ("custom_id" in b):
                    raise No(400, 50035, "a link or a button")
                if "custom_id" in b and (not 0 < len(b["custom_id"]) <= 100 or b["custom_id"] in seen):
                    raise No(400, 50035, "custom_id")
                seen.add(b.get("custom_id"))

    # -- interactions ---------------------------------------------------------------------------
    def _webhook(self, method, p, o):
        i = self.interactions.get(p[1]) if p[0] == APP else None
        if i is None:
            raise No(404, 10015, "Unknown Webhook")
        if self.clock() - i["at"] > 900:
            raise No(401, 50027, "Invalid Webhook Token")
        if i["answer"] is None:
            raise No(404, 10015, "Unknown Webhook")
        self._check(o)
        if (method, p[2:]) == ("PATCH", ["messages", "@original"]):
            if i["original"] is None:
                raise No(404, 10008, "Unknown Message")
            i["original"].update(o)
            i["seen"].append(o)
            return 200, i["original"]
        if (method, p[2:]) == ("POST", []):
            m = dict(o, id=self.snowflake(), channel_id=i["channel"])
            i["seen"].append(m)
            return 200, m
        raise No(404, 0)

    def signed(self, body, stamp=None, key=None):
        stamp = str(int(self.clock())) if stamp is None else stamp
        return {"X-Signature-Timestamp": stamp, "X-Signature-Ed25519": (key or self.key).sign(stamp.encode() + body)}

    def interaction(self, kind, data, user="1033044521375764530", channel=ROOM, message=None, thread=None):
        i = {"id": self.snowflake(), "application_id": APP, "type": kind, "data": data, "guild_id": GUILD,
             "token": "tk%s" % self.snowflake(), "version": 1, "channel_id": thread or channel,
             "channel": {"id": thread or channel, "type": 11 if thread else 0, "parent_id": channel if thread else None},
             "member": {"user": {"id": user, "username": "u" + user[-4:], "global_name": "Somebody"}, "roles": []}}
        if message:
            i["message"] = {"id": message, "channel_id": channel}
        return i

    def send(self, i, body=None):
        """(status, the answer); what it shows is kept with the interaction."""
        body = body or json.dumps(i).encode()
        kept = {"at": self.clock(), "answer": None, "original": None, "seen": [], "channel": i.get("channel_id")}
        self.interactions.setdefault(i.get("token"), kept)
        kept = self.interactions[i.get("token")]
        begun = time.monotonic()
        status, out = push.post(self.target[0], self.target[1], body, self.signed(body))
        if time.monotonic() - begun > 3:
            self.wrong("an answer after %.1f s: the token is dead" % (time.monotonic() - begun))
        if status != 200:
            return status, None
        a = json.loads(out)
        self._first(i, a, kept)
        return status, a

    def _first(self, i, a, kept):
        if i["type"] == 1:
            if a != {"type": 1}:
                self.wrong("a ping is answered %s" % a)
            return
        if a["type"] not in ((4, 5, 9) if i["type"] == 2 else (4, 5, 6, 7) if i["type"] == 5 else (4, 5, 6, 7, 9)):
            self.wrong("an answer of type %s to an interaction of type %s" % (a["type"], i["type"]))
        data = a.get("data", {})
        if a["type"] in (4, 7):
            self._check(data)
            kept["seen"].append(data)
        if a["type"] == 9:
            self._modal(data)
        if a["type"] in (6, 7):
            kept["original"] = self.channels[i["message"]["channel_id"]].get(i["message"]["id"])
            if a["type"] == 7:
                kept["original"].update(data)
        else:
            kept["original"] = dict(data, id=self.snowflake(), channel_id=i["channel_id"])
        kept["answer"] = a

    def _modal(self, o):
        if not 0 < units(o["title"]) <= 45 or not 0 < len(o["custom_id"]) <= 100 or not 1 <= len(o["components"]) <= 5:
            self.wrong("a modal: %s" % json.dumps(o)[:200])
        for x in o["components"]:
            c = x.get("component", {})
            if x["type"] != 18 or not 0 < units(x["label"]) <= 45 or c.get("type") not in (3, 4):
                self.wrong("a modal's line: %s" % x)

    def command(self, words, **more):
        options = [{"type": 3, "name": "words", "value": words}] if words else []
        i = self.interaction(2, {"id": "1", "type": 1, "name": "docket", "options": options}, **more)
        status, a = self.send(i)
        return self.interactions[i["token"]] if status == 200 else status

    def press(self, message, custom_id, **more):
        i = self.interaction(3, {"component_type": 2, "custom_id": custom_id}, message=message, **more)
        status, a = self.send(i)
        return self.interactions[i["token"]] if status == 200 else status

    def messages(self, channel=ROOM):
        return list(self.channels.get(channel, {}).values())
