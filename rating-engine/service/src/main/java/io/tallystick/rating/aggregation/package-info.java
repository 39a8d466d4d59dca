/**
 * How the events of a period become one quantity. Read {@link io.tallystick.rating.aggregation.Sample} (what an event
 * contributes, and the order of samples) and {@link io.tallystick.rating.aggregation.Compact} (a state of a few fields that
 * takes samples in any order) first.
 *
 * <p>Every result is a function of the set of samples: the order of arrival, the split into batches and a restart between
 * them change nothing. Where an order matters (which value is the latest), it is that of (time, source, id). Without any
 * sample a quantity is 0, and the number of events beside it says why.
 *
 * <p>COUNT, SUM, MAX, MIN, LATEST and AVERAGE fold into a {@code Compact}. UNIQUE_COUNT, TIME_WEIGHTED and PERCENTILE need
 * their members, which the caller keeps: they are functions of those.
 */
package io.tallystick.rating.aggregation;
