build2/tests/unit/wire/http.o: tests/unit/wire/http.c \
 include/docket/wire/http.h include/docket/base/err.h \
 include/docket/base/pool.h include/docket/base/slice.h \
 include/docket/base/str.h include/docket/base/vec.h \
 tests/unit/wire/../check.h
include/docket/wire/http.h:
include/docket/base/err.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
include/docket/base/str.h:
include/docket/base/vec.h:
tests/unit/wire/../check.h:
