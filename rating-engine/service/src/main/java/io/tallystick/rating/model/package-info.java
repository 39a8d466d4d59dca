/**
 * What a customer owes: subscriptions as timelines of dated facts, events attributed to charges, lines assembled, corrected and
 * simulated. Pure: no clock, no random, no I/O.
 *
 * <p>Read {@link io.tallystick.rating.model.Timeline} (one customer's subscriptions, compiled), {@link
 * io.tallystick.rating.model.Attribution} (event to series) and {@link io.tallystick.rating.model.LineAssembly} (series and
 * periods to lines) first. {@link io.tallystick.rating.model.Settlement} decides whether a line is replaced or corrected.
 *
 * <p><b>The split rule.</b> A change inside a billing period splits a line only if it changes what the charge costs; a charge
 * whose price stays the same continues on one line, also over a pause. Fees are prorated, each part by its own price. Usage is
 * split at the instant of the change, and each part is priced by the plan version that held when it occurred:
 *
 * <ul>
 *   <li>a quantity that adds up over time (COUNT, SUM, TIME_WEIGHTED) keeps its position in the tiers: usage after the change
 *       costs what the new price asks for the usage of the whole period so far, less what it asks for the usage before the
 *       change. An allowance or a cheap first tier is therefore used once a period, never twice, and never lost;
 *   <li>a quantity that does not add up (MAX, LATEST, UNIQUE_COUNT, PERCENTILE, AVERAGE) is priced as for a full period in each
 *       part, and each part pays its share of the time.
 * </ul>
 */
package io.tallystick.rating.model;
