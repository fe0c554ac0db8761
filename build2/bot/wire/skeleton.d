build2/bot/wire/skeleton.o: bot/wire/skeleton.c \
 include/docket/base/banned.h bot/wire/skeleton.h \
 include/docket/base/str.h include/docket/base/slice.h
include/docket/base/banned.h:
bot/wire/skeleton.h:
include/docket/base/str.h:
include/docket/base/slice.h:
