build2/tests/unit/wire/keys.o: tests/unit/wire/keys.c \
 tests/unit/wire/keys.h include/docket/base/slice.h \
 include/docket/base/base64.h include/docket/base/pool.h \
 include/docket/base/str.h include/docket/base/json.h
tests/unit/wire/keys.h:
include/docket/base/slice.h:
include/docket/base/base64.h:
include/docket/base/pool.h:
include/docket/base/str.h:
include/docket/base/json.h:
