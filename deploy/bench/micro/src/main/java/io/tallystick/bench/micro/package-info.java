/** What single steps of metering and rating cost, by JMH; {@link io.tallystick.bench.micro.Main} runs them. */
package io.tallystick.bench.micro;
