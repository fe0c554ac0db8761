build2/bot/conf/print.o: bot/conf/print.c include/docket/base/banned.h \
 bot/conf/print.h bot/conf/key.h include/docket/base/str.h \
 include/docket/base/slice.h
include/docket/base/banned.h:
bot/conf/print.h:
bot/conf/key.h:
include/docket/base/str.h:
include/docket/base/slice.h:
