package io.tallystick.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "amend",
        mixinStandardHelpOptions = true,
        description = {
            "Lets another event count instead of one: it says the same except for what you give. The first is kept as"
                    + " superseded.",
            "  ./tally amend https://mcp.example.com e-17 --data '{\"seconds\":\"1.5\"}' --reason \"seconds were milliseconds\""
        })
final class AmendCommand extends CorrectionVerb {
    @Option(names = "--data", paramLabel = "<json>", description = "The whole payload that counts instead.")
    private String data;

    @Option(names = "--time", paramLabel = "<instant>", description = "When it occurred instead.")
    private String time;

    @Option(names = "--type", paramLabel = "<type>", description = "Its type instead.")
    private String type;

    @Override
    void ask(ObjectNode correction) {
        ObjectNode replacement = correction.put("kind", "amend").putObject("replacement");
        if (data != null) {
            replacement.set("data", read(data));
        }
        if (time != null) {
            replacement.put("time", time);
        }
        if (type != null) {
            replacement.put("type", type);
        }
        if (replacement.isEmpty()) {
            throw new Refusal("nothing_amended", "Say what is different: --data, --time or --type.");
        }
    }

    private static com.fasterxml.jackson.databind.JsonNode read(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException notJson) {
            throw new Refusal("invalid_data", "--data is not JSON: " + notJson.getOriginalMessage() + ".", notJson);
        }
    }
}
