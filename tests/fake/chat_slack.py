"""
A strict Slack: Web API, response URLs, incoming webhooks and Socket Mode on one loopback port, and a
sender of signed slash commands, clicks, forms and events. It is used only after Slack's own client
libraries ran against it in the same test run (tests/chat/slack.py). What a client does wrong is
answered as Slack answers it and kept in `problems`.
"""
import base64
import hashlib
import hmac
import http.client
import json
import struct
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET, BOT_TOKEN, APP_TOKEN = "8f742231b10e8888abcd99yyyzzz85a5", "xoxb-test", "xapp-test"
SCOPES = ("app_mentions:read,channels:history,channels:read,chat:write,commands,groups:history,groups:read,"
          "im:history,im:write,mpim:history,users:read,users:read.email,incoming-webhook")
WS_MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
REPLY_USES, REPLY_SECONDS, TRIGGER_SECONDS = 5, 1800, 3

# Arguments each method takes; the first set must be there.
METHODS = {
    "auth.test": ((), ()),
    "apps.connections.open": ((), ()),
    "chat.postMessage": (("channel",), ("text", "blocks", "thread_ts", "metadata", "unfurl_links", "unfurl_media",
                                        "reply_broadcast", "mrkdwn", "parse", "link_names")),
    "chat.update": (("channel", "ts"), ("text", "blocks", "metadata", "unfurl_links", "unfurl_media")),
    "chat.postEphemeral": (("channel", "user"), ("text", "blocks", "thread_ts")),
    "conversations.open": ((), ("users", "channel", "return_im")),
    "conversations.info": (("channel",), ()),
    "conversations.history": (("channel",), ("include_all_metadata", "limit", "oldest", "latest", "inclusive", "cursor")),
    "conversations.replies": (("channel", "ts"), ("include_all_metadata", "limit", "cursor")),
    "users.info": (("user",), ("include_locale",)),
    "views.open": (("trigger_id", "view"), ()),
}


class No(Exception):
    """ok: false"""


def _units(text):
    return len(text.encode("utf-16-le")) // 2


def _text(o, most, kinds=("plain_text", "mrkdwn")):
    """A text object; its length."""
    if not isinstance(o, dict) or o.get("type") not in kinds or not isinstance(o.get("text"), str):
        raise No("invalid_blocks")
    if not 0 < _units(o["text"]) <= most:
        raise No("invalid_blocks")
    if set(o) - ({"type", "text", "emoji"} if o["type"] == "plain_text" else {"type", "text", "verbatim"}):
        raise No("invalid_blocks")
    return _units(o["text"])


def _element(e, ids):
    kind = e.get("type")
    if kind != "button":
        raise No("invalid_blocks")
    n = _text(e.get("text"), 75, ("plain_text",))
    if not 0 < len(e.get("action_id", "x")) <= 255 or e.get("action_id") in ids:
        raise No("invalid_blocks")
    ids.add(e.get("action_id"))
    if _units(e.get("value", "")) > 2000 or len(e.get("url", "")) > 3000:
        raise No("invalid_blocks")
    if e.get("style", "primary") not in ("primary", "danger"):
        raise No("invalid_blocks")
    if "confirm" in e:
        c = e["confirm"]
        if set(c) - {"title", "text", "confirm", "deny", "style"}:
            raise No("invalid_blocks")
        for key, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
            n += _text(c.get(key), most)
    return n


