package io.tallystick.emitter.proxy;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** Cuts a stream of server-sent events into the data of each, however the bytes arrive. */
final class SseReader {
    private static final int LARGEST = 64 << 20;

    private final Consumer<byte[]> events;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private boolean afterReturn;

    SseReader(Consumer<byte[]> events) {
        this.events = events;
    }

    void read(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            byte b = bytes[i];
            if (b == '\n' && afterReturn) {
                afterReturn = false;
            } else if (b == '\n' || b == '\r') {
                afterReturn = b == '\r';
                endLine();
            } else {
                afterReturn = false;
                if (line.size() < LARGEST) {
                    line.write(b);
                }
            }
        }
    }

    private void endLine() {
        if (line.size() == 0) {
            if (data.size() > 0) {
                events.accept(data.toByteArray());
                data.reset();
            }
            return;
        }
        byte[] whole = line.toByteArray();
        line.reset();
        if (whole.length >= 5
                && whole[0] == 'd'
                && whole[1] == 'a'
                && whole[2] == 't'
                && whole[3] == 'a'
                && whole[4] == ':') {
            int from = whole.length > 5 && whole[5] == ' ' ? 6 : 5;
            if (data.size() > 0) {
                data.write('\n');
            }
            data.write(whole, from, whole.length - from);
        }
    }
}
