build2/tests/unit/message/letters.o: tests/unit/message/letters.c \
 tests/unit/message/../check.h include/docket/base/slice.h \
 tests/unit/message/../../../bot/message/letters.h
tests/unit/message/../check.h:
include/docket/base/slice.h:
tests/unit/message/../../../bot/message/letters.h:
