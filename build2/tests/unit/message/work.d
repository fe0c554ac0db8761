build2/tests/unit/message/work.o: tests/unit/message/work.c \
 tests/unit/message/../check.h include/docket/base/slice.h \
 tests/unit/message/../../../bot/message/html.h \
 include/docket/message/mail.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/vec.h \
 include/docket/base/pool.h \
 tests/unit/message/../../../bot/message/work.h
tests/unit/message/../check.h:
include/docket/base/slice.h:
tests/unit/message/../../../bot/message/html.h:
include/docket/message/mail.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
tests/unit/message/../../../bot/message/work.h:
