package io.tallystick.ingest.http;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.web.access.Caller;
import io.tallystick.web.access.Roles;
import io.tallystick.web.problem.Problems;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST /v1/events}; what is as plain as nearly all requests are has been taken by {@link ShortWay} before. */
@Path(EventsResource.PATH)
@Tag(name = "events", description = "Usage events as CloudEvents 1.0")
public class EventsResource {
    static final String PATH = "/v1/events";

    private final Reception reception;
    private final Caller caller;
    private final Admission admission;
    private final int largestBatch;
    private final int mostEvents;

    EventsResource(
            Reception reception,
            Caller caller,
            Admission admission,
            @ConfigProperty(name = "tally.ingest.max-batch-bytes") int largestBatch,
            @ConfigProperty(name = "tally.ingest.max-batch-events") int mostEvents) {
        this.reception = reception;
        this.caller = caller;
        this.admission = admission;
        this.largestBatch = largestBatch;
        this.mostEvents = mostEvents;
    }

    /** Takes events and answers when they are durable; sending the same request again is always safe. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces({MediaType.APPLICATION_JSON, Problems.MEDIA_TYPE})
    @RolesAllowed({Roles.INGEST, Roles.OPERATOR})
    @Operation(
            operationId = "postEvents",
            summary = "Take usage events",
            description =
                    "Answers when every accepted event is durable. Sending the same request again is always safe: an event"
                            + " counts once for its customer (subject), source and id. Content-Encoding gzip is welcome.")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = Mode.EVENT,
                        schema = @Schema(type = SchemaType.OBJECT),
                        examples = @ExampleObject(name = "one event", value = ApiExamples.EVENT)),
                @Content(
                        mediaType = Mode.BATCH,
                        schema = @Schema(type = SchemaType.ARRAY),
                        examples = @ExampleObject(name = "a batch", value = ApiExamples.BATCH)),
                @Content(
                        mediaType = Mode.NDJSON,
                        schema = @Schema(type = SchemaType.STRING, description = "one event for each line")),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema =
                                @Schema(
                                        type = SchemaType.OBJECT,
                                        description = "the data of one event, its attributes in headers ce-…"))
            })
    @APIResponse(
            responseCode = "202",
            description = "The accepted events are durable",
            content = @Content(examples = @ExampleObject(name = "one refused", value = ApiExamples.ACCEPTED)))
    @APIResponse(responseCode = "400", description = "The body cannot be split into events")
    @APIResponse(responseCode = "413", description = "The body has too many bytes or events")
    @APIResponse(responseCode = "415", description = "The media type carries no events")
    @APIResponse(responseCode = "422", description = "Not one event could be accepted; the results say why")
    @APIResponse(responseCode = "429", description = "Too much is in work; nothing was accepted")
    @APIResponse(responseCode = "503", description = "The log did not acknowledge; send the same request again")
    public Uni<Response> post(
            byte[] body,
            @Parameter(
                            description =
                                    "\"all\" lists accepted events too, \"refused\" never does; otherwise up to 1,000 events")
                    @QueryParam("results")
                    String results,
            @Context HttpHeaders headers,
            @Context RoutingContext context) {
        Optional<String> onlyCustomer = caller.identity().customerId();
        Answer.Listing listing = listing(results);
        Mode mode = Mode.of(headers);
        // Reading thousands of events takes milliseconds, and a slow log may block: both belong on a worker.
        return Uni.createFrom()
                .deferred(() -> take(mode, body, onlyCustomer, listing, headers, context))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private Uni<Response> take(
            Mode mode,
            byte[] body,
            Optional<String> onlyCustomer,
            Answer.Listing listing,
            HttpHeaders headers,
            RoutingContext context) {
        byte[] inflated = inflated(body, headers, context);
        return Uni.createFrom()
                .completionStage(reception.take(onlyCustomer, listing, () -> mode.split(inflated, mostEvents, headers)))
                .map(Answer::response);
    }

    private byte[] inflated(byte[] body, HttpHeaders headers, RoutingContext context) {
        String encoding = headers.getHeaderString(HttpHeaders.CONTENT_ENCODING);
        if (encoding == null || encoding.equalsIgnoreCase("identity")) {
            if (body.length > largestBatch) {
                throw ProblemException.of(
                        413,
                        "body_too_large",
                        "the body has " + body.length + " bytes, more than " + largestBatch + "; send smaller batches");
            }
            return body;
        }
        if (!encoding.equalsIgnoreCase("gzip") && !encoding.equalsIgnoreCase("x-gzip")) {
            throw ProblemException.of(
                    415, "unsupported_content_encoding", "Content-Encoding is gzip or absent, not " + encoding);
        }
        byte[] inflated = Inflater.inflate(body, largestBatch);
        if (!admission.takeMore(context, inflated.length)) {
            throw new ProblemException(Admission.overloaded());
        }
        return inflated;
    }

    private static Answer.Listing listing(String results) {
        return switch (results == null ? "" : results.toLowerCase(Locale.ROOT)) {
            case "" -> Answer.Listing.DEFAULT;
            case "all" -> Answer.Listing.ALL;
            case "refused" -> Answer.Listing.REFUSED;
            default ->
                throw ProblemException.of(
                        400,
                        "invalid_parameter",
                        "results \"" + Problems.shorten(results) + "\" is not \"all\" or \"refused\"");
        };
    }
}
