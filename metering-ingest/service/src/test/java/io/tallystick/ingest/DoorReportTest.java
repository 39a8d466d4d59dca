package io.tallystick.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tallystick.schemas.access.AccessKey.Role;
import io.tallystick.schemas.control.ControlRecord.DoorCounted;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the door received, accepted and refused stands in the log, as durable as the events. */
@Tag("integration")
@QuarkusTest
@QuarkusTestResource(LogBroker.class)
class DoorReportTest {
    @Inject
    Log log;

    @Test
    void a_door_tells_every_partition_what_it_has_let_in() {
        log.meter(Usage.COMPUTE);
        Door door = new Door(log.key(Role.INGEST, null));
        Log.await(() -> door.post(Door.EVENT, Usage.event("told", "t1", "1")).status() == 202);
        Log.await(() -> last().stream().mapToLong(DoorCounted::acceptedHere).sum() > 0);
        DoorCounted before = last().getFirst();

        door.post(Door.EVENT, Usage.event("told", "t2", "1")).mustHave(1, 0);
        assertEquals(
                422,
                door.post(Door.EVENT, Usage.event("told", "t3", "\"much\"")).status());
        Log.await(() -> last().getFirst().received() >= before.received() + 2 && quiet(last()));

        List<DoorCounted> after = last();
        DoorCounted one = after.getFirst();
        assertEquals(one.received(), one.accepted() + one.refused() + one.unacknowledged() + one.underWay());
        assertEquals(before.accepted() + 1, one.accepted());
        assertEquals(before.refused() + 1, one.refused());
        assertEquals(
                one.accepted(),
                after.stream().mapToLong(DoorCounted::acceptedHere).sum());
    }

    private static boolean quiet(List<DoorCounted> counts) {
        return counts.stream()
                .allMatch(one -> one.countedAt().equals(counts.getFirst().countedAt()));
    }

    /** The last report in each partition. */
    private List<DoorCounted> last() {
        List<DoorCounted> last = log.lastReports();
        return last.isEmpty() ? List.of(new DoorCounted("none", null, null, 0, 0, 0, 0, 0, 0)) : last;
    }
}
