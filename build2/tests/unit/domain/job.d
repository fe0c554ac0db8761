build2/tests/unit/domain/job.o: tests/unit/domain/job.c tests/unit/check.h \
 include/docket/base/slice.h include/docket/domain/job.h \
 include/docket/base/err.h include/docket/base/vec.h \
 include/docket/base/pool.h include/docket/understand/reading.h \
 include/docket/base/zone.h include/docket/base/day.h \
 include/docket/base/str.h include/docket/message/mail.h
tests/unit/check.h:
include/docket/base/slice.h:
include/docket/domain/job.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/understand/reading.h:
include/docket/base/zone.h:
include/docket/base/day.h:
include/docket/base/str.h:
include/docket/message/mail.h:
