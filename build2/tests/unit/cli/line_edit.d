build2/tests/unit/cli/line_edit.o: tests/unit/cli/line_edit.c \
 tests/unit/cli/../../../bot/cli/line_edit.h include/docket/base/str.h \
 include/docket/base/slice.h tests/unit/cli/../check.h
tests/unit/cli/../../../bot/cli/line_edit.h:
include/docket/base/str.h:
include/docket/base/slice.h:
tests/unit/cli/../check.h:
