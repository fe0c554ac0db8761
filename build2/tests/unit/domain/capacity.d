build2/tests/unit/domain/capacity.o: tests/unit/domain/capacity.c \
 tests/unit/check.h include/docket/base/slice.h \
 include/docket/domain/capacity.h include/docket/base/vec.h \
 include/docket/base/pool.h include/docket/domain/calendar.h \
 include/docket/base/zone.h include/docket/base/day.h \
 include/docket/base/str.h
tests/unit/check.h:
include/docket/base/slice.h:
include/docket/domain/capacity.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/domain/calendar.h:
include/docket/base/zone.h:
include/docket/base/day.h:
include/docket/base/str.h:
