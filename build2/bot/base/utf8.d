build2/bot/base/utf8.o: bot/base/utf8.c include/docket/base/banned.h \
 include/docket/base/utf8.h include/docket/base/pool.h \
 include/docket/base/slice.h include/docket/base/str.h
include/docket/base/banned.h:
include/docket/base/utf8.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
include/docket/base/str.h:
