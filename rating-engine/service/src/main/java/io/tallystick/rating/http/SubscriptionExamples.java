package io.tallystick.rating.http;

/** The examples of subscriptions in the OpenAPI document; {@code docs/price-language.md} lists every fact. */
final class SubscriptionExamples {
    static final String BEGIN = """
            {"customerId": "acme", "plan": {"key": "enterprise"}, "start": "2026-11-01", "zone": "Europe/Berlin",
             "quantities": {"seats": "5"}, "addOns": [{"charge": "backup"}],
             "overrides": [{"charge": "calls", "price": {"model": "per_unit", "unitPrice": "0.0010"}}],
             "commitment": {"minimum": "5000.00"}, "limits": [{"feature": "models", "limit": "50"}]}""";

    static final String UPGRADE = """
            {"at": "2026-11-16", "plan": {"key": "professional"}, "effective": "PERIOD_END"}""";

    static final String SEATS = """
            {"at": "2026-11-16", "quantity": {"charge": "seats", "quantity": "12"}}""";

    static final String OWN_PRICE = """
            {"at": "2026-11-16", "price": {"charge": "calls", "price": {"model": "per_unit", "unitPrice": "0.0010"}}}""";

    static final String OWN_LIMIT = """
            {"at": "2026-11-16", "limit": {"feature": "models", "limit": "50", "hard": false}}""";

    private SubscriptionExamples() {}
}
