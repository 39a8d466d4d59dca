package io.tallystick.embedded;

/** The range of ports, 0 meaning "choose a free one". */
final class Ports {
    private Ports() {}

    static void check(int port) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
        }
    }
}
