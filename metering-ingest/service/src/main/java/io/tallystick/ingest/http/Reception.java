package io.tallystick.ingest.http;

import io.tallystick.ingest.app.Intake;
import io.tallystick.ingest.model.Examined;
import io.tallystick.schemas.usage.RefusedException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** From the events of a request to its answer, whichever way the request came. */
@Singleton
class Reception {
    private final Intake intake;

    Reception(Intake intake) {
        this.intake = intake;
    }

    /**
     * Judges and writes the events; on a worker thread, because reading thousands of events takes milliseconds, and a slow log may block.
     *
     * @param split gives the events, or refuses the only one
     */
    CompletionStage<Answer> take(Optional<String> onlyCustomer, Answer.Listing listing, Supplier<List<byte[]>> split) {
        Intake.Session session = intake.begin(onlyCustomer);
        Examined examined = examine(session, split);
        Answer answer = Answer.of(examined, listing);
        return session.append(examined).thenApply(_ -> answer);
    }

    private static Examined examine(Intake.Session session, Supplier<List<byte[]>> split) {
        List<byte[]> events;
        try {
            events = split.get();
        } catch (RefusedException refused) {
            return Examined.refused(refused.refusal());
        }
        return session.examine(events);
    }
}
