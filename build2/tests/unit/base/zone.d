build2/tests/unit/base/zone.o: tests/unit/base/zone.c \
 include/docket/base/zone.h include/docket/base/day.h \
 include/docket/base/slice.h include/docket/base/str.h \
 tests/unit/base/../check.h
include/docket/base/zone.h:
include/docket/base/day.h:
include/docket/base/slice.h:
include/docket/base/str.h:
tests/unit/base/../check.h:
