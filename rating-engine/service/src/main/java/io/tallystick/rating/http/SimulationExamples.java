package io.tallystick.rating.http;

/** The examples of the simulations in the OpenAPI document: one for each price model. A test sends them all. */
final class SimulationExamples {
    static final String FLAT = """
            {"currency": "USD", "price": {"model": "flat", "amount": "49.00"}, "quantity": "1"}""";

    static final String PER_UNIT = """
            {"currency": "USD", "price": {"model": "per_unit", "unitPrice": "0.0004"}, "quantity": "1000000.5"}""";

    static final String GRADUATED = """
            {"currency": "USD", "quantity": "60000", "allowance": "10000",
             "price": {"model": "graduated", "tiers": [
               {"upTo": "40000", "unitPrice": "0.0050"}, {"upTo": "240000", "unitPrice": "0.0040"}, {"unitPrice": "0.0030"}]}}""";

    static final String VOLUME = """
            {"currency": "USD", "quantity": "12",
             "price": {"model": "volume", "tiers": [{"upTo": "9", "unitPrice": "600.00"}, {"unitPrice": "480.00"}]}}""";

    static final String PACKAGE = """
            {"currency": "USD", "quantity": "121",
             "price": {"model": "package", "packageSize": "10", "packagePrice": "100.00", "freeUnits": "10"}}""";

    static final String STAIRSTEP = """
            {"currency": "USD", "quantity": "100.5",
             "price": {"model": "stairstep", "steps": [
               {"upTo": "100", "amount": "10.00"}, {"upTo": "200", "amount": "20.00"}, {"amount": "30.00"}]}}""";

    static final String PERCENTAGE = """
            {"currency": "USD", "transactions": ["10.00", "80.00", "10000.00"],
             "price": {"model": "percentage", "rate": "0.0299", "fixedFee": "2.00", "freeTransactions": 1,
               "minPerTransaction": "1.75", "maxPerTransaction": "12.00"}}""";

    static final String GRADUATED_PERCENTAGE = """
            {"currency": "USD", "quantity": "1500.00",
             "price": {"model": "graduated_percentage", "tiers": [
               {"upTo": "1000", "rate": "0.05"}, {"rate": "0.02", "flatFee": "10.00"}]}}""";

    static final String MATRIX = """
            {"currency": "USD",
             "price": {"model": "matrix", "dimensions": ["accelerator"],
               "rows": [
                 {"match": {"accelerator": "cpu"}, "price": {"model": "per_unit", "unitPrice": "0.000020"}},
                 {"match": {"accelerator": "gpu-t4"}, "price": {"model": "per_unit", "unitPrice": "0.000180"}}],
               "otherwise": {"model": "per_unit", "unitPrice": "0.001200"}},
             "quantities": [
               {"dimensions": {"accelerator": "cpu"}, "quantity": "50000"},
               {"dimensions": {"accelerator": "gpu-a100"}, "quantity": "100"}]}""";

    static final String DYNAMIC = """
            {"currency": "USD", "transactions": ["40.20", "10.10"],
             "price": {"model": "dynamic", "amount": "/cost", "markup": "0.20"}}""";

    static final String AGGREGATION = """
            {"meter": {"key": "storage_gb", "eventTypes": ["io.tallystick.storage.v1"], "aggregation": "TIME_WEIGHTED",
               "value": "/gigabytes", "per": "MONTH"},
             "period": {"start": "2026-11-01T00:00:00Z", "end": "2026-12-01T00:00:00Z"},
             "priorLevel": "10",
             "events": [{"id": "e1", "source": "storage", "time": "2026-11-16T00:00:00Z", "data": {"gigabytes": 20}}]}""";

    static final String PERIODS = """
            {"anchor": "2026-01-31", "zone": "America/Sao_Paulo", "cadence": {"unit": "MONTH", "count": 1},
             "from": "2026-01-31", "to": "2026-07-01"}""";

