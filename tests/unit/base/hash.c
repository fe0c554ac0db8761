/* Tests of hash: the vectors of FIPS 180, RFC 4231 and RFC 4648. */
#include "docket/base/hash.h"

#include "../check.h"

TEST(hash_sha256_vectors)
{
	static const struct {
		int line;
		const char *text, *want;
	} cases[] = {
		{__LINE__, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
		{__LINE__, "abc",
		 "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
		{__LINE__, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		 "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slice s = slice_of(cases[i].text);
		char hex[HASH_HEX];
		unsigned char digest[HASH_LEN];
		struct hash_ctx c;

		hash_sha256_hex(s, hex);
		CHECK_STR_AT(cases[i].line, hex, cases[i].want);
		hash_begin(&c);
		for (size_t k = 0; k < s.len; k++)
			hash_feed(&c, slice_sub(s, k, k + 1));
		hash_feed(&c, SLICE_NONE);
		hash_end(&c, digest);
		hash_hex(digest, sizeof(digest), hex);
		CHECK_STR_AT(cases[i].line, hex, cases[i].want);
	}
}

TEST(hash_million_a)
{
	char a[1000], hex[HASH_HEX];
	unsigned char digest[HASH_LEN];
	struct hash_ctx c;

	memset(a, 'a', sizeof(a));
	hash_begin(&c);
	for (int i = 0; i < 1000; i++)
		hash_feed(&c, slice_make(a, sizeof(a)));
	hash_end(&c, digest);
	hash_hex(digest, sizeof(digest), hex);
	CHECK_STR(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(hash_hmac_vectors)
{
	static const struct {
		int line;
		char key;
		size_t key_len;
		const char *text, *want;
	} cases[] = {
		{__LINE__, '\x0b', 20, "Hi There",
		 "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
		{__LINE__, '\xaa', 131, "Test Using Larger Than Block-Size Key - Hash Key First",
		 "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
		{__LINE__, 0, 0, "",
		 "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		char key[131], hex[HASH_HEX];
		unsigned char mac[HASH_LEN];

		memset(key, cases[i].key, sizeof(key));
		hash_hmac(slice_make(key, cases[i].key_len), slice_of(cases[i].text), mac);
		hash_hex(mac, sizeof(mac), hex);
		CHECK_STR_AT(cases[i].line, hex, cases[i].want);
	}
	{
		char hex[HASH_HEX];
		unsigned char mac[HASH_LEN];

		hash_hmac(SLICE_LIT("Jefe"), SLICE_LIT("what do ya want for nothing?"), mac);
		hash_hex(mac, sizeof(mac), hex);
		CHECK_STR(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
		hash_hmac(SLICE_NONE, SLICE_NONE, mac);
		hash_hex(mac, sizeof(mac), hex);
		CHECK_STR(hex, "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
	}
}

TEST(hash_base32_vectors)
{
	static const struct {
		int line;
		const char *plain, *coded;
	} cases[] = {
		{__LINE__, "", ""},
		{__LINE__, "f", "my"},
		{__LINE__, "fo", "mzxq"},
		{__LINE__, "foo", "mzxw6"},
		{__LINE__, "foob", "mzxw6yq"},
		{__LINE__, "fooba", "mzxw6ytb"},
		{__LINE__, "foobar", "mzxw6ytboi"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slice p = slice_of(cases[i].plain);
		struct str out;

		str_init(&out, 64);
		hash_base32((const unsigned char *)p.data, p.len, &out);
		CHECK_STR_AT(cases[i].line, str_cstr(&out), cases[i].coded);
		str_clear(&out);
	}
}

TEST(hash_equal_compares)
{
	CHECK(hash_equal("abc", "abc", 3));
	CHECK(!hash_equal("abc", "abd", 3));
	CHECK(hash_equal("abc", "abd", 2));
	CHECK(hash_equal("", "", 0));
}
