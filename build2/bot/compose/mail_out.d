build2/bot/compose/mail_out.o: bot/compose/mail_out.c \
 include/docket/base/banned.h include/docket/compose/mail_out.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/base/slice.h include/docket/base/vec.h \
 include/docket/base/pool.h bot/compose/out_encode.h \
 include/docket/base/hash.h include/docket/base/utf8.h \
 include/docket/base/zone.h include/docket/base/day.h
include/docket/base/banned.h:
include/docket/compose/mail_out.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
bot/compose/out_encode.h:
include/docket/base/hash.h:
include/docket/base/utf8.h:
include/docket/base/zone.h:
include/docket/base/day.h:
