package io.tallystick.rating.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tallystick.rating.app.Correction;
import io.tallystick.rating.app.Explanations;
import io.tallystick.rating.app.Explanations.Behindhand;
import io.tallystick.rating.app.Explanations.EventsOfLine;
import io.tallystick.rating.app.LineWords;
import io.tallystick.rating.app.StoredLine;
import io.tallystick.rating.app.UsageQueries;
import io.tallystick.rating.app.UsageQueries.EventPlace;
import io.tallystick.rating.app.UsageQueries.LineFilter;
import io.tallystick.rating.app.UsageQueries.LinePlace;
import io.tallystick.schemas.problem.Problem.FieldError;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.usage.UsageEvent;
import io.tallystick.web.access.Caller;
import io.tallystick.web.access.Roles;
import io.tallystick.web.page.Cursor;
import io.tallystick.web.page.Page;
import io.tallystick.web.page.PageRequest;
import io.tallystick.web.page.Parameters;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Rated lines, and why they cost what they cost. A customer sees its own. */
@Path("/v1/usage/lines")
@RolesAllowed({Roles.OPERATOR, Roles.CUSTOMER})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage")
class LineResource {
    private static final int HASH = 32;

    private final UsageQueries queries;
    private final Explanations explanations;
    private final Caller caller;

    LineResource(UsageQueries queries, Explanations explanations, Caller caller) {
        this.queries = queries;
        this.explanations = explanations;
        this.caller = caller;
    }

    /**
     * A line explained.
     *
     * @param line the line
     * @param sentences its arithmetic in words
     * @param events some of the events behind it
     * @param next what to send as {@code after} to get the following events, absent on the last page
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Explanation(RatedLine line, List<String> sentences, List<EventBehind> events, Optional<String> next) {}

    /**
     * An event behind a line.
     *
     * @param change {@code counted} if it counts in the line; {@code taken_out} if the corrected line holds it and this one takes it
     *     out; {@code came_and_went} if it counted for a while before the line became what it is
     * @param takenOut what took it out
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EventBehind(
            String source,
            String id,
            Instant time,
            String type,
            BigDecimal quantity,
            String change,
            TakenOut takenOut) {
        static EventBehind of(Behindhand behind) {
            UsageEvent event = behind.event().event();
            return new EventBehind(
                    event.source(),
                    event.id(),
                    event.occurredAt(),
                    event.type(),
                    behind.quantity(),
                    behind.part().name().toLowerCase(Locale.ROOT),
                    behind.takenOutAt()
                            .map(offset -> TakenOut.of(offset, behind.correction()))
                            .orElse(null));
        }
    }

    /** What took an event out: the record at a position, and the correction that it announced, if it was one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TakenOut(long offset, String correctionId, String kind, String author, String reason) {
        static TakenOut of(long offset, Optional<Correction> by) {
            return new TakenOut(
                    offset,
                    by.map(Correction::id).orElse(null),
                    by.map(it -> it.kind().name().toLowerCase(Locale.ROOT)).orElse(null),
                    by.map(Correction::author).orElse(null),
                    by.map(Correction::reason).orElse(null));
        }
    }

    @GET
    @Operation(summary = "List the lines of a customer")
    public Response list(
            @QueryParam("customerId") String customerId,
            @QueryParam("subscriptionId") String subscriptionId,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @BeanParam PageRequest page,
            @Context UriInfo uri) {
        LineFilter filter = new LineFilter(
                customer(customerId),
                Optional.ofNullable(subscriptionId),
                Parameters.instant("from", from),
                Parameters.instant("to", to));
        Optional<LinePlace> after = page.after(3).map(LineResource::linePlace);
        List<StoredLine> rows = queries.lines(filter, after, page.limit() + 1);
        Page<StoredLine> found = Page.of(rows, page.limit(), LineResource::cursor);
        return new Page<>(found.items().stream().map(row -> row.line().line()).toList(), found.next()).response(uri);
    }

    @GET
    @Path("{id}")
    @Operation(summary = "Show a line")
    public RatedLine show(@PathParam("id") String id) {
        return find(id).line().line();
    }

    @GET
    @Path("{id}/explanation")
    @Operation(
            summary = "Explain a line: its arithmetic in words, and the events behind it",
            description =
                    "The line as it was rated, and the events that it was made of, by the subscriptions of that time: nothing"
                            + " that happens afterwards changes the answer. With revision, an earlier state that a"
                            + " correction, a replay, a backfill or a changed subscription has replaced.")
    public Response explain(
            @PathParam("id") String id,
            @QueryParam("revision") Long revision,
            @BeanParam PageRequest page,
            @Context UriInfo uri) {
        StoredLine stored = find(id, Optional.ofNullable(revision));
        EventsOfLine events = explanations.events(stored, page.after(3).map(LineResource::eventPlace), page.limit());
        List<EventBehind> shown = events.events().stream().map(EventBehind::of).toList();
        Optional<String> next = events.next()
                .map(place ->
                        Cursor.after(place.at(), place.source(), place.id()).encode());
        RatedLine line = stored.line().line();
        Response.ResponseBuilder answer = Response.ok(new Explanation(line, LineWords.of(line), shown, next));
        next.ifPresent(cursor -> answer.header(
                "Link",
                "<"
                        + uri.getRequestUriBuilder()
                                .replaceQueryParam("after", cursor)
                                .build() + ">; rel=\"next\""));
        return answer.build();
    }

    /** A customer need not say who it is, and cannot ask about another. */
    private String customer(String customerId) {
        Optional<String> own = caller.identity().customerId();
        String asked = customerId == null ? own.orElse(null) : customerId;
        if (asked == null) {
            throw ProblemException.of(
                    400,
                    "invalid_parameter",
                    "customerId says whose lines are asked for",
                    new FieldError("customerId", null, "is required", "invalid_parameter"));
        }
        caller.mustBeFor(asked, "customer " + asked);
        return asked;
    }

    private StoredLine find(String id) {
        return find(id, Optional.empty());
    }

    private StoredLine find(String id, Optional<Long> revision) {
        boolean isHash = id.length() == HASH && id.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
        String what = "line " + id + revision.map(it -> " in revision " + it).orElse("");
        StoredLine line = (isHash ? explanations.line(id, revision) : Optional.<StoredLine>empty())
                .orElseThrow(() -> Refusals.notFound(what));
        caller.mustBeFor(line.period().customerId(), what);
        return line;
    }

    private static Cursor cursor(StoredLine row) {
        return Cursor.after(
                row.period().subscriptionId(),
                row.period().period().start(),
                row.line().line().id());
    }

    private static LinePlace linePlace(Cursor cursor) {
        return Cursors.reading(() -> new LinePlace(
                cursor.values().get(0),
                Instant.parse(cursor.values().get(1)),
                cursor.values().get(2)));
    }

    private static EventPlace eventPlace(Cursor cursor) {
        return Cursors.reading(() -> new EventPlace(
                Instant.parse(cursor.values().get(0)),
                cursor.values().get(1),
                cursor.values().get(2)));
    }
}
