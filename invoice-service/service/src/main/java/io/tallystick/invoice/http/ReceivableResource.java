package io.tallystick.invoice.http;

import io.tallystick.invoice.app.CommandKey;
import io.tallystick.invoice.app.Receivables;
import io.tallystick.invoice.app.Receivables.Account;
import io.tallystick.invoice.app.Receivables.PaymentDraft;
import io.tallystick.invoice.assembly.CreditNote;
import io.tallystick.invoice.assembly.CreditNotes;
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
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What happens to an invoice after it was finalised. The document itself never changes. */
@Path("/v1/invoices/{id:[0-9a-fA-F]+}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
@Tag(name = "Invoices")
class ReceivableResource {
    private final Receivables receivables;
    private final Caller caller;

    ReceivableResource(Receivables receivables, Caller caller) {
        this.receivables = receivables;
        this.caller = caller;
    }

    /** A payment as a caller sends it. */
    record PaymentBody(String amount, String currency, String receivedOn, String reference) {}

    /** A credit note as a caller asks for it: exactly one of full, amount and lines. */
    record CreditNoteBody(String reason, Boolean full, String amount, List<LineBody> lines) {}

    /** A line to be given back; without an amount all that is left of it. */
    record LineBody(String lineId, String amount) {}

    @GET
    @Path("/account")
    @RolesAllowed({Roles.OPERATOR, Roles.CUSTOMER})
    @Operation(summary = "Show where an invoice stands: state, what is open, payments and credit notes")
    public Account account(@PathParam("id") String id) {
        return receivables
                .account(id)
                .filter(account -> caller.identity().mayActFor(account.customerId()))
                .orElseThrow(() -> Commands.notThere("invoice \"" + id + "\""));
    }

    @POST
    @Path("/payments")
    @Operation(summary = "Record a payment of what is open or a part of it")
    @RequestBody(content = @Content(examples = @ExampleObject(name = "payment", value = BillExamples.PAYMENT)))
    public Response pay(
            @PathParam("id") String id, @HeaderParam(IdempotencyKey.HEADER) String key, PaymentBody payment) {
        PaymentBody given = Commands.present(payment);
        Fields fields = new Fields().text("/reference", given.reference(), false);
        BigDecimal amount = fields.positive("/amount", given.amount());
        LocalDate day = day(fields, given.receivedOn());
        fields.throwIfAny();
        Account account = receivables.pay(
                id,
                new PaymentDraft(amount, given.currency(), day, given.reference()),
                caller.identity().keyId(),
                once(key, id, "payments", given));
        return Response.status(Response.Status.CREATED).entity(account).build();
    }

    @POST
    @Path("/void")
    @Operation(summary = "Void an invoice on which nothing was paid or given back; its number stays")
    public Account voidInvoice(@PathParam("id") String id, @HeaderParam(IdempotencyKey.HEADER) String key) {
        return receivables.voidInvoice(id, once(key, id, "void", ""));
    }

    @POST
    @Path("/write-off")
    @Operation(summary = "Say that nobody is expected to pay the rest")
    public Account writeOff(@PathParam("id") String id, @HeaderParam(IdempotencyKey.HEADER) String key) {
        return receivables.writeOff(id, once(key, id, "write-off", ""));
    }

    @POST
    @Path("/credit-notes")
    @Operation(summary = "Give back an invoice: all of it, an amount, or lines")
    @RequestBody(
            content =
                    @Content(
                            examples = {
                                @ExampleObject(name = "full", value = BillExamples.CREDIT_ALL),
                                @ExampleObject(name = "amount", value = BillExamples.CREDIT_AMOUNT),
                                @ExampleObject(name = "lines", value = BillExamples.CREDIT_LINES)
                            }))
    public Response credit(
            @PathParam("id") String id, @HeaderParam(IdempotencyKey.HEADER) String key, CreditNoteBody note) {
        CreditNoteBody given = Commands.present(note);
        CreditNotes.Ask ask = ask(given);
        CreditNote made = receivables.credit(id, ask, given.reason(), once(key, id, "credit-notes", given));
        return Response.created(URI.create("/v1/credit-notes/" + made.id()))
                .entity(made)
                .build();
    }

    private Optional<CommandKey> once(String key, String id, String command, Object body) {
        return Commands.key(key, caller, "POST /v1/invoices/" + id + "/" + command, body);
    }

    private static CreditNotes.Ask ask(CreditNoteBody given) {
        boolean full = Boolean.TRUE.equals(given.full());
        boolean byLine = given.lines() != null && !given.lines().isEmpty();
        long ways = List.of(full, given.amount() != null, byLine).stream()
                .filter(one -> one)
                .count();
        Fields fields = new Fields()
                .text("/reason", given.reason(), true)
                .rule(ways == 1, "", ways, "one_way", "exactly one of full, amount and lines");
        BigDecimal amount = given.amount() == null ? BigDecimal.ZERO : fields.positive("/amount", given.amount());
        Map<String, BigDecimal> lines = lines(fields, byLine ? given.lines() : List.of());
        fields.throwIfAny();
        if (full) {
            return new CreditNotes.Ask.Full();
        }
        return byLine ? new CreditNotes.Ask.Lines(lines) : new CreditNotes.Ask.Amount(amount);
    }

    private static Map<String, BigDecimal> lines(Fields fields, List<LineBody> drafts) {
        Map<String, BigDecimal> lines = new LinkedHashMap<>();
        for (int i = 0; i < drafts.size(); i++) {
            LineBody line = drafts.get(i);
            String pointer = "/lines/" + i;
            fields.rule(line.lineId() != null, pointer + "/lineId", null, "missing_field", "the id of a line");
            fields.rule(
                    !lines.containsKey(line.lineId()),
                    pointer + "/lineId",
                    line.lineId(),
                    "line_twice",
                    "each line once");
            lines.put(
                    line.lineId(), line.amount() == null ? null : fields.positive(pointer + "/amount", line.amount()));
        }
        return lines;
    }

    private static LocalDate day(Fields fields, String text) {
        if (text == null) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException notADay) {
            fields.rule(false, "/receivedOn", text, "invalid_date", "a day such as 2026-12-14");
            return null;
        }
    }
}
