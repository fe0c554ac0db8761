build2/tests/unit/wire/websocket.o: tests/unit/wire/websocket.c \
 tests/unit/wire/../../../bot/wire/websocket_frame.h \
 include/docket/base/err.h include/docket/base/pool.h \
 include/docket/base/slice.h include/docket/base/str.h \
 tests/unit/wire/../check.h
tests/unit/wire/../../../bot/wire/websocket_frame.h:
include/docket/base/err.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
include/docket/base/str.h:
tests/unit/wire/../check.h:
