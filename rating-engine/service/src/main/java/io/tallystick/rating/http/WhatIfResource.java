package io.tallystick.rating.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.rating.app.Catalog;
import io.tallystick.rating.app.Commands.CommandKey;
import io.tallystick.rating.app.PlanDrafts;
import io.tallystick.rating.app.WhatIf;
import io.tallystick.rating.app.WhatIf.Choice;
import io.tallystick.rating.app.WhatIf.Result;
import io.tallystick.rating.app.WhatIfs;
import io.tallystick.rating.catalog.Plan;
import io.tallystick.rating.http.WhatIfViews.ResultView;
import io.tallystick.rating.http.WhatIfViews.WhatIfView;
import io.tallystick.schemas.id.Uuid7;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.problem.Problem.FieldError;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.web.access.Caller;
import io.tallystick.web.access.Roles;
import io.tallystick.web.command.IdempotencyKey;
import io.tallystick.web.page.Cursor;
import io.tallystick.web.page.Page;
import io.tallystick.web.page.PageRequest;
import io.tallystick.web.problem.Problems;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What periods that are past would have cost with a draft of a plan. */
@Path("/v1/what-ifs")
@RolesAllowed(Roles.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Plans")
class WhatIfResource {
    private static final String PATH = "/v1/what-ifs";
    private static final String OCTOBER = """
            {"plan": "developer", "from": "2026-10-01", "to": "2026-11-01"}""";
    private static final String DONE = """
            {"id": "019aa8d0-5a3e-7f4e-9b0a-0d6f6f3a2b11", "plan": "developer", "from": "2026-10-01", "to": "2026-11-01",
             "customers": [], "state": "completed", "progress": {"customers": 25, "of": 25, "events": 71918},
             "totals": [{"currency": "USD", "was": "107589.89", "would": "106120.14", "delta": "-1469.75",
                         "winners": 14, "losers": 9, "unchanged": 2}],
             "unknown": 0, "createdAt": "2026-11-22T21:00:00Z", "updatedAt": "2026-11-22T21:00:03Z"}""";

    private final WhatIfs whatIfs;
    private final PlanDrafts drafts;
    private final Catalog catalog;
    private final Uuid7 ids;
    private final Caller caller;

    WhatIfResource(WhatIfs whatIfs, PlanDrafts drafts, Catalog catalog, Uuid7 ids, Caller caller) {
        this.whatIfs = whatIfs;
        this.drafts = drafts;
        this.catalog = catalog;
        this.ids = ids;
        this.caller = caller;
    }

    /**
     * What to compute.
     *
     * @param plan the plan whose draft is asked about
     * @param definition the draft itself, instead of the one that is kept
     * @param from first local date of the billing periods
     * @param to the date after the last
     * @param customers only these; all if absent
     */
    record Asked(String plan, JsonNode definition, String from, String to, List<String> customers) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Ask what past periods would have cost with a draft of a plan",
            description =
                    "Billing periods that begin on a local date in [from, to) are computed twice by the code of the real run:"
                            + " as they were, and with every version of the plan replaced by the draft. Both come from the"
                            + " aggregates where the draft counts the same, and from the stored events where it does not:"
                            + " the progress says how many events were read."
                            + " The draft is the one that is kept, or a definition in the request; it is frozen when it is"
                            + " asked. It runs by itself, goes on after a restart, and changes nothing.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            examples = @ExampleObject(name = "the draft of a plan", value = OCTOBER)))
    @APIResponse(responseCode = "202", description = "It runs; look at it with GET")
    @APIResponse(responseCode = "422", description = "The draft has findings, or the dates are none")
    public Response begin(@HeaderParam(IdempotencyKey.HEADER) String key, Asked asked) {
        LocalDate from = date(asked.from(), "/from");
        LocalDate to = date(asked.to(), "/to");
        if (!from.isBefore(to)) {
            throw invalid("/to", asked.to(), "must be after from");
        }
        List<String> customers = asked.customers() == null ? List.of() : asked.customers();
        String keyId = caller.identity().keyId();
        String body = new String(Json.bytes(asked), StandardCharsets.UTF_8);
        Optional<CommandKey> command = IdempotencyKey.of(key, keyId, "POST " + PATH, body)
                .map(it -> new CommandKey(it.scope(), it.key(), it.fingerprint()));
        WhatIf begun = Refusals.reading(
                "plan", () -> whatIfs.begin(ids.next().toString(), draft(asked), from, to, customers, keyId, command));
        return Response.accepted(view(begun))
                .location(URI.create(PATH + "/" + begun.id()))
                .build();
    }

    private Plan draft(Asked asked) {
        if (asked.definition() != null) {
            Plan plan = catalog.language().readPlan(asked.definition().toString());
            if (asked.plan() != null && !asked.plan().equals(plan.key())) {
                throw invalid("/plan", asked.plan(), "must be the key of the definition, or absent");
            }
            return plan;
        }
        if (asked.plan() == null) {
            throw invalid("/plan", null, "is required, the key of a plan that has a draft");
        }
        return drafts.find(asked.plan())
                .map(kept -> catalog.language().readPlan(kept.stored().definition()))
                .orElseThrow(() -> invalid("/plan", asked.plan(), "must be a plan that has a draft"));
    }

    @GET
    @Operation(summary = "List what-ifs, the oldest first")
    public Response list(@BeanParam PageRequest page, @Context UriInfo uri) {
        String after = page.after(1).map(cursor -> cursor.values().getFirst()).orElse("");
        List<WhatIf> rows = whatIfs.list(after, page.limit() + 1);
        Page<WhatIf> found = Page.of(rows, page.limit(), row -> Cursor.after(row.id()));
        return new Page<>(found.items().stream().map(this::view).toList(), found.next()).response(uri);
    }

    @GET
    @Path("{id}")
    @Operation(summary = "How far a what-if is, and what it comes to so far")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            examples = @ExampleObject(name = "completed", value = DONE)))
    public WhatIfView show(@PathParam("id") String id) {
        return view(find(id));
    }

    @GET
    @Path("{id}/results")
    @Operation(
            summary = "What came out for each customer",
            description =
                    "outcome=winners (who would have paid less, the most first), losers, unknown, or all by customer.")
    public Response results(
            @PathParam("id") String id,
            @QueryParam("outcome") @DefaultValue("all") String outcome,
            @BeanParam PageRequest page,
            @Context UriInfo uri) {
        find(id);
        Choice choice = Arrays.stream(Choice.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(outcome))
                .findFirst()
                .orElseThrow(() -> ProblemException.of(
                        400,
                        "invalid_parameter",
                        "outcome must be one of all, winners, losers, unknown",
                        new FieldError(
                                "outcome",
                                Problems.shorten(outcome),
                                "one of all, winners, losers, unknown",
                                "invalid_parameter")));
        List<Result> rows = whatIfs.results(id, choice, page.after(3).map(WhatIfResource::place), page.limit() + 1);
        Page<Result> found = Page.of(
                rows,
                page.limit(),
                row -> Cursor.after(
                        row.customerId(), row.currency(), row.delta().toPlainString()));
        return new Page<>(found.items().stream().map(ResultView::of).toList(), found.next()).response(uri);
    }

    private static Result place(Cursor cursor) {
        return Cursors.reading(() -> new Result(
                cursor.values().get(0),
                cursor.values().get(1),
                BigDecimal.ZERO,
                new BigDecimal(cursor.values().get(2)),
                Optional.empty()));
    }

    @POST
    @Path("{id}/cancellation")
    @Operation(summary = "Stop a what-if that runs; its results so far stay")
    public WhatIfView cancel(@PathParam("id") String id) {
        return view(whatIfs.cancel(id));
    }

    private WhatIfView view(WhatIf whatIf) {
        return WhatIfView.of(whatIf, whatIfs.totals(whatIf.id()), whatIfs.unknown(whatIf.id()));
    }

    private WhatIf find(String id) {
        return whatIfs.find(id).orElseThrow(() -> Refusals.notFound("what-if " + id));
    }

    private static LocalDate date(String text, String pointer) {
        if (text == null) {
            throw invalid(pointer, null, "is required, a date such as 2026-10-01");
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException notDate) {
            throw invalid(pointer, Problems.shorten(text), "must be a date such as 2026-10-01");
        }
    }

    private static ProblemException invalid(String pointer, String value, String rule) {
        return ProblemException.of(
                422,
                "invalid_what_if",
                "the what-if cannot run: " + pointer + " " + rule,
                new FieldError(pointer, value, rule, "invalid_value"));
    }
}
