package io.tallystick.rating.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tallystick.rating.app.Entitlements;
import io.tallystick.rating.app.Entitlements.Answer;
import io.tallystick.rating.app.Entitlements.NextUnit;
import io.tallystick.rating.app.Entitlements.Wish;
import io.tallystick.schemas.money.DecimalRefused;
import io.tallystick.schemas.money.Decimals;
import io.tallystick.schemas.problem.Problem.FieldError;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.web.access.Caller;
import io.tallystick.web.access.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a customer may use, asked before it is used: by the services that serve it, by itself, by operators. */
@Path("/v1/entitlements/{customer}")
@RolesAllowed({Roles.OPERATOR, Roles.CUSTOMER, Roles.INGEST})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Entitlements")
class EntitlementResource {
    private static final String EXAMPLE = """
            {"customerId": "acme", "feature": "api_calls", "kind": "metered", "allowed": true, "used": "42", "remaining": "58",
             "limit": "100", "per": "DAY", "hard": true, "resetsAt": "2026-11-23T00:00:00Z", "subscriptionId": "sub-acme",
             "plan": {"key": "community", "version": 1}, "asOf": "2026-11-22T20:15:00Z"}""";
    private static final String PRICE_EXAMPLE = """
            {"customerId": "acme", "meter": "api_calls", "subscriptionId": "sub-acme", "chargeKey": "calls",
             "plan": {"key": "developer", "version": 1}, "used": "10042", "amount": "0.005", "currency": "USD",
             "basis": "marginal_estimate", "asOf": "2026-11-22T20:15:00Z"}""";
    private static final int LONGEST = 512;

    private final Entitlements entitlements;
    private final Caller caller;

    EntitlementResource(Entitlements entitlements, Caller caller) {
        this.entitlements = entitlements;
        this.caller = caller;
    }

    /** An answer; what does not apply to its kind is absent. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record AnswerView(
            String customerId,
            String feature,
            String kind,
            boolean allowed,
            Optional<String> reason,
            Optional<BigDecimal> used,
            Optional<BigDecimal> remaining,
            Optional<BigDecimal> limit,
            Optional<String> per,
            Optional<Boolean> hard,
            Optional<Instant> resetsAt,
            Optional<String> subscriptionId,
            Optional<PlanView> plan,
            Instant asOf) {
        static AnswerView of(String customer, Answer answer) {
            return new AnswerView(
                    customer,
                    answer.feature(),
                    answer.kind(),
                    answer.allowed(),
                    answer.reason(),
                    answer.used(),
                    answer.remaining(),
                    answer.limit(),
                    answer.per().map(Enum::name),
                    answer.hard(),
                    answer.resetsAt(),
                    answer.subscriptionId(),
                    answer.plan().map(plan -> new PlanView(plan.key(), plan.version())),
                    answer.asOf());
        }
    }

    record PlanView(String key, int version) {}

    /** What one more unit would cost. */
    record PriceView(
            String customerId,
            String meter,
            String subscriptionId,
            String chargeKey,
            PlanView plan,
            BigDecimal used,
            BigDecimal amount,
            String currency,
            String basis,
            Instant asOf) {
        static PriceView of(String customer, NextUnit next) {
            return new PriceView(
                    customer,
                    next.meter(),
                    next.subscriptionId(),
                    next.charge(),
                    new PlanView(next.plan().key(), next.plan().version()),
                    next.used(),
                    next.amount(),
                    next.plan().plan().currency().code(),
                    "marginal_estimate",
                    next.asOf());
        }
    }

    record AnswersView(String customerId, List<AnswerView> entitlements) {}

    @GET
    @Operation(summary = "Everything that a customer may use, with what is used and what is left")
    public Response list(@PathParam("customer") String customer) {
        caller.mustBeFor(customer, "customer " + customer);
        bounded("customer", customer);
        return answer(new AnswersView(
                customer,
                entitlements.all(customer).stream()
                        .map(answer -> AnswerView.of(customer, answer))
                        .toList()));
    }

    @GET
    @Path("{feature}")
    @Operation(
            summary = "Whether a customer may use a feature now",
            description =
                    "Made for the path of a request: one indexed read. A service asks before a call; the event that comes"
                            + " nevertheless is rated as the plan says. A meter that the plan charges for and does not limit is"
                            + " allowed under its own name. What was used is as fresh as the rating of the log.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            examples = @ExampleObject(name = "100 calls a day", value = EXAMPLE)))
    public Response ask(
            @PathParam("customer") String customer,
            @PathParam("feature") String feature,
            @Parameter(description = "so much is to be used; of a static limit: so much there would be", example = "1")
                    @QueryParam("need")
                    String need,
            @Parameter(
                            description = "the value to be used where distinct values are limited, such as a model:"
                                    + " one that was used in the span already is allowed",
                            example = "gpt-x")
                    @QueryParam("value")
                    String value) {
        caller.mustBeFor(customer, "customer " + customer);
        bounded("customer", customer);
        bounded("feature", feature);
        bounded("value", value);
        Wish wish = new Wish(Optional.ofNullable(need).map(EntitlementResource::amount), Optional.ofNullable(value));
        return answer(AnswerView.of(customer, entitlements.ask(customer, feature, wish)));
    }

    @GET
    @Path("{meter}/price")
    @Operation(
            summary = "What one more unit of a meter would cost a customer now",
            description = "The exact amount of the unit after those that are rated in this period, before rounding and"
                    + " before discounts and taxes on the invoice. For a call just made it is an estimate: others may stand"
                    + " before it in the log. 404 if no plan charges for the meter by its quantity alone.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            examples = @ExampleObject(name = "beyond the included calls", value = PRICE_EXAMPLE)))
    public Response price(@PathParam("customer") String customer, @PathParam("meter") String meter) {
        caller.mustBeFor(customer, "customer " + customer);
        bounded("customer", customer);
        bounded("meter", meter);
        return answer(entitlements
                .next(customer, meter)
                .map(next -> PriceView.of(customer, next))
                .orElseThrow(() -> ProblemException.of(
                        404,
                        "no_unit_price",
                        "No plan of customer " + customer + " charges for " + meter + " by its quantity alone now.")));
    }

    private static Response answer(Object entity) {
        return Response.ok(entity).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }

    private static BigDecimal amount(String text) {
        try {
            BigDecimal need = Decimals.parse(text);
            if (need.signum() >= 0) {
                return need;
            }
        } catch (DecimalRefused refused) {
            throw invalid("need", text, refused.getMessage());
        }
        throw invalid("need", text, "must be 0 or more");
    }

    private static void bounded(String name, String text) {
        if (text != null && (text.length() > LONGEST || text.indexOf('\0') >= 0)) {
            throw invalid(name, text.substring(0, Math.min(text.length(), 60)), "at most " + LONGEST + " characters");
        }
    }

    private static ProblemException invalid(String name, String value, String rule) {
        return ProblemException.of(
                400,
                "invalid_parameter",
                name + " is not possible",
                new FieldError(name, value, rule, "invalid_parameter"));
    }
}
