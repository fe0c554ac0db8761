build2/tests/unit/wire/names.o: tests/unit/wire/names.c \
 tests/unit/wire/../../../bot/wire/imap_conn.h \
 tests/unit/wire/../../../bot/wire/peer.h include/docket/base/err.h \
 include/docket/conf/conf.h include/docket/base/day.h \
 include/docket/base/slice.h include/docket/base/str.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 tests/unit/wire/../../../bot/wire/stream.h \
 tests/unit/wire/../../../bot/wire/uidset.h \
 tests/unit/wire/../../../bot/wire/imap_name.h tests/unit/wire/../check.h
tests/unit/wire/../../../bot/wire/imap_conn.h:
tests/unit/wire/../../../bot/wire/peer.h:
include/docket/base/err.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/slice.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
tests/unit/wire/../../../bot/wire/stream.h:
tests/unit/wire/../../../bot/wire/uidset.h:
tests/unit/wire/../../../bot/wire/imap_name.h:
tests/unit/wire/../check.h:
