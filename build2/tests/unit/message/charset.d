build2/tests/unit/message/charset.o: tests/unit/message/charset.c \
 tests/unit/message/../check.h include/docket/base/slice.h \
 tests/unit/message/../../../bot/message/charset.h \
 include/docket/base/err.h include/docket/base/pool.h
tests/unit/message/../check.h:
include/docket/base/slice.h:
tests/unit/message/../../../bot/message/charset.h:
include/docket/base/err.h:
include/docket/base/pool.h:
