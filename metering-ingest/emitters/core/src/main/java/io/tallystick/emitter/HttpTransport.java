package io.tallystick.emitter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** To {@code POST /v1/events} of metering-ingest, compressed. */
final class HttpTransport implements Transport {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI events;
    private final String authorization;

    /**
     * Sends to a metering-ingest.
     *
     * @param base where it is, such as {@code http://localhost:8080}
     * @param key access key of the role {@code ingest}
     */
    HttpTransport(URI base, String key) {
        this.events = URI.create(base.toString().replaceAll("/+$", "") + "/v1/events?results=refused");
        this.authorization = "Bearer " + key;
    }

    @Override
    public Answer send(List<byte[]> batch) {
        HttpRequest request = HttpRequest.newBuilder(events)
                .timeout(ANSWER_WITHIN)
                .header("Authorization", authorization)
                .header("Content-Type", "application/cloudevents-batch+json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(gzip(batch)))
                .build();
        try {
            return judge(client.send(request, BodyHandlers.ofByteArray()), batch.size());
        } catch (IOException unreachable) {
            return new Later("no answer from " + events.getAuthority() + ": " + unreachable, Optional.empty());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Later("interrupted", Optional.empty());
        }
    }

    private static Answer judge(HttpResponse<byte[]> response, int sent) throws IOException {
        int status = response.statusCode();
        return switch (status) {
            case 202, 422 -> readTaken(response.body(), sent, status);
            case 400, 413 -> new Unfit("metering-ingest answers " + status);
            default -> new Later("metering-ingest answers " + status, retryAfter(response));
        };
    }

    /** Believes an answer only if it accounts for every event of the batch: another server may listen at that address. */
    private static Answer readTaken(byte[] body, int sent, int status) throws IOException {
        long accepted = 0;
        List<Refused> refused = new ArrayList<>();
        try (JsonParser json = JSON.createParser(body)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.VALUE_NUMBER_INT && "accepted".equals(json.currentName())) {
                    accepted = json.getLongValue();
                } else if (json.currentToken() == JsonToken.START_ARRAY && "results".equals(json.currentName())) {
                    readRefusals(json, refused);
                }
            }
        }
        if (accepted + refused.size() != sent) {
            return new Later(
                    "the answer " + status + " does not account for the " + sent + " events", Optional.empty());
        }
        return new Taken(refused);
    }

    private static Optional<Duration> retryAfter(HttpResponse<byte[]> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,5}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    private static void readRefusals(JsonParser json, List<Refused> refused) throws IOException {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            readResult(json).ifPresent(refused::add);
        }
    }

    private static Optional<Refused> readResult(JsonParser json) throws IOException {
        int index = -1;
        boolean refused = false;
        String code = "";
        String detail = "";
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "index" -> index = json.getIntValue();
                case "status" -> refused = "refused".equals(json.getText());
                case "code" -> code = json.getText();
                case "detail" -> detail = json.getText();
                default -> json.skipChildren();
            }
        }
        return refused ? Optional.of(new Refused(index, code + ": " + detail)) : Optional.empty();
    }

    private static byte[] gzip(List<byte[]> batch) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            int next = '[';
            for (byte[] event : batch) {
                gzip.write(next);
                gzip.write(event);
                next = ',';
            }
            gzip.write(']');
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }
}
