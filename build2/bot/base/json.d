build2/bot/base/json.o: bot/base/json.c include/docket/base/banned.h \
 include/docket/base/json.h include/docket/base/str.h \
 include/docket/base/slice.h include/docket/base/utf8.h \
 include/docket/base/pool.h
include/docket/base/banned.h:
include/docket/base/json.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/utf8.h:
include/docket/base/pool.h:
