/**
 * The published cases of other billing engines, run through the simulations. Read {@link
 * io.tallystick.rating.vectors.VectorSuite} (which cases, which are left out and why) and {@link
 * io.tallystick.rating.vectors.Simulator} (what answers) first. The cases stand outside the repository, in the folder that
 * the system property {@code tally.shared} names; here stand only the translations of conventions: inclusive ends, percent
 * instead of shares, deltas instead of levels, blocks instead of quantities.
 */
package io.tallystick.rating.vectors;
