package io.tallystick.launcher;

import io.tallystick.embedded.AotCache;
import java.util.List;

/** What a part does with the cache of its program. */
enum CacheUse {
    /** Starts from it if there is one. */
    START,
    /** Leaves a record at its end from which it is made. */
    TRAIN;

    List<String> options(AotCache cache) {
        return switch (this) {
            case START -> cache.options();
            case TRAIN -> cache.trainingOptions();
        };
    }
}
