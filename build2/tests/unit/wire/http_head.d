build2/tests/unit/wire/http_head.o: tests/unit/wire/http_head.c \
 tests/unit/wire/../../../bot/wire/http_head.h include/docket/base/str.h \
 include/docket/base/slice.h include/docket/wire/http_serve.h \
 include/docket/base/frame.h include/docket/base/err.h \
 include/docket/wire/http.h include/docket/base/pool.h \
 include/docket/base/vec.h tests/unit/wire/../check.h
tests/unit/wire/../../../bot/wire/http_head.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/wire/http_serve.h:
include/docket/base/frame.h:
include/docket/base/err.h:
include/docket/wire/http.h:
include/docket/base/pool.h:
include/docket/base/vec.h:
tests/unit/wire/../check.h:
