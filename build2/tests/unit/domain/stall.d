build2/tests/unit/domain/stall.o: tests/unit/domain/stall.c \
 tests/unit/check.h include/docket/base/slice.h \
 include/docket/domain/stall.h include/docket/domain/calendar.h \
 include/docket/base/zone.h include/docket/base/day.h \
 include/docket/base/str.h include/docket/domain/job.h \
 include/docket/base/err.h include/docket/base/vec.h \
 include/docket/base/pool.h
tests/unit/check.h:
include/docket/base/slice.h:
include/docket/domain/stall.h:
include/docket/domain/calendar.h:
include/docket/base/zone.h:
include/docket/base/day.h:
include/docket/base/str.h:
include/docket/domain/job.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
