package io.tallystick.rating.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Step;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a line says about its own arithmetic. */
class LineWordsTest {
    private static final String SECONDS =
            "{key: seconds, kind: USAGE, meter: seconds, price: {model: per_unit, unitPrice: '1'}}";
    private static final String FEE = "{key: fee, kind: RECURRING, price: {model: flat, amount: '49.00'}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{key: d, of: [seconds], tiers: [{from: '1000', rate: '0.05'}, {from: '5000', rate: '0.10'}]} | 10 % off lines of 6,000 | -600",
                "{key: d, rate: '0.075'}                                                                      | 7.5 % off lines of 6,049 | -453.68",
                "{key: d, of: [fee], amount: '10.00'}                                                         | 10.00 off lines of 49 | -10",
            })
    void a_discount_says_how_much_it_takes_off_which_sum(String discount, String label, String amount) {
        Fixture fixture = Fixture.utc().planWith("p", "discounts: [" + discount + "]", FEE, SECONDS);
        InMemoryRating rating = fixture.rating();
        rating.changed(fixture.subscription("p", "2026-11-01"), fixture.at("2026-11-01"));
        rating.batch(List.of(fixture.event("seconds", "2026-11-05", "6000")));
        rating.due(fixture.at("2026-12-01"));

        RatedLine line = Fixture.of(rating.lines(), "d").getFirst();

        assertEquals(List.of(label), line.steps().stream().map(Step::label).toList());
        assertEquals(new BigDecimal(amount), line.steps().getFirst().amount());
        assertEquals("d, 1–30 Nov 2026", line.description());
    }

    @Test
    void two_orders_at_one_instant_are_two_lines_also_when_they_are_rated_again() {
        Fixture fixture = Fixture.utc().plan("p", "{key: setup, kind: ONE_OFF, price: {model: flat, amount: '99.00'}}");
        Fact.Take order = new Fact.Take(fixture.at("2026-11-10"), "setup", BigDecimal.ONE);
        InMemoryRating rating = fixture.rating();
        Subscription one = fixture.subscription("p", "2026-11-01", order);
        rating.changed(one, fixture.at("2026-11-11"));
        List<String> first = ids(rating);

        rating.changed(one.plus(order), fixture.at("2026-11-11"));

        assertEquals(1, first.size());
        assertEquals(2, ids(rating).size());
        assertEquals(first, ids(rating).stream().filter(first::contains).toList());
    }

    private static List<String> ids(InMemoryRating rating) {
        return Fixture.of(rating.lines(), "setup").stream()
                .map(RatedLine::id)
                .distinct()
                .toList();
    }
}
