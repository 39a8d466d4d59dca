package io.tallystick.rating.http;

import io.tallystick.rating.verify.VerificationReport;
import io.tallystick.rating.verify.VerificationScope;
import io.tallystick.rating.verify.Verifications;
import io.tallystick.schemas.problem.Problem.FieldError;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.web.access.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Computes the lines of a time again from the stored events, by a second implementation, and compares. */
@Path("/v1/usage/verifications")
@RolesAllowed(Roles.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Usage")
class VerificationResource {
    private static final String PATH = "/v1/usage/verifications";
    private static final String NOVEMBER = """
            {"from": "2026-11-01", "to": "2026-12-01"}""";

    private final Verifications verifications;

    VerificationResource(Verifications verifications) {
        this.verifications = verifications;
    }

    @POST
    @Operation(
            summary = "Begin a verification",
            description =
                    "Billing periods that begin on a local date in [from, to) are computed again from the stored events"
                            + " by an implementation that shares no code with rating. It changes nothing. One run at a time.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            examples = @ExampleObject(name = "november", value = NOVEMBER)))
    public Response begin(Asked asked) {
        LocalDate from = date(asked.from(), "/from");
        LocalDate to = date(asked.to(), "/to");
        if (!from.isBefore(to)) {
            throw invalid("/to", asked.to(), "must be after from");
        }
        if (asked.sample() != null && asked.sample() < 1) {
            throw invalid("/sample", asked.sample().toString(), "must be 1 or more");
        }
        VerificationScope scope = new VerificationScope(
                from, to, Optional.ofNullable(asked.customerId()), Optional.ofNullable(asked.sample()));
        VerificationReport report = verifications
                .begin(scope)
                .orElseThrow(() -> ProblemException.of(
                        409, "verification_running", "a verification is under way; one runs at a time"));
        return Response.accepted(report)
                .location(URI.create(PATH + "/" + report.id()))
                .build();
    }

    @GET
    @Path("{id}")
    @Operation(summary = "How a verification stands, and what it found")
    public VerificationReport find(@PathParam("id") String id) {
        return verifications.find(id).orElseThrow(() -> Refusals.notFound("verification " + id));
    }

    private static LocalDate date(String text, String pointer) {
        if (text == null) {
            throw invalid(pointer, null, "is required, a date such as 2026-11-01");
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException notADate) {
            throw invalid(pointer, text, "must be a date such as 2026-11-01");
        }
    }

    private static ProblemException invalid(String pointer, String value, String rule) {
        return ProblemException.of(
                422,
                "invalid_verification",
                "the verification cannot run: " + pointer + " " + rule,
                new FieldError(pointer, value, rule, "invalid_value"));
    }

    /**
     * What to compute again.
     *
     * @param from first local date of the billing periods
     * @param to the date after the last
     * @param customerId only this customer
     * @param sample only so many customers
     */
    record Asked(String from, String to, String customerId, Integer sample) {}
}
