build2/tests/unit/wire/chat_util.o: tests/unit/wire/chat_util.c \
 tests/unit/wire/../../../bot/wire/chat_util.h \
 tests/unit/wire/../../../bot/wire/chat_json.h include/docket/base/err.h \
 include/docket/base/pool.h include/docket/base/slice.h \
 include/docket/wire/chat.h include/docket/base/chat.h \
 include/docket/base/json.h include/docket/base/str.h \
 include/docket/base/vec.h include/docket/conf/conf.h \
 include/docket/base/day.h include/docket/wire/http.h \
 tests/unit/wire/../check.h
tests/unit/wire/../../../bot/wire/chat_util.h:
tests/unit/wire/../../../bot/wire/chat_json.h:
include/docket/base/err.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
include/docket/wire/chat.h:
include/docket/base/chat.h:
include/docket/base/json.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/wire/http.h:
tests/unit/wire/../check.h:
