package io.tallystick.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Map;

/** What a verified run found. */
interface Outcome {
    /** Under which conditions it was measured. */
    Map<String, String> conditions();

    /** What was compared before a figure was given. */
    String verified();

    /** The figure by which runs are put in order. */
    @JsonIgnore
    long rate();

    /** The figures, as a person reads them. */
    Map<String, String> rows();
}
