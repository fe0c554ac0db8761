"""
A token that a platform refuses: the team is told once, what goes out there is kept, and it leaves once the
token is renewed: each thing once, in order, and of a card only what it says by then.
"""
import scenes
from lib.world import Problem


def _held(s):
    w, want, name = s.w, s.desk.want, s.desk.name

    def rows():
        return "%s" % w.rows("SELECT id, state, held, last_error FROM chat_out")
    s.revoke()
    for n in (1, 2, 3):
        w.docket("new", "ACME", "Banner %d" % n, "--as", "maya", expect=0)
    want(lambda: w.rows("SELECT 1 FROM chat_out WHERE held IS NOT NULL"), lambda: "nothing is kept: " + rows(), 60)
    s.desk.told("")
    w.docket("hold", "ACME-002", "--as", "maya", expect=0)
    want(lambda: [m for m, in w.rows("SELECT message FROM chat_out WHERE state = 'queued'")
                  if "ACME-002" in m and "On hold" in m], "what waits does not say what is so by now", 60)
    board = w.docket("board", expect=0).out
    if "chat %s is refused" % name not in board or "3 messages wait" not in board:
        raise Problem("the board does not say it: %s" % board)
    if w.rows("SELECT 1 FROM chat_out WHERE state = 'dead'"):
        raise Problem("a refused token killed a message: " + rows())
    s.desk.again()  # still refused: nobody is told again
    want(lambda: w.one("SELECT count(*) FROM chat_out WHERE held IS NOT NULL AND due > ?", w.now) > 0,
         lambda: "it is not tried: " + rows(), 60)
    before = len(s.posted())
    w.stop()
    s.renew()
    w.start()
    want(lambda: not w.rows("SELECT 1 FROM chat_out WHERE state = 'queued'"), lambda: "what waited does not leave: " + rows(), 60)
    got = s.posted()[before:]
    at = [[i for i, text in enumerate(got) if "ACME-00%d" % n in text] for n in (1, 2, 3)]
    if [len(a) for a in at] != [1, 1, 1] or not at[0] < at[1] < at[2]:
        raise Problem("not each once and in order: %s" % got)
    want(lambda: "is refused" not in w.docket("board", expect=0).out, "the board still says that it is refused")
    if len(s.desk.alarms()) != 1:
        raise Problem("the team was told %d times" % len(s.desk.alarms()))


TESTS = scenes.tests("chat/held: a refused token on %s", _held)
