package io.tallystick.bench.micro;

import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.usage.EventData;
import io.tallystick.schemas.usage.UsageEvent;
import io.tallystick.schemas.usage.UsageEventReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From the bytes of an event to what is asked of it, and the hashes of its identity and content. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Reading {
    private static final Instant RECEIVED = Instant.parse("2026-11-22T12:00:00Z");
    private static final String DATA = "{\"model\":\"m-1\",\"tokens\":\"1234\"}";
    private static final byte[] EVENT = ("{\"specversion\":\"1.0\",\"id\":\"0192f0c1-77aa-7bbb-8ccc-000000000001\","
                    + "\"source\":\"/mcp/eu-1\",\"type\":\"io.tallystick.bench.tokens.v1\",\"subject\":\"customer-1\","
                    + "\"time\":\"2026-11-21T10:11:12.123456Z\",\"data\":" + DATA + "}")
            .getBytes(StandardCharsets.UTF_8);

    private UsageEvent event;

    /** What is measured reads what was written. */
    @Setup
    public void verify() {
        event = UsageEventReader.read(EVENT, RECEIVED);
        Same.of(event.customerId(), "customer-1");
        Same.of(event.occurredAt(), Instant.parse("2026-11-21T10:11:12.123456Z"));
        Same.of(event.quantity("/tokens"), new BigDecimal("1234"));
        Same.of(event.data(), EventData.stored(DATA));
        Same.of(event.identity(), Hash128.of("customer-1", "/mcp/eu-1", "0192f0c1-77aa-7bbb-8ccc-000000000001"));
    }

    /** Structured mode, checked. */
    @Benchmark
    public UsageEvent readEvent() {
        return UsageEventReader.read(EVENT, RECEIVED);
    }

    /** A payload that comes back from the database. */
    @Benchmark
    public EventData readStoredPayload() {
        return EventData.stored(DATA);
    }

    /** The decimal of an event that was read. */
    @Benchmark
    public BigDecimal quantityOfEvent() {
        return event.quantity("/tokens");
    }

    /** Of customer, source and id. */
    @Benchmark
    public Hash128 hashOfIdentity() {
        return event.identity();
    }

    /** Of type, time and data in canonical form. */
    @Benchmark
    public Hash128 hashOfContent() {
        return event.content();
    }
}
