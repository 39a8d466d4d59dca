package io.tallystick.samples;

import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;

/** The tool that the lines of a README wrap. */
public final class ReadmeTool {
    private ReadmeTool() {}

    /** Counts words. */
    public static SyncToolSpecification tool() {
        Tools.Offered offered = Tools.all().get(1);
        return new SyncToolSpecification(offered.tool(), offered::apply);
    }
}
