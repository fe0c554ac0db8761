"""
A strict Matrix homeserver on a loopback port, as far as a bot meets one: /sync with held polls, limited
timelines and invitations, messages by token, transactions that are one event however often they come.
It is used only after matrix-nio ran against it in the same test run (tests/chat/matrix.py).
"""
import json

from .longpoll import Fake

TOKEN, US = "syt_docket_secret", "@docket:example.org"


class No(Exception):
    def __init__(self, status, code, text, **more):
        self.status, self.body = status, dict(more, errcode=code, error=text)


class Matrix(Fake):
    def __init__(self):
        self.rooms, self.events, self.txns, self.invites = {}, [], {}, {}
        self.names = {US: "Docket Desk"}
        self.next_room, self.limit_to, self.revoked, self.encrypted = 1, None, False, set()
        self.header_only = True  # a client that puts its token into the address is at fault
        Fake.__init__(self)

    # -- people ---------------------------------------------------------------------------------
    def room(self, rid, *people):
        with self.lock:
            self.rooms[rid] = {"members": {}, "at": {}}
            for who in people:
                self._member(rid, who, "join", who)
            return rid

    def invite(self, rid, who):
        """`who` made a room and asks the bot in."""
        with self.lock:
            self.room(rid, who)
            self._member(rid, US, "invite", who)
            self.changed.notify_all()

    def say(self, who, body, rid, thread=None, edits=None, msgtype="m.text", mentions=None):
        with self.lock:
            content = {"msgtype": msgtype, "body": body}
            if mentions is not None:
                content["m.mentions"] = {"user_ids": mentions}
            if thread:
                content["m.relates_to"] = {"rel_type": "m.thread", "event_id": thread, "is_falling_back": True,
                                           "m.in_reply_to": {"event_id": thread}}
            if edits:
                content.update({"body": "* " + body, "m.new_content": {"msgtype": msgtype, "body": body},
                                "m.relates_to": {"rel_type": "m.replace", "event_id": edits}})
            return self._event(rid, who, "m.room.message", content)

    def posted(self, rid=None):
        """What the bot said, newest last; edits are counted on what they change."""
        with self.lock:
            return [e for e in self.events if e["sender"] == US and e["type"] == "m.room.message" and
                    rid in (None, e["room_id"]) and not self._replaces(e)]

    def shown(self, event):
        """The words of a message as they are now, and how often they were changed."""
        with self.lock:
            edits = [e for e in self.events if self._replaces(e) == event["event_id"]]
            now = edits[-1]["content"]["m.new_content"] if edits else event["content"]
            return now["body"], len(edits)

    def talks(self, who):
        with self.lock:
            return [rid for rid, r in self.rooms.items() if set(r["members"]) == {who, US}]

    @staticmethod
    def _replaces(e):
        r = e["content"].get("m.relates_to", {})
        return r.get("event_id") if r.get("rel_type") == "m.replace" else None

    @staticmethod
    def thread_of(e):
        r = e["content"].get("m.relates_to", {})
        return r.get("event_id") if r.get("rel_type") == "m.thread" else None

    def _event(self, rid, who, kind, content, state_key=None, unsigned=None):
        e = {"event_id": "$e%d" % (len(self.events) + 1), "room_id": rid, "sender": who, "type": kind,
             "origin_server_ts": 1778500000000 + len(self.events), "content": content, "unsigned": unsigned or {}}
        if state_key is not None:
            e["state_key"] = state_key
        self.events.append(e)
        self.changed.notify_all()
        return e

    def _member(self, rid, who, as_, by):
        before = self.rooms[rid]["members"].get(who)
        unsigned = {"prev_content": {"membership": before}} if before else {}
        if as_ == "leave":
            self.rooms[rid]["members"].pop(who, None)
        else:
            self.rooms[rid]["members"][who] = as_
        self._event(rid, by, "m.room.member", {"membership": as_}, who, unsigned)

    # -- the API --------------------------------------------------------------------------------
    def name_of(self, call):
        rest = call.parts[3:]
        if rest[:1] == ["rooms"] and len(rest) > 2:
            return rest[2]
        return rest[0] if rest else "?"

    def handle(self, call):
        try:
            if call.parts[:2] != ["_matrix", "client"] or call.parts[2] not in ("v3", "r0"):
                raise No(404, "M_UNRECOGNIZED", "Unrecognized request")
            if "access_token" in call.query and self.header_only:
                self.wrong("the token stands in the address")
            given = call.headers.get("Authorization", "Bearer " + call.query.get("access_token", ""))
            if self.revoked or given != "Bearer " + TOKEN:
                raise No(401, "M_UNKNOWN_TOKEN", "Invalid access token", soft_logout=False)
            done = getattr(self, "_" + self.name_of(call).replace("-", "_"), None)
            if done is None:
                raise No(404, "M_UNRECOGNIZED", "Unrecognized request")
            body = json.loads(call.body) if call.body else {}
            return 200, {}, done(call, call.parts[3:], body)
        except No as e:
            return e.status, {}, e.body

    def _account(self, call, rest, body):
        return {"user_id": US, "device_id": "DOCKET"}

    def _profile(self, call, rest, body):
        if rest[1] not in self.names:
            raise No(404, "M_NOT_FOUND", "Profile was not found")
        return {"displayname": self.names[rest[1]]}

    def _joined_rooms(self, call, rest, body):
        return {"joined_rooms": [r for r, v in self.rooms.items() if v["members"].get(US) == "join"]}

    def _ours(self, rid):
        if rid not in self.rooms or self.rooms[rid]["members"].get(US) != "join":
            raise No(403, "M_FORBIDDEN", "User %s not in room %s" % (US, rid))
        return self.rooms[rid]

    def _state(self, call, rest, body):
        self._ours(rest[1])
        if rest[3:] == ["m.room.encryption"] and rest[1] in self.encrypted:
            return {"algorithm": "m.megolm.v1.aes-sha2"}
        raise No(404, "M_NOT_FOUND", "Event not found.")

    def _summary(self, rid):
        members = self.rooms[rid]["members"]
        return {"m.heroes": sorted(m for m in members if m != US)[:5],
                "m.joined_member_count": sum(1 for v in members.values() if v == "join"),
                "m.invited_member_count": sum(1 for v in members.values() if v == "invite")}

    def _sync(self, call, rest, body):
        since = call.query.get("since")
        if since is not None and not (since[:1] == "s" and since[1:].isdigit()):
            raise No(400, "M_UNKNOWN", "Invalid stream token")
        wanted = json.loads(call.query.get("filter") or "{}").get("room", {}).get("timeline", {})
        start = int(since[1:]) if since else 0
        if since:
            self.hold(lambda: len(self.events) > start or self.revoked, min(int(call.query.get("timeout", 0)) / 1000, 30))
        if self.revoked:
            raise No(401, "M_UNKNOWN_TOKEN", "Invalid access token")
        end, join, invite, leave = len(self.events), {}, {}, {}
        for rid, room in self.rooms.items():
            new = [e for e in self.events[start:end] if e["room_id"] == rid]
            as_ = room["members"].get(US)
            came = any(e.get("state_key") == US and e["content"].get("membership") == "join" for e in new)
            if as_ == "join" and (new or not since):
                # Who has just come in is shown what stood there before, too.
                line = [e for e in self.events[:end] if e["room_id"] == rid] if came or not since else new
                line = [e for e in line if e["type"] in wanted.get("types", [e["type"]])]
                most = min(self.limit_to or 10 ** 6, wanted.get("limit", 10))
                cut = line[-most:]
                if line or not since:
                    join[rid] = {"timeline": {"events": cut, "limited": len(cut) < len(line),
                                              "prev_batch": "p%d" % (end - len(cut))},
                                 "state": {"events": []}, "ephemeral": {"events": []}, "account_data": {"events": []},
                                 "summary": self._summary(rid)}
            elif as_ == "invite" and new:
                invite[rid] = {"invite_state": {"events": [
                    {"type": "m.room.member", "state_key": US, "sender": e["sender"], "content": e["content"]}
                    for e in new if e.get("state_key") == US]}}
            elif as_ is None and any(e.get("state_key") == US for e in new):
                leave[rid] = {"timeline": {"events": new, "limited": False, "prev_batch": "p0"}, "state": {"events": []}}
        return {"next_batch": "s%d" % end, "rooms": {"join": join, "invite": invite, "leave": leave},
                "device_one_time_keys_count": {}, "device_lists": {"changed": [], "left": []}, "to_device": {"events": []},
                "presence": {"events": []}, "account_data": {"events": []}}

    def _messages(self, call, rest, body):
        self._ours(rest[1])
        first, last = call.query["from"], call.query.get("to", "s%d" % len(self.events))
        limit, forth = int(call.query.get("limit", 10)), call.query["dir"] == "f"
        a, b = int(first[1:]), int(last[1:]) if "to" in call.query else (len(self.events) if forth else 0)
        span = range(a, b) if forth else range(a - 1, b - 1, -1)
        got, at = [], a
        for i in span:
            at = i + 1 if forth else i
            if self.events[i]["room_id"] == rest[1]:
                got.append(self.events[i])
            if len(got) >= limit:
                break
        answer = {"start": first, "chunk": got, "state": []}
        if at != b or not forth:
            answer["end"] = "s%d" % at
        return answer

    def _send(self, call, rest, body):
        self._ours(rest[1])
        if call.method != "PUT" or len(rest) != 5 or rest[3] != "m.room.message":
            raise No(400, "M_UNRECOGNIZED", "no")
        if len(call.body) > 65000:
            raise No(413, "M_TOO_LARGE", "event too large")
        if rest[4] in self.txns:
            return {"event_id": self.txns[rest[4]]}
        if not isinstance(body.get("body"), str) or "msgtype" not in body:
            self.wrong("no m.room.message: %r" % body)
        if rest[1] in self.encrypted:
            self.wrong("plain words in an encrypted room")
        relates = body.get("m.relates_to", {})
        root = relates.get("event_id") if relates.get("rel_type") == "m.thread" else None
        known = {e["event_id"]: e for e in self.events}
        if root and (root not in known or self.thread_of(known[root])):
            raise No(400, "M_UNKNOWN", "Cannot start threads from an event with a relation")
        if relates.get("rel_type") == "m.replace" and known.get(relates["event_id"], {}).get("sender") != US:
            self.wrong("an edit of what is not ours")
        e = self._event(rest[1], US, "m.room.message", body)
        self.txns[rest[4]] = e["event_id"]
        return {"event_id": e["event_id"]}

    def _join(self, call, rest, body):
        rid = rest[1]
        if rid not in self.rooms or US not in self.rooms[rid]["members"]:
            raise No(403, "M_FORBIDDEN", "You are not invited to this room.")
        self._member(rid, US, "join", US)
        return {"room_id": rid}

    def _leave(self, call, rest, body):
        if rest[1] in self.rooms and US in self.rooms[rest[1]]["members"]:
            self._member(rest[1], US, "leave", US)
        return {}

    def _createRoom(self, call, rest, body):
        whom = body.get("invite", [])
        if any(w not in self.names for w in whom):
            raise No(403, "M_FORBIDDEN", "no such user")
        rid = "!talk%d:example.org" % self.next_room
        self.next_room += 1
        self.room(rid, US)
        for w in whom:
            self._member(rid, w, "invite", US)
        return {"room_id": rid}
