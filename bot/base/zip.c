/* Writing ZIP archives: local headers with the files, then the central directory (APPNOTE 4.3). */
#include "docket/base/zip.h"

enum {
	LOCAL = 0x04034b50,
	CENTRAL = 0x02014b50,
	END = 0x06054b50,
	NEEDS = 20,              /* version 2.0 reads it */
	MADE_BY_UNIX = 3 << 8 | NEEDS,
	NAMES_UTF8 = 1 << 11,    /* general purpose bit 11 (APPNOTE appendix D) */
	FILES_MAX = 0xfffe,      /* 0xffff would announce ZIP64 */
	NAME_MAX_BYTES = 0xffff,
	CENTRAL_MAX = 16 << 20,
	FIRST_YEAR = 1980,       /* of an MS-DOS date */
	LAST_YEAR = 2107,
};

static void
put(struct str *out, uint32_t n, int bytes)
{
	for (int i = 0; i < bytes; i++)
		str_addc(out, (char)(n >> (8 * i) & 0xff));
}

/* CRC-32 of ISO 3309, bit by bit from a table of nibbles: archives are small, code is smaller. */
static uint32_t
crc32(struct slice s)
{
	static const uint32_t nibbles[16] = {
		0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
		0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
		0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};
	uint32_t crc = 0xffffffff;

	for (size_t i = 0; i < s.len; i++) {
		crc ^= (unsigned char)s.data[i];
		crc = crc >> 4 ^ nibbles[crc & 15];
		crc = crc >> 4 ^ nibbles[crc & 15];
	}
	return ~crc;
}

void
zip_begin(struct zip *z, struct str *out, struct civil at)
{
	int year = at.year < FIRST_YEAR ? FIRST_YEAR : at.year > LAST_YEAR ? LAST_YEAR : at.year;

	*z = (struct zip){.out = out, .start = out->len};
	str_init(&z->central, CENTRAL_MAX);
	z->date = (uint16_t)((year - FIRST_YEAR) << 9 | at.month << 5 | at.day);
	z->time = (uint16_t)(at.hour << 11 | at.minute << 5 | at.second / 2);
}

/* The fields that the local header and the directory share (APPNOTE 4.4). */
static void
put_shared(struct zip *z, struct str *out, struct slice name, struct slice bytes, uint32_t crc)
{
	put(out, NEEDS, 2);
	put(out, NAMES_UTF8, 2);
	put(out, 0, 2); /* stored */
	put(out, z->time, 2);
	put(out, z->date, 2);
	put(out, crc, 4);
	put(out, (uint32_t)bytes.len, 4);
	put(out, (uint32_t)bytes.len, 4);
	put(out, (uint32_t)name.len, 2);
	put(out, 0, 2); /* no extra field */
}

void
zip_add(struct zip *z, struct slice name, struct slice bytes)
{
	uint32_t crc = crc32(bytes);
	size_t at = z->out->len - z->start;

	if (z->count >= FILES_MAX || name.len > NAME_MAX_BYTES || at + bytes.len > UINT32_MAX / 2) {
		z->out->failed = true;
		return;
	}
	z->count++;
	put(z->out, LOCAL, 4);
	put_shared(z, z->out, name, bytes, crc);
	str_add(z->out, name);
	str_add(z->out, bytes);
	put(&z->central, CENTRAL, 4);
	put(&z->central, MADE_BY_UNIX, 2);
	put_shared(z, &z->central, name, bytes, crc);
	put(&z->central, 0, 2); /* no comment */
	put(&z->central, 0, 2); /* first disk */
	put(&z->central, 0, 2); /* internal attributes */
	put(&z->central, 0100644u << 16, 4);
	put(&z->central, (uint32_t)at, 4);
	str_add(&z->central, name);
}

int
zip_end(struct zip *z, struct err *e)
{
	size_t at = z->out->len - z->start, len = z->central.len;
	bool failed = str_failed(&z->central);

	str_add(z->out, str_slice(&z->central));
	put(z->out, END, 4);
	put(z->out, 0, 2);
	put(z->out, 0, 2);
	put(z->out, z->count, 2);
	put(z->out, z->count, 2);
	put(z->out, (uint32_t)len, 4);
	put(z->out, (uint32_t)at, 4);
	put(z->out, 0, 2);
	str_clear(&z->central);
	return failed || str_failed(z->out)
	               ? err_set(e, ERR_REFUSED, "the archive would be larger than %zu bytes",
	                         z->out->max)
	               : 0;
}
