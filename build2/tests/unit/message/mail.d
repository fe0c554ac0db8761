build2/tests/unit/message/mail.o: tests/unit/message/mail.c \
 tests/unit/message/../check.h include/docket/base/slice.h \
 include/docket/message/mail.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/vec.h \
 include/docket/base/pool.h
tests/unit/message/../check.h:
include/docket/base/slice.h:
include/docket/message/mail.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
