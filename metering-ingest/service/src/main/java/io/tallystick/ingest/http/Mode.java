package io.tallystick.ingest.http;

import io.tallystick.ingest.model.Batches;
import io.tallystick.schemas.problem.ProblemException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How a request carries events, as its media type says. */
enum Mode {
    /** One event, {@code application/cloudevents+json}. */
    STRUCTURED,
    /** A JSON array of events, {@code application/cloudevents-batch+json}. */
    BATCHED,
    /** One event for each line, {@code application/x-ndjson}. */
    LINES,
    /** One event with its attributes in headers {@code ce-…} and JSON data in the body. */
    BINARY;

    static final String EVENT = "application/cloudevents+json";
    static final String BATCH = "application/cloudevents-batch+json";
    static final String NDJSON = "application/x-ndjson";

    /**
     * The mode of a request.
     *
     * @throws ProblemException 415 {@code unsupported_media_type}
     */
    static Mode of(HttpHeaders headers) {
        MediaType type = headers.getMediaType();
        if (type == null) {
            throw unsupported("(none)");
        }
        String charset = type.getParameters().get(MediaType.CHARSET_PARAMETER);
        if (charset != null && !charset.equalsIgnoreCase(StandardCharsets.UTF_8.name())) {
            throw unsupported(type.toString());
        }
        String name = (type.getType() + "/" + type.getSubtype()).toLowerCase(Locale.ROOT);
        return switch (name) {
            case EVENT -> STRUCTURED;
            case BATCH -> BATCHED;
            case NDJSON, "application/ndjson" -> LINES;
            case String json when isJson(json) && !attributes(headers).isEmpty() -> BINARY;
            default -> throw unsupported(name);
        };
    }

    /** The mode of a media type that says it alone and without parameters. */
    static Optional<Mode> plain(String type) {
        return switch (type) {
            case EVENT -> Optional.of(STRUCTURED);
            case BATCH -> Optional.of(BATCHED);
            case NDJSON -> Optional.of(LINES);
            case null, default -> Optional.empty();
        };
    }

    /** The events of a body, each in structured mode. */
    List<byte[]> split(byte[] body, int most, HttpHeaders headers) {
        return this == BINARY
                ? List.of(BinaryMode.structured(
                        attributes(headers), headers.getMediaType().toString(), body))
                : split(body, most);
    }

    /** The same of a body that says everything itself, which one in binary mode does not. */
    List<byte[]> split(byte[] body, int most) {
        return switch (this) {
            case STRUCTURED -> List.of(body);
            case BATCHED -> Batches.array(body, most);
            case LINES -> Batches.lines(body, most);
            case BINARY -> throw new IllegalStateException("its attributes are in the headers");
        };
    }

    private static boolean isJson(String type) {
        return type.equals("application/json") || type.equals("text/json") || type.endsWith("+json");
    }

    private static Map<String, String> attributes(HttpHeaders headers) {
        Map<String, String> attributes = new TreeMap<>();
        headers.getRequestHeaders().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(BinaryMode.PREFIX)) {
                attributes.put(lower.substring(BinaryMode.PREFIX.length()), values.getFirst());
            }
        });
        return new LinkedHashMap<>(attributes);
    }

    private static ProblemException unsupported(String type) {
        return ProblemException.of(
                415,
                "unsupported_media_type",
                "events come as " + EVENT + ", " + BATCH + ", " + NDJSON
                        + ", or as application/json with the headers ce-id, ce-source, ce-type, ce-subject, ce-time and"
                        + " ce-specversion; not as " + type);
    }
}
