package io.tallystick.invoice.http;

import io.tallystick.invoice.app.CreditDesk;
import io.tallystick.invoice.app.CreditDesk.Credit;
import io.tallystick.invoice.app.CreditDesk.CreditDraft;
import io.tallystick.invoice.app.CreditDesk.RollOver;
import io.tallystick.web.access.Caller;
import io.tallystick.web.access.Roles;
import io.tallystick.web.command.IdempotencyKey;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Prepaid credits: granted and bought. */
@Path("/v1/credits")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
@Tag(name = "Credits")
class CreditResource {
    private final CreditDesk desk;
    private final Caller caller;

    CreditResource(CreditDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    /** A credit as a caller sends it. */
    record CreditBody(
            String customerId,
            String kind,
            String amount,
            String currency,
            String description,
            Integer priority,
            List<String> appliesTo,
            Instant expiresAt,
            RollOverBody rollOver) {}

    /** What lives on after the expiry. */
    record RollOverBody(String most, Integer days) {}

    @POST
    @Operation(summary = "Grant a credit to a customer, or note one that it has bought")
    @RequestBody(content = @Content(examples = @ExampleObject(name = "bought", value = BillExamples.CREDIT)))
    public Response grant(@HeaderParam(IdempotencyKey.HEADER) String key, CreditBody body) {
        CreditDraft draft = draft(Commands.present(body));
        Credit made = desk.grant(draft, Commands.key(key, caller, "POST /v1/credits", body));
        return Response.created(URI.create("/v1/credits/" + made.id()))
                .entity(made)
                .build();
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.OPERATOR, Roles.CUSTOMER})
    @Operation(summary = "Show a credit")
    public Credit find(@PathParam("id") String id) {
        return desk.credit(id)
                .filter(credit -> caller.identity().mayActFor(credit.draft().customerId()))
                .orElseThrow(() -> Commands.notThere("credit \"" + id + "\""));
    }

    private static CreditDraft draft(CreditBody body) {
        String kind = body.kind() == null ? "" : body.kind();
        Fields fields = new Fields()
                .text("/customerId", body.customerId(), true)
                .text("/description", body.description(), true)
                .currency("/currency", body.currency())
                .scopes("/appliesTo", body.appliesTo())
                .rule(
                        kind.equals("granted") || kind.equals("bought"),
                        "/kind",
                        body.kind(),
                        "invalid_value",
                        "granted or bought");
        BigDecimal amount = fields.positive("/amount", body.amount());
        RollOver rollOver = body.rollOver() == null ? null : rollOver(fields, body);
        fields.throwIfAny();
        return new CreditDraft(
                body.customerId(),
                body.currency(),
                kind,
                amount,
                body.description(),
                body.priority() == null ? 0 : body.priority(),
                body.appliesTo() == null ? List.of() : body.appliesTo(),
                body.expiresAt(),
                rollOver);
    }

    private static RollOver rollOver(Fields fields, CreditBody body) {
        Integer days = body.rollOver().days();
        fields.rule(body.expiresAt() != null, "/expiresAt", null, "missing_field", "present with a roll-over")
                .rule(days != null && days > 0, "/rollOver/days", days, "not_positive", "above 0");
        BigDecimal most = fields.positive("/rollOver/most", body.rollOver().most());
        return new RollOver(most, days == null ? 0 : days);
    }
}
