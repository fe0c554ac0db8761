build2/tests/unit/wire/http_out.o: tests/unit/wire/http_out.c \
 include/docket/wire/http_out.h include/docket/wire/http.h \
 include/docket/base/err.h include/docket/base/pool.h \
 include/docket/base/slice.h include/docket/base/str.h \
 include/docket/base/vec.h tests/unit/wire/../check.h \
 include/docket/base/clock.h
include/docket/wire/http_out.h:
include/docket/wire/http.h:
include/docket/base/err.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
include/docket/base/str.h:
include/docket/base/vec.h:
tests/unit/wire/../check.h:
include/docket/base/clock.h:
