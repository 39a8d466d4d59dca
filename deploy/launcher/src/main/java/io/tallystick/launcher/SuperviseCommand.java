package io.tallystick.launcher;

import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "supervise", hidden = true, description = "The process behind up -d.")
final class SuperviseCommand implements Runnable {
    @Mixin
    private PortOptions ports;

    @Override
    public void run() {
        new Supervisor(Home.fromSystemProperties(), ports.ports(), InstantSource.system(), System.out, ready -> {})
                .run();
    }
}
