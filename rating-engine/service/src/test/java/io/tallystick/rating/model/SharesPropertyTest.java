package io.tallystick.rating.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.rating.catalog.Proration;
import io.tallystick.rating.pricing.Share;
import io.tallystick.schemas.time.BillingAnchor;
import io.tallystick.schemas.time.BillingCalendar;
import io.tallystick.schemas.time.BillingPeriod;
import io.tallystick.schemas.time.Cadence;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However a period is cut, the shares of its parts sum to the whole, to the last fraction. */
class SharesPropertyTest {
    private static final long SEED = 20261123L;
    private static final int ROUNDS = Integer.getInteger("tally.rounds", 2_000);
    private static final List<Cadence.Unit> UNITS = List.of(Cadence.Unit.values());
    private static final List<String> ZONES = List.of(
            "UTC",
            "America/Sao_Paulo",
            "Africa/Casablanca",
            "Australia/Lord_Howe",
            "Pacific/Apia",
            "America/New_York",
            "Asia/Kathmandu",
            "Europe/Berlin");

    @ParameterizedTest
    @EnumSource(
            value = Proration.class,
            names = {"DAY", "SECOND"})
    void the_parts_of_a_period_sum_to_the_whole(Proration proration) {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
            BillingPeriod whole = period(random, zone);
            List<BillingPeriod> parts = parts(random, whole);
            BigDecimal sum = BigDecimal.ZERO;
            for (BillingPeriod part : parts) {
                sum = sum.add(Shares.of(proration, part, whole, zone).part());
            }
            Share all = Shares.of(proration, parts, whole, zone);

            String said = "seed " + SEED + " round " + round + ": " + whole + " in " + zone + " cut into " + parts;
            assertEquals(0, sum.compareTo(all.whole()), said);
            assertTrue(all.full(), said);
        }
    }

    private static BillingPeriod period(SplittableRandom random, ZoneId zone) {
        Cadence.Unit unit = UNITS.get(random.nextInt(UNITS.size()));
        LocalDate anchor = LocalDate.of(2020, 1, 1).plusDays(random.nextInt(3_653));
        BillingCalendar calendar =
                new BillingCalendar(BillingAnchor.of(anchor, zone), new Cadence(unit, random.nextInt(1, 4)));
        int number = random.nextInt(-30, 30);
        return new BillingPeriod(calendar.boundary(number), calendar.boundary(number + 1));
    }

    private static List<BillingPeriod> parts(SplittableRandom random, BillingPeriod whole) {
        TreeSet<Instant> cuts = new TreeSet<>(List.of(whole.start(), whole.end()));
        long micros = whole.length().toNanos() / 1_000;
        for (int i = random.nextInt(6); i > 0; i--) {
            cuts.add(whole.start().plusNanos(random.nextLong(micros) * 1_000));
        }
        List<BillingPeriod> parts = new ArrayList<>();
        Instant from = cuts.first();
        for (Instant to : cuts.tailSet(from, false)) {
            parts.add(new BillingPeriod(from, to));
            from = to;
        }
        return parts;
    }
}
