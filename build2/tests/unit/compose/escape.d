build2/tests/unit/compose/escape.o: tests/unit/compose/escape.c \
 tests/unit/compose/../check.h include/docket/base/slice.h \
 tests/unit/compose/overlay.h include/docket/compose/template.h \
 include/docket/base/asset.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/compose/value.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/base/day.h
tests/unit/compose/../check.h:
include/docket/base/slice.h:
tests/unit/compose/overlay.h:
include/docket/compose/template.h:
include/docket/base/asset.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/compose/value.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/day.h:
