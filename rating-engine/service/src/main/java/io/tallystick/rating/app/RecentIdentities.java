package io.tallystick.rating.app;

import io.tallystick.schemas.id.Hash128;
import java.util.Arrays;

/**
 * A hint which identities the owner of a partition has handed to the database lately. It is never the judge: what it holds is
 * compared with what is kept, and what it does not hold is only believed to be new, until the unique key of the events says otherwise.
 * After such a surprise nothing is believed for a few units of work, because what repeats an old event seldom comes alone.
 *
 * <p>It keeps 32 bits of each identity in two generations of which the older is forgotten when the younger is full: 131,072 slots are
 * 1 MB and hold the last 65,536 to 131,072 events. Two identities with the same bits cost a look, nothing else.
 */
final class RecentIdentities {
    /** Units of work without a surprise until an identity that is not held is believed to be new again. */
    static final int WARY_UNITS = 8;

    private static final int FEWEST = 4;

    private final int slots;
    private int[] younger;
    private int[] older;
    private int held;
    private int wary;

    /** Holds at least the last {@code events} identities, in at most {@code 32 * events} bytes. */
    RecentIdentities(int events) {
        int wanted = Math.max(FEWEST, events);
        slots = 2 * Integer.highestOneBit(2 * wanted - 1);
        younger = new int[0];
        older = younger;
    }

    /**
     * Whether an identity was among the recent; it is from now on.
     *
     * @param identity {@link io.tallystick.schemas.usage.UsageEvent#identity}
     */
    boolean holdsOrTakes(Hash128 identity) {
        int bits = bits(identity);
        if (holds(younger, bits) || holds(older, bits)) {
            return true;
        }
        add(bits);
        return false;
    }

    /** An event that was not held is a repetition nevertheless. */
    void surprised() {
        wary = WARY_UNITS;
    }

    /** Whether nothing is believed now. */
    boolean isWary() {
        return wary > 0;
    }

    /** A unit of work came to its end. */
    void unitDone() {
        wary = Math.max(0, wary - 1);
    }

    private void add(int bits) {
        if (younger.length == 0) {
            younger = new int[slots];
        } else if (held == slots / 2) {
            int[] oldest = older.length == 0 ? new int[slots] : older;
            Arrays.fill(oldest, 0);
            older = younger;
            younger = oldest;
            held = 0;
        }
        int at = slot(bits, slots);
        while (younger[at] != 0) {
            at = (at + 1) & (slots - 1);
        }
        younger[at] = bits;
        held++;
    }

    private static boolean holds(int[] generation, int bits) {
        if (generation.length == 0) {
            return false;
        }
        int at = slot(bits, generation.length);
        while (generation[at] != 0 && generation[at] != bits) {
            at = (at + 1) & (generation.length - 1);
        }
        return generation[at] != 0;
    }

    private static int slot(int bits, int slots) {
        return bits & (slots - 1);
    }

    /** Never 0, which is an empty slot. */
    private static int bits(Hash128 identity) {
        int bits = (int) identity.low();
        return bits == 0 ? 1 : bits;
    }
}
