package io.tallystick.rating.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallystick.rating.catalog.Entitlement;
import io.tallystick.rating.config.pricebook.SubscriptionCodec;
import io.tallystick.schemas.time.BillingPeriod;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits that one customer agreed on, in place of those of its plan. */
class OwnLimitTest {
    private static final String LIMITS = """
            entitlements: [
              {feature: calls, limit: '100', per: DAY},
              {feature: projects, limit: '3', raisedBy: [{charge: seats, by: '10'}]},
              {feature: sso}]""";
    private static final String SEATS = "{key: seats, kind: ADD_ON, price: {model: per_unit, unitPrice: '5.00'}}";

    private final SubscriptionCodec codec = new SubscriptionCodec();
    private final Fixture fixture =
            Fixture.utc().planWith("team", LIMITS, SEATS).planWith("other", LIMITS, SEATS);

    @ParameterizedTest(name = "{0}: {1} at {2} is {3}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "a limit holds from its date      | {'feature':'calls','limit':'500'}              | 2026-11-15 | calls 100 hard",
                "and not before                   | {'feature':'calls','limit':'500'}              | 2026-11-16 | calls 500 hard",
                "a hard limit can become soft     | {'feature':'calls','limit':'100','hard':false} | 2026-11-16 | calls 100 soft",
                "it can be zero                   | {'feature':'calls','limit':'0'}                | 2026-11-16 | calls 0 hard",
                "what lifts a limit lifts its own | {'feature':'projects','limit':'7'}             | 2026-11-16 | projects 17",
            })
    void the_limit_of_a_customer_takes_the_place_of_that_of_the_plan(
            String rule, String limit, String at, String expected) {
        Fact seat = fact("{'at':'2026-11-01','addOn':{'charge':'seats','quantity':'1'}}");

        Timeline timeline = timeline(seat, fact("{'at':'2026-11-16','limit':%s}".formatted(limit)));

        assertEquals(expected, said(timeline, expected.split(" ", 2)[0], at), rule);
    }

    @Test
    void an_agreement_ends_by_itself_or_with_a_change_to_another_plan() {
        Fact own = fact("{'at':'2026-11-10','limit':{'feature':'calls','limit':'500'}}");

        Timeline listed = timeline(own, fact("{'at':'2026-11-20','limit':{'feature':'calls','listed':true}}"));
        Timeline moved = timeline(own, fixture.toPlan("other", "2026-11-20"));

        assertEquals("calls 500 hard", said(listed, "calls", "2026-11-19"));
        assertEquals("calls 100 hard", said(listed, "calls", "2026-11-20"));
        assertEquals("calls 500 hard", said(moved, "calls", "2026-11-19"));
        assertEquals("calls 100 hard", said(moved, "calls", "2026-11-20"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'feature':'teleport','limit':'5'}                 | unknown_feature",
                "{'feature':'teleport','listed':true}               | unknown_feature",
                "{'feature':'sso','limit':'5'}                      | not_limited",
                "{'feature':'projects','limit':'5','hard':false}    | not_limited",
                "{'feature':'calls','limit':'-0.1'}                 | limit_negative",
            })
    void what_the_plan_does_not_limit_like_this_is_refused(String limit, String code) {
        Fact own = fact("{'at':'2026-11-16','limit':%s}".formatted(limit));

        SubscriptionRefused refused = assertThrows(SubscriptionRefused.class, () -> timeline(own));

        assertEquals(code, refused.code());
        assertEquals(1, refused.fact());
    }

    @Test
    void a_subscription_can_begin_with_its_own_limits_and_is_written_as_it_is_read() {
        Subscription begun = codec.readNew("""
                {"customerId":"acme","plan":{"key":"team"},"start":"2026-11-01",
                 "limits":[{"feature":"calls","limit":"500","hard":false},{"feature":"projects","listed":true}]}""", "s", _ -> Optional.of(1));

        Subscription again = codec.readSubscription(codec.write(begun));

        assertEquals("calls 500 soft", said(fixture.timeline(again), "calls", "2026-11-01"));
        assertEquals(begun, again);
    }

    @Test
    void an_own_limit_changes_no_line() {
        Subscription plain = fixture.subscription("team", "2026-11-01");
        Subscription own = fixture.subscription(
                "team", "2026-11-01", fact("{'at':'2026-11-16','limit':{'feature':'calls','limit':'5'}}"));

        assertEquals(lines(plain), lines(own));
    }

    private List<String> lines(Subscription subscription) {
        return GroundUp.lines(
                        fixture.timeline(subscription),
                        List.of(),
                        fixture.rules(),
                        List.of(),
                        BillingPeriod.parse("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"))
                .lines()
                .stream()
                .map(line -> line.service() + " " + line.amount())
                .toList();
    }

    private Fact fact(String json) {
        return codec.readFact(json.replace('\'', '"'), ZoneOffset.UTC, _ -> Optional.of(1));
    }

    private Timeline timeline(Fact... facts) {
        return fixture.timeline(fixture.subscription("team", "2026-11-01", facts));
    }

    private String said(Timeline timeline, String feature, String date) {
        Instant at = fixture.at(date);
        Grant grant = timeline.grants(at).stream()
                .filter(one -> one.entitlement().feature().equals(feature))
                .findFirst()
                .orElseThrow();
        String hardness =
                grant.entitlement() instanceof Entitlement.Metered metered ? metered.hard() ? " hard" : " soft" : "";
        return feature + " " + grant.limit().orElseThrow() + hardness;
    }
}
