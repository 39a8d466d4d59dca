package io.tallystick.invoice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.schemas.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A client of the service: {@code new Api(port, credential).get("/v1/closes").is(200).has("/items/0/state", "completed")}. */
public record Api(String base, String credential, List<String> headers) {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public static Api at(int port, String credential) {
        return new Api("http://127.0.0.1:" + port, credential, List.of());
    }

    public Api as(String other) {
        return new Api(base, other, headers);
    }

    public Api with(String name, String value) {
        List<String> more = new ArrayList<>(headers);
        more.addAll(List.of(name, value));
        return new Api(base, credential, more);
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    public Answer post(String path, String body) {
        return send("POST", path, body);
    }

    public Answer put(String path, String body) {
        return send("PUT", path, body);
    }

    private Answer send(String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (credential != null) {
            request.header("Authorization", "Bearer " + credential);
        }
        if (body != null && !headers.contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        try {
            return new Answer(CLIENT.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    public record Answer(HttpResponse<byte[]> response) {
        public String body() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        public Answer is(int status) {
            assertEquals(status, response.statusCode(), this::body);
            return this;
        }

        public Answer is(int status, String code) {
            return is(status).has("/code", code);
        }

        /** The text at a JSON pointer; null if there is nothing. */
        public String text(String pointer) {
            JsonNode node = json().at(pointer);
            return node.isMissingNode() || node.isNull() ? null : node.asText();
        }

        public Answer has(String pointer, String expected) {
            assertEquals(expected, text(pointer), () -> pointer + " in " + body());
            return this;
        }

        public Answer size(String pointer, int expected) {
            assertEquals(expected, json().at(pointer).size(), () -> pointer + " in " + body());
            return this;
        }

        /** The texts of a field of every element of an array. */
        public List<String> all(String array, String field) {
            JsonNode node = json().at(array);
            return IntStream.range(0, node.size())
                    .mapToObj(i -> node.get(i).path(field).isMissingNode()
                            ? null
                            : node.get(i).path(field).asText())
                    .toList();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        public JsonNode json() {
            try {
                return Json.MAPPER.readTree(response.body());
            } catch (IOException notJson) {
                throw new UncheckedIOException(body(), notJson);
            }
        }
    }
}
