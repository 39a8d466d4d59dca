package io.tallystick.invoice.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.tallystick.invoice.app.Spend;
import io.tallystick.invoice.app.SpendQuery;
import io.tallystick.schemas.access.AccessKey.Role;
import io.tallystick.schemas.json.Json;
import io.tallystick.web.access.AccessKeyTable;
import io.tallystick.web.access.CallerIdentity;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.UncheckedIOException;

/**
 * Answers the spend queries that are as nearly all are, without what {@link CustomerResource} needs for the others: a good key as bearer
 * that may see this customer, and nothing that has to be looked at. Whatever else a request may be, whatever is wrong with it, and
 * whatever breaks, goes on to the resource. So there is one judge of who may see what, and both ways answer alike.
 */
@ApplicationScoped
class SpendWay {
    /** As the writer of the resource does it: fields in the order in which they are declared. */
    private static final ObjectWriter JSON = Json.MAPPER
            .rebuild()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build()
            .writerFor(Spend.class);

    /** Before everything that the resource needs. */
    private static final int EARLY = -1_000_000;

    private final SpendQuery spend;
    private final AccessKeyTable keys;

    SpendWay(SpendQuery spend, AccessKeyTable keys) {
        this.spend = spend;
        this.keys = keys;
    }

    void install(@Observes Router router) {
        router.get("/v1/customers/:id/spend").order(EARLY).handler(this::answer);
    }

    private void answer(RoutingContext context) {
        HttpServerRequest request = context.request();
        String customer = context.pathParam("id");
        if (asksForMore(request) || !isPlain(request.path()) || !maySee(request, customer)) {
            context.next();
            return;
        }
        spend.of(customer).map(SpendWay::json).subscribe().with(found -> send(found, context), _ -> context.next());
    }

    private static Buffer json(Spend found) {
        try {
            return Buffer.buffer(JSON.writeValueAsBytes(found));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void send(Buffer body, RoutingContext context) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON + ";charset=UTF-8")
                .end(body);
    }

    /** From a page, or with a wish that has to be looked at. */
    private static boolean asksForMore(HttpServerRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return request.query() != null
                || request.getHeader("Origin") != null
                || !(accept == null || accept.equals("*/*") || accept.equals(MediaType.APPLICATION_JSON));
    }

    /** Without escapes, about which there could be two opinions. */
    private static boolean isPlain(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c <= ' ' || c == '%' || c == '+' || c == ';' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private boolean maySee(HttpServerRequest request, String customer) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        return authorization != null
                && keys.caller(authorization)
                        .filter(caller -> maySee(caller, customer))
                        .isPresent();
    }

    private static boolean maySee(CallerIdentity caller, String customer) {
        return (caller.role() == Role.OPERATOR || caller.role() == Role.CUSTOMER) && caller.mayActFor(customer);
    }
}
