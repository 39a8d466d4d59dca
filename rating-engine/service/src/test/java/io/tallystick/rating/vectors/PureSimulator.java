package io.tallystick.rating.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.rating.app.AggregationSimulation;
import io.tallystick.rating.app.PeriodSimulation;
import io.tallystick.rating.app.PriceSimulation;
import io.tallystick.rating.app.SimulationLanguage;
import io.tallystick.rating.config.pricebook.SimulationCodec;
import io.tallystick.schemas.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The simulations without a server, through the same notation. */
public final class PureSimulator implements Simulator {
    private final SimulationLanguage language = new SimulationCodec();

    @Override
    public JsonNode post(String simulation, JsonNode request) {
        String body = request.toString();
        Object answer = switch (simulation) {
            case "price" -> PriceSimulation.run(language.readPriceSimulation(body));
            case "aggregation" -> AggregationSimulation.run(language.readAggregationSimulation(body));
            case "periods" -> PeriodSimulation.run(language.readPeriodSimulation(body));
            default -> throw new IllegalArgumentException(simulation);
        };
        try {
            return Json.MAPPER.readTree(Json.MAPPER.writeValueAsBytes(answer));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
