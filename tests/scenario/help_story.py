"""
Somebody who knows docket by `help` alone. Commands are made from the usage lines it prints: what stands
in brackets comes or does not, one of what stands between bars is taken, capitals are filled by name from
the tables below. The order of words and the names of options are in no table, so that a usage line
which lies fails here.

- each verb that help lists has a usage line, and each of its words is known
- each example of each usage line is understood: whatever it is answered, it is no usage error
- the long story (campaign.txt) is played from request to closeout pack with such commands only
"""
import itertools
import os
import re
import shlex
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lib import convo, world  # noqa: E402
from lib.world import Problem  # noqa: E402

USAGE = 64
JANE = "jane@acme.example"
STORY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "campaign.txt")
ITEM = re.compile(r"R\d+$")  # R3 in a usage line stands for any item
STAYS_UP = {"run"}  # played by every conversation on servers

# ---------------------------------------------------------------------------------- the grammar


class Word:
    """One word of a usage line: "JOB", "--by", "kit=KIT", "R5…"; `name` is what it wants filled in."""

    def __init__(self, text):
        self.many = text.endswith("…")
        text = text.rstrip("…")
        self.prefix, eq, rest = text.rpartition("=")
        self.prefix += eq
        self.name = "R" if ITEM.match(rest) else rest if rest[:1].isupper() else None
        self.literal = text

    def fill(self, values):
        """The words it becomes; `values` are those of its name that are left, its own are taken."""
        if self.name is None:
            return [self.literal]
        if not values:
            raise LookupError(self.name)
        if not self.many:
            return [self.prefix + values.pop(0)]
        got, values[:] = list(values), []
        return [self.prefix + v for v in got]


def _cut(text, mark):
    """Parts of text between marks outside of brackets."""
    parts, depth, begin, i = [], 0, 0, 0
    while i < len(text):
        depth += (text[i] == "[") - (text[i] == "]")
        if depth == 0 and text.startswith(mark, i):
            parts.append(text[begin:i])
            i += len(mark)
            begin = i
        else:
            i += 1
    if depth:
        raise Problem("brackets of '%s' do not match" % text)
    return parts + [text[begin:]]


def lines_of(usage):
    """Every line the usage allows, as (how many brackets were opened, [Word])."""
    got = []
    for branch in _cut(usage, " | "):
        choices = []
        for item in _cut(branch, " "):
            if item.startswith("["):
                inner = lines_of(item[1:item.rindex("]")])
                choices.append([(0, [])] + [(n + 1, words) for n, words in inner])
            else:
                last = "…" if item.endswith("…") else ""
                choices.append([(0, [Word(w.rstrip("…") + last)]) for w in item.split("|")])
        for taken in itertools.product(*choices):
            got.append((sum(n for n, _ in taken), [w for _, words in taken for w in words]))
    return got


class Help:
    """What `docket help` says, and nothing else."""

    def __init__(self, w):
        text = w.docket("help", expect=0).out
        self.verbs = re.findall(r"^([a-z][a-z-]*) +\S", text.split("\n\n")[0], re.M)
        if not self.verbs:
            raise Problem("help lists no verbs: " + text[-300:])
        self.usage, self.options = {}, {}
        for verb in self.verbs:
            out = w.docket("help", verb).out
            m = re.match(r"usage: (.*)\n\S", out)
            if not m:
                raise Problem("help %s shows no usage line: %s" % (verb, out[:200]))
            for branch in _cut(m.group(1), " | "):
                if branch.split()[0] != verb:
                    raise Problem("'%s' of the usage of %s does not begin with it" % (branch, verb))
            self.usage[verb] = m.group(1)
            options = re.search(r"^options: (.*)$", out, re.M)
            self.options[verb] = options.group(1) if options else ""

    @staticmethod
    def pick(usage, values, chosen=()):
        """The line that takes all of the values and no other, has the chosen words, and no needless one."""
        fits = []
        for _, words in lines_of(usage):
            left = {name: list(v) for name, v in values.items()}
            try:
                line = [part for w in words for part in w.fill(left.get(w.name, []))]
            except LookupError:
                continue
            literal = [w.literal for w in words if w.name is None]
            if not any(left.values()) and all(c in literal for c in chosen):
                fits.append((len(literal), line))
        if not fits:
            raise Problem("no line of '%s' takes %s %s" % (usage, sorted(values), list(chosen)))
        least = min(n for n, _ in fits)
        lines = [line for n, line in fits if n == least]
        if any(line != lines[0] for line in lines):
            raise Problem("'%s' can be read in several ways: %s" % (usage, lines))
        return lines[0]

    def command(self, verb, who, values, chosen=()):
        if verb not in self.usage:
            raise Problem("help does not list '%s'" % verb)
        return self.pick(self.usage[verb], values, chosen) + self.whose(verb, who)

    def whose(self, verb, who):
        return self.pick(self.options[verb], {"HANDLE": [who]}) if who else []


