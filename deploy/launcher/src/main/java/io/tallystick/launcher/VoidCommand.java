package io.tallystick.launcher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;

@Command(
        name = "void",
        mixinStandardHelpOptions = true,
        description = {
            "Takes one event back: it is kept, and never counts. A line of an open period moves; what a close holds is corrected by an"
                    + " adjustment line on the next invoice.",
            "  ./tally void https://mcp.example.com e-17 --reason \"sent by a load test\" --dry-run"
        })
final class VoidCommand extends CorrectionVerb {
    @Override
    void ask(ObjectNode correction) {
        correction.put("kind", "void");
    }
}
