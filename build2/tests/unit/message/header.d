build2/tests/unit/message/header.o: tests/unit/message/header.c \
 tests/unit/message/../check.h include/docket/base/slice.h \
 tests/unit/message/../../../bot/message/address.h \
 include/docket/message/mail.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/vec.h \
 include/docket/base/pool.h \
 tests/unit/message/../../../bot/message/header.h \
 tests/unit/message/../../../bot/message/mime.h \
 tests/unit/message/../../../bot/message/header.h
tests/unit/message/../check.h:
include/docket/base/slice.h:
tests/unit/message/../../../bot/message/address.h:
include/docket/message/mail.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
tests/unit/message/../../../bot/message/header.h:
tests/unit/message/../../../bot/message/mime.h:
tests/unit/message/../../../bot/message/header.h:
