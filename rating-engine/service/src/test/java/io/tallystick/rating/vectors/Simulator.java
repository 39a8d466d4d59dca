package io.tallystick.rating.vectors;

import com.fasterxml.jackson.databind.JsonNode;

/** Answers simulations: the pure code, or the wired service. */
public interface Simulator {

    /**
     * Answers a request.
     *
     * @param simulation {@code price}, {@code aggregation} or {@code periods}
     */
    JsonNode post(String simulation, JsonNode request);
}
