"""
A strict Rocket.Chat: the part of REST v1 that docket uses, and its outgoing webhook with the retries of
its trigger handler (an empty 200 is a failure, 410 switches the integration off). No official client can
be installed here from npm (a dependency of @rocket.chat/api-client is not published), so nothing but its
documentation and source has been held against it.
"""
import json
import random
import re
import string
import time

from fake.chat_rest import Refuse, Rest

TOKEN, HOOK = "r0cket-personal-access-token", "R0cketHookToken0123456"
_rng = random.Random(11)


def new_id():
    return "".join(_rng.choice(string.ascii_letters + string.digits) for _ in range(17))


def fault(status, kind, text="x"):
    return Refuse(status, {"success": False, "error": "%s [%s]" % (text, kind), "errorType": kind})


def iso(ms):
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(ms / 1000)) + ".%03dZ" % (ms % 1000)


class RocketChat(Rest):
    def __init__(self):
        super().__init__()
        self.users, self.rooms, self.messages = {}, {}, {}
        self.deleted = []
        self.enabled, self.hooks = False, 0  # of the outgoing webhook
        self.token = TOKEN
        self.bot = self.user("docket", "docket@localhost", type="bot", roles=["bot", "user"])

    # -- the world --------------------------------------------------------------------------------
    def user(self, name, email, **more):
        u = dict({"_id": new_id(), "username": name, "name": name.title(), "type": "user", "roles": ["user"],
                  "active": True, "emails": [{"address": email, "verified": True}]}, **more)
        self.users[u["_id"]] = u
        return u["_id"]

    def room(self, name, members, kind="c"):
        rid = "".join(sorted(members)) if kind == "d" else new_id()
        self.rooms[rid] = {"_id": rid, "t": kind, "name": name, "lm": None, "members": set(members), "archived": False,
                           "uids": list(members)}
        return rid

    def direct(self, a, b):
        rid = "".join(sorted((a, b)))
        return rid if rid in self.rooms else self.room("", (a, b), "d")

    def add(self, user, rid, text, tmid=None, id_=None):
        now = self.now()
        m = {"_id": id_ or new_id(), "rid": rid, "msg": text, "ts": iso(now), "_updatedAt": iso(now), "at": now,
             "updated": now, "u": {k: self.users[user][k] for k in ("_id", "username", "name")}}
        if tmid:
            m["tmid"] = tmid
        self.messages[m["_id"]] = m
        self.rooms[rid]["lm"] = iso(now)
        return m

    def say(self, user, rid, text, tmid=None):
        """A person writes; the webhook tells docket, again and again until it is content."""
        with self.lock:
            m = self.add(user, rid, text, tmid)
        return self.tell(m)

    def edit(self, m, text):
        with self.lock:
            m.update(msg=text, editedAt=iso(self.now()), _updatedAt=iso(self.now()), updated=self.now())
        return self.tell(m, edited=True)

    def tell(self, m, edited=False, tries=3):
        if not self.enabled:
            return None
        body = {"token": HOOK, "bot": False, "channel_id": m["rid"],
                "channel_name": self.rooms[m["rid"]]["name"] or None, "message_id": m["_id"], "timestamp": m["ts"],
                "user_id": m["u"]["_id"], "user_name": m["u"]["username"], "text": m["msg"], "siteUrl": self.base}
        if m.get("tmid"):
            body["tmid"] = m["tmid"]
        if edited:
            body["isEdited"] = True
        for _ in range(tries):
            status, heads, text = self.send(json.dumps(body), "application/json")
            self.hooks += 1
            if status == 410:
                self.enabled = False
                self.problem("410: the integration is off for good")
                return status
            if status == 200 and text:
                if json.loads(text) != {}:
                    self.problem("the webhook's answer is posted as somebody else: %s" % text[:100])
                return status
            if status == 200:
                self.problem("an empty 200 counts as a failure and is sent again")
            if status == 500:
                return status
        return status

    def of(self, rid):
        return sorted((m for m in self.messages.values() if m["rid"] == rid), key=lambda m: m["at"])

    def out(self, m):
        return {k: v for k, v in m.items() if k not in ("at", "updated")}

    # -- REST -------------------------------------------------------------------------------------
    def route(self, method, path, query, body, heads):
        if heads.get("X-Auth-Token") != self.token or heads.get("X-User-Id") != self.bot:
            raise Refuse(401, {"status": "error", "message": "You must be logged in to do this."})
        for verb, want, do in self.ROUTES:
            if path == "/api/v1/" + want and verb == method:
                return 200, dict(do(self, query, body or {}), success=True)
        self.problem("%s %s is no call of the API" % (method, path))
        raise Refuse(404, {"success": False, "error": "unknown"})

    def me(self, query, body):
        return self.users[self.bot]

    def users_info(self, query, body):
        u = self.users.get(query.get("userId"))
        if u is None:
            raise fault(400, "error-invalid-user")
        return {"user": u}

    def entered(self, rid):
        r = self.rooms.get(rid)
        if r is None or self.bot not in r["members"]:
            raise fault(400, "error-room-not-found")
        return r

    def rooms_info(self, query, body):
        return {"room": {k: v for k, v in self.entered(query.get("roomId")).items() if k != "members"}}

    def rooms_get(self, query, body):
        got = [{k: v for k, v in r.items() if k != "members" and v is not None}
               for r in self.rooms.values() if self.bot in r["members"]]
        return {"update": got, "remove": []}

    def sync(self, query, body):
        self.entered(query.get("roomId"))
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", query.get("lastUpdate", "")):
            raise fault(400, "error-roomId-param-invalid")
        since = query["lastUpdate"].rstrip("Z")
        return {"result": {"updated": [self.out(m) for m in self.of(query["roomId"]) if m["_updatedAt"] > since],
                           "deleted": [{"_id": i, "_deletedAt": t} for i, r, t in self.deleted
                                       if r == query["roomId"] and t > since]}}

    def writable(self, r):
        if r["archived"]:
            raise fault(400, "room_is_archived")

    def checked(self, text):
        if not text:
            raise fault(400, "error-invalid-message")
        if len(text) > 5000:
            raise fault(400, "error-message-size-exceeded")
        if re.search(r"(?<!\w)@(all|here)\b", re.sub(r"```.*?```", "", text, flags=re.S)):
            self.problem("a message pings everybody: %s" % text[:100])

    def send_message(self, query, body):
        m = body.get("message") or {}
        for k in m:
            if k not in ("_id", "rid", "tmid", "msg", "parseUrls", "alias", "emoji", "avatar", "attachments"):
                self.problem("a message has no field '%s'" % k)
        r = self.entered(m.get("rid"))
        self.writable(r)
        self.checked(m.get("msg"))
        if m.get("tmid") and m["tmid"] not in self.messages:
            raise fault(400, "error-invalid-message")
        if m.get("_id") in self.messages:
            return {"message": self.out(self.messages[m["_id"]])}
        return {"message": self.out(self.add(self.bot, r["_id"], m["msg"], m.get("tmid"), m.get("_id")))}

    def post_message(self, query, body):
        for k in body:
            if k not in ("channel", "roomId", "text", "tmid", "parseUrls", "attachments", "alias"):
                self.problem("chat.postMessage has no field '%s'" % k)
        to = body.get("channel") or ""
        who = [u for u in self.users.values() if to.startswith("@") and to[1:] in (u["_id"], u["username"])]
        if not who:
            raise fault(400, "invalid-channel")
        self.checked(body.get("text"))
        rid = self.direct(self.bot, who[0]["_id"])
        return {"message": self.out(self.add(self.bot, rid, body["text"])), "channel": rid}

    def update(self, query, body):
        m = self.messages.get(body.get("msgId"))
        if m is None or m["rid"] != body.get("roomId"):
            raise fault(400, "error-invalid-message")
        if m["u"]["_id"] != self.bot:
            raise fault(400, "error-action-not-allowed")
        self.writable(self.rooms[m["rid"]])
        self.checked(body.get("text"))
        m.update(msg=body["text"], editedAt=iso(self.now()), _updatedAt=iso(self.now()), updated=self.now())
        return {"message": self.out(m)}

    def get_message(self, query, body):
        m = self.messages.get(query.get("msgId"))
        if m is None:
            raise Refuse(400, {"success": False})
        return {"message": self.out(m)}

    ROUTES = [("GET", "me", me), ("GET", "users.info", users_info), ("GET", "rooms.info", rooms_info),
              ("GET", "rooms.get", rooms_get), ("GET", "chat.syncMessages", sync),
              ("GET", "chat.getMessage", get_message), ("POST", "chat.sendMessage", send_message),
              ("POST", "chat.postMessage", post_message), ("POST", "chat.update", update)]
