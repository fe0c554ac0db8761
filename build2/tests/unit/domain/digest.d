build2/tests/unit/domain/digest.o: tests/unit/domain/digest.c \
 tests/unit/check.h include/docket/base/slice.h \
 include/docket/base/clock.h include/docket/domain/digest.h \
 include/docket/domain/calendar.h include/docket/base/zone.h \
 include/docket/base/day.h include/docket/base/str.h \
 include/docket/domain/job.h include/docket/base/err.h \
 include/docket/base/vec.h include/docket/base/pool.h
tests/unit/check.h:
include/docket/base/slice.h:
include/docket/base/clock.h:
include/docket/domain/digest.h:
include/docket/domain/calendar.h:
include/docket/base/zone.h:
include/docket/base/day.h:
include/docket/base/str.h:
include/docket/domain/job.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