def check_blocks(blocks, view=False):
    """Raises No on what Slack would refuse."""
    if isinstance(blocks, str):
        blocks = json.loads(blocks)
    if not isinstance(blocks, list) or len(blocks) > (100 if view else 50):
        raise No("invalid_blocks")
    total, names = 0, set()
    for b in blocks:
        kind = b.get("type")
        if "block_id" in b:
            if b["block_id"] in names or not 0 < len(b["block_id"]) <= 255:
                raise No("invalid_blocks")
            names.add(b["block_id"])
        if kind == "header":
            total += _text(b.get("text"), 150, ("plain_text",))
        elif kind == "section":
            if "text" not in b and not b.get("fields"):
                raise No("invalid_blocks")
            if "text" in b:
                total += _text(b["text"], 3000)
            if len(b.get("fields", [])) > 10:
                raise No("invalid_blocks")
            total += sum(_text(f, 2000) for f in b.get("fields", []))
        elif kind == "context":
            if not 1 <= len(b.get("elements", [])) <= 10:
                raise No("invalid_blocks")
            total += sum(_text(e, 3000) for e in b["elements"])
        elif kind == "actions":
            if not 1 <= len(b.get("elements", [])) <= 25:
                raise No("invalid_blocks")
            ids = set()
            total += sum(_element(e, ids) for e in b["elements"])
        elif kind == "input" and view:
            _text(b.get("label"), 2000, ("plain_text",))
            e = b.get("element", {})
            if e.get("type") not in ("plain_text_input", "static_select", "datepicker"):
                raise No("invalid_arguments")
            if e["type"] == "static_select" and not 1 <= len(e.get("options", [])) <= 100:
                raise No("invalid_arguments")
            for o in e.get("options", []):
                _text(o.get("text"), 75, ("plain_text",))
                if not 0 < len(o.get("value", "")) <= 150:
                    raise No("invalid_arguments")
            if "initial_option" in e and e["initial_option"] not in e["options"]:
                raise No("invalid_arguments")
        elif kind == "divider":
            pass
        else:
            raise No("invalid_blocks")
    if total > 13200:
        raise No("msg_blocks_too_long")


