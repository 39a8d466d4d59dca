package io.tallystick.ingest.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tallystick.ingest.app.IntakeWatch;
import io.tallystick.ingest.model.Examined;
import io.tallystick.ingest.model.Verdict;
import io.tallystick.schemas.usage.ReasonCode;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** {@code tally_ingest_…}: events by outcome, time to the acknowledgement, bytes in work. */
@ApplicationScoped
class IntakeMetrics implements IntakeWatch {
    private final Counter acknowledged;
    private final Counter unavailable;
    private final Timer append;
    private final Gauge inFlight;
    private final MeterRegistry registry;
    private final Map<ReasonCode, Counter> refused = new EnumMap<>(ReasonCode.class);

    IntakeMetrics(MeterRegistry registry, Budget budget) {
        acknowledged = Counter.builder("tally.ingest.acknowledged.events")
                .description("Events that the log has acknowledged")
                .register(registry);
        unavailable = Counter.builder("tally.ingest.unacknowledged.events")
                .description("Events of requests that were answered with 503")
                .register(registry);
        append = Timer.builder("tally.ingest.append")
                .description("Time from the first record of a request to its last acknowledgement")
                .publishPercentileHistogram()
                .register(registry);
        for (ReasonCode code : ReasonCode.values()) {
            refused.put(
                    code,
                    Counter.builder("tally.ingest.refused.events")
                            .description("Events that were refused, by reason")
                            .tag("code", code.code())
                            .register(registry));
        }
        inFlight = Gauge.builder("tally.ingest.in.flight.bytes", budget, Budget::taken)
                .description("Bytes of the requests that are in work")
                .strongReference(true)
                .register(registry);
        this.registry = registry;
    }

    /** The registry outlives the application where one is started after another, and keeps the first gauge of a name. */
    @PreDestroy
    void forget() {
        registry.remove(inFlight);
    }

    @Override
    public void examined(Examined examined) {
        if (examined.refused() > 0) {
            for (Verdict verdict : examined.verdicts()) {
                if (verdict instanceof Verdict.Refused one) {
                    refused.get(one.refusal().code()).increment();
                }
            }
        }
    }

    @Override
    public void appended(int events, Duration took) {
        acknowledged.increment(events);
        append.record(took);
    }

    @Override
    public void unavailable(int events) {
        unavailable.increment(events);
    }
}