    static final String BILL = """
            {"currency": "USD", "zone": "UTC",
             "plan": {"key": "developer", "charges": [
               {"key": "fee", "kind": "RECURRING", "timing": "IN_ADVANCE", "price": {"model": "flat", "amount": "49.00"}},
               {"key": "calls", "kind": "USAGE", "meter": "api_calls", "allowance": "10000",
                "price": {"model": "per_unit", "unitPrice": "0.0050"}}]},
             "subscription": {"start": "2026-11-01", "changes": [
               {"at": "2026-11-16", "plan": {"key": "professional", "charges": [
                 {"key": "fee", "kind": "RECURRING", "timing": "IN_ADVANCE", "price": {"model": "flat", "amount": "199.00"}},
                 {"key": "calls", "kind": "USAGE", "meter": "api_calls", "allowance": "100000",
                  "price": {"model": "per_unit", "unitPrice": "0.0030"}}]}}]},
             "usage": [{"meter": "api_calls", "quantity": "25000", "at": "2026-11-10"}],
             "taxes": [{"code": "VAT", "rate": "0.19", "inclusive": false}],
             "period": {"start": "2026-11-01", "end": "2026-12-01"}}""";

    static final String BILL_MODELS = """
            {"currency": "USD", "zone": "UTC",
             "plan": {"key": "every_model", "charges": [
               {"key": "fee", "kind": "RECURRING", "price": {"model": "flat", "amount": "49.00"}},
               {"key": "calls", "kind": "USAGE", "meter": "calls", "price": {"model": "per_unit", "unitPrice": "0.0005"}},
               {"key": "tokens", "kind": "USAGE", "meter": "tokens",
                "price": {"model": "graduated", "tiers": [{"upTo": "1000", "unitPrice": "0"}, {"unitPrice": "0.01"}]}},
               {"key": "seats", "kind": "USAGE", "meter": "seats",
                "price": {"model": "volume", "tiers": [{"upTo": "9", "unitPrice": "10.00"}, {"unitPrice": "8.00"}]}},
               {"key": "mails", "kind": "USAGE", "meter": "mails",
                "price": {"model": "package", "packageSize": "100", "packagePrice": "2.00"}},
               {"key": "projects", "kind": "USAGE", "meter": "projects",
                "price": {"model": "stairstep", "steps": [{"upTo": "10", "amount": "5.00"}, {"amount": "20.00"}]}},
               {"key": "payments", "kind": "USAGE", "meter": "payments", "price": {"model": "percentage", "rate": "0.02"}},
               {"key": "sales", "kind": "USAGE", "meter": "sales", "price": {"model": "graduated_percentage",
                "tiers": [{"upTo": "1000", "rate": "0.05"}, {"rate": "0.02"}]}},
               {"key": "compute", "kind": "USAGE", "meter": "compute", "price": {"model": "matrix", "dimensions": ["accelerator"],
                "rows": [{"match": {"accelerator": "gpu"}, "price": {"model": "per_unit", "unitPrice": "1.00"}}],
                "otherwise": {"model": "per_unit", "unitPrice": "0.10"}}},
               {"key": "resale", "kind": "USAGE", "meter": "resale",
                "price": {"model": "dynamic", "amount": "/cost", "markup": "0.20"}}]},
             "subscription": {"start": "2026-11-01"},
             "usage": [
               {"meter": "calls", "quantity": "1000", "at": "2026-11-10"}, {"meter": "tokens", "quantity": "1500", "at": "2026-11-10"},
               {"meter": "seats", "quantity": "12", "at": "2026-11-10"}, {"meter": "mails", "quantity": "250", "at": "2026-11-10"},
               {"meter": "projects", "quantity": "11", "at": "2026-11-10"},
               {"meter": "payments", "quantity": "500.00", "at": "2026-11-10"},
               {"meter": "sales", "quantity": "1500.00", "at": "2026-11-10"},
               {"meter": "compute", "quantity": "3", "dimensions": {"accelerator": "gpu"}, "at": "2026-11-10"},
               {"meter": "compute", "quantity": "10", "dimensions": {"accelerator": "cpu"}, "at": "2026-11-10"},
               {"meter": "resale", "quantity": "50.00", "at": "2026-11-10"}],
             "period": {"start": "2026-11-01", "end": "2026-12-01"}}""";

    private SimulationExamples() {}
}
