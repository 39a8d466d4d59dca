package io.tallystick.ingest.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tallystick.ingest.model.Examined;
import io.tallystick.ingest.model.Verdict;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.problem.Problem;
import io.tallystick.web.problem.Problems;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What the sender reads: how many events were accepted, and of each refused one why.
 *
 * @param body JSON; never changed by anybody
 */
@SuppressWarnings("ArrayRecordComponent") // bytes pass through; answers are never compared
record Answer(int status, String mediaType, byte[] body) {
    private static final int LISTED = 1_000;

    /** Which verdicts are listed: refused ones always, accepted ones by the wish of the sender. */
    enum Listing {
        /** Accepted ones too if the request has at most 1,000 events. */
        DEFAULT,
        /** Every one. */
        ALL,
        /** Refused ones alone. */
        REFUSED;

        boolean withAccepted(int events) {
            return this == ALL || (this == DEFAULT && events <= LISTED);
        }
    }

    /** 202, or 422 as a problem if not one event could be accepted. */
    static Answer of(Examined examined, Listing listing) {
        boolean nothing = examined.entries().isEmpty() && examined.refused() > 0;
        boolean withAccepted = listing.withAccepted(examined.verdicts().size());
        if (!withAccepted && examined.refused() == 0) {
            return new Answer(
                    202,
                    MediaType.APPLICATION_JSON,
                    allAccepted(examined.entries().size()));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(
                256 + 64 * (withAccepted ? examined.verdicts().size() : examined.refused()));
        try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            if (nothing) {
                writeProblem(json, examined);
            }
            json.writeNumberField("accepted", examined.entries().size());
            json.writeNumberField("refused", examined.refused());
            json.writeArrayFieldStart("results");
            writeVerdicts(json, examined, withAccepted);
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new Answer(
                nothing ? 422 : 202, nothing ? Problems.MEDIA_TYPE : MediaType.APPLICATION_JSON, out.toByteArray());
    }

    /** As the resource gives it. */
    Response response() {
        return Response.status(status).type(mediaType).entity(body).build();
    }

    /** As a route gives it, from any thread. */
    void send(HttpServerResponse response) {
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, mediaType + ";charset=UTF-8")
                .end(Buffer.buffer(body));
    }

    /** A problem, as a route gives it. */
    static void send(Problem problem, HttpServerResponse response) {
        if (problem.status() == 429 || problem.status() == 503) {
            response.putHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problems.MEDIA_TYPE)
                .end(Buffer.buffer(Json.bytes(problem)));
    }

    /** What nearly every answer to senders that ask for refused events alone says. */
    private static byte[] allAccepted(int events) {
        return ("{\"accepted\":" + events + ",\"refused\":0,\"results\":[]}").getBytes(StandardCharsets.US_ASCII);
    }

    private static void writeProblem(JsonGenerator json, Examined examined) throws IOException {
        Problem problem = Problem.of(
                422,
                "nothing_accepted",
                examined.refused() == 1
                        ? "the event was refused"
                        : "all " + examined.refused() + " events were refused");
        json.writeStringField("type", problem.type());
        json.writeStringField("title", problem.title());
        json.writeNumberField("status", problem.status());
        json.writeStringField("code", problem.code());
        json.writeStringField("detail", problem.detail());
    }

    private static void writeVerdicts(JsonGenerator json, Examined examined, boolean withAccepted) throws IOException {
        for (Verdict verdict : examined.verdicts()) {
            switch (verdict) {
                case Verdict.Accepted accepted when withAccepted -> write(json, accepted);
                case Verdict.Accepted _ -> {}
                case Verdict.Refused refused -> write(json, refused);
            }
        }
    }

    private static void write(JsonGenerator json, Verdict.Accepted accepted) throws IOException {
        begin(json, accepted, "accepted");
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Verdict.Refused refused) throws IOException {
        begin(json, refused, "refused");
        json.writeStringField("code", refused.refusal().code().code());
        json.writeStringField("pointer", refused.refusal().pointer());
        json.writeStringField("detail", refused.refusal().detail());
        json.writeEndObject();
    }

    private static void begin(JsonGenerator json, Verdict verdict, String status) throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", verdict.index());
        json.writeStringField("id", verdict.id());
        json.writeStringField("source", verdict.source());
        json.writeStringField("status", status);
    }
}
