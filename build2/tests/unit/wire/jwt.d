build2/tests/unit/wire/jwt.o: tests/unit/wire/jwt.c \
 tests/unit/wire/../../../bot/wire/jwt.h include/docket/base/vec.h \
 include/docket/base/pool.h include/docket/base/slice.h \
 include/docket/wire/http.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/base64.h \
 include/docket/base/hash.h tests/unit/wire/../check.h \
 tests/unit/wire/keys.h
tests/unit/wire/../../../bot/wire/jwt.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
include/docket/wire/http.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/base64.h:
include/docket/base/hash.h:
tests/unit/wire/../check.h:
tests/unit/wire/keys.h:
