package io.tallystick.rating.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tallystick.rating.app.Ledger;
import io.tallystick.rating.app.Position;
import io.tallystick.rating.app.Reconciliation;
import io.tallystick.rating.app.ReconciliationCheck;
import io.tallystick.rating.app.UsageQueries;
import io.tallystick.web.access.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Whether everything that came in is where it belongs, all the way to the bill. */
@Path("/v1/usage/reconciliation")
@RolesAllowed(Roles.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage")
class ReconciliationResource {
    private static final String EXAMPLE = """
            {"balanced": true, "received": 73488, "dispositions": {"rated": 71918, "duplicate": 1410, "conflict": 40,
              "unmatched": 120, "rejected": 0, "voided": 0, "superseded": 0}, "difference": 0, "control": 113,
             "partitions": [{"partition": 0, "nextOffset": 6210, "received": 6200, "control": 10, "holes": 0}],
             "checkedAt": "2026-11-22T21:04:05Z",
             "checks": [{"name": "offsets_have_no_gaps", "expected": 73601, "found": 73601, "difference": 0,
                         "checkedAt": "2026-11-22T21:04:05Z", "differing": []}]}""";

    private final UsageQueries queries;
    private final Reconciliation reconciliation;

    ReconciliationResource(UsageQueries queries, Reconciliation reconciliation) {
        this.queries = queries;
        this.reconciliation = reconciliation;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReconciliationView(
            boolean balanced,
            long received,
            Map<String, Long> dispositions,
            long difference,
            long control,
            List<PartitionView> partitions,
            Instant checkedAt,
            List<CheckView> checks) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CheckView(
            String name, long expected, long found, long difference, Instant checkedAt, List<Differing> differing) {
        /** A check over all partitions; the oldest of its parts says how old it is, and one that was never done has no time. */
        static CheckView of(String name, List<ReconciliationCheck> parts) {
            boolean complete = parts.stream().allMatch(part -> part.checkedAt().isPresent());
            return new CheckView(
                    name,
                    parts.stream().mapToLong(ReconciliationCheck::expected).sum(),
                    parts.stream().mapToLong(ReconciliationCheck::found).sum(),
                    parts.stream().mapToLong(ReconciliationCheck::difference).sum(),
                    complete
                            ? parts.stream()
                                    .map(part -> part.checkedAt().orElseThrow())
                                    .min(Comparator.naturalOrder())
                                    .orElse(null)
                            : null,
                    parts.stream()
                            .filter(part -> part.difference() != 0)
                            .map(Differing::of)
                            .toList());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Differing(Integer partition, long expected, long found, long difference, String detail) {
        static Differing of(ReconciliationCheck check) {
            return new Differing(
                    check.partition() == ReconciliationCheck.EVERYWHERE ? null : check.partition(),
                    check.expected(),
                    check.found(),
                    check.difference(),
                    check.detail().orElse(null));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PartitionView(
            int partition,
            long nextOffset,
            long received,
            Map<String, Long> dispositions,
            long control,
            long holes,
            Instant sealedUntil,
            Instant lastReceivedAt) {
        static PartitionView of(Position position) {
            return new PartitionView(
                    position.partition(),
                    position.nextOffset(),
                    position.ledger().received(),
                    position.ledger().dispositions(),
                    position.ledger().control(),
                    position.holes(),
                    position.sealedUntil().orElse(null),
                    position.lastReceivedAt().orElse(null));
        }
    }

    @GET
    @Operation(
            summary = "Prove that nothing was lost on the way from the door to the bill",
            description =
                    "The door accepts or refuses all that it receives; what it accepted was received; every position of the"
                            + " log is a record or known to be empty; every record ended in one disposition; lines hold the"
                            + " events of their series; the lines here are the lines that invoices are made of. Each with"
                            + " both figures, the difference, which must be 0, and when it was checked last. Cheap checks are"
                            + " done now; deep=true does those that read every event and line as well. A close does not go"
                            + " on while a difference is known.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            examples = @ExampleObject(name = "balanced", value = EXAMPLE)))
    public ReconciliationView reconciliation(@QueryParam("deep") @DefaultValue("false") boolean deep) {
        return view(deep ? reconciliation.deep() : reconciliation.known());
    }

    @POST
    @Operation(
            summary = "Check everything now",
            description =
                    "Does every check that can be done here, and has the lines counted and compared with those that"
                            + " invoices are made of; look again with GET a moment later.")
    @APIResponse(responseCode = "202", description = "What is known by now")
    public Response check() {
        reconciliation.countLines();
        return Response.accepted(view(reconciliation.deep())).build();
    }

    private ReconciliationView view(List<ReconciliationCheck> checks) {
        List<Position> positions = queries.positions();
        Ledger sum = positions.stream().map(Position::ledger).reduce(Ledger.EMPTY, Ledger::plus);
        Map<String, List<ReconciliationCheck>> byName = checks.stream()
                .collect(Collectors.groupingBy(ReconciliationCheck::name, TreeMap::new, Collectors.toList()));
        return new ReconciliationView(
                sum.difference() == 0 && checks.stream().allMatch(check -> check.difference() == 0),
                sum.received(),
                sum.dispositions(),
                sum.difference(),
                sum.control(),
                positions.stream().map(PartitionView::of).toList(),
                checks.stream()
                        .map(check -> check.checkedAt().orElse(null))
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                byName.entrySet().stream()
                        .map(one -> CheckView.of(one.getKey(), one.getValue()))
                        .toList());
    }
}