# ---------------------------------------------------------------------------------- examples

# A value for each word in capitals; a list gives the first, then the second of a line.
VALUES = {
    "JOB": ["ACME-001", "ACME-002"], "KEEP": ["ACME-001"], "OTHER": ["ACME-002"], "CODE": ["ACME"],
    "R": ["R1", "R2"], "HANDLE": ["tom"], "ADDRESS": [JANE], "MESSAGE": ["m1"], "ID": ["1"], "N": ["1"],
    "YYYY-MM-DD": ["2026-06-01"], "FROM": ["2026-06-01"], "TO": ["2026-06-05"], "YYYY-MM": ["2026-06"],
    "HH:MM": ["17:00"], "WORDS": ["please make the headline bigger"], "REASON": ["they asked for it"], "TITLE": ["Poster"],
    "PHRASE": ["best ever"], "KIT": ["landing-page"], "STATE": ["production"], "FIELD": ["audience"],
    "VALUE": ["hikers"], "LINK": ["https://files.example/page-9"], "VERB": ["accept"], "Z": ["Europe/Berlin"],
    "ZONE": ["Europe/Berlin"], "L": ["de"], "D": ["new.example"], "NAME": ["Sam Hill"], "CONTACT": ["Ida Berg"],
    "PLATFORM": ["slack"], "COLUMNS": ["80"], "MEMBER": ["maya"], "H": ["8"], "HOURS": ["8"], "KIND": ["prompt"], "FILE": ["mail.eml"], "FILE.csv": ["people.csv"],
    "MAIL": ["mail.eml"], "DIR": ["again"], "TEXT": ["Friday"], "ISO": ["2026-05-11T09:00"], "ROLES": ["creative,copy"],
}
# Where a word must be new to docket.
NEW = {"client new": {"CODE": ["NEWCO"], "ADDRESS": ["ida@new.example"]}, "client add": {"CODE": ["NEWCO"]},
       "contact add": {"ADDRESS": ["ida@acme.example"]},
       "member add": {"HANDLE": ["ida"], "ADDRESS": ["ida@harborpine.example"]},
       "partner add": {"HANDLE": ["ida"], "ADDRESS": ["ida@studio.example"]},
       "init chat": {"NAME": ["slack"]}, "partner set": {"HANDLE": ["pia"]}, "closeout": {"FILE": ["pack.zip"]}}


def examples(usage):
    """Lines of a usage: all brackets closed, each opened once, all opened; each word between bars."""
    every = lines_of(usage)
    most = max(n for n, _ in every)
    for n, words in every:
        if n > 1 and n < most and len(every) > 16:
            continue
        yield words


def example(words):
    head = " ".join(w.literal for w in words[:2])
    special = dict(VALUES, **NEW.get(words[0].literal, {}))
    special.update(NEW.get(head, {}))
    left, line = {}, []
    for w in words:
        if w.name is not None and w.name not in special:
            raise Problem("nothing is known for %s of '%s'" % (w.name, " ".join(x.literal for x in words)))
        if w.name is None:
            line.append(w.literal)
            continue
        values = left.setdefault(w.name, list(special[w.name]))
        line.append(w.prefix + (values.pop(0) if len(values) > 1 else values[0]))
    return line


def table(h, options):
    """Each verb has a usage line, each word of it is known."""
    w = world.World(h, "help.table", bare=True)
    try:
        for verb, usage in Help(w).usage.items():
            for _, words in lines_of(usage):
                example(words)
    finally:
        w.close()


# ---------------------------------------------------------------------------------- the story

J = {"JOB": ["ACME-001"]}


def _submit(n):
    return [("submit", "tom", dict(J, LINK=["https://files.example/page-%d" % n]))]


PASSES = [("approve", who, J) for who in ("maya", "priya", "maya")]

