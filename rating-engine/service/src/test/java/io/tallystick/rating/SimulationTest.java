package io.tallystick.rating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tallystick.rating.spec.PriceSpecs;
import io.tallystick.rating.spec.SimulationCases;
import io.tallystick.rating.vectors.AllVectors;
import io.tallystick.rating.vectors.Simulator;
import io.tallystick.schemas.access.AccessKey.Role;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulations of the wired service: the published cases and the spec tables again, now over HTTP. */
@Tag("integration")
@QuarkusTest
@QuarkusTestResource(RatingResources.class)
class SimulationTest {
    @Inject
    Log log;

    private Api operator;
    private Simulator simulator;

    @BeforeEach
    void open() {
        operator = new Api(log.key(Role.OPERATOR, null));
        simulator = (simulation, request) -> operator.post("/v1/simulations/" + simulation, request.toString())
                .mustBe(200)
                .json();
    }

    @Test
    void every_published_case_that_our_rules_cover_passes_through_the_endpoints() {
        List<DynamicTest> tests = new AllVectors(simulator).tests().toList();

        assertTrue(tests.size() > 320, "only " + tests.size() + " cases");
        Assertions.assertAll(tests.stream().map(DynamicTest::getExecutable));
    }

    @Test
    void every_table_of_prices_holds_for_the_wired_service() {
        Assertions.assertAll(PriceSpecs.executables(simulator));
    }

    @Test
    void every_further_question_has_the_answer_of_another_program() {
        Assertions.assertAll(SimulationCases.answered(simulator).map(DynamicTest::getExecutable));
    }

    @Test
    void every_question_without_sense_is_a_problem_that_names_the_field_the_rule_and_a_code() {
        Assertions.assertAll(SimulationCases.refused((simulation, request) -> {
                    JsonNode problem = operator.post("/v1/simulations/" + simulation, request.toString())
                            .mustBe(422)
                            .json();
                    problem.get("errors").forEach(error -> {
                        assertTrue(error.path("rule").asText("").length() > 5, error::toString);
                        assertTrue(error.path("code").asText("").matches("[a-z_]+"), error::toString);
                    });
                    return problem.get("errors").findValuesAsText("pointer");
                })
                .map(DynamicTest::getExecutable));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "price       | {'price':{'model':'flat','amount':'5'}} | 422 | invalid_simulation",
                "price       | {'currency':'USD','price':{'model':'graduated','tiers':[{'upTo':'4','unitPrice':'1'}]},'quantity':'5'} | 422 | quantity_above_last_tier",
                "aggregation | {'meter':{'aggregation':'SUM'},'period':{'start':'2026-11-01T00:00:00Z','end':'2026-12-01T00:00:00Z'}} | 422 | invalid_simulation",
                "periods     | {'anchor':'2000-01-01','zone':'UTC','cadence':{'unit':'DAY'},'to':'2099-01-01'} | 422 | invalid_simulation",
                "periods     | {'anchor':                       | 422 | invalid_simulation",
                "bill        | {'currency':'USD','plan':{'key':'nobody','version':1},'subscription':{'start':'2026-11-01'},'period':{'start':'2026-11-01','end':'2026-12-01'}} | 422 | invalid_simulation",
            })
    void a_question_that_makes_no_sense_is_a_problem_with_its_reason(
            String simulation, String request, int status, String code) {
        operator.post("/v1/simulations/" + simulation, request.replace('\'', '"'))
                .mustBe(status, code);
    }

    @Test
    void a_problem_names_every_field() {
        JsonNode problem =
                operator.post("/v1/simulations/price", """
                        {"currency":"USD","price":{"model":"per_unit","unitPrice":0.5},"quantity":"many","colour":"red"}""").mustBe(422).json();

        assertEquals(
                List.of("/price/unitPrice", "/quantity", "/colour"),
                problem.get("errors").findValuesAsText("pointer"));
        assertEquals(
                List.of("decimal_not_a_string", "decimal_not_a_number", "unknown_field"),
                problem.get("errors").findValuesAsText("code"));
    }

    @Test
    void a_customer_may_not_simulate() {
        new Api(log.key(Role.CUSTOMER, "acme"))
                .post("/v1/simulations/price", "{}")
                .mustBe(403);
    }

    @Test
    void every_example_of_the_open_api_document_has_the_answer_that_it_states() {
        JsonNode paths = operator.get("/openapi?format=json").mustBe(200).json().get("paths");
        int asked = 0;
        for (String simulation : List.of("price", "aggregation", "periods", "bill")) {
            JsonNode post = paths.get("/v1/simulations/" + simulation).get("post");
            JsonNode questions = post.at("/requestBody/content/application~1json/examples");
            JsonNode answers = post.at("/responses/200/content/application~1json/examples");
            for (Map.Entry<String, JsonNode> question : questions.properties()) {
                asked++;
                assertEquals(
                        answers.get(question.getKey()).get("value"),
                        simulator.post(simulation, question.getValue().get("value")),
                        simulation + ": " + question.getKey());
            }
        }
        assertTrue(asked >= 30, "only " + asked + " examples");
    }
}
