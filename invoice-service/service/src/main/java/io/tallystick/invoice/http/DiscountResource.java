package io.tallystick.invoice.http;

import io.tallystick.invoice.app.DiscountDesk;
import io.tallystick.invoice.app.DiscountDesk.Discount;
import io.tallystick.invoice.assembly.DiscountDefinition;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.web.access.Roles;
import io.tallystick.web.command.EditVersion;
import io.tallystick.web.page.Page;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Discounts. */
@Path("/v1/discounts")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
@Tag(name = "Discounts")
class DiscountResource {
    private final DiscountDesk desk;

    DiscountResource(DiscountDesk desk) {
        this.desk = desk;
    }

    /** A discount as a caller sends it; the code stands in the path. */
    record Draft(
            String name,
            String percent,
            String amount,
            String currency,
            List<StepDraft> volume,
            String level,
            List<String> appliesTo,
            Boolean everyone,
            Instant validFrom,
            Instant validUntil,
            Integer maxRedemptions,
            Integer maxPerCustomer) {}

    /** A step of a volume discount. */
    record StepDraft(String from, String percent) {}

    @GET
    @Operation(summary = "List the discounts")
    public Page<Discount> list() {
        return new Page<>(desk.discounts(), Optional.empty());
    }

    @GET
    @Path("/{code}")
    @Operation(summary = "Show a discount")
    public Response find(@PathParam("code") String code) {
        return answer(desk.discount(code).orElseThrow(() -> Commands.notThere("discount \"" + code + "\"")));
    }

    @PUT
    @Path("/{code}")
    @Operation(summary = "Make a discount, or replace the one that was read (If-Match)")
    @RequestBody(
            content =
                    @Content(
                            examples = {
                                @ExampleObject(name = "percent", value = BillExamples.PERCENT_OFF),
                                @ExampleObject(name = "amount", value = BillExamples.AMOUNT_OFF_A_METER),
                                @ExampleObject(name = "volume", value = BillExamples.VOLUME)
                            }))
    public Response put(
            @PathParam("code") String code, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, Draft draft) {
        DiscountDefinition definition = definition(code, Commands.present(draft));
        return answer(desk.put(definition, present -> EditVersion.mustMatch(ifMatch, present)));
    }

    @POST
    @Path("/{code}/end")
    @Operation(summary = "End a discount for everybody, for good")
    public Response end(@PathParam("code") String code) {
        return answer(desk.end(code));
    }

    private static DiscountDefinition definition(String code, Draft draft) {
        Fields fields = new Fields().code("/code", code).text("/name", draft.name(), true);
        String level = draft.level() == null ? "invoice" : draft.level();
        boolean volume = draft.volume() != null && !draft.volume().isEmpty();
        long ways = List.of(draft.percent() != null, draft.amount() != null, volume).stream()
                .filter(given -> given)
                .count();
        fields.rule(ways == 1, "", ways, "one_way", "exactly one of percent, amount and volume")
                .rule(
                        level.equals("line") || level.equals("invoice"),
                        "/level",
                        level,
                        "invalid_value",
                        "line or invoice")
                .rule(
                        draft.validFrom() == null
                                || draft.validUntil() == null
                                || draft.validFrom().isBefore(draft.validUntil()),
                        "/validUntil",
                        draft.validUntil(),
                        "ends_before_it_begins",
                        "after validFrom")
                .rule(
                        isCount(draft.maxRedemptions()),
                        "/maxRedemptions",
                        draft.maxRedemptions(),
                        "not_positive",
                        "above 0")
                .rule(
                        isCount(draft.maxPerCustomer()),
                        "/maxPerCustomer",
                        draft.maxPerCustomer(),
                        "not_positive",
                        "above 0")
                .scopes("/appliesTo", draft.appliesTo());
        BigDecimal percent =
                draft.percent() == null ? null : fields.decimal("/percent", draft.percent(), "0.0001", "100");
        BigDecimal amount = draft.amount() == null ? null : fields.positive("/amount", draft.amount());
        if (draft.amount() != null) {
            fields.currency("/currency", draft.currency());
        }
        List<DiscountDefinition.VolumeStep> steps = steps(fields, volume ? draft.volume() : List.of());
        fields.throwIfAny();
        if (amount != null) {
            int digits = CurrencyUnit.of(draft.currency()).minorDigits();
            fields.rule(
                    amount.stripTrailingZeros().scale() <= digits,
                    "/amount",
                    draft.amount(),
                    "too_precise",
                    "at most " + digits + " digits after the point");
            fields.throwIfAny();
        }
        return new DiscountDefinition(
                code,
                draft.name(),
                percent,
                amount,
                draft.currency(),
                steps,
                level,
                draft.appliesTo(),
                Boolean.TRUE.equals(draft.everyone()),
                draft.validFrom(),
                draft.validUntil(),
                draft.maxRedemptions(),
                draft.maxPerCustomer());
    }

    private static List<DiscountDefinition.VolumeStep> steps(Fields fields, List<StepDraft> drafts) {
        List<DiscountDefinition.VolumeStep> steps = new ArrayList<>();
        BigDecimal before = null;
        for (int i = 0; i < drafts.size(); i++) {
            String pointer = "/volume/" + i;
            BigDecimal from = fields.decimal(pointer + "/from", drafts.get(i).from());
            BigDecimal percent =
                    fields.decimal(pointer + "/percent", drafts.get(i).percent(), "0", "100");
            fields.rule(
                    before == null || from.compareTo(before) > 0,
                    pointer + "/from",
                    from,
                    "not_ascending",
                    "above the step before");
            steps.add(new DiscountDefinition.VolumeStep(from, percent));
            before = from;
        }
        return steps;
    }

    private static boolean isCount(Integer number) {
        return number == null || number > 0;
    }

    private static Response answer(Discount discount) {
        return Response.ok(discount)
                .header(HttpHeaders.ETAG, EditVersion.etag(discount.version()))
                .build();
    }
}
