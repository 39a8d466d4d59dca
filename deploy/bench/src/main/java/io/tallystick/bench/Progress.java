package io.tallystick.bench;

import java.io.PrintWriter;

/** Tells who waits what is being done. */
record Progress(PrintWriter out) {
    void say(String what) {
        out.println("… " + what);
        out.flush();
    }
}
