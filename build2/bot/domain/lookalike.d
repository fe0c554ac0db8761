build2/bot/domain/lookalike.o: bot/domain/lookalike.c \
 include/docket/base/banned.h include/docket/domain/lookalike.h \
 include/docket/base/slice.h include/docket/base/utf8.h \
 include/docket/base/pool.h include/docket/base/str.h
include/docket/base/banned.h:
include/docket/domain/lookalike.h:
include/docket/base/slice.h:
include/docket/base/utf8.h:
include/docket/base/pool.h:
include/docket/base/str.h:
