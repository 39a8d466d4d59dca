package io.tallystick.rating.http;

import io.tallystick.rating.app.Catalog;
import io.tallystick.rating.app.CatalogView;
import io.tallystick.rating.app.Commands.CommandKey;
import io.tallystick.rating.app.MigrationStore.Item;
import io.tallystick.rating.app.PlanMigration;
import io.tallystick.rating.app.PlanMigrations;
import io.tallystick.rating.app.PlanMigrations.Preview;
import io.tallystick.rating.http.MigrationViews.ItemView;
import io.tallystick.rating.http.MigrationViews.MigrationView;
import io.tallystick.rating.http.MigrationViews.PreviewView;
import io.tallystick.schemas.id.Uuid7;
import io.tallystick.web.access.Caller;
import io.tallystick.web.access.Roles;
import io.tallystick.web.command.IdempotencyKey;
import io.tallystick.web.page.Cursor;
import io.tallystick.web.page.Page;
import io.tallystick.web.page.PageRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Subscribers that are moved to another plan version: previewed, then ordered. */
@Path("/v1/plan-migrations")
@RolesAllowed(Roles.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Plans")
class PlanMigrationResource {
    private static final String PATH = "/v1/plan-migrations";

    private final PlanMigrations migrations;
    private final Catalog catalog;
    private final Uuid7 ids;
    private final Caller caller;

    PlanMigrationResource(PlanMigrations migrations, Catalog catalog, Uuid7 ids, Caller caller) {
        this.migrations = migrations;
        this.catalog = catalog;
        this.ids = ids;
        this.caller = caller;
    }

    @POST
    @Path("preview")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "What a migration would do, subscription by subscription, with the money of the present period",
            description =
                    "Stores nothing. With effective PERIOD_END the period is shown as if it had been on the new version"
                            + " from its start. A period with more than 20,000 events is not computed, and says so.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            examples = @ExampleObject(name = "the next version", value = PlanExamples.MIGRATION)))
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            examples = @ExampleObject(name = "one moves", value = PlanExamples.PREVIEW)))
    public PreviewView preview(@BeanParam PageRequest page, String body) {
        String after = page.after(1).map(cursor -> cursor.values().getFirst()).orElse("");
        Preview preview = Refusals.reading("plan migration", () -> migrations.preview(body, after, page.limit()));
        CatalogView view = catalog.view();
        return PreviewView.of(
                preview,
                plan -> view.plan(plan).orElseThrow().plan().currency().code(),
                preview.next().map(place -> Cursor.after(place).encode()));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Order a migration; it runs by itself and can be watched",
            description =
                    "Each subscription gets a dated fact. One that cannot be moved is listed with its reason and stops no other."
                            + " Ordered again, it finds nothing to do.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            examples = @ExampleObject(name = "the next version", value = PlanExamples.MIGRATION)))
    public Response begin(@HeaderParam(IdempotencyKey.HEADER) String key, String body) {
        String keyId = caller.identity().keyId();
        Optional<CommandKey> command = IdempotencyKey.of(key, keyId, "POST " + PATH, body)
                .map(it -> new CommandKey(it.scope(), it.key(), it.fingerprint()));
        PlanMigration migration = Refusals.reading(
                "plan migration", () -> migrations.begin(body, ids.next().toString(), keyId, command));
        return Response.accepted(MigrationView.of(migration))
                .location(URI.create(PATH + "/" + migration.id()))
                .build();
    }

    @GET
    @Operation(summary = "List migrations, the oldest first")
    public Response list(@BeanParam PageRequest page, @Context UriInfo uri) {
        String after = page.after(1).map(cursor -> cursor.values().getFirst()).orElse("");
        List<PlanMigration> rows = migrations.list(after, page.limit() + 1);
        Page<PlanMigration> found = Page.of(rows, page.limit(), row -> Cursor.after(row.id()));
        return new Page<>(found.items().stream().map(MigrationView::of).toList(), found.next()).response(uri);
    }

    @GET
    @Path("{id}")
    @Operation(summary = "Show a migration and how far it is")
    public MigrationView show(@PathParam("id") String id) {
        return MigrationView.of(find(id));
    }

    @GET
    @Path("{id}/subscriptions")
    @Operation(summary = "What became of each subscription, or of those that were refused")
    public Response items(
            @PathParam("id") String id,
            @QueryParam("refusedOnly") @DefaultValue("false") boolean refusedOnly,
            @BeanParam PageRequest page,
            @Context UriInfo uri) {
        find(id);
        String after = page.after(1).map(cursor -> cursor.values().getFirst()).orElse("");
        List<Item> rows = migrations.items(id, refusedOnly, after, page.limit() + 1);
        Page<Item> found = Page.of(rows, page.limit(), row -> Cursor.after(row.subscriptionId()));
        return new Page<>(found.items().stream().map(ItemView::of).toList(), found.next()).response(uri);
    }

    @POST
    @Path("{id}/cancellation")
    @Operation(summary = "Stop a migration that runs; who was moved stays moved")
    public MigrationView cancel(@PathParam("id") String id) {
        return MigrationView.of(migrations.cancel(id));
    }

    private PlanMigration find(String id) {
        return migrations.find(id).orElseThrow(() -> Refusals.notFound("plan migration " + id));
    }
}
