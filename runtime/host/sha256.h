/* sha256.h - SHA-256 (FIPS 180-4) as hexadecimal, through Nettle; `sha256sum` prints the same. */
#ifndef MIEN_HOST_SHA256_H
#define MIEN_HOST_SHA256_H

#include <nettle/sha2.h>
#include <stddef.h>

struct sha256 {
    struct sha256_ctx state;
};

void sha256_start(struct sha256 *h);
void sha256_add(struct sha256 *h, const void *data, size_t size);
void sha256_finish(struct sha256 *h, char hex[65]);

/* The three in one. */
void sha256_hex(const void *data, size_t size, char hex[65]);

#endif
