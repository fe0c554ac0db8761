build2/tests/unit/wire/fetch.o: tests/unit/wire/fetch.c \
 include/docket/wire/fetch.h include/docket/conf/conf.h \
 include/docket/base/day.h include/docket/base/slice.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 tests/unit/wire/../../../bot/wire/http_addr.h tests/unit/wire/../check.h
include/docket/wire/fetch.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/slice.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
tests/unit/wire/../../../bot/wire/http_addr.h:
tests/unit/wire/../check.h:
