package io.tallystick.ingest.app;

import io.tallystick.ingest.model.Examined;
import io.tallystick.ingest.model.Examiner;
import io.tallystick.schemas.usage.MeterRules;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes usage events in: judge each, write the good ones, answer when they are durable. */
public final class Intake {
    private final MeterCatalog meters;
    private final EventLog log;
    private final DoorLedger ledger;
    private final IntakeWatch watch;
    private final InstantSource clock;

    /** A door between these. */
    public Intake(MeterCatalog meters, EventLog log, DoorLedger ledger, IntakeWatch watch, InstantSource clock) {
        this.meters = meters;
        this.log = log;
        this.ledger = ledger;
        this.watch = watch;
        this.clock = clock;
    }

    /**
     * The moment that requests of now carry, and the judge of their events.
     *
     * @param onlyCustomer whom the sender may send for, if it is bound to one
     * @throws NotReadyException before the meters are known
     */
    public Session begin(Optional<String> onlyCustomer) {
        MeterRules rules = meters.rules().orElseThrow(NotReadyException::new);
        // Records carry milliseconds: whoever reads the log must see the same time as the judge here.
        Instant receivedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new Session(new Examiner(rules, onlyCustomer, receivedAt), receivedAt);
    }

    /** One request. */
    public final class Session {
        private final Examiner examiner;
        private final Instant receivedAt;

        private Session(Examiner examiner, Instant receivedAt) {
            this.examiner = examiner;
            this.receivedAt = receivedAt;
        }

        /** Judges every event; nothing is written yet. */
        public Examined examine(List<byte[]> events) {
            return examiner.examine(events);
        }

        /**
         * Writes the accepted events. May block shortly when the log is slow.
         *
         * @return completes when all are durable, fails with {@link LogUnavailableException} if that is unknown of any
         */
        public CompletionStage<Void> append(Examined examined) {
            watch.examined(examined);
            int events = examined.entries().size();
            ledger.examined(examined.verdicts().size(), examined.refused());
            if (events == 0) {
                return CompletableFuture.completedStage(null);
            }
            // Not by the clock, which somebody may set meanwhile.
            long began = System.nanoTime();
            return log.append(examined.entries(), receivedAt).whenComplete((_, failure) -> {
                if (failure == null) {
                    ledger.accepted(events);
                    watch.appended(events, Duration.ofNanos(System.nanoTime() - began));
                } else {
                    ledger.unacknowledged(events);
                    watch.unavailable(events);
                }
            });
        }
    }
}
