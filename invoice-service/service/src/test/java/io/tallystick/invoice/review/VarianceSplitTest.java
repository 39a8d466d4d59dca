package io.tallystick.invoice.review;

import static io.tallystick.invoice.Lines.NOVEMBER;
import static io.tallystick.invoice.Lines.OCTOBER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tallystick.invoice.Lines;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Step;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VarianceSplitTest {
    private static RatedLine tiered(RatedLine.Kind kind, String plan, String quantity, String amount, Step... steps) {
        return line(kind, plan, "calls", null, quantity, amount, steps);
    }

    private static RatedLine line(
            RatedLine.Kind kind,
            String plan,
            String charge,
            String reason,
            String quantity,
            String amount,
            Step... steps) {
        RatedLine model = Lines.usage("acme", OCTOBER, NOVEMBER, quantity, amount);
        return new RatedLine(
                Hash128.of(plan, charge, String.valueOf(reason), amount).toString(),
                1,
                "acme",
                "sub-acme",
                plan,
                3,
                charge,
                kind,
                "x",
                "UTC",
                OCTOBER,
                NOVEMBER,
                NOVEMBER,
                "api_calls",
                Map.of(),
                new BigDecimal(quantity),
                "USD",
                new BigDecimal(amount),
                new BigDecimal(amount),
                List.of(steps),
                0,
                model.eventDigest(),
                reason == null ? null : model.id(),
                reason,
                0);
    }

    private static Step tier(String from, String upTo, String quantity, String unitPrice) {
        return new Step(
                "tier",
                new BigDecimal(from),
                upTo == null ? null : new BigDecimal(upTo),
                new BigDecimal(quantity),
                new BigDecimal(unitPrice),
                null,
                new BigDecimal(quantity).multiply(new BigDecimal(unitPrice)));
    }

    private static String parts(Variance is) {
        return "volume " + is.volume() + " price " + is.price() + " tier " + is.tier() + " mix " + is.mix() + " add-on "
                + is.addOn() + " late " + is.late() + " correction " + is.correction();
    }

    private static String split(List<RatedLine> before, List<RatedLine> now) {
        return parts(VarianceSplit.of("USD", before, now));
    }

    /** The worked number of the class. */
    @Test
    void crossing_into_a_dearer_tier_is_volume_at_the_average_of_before_and_the_rest_is_tier() {
        RatedLine before = tiered(
                RatedLine.Kind.USAGE,
                "p",
                "12000",
                "10.00",
                tier("0", "10000", "10000", "0"),
                tier("10000", null, "2000", "0.005"));
        RatedLine now = tiered(
                RatedLine.Kind.USAGE,
                "p",
                "20000",
                "50.00",
                tier("0", "10000", "10000", "0"),
                tier("10000", null, "10000", "0.005"));
        assertEquals(
                "volume 6.67 price 0.00 tier 33.33 mix 0 add-on 0 late 0 correction 0",
                split(List.of(before), List.of(now)));
    }

    @Test
    void more_of_the_same_at_one_price_is_volume_alone() {
        RatedLine before = tiered(RatedLine.Kind.USAGE, "p", "333", "1.11", tier("0", null, "333", "0.003333"));
        RatedLine now = tiered(RatedLine.Kind.USAGE, "p", "1000", "3.33", tier("0", null, "1000", "0.003333"));
        assertEquals(
                "volume 2.22 price 0.00 tier 0 mix 0 add-on 0 late 0 correction 0",
                split(List.of(before), List.of(now)));
    }

    @Test
    void a_dearer_unit_is_price_at_the_quantity_of_now() {
        RatedLine before = tiered(RatedLine.Kind.USAGE, "p", "100", "10.00", tier("0", null, "100", "0.10"));
        RatedLine now = tiered(RatedLine.Kind.USAGE, "p", "150", "18.00", tier("0", null, "150", "0.12"));
        assertEquals(
                "volume 5.00 price 3.00 tier 0 mix 0 add-on 0 late 0 correction 0",
                split(List.of(before), List.of(now)));
    }

    @Test
    void a_change_of_plan_is_mix() {
        RatedLine before = tiered(RatedLine.Kind.RECURRING, "small", "1", "10.00");
        RatedLine now = tiered(RatedLine.Kind.RECURRING, "large", "1", "49.00");
        assertEquals(
                "volume 0 price 0 tier 0 mix 39.00 add-on 0 late 0 correction 0", split(List.of(before), List.of(now)));
    }

    @Test
    void late_usage_corrections_and_add_ons_speak_for_themselves() {
        List<RatedLine> now = List.of(
                line(RatedLine.Kind.ADJUSTMENT, "p", "calls", "late_usage", "5", "0.50"),
                line(RatedLine.Kind.ADJUSTMENT, "p", "calls", "voided_usage", "-5", "-0.20"),
                line(RatedLine.Kind.ADD_ON, "p", "seats", null, "2", "20.00"));
        List<RatedLine> before = List.of(line(RatedLine.Kind.ADJUSTMENT, "p", "calls", "late_usage", "1", "0.10"));
        assertEquals("volume 0 price 0 tier 0 mix 0 add-on 20.00 late 0.40 correction -0.20", split(before, now));
    }

    @Test
    void a_discount_of_the_plan_is_tier() {
        assertEquals(
                "volume 0 price 0 tier -1.00 mix 0 add-on 0 late 0 correction 0",
                split(
                        List.of(line(RatedLine.Kind.DISCOUNT, "p", "volume", null, "1", "-2.00")),
                        List.of(line(RatedLine.Kind.DISCOUNT, "p", "volume", null, "1", "-3.00"))));
    }

    @Test
    void the_parts_add_up_to_the_cent_whatever_the_lines_are() {
        for (long seed = 1; seed <= 2_000; seed++) {
            Random random = new Random(seed);
            List<RatedLine> before = random(random);
            List<RatedLine> now = random(random);
            Variance split = VarianceSplit.of("USD", before, now);
            assertEquals(sum(now).subtract(sum(before)), split.difference(), "seed " + seed);
            assertEquals(
                    0,
                    split.volume()
                            .add(split.price())
                            .add(split.tier())
                            .add(split.mix())
                            .add(split.addOn())
                            .add(split.late())
                            .add(split.correction())
                            .compareTo(split.difference()),
                    "seed " + seed);
        }
    }

    private static BigDecimal sum(List<RatedLine> lines) {
        return lines.stream().map(RatedLine::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static List<RatedLine> random(Random random) {
        List<RatedLine> lines = new ArrayList<>();
        RatedLine.Kind[] kinds = RatedLine.Kind.values();
        for (int i = random.nextInt(8); i > 0; i--) {
            RatedLine.Kind kind = kinds[random.nextInt(kinds.length)];
            String amount =
                    BigDecimal.valueOf(random.nextInt(200_000) - 20_000, 2).toPlainString();
            String reason = kind != RatedLine.Kind.ADJUSTMENT ? null : random.nextBoolean() ? "late_usage" : "voided";
            lines.add(line(
                    kind,
                    "p" + random.nextInt(2),
                    "c" + random.nextInt(3),
                    reason,
                    Integer.toString(random.nextInt(5_000)),
                    amount,
                    tier("0", "100", Integer.toString(random.nextInt(100)), "0.0" + random.nextInt(100)),
                    tier("100", null, Integer.toString(random.nextInt(9_000)), "0.00" + random.nextInt(1_000))));
        }
        return lines;
    }
}
