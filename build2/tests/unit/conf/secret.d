build2/tests/unit/conf/secret.o: tests/unit/conf/secret.c \
 tests/unit/conf/../check.h include/docket/base/slice.h \
 include/docket/base/clock.h include/docket/base/file.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/conf/conf.h include/docket/base/day.h \
 include/docket/base/vec.h include/docket/base/pool.h
tests/unit/conf/../check.h:
include/docket/base/slice.h:
include/docket/base/clock.h:
include/docket/base/file.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
