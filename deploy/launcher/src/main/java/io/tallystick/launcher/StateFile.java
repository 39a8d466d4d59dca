package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;

/** Keeps the {@link StackState} in a file that readers always find whole. */
record StateFile(Path file) {
    void write(StackState state) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("phase", state.phase().name());
        state.message().ifPresent(message -> json.put("message", message));
        state.failure().ifPresent(code -> json.put("failure", code));
        json.put("supervisor", state.supervisor());
        state.services().ifPresent(pid -> json.put("services", pid));
        json.put("http", state.ports().http());
        json.put("kafka", state.ports().kafka());
        json.put("postgresql", state.ports().postgresql());
        json.put("startedAt", state.startedAt().toString());
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, json.toPrettyString());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty if no stack was ever started here, or what is there cannot be understood. */
    Optional<StackState> read() {
        try {
            JsonNode json = Json.MAPPER.readTree(Files.readString(file));
            return Optional.of(new StackState(
                    StackState.Phase.valueOf(json.path("phase").asText()),
                    Optional.ofNullable(json.path("message").textValue()),
                    Optional.ofNullable(json.path("failure").textValue()),
                    json.path("supervisor").asLong(),
                    json.has("services") ? Optional.of(json.path("services").asLong()) : Optional.empty(),
                    new Ports(
                            json.path("http").asInt(),
                            json.path("kafka").asInt(),
                            json.path("postgresql").asInt()),
                    Instant.parse(json.path("startedAt").asText())));
        } catch (IOException | IllegalArgumentException | java.time.DateTimeException e) {
            return Optional.empty();
        }
    }
}
