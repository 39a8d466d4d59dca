package io.tallystick.rating.http;

/** The examples of plans and of what becomes of them in the OpenAPI document. A test sends them. */
final class PlanExamples {
    static final String DRAFT = """
            {"key": "starter", "name": "Starter", "currency": "USD", "cadence": {"unit": "MONTH", "count": 1},
             "charges": [
               {"key": "fee", "kind": "RECURRING", "timing": "IN_ADVANCE", "price": {"model": "flat", "amount": "19.00"}}]}""";

    static final String MIGRATION = """
            {"from": [{"key": "developer", "version": 1}], "to": {"key": "developer", "version": 2},
             "at": "2026-12-01T00:00:00Z", "effective": "PERIOD_END"}""";

    static final String PREVIEW = """
            {"to": {"key": "developer", "version": 2}, "subscriptions": [
              {"subscriptionId": "sub-acme", "customerId": "acme", "from": {"key": "developer", "version": 1}, "moves": true,
               "effectiveAt": "2026-12-01T00:00:00Z",
               "differences": {"added": [], "removed": [], "repriced": ["fee"], "lost": [], "ownPricesEnd": false,
                 "limitsChange": false, "cadenceChanges": false},
               "effect": {"basis": "as_if_whole_period", "period": {"start": "2026-11-01T00:00:00Z", "end": "2026-12-01T00:00:00Z"},
                 "currency": "USD", "was": "49.00", "would": "59.00", "delta": "10.00"}}],
             "totals": {"moves": 1, "refused": 0, "computed": 1, "byCurrency": [
               {"currency": "USD", "was": "49.00", "would": "59.00", "delta": "10.00"}]}}""";

    private PlanExamples() {}
}
