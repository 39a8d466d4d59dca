package io.tallystick.emitter.quarkus;

import io.quarkiverse.mcp.server.Prompt;
import io.quarkiverse.mcp.server.Resource;
import io.quarkiverse.mcp.server.ResourceTemplate;
import io.quarkiverse.mcp.server.Tool;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.Enhancement;
import jakarta.enterprise.inject.build.compatible.spi.MethodConfig;
import java.lang.annotation.Annotation;
import java.util.List;

/** Binds the interceptor to the methods of an MCP server, so that nobody has to annotate them. */
public class MeterEveryCall implements BuildCompatibleExtension {
    private static final List<Class<? extends Annotation>> SERVED =
            List.of(Tool.class, Resource.class, ResourceTemplate.class, Prompt.class);

    /** Looks at every method of every class with such a method. */
    @Enhancement(
            types = Object.class,
            withSubtypes = true,
            withAnnotations = {Tool.class, Resource.class, ResourceTemplate.class, Prompt.class})
    public void bind(MethodConfig method) {
        if (SERVED.stream().anyMatch(method.info()::hasAnnotation)) {
            method.addAnnotation(MeteredCall.class);
        }
    }
}
