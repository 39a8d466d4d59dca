/**
 * The API conventions of DESIGN section 10 as code, the same in every service. Read {@link
 * io.tallystick.web.problem.ProblemMappers} and {@link io.tallystick.web.access.AccessKeyMechanism} first.
 */
package io.tallystick.web;
