build2/bot/compose/tpl_words.o: bot/compose/tpl_words.c \
 include/docket/base/banned.h bot/compose/tpl_words.h \
 bot/compose/tpl_tree.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/compose/value.h include/docket/base/day.h \
 bot/compose/tpl_names.h include/docket/base/near.h \
 include/docket/base/utf8.h
include/docket/base/banned.h:
bot/compose/tpl_words.h:
bot/compose/tpl_tree.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/compose/value.h:
include/docket/base/day.h:
bot/compose/tpl_names.h:
include/docket/base/near.h:
include/docket/base/utf8.h:
