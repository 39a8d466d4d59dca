/**
 * The REST interface as the verbs of {@code ./tally} use it: {@link io.tallystick.launcher.client.TallyClient} and the one kind of error
 * that it throws, {@link io.tallystick.launcher.client.ApiProblem}.
 */
package io.tallystick.launcher.client;
