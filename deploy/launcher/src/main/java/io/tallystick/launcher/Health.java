package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Asks the services whether they are ready. Their answer names the process that gave it: something else that listens on the same port
 * is never taken for them, however ready it says it is.
 */
final class Health {
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /** Whether the services of this stack say that they are ready. */
    boolean isReady(StackState state) {
        return state.services().filter(pid -> isReady(state.url(), pid)).isPresent();
    }

    /** Whether the process {@code pid}, and no other one, answers at {@code url} that it is ready. */
    boolean isReady(String url, long pid) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() == 200 && isFrom(pid, Json.MAPPER.readTree(answer.body()));
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isFrom(long pid, JsonNode answer) {
        for (JsonNode check : answer.path("checks")) {
            if (check.path("name").asText().equals("process")) {
                return check.at("/data/pid").asLong() == pid;
            }
        }
        return false;
    }
}
