build2/tests/unit/conf/faults.o: tests/unit/conf/faults.c \
 tests/unit/conf/../check.h include/docket/base/slice.h \
 include/docket/conf/conf.h include/docket/base/day.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/base/vec.h include/docket/base/pool.h
tests/unit/conf/../check.h:
include/docket/base/slice.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
