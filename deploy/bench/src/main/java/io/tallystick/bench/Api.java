package io.tallystick.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.schemas.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The public interface, as any client uses it. */
final class Api {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;
    private final String base;
    private final String credential;

    Api(int port, String credential) {
        this.port = port;
        this.base = "http://127.0.0.1:" + port;
        this.credential = credential;
    }

    /** No answer: what was sent may have arrived, or not. */
    static final class Unreachable extends BenchFailure {
        private static final long serialVersionUID = 1;

        Unreachable(IOException cause) {
            super("the services do not answer", cause);
        }
    }

    static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    /** A connection for requests to one path, beside the client of this. */
    Wire wire(String path, String contentType) {
        try {
            return new Wire(port, credential, path, contentType);
        } catch (IOException refused) {
            throw new Unreachable(refused);
        }
    }

    /** A connection for questions, beside the client of this. */
    Asker asker(Selector selector) {
        try {
            return new Asker(selector, port, credential);
        } catch (IOException refused) {
            throw new Unreachable(refused);
        }
    }

    int port() {
        return port;
    }

    boolean isReady() {
        try {
            return client.send(request("/q/health/ready").build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    /**
     * The answer to a GET.
     *
     * @throws BenchFailure unless it is 200
     */
    JsonNode get(String path) {
        HttpResponse<byte[]> answer = send(request(path));
        if (answer.statusCode() != 200) {
            throw refused("GET " + path, answer);
        }
        return json(answer);
    }

    /**
     * The answer to a POST.
     *
     * @throws BenchFailure unless it is 200, 201 or 202
     */
    JsonNode post(String path, String contentType, byte[] body) {
        HttpResponse<byte[]> answer = tryPost(path, contentType, body);
        if (answer.statusCode() / 100 != 2) {
            throw refused("POST " + path, answer);
        }
        return json(answer);
    }

    JsonNode post(String path, String json) {
        return post(path, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<byte[]> tryPost(String path, String contentType, byte[] body) {
        return send(request(path).header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(body)));
    }

    static BenchFailure refused(String what, HttpResponse<byte[]> answer) {
        return new BenchFailure(what + " was answered with " + answer.statusCode() + " "
                + new String(answer.body(), StandardCharsets.UTF_8));
    }

    static JsonNode json(HttpResponse<byte[]> answer) {
        try {
            return Json.MAPPER.readTree(answer.body());
        } catch (IOException notJson) {
            throw new BenchFailure("an answer is not JSON", notJson);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + credential);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException broken) {
            throw new Unreachable(broken);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private static BenchFailure interrupted(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new BenchFailure("interrupted", interrupted);
    }
}
