package io.tallystick.bench.micro;

import io.tallystick.rating.aggregation.Aggregations;
import io.tallystick.rating.aggregation.Compact;
import io.tallystick.rating.aggregation.Sample;
import io.tallystick.rating.pricing.Graduated;
import io.tallystick.rating.pricing.Priced;
import io.tallystick.rating.pricing.Tariff;
import io.tallystick.rating.pricing.Tier;
import io.tallystick.rating.pricing.Usage;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.id.SetDigest;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.meter.Meter.Aggregation;
import io.tallystick.schemas.rated.RatedLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** Folding, pricing and writing of one line. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Rating {
    private static final Instant AT = Instant.parse("2026-11-21T10:11:12Z");
    private static final Tariff TARIFF = Tariff.of(new Graduated(
            List.of(tier("10000", "0"), tier("50000", "0.0050"), tier("250000", "0.0040"), tier(null, "0.0030")), false));
    /** The same with bounds in units and prices in ten-thousandths. */
    private static final long[] UP_TO = {10_000, 50_000, 250_000, Long.MAX_VALUE};

    private static final long[] PRICES = {0, 50, 40, 30};

    private final Hash128 member = Hash128.of("customer-1", "/mcp/eu-1", "1");
    private final Sample sample = new Sample(AT, "/mcp/eu-1", "1", new BigDecimal("12.5"));
    private final Usage usage = new Usage.Quantity(new BigDecimal("60000"));
    private long units = 60_000;
    private Compact sum = Aggregations.empty(Aggregation.SUM);
    private SetDigest events = SetDigest.EMPTY;
    private RatedLine line;

    private static Tier tier(String upTo, String price) {
        return new Tier(
                Optional.ofNullable(upTo).map(BigDecimal::new),
                new Tier.UnitRate(new BigDecimal(price)),
                BigDecimal.ZERO);
    }

    /** Both ways of pricing agree at every bound and one step beside it, and with the worked example of the rule. */
    @Setup
    public void verify() {
        Priced priced = TARIFF.rate(usage);
        Same.of(priced.amount().stripTrailingZeros(), new BigDecimal("240").stripTrailingZeros());
        for (long bound : new long[] {0, 10_000, 50_000, 250_000, 1_000_000}) {
            for (long quantity = Math.max(0, bound - 1); quantity <= bound + 1; quantity++) {
                BigDecimal exact =
                        TARIFF.rate(new Usage.Quantity(BigDecimal.valueOf(quantity))).amount();
                Same.of(BigDecimal.valueOf(price(quantity), 4).compareTo(exact), 0);
            }
        }
        line = new RatedLine(
                "0123456789abcdef0123456789abcdef", 3, "customer-1", "subscription-1", "bench", 1, "calls",
                RatedLine.Kind.USAGE, "Calls", "UTC", AT, AT.plusSeconds(86_400), AT.plusSeconds(86_400), "calls", Map.of(),
                new BigDecimal("60000"), "USD", priced.amount(), new BigDecimal("240.00"), priced.steps(), 60_000,
                "0123456789abcdef0123456789abcdef", null, null, 0);
        Same.of(Json.read(Json.bytes(line), RatedLine.class), line);
    }

    /** The product: exact decimals and the arithmetic of every tier. */
    @Benchmark
    public Priced priceGraduated() {
        return TARIFF.rate(usage);
    }

    /** For comparison: whole numbers that are checked for overflow, and only the amount. */
    @Benchmark
    public long priceGraduatedInCheckedLongs() {
        return price(units);
    }

    private static long price(long quantity) {
        long amount = 0;
        long from = 0;
        for (int i = 0; i < UP_TO.length && quantity > from; i++) {
            long inside = Math.min(quantity, UP_TO[i]) - from;
            amount = Math.addExact(amount, Math.multiplyExact(inside, PRICES[i]));
            from = UP_TO[i];
        }
        return amount;
    }

    /** One event more in an exact sum. */
    @Benchmark
    public Compact foldSum() {
        sum = sum.plus(sample);
        return sum;
    }

    /** One event more in the digest of a series. */
    @Benchmark
    public SetDigest foldDigest() {
        events = events.plus(member);
        return events;
    }

    /** A line with four rows of arithmetic as it is stored and sent. */
    @Benchmark
    public byte[] writeLine() {
        return Json.bytes(line);
    }
}
