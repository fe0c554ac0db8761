build2/tests/unit/wire/http_guard.o: tests/unit/wire/http_guard.c \
 tests/unit/wire/../../../bot/wire/http_guard.h \
 tests/unit/wire/../../../bot/wire/http_addr.h \
 include/docket/base/slice.h tests/unit/wire/../check.h
tests/unit/wire/../../../bot/wire/http_guard.h:
tests/unit/wire/../../../bot/wire/http_addr.h:
include/docket/base/slice.h:
tests/unit/wire/../check.h:
