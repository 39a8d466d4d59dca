package io.tallystick.rating.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.tallystick.rating.app.Catalog;
import io.tallystick.rating.app.CatalogView.PublishedPlan;
import io.tallystick.rating.catalog.Plan;
import io.tallystick.schemas.problem.Problem.FieldError;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.web.access.Roles;
import io.tallystick.web.page.Cursor;
import io.tallystick.web.page.Page;
import io.tallystick.web.page.PageRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What is sold: plans with immutable versions. */
@Path("/v1/plans")
@RolesAllowed(Roles.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Plans")
class PlanResource {
    private final Catalog catalog;

    PlanResource(Catalog catalog) {
        this.catalog = catalog;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PlanView(String key, String name, String currency, int version, List<VersionView> versions) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record VersionView(
            String key,
            int version,
            String state,
            Instant publishedAt,
            @JsonRawValue String definition) {}

    @GET
    @Operation(summary = "List the plans, each with its newest version")
    public Response list(@BeanParam PageRequest page, @Context UriInfo uri) {
        Optional<Cursor> after = page.after(1);
        var view = catalog.view();
        List<PlanView> rows = view.planKeys().stream()
                .filter(key ->
                        after.isEmpty() || key.compareTo(after.get().values().getFirst()) > 0)
                .limit(page.limit() + 1L)
                .map(key -> plan(view.newest(key).orElseThrow(), null))
                .toList();
        return Page.of(rows, page.limit(), row -> Cursor.after(row.key())).response(uri);
    }

    @GET
    @Path("{key}")
    @Operation(summary = "Show a plan with all its versions")
    public PlanView show(@PathParam("key") String key) {
        List<PublishedPlan> versions = catalog.view().versions(key);
        if (versions.isEmpty()) {
            throw Refusals.notFound("plan " + key);
        }
        return plan(
                versions.getLast(),
                versions.stream()
                        .map(version -> version(version, version.equals(versions.getLast())))
                        .toList());
    }

    @GET
    @Path("{key}/versions/{version}")
    @Operation(summary = "Show a version of a plan")
    public VersionView version(@PathParam("key") String key, @PathParam("version") int version) {
        return catalog.view()
                .plan(key, version)
                .map(found -> version(found, true))
                .orElseThrow(() -> Refusals.notFound("version " + version + " of plan " + key));
    }

    @POST
    @Path("{key}/versions")
    @Consumes({MediaType.APPLICATION_JSON, "application/yaml", "application/x-yaml", "text/yaml"})
    @Operation(summary = "Publish a version; the same content again is the version that is there")
    public Response publish(@PathParam("key") String key, String body) {
        Plan plan = Refusals.reading("plan", () -> catalog.language().readPlan(body));
        if (!plan.key().equals(key)) {
            throw ProblemException.of(
                    422,
                    "invalid_plan",
                    "the key in the body is not the one in the address",
                    new FieldError("/key", plan.key(), "must be " + key, "key_mismatch"));
        }
        Catalog.Report report = catalog.publish(plan);
        if (!report.findings().isEmpty()) {
            throw Refusals.problem("plan", report.findings());
        }
        Catalog.PlanReport published = report.plans().getFirst();
        VersionView view = version(key, published.version());
        return published.published()
                ? Response.created(URI.create("/v1/plans/" + key + "/versions/" + published.version()))
                        .entity(view)
                        .build()
                : Response.ok(view).build();
    }

    private static PlanView plan(PublishedPlan newest, List<VersionView> versions) {
        Plan plan = newest.plan().plan();
        return new PlanView(
                plan.key(), plan.name(), plan.currency().code(), newest.stored().version(), versions);
    }

    private static VersionView version(PublishedPlan plan, boolean withDefinition) {
        var stored = plan.stored();
        return new VersionView(
                stored.key(),
                stored.version(),
                stored.state(),
                stored.publishedAt(),
                withDefinition ? stored.definition() : null);
    }
}
