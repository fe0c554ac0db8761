build2/tests/unit/cli/card_draw.o: tests/unit/cli/card_draw.c \
 tests/unit/cli/../../../bot/cli/card_draw.h include/docket/base/chat.h \
 include/docket/base/err.h include/docket/base/json.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/base/pool.h include/docket/base/vec.h \
 tests/unit/cli/../check.h include/docket/base/utf8.h
tests/unit/cli/../../../bot/cli/card_draw.h:
include/docket/base/chat.h:
include/docket/base/err.h:
include/docket/base/json.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/pool.h:
include/docket/base/vec.h:
tests/unit/cli/../check.h:
include/docket/base/utf8.h:
