package io.tallystick.emitter.quarkus;

import io.quarkiverse.mcp.server.Prompt;
import io.quarkiverse.mcp.server.PromptMessage;
import io.quarkiverse.mcp.server.Resource;
import io.quarkiverse.mcp.server.TextContent;
import io.quarkiverse.mcp.server.TextResourceContents;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.quarkiverse.mcp.server.ToolCallException;
import io.quarkiverse.mcp.server.ToolResponse;
import io.smallrye.mutiny.Uni;

/** What a Quarkus MCP server offers; it knows nothing of metering. */
class SampleTools {
    @Tool(name = "count_words", description = "How many words a text has")
    ToolResponse countWords(@ToolArg(description = "the text") String text) {
        return text.isBlank()
                ? ToolResponse.error("there is no text")
                : ToolResponse.success(Integer.toString(words(text)));
    }

    @Tool(name = "count_later", description = "The same, later")
    Uni<ToolResponse> countLater(@ToolArg(description = "the text") String text) {
        return Uni.createFrom().item(() -> ToolResponse.success(Integer.toString(words(text))));
    }

    @Tool(description = "The same as plain text")
    String plain(@ToolArg(description = "the text") String text) {
        if (text.isBlank()) {
            throw new ToolCallException("there is no text");
        }
        return Integer.toString(words(text));
    }

    @Resource(uri = "file:///private/manual", name = "manual")
    TextResourceContents manual() {
        return TextResourceContents.create("file:///private/manual", "count words");
    }

    @Prompt(name = "counting", description = "How to ask")
    PromptMessage counting() {
        return PromptMessage.withUserRole(new TextContent("count my words"));
    }

    private static int words(String text) {
        return text.strip().split("\\s+", -1).length;
    }
}
