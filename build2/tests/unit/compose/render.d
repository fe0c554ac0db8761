build2/tests/unit/compose/render.o: tests/unit/compose/render.c \
 tests/unit/compose/../check.h include/docket/base/slice.h \
 include/docket/base/utf8.h include/docket/base/pool.h \
 include/docket/base/str.h tests/unit/compose/overlay.h \
 include/docket/compose/template.h include/docket/base/asset.h \
 include/docket/base/err.h include/docket/compose/value.h \
 include/docket/base/vec.h include/docket/base/day.h \
 tests/unit/compose/sample.h
tests/unit/compose/../check.h:
include/docket/base/slice.h:
include/docket/base/utf8.h:
include/docket/base/pool.h:
include/docket/base/str.h:
tests/unit/compose/overlay.h:
include/docket/compose/template.h:
include/docket/base/asset.h:
include/docket/base/err.h:
include/docket/compose/value.h:
include/docket/base/vec.h:
include/docket/base/day.h:
tests/unit/compose/sample.h:
