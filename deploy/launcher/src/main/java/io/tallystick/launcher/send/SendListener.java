package io.tallystick.launcher.send;

/** Hears how a run goes. */
interface SendListener {
    /** The rows before this one were sent by an earlier run. */
    void resumed(long rows);

    /** The file is not the one of the earlier run; everything is sent again. */
    void changed();

    /** One row was refused, by the mapping or by the door. */
    void refused(long line, String code, String detail);

    /** A batch is in the log. */
    void sent(SendState state, long bytesRead, long bytes);
}
