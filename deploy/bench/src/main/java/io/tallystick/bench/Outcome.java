package io.tallystick.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Map;

/** What a verified run found. */
interface Outcome {
    /** Under which conditions it was measured. */
    Map<String, String> conditions();

    /** What was compared before a figure was given. */
    @JsonIgnore
    String verified();

    /** The figures, as a person reads them. */
    @JsonIgnore
    Map<String, String> rows();
}
