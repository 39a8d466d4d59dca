package io.tallystick.rating.http;

/** The examples of plans and of what becomes of them in the OpenAPI document. A test sends them. */
final class PlanExamples {
    static final String DRAFT = """
            {"key": "starter", "name": "Starter", "currency": "USD", "cadence": {"unit": "MONTH", "count": 1},
             "charges": [
               {"key": "fee", "kind": "RECURRING", "timing": "IN_ADVANCE", "price": {"model": "flat", "amount": "19.00"}}]}""";

    private PlanExamples() {}
}
