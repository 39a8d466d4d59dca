package io.tallystick.rating.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.tallystick.rating.app.Catalog;
import io.tallystick.rating.app.CatalogView;
import io.tallystick.rating.app.CatalogView.PublishedPlan;
import io.tallystick.rating.app.PlanDrafts;
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
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What is sold: plans with immutable versions. */
@Path("/v1/plans")
@RolesAllowed(Roles.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Plans")
class PlanResource {
    private final Catalog catalog;
    private final PlanDrafts drafts;

    PlanResource(Catalog catalog, PlanDrafts drafts) {
        this.catalog = catalog;
        this.drafts = drafts;
    }

    /**
     * A plan.
     *
     * @param version the version that a new subscription gets if it names none; absent if nothing is on sale
     * @param draft whether it has a draft
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PlanView(
            String key, String name, String currency, Integer version, boolean draft, List<VersionView> versions) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record VersionView(
            String key,
            int version,
            String state,
            Instant publishedAt,
            Instant archivedAt,
            @JsonRawValue String definition) {}

    @GET
    @Operation(summary = "List the plans, each with the version that is sold, and those that are drafts only")
    public Response list(@BeanParam PageRequest page, @Context UriInfo uri) {
        Optional<Cursor> after = page.after(1);
        CatalogView view = catalog.view();
        Set<String> withDraft = Set.copyOf(drafts.keys());
        List<PlanView> rows = Stream.concat(view.planKeys().stream(), withDraft.stream())
                .distinct()
                .sorted()
                .filter(key ->
                        after.isEmpty() || key.compareTo(after.get().values().getFirst()) > 0)
                .limit(page.limit() + 1L)
                .map(key -> plan(view, key, withDraft.contains(key)))
                .toList();
        return Page.of(rows, page.limit(), row -> Cursor.after(row.key())).response(uri);
    }

    @GET
    @Path("{key}")
    @Operation(summary = "Show a plan with all its versions")
    public PlanView show(@PathParam("key") String key) {
        CatalogView view = catalog.view();
        List<PublishedPlan> versions = view.versions(key);
        boolean hasDraft = drafts.find(key).isPresent();
        if (versions.isEmpty() && !hasDraft) {
            throw Refusals.notFound("plan " + key);
        }
        PlanView plan = plan(view, key, hasDraft);
        return new PlanView(
                key,
                plan.name(),
                plan.currency(),
                plan.version(),
                hasDraft,
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
        Catalog.Report report = catalog.publish(read(catalog, key, body));
        if (!report.findings().isEmpty()) {
            throw Refusals.problem("plan", report.findings());
        }
        Catalog.PlanReport published = report.plans().getFirst();
        return published(catalog.view().plan(key, published.version()).orElseThrow(), published.published());
    }

    @POST
    @Path("{key}/versions/{version}/archival")
    @Operation(
            summary = "Take a version off sale",
            description =
                    "Who is on it stays on it; nobody else can begin with it or change to it. To be said twice is harmless.")
    public VersionView archive(@PathParam("key") String key, @PathParam("version") int version) {
        return version(drafts.archive(key, version), true);
    }

    /** The plan of a body that must have the key of its address. */
    static Plan read(Catalog catalog, String key, String body) {
        Plan plan = Refusals.reading("plan", () -> catalog.language().readPlan(body));
        if (!plan.key().equals(key)) {
            throw ProblemException.of(
                    422,
                    "invalid_plan",
                    "the key in the body is not the one in the address",
                    new FieldError("/key", plan.key(), "must be " + key, "key_mismatch"));
        }
        return plan;
    }

    /** 201 for a new version, 200 for one that was there. */
    static Response published(PublishedPlan plan, boolean isNew) {
        var stored = plan.stored();
        VersionView view = version(plan, true);
        return isNew
                ? Response.created(URI.create("/v1/plans/" + stored.key() + "/versions/" + stored.version()))
                        .entity(view)
                        .build()
                : Response.ok(view).build();
    }

    /** By the version on sale, else by the last one, else by the draft. */
    private PlanView plan(CatalogView view, String key, boolean hasDraft) {
        List<PublishedPlan> versions = view.versions(key);
        Optional<PublishedPlan> sold = view.newest(key);
        Plan plan = sold.map(version -> version.plan().plan())
                .or(() -> versions.isEmpty()
                        ? Optional.empty()
                        : Optional.of(versions.getLast().plan().plan()))
                .or(() -> drafts.find(key)
                        .map(draft -> catalog.language().readPlan(draft.stored().definition())))
                .orElseThrow(() -> Refusals.notFound("plan " + key));
        return new PlanView(
                key,
                plan.name(),
                plan.currency().code(),
                sold.map(version -> version.stored().version()).orElse(null),
                hasDraft,
                null);
    }

    private static VersionView version(PublishedPlan plan, boolean withDefinition) {
        var stored = plan.stored();
        return new VersionView(
                stored.key(),
                stored.version(),
                stored.state(),
                stored.publishedAt(),
                stored.archivedAt(),
                withDefinition ? stored.definition() : null);
    }
}
