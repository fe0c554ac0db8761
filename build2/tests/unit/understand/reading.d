build2/tests/unit/understand/reading.o: tests/unit/understand/reading.c \
 tests/unit/understand/sample.h tests/unit/understand/../check.h \
 include/docket/base/slice.h include/docket/understand/reading.h \
 include/docket/base/zone.h include/docket/base/day.h \
 include/docket/base/str.h include/docket/message/mail.h \
 include/docket/base/err.h include/docket/base/vec.h \
 include/docket/base/pool.h
tests/unit/understand/sample.h:
tests/unit/understand/../check.h:
include/docket/base/slice.h:
include/docket/understand/reading.h:
include/docket/base/zone.h:
include/docket/base/day.h:
include/docket/base/str.h:
include/docket/message/mail.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
