package io.tallystick.rating.http;

import io.tallystick.rating.app.AggregationSimulation;
import io.tallystick.rating.app.BillSimulation;
import io.tallystick.rating.app.Catalog;
import io.tallystick.rating.app.PeriodSimulation;
import io.tallystick.rating.app.PriceSimulation;
import io.tallystick.rating.app.SimulationLanguage;
import io.tallystick.rating.model.SubscriptionRefused;
import io.tallystick.rating.pricing.NotPriced;
import io.tallystick.schemas.problem.Problem.FieldError;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.web.access.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What something would cost, by the code of the real run; nothing is stored. */
@Path("/v1/simulations")
@RolesAllowed(Roles.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Simulations")
class SimulationResource {
    private static final int UNPROCESSABLE = 422;

    private final SimulationLanguage language;
    private final Catalog catalog;

    SimulationResource(SimulationLanguage language, Catalog catalog) {
        this.language = language;
        this.catalog = catalog;
    }

    @POST
    @Path("price")
    @Operation(summary = "What a quantity would cost, tier by tier")
    public PriceSimulation.Result price(String body) {
        return simulated(() -> PriceSimulation.run(language.readPriceSimulation(body)));
    }

    @POST
    @Path("aggregation")
    @Operation(summary = "What a meter would make of events")
    public AggregationSimulation.Result aggregation(String body) {
        return simulated(() -> AggregationSimulation.run(language.readAggregationSimulation(body)));
    }

    @POST
    @Path("periods")
    @Operation(summary = "The billing periods of an anchor, a zone and a cadence")
    public PeriodSimulation.Result periods(String body) {
        return simulated(() -> PeriodSimulation.run(language.readPeriodSimulation(body)));
    }

    @POST
    @Path("bill")
    @Operation(summary = "What the bill of a subscription would be, with discounts, taxes and credits")
    public BillSimulation.Result bill(String body) {
        return simulated(() -> billed(language.readBillSimulation(body, catalog.view())));
    }

    private static <T> T simulated(Supplier<T> simulation) {
        try {
            return Refusals.reading("simulation", simulation);
        } catch (NotPriced hole) {
            throw refused(hole.code(), "/price", hole.getMessage());
        }
    }

    private static BillSimulation.Result billed(BillSimulation.Request request) {
        try {
            return BillSimulation.run(request);
        } catch (SubscriptionRefused refused) {
            throw refused(refused.code(), request.pointerOf(refused.fact()), refused.getMessage());
        } catch (NotPriced hole) {
            throw refused(hole.code(), "/usage", hole.getMessage());
        }
    }

    private static ProblemException refused(String code, String pointer, String rule) {
        return ProblemException.of(UNPROCESSABLE, code, rule, new FieldError(pointer, null, rule, code));
    }
}
