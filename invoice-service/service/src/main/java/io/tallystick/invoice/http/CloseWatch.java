package io.tallystick.invoice.http;

import io.smallrye.mutiny.Multi;
import io.tallystick.invoice.app.CloseView;
import io.tallystick.invoice.app.Closes;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Tells a close whenever it changed. */
@Singleton
class CloseWatch {
    private static final Duration LOOK_EVERY = Duration.ofMillis(300);

    private final Closes closes;

    CloseWatch(Closes closes) {
        this.closes = closes;
    }

    /** Ends with the state in which the close ends; whoever is not there to listen costs nothing. */
    Multi<CloseView> follow(String id) {
        Multi<CloseView> first = closes.find(id).toMulti();
        Multi<CloseView> later = Multi.createFrom()
                .ticks()
                .every(LOOK_EVERY)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> closes.find(id));
        return Multi.createBy()
                .concatenating()
                .streams(first, later)
                .select()
                .first(new UntilSettled()::goesOn)
                .skip()
                .repetitions();
    }

    /** Lets the state pass in which the close ends, and none after it. */
    private static final class UntilSettled {
        private boolean settled;

        boolean goesOn(CloseView view) {
            if (settled) {
                return false;
            }
            settled = !view.open();
            return true;
        }
    }
}
