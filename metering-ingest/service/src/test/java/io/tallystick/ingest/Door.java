package io.tallystick.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.schemas.json.Json;
import io.tallystick.web.access.Credential;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.eclipse.microprofile.config.ConfigProvider;

/** A sender with one access key. It may be used by threads that do not know the application: the port is read when it is made. */
record Door(Credential credential, int port) {
    static final String EVENT = "application/cloudevents+json";
    static final String BATCH = "application/cloudevents-batch+json";
    static final String LINES = "application/x-ndjson";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    Door(Credential credential) {
        this(credential, testPort());
    }

    static HttpRequest.Builder to(String path) {
        return to(testPort(), path);
    }

    private static HttpRequest.Builder to(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    /** What the service says of itself: the bytes of the requests that it has in work. */
    static int bytesInWork() {
        String metrics = send(to("/q/metrics")).response().body();
        return new BigDecimal(metrics.lines()
                        .filter(line -> line.startsWith("tally_ingest_in_flight_bytes "))
                        .findFirst()
                        .orElseThrow()
                        .split(" ", -1)[1])
                .intValueExact();
    }

    private static int testPort() {
        return ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    }

    Answer post(String contentType, String body) {
        return send(request(contentType, body.getBytes(StandardCharsets.UTF_8)));
    }

    Answer postGzip(String contentType, byte[] body) {
        return send(request(contentType, gzip(body)).header("Content-Encoding", "gzip"));
    }

    HttpRequest.Builder request(String contentType, byte[] body) {
        return request("/v1/events", contentType, body);
    }

    HttpRequest.Builder request(String path, String contentType, byte[] body) {
        return to(port, path)
                .header("Authorization", "Bearer " + credential.text())
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofByteArray(body));
    }

    static Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(CLIENT.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    static byte[] gzip(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        JsonNode json() {
            try {
                return Json.MAPPER.readTree(response.body());
            } catch (IOException notJson) {
                throw new AssertionError(response.body(), notJson);
            }
        }

        String text(String pointer) {
            return json().at(pointer).asText();
        }

        /** 202 or 422 with these counts. */
        Answer mustHave(int accepted, int refused) {
            assertEquals(accepted == 0 && refused > 0 ? 422 : 202, status(), response::body);
            assertEquals(accepted, json().get("accepted").intValue(), response::body);
            assertEquals(refused, json().get("refused").intValue(), response::body);
            return this;
        }

        /** The whole request failed with this problem. */
        Answer mustBe(int status, String code) {
            assertEquals(status, status(), response::body);
            assertEquals(
                    "application/problem+json",
                    response.headers().firstValue("Content-Type").orElse(""));
            assertEquals(code, text("/code"));
            return this;
        }

        /** The first refusal. */
        String refusal() {
            for (JsonNode result : json().get("results")) {
                if (result.get("status").asText().equals("refused")) {
                    return result.get("code").asText() + " "
                            + result.get("pointer").asText();
                }
            }
            return "none";
        }
    }
}
