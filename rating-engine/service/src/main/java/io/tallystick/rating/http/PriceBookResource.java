package io.tallystick.rating.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tallystick.rating.app.Catalog;
import io.tallystick.rating.pricing.Finding;
import io.tallystick.web.access.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Meters and plans as one file, checked and loaded as a whole. */
@Path("/v1/price-books")
@RolesAllowed(Roles.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Plans")
class PriceBookResource {
    private final Catalog catalog;

    PriceBookResource(Catalog catalog) {
        this.catalog = catalog;
    }

    record LoadedView(List<FindingView> findings, MetersView meters, List<LoadedPlanView> plans) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FindingView(String pointer, String code, String value, String rule, String weight) {
        static FindingView of(Finding finding) {
            return new FindingView(
                    finding.pointer(),
                    finding.code(),
                    finding.value(),
                    finding.rule(),
                    finding.weight().name().toLowerCase(Locale.ROOT));
        }
    }

    record MetersView(List<String> created, List<String> unchanged) {}

    record LoadedPlanView(String key, int version, String state) {}

    /** A dry run answers with the findings; a real run with findings is refused as a whole. */
    @POST
    @Consumes({MediaType.APPLICATION_JSON, "application/yaml", "application/x-yaml", "text/yaml"})
    @Operation(summary = "Check a price book (dryRun=true), or load it")
    public Response load(@QueryParam("dryRun") @DefaultValue("false") boolean dryRun, String body) {
        Catalog.Report report = Refusals.reading("price book", () -> catalog.load(body, dryRun));
        if (!dryRun && !report.findings().isEmpty()) {
            throw Refusals.problem("price book", report.findings());
        }
        List<LoadedPlanView> plans = report.plans().stream()
                .map(plan ->
                        new LoadedPlanView(plan.key(), plan.version(), plan.published() ? "published" : "unchanged"))
                .toList();
        return Response.ok(new LoadedView(
                        report.findings().stream().map(FindingView::of).toList(),
                        new MetersView(report.created(), report.unchanged()),
                        plans))
                .build();
    }
}
