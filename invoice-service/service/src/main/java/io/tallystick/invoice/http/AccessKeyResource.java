package io.tallystick.invoice.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.app.AccessKeys;
import io.tallystick.schemas.access.AccessKey;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.web.access.AccessKeyTable;
import io.tallystick.web.access.Roles;
import io.tallystick.web.page.Cursor;
import io.tallystick.web.page.Page;
import io.tallystick.web.page.PageRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Access keys. The credential stands in the answer to the request that made it, and nowhere else ever after. */
@Path("/v1/access-keys")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
class AccessKeyResource {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
    private static final int LOOKS = 200;

    private final AccessKeys keys;
    private final AccessKeyTable table;

    AccessKeyResource(AccessKeys keys, AccessKeyTable table) {
        this.keys = keys;
        this.table = table;
    }

    /**
     * What is asked for.
     *
     * @param role ingest, operator or customer
     * @param customerId the only customer it may see or send for
     * @param name for people
     */
    record KeyDraft(String role, String customerId, String name) {}

    /**
     * A key as it is shown.
     *
     * @param id of the key
     * @param role ingest, operator or customer
     * @param customerId the only customer it may see or send for, if it is bound to one
     * @param name for people
     * @param createdAt when it was made
     * @param revokedAt from when it is void
     * @param credential what a client sends; in the answer that makes the key only
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record KeyView(
            String id,
            String role,
            String customerId,
            String name,
            Instant createdAt,
            Instant revokedAt,
            String credential) {

        static KeyView of(AccessKey key, String credential) {
            return new KeyView(
                    key.id(),
                    key.role().name().toLowerCase(Locale.ROOT),
                    key.customerId(),
                    key.name(),
                    key.createdAt(),
                    key.revokedAt(),
                    credential);
        }
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> create(KeyDraft draft) {
        if (draft == null) {
            throw ProblemException.of(400, "missing_body", "the body with role and name is absent");
        }
        return keys.create(draft.role(), draft.customerId(), draft.name())
                .call(made -> known(made.key()))
                .map(made -> Response.created(
                                URI.create("/v1/access-keys/" + made.key().id()))
                        .entity(KeyView.of(made.key(), made.secret().text()))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build());
    }

    @GET
    public Uni<Response> list(@BeanParam PageRequest page, @Context UriInfo uri) {
        String after = page.after(1).map(cursor -> cursor.values().getFirst()).orElse("");
        return keys.list(after, page.limit() + 1)
                .map(rows -> rows.stream().map(key -> KeyView.of(key, null)).toList())
                .map(rows -> Page.of(rows, page.limit(), row -> Cursor.after(row.id()))
                        .response(uri));
    }

    @DELETE
    @Path("/{id}")
    public Uni<KeyView> revoke(@PathParam("id") String id) {
        return keys.revoke(id).call(this::known).map(key -> KeyView.of(key, null));
    }

    /** Waits until this process goes by the new state, so that the answer can be acted on; two seconds at most. */
    private Uni<Boolean> known(AccessKey key) {
        return Uni.createFrom()
                .item(() -> table.find(key.id())
                        .map(seen -> seen.active() == key.active())
                        .orElse(false))
                .onItem()
                .delayIt()
                .by(LOOK_AGAIN)
                .repeat()
                .atMost(LOOKS)
                .select()
                .where(seen -> seen, 1)
                .collect()
                .last();
    }
}
