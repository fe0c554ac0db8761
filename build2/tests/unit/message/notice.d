build2/tests/unit/message/notice.o: tests/unit/message/notice.c \
 tests/unit/check.h include/docket/base/slice.h \
 include/docket/message/mail.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/vec.h \
 include/docket/base/pool.h
tests/unit/check.h:
include/docket/base/slice.h:
include/docket/message/mail.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
