package io.tallystick.rating.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.rating.app.Disposition;
import io.tallystick.rating.app.EventStories;
import io.tallystick.rating.app.Identity;
import io.tallystick.rating.app.KeptEvent;
import io.tallystick.rating.app.UsageQueries;
import io.tallystick.rating.app.UsageQueries.Between;
import io.tallystick.rating.app.UsageQueries.EventFilter;
import io.tallystick.rating.app.UsageQueries.KeptRejection;
import io.tallystick.rating.app.UsageQueries.KeptRepeat;
import io.tallystick.schemas.problem.Problem.FieldError;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.web.access.Roles;
import io.tallystick.web.page.Cursor;
import io.tallystick.web.page.Page;
import io.tallystick.web.page.PageRequest;
import io.tallystick.web.page.Parameters;
import io.tallystick.web.problem.Problems;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Events and what became of them. */
@Path("/v1/usage")
@RolesAllowed(Roles.OPERATOR)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage")
class UsageResource {
    private final UsageQueries queries;
    private final EventStories stories;

    UsageResource(UsageQueries queries, EventStories stories) {
        this.queries = queries;
        this.stories = stories;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EventView(
            String customerId,
            String source,
            String id,
            String type,
            Instant time,
            Instant receivedAt,
            String disposition,
            String reason,
            int partition,
            long offset,
            JsonNode data) {
        static EventView of(KeptEvent kept) {
            return new EventView(
                    kept.event().customerId(),
                    kept.event().source(),
                    kept.event().id(),
                    kept.event().type(),
                    kept.event().occurredAt(),
                    kept.receivedAt(),
                    kept.disposition().code(),
                    kept.reason(),
                    kept.partition(),
                    kept.offset(),
                    kept.event().data().tree());
        }

        static EventView of(KeptRepeat repeat) {
            return new EventView(
                    repeat.identity().customerId(),
                    repeat.identity().source(),
                    repeat.identity().id(),
                    null,
                    null,
                    repeat.receivedAt(),
                    repeat.disposition().code(),
                    null,
                    repeat.place().partition(),
                    repeat.place().offset(),
                    null);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RejectionView(
            int partition,
            long offset,
            String key,
            String code,
            String pointer,
            String detail,
            Instant receivedAt,
            String event,
            String eventBase64) {
        static RejectionView of(KeptRejection kept) {
            byte[] event = kept.rejection().event();
            String text = new String(event, StandardCharsets.UTF_8);
            boolean isText = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), event);
            return new RejectionView(
                    kept.partition(),
                    kept.rejection().offset(),
                    kept.rejection().key(),
                    kept.rejection().refusal().code().code(),
                    kept.rejection().refusal().pointer(),
                    kept.rejection().refusal().detail(),
                    kept.rejection().receivedAt(),
                    isText ? text : null,
                    isText ? null : Base64.getEncoder().encodeToString(event));
        }
    }

    @GET
    @Path("events")
    @Operation(
            summary = "List events, by customer, type, disposition, reason, time and receipt",
            description =
                    "All filters together; from and to are about the time of the event, receivedFrom and receivedTo about its"
                            + " receipt, each from an instant up to another. docs/reason-codes.md says what each reason means"
                            + " and what mends it. Repetitions (disposition duplicate or conflict) have no type, reason and"
                            + " time of their own: with one of these filters they are refused.")
    public Response events(
            @QueryParam("customerId") String customerId,
            @QueryParam("type") String type,
            @QueryParam("disposition") String disposition,
            @QueryParam("reason") String reason,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("receivedFrom") String receivedFrom,
            @QueryParam("receivedTo") String receivedTo,
            @BeanParam PageRequest page,
            @Context UriInfo uri) {
        EventFilter filter = new EventFilter(
                Optional.ofNullable(customerId),
                Optional.ofNullable(type),
                Optional.ofNullable(disposition).map(UsageResource::disposition),
                Optional.ofNullable(reason),
                new Between(Parameters.instant("from", from), Parameters.instant("to", to)),
                new Between(
                        Parameters.instant("receivedFrom", receivedFrom),
                        Parameters.instant("receivedTo", receivedTo)));
        boolean repeats = filter.disposition()
                .filter(asked -> asked == Disposition.DUPLICATE || asked == Disposition.CONFLICT)
                .isPresent();
        return repeats ? repeats(filter, page, uri) : kept(filter, page, uri);
    }

    private Response kept(EventFilter filter, PageRequest page, UriInfo uri) {
        Identity after = page.after(3)
                .map(cursor -> new Identity(
                        cursor.values().get(0),
                        cursor.values().get(1),
                        cursor.values().get(2)))
                .orElse(new Identity("", "", ""));
        List<EventView> rows = queries.events(filter, after, page.limit() + 1).stream()
                .map(EventView::of)
                .toList();
        return Page.of(rows, page.limit(), row -> Cursor.after(row.customerId(), row.source(), row.id()))
                .response(uri);
    }

    private Response repeats(EventFilter filter, PageRequest page, UriInfo uri) {
        boolean asksMore = filter.type().isPresent()
                || filter.reason().isPresent()
                || filter.occurred().from().isPresent()
                || filter.occurred().to().isPresent();
        if (asksMore) {
            throw invalid(
                    "disposition", filter.disposition().orElseThrow().code(), "goes without type, reason, from and to");
        }
        List<EventView> rows = queries.repeats(filter, Cursors.place(page), page.limit() + 1).stream()
                .map(EventView::of)
                .toList();
        return Page.of(rows, page.limit(), row -> Cursor.after(row.partition(), row.offset()))
                .response(uri);
    }

    @GET
    @Path("events/trace")
    @Operation(
            summary = "Tell the whole story of an event",
            description =
                    "Where it was received, its repetitions, every change of its disposition, corrections, the lines"
                            + " that it counts in and the closes that hold them; or the exact reason why it stopped, and"
                            + " what would mend it. Without customerId it looks for the customer; 409 ambiguous_event if several"
                            + " have such an event.")
    public StoryView trace(
            @QueryParam("customerId") String customerId,
            @QueryParam("source") String source,
            @QueryParam("id") String id) {
        String from = required("source", source);
        String name = required("id", id);
        Optional<Identity> identity = customerId == null
                ? stories.find(from, name)
                : Optional.of(new Identity(required("customerId", customerId), from, name));
        return identity.flatMap(event -> stories.of(event).map(story -> StoryView.of(event, story)))
                .orElseThrow(() -> Refusals.notFound(
                        "event " + id + " of " + source + (customerId == null ? "" : " for customer " + customerId)));
    }

    @GET
    @Path("rejections")
    @Operation(summary = "List records that were no acceptable events")
    public Response rejections(
            @QueryParam("customerId") String customerId, @BeanParam PageRequest page, @Context UriInfo uri) {
        List<RejectionView> rows =
                queries.rejections(Optional.ofNullable(customerId), Cursors.place(page), page.limit() + 1).stream()
                        .map(RejectionView::of)
                        .toList();
        return Page.of(rows, page.limit(), row -> Cursor.after(row.partition(), row.offset()))
                .response(uri);
    }

    private static Disposition disposition(String code) {
        return Arrays.stream(Disposition.values())
                .filter(disposition -> disposition.code().equals(code))
                .findFirst()
                .orElseThrow(() -> invalid("disposition", code, "must be one of " + codes()));
    }

    private static List<String> codes() {
        return Arrays.stream(Disposition.values()).map(Disposition::code).toList();
    }

    private static String required(String name, String value) {
        if (value == null || value.isEmpty()) {
            throw invalid(name, value, "is required");
        }
        return value;
    }

    private static ProblemException invalid(String name, String value, String rule) {
        String shown = value == null ? null : Problems.shorten(value);
        return ProblemException.of(
                400, "invalid_parameter", name + " " + rule, new FieldError(name, shown, rule, "invalid_parameter"));
    }
}
