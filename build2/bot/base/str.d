build2/bot/base/str.o: bot/base/str.c include/docket/base/banned.h \
 include/docket/base/str.h include/docket/base/slice.h
include/docket/base/banned.h:
include/docket/base/str.h:
include/docket/base/slice.h:
