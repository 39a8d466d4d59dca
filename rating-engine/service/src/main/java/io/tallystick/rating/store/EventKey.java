package io.tallystick.rating.store;

import io.tallystick.rating.app.Identity;
import io.tallystick.schemas.id.Hash128;
import java.util.UUID;

/**
 * The 128 bits by which the database knows the identity of an event of a customer, the same as its function {@code event_identity}: 40
 * bits of locality and 88 bits of SHA-256 over customer, source and id. Ids that grow with time are neighbours, so that new events touch
 * the same pages of the index however many are stored. Two identities of one customer with the same bits are not to be expected: among a
 * thousand million events of the same locality the probability is 2 in a thousand million, and the second would be kept as a conflict.
 */
final class EventKey {
    private static final int UUID_LENGTH = 36;
    private static final int UUID_VERSION_AT = 14;
    private static final int ULID_LENGTH = 26;
    private static final int LOCALITY_BITS = 40;
    private static final int MOST_DIGITS = 12;
    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private EventKey() {}

    static UUID of(Identity identity) {
        return of(Hash128.of(identity.customerId(), identity.source(), identity.id()), identity.id());
    }

    /** The same, of an identity whose hash is known. */
    static UUID of(Hash128 hash, String id) {
        return new UUID(
                locality(id) << (Long.SIZE - LOCALITY_BITS) | hash.high() >>> LOCALITY_BITS,
                hash.high() << (Long.SIZE - LOCALITY_BITS) | hash.low() >>> LOCALITY_BITS);
    }

    /** Milliseconds of a UUID of version 7 by 256, of a ULID by 1,024, the number an id ends with, or 0. */
    static long locality(String id) {
        long ofUuid = id.length() == UUID_LENGTH ? uuid(id) : -1;
        if (ofUuid >= 0) {
            return ofUuid;
        }
        long ofUlid = id.length() == ULID_LENGTH ? ulid(id) : -1;
        return ofUlid >= 0 ? ofUlid : number(id);
    }

    private static long uuid(String id) {
        if (id.charAt(UUID_VERSION_AT) != '7') {
            return -1;
        }
        long bits = 0;
        int digits = 0;
        for (int at = 0; at < UUID_LENGTH; at++) {
            char c = id.charAt(at);
            if (at == 8 || at == 13 || at == 18 || at == 23) {
                if (c != '-') {
                    return -1;
                }
                continue;
            }
            int digit = hex(c);
            if (digit < 0) {
                return -1;
            }
            if (digits < LOCALITY_BITS / 4) {
                bits = bits << 4 | digit;
                digits++;
            }
        }
        return bits;
    }

    /** Of ASCII characters only, as the database sees it. */
    private static int hex(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int letter = c | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    private static long ulid(String id) {
        if (id.charAt(0) > '7') {
            return -1;
        }
        long bits = 0;
        for (int at = 0; at < ULID_LENGTH; at++) {
            int value = CROCKFORD.indexOf(id.charAt(at));
            if (value < 0) {
                return -1;
            }
            bits = at < LOCALITY_BITS / 5 ? bits << 5 | value : bits;
        }
        return bits;
    }

    private static long number(String id) {
        long number = 0;
        long place = 1;
        int first = Math.max(0, id.length() - MOST_DIGITS);
        for (int at = id.length() - 1; at >= first; at--) {
            char c = id.charAt(at);
            if (c < '0' || c > '9') {
                break;
            }
            number += place * (c - '0');
            place *= 10;
        }
        return number;
    }
}
