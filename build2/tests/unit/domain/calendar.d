build2/tests/unit/domain/calendar.o: tests/unit/domain/calendar.c \
 tests/unit/domain/../check.h include/docket/base/slice.h \
 include/docket/domain/calendar.h include/docket/base/zone.h \
 include/docket/base/day.h include/docket/base/str.h
tests/unit/domain/../check.h:
include/docket/base/slice.h:
include/docket/domain/calendar.h:
include/docket/base/zone.h:
include/docket/base/day.h:
include/docket/base/str.h:
