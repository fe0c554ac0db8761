build2/tests/unit/wire/skeleton.o: tests/unit/wire/skeleton.c \
 tests/unit/wire/../check.h include/docket/base/slice.h \
 tests/unit/wire/../../../bot/wire/skeleton.h include/docket/base/str.h \
 include/docket/base/pool.h
tests/unit/wire/../check.h:
include/docket/base/slice.h:
tests/unit/wire/../../../bot/wire/skeleton.h:
include/docket/base/str.h:
include/docket/base/pool.h:
