package io.tallystick.rating.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.tallystick.schemas.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.examples.Example;
import org.eclipse.microprofile.openapi.models.media.Content;

/**
 * Puts the examples of the simulations into the OpenAPI document when it is built: questions and their answers by name, from
 * {@code openapi/simulations.json}. A test asks every question and compares the answer.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class SimulationExamples implements OASFilter {
    private static final String FILE = "/openapi/simulations.json";

    /** The examples by simulation and name, each with {@code summary}, {@code request} and {@code answer}. */
    static JsonNode all() {
        try (InputStream in = SimulationExamples.class.getResourceAsStream(FILE)) {
            return Json.MAPPER.readTree(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        all().properties().forEach(simulation -> {
            Operation operation = document.getPaths()
                    .getPathItem("/v1/simulations/" + simulation.getKey())
                    .getPOST();
            examples(operation.getRequestBody().getContent(), simulation.getValue(), "request");
            examples(operation.getResponses().getAPIResponse("200").getContent(), simulation.getValue(), "answer");
        });
    }

    private static void examples(Content content, JsonNode examples, String field) {
        Map<String, Example> byName = new LinkedHashMap<>();
        examples.properties()
                .forEach(example -> byName.put(
                        example.getKey(),
                        OASFactory.createExample()
                                .summary(example.getValue().get("summary").textValue())
                                .value(Json.MAPPER.convertValue(
                                        example.getValue().get(field), Object.class))));
        content.getMediaType("application/json").setExamples(byName);
    }
}
