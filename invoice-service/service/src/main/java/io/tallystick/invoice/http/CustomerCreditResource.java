package io.tallystick.invoice.http;

import io.tallystick.invoice.app.CreditDesk;
import io.tallystick.invoice.app.CreditDesk.Balance;
import io.tallystick.invoice.app.CreditDesk.Credit;
import io.tallystick.invoice.app.CreditDesk.TopUp;
import io.tallystick.invoice.assembly.LedgerTransaction;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.web.access.Caller;
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
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a customer holds of prepaid credits, and the ledger behind. */
@Path("/v1/customers/{id}/credits")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
@Tag(name = "Credits")
class CustomerCreditResource {
    private static final int CURSOR_COLUMNS = 2;

    private final CreditDesk desk;
    private final Caller caller;

    CustomerCreditResource(CreditDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    /** When somebody is told that a customer runs dry. */
    record TopUpBody(String threshold, String amount) {}

    /** What a customer has. */
    record Holdings(List<Balance> balances, List<Credit> items) {}

    @GET
    @RolesAllowed({Roles.OPERATOR, Roles.CUSTOMER})
    @Operation(summary = "Show what a customer holds, what is pending on it, and its credits")
    public Holdings of(@PathParam("id") String id) {
        caller.mustBeFor(id, "customer \"" + id + "\"");
        return new Holdings(desk.balances(id), desk.of(id));
    }

    @GET
    @Path("/ledger")
    @RolesAllowed({Roles.OPERATOR, Roles.CUSTOMER})
    @Operation(summary = "List the movements of a customer's credits in double entry, newest first")
    public Response ledger(@PathParam("id") String id, @BeanParam PageRequest page, @Context UriInfo uri) {
        caller.mustBeFor(id, "customer \"" + id + "\"");
        List<LedgerTransaction> rows =
                desk.ledger(id, page.after(CURSOR_COLUMNS).map(CustomerCreditResource::place), page.limit() + 1);
        return Page.of(rows, page.limit(), row -> Cursor.after(row.occurredAt(), row.id()))
                .response(uri);
    }

    @GET
    @Path("/top-ups")
    @RolesAllowed({Roles.OPERATOR, Roles.CUSTOMER})
    @Operation(summary = "Show when somebody is told that a customer runs dry")
    public Page<TopUp> topUps(@PathParam("id") String id) {
        caller.mustBeFor(id, "customer \"" + id + "\"");
        return new Page<>(desk.topUps(id), Optional.empty());
    }

    @PUT
    @Path("/top-ups/{currency}")
    @Operation(summary = "Ask for a top-up as soon as the available balance falls below a threshold")
    @RequestBody(content = @Content(examples = @ExampleObject(name = "top-up", value = BillExamples.TOP_UP)))
    public TopUp topUp(@PathParam("id") String id, @PathParam("currency") String currency, TopUpBody body) {
        TopUpBody given = Commands.present(body);
        Fields fields = new Fields().currency("/currency", currency);
        BigDecimal threshold = fields.decimal("/threshold", given.threshold());
        fields.rule(threshold.signum() >= 0, "/threshold", given.threshold(), "negative", "0 or more");
        BigDecimal amount = fields.positive("/amount", given.amount());
        fields.throwIfAny();
        return desk.put(new TopUp(id, currency, threshold, amount, null));
    }

    private static CreditDesk.Place place(Cursor cursor) {
        try {
            return new CreditDesk.Place(
                    Instant.parse(cursor.values().get(0)), cursor.values().get(1));
        } catch (DateTimeException notOurs) {
            throw ProblemException.of(
                    400, "invalid_cursor", "\"after\" is not a cursor of this list; take it from the page before");
        }
    }
}
