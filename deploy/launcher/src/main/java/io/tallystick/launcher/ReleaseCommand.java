package io.tallystick.launcher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;

@Command(
        name = "release",
        mixinStandardHelpOptions = true,
        description = {
            "Lets an event count that waits because it came after a close and its plan holds late usage: an adjustment line on"
                    + " the next invoice, at the price and tier position of its own period.",
            "  ./tally release https://mcp.example.com e-17 --reason \"agreed with the customer\" --dry-run"
        })
final class ReleaseCommand extends CorrectionVerb {
    @Override
    void ask(ObjectNode correction) {
        correction.put("kind", "release");
    }
}
