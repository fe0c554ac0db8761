build2/tests/unit/base/chat.o: tests/unit/base/chat.c \
 include/docket/base/chat.h include/docket/base/err.h \
 include/docket/base/json.h include/docket/base/str.h \
 include/docket/base/slice.h include/docket/base/pool.h \
 include/docket/base/vec.h tests/unit/base/../check.h \
 include/docket/base/utf8.h
include/docket/base/chat.h:
include/docket/base/err.h:
include/docket/base/json.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/pool.h:
include/docket/base/vec.h:
tests/unit/base/../check.h:
include/docket/base/utf8.h:
