package io.tallystick.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that are written one after the other: the load shares the processors with what it measures, so it makes no text in between. */
final class Ascii {
    private static final byte[] HEX = bytes("0123456789abcdef");

    private byte[] written;
    private int length;

    Ascii(int expected) {
        written = new byte[Math.max(16, expected)];
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    Ascii add(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, written, length, bytes.length);
        length += bytes.length;
        return this;
    }

    Ascii add(char one) {
        reserve(1);
        written[length++] = (byte) one;
        return this;
    }

    /** The lowest {@code digits} hex digits of a number. */
    Ascii hex(long number, int digits) {
        reserve(digits);
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            written[length++] = HEX[(int) (number >>> shift) & 15];
        }
        return this;
    }

    /** A number that is not negative, with at least so many digits. */
    Ascii decimal(long number, int atLeast) {
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        digits = Math.max(digits, atLeast);
        reserve(digits);
        long rest = number;
        for (int at = length + digits - 1; at >= length; at--) {
            written[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    int length() {
        return length;
    }

    byte[] toBytes() {
        return Arrays.copyOf(written, length);
    }

    private void reserve(int more) {
        if (length + more > written.length) {
            written = Arrays.copyOf(written, Math.max(2 * written.length, length + more));
        }
    }
}