class Slack:
    def __init__(self, clock=time.time, team="T1", scopes=SCOPES):
        self.clock, self.team, self.scopes = clock, team, scopes
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.channels, self.users = {}, {}
        self.calls, self.ephemeral, self.views, self.answers, self.hooked = [], [], [], [], []
        self.problems = []
        self.faults = {}        # method: [fault, …]
        self.triggers, self.replies = {}, {}
        self.tickets, self.sockets, self.acks = set(), [], {}
        self.revoked = False
        self.number = 0
        self.target = None      # where docket listens: "http://127.0.0.1:P/chat/slack"
        self.add_user("UBOT", "docket", is_bot=True)
        slack = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *a):
                pass

            def do_POST(self):
                slack._serve(self, self.rfile.read(int(self.headers.get("Content-Length") or 0)))

            def do_GET(self):
                if self.headers.get("Upgrade", "").lower() == "websocket":
                    slack._socket(self)
                else:
                    slack._serve(self, b"")

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.base = "http://127.0.0.1:%d" % self.port
        self.api = self.base + "/api"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.drop_sockets()
        self.server.shutdown()
        self.server.server_close()

    # -- what there is ---------------------------------------------------------------------------

    def add_user(self, uid, name, email=None, **more):
        self.users[uid] = dict({"id": uid, "team_id": self.team, "name": name, "deleted": False, "is_bot": False,
                                "is_restricted": False, "is_ultra_restricted": False, "is_email_confirmed": True,
                                "profile": {"real_name": name.title(), **({"email": email} if email else {})}}, **more)

    def add_channel(self, cid, name, members=(), **more):
        self.channels[cid] = dict({"id": cid, "name": name, "members": set(members) | {"UBOT"}, "messages": [],
                                   "is_archived": False, "is_ext_shared": False}, **more)

    def ts(self):
        with self.lock:
            self.number += 1
            return "%d.%06d" % (self.clock(), self.number)

    def messages(self, cid):
        with self.lock:
            return list(self.channels[cid]["messages"])

    def wait(self, test, patience=20.0):
        """The first true value of test(), or None."""
        end = time.monotonic() + patience
        with self.changed:
            while True:
                got = test()
                if got:
                    return got
                left = end - time.monotonic()
                if left <= 0:
                    return None
                self.changed.wait(min(left, 0.25))

    def fail(self, method, *faults):
        """The next calls of method: ("status", 503), ("later", seconds), ("error", word), ("mute",): done, never
        answered; ("cut",): not done, never answered."""
        with self.lock:
            self.faults.setdefault(method, []).extend(faults)

    # -- HTTP ------------------------------------------------------------------------------------

    def _problem(self, text):
        with self.lock:
            self.problems.append(text)

    def _serve(self, h, body):
        path, _, query = h.path.partition("?")
        if path.startswith("/api/"):
            self._api(h, path[5:], query, body)
        elif path.startswith("/hook/"):
            self._hook(h, path[6:], body)
        elif path.startswith("/services/"):
            self._webhook(h, path, body)
        else:
            self._say(h, 404, "not found", "text/plain")

    def _say(self, h, status, body, kind="application/json; charset=utf-8", heads=()):
        data = (json.dumps(body) if not isinstance(body, str) else body).encode()
        try:
            h.send_response(status)
            h.send_header("Content-Type", kind)
            h.send_header("Content-Length", str(len(data)))
            for k, v in heads:
                h.send_header(k, v)
            h.end_headers()
            h.wfile.write(data)
        except OSError:
            pass
        with self.changed:
            self.changed.notify_all()

    def _arguments(self, h, query, body):
        kind = h.headers.get("Content-Type", "")
        if body and kind.startswith("application/json"):
            if "charset=utf-8" not in kind.lower():
                self._problem("JSON without charset")
            args = json.loads(body)
            if not isinstance(args, dict):
                raise No("invalid_json")
        elif body and kind.startswith("application/x-www-form-urlencoded"):
            args = dict(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))
        elif body:
            raise No("invalid_post_type")
        else:
            args = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
        for key in ("blocks", "view", "metadata"):
            if isinstance(args.get(key), str):
                args[key] = json.loads(args[key])
        return args

    def _allowed(self, h, method, args):
        token = h.headers.get("Authorization", "")
        if "token" in args:
            if method == "apps.connections.open":
                raise No("invalid_auth")  # not as a field
            token = "Bearer " + args.pop("token")
        want = APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN
        if self.revoked:
            raise No("token_revoked")
        if token in ("", "Bearer "):
            raise No("not_authed")
        if token != "Bearer " + want:
            raise No("not_allowed_token_type" if token[7:12] in ("xoxb-", "xapp-") else "invalid_auth")

    def _api(self, h, method, query, body):
        args, fault, heads = {}, None, [("x-oauth-scopes", self.scopes)]
        with self.lock:
            if self.faults.get(method):
                fault = self.faults[method].pop(0)
        if fault and fault[0] == "later":
            with self.lock:
                self.calls.append((method, "429"))
            return self._say(h, 429, {"ok": False, "error": "ratelimited"}, heads=[("Retry-After", str(fault[1]))])
        if fault and fault[0] == "status":
            with self.lock:
                self.calls.append((method, str(fault[1])))
            return self._say(h, fault[1], "<html>upstream</html>", "text/html")
        if fault and fault[0] == "cut":
            return h.connection.close()
        try:
            if method not in METHODS:
                raise No("unknown_method")
            args = self._arguments(h, query, body)
            self._allowed(h, method, args)
            if fault and fault[0] == "error":
                raise No(fault[1])
            must, may = METHODS[method]
            if set(args) - set(must) - set(may):
                self._problem("%s: unknown argument %s" % (method, sorted(set(args) - set(must) - set(may))))
            if set(must) - set(args):
                raise No("invalid_arguments")
            with self.lock:
                answer = getattr(self, "_" + method.replace(".", "_"))(args)
            answer = dict({"ok": True}, **answer)
        except No as e:
            answer = {"ok": False, "error": str(e)}
            if str(e) in ("invalid_blocks", "invalid_arguments", "unknown_method", "invalid_json", "invalid_post_type",
                          "msg_blocks_too_long", "msg_too_long", "no_text"):
                self._problem("%s: %s" % (method, e))
            if str(e) == "missing_scope":
                answer.update(needed="chat:write", provided="commands")
        except (ValueError, KeyError, TypeError, AttributeError) as e:
            self._problem("%s: %r" % (method, e))
            answer = {"ok": False, "error": "invalid_arguments"}
        with self.lock:
            self.calls.append((method, args))
        if fault and fault[0] == "mute":
            with self.changed:
                self.changed.notify_all()
            h.close_connection = True
            return h.connection.shutdown(2)
        self._say(h, 200, answer, heads=heads)

    # -- methods ---------------------------------------------------------------------------------

    def _auth_test(self, a):
        return {"url": self.base, "team": "Harbor & Pine", "user": "docket", "team_id": self.team, "user_id": "UBOT",
                "bot_id": "BBOT"}

    def _room(self, cid, post=False):
        if cid in self.users and cid != "UBOT" and post:
            cid = self._dm(cid)
        c = self.channels.get(cid)
        if c is None:
            raise No("channel_not_found")
        if post and c["is_archived"]:
            raise No("is_archived")
        if post and "UBOT" not in c["members"]:
            raise No("not_in_channel")
        return c

    def _dm(self, uid):
        cid = "D" + uid[1:]
        if cid not in self.channels:
            self.add_channel(cid, "dm", {uid})
        return cid

    def _content(self, a):
        if a.get("blocks"):
            check_blocks(a["blocks"])
        if not a.get("text") and not a.get("blocks"):
            raise No("no_text")
        if _units(a.get("text", "")) > 40000:
            raise No("msg_too_long")
        return {k: a[k] for k in ("text", "blocks", "metadata") if k in a}

    def _chat_postMessage(self, a):
        c = self._room(a["channel"], True)
        m = dict(self._content(a), type="message", user="UBOT", bot_id="BBOT", ts=self.ts())
        if "thread_ts" in a:
            if not isinstance(a["thread_ts"], str):
                raise No("invalid_arguments")
            if not any(x["ts"] == a["thread_ts"] for x in c["messages"]):
                raise No("thread_not_found")
            m["thread_ts"] = a["thread_ts"]
        if "metadata" in a and set(a["metadata"]) != {"event_type", "event_payload"}:
            raise No("invalid_metadata_format")
        c["messages"].append(m)
        return {"channel": c["id"], "ts": m["ts"], "message": m}

    def _chat_update(self, a):
        c = self._room(a["channel"], True)
        for m in c["messages"]:
            if m["ts"] == a["ts"]:
                if m.get("user") != "UBOT":
                    raise No("cant_update_message")
                m.update(self._content(a), edited=True)
                return {"channel": c["id"], "ts": m["ts"], "text": a.get("text", "")}
        raise No("message_not_found")

    def _chat_postEphemeral(self, a):
        c = self._room(a["channel"], True)
        if a["user"] not in c["members"]:
            raise No("user_not_in_channel")
        self.ephemeral.append(dict(self._content(a), channel=c["id"], user=a["user"], thread_ts=a.get("thread_ts")))
        return {"message_ts": self.ts()}

    def _conversations_open(self, a):
        if a.get("users") not in self.users:
            raise No("user_not_found")
        return {"channel": {"id": self._dm(a["users"])}}

    def _conversations_info(self, a):
        c = self._room(a["channel"])
        return {"channel": {"id": c["id"], "name": c["name"], "is_archived": c["is_archived"],
                            "is_ext_shared": c["is_ext_shared"], "is_member": "UBOT" in c["members"]}}

    def _listed(self, a, messages):
        most = int(a.get("limit", 100))
        if not 0 < most <= 999:
            raise No("invalid_limit")
        meta = str(a.get("include_all_metadata", "")).lower() == "true"
        return {"messages": [{k: v for k, v in m.items() if k != "metadata" or meta} for m in messages[:most]],
                "has_more": len(messages) > most}

    def _conversations_history(self, a):
        c = self._room(a["channel"])
        return self._listed(a, [m for m in reversed(c["messages"]) if m.get("thread_ts", m["ts"]) == m["ts"]])

    def _conversations_replies(self, a):
        c = self._room(a["channel"])
        got = [m for m in c["messages"] if a["ts"] in (m["ts"], m.get("thread_ts"))]
        if not got:
            raise No("thread_not_found")
        return self._listed(a, got)

    def _users_info(self, a):
        if a["user"] not in self.users:
            raise No("user_not_found")
        return {"user": self.users[a["user"]]}

    def _views_open(self, a):
        born = self.triggers.pop(a["trigger_id"], None)
        if born is None:
            raise No("invalid_trigger_id")
        if time.monotonic() - born > TRIGGER_SECONDS:
            raise No("expired_trigger_id")
        v = a["view"]
        if v.get("type") != "modal" or len(v.get("private_metadata", "")) > 3000:
            raise No("invalid_arguments")
        _text(v.get("title"), 24, ("plain_text",))
        if "submit" in v:
            _text(v["submit"], 24, ("plain_text",))
        elif any(b.get("type") == "input" for b in v["blocks"]):
            raise No("invalid_arguments")
        check_blocks(v["blocks"], view=True)
        v = dict(v, id="V%d" % len(self.views), hash="%d.h" % len(self.views), state={"values": {}})
        self.views.append(v)
        return {"view": v}

    def _apps_connections_open(self, a):
        ticket = "t%d" % len(self.tickets)
        self.tickets.add(ticket)
        return {"url": "ws://127.0.0.1:%d/socket?ticket=%s" % (self.port, ticket)}

    # -- response URLs and webhooks --------------------------------------------------------------

    def _hook(self, h, name, body):
        with self.lock:
            r = self.replies.get(name)
            fault = self.faults["hook"].pop(0) if self.faults.get("hook") else None
        if fault:
            return self._say(h, fault[1], "", "text/plain")
        if r is None or time.monotonic() - r["born"] > REPLY_SECONDS:
            return self._say(h, 404, {"ok": False, "error": "expired_url"})
        if r["uses"] >= REPLY_USES:
            return self._say(h, 404, {"ok": False, "error": "used_url"})
        if h.headers.get("Authorization"):
            self._problem("a response URL was sent a token")
        try:
            a = json.loads(body)
            if a.get("response_type", "ephemeral") not in ("ephemeral", "in_channel"):
                raise No("invalid_arguments")
            self._content(a)
        except (No, ValueError) as e:
            self._problem("response_url: %s" % e)
            return self._say(h, 500, {"ok": False, "error": str(e)})
        with self.lock:
            r["uses"] += 1
            self.answers.append(dict(a, user=r["user"], channel=r["channel"]))
        self._say(h, 200, "ok", "text/plain")

    def _webhook(self, h, path, body):
        with self.lock:
            fault = self.faults["webhook"].pop(0) if self.faults.get("webhook") else None
        if fault:
            return self._say(h, fault[1], fault[2] if len(fault) > 2 else "", "text/plain",
                             heads=[("Retry-After", "1")] if fault[1] == 429 else ())
        try:
            a = json.loads(body)
            self._content(a)
        except No as e:
            return self._say(h, 400, str(e), "text/plain")
        except ValueError:
            return self._say(h, 400, "invalid_payload", "text/plain")
        if path != "/services/T1/B1/sEcReT":
            return self._say(h, 404, "no_service", "text/plain")
        with self.lock:
            self.hooked.append(a)
        self._say(h, 200, "ok", "text/plain")

    # -- Socket Mode -----------------------------------------------------------------------------

    def _socket(self, h):
        query = dict(urllib.parse.parse_qsl(h.path.partition("?")[2]))
        with self.lock:
            known = query.get("ticket") in self.tickets
            self.tickets.discard(query.get("ticket"))
        key = h.headers.get("Sec-WebSocket-Key", "")
        if not known or h.headers.get("Sec-WebSocket-Version") != "13" or len(base64.b64decode(key)) != 16:
            self._problem("a WebSocket handshake without a fresh ticket, or malformed")
            h.close_connection = True
            return self._say(h, 403, "", "text/plain")
        h.send_response(101)
        h.send_header("Upgrade", "websocket")
        h.send_header("Connection", "Upgrade")
        h.send_header("Sec-WebSocket-Accept", base64.b64encode(hashlib.sha1(key.encode() + WS_MAGIC).digest()).decode())
        h.end_headers()
        h.close_connection = True
        s = Socket(self, h)
        with self.changed:
            self.sockets.append(s)
            self.changed.notify_all()
        s.send({"type": "hello", "num_connections": len(self.sockets), "connection_info": {"app_id": "A1"},
                "debug_info": {"host": "applink", "approximate_connection_time": 18060}})
        s.read()
        with self.changed:
            if s in self.sockets:
                self.sockets.remove(s)
            self.changed.notify_all()

    def envelope(self, kind, payload, accepts=False, patience=10.0, **more):
        """Sends it on the newest connection; the acknowledgement (a dict), or None."""
        with self.lock:
            self.number += 1
            eid = "e-%d" % self.number
        s = self.wait(lambda: self.sockets and self.sockets[-1], patience)
        if not s:
            return None
        s.send(dict({"envelope_id": eid, "type": kind, "accepts_response_payload": accepts, "payload": payload}, **more))
        return self.wait(lambda: self.acks.get(eid), patience)

    def rotate(self, reason="refresh_requested"):
        """Asks the newest connection to be replaced."""
        with self.lock:
            old = self.sockets[-1]
        old.send({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink"}})
        return old

    def drop_sockets(self):
        with self.lock:
            for s in list(self.sockets):
                s.close()

    # -- what people do --------------------------------------------------------------------------

    def trigger(self):
        with self.lock:
            self.number += 1
            t = "%d.%d.abc" % (1000 + self.number, 47445629121)
            self.triggers[t] = time.monotonic()
            return t

    def response_url(self, user, channel):
        with self.lock:
            self.number += 1
            name = "r%d" % self.number
            self.replies[name] = {"uses": 0, "born": time.monotonic(), "user": user, "channel": channel}
        return "%s/hook/%s" % (self.base, name)

    def slash_payload(self, user, channel, text, command="/docket"):
        return {"token": "old", "team_id": self.team, "team_domain": "harborpine", "channel_id": channel,
                "channel_name": "team", "user_id": user, "user_name": self.users[user]["name"], "command": command,
                "text": text, "api_app_id": "A1", "is_enterprise_install": "false",
                "response_url": self.response_url(user, channel), "trigger_id": self.trigger()}

    def action_payload(self, user, channel, message, value, ephemeral=False):
        return {"type": "block_actions", "team": {"id": self.team, "domain": "harborpine"},
                "user": {"id": user, "username": self.users[user]["name"], "team_id": self.team},
                "api_app_id": "A1", "token": "old", "trigger_id": self.trigger(),
                "container": {"type": "message", "message_ts": message["ts"], "channel_id": channel,
                              "is_ephemeral": ephemeral,
                              **({"thread_ts": message["thread_ts"]} if message.get("thread_ts") else {})},
                "channel": {"id": channel, "name": "team"}, "response_url": self.response_url(user, channel),
                "actions": [{"type": "button", "block_id": "x", "action_id": "docket.0", "value": value,
                             "action_ts": self.ts()}]}

    def submit_payload(self, user, view, values):
        state = {b["block_id"]: {"v": {"type": b["element"]["type"]}} for b in view["blocks"] if b["type"] == "input"}
        for name, value in values.items():
            v = state[name]["v"]
            if v["type"] == "static_select":
                v["selected_option"] = {"text": {"type": "plain_text", "text": value}, "value": value}
            else:
                v["selected_date" if v["type"] == "datepicker" else "value"] = value
        return {"type": "view_submission", "team": {"id": self.team},
                "user": {"id": user, "username": self.users[user]["name"], "team_id": self.team}, "api_app_id": "A1",
                "trigger_id": self.trigger(), "response_urls": [],
                "view": dict(view, state={"values": state}, callback_id=view.get("callback_id", ""))}

    def event_payload(self, event):
        with self.lock:
            self.number += 1
            return {"token": "old", "team_id": self.team, "api_app_id": "A1", "event": event, "type": "event_callback",
                    "event_id": "Ev%08d" % self.number, "event_time": int(self.clock()),
                    "authorizations": [{"enterprise_id": None, "team_id": self.team, "user_id": "UBOT", "is_bot": True}]}

    def say(self, user, channel, text, thread=None, kind="message", **more):
        """A person writes in a channel; the event of it (not sent yet)."""
        m = {"type": "message", "user": user, "text": text, "ts": self.ts()}
        if thread:
            m["thread_ts"] = thread
        with self.lock:
            self.channels[channel]["messages"].append(m)
        ev = dict(m, type=kind, channel=channel, event_ts=m["ts"], team=self.team, **more)
        if kind == "message":
            ev["channel_type"] = "im" if channel.startswith("D") else "channel"
        return self.event_payload(ev)

    def signed(self, body, stamp=None, secret=SECRET):
        stamp = str(int(self.clock())) if stamp is None else stamp
        mac = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": "v0=" + mac}

    def deliver(self, body, kind, heads=None, timeout=10):
        """POSTs raw bytes to docket; (status, text)."""
        u = urllib.parse.urlsplit(self.target)
        c = http.client.HTTPConnection(u.hostname, u.port, timeout=timeout)
        try:
            c.request("POST", u.path, body, dict(self.signed(body) if heads is None else heads, **{"Content-Type": kind}))
            r = c.getresponse()
            return r.status, r.read().decode()
        finally:
            c.close()

    def send_slash(self, *a, **kw):
        return self.deliver(urllib.parse.urlencode(self.slash_payload(*a, **kw)).encode(),
                            "application/x-www-form-urlencoded")

    def send_interactive(self, payload):
        return self.deliver(urllib.parse.urlencode({"payload": json.dumps(payload)}).encode(),
                            "application/x-www-form-urlencoded")

    def send_event(self, payload, retry=None):
        body = json.dumps(payload).encode()
        heads = self.signed(body)
        if retry:
            heads.update({"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"})
        return self.deliver(body, "application/json", heads)


class Socket:
    """One connection of Socket Mode, the server's end (RFC 6455)."""

    def __init__(self, slack, h):
        self.slack, self.h = slack, h
        self.lock = threading.Lock()
        self.pongs = 0

    def frame(self, op, data, fin=True):
        head = bytes([(0x80 if fin else 0) | op])
        n = len(data)
        head += bytes([n]) if n < 126 else b"\x7e" + struct.pack(">H", n) if n < 65536 else b"\x7f" + struct.pack(">Q", n)
        try:
            with self.lock:
                self.h.wfile.write(head + data)
                self.h.wfile.flush()
        except OSError:
            pass

    def send(self, o, pieces=1):
        """In fragments where asked for, with a ping between them."""
        data = json.dumps(o).encode()
        step = max(1, -(-len(data) // pieces))
        parts = [data[i:i + step] for i in range(0, len(data), step)]
        for i, p in enumerate(parts):
            self.frame(1 if i == 0 else 0, p, i == len(parts) - 1)
            if i < len(parts) - 1:
                self.ping()

    def ping(self):
        self.frame(9, b"Ping from applink")

    def close(self, code=1000):
        self.frame(8, struct.pack(">H", code))
        try:
            self.h.connection.shutdown(2)
        except OSError:
            pass

    def _exactly(self, n):
        data = self.h.rfile.read(n)
        if len(data) < n:
            raise OSError("gone")
        return data

    def read(self):
        try:
            while True:
                a, b = self._exactly(2)
                n = b & 0x7F
                if n == 126:
                    n = struct.unpack(">H", self._exactly(2))[0]
                elif n == 127:
                    n = struct.unpack(">Q", self._exactly(8))[0]
                if not b & 0x80 or a & 0x70 or n > 1 << 20:
                    self.slack._problem("a WebSocket frame that is not masked, or malformed")
                    return self.close(1002)
                mask = self._exactly(4)
                data = bytes(c ^ mask[i % 4] for i, c in enumerate(self._exactly(n)))
                if not self._take(a & 0x0F, data):
                    return
        except (OSError, ValueError):
            pass

    def _take(self, op, data):
        if op == 8:
            self.frame(8, data)
            return False
        if op == 9:
            self.frame(10, data)
        if op == 10:
            self.pongs += 1
        if op == 1:
            try:
                ack = json.loads(data)
            except ValueError:
                ack = {}
            with self.slack.changed:
                if not isinstance(ack.get("envelope_id"), str) or set(ack) - {"envelope_id", "payload", "retry_attempt",
                                                                              "retry_reason"}:
                    self.slack.problems.append("a frame that acknowledges nothing: %r" % data[:100])
                elif ack["envelope_id"] in self.slack.acks:
                    self.slack.problems.append("%s was acknowledged twice" % ack["envelope_id"])
                else:
                    self.slack.acks[ack["envelope_id"]] = ack
                self.slack.changed.notify_all()
        return True
