package io.tallystick.rating.http;

import io.tallystick.rating.app.Catalog;
import io.tallystick.schemas.meter.Meter;
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
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What is measured. */
@Path("/v1/meters")
@RolesAllowed(Roles.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Meters")
class MeterResource {
    private final Catalog catalog;

    MeterResource(Catalog catalog) {
        this.catalog = catalog;
    }

    @GET
    @Operation(summary = "List the meters")
    public Response list(@BeanParam PageRequest page, @Context UriInfo uri) {
        Optional<Cursor> after = page.after(1);
        List<Meter> rows = catalog.meters().values().stream()
                .sorted(Comparator.comparing(Meter::key))
                .filter(meter -> after.isEmpty()
                        || meter.key().compareTo(after.get().values().getFirst()) > 0)
                .limit(page.limit() + 1L)
                .toList();
        return Page.of(rows, page.limit(), meter -> Cursor.after(meter.key())).response(uri);
    }

    @GET
    @Path("{key}")
    @Operation(summary = "Show a meter")
    public Meter show(@PathParam("key") String key) {
        return catalog.view().meter(key).orElseThrow(() -> Refusals.notFound("meter " + key));
    }

    /** A meter keeps its definition for ever; only its name and whether it is archived may change. */
    @PUT
    @Path("{key}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Add a meter, rename it or archive it")
    public Response put(@PathParam("key") String key, String body) {
        Meter meter = Refusals.reading("meter", () -> catalog.language().readMeter(body));
        if (!meter.key().equals(key)) {
            throw ProblemException.of(
                    422,
                    "invalid_meter",
                    "the key in the body is not the one in the address",
                    new FieldError("/key", meter.key(), "must be " + key, "key_mismatch"));
        }
        boolean existed = catalog.view().meter(key).isPresent();
        Catalog.Report report = catalog.put(meter);
        if (!report.findings().isEmpty()) {
            throw Refusals.problem("meter", report.findings());
        }
        return Response.status(existed ? Response.Status.OK : Response.Status.CREATED)
                .entity(meter)
                .build();
    }
}
