package io.tallystick.schemas.id;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

/** Ids are derived so that nobody has to agree on them. */
final class IdsTest {
    private static final long SEED = 20_261_101L;

    @Test
    void a_customer_has_the_partition_that_every_kafka_client_computes() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            String key = random.ints(random.nextInt(24), 32, 0x2fff)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            int kafka = Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % 12;
            assertEquals(kafka, Partition.of(key, 12), () -> "key \"" + key + "\", seed " + SEED);
        }
    }

    @Test
    void a_hash_keeps_its_parts_apart() {
        assertNotEquals(Hash128.of("a-b", "c"), Hash128.of("a", "b-c"));
        assertNotEquals(Hash128.of("ab", ""), Hash128.of("a", "b"));
        assertNotEquals(Hash128.of("a", null), Hash128.of("a", ""));
    }

    @Test
    void a_hash_is_printed_and_read_again() {
        Hash128 hash = Hash128.of("acme", "s", "e1");

        assertEquals(hash, Hash128.parse(hash.toString()));
        assertEquals(32, hash.toString().length());
    }

    @Test
    void the_digest_of_a_set_does_not_depend_on_the_order_and_members_can_leave() {
        List<Hash128> members = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            members.add(Hash128.of("member", Integer.toString(i)));
        }
        SetDigest ordered = digest(members);
        Collections.shuffle(members, new Random(SEED));

        assertEquals(ordered, digest(members));
        Hash128 one = members.getFirst();
        assertEquals(digest(members.subList(1, members.size())), ordered.minus(one));
        assertEquals(ordered, digest(members.subList(0, 500)).plus(digest(members.subList(500, 1_000))));
        assertEquals(ordered, SetDigest.of(ordered.count(), ordered.hex()));
    }

    @Test
    void a_later_uuid_sorts_later_and_says_version_7() {
        long[] now = {Instant.parse("2026-11-01T00:00:00Z").toEpochMilli()};
        InstantSource clock = () -> Instant.ofEpochMilli(now[0]);
        Uuid7 ids = new Uuid7(clock, new Random(SEED));
        UUID first = ids.next();
        now[0]++;
        UUID second = ids.next();

        assertEquals(7, first.version());
        assertEquals(2, first.variant());
        assertTrue(first.toString().compareTo(second.toString()) < 0);
    }

    private static SetDigest digest(List<Hash128> members) {
        SetDigest digest = SetDigest.EMPTY;
        for (Hash128 member : members) {
            digest = digest.plus(member);
        }
        return digest;
    }
}
