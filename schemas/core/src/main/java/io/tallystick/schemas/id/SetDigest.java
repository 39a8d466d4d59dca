package io.tallystick.schemas.id;

/**
 * A digest of a set that does not depend on the order of its members: the sum of their 128-bit hashes modulo 2^128, with the
 * number of members beside it. Members can be taken out again, so a digest is kept up to date without reading the set.
 *
 * <p>Equal sets have equal digests; {@code EMPTY.plus(a).plus(b)} equals {@code EMPTY.plus(b).plus(a)}.
 *
 * @param count the number of members
 * @param high the high 64 bits of the sum
 * @param low the low 64 bits of the sum
 */
public record SetDigest(long count, long high, long low) {
    /** The digest of no members. */
    public static final SetDigest EMPTY = new SetDigest(0, 0, 0);

    /** This set with one member more. */
    public SetDigest plus(Hash128 member) {
        long sum = low + member.low();
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        return new SetDigest(count + 1, high + member.high() + carry, sum);
    }

    /** This set without one of its members. */
    public SetDigest minus(Hash128 member) {
        long difference = low - member.low();
        long borrow = Long.compareUnsigned(low, member.low()) < 0 ? 1 : 0;
        return new SetDigest(count - 1, high - member.high() - borrow, difference);
    }

    /** The union with a set that shares no member with this one. */
    public SetDigest plus(SetDigest other) {
        SetDigest sum = plus(new Hash128(other.high, other.low));
        return new SetDigest(count + other.count, sum.high, sum.low);
    }

    /** The sum as 32 hex digits, without the count. */
    public String hex() {
        return new Hash128(high, low).toString();
    }

    /**
     * The digest that {@link #hex()} printed for a set of {@code count} members.
     *
     * @throws IllegalArgumentException if {@code hex} has not 32 hex digits
     */
    public static SetDigest of(long count, String hex) {
        Hash128 sum = Hash128.parse(hex);
        return new SetDigest(count, sum.high(), sum.low());
    }
}
