package io.tallystick.ingest.http;

/** Examples of the OpenAPI document. */
final class ApiExamples {
    static final String EVENT = """
            {"specversion":"1.0","id":"0190c7b2-7e3a-7c44-9f1e-3d2b1a000001","source":"/mcp/eu-1",
             "type":"io.tallystick.compute.v1","subject":"acme","time":"2026-11-03T10:15:30.123456Z",
             "data":{"seconds":"12.5","accelerator":"gpu-t4"}}""";

    static final String BATCH = "[" + EVENT + "]";

    static final String ACCEPTED = """
            {"accepted":1,"refused":1,"results":[
             {"index":0,"id":"e1","source":"/mcp/eu-1","status":"accepted"},
             {"index":1,"id":"e2","source":"/mcp/eu-1","status":"refused","code":"missing_quantity",
              "pointer":"/data/seconds","detail":"there is no quantity"}]}""";

    private ApiExamples() {}
}