# The commands of campaign.txt, in its order: verb, who, values by name, words chosen between bars.
STEPS = (
    [("decider", None, {"CODE": ["ACME"], "ADDRESS": [JANE]}), ("status", None, J), ("accept", "maya", J),
     ("assign", "maya", dict(J, HANDLE=["tom"]))]
    + _submit(1) + [("approve", "tom", J)] + PASSES
    + [("done", "tom", dict(J, R=["R1"])), ("revisions", None, J), ("done", "tom", dict(J, R=["R2"]))]
    + _submit(2) + PASSES + [("status", None, J), ("approvals", None, J), ("done", "tom", dict(J, R=["R3"]))]
    + _submit(3) + PASSES + [("scope", None, J), ("done", "tom", dict(J, R=["R4"]))]
    + _submit(4) + PASSES
    + [("approve", "maya", dict(J, ADDRESS=[JANE], WORDS=["she", "said", "yes", "on", "the", "phone"])),
       ("status", None, J), ("approvals", None, J),
       ("qa", "tom", J, ("all", "ok")), ("qa", "maya", J, ("all", "ok")), ("deliver", "maya", J),
       ("closeout", "maya", J), ("verify", None, {"MAIL": ["mail:" + JANE]}), ("archive", "maya", J),
       ("certificate", None, J), ("verify", None, {})])


class HelpPlayer(convo.Player):
    """Plays a conversation, each command of which is written anew from help."""

    def __init__(self, c, w, snapshots=()):
        super().__init__(c, w)
        self.help, self.steps, self.snapshots, self.last = Help(w), iter(STEPS), snapshots, None

    def shell(self, s):
        words = shlex.split(s.rest)
        step = next(self.steps, None)
        if step is None or words[1] != step[0]:
            self.fail(s, "the table of commands has '%s' here" % (step[0] if step else "nothing"))
        if step[0] in self.snapshots and step[0] != self.last:
            name = "%s.%d" % (step[0], s.line)
            shutil.copytree(self.w.data, os.path.join(self.w.dir, name))
        self.last = step[0]
        s.rest = shlex.join(["docket"] + self.help.command(*step))
        self.say("$ " + s.rest)
        super().shell(s)

    def end(self):
        if next(self.steps, None) is not None:
            raise Problem("the table has more commands than the story")
        super().end()


def story(h, options):
    c, = convo.load(STORY)
    w = world.World(h, "help.story", c.settings, start=c.start)
    try:
        HelpPlayer(c, w).play()
    finally:
        w.close()


# ---------------------------------------------------------------------------------- understood

# The story stands still before these: a round of feedback is open; the work is approved.
MOMENTS = ("revisions", "qa")


def understood(h, options):
    """Each example at several moments of the story; at each the data are the same for every example."""
    c, = convo.load(STORY)
    w = world.World(h, "help.examples", c.settings, start=c.start)
    try:
        w.docket("partner", "add", "pia", "pia@studio.example", "Pia Moss", expect=0)
        HelpPlayer(c, w, MOMENTS).play()
        moments = sorted(n for n in os.listdir(w.dir) if n.split(".")[0] in MOMENTS)
        help_ = Help(w)
        with open(os.path.join(w.dir, "mail.eml"), "wb") as f:
            f.write([m for m in w.sent() if m.rcpt == JANE][-1].raw)
        with open(os.path.join(w.dir, "people.csv"), "w") as f:
            f.write("code,name,domain,contact,address\nIDA,Ida Berg,ida.example,Ida Berg,ida@ida.example\n")
        bad = []
        for verb, usage in help_.usage.items():
            if verb in STAYS_UP:
                continue
            whom = help_.whose(verb, "maya" if help_.options[verb] else None)
            for words in examples(usage):
                line = example(words)
                for moment in moments:
                    shutil.rmtree(w.data)
                    shutil.copytree(os.path.join(w.dir, moment), w.data)
                    r = w.docket(*line, *whom)
                    if r.code == USAGE:
                        bad.append("%s (%s): %s" % (" ".join(line), moment, world._last(r.err)[:160]))
                        break
        if bad:
            raise Problem("%d examples of help are usage errors:\n  %s" % (len(bad), "\n  ".join(bad)))
    finally:
        w.close()


TESTS = [("help: each usage line can be read", table, ("check", "test", "san")),
         ("help: each example is understood", understood, ("test",)),
         ("help: the long story", story, ("test", "san"))]
