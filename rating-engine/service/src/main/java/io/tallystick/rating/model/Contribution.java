package io.tallystick.rating.model;

import io.tallystick.schemas.id.Hash128;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * What one event adds to one series.
 *
 * @param series where it belongs
 * @param segment number of the segment of the series, 0 for the first (see {@link Timeline#layout})
 * @param quantity read by the meter: 1 for COUNT, the level for TIME_WEIGHTED, the carried amount for a dynamic price
 * @param uniqueValue the value that is counted once (UNIQUE_COUNT only); already distinct for segment and group
 * @param group the text ({@link Dimensions#text}) of the dimensions by which the price tells quantities apart, "" if it does not
 * @param at when it occurred
 * @param source CloudEvents source
 * @param id CloudEvents id
 * @param identity the event's identity, member of the series' digest
 */
public record Contribution(
        SeriesKey series,
        int segment,
        BigDecimal quantity,
        Optional<String> uniqueValue,
        String group,
        Instant at,
        String source,
        String id,
        Hash128 identity) {}
