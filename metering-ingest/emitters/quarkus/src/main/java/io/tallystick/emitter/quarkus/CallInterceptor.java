package io.tallystick.emitter.quarkus;

import io.quarkiverse.mcp.server.MetaKey;
import io.quarkiverse.mcp.server.Prompt;
import io.quarkiverse.mcp.server.Resource;
import io.quarkiverse.mcp.server.ResourceTemplate;
import io.quarkiverse.mcp.server.TextContent;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolCallException;
import io.quarkiverse.mcp.server.ToolResponse;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tallystick.emitter.Charge;
import io.tallystick.emitter.McpCall;
import io.tallystick.emitter.McpCall.Method;
import io.tallystick.emitter.Refused;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records a call when its method has returned, or when what it returned has an item. A result with {@code isError} and a
 * {@link ToolCallException}, which Quarkus answers with such a result, are recorded as errors; any other exception is no call.
 */
@Interceptor
@MeteredCall
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
public class CallInterceptor {
    private final ServerMeter meter;

    @Inject
    CallInterceptor(ServerMeter meter) {
        this.meter = meter;
    }

    @AroundInvoke
    Object around(InvocationContext context) throws Exception {
        Call call = begin(context.getMethod());
        if (!meter.records(call.method())) {
            return context.proceed();
        }
        return Uni.class.isAssignableFrom(context.getMethod().getReturnType())
                ? later(call, context)
                : now(call, context);
    }

    private Object now(Call call, InvocationContext context) throws Exception {
        Optional<Refused> refused = call.check();
        if (refused.isPresent()) {
            return answer(refused.get(), context.getMethod().getReturnType());
        }
        try {
            Object result = context.proceed();
            call.record(result);
            return call.told(result);
        } catch (ToolCallException error) {
            call.record(false);
            throw error;
        }
    }

    private Uni<Object> later(Call call, InvocationContext context) {
        return call.checkLater().chain(refused -> {
            if (refused.isPresent()) {
                return Uni.createFrom().item(() -> answer(refused.get(), item(context.getMethod())));
            }
            return proceed(context)
                    .onItem()
                    .invoke(call::record)
                    .onFailure(ToolCallException.class)
                    .invoke(() -> call.record(false))
                    .chain(call::toldLater);
        });
    }

    @SuppressWarnings("unchecked") // The method returns a Uni: that was looked at.
    private static Uni<Object> proceed(InvocationContext context) {
        try {
            return (Uni<Object>) context.proceed();
        } catch (Exception failed) {
            return Uni.createFrom().failure(failed);
        }
    }

    /** A refusal as what the method returns; where that has no place for fields, the text tells them. */
    private static Object answer(Refused refused, Class<?> returned) {
        if (returned == ToolResponse.class) {
            return new ToolResponse(true, List.of(new TextContent(refused.text())), refused.fields(), Map.of());
        }
        throw new ToolCallException(refused.text() + " " + refused.fields());
    }

    private static Class<?> item(java.lang.reflect.Method method) {
        return method.getGenericReturnType() instanceof ParameterizedType type
                        && type.getActualTypeArguments()[0] instanceof Class<?> of
                ? of
                : Object.class;
    }

    private Call begin(java.lang.reflect.Method method) {
        Tool tool = method.getAnnotation(Tool.class);
        if (tool != null) {
            return new Call(Method.TOOLS_CALL, named(tool.name(), Tool.ELEMENT_NAME, method));
        }
        Prompt prompt = method.getAnnotation(Prompt.class);
        if (prompt != null) {
            return new Call(Method.PROMPTS_GET, named(prompt.name(), Prompt.ELEMENT_NAME, method));
        }
        return new Call(Method.RESOURCES_READ, Method.RESOURCES_READ.target(uri(method)));
    }

    private static String named(String name, String asTheElement, java.lang.reflect.Method method) {
        return name.equals(asTheElement) ? method.getName() : name;
    }

    private static String uri(AnnotatedElement method) {
        Resource resource = method.getAnnotation(Resource.class);
        return resource != null
                ? resource.uri()
                : method.getAnnotation(ResourceTemplate.class).uriTemplate();
    }

    /** A call under way: who makes it is known now, and perhaps not any more when it has ended. */
    private final class Call {
        private final Method method;
        private final String name;
        private final String customer = meter.customer();
        private final Optional<String> id = meter.idempotencyKey().map(key -> "key-" + key);
        private final long at = System.nanoTime();

        Call(Method method, String name) {
            this.method = method;
            this.name = name;
        }

        Method method() {
            return method;
        }

        Optional<Refused> check() {
            return method == Method.TOOLS_CALL ? meter.gate().check(customer, name) : Optional.empty();
        }

        /** A gate may wait for an answer, which no event loop should. */
        Uni<Optional<Refused>> checkLater() {
            return meter.asks()
                    ? Uni.createFrom().item(this::check).runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                    : Uni.createFrom().item(Optional.empty());
        }

        /** The result with what the call costs, where it has a place for that; of an error nothing is told. */
        Object told(Object result) {
            if (!meter.tells() || !(result instanceof ToolResponse response) || response.isError()) {
                return result;
            }
            Optional<Charge> charge = meter.charge(customer);
            if (charge.isEmpty()) {
                return result;
            }
            Map<MetaKey, Object> meta = new LinkedHashMap<>(response._meta() == null ? Map.of() : response._meta());
            meta.put(MetaKey.from(Charge.META), charge.get().fields());
            return new ToolResponse(false, response.content(), response.structuredContent(), meta);
        }

        Uni<Object> toldLater(Object result) {
            return meter.tells()
                    ? Uni.createFrom().item(() -> told(result)).runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                    : Uni.createFrom().item(result);
        }

        void record(Object result) {
            record(!(result instanceof ToolResponse response && response.isError()));
        }

        void record(boolean ok) {
            Duration duration = Duration.ofNanos(System.nanoTime() - at);
            meter.record(new McpCall(method, name, customer, id, ok, duration, Map.of()));
        }
    }
}
