package io.tallystick.rating.spec;

import io.tallystick.rating.InOnePiece;
import io.tallystick.rating.app.PriceLanguageRefused;
import io.tallystick.rating.model.SubscriptionRefused;
import io.tallystick.rating.pricing.Finding;
import io.tallystick.rating.vectors.PureSimulator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The further cases against the pure code; {@code SimulationTest} asks the wired service the same. */
class SimulationCasesTest {

    @Tag("case-by-case")
    @TestFactory
    Stream<DynamicTest> every_question_has_the_answer_of_another_program() {
        return SimulationCases.answered(new PureSimulator());
    }

    @Tag("case-by-case")
    @TestFactory
    Stream<DynamicTest> every_question_without_sense_is_refused_by_the_field() {
        return SimulationCases.refused((simulation, request) -> {
            try {
                throw new AssertionError("answered " + new PureSimulator().post(simulation, request));
            } catch (PriceLanguageRefused refused) {
                return refused.findings().stream().map(Finding::pointer).toList();
            } catch (SubscriptionRefused refused) {
                return List.of(PureSimulator.bill(request).pointerOf(refused.fact()));
            }
        });
    }

    @Test
    void all_questions_together() throws Throwable {
        InOnePiece.run(every_question_has_the_answer_of_another_program());
    }
}
