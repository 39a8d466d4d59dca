package io.tallystick.rating.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.rating.app.AggregationSimulation;
import io.tallystick.rating.app.BillSimulation;
import io.tallystick.rating.app.PeriodSimulation;
import io.tallystick.rating.app.PriceSimulation;
import io.tallystick.rating.app.SimulationLanguage;
import io.tallystick.rating.catalog.PlanVersion;
import io.tallystick.rating.config.pricebook.BillCodec;
import io.tallystick.rating.config.pricebook.SimulationCodec;
import io.tallystick.rating.model.Catalogue;
import io.tallystick.rating.model.PlanRef;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.meter.Meter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The simulations without a server, through the same notation. */
public final class PureSimulator implements Simulator {
    private static final Catalogue NOTHING_PUBLISHED = new Catalogue() {
        @Override
        public Optional<PlanVersion> plan(PlanRef ref) {
            return Optional.empty();
        }

        @Override
        public Optional<Meter> meter(String key) {
            return Optional.empty();
        }
    };

    private final SimulationLanguage language = new SimulationCodec();

    @Override
    public JsonNode post(String simulation, JsonNode request) {
        String body = request.toString();
        Object answer = switch (simulation) {
            case "price" -> PriceSimulation.run(language.readPriceSimulation(body));
            case "aggregation" -> AggregationSimulation.run(language.readAggregationSimulation(body));
            case "bill" -> BillSimulation.run(bill(request));
            case "periods" -> PeriodSimulation.run(language.readPeriodSimulation(body));
            default -> throw new IllegalArgumentException(simulation);
        };
        try {
            return Json.MAPPER.readTree(Json.MAPPER.writeValueAsBytes(answer));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The bill that is asked for. */
    public static BillSimulation.Request bill(JsonNode request) {
        return BillCodec.read(request.toString(), NOTHING_PUBLISHED, _ -> Optional.empty());
    }
}
