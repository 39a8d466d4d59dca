package io.tallystick.invoice.http;

/** The examples of everything around a bill in the OpenAPI document. A test sends them all. */
final class BillExamples {
    static final String TAX = """
            {"name": "VAT", "rate": "0.19", "inclusive": false, "compound": false, "appliesTo": []}""";

    static final String CUSTOMER_TAX = """
            {"treatment": "taxed", "rates": ["vat-de"], "roundedPer": "rate"}""";

    static final String REVERSE_CHARGE = """
            {"treatment": "reverse_charge"}""";

    static final String PERCENT_OFF = """
            {"name": "Welcome", "percent": "20", "level": "invoice", "everyone": false,
             "validUntil": "2027-12-31T23:59:59Z", "maxRedemptions": 500, "maxPerCustomer": 3}""";

    static final String AMOUNT_OFF_A_METER = """
            {"name": "Storage promotion", "amount": "5.00", "currency": "USD", "level": "line",
             "appliesTo": ["meter:storage_gb"], "everyone": true}""";

    static final String VOLUME = """
            {"name": "Volume discount", "level": "invoice", "everyone": true,
             "volume": [{"from": "1000", "percent": "5"}, {"from": "5000", "percent": "10"}]}""";

    static final String COUPON = """
            {"code": "WELCOME20"}""";

    static final String PAYMENT = """
            {"amount": "49.00", "receivedOn": "2026-12-14", "reference": "Bank transfer 4711"}""";

    static final String CREDIT_ALL = """
            {"reason": "Cancelled by agreement", "full": true}""";

    static final String CREDIT_AMOUNT = """
            {"reason": "Goodwill for the outage of 3 November", "amount": "10.00"}""";

    static final String CREDIT_LINES = """
            {"reason": "Charged by mistake",
             "lines": [{"lineId": "0123456789abcdef0123456789abcdef", "amount": "4.00"}]}""";

    static final String CREDIT = """
            {"customerId": "acme", "kind": "bought", "amount": "500.00", "currency": "USD", "description": "Prepaid package",
             "priority": 10, "appliesTo": ["kind:USAGE"], "expiresAt": "2027-12-31T00:00:00Z",
             "rollOver": {"most": "100.00", "days": 90}}""";

    static final String TOP_UP = """
            {"threshold": "50.00", "amount": "500.00"}""";

    private BillExamples() {}
}
