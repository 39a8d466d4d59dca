package io.tallystick.launcher.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tallystick.schemas.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Calls the REST interface with one credential. Every answer that is not a success is an {@link ApiProblem}; nothing is tried again by
 * itself. Safe for use by several threads.
 */
public final class TallyClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int PAGE = 100;
    private static final String JSON = "application/json";

    private final URI base;
    private final String credential;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    /**
     * A client.
     *
     * @param base where the services answer, such as {@code http://localhost:8080}
     * @param credential {@code tk_<id>_<secret>}
     */
    public TallyClient(URI base, String credential) {
        this.base = base;
        this.credential = credential;
    }

    /** Where the services answer. */
    public URI base() {
        return base;
    }

    /** Reads a resource. */
    public JsonNode get(String path) {
        return json(exchange(request(path).GET().header("Accept", JSON)));
    }

    /** Reads all rows of a list, page by page; {@code path} may have a query. */
    public List<JsonNode> list(String path) {
        List<JsonNode> rows = new ArrayList<>();
        String first = path + (path.contains("?") ? "&" : "?") + "limit=" + PAGE;
        JsonNode page = get(first);
        page.path("items").forEach(rows::add);
        while (page.hasNonNull("next")) {
            page = get(first + "&after=" + escape(page.get("next").asText()));
            page.path("items").forEach(rows::add);
        }
        return rows;
    }

    /** Reads a resource that may be absent: empty on 404. */
    public Optional<JsonNode> find(String path) {
        try {
            return Optional.of(get(path));
        } catch (ApiProblem problem) {
            if (problem.status() == 404) {
                return Optional.empty();
            }
            throw problem;
        }
    }

    /** Reads a document in another form, such as {@code application/pdf}. */
    public byte[] document(String path, String mediaType) {
        return exchange(request(path).GET().header("Accept", mediaType)).body();
    }

    /** Sends a command as JSON. */
    public JsonNode post(String path, JsonNode body) {
        return post(path, JSON, Json.bytes(body));
    }

    /** Sends a command in another form, such as {@code application/yaml}. */
    public JsonNode post(String path, String mediaType, byte[] body) {
        return json(exchange(request(path)
                .POST(BodyPublishers.ofByteArray(body))
                .header("Content-Type", mediaType)
                .header("Accept", JSON)));
    }

    /** Sends a command once, however often it is called with the same key. */
    public JsonNode post(String path, JsonNode body, String idempotencyKey) {
        return json(exchange(request(path)
                .POST(BodyPublishers.ofByteArray(Json.bytes(body)))
                .header("Content-Type", JSON)
                .header("Accept", JSON)
                .header("Idempotency-Key", idempotencyKey)));
    }

    /** One part of a path or query, with everything escaped that has a meaning there. */
    public static String escape(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + credential);
    }

    private HttpResponse<byte[]> exchange(HttpRequest.Builder request) {
        HttpResponse<byte[]> answer;
        try {
            answer = http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException noAnswer) {
            throw ApiProblem.unreachable(base.toString(), noAnswer);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw ApiProblem.unreachable(base.toString(), stopped);
        }
        if (answer.statusCode() / 100 != 2) {
            throw ApiProblem.of(answer.statusCode(), tree(answer.body()), retryAfter(answer));
        }
        return answer;
    }

    private static JsonNode json(HttpResponse<byte[]> answer) {
        return tree(answer.body());
    }

    /** A proxy in between may answer with a page; then there is no problem document to read. */
    private static JsonNode tree(byte[] body) {
        try {
            JsonNode tree = Json.MAPPER.readTree(body);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (IOException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static Duration retryAfter(HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("[0-9]{1,4}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(Duration.ofSeconds(1));
    }
}
